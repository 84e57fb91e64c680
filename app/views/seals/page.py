"""The seals of the organization: how each is, connecting to it, its keepers and flow, and binding a new one
(R-055..R-062, R-168..R-174)."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models.store import Topics
from app.services.meeting import Meeting
from app.views import words
from app.views.i18n import Tongue, number
from app.views.room import LivePage, Room, sending
from app.views.seals.acts import SealActs
from app.views.seals.binding import BindingDialog
from app.views.seals.connection import ConnectionDialog
from app.views.seals.detail import FINGERS, SealDetail, state
from app.views.seals.lines import Line, Seals, read_seals, with_heard
from app.views.wallet.wording import service
from app.views.widgets import Card, EmptyState, ListDetail, Record, RecordList, RecordModel, button, label, row
from domain.organization import Permission, may
from domain.service import ServiceState
from domain.service import state as service_state

LOOK_AGAIN_MS = 30_000


class SealsPage(LivePage):
    """A list of seals and one of them. What this computer hears is laid over what the cloud has told."""

    topics: ClassVar[Topics] = frozenset(
        {"seals", "seal_services", "seal_status", "authorizations", "members", "templates", "categories", "outbox"}
        | {"organizations", "commands", "events", "firmware"}
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._known = Seals()
        self._wanted_id = room.current_seal()
        self._enrolling = ""  # the member whose fingerprint is to be taken
        self._meeting = ""  # the serial of the seal that is being connected to
        self._model: RecordModel[Line] = RecordModel(lambda line: line.seal.row.id, self._record)
        self._list = RecordList(self._model, title)
        self._list.setObjectName("seals.list")
        self._list.chosen.connect(lambda _: self._choose())
        if may(room.me, Permission.BIND):
            self.header.show_action(self.tr("Bind a seal")).setObjectName("seals.bind")
            self.header.acted.connect(self.bind)
        side = Card(flush=True)
        side.body.setContentsMargins(0, 6, 0, 6)
        side.body.addWidget(self._make_narrowed())
        side.body.addWidget(self._list, 1)
        self._detail = SealDetail(room.me)
        self._detail.connect_wanted.connect(partial(self._begin_meeting, ""))
        self._detail.stamp_wanted.connect(lambda: room.open("ready"))
        self._detail.connection_wanted.connect(self._choose_connection)
        self._acts = SealActs(room, self._detail, self.begin, self._chosen, lambda: self._known)
        self._nothing = EmptyState("stamp", self.tr("No seal chosen"), self.tr("Choose one at the left."))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.follow(room.devices.nearby.subscribe, self._show_heard)
        self.follow(room.devices.rounds.subscribe, self._show_heard)
        again = QTimer(self)  # what is in contact ceases to be, without a row that says so
        again.timeout.connect(self._look_again)
        again.start(LOOK_AGAIN_MS)
        self.show_state("stamp", self.tr("Loading"), busy=True)
        self.reload()

    def _make_narrowed(self) -> QWidget:
        """Above the list, as long as it shows only some."""
        self._only, self._narrowed, self._said = "", QWidget(), label("", "secondary", cut=True)
        self._said.setObjectName("seals.only")
        everything = button(self.tr("Show all"), "ghost")
        everything.setObjectName("seals.show_all")
        everything.clicked.connect(lambda: self.show_only(""))
        held = row(self._said, everything)
        held.setStretch(0, 1)
        held.setContentsMargins(14, 4, 8, 4)
        self._narrowed.setLayout(held)
        self._narrowed.hide()
        return self._narrowed

    def show_only(self, word: str) -> None:
        """Those whose state this is, in words, until all are wanted again or another page is looked at; empty: all."""
        self._only = word
        self._narrowed.setVisible(bool(word))
        self._show_heard()
        if self._list.current_key() is None and self._model.rows():
            self._list.choose(self._model.rows()[0].seal.row.id)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._only and not event.spontaneous():
            self.show_only("")

    async def read(self) -> None:
        chosen = self._wanted_id or self._id()
        self._known = await self.room.store.run(lambda tx: read_seals(tx, self.room.id, self.room.now(), chosen))
        self._show_heard()
        if self._wanted_id and self._list.choose(self._wanted_id):
            self._wanted_id = ""
        if self._list.current_key() is None and self._known.lines:
            self._list.choose(self._known.lines[0].seal.row.id)
        if self._enrolling and self._id() == self._known.history.seal:
            self._detail.open_part(FINGERS)
            self._detail.fingers.choose(self._enrolling)
            self._enrolling = ""
        if self._known.lines:
            self.show_content()
        elif may(self.room.me, Permission.BIND):
            text = self.tr("Switch the seal on and bind it with the button above: over GPRS, or near over Bluetooth.")
            self.show_state("stamp", self.tr("No seal is bound yet"), text)
        else:
            text = self.tr("Your owner or administrator binds seals; they appear here.")
            self.show_state("stamp", self.tr("No seal is bound yet"), text)

    def _show_heard(self) -> None:
        """Lay what is heard over the rows."""
        waiting = {each.serial: each.waiting for each in self.room.devices.rounds.on_seals}
        lines = with_heard(self._known.lines, self.room.devices.nearby.seals)
        lines = [replace(line, waiting=waiting.get(line.seal.row.id, 0)) for line in lines]
        if self._only:
            lines = [line for line in lines if state(line, self.room.now())[0] == self._only]
            self._said.setText(self.tr("Only: {0} · {1}").format(self._only, number(len(lines))))
        self._model.set_rows(lines)
        self._show_banner()
        self._show_detail()

    def _look_again(self) -> None:
        if self.isVisible():
            self._model.refresh()
            self.reload()

    def _show_banner(self) -> None:
        """What keeps this computer from hearing seals; else which seals go by a regime that is over (I-14)."""
        trouble = self.room.devices.nearby.trouble
        if trouble is not None:
            self.banner.show_fault(trouble.sentence(self.room.language.tongue is Tongue.ZH_CN))
        elif self._known.unaware:
            names = "、".join(self._known.unaware)
            text = self.tr("Not heard of the change between free and controlled use yet: {0}.").format(names)
            self.banner.show_fault(text)
        else:
            self.banner.clear()

    def _choose(self) -> None:
        if self._list.current_key() != self._meeting:
            self._detail.show_idle()
        else:
            self._detail.show_busy()
        self._show_detail()
        if self._id() != self._known.history.seal:
            self.reload()

    def _show_detail(self) -> None:
        line = self._chosen()
        if line is None:
            self._right.setCurrentWidget(self._nothing)
            return
        self._detail.show_line(line, self._known, self.room.now())
        self._right.setCurrentWidget(self._detail)

    def _chosen(self) -> Line | None:
        return self._model.row(self._list.currentIndex())

    def _id(self) -> str:
        return str(self._list.current_key() or "")

    def _choose_connection(self) -> None:
        """The seal's name leads here, and so does its being offline (R-212, R-214)."""
        line = self._chosen()
        if line is not None:
            dialog = ConnectionDialog(self.room, line, self.room.now(), self.window())
            dialog.picked.connect(self._begin_meeting)
            dialog.open()

    def _begin_meeting(self, address: str = "") -> None:
        serial = self._id()
        if serial and not self._meeting:
            self._meeting = serial
            self._detail.show_busy()
            self.begin(self._meet(serial, address))

    async def _meet(self, serial: str, address: str) -> None:
        progress = partial(self._show_progress, serial)
        try:
            met = await self.room.devices.meet(self.room.id, serial, progress, address)
        finally:
            self._enrolling = ""  # the member whose fingerprint is to be taken
        self._meeting = ""
        if self._id() == serial:
            self._show_met(met)

    def _show_progress(self, serial: str, done: int, total: int) -> None:
        if self._id() == serial:
            self._detail.show_busy(done, total)

    def _show_met(self, met: Meeting) -> None:
        said: list[str] = []
        if (visit := met.visit) is not None:
            count = number(visit.delivered), number(visit.carried)
            said.append(self.tr("Connected; {0} orders delivered, {1} records carried.").format(*count))
        if met.trouble is not None:
            said.append(met.trouble.sentence(self.room.language.tongue is Tongue.ZH_CN))
        elif met.mine:
            said.append(self.tr("The use under way on it is yours."))
        # That nothing is issued for a seal is no fault of whoever carries its orders.
        fault = met.trouble is not None and met.trouble.code != "no_grant"
        self._detail.show_met(words.sentences(*said), fault=fault, mine=met.mine)

    def enrol(self, member: str) -> None:
        """His fingerprint is to be taken, at the current seal (R-236)."""
        self._wanted_id, self._enrolling = self.room.current_seal(), member
        self.reload()

    def bind(self, serial: str = "", address: str = "") -> None:
        """Open the pairing window; `serial`, `address` (of its Bluetooth): for this seal and no other."""
        dialog = BindingDialog(self.room, self.window(), serial, address)
        dialog.bound.connect(self._bound)
        dialog.open()

    def _bound(self, serial: str) -> None:
        self._wanted_id = serial
        self.room.tell(self.tr("Seal bound"))
        self.reload()

    def _record(self, line: Line) -> Record:
        seal = line.seal.row
        word, tone = state(line, self.room.now())
        notes = [self.tr("sending")] if sending(line.seal) else []
        if line.service is not None and service_state(line.service, self.room.now()) is not ServiceState.RUNNING:
            notes.append(service(line.service, self.room.now())[0])
        if line.waiting:
            notes.append(self.tr("{0} still on the seal").format(number(line.waiting)))
        battery = words.percent(line.status.battery) if line.status else ""
        return Record(
            title=seal.name,
            subtitle=" · ".join(part for part in (seal.model.value, seal.id, battery) if part),
            pill=word,
            tone=tone,
            time=self.tr("in reach") if line.heard else words.moment(line.status.at) if line.status else "",
            icon="stamp",
            note=" · ".join(notes),
        )
