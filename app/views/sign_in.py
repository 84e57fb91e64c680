"""Signing in by phone and code, the way to WeChat, and what a person of no organization sees (R-042..R-049)."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.sync.errors import CloudError, Offline, ProblemError
from app.views.code_field import CodeForm
from app.views.help import key as help_key
from app.views.resources import resource
from app.views.room import Tasks, leave
from app.views.widgets import Card, EmptyState, FormField, button, column, label, line_edit, row, scrolled

if TYPE_CHECKING:
    from app.services.wechat import WeChatAttempt
    from app.views.wechat import WeChatPage

LOOK_AFTER_S, LOOK_AGAIN_S = 0.3, 5.0  # for the ways in of this cloud: after the first paint, and as long as it is away


class SignsIn(Protocol):
    """What this page does with the account. Raises a `CloudError`."""

    async def ask_code(self, phone: str) -> None: ...

    async def sign_in(self, phone: str, code: str, second_factor: str | None) -> bool:
        """Whether the person belongs to an organization. The first time the second factor is asked for, if at all."""
        ...

    async def offers_wechat(self) -> bool: ...

    async def ask_wechat(self) -> "WeChatAttempt": ...


class SignInPage(QWidget):
    """Phone, code, in; or WeChat, where the cloud offers it. `entered`: signed in as a member of something;
    `elsewhere`: another cloud is to be chosen."""

    entered = Signal()
    elsewhere = Signal()

    def __init__(
        self,
        account: SignsIn,
        report: Callable[[BaseException], None],
        sign_out: Callable[[], Awaitable[object]],
        address: str,
        *,
        fixed: bool = True,
    ) -> None:
        """`fixed`: this console works with this cloud and no other."""
        super().__init__()
        self.setProperty("kind", "canvas")
        self.setObjectName("sign_in.page")
        self._account, self._report, self._sign_out = account, report, sign_out
        self._looked = False
        self._by_wechat: WeChatPage | None = None
        self._tasks = Tasks(report)
        self.destroyed.connect(partial(leave, self._tasks))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._form(address, fixed=fixed))
        self._stack.addWidget(self._alone())
        layout = QVBoxLayout(self)
        layout.addWidget(self._stack)

    def _form(self, address: str, *, fixed: bool) -> QWidget:
        self._phone, self._enter = line_edit(icon_name="phone", limit=20), button(self.tr("Sign in"), "primary")
        self._code = CodeForm("sign_in", self.tr("Code"), self.tr("Six digits, sent to this phone"))
        self._letter = label("", "strong", wrap=True)
        self._letter.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._message = label("", "fault", wrap=True)
        for each in (self._letter, self._message):
            each.hide()
        self._wechat = button(self.tr("Sign in with WeChat"), "ghost", "qr-code")
        self._wechat.clicked.connect(self._go_to_wechat)
        self._wechat.hide()
        names = {"phone": self._phone, "enter": self._enter, "message": self._message, "wechat": self._wechat}
        names["letter"] = self._letter
        for name, widget in names.items():
            widget.setObjectName(f"sign_in.{name}")
        self._phone_field = FormField(self.tr("Phone number"), self._phone)
        self._code.wanted.connect(lambda: self._tasks.begin(self._ask_code()))
        self._enter.clicked.connect(lambda: self._tasks.begin(self._sign_in()))
        self._phone.returnPressed.connect(self._code.send.click)
        self._code.entered.connect(self._enter.click)
        self._phone.textEdited.connect(lambda _: self._code.ask_factor(False))
        card = door_card(self.tr("Sign in to Signet"))
        for widget in (self._phone_field, self._code, self._letter, self._message, self._enter):
            card.body.addWidget(widget)
        card.body.addWidget(self._wechat, 0, Qt.AlignmentFlag.AlignHCenter)
        no_registration = self.tr("Your organization adds your phone number.")
        card.body.addWidget(label(no_registration, "caption"), 0, Qt.AlignmentFlag.AlignHCenter)
        other = button(self.tr("Choose another cloud"), "ghost")
        other.setObjectName("sign_in.elsewhere")
        other.clicked.connect(self.elsewhere)
        links = QWidget()
        links.setLayout(row(*([] if fixed else [other]), help_key.link("sign_in.guide")))
        return in_the_middle(card, label(self.tr("Cloud: {0}").format(address), "caption"), links)

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

    def leave(self) -> None:
        """Nothing is waited for any more."""
        self._tasks.cancel()

    def show_letter(self, text: str) -> None:
        """A code came, of a cloud on this computer, which sends none by SMS."""
        self._letter.setText(text)
        self._letter.show()

    async def _ask_code(self) -> None:
        self._say(None)
        self._letter.hide()
        try:
            await self._account.ask_code(self._phone.text().strip())
        except CloudError as error:
            self._say(error)
            self._code.not_sent()
        else:
            self._code.sent()

    async def _sign_in(self) -> None:
        self._say(None)
        if self._code.lacks_factor():
            return
        self._enter.setEnabled(False)
        try:
            belongs = await self._account.sign_in(self._phone.text().strip(), self._code.code, self._code.factor)
        except CloudError as error:
            self._say(error)
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

    async def _back(self) -> None:
        await self._sign_out()
        self._code.start_over()
        self._stack.setCurrentIndex(0)

    def _say(self, error: CloudError | None) -> None:
        """Beside the field it concerns; what concerns none stands above the button."""
        code = error.code if isinstance(error, ProblemError) else ""
        sentence = "" if error is None else self._sentence(error)
        self._code.clear_faults()
        of_phone = code in ("phone_wrong", "codes_too_often")
        self._phone_field.set_error(sentence if of_phone else "")
        elsewhere = not of_phone and not self._code.refused(code, sentence)
        self._message.setText(sentence if elsewhere else "")
        self._message.setVisible(bool(sentence) and elsewhere)

    def _sentence(self, error: CloudError) -> str:
        if isinstance(error, ProblemError):
            return error.sentence
        if isinstance(error, Offline):
            return self.tr("The cloud cannot be reached. Check the network and try again.")
        return self.tr("Another cloud answers at this address than at the first sign-in.")  # `CloudChanged`


def in_the_middle(*parts: QWidget) -> QWidget:
    """Of an empty window, below each other; scrolled in a low one."""
    middle = column(gap=14)
    middle.setContentsMargins(0, 12, 0, 12)
    middle.addStretch(1)
    for part in parts:
        middle.addLayout(row(None, part, None))
    middle.addStretch(2)
    held = QWidget()
    held.setLayout(middle)
    return scrolled(held)


def door_card(title: str) -> Card:
    """What stands in the middle of an empty window: the mark and a title; the rest is put below them."""
    mark = QLabel()
    mark.setPixmap(QPixmap(str(resource("icons", "signet.png"))))
    mark.setScaledContents(True)
    mark.setFixedSize(52, 52)
    card = Card()
    card.setFixedWidth(400)
    card.body.setContentsMargins(36, 34, 36, 30)
    card.body.setSpacing(16)
    card.body.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
    card.body.addWidget(label(title, "title"), 0, Qt.AlignmentFlag.AlignHCenter)
    return card
