"""Releases carried into seals over Bluetooth, by rounds and on purpose: cloud, radio and seals are the real ones."""

import asyncio
import hashlib

import pytest

from app.models import files
from app.models.files import Blob
from app.models.store import Tx
from app.services.releases import MEDIA
from app.services.upgrading import Step, Upgrading
from cloud import rollout, sweeps
from cloud.rollout import Wanted
from cloud.store.releases import Release
from domain import firmware
from domain.firmware import SealFirmware, UpgradeFailure, UpgradeState
from domain.seals import SealStatus
from domain.usage import Impression
from protocol.conversation import Op
from protocol.firmware import CHUNK_BYTES
from simulator.firmware.image import Image, write
from simulator.host import Host
from tests.app.services.office import Console, Office
from tests.cloud.test_firmware import add
from tests.cloud.world import maker
from tests.simulator.releases import manifest
from tests.waiting import until

SERIAL = "GL2026000001"
OLD, NEW, NEWER = "GYGL2020121706", "GYGL2026112901", "GYGL2026112902"


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    return await at.bound(owner)


def image(size: int = 20 * CHUNK_BYTES + 7, version: str = NEW, **says: bool) -> bytes:
    return write(Image("GL", version, **says), size, hashlib.shake_128(b"noise").digest(997))


async def send_out(at: Office, owner: Console, data: bytes, version: str = NEW) -> str:
    """Added and staged; until this console has heard of it."""
    service, signed = at.cloud.service, manifest(version, data, maker)
    added = await add(at.cloud, signed, data)
    assert isinstance(added, Release)
    staged = await service.database.write(lambda unit: rollout.stage(unit, version, Wanted(share=100), at.cloud.now))
    assert isinstance(staged, Release)
    await sweeps.sweep(service)
    await reaches(owner, UpgradeState.QUEUED)
    return added.release


async def row(console: Console) -> SealFirmware:
    return await console.get(SealFirmware, SERIAL) or SealFirmware(id=SERIAL, organization=console.organization)


async def reaches(console: Console, state: UpgradeState, within: float = 30.0) -> None:
    async def reached() -> bool:
        return (await row(console)).state == state

    await console.until(reached, within)


def upgrading(console: Console) -> Upgrading:
    return Upgrading(console.tools(), console.organization, SERIAL)


@pytest.mark.req("R-169")
async def test_a_release_is_carried_by_the_rounds_and_the_seal_runs_it(at: Office, owner: Console, host: Host) -> None:
    """Nobody does anything: the console beside the seal brings the order, the bytes, and what became of it."""
    await send_out(at, owner, image())
    owner.rounds.start()
    await reaches(owner, UpgradeState.UPDATED, 60)
    assert host.seal.firmware == NEW
    found = await row(owner)
    assert [each.version for each in found.runs] == [2020121706, 2026112901]
    assert found.upgrade is not None
    assert found.upgrade.percent == 100


async def test_now_with_progress(at: Office, owner: Console, host: Host) -> None:
    """Ordered, carried and whole in one go; others see how far it is."""
    data = image()
    await send_out(at, owner, data)
    work, seen = upgrading(owner), list[tuple[Step, int]]()
    work.subscribe(lambda: seen.append((work.state.step, work.state.offset)))
    await work.run()
    assert (work.state.step, work.state.trouble) == (Step.WHOLE, None)
    offsets = [offset for step, offset in seen if step is Step.GIVING]
    assert offsets == sorted(offsets)
    assert offsets[0] == 0
    assert len(set(offsets)) > 10
    assert work.state.percent == 100
    await reaches(owner, UpgradeState.VERIFIED)
    await until(lambda: host.seal.firmware == NEW)


async def test_stopped_it_keeps_what_it_has_and_goes_on_there(at: Office, owner: Console, host: Host) -> None:
    """Also when the cloud is away: the image is kept here."""
    data = image(200 * CHUNK_BYTES)
    await send_out(at, owner, data)
    work = upgrading(owner)
    running = asyncio.create_task(work.run())
    await until(lambda: work.state.offset >= 5 * CHUNK_BYTES)
    await work.stop()
    await running
    assert work.state.step is Step.STOPPED
    kept = host.seal.upgrade.offset
    assert 5 * CHUNK_BYTES <= kept < len(data)
    await at.cloud.stop()
    again, seen = upgrading(owner), list[int]()
    again.subscribe(lambda: seen.append(again.state.offset) if again.state.step is Step.GIVING else None)
    await again.run()
    assert (again.state.step, again.state.trouble) == (Step.WHOLE, None)
    assert seen[0] == kept
    await until(lambda: host.seal.firmware == NEW)


async def test_what_lies_here_damaged_is_fetched_anew(at: Office, owner: Console, host: Host) -> None:
    data = image()
    release = await send_out(at, owner, data)

    def spoil(tx: Tx) -> None:
        files.put(tx, owner.organization, Blob(MEDIA, data[:-1] + b"?"), 0, outgoing=False)
        tx.connection.execute(files.files.update().values(sha256=release))

    await owner.store.run(spoil)
    work = upgrading(owner)
    await work.run()
    assert work.state.step is Step.WHOLE
    await until(lambda: host.seal.firmware == NEW)


