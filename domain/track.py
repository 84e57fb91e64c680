"""What the places of uses say in the order of their times (R-219..R-223, C-24): moves, stops, and what cannot be.

Nothing is smoothed away. Where nothing was heard for long, where no carrier could have come so fast, and where the
clock ran backwards or was lost, is told as such: it is what somebody looks for who asks where a seal was.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final

import msgspec

from domain.geo import Area, Point, contains
from domain.geo import distance_m as between_m
from domain.rows import Ms

FASTEST_MPS: Final = 350.0  # over ground: no airliner is faster
GAP_MS: Final = 30 * 60 * 1000  # heard of so long not at all
STOP_M, STOP_MS = 150, 10 * 60 * 1000  # so near to where it came to, for so long


class Step(StrEnum):
    """How a place was reached from the one before it."""

    MOVE = "move"
    GAP = "gap"
    JUMP = "jump"
    BACK = "back"
    UNTIMED = "untimed"


class Fix(msgspec.Struct, frozen=True):
    """Where it was and when; the receiver may be off by `accuracy_m` metres. `timed` no: the seal had lost its clock,
    `at` is when the record came."""

    at: Ms
    point: Point
    accuracy_m: int = 0
    timed: bool = True


class Stop(msgspec.Struct, frozen=True):
    """The fixes `first` to `last` of a track stayed together."""

    first: int
    last: int
    duration_ms: int


def is_place(lat: float, lon: float) -> bool:
    """Whether degrees mean a place: on earth, and not where a receiver believes to be that has found nothing."""
    return -90 <= lat <= 90 and -180 <= lon <= 180 and (lat, lon) != (0, 0)


def step(a: Fix, b: Fix) -> Step:
    """From `a` to `b`, which was heard after it."""
    if not (a.timed and b.timed):
        return Step.UNTIMED
    took = b.at - a.at
    if took < 0:
        return Step.BACK
    if _surely_m(a, b) * 1000 > FASTEST_MPS * max(took, 1000):  # two that are noted in the same second are no proof
        return Step.JUMP
    return Step.GAP if took >= GAP_MS else Step.MOVE


def steps(fixes: Sequence[Fix]) -> list[Step]:
    """How each fix but the first was reached."""
    return [step(a, b) for a, b in pairwise(fixes)]


def distance_m(fixes: Sequence[Fix]) -> float:
    """Metres travelled at the least: as the crow flies from fix to fix, less what the receiver may be off at both: what
    lies in one room all day has travelled nowhere. Jumps are left out, for nobody travelled them."""
    return sum(max(0.0, _surely_m(a, b)) for a, b in pairwise(fixes) if step(a, b) is not Step.JUMP)


def _surely_m(a: Fix, b: Fix) -> float:
    return between_m(a.point, b.point) - a.accuracy_m - b.accuracy_m


def stops(fixes: Sequence[Fix]) -> list[Stop]:
    """Where it stayed, in their order; a gap ends no stop, for it was there before and after it."""
    return list(_stops(fixes))


def _stops(fixes: Sequence[Fix]) -> Iterator[Stop]:
    """Thousands may lie at one place within a moment: what ended the time of one is asked first of the next."""
    first = ended_by = 0
    while first < len(fixes):
        if ended_by > first and not _is_near(fixes[first], fixes[ended_by]):  # too soon for it as well
            first += 1
            continue
        last = first
        while last + 1 < len(fixes) and _stays(fixes[first], fixes[last], fixes[last + 1]):
            last += 1
        duration = fixes[last].at - fixes[first].at
        if duration >= STOP_MS:
            yield Stop(first, last, duration)
            first = last + 1
        elif last + 1 == len(fixes) or fixes[last + 1].at < fixes[last].at:
            first = last + 1  # whatever begins in between ends here too, and is shorter
        else:
            ended_by = last + 1
            first += 1


def _stays(first: Fix, before: Fix, fix: Fix) -> bool:
    return first.timed and fix.timed and fix.at >= before.at and _is_near(first, fix)


def _is_near(first: Fix, fix: Fix) -> bool:
    return between_m(first.point, fix.point) <= STOP_M + fix.accuracy_m


class Crossing(msgspec.Struct, frozen=True):
    """The fix at `index` of a track is the first inside an area, or (`entered` no) the first outside again."""

    index: int
    entered: bool


def crossings(fixes: Sequence[Fix], area: Area) -> list[Crossing]:
    """Where a track came into an area and left it; between two fixes nobody knows more. The first fix tells none."""
    inside = [contains(area, fix.point) for fix in fixes]
    return [Crossing(at, now) for at, (before, now) in enumerate(pairwise(inside), 1) if before is not now]


def moments(fixes: Sequence[Fix]) -> list[int]:
    """How long the track had gone on at each fix, in milliseconds. A clock that ran backwards takes nothing away, one
    that was lost adds nothing."""
    gone = [0]
    for a, b in pairwise(fixes):
        gone.append(gone[-1] + (max(0, b.at - a.at) if a.timed and b.timed else 0))
    return gone[: len(fixes)]
