"""GCJ-02, as the map's page reckons it: known pairs, the way back, and where it is not used."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtQml import QJSEngine

from app.views.resources import resource
from domain.datum import to_gcj, to_wgs
from domain.geo import Point

Reckon = Callable[[str, float, float], list[float]]


@pytest.fixture(scope="module")
def reckon() -> Reckon:
    engine = QJSEngine()
    script = resource("map", "datum.js").read_text()
    made = engine.evaluate(f"(function() {{ {script}; return datum; }})()")

    def ask(name: str, lat: float, lon: float) -> list[float]:
        answer = made.property(name).call([lat, lon])
        assert not answer.isError(), answer.toString()
        return [answer.property(at).toNumber() for at in (0, 1)]

    ask.engine = engine  # type: ignore[attr-defined]  # it lives as long as what it has made
    return ask


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [  # published with other implementations of the same formula
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ],
)
def test_known_pairs(reckon: Reckon, wgs: tuple[float, float], gcj: tuple[float, float]) -> None:
    assert reckon("toGcj", *wgs) == pytest.approx(list(gcj), abs=1e-9)
    assert reckon("toWgs", *gcj) == pytest.approx(list(wgs), abs=1e-8)


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(25.033, 121.565), (48.8566, 2.3522), (0, 0), (21.03, 105.85), (50.6, 137.0), (37.57, 126.98), (35.68, 139.69)],
)
def test_outside_nothing_is_moved(reckon: Reckon, lat: float, lon: float) -> None:
    """Taipei, Paris, the null island, Hanoi, Komsomolsk, Seoul, Tokyo."""
    assert reckon("toGcj", lat, lon) == [lat, lon]
    assert reckon("toWgs", lat, lon) == pytest.approx([lat, lon], abs=1e-12)


@given(st.floats(15, 60), st.floats(70, 140))
def test_the_rules_reckon_the_same(reckon: Reckon, lat: float, lon: float) -> None:
    for name, ours in (("toGcj", to_gcj), ("toWgs", to_wgs)):
        found = ours(Point(lat, lon))
        assert reckon(name, lat, lon) == pytest.approx([found.lat, found.lon], abs=1e-9)


@given(st.floats(27, 40), st.floats(100, 118))
def test_the_way_back_leads_back(reckon: Reckon, lat: float, lon: float) -> None:
    there = reckon("toGcj", lat, lon)
    assert reckon("toWgs", *there) == pytest.approx([lat, lon], abs=1e-8)
    assert 1e-4 < max(abs(there[0] - lat), abs(there[1] - lon)) < 0.02
