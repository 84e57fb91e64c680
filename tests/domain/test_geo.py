"""Areas: a circle or a polygon, and what lies inside."""

import math

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from domain import geo
from domain.geo import Area, Point

HERE = Point(30.25, 120.15)
points = st.builds(Point, st.floats(-80, 80), st.floats(-170, 170))
SQUARE = Area(points=[Point(0, 0), Point(0, 1), Point(1, 1), Point(1, 0)])


def north(of: Point, metres: float) -> Point:
    return Point(of.lat + math.degrees(metres / geo.EARTH_M), of.lon)


@pytest.mark.parametrize(
    ("area", "fits"),
    [
        (Area(centre=HERE, radius_m=50), True),
        (Area(centre=HERE, radius_m=49), False),
        (Area(centre=HERE, radius_m=geo.MAX_RADIUS_M), True),
        (Area(centre=HERE, radius_m=100, points=[HERE]), False),
        (SQUARE, True),
        (Area(points=[Point(0, 0), Point(0, 1), Point(1, 1)]), True),
        (Area(points=[Point(0, 0), Point(0, 1)]), False),
        (Area(points=[Point(0, 0), Point(1, 1), Point(2, 2)]), False),
        (Area(points=SQUARE.points, radius_m=60), False),
        (Area(), False),
    ],
)
def test_what_is_an_area(area: Area, fits: bool) -> None:
    assert geo.fits(area) is fits


def test_distances_along_the_sphere() -> None:
    assert geo.distance_m(HERE, HERE) == 0
    # Of these antipodes rounding makes the square of a sine that is beyond one.
    assert geo.distance_m(Point(78.6, -104.0), Point(-78.6, 76.0)) == pytest.approx(math.pi * geo.EARTH_M)
    assert geo.distance_m(Point(0, 0), Point(0, 180)) == pytest.approx(math.pi * geo.EARTH_M)
    assert geo.distance_m(Point(30.0, 120.0), Point(31.0, 120.0)) == pytest.approx(111_195, abs=1)
    assert geo.distance_m(Point(39.9042, 116.4074), Point(31.2304, 121.4737)) == pytest.approx(1_067_300, rel=0.002)


@pytest.mark.parametrize(("metres", "inside"), [(0, True), (99.9, True), (100.1, False)])
def test_a_circle_has_its_rim_inside(metres: float, inside: bool) -> None:
    assert geo.contains(Area(centre=HERE, radius_m=100), north(HERE, metres)) is inside
    assert geo.contains(Area(centre=HERE, radius_m=0), HERE)


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        (Point(0.5, 0.5), True),
        (Point(0.5, 1.5), False),
        (Point(0.5, -0.5), False),
        (Point(1.5, 0.5), False),
        (Point(-0.5, 0.5), False),
        (Point(0.999, 0.001), True),
    ],
)
def test_a_polygon(point: Point, inside: bool) -> None:
    assert geo.contains(SQUARE, point) is inside


def test_a_bent_polygon_has_its_bay_outside() -> None:
    bay = Area(
        points=[Point(0, 0), Point(0, 3), Point(3, 3), Point(3, 2), Point(1, 2), Point(1, 1), Point(3, 1), Point(3, 0)]
    )
    assert geo.contains(bay, Point(2, 0.5))
    assert geo.contains(bay, Point(2, 2.5))
    assert not geo.contains(bay, Point(2, 1.5))
    assert geo.contains(bay, Point(0.5, 1.5))


@given(points, st.integers(50, 50_000), st.integers(50, 50_000), points)
def test_within_means_nothing_of_it_lies_outside(centre: Point, inner: int, outer: int, other: Point) -> None:
    small, large = Area(centre=centre, radius_m=inner), Area(centre=centre, radius_m=outer)
    assert geo.within(small, large) is (inner <= outer)
    if geo.within(small, Area(centre=other, radius_m=outer)):
        assert geo.contains(Area(centre=other, radius_m=outer), centre)


def test_of_other_shapes_only_the_same_is_surely_within() -> None:
    assert geo.within(SQUARE, SQUARE)
    assert geo.within(Area(name="一厂", points=SQUARE.points), SQUARE)
    assert not geo.within(SQUARE, Area(centre=Point(0.5, 0.5), radius_m=geo.MAX_RADIUS_M))
    assert not geo.within(Area(centre=HERE, radius_m=100), SQUARE)


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [
        (0, 0, True),  # level with two corners
        (0, -1.5, False),
        (0, 1.5, False),
        (0, -1, True),  # the western corner, and below the eastern one
        (0, 1, False),
        (1, 0, False),
        (-1, 0, False),
        (0.5, 0.4, True),
        (0.5, 0.6, False),
        (0.5, 0.5, False),  # on the eastern side
        (0.5, -0.5, True),  # on the western side
        (0.5, -0.6, False),
        (-0.5, 0.4, True),
        (-0.5, 0.6, False),
    ],
)
def test_the_rim_of_a_polygon_is_inside_in_the_west(lat: float, lon: float, inside: bool) -> None:
    """So that what lies on the border of two areas lies in one of them; all three parties ask the same function."""
    diamond = Area(points=[Point(1, 0), Point(0, 1), Point(-1, 0), Point(0, -1)])
    assert geo.contains(diamond, Point(lat, lon)) is inside


corners = st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=3, max_size=12, unique=True)


@given(corners, st.floats(-1.2, 1.2), st.floats(-1.2, 1.2))
def test_a_polygon_holds_what_another_library_says_it_holds(
    found: list[tuple[float, float]], y: float, x: float
) -> None:
    """Simple polygons, away from the rim: what lies on it is nobody's business."""
    shape = shapely.Polygon([(lon, lat) for lat, lon in found])
    spot = shapely.Point(x, y)
    assume(shape.is_valid and shape.area > 1e-6 and shape.exterior.distance(spot) > 1e-9)
    area = Area(points=[Point(lat, lon) for lat, lon in found])
    assert geo.fits(area)
    assert geo.contains(area, Point(y, x)) is bool(shape.contains(spot))


@given(st.floats(-70, 70), st.floats(-170, 170), st.integers(50, 5000), st.floats(0, 2), st.floats(0, 2 * math.pi))
def test_a_circle_holds_what_lies_nearer_than_its_radius(
    lat: float, lon: float, radius: int, share: float, towards: float
) -> None:
    """On the plane that touches the earth there, which is good for what a receiver knows."""
    assume(abs(share - 1) > 0.01)
    north_m, east_m = radius * share * math.cos(towards), radius * share * math.sin(towards)
    disc = shapely.Point(0, 0).buffer(radius, quad_segs=256)
    spot = Point(
        lat + math.degrees(north_m / geo.EARTH_M),
        lon + math.degrees(east_m / geo.EARTH_M / math.cos(math.radians(lat))),
    )
    area = Area(centre=Point(lat, lon), radius_m=radius)
    assert geo.contains(area, spot) is bool(disc.contains(shapely.Point(east_m, north_m)))
