"""A form whose act needs a code by SMS, which only the cloud can judge."""

import asyncio
from typing import ClassVar

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
from domain.codes import Purpose
from domain.rows import Act
from domain.verdict import Refused

NO_CODE = "000000"  # to ask the rule what stands in the way before a code is sent


class CodeDialog(FormDialog):
    """Waits for the cloud's word, and stays if it was another code. `code_field` stands among the fields as "code"."""

    purpose: ClassVar[Purpose]

    def __init__(self, room: Room, name: str, title: str, parent: QWidget) -> None:
        super().__init__(room, name, title, parent)
        self._changed = asyncio.Event()
        self.code_field = CodeField(name)
        self.code_field.wanted.connect(lambda: self._tasks.begin(self._ask_code()))
        unsubscribe = room.store.subscribe(lambda topics: "outbox" in topics and self._changed.set())
        self.finished.connect(lambda _: unsubscribe())

    def phone(self, act: Act) -> str | None:
        """To which phone the code goes; none: the cloud knows it."""
        return None

    @property
    def code(self) -> str:
        return self.code_field.code or NO_CODE

    async def _ask_code(self) -> None:
        """What stands in the way is said before anything is sent."""
        act = self.act()
        verdict = act if isinstance(act, Refused) else await self.room.verdict(act)
        if isinstance(act, Refused) or isinstance(verdict, Refused):
            self.show_refusal(verdict if isinstance(verdict, Refused) else None)
            self.code_field.not_sent()
            return
        self.show_refusal(None)
        try:
            await self.room.ask_code(self.purpose, self.phone(act))
        except CloudError as error:
            field = error.field if isinstance(error, ProblemError) else None
            self.show_sentence(of_cloud(error).sentence(self.room.language.tongue is Tongue.ZH_CN), field)
            self.code_field.not_sent()
        else:
            self.code_field.sent()

    async def _submit(self) -> None:
        act, typed = self.act(), self.code_field.code
        if not isinstance(act, Refused) and (len(typed) != len(NO_CODE) or not typed.isdecimal()):
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
