"""What a seal was told and what became of it (R-102, R-141); and what else happened to it."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.views import i18n, words
from app.views.look import Tone
from app.views.seals import wording
from app.views.seals.lines import OPEN, Line, Seals
from app.views.widgets import (
    EmptyState,
    Fact,
    FactList,
    Record,
    RecordList,
    RecordModel,
    Step,
    Timeline,
    column,
    height_of,
    rule,
    scrolled,
)
from domain.commands import SealCommand
from domain.events import SealEvent

LOWEST = 76  # pixels: most of a row, and what tells more of it, in a low window


class _List(RecordList):
    """What is chosen stays in sight when there is less room: what tells more of it stands below."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())


class _Below(QWidget):
    """As high as what it holds; scrolled where the window is low."""

    def __init__(self, facts: FactList) -> None:
        super().__init__()
        self._inside = QWidget()
        inside = column(facts, gap=0)
        inside.setContentsMargins(20, 12, 20, 12)
        self._inside.setLayout(inside)
        self._inside.installEventFilter(self)
        self.setLayout(column(rule(), scrolled(self._inside), gap=0))
        self.setMinimumHeight(LOWEST)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._inside and event.type() is QEvent.Type.LayoutRequest:
            self.setMaximumHeight(max(LOWEST, 1 + height_of(self._inside, max(1, self.width()))))
        return super().eventFilter(watched, event)


class Orders(QWidget):
    """The newest first; the chosen one with its times and ids below."""

    def __init__(self) -> None:
        super().__init__()
        self._known = Seals()
        self.model: RecordModel[SealCommand] = RecordModel(lambda each: each.id, self._record)
        self.list = _List(self.model, self.tr("Orders"))
        self.list.setObjectName("seals.orders")
        self.list.chosen.connect(lambda _: self._show_chosen())
        self.facts = FactList()
        self.facts.setObjectName("seals.order")
        self._below = _Below(self.facts)
        self.list.setMinimumHeight(LOWEST)
        text = self.tr("Authorizations, settings and locks appear here, and what the seal made of them.")
        self._stack = _either(self.list, EmptyState("paper-plane-tilt", self.tr("No orders yet"), text))
        layout = column(self._stack, self._below, gap=0)
        layout.setStretch(0, 1)
        layout.setStretch(1, 100)  # as high as it may be, where there is room
        self.setLayout(layout)

    def show_line(self, line: Line, known: Seals, now: int) -> None:
        self._known = known
        orders = known.history.orders if known.history.seal == line.seal.row.id else ()
        self.model.set_rows(orders)
        self.model.refresh()
        self._stack.setCurrentIndex(0 if orders else 1)
        self._show_chosen()

    @property
    def open(self) -> int:
        """How many the seal has not answered yet."""
        return sum(each.state in OPEN for each in self.model.rows())

    def _show_chosen(self) -> None:
        order = self.model.row(self.list.currentIndex())
        self._below.setVisible(order is not None)
        if order is None:
            return
        said = wording.order_state(order)[0]
        facts = [Fact(self.tr("State"), f"{said} · {wording.order_meaning(order)}")]
        times = ((self.tr("Sent"), order.sent_at), (self.tr("Done"), order.done_at))
        facts += [Fact(name, words.full_moment(at)) for name, at in times if at is not None]
        facts.append(Fact(self.tr("Order"), order.id, copy=True))
        if order.authorization is not None:
            facts.append(Fact(self.tr("Authorization"), order.authorization, copy=True))
        self.facts.set_facts(facts)

    def _record(self, order: SealCommand) -> Record:
        pill, tone = wording.order_state(order)
        by = self._known.person(order.by) if order.by else self.tr("by itself")
        return Record(
            title=wording.order(order, self._known),
            subtitle=" · ".join((by, self.tr("No. {0}").format(i18n.number(order.number)))),
            pill=pill,
            tone=tone,
            note=wording.refusal(order.why) if order.why is not None else "",
            time=words.moment(order.at),
            icon="paper-plane-tilt",
        )


class Events(QWidget):
    """The newest first, joined by a line."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("seals.events")
        self.steps = Timeline(name=self.tr("Events"))
        text = self.tr("What the seal's log tells beside the impressions appears here.")
        held = QWidget()
        inside = column(self.steps, gap=0)
        inside.setContentsMargins(20, 12, 20, 20)
        inside.addStretch(1)
        held.setLayout(inside)
        self._stack = _either(scrolled(held), EmptyState("list-dashes", self.tr("No events yet"), text))
        self.setLayout(column(self._stack, gap=0))

    def show_line(self, line: Line, known: Seals, now: int) -> None:
        events = known.history.events if known.history.seal == line.seal.row.id else ()
        self.steps.set_steps([self._step(each, known) for each in events])
        self._stack.setCurrentIndex(0 if events else 1)

    def _step(self, event: SealEvent, known: Seals) -> Step:
        word, tone = wording.event(event)
        who = known.person(event.member) if event.member else ""
        parts = who, self.tr("entry {0} of the seal's log").format(i18n.number(event.number)), wording.clock(event)
        # Neutral would be what is still to come.
        return Step(
            word,
            " · ".join(part for part in parts if part),
            words.full_moment(event.at),
            Tone.ACCENT if tone is Tone.NEUTRAL else tone,
        )


def _either(first: QWidget, second: QWidget) -> QStackedWidget:
    """`second`, where there is nothing, takes what room there is: it does not ask for any while `first` is shown."""
    second.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
    made = QStackedWidget()
    made.addWidget(first)
    made.addWidget(second)
    return made
