"""The seals that the operator has delivered and nobody has bound yet (未绑定, R-053, R-059, R-072)."""

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models import fold
from app.models.store import Tx
from app.views import words
from app.views.look import Tone
from app.views.room import Room, Tasks
from app.views.widgets import Card, EmptyState, Record, RecordList, RecordModel, column
from domain.seals import Model, Seal, is_ours
from domain.stock import StockedSeal, is_heard, obstacle, unbound

LOOK_AGAIN_MS = 10_000  # who falls silent is in no row
TOPICS = frozenset({"stock", "seals", "outbox"})


@dataclass(frozen=True)
class Line:
    """`awaited`: it was told that it is bound, and has not said so yet."""

    stocked: StockedSeal
    awaited: bool


def read_unbound(tx: Tx, organization: str) -> tuple[Line, ...]:
    known = fold.facts(tx, organization)
    ours = {seal.id for seal in known.all(Seal) if is_ours(seal)}
    return tuple(Line(each, each.id in ours) for each in unbound(known))


class UnboundList(QWidget):
    """`changed`: another one is chosen, or something of it is different now; `opened`: it was double-clicked;
    `elsewhere`: there is none, and one in reach is looked for."""

    changed = Signal()
    opened = Signal()
    elsewhere = Signal()

    def __init__(self, room: Room, tasks: Tasks) -> None:
        super().__init__()
        self._room, self._tasks = room, tasks
        self.lines: tuple[Line, ...] = ()
        self.is_read = False
        self._model: RecordModel[Line] = RecordModel(lambda line: line.stocked.id, self._record)
        self._list = RecordList(self._model, self.tr("Seals that are delivered and not bound"))
        self._list.setObjectName("binding.unbound")
        self._list.chosen.connect(lambda _: self.changed.emit())
        self._list.opened.connect(lambda _: self.opened.emit())
        self._nothing = EmptyState(
            "package",
            self.tr("No seal waits to be bound"),
            self.tr("What the operator delivers to you stands here. A seal in reach can be bound over Bluetooth."),
            self.tr("Seals in reach"),
        )
        self._nothing.setObjectName("binding.none")
        self._nothing.acted.connect(self.elsewhere)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._list)
        card = Card(flush=True)
        card.body.setContentsMargins(0, 6, 0, 6)
        card.body.addWidget(self._stack, 1)
        layout = column(card, gap=0)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._clock.timeout.connect(self._look_again)
        self._clock.start()

    @property
    def chosen(self) -> StockedSeal | None:
        line = self._model.row(self._list.currentIndex())
        return None if line is None else line.stocked

    def why_not(self) -> str:
        """Why what is chosen cannot be bound over GPRS now; empty: it can (R-063)."""
        chosen = self.chosen
        refused = None if chosen is None else obstacle(chosen, self._room.now())
        return "" if refused is None else self._room.sentence(refused)

    async def read(self) -> None:
        lines = await self._room.store.run(lambda tx: read_unbound(tx, self._room.id))
        self.lines, self.is_read = lines, True
        self._model.set_rows(lines)
        self._stack.setCurrentWidget(self._list if lines else self._nothing)
        if self._list.current_key() is None and len(lines) == 1:
            self._list.choose(lines[0].stocked.id)
        self.changed.emit()

    def _look_again(self) -> None:
        self._model.refresh()
        self.changed.emit()

    def _record(self, line: Line) -> Record:
        stocked = line.stocked
        word, tone = words.phase(stocked.state.value)
        if line.awaited:
            word, tone = self.tr("Waiting for the seal"), Tone.WARN
        elif is_heard(stocked, self._room.now()):
            word, tone = self.tr("Not bound · online"), Tone.OK
        ways = self.tr("GPRS or Bluetooth") if stocked.model is Model.GL else self.tr("Bluetooth")
        heard = "" if stocked.heard_at is None else self.tr("heard {0}").format(words.moment(stocked.heard_at))
        return Record(
            title=stocked.id,
            subtitle=f"{stocked.model.value} · {ways}",
            pill=word,
            tone=tone,
            time=heard,
            icon="stamp",
        )
