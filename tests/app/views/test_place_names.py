"""A position is shown with the name of its place; until names are read, and where there is none, with its degrees."""

import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

import gazetteer
from app.views import place_names, words
from app.views.kept import Kept, PlaceFrom
from app.views.place_names import PlaceNames
from app.views.settings.place import PlaceCard
from app.views.usage.page import UsagePage
from demo import driver
from domain.seals import Position
from gazetteer import pack
from tests.app.views.stage import Stage
from tests.waiting import until

WEST_LAKE = Position(30.246, 120.14, "gnss", 0, 5)


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> PlaceNames:
    """As if no name had been asked for yet."""
    monkeypatch.setattr(gazetteer, "_loaded", [])
    fresh = PlaceNames()
    monkeypatch.setattr(words, "names", fresh)
    monkeypatch.setattr(place_names, "names", fresh)
    monkeypatch.setattr("app.views.room.names", fresh)
    return fresh


def test_a_position_is_said_in_the_language_of_the_screens(qapp: object, request: pytest.FixtureRequest) -> None:
    assert words.place(WEST_LAKE) == "Xihu, Hangzhou, Zhejiang · 30.24600, 120.14000 · satellite · ±5\xa0m"
    for age_s, said in (
        (59, None),
        (60, "found 1 min before"),
        (3 * 3600, "found 3 h before"),
        (2**32 - 1, "h before"),
    ):
        of = Position(30.246, 120.14, "cell", age_s, 800)
        assert words.place(of).endswith("mobile network · ±800\xa0m" if said is None else said)
    assert words.where(WEST_LAKE) == "Xihu, Hangzhou, Zhejiang"
    before = QLocale()
    request.addfinalizer(lambda: QLocale.setDefault(before))
    QLocale.setDefault(QLocale("zh_CN"))
    assert words.where(WEST_LAKE) == "浙江省杭州市西湖区"


def test_elsewhere_degrees_are_said(qapp: object) -> None:
    assert words.where(Position(45.235, 13.6, "gnss", 0, 5)) == "45.23500, 13.60000"
    assert words.place(Position(0, 0, "cell", 0, 0)) == "0.00000, 0.00000 · mobile network"
    assert words.where(None) == "unknown"


def test_a_place_beside_the_border_is_near_it(qapp: object) -> None:
    assert words.where(Position(50.256, 127.495, "gnss", 0, 5)) == "near Aihui, Heihe, Heilongjiang"


async def test_names_are_read_beside_the_windows_and_then_shown(unread: PlaceNames) -> None:
    told: list[str] = []
    unsubscribe = unread.subscribe(lambda: told.append(words.where(WEST_LAKE)))
    assert words.where(WEST_LAKE) == "30.24600, 120.14000"  # at once, and nothing was waited for
    assert words.where(WEST_LAKE) == "30.24600, 120.14000"
    await until(lambda: told == ["Xihu, Hangzhou, Zhejiang"])
    unsubscribe()


async def test_a_page_reads_again_when_the_names_are_there(stage: Stage, unread: PlaceNames) -> None:
    await stage.open(UsagePage, "m-keeper")
    await until(lambda: "Hangzhou, Zhejiang · 30.2" in driver.see("usage.detail"))


async def test_a_pack_that_is_broken_leaves_the_degrees(
    unread: PlaceNames, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pack, "FOLDER", tmp_path)
    (tmp_path / "names.json").write_text("[]")
    (tmp_path / "districts.npz").write_bytes(b"no archive")
    with caplog.at_level(logging.ERROR):
        assert words.where(WEST_LAKE) == "30.24600, 120.14000"
        await until(lambda: "the names of places cannot be read" in caplog.text)
    assert words.where(WEST_LAKE) == "30.24600, 120.14000"
    assert not gazetteer.is_loaded()


def test_the_place_of_this_console_has_its_name(look: object) -> None:
    card = PlaceCard(Kept(place_from=PlaceFrom.FIXED, lat=30.246, lon=120.14), lambda *_: None)
    card.show()
    assert "Xihu, Hangzhou, Zhejiang" in driver.words(card)
    card.close()
