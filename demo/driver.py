"""A person's hands and eyes on one process with Qt windows: finds widgets by name, clicks, types, reads, photographs.

Runs inside the process of a demo's console, which is told what to do by lines of JSON on a port of 127.0.0.1. Input
goes through Qt's events, so a disabled or hidden control cannot be used, as by hand.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QInputMethodEvent, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDateTimeEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QTabBar,
    QTextEdit,
    QTreeView,
    QWidget,
)

LOOK_AGAIN_S = 0.02
# Names of what is one tab of a bar.
TABS = ("rail.", "binding.ways.", "seals.parts.", "wallet.parts.", "wallet.channel.")


class NotThere(Exception):
    """What should be clicked or read is not on the screen (yet)."""


def find(name: str) -> QWidget:
    """The visible widget with that object name, in the topmost window that has one."""
    windows = QApplication.topLevelWidgets()
    active = QApplication.activeModalWidget()
    for window in sorted(windows, key=lambda each: each is not active):
        if not window.isVisible():
            continue
        found = [window] if window.objectName() == name else window.findChildren(QWidget, name)
        for widget in found:
            if widget.isVisible():
                return widget
    raise NotThere(name)


def _place(name: str) -> tuple[QTabBar, int]:
    """A tab by "bar.key": the rail's places have keys, other switches are named by their words."""
    bar, _, key = name.rpartition(".")
    tabs = find(bar)
    if not isinstance(tabs, QTabBar):
        raise NotThere(name)
    for number in range(tabs.count()):
        if key in (tabs.tabData(number), tabs.tabText(number)):
            return tabs, number
    raise NotThere(name)


def words(widget: QWidget) -> str:
    """What a person reads on a widget and on everything in it."""
    if isinstance(widget, (QLineEdit, QLabel, QAbstractButton)):
        return widget.text()
    if isinstance(widget, (QTextEdit, QPlainTextEdit)):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QAbstractItemView):
        return "\n".join(rows(widget))
    inside = [widget.accessibleName(), widget.accessibleDescription()]
    inside += [words(child) for child in widget.children() if isinstance(child, QWidget) and child.isVisibleTo(widget)]
    return "\n".join(text for text in inside if text)


def rows(view: QAbstractItemView) -> list[str]:
    """Each row of a list, or of the open branches of a tree, as the text its model gives a reader."""
    return [_row(index) for index in _indexes(view)]


def _indexes(view: QAbstractItemView, above: QModelIndex | None = None) -> Iterator[QModelIndex]:
    """The first of each row, from top to bottom."""
    model, above = view.model(), above or QModelIndex()
    for number in range(0 if model is None else model.rowCount(above)):
        index = model.index(number, 0, above)
        yield index
        if isinstance(view, QTreeView) and view.isExpanded(index):
            yield from _indexes(view, index)


def _row(index: QModelIndex) -> str:
    model = index.model()
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()  # a list keeps its count to itself
    texts = [str(index.siblingAtColumn(column).data(role) or "") for column in range(columns) for role in roles]
    return " · ".join(dict.fromkeys(text for text in texts if text))


def _usable(name: str) -> QWidget:
    widget = find(name)
    if not widget.isEnabled():
        raise NotThere(f"{name} is disabled")
    return widget


def click(name: str) -> None:
    if name.startswith(TABS):
        tabs, number = _place(name)
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(number).center())
        return
    widget = _usable(name)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def write(name: str, text: str) -> None:
    """Replace a field's text, as an input method commits it."""
    widget = _usable(name)
    if isinstance(widget, QSpinBox):
        widget.setFocus()
        widget.selectAll()
        QTest.keyClicks(widget, text)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        return
    field = widget if isinstance(widget, (QLineEdit, QTextEdit, QPlainTextEdit)) else widget.findChild(QLineEdit)
    if field is None:
        raise NotThere(f"{name} takes no text")
    field.setFocus()
    field.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def choose(name: str, text: str) -> None:
    """The row of a list, or the entry of a drop-down, that contains `text`."""
    widget = _usable(name)
    if isinstance(widget, QComboBox):
        number = widget.findText(text, Qt.MatchFlag.MatchContains)
        if number < 0:
            raise NotThere(f"{text} in {name}")
        widget.setCurrentIndex(number)
        widget.activated.emit(number)
        return
    if not isinstance(widget, QAbstractItemView):
        raise NotThere(f"{name} is no list")
    index = next((each for each in _indexes(widget) if text in _row(each)), None)
    if index is None:
        raise NotThere(f"{text} in {name}: {rows(widget)}")
    widget.scrollTo(index)
    QTest.mouseClick(widget.viewport(), Qt.MouseButton.LeftButton, pos=_middle(widget, index))


