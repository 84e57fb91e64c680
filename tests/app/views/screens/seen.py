"""What stands on the screen: the widgets that are not hidden, and the words that ours have painted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QTextEdit,
    QWidget,
)

from app.views.widgets import paint

ROUNDING = 1  # logical pixels, at 125 and 150 %
CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QAbstractSpinBox,
    QTabBar,
    QAbstractItemView,
    QPlainTextEdit,
    QTextEdit,
)
_INNER = (QScrollBar, QSplitterHandle)
_HOLDERS = (QAbstractSpinBox, QComboBox, QLineEdit, QCalendarWidget)


@dataclass(frozen=True)
class Painted:
    """Words that a widget of ours has painted: where in it, of which colour."""

    widget: QWidget
    text: str
    rect: QRectF
    whole: bool
    color: QColor


@contextmanager
def painted() -> Iterator[list[Painted]]:
    """What is painted meanwhile by `paint.words`, through which all widgets of ours paint theirs."""
    found: list[Painted] = []
    real = paint.words

    def words(painter: QPainter, rect: QRectF, text: str, font: QFont, color: QColor, *more: Any) -> None:
        device = painter.device()
        if isinstance(device, QWidget) and text:
            whole = QFontMetricsF(font).horizontalAdvance(text) <= rect.width() + ROUNDING
            at = painter.transform().mapRect(rect)
            found.append(Painted(device, text, at, whole, color))
        real(painter, rect, text, font, color, *more)

    with patch.object(paint, "words", words):
        yield found


def visible(root: QWidget) -> list[QWidget]:
    """Everything in it that is not hidden, also what has to be scrolled to; nothing that Qt makes for itself."""
    inside = [each for each in root.findChildren(QWidget) if each.isVisible() and each.window() is root]
    webs = [each for each in inside if each.inherits("QWebEngineView")]
    return [root, *(each for each in inside if not (is_inner(each) or any(web.isAncestorOf(each) for web in webs)))]


def is_inner(widget: QWidget) -> bool:
    """A part of another control: the line of a spin box, the clear button of a line, a scroll bar."""
    if isinstance(widget, _INNER) or widget.objectName().startswith("qt_"):
        return True
    held = widget
    while not held.isWindow() and (above := held.parentWidget()) is not None:
        if isinstance(above, _HOLDERS):
            return True
        held = above
    return False


def called(widget: QWidget) -> str:
    """Enough to find it by."""
    name = widget.objectName() or widget.accessibleName() or text_of(widget)
    above = widget.parentWidget()
    while above is not None and not above.objectName():
        above = above.parentWidget()
    inside = f" in {above.objectName()}" if above is not None else ""
    return f"{type(widget).__name__} {name[:40]!r}{inside}"


def text_of(widget: QWidget) -> str:
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return ""
