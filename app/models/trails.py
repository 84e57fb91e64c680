"""Where records were made, in the order of the seal's log: what a track is drawn from (R-219, R-220, C-24)."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from app.models import usage
from app.models.replica import list_time
from app.models.store import Tx
from app.models.usage import Filter, Press
from domain.geo import Point
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


@dataclass(frozen=True)
class Trail:
    """By seal, in the order of its log. `placeless`: records without a place; `impossible`: with one that is none on
    earth, or that a receiver tells which has found nothing; `more`: older records were left out."""

    spots: Sequence[Spot] = ()
    placeless: int = 0
    impossible: int = 0
    more: bool = False


class Reading:
    """The newest `limit` records of a filter that this person may see, in pieces: others have the database between."""

    def __init__(self, organization: str, narrowed: Filter, limit: int) -> None:
        self._organization, self._narrowed, self._limit = organization, narrowed, limit
        self._spots: list[Spot] = []
        self._placeless = self._impossible = self._count = 0
        self._before: usage.Place | None = None
        self._more = False

    def step(self, tx: Tx) -> bool:
        """Read a piece; whether there is another."""
        at_once = min(AT_ONCE, self._limit - self._count)
        presses = usage.page(tx, self._organization, self._narrowed, self._before, at_once + 1)
        there_is_more, presses = len(presses) > at_once, presses[:at_once]
        for press in presses:
            self._take(press)
        self._count += len(presses)
        self._more = there_is_more and self._count == self._limit
        if presses:
            self._before = presses[-1].place
        return there_is_more and not self._more

    def _take(self, press: Press) -> None:
        place = press.impression.place
        if place is None:
            self._placeless += 1
        elif not is_place(place.lat, place.lon):
            self._impossible += 1
        else:
            self._spots.append(_spot(press))

    def trail(self) -> Trail:
        """What was read so far."""
        spots = sorted(self._spots, key=lambda spot: (spot.seal, spot.number))
        return Trail(spots, self._placeless, self._impossible, self._more)


def read(tx: Tx, organization: str, narrowed: Filter, limit: int) -> Trail:
    """All of it at once."""
    reading = Reading(organization, narrowed, limit)
    while reading.step(tx):
        pass
    return reading.trail()


def last_before(tx: Tx, organization: str, seal: str, moment: int, depth: int = 50) -> Spot | None:
    """Where a seal was last used before a moment, by the newest of so many records that has a place."""
    presses = usage.page(tx, organization, Filter(seal=seal, until=moment), limit=depth)
    return next((_spot(press) for press in presses if _has_place(press)), None)


def _has_place(press: Press) -> bool:
    place = press.impression.place
    return place is not None and is_place(place.lat, place.lon)


def _spot(press: Press) -> Spot:
    of, place = press.impression, press.impression.place
    assert place is not None
    fix = Fix(list_time(of), Point(place.lat, place.lon), place.accuracy_m)
    return Spot(of.id, of.seal, of.number, of.own, of.member, of.authorization, of.result, fix, place.source)
