"""The map really renders, with nothing from the network, and moves in place what has moved."""

import sys
from collections.abc import Generator

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from app.views.look import DARK, LIGHT, Look, Scheme, Tone
from app.views.map import MapPoint, SealMarker
from app.views.map.view import _map_colors
from domain.track import Step
from tests.app.views.webs import PATIENCE_MS, Shown, closing

pytestmark = pytest.mark.slow

SHANGHAI, BEIJING = (31.23, 121.47), (39.9, 116.4)


def seal(key: str, place: tuple[float, float], *, selected: bool = False) -> SealMarker:
    return SealMarker(key, f"Seal {key}", *place, "online", Tone.OK, selected)


@pytest.fixture
def shown(qtbot: QtBot, look: Look) -> Generator[Shown]:
    with closing(qtbot, Shown(qtbot)) as made:
        yield made


def test_nothing_of_the_web_engine_is_loaded_before_the_first_map_is_shown() -> None:
    """In a process of its own: this one may have shown a map already."""
    import subprocess

    script = (
        "from app.views.map import MapView, register_scheme; register_scheme();"
        "from PySide6.QtWidgets import QApplication; app = QApplication([]); MapView();"
        "import sys; print([name for name in sys.modules if 'WebEngine' in name or name in ('folium', 'branca')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.req("A-09", "A")
def test_a_map_without_network_shows_land_sea_and_seals(shown: Shown) -> None:
    shown.view.set_seals([seal("a", SHANGHAI), seal("b", BEIJING)])  # before it is shown: nothing is lost
    shown.view.focus(*SHANGHAI, zoom=7)
    shown.open()
    shown.wait_for_color(shown.seal_at("a")[0], LIGHT.ok)
    colors = _map_colors(LIGHT)
    shown.wait_for_color(QPoint(100, 120), colors["land"])
    shown.wait_for_color(QPoint(600, 300), colors["sea"])
    assert shown.view.guard is not None
    assert not shown.view.guard.refused
    assert not shown.view.guard.left
    assert {address.rpartition("/")[2] for address in shown.view.guard.answered} >= {"index.html", "base.json"}


@pytest.mark.req("A-09", "A")
def test_what_is_not_ours_is_not_fetched(shown: Shown, qtbot: QtBot) -> None:
    shown.open()
    guard = shown.view.guard
    assert guard is not None
    for address in ("https://example.com/x.js", "http://127.0.0.1:1/y"):
        shown.ask(f'(fetch("{address}").catch(() => 0), 0)')
    qtbot.waitUntil(lambda: len(guard.refused) == 2, timeout=PATIENCE_MS)
    shown.ask('(fetch("signet://map/README.md").then((answer) => window.answered = answer.status), 0)')
    qtbot.waitUntil(lambda: shown.ask("window.answered") == 404, timeout=PATIENCE_MS)  # there, but no part of the page


def test_a_seal_moves_in_place_and_the_page_is_built_once(shown: Shown) -> None:
    shown.view.set_seals([seal("a", SHANGHAI), seal("b", BEIJING)])
    shown.view.set_track({Step.MOVE: [[SHANGHAI, BEIJING]]})
    shown.view.set_points([MapPoint("1", *SHANGHAI), MapPoint("2", *BEIJING)])
    shown.view.focus(35, 119, zoom=5)
    shown.open()
    before, drawn_by = shown.seal_at("a")
    shown.view.set_seals([seal("a", (33.0, 119.0), selected=True)])
    shown.view.set_track({Step.MOVE: [[SHANGHAI, BEIJING, (41.0, 117.0)]]})
    shown.view.set_points([])
    after, still_drawn_by = shown.seal_at("a")
    assert after != before
    assert still_drawn_by == drawn_by
    assert shown.ask('signet.sealAt("b")') is None
    shown.wait_for_color(after, LIGHT.ok)
    assert shown.ask("signet.builds") == 1
    assert shown.view.guard is not None
    assert sum(address.endswith("index.html") for address in shown.view.guard.answered) == 1


def test_a_click_on_a_seal_tells_which(shown: Shown, qtbot: QtBot) -> None:
    shown.view.set_seals([seal("a", SHANGHAI)])
    shown.view.focus(*SHANGHAI, zoom=9)
    shown.open()
    at, _ = shown.seal_at("a")
    shown.wait_for_color(at, LIGHT.ok)
    with qtbot.waitSignal(shown.view.seal_clicked, timeout=PATIENCE_MS) as told:
        shown.click(at)
    assert told.args == ["a"]


def test_the_map_follows_the_scheme(shown: Shown, look: Look) -> None:
    shown.view.focus(*SHANGHAI, zoom=7)
    shown.open()
    look.choose(Scheme.DARK)
    shown.wait_for_color(QPoint(600, 300), _map_colors(DARK)["sea"])
