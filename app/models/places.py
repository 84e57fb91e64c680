"""Where presses were made, in words: found out in small pieces, kept, gone on with after a restart.

The words themselves come from outside (`Namer`): which place lies at a position is no business of this database.
"""

from collections.abc import Callable

import msgspec
from sqlalchemy import Text, cast, delete, func, select

from app.models import meta
from app.models.store import Tx
from app.models.tables import among, place_names, usage, usage_places

Namer = Callable[[float, float], str]  # latitude and longitude in WGS-84 degrees; empty: nothing is known there
NOWHERE = 0  # it was looked at: there is no position, or no name for it
AT_ONCE = 500  # presses; others want the database, too
SOURCE = "places"  # in `meta`: by which data the names were found
_of, _placed, _named = usage.c, usage_places.c, place_names.c


def start(tx: Tx, source: str) -> None:
    """Names are given by this data now; those of other data are forgotten."""
    if meta.get(tx, SOURCE) == source:
        return
    tx.connection.execute(delete(usage_places))
    tx.connection.execute(delete(place_names))
    meta.put(tx, SOURCE, source)
    tx.touch(usage.name)


def step(tx: Tx, name_of: Namer, limit: int = AT_ONCE) -> bool:
    """Find out about the next presses; whether there may be more."""
    position = func.json_extract(cast(_of.body, Text), "$.place.lat", "$.place.lon")
    after = tx.connection.execute(select(func.max(_placed.n))).scalar() or 0
    query = select(_of.n, position).where(_of.n > after).order_by(_of.n).limit(limit)
    found = [(n, _name(position, name_of)) for n, position in tx.connection.execute(query).all()]
    codes = _codes(tx, {name for _, name in found if name})
    tx.many("INSERT INTO usage_places (n, place) VALUES (?, ?)", ((n, codes.get(name, NOWHERE)) for n, name in found))
    more = len(found) == limit
    if found and not more:
        tx.touch(usage.name)  # all at once: who looks at a list does not want it read again for each piece
    return more


def progress(tx: Tx) -> tuple[int, int]:
    """How far it has come, and how far it has to go; both in numbers of presses, of which some may be missing."""
    last = tx.connection.execute(select(func.max(_of.n))).scalar() or 0
    return min(last, tx.connection.execute(select(func.max(_placed.n))).scalar() or 0), last


def names(tx: Tx) -> dict[int, str]:
    """All names that were found, by number."""
    return {row.n: row.name for row in tx.connection.execute(select(_named.n, _named.name))}


def of(tx: Tx, ns: list[int]) -> dict[int, str]:
    """The names of the places of some presses."""
    query = select(_placed.n, _named.name).join(place_names, _named.n == _placed.place).where(_placed.n.in_(among(ns)))
    return {row.n: row.name for row in tx.connection.execute(query)}


def _name(position: str, name_of: Namer) -> str:
    lat, lon = msgspec.json.decode(position, type=tuple[float | None, float | None])
    return "" if lat is None or lon is None else name_of(lat, lon)


def _codes(tx: Tx, wanted: set[str]) -> dict[str, int]:
    known = {name: n for n, name in names(tx).items()}
    new = sorted(wanted - known.keys())
    tx.many("INSERT INTO place_names (name) VALUES (?)", ((name,) for name in new))
    return {name: n for n, name in names(tx).items()} if new else known
