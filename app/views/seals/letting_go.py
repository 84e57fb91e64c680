"""Unbinding a seal (解绑): what has to hold for it, each said to hold or not before anything can be pressed
(R-194..R-197)."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.views import i18n
from app.views.icons import paint_icon
from app.views.look import Tone, tokens_now
from app.views.seals.lines import Line
from app.views.widgets import button, column, label, row
from domain.organization import Member, Permission, may
from domain.seals import BindingState
from domain.unbinding import AT_THE_SEAL, Condition


class Mark(QWidget):
    """Whether something holds: a tick or a cross, each in its colour, with its word beside it for the reader."""

    def __init__(self) -> None:
        super().__init__()
        self._holds = True
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(18, 18)

    def set_holds(self, holds: bool) -> None:
        self._holds = holds
        self.setAccessibleName(self.tr("holds") if holds else self.tr("does not hold"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ink, _ = tokens_now().tone(Tone.OK if self._holds else Tone.WARN)
        name = "check-circle" if self._holds else "x-circle"
        paint_icon(QPainter(self), QRectF(1, 1, 16, 16), name, ink)


class LettingGo(QWidget):
    """`wanted`: the page asks once more, and does it. Who may not unbind does not see it at all."""

    wanted = Signal()

    def __init__(self, me: Member) -> None:
        super().__init__()
        self._me = me
        self.setObjectName("seals.letting_go")
        self._said = label("", "body", wrap=True)
        self._marks = {each: Mark() for each in Condition}
        self._words = {each: label("", "body", wrap=True) for each in Condition}
        self._conditions = QWidget()
        lines = column(gap=6)
        for each in Condition:
            across = row(self._marks[each], self._words[each], gap=8)
            across.setStretch(1, 1)
            lines.addLayout(across)
        self._conditions.setLayout(lines)
        self.unbind = button(self.tr("Unbind …"), "danger")
        self.unbind.setObjectName("seals.unbind")
        self.unbind.clicked.connect(self.wanted)
        self.error = label("", "fault", wrap=True)
        layout = column(label(self.tr("Unbinding"), "strong"), self._said, self._conditions, gap=8)
        layout.addLayout(row(None, self.unbind))
        layout.addWidget(self.error)
        self.setLayout(layout)

    def show_line(self, line: Line) -> None:
        state = line.seal.row.state
        self.setVisible(may(self._me, Permission.BIND) and state in (BindingState.BOUND, BindingState.UNBINDING))
        bound = state is BindingState.BOUND
        self._conditions.setVisible(bound)
        self.unbind.setVisible(bound)
        if not bound:
            self._said.setText(self.tr("Unbinding is decided (waiting for the seal)."))
            return
        self._said.setText(
            self.tr("Its records stay with your organization. It can be unbound when all of this holds:")
        )
        unmet = {each for each, why in line.letting_go.items() if why is not None}
        if line.waiting:
            unmet.add(Condition.EMPTY)
        for each in Condition:
            self._marks[each].set_holds(each not in unmet)
            self._words[each].setText(self._in_words(each, line, holds=each not in unmet))
        # What concerns the seal is put right when it is connected to, which is the first thing that is done.
        in_the_way = unmet - set(AT_THE_SEAL) if line.heard is not None else unmet
        self.unbind.setEnabled(not in_the_way)

    def _in_words(self, of: Condition, line: Line, *, holds: bool) -> str:
        why = line.letting_go.get(of)
        count = line.waiting or (int(why.detail) if of is Condition.EMPTY and why is not None else 0)
        waits = why.detail if of is Condition.NONE_WAITS and why is not None else ""
        near = line.heard is not None
        carried = self.tr("{0} records still lie on it; they are carried first")
        lying = self.tr("{0} records still lie on it: connect to it")
        text = {
            Condition.UNLOCKED: (
                self.tr("It is not locked as lost"),
                self.tr("It is locked as lost: unlock it first"),
            ),
            Condition.ENDED: (
                self.tr("No use is under way"),
                self.tr("A use has not been ended: end it first"),
            ),
            Condition.NONE_WAITS: (
                self.tr("No pre-authorization waits"),
                self.tr("{0} pre-authorizations wait for their code: cancel them first"),
            ),
            Condition.ON: (
                self.tr("It is switched on and connected"),
                self.tr("It is near; it is connected first") if near else self.tr("It is off or not connected"),
            ),
            Condition.EMPTY: (
                self.tr("All its records are in the cloud"),
                carried if near else lying,
            ),
        }[of]
        return text[0 if holds else 1].format(i18n.number(count) if of is Condition.EMPTY else waits)
