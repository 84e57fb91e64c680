"""How a seal is connected: the entry with its address, another one, and GPRS by the key on the seal."""

import pytest
from PySide6.QtWidgets import QTabBar

from app.views.seals.page import SealsPage
from demo import driver
from domain.seals import Model, SealMode
from simulator.firmware import Firmware
from tests.app.services import office
from tests.app.services.office import Office
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees, titles
from tests.app.views.world import GL, HOUR, SECOND
from tests.waiting import until


def switch(at: int) -> None:
    tabs = driver.find("connection.kind")
    assert isinstance(tabs, QTabBar)
    tabs.setCurrentIndex(at)


@pytest.mark.req("R-212", "S")
@pytest.mark.parametrize(("firmware", "presses"), [("GYGL2020121706", 5), ("GYGL2020121705", 2)])
async def test_an_offline_seal_offers_bluetooth_or_gprs(stage: Stage, firmware: str, presses: int) -> None:
    stage.said.seal = GL
    page = await stage.open(SealsPage, "m-clerk")
    now = {"mode": SealMode.GPRS, "signal": 4}
    await rooms.take(page.room.store, [world.status(GL, stage.now, at=stage.now, **now)], now=stage.now)
    await see("seals.live", "Connected over GPRS")
    assert not sees("seals.connection")
    off = world.status(GL, stage.now, at=stage.now - HOUR, mode=SealMode.BLUETOOTH, firmware=firmware, signal=0)
    await rooms.take(page.room.store, [off], now=stage.now)
    await see("seals.live", "Offline")
    driver.click("seals.connection")
    await see("connection.window", "three presses of the power key show it on the seal's screen")
    assert not driver.find("connection.ok").isEnabled()  # nothing is heard
    switch(1)
    await see("connection.window", f"Press the power key {presses} times in a row")
    assert not sees("connection.cancel")  # nothing is begun that could be cancelled
    driver.click("connection.ok")
    await until(lambda: not sees("connection.window"))


@pytest.mark.req("R-212")
async def test_an_l_seal_has_bluetooth_alone(stage: Stage) -> None:
    stage.said.seal = SECOND
    await stage.open(SealsPage, "m-clerk")
    driver.click("seals.connection")
    await see("connection.window")
    assert not sees("connection.kind")
    driver.click("connection.cancel")
    await until(lambda: not sees("connection.window"))


# With real seals


@pytest.mark.req("R-213", "R-214", "F")
async def test_the_entry_with_the_seals_address_is_connected_to(at: Office, stage: Stage) -> None:
    owner = await at.owner()
    host, other = await at.seal(), await at.seal("L2026000002", Model.L)
    await office.bind(owner, host, "甲章")
    await office.bind(owner, other, "乙章")
    owner.nearby._serials.clear()  # as of a console that has just been started
    page = await stage.show(SealsPage, await stage.room_of(owner))
    await until(lambda: len(owner.nearby.seals) == 2 and not any(each.serial for each in owner.nearby.seals))
    driver.choose("seals.list", "甲章")
    driver.click("seals.name_of")  # the seal's name leads to its connection
    await see("connection.window", "Connection of “甲章”")
    await until(lambda: set(titles("connection.list")) == {host.plate.address, other.plate.address})
    assert not driver.find("connection.ok").isEnabled()
    driver.choose("connection.list", other.plate.address)
    driver.click("connection.ok")
    await see("seals.message", "This is another seal (L2026000002).")
    await until(lambda: not page._meeting)

    await host.press_key(3)
    assert host.plate.address in host.seal.screen  # which the person compares
    driver.click("seals.name_of")
    await see("connection.window")
    await until(lambda: "乙" not in driver.see("connection.window") and "L2026000002" in driver.see("connection.list"))
    driver.choose("connection.list", other.plate.address)
    await see("connection.hint", "This is another seal.")
    assert not driver.find("connection.ok").isEnabled()
    driver.choose("connection.list", host.plate.address)
    driver.click("connection.ok")
    await see("seals.message", "There is no grant on the seal.")
    assert "Connected;" in driver.see("seals.message")
    await until(lambda: not page._meeting)
    driver.click("seals.name_of")
    await until(lambda: "this seal" in driver.see("connection.list"))
    assert records("connection.list")[0].title == host.plate.address  # known by now, it is chosen beforehand
    await until(lambda: driver.find("connection.ok").isEnabled())  # it says "in use" for a moment after a session
    driver.click("connection.cancel")
    await until(lambda: not sees("connection.window"))
    host.act(Firmware.tick)
