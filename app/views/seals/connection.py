"""How a seal is connected (连接方式): over Bluetooth, by the entry with its address, or over GPRS (R-212..R-214)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from app.services.nearby import NOBODYS, NearbySeal
from app.views import i18n, words
from app.views.i18n import Tongue
from app.views.look import Tone
from app.views.room import Room
from app.views.seals import wording
from app.views.seals.lines import Line, LinkKind
from app.views.seals.nearby import bars
from app.views.widgets import (
    Banner,
    Card,
    EmptyState,
    Foot,
    Record,
    RecordList,
    RecordModel,
    SegmentedSwitch,
    button,
    column,
    label,
    within_window,
)
from domain.seals import SealMode, presses_to_switch

KINDS = (LinkKind.BLUETOOTH, LinkKind.GPRS)


class ConnectionDialog(QDialog):
    """`picked(address)`: connect to what is heard there. GPRS is switched to at the seal itself, by its key."""

    picked = Signal(str)

    def __init__(self, room: Room, line: Line, now: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._serial = room, line.seal.row.id
        self._nearby = room.devices.nearby
        self.setObjectName("connection.window")
        self.setWindowTitle(self.tr("Connection of “{0}”").format(line.seal.row.name))
        self.setModal(True)
        self.resize(within_window(self, 540, 500))
        said = label("", "secondary", wrap=True)
        said.setObjectName("connection.said")
        said.setText(wording.connection(line, now)[0])
        self._switch = SegmentedSwitch([wording.link(each) for each in KINDS], self.tr("Connection"))
        self._switch.setObjectName("connection.kind")
        self._switch.currentChanged.connect(self._show_kind)
        self._switch.setVisible(line.is_gl)
        self._banner = Banner()
        self._ways = QStackedWidget()
        self._ways.addWidget(self._bluetooth())
        self._ways.addWidget(self._gprs(line))
        self._close, self._ok = button(self.tr("Cancel")), button(self.tr("OK"), "primary", "check")
        self._close.setObjectName("connection.cancel")
        self._ok.setObjectName("connection.ok")
        self._close.clicked.connect(self.reject)
        self._ok.clicked.connect(self._confirm)
        self._hint = label("", "secondary", wrap=True)
        self._hint.setObjectName("connection.hint")
        layout = column(label(self.windowTitle(), "title", wrap=True), said, self._switch, self._banner, gap=12)
        layout.addWidget(self._ways, 1)
        layout.addWidget(Foot(self._hint, self._close, self._ok))
        layout.setContentsMargins(24, 20, 24, 18)
        self.setLayout(layout)
        self._stop = self._nearby.subscribe(self._show_heard)
        self.finished.connect(lambda _: self._stop())
        self.finished.connect(self.deleteLater)
        gprs = line.is_gl and line.heard is None and line.status is not None and line.status.mode is SealMode.GPRS
        self._switch.setCurrentIndex(KINDS.index(LinkKind.GPRS if gprs else LinkKind.BLUETOOTH))
        self._show_heard()
        self._show_kind()

    def _bluetooth(self) -> QWidget:
        self.model: RecordModel[NearbySeal] = RecordModel(lambda seal: seal.address, self._record)
        self.list = RecordList(self.model, self.tr("Seals that are heard"))
        self.list.setObjectName("connection.list")
        self.list.chosen.connect(lambda _: self._show_kind())
        self.list.opened.connect(lambda _: self._ok.click())
        text = self.tr("No seal is heard yet. Is it switched on and near?")
        self._silence = EmptyState("bluetooth", self.tr("Listening …"), text)
        self._silence.busy.show()
        self._heard = QStackedWidget()
        self._heard.addWidget(self._silence)
        self._heard.addWidget(self.list)
        card = Card(flush=True)
        card.body.setContentsMargins(0, 6, 0, 6)
        card.body.addWidget(self._heard, 1)
        advice = self.tr(
            "Choose the entry with the seal's address: three presses of the power key show it on the seal's screen."
        )
        held = QWidget()
        layout = column(label(advice, "body", wrap=True), card, gap=10)
        layout.setStretch(1, 1)
        held.setLayout(layout)
        return held

    def _gprs(self, line: Line) -> QWidget:
        status = line.status
        in_mode = status is not None and status.mode is SealMode.GPRS
        presses = presses_to_switch(status.firmware) if status is not None else 5
        press = self.tr("Press the power key {0} times in a row: the seal switches to GPRS.").format(
            i18n.number(presses)
        )
        steps = [
            self.tr("The SIM card is in the seal, and the seal is switched on."),
            self.tr("It is in GPRS mode.") if in_mode else press,
            self.tr("It connects by itself as soon as it has a signal; nothing has to be done here."),
        ]
        card = Card()
        for at, step in enumerate(steps, 1):
            card.body.addWidget(label(f"{i18n.number(at)}.  {step}", "body", wrap=True))
        if status is not None:
            heard = words.full_moment(status.heard_at or status.at)
            last = self.tr("Last contact: {0}; signal: {1}.").format(heard, wording.signal(status))
            card.body.addWidget(label(last, "secondary", wrap=True))
        card.body.addStretch(1)
        return card

    def _show_heard(self) -> None:
        """The seal itself first; the others by name, for a list that moves under the hand cannot be clicked."""
        heard = [each for each in self._nearby.seals if each.sighting.phase not in NOBODYS]
        self.model.set_rows(sorted(heard, key=lambda each: (each.serial != self._serial, each.address)))
        own = next((each for each in heard if each.serial == self._serial), None)
        if self.list.current_key() is None and own is not None:
            self.list.choose(own.address)
        self._heard.setCurrentWidget(self.list if heard else self._silence)
        if self._nearby.trouble is not None:
            self._banner.show_fault(self._nearby.trouble.sentence(self._room.language.tongue is Tongue.ZH_CN))
        else:
            self._banner.clear()
        self._silence.busy.setVisible(self._nearby.trouble is None)
        self._show_kind()

    def _show_kind(self) -> None:
        at = max(0, self._switch.currentIndex())
        gprs = KINDS[at] is LinkKind.GPRS
        self._ways.setCurrentIndex(at)
        self._close.setVisible(not gprs)  # there is nothing to be done here that could be cancelled
        if gprs:
            self._hint.setText("")
            self._ok.setEnabled(True)
            return
        chosen = self.model.row(self.list.currentIndex())
        other = chosen is not None and chosen.serial not in (None, self._serial)
        self._hint.setText(self.tr("This is another seal.") if other else "")
        self._ok.setEnabled(chosen is not None and not other and not chosen.sighting.in_use)

    def _confirm(self) -> None:
        at = max(0, self._switch.currentIndex())
        address = str(self.list.current_key() or "") if KINDS[at] is LinkKind.BLUETOOTH else ""
        self.accept()
        if address:
            self.picked.emit(address)

    def _record(self, seal: NearbySeal) -> Record:
        heard = seal.sighting
        word, tone = words.phase(heard.phase.name.lower() if heard.phase is not None else "")
        if heard.in_use:
            word, tone = self.tr("Somebody else is connected"), Tone.WARN
        own = self.tr("this seal") if seal.serial == self._serial else (seal.serial or "")
        return Record(
            title=seal.address,
            subtitle=" · ".join(part for part in (heard.name, own) if part),
            pill=word,
            tone=tone,
            time=f"{heard.rssi} dBm",
            bars=bars(heard.rssi),
        )
