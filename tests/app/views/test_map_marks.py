"""Marks: a shape beside each colour, gathered where they would lie over each other, walked along with the keys."""

from collections.abc import Generator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.views.look import LIGHT, Look, Tone
from app.views.map import MapPoint, MapView, SealMarker
from domain.geo import Area, Point
from domain.track import Step
from tests.app.views.webs import PATIENCE_MS, Shown, closing

pytestmark = pytest.mark.slow
HERE = (30.0, 110.0)


@pytest.fixture
def shown(qtbot: QtBot, look: Look) -> Generator[Shown]:
    with closing(qtbot, Shown(qtbot)) as made:
        yield made


def seal(key: str, lat: float, lon: float, tone: Tone = Tone.OK, *, selected: bool = False) -> SealMarker:
    return SealMarker(key, f"Seal {key}", lat, lon, tone.value, tone, selected)


@pytest.mark.req("R-001", "R-211")
def test_each_tone_has_a_shape_of_its_own(shown: Shown) -> None:
    """Looked at in three rows."""
    tones = [Tone.OK, Tone.WARN, Tone.DANGER, Tone.NEUTRAL]
    shown.view.set_seals([seal(tone.value, 30, 100 + 5 * at, tone) for at, tone in enumerate(tones)])
    shown.view.focus(30, 107.5, zoom=5)
    shown.open()
    wide: dict[Tone, tuple[int, int, int]] = {}
    for tone in tones:
        at = shown.seal_at(tone.value)[0]
        ink = LIGHT.ink2 if tone is Tone.NEUTRAL else getattr(LIGHT, tone.value)
        shown.wait_for_color(at, ink)
        wide[tone] = inked(shown.view.grab().toImage(), at, ink)
    (above, middle, below) = wide[Tone.OK]  # a disc
    assert middle / 2 < above < middle
    assert middle / 2 < below < middle
    (above, middle, below) = wide[Tone.DANGER]  # a square
    assert above == middle == below
    (above, middle, below) = wide[Tone.WARN]  # a triangle
    assert above < middle < below
    (above, middle, below) = wide[Tone.NEUTRAL]  # a rhombus
    assert 0 < above < middle / 2
    assert 0 < below < middle / 2


def inked(image: QImage, at: QPoint, ink: str) -> tuple[int, int, int]:
    """How many pixels have exactly that colour in a row above the middle, in it and below it."""
    wanted = QColor(ink)
    row = [sum(image.pixelColor(at + QPoint(x, y)) == wanted for x in range(-9, 10)) for y in (-4, 0, 3)]
    return row[0], row[1], row[2]


def test_what_lies_together_is_one_with_its_number_and_a_click_looks_closer(shown: Shown) -> None:
    near = [seal(f"n{at}", 30 + at / 1000, 110, Tone.DANGER if at == 3 else Tone.OK) for at in range(5)]
    shown.view.set_seals([*near, seal("far", 31, 112)])
    shown.view.focus(30.5, 111, zoom=6)
    shown.open()
    found = shown.ask('signet.sealAt("n2")')
    assert isinstance(found, dict)
    assert found["together"] == 5
    assert shown.ask("signet.drawnSeals()") == 2
    at = shown.seal_at("n0")[0]
    shown.wait_for_color(at + QPoint(0, -13), LIGHT.surface)
    shown.click(at)
    shown.until(lambda: shown.ask('signet.sealAt("n2").together') == 1)
    assert shown.ask("signet.map().getZoom()") != 6


def test_of_several_at_one_place_each_is_reached(shown: Shown, qtbot: QtBot) -> None:
    shown.view.set_seals([seal("a", *HERE), seal("b", *HERE)])
    shown.view.focus(*HERE, zoom=9)
    shown.open()
    told: list[str] = []
    shown.view.seal_clicked.connect(told.append)
    at = shown.seal_at("a")[0]
    shown.click(at)
    shown.until(lambda: told == ["a"])
    shown.click(at)
    shown.until(lambda: told == ["a", "b"])
    shown.view.set_seals([seal("a", *HERE), seal("b", *HERE, selected=True)])
    shown.until(lambda: shown.ask('signet.sealAt("b").together') == 1)  # what is chosen stands alone


