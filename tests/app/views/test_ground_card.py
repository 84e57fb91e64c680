"""The card of the map in the settings: what fits is chosen at once, what does not is said beside its field."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.views import kept
from app.views.kept import Kept
from app.views.look import Look
from app.views.map.ground import Datum, Ground, GroundKind
from app.views.room import Tasks
from app.views.settings import ground as module
from app.views.settings.ground import GroundCard
from demo import driver
from tests.app.views.stage import see, sees
from tests.app.views.test_map_ground import GREEN, tiles_at, world
from tests.waiting import until

ADDRESS = "https://tiles.example.com/{z}/{x}/{y}.png"


def choose(name: str, key: object) -> None:
    box = driver.find(name)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def write(name: str, text: str) -> None:
    edit = driver.find(name)
    assert isinstance(edit, QLineEdit)
    edit.setText(text)
    edit.editingFinished.emit()


def failing(error: BaseException) -> None:
    raise error


@pytest.mark.req("A-09", "A")
async def test_what_the_map_is_drawn_on_is_chosen(
    qtbot: QtBot, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[Ground] = []
    card = GroundCard(Ground(), chosen.append, Tasks(failing).begin)
    qtbot.addWidget(card)
    card.show()
    assert not sees("settings.ground_template")
    choose("settings.ground_kind", GroundKind.ONLINE)
    assert chosen == []  # an address is missing
    assert card._address.error == "Type the address under which the tiles are served."
    write("settings.ground_template", "http://tiles.example.com/{z}/{x}/{y}.png")
    assert card._address.error == "This is no address of https."
    write("settings.ground_template", "https://tiles.example.com/{z}.png")
    assert "{z}, {x} and {y}" in card._address.error
    assert chosen == []
    write("settings.ground_template", ADDRESS)
    choose("settings.ground_datum", Datum.GCJ02)
    write("settings.ground_approval", "GS(2024)0650")
    assert card._address.error == ""
    assert chosen[-1] == Ground(GroundKind.ONLINE, "", ADDRESS, Datum.GCJ02, "GS(2024)0650")

    files = [tmp_path / "text.mbtiles", tiles_at(tmp_path / "a.mbtiles", world(GREEN, 3))]
    files[0].write_bytes(b"no map" * 999)

    async def choose_file(*_: object) -> Path:
        return files.pop(0)

    monkeypatch.setattr(module, "choose_file", choose_file)
    before = len(chosen)
    choose("settings.ground_kind", GroundKind.FILE)
    await until(lambda: card._file_field.error == "Choose a file.")
    driver.click("settings.ground_pick")
    await until(lambda: card._file_field.error == "The file is no map: it holds no tiles (MBTiles).")
    assert len(chosen) == before
    await until(card._pick.isEnabled)
    driver.click("settings.ground_pick")
    await until(lambda: len(chosen) > before)
    assert chosen[-1].file.endswith("a.mbtiles")
    assert (card._file_field.error, card._file_field.hint) == ("", "Tiles of zoom 0 to 2")
    choose("settings.ground_kind", GroundKind.OWN)
    assert chosen[-1].kind is GroundKind.OWN
    await see("settings.ground_kind")


def test_what_was_chosen_is_kept(tmp_path: Path) -> None:
    ground = Ground(GroundKind.ONLINE, "", ADDRESS, Datum.GCJ02, "GS(2024)0650")
    kept.write(tmp_path / "settings.json", Kept(ground=ground))
    assert kept.read(tmp_path / "settings.json").ground == ground
    (tmp_path / "old.json").write_text('{"scheme": "dark"}')
    assert kept.read(tmp_path / "old.json").ground == Ground()