async def test_without_the_cloud_and_without_the_image_it_is_said(at: Office, owner: Console, host: Host) -> None:
    await send_out(at, owner, image())
    async with owner.nearby.conversation_with(SERIAL, owner.organization) as seal:
        await owner.courier.visit(seal, owner.organization)
    await at.cloud.stop()
    work = upgrading(owner)
    await work.run()
    assert work.state.step is Step.BROKEN
    assert work.state.trouble is not None
    assert work.state.trouble.code == "cloud_away"
    assert host.seal.upgrade.offset == 0


async def test_a_seal_that_wants_nothing_is_given_nothing(owner: Console, host: Host) -> None:
    work = upgrading(owner)
    await work.run()
    assert (work.state.step, work.state.trouble) == (Step.NOTHING, None)


async def test_a_seal_that_is_not_there(at: Office, owner: Console, host: Host) -> None:
    await send_out(at, owner, image())
    await host.stop()
    work = upgrading(owner)
    running = asyncio.create_task(work.run())
    await work.stop()
    await running
    assert work.state.step is Step.STOPPED


async def test_presses_meanwhile_are_recorded_and_say_which_version_made_them(
    at: Office, owner: Console, host: Host
) -> None:
    await send_out(at, owner, image(100 * CHUNK_BYTES))
    work = upgrading(owner)
    running = asyncio.create_task(work.run())
    await until(lambda: work.state.offset > 0)
    press(host)
    await running
    await until(lambda: host.seal.firmware == NEW)
    press(host)
    owner.rounds.start()

    async def both() -> bool:
        return len(await owner.all(Impression)) == 2

    await owner.until(both, 40)
    await reaches(owner, UpgradeState.UPDATED, 40)
    found, status = await row(owner), await owner.get(SealStatus, SERIAL)
    presses = sorted(await owner.all(Impression), key=lambda each: each.number)
    assert [firmware.version_of(found, status, each.number) for each in presses] == [2020121706, 2026112901]


def press(host: Host) -> None:
    """Nothing allows it: a record all the same."""
    host.act(lambda seal: (seal.stand(out=True), seal.cover(on=False), seal.press(), seal.stand(out=False)))


@pytest.mark.parametrize(
    ("says", "why"),
    [({"passes": False}, UpgradeFailure.SELF_CHECK), ({"starts": False}, UpgradeFailure.NOT_STARTED)],
)
async def test_a_release_that_does_not_run(
    at: Office, owner: Console, host: Host, says: dict[str, bool], why: UpgradeFailure
) -> None:
    await send_out(at, owner, image(**says))
    owner.rounds.start()
    await reaches(owner, UpgradeState.FAILED, 60)
    found = (await row(owner)).upgrade
    assert found is not None
    assert found.why is why
    assert host.seal.firmware == OLD


async def test_visits_give_way_and_others_have_their_turn(at: Office, owner: Console, host: Host) -> None:
    """A seal that is being given its release is free at once for whoever wants it."""
    await send_out(at, owner, image(150 * CHUNK_BYTES))
    owner.rounds.start()
    await until(lambda: host.seal.upgrade.offset > 0)
    async with asyncio.timeout(5), owner.nearby.conversation_with(SERIAL, owner.organization) as seal:
        assert (await seal.live()).phase is not None
    await until(lambda: host.seal.firmware == NEW)


async def test_a_newer_release_that_comes_meanwhile_is_given_as_well(at: Office, owner: Console, host: Host) -> None:
    """The seal hears of it over GPRS, while a console gives it the one before."""
    await send_out(at, owner, image(150 * CHUNK_BYTES))
    work = upgrading(owner)
    running = asyncio.create_task(work.run())
    await until(lambda: work.state.offset > 0)
    newer = image(version=NEWER)
    await send_out(at, owner, newer, NEWER)
    _, question = host.seal.carry(Op.ASK_CONTACT)
    reply = await owner.account.client.contact(SERIAL, question, host.board.identity)
    for order in reply.down:
        host.act(lambda seal, order=order: seal.carry(Op.DELIVER, order))
    assert host.seal.upgrade.release == hashlib.sha256(newer).digest()
    await running
    assert (work.state.step, work.state.size) == (Step.WHOLE, len(newer))
    await until(lambda: host.seal.firmware == NEWER)


async def test_an_image_that_the_cloud_has_lost_holds_up_nothing_else(at: Office, owner: Console, host: Host) -> None:
    """The seal is visited as ever, and given the release as soon as its operator has put it back."""
    data = image()
    release = await send_out(at, owner, data)
    service = at.cloud.service
    service.uploads.files.remove(f"releases/{release}")
    owner.rounds.start()
    await until(lambda: host.seal.upgrade.release is not None and not host.linked)
    press(host)
    owner.rounds.look_after(SERIAL, 0.0)

    async def recorded() -> bool:
        return len(await owner.all(Impression)) == 1

    await owner.until(recorded)
    plans = owner.rounds._plans.values()  # pyright: ignore[reportPrivateUsage]
    assert [plan.retry.failures for plan in plans] == [0]
    await until(lambda: not host.linked)
    work = upgrading(owner)
    await work.run()
    assert (work.state.step, work.state.trouble and work.state.trouble.code) == (Step.BROKEN, "not_found")
    signed = manifest(NEW, data, maker)
    assert isinstance(await add(at.cloud, signed, data), Release)
    owner.rounds.look_after(SERIAL, 0.0)
    await until(lambda: host.seal.firmware == NEW)
