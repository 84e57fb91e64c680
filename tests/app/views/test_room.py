"""A page that follows what changes."""

import asyncio
from typing import ClassVar

from PySide6.QtCore import QAbstractListModel
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.models.store import Topics
from app.views.room import LivePage, Tasks, on_click
from app.views.widgets import RECORD, Record, RecordModel, column
from tests.app.views.stage import Stage
from tests.waiting import until


class Counted(LivePage):
    """Counts how often it was read."""

    topics: ClassVar[Topics] = frozenset({"seals"})
    reads = 0

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.reload()

    async def read(self) -> None:
        await self.room.store.run(lambda tx: None)
        self.reads += 1


async def test_a_page_is_read_when_something_of_it_changed_and_somebody_sees_it(stage: Stage) -> None:
    page = await stage.open(Counted, "m-admin")
    store = page.room.store
    told: list[Topics] = []
    store.subscribe(told.append)
    assert page.reads == 1
    await store.run(lambda tx: tx.touch("usage"))
    await store.run(lambda tx: tx.touch("seals"))
    await until(lambda: page.reads == 2)
    page.hide()
    for _ in range(3):
        await store.run(lambda tx: tx.touch("seals"))
    await until(lambda: len(told) == 5)
    assert page.reads == 2
    page.show()
    await until(lambda: page.reads == 3)
    page.hide()
    page.show()
    await store.run(lambda tx: tx.touch("usage"))
    await until(lambda: len(told) == 6)
    assert page.reads == 3


class Failing(Counted):
    """Its second reading fails, and something changes while it does."""

    async def read(self) -> None:
        await super().read()
        if self.reads == 2:
            self.reload()
            raise ValueError("cannot be read")


async def test_a_page_whose_reading_failed_reads_what_changed_meanwhile(stage: Stage) -> None:
    page = await stage.open(Failing, "m-admin")
    reported: list[BaseException] = []
    page.tasks.report = reported.append
    await page.room.store.run(lambda tx: tx.touch("seals"))
    await until(lambda: page.reads == 3)
    assert [type(error) for error in reported] == [ValueError]
    await page.room.store.run(lambda tx: tx.touch("seals"))
    await until(lambda: page.reads == 4)


def test_a_row_is_made_into_words_once_until_it_changes(qapp: object) -> None:
    made: list[tuple[int, str]] = []

    def record(row: tuple[int, str]) -> Record:
        made.append(row)
        return Record(row[1])

    model = RecordModel[tuple[int, str]](key=lambda row: row[0], record=record)
    assert isinstance(model, QAbstractListModel)
    model.set_rows([(1, "a"), (2, "b")])
    for _ in range(3):
        assert [model.index(at, 0).data(RECORD).title for at in range(2)] == ["a", "b"]
    assert made == [(1, "a"), (2, "b")]
    model.set_rows([(1, "a"), (2, "c"), (3, "d")])
    assert [model.index(at, 0).data(RECORD).title for at in range(3)] == ["a", "c", "d"]
    model.refresh()
    assert model.index(1, 0).data(RECORD).title == "c"
    assert made[-1] == (2, "c")


async def test_the_focus_waits_with_the_button_that_was_pressed(qapp: QApplication) -> None:
    """It does not go to the next control, to which a page that scrolls would follow it."""
    faults: list[BaseException] = []
    tasks, go_on = Tasks(faults.append), asyncio.Event()
    window, pressed, after = QWidget(), QPushButton("a"), QPushButton("b")
    window.setLayout(column(pressed, after))

    async def work() -> None:
        await go_on.wait()

    on_click(pressed, tasks.begin, work)
    window.show()
    window.activateWindow()
    pressed.setFocus()
    await until(pressed.hasFocus)
    pressed.click()
    assert not pressed.isEnabled()
    assert not after.hasFocus()
    go_on.set()
    await until(pressed.hasFocus)
    assert pressed.isEnabled()
    go_on.clear()
    pressed.click()
    after.setFocus()
    go_on.set()
    await until(pressed.isEnabled)
    assert after.hasFocus()
    assert not faults
    window.close()
    window.deleteLater()
