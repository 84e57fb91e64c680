"""Settings of the person, on the screen of a console with a real cloud: consoles, sign-ins, second factor."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.models import replica
from app.services.lock import Lock
from app.services.own import Own
from app.views.i18n import Language, Tongue
from app.views.kept import Kept
from app.views.look import Look
from app.views.qr import qr_image
from app.views.settings.console import ThisConsole
from app.views.settings.page import SettingsPage
from cloud.authenticator import STEP_MS
from cloud.store import wechat_accounts
from demo import driver
from domain.organization import Organization, Role
from domain.second_factor import RECOVERY_CODES
from protocol.pairing import pairing
from protocol.sync import WeChatBinding
from tests.app.console import Console, console
from tests.app.views import rooms
from tests.app.views.rooms import Said
from tests.app.views.stage import see, sees
from tests.cloud.test_second_factor import Phone
from tests.cloud.world import Cloud, Person, Problem, running
from tests.waiting import until

OWNER = "19900000001"


class Office:
    """One person's settings on the screen."""

    def __init__(self, app: QApplication, look: Look, cloud: Cloud, stack: AsyncExitStack) -> None:
        self.app, self.look, self.cloud, self.stack = app, look, cloud, stack
        self.language, self.said = Language(app, Tongue.EN), Said()

    async def open(self, folder: Path, phone: str) -> Console:
        pc = await self.stack.enter_async_context(console(folder, self.cloud, phone))
        assert pc.account.known is not None
        (id,) = pc.account.known.organizations
        me = await pc.until(lambda tx: replica.me(tx, id))
        company = await pc.until(lambda tx: replica.get(tx, Organization, id, id))
        await pc.reached(lambda state: state.online)
        given: dict[str, Any] = {"look": self.look, "language": self.language, "organization": company}
        room = rooms.room(pc.store, me, self.cloud.now, self.said, self.app, desk=pc.desk, **given)
        this = ThisConsole(
            name="PC",
            cloud=self.cloud.address,
            fingerprint=pc.account.fingerprint,
            version="1",
            secrets_in_keyring=False,
            choose_tongue=lambda _: None,
            choose_scheme=lambda _: None,
            sign_out=pc.account.sign_out,
            own=Own(pc.account, pc.engine),
            lock=Lock(pc.store, pc.account),
            kept=Kept(),
            choose_lock_after=lambda _: None,
            has_tray=lambda: True,
            choose_keep_in_tray=lambda _: None,
            autostart=lambda: None,
            choose_place=lambda *_: None,
            choose_ground=lambda _: None,
        )
        page = SettingsPage(room, "Settings", this)
        page.resize(1118, 1400)
        page.show()
        own = ("consoles", "second_factor", "wechat", "sign_ins")
        assert not any(sees(f"settings.{name}") for name in own), "it is not known yet what stands there"
        self.stack.push_async_callback(self._close, page)
        await until(lambda: page.is_filled)
        return pc

    async def _close(self, page: SettingsPage) -> None:
        tasks = page.tasks
        page.close()
        page.deleteLater()
        self.app.sendPostedEvents(page, QEvent.Type.DeferredDelete)
        await until(lambda: not tasks.running)


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncGenerator[Cloud]:
    async with running(tmp_path) as made:
        yield made


@pytest.fixture
async def owner(cloud: Cloud) -> Person:
    """At another console of his."""
    return await cloud.organization(OWNER)


@pytest.fixture
async def office(qapp: QApplication, look: Look, cloud: Cloud) -> AsyncGenerator[Office]:
    async with AsyncExitStack() as stack:
        made = Office(qapp, look, cloud, stack)
        yield made
    assert made.said.reported == []


@pytest.mark.req("R-297", "F")
async def test_another_console_is_signed_out_from_afar(office: Office, owner: Person, tmp_path: Path) -> None:
    await office.open(tmp_path / "pc", OWNER)
    other = owner.signed_in.console
    await see("settings.consoles", "This console")
    await see(f"consoles.sign_out.{other}")
    driver.click(f"consoles.sign_out.{other}")
    await see("confirm.yes")
    driver.click("confirm.yes")
    await see("settings.consoles", "Signed out")
    await see("settings.sign_ins", "Signed out from afar")
    assert not sees(f"consoles.sign_out.{other}")
    assert office.said.told == ["“PC” is signed out"]
    with pytest.raises(Problem, match="401 signed_out"):
        await owner.pull()


