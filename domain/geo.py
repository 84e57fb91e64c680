"""Areas in which a seal may be used, in WGS-84 degrees (R-112, R-285). Console, cloud and seal ask the same function.

Areas are small (a town, a site): the earth is taken as a sphere of its mean radius, a polygon as drawn on the plane of
longitude and latitude. That is off by less than a receiver is.
"""

import math
from typing import Annotated

import msgspec

from domain.rows import Label

EARTH_M = 6_371_008.8  # mean radius, IUGG
MAX_POINTS = 64
MIN_RADIUS_M, MAX_RADIUS_M = 50, 200_000


class Point(msgspec.Struct, frozen=True):
    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    lon: Annotated[float, msgspec.Meta(ge=-180, le=180)]


class Area(msgspec.Struct, frozen=True):
    """A circle (`centre`, `radius_m`) or a polygon (`points`, at least three, closed by itself); `name` as drawn."""

    name: Label = ""
    centre: Point | None = None
    radius_m: Annotated[int, msgspec.Meta(ge=0, le=MAX_RADIUS_M)] = 0
    points: Annotated[list[Point], msgspec.Meta(max_length=MAX_POINTS)] = []


def fits(area: Area) -> bool:
    """Whether it is one of the two, and has an inside."""
    if area.centre is not None:
        return not area.points and area.radius_m >= MIN_RADIUS_M
    return not area.radius_m and len(area.points) >= 3 and _twice_surface(area.points) != 0


def distance_m(a: Point, b: Point) -> float:
    """Along the sphere (haversine formula), in metres."""
    lat, lon = math.radians(b.lat - a.lat) / 2, math.radians(b.lon - a.lon) / 2
    half = math.sin(lat) ** 2 + math.cos(math.radians(a.lat)) * math.cos(math.radians(b.lat)) * math.sin(lon) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(min(1.0, half)))


def contains(area: Area, point: Point) -> bool:
    """Whether the point lies inside; on the rim of a circle it does."""
    if area.centre is not None:
        return distance_m(area.centre, point) <= area.radius_m
    inside = False
    before = area.points[-1]
    for corner in area.points:
        if (corner.lat > point.lat) != (before.lat > point.lat):
            share = (point.lat - before.lat) / (corner.lat - before.lat)
            if point.lon < before.lon + share * (corner.lon - before.lon):
                inside = not inside
        before = corner
    return inside


def within(inner: Area, outer: Area) -> bool:
    """Whether all of `inner` surely lies in `outer`: circle in circle; otherwise only if they are the same shape."""
    if inner.centre is not None and outer.centre is not None:
        return distance_m(inner.centre, outer.centre) + inner.radius_m <= outer.radius_m
    return (inner.centre, inner.radius_m, inner.points) == (outer.centre, outer.radius_m, outer.points)


def _twice_surface(points: list[Point]) -> float:
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return sum(a.lon * b.lat - b.lon * a.lat for a, b in pairs)
