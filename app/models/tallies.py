"""Whether what is held here is what the cloud counts: of each scope, how many rows, and the sum of their hashes.

Counted when it is compared, after a first load and then daily: keeping it up to date would mean reading each row before
it is replaced, and would count what was written rather than what is held.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import select, tuple_, update

from app.models import scopes
from app.models.store import Tx
from app.models.tables import cursors, row_scopes, rows, usage
from protocol.sync import Tally, row_hash

DAY_MS = 24 * 3600 * 1000
AT_ONCE = 1000  # rows; others want the database, too
SUMS = 1 << 64


def due(tx: Tx, now: int) -> list[str]:
    """The pulls of which a scope is new, or which were compared a day ago."""
    found = tx.connection.execute(select(cursors.c.pull, cursors.c.checked_at).order_by(cursors.c.pull))
    return [pull for pull, checked_at in found if checked_at is None or not 0 <= now - checked_at < DAY_MS]


def checked(tx: Tx, pull: str, wrong: Iterable[str], now: int) -> None:
    """They have been compared. What the wrong scopes hold goes when they come again."""
    again = msgspec.json.encode(sorted(wrong)) if wrong else None
    tx.connection.execute(update(cursors).where(cursors.c.pull == pull).values(checked_at=now, again=again))


class Counting:
    """Counts the scopes of a pull in pieces, between which nothing of it may change: `step` until it says no."""

    def __init__(self, pull: str, held: Iterable[str]) -> None:
        self._pull = pull
        self._found = {scope: [0, 0] for scope in held}
        self._kinds = list(rows)
        self._approved: dict[str, list[str]] | None = None  # of each authorization, for whom it was approved
        self._after: tuple[Any, ...] = ()

    def step(self, tx: Tx) -> bool:
        """Count some more rows; whether there may be others."""
        kind = self._kinds[-1]
        found = self._presses(tx) if kind == usage.name else self._rows(tx, kind)
        if found < AT_ONCE:
            self._kinds.pop()
            self._after = ()
        return bool(self._kinds)

    def wrong(self, tallies: Mapping[str, Tally]) -> dict[str, tuple[int, int]]:
        """The scopes of which the cloud counts something else; how many rows are here, and how many there."""
        return {
            scope: (self._found[scope][0], tally.count)
            for scope, tally in tallies.items()
            if self._found[scope] != [tally.count, tally.sum]
        }

    def _rows(self, tx: Tx, kind: str) -> int:
        of, table = row_scopes.c, rows[kind]
        place = (of.organization, of.id, of.pull, of.scope)  # as the primary key has them in order
        query = (
            select(*place, table.c.body)
            .join(table, (table.c.organization == of.organization) & (table.c.id == of.id))
            .where(of.kind == kind, of.pull == self._pull)
            .order_by(*place)
            .limit(AT_ONCE)
        )
        found = tx.connection.execute(query.where(tuple_(*place) > self._after) if self._after else query).all()
        for *place, body in found:
            self._add({place[-1]}, row_hash(kind, body))
        self._after = tuple(found[-1][:-1]) if found else ()
        return len(found)

    def _presses(self, tx: Tx) -> int:
        of = usage.c
        (after,) = self._after or (0,)
        query = select(of.n, of.seal, of.member, of.abnormal, of.authorization, of.body)
        query = query.where(of.organization == self._pull, of.n > after).order_by(of.n).limit(AT_ONCE)
        found = tx.connection.execute(query).all()
        if self._approved is None:
            self._approved = scopes.approved(tx, self._pull)
        for _, seal, member, abnormal, authorization, body in found:
            places = scopes.of_press(seal, member, abnormal).union(self._approved.get(authorization, ()))
            self._add(places, row_hash(usage.name, body))
        self._after = (found[-1].n,) if found else ()
        return len(found)

    def _add(self, places: set[str], hashed: int) -> None:
        for scope in places & self._found.keys():
            count, total = self._found[scope]
            self._found[scope] = [count + 1, (total + hashed) % SUMS]