async def test_the_cloud_is_told_by_address_and_fingerprint(office: Office, owner: Person, tmp_path: Path) -> None:
    """As its operator gives them out, so that both can be compared and handed on."""
    pc = await office.open(tmp_path / "pc", OWNER)
    own = (await pc.account.client.platform()).platform
    address, _, written = pairing(pc.account.client.base, own).partition("#")
    for part, value in (("Cloud", address), ("Its fingerprint", written)):
        await see("settings.this_console", value)
        buttons = driver.find("settings.this_console").findChildren(QPushButton)
        next(each for each in buttons if each.accessibleName() == f"Copy {part}").click()
        assert QGuiApplication.clipboard().text() == value
    assert office.said.told == ["Copied", "Copied"]


async def test_this_console_is_not_signed_out_from_the_list(office: Office, owner: Person, tmp_path: Path) -> None:
    pc = await office.open(tmp_path / "pc", OWNER)
    assert pc.account.known is not None
    await see(f"consoles.rename.{pc.account.known.console}")
    assert not sees(f"consoles.sign_out.{pc.account.known.console}")


async def test_a_console_gets_another_name(office: Office, owner: Person, tmp_path: Path) -> None:
    pc = await office.open(tmp_path / "pc", OWNER)
    assert pc.account.known is not None
    here = pc.account.known.console
    driver.click(f"consoles.rename.{here}")
    driver.write(f"consoles.name.{here}", "  ")
    await press(f"consoles.save.{here}")
    await see("settings.consoles", "A console needs a name.")
    driver.write(f"consoles.name.{here}", "前台电脑")
    await press(f"consoles.save.{here}")
    await until(lambda: not sees(f"consoles.name.{here}"))
    await see("settings.consoles", "前台电脑")
    assert not sees("settings.consoles", "A console needs a name.")


async def test_a_second_factor_is_set_up_used_and_switched_off(office: Office, owner: Person, tmp_path: Path) -> None:
    await office.open(tmp_path / "pc", OWNER)
    await press("second_factor.begin")
    await see("second_factor.qr")
    picture = driver.find("second_factor.qr")
    assert isinstance(picture, QLabel)
    address = _read(picture.pixmap().toImage())
    secret = address.partition("secret=")[2].partition("&")[0]
    assert sees("settings.second_factor", secret)
    phone = Phone(office.cloud, secret)
    driver.write("second_factor.code", "1")
    await press("second_factor.confirm")
    await see("settings.second_factor", "动态码不正确，还可以尝试 4 次。")  # as the cloud said it to this console
    driver.write("second_factor.code", phone.shows())
    await press("second_factor.confirm")
    await see("second_factor.codes")
    driver.click("second_factor.copy")
    codes = QGuiApplication.clipboard().text().splitlines()
    assert len(codes) == RECOVERY_CODES
    assert all(sees("second_factor.codes", code) for code in codes)
    await press("second_factor.kept")
    await see("settings.second_factor", "Recovery codes left")
    assert not sees("settings.second_factor", codes[0])

    await press("second_factor.renew")
    driver.write("second_factor.renew.code", codes[0])
    await press("second_factor.renew.confirm")
    await see("second_factor.codes")
    await press("second_factor.kept")
    await press("second_factor.end")
    office.cloud.now += STEP_MS
    driver.write("second_factor.end.code", phone.shows())
    await press("second_factor.end.confirm")
    await see("second_factor.begin")
    await see("settings.sign_ins", "Second factor switched off")


async def test_setting_up_can_be_left(office: Office, owner: Person, tmp_path: Path) -> None:
    await office.open(tmp_path / "pc", OWNER)
    await press("second_factor.begin")
    await see("second_factor.cancel")
    driver.click("second_factor.cancel")
    await see("second_factor.begin")
    assert not sees("second_factor.qr")


