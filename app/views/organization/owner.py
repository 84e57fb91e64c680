"""Changing the owner: another phone number takes over, once it has shown the code that was sent to it (R-036, R-252,
R-253, C-22)."""

import asyncio

from PySide6.QtWidgets import QWidget

from app.models import outbox
from app.models.outbox import ActState, StoredAct
from app.models.store import Tx
from app.services.trouble import of_cloud
from app.sync.errors import CloudError, ProblemError
from app.views.code_field import CodeField
from app.views.form_dialog import FormDialog
from app.views.i18n import Tongue
from app.views.room import Room
from app.views.widgets import FormField, line_edit
from domain.codes import Purpose
from domain.ids import new_id
from domain.ownership import ChangeOwner
from domain.phones import normal_phone
from domain.verdict import Refused

NO_CODE = "000000"  # to ask the rule what stands in the way before a code is sent


class ChangeOwnerDialog(FormDialog):
    """Only the cloud knows the code: the form waits for its word, and stays if it was another one."""

    def __init__(self, room: Room, parent: QWidget) -> None:
        super().__init__(room, "owner", self.tr("Change the owner"), parent)
        self._changed = asyncio.Event()
        self._called, self._phone, self._code = line_edit(limit=60), line_edit(limit=20), CodeField("owner")
        self._code.wanted.connect(lambda: self._tasks.begin(self._ask_code()))
        fields = {
            "name": FormField(self.tr("Name of the new owner"), self._called),
            "phone": FormField(self.tr("Phone number of the new owner"), self._phone),
            "code": FormField(self.tr("Code"), self._code, self.tr("Six digits, sent to this phone")),
        }
        text = self.tr(
            "The organization gets another owner: what you have in hand goes to him, and you leave it. The number must"
            " not belong to a member here."
        )
        self.lay_out(fields, self.tr("Change the owner"), text=text, kind="danger")
        unsubscribe = room.store.subscribe(lambda topics: "outbox" in topics and self._changed.set())
        self.finished.connect(lambda _: unsubscribe())

    def told(self) -> str:
        return self.tr("{0} is the owner now").format(self._called.text().strip())

    def act(self) -> ChangeOwner | Refused:
        if not self._called.text().strip():
            return Refused("name_missing", "name")
        phone = normal_phone(self._phone.text())
        if phone is None:
            return Refused("phone_wrong", "phone")
        code = self._code.code or NO_CODE
        return ChangeOwner(id=new_id(), name=self._called.text().strip(), phone=phone, code=code)

    async def _ask_code(self) -> None:
        """What stands in the way is said before anything is sent."""
        act = self.act()
        verdict = act if isinstance(act, Refused) else await self.room.verdict(act)
        if isinstance(act, Refused) or isinstance(verdict, Refused):
            self.show_refusal(verdict if isinstance(verdict, Refused) else None)
            self._code.not_sent()
            return
        self.show_refusal(None)
        try:
            await self.room.ask_code(Purpose.CHANGE_OWNER, act.phone)
        except CloudError as error:
            field = error.field if isinstance(error, ProblemError) else None
            self.show_sentence(of_cloud(error).sentence(self.room.language.tongue is Tongue.ZH_CN), field)
            self._code.not_sent()
        else:
            self._code.sent()

    async def _submit(self) -> None:
        act = self.act()
        if not isinstance(act, Refused) and (len(self._code.code) != len(NO_CODE) or not self._code.code.isdecimal()):
            self.show_sentence(self.tr("Have a code sent, and type its six digits."), "code")
            return
        done = act if isinstance(act, Refused) else await self.room.submit(act)
        self.show_refusal(done if isinstance(done, Refused) else None)
        if not isinstance(done, Refused):
            self.show_sentence(self.tr("Waiting for the cloud …"), role="secondary")
            await self._judged(done.id)

    async def _judged(self, sent: str) -> None:
        """What the cloud says of it. Closed before that, the foot of the window tells."""

        def read(tx: Tx) -> tuple[bool, StoredAct | None]:
            waits = any(each.id == sent and each.state is ActState.WAITING for each in outbox.unsettled(tx))
            return waits, next((each for each in outbox.refused(tx) if each.id == sent), None)

        waits, refused = await self.room.store.run(read)
        while waits:
            await self._changed.wait()
            self._changed.clear()
            waits, refused = await self.room.store.run(read)
        if refused is not None:
            await self.room.desk.dismiss(refused.id)  # it is read here
            self.show_sentence(refused.sentence, refused.field)
            return
        self.room.tell(self.told())
        asyncio.get_running_loop().call_soon(self.accept)  # not inside the task that closing the dialog cancels
