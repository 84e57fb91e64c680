"""The seals that this computer hears, one of which is to be bound (R-061, R-127)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.services.nearby import Nearby, NearbySeal
from app.views import words
from app.views.look import Tone
from app.views.widgets import Card, EmptyState, Record, RecordList, RecordModel, column, label
from protocol.contact import Phase

LEVELS = (-90, -80, -70, -60)  # dBm from which on one, two, three, four bars are shown


def bars(rssi: int) -> int:
    """0 to 4."""
    return sum(rssi >= level for level in LEVELS)


class NearbyList(QWidget):
    """`changed`: another one is chosen; `opened`: it was double-clicked. `wanted` and `place`: serial or address of the
    one that it has to be."""

    changed = Signal()
    opened = Signal()

    def __init__(self, nearby: Nearby) -> None:
        super().__init__()
        self._nearby = nearby
        self.wanted = self.place = ""
        self._model: RecordModel[NearbySeal] = RecordModel(lambda seal: seal.address, self._record)
        self.list = RecordList(self._model, self.tr("Seals that are heard"))
        self.list.setObjectName("binding.list")
        self.list.chosen.connect(lambda _: self.changed.emit())
        self.list.opened.connect(lambda _: self.opened.emit())
        self._silence = EmptyState(
            "bluetooth", self.tr("Listening …"), self.tr("No seal is heard yet. Is it switched on and near?")
        )
        self._silence.busy.show()
        self._heard = QStackedWidget()
        self._heard.addWidget(self._silence)
        self._heard.addWidget(self.list)
        card = Card(flush=True)
        card.body.setContentsMargins(0, 6, 0, 6)
        card.body.addWidget(self._heard, 1)
        advice = self.tr("Switch the seal on and keep it near. No pairing in the system's settings is needed.")
        self._waiting = label("", "strong")
        self._waiting.setObjectName("binding.wanted")
        layout = column(self._waiting, label(advice, "secondary", wrap=True), card, gap=10)
        layout.setStretch(2, 1)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self.want()

    def want(self, serial: str = "", address: str = "") -> None:
        """From now on it has to be this one; neither: any."""
        self.wanted, self.place = serial, address
        self._waiting.setText(self.tr("Waiting for the seal {0}").format(serial or address))
        self._waiting.setVisible(bool(serial or address))
        self.show_heard()

    @property
    def chosen(self) -> NearbySeal | None:
        return self._model.row(self.list.currentIndex())

    def show_heard(self) -> None:
        # Not by signal: that changes all the time, and a list that moves under the hand cannot be clicked.
        order = sorted(self._nearby.seals, key=lambda seal: (not seal.unbound, seal.sighting.name, seal.address))
        self._model.set_rows(order)
        unbound = [seal for seal in self._nearby.seals if seal.unbound and self.may_be_wanted(seal)]
        if self.list.current_key() is None and len(unbound) == 1:
            self.list.choose(unbound[0].address)
        self._heard.setCurrentWidget(self.list if self._nearby.seals else self._silence)
        self._silence.busy.setVisible(self._nearby.trouble is None)

    def may_be_wanted(self, seal: NearbySeal) -> bool:
        """What is heard does not tell its serial before somebody has spoken to it."""
        if self.place:
            return seal.address == self.place
        return not self.wanted or seal.serial in (None, self.wanted)

    def may_connect(self) -> bool:
        seal = self.chosen
        if seal is None or seal.sighting.phase is Phase.UNDELIVERED:
            return False
        return not seal.sighting.in_use and self.may_be_wanted(seal)

    def why_not(self) -> str:
        """Why what is chosen cannot be connected to; empty: it can, or nothing is chosen."""
        seal = self.chosen
        if seal is None:
            return ""
        if not self.may_be_wanted(seal):
            return self.tr("This is another seal.")
        if seal.sighting.in_use:
            return self.tr("Somebody else is connected to this seal.")
        if seal.sighting.phase is Phase.UNDELIVERED:
            return self.tr("This seal is not delivered yet.")
        return ""

    def advice(self) -> str:
        """What to know of the chosen one before connecting to it."""
        if self.chosen is None or self.chosen.unbound or self.why_not():
            return ""
        return self.tr(
            "This seal is bound. If it is your organization's and the cloud has lost it, it is taken in again."
        )

    def _record(self, seal: NearbySeal) -> Record:
        heard = seal.sighting
        word, tone = words.phase(heard.phase.name.lower() if heard.phase is not None else "")
        if heard.in_use:
            word, tone = self.tr("Somebody else is connected"), Tone.WARN
        elif seal.unbound:
            tone = Tone.ACCENT
        battery = self.tr("battery {0}").format(words.percent(heard.battery)) if heard.battery is not None else ""
        return Record(
            title=heard.name,
            subtitle=" · ".join(part for part in (seal.serial or seal.address, battery) if part),
            pill=word,
            tone=tone,
            time=f"{heard.rssi} dBm",
            bars=bars(heard.rssi),
        )
