"""Where seals were used, as GPX 1.1: each use a point with its time, in WGS-84, as it was told, nothing smoothed.

Where it is not known how the seal came from one to the next (`domain.track`: a gap, a jump, a clock that ran backwards)
a new segment begins, so that no program draws a line there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from domain.geo import Point
from domain.seals import Position
from domain.texts import cleaned
from domain.times import in_calendar
from domain.track import Fix, Step, is_place, step

if TYPE_CHECKING:
    from gpxpy.gpx import GPXTrackPoint

CREATOR = "Signet"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Waypoint:
    """One use: when (milliseconds since 1970), where, and what to call it; `note`: whatever else is to be read.

    `timed` no: nobody knows when, and the file says nothing of it."""

    at: int
    place: Position
    name: str = ""
    note: str = ""
    timed: bool = True

    @property
    def fix(self) -> Fix:
        return Fix(self.at, Point(self.place.lat, self.place.lon), self.place.accuracy_m, self.timed)


def segments(track: Iterable[Waypoint]) -> list[list[Waypoint]]:
    """In their order, parted where no line may be drawn. What is no place on earth is left out."""
    parts: list[list[Waypoint]] = []
    for each in track:
        if not is_place(each.place.lat, each.place.lon):
            continue
        if parts and step(parts[-1][-1].fix, each.fix) is Step.MOVE:
            parts[-1].append(each)
        else:
            parts.append([each])
    return parts


def export(title: str, tracks: Iterable[tuple[str, Sequence[Waypoint]]]) -> bytes:
    """The file, UTF-8, with the name and the uses of each. A hundred thousand uses take seconds: not on the loop."""
    from gpxpy import gpx

    made = gpx.GPX()
    made.creator, made.name = CREATOR, _text(title)
    for name, track in tracks:
        line = gpx.GPXTrack(name=_text(name))
        made.tracks.append(line)
        for part in segments(track):
            segment = gpx.GPXTrackSegment(points=list(map(_point, part)))
            line.segments.append(segment)
    return made.to_xml().encode()


def _point(each: Waypoint) -> "GPXTrackPoint":
    from gpxpy import gpx

    place, at = each.place, _EPOCH + timedelta(milliseconds=in_calendar(each.at)) if each.timed else None
    point = gpx.GPXTrackPoint(place.lat, place.lon, time=at, name=_text(each.name) or None)
    point.description = _text(each.note) or None
    point.source = f"{place.source} ±{place.accuracy_m} m" if place.accuracy_m else place.source
    return point


def _text(said: str) -> str:
    """What XML can hold: control characters it cannot."""
    return cleaned(said)
