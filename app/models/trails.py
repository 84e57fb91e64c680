"""Where records were made, in the order of the seal's log: what a track is drawn from (R-219, R-220, C-24)."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from app.models import records, usage
from app.models.columns import Ints
from app.models.replica import list_time
from app.models.store import Tx
from app.models.usage import Filter, Place, Press
from domain.geo import Point
from domain.seals import Position
from domain.track import Fix, is_place

AT_ONCE = 2000  # records read in one go: what is only drawn is kept small


class Spot(msgspec.Struct, frozen=True, gc=False):
    """One record with a place. `number`: of the seal's log, `own`: of its impressions."""

    id: str
    seal: str
    number: int
    own: int
    member: str | None
    authorization: str | None
    result: int
    fix: Fix
    source: str = ""  # as a position tells it

    @property
    def position(self) -> Position:
        return Position(self.fix.point.lat, self.fix.point.lon, self.source, 0, self.fix.accuracy_m)


@dataclass(frozen=True)
class Trail:
    """By seal, in the order of its log. `placeless`: records without a place; `impossible`: with one that is none on
    earth, or that a receiver tells which has found nothing; `more`: older records were left out."""

    spots: Sequence[Spot] = ()
    placeless: int = 0
    impossible: int = 0
    more: bool = False


class Gathering:
    """What records say of places, one after the other."""

    def __init__(self) -> None:
        self._spots: list[Spot] = []
        self._placeless = self._impossible = 0
        self.more = False

    def take(self, press: Press) -> None:
        place = press.impression.place
        if place is None:
            self._placeless += 1
        elif not is_place(place.lat, place.lon):
            self._impossible += 1
        else:
            self._spots.append(_spot(press))

    def trail(self) -> Trail:
        """What was taken so far."""
        spots = sorted(self._spots, key=lambda spot: (spot.seal, spot.number))
        return Trail(spots, self._placeless, self._impossible, self.more)


class Listed(Gathering):
    """The newest `limit` of a list (`app.models.records.cut`), in pieces: others have the database between."""

    def __init__(self, organization: str, listed: Ints, limit: int) -> None:
        super().__init__()
        self._organization, self._left = organization, [int(n) for n in listed[:limit]]
        self.more = len(listed) > limit

    def step(self, tx: Tx) -> bool:
        """Read a piece; whether there is another."""
        piece, self._left = self._left[:AT_ONCE], self._left[AT_ONCE:]
        for press in records.presses(tx, self._organization, piece).values():
            self.take(press)
        return bool(self._left)


def latest(tx: Tx, organization: str, seal: str, limit: int) -> Trail:
    """The newest `limit` records of a seal that this person may see."""
    presses = usage.page(tx, organization, Filter(seal=seal), limit=limit + 1)
    gathering = Gathering()
    for press in presses[:limit]:
        gathering.take(press)
    gathering.more = len(presses) > limit
    return gathering.trail()


def last_before(tx: Tx, organization: str, seal: str, moment: int, at_once: int = 50) -> Spot | None:
    """Where a seal was last used before a moment, by the newest record that has a place on earth."""
    before: Place | None = None
    while presses := usage.page(tx, organization, Filter(seal=seal, until=moment, placed=True), before, at_once):
        for press in presses:
            if _has_place(press):
                return _spot(press)
        before = presses[-1].place
    return None


def _has_place(press: Press) -> bool:
    place = press.impression.place
    return place is not None and is_place(place.lat, place.lon)


def _spot(press: Press) -> Spot:
    of, place = press.impression, press.impression.place
    assert place is not None
    fix = Fix(list_time(of), Point(place.lat, place.lon), place.accuracy_m, of.timed)
    return Spot(of.id, of.seal, of.number, of.own, of.member, of.authorization, of.result, fix, place.source)
