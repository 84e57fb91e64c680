"""A new sign-in code, asked for and typed in, with the second factor of whoever has one: opens a locked console."""

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QWidget

from app.services.account import OtherPerson
from app.services.lock import Lock
from app.services.secrets import SecretsLost
from app.sync.errors import CloudError, Offline, ProblemError
from app.views.code_field import CodeForm
from app.views.room import Tasks, on_click
from app.views.widgets import button, column


class OpenByCode(QWidget):
    """`failed` is called with what is to be said above the button; empty: nothing any more."""

    def __init__(self, lock: Lock, tasks: Tasks, failed: Callable[[str], None]) -> None:
        super().__init__()
        self._lock, self._failed = lock, failed
        where = self.tr("Six digits, sent to {0}").format(_masked(lock.phone))
        self._code, enter = CodeForm("lock", self.tr("New code"), where), button(self.tr("Open"), "primary")
        enter.setObjectName("lock.enter")
        self._code.wanted.connect(lambda: tasks.begin(self._ask()))
        self._code.entered.connect(enter.click)
        on_click(enter, tasks.begin, self._open)
        self.setLayout(column(self._code, enter))
        self.setFocusProxy(self._code)

    async def _ask(self) -> None:
        if await self._attempt(self._lock.ask_code()):
            self._code.sent()
        else:
            self._code.not_sent()

    async def _open(self) -> None:
        if not self._code.lacks_factor():
            await self._attempt(self._lock.open_by_code(self._code.code, self._code.factor))

    async def _attempt(self, work: Awaitable[None]) -> bool:
        """Whether it came off. Beside the field what concerns the code; the rest above the button."""
        self._code.clear_faults()
        self._failed("")
        try:
            await work
        except ProblemError as error:
            if not self._code.refused(error.code, error.sentence):
                self._failed(error.sentence)
        except OtherPerson:
            self._failed(self.tr("This phone number belongs to somebody else by now. Sign out, then sign in anew."))
        except Offline:
            self._failed(self.tr("The cloud cannot be reached. Check the network and try again."))
        except (CloudError, SecretsLost):
            self._failed(self.tr("That did not work. Sign out, then sign in anew."))
        else:
            return True
        return False


def _masked(phone: str) -> str:
    """Enough to know one's own number by, for whoever stands before a locked screen."""
    return f"{phone[:3]}****{phone[-4:]}"
