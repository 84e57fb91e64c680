"""A seal as a running thing on a virtual radio: one link at a time, dropped for anything that does not fit."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from app.device.errors import DeviceError, LinkLost
from domain.seals import Model
from protocol.contact import Phase
from simulator import factory, link
from simulator import host as module
from simulator.faults import Faults, Kind
from simulator.firmware import Firmware
from simulator.host import Counter
from tests.app.device.stands import TRUST, RadioStand, granted, hello, on, radio_stand, seal_of
from tests.waiting import until


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[RadioStand]:
    async with radio_stand(tmp_path / "seal") as made:
        yield cast("RadioStand", made)


async def test_switched_off_it_is_not_on_the_air_and_switched_on_it_is_again(stand: RadioStand) -> None:
    host = stand.host
    assert not host.on_air
    for _ in range(2):
        stand.act(lambda seal: seal.hold())
        await until(lambda: host.on_air)
        async with seal_of(stand) as seal:
            assert (await seal.live()).phase is Phase.UNBOUND
        stand.act(lambda seal: seal.hold())
        await until(lambda: not host.on_air)
        assert not host.linked


async def test_switching_off_in_a_session_ends_it(stand: RadioStand) -> None:
    granted(stand)
    async with seal_of(stand) as seal:
        await seal.take(b"t" * 16)
        stand.act(lambda firmware: firmware.hold())
        async with asyncio.timeout(10):
            with pytest.raises(DeviceError):
                while True:
                    await seal.live()
    assert not stand.host.seal.connected


async def test_who_begins_a_handshake_and_stops_is_dropped(stand: RadioStand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "HANDSHAKE_WITHIN_S", 0.2)
    on(stand)
    held = await stand.link()
    async with asyncio.timeout(10):
        await held.wait_closed()
    await until(lambda: not stand.host.linked)
    await held.close()
    async with seal_of(stand) as seal:  # and the next one gets in
        await seal.live()


async def test_nonsense_drops_the_link_and_nothing_else(stand: RadioStand) -> None:
    on(stand)
    noise = await stand.link()
    await noise.send(b"x" * 31)
    async with asyncio.timeout(10):
        with pytest.raises(LinkLost):
            await noise.receive()
    await noise.close()
    async with seal_of(stand) as seal:
        await seal.live()


async def test_a_link_cut_at_a_notice_loses_no_record(stand: RadioStand) -> None:
    world = granted(stand)
    async with seal_of(stand) as seal:
        await seal.take(b"t" * 16)
        stand.host.faults.set(Kind.CUT, "notice_before_send")
        stand.act(lambda firmware: firmware.press())
        async with asyncio.timeout(10):
            await seal.session.wait_closed()
    async with seal_of(stand, hello(world), TRUST) as seal:
        assert stand.host.seal.impressions == 1
        live = await seal.live()
        assert (live.used, live.count, live.in_hand) == (1, 3, False)


async def test_a_memory_that_cannot_be_written_ends_the_seal(
    stand: RadioStand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError("no space left")

    on(stand)
    async with seal_of(stand) as seal:
        await seal.live()
        monkeypatch.setattr("simulator.storage.os.fsync", full)
        with pytest.raises(OSError, match="no space"):
            stand.act(lambda firmware: firmware.hold())
        monkeypatch.undo()
        with pytest.raises(OSError, match="no space"):
            await stand.host.failed


def test_the_counter_goes_on_while_the_program_does_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    wall, steady = [1_000_000], [50]
    monkeypatch.setattr(module.time, "time_ns", lambda: wall[0] * 1_000_000)
    monkeypatch.setattr(module.time, "monotonic_ns", lambda: steady[0] * 1_000_000)
    counter = Counter(made_ms=990_000)
    assert counter() == 10_000
    steady[0] += 500
    wall[0] += 500_000  # a step of the computer's clock is none of the seal's
    assert counter() == 10_500
    wall[0], steady[0] = 1_060_000, 7
    assert Counter(made_ms=990_000)() == 70_000
    assert Counter(made_ms=2_000_000)() == 0


async def test_delivered_while_it_was_off_it_knows_when_it_is_switched_on(stand: RadioStand, tmp_path: Path) -> None:
    folder, air = tmp_path / "stocked", stand.place
    factory.make_root(tmp_path / "maker")
    factory.make_seal(tmp_path / "maker", folder, "GL2026000009", Model.GL)
    host = module.Host(folder, air, lambda: None, Faults())
    await host.start()
    try:
        host.act(Firmware.hold)
        await until(lambda: host.seal.screen == ("设备未交付",))
        factory.deliver(tmp_path / "maker", folder, bytes(range(32)))
        host.act(Firmware.hold)
        await until(lambda: not host.on_air)
        host.act(Firmware.hold)
        await until(lambda: host.seal.screen == ("设备未绑定",))
    finally:
        await host.stop()
