"""The lock at a whole console: what is seen of it, what goes on behind it, and that a restart does not open it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.console import Console
from app.models import fold
from app.views.widgets import confirm
from demo import driver
from domain.ids import new_id
from domain.templates import AddTemplate, Template
from tests.app.living import living
from tests.app.sync.conftest import OWNER, cloud, owner
from tests.app.views.stage import see, sees
from tests.cloud.test_second_factor import Phone, switched_on
from tests.cloud.world import Cloud, Person
from tests.waiting import until

__all__ = ["cloud", "owner"]
PIN = "270613"


@pytest.fixture
async def console(qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person) -> AsyncIterator[Console]:
    """At which the owner has signed in and set a PIN."""
    async with living(qapp, tmp_path / "pc", cloud) as console:
        await sign_in(cloud)
        assert console._lock is not None
        await console._lock.set_pin(PIN)
        yield console


async def sign_in(cloud: Cloud, second_factor: str = "") -> None:
    await see("sign_in.enter")
    driver.write("sign_in.phone", OWNER)
    driver.write("sign_in.code", await cloud.code(OWNER))
    driver.click("sign_in.enter")
    if second_factor:
        await see("sign_in.second_factor")
        await until(lambda: driver.find("sign_in.enter").isEnabled())
        driver.write("sign_in.second_factor", second_factor)
        driver.click("sign_in.enter")
    await see("rail.settings")


def press_ctrl_l(console: Console) -> None:
    QTest.keyClick(console._shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def read(window: QWidget) -> str:
    """All words that can be seen."""
    texts = [each.text() for each in window.findChildren(QLabel) if each.isVisible()]
    return "\n".join([window.windowTitle(), driver.words(window), *texts])


@pytest.mark.req("C-37", "C")
async def test_locked_nothing_is_seen_or_reached(console: Console, owner: Person) -> None:
    window = console._shell
    await until(lambda: "王主任" in read(window))
    driver.click("rail.settings")
    await see("settings.lock_after")
    press_ctrl_l(console)
    await see("lock.pin")
    assert [name for name in driver.names() if not name.startswith("lock.")] == []
    for secret in ("王主任", "示例公司", OWNER, "Settings"):
        assert secret not in read(window)
    assert window.windowTitle() == "Signet"
    screen = driver.find("lock.screen")
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is None or screen.isAncestorOf(focus)
    driver.write("lock.pin", "000000")
    driver.click("lock.open")
    await until(lambda: "Tries left: 4" in read(window))
    driver.write("lock.pin", PIN)
    QTest.keyClick(driver.find("lock.pin"), Qt.Key.Key_Return)
    await see("settings.lock_after")
    assert not sees("lock.screen")


@pytest.mark.req("C-37", "C")
async def test_a_restart_does_not_open_it_and_a_new_code_does(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    async with living(qapp, tmp_path / "pc", cloud) as console:
        await sign_in(cloud)
        console._shell.user.lock.trigger()
        await see("lock.code")  # there is no PIN
    async with living(qapp, tmp_path / "pc", cloud) as console:
        await see("lock.code")
        assert not sees("rail")
        assert console._work is not None
        assert console._work._devices.nearby._work is None
        driver.click("lock.send_code")
        await until(lambda: "Again in" in driver.see("lock.send_code"))
        driver.write("lock.code", "000000")
        driver.click("lock.enter")
        await until(lambda: driver.find("lock.enter").isEnabled() and sees("lock.screen", "code"))
        driver.write("lock.code", await cloud.code(OWNER))
        driver.click("lock.enter")
        await see("rail.settings")
        await until(lambda: console._work._devices.nearby._work is not None)
    async with living(qapp, tmp_path / "pc", cloud):
        await see("rail.settings")


async def test_a_new_code_asks_for_the_second_factor_too(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    phone, _ = await switched_on(owner)
    async with living(qapp, tmp_path / "pc", cloud) as console:
        await sign_in(cloud, phone.shows())
        press_ctrl_l(console)
        await with_a_new_code(cloud, phone)


async def with_a_new_code(cloud: Cloud, phone: Phone) -> None:
    driver.write("lock.code", await cloud.code(OWNER))
    driver.click("lock.enter")
    await see("lock.second_factor")
    driver.click("lock.enter")
    await until(lambda: driver.find("lock.second_factor").accessibleDescription().startswith("Enter the code"))
    await until(lambda: driver.find("lock.enter").isEnabled())
    driver.write("lock.second_factor", "000000")
    driver.click("lock.enter")
    await until(lambda: driver.find("lock.enter").isEnabled())
    assert "wrong" in driver.find("lock.second_factor").accessibleDescription()
    driver.click("lock.send_code")  # the one before is good no more
    await until(lambda: not sees("lock.second_factor"))
    driver.write("lock.code", await cloud.code(OWNER))
    driver.click("lock.enter")
    await see("lock.second_factor")
    await until(lambda: driver.find("lock.enter").isEnabled())
    driver.write("lock.second_factor", phone.shows(1))
    driver.click("lock.enter")
    await see("rail.settings")


@pytest.mark.req("C-37", "C")
async def test_the_sync_goes_on_behind_the_lock(console: Console, owner: Person) -> None:
    press_ctrl_l(console)
    await see("lock.pin")
    await owner.done(AddTemplate(id=new_id(), name="合同用印", approvers=[owner.member], copied=[]))
    work = console._work
    assert work is not None
    found: list[object] = []

    def pulled() -> bool:
        console._begin(look())
        return bool(found)

    async def look() -> None:
        found[:] = await work._store.run(lambda tx: fold.folded(tx, owner.organization, Template))

    await until(pulled)
    assert sees("lock.pin")


async def test_dialogs_wait_behind_the_lock(console: Console) -> None:
    window = console._shell
    answers: list[bool] = []

    async def ask(title: str) -> None:
        answers.append(await confirm(window, title, "This cannot be taken back.", "Unbind"))

    console._begin(ask("Unbind?"))
    await see("confirm.window")
    console._lock_now()
    await see("lock.pin")
    assert not sees("confirm.window")
    console._begin(ask("A late question"))  # what was begun before may end with a question
    await until(lambda: len(console._guard._curtain._behind) == 2)
    assert not sees("confirm.window")
    console.report(ValueError("a fault that names 采购框架协议"))
    assert not sees("fault.window")
    driver.write("lock.pin", PIN)
    driver.click("lock.open")
    await see("confirm.window")
    for count in (1, 2):
        driver.click("confirm.yes")
        await until(lambda count=count: len(answers) == count)
    assert answers == [True, True]
    await see("fault.window", "a fault that names 采购框架协议")
    console._faults.close()


async def test_whoever_cannot_open_it_signs_out(console: Console, cloud: Cloud) -> None:
    press_ctrl_l(console)
    await see("lock.sign_out")
    driver.click("lock.sign_out")
    await see("sign_in.enter")
    assert not sees("lock.screen")
    await until(lambda: console._work is None)
    press_ctrl_l(console)  # nobody is there
    assert sees("sign_in.enter")
    await sign_in(cloud)
    assert not sees("lock.screen")
