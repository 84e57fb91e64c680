"""GCJ-02, the datum in which maps and addresses of China are published: from WGS-84 and back, in degrees.

Everything of ours is WGS-84 (`domain.geo`); this is for what comes from, or goes to, somebody who speaks GCJ-02. The
map's page reckons the same (`resources/map/datum.js`).
"""

from math import cos, pi, sin, sqrt

from domain.geo import Point

_A, _EE = 6378245.0, 0.00669342162296594323  # the ellipsoid of Krasovsky
# In which it is used, as (north, west, south, east), and what of them it is not: the outline is made of rectangles.
_INSIDE = (
    (49.2204, 79.4462, 42.8899, 96.33),
    (54.1415, 109.6872, 39.3742, 135.0002),
    (42.8899, 73.1246, 29.5297, 124.143255),
    (29.5297, 82.9684, 26.7186, 97.0352),
    (29.5297, 97.0253, 20.414096, 124.367395),
    (20.414096, 107.975793, 17.871542, 111.744104),
)
_OUTSIDE = (
    (25.398623, 119.921265, 21.785006, 122.497559),
    (22.284, 101.8652, 20.0988, 106.665),
    (21.5422, 106.4525, 20.4878, 108.051),
    (55.8175, 109.0323, 50.3257, 119.127),
    (55.8175, 127.4568, 49.5574, 137.0227),
    (44.8922, 131.2662, 42.5692, 137.0227),
)
_STEPS = 5  # after which the way back is known to far less than a millimetre


def _within(box: tuple[float, float, float, float], lat: float, lon: float) -> bool:
    north, west, south, east = box
    return south <= lat <= north and west <= lon <= east


def _is_used(lat: float, lon: float) -> bool:
    inside = any(_within(box, lat, lon) for box in _INSIDE)
    return inside and not any(_within(box, lat, lon) for box in _OUTSIDE)


def _shift(lat: float, lon: float) -> tuple[float, float]:
    """How far WGS-84 degrees are moved, in degrees north and east."""
    x, y = lon - 105, lat - 35
    root = sqrt(abs(x))

    def waves(value: float, first: float, second: float) -> float:
        return (20 * sin(value * pi) + first * sin(value * pi / 3) + second) * 2 / 3

    common = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    slow_y = 160 * sin(y * pi / 12) + 320 * sin(y * pi / 30)
    slow_x = 150 * sin(x * pi / 12) + 300 * sin(x * pi / 30)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common + waves(y, 40, slow_y)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common + waves(x, 40, slow_x)
    at = lat * pi / 180
    magic = 1 - _EE * sin(at) ** 2
    return (
        north * 180 / (_A * (1 - _EE) / (magic * sqrt(magic)) * pi),
        east * 180 / (_A / sqrt(magic) * cos(at) * pi),
    )


def to_gcj(at: Point) -> Point:
    """A place of ours as GCJ-02 has it; outside China it stays."""
    if not _is_used(at.lat, at.lon):
        return at
    north, east = _shift(at.lat, at.lon)
    return Point(at.lat + north, at.lon + east)


def to_wgs(at: Point) -> Point:
    """The way back, which is found by trying."""
    found = at
    for _ in range(_STEPS):
        there = to_gcj(found)
        found = Point(found.lat + at.lat - there.lat, found.lon + at.lon - there.lon)
    return found
