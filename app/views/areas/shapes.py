"""Areas in the words that are typed, and as they come from the map."""

import json
import re

from domain.geo import MAX_POINTS, MAX_RADIUS_M, MIN_RADIUS_M, Area, Point

DIGITS = 6  # of degrees: a tenth of a metre


class NotAnArea(Exception):
    """`why`: "corner" (a line is no corner; `detail`: which), "few", "many", "degrees" or "radius"."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why)
        self.why, self.detail = why, detail


def corners_of(text: str) -> list[Point]:
    """One corner a line, latitude before longitude, however they are parted. Raises `NotAnArea`."""
    found: list[Point] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = re.split(r"[\s,;，；、]+", line.strip())
        try:
            lat, lon = map(float, parts)
        except ValueError:
            raise NotAnArea("corner", line.strip()[:40]) from None
        found.append(_point(lat, lon))
    if len(found) < 3:
        raise NotAnArea("few")
    if len(found) > MAX_POINTS:
        raise NotAnArea("many", str(MAX_POINTS))
    return found


def written(points: list[Point]) -> str:
    """As `corners_of` reads them."""
    return "\n".join(f"{point.lat:.{DIGITS}f}, {point.lon:.{DIGITS}f}" for point in points)


def drawn(shape: str) -> Area:
    """What the map has drawn (JSON): {centre, radius} or {points}. Raises `NotAnArea`."""
    told = json.loads(shape)
    if "points" in told:
        points = [_point(lat, lon) for lat, lon in told["points"]]
        if len(points) > MAX_POINTS:
            raise NotAnArea("many", str(MAX_POINTS))
        return Area(points=points)
    radius = int(told["radius"])
    if not MIN_RADIUS_M <= radius <= MAX_RADIUS_M:
        raise NotAnArea("radius")
    return Area(centre=_point(*told["centre"]), radius_m=radius)


def _point(lat: float, lon: float) -> Point:
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise NotAnArea("degrees")
    return Point(round(lat, DIGITS), round(lon, DIGITS))