def test_thousands_are_gathered_and_one_of_them_moves(shown: Shown) -> None:
    spread = [seal(f"s{at}", 22 + at % 100 / 7, 100 + at // 100 / 7, selected=at == 7) for at in range(3000)]
    shown.view.set_seals(spread)
    shown.view.focus(30, 104, zoom=4.5)
    shown.open()
    drawn = shown.ask("signet.drawnSeals()")
    assert isinstance(drawn, int)
    assert 1 < drawn < 400
    before, by = shown.seal_at("s7")
    moved = [*spread[:7], seal("s7", 40, 115, selected=True), *spread[8:]]
    shown.view.set_seals(moved)
    after, still_by = shown.seal_at("s7")
    assert after != before
    assert still_by == by
    shown.wait_for_color(after, LIGHT.ok)


@pytest.mark.req("R-001", "R-211")
def test_with_the_keys_one_goes_from_seal_to_seal(shown: Shown) -> None:
    seals = [seal("a", 30, 110, selected=True), seal("b", 31, 111), seal("c", -20, -60)]
    shown.view.set_seals(seals)
    shown.view.focus(*HERE, zoom=6)
    shown.open()
    clicked: list[str] = []
    opened: list[str] = []
    shown.view.seal_clicked.connect(clicked.append)
    shown.view.seal_opened.connect(opened.append)
    shown.press(Qt.Key.Key_N, "n")
    shown.until(lambda: clicked == ["b"])
    assert shown.ask("signet.spoken()") == "Seal b · ok"
    shown.press(Qt.Key.Key_P, "p")  # the first one is still the chosen one: back from it is the last
    shown.until(lambda: clicked == ["b", "c"])
    shown.until(lambda: shown.ask("signet.map().getBounds().contains([-20, -60])") is True)
    shown.press(Qt.Key.Key_Return)
    shown.until(lambda: opened == ["a"])
    assert "N and P" in str(shown.ask("document.querySelector('.leaflet-container').getAttribute('aria-label')"))
    middle = shown.ask("signet.map().getCenter().lat")
    shown.press(Qt.Key.Key_Up)
    shown.until(lambda: shown.ask("signet.map().getCenter().lat") != middle)
    zoom = shown.ask("signet.map().getZoom()")
    shown.press(Qt.Key.Key_Plus, "+")
    shown.until(lambda: shown.ask("signet.map().getZoom()") != zoom)


@pytest.mark.req("R-218")
def test_a_track_is_drawn_by_how_it_was_travelled_and_its_points_are_clicked(shown: Shown, qtbot: QtBot) -> None:
    a, b, c = (30.0, 110.0), (30.0, 111.0), (31.0, 111.0)
    shown.view.set_track({Step.MOVE: [[a, b]], Step.JUMP: [[b, c]]})
    shown.view.set_points([MapPoint("use-1", *a), MapPoint("use-2", *c, "x", Tone.DANGER)])
    shown.view.set_areas([Area("厂区", Point(30.5, 110.5), 20_000)])
    shown.view.set_cursor((30.0, 110.5, "10:00"))
    shown.view.focus(30.5, 110.5, zoom=8)
    shown.open()
    shown.wait_for_color(shown.place_of(30, 110.25), LIGHT.accent)
    assert shown.ask('[signet.trackSize("move"), signet.trackSize("jump"), signet.trackSize("gap")]') == [2, 2, 0]
    assert shown.ask("signet.cursorAt()") is not None
    with qtbot.waitSignal(shown.view.point_clicked, timeout=PATIENCE_MS) as told:
        shown.click(shown.place_of(*c))
    assert told.args == ["use-2"]
    shown.view.set_track({})
    shown.view.set_points([])
    shown.view.set_cursor(None)
    shown.until(
        lambda: shown.ask('[signet.trackSize("move"), signet.drawnPoints(), signet.cursorAt()]') == [0, 0, None]
    )


def test_names_that_look_like_html_are_only_shown(shown: Shown) -> None:
    bad = "<img src=x onerror=window.bad=1>"
    shown.view.set_seals([SealMarker("a", bad, *HERE, bad, Tone.OK, selected=True)])
    shown.view.set_points([MapPoint("p", *HERE, bad)])
    shown.view.set_areas([Area(bad, Point(*HERE), 9000)])
    shown.view.focus(*HERE, zoom=9)
    shown.open()
    shown.click(shown.place_of(30.02, 110))
    shown.until(lambda: bad in str(shown.ask("document.querySelector('.leaflet-tooltip').textContent")))
    assert shown.ask("[window.bad, document.querySelectorAll('img').length]") == [None, 0]


def test_a_page_that_is_opened_again_shows_what_it_showed(qtbot: QtBot, look: Look) -> None:
    with closing(qtbot, Shown(qtbot, MapView())) as shown:
        shown.view.set_seals([seal("a", *HERE)])
        shown.view.focus(*HERE, zoom=7)
        shown.open()
        shown.view.set_seals([seal("a", 30.2, 110.2), seal("b", 31, 112)])
        shown.until(lambda: shown.ask("signet.drawnSeals()") == 2)
        shown.view.is_ready = False
        shown.view._open_again()
        shown.until(lambda: shown.view.is_ready)
        assert shown.ask("signet.drawnSeals()") == 2


@pytest.mark.parametrize("right", [False, True])
def test_a_label_at_the_edge_of_the_map_is_moved_inside(shown: Shown, right: bool) -> None:
    shown.view.set_points([MapPoint("p", *HERE, "#12 · 2026-03-01 10:20:30", selected=True)])
    shown.view.focus(*HERE, zoom=9)
    shown.open()
    rect = "document.querySelector('.leaflet-tooltip').getBoundingClientRect()"
    size = "signet.map().getSize().x"
    for zoom in (9, 10):  # dragged there, and drawn anew there
        shown.ask(f"signet.map().setZoom({zoom}, {{animate: false}}), 1")
        by = shown.ask(f"signet.map().latLngToContainerPoint({list(HERE)}).x {f'- {size} + 8' if right else '- 8'}")
        shown.ask(f"signet.map().panBy([{by}, 0], {{animate: false}}), 1")
        shown.until(lambda: shown.ask(f"{rect}.left > 0 && {rect}.right < {size}") is True)
        near = shown.ask(f"{size} - {rect}.right" if right else f"{rect}.left")
        assert isinstance(near, (int, float))
        assert near < 20  # and stays at its point
