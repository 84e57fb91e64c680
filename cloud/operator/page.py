"""What a page of the operator is made of: blocks of a few kinds, in no language yet, that `page.html` draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cloud.operator.wording import Both
from domain.times import minute

Text = Both | str
Tone = Literal["ok", "warn", "danger", "quiet"]
DASH = "—"


@dataclass(frozen=True)
class Badge:
    """A state: a word on a soft ground with a dot."""

    text: Text
    tone: Tone = "quiet"
    kind: str = "badge"


@dataclass(frozen=True)
class Link:
    text: Text
    to: str
    kind: str = "link"


@dataclass(frozen=True)
class Two:
    """What is said, and below it in smaller letters what it is known by."""

    above: "Text | Badge | Link"
    below: Text
    kind: str = "two"


Cell = Both | str | Badge | Link | Two


@dataclass(frozen=True)
class Table:
    """`numbers`: columns that hold figures. `empty`: what is said where there is no row, and what to do then."""

    columns: Sequence[Text]
    rows: Sequence[Sequence[Cell]]
    empty: Both
    title: Text = ""
    numbers: frozenset[int] = frozenset()
    more: str = ""  # the address of the next rows
    side: bool = False
    kind: str = "table"


@dataclass(frozen=True)
class Facts:
    pairs: Sequence[tuple[Both, Cell]]
    title: Text = ""
    side: bool = False
    kind: str = "facts"


@dataclass(frozen=True)
class Field:
    """`options`: of a `select`, value and what is shown."""

    name: str
    label: Both
    kind: Literal["text", "area", "number", "select", "file", "password"] = "text"
    value: str = ""
    hint: Text = ""
    options: Sequence[tuple[str, Text]] = ()
    required: bool = True
    complete: str = "off"


@dataclass(frozen=True)
class Form:
    """What can be done here; `act` names it. Without fields it is a button."""

    act: str
    submit: Both
    fields: Sequence[Field] = ()
    title: Text = ""
    note: Text = ""
    danger: bool = False
    hidden: Mapping[str, str] = field(default_factory=dict[str, str])
    side: bool = True
    columns: int = 1
    kind: str = "form"

    @property
    def has_file(self) -> bool:
        return any(each.kind == "file" for each in self.fields)


@dataclass(frozen=True)
class Picture:
    """From an address of these pages."""

    src: str
    alt: Both
    title: Text = ""
    side: bool = False
    kind: str = "picture"


@dataclass(frozen=True)
class Note:
    """A sentence that stands out; `code`: something to be copied."""

    text: Text
    tone: Tone = "quiet"
    codes: Sequence[tuple[Both, str]] = ()
    side: bool = False
    kind: str = "note"


@dataclass(frozen=True)
class Count:
    """How much waits, and where."""

    text: Both
    number: int
    to: str
    tone: Tone = "quiet"


@dataclass(frozen=True)
class Counts:
    counts: Sequence[Count]
    side: bool = False
    kind: str = "counts"


Block = Table | Facts | Form | Picture | Note | Counts


@dataclass(frozen=True)
class Page:
    """`choices`: what else the list can show: words, address, and whether it is shown now. `search`: what can be
    looked for; none: nothing."""

    title: Text
    blocks: Sequence[Block]
    lead: Text = ""
    back: tuple[Text, str] | None = None
    choices: Sequence[tuple[Both, str, bool]] = ()
    search: Both | None = None
    badge: Badge | None = None

    @property
    def main(self) -> list[Block]:
        return [each for each in self.blocks if not each.side]

    @property
    def beside(self) -> list[Block]:
        return [each for each in self.blocks if each.side]


def when(at: int | None) -> str:
    """`2026-01-01 12:00` in China, or a dash."""
    return DASH if at is None else minute(at)
