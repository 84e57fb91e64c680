"""The answer of a rule: what would follow, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from domain.rows import Named, Row
from domain.texts import as_read

if TYPE_CHECKING:
    from domain.organization import Member  # whose own rules stand on this module

R = TypeVar("R", bound=Row)
N = TypeVar("N", bound=Named)


@dataclass(frozen=True)
class Refused:
    """No, and why: a code of `domain.wording`, the field it concerns, and what its sentence mentions."""

    code: str
    field: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class OnlyCloud:
    """This side does not hold what the rule needs: the cloud will tell."""


@dataclass(frozen=True)
class Allowed:
    """Yes; `rows` are the rows as they will be."""

    rows: tuple[Row, ...]


Verdict = Allowed | Refused | OnlyCloud


class Facts(Protocol):
    """What a rule may ask. Each side answers from its own tables; a console does not hold everything."""

    @property
    def complete(self) -> bool:
        """Whether a missing row does not exist (the cloud), or may only be out of sight (a console)."""
        ...

    def get(self, kind: type[R], id: str) -> R | None: ...

    def all(self, kind: type[R], **equal: str | int) -> Sequence[R]:
        """Rows of the organization whose fields equal the given ones, by id."""
        ...


class Laid:
    """Facts as they will be: these rows laid over those that are known."""

    def __init__(self, facts: Facts, rows: Sequence[Row]) -> None:
        self._facts = facts
        self._rows: dict[tuple[type[Row], str], Row] = {(type(row), row.id): row for row in rows}

    @property
    def complete(self) -> bool:
        return self._facts.complete

    def get(self, kind: type[R], id: str) -> R | None:
        laid = self._rows.get((kind, id))
        return laid if isinstance(laid, kind) else self._facts.get(kind, id)

    def all(self, kind: type[R], **equal: str | int) -> Sequence[R]:
        laid = {id: row for (_, id), row in self._rows.items() if isinstance(row, kind)}
        rows = [row for row in self._facts.all(kind, **equal) if row.id not in laid]
        rows += [row for row in laid.values() if all(getattr(row, name) == value for name, value in equal.items())]
        return sorted(rows, key=lambda row: row.id)


@dataclass(frozen=True)
class Circumstances:
    """Who acts, when (milliseconds), and what is known."""

    actor: Member
    now: int
    facts: Facts


def missing(facts: Facts) -> Verdict:
    """A row that is not there: "not found" and "not allowed" answer the same."""
    return Refused("not_found") if facts.complete else OnlyCloud()


def named(facts: Facts, kind: type[N], id: str) -> N | None:
    """The row of that id, unless it was deleted."""
    row = facts.get(kind, id)
    return row if row is not None and row.deleted_at is None else None


def all_named(facts: Facts, kind: type[N]) -> list[N]:
    """Those that were not deleted, by id."""
    return [row for row in facts.all(kind) if row.deleted_at is None]


def judge_name(facts: Facts, kind: type[N], name: str, taken: str, own: str = "") -> Refused | None:
    """A name that says something, and that no other row of the kind has: else `taken` is the code of the refusal."""
    if not name.strip():
        return Refused("name_missing", "name")
    others = (as_read(row.name) for row in all_named(facts, kind) if row.id != own)
    return Refused(taken, "name", name.strip()) if as_read(name) in others else None
