"""The seals of the organization: how each is, connecting to it, its keepers and flow, and binding a new one
(R-055..R-062, R-168..R-174)."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget

from app.models.store import Topics
from app.services.meeting import Meeting
from app.views import words
from app.views.code_dialog import NO_CODE
from app.views.i18n import Tongue, number
from app.views.room import LivePage, Room, sending
from app.views.seals.binding import BindingDialog
from app.views.seals.detail import SealDetail, state
from app.views.seals.lines import Line, Seals, read_seals
from app.views.seals.offline_use import OfflineUseDialog
from app.views.widgets import Card, EmptyState, ListDetail, Record, RecordList, RecordModel, confirm
from domain.ids import new_id
from domain.keepers import AddKeeper, RemoveKeeper
from domain.loss_lock import LockSeal, UnlockSeal, word_on
from domain.offline_use import CloseOfflineUse, OpenOfflineUse, is_open, obstacle
from domain.organization import Permission, may
from domain.rows import Act
from domain.seals import RenameSeal, may_on
from domain.templates import ClearFlow, SetFlow
from domain.verdict import Refused


class SealsPage(LivePage):
    """A list of seals and one of them. What this computer hears is laid over what the cloud has told."""

    topics: ClassVar[Topics] = frozenset(
        {"seals", "seal_status", "authorizations", "members", "templates", "categories", "outbox"}
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._known = Seals()
        self._wanted_id = room.current_seal()
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
        side.body.addWidget(self._list, 1)
        self._detail = SealDetail(room.me)
        self._detail.connect_wanted.connect(self._begin_meeting)
        self._detail.stamp_wanted.connect(lambda: room.open("ready"))
        keepers, flows = self._detail.keepers, self._detail.flows
        keepers.added.connect(lambda id: self.begin(self._add_keeper(id)))
        keepers.removed.connect(lambda id: self.begin(self._remove_keeper(id)))
        flows.set_wanted.connect(lambda category, id: self.begin(self._set_flow(category, id)))
        flows.clear_wanted.connect(lambda category: self.begin(self._clear_flow(category)))
        self._detail.told.lock_wanted.connect(lambda on: self.begin(self._lock(on)))
        self._detail.told.offline_wanted.connect(lambda on: self.begin(self._change_offline_use(on)))
        self._detail.naming.wanted.connect(lambda name, remark: self.begin(self._rename(name, remark)))
        self._nothing = EmptyState("stamp", self.tr("No seal chosen"), self.tr("Choose one at the left."))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.follow(room.devices.nearby.subscribe, self._show_heard)
        self.follow(room.devices.rounds.subscribe, self._show_heard)
        self.show_state("stamp", self.tr("Loading"), busy=True)
        self.reload()

    async def read(self) -> None:
        self._known = await self.room.store.run(lambda tx: read_seals(tx, self.room.id))
        self._show_heard()
        if self._wanted_id and self._list.choose(self._wanted_id):
            self._wanted_id = ""
        if self._list.current_key() is None and self._known.lines:
            self._list.choose(self._known.lines[0].seal.row.id)
        if self._known.lines:
            self.show_content()
        elif may(self.room.me, Permission.BIND):
            text = self.tr("Switch the seal on, keep it near this computer, and bind it with the button above.")
            self.show_state("stamp", self.tr("No seal is bound yet"), text)
        else:
            text = self.tr("Your owner or administrator binds seals; they appear here.")
            self.show_state("stamp", self.tr("No seal is bound yet"), text)

    def _show_heard(self) -> None:
        """Lay what is heard over the rows."""
        devices = self.room.devices
        heard = {seal.serial: seal for seal in devices.nearby.seals if seal.serial}
        waiting = {each.serial: each.waiting for each in devices.rounds.on_seals}
        self._model.set_rows(
            [
                replace(line, heard=heard.get(line.seal.row.id), waiting=waiting.get(line.seal.row.id, 0))
                for line in self._known.lines
            ]
        )
        if devices.nearby.trouble is not None:
            self.banner.show_fault(devices.nearby.trouble.sentence(self.room.language.tongue is Tongue.ZH_CN))
        else:
            self.banner.clear()
        self._show_detail()

    def _choose(self) -> None:
        if self._list.current_key() != self._meeting:
            self._detail.show_idle()
        else:
            self._detail.show_busy()
        self._show_detail()

    def _show_detail(self) -> None:
        line = self._model.row(self._list.currentIndex())
        if line is None:
            self._right.setCurrentWidget(self._nothing)
            return
        self._detail.show_line(line, self._known, self.room.now())
        self._right.setCurrentWidget(self._detail)

    def _id(self) -> str:
        return str(self._list.current_key() or "")

    def _begin_meeting(self) -> None:
        serial = self._id()
        if serial and not self._meeting:
            self._meeting = serial
            self._detail.show_busy()
            self.begin(self._meet(serial))

    async def _meet(self, serial: str) -> None:
        try:
            met = await self.room.devices.meet(self.room.id, serial, partial(self._show_progress, serial))
        finally:
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

    async def _add_keeper(self, member: str) -> None:
        refused = await self._submit(AddKeeper(seal=self._id(), member=member)) if member else ""
        self._detail.show_refusal(of_keeper=refused)
        if not refused:
            self.room.tell(self.tr("Keeper added"))

    async def _remove_keeper(self, member: str) -> None:
        serial, name = self._id(), self._known.person(member)
        text = self.tr("{0} no longer authorizes its uses; what waits for him goes to the others.").format(name)
        if not await confirm(self, self.tr("Withdraw the seal?"), text, self.tr("Withdraw")):
            return
        refused = await self._submit(RemoveKeeper(seal=serial, member=member))
        self._detail.show_refusal(of_keeper=refused)
        if not refused:
            self.room.tell(self.tr("Keeper withdrawn"))

    async def _set_flow(self, category: str, template: str) -> None:
        refused = await self._submit(SetFlow(seal=self._id(), category=category or None, template=template))
        self._detail.show_refusal(of_flow=refused)
        if not refused:
            self.room.tell(self.tr("Approval flow set"))

    async def _clear_flow(self, category: str) -> None:
        refused = await self._submit(ClearFlow(seal=self._id(), category=category or None))
        self._detail.show_refusal(of_flow=refused)
        if not refused:
            self.room.tell(self.tr("Approval flow removed"))

    async def _rename(self, name: str, remark: str) -> None:
        refused = await self._submit(RenameSeal(seal=self._id(), name=name, remark=remark))
        self._detail.show_refusal(of_name=refused)
        if not refused:
            self._detail.naming.hide()
            self.room.tell(self.tr("Seal renamed"))

    async def _lock(self, on: bool) -> None:
        line = self._model.row(self._list.currentIndex())
        if line is None:
            return
        seal = line.seal.row
        if on:
            title, yes = self.tr("Lock “{0}” as lost?"), self.tr("Lock")
            text = self.tr(
                "The seal is shut as soon as it has heard of it, were that when it is switched on again. Whoever may"
                " lock it can unlock it in the same way."
            )
            if is_open(seal.offline_use, self.room.now()):
                text += " " + self.tr("Its offline use is open: it hears of it with its next contact, not before.")
        else:
            title, yes = self.tr("Unlock “{0}”?"), self.tr("Unlock")
            text = self.tr("It can be used again under its authorization as soon as it has heard of it.")
        if not await confirm(self, title.format(seal.name), text, yes):
            return
        refused = await self._submit((LockSeal if on else UnlockSeal)(seal=seal.id, id=new_id(), of=word_on(seal)))
        self._detail.show_refusal(of_lock=refused)
        if not refused:
            self.room.tell(self.tr("Seal locked") if on else self.tr("Seal unlocked"))

    async def _change_offline_use(self, on: bool) -> None:
        """Why not is said before a code is sent, and so is what seems to stand in the way."""
        line = self._model.row(self._list.currentIndex())
        if line is None:
            return
        seal = line.seal.row
        why_not = await self.room.why_not((OpenOfflineUse if on else CloseOfflineUse)(seal=seal.id, code=NO_CODE))
        self._detail.show_refusal(of_lock=why_not)
        if not why_not:
            sees = may_on(self.room.me, Permission.VIEW_AUTHORIZATIONS, seal)  # else there seems to be none, ever
            advice = obstacle(seal, line.use, line.status, self.room.now(), on=on and sees)
            OfflineUseDialog(self.room, seal, self.window(), advice, on=on).open()

    async def _submit(self, act: Act) -> str:
        """Empty if it was kept; else why not."""
        done = await self.room.submit(act)
        return self.room.sentence(done) if isinstance(done, Refused) else ""

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
        row = line.seal.row
        word, tone = state(line)
        notes = [self.tr("sending")] if sending(line.seal) else []
        if line.waiting:
            notes.append(self.tr("{0} still on the seal").format(number(line.waiting)))
        battery = words.percent(line.status.battery) if line.status else ""
        return Record(
            title=row.name,
            subtitle=" · ".join(part for part in (row.model.value, row.id, battery) if part),
            pill=word,
            tone=tone,
            time=self.tr("in reach") if line.heard else words.moment(line.status.at) if line.status else "",
            icon="stamp",
            note=" · ".join(notes),
        )
