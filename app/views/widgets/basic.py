"""The small makers: words, buttons and lines."""

import re

from PySide6 import QtGui
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.views.icons import icon
from app.views.look import Size

# A word that is longer than a narrow column, in a script that breaks only between words: an address, a file's name.
_LONG_WORD = re.compile(r"[^\s\u2e80-\uffef]{21,}")
_PIECES = re.compile(r"[^/_?&=.-]{1,20}[/_?&=.-]*|[/_?&=.-]{1,20}")
_BREAK = "\u200b"  # of no width


def breakable(text: str) -> str:
    """With places where a long word may go on in the next line."""
    return _LONG_WORD.sub(lambda word: _BREAK.join(_PIECES.findall(word.group())), text)


class _WrapLabel(QLabel):
    """Goes on in the next line, also within a long word; what is copied from it is as it was written."""

    _text = ""

    def setText(self, text: str) -> None:
        self._text = text
        super().setText(breakable(text))

    def text(self) -> str:
        return self._text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if _BREAK not in self.selectedText():
            super().contextMenuEvent(event)
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Copy"), self._copy)
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.selectedText().replace(_BREAK, "").replace("\u2029", "\n"))


def tip(text: str) -> str:
    """The same as a tip, which Qt would read as HTML if it looks like it: what people call things is only shown."""
    return QtGui.Qt.convertFromPlainText(text) if QtGui.Qt.mightBeRichText(text) else text


class _CutLabel(QLabel):
    """One line, cut with … where there is no room; the whole is in the tip and for the screen reader."""

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(tip(text))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), self.alignment(), shown)


def label(text: str = "", role: str = "body", *, wrap: bool = False, cut: bool = False) -> QLabel:
    """Words. Roles: display, title, strong, body, secondary, caption, fault, value.

    ``wrap`` goes on in the next line where there is no room; ``cut`` ends with … (a name in a fixed place).
    """
    made = _CutLabel() if cut else _WrapLabel() if wrap else QLabel()
    made.setText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)  # names and reasons come from people
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if cut:
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return made


class _CutButton(QPushButton):
    """Its words end with … where there is no room; the whole is in the tip and for the screen reader."""

    _words = ""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # a button is never narrower else

    def setText(self, text: str) -> None:
        self._words = text
        self.setToolTip(tip(text))
        self.setAccessibleName(text)
        super().setText(text)
        self._fit()

    def text(self) -> str:
        return self._words

    def sizeHint(self) -> QSize:
        beside = super().sizeHint().width() - self.fontMetrics().horizontalAdvance(super().text())
        return QSize(beside + self.fontMetrics().horizontalAdvance(self._words), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        lacking = max(0, self.sizeHint().width() - self.width())
        room = self.fontMetrics().horizontalAdvance(self._words) - lacking
        super().setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))


_ICON_ROLE = {"primary": "accent_on", "danger": "danger", "ghost": "accent"}


def button(text: str, kind: str = "plain", icon_name: str = "", *, cut: bool = False) -> QPushButton:
    """A button. Kinds: plain, primary (one per page), danger, ghost (looks like a link), small (beside a value).

    ``cut`` ends with … where there is no room (a name)."""
    made = _CutButton() if cut else QPushButton()
    made.setText(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if icon_name:
        made.setIcon(icon(icon_name, _ICON_ROLE.get(kind, "ink")))
    return made


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and let the sheet look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def rule() -> QFrame:
    """A hairline across."""
    made = QFrame()
    made.setProperty("kind", "line")
    return made


def column(*items: QWidget, gap: int = Size.GAP) -> QVBoxLayout:
    """Widgets below each other, no margins."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for item in items:
        made.addWidget(item)
    return made


Item = QWidget | QLayout | None


def row(*items: Item, gap: int = 8) -> QHBoxLayout:
    """Widgets beside each other, no margins; None is a stretch, and a layout takes what room there is."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(gap)
    for item in items:
        if item is None:
            made.addStretch(1)
        elif isinstance(item, QLayout):
            made.addLayout(item, 1)
        else:
            made.addWidget(item)
    return made


BESIDE = 48  # pixels: what of a window stays to be seen behind a dialog


def within_window(dialog: QWidget, width: int, height: int) -> QSize:
    """So large, or as large as the window that the dialog stands in front of has room for."""
    window = dialog.parentWidget().window() if dialog.parentWidget() is not None else None
    while window is not None and window.isModal() and window.parentWidget() is not None:
        window = window.parentWidget().window()  # a form before a dialog is not bound to be lower than that one
    most = window.size() if window is not None else QSize(width + BESIDE, height + BESIDE)
    return QSize(min(width, most.width() - BESIDE), min(height, most.height() - BESIDE))


def height_of(part: QWidget, width: int) -> int:
    """What a part wants of a dialog of that width."""
    for words in part.findChildren(QLabel):
        words.ensurePolished()  # else they are measured in another size
    layout = part.layout()
    layout.activate()
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
