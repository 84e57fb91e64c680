"""The pairing window, with a real seal on a virtual radio."""

import pytest

from app.device import radio
from app.services.binding import Step
from app.views.seals.binding import BindingDialog, Way
from app.views.seals.nearby import bars
from app.views.seals.page import SealsPage
from app.views.widgets import SegmentedSwitch
from demo import driver
from domain.seals import BindingState, Seal
from simulator.host import Host
from tests.app.services.office import Console, Office
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees, titles
from tests.app.views.test_one_seal import on
from tests.app.views.world import GL
from tests.waiting import until


@pytest.mark.parametrize(("rssi", "lit"), [(-100, 0), (-90, 1), (-75, 2), (-61, 3), (-40, 4)])
def test_reception_in_bars(rssi: int, lit: int) -> None:
    assert bars(rssi) == lit


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


async def open_window(stage: Stage, console: Console, host: Host) -> tuple[SealsPage, BindingDialog]:
    """The pairing window, with the seal's number on the seal's screen."""
    page = await stage.show(SealsPage, await stage.room_of(console))
    driver.click("seals.bind")
    await until(lambda: bool(records("binding.list")))
    dialog = driver.find("binding.window")
    assert isinstance(dialog, BindingDialog)
    (heard,) = records("binding.list")
    assert (heard.title, heard.pill) == (host.name, "Not bound")
    assert heard.time.endswith("dBm")
    driver.choose("binding.list", host.name)
    driver.click("binding.connect")
    await see("binding.number")
    return page, dialog


@pytest.mark.req("R-061", "R-009", "F")
async def test_bound_from_the_list_of_what_is_heard(at: Office, owner: Console, stage: Stage) -> None:
    host = await at.seal()
    page, dialog = await open_window(stage, owner, host)
    assert not driver.find("binding.confirm").isEnabled()
    number = host.seal.number
    assert number is not None
    driver.write("binding.name", "合同专用章")
    driver.write("binding.number", f"{(int(number) + 1) % 10**6:06}")
    driver.click("binding.confirm")
    await until(lambda: "Tries left: 2" in dialog._number_field.error)
    driver.write("binding.number", number)
    driver.click("binding.confirm")
    await see("binding.state", "The seal is bound.")
    assert stage.said.told == ["Seal bound"]
    driver.click("binding.close")
    await until(lambda: not sees("binding.window"))
    await until(lambda: titles("seals.list") == ["合同专用章"])
    await until(lambda: page.covered is False)

    async def known() -> bool:
        seal = await owner.get(Seal, host.plate.serial)
        return seal is not None and seal.state is BindingState.BOUND

    await owner.until(known)
    await until(lambda: records("seals.list")[0].time == "in reach")


async def test_three_wrong_numbers_and_a_new_one(at: Office, owner: Console, stage: Stage) -> None:
    host = await at.seal()
    _, dialog = await open_window(stage, owner, host)
    driver.write("binding.name", "合同专用章")
    first = host.seal.number
    assert first is not None
    for left in ("Tries left: 2", "Tries left: 1", "Too many wrong numbers"):
        driver.write("binding.number", f"{(int(first) + 1) % 10**6:06}")
        driver.click("binding.confirm")
        await until(lambda left=left: left in dialog._number_field.error)
    assert not driver.find("binding.confirm").isEnabled()
    dialog._again.click()
    await until(lambda: host.seal.number not in (None, first))
    await until(lambda: driver.find("binding.number").isEnabled())
    await until(lambda: dialog._number_field.error == "")
    number = host.seal.number
    assert number is not None
    driver.write("binding.number", number)
    driver.press("binding.number", "Return")
    await see("binding.state", "The seal is bound.")
    driver.click("binding.close")
    await until(lambda: not sees("binding.window"))


