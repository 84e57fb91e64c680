"""Signing in on the screen, at a real cloud."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.services.account import Account
from app.views.i18n import Language, Tongue
from app.views.look import Look
from app.views.sign_in import SignInPage
from demo import driver
from tests.app.views.stage import see, sees
from tests.cloud.test_second_factor import switched_on
from tests.cloud.world import Cloud, Person, running
from tests.waiting import until

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
