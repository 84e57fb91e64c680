"""A release from the operator's hands to a seal that runs it: cloud, broker, modem and firmware are the real ones."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cloud import rollout, sweeps
from cloud.rollout import Wanted
from cloud.store.releases import Release
from domain import firmware
from domain.firmware import Run, SealFirmware, UpgradeFailure, UpgradeState
from domain.messages import Message
from domain.seals import SealStatus
from domain.usage import Impression
from protocol.cbor import unpack
from protocol.firmware import CHECK_AFTER_MS, MAX_CHUNK_BYTES, Chunk, Upgrade
from protocol.modem import DownKind, UpKind, read_down, read_up
from simulator.firmware.boot import RESTART_MS
from simulator.firmware.image import Image, write
from simulator.firmware.upgrade import QUIET_MS
from tests.cloud.modems import BROKERS, Aerial, attached, enrolled, gateway, with_broker
from tests.cloud.seal import Seal
from tests.cloud.test_firmware import add
from tests.cloud.world import Cloud, Person, maker, pull_all
from tests.simulator.releases import manifest

OLD, NEW = "GYGL2020121706", "GYGL2026112901"
OLD_NUMBER, NEW_NUMBER = 2020121706, 2026112901
SIZE = 5 * MAX_CHUNK_BYTES + 123


@pytest.fixture(params=BROKERS)
async def cloud(tmp_path: Path, database_url: str | None, request: pytest.FixtureRequest) -> AsyncIterator[Cloud]:
    async with with_broker(tmp_path, request.param, database=database_url) as cloud:
        yield cloud


@pytest.fixture
async def owner(cloud: Cloud) -> Person:
    return await cloud.organization("19900000001")


@pytest.fixture
async def seal(cloud: Cloud, owner: Person) -> Seal:
    seal = Seal(cloud, owner, version=OLD)
    await seal.bind()
    seal.firmware.disconnect()  # nobody stands before it
    return seal


def image(version: str = NEW, **says: bool) -> bytes:
    return write(Image("GL", version, **says), SIZE, bytes(range(251)))


async def send_out(cloud: Cloud, data: bytes, version: str = NEW) -> None:
    service, signed = cloud.service, manifest(version, data, maker)
    assert isinstance(await add(cloud, signed, data), Release)
    staged = await service.database.write(lambda unit: rollout.stage(unit, version, Wanted(share=100), cloud.now))
    assert isinstance(staged, Release)
    await sweeps.sweep(service)


async def row(seal: Seal) -> SealFirmware:
    found = await seal.cloud.service.database.read(
        lambda view: view.get(SealFirmware, seal.courier.organization, seal.serial)
    )
    assert found is not None
    return found


async def reached(seal: Seal, state: UpgradeState) -> bool:
    upgrade = (await row(seal)).upgrade
    return upgrade is not None and upgrade.state is state


def wait(seal: Seal, milliseconds: int) -> None:
    seal.cloud.now += milliseconds
    seal.firmware.tick()


def press(seal: Seal) -> None:
    seal.press()
    seal.firmware.stand(out=False)


async def restart(seal: Seal, aerial: Aerial) -> None:
    """Nobody does anything with it; it starts anew, and its modem attaches again."""
    wait(seal, QUIET_MS)
    assert not seal.firmware.on
    wait(seal, RESTART_MS)
    assert seal.firmware.on
    aerial.modem.attach()


@pytest.mark.req("R-169", "H")
async def test_two_minutes_after_it_was_switched_on_a_seal_fetches_its_release(owner: Person, seal: Seal) -> None:
    """Chunk by chunk, used meanwhile; then it runs the new version, and each record says which one made it."""
    data = image()
    press(seal)
    async with attached(seal, await enrolled(seal)) as aerial:
        await aerial.work(lambda: seal.firmware.stored == 0)
        await send_out(seal.cloud, data)
        wait(seal, CHECK_AFTER_MS)
        await aerial.work(lambda: 0 < seal.firmware.upgrade.offset < SIZE)
        press(seal)
        await aerial.work(lambda: reached(seal, UpgradeState.VERIFIED))
        await restart(seal, aerial)
        press(seal)
        await aerial.work(lambda: reached(seal, UpgradeState.UPDATED))
        await aerial.work(lambda: seal.firmware.stored == 0)
        wanted = [unpack(up.body, Upgrade) for up in map(read_up, aerial.said) if up.kind is UpKind.UPGRADE]
        given = [unpack(down.body, Chunk) for down in map(read_down, aerial.heard) if down.kind is DownKind.CHUNK]
    assert seal.firmware.firmware == NEW
    assert [each.offset for each in wanted] == [each.offset for each in given] == list(range(0, SIZE, MAX_CHUNK_BYTES))
    assert b"".join(each.data for each in given) == data
    assert gateway(seal.cloud).counted["untrusted"] == gateway(seal.cloud).counted["malformed"] == 0
    known = await pull_all(owner)
    (status,), (of,) = known.of(SealStatus), known.of(SealFirmware)
    presses = sorted(known.of(Impression), key=lambda each: each.number)
    made = [firmware.version_of(of, status, each.number) for each in presses]
    assert made == [OLD_NUMBER, OLD_NUMBER, NEW_NUMBER]
    assert [each.version for each in of.runs] == [OLD_NUMBER, NEW_NUMBER]
    assert firmware.spelled(NEW_NUMBER, of, status) == NEW


@pytest.mark.req("R-169", "H")
@pytest.mark.parametrize(
    ("says", "why"),
    [({"passes": False}, UpgradeFailure.SELF_CHECK), ({"starts": False}, UpgradeFailure.NOT_STARTED)],
)
async def test_a_release_that_does_not_run_is_rolled_back_and_told(
    owner: Person, seal: Seal, says: dict[str, bool], why: UpgradeFailure
) -> None:
    """The administrators hear why, and the release goes to nobody any more."""
    async with attached(seal, await enrolled(seal)) as aerial:
        await send_out(seal.cloud, image(**says))
        await aerial.work(lambda: reached(seal, UpgradeState.VERIFIED))
        await restart(seal, aerial)
        await aerial.work(lambda: reached(seal, UpgradeState.FAILED))
    assert seal.firmware.firmware == OLD
    of = await row(seal)
    assert of.upgrade is not None
    assert of.upgrade.why is why
    assert of.runs[0] == Run(1, OLD_NUMBER)
    assert of.running == OLD_NUMBER
    told = [each.words for each in (await pull_all(owner)).of(Message) if each.code == "upgrade_failed"]
    assert told == [["公章", NEW, why.value]]
    assert "stopped by itself" in await seal.cloud.service.database.read(rollout.listed)


@pytest.mark.req("R-169", "H")
async def test_a_cut_link_goes_on_where_it_was(seal: Seal) -> None:
    """Another connection, the same offset. A broker that kept what the seal was away for says that again: no harm."""
    own = await enrolled(seal)
    async with attached(seal, own) as aerial:
        await send_out(seal.cloud, image())
        await aerial.work(lambda: seal.firmware.upgrade.offset >= 2 * MAX_CHUNK_BYTES)
    at = seal.firmware.upgrade.offset
    async with attached(seal, own) as aerial:
        await aerial.work(lambda: reached(seal, UpgradeState.VERIFIED))
        given = [unpack(down.body, Chunk) for down in map(read_down, aerial.heard) if down.kind is DownKind.CHUNK]
    assert sorted({each.offset for each in given}) == list(range(at, SIZE, MAX_CHUNK_BYTES))


async def test_what_is_not_wanted_any_more_is_not_given(seal: Seal) -> None:
    """Stopped half-way: no chunk more, and the seal hears that it need not go on."""
    async with attached(seal, await enrolled(seal)) as aerial:
        await send_out(seal.cloud, image())
        await aerial.work(lambda: seal.firmware.upgrade.offset >= MAX_CHUNK_BYTES)
        service = seal.cloud.service
        await service.database.write(lambda unit: rollout.stop(unit, NEW, seal.cloud.now))
        await sweeps.sweep(service)
        wait(seal, 10_000)
        await aerial.work(lambda: seal.firmware.upgrade.release is None)
    of = await row(seal)
    assert of.upgrade is not None
    assert (of.upgrade.state, of.upgrade.why) == (UpgradeState.FAILED, UpgradeFailure.WITHDRAWN)
