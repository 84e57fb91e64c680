"""When nobody is at the console."""

from collections.abc import AsyncIterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from app.views.lock.idle import IdleWatch, awake_or_asleep_s
from tests.waiting import until


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Watched:
    """A watch of ten minutes, and what it said."""

    def __init__(self) -> None:
        self.clock, self.said = Clock(), 0
        self.field = QLineEdit()
        self.field.show()
        self.window = self.field.windowHandle()
        self.field.activateWindow()
        self.watch = IdleWatch(self.field, 10, self.clock)
        self.watch.idle.connect(self.hear)

    def hear(self) -> None:
        self.said += 1

    def passes(self, minutes: float) -> None:
        self.clock.now += minutes * 60


@pytest.fixture
async def it(qapp: QApplication) -> AsyncIterator[Watched]:
    made = Watched()
    await until(lambda: qapp.focusObject() is made.field)
    yield made
    made.field.close()
    made.field.deleteLater()


@pytest.mark.req("C-37", "C")
async def test_after_ten_minutes_without_a_touch(it: Watched) -> None:
    it.passes(9.9)
    it.watch.look()
    assert it.said == 0
    it.passes(0.1)
    it.watch._timer.timeout.emit()
    assert it.said == 1
    it.watch.look()
    assert it.said == 1  # once


@pytest.mark.parametrize("touch", ["key", "click", "move", "wheel", "input method"])
async def test_each_touch_counts(it: Watched, touch: str) -> None:
    it.passes(9)
    match touch:
        case "key":
            QTest.keyClick(it.window, Qt.Key.Key_A)
        case "click":
            QTest.mouseClick(it.window, Qt.MouseButton.LeftButton)
        case "move":
            QTest.mouseMove(it.window, QPoint(5, 5))
            QTest.mouseMove(it.window, QPoint(7, 7))
        case "wheel":
            QTest.wheelEvent(it.window, QPointF(5, 5), QPoint(0, 120))
        case _:
            event = QInputMethodEvent()
            event.setCommitString("印")
            QApplication.sendEvent(it.field, event)
    it.passes(9)
    it.watch.look()
    assert it.said == 0


async def test_what_qt_makes_up_does_not_count(it: Watched) -> None:
    """Something appears below a mouse that rests; an input method is asked to be quiet."""
    it.passes(9)
    nobody, at = Qt.KeyboardModifier.NoModifier, QPointF(1, 1)
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(it.window, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, nobody))
    phase = Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(it.window, QWheelEvent(at, at, QPoint(), QPoint(0, 120), none, nobody, phase, False))
    QApplication.sendEvent(it.field, QInputMethodEvent())
    it.passes(1)
    it.watch.look()
    assert it.said == 1


async def test_the_first_touch_after_a_long_sleep_does_nothing_else(it: Watched) -> None:
    it.passes(600)
    QTest.keyClick(it.window, Qt.Key.Key_A)
    assert (it.said, it.field.text()) == (1, "")
    QTest.keyClick(it.window, Qt.Key.Key_A)
    assert it.field.text() == "a"


async def test_never_and_other_minutes(it: Watched) -> None:
    it.watch.set_minutes(0)
    it.passes(600)
    it.watch.look()
    assert it.said == 0
    it.watch.set_minutes(60)
    it.watch._last = it.clock()
    it.passes(59)
    it.watch.look()
    assert it.said == 0
    it.passes(1)
    it.watch.look()
    assert it.said == 1


async def test_its_clock_goes_on() -> None:
    assert awake_or_asleep_s() <= awake_or_asleep_s()


async def test_a_window_that_came_later_is_watched_too(it: Watched) -> None:
    dialog = QDialog(it.field)
    dialog.show()
    it.watch._timer.timeout.emit()
    it.passes(9)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_A)
    it.passes(9)
    it.watch.look()
    assert it.said == 0
    dialog.close()
