"""Signing in on the screen, at a real cloud."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel

from app.services.account import Account
from app.views import sign_in, wechat
from app.views.i18n import Language, Tongue
from app.views.look import Look
from app.views.sign_in import SignInPage
from cloud.wechat import GOOD_MS
from demo import driver
from domain.sign_ins import Outcome
from tests.app.views.stage import see, sees
from tests.cloud.test_consoles import log, mine
from tests.cloud.test_second_factor import switched_on
from tests.cloud.test_wechat import scan
from tests.cloud.world import Cloud, Person, running
from tests.waiting import until, until_told

OWNER = "19900000001"


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncGenerator[Cloud]:
    async with running(tmp_path) as made:
        yield made


@pytest.fixture
async def owner(cloud: Cloud) -> Person:
    return await cloud.organization(OWNER)


class Door:
    """The page, and whether somebody came in. `reported`: our own faults."""

    def __init__(self, folder: Path, app: QApplication, cloud: Cloud) -> None:
        Language(app, Tongue.EN)
        self.cloud, self.entered = cloud, False
        self.reported: list[BaseException] = []
        self.account = Account(folder / "profile", cloud.address, "PC", lambda: None, language=lambda: "en")
        self.page = SignInPage(self.account, self.reported.append, self.account.sign_out, cloud.address)
        self.page.entered.connect(self._enter)
        self.page.resize(1366, 768)
        self.page.show()

    def _enter(self) -> None:
        self.entered = True

    async def ask_code(self, phone: str = OWNER) -> str:
        """By the page's own button; the code from the inbox."""
        driver.write("sign_in.phone", phone)
        driver.click("sign_in.send_code")
        await see("sign_in.send_code", "Again in")
        return await self.cloud.delivered(phone)

    def type(self, code: str, factor: str | None = None) -> None:
        driver.write("sign_in.code", code)
        if factor is not None:
            driver.write("sign_in.second_factor", factor)
        driver.click("sign_in.enter")


@pytest.fixture
async def door(tmp_path: Path, qapp: QApplication, look: Look, cloud: Cloud) -> AsyncGenerator[Door]:
    made = Door(tmp_path, qapp, cloud)
    yield made
    made.page.close()
    made.page.deleteLater()
    await made.account.close()
    assert made.reported == []


@pytest.mark.req("R-044", "F")
async def test_phone_code_and_in(door: Door, owner: Person) -> None:
    code = await door.ask_code()
    door.type("000000" if code != "000000" else "111111")
    await see("sign_in.page", "The code is wrong; 4 more tries.")
    assert not sees("sign_in.second_factor")
    door.type(code)
    await until(lambda: door.entered)


@pytest.mark.req("R-046", "V", "outside")
async def test_who_belongs_to_nothing_is_told_whom_to_ask(door: Door) -> None:
    door.type(await door.ask_code("19900000009"))
    await see("sign_in.no_organization", "You do not belong to an organization yet")
    driver.click("sign_in.back")
    await see("sign_in.phone")
    assert not door.entered


async def test_the_second_factor_is_asked_for_when_there_is_one(door: Door, owner: Person) -> None:
    phone, _ = await switched_on(owner)
    code = await door.ask_code()
    door.type(code)
    await see("sign_in.second_factor")
    driver.click("sign_in.enter")
    await see("sign_in.page", "Enter the code that the app shows.")
    door.type(code, "abc")
    await see("sign_in.page", "The app's code is wrong; 4 more tries.")
    door.type(code, phone.shows())
    await until(lambda: door.entered)


async def test_a_recovery_code_opens_as_well(door: Door, owner: Person) -> None:
    _, codes = await switched_on(owner)
    code = await door.ask_code()
    door.type(code)
    await see("sign_in.second_factor")
    door.type(code, codes[3])
    await until(lambda: door.entered)


async def test_another_number_begins_from_the_start(door: Door, owner: Person) -> None:
    await switched_on(owner)
    door.type(await door.ask_code())
    await see("sign_in.second_factor")
    driver.write("sign_in.phone", "19900000009")
    assert not sees("sign_in.second_factor")


