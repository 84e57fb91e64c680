"""What forms are made of: choosing several, files of this computer, texts that are counted, comments."""

import asyncio
import threading
import zlib
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.views import icons, pictures
from app.views.look import Look
from app.views.widgets import CommentBox, FormField, Said, count_characters, text_edit
from app.views.widgets.file_picker import FilePicker
from app.views.widgets.multi_choice import MultiChoice
from demo import driver
from domain.files import MAX_FILES
from domain.picture_files import MOST_SCANS, Flaw, Flawed
from tests.app.views.stage import sees
from tests.domain.test_picture_files import chunk, encoded, png, scans
from tests.waiting import until

PEOPLE = [(f"m-{number}", name) for number, name in enumerate("赵钱孙李周吴郑王冯陈")]


def box(qtbot: QtBot, *, several: bool = False) -> MultiChoice:
    made = MultiChoice(PEOPLE, several=several)
    made.setObjectName("box")
    qtbot.addWidget(made)
    made.resize(240, 34)
    made.show()
    return made


def test_one_of_some_as_in_any_box(look: Look, qtbot: QtBot) -> None:
    made = box(qtbot)
    assert made.picked() == ["m-0"]
    driver.choose("box", "李")
    assert (made.picked(), made.words()) == (["m-3"], "李")
    made.set_several(True)
    assert made.picked() == ["m-3"]


def test_several_with_the_keyboard_alone(look: Look, qtbot: QtBot) -> None:
    made = box(qtbot, several=True)
    heard: list[list[str]] = []
    made.changed.connect(lambda: heard.append(made.picked()))
    assert made.picked() == []
    qtbot.keyClick(made, Qt.Key.Key_Down)
    search = driver.find("box.search")
    driver.write("box.search", "王")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    driver.write("box.search", "钱")
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(driver.find("box.list"), Qt.Key.Key_Space)
    assert made.picked() == ["m-1", "m-7"]  # in the order of the choices
    assert made.words() == "钱、王"
    assert heard[-1] == ["m-1", "m-7"]
    qtbot.keyClick(driver.find("box.list"), Qt.Key.Key_Escape)
    assert not sees("box.list")
    made.toggle("m-7")
    assert made.picked() == ["m-1"]
    made.set_choices(PEOPLE[2:])
    assert made.picked() == []
    assert not made.grab().isNull()


def test_a_text_is_counted_and_never_longer_than_it_may_be(look: Look, qtbot: QtBot) -> None:
    editor = text_edit(10)
    field = FormField("Remark", editor)
    qtbot.addWidget(field)
    count_characters(field, 10)
    assert field.hint == "0/10"
    editor.setPlainText("备注 note 𠮷12345")  # one of them takes two places in Qt
    assert field.hint == "10/10"
    assert editor.toPlainText() == "备注 note 𠮷1"
    field.set_required(True)
    assert field.is_required


class Tasks:
    """Coroutines begun by a widget."""

    def __init__(self) -> None:
        self.running: list[asyncio.Task[None]] = []

    def __call__(self, work: Coroutine[Any, Any, None]) -> None:
        self.running.append(asyncio.get_running_loop().create_task(work))


def picture(folder: Path, name: str, color: str = "red") -> Path:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(color)
    path = folder / name
    assert image.save(str(path))
    return path


async def test_pictures_are_read_shown_and_removed(look: Look, qtbot: QtBot, tmp_path: Path) -> None:
    icons.load()
    picker = FilePicker(Tasks(), "Pictures", pictures=True)
    picker.setObjectName("pictures")
    qtbot.addWidget(picker)
    picker.show()
    said: list[str] = []
    picker.refused.connect(said.append)
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nand nothing more")
    red = picture(tmp_path, "red.png")
    picker.take([red, red, picture(tmp_path, "blue.jpg", "blue"), tmp_path / "text.png"])
    await picker.settled()
    assert [each.name for each in picker.files] == ["red.png", "blue.jpg"]
    assert all(thumb.image is not None for thumb in picker._thumbs.thumbs())
    assert said[-1] == "“text.png” is no PNG or JPEG picture."
    picker.take([tmp_path / "broken.png"])
    await picker.settled()
    assert said[-1] == "“broken.png” is damaged or incomplete."
    driver.choose("pictures.list", "red.png")
    driver.click("pictures.remove")
    assert [each.name for each in picker.files] == ["blue.jpg"]
    picker.clear()
    assert (picker.files, said[-1]) == ([], "")


