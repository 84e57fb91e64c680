"""Signing in by WeChat (R-048): the QR code to scan, and what becomes of it. Loaded when somebody wants it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPixmap
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from app.services.wechat import WeChatAttempt
from app.sync.errors import CloudError, Offline, ProblemError
from app.views.qr import qr_image
from app.views.room import Tasks, leave, on_click
from app.views.sign_in import in_the_middle
from app.views.widgets import Card, FormField, button, column, label, line_edit

LOOK_EVERY_S = 1.5
MODULE = 5  # pixels


class AsksWeChat(Protocol):
    """What this page does with the account. Raises a `CloudError`."""

    async def ask_wechat(self) -> WeChatAttempt: ...


class WeChatPage(QWidget):
    """One attempt after the other. `entered(belongs)`: signed in; `left`: back to phone and code."""

    entered = Signal(bool)
    left = Signal()

    def __init__(
        self,
        account: AsksWeChat,
        report: Callable[[BaseException], None],
        sentence: Callable[[CloudError], str],
    ) -> None:
        """`sentence`: what an error of the cloud is to a person."""
        super().__init__()
        self._account, self._sentence = account, sentence
        self._attempt: WeChatAttempt | None = None
        self._phone, self._left_s = "", 0
        self._tasks = Tasks(report)
        self.destroyed.connect(partial(leave, self._tasks))
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._lay_out()

    def _lay_out(self) -> None:
        self._picture = QLabel()
        self._picture.setAccessibleName(self.tr("QR code to scan with WeChat"))
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._hint, self._count = label("", "secondary", wrap=True), label("", "caption")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._message = label("", "fault", wrap=True)
        self._factor = line_edit(icon_name="shield-check", limit=20)
        hint = self.tr("Six digits from the app, or one of your recovery codes")
        self._factor_field = FormField(self.tr("Code of the authenticator app"), self._factor, hint)
        self._enter, self._again = button(self.tr("Sign in"), "primary"), button(self.tr("New QR code"), "primary")
        self._browser = button(self.tr("Open it in the browser"), "ghost")
        self._back = button(self.tr("Sign in with a code by SMS"), "ghost")
        named = {"qr": self._picture, "hint": self._hint, "count": self._count, "message": self._message}
        named |= {"second_factor": self._factor, "enter": self._enter, "again": self._again, "back": self._back}
        named["browser"] = self._browser
        for name, widget in named.items():
            widget.setObjectName(f"wechat.{name}")
        on_click(self._enter, self._tasks.begin, self._go_in)
        self._factor.returnPressed.connect(self._enter.click)
        self._again.clicked.connect(self.begin)
        self._browser.clicked.connect(self._open_address)
        self._back.clicked.connect(self._leave)
        card = Card()
        card.setFixedWidth(400)
        card.body.setContentsMargins(36, 30, 36, 22)
        card.body.addWidget(label(self.tr("Sign in with WeChat"), "title"), 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self._busy, self._hint):
            card.body.addWidget(widget)
        card.body.addWidget(self._count, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self._message, self._factor_field, self._enter, self._again):
            card.body.addWidget(widget)
        links = column(self._browser, self._back, gap=4)
        for link in (self._browser, self._back):
            links.setAlignment(link, Qt.AlignmentFlag.AlignHCenter)
        card.body.addLayout(links)
        self.setLayout(column(in_the_middle(card)))

    def begin(self) -> None:
        """A new QR code, in place of the one before."""
        self._give_up()
        self._show(busy=True, hint=self.tr("Getting a QR code …"))
        self._tasks.begin(self._wait())

    async def _wait(self) -> None:
        """Until somebody has scanned and confirmed it, and in."""
        try:
            attempt = self._attempt = await self._account.ask_wechat()
        except CloudError as error:
            self._fail(error)
            return
        picture = QPixmap.fromImage(qr_image(attempt.address, MODULE))
        self._picture.setPixmap(picture)
        self._picture.setFixedSize(picture.size())  # pixel by pixel: it stays sharp
        self._left_s = round(attempt.good_for_s)
        self._clock.start()
        self._show_waiting()
        while True:
            try:
                phone = await attempt.phone()
            except Offline as error:
                self._show_waiting(self._sentence(error))  # it may be back before the time is over
            except CloudError as error:
                self._fail(error)
                return
            else:
                if phone is not None:
                    break
                self._show_waiting()
            await asyncio.sleep(LOOK_EVERY_S)
        self._phone = phone
        self._clock.stop()
        self._show(busy=True, hint=self.tr("Confirmed. Signing in …"))
        await self._go_in()

    async def _go_in(self) -> None:
        attempt, factor = self._attempt, self._factor.text().strip() or None
        asked = not self._factor_field.isHidden()
        if attempt is None:
            return
        if asked and factor is None:
            self._factor_field.set_error(self.tr("Enter the code that the app shows."))
            return
        try:
            belongs = await attempt.enter(self._phone, factor)
        except CloudError as error:
            self._refused(error, asked=asked)
            return
        self._attempt = None
        self.entered.emit(belongs)

    def _refused(self, error: CloudError, *, asked: bool) -> None:
        """The attempt stays good for another second factor, and where only the answer was missing."""
        code = error.code if isinstance(error, ProblemError) else ""
        if code.startswith("second_factor"):
            self._show(factor=True, enter=True, hint=self.tr("WeChat has confirmed who you are."))
            self._factor_field.set_error("" if code == "second_factor_needed" else self._sentence(error))
            self._factor.selectAll()
            self._factor.setFocus()
        elif isinstance(error, Offline):
            self._show(factor=asked, enter=True, message=self._sentence(error))
        else:
            self._fail(error)

    def _fail(self, error: CloudError) -> None:
        """This attempt comes to nothing; another may not."""
        self._attempt = None
        self._clock.stop()
        self._show(again=True, message=self._sentence(error))

    def _show_waiting(self, message: str = "") -> None:
        hint = self.tr("Scan it with the WeChat that is bound to your phone number in the organization.")
        self._show(picture=True, hint=hint, message=message)

    def _show(
        self,
        *,
        picture: bool = False,
        busy: bool = False,
        factor: bool = False,
        enter: bool = False,
        again: bool = False,
        hint: str = "",
        message: str = "",
    ) -> None:
        """What of it is seen."""
        for widget, seen in (
            (self._picture, picture),
            (self._busy, busy),
            (self._hint, bool(hint)),
            (self._count, picture),
            (self._message, bool(message)),
            (self._factor_field, factor),
            (self._enter, enter),
            (self._again, again),
            (self._browser, picture and self._local),
        ):
            widget.setVisible(seen)
        self._hint.setText(hint)
        self._message.setText(message)
        self._factor_field.set_error("")
        if not factor:
            self._factor.clear()
        self._show_count()

    @property
    def _local(self) -> bool:
        """It leads to this computer, as a demo's does: a phone would not come there."""
        return self._attempt is not None and QUrl(self._attempt.address).host() in ("127.0.0.1", "localhost")

    def _show_count(self) -> None:
        self._count.setText(self.tr("Good for another {0} s").format(self._left_s))

    def _tick(self) -> None:
        """When its time is over no answer is needed to know that."""
        self._left_s -= 1
        self._show_count()
        if self._left_s <= 0:
            self._give_up()
            self._show(again=True, message=self.tr("This QR code is no longer valid; ask for a new one."))

    def _open_address(self) -> None:
        if self._attempt is not None:
            QDesktopServices.openUrl(QUrl(self._attempt.address))

    def _leave(self) -> None:
        self._give_up()
        self.left.emit()

    def _give_up(self) -> None:
        """Nobody waits for it any more; that the cloud hears of it is not vital."""
        attempt, self._attempt = self._attempt, None
        self._clock.stop()
        self._tasks.cancel()
        if attempt is not None:
            self._tasks.begin(_cancel(attempt))


async def _cancel(attempt: WeChatAttempt) -> None:
    with suppress(CloudError):
        await attempt.cancel()