async def test_closed_at_any_time_nothing_is_half_done(at: Office, owner: Console, stage: Stage) -> None:
    host = await at.seal()
    _, dialog = await open_window(stage, owner, host)
    driver.click("binding.close")
    await until(lambda: not host.linked)
    assert host.seal.binding == 0
    await until(lambda: not sees("binding.window"))
    assert dialog is not None


async def test_a_link_that_goes_leads_back_to_the_list(
    at: Office, owner: Console, monkeypatch: pytest.MonkeyPatch, stage: Stage
) -> None:
    monkeypatch.setattr(radio, "FRESH_S", 0.5)
    host = await at.seal()
    _, dialog = await open_window(stage, owner, host)
    host.act(lambda seal: seal.hold())  # switched off
    await until(lambda: dialog._binding.state.step is Step.PICK)
    await see("binding.state", "The connection to the seal was lost.")
    await until(lambda: not records("binding.list"))
    driver.click("binding.close")
    await until(lambda: not sees("binding.window"))


@pytest.mark.req("R-043")
async def test_where_one_seal_is_wanted_another_is_not_bound(at: Office, owner: Console, stage: Stage) -> None:
    """What is heard does not tell its serial: whoever is asked and is not wanted keeps its number."""
    other = await at.seal()
    page = await stage.show(SealsPage, await stage.room_of(owner))
    page.bind("GL2026000009")
    await see("binding.wanted", "Waiting for the seal GL2026000009")
    await until(lambda: any(other.plate.serial in each.subtitle for each in records("binding.list")))  # it was asked
    await see("binding.state", "Looking for the seal")
    assert (other.seal.binding, other.seal.number) == (0, None)
    wanted = await at.seal("GL2026000009")
    await see("binding.number")
    assert wanted.seal.number is not None
    assert (other.seal.binding, other.seal.number) == (0, None)
    driver.click("binding.close")
    await until(lambda: not sees("binding.window"))


async def test_whoever_looks_elsewhere_waits_no_more(at: Office, owner: Console, stage: Stage) -> None:
    page = await stage.show(SealsPage, await stage.room_of(owner))
    page.bind("GL2026000009")
    await see("binding.state", "Looking for the seal")
    tabs = driver.find("binding.ways")
    assert isinstance(tabs, SegmentedSwitch)
    tabs.setCurrentIndex(Way.SCAN)
    await until(lambda: "Looking" not in driver.see("binding.state"))
    tabs.setCurrentIndex(Way.NEARBY)
    assert not sees("binding.wanted")
    host = await at.seal("GL2026000009")
    await until(lambda: bool(records("binding.list")))
    assert host.seal.number is None
    driver.click("binding.close")
    await until(lambda: not sees("binding.window"))


# What came to nothing


async def test_a_binding_that_waits_for_its_seal_is_taken_back(stage: Stage) -> None:
    await on(stage)
    assert not sees("seals.waiting")  # of one that is bound
    driver.choose("seals.list", "法定代表人章")
    await see("seals.waiting", "the seal has not confirmed that. It lapses by itself")
    driver.click("seals.take_back")
    await see("confirm.window", "it can be bound anew")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.window"))
    driver.click("seals.take_back")
    await see("confirm.window")
    driver.click("confirm.yes")
    await until(lambda: "法定代表人章" not in titles("seals.list"))
    assert stage.said.told == ["The binding is taken back"]


async def test_who_neither_asked_nor_may_bind_takes_no_binding_back(stage: Stage) -> None:
    await on(stage, "m-keeper")
    driver.choose("seals.list", "法定代表人章")
    await see("seals.waiting", "the seal has not confirmed that")
    assert not sees("seals.take_back")


async def test_a_seal_that_lets_go_and_says_nothing_is_told_of_with_what_to_do(stage: Stage) -> None:
    page = await on(stage)
    await rooms.take(page.room.store, [world.seal(GL, "章", state=BindingState.UNBINDING)], now=stage.now)
    await see("seals.waiting", "switch it on near this computer")
    assert not sees("seals.take_back")