def _middle(view: QAbstractItemView, index: QModelIndex) -> QPoint:
    return view.visualRect(index).intersected(view.viewport().rect()).center()


def date(name: str, at_ms: int) -> None:
    """Set a date-time field to a moment (milliseconds since 1970 UTC)."""
    from PySide6.QtCore import QDateTime

    widget = _usable(name)
    if not isinstance(widget, QDateTimeEdit):
        raise NotThere(f"{name} takes no date")
    widget.setDateTime(QDateTime.fromMSecsSinceEpoch(at_ms))


def press(name: str, key: str) -> None:
    QTest.keyClick(_usable(name), getattr(Qt.Key, f"Key_{key}"))


def see(name: str, text: str = "") -> str:
    """What the widget says; raises `NotThere` unless it contains `text`."""
    if name.startswith(TABS):
        tabs, number = _place(name)
        return tabs.tabText(number)
    got = words(find(name))
    if text not in got:
        raise NotThere(f"“{text}” in {name}, which says “{got[:400]}”")
    return got


def gone(name: str) -> None:
    """Nothing visible has that name any more."""
    try:
        find(name)
    except NotThere:
        return
    raise NotThere(f"the end of {name}")


def picture(path: str, name: str = "") -> None:
    """The window, with an open dialog before it as on a desktop, or one widget alone, as a PNG file."""
    shown = find(name).grab() if name else _screen()
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    if not shown.save(path):
        raise OSError(f"cannot write {path}")


def _screen() -> QPixmap:
    window, dialog = _window(), QApplication.activeModalWidget()
    shown = window.grab()
    if dialog is not None and dialog is not window:
        front = dialog.grab()
        painter = QPainter(shown)
        painter.fillRect(shown.rect(), QColor(0, 0, 0, 90))
        painter.drawPixmap((window.width() - dialog.width()) // 2, (window.height() - dialog.height()) // 2, front)
        painter.end()
    return shown


def _window() -> QWidget:
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    if not shown:
        raise NotThere("no window")
    return max(shown, key=lambda window: window.width() * window.height())


def names() -> list[str]:
    """Object names of all that is visible (for finding out what a screen offers)."""
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    widgets = [each for window in shown for each in (window, *window.findChildren(QWidget)) if each.isVisible()]
    return [each.objectName() for each in widgets if each.objectName() and not each.objectName().startswith("qt_")]


COMMANDS: dict[str, Callable[..., Any]] = {
    each.__name__: each for each in (click, write, choose, date, press, see, gone, picture, names)
}


async def _do(order: dict[str, Any]) -> Any:
    """Do it as soon as the screen allows it, within the order's time."""
    do, within = order.pop("do"), float(order.pop("within", 0))
    deadline = asyncio.get_running_loop().time() + within
    while True:
        try:
            return COMMANDS[do](**order)
        except NotThere:
            if asyncio.get_running_loop().time() >= deadline:
                raise
            await asyncio.sleep(LOOK_AGAIN_S)


async def serve() -> asyncio.Server:
    """Listen on a free port of 127.0.0.1; one line in, one line out: {"ok": …} or {"error": …}."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            try:
                answer: dict[str, Any] = {"ok": await _do(json.loads(line))}
            except NotThere as error:
                answer = {"error": str(error)}
            except Exception as error:  # noqa: BLE001  (told to whoever asked, who stops the show)
                answer = {"error": f"{type(error).__name__}: {error}"}
            writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
            await writer.drain()
        writer.close()

    return await asyncio.start_server(talk, "127.0.0.1", 0)


class Hands:
    """The other end: what a story does with one process. Each call waits up to `within` seconds for the screen."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def attach(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._reader, self._writer = await asyncio.open_connection(host, int(port), limit=2**24)

    async def do(self, what: str, within: float = 20.0, **details: Any) -> Any:
        """Raises `NotThere` with what was missing, `ConnectionError` if the process is gone."""
        assert self._reader is not None
        assert self._writer is not None
        self._writer.write(json.dumps({"do": what, "within": within, **details}).encode() + b"\n")
        await self._writer.drain()
        line = await self._reader.readline()
        if not line:
            raise ConnectionError(f"{self.name} is gone")
        answer = json.loads(line)
        if "error" in answer:
            raise NotThere(f"{self.name}: {what} {details}: {answer['error']}")
        return answer["ok"]

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
