"""Where a seal is: fixes of a GPS track, played at their own pace (or faster), there and back again.

The tracks in `simulator/tracks` are real ones from elsewhere, moved to a Chinese city by a constant (see its README).
"""

import bisect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import gpxpy
import gpxpy.gpx

from protocol.log import Place, Source

FOLDER = Path(__file__).parent / "tracks"
# name -> file, and what is added to its latitudes and longitudes (degrees)
MOVED = {
    "hangzhou": ("around-visnjan-with-car.gpx", -15.0, 106.44),
    "chengdu": ("cerknicko-jezero.gpx", -15.11, 89.73),
    "wuhan": ("korita-zbevnica.gpx", -14.82, 100.22),
}
# A hand-held receiver under open sky; the files do not say.
ACCURACY_M = 5
# A walk's pace of fixes, for those that carry no time.
STEP_S = 5.0
MAX_BYTES = 32 * 1024 * 1024  # some 200,000 fixes
# gpxpy looks for namespaces with a pattern whose cost is the square of their number; real files declare a handful.
MAX_NAMESPACES = 50


@dataclass(frozen=True)
class Fix:
    """A fix `at` seconds after the first, in degrees (WGS-84)."""

    at: float
    lat: float
    lon: float


@dataclass(frozen=True)
class Track:
    """At least one fix, in order of time."""

    fixes: tuple[Fix, ...]

    def place(self, seconds: float, pace: float = 1.0) -> Place:
        """The last fix when the walk is in its `seconds`-th second; its age as felt by one who walks `pace` as fast."""
        length = self.fixes[-1].at
        into = seconds % (2 * length) if length > 0 else 0.0
        returning = into > length
        moment = 2 * length - into if returning else into
        found = bisect.bisect_right(self.fixes, moment, key=lambda fix: fix.at) - 1
        if returning and self.fixes[found].at < moment:
            found += 1
        fix = self.fixes[found]
        return Place(
            round(fix.lat * 1e7), round(fix.lon * 1e7), Source.GNSS, round(abs(moment - fix.at) / pace), ACCURACY_M
        )


def read_track(name: str) -> Track:
    """The track of a city (`hangzhou`, `chengdu`, `wuhan`), or a GPX file as it is; OSError or ValueError.

    A fix without a time, or with one that goes back, comes a step after the one before.
    """
    file, lat, lon = MOVED.get(name, (None, 0.0, 0.0))
    path = Path(name) if file is None else FOLDER / file
    try:
        points = list(_points(path))
    except (ValueError, gpxpy.gpx.GPXException) as error:
        raise ValueError(f"{path} is no GPX file that can be followed: {error}") from error
    fixes: list[Fix] = []
    start = next((time for time, _, _ in points if time is not None), None)
    for time, north, east in points:
        at = (time - start).total_seconds() if time is not None and start is not None else None
        last = fixes[-1].at if fixes else 0.0
        at = at if at is not None and (at > last or not fixes) else last + (STEP_S if fixes else 0.0)
        fixes.append(Fix(max(at, 0.0), north + lat, east + lon))
    return Track(tuple(fixes))


def _points(path: Path) -> Iterator[tuple[datetime | None, float, float]]:
    """Time (UTC if the file does not say), latitude and longitude of each fix. ValueError, GPXException.

    What gpxpy takes without a word is looked at here: entities, places outside of the world, times that it cannot read.
    """
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES // 1024 // 1024} MB")
    text = path.read_text("utf-8")
    if re.search("<!(DOCTYPE|ENTITY)", text):
        raise ValueError("it declares entities, which no GPX file needs")
    if text.count("xmlns") > MAX_NAMESPACES:
        raise ValueError("it declares too many namespaces")
    read = gpxpy.parse(text)
    points = list(read.walk(only_points=True))
    if not points:
        raise ValueError("it has no points of a track")
    told = [read.time, *(point.time for point in (*points, *read.waypoints, *_of_routes(read)))]
    if len(re.findall(r"<time[\s>]", text)) > sum(time is not None for time in told):
        raise ValueError("it has a time that cannot be read")
    for number, point in enumerate(points, 1):
        if not (abs(point.latitude) <= 90 and abs(point.longitude) <= 180):
            raise ValueError(f"its point {number} lies outside of the world: {point.latitude}, {point.longitude}")
        time = point.time
        yield time.replace(tzinfo=time.tzinfo or UTC) if time else None, point.latitude, point.longitude


def _of_routes(read: gpxpy.gpx.GPX) -> Iterator[gpxpy.gpx.GPXRoutePoint]:
    for route in read.routes:
        yield from route.points


def walk(track: Track, pace: float, seconds: Callable[[], float]) -> Callable[[], Place | None]:
    """The receiver of a seal that follows `track`, `pace` times as fast as it was walked; `seconds`: any clock."""
    began = seconds()
    return lambda: track.place((seconds() - began) * pace, pace)
