"""Whoever judges the screens sees what is wrong, and lets pass what is right."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.views.look import Look
from app.views.widgets import Selector, button, choice_edit, label, line_edit
from app.views.widgets.selector import Choice
from tests.app.views.screens.judge import judge
from tests.waiting import until

LONG = "云杉精密仪器设备制造与进出口贸易有限责任公司驻喀什地区办事处合同专用章"
Fill = Callable[[QWidget], None]


async def judged(app: QApplication, qtbot: QtBot, fill: Fill, width: int = 200, height: int = 120) -> list[str]:
    window = QWidget()
    window.setProperty("kind", "canvas")
    qtbot.addWidget(window)
    fill(window)
    window.resize(width, height)
    window.show()
    window.activateWindow()
    await until(window.isActiveWindow)
    return await judge(window, QSize(400, 600))


def put(window: QWidget, *parts: QWidget) -> None:
    """Where nothing asks how large they want to be."""
    for at, part in enumerate(parts):
        part.setParent(window)
        part.setGeometry(10, 10 + 40 * at, 100, 34)


def tabbed(name: str) -> QPushButton:
    made = button(name)
    made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return made


def named(editor: QWidget) -> QWidget:
    editor.setAccessibleName("x")
    return editor


def table(tip: str = "") -> QTableWidget:
    made = QTableWidget(1, 1)
    made.setAccessibleName("x")
    made.setTabKeyNavigation(False)
    made.horizontalHeader().hide()
    made.verticalHeader().hide()
    made.setWordWrap(False)
    made.setItem(0, 0, QTableWidgetItem(LONG))
    made.item(0, 0).setToolTip(tip)
    return made


def selector() -> Selector:
    made = Selector("Seal")
    made.set_choices([Choice("1", LONG)], "1")
    return made


def untold() -> Selector:
    made = selector()
    made.setToolTip("")
    return made


def without_tip() -> QLabel:
    made = label(LONG, cut=True)
    made.setToolTip("")
    return made


def on_each_other(window: QWidget) -> None:
    one, two = label("x"), label("y")
    put(window, one, two)
    two.move(one.pos())


def faint() -> QLabel:
    made = label("hardly to be read")
    made.setStyleSheet("color: #B0B4BC")
    return made


WRONG: dict[str, tuple[str, Fill]] = {
    "a plain label": ("cut: QLabel", lambda window: put(window, label(LONG))),
    "a wrapped label": ("cut: _WrapLabel", lambda window: put(window, label(LONG * 3, wrap=True))),
    "a name without a tip": ("no tip", lambda window: put(window, without_tip())),
    "a button": ("cut: QPushButton", lambda window: put(window, button(LONG))),
    "a box to check": ("cut: QCheckBox", lambda window: put(window, QCheckBox(LONG))),
    "a placeholder": ("cut: QLineEdit", lambda window: put(window, named(line_edit(LONG)))),
    "a drop-down of Qt's own": ("cut: QComboBox", lambda window: put(window, _plain_box())),
    "words we paint": ("cut: Selector", lambda window: put(window, untold())),
    "a cell": ("cut: QTableWidget", lambda window: put(window, table())),
    "outside": ("outside: QLabel", lambda window: put(window, *(label("x") for _ in range(4)))),
    "on each other": ("on each other", on_each_other),
    "empty at its end": ("empty at its end", lambda window: _scrolled(window, 900)),
    "no key": ("not reached by Tab", lambda window: put(window, tabbed("x"))),
    "no name": ("no name: QLineEdit", lambda window: put(window, line_edit())),
    "no name for a picture": ("no name: QPushButton", lambda window: put(window, button(""))),
    "faint": ("faint", lambda window: put(window, faint())),
}


def _plain_box() -> QComboBox:
    made = QComboBox()
    made.addItem(LONG)
    made.setAccessibleName("x")
    return made


def _scrolled(window: QWidget, high: int) -> None:
    area, content = QScrollArea(), QWidget()
    layout = QVBoxLayout(content)
    layout.addWidget(label("x"))
    content.setMinimumHeight(high)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    QHBoxLayout(window).addWidget(area)


@pytest.mark.parametrize("what", WRONG)
async def test_what_is_wrong_is_seen(qapp: QApplication, look: Look, qtbot: QtBot, what: str) -> None:
    sentence, fill = WRONG[what]
    assert [each for each in await judged(qapp, qtbot, fill) if sentence in each] != []


async def test_what_is_right_passes(qapp: QApplication, look: Look, qtbot: QtBot) -> None:
    def fill(window: QWidget) -> None:
        layout = QVBoxLayout(window)
        chosen = choice_edit([("1", LONG)])
        chosen.setAccessibleName("x")
        wrapped, cut = label(LONG, wrap=True), label(LONG, cut=True)
        for part in (wrapped, cut, button(LONG, cut=True), chosen, selector(), table(LONG), named(QLineEdit())):
            layout.addWidget(part)

    assert await judged(qapp, qtbot, fill, 300, 560) == []


async def test_a_window_larger_than_the_screen_is_seen(qapp: QApplication, look: Look, qtbot: QtBot) -> None:
    found = await judged(qapp, qtbot, lambda window: put(window, label("x")), 500, 200)
    assert [each for each in found if each.startswith("larger than the screen")] != []


def test_contrast_is_that_of_ink_and_ground() -> None:
    from tests.app.views.screens.judge_ink import contrast_within

    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    painter.fillRect(2, 2, 3, 10, QColor("#767676"))
    painter.end()
    assert contrast_within(image) == pytest.approx(4.54, abs=0.01)
