"""Binding in the other ways: over GPRS, from the list of what was delivered, and by the code on a seal."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from app.views.map.page import MapPage
from app.views.qr import qr_image
from app.views.seals.binding import BindingDialog, Way
from app.views.seals.page import SealsPage
from app.views.widgets import SegmentedSwitch
from demo import driver
from domain.seal_codes import link_of
from domain.seals import BindingState, Model, Seal
from domain.stock import HEARD_WITHIN_MS, StockedSeal
from protocol.contact import Phase
from simulator.firmware import Firmware
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.app.views.stage import Stage, records, see, sees
from tests.waiting import until

GL, L = "GL2026000001", "L2026000002"


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Office]:
    async with office.opened(tmp_path, mqtt_port=0, checkers=0) as opened:
        yield opened


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


async def delivered(at: Office, owner: Console, serial: str, model: Model) -> None:
    """And known at the console."""
    await at.deliver(owner, serial, model)

    async def known() -> bool:
        return await owner.get(StockedSeal, serial) is not None

    await owner.until(known)


async def is_online(owner: Console) -> bool:
    row = await owner.get(StockedSeal, GL)
    return row is not None and row.heard_at is not None


async def opened(stage: Stage, owner: Console) -> BindingDialog:
    await stage.show(SealsPage, await stage.room_of(owner))
    driver.click("seals.bind")
    await see("binding.window")
    dialog = driver.find("binding.window")
    assert isinstance(dialog, BindingDialog)
    return dialog


async def closed() -> None:
    driver.click("binding.close")
    await until(lambda: not sees("binding.window"))


async def known_as(owner: Console, serial: str, name: str) -> None:
    async def known() -> bool:
        row = await owner.get(Seal, serial)
        return row is not None and (row.state, row.name) == (BindingState.BOUND, name)

    await owner.until(known)


async def type_number(host: Host, name: str) -> None:
    """As soon as the seal shows one."""
    await see("binding.number")
    number = host.seal.number
    assert number is not None
    driver.write("binding.name", name)
    driver.write("binding.number", number)
    driver.click("binding.confirm")
    await see("binding.state", "The seal is bound.")


def turn(way: Way) -> None:
    _tabs().setCurrentIndex(way)


def way() -> int:
    return _tabs().currentIndex()


def _tabs() -> SegmentedSwitch:
    tabs = driver.find("binding.ways")
    assert isinstance(tabs, SegmentedSwitch)
    return tabs


@pytest.mark.req("R-059", "F")
@pytest.mark.req("R-060", "S")
async def test_over_gprs_from_the_list_of_unbound_seals(at: Office, owner: Console, stage: Stage) -> None:
    """Nobody is near it: the broker, the modem and the cloud are the real ones."""
    host = await at.seal(GL, modem=True)
    await delivered(at, owner, GL, Model.GL)
    await owner.until(lambda: is_online(owner))
    await opened(stage, owner)
    await until(lambda: [each.pill for each in records("binding.unbound")] == ["Not bound · online"])
    driver.choose("binding.unbound", GL)
    driver.click("binding.over_gprs")
    await see("binding.online_name")
    assert not driver.find("binding.confirm").isEnabled()
    driver.write("binding.online_name", "合同专用章")
    driver.click("binding.confirm")
    await see("binding.state", "The seal is bound.")
    assert host.seal.screen == ("请授权使用",)
    assert not host.linked  # no console was ever connected to it
    assert stage.said.told == ["Seal bound"]
    await known_as(owner, GL, "合同专用章")
    await closed()
    await until(lambda: records("seals.list")[0].title == "合同专用章")


@pytest.mark.req("R-059", "F")
async def test_what_is_delivered_stands_first_also_when_it_is_known_late(
    at: Office, owner: Console, stage: Stage
) -> None:
    dialog = await opened(stage, owner)
    await until(lambda: dialog._unbound.is_read)
    assert way() == Way.NEARBY
    await delivered(at, owner, GL, Model.GL)
    await until(lambda: way() == Way.DELIVERED)
    turn(Way.NEARBY)
    await delivered(at, owner, L, Model.L)
    await until(lambda: len(dialog._unbound.lines) == 2)
    assert way() == Way.NEARBY
    await closed()


@pytest.mark.parametrize("chosen", ["binding.ways.In reach", "binding.ways.Scan a code", ""])
async def test_nothing_moves_once_the_person_has_chosen(at: Office, owner: Console, stage: Stage, chosen: str) -> None:
    """A tab, also the one that is open already, or a seal in reach."""
    await at.seal(GL)
    dialog = await opened(stage, owner)
    await until(lambda: bool(records("binding.list")))
    if chosen:
        driver.click(chosen)
    else:
        driver.choose("binding.list", "ZGY")
    before = way()
    await delivered(at, owner, L, Model.L)
    await until(lambda: bool(dialog._unbound.lines))
    assert way() == before != Way.DELIVERED
    await closed()


@pytest.mark.req("R-063", "V", "outside")
async def test_what_is_away_from_the_server_is_not_offered_over_gprs(at: Office, owner: Console, stage: Stage) -> None:
    await delivered(at, owner, GL, Model.GL)
    await delivered(at, owner, L, Model.L)
    await opened(stage, owner)
    await until(lambda: [each.pill for each in records("binding.unbound")] == ["Not delivered", "Not bound"])
    for serial, sentence in ((GL, "is not connected to the server"), (L, "has no modem")):
        driver.choose("binding.unbound", serial)
        await see("binding.state", sentence)
        assert not driver.find("binding.over_gprs").isEnabled()
        assert driver.find("binding.by_bluetooth").isEnabled()
    await closed()


async def test_a_seal_that_falls_silent_is_bound_when_it_is_heard_again(
    at: Office, owner: Console, stage: Stage
) -> None:
    host = await at.seal(GL, modem=True)
    await delivered(at, owner, GL, Model.GL)
    await owner.until(lambda: is_online(owner))
    dialog = await opened(stage, owner)
    await until(lambda: bool(records("binding.unbound")))
    host.act(Firmware.hold)  # switched off: nobody knows yet
    await until(lambda: not host.attached)
    driver.choose("binding.unbound", GL)
    driver.click("binding.over_gprs")
    await see("binding.online_name")
    driver.write("binding.online_name", "合同专用章")
    dialog._gprs.answered_within_s = 0.2
    driver.press("binding.online_name", "Return")
    await see("binding.state", "has not answered yet")
    host.act(Firmware.hold)
    await known_as(owner, GL, "合同专用章")
    driver.click("binding.back")
    await see("binding.none")  # there is none left
    dialog._unbound._nothing.action.click()
    await see("binding.list")  # but one may stand here
    await closed()


@pytest.mark.req("R-072", "F")
@pytest.mark.req("R-073", "V", "inside")
async def test_an_l_seal_from_the_list(at: Office, owner: Console, stage: Stage) -> None:
    """Chosen in the list it is looked for by itself; who is asked meanwhile and is another is let go."""
    other, host = await at.seal(GL), await at.seal(L, Model.L)
    await delivered(at, owner, L, Model.L)
    await opened(stage, owner)
    await until(lambda: bool(records("binding.unbound")))
    driver.choose("binding.unbound", L)
    driver.click("binding.by_bluetooth")
    await type_number(host, "财务章")
    await known_as(owner, L, "财务章")
    assert (other.seal.number, other.seal.phase) == (None, Phase.UNBOUND)
    assert host.seal.screen == ("请授权使用",)
    await closed()


@pytest.mark.req("R-073", "V", "outside")
async def test_an_l_seal_that_is_off_is_not_found(
    at: Office, owner: Console, monkeypatch: pytest.MonkeyPatch, stage: Stage
) -> None:
    monkeypatch.setattr("app.services.binding.FOUND_WITHIN_S", 0.5)
    host = await at.seal(L, Model.L, switched_on=False)
    await delivered(at, owner, L, Model.L)
    await opened(stage, owner)
    await until(lambda: bool(records("binding.unbound")))
    driver.choose("binding.unbound", L)
    driver.click("binding.by_bluetooth")
    await see("binding.state", "was not found")
    assert host.seal.binding == 0
    monkeypatch.undo()
    host.act(Firmware.hold)
    driver.click("binding.connect")  # once more
    await see("binding.number")
    await closed()


@pytest.mark.req("R-070", "F")
async def test_an_l_seal_by_the_code_on_its_screen(at: Office, owner: Console, stage: Stage) -> None:
    """Scanned from the top right of the home page (扫一扫): Bluetooth connects by itself."""
    host = await at.seal(L, Model.L)
    assert host.seal.code == link_of(L)
    seals = await stage.show(SealsPage, await stage.room_of(owner))
    await stage.show(MapPage, await stage.room_of(owner, open=lambda _key: seals))
    driver.click("map.scan")
    await see("scan.window")
    QGuiApplication.clipboard().setImage(qr_image(host.seal.code))
    driver.click("scan.paste")
    await until(lambda: not sees("scan.window"))
    await type_number(host, "财务章")
    await known_as(owner, L, "财务章")
    await closed()


@pytest.mark.req("R-066")
@pytest.mark.parametrize("model", [Model.GL, Model.L])
async def test_by_the_address_that_a_seal_shows(at: Office, owner: Console, model: Model, stage: Stage) -> None:
    """Three presses of the key: which of the seals in reach it is, nobody has to guess."""
    await at.seal("GL2026000009")
    host = await at.seal(GL if model is Model.GL else L, model)
    await opened(stage, owner)
    while host.seal.code != host.board.address:  # a hand that was too slow tries again
        await host.press_key(3)
    turn(Way.SCAN)
    await see("scan.typed")
    driver.write("scan.typed", host.seal.code)
    driver.press("scan.typed", "Return")
    await type_number(host, "合同专用章")
    await closed()


@pytest.mark.req("R-063", "V", "inside")
async def test_heard_is_who_asked_within_the_last_minutes(at: Office, owner: Console, stage: Stage) -> None:
    await at.seal(GL, modem=True)
    await delivered(at, owner, GL, Model.GL)
    await owner.until(lambda: is_online(owner))
    dialog = await opened(stage, owner)
    await until(lambda: bool(records("binding.unbound")))
    driver.choose("binding.unbound", GL)
    assert driver.find("binding.over_gprs").isEnabled()
    at.cloud.ahead = HEARD_WITHIN_MS + 60_000
    dialog._unbound._look_again()
    assert not driver.find("binding.over_gprs").isEnabled()
    await see("binding.state", "is not connected to the server")
    await closed()
