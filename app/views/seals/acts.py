"""What a person does with the chosen seal: each act asked for once more where it cannot be taken back, and what the
rule says of it beside what it concerns."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.services.trouble import Trouble
from app.views import words
from app.views.code_dialog import NO_CODE
from app.views.i18n import Tongue
from app.views.room import Room, Work
from app.views.seals.detail import SealDetail
from app.views.seals.enrolling import EnrolDialog
from app.views.seals.lines import Line, Seals
from app.views.seals.offline_use import OfflineUseDialog
from app.views.widgets import confirm
from domain import fingers
from domain.fingers import DeleteFinger, EnrolFinger
from domain.ids import new_id
from domain.keepers import AddKeeper, RemoveKeeper
from domain.loss_lock import LockSeal, UnlockSeal, word_on
from domain.offline_use import CloseOfflineUse, OpenOfflineUse, is_open, obstacle
from domain.organization import Permission
from domain.rows import Act
from domain.seal_settings import SetSealSettings
from domain.seals import RenameSeal, Seal, may_on
from domain.templates import ClearFlow, SetFlow
from domain.unbinding import UnbindSeal
from domain.unfinished_binding import TakeBackBinding
from domain.verdict import Refused

if TYPE_CHECKING:
    from app.services.upgrading import Upgrading

translate = QCoreApplication.translate


class SealActs:
    """Wired to a detail; `chosen` and `known` tell what it shows at the moment."""

    def __init__(
        self,
        room: Room,
        detail: SealDetail,
        begin: Callable[[Work], None],
        chosen: Callable[[], Line | None],
        known: Callable[[], Seals],
    ) -> None:
        self._room, self._detail, self._chosen, self._known = room, detail, chosen, known
        self._begin, self._busy = begin, False
        detail.keepers.added.connect(lambda id: begin(self._add_keeper(id)))
        detail.keepers.removed.connect(lambda id: begin(self._remove_keeper(id)))
        detail.flows.set_wanted.connect(lambda category, id: begin(self._set_flow(category, id)))
        detail.flows.clear_wanted.connect(lambda category: begin(self._clear_flow(category)))
        detail.told.lock_wanted.connect(lambda on: begin(self._lock(on)))
        detail.told.offline_wanted.connect(lambda on: begin(self._change_offline_use(on)))
        detail.naming.wanted.connect(lambda name, remark: begin(self._rename(name, remark)))
        detail.settings.wanted.connect(lambda seconds, minutes: begin(self._set(seconds, minutes)))
        detail.letting_go.wanted.connect(lambda: begin(self._unbind()))
        detail.waiting.take_back_wanted.connect(lambda: begin(self._take_back()))
        detail.fingers.enrol_wanted.connect(lambda id: begin(self._enrol(id)))
        detail.fingers.delete_wanted.connect(lambda id: begin(self._delete_finger(id)))
        self._upgrading: Upgrading | None = None
        detail.firmware.now_wanted.connect(lambda: begin(self._upgrade()))
        detail.firmware.stop_wanted.connect(lambda: begin(self._stop_upgrade()))

    def _seal(self) -> Seal | None:
        line = self._chosen()
        return None if line is None else line.seal.row

    def _window(self) -> QWidget:
        return self._detail.window()

    async def _keep(self, act: Act, concerns: str, told: str) -> bool:
        """Whether it was kept; if not, why stands beside what it concerns."""
        done = await self._room.submit(act)
        refused = self._room.sentence(done) if isinstance(done, Refused) else ""
        self._detail.show_refusal(**{concerns: refused})
        if not refused:
            self._room.tell(told)
        return not refused

    def _sentence(self, trouble: Trouble) -> str:
        return trouble.sentence(self._room.language.tongue is Tongue.ZH_CN)

    # Keepers, flow, name

    async def _add_keeper(self, member: str) -> None:
        seal = self._seal()
        if seal is not None and member:
            act = AddKeeper(seal=seal.id, member=member)
            await self._keep(act, "keeper", translate("SealActs", "Keeper added"))

    async def _remove_keeper(self, member: str) -> None:
        seal, name = self._seal(), self._known().person(member)
        text = translate(
            "SealActs", "{0} no longer authorizes its uses; what waits for him goes to the others."
        ).format(name)
        if seal is None or not await confirm(
            self._detail, translate("SealActs", "Withdraw the seal?"), text, translate("SealActs", "Withdraw")
        ):
            return
        await self._keep(RemoveKeeper(seal=seal.id, member=member), "keeper", translate("SealActs", "Keeper withdrawn"))

    async def _set_flow(self, category: str, template: str) -> None:
        if (seal := self._seal()) is not None:
            act = SetFlow(seal=seal.id, category=category or None, template=template)
            await self._keep(act, "flow", translate("SealActs", "Approval flow set"))

    async def _clear_flow(self, category: str) -> None:
        if (seal := self._seal()) is not None:
            act = ClearFlow(seal=seal.id, category=category or None)
            await self._keep(act, "flow", translate("SealActs", "Approval flow removed"))

    async def _rename(self, name: str, remark: str) -> None:
        seal = self._seal()
        act = None if seal is None else RenameSeal(seal=seal.id, name=name, remark=remark)
        if act is not None and await self._keep(act, "name", translate("SealActs", "Seal renamed")):
            self._detail.naming.hide()

    # How it is set

    async def _set(self, seconds: int, minutes: int) -> None:
        if (seal := self._seal()) is not None:
            act = SetSealSettings(seal=seal.id, backlight_s=seconds, auto_off_min=minutes)
            await self._keep(act, "settings", translate("SealActs", "Backlight and power-off set"))

    async def _lock(self, on: bool) -> None:
        seal = self._seal()
        if seal is None:
            return
        if on:
            title, yes = translate("SealActs", "Lock “{0}” as lost?"), translate("SealActs", "Lock")
            text = translate(
                "SealActs",
                "The seal is shut as soon as it has heard of it, were that when it is switched on again. Whoever may"
                " lock it can unlock it in the same way.",
            )
            if is_open(seal.offline_use, self._room.now()):
                late = translate(
                    "SealActs", "Its offline use is open: it hears of it with its next contact, not before."
                )
                text = words.sentences(text, late)
        else:
            title, yes = translate("SealActs", "Unlock “{0}”?"), translate("SealActs", "Unlock")
            text = translate("SealActs", "It can be used again under its authorization as soon as it has heard of it.")
        if await confirm(self._detail, title.format(seal.name), text, yes):
            act = (LockSeal if on else UnlockSeal)(seal=seal.id, id=new_id(), of=word_on(seal))
            await self._keep(
                act, "lock", translate("SealActs", "Seal locked") if on else translate("SealActs", "Seal unlocked")
            )

    async def _change_offline_use(self, on: bool) -> None:
        """Why not is said before a code is sent, and so is what seems to stand in the way."""
        line = self._chosen()
        if line is None:
            return
        seal, room = line.seal.row, self._room
        why_not = await room.why_not((OpenOfflineUse if on else CloseOfflineUse)(seal=seal.id, code=NO_CODE))
        self._detail.show_refusal(lock=why_not)
        if not why_not:
            sees = may_on(room.me, Permission.VIEW_AUTHORIZATIONS, seal)  # else there seems to be none, ever
            advice = obstacle(seal, line.use, line.status, room.now(), on=on and sees)
            OfflineUseDialog(room, seal, self._window(), advice, on=on).open()

    # Binding that waits, unbinding

    async def _take_back(self) -> None:
        seal = self._seal()
        text = translate(
            "SealActs",
            "Nobody waits for the seal any more, and it can be bound anew. Should it have been bound by now, its own"
            " word brings it back.",
        )
        if seal is not None and await confirm(
            self._detail,
            translate("SealActs", "Take the binding of “{0}” back?").format(seal.name),
            text,
            translate("SealActs", "Take back"),
        ):
            act = TakeBackBinding(seal=seal.id)
            await self._keep(act, "binding", translate("SealActs", "The binding is taken back"))

    async def _unbind(self) -> None:
        """Asked for once more; then, if the seal is near, ordered and carried in one go."""
        seal = self._seal()
        if seal is None or self._busy:
            return
        text = translate(
            "SealActs",
            "The seal forgets its authorizations, fingerprints and settings, and may be bound by anybody to whom it is"
            " delivered. Its records stay.",
        )
        if not await confirm(
            self._detail,
            translate("SealActs", "Unbind “{0}”?").format(seal.name),
            text,
            translate("SealActs", "Unbind"),
        ):
            return
        self._busy = True
        self._detail.show_busy(doing=translate("SealActs", "Asking the cloud and the seal …"))
        try:
            trouble = await self._room.devices.have_done(self._room.id, seal.id, UnbindSeal(seal=seal.id))
        finally:
            self._busy = False
            self._detail.show_idle()
        if trouble is not None:
            self._detail.show_refusal(unbinding=self._sentence(trouble))
        else:
            self._room.tell(
                translate("SealActs", "Unbinding is decided; the seal lets go as soon as it has heard of it")
            )

    # Fingerprints

    async def _enrol(self, member: str) -> None:
        """What the rule refuses is said here; the dialog is for what the cloud and the seal say."""
        line = self._chosen()
        if line is None or not member:
            return
        seal = line.seal.row
        why_not = await self._room.why_not(EnrolFinger(seal=seal.id, member=member))
        self._detail.show_refusal(finger=why_not)
        name = self._known().person(member)
        if not why_not:
            dialog = EnrolDialog(self._room, seal, member, name, self._begin, self._window())
            dialog.open()
            dialog.begin()

    async def _delete_finger(self, member: str) -> None:
        seal, name = self._seal(), self._known().person(member)
        found = None if seal is None else fingers.finger_of(seal, member)
        if seal is None or found is None:
            return
        text = translate(
            "SealActs", "The seal no longer knows {0} by a finger. It can be enrolled anew at any time."
        ).format(name)
        if await confirm(
            self._detail,
            translate("SealActs", "Delete the fingerprint of {0}?").format(name),
            text,
            translate("SealActs", "Delete"),
        ):
            await self._keep(
                DeleteFinger(seal=seal.id, member=member), "finger", translate("SealActs", "Fingerprint deleted")
            )

    # Firmware

    async def _upgrade(self) -> None:
        """One seal after the other; what is under way goes on when another one is looked at."""
        seal = self._seal()
        if seal is None or self._upgrading is not None:
            return
        self._upgrading = work = self._room.devices.upgrading(self._room.id, seal.id)
        unsubscribe = work.subscribe(lambda: self._detail.firmware.show_work(work.serial, work.state))
        self._detail.firmware.show_work(work.serial, work.state)
        try:
            await work.run()
        finally:
            unsubscribe()
            self._upgrading = None

    async def _stop_upgrade(self) -> None:
        if self._upgrading is not None:
            await self._upgrading.stop()
