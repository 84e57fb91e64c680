"""What is known of one thing: rows of a label and a value; and how far it has come: a timeline of steps."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.views.icons import icon
from app.views.look import Size, Tokens, Tone, tokens_now
from app.views.widgets import paint
from app.views.widgets.basic import button, label, row


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
            name = label(fact.label, "secondary")
            self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(self._value(fact), at, 1, Qt.AlignmentFlag.AlignTop)

    def _value(self, fact: Fact) -> QWidget:
        value = label(fact.value, "value", wrap=True)
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        value.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        value.setAccessibleName(f"{fact.label}: {fact.value}")
        if not fact.copy:
            return value
        value.setWordWrap(False)
        copy = button("", "small")
        copy.setIcon(icon("copy"))
        copy.setAccessibleName(self.tr("Copy {0}").format(fact.label))
        copy.setToolTip(copy.accessibleName())
        copy.clicked.connect(lambda: self._copy(fact))
        held = QWidget()
        held.setLayout(row(value, copy, None, gap=4))
        copy.setFixedHeight(20)
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
    """Steps below each other, joined by a line."""

    ROW = 46

    def __init__(self, steps: list[Step] | None = None, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._steps: list[Step] = []
        self.set_steps(steps or [])

    def set_steps(self, steps: list[Step]) -> None:
        self._steps = list(steps)
        spoken = (" ".join(part for part in (step.title, step.text, step.time) if part) for step in steps)
        self.setAccessibleDescription("; ".join(spoken))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, self.ROW * len(self._steps))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.ROW * len(self._steps))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = tokens_now()
        for at, step in enumerate(self._steps):
            if at + 1 < len(self._steps):
                painter.fillRect(QRectF(6.5, at * self.ROW + 20, 1, self.ROW - 20), tokens.color("border"))
            self._paint_step(painter, at * self.ROW, step, tokens)

    def _paint_step(self, painter: QPainter, top: float, step: Step, tokens: Tokens) -> None:
        ink, soft = tokens.tone(step.tone)
        with paint.kept(painter):
            painter.setPen(QPen(soft, 4))
            painter.setBrush(ink)
            painter.drawEllipse(QPointF(7, top + 10), 5, 5)
        caption = paint.sized(self.font(), Size.CAPTION)
        taken = QFontMetricsF(caption).horizontalAdvance(step.time) + 10
        right = Qt.AlignmentFlag.AlignRight
        paint.words(
            painter, QRectF(self.width() - taken, top, taken, 20), step.time, caption, tokens.color("ink3"), right
        )
        title = tokens.color("ink3" if step.tone is Tone.NEUTRAL else "ink")
        bold = paint.sized(self.font(), Size.BODY, bold=True)
        paint.words(painter, QRectF(26, top, self.width() - 26 - taken, 20), step.title, bold, title)
        below = QRectF(26, top + 19, self.width() - 26, 20)
        paint.words(painter, below, step.text, paint.sized(self.font(), Size.BODY), tokens.color("ink2"))
