"""The current seal: what the pages are about, chosen per person and organization (A-10)."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate

from app.views.icons import paint_icon
from app.views.look import Size, Tokens, Tone, tokens_now
from app.views.widgets import paint
from app.views.widgets.basic import tip

NARROW = 90  # pixels: less is no room for words
LIST_WIDEST = 480


@dataclass(frozen=True)
class Choice:
    """A thing to choose: its id, its name, its state in a word and that word's tone."""

    id: str
    name: str
    state: str = ""
    tone: Tone = Tone.NEUTRAL


class Selector(QComboBox):
    """A box of two lines: what is chosen here, and below it the choice. `picked(id)` only when the person chose."""

    picked = Signal(str)

    def __init__(self, caption: str = "", empty: str = "") -> None:
        super().__init__()
        self._choices: list[Choice] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(12)
        self.setItemDelegate(QStyledItemDelegate(self))  # the one a combo box brings does not ask the style sheet
        self.set_words(caption, empty)
        self.activated.connect(lambda at: self.picked.emit(self._choices[at].id))

    def set_words(self, caption: str, empty: str) -> None:
        """What is chosen here ("Current seal"), and what stands there when there is nothing to choose."""
        self._caption, self._empty = caption, empty
        self.setAccessibleName(caption)
        self.update()

    def set_choices(self, choices: list[Choice], current: str = "") -> None:
        if choices != self._choices:
            self._choices = list(choices)
            self.clear()
            for choice in choices:
                self.addItem(f"{choice.name}  ·  {choice.state}" if choice.state else choice.name, choice.id)
        self.setEnabled(bool(choices))
        self.setCurrentIndex(self.findData(current))
        self.setToolTip(tip(self.currentText()))

    def current_id(self) -> str:
        return str(self.currentData() or "")

    def sizeHint(self) -> QSize:
        return QSize(180, 50)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 50)

    def showPopup(self) -> None:
        self.view().setMinimumWidth(min(LIST_WIDEST, self.view().sizeHintForColumn(0) + 24))
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = tokens_now()
        rect = QRectF(self.rect())
        hovered = self.underMouse() and self.isEnabled()
        border = tokens.color("input_border" if hovered else "border")
        paint.box(painter, rect, Size.RADIUS_SMALL, tokens.color("surface"), border)
        if self.hasFocus():
            paint.focus_ring(painter, rect, Size.RADIUS_SMALL, tokens)
        at = self.currentIndex()
        choice = self._choices[at] if 0 <= at < len(self._choices) else None
        if rect.width() < NARROW:
            self._paint_mark(painter, rect, choice, tokens)
            return
        ink, _ = tokens.tone(choice.tone if choice else Tone.NEUTRAL)
        with paint.kept(painter):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(QRectF(13, 33 - 4, 7, 7))
        small = paint.sized(self.font(), Size.CAPTION)
        room = rect.width() - 26
        paint.words(painter, QRectF(12, 5, room - 14, 18), self._caption, small, tokens.color("ink3"))
        name = paint.sized(self.font(), Size.BODY, bold=choice is not None)
        text = choice.name if choice else self._empty
        color = tokens.color("ink" if choice else "ink3")
        paint.words(painter, QRectF(27, 23, rect.width() - 58, 20), text, name, color)
        mark = QRectF(rect.right() - 26, rect.center().y() - 7, 14, 14)
        paint_icon(painter, mark, "caret-down" if len(self._choices) > 1 else "", tokens.color("ink3"))

    def _paint_mark(self, painter: QPainter, rect: QRectF, choice: Choice | None, tokens: Tokens) -> None:
        """Where there is no room for words: a stamp, and the tone of its state."""
        ink, _ = tokens.tone(choice.tone if choice else Tone.NEUTRAL)
        middle = rect.center()
        paint_icon(painter, QRectF(middle.x() - 10, middle.y() - 10, 20, 20), "stamp", tokens.color("ink2"))
        with paint.kept(painter):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(QRectF(middle.x() + 5, middle.y() - 13, 8, 8))
