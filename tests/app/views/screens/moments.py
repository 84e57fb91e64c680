"""Moments that need a seal, a cloud or a file to come about, put on the screen without them."""

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from app.device.radio import Sighting
from app.services.binding import Step as BindingStep
from app.services.cloud_choice import Found
from app.services.current import Membership
from app.services.enrolling import EnrollingState
from app.services.local_cloud import LocalCloud
from app.services.lock import Lock
from app.services.nearby import NearbySeal
from app.services.own_program import OwnProgram
from app.services.photos import PhotoState
from app.services.stamping_state import PressState, StampingState, Step
from app.services.trouble import Trouble
from app.services.updates import Release
from app.sync.errors import Offline
from app.views import kept
from app.views.first_start.page import FirstStartPage, Ways
from app.views.i18n import Tongue
from app.views.kept import Kept
from app.views.lock.screen import LockScreen
from app.views.organizations import fill_menu
from app.views.ready.page import ReadyPage
from app.views.room import Tasks
from app.views.seals.binding import BindingDialog
from app.views.seals.enrolling import EnrolDialog
from app.views.seals.page import SealsPage
from app.views.settings.second_factor import SecondFactorCard
from app.views.sign_in import SignInPage
from app.views.updates import UpdateNotice
from app.views.wechat import WeChatPage
from demo import driver
from domain import wording
from domain.organization import Role
from domain.seals import Model
from protocol.contact import Phase
from protocol.sync import BegunSecondFactor
from tests.app.views import world
from tests.app.views.screens import company
from tests.app.views.screens.window import Window
from tests.app.views.world import GL, MINUTE


class Waiting(OwnProgram):
    """A demo that runs until it is ended."""

    def __init__(self) -> None:
        super().__init__([sys.executable, "-c", "import sys; sys.stdin.read()"], Path(os.devnull))


async def nobody(_: str) -> Found:
    raise Offline("nobody answers")


def first_start(window: Window, way: str = "") -> Any:
    """Nobody has used this console; the form of a way, if one is named."""
    cloud = LocalCloud(window.folder / "no cloud", [])
    ways = Ways(nobody, cloud, Waiting, window.said.reported.append)
    made = FirstStartPage(ways, window.language.tongue)
    window.shell.show_alone(made)
    if way:
        made.go(way)
    return made._stack.currentWidget()


def sign_in(window: Window, *, fixed: bool = True) -> SignInPage:
    """Nobody is signed in."""
    account, address = window.account, "https://signet.cloud.example.com:8443"
    made = SignInPage(account, window.said.reported.append, account.sign_out, address, fixed=fixed)
    window.shell.show_alone(made)
    return made


def newer_version(window: Window) -> None:
    """The place that the deployment names has told of one."""
    shell = window.shell
    notice = UpdateNotice(shell.news, "0.1.0", window.folder / kept.FILE, Kept(), shell.show_notices)
    notice._show(Release("0.12.3", "https://signet.example.com/new"))


class Attempt:
    """A ticket that nobody has scanned yet."""

    address = "https://signet.cloud.example.com:8443/v1/wechat/confirm?ticket=" + 43 * "A"
    good_for_s = 120.0

    async def phone(self) -> None:
        await asyncio.Event().wait()

    async def cancel(self) -> None:
        """Nobody has to hear of it."""


class Tickets:
    """Where a console asks for one."""

    async def ask_wechat(self) -> Attempt:
        return Attempt()


def wechat(window: Window) -> WeChatPage:
    """A QR code waits to be scanned."""
    made = sign_in(window)
    page = WeChatPage(Tickets(), window.said.reported.append, made._sentence)  # type: ignore[arg-type]
    made._stack.addWidget(page)
    made._stack.setCurrentWidget(page)
    page.begin()
    return page


async def locked(window: Window, pin: str = "") -> None:
    """With a PIN, or without one."""
    assert window.room is not None
    account = window.account
    assert account.known is not None
    account._profile.save(account.known)  # else there is no place for a PIN
    lock = Lock(window.room.store, account)
    if pin:
        await lock.set_pin(pin)
    else:
        await lock.remove_pin()
    await lock.load(signed_in_now=True)
    lock.lock()
    window.shell.cover(LockScreen(lock, Tasks(window.said.reported.append)))


def longest_refusal(window: Window) -> str:
    """Of all sentences, in the language of the moment."""
    at = 0 if window.language.tongue is Tongue.ZH_CN else 1
    return max((each[at] for each in wording.SENTENCES.values()), key=len).format(detail="1,234")


def sighting(name: str, phase: Phase, **other: object) -> Sighting:
    values: dict[str, object] = {"address": name, "name": name, "model": Model.GL, "rssi": -58, "battery": 88}
    values |= {"in_use": False, "seen_at": time.monotonic(), "device": None, "phase": phase}
    return Sighting(**(values | other))  # type: ignore[arg-type]


def hear(window: Window) -> None:
    """Three seals around this computer."""
    assert window.room is not None
    window.room.devices.nearby.seals = (
        NearbySeal(sighting("ZGY_GL_2026000099", Phase.UNBOUND)),
        NearbySeal(sighting("ZGY_GL_2026000001", Phase.USABLE, rssi=-77, in_use=True), GL),
        NearbySeal(sighting("ZGY_L_2026000077", Phase.ROLLED_BACK, rssi=-90, battery=None)),
    )


