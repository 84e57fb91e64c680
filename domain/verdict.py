"""The answer of a rule: what would follow, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from domain.rows import Row

if TYPE_CHECKING:
    from domain.organization import Member  # whose own rules stand on this module

R = TypeVar("R", bound=Row)


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

    def all(self, kind: type[R], **equal: str) -> Sequence[R]:
        """Rows of the organization whose fields equal the given ones, by id."""
        ...


@dataclass(frozen=True)
class Circumstances:
    """Who acts, when (milliseconds), and what is known."""

    actor: Member
    now: int
    facts: Facts


def missing(facts: Facts) -> Verdict:
    """A row that is not there: "not found" and "not allowed" answer the same."""
    return Refused("not_found") if facts.complete else OnlyCloud()
