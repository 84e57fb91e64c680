"""Controls that a person without a mouse, or without eyes, does not find."""

import asyncio
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.app.views.screens.seen import CONTROLS, called

MOST_TABS = 400
EDITORS = (QLineEdit, QComboBox, QAbstractSpinBox, QTabBar, QAbstractItemView, QPlainTextEdit, QTextEdit, QProgressBar)


async def unreached(root: QWidget, shown: list[QWidget]) -> list[str]:
    """Controls that Tab does not come to."""
    wanted = [each for each in shown if _wants_focus(each)]
    reached = await _walk(root)
    groups = {each.parentWidget() for each in reached if isinstance(each, QRadioButton)}
    return [
        f"not reached by Tab: {called(each)}"
        for each in wanted
        if each not in reached and not (isinstance(each, QRadioButton) and each.parentWidget() in groups)
    ]


def _wants_focus(widget: QWidget) -> bool:
    if not widget.isEnabled() or isinstance(widget, (QHeaderView, QMenu)):
        return False
    pointed_at = widget.testAttribute(Qt.WidgetAttribute.WA_SetCursor)
    return isinstance(widget, CONTROLS) or (pointed_at and widget.cursor().shape() is Qt.CursorShape.PointingHandCursor)


async def _walk(root: QWidget) -> set[QWidget]:
    """Where the focus goes by Tab until it comes round again. A field with a date takes several."""
    reached: set[QWidget] = set()
    first: QWidget | None = None
    for _ in range(MOST_TABS):
        before = QApplication.focusWidget()
        held = before if before is not None and before.window() is root else root
        await _tab(held)
        focused = QApplication.focusWidget()
        if focused is None or focused.window() is not root or (focused is first and before is not focused):
            break
        first = first or focused
        reached.add(focused)
        proxy = focused.parentWidget()
        while proxy is not None and isinstance(proxy, (QAbstractSpinBox, QComboBox)):
            reached.add(proxy)
            proxy = proxy.parentWidget()
    return reached


async def _tab(held: QWidget) -> None:
    """Press it, and see it done: a map's page has a process of its own, and several places inside."""
    web = _web_around(held)
    before = await _inside(web) if web is not None else None
    QTest.keyClick(held, Qt.Key.Key_Tab)
    while web is not None and QApplication.focusWidget() is held and await _inside(web) == before:
        pass


def _web_around(widget: QWidget | None) -> Any:
    """The map that it is a part of, if any."""
    while widget is not None and not widget.inherits("QWebEngineView"):
        widget = widget.parentWidget()
    return widget


async def _inside(web: Any) -> object:
    """Where the focus is in its page."""
    told: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    web.page().runJavaScript("(document.activeElement || {outerHTML: ''}).outerHTML.slice(0, 200)", told.set_result)
    return await told


def nameless(root: QWidget, shown: list[QWidget]) -> list[str]:
    """Controls that a screen reader has no name for."""
    buddies = {each.buddy() for each in root.findChildren(QLabel) if each.buddy() is not None}
    found: list[str] = []
    for each in shown:
        if isinstance(each, QHeaderView) or not isinstance(each, (QAbstractButton, *EDITORS)):
            continue
        name = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "")
        if not name.strip() and each not in buddies:
            found.append(f"no name: {called(each)}")
    return found
