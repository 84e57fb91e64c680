"""What there is to say and to draw of a trail: each seal's journey with its stops, and lines simplified for drawing.

The data stays exact: only what is drawn is made fewer, and only as far as it has to be.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from app.models.trails import Spot, Trail
from domain import track
from domain.geo import Area
from domain.track import Crossing, Step, Stop

MOST_DRAWN = 20_000  # corners of lines
FINEST = 2e-6  # degrees: less than a receiver knows
COARSER = 2  # times, until it is few enough

Line = list[tuple[float, float]]


@dataclass(frozen=True)
class Journey:
    """Of one seal, in the order of its log. `steps`: how each spot but the first was reached; `moments`: how long it
    had gone on at each (milliseconds); `crossings`: where it came into, or left, the area of a use."""

    seal: str
    spots: Sequence[Spot]
    steps: Sequence[Step]
    stops: Sequence[Stop]
    moments: Sequence[int]
    distance_m: float
    crossings: Sequence[tuple[Area, Crossing]] = ()


def journeys(trail: Trail, areas: Mapping[str, Area]) -> list[Journey]:
    """`areas`: by authorization, for those that are bound to one."""
    return [_journey(seal, list(spots), areas) for seal, spots in groupby(trail.spots, key=lambda spot: spot.seal)]


def _journey(seal: str, spots: list[Spot], areas: Mapping[str, Area]) -> Journey:
    fixes = [spot.fix for spot in spots]
    return Journey(
        seal,
        spots,
        track.steps(fixes),
        track.stops(fixes),
        track.moments(fixes),
        track.distance_m(fixes),
        [
            (areas[id], Crossing(first + each.index, each.entered))
            for id, (first, last) in _bound(spots, areas).items()
            for each in track.crossings(fixes[first : last + 1], areas[id])
        ],
    )


def _bound(spots: Sequence[Spot], areas: Mapping[str, Area]) -> dict[str, tuple[int, int]]:
    """The spots of each use that is bound to an area, with the one before it and the one behind it: farther away nobody
    had to keep to it."""
    found: dict[str, tuple[int, int]] = {}
    for index, spot in enumerate(spots):
        if spot.authorization is not None and spot.authorization in areas:
            first, _ = found.get(spot.authorization, (max(0, index - 1), index))
            found[spot.authorization] = first, index + 1
    return found


def lines(all_of_them: Sequence[Journey], most: int = MOST_DRAWN) -> dict[Step, list[Line]]:
    """Lines of at most so many corners, by how they were travelled."""
    pieces = [piece for journey in all_of_them for piece in _pieces(journey)]
    finest, corners = 0.0, sum(len(line) for _, line in pieces)
    while corners > most:
        finest = max(FINEST, finest * COARSER)
        pieces = list(_fewer(pieces, finest))
        corners = sum(len(line) for _, line in pieces)
    drawn: dict[Step, list[Line]] = {}
    for step, line in pieces:
        drawn.setdefault(step, []).append(line)
    return drawn


def _fewer(pieces: Sequence[tuple[Step, Line]], finest: float) -> Iterator[tuple[Step, Line]]:
    """What one can tell apart at so many degrees."""
    seen: set[tuple[Step, int, int, int, int]] = set()
    for step, whole in pieces:
        line = _thinned(whole, finest) if step is Step.MOVE else whole
        if len(line) == 2:
            if (key := _cells(step, line, finest)) in seen:  # one that lies on another is not seen
                continue
            seen.add(key)
        yield step, line


def _pieces(journey: Journey) -> Iterator[tuple[Step, Line]]:
    """Moves that follow each other are one line; whatever else is told of stands alone."""
    moving: Line = []
    for (a, b), step in zip(pairwise(journey.spots), journey.steps, strict=True):
        here, there = (a.fix.point.lat, a.fix.point.lon), (b.fix.point.lat, b.fix.point.lon)
        if step is Step.MOVE:
            if not moving:
                moving.append(here)
            moving.append(there)
            continue
        if moving:
            yield Step.MOVE, moving
            moving = []
        yield step, [here, there]
    if moving:
        yield Step.MOVE, moving


def _thinned(line: Line, finest: float) -> Line:
    """Corners farther apart than `finest` degrees, and both ends."""
    kept = [line[0]]
    for lat, lon in line[1:-1]:
        if abs(lat - kept[-1][0]) > finest or abs(lon - kept[-1][1]) > finest:
            kept.append((lat, lon))
    return [*kept, line[-1]]


def _cells(step: Step, line: Line, finest: float) -> tuple[Step, int, int, int, int]:
    (a, b), (c, d) = line
    return step, round(a / finest), round(b / finest), round(c / finest), round(d / finest)


def at(journey: Journey, gone_ms: int) -> tuple[float, float, int]:
    """Where a replay stands after so long: latitude, longitude, and the spot that was reached last.

    Between two spots it moves on evenly; over a gap, a jump or a clock that ran backwards nobody knows: it waits.
    """
    moments = journey.moments
    index = max(0, bisect_right(moments, gone_ms) - 1)
    here = journey.spots[index].fix.point
    if index + 1 == len(moments) or journey.steps[index] is not Step.MOVE:
        return here.lat, here.lon, index
    there = journey.spots[index + 1].fix.point
    took = moments[index + 1] - moments[index]
    share = (gone_ms - moments[index]) / took if took else 0.0
    return here.lat + (there.lat - here.lat) * share, here.lon + (there.lon - here.lon) * share, index
