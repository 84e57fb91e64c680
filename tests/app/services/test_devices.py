"""Bluetooth follows the lock: seals are put down, nothing is heard or said while it lasts, and all comes back."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.device.errors import DeviceError, Resting
from app.services import devices as devices_
from app.services.devices import Devices
from app.services.lock import Lock
from app.services.stamping import Stamping
from app.services.stamping_state import Step
from protocol.contact import Phase
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.waiting import until

PIN = "270613"


@pytest.fixture
async def owner(at: Office) -> Console:
    owner = await at.owner()
    await owner.nearby.stop()  # the console under test listens with a radio of its own
    return owner


@pytest.fixture
async def lock(owner: Console) -> AsyncIterator[Lock]:
    made = Lock(owner.store, owner.account)
    await made.load(signed_in_now=True)
    await made.set_pin(PIN)
    yield made
    await made.close()


@pytest.fixture
async def devices(at: Office, owner: Console, lock: Lock) -> AsyncIterator[Devices]:
    """As `app.views.work` has them run."""
    made = Devices(at.radio, owner.account, owner.certificates, owner.store, owner.desk, owner.engine)
    owner.nearby, owner.courier, owner.rounds = made.nearby, made.courier, made.rounds
    following = asyncio.create_task(made.follow(lock))
    yield made
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    await made.stop()


@pytest.fixture
async def host(at: Office, owner: Console, devices: Devices) -> Host:
    return await at.bound(owner, opened=True)


async def stamp(owner: Console, host: Host, devices: Devices) -> Stamping:
    authorization = await office.authorize(owner, host, await owner.me())
    stamping = devices.stamping(authorization, None)
    stamping.start()
    await until(lambda: stamping.state.ready, within=20)
    return stamping


async def silent(devices: Devices) -> None:
    await until(lambda: devices.nearby._work is None and devices.rounds._work is None)


@pytest.mark.req("C-37", "C")
@pytest.mark.req("R-064")
async def test_locking_puts_the_seal_down_and_opening_goes_on(
    owner: Console, host: Host, devices: Devices, lock: Lock
) -> None:
    stamping = await stamp(owner, host, devices)
    lock.lock()
    await silent(devices)
    assert (stamping.state.step, host.seal.phase, host.linked) == (Step.SAVED, Phase.RESTRICTED, False)
    assert stamping.state.trouble is not None
    assert stamping.state.trouble.sentence() == "控制台已锁定，蓝牙连接已断开。"
    stamping.start()  # nobody speaks to a seal behind the lock
    await until(lambda: stamping.state.step is Step.REFUSED)
    with pytest.raises(Resting):
        async with owner.nearby.conversation_with(host.plate.serial, owner.organization):
            pass
    assert not host.linked
    await lock.open_by_pin(PIN)
    await until(lambda: devices.nearby.seals and devices.rounds._work is not None)
    stamping.start()
    await until(lambda: stamping.state.ready, within=20)
    host.act(lambda firmware: firmware.press())
    await until(lambda: stamping.state.used == 1)
    await stamping.close()


async def test_a_seal_that_does_not_answer_in_time_is_hung_up_on(
    owner: Console, host: Host, devices: Devices, lock: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices_, "PUT_DOWN_WITHIN_S", 0.0)
    stamping = await stamp(owner, host, devices)
    lock.lock()
    await silent(devices)
    await until(lambda: not host.linked)
    assert stamping.state.step is Step.SAVED
    assert not host.seal.unlocked


async def test_whoever_is_about_to_connect_gives_up(
    at: Office, owner: Console, host: Host, devices: Devices, lock: Lock
) -> None:
    """Also while a seal is looked for, and a session that is left open by a dialog is ended."""
    ended: list[DeviceError] = []

    async def look_for(serial: str) -> None:
        try:
            async with owner.nearby.conversation_with(serial, owner.organization):
                pass
        except DeviceError as error:
            ended.append(error)

    looking = asyncio.create_task(look_for("L2026000009"))
    await until(lambda: devices.nearby._openings)
    second = await at.seal("L2026000002")
    binding = owner.binding()
    await owner.until(office.sees(owner, second))
    await binding.pick(second.plate.address)
    assert second.linked
    lock.lock()
    await silent(devices)
    await looking
    assert [type(each) for each in ended] == [Resting]
    await until(lambda: not second.linked)
    assert binding.state.trouble is not None
    assert binding.state.trouble.code == "link_lost"


async def test_locked_from_the_start_nothing_is_heard(at: Office, owner: Console, lock: Lock) -> None:
    lock.lock()
    devices = Devices(at.radio, owner.account, owner.certificates, owner.store, owner.desk, owner.engine)
    assert devices.nearby.seals == ()
    following = asyncio.create_task(devices.follow(lock))
    await until(lambda: devices.nearby._resting)
    assert devices.nearby._work is None
    await lock.open_by_pin(PIN)
    await until(lambda: devices.nearby._work is not None)
    lock.lock()
    await lock.open_by_pin(PIN)  # before Bluetooth was at rest: it ends awake
    await until(lambda: devices.nearby._work is not None and devices.rounds._work is not None)
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    await devices.stop()
