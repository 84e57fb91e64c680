"""Presses in the order of their lists, newest first: what the cloud holds, and what was seen at the seal meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Select, Table, func, literal, select, tuple_, union_all

from app.models import scopes
from app.models.replica import decoder, list_time
from app.models.store import Tx
from app.models.tables import seen, usage
from domain.usage import Impression, impression_id

Half = Select[Any, Any, Any, Any, Any]
Place = tuple[int, str, int]  # at, seal, number: where a list goes on


@dataclass(frozen=True)
class Press:
    """`pending`: the person saw it at the seal, the cloud has not yet confirmed it."""

    impression: Impression
    pending: bool

    @property
    def place(self) -> Place:
        return list_time(self.impression), self.impression.seal, self.impression.number


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; `abnormal`: only (or only no) abnormal presses; `beyond` this entry of the log;
    `placed`: only those with a place; `since`, `until`: milliseconds, the latter not included; `only`, `but`: with, and
    without, these ids."""

    seal: str | None = None
    authorization: str | None = None
    member: str | None = None
    abnormal: bool | None = None
    beyond: int | None = None
    placed: bool = False
    since: int | None = None
    until: int | None = None
    only: frozenset[str] | None = None
    but: frozenset[str] = frozenset()

    def conditions(self, table: Table) -> list[ColumnElement[bool]]:
        equal = {"seal": self.seal, "authorization": self.authorization, "member": self.member}
        where = [table.c[name] == value for name, value in equal.items() if value is not None]
        if self.abnormal is not None:
            where.append(table.c.abnormal == int(self.abnormal))
        if self.beyond is not None:
            where.append(table.c.number > self.beyond)
        if self.placed:
            where.append(func.instr(table.c.body, _NO_PLACE) == 0)
        if self.since is not None:
            where.append(table.c.at >= self.since)
        if self.until is not None:
            where.append(table.c.at < self.until)
        if self.only is not None:
            where.append(table.c.id.in_(_ids(self.only)))
        if self.but:
            where.append(table.c.id.not_in(_ids(self.but)))
        return where


EVERYTHING = Filter()
_NO_PLACE = b'"place":null'  # as `msgspec.json` writes it; a text that holds the same has its quotes escaped


def _ids(ids: Iterable[str]) -> Select[Any]:
    """Any number of them as one parameter."""
    given = msgspec.json.encode(sorted(ids)).decode()
    return select(func.json_each(given).table_valued("value").c.value)


def _both(tx: Tx, organization: str, narrowed: Filter, before: Place | None) -> list[Half]:
    parts: list[Half] = []
    for table in (usage, seen):
        of = table.c
        where = [of.organization == organization, *narrowed.conditions(table)]
        if table is usage and narrowed.authorization is not None:
            where.append(scopes.with_approved(tx, organization))
        elif table is usage:
            where.append(scopes.visible(tx, table, organization))
        if before is not None:
            where.append(tuple_(of.at, of.seal, of.number) < tuple_(*map(literal, before)))
        parts.append(select(of.at, of.seal, of.number, of.body, literal(int(table is seen))).where(*where))
    return parts


def page(
    tx: Tx, organization: str, narrowed: Filter = EVERYTHING, before: Place | None = None, limit: int = 100
) -> list[Press]:
    """The newest presses before a place in the list."""
    # Each half is cut by its own index before they are merged: a page costs the same in a list of a million.
    halves = [
        half.order_by(*(half.selected_columns[name].desc() for name in ("at", "seal", "number")))
        .limit(limit)
        .subquery()
        for half in _both(tx, organization, narrowed, before)
    ]
    merged = union_all(*(select(half) for half in halves)).subquery()
    of = merged.c
    ordered = select(of[3], of[4]).order_by(of.at.desc(), of.seal.desc(), of.number.desc()).limit(limit)
    read = decoder(Impression)
    return [Press(read.decode(body), bool(pending)) for body, pending in tx.connection.execute(ordered)]


def count(tx: Tx, organization: str, narrowed: Filter = EVERYTHING) -> int:
    """How many presses such a list holds."""
    halves = union_all(*(half.with_only_columns(func.count()) for half in _both(tx, organization, narrowed, None)))
    return sum(tx.connection.execute(halves).scalars())


def get(tx: Tx, organization: str, seal: str, number: int) -> Press | None:
    """One press, by its number in the seal's log."""
    return find(tx, organization, impression_id(seal, number))


def of_digest(tx: Tx, organization: str, seal: str, digest: str) -> Impression | None:
    """The record of a sealed document, by what its signature covers (hexadecimal), among those that may be seen."""
    where = usage.c.organization == organization, usage.c.seal == seal, scopes.visible(tx, usage, organization)
    query = select(usage.c.body).where(*where, func.instr(usage.c.body, f'"digest":"{digest}"'.encode()) > 0)
    body = tx.connection.execute(query.limit(1)).scalar()
    return None if body is None else decoder(Impression).decode(body)


def find(tx: Tx, organization: str, id: str) -> Press | None:
    """One press, by its id."""
    halves = _both(tx, organization, EVERYTHING, None)
    named = union_all(*(half.where(half.selected_columns.body.table.c.id == id) for half in halves))
    found = {pending: body for _, _, _, body, pending in tx.connection.execute(named)}
    if not found:
        return None
    pending = 0 not in found  # what the cloud has said comes first
    return Press(decoder(Impression).decode(found[int(pending)]), pending)
