"""A new sign-in code, asked for and typed in, with the second factor of whoever has one: opens a locked console."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.services.account import OtherPerson
from app.services.lock import Lock
from app.services.secrets import SecretsLost
from app.sync.errors import CloudError, Offline, ProblemError
from app.views.room import Tasks, on_click
from app.views.widgets import FormField, button, column, line_edit, row

ASK_AGAIN_S = 60  # a code can be asked for once a minute


class CodeForm(QWidget):
    """`failed` is called with what is to be said above the button; empty: nothing any more."""

    def __init__(self, lock: Lock, tasks: Tasks, failed: Callable[[str], None]) -> None:
        super().__init__()
        self._lock, self._tasks, self._failed, self._left_s = lock, tasks, failed, 0
        self._countdown = QTimer(self, interval=1000)
        self._countdown.timeout.connect(self._tick)
        self.code = line_edit(icon_name="key", limit=6)
        self._send, self._enter = button(""), button(self.tr("Open"), "primary")
        for name, widget in (("code", self.code), ("send_code", self._send), ("enter", self._enter)):
            widget.setObjectName(f"lock.{name}")
        where = self.tr("Six digits, sent to {0}").format(_masked(lock.phone))
        self._field = FormField(self.tr("New code"), self.code, where)
        self._factor = line_edit(icon_name="shield-check", limit=20)
        self._factor.setObjectName("lock.second_factor")
        hint = self.tr("Six digits from the app, or one of your recovery codes")
        self._factor_field = FormField(self.tr("Code of the authenticator app"), self._factor, hint)
        self._factor_field.hide()
        on_click(self._send, tasks.begin, lambda: self._attempt(self._ask))
        on_click(self._enter, tasks.begin, lambda: self._attempt(self._open))
        for each in (self.code, self._factor):
            each.returnPressed.connect(self._enter.click)
        beside = column(self._send, gap=0)
        beside.insertSpacing(0, self._field.fontMetrics().height() + 6)  # level with the field, below its name
        beside.addStretch(1)
        fields = row(self._field, gap=10)
        fields.setStretch(0, 1)
        fields.addLayout(beside)
        layout = column(gap=16)
        layout.addLayout(fields)
        layout.addWidget(self._factor_field)
        layout.addWidget(self._enter)
        self.setLayout(layout)
        self._show_count()

    async def _ask(self) -> None:
        await self._lock.ask_code()
        if not self._factor_field.isHidden():  # the code that was right is good no more
            self._ask_factor(False)
            self.code.clear()
        self._left_s = ASK_AGAIN_S
        self._countdown.start()
        QTimer.singleShot(0, self, self._show_count)  # after the click is done with, which enables its button
        self.code.setFocus()

    async def _open(self) -> None:
        factor = self._factor.text().strip() or None
        if factor is None and not self._factor_field.isHidden():
            self._factor_field.set_error(self.tr("Enter the code that the app shows."))
            return
        await self._lock.open_by_code(self.code.text().strip(), factor)

    async def _attempt(self, work: Callable[[], Awaitable[None]]) -> None:
        """Beside the field what concerns the code; the rest above the button."""
        for field in (self._field, self._factor_field):
            field.set_error("")
        self._failed("")
        try:
            await work()
        except ProblemError as error:
            self._refused(error)
        except OtherPerson:
            self._failed(self.tr("This phone number belongs to somebody else by now. Sign out, then sign in anew."))
        except Offline:
            self._failed(self.tr("The cloud cannot be reached. Check the network and try again."))
        except (CloudError, SecretsLost):
            self._failed(self.tr("That did not work. Sign out, then sign in anew."))

    def _refused(self, error: ProblemError) -> None:
        """What has to be typed again is chosen; a code by SMS that is over takes the rest with it."""
        if error.code == "second_factor_needed":
            self._ask_factor(True)
            return
        wrong, field = self.code, self._field
        if error.code == "code_over":
            self._ask_factor(False)
        elif error.code.startswith("second_factor"):
            wrong, field = self._factor, self._factor_field
        elif error.code != "code_wrong":
            self._failed(error.sentence)
            return
        field.set_error(error.sentence)
        wrong.selectAll()
        wrong.setFocus()

    def _ask_factor(self, ask: bool) -> None:
        """The code by SMS was right and stays good: it need not be typed again."""
        self._factor.clear()
        self._factor_field.setVisible(ask)
        self.code.setReadOnly(ask)
        if ask:
            self._factor.setFocus()

    def _tick(self) -> None:
        self._left_s -= 1
        if self._left_s <= 0:
            self._countdown.stop()
        self._show_count()

    def _show_count(self) -> None:
        waiting = self._left_s > 0
        self._send.setEnabled(not waiting)
        self._send.setText(self.tr("Again in {0} s").format(self._left_s) if waiting else self.tr("Send code"))


def _masked(phone: str) -> str:
    """Enough to know one's own number by, for whoever stands before a locked screen."""
    return f"{phone[:3]}****{phone[-4:]}"
