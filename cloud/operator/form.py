"""What was typed into a form, read strictly: what does not fit is said beside its field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from domain.money import parse
from domain.verdict import Refused

E = TypeVar("E", bound=StrEnum)
MOST_TEXT = 500


class Unfit(Exception):
    """A field does not hold what it has to."""

    def __init__(self, code: str, name: str, detail: str = "") -> None:
        super().__init__(code)
        self.refused = Refused(code, name, detail)


@dataclass(frozen=True)
class File:
    name: str
    data: bytes


@dataclass(frozen=True)
class Given:
    """The fields of a form, and its files; each reader raises `Unfit`."""

    fields: Mapping[str, str]
    files: Mapping[str, File] = field(default_factory=dict[str, File])

    def text(self, name: str, *, may_miss: bool = False, most: int = MOST_TEXT) -> str:
        """Without blanks around it, and printable."""
        found = self.fields.get(name, "").strip().replace("\r\n", "\n")
        if not found and not may_miss:
            raise Unfit("field_missing", name)
        if len(found) > most:
            raise Unfit("text_long", name, str(most))
        return "".join(letter for letter in found if letter.isprintable() or letter == "\n")

    def number(self, name: str, least: int, most: int, default: int | None = None) -> int:
        found = self.fields.get(name, "").strip()
        if not found and default is not None:
            return default
        if not (found.isascii() and found.isdecimal() and len(found) < 12) or not least <= int(found) <= most:
            raise Unfit("number_wrong", name, f"{least}-{most}")
        return int(found)

    def cents(self, name: str) -> int:
        """An amount of money."""
        found = parse(self.text(name))
        if found is None:
            raise Unfit("amount_unfit", name)
        return found

    def choice(self, name: str, kind: type[E]) -> E:
        try:
            return kind(self.fields.get(name, ""))
        except ValueError as error:
            raise Unfit("choice_wrong", name) from error

    def file(self, name: str, most: int) -> File:
        """Not empty, at most so many bytes."""
        found = self.files.get(name)
        if found is None or not found.data:
            raise Unfit("file_missing", name)
        if len(found.data) > most:
            raise Unfit("file_large", name, f"{most // 1024} kB")
        return found
