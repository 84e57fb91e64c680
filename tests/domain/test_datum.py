"""GCJ-02: known pairs, the way back, and where it is not used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.datum import to_gcj, to_wgs
from domain.geo import Point, distance_m


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [  # published with other implementations of the same formula
        (Point(31.1774276, 121.5272106), Point(31.17530398364597, 121.531541859215)),
        (Point(22.543847, 113.912316), Point(22.540796131694766, 113.9171764808363)),
        (Point(39.911954, 116.377817), Point(39.91334545536069, 116.38404722455657)),
    ],
)
def test_known_pairs(wgs: Point, gcj: Point) -> None:
    assert distance_m(to_gcj(wgs), gcj) < 0.001
    assert distance_m(to_wgs(gcj), wgs) < 0.001


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(25.033, 121.565), (48.8566, 2.3522), (0, 0), (21.03, 105.85), (50.6, 137.0), (37.57, 126.98), (35.68, 139.69)],
)
def test_outside_nothing_is_moved(lat: float, lon: float) -> None:
    """Taipei, Paris, the null island, Hanoi, Komsomolsk, Seoul, Tokyo."""
    assert to_gcj(Point(lat, lon)) == Point(lat, lon)
    assert to_wgs(Point(lat, lon)) == Point(lat, lon)


@given(st.floats(27, 40), st.floats(100, 118))
def test_the_way_back_leads_back(lat: float, lon: float) -> None:
    there = to_gcj(Point(lat, lon))
    assert distance_m(to_wgs(there), Point(lat, lon)) < 0.01
    assert 10 < distance_m(there, Point(lat, lon)) < 2000
