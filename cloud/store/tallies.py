"""How many rows stand in each scope, and the sum of their hashes: with it a console finds that it holds others.

Kept with every change of a row. What stands in no row of `changes` (`tables.APPEND_ONLY`) counts in the scopes under
which it is read.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from cloud.store import pulls, statements, tables
from cloud.store.unit import Unit, View
from protocol.sync import Tally, row_hash

HALF = 32
_LOG = logging.getLogger(__name__)
_COUNTERS = ("count", "upper", "lower")
Stands = tuple[str | None, set[str]]  # the body of a row, if there is one, and its scopes


class Moves:
    """What one transaction adds to the tallies and takes from them."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], list[int]] = {}

    def move(self, space: str, kind: str, before: Stands, now: Stands) -> None:
        """A row stands so in a space, and stood so before."""
        for (body, scopes), sign in ((before, -1), (now, 1)):
            if body is None or not scopes:
                continue
            upper, lower = divmod(row_hash(kind, body.encode()), 1 << HALF)
            for scope in scopes:
                sums = self._sums.setdefault((space, scope), [0, 0, 0])
                for at, value in enumerate((1, upper, lower)):
                    sums[at] += sign * value

    def write(self, unit: Unit) -> None:
        """Nobody else writes meanwhile (`turn`)."""
        rows = [
            {"space": space, "scope": scope, **dict(zip(_COUNTERS, sums, strict=True))}
            for (space, scope), sums in sorted(self._sums.items())
            if any(sums)
        ]
        if rows:
            unit.connection.execute(statements.add_up(unit.connection.dialect.name, tables.tallies, _COUNTERS), rows)


@dataclass(frozen=True)
class Wrong:
    """A tally that is not what stands in its scope, in one snapshot: count and both sums, as kept and as counted."""

    space: str
    scope: str
    kept: tuple[int, int, int]
    counted: tuple[int, int, int]


def wrong(view: View, space: str, scopes: Iterable[str]) -> list[Wrong]:
    """Those of these scopes of which something else is kept than stands there."""
    found: list[Wrong] = []
    for scope in sorted(scopes):
        sums = [0, 0, 0]
        for kind, body in pulls.standing_in(view, space, scope):
            for at, value in enumerate((1, *divmod(row_hash(kind, body.encode()), 1 << HALF))):
                sums[at] += value
        kept, counted = _kept(view, space, scope), (sums[0], sums[1], sums[2])
        if _tally(*kept) != _tally(*counted):
            found.append(Wrong(space, scope, kept, counted))
    return found


def mend(unit: Unit, found: Iterable[Wrong]) -> None:
    """Set right what is still as it was found; what has changed since is found by the next who asks."""
    for each in found:
        if _kept(unit, each.space, each.scope) == each.kept:
            row = {"space": each.space, "scope": each.scope, **dict(zip(_COUNTERS, each.counted, strict=True))}
            unit.upsert(tables.tallies, row)
            _LOG.error(
                "the tally of %s in %s was %d rows and is %d", each.scope, each.space, each.kept[0], row["count"]
            )


def _kept(view: View, space: str, scope: str) -> tuple[int, int, int]:
    found = view.first(tables.tallies, space=space, scope=scope)
    return (0, 0, 0) if found is None else (found[2], found[3], found[4])


def _tally(count: int, upper: int, lower: int) -> Tally:
    return Tally(count=count, sum=((upper << HALF) + lower) % (1 << 2 * HALF))


def of(view: View, space: str, scopes: Iterable[str]) -> dict[str, Tally]:
    """The tally of each of these scopes."""
    of = tables.tallies.c
    wanted = sorted(scopes)
    found = dict.fromkeys(wanted, Tally(count=0, sum=0))
    query = select(of.scope, of["count"], of.upper, of.lower).where(of.space == space, of.scope.in_(wanted))
    for scope, count, upper, lower in view.connection.execute(query):
        found[scope] = _tally(count, upper, lower)
    return found
