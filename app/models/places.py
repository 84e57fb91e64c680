"""In which district each press was made: found out in small pieces, kept, gone on with after a restart.

A district is a number here, the six digits of its code. Which one lies at a position comes from outside (`Divisions`),
and so do its names: they are looked for there, and never stale here.
"""

from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy import Text, cast, delete, func, select

from app.models import meta
from app.models.store import Tx
from app.models.tables import LISTED, listed, usage, usage_places

Divisions = Callable[[Sequence[float], Sequence[float]], Sequence[int]]  # for latitudes and longitudes, WGS-84 degrees
NEAR = 1_000_000  # is added where a position is close to a district, and in none
NOWHERE = 0  # it was looked at: there is no position, or no district there
AT_ONCE = 500  # presses; others want the database, too
SOURCE = "places"  # in `meta`: by which borders they were found
_of, _placed = usage.c, usage_places.c


def start(tx: Tx, source: str) -> None:
    """These borders are used now; what was found by others is forgotten."""
    if meta.get(tx, SOURCE) != source:
        tx.connection.execute(delete(usage_places))
        meta.put(tx, SOURCE, source)


def step(tx: Tx, divisions: Divisions, limit: int = AT_ONCE) -> bool:
    """Find out about the next presses; whether there may be more."""
    position = func.json_extract(cast(_of.body, Text), "$.place.lat", "$.place.lon")
    after = tx.connection.execute(select(func.max(_placed.n))).scalar() or 0
    query = select(_of.n, position).where(_of.n > after).order_by(_of.n).limit(limit)
    read = msgspec.json.Decoder(tuple[float | None, float | None]).decode
    found = [(n, read(text)) for n, text in tx.connection.execute(query)]
    known = [(n, lat, lon) for n, (lat, lon) in found if lat is not None and lon is not None]
    codes = divisions([lat for _, lat, _ in known], [lon for _, _, lon in known])
    of = {n: code for (n, _, _), code in zip(known, codes, strict=True)}
    tx.many("INSERT INTO usage_places (n, place) VALUES (?, ?)", ((n, of.get(n, NOWHERE)) for n, _ in found))
    more = len(found) == limit
    if of and not more:
        tx.touch(usage.name)  # once: who looks at a list does not want it read again for each piece
    return more


def of(tx: Tx, ns: Sequence[int]) -> dict[int, int]:
    """Where some presses were made, as far as that was found out."""
    return {row.n: row.place for row in tx.connection.execute(_BY_N, listed(ns))}


_BY_N = select(_placed.n, _placed.place).where(_placed.n.in_(LISTED), _placed.place != NOWHERE)


def progress(tx: Tx) -> tuple[int, int]:
    """How far it has come, and how far it has to go; both in numbers of presses, of which some may be missing."""
    last = tx.connection.execute(select(func.max(_of.n))).scalar() or 0
    return min(last, tx.connection.execute(select(func.max(_placed.n))).scalar() or 0), last