async def test_a_code_that_is_over_takes_the_second_factor_with_it(door: Door, owner: Person) -> None:
    await switched_on(owner)
    code = await door.ask_code()
    door.type(code)
    await see("sign_in.second_factor")
    door.cloud.now += 5 * 60_000
    door.type(code, "123456")
    await see("sign_in.page", "ask for a new one")
    assert not sees("sign_in.second_factor")


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks as soon as it can."""
    monkeypatch.setattr(sign_in, "LOOK_AFTER_S", 0)
    monkeypatch.setattr(sign_in, "LOOK_AGAIN_S", 0.01)
    monkeypatch.setattr(wechat, "LOOK_EVERY_S", 0.01)


async def shown_code() -> str:
    """What a phone reads off the screen."""
    await see("wechat.count", "Good for another")
    picture = driver.find("wechat.qr")
    assert isinstance(picture, QLabel)
    image = picture.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(image.constBits()).cast("B", (image.height(), image.bytesPerLine()))
    (code,) = zxingcpp.read_barcodes(pixels)
    return code.text


async def go_to_wechat() -> str:
    await see("sign_in.wechat")
    driver.click("sign_in.wechat")
    return await shown_code()


@pytest.mark.req("R-048", "F")
@pytest.mark.req("A-02", "A")
async def test_the_code_on_the_screen_is_scanned_with_wechat_and_in(door: Door, owner: Person) -> None:
    address = await go_to_wechat()
    assert address.startswith(door.cloud.address)
    assert sees("wechat.hint", "bound to your phone number")
    assert not door.entered
    assert (await scan(door.cloud, address, OWNER))[0] == 200
    await until(lambda: door.entered)
    assert door.account.known is not None
    assert (door.account.known.name, door.account.known.phone) == ("王主任", OWNER)
    assert [outcome for outcome, _ in await log(owner)] == [Outcome.OK, Outcome.WECHAT]


async def test_the_console_stays_the_same_whichever_way_one_comes_in(door: Door, owner: Person) -> None:
    door.type(await door.ask_code("199 0000 0001"))
    await until(lambda: door.entered)
    first = len(await mine(owner))
    await scan(door.cloud, await go_to_wechat(), OWNER)
    await until(lambda: door.account.known is not None and door.account.known.phone == OWNER)
    assert len(await mine(owner)) == first


@pytest.mark.req("R-049")
async def test_a_number_that_is_no_members_is_told_so_and_another_code_is_offered(door: Door, owner: Person) -> None:
    await scan(door.cloud, await go_to_wechat(), "19900000777")
    await see("wechat.message", "bound to this WeChat account is no member's")
    assert not sees("wechat.qr")
    assert door.account.known is None
    driver.click("wechat.again")
    await scan(door.cloud, await shown_code(), OWNER)
    await until(lambda: door.entered)


async def test_after_wechat_the_second_factor_is_asked_for(door: Door, owner: Person) -> None:
    phone, _ = await switched_on(owner)
    await scan(door.cloud, await go_to_wechat(), OWNER)
    await see("wechat.second_factor")
    driver.click("wechat.enter")
    await see("sign_in.page", "Enter the code that the app shows.")
    driver.write("wechat.second_factor", "abc")
    await until(lambda: driver.find("wechat.enter").isEnabled())
    driver.click("wechat.enter")
    await see("sign_in.page", "The app's code is wrong; 4 more tries.")
    assert not door.entered
    driver.write("wechat.second_factor", phone.shows())
    await until(lambda: driver.find("wechat.enter").isEnabled())
    driver.click("wechat.enter")
    await until(lambda: door.entered)


async def test_a_code_whose_time_is_over_makes_room_for_a_new_one(door: Door, owner: Person) -> None:
    first = await go_to_wechat()
    door.cloud.now += GOOD_MS
    await see("wechat.message", "This QR code is no longer valid")
    driver.click("wechat.again")
    second = await shown_code()
    assert second != first
    page = door.page.findChild(wechat.WeChatPage)
    assert page is not None
    page._left_s = 1  # the last second passes, and the cloud is not needed to know that
    page._tick()
    await see("wechat.message", "This QR code is no longer valid")
    assert not sees("wechat.qr")


async def test_whoever_goes_back_leaves_no_open_ticket(door: Door, owner: Person) -> None:
    address = await go_to_wechat()
    driver.click("wechat.back")
    await see("sign_in.phone")

    async def given_up() -> bool:
        async with door.cloud.http.get(address) as answer:
            return answer.status == 403

    await until_told(given_up)
    assert not door.entered


async def test_without_the_cloud_it_waits_and_goes_on(door: Door, owner: Person) -> None:
    address = await go_to_wechat()
    await door.cloud.stop()
    await see("wechat.message", "The cloud cannot be reached")
    assert sees("wechat.qr")
    await door.cloud.start()
    await until(lambda: not sees("wechat.message"))
    await scan(door.cloud, address, OWNER)
    await until(lambda: door.entered)


async def test_where_no_wechat_is_set_up_there_is_no_button(tmp_path: Path, qapp: QApplication, look: Look) -> None:
    async with running(tmp_path, demo=False) as cloud:
        door = Door(tmp_path, qapp, cloud)
        await until(lambda: not door.page._tasks.running)  # it has asked, and heard
        assert not sees("sign_in.wechat")
        door.page.close()
        door.page.deleteLater()
        await door.account.close()
        assert door.reported == []
