"""The audit log as it was pulled: which entries a list holds, pages of them, and whether their chain is unbroken."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Text, cast, func, or_, select

from app.models import scopes
from app.models.replica import decoder
from app.models.store import Tx
from app.models.tables import rows
from domain.audit import GENESIS, AuditEntry, chained

_table = rows[AuditEntry.table]
_of = _table.c


@dataclass(frozen=True)
class Filter:
    """What the list is narrowed to; `None` narrows nothing. `since`, `until`: milliseconds, the latter not included.

    `text` stands somewhere in an entry, or its member or act is among those whose name on the screen holds it.
    """

    member: str | None = None
    acts: frozenset[str] | None = None
    since: int | None = None
    until: int | None = None
    refused: bool = False
    text: str = ""
    text_members: frozenset[str] = frozenset()
    text_acts: frozenset[str] = frozenset()

    def conditions(self) -> list[ColumnElement[bool]]:
        where: list[ColumnElement[bool]] = []
        if self.member is not None:
            where.append(_field("member") == self.member)
        if self.acts is not None:
            where.append(_field("act").in_(self.acts))
        if self.since is not None:
            where.append(_field("at") >= self.since)
        if self.until is not None:
            where.append(_field("at") < self.until)
        if self.refused:
            where.append(_field("code") != "")
        if self.text:
            named = [_field("member").in_(self.text_members), _field("act").in_(self.text_acts)]
            where.append(or_(_body().contains(self.text, autoescape=True), *named))
        return where


EVERYTHING = Filter()


def _body() -> ColumnElement[str]:
    return cast(_of.body, Text)


def _field(name: str) -> ColumnElement[str]:
    return func.json_extract(_body(), f"$.{name}")


def numbers(tx: Tx, organization: str, narrowed: Filter = EVERYTHING) -> "array[int]":
    """The entries of such a list by their numbers, newest first: small enough to be kept for any log."""
    where = (_of.organization == organization, scopes.visible(tx, _table, organization), *narrowed.conditions())
    found = tx.connection.execute(select(_of.number).where(*where).order_by(_of.number.desc()))
    return array("q", found.scalars())


def entries(tx: Tx, organization: str, wanted: Sequence[int]) -> dict[int, AuditEntry]:
    """Some entries by their numbers."""
    read = decoder(AuditEntry)
    where = (_of.organization == organization, _of.number.in_(list(wanted)))
    found = (read.decode(body) for body in tx.connection.execute(select(_of.body).where(*where)).scalars())
    return {entry.number: entry for entry in found}


@dataclass(frozen=True)
class Chain:
    """How far the log was followed: to entry `number`, whose head is `head`. `broken`: the next one does not fit, or
    is missing before a later one; `ended`: there is no next one."""

    number: int = 0
    head: str = GENESIS
    broken: bool = False
    ended: bool = False


def follow(tx: Tx, organization: str, chain: Chain, limit: int) -> Chain:
    """Further along the chain, by so many entries; each head is computed here and compared with what was written."""
    read = decoder(AuditEntry)
    where = (_of.organization == organization, _of.number > chain.number)
    bodies = tx.connection.execute(select(_of.body).where(*where).order_by(_of.number).limit(limit)).scalars().all()
    number, head = chain.number, chain.head
    for body in bodies:
        entry = read.decode(body)
        if entry.number != number + 1 or chained(head, entry) != entry.head:
            return Chain(number, head, broken=True)
        number, head = entry.number, entry.head
    return Chain(number, head, ended=len(bodies) < limit)