HOSTILE = [
    (png(10_000, 10_000), "“x.png” has more than 60 megapixels."),
    (png(20, 20, more=chunk(b"acTL", bytes(8))), "“x.png” moves; a still picture is needed."),
    (png(20, 20), "“x.png” is damaged or incomplete."),
    (encoded("JPEG")[:-200], "“x.png” is damaged or incomplete."),
    (scans(MOST_SCANS + 1), "“x.png” would take far too long to open."),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "“x.png” is no PNG or JPEG picture."),
]


@pytest.mark.parametrize(
    ("content", "sentence"), HOSTILE, ids=["huge", "moving", "hollow", "cut", "endless", "another kind"]
)
async def test_a_hostile_picture_is_refused_in_a_sentence_and_the_others_are_taken(
    look: Look, qtbot: QtBot, tmp_path: Path, content: bytes, sentence: str
) -> None:
    picker = FilePicker(Tasks(), "Pictures", pictures=True)
    qtbot.addWidget(picker)
    said: list[str] = []
    picker.refused.connect(said.append)
    (tmp_path / "x.png").write_bytes(content)
    picker.take([tmp_path / "x.png", picture(tmp_path, "good.png")])
    await picker.settled()
    assert (said, [each.name for each in picker.files]) == (["", sentence], ["good.png"])


async def test_a_picture_is_what_it_is_whatever_its_name_says(look: Look, qtbot: QtBot, tmp_path: Path) -> None:
    picker = FilePicker(Tasks(), "Pictures", pictures=True)
    qtbot.addWidget(picker)
    (tmp_path / "photo.png").write_bytes(encoded("JPEG"))
    picker.take([tmp_path / "photo.png"])
    await picker.settled()
    assert [each.blob.media for each in picker.files] == ["image/jpeg"]


def test_the_texts_of_a_picture_are_not_read() -> None:
    content = png(4, 4, more=chunk(b"zTXt", b"K\0\0" + zlib.compress(bytes(1000))))
    assert pictures.open_picture(content, 64).textKeys() == []


async def test_a_picture_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    going = threading.Event()

    def slowly(data: bytes, side: int) -> QImage:
        assert going.wait(20)
        return QImage()

    monkeypatch.setattr(pictures, "open_picture", slowly)
    monkeypatch.setattr(pictures, "OPEN_S", 0.02)
    with pytest.raises(Flawed) as told:
        await pictures.open_in_time(encoded("PNG"), 100)
    going.set()
    assert told.value.flaw is Flaw.TOO_SLOW


async def test_files_are_dropped_and_no_more_than_there_may_be(look: Look, qtbot: QtBot, tmp_path: Path) -> None:
    picker = FilePicker(Tasks(), "Attachments", pictures=False)
    qtbot.addWidget(picker)
    picker.show()
    said: list[str] = []
    picker.refused.connect(said.append)
    paths = [tmp_path / f"{number}.pdf" for number in range(MAX_FILES + 1)]
    for path in paths:
        path.write_bytes(path.name.encode())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    modifiers = Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, modifiers)
    picker.dropEvent(drop)
    await picker.settled()
    assert len(picker.files) == MAX_FILES
    assert said[-1] == "No more than 20 files."
    remove = next(each for each in picker.findChildren(QPushButton) if each.toolTip() == "Remove 0.pdf")
    remove.click()
    assert picker.files[0].name == "1.pdf"


async def test_comments_are_read_and_written(look: Look, qtbot: QtBot) -> None:
    box = CommentBox("Comments", 500)
    qtbot.addWidget(box)
    box.show()
    box.set_comments([Said("林知夏", "金额写错了", "09:12"), Said("许砚清", "已改", "09:20", "sending")])
    await until(lambda: "已改" in [each.text() for each in box.findChildren(QLabel)])
    assert "09:20 · sending" in [each.text() for each in box.findChildren(QLabel)]
    said: list[str] = []
    box.said.connect(said.append)
    qtbot.keyClicks(box.editor, "ok")
    qtbot.keyClick(box.editor, Qt.Key.Key_Return)
    assert said == ["ok"]
    box.set_error("Please write something.")
    box.clear()
    assert box.editor.text() == ""
