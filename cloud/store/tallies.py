"""How many rows stand in each scope, and the sum of their hashes: with it a console finds that it holds others.

Kept with every change of a row. What stands in no row of `changes` (`tables.APPEND_ONLY`) counts in the scopes under
which it is read.
"""

from collections.abc import Iterable

from sqlalchemy import select

from cloud.store import statements, tables
from cloud.store.unit import Unit, View
from protocol.sync import Tally, row_hash

HALF = 32
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
        """Whoever writes holds the spaces' counters: nobody else does meanwhile."""
        rows = [
            {"space": space, "scope": scope, **dict(zip(_COUNTERS, sums, strict=True))}
            for (space, scope), sums in sorted(self._sums.items())
            if any(sums)
        ]
        if rows:
            unit.connection.execute(statements.add_up(unit.connection.dialect.name, tables.tallies, _COUNTERS), rows)


def of(view: View, space: str, scopes: Iterable[str]) -> dict[str, Tally]:
    """The tally of each of these scopes."""
    of = tables.tallies.c
    wanted = sorted(scopes)
    found = dict.fromkeys(wanted, Tally(count=0, sum=0))
    query = select(of.scope, of["count"], of.upper, of.lower).where(of.space == space, of.scope.in_(wanted))
    for scope, count, upper, lower in view.connection.execute(query):
        found[scope] = Tally(count=count, sum=((upper << HALF) + lower) % (1 << 2 * HALF))
    return found
