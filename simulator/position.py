"""Where a seal is: fixes of a GPS track, played at their own pace (or faster), there and back again.

The tracks in `simulator/tracks` are real ones from elsewhere, moved to a Chinese city by a constant (see its README).
"""

import bisect
from collections.abc import Callable
from dataclasses import dataclass
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
    """The track of a city (`hangzhou`, `chengdu`, `wuhan`), or a GPX file as it is; OSError or ValueError."""
    file, lat, lon = MOVED.get(name, (None, 0.0, 0.0))
    path = Path(name) if file is None else FOLDER / file
    try:
        points = list(gpxpy.parse(path.read_text("utf-8")).walk(only_points=True))
    except gpxpy.gpx.GPXException as error:
        raise ValueError(f"{path} is not a GPX file: {error}") from error
    if not points:
        raise ValueError(f"{path} has no points")
    fixes: list[Fix] = []
    start = next((point.time for point in points if point.time is not None), None)
    for point in points:
        at = (point.time - start).total_seconds() if point.time is not None and start is not None else None
        last = fixes[-1].at if fixes else 0.0
        # Without a time, or with one that goes back, it comes a step after the one before.
        at = at if at is not None and (at > last or not fixes) else last + (STEP_S if fixes else 0.0)
        fixes.append(Fix(max(at, 0.0), point.latitude + lat, point.longitude + lon))
    return Track(tuple(fixes))


def walk(track: Track, pace: float, seconds: Callable[[], float]) -> Callable[[], Place | None]:
    """The receiver of a seal that follows `track`, `pace` times as fast as it was walked; `seconds`: any clock."""
    began = seconds()
    return lambda: track.place((seconds() - began) * pace, pace)
