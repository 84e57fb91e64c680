"""What is known of one thing: rows of a label and a value; and how far it has come: a timeline of steps."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QGuiApplication, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.views.icons import icon
from app.views.look import Size, Tokens, Tone, tokens_now
from app.views.widgets import paint
from app.views.widgets.basic import breakable, button, label, row, tip

LINE = 19  # pixels: of a title that is written in one line
LABEL_WIDEST = 170


@dataclass(frozen=True)
class Fact:
    """A row; ``copy`` puts a button beside it that copies the value."""

    label: str
    value: str
    copy: bool = False


class FactList(QWidget):
    """Rows of label and value. Values can be selected; `copied(str)` says what went to the clipboard."""

    copied = Signal(str)

    def __init__(self, facts: list[Fact] | None = None) -> None:
        super().__init__()
        self._facts: list[Fact] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        self.set_facts(facts or [])

    def set_facts(self, facts: list[Fact]) -> None:
        """Show these rows; the same rows again keep selection and focus."""
        if facts == self._facts:
            return
        self._facts = list(facts)
        while taken := self._grid.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        for at, fact in enumerate(facts):
            name = label(fact.label, "secondary", wrap=True)
            name.setFixedWidth(min(LABEL_WIDEST, name.fontMetrics().horizontalAdvance(fact.label) + 2))
            self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(self._value(fact), at, 1, Qt.AlignmentFlag.AlignTop)

    def _value(self, fact: Fact) -> QWidget:
        value = label(fact.value, "value", wrap=not fact.copy, cut=fact.copy)
        value.setAccessibleName(f"{fact.label}: {fact.value}")
        if not fact.copy:
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            value.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            return value
        value.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # the button stands beside it
        copy = button("", "small")
        copy.setIcon(icon("copy"))
        copy.setAccessibleName(self.tr("Copy {0}").format(fact.label))
        copy.setToolTip(tip(copy.accessibleName()))
        copy.clicked.connect(lambda: self._copy(fact))
        held = QWidget()
        beside = row(value, copy, None, gap=2)
        beside.setContentsMargins(0, 0, 0, 0)
        held.setLayout(beside)
        copy.setProperty("bare", True)  # no higher than a line, so that the rows stay as they are
        held.setFixedHeight(value.sizeHint().height())
        copy.setFixedSize(26, held.height())
        return held

    def _copy(self, fact: Fact) -> None:
        QGuiApplication.clipboard().setText(fact.value)
        self.copied.emit(fact.value)


@dataclass(frozen=True)
class Step:
    """A step: who or what, what happened, when. The tone says how far: OK done, WARN now, NEUTRAL still to come."""

    title: str
    text: str = ""
    time: str = ""
    tone: Tone = Tone.NEUTRAL


class Timeline(QWidget):
    """Steps below each other, joined by a line; a long title or text goes on in the next line."""

    LEFT, TITLE, GAP = 26, 20, 8

    def __init__(self, steps: list[Step] | None = None, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(180)
        self._steps: list[Step] = []
        self.set_steps(steps or [])

    def set_steps(self, steps: list[Step]) -> None:
        self._steps = list(steps)
        spoken = (" ".join(part for part in (step.title, step.text, step.time) if part) for step in steps)
        self.setAccessibleDescription("; ".join(spoken))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(sum(self._height(step) for step in self._steps))

    def _height(self, step: Step) -> int:
        return self._title_height(step) + self._text_height(step) + self.GAP

    def _title_height(self, step: Step) -> int:
        room = self.width() - self.LEFT - self._time_width(step)
        return self.TITLE - LINE + _height(step.title or " ", self._bold, room)

    def _text_height(self, step: Step) -> int:
        return _height(step.text, self.font(), self.width() - self.LEFT) if step.text else 0

    def _time_width(self, step: Step) -> float:
        return QFontMetricsF(paint.sized(self.font(), Size.CAPTION)).horizontalAdvance(step.time) + 10

    @property
    def _bold(self) -> QFont:
        return paint.sized(self.font(), Size.BODY, bold=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = tokens_now()
        top = 0
        for at, step in enumerate(self._steps):
            height = self._height(step)
            if at + 1 < len(self._steps):
                painter.fillRect(QRectF(6.5, top + self.TITLE, 1, height - self.TITLE), tokens.color("border"))
            self._paint_step(painter, top, step, tokens)
            top += height

    def _paint_step(self, painter: QPainter, top: int, step: Step, tokens: Tokens) -> None:
        ink, soft = tokens.tone(step.tone)
        with paint.kept(painter):
            painter.setPen(QPen(soft, 4))
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(7, top + 10), 5, 5)
        taken, across = self._time_width(step), self.width() - self.LEFT
        at_right = QRectF(self.width() - taken, top, taken, self.TITLE)
        caption = paint.sized(self.font(), Size.CAPTION)
        paint.words(painter, at_right, step.time, caption, tokens.color("ink3"), Qt.AlignmentFlag.AlignRight)
        title = tokens.color("ink3" if step.tone is Tone.NEUTRAL else "ink")
        height = self._title_height(step)
        paint.lines(painter, QRectF(self.LEFT, top, across - taken, height), step.title, self._bold, title)
        below = QRectF(self.LEFT, top + height - 1, across, self._text_height(step) + 1)
        paint.lines(painter, below, step.text, self.font(), tokens.color("ink2"))


def _height(text: str, font: QFont, width: float) -> int:
    """Of so many lines as it takes."""
    room = QRect(0, 0, max(1, int(width)), 10_000)
    return QFontMetrics(font).boundingRect(room, Qt.TextFlag.TextWordWrap, breakable(text)).height()