async def enrolling(window: Window, state: EnrollingState) -> None:
    """A fingerprint that is at this point of being taken."""
    assert window.room is not None
    seal, page = world.seal(GL, company.SEAL), window.shell.page("seals")
    assert isinstance(page, SealsPage)
    dialog = EnrolDialog(window.room, seal, "m-clerk", company.LATIN_NAME, page.begin, window.shell)
    dialog.open()
    dialog.enrolling._set(**{name: getattr(state, name) for name in ("step", "captures", "poor", "live", "trouble")})


def number(dialog: BindingDialog) -> None:
    """The seal shows its number, and another one was typed."""
    from dataclasses import replace

    binding = dialog._binding
    trouble = Trouble("wrong_number")
    picked = dialog._nearby.seals[0]
    binding.state = replace(binding.state, step=BindingStep.NUMBER, seal=picked, serial=GL, trouble=trouble)
    dialog._wrong = 1
    dialog._name.setText(company.SEAL)
    dialog._show_state()


def silent(dialog: BindingDialog) -> None:
    """It was told that it is bound, and has not answered."""
    from app.services.over_gprs import GprsState

    dialog._online_name.setText(company.SEAL)
    dialog._gprs.state = GprsState(trouble=Trouble("seal_silent"))
    dialog._show_state()


def bound(dialog: BindingDialog) -> None:
    from dataclasses import replace

    binding = dialog._binding
    binding.state = replace(binding.state, step=BindingStep.DONE, trouble=Trouble("cloud_away"))
    dialog._show_state()


def in_hand(page: ReadyPage, now: int, **other: object) -> None:
    """The seal is in hand; one impression has its photo, one has missed it, one is abnormal; the last came quickly."""
    panel = page._panel
    assert panel is not None
    panel._stamping.hang_up()
    presses = (
        PressState(1, 1, now - 3 * MINUTE, 0, PhotoState.KEPT),
        PressState(2, 2, now - 2 * MINUTE, 6, PhotoState.NONE),
        PressState(3, 3, now - 2 * MINUTE + 400, 0, PhotoState.MISSED, Trouble("camera_missing")),
    )
    values: dict[str, object] = {"used": 497, "count": 500, "photo_required": True, "camera_ready": True}
    values |= {"battery": 41, "lease_until": time.monotonic() + 45, "online": False, "carrying": (120, 1304)}
    values |= {"step": Step.IN_HAND, "phase": Phase.USABLE, "presses": presses}
    panel._stamping.state = StampingState(**(values | other))  # type: ignore[arg-type]
    panel._show()


def refused(page: ReadyPage) -> None:
    panel = page._panel
    assert panel is not None
    panel._stamping.hang_up()
    panel._stamping.state = StampingState(step=Step.REFUSED, trouble=Trouble("bluetooth_forbidden"))
    panel._show()


def choose_waivable() -> None:
    """An ended use whose pictures are still owed."""
    view = driver.find("authorizations.list")
    assert isinstance(view, QAbstractItemView)
    model = view.model()
    for at in range(model.rowCount()):
        view.setCurrentIndex(model.index(at, 0))
        try:
            driver.find("authorizations.waive")
        except driver.NotThere:
            continue
        return
    raise AssertionError("no use owes pictures")


def pictures(folder: Path) -> list[Path]:
    """Two that can be added to a form."""
    made: list[Path] = []
    for color in ("red", "teal"):
        path = folder / f"{company.DOCUMENT[:30]}-{color}.png"
        image = QImage(400, 300, QImage.Format.Format_RGB32)
        image.fill(QColor(color))
        image.save(str(path))
        made.append(path)
    return made


def members_file(folder: Path) -> Path:
    """A list of members of which some rows are wrong."""
    path = folder / "members.csv"
    lines = ["姓名,手机号,部门,角色", "新成员,19900000777,采购部,成员", "没有号码,,采购部,成员"]
    lines += [f"{company.LATIN_NAME},12345,{company.PLACE},不存在的角色", "再来一位,19900000778,,管章人"]
    lines += [f"批量成员{at},199000012{at:02},采购部,成员" for at in range(30)]
    path.write_text("\n".join(lines), "utf-8")
    return path


def second_factor(page: QWidget, shown: str) -> QWidget:
    """Being switched on, told once, or off."""
    card = page.findChild(SecondFactorCard)
    assert isinstance(card, SecondFactorCard)
    card._row = None
    if shown == "begun":
        uri = "otpauth://totp/Signet:19900000001?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Signet"
        card._begun = BegunSecondFactor(secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", uri=uri)
        card._setting_up.show_begun(card._begun)
    if shown == "codes":
        card._codes = [f"{at}bcde-fgh{at}k" for at in range(10)]
        card._telling.show_codes(card._codes)
    card._show()
    return card


def memberships() -> list[Membership]:
    names = (company.COMPANY, company.ENGLISH, "云杉", *(f"示例公司 {at}" for at in range(6)))
    roles = list(Role)
    return [Membership(f"o-{at}", name, roles[at % len(roles)], at) for at, name in enumerate(names)]


def fill(menu: QMenu, window: Window) -> None:
    user = window.shell.user
    fill_menu(
        menu, memberships(), "o-0", lambda _: None, lambda: None, lambda: None, user.guide, user.lock, lambda: None
    )