async def test_a_member_is_not_offered_a_second_factor(office: Office, owner: Person, tmp_path: Path) -> None:
    await owner.add("周二", "19900000002", Role.KEEPER)
    await office.open(tmp_path / "pc", "19900000002")
    assert sees("settings.consoles")
    assert not sees("settings.second_factor")


async def test_without_the_cloud_the_lists_can_be_read_and_the_buttons_say_why_not(
    office: Office, owner: Person, tmp_path: Path
) -> None:
    pc = await office.open(tmp_path / "pc", OWNER)
    other = owner.signed_in.console
    await see(f"consoles.sign_out.{other}")
    await office.cloud.stop()
    pc.engine.poke()
    away = "The cloud cannot be reached, so nothing can be changed just now."
    await see("settings.consoles", away)
    assert sees("settings.second_factor", away)
    assert sees("settings.sign_ins", "Signed in")
    for name in (f"consoles.sign_out.{other}", f"consoles.rename.{other}", "second_factor.begin"):
        button = driver.find(name)
        assert (button.isEnabled(), button.toolTip()) == (False, away)
    await office.cloud.start()
    pc.engine.poke()
    await until(lambda: not sees("settings.consoles", away))
    assert driver.find("second_factor.begin").isEnabled()


async def test_the_newest_sign_ins_are_shown_and_all_on_demand(office: Office, owner: Person, tmp_path: Path) -> None:
    for _ in range(9):
        office.cloud.now += 1000
        await owner.enter()
    await office.open(tmp_path / "pc", OWNER)
    await see("sign_ins.more", "Show all 11")
    short = driver.find("settings.sign_ins").height()
    driver.click("sign_ins.more")
    await see("sign_ins.more", "Show the newest only")
    await until(lambda: driver.find("settings.sign_ins").height() > short)


async def press(name: str) -> None:
    """As soon as it can be pressed: what was asked before has been answered."""
    await until(lambda: sees(name) and driver.find(name).isEnabled())
    driver.click(name)


def _read(image: QImage) -> str:
    """What a QR code says."""
    import zxingcpp

    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    data = b"".join(bytes(grey.constScanLine(at))[: grey.width()] for at in range(grey.height()))
    view = zxingcpp.ImageView(data, grey.width(), grey.height(), zxingcpp.ImageFormat.Lum)  # it does not keep the data
    return zxingcpp.read_barcodes(view)[0].text


def test_a_picture_says_what_it_was_made_from() -> None:
    text = "otpauth://totp/Signet:19900000001?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Signet"
    assert _read(qr_image(text)) == text


async def test_a_wechat_that_is_bound_is_unbound(qapp: QApplication, look: Look, tmp_path: Path) -> None:
    given = {"wechat_app": "wx-1", "wechat_secret": "s", "public_url": "https://cloud.example.com"}
    async with running(tmp_path, **given) as cloud, AsyncExitStack() as stack:
        person = await cloud.organization(OWNER)
        await cloud.service.database.write(lambda unit: wechat_accounts.bind(unit, "o-1", OWNER, cloud.now))
        office = Office(qapp, look, cloud, stack)
        await office.open(tmp_path / "pc", OWNER)
        await see("settings.wechat", "Your WeChat is bound to your phone number")
        driver.click("settings.wechat_unbind")
        await see("confirm.yes")
        driver.click("confirm.yes")
        await see("settings.wechat", "No WeChat is bound to your phone number.")
        assert office.said.told == ["WeChat unbound"]
        assert not sees("settings.wechat_unbind")
        assert await person.ask(WeChatBinding, "GET", "/v1/wechat") == WeChatBinding(offered=True, bound=False)
        assert office.said.reported == []


async def test_a_cloud_without_an_official_account_has_nothing_to_bind(
    office: Office, owner: Person, tmp_path: Path
) -> None:
    await office.open(tmp_path / "pc", OWNER)
    await see("settings.consoles", "This console")
    assert not sees("settings.wechat")
