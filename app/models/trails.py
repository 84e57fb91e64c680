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


@dataclass(frozen=True)
class Trail:
    """By seal, in the order of its log. `placeless`: records without a place; `impossible`: with one that is none on
    earth, or that a receiver tells which has found nothing; `more`: older records were left out."""

    spots: Sequence[Spot] = ()
    placeless: int = 0
    impossible: int = 0
    more: bool = False


def read(tx: Tx, organization: str, narrowed: Filter, limit: int) -> Trail:
    """The newest `limit` records of the filter that this person may see."""
    spots, placeless, impossible, read_so_far = list[Spot](), 0, 0, 0
    before: usage.Place | None = None
    while read_so_far < limit:
        at_once = min(AT_ONCE, limit - read_so_far)
        presses = usage.page(tx, organization, narrowed, before, at_once)
        for press in presses:
            place = press.impression.place
            if place is None:
                placeless += 1
            elif not is_place(place.lat, place.lon):
                impossible += 1
            else:
                spots.append(_spot(press))
        read_so_far += len(presses)
        if len(presses) < at_once:
            return _trail(spots, placeless, impossible, more=False)
        before = presses[-1].place
    more = bool(usage.page(tx, organization, narrowed, before, 1))
    return _trail(spots, placeless, impossible, more=more)


def last_before(tx: Tx, organization: str, seal: str, moment: int, depth: int = 50) -> Spot | None:
    """Where a seal was last used before a moment, by the newest of so many records that has a place."""
    presses = usage.page(tx, organization, Filter(seal=seal, until=moment), limit=depth)
    return next((_spot(press) for press in presses if _has_place(press)), None)


def _has_place(press: Press) -> bool:
    place = press.impression.place
    return place is not None and is_place(place.lat, place.lon)


def _trail(spots: list[Spot], placeless: int, impossible: int, *, more: bool) -> Trail:
    return Trail(sorted(spots, key=lambda spot: (spot.seal, spot.number)), placeless, impossible, more)


def _spot(press: Press) -> Spot:
    of, place = press.impression, press.impression.place
    assert place is not None
    fix = Fix(list_time(of), Point(place.lat, place.lon), place.accuracy_m)
    return Spot(of.id, of.seal, of.number, of.own, of.member, of.authorization, of.result, fix)
