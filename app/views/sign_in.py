"""Signing in by phone and code, the way to WeChat, and what a person of no organization sees (R-042..R-049)."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.sync.errors import CloudError, Offline, ProblemError
from app.views.resources import resource
from app.views.room import Tasks, leave
from app.views.widgets import Card, EmptyState, FormField, button, column, label, line_edit, row

if TYPE_CHECKING:
    from app.services.wechat import WeChatAttempt
    from app.views.wechat import WeChatPage

LOOK_AFTER_S, LOOK_AGAIN_S = 0.3, 5.0  # for the ways in of this cloud: after the first paint, and as long as it is away
ASK_AGAIN_S = 60  # a code can be asked for once a minute


class SignsIn(Protocol):
    """What this page does with the account. Raises a `CloudError`."""

    async def ask_code(self, phone: str) -> None: ...

    async def sign_in(self, phone: str, code: str, second_factor: str | None) -> bool:
        """Whether the person belongs to an organization. The first time the second factor is asked for, if at all."""
        ...

    async def offers_wechat(self) -> bool: ...

    async def ask_wechat(self) -> "WeChatAttempt": ...


class SignInPage(QWidget):
    """Phone, code, in; or WeChat, where the cloud offers it. `entered`: signed in as a member of something."""

    entered = Signal()

    def __init__(
        self,
        account: SignsIn,
        report: Callable[[BaseException], None],
        sign_out: Callable[[], Awaitable[None]],
        address: str,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "canvas")
        self.setObjectName("sign_in.page")
        self._account, self._report, self._sign_out, self._left_s = account, report, sign_out, 0
        self._looked = False
        self._by_wechat: WeChatPage | None = None
        self._tasks = Tasks(report)
        self.destroyed.connect(partial(leave, self._tasks))
        self._countdown = QTimer(self)
        self._countdown.setInterval(1000)
        self._countdown.timeout.connect(self._tick)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._form(address))
        self._stack.addWidget(self._alone())
        layout = QVBoxLayout(self)
        layout.addWidget(self._stack)
        self._show_count()

    def _form(self, address: str) -> QWidget:
        mark = QLabel()
        mark.setPixmap(QPixmap(str(resource("icons", "signet.png"))))
        mark.setScaledContents(True)
        mark.setFixedSize(52, 52)
        self._phone, self._code = line_edit(icon_name="phone", limit=20), line_edit(icon_name="key", limit=6)
        self._factor = line_edit(icon_name="shield-check", limit=20)
        self._send, self._enter = button(""), button(self.tr("Sign in"), "primary")
        self._wechat = button(self.tr("Sign in with WeChat"), "ghost", "qr-code")
        self._wechat.clicked.connect(self._go_to_wechat)
        self._wechat.hide()
        self._message = label("", "fault", wrap=True)
        self._message.hide()
        names = {"phone": self._phone, "code": self._code, "send_code": self._send, "enter": self._enter}
        names |= {"second_factor": self._factor, "wechat": self._wechat}
        for name, widget in (names | {"message": self._message}).items():
            widget.setObjectName(f"sign_in.{name}")
        self._phone_field = FormField(self.tr("Phone number"), self._phone)
        self._code_field = FormField(self.tr("Code"), self._code, self.tr("Six digits, sent to this phone"))
        hint = self.tr("Six digits from the app, or one of your recovery codes")
        self._factor_field = FormField(self.tr("Code of the authenticator app"), self._factor, hint)
        self._factor_field.hide()
        self._send.clicked.connect(lambda: self._tasks.begin(self._ask_code()))
        self._enter.clicked.connect(lambda: self._tasks.begin(self._sign_in()))
        self._phone.returnPressed.connect(self._send.click)
        self._code.returnPressed.connect(self._enter.click)
        self._factor.returnPressed.connect(self._enter.click)
        self._phone.textEdited.connect(lambda _: self._ask_factor(False))
        beside = column(self._send, gap=0)
        beside.insertSpacing(0, self._code_field.fontMetrics().height() + 6)  # level with the field, below its name
        beside.addStretch(1)
        code_row = row(self._code_field, gap=10)
        code_row.setStretch(0, 1)
        code_row.addLayout(beside)
        card = Card()
        card.setFixedWidth(400)
        card.body.setContentsMargins(36, 34, 36, 30)
        card.body.setSpacing(16)
        card.body.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(label(self.tr("Sign in to Signet"), "title"), 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(self._phone_field)
        card.body.addLayout(code_row)
        card.body.addWidget(self._factor_field)
        card.body.addWidget(self._message)
        card.body.addWidget(self._enter)
        card.body.addWidget(self._wechat, 0, Qt.AlignmentFlag.AlignHCenter)
        no_registration = self.tr("Your organization adds your phone number.")
        card.body.addWidget(label(no_registration, "caption"), 0, Qt.AlignmentFlag.AlignHCenter)
        held = QWidget()
        middle = column(gap=14)
        middle.addStretch(1)
        middle.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addWidget(label(self.tr("Cloud: {0}").format(address), "caption"), 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(2)
        held.setLayout(middle)
        return held

    def _alone(self) -> QWidget:
        alone = EmptyState(
            "buildings",
            self.tr("You do not belong to an organization yet"),
            self.tr("Ask your organization's owner or administrator to add your phone number, then sign in again."),
            self.tr("Back to signing in"),
        )
        alone.setObjectName("sign_in.no_organization")
        alone.action.setObjectName("sign_in.back")
        alone.acted.connect(lambda: self._tasks.begin(self._back()))
        return alone

    async def _ask_code(self) -> None:
        self._say(None)
        self._send.setEnabled(False)
        try:
            await self._account.ask_code(self._phone.text().strip())
        except CloudError as error:
            self._say(error)
            self._show_count()
            return
        if not self._factor_field.isHidden():  # the code that was right is good no more
            self._ask_factor(False)
            self._code.clear()
        self._left_s = ASK_AGAIN_S
        self._countdown.start()
        self._show_count()
        self._code.setFocus()

    async def _sign_in(self) -> None:
        self._say(None)
        factor = self._factor.text().strip() or None
        if factor is None and not self._factor_field.isHidden():
            self._factor_field.set_error(self.tr("Enter the code that the app shows."))
            return
        self._enter.setEnabled(False)
        try:
            belongs = await self._account.sign_in(self._phone.text().strip(), self._code.text().strip(), factor)
        except CloudError as error:
            self._refused(error)
            return
        finally:
            self._enter.setEnabled(True)
        self._in(belongs)

    def _in(self, belongs: bool) -> None:
        if belongs:
            self.entered.emit()
        else:
            self._stack.setCurrentIndex(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._looked:
            self._looked = True
            self._tasks.begin(self._look_for_ways())

    async def _look_for_ways(self) -> None:
        """Nobody waits for it: until the cloud has said that it offers WeChat, there is the other way."""
        await asyncio.sleep(LOOK_AFTER_S)
        while True:
            try:
                self._wechat.setVisible(await self._account.offers_wechat())
            except CloudError:
                await asyncio.sleep(LOOK_AGAIN_S)
            else:
                return

    def _go_to_wechat(self) -> None:
        from app.views.wechat import WeChatPage

        if self._by_wechat is None:
            self._by_wechat = WeChatPage(self._account, self._report, self._sentence)
            self._by_wechat.entered.connect(self._in)
            self._by_wechat.left.connect(lambda: self._stack.setCurrentIndex(0))
            self._stack.addWidget(self._by_wechat)
        self._stack.setCurrentWidget(self._by_wechat)
        self._by_wechat.begin()

    def _refused(self, error: CloudError) -> None:
        """What has to be typed again is chosen; a code by SMS that is over takes the rest with it."""
        code = error.code if isinstance(error, ProblemError) else ""
        if code == "second_factor_needed":
            self._ask_factor(True)
            return
        self._say(error)
        if code == "code_over":
            self._ask_factor(False)
        wrong = self._factor if code.startswith("second_factor") else self._code
        wrong.selectAll()
        wrong.setFocus()

    def _ask_factor(self, ask: bool) -> None:
        """The code by SMS was right and stays good: it need not be typed again."""
        self._factor.clear()
        self._factor_field.setVisible(ask)
        self._code.setReadOnly(ask)
        if ask:
            self._factor.setFocus()

    async def _back(self) -> None:
        await self._sign_out()
        self._ask_factor(False)
        self._code.clear()
        self._countdown.stop()
        self._left_s = 0
        self._show_count()
        self._stack.setCurrentIndex(0)

    def _say(self, error: CloudError | None) -> None:
        """Beside the field it concerns; what concerns none stands above the button."""
        code = error.code if isinstance(error, ProblemError) else ""
        sentence = "" if error is None else self._sentence(error)
        self._phone_field.set_error(sentence if code in ("phone_wrong", "codes_too_often") else "")
        self._code_field.set_error(sentence if code in ("code_wrong", "code_over") else "")
        self._factor_field.set_error(sentence if code.startswith("second_factor") else "")
        elsewhere = not any(field.error for field in (self._phone_field, self._code_field, self._factor_field))
        self._message.setText(sentence if elsewhere else "")
        self._message.setVisible(bool(sentence) and elsewhere)

    def _sentence(self, error: CloudError) -> str:
        if isinstance(error, ProblemError):
            return error.sentence
        if isinstance(error, Offline):
            return self.tr("The cloud cannot be reached. Check the network and try again.")
        return self.tr("Another cloud answers at this address than at the first sign-in.")  # `CloudChanged`

    def _tick(self) -> None:
        self._left_s -= 1
        if self._left_s <= 0:
            self._countdown.stop()
        self._show_count()

    def _show_count(self) -> None:
        waiting = self._left_s > 0
        self._send.setEnabled(not waiting)
        self._send.setText(self.tr("Again in {0} s").format(self._left_s) if waiting else self.tr("Send code"))
