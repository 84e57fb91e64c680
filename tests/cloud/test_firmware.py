"""Releases of firmware: what the operator does with them, who is ordered them, and what the seals' words make of it."""

import asyncio
import hashlib
from typing import Any

import pytest

from cloud import rollout, sweeps
from cloud.rollout import Wanted
from cloud.store import releases, tables
from cloud.store.releases import Release
from domain import firmware
from domain.commands import CommandKind, CommandState, SealCommand
from domain.events import SealEvent, SealEventKind
from domain.firmware import Run, SealFirmware, Upgrade, UpgradeFailure, UpgradeState
from domain.messages import Message
from domain.organization import Role
from domain.seals import Model, SealStatus
from domain.unbinding import UnbindSeal
from domain.usage import Impression
from domain.verdict import Refused
from protocol.envelopes import Kind
from protocol.firmware import Manifest, UpgradeFault, sign_manifest
from protocol.keys import SigningKey
from protocol.log import EventKind, Outcome
from tests.cloud.test_exports import asked, made, rows_of
from tests.cloud.voice import Voice
from tests.cloud.world import Cloud, Person, maker, pull_all

OLD, NEW, NEWER = 2020121706, 2026112901, 2026112902
IMAGE = bytes(range(256)) * 100


def release(
    version: int = NEW, model: str = "GL", image: bytes = IMAGE, signer: SigningKey = maker
) -> tuple[bytes, bytes]:
    """Manifest and image."""
    image += str(version).encode()
    said = Manifest(model, f"GY{model}{version}", len(image), hashlib.sha256(image).digest())
    return sign_manifest(said, signer), image


async def add(cloud: Cloud, *given: bytes) -> Release | Refused:
    service = cloud.service
    brought = await asyncio.to_thread(rollout.bring, service, given[0], given[1])
    if isinstance(brought, Refused):
        return brought
    return await service.database.write(lambda unit: rollout.add(unit, brought, cloud.now))


async def stage(cloud: Cloud, version: int = NEW, model: str = "GL", **wanted: Any) -> Release | Refused:
    """And what follows from it."""
    said = await cloud.service.database.write(
        lambda unit: rollout.stage(unit, f"GY{model}{version}", Wanted(**wanted), cloud.now)
    )
    await sweeps.sweep(cloud.service)
    return said


async def sent_out(cloud: Cloud, version: int = NEW, **wanted: Any) -> Release:
    """A release that is added and staged."""
    assert isinstance(await add(cloud, *release(version)), Release)
    found = await stage(cloud, version, **(wanted or {"share": 100}))
    assert isinstance(found, Release)
    return found


async def kept(cloud: Cloud, of: str) -> Release:
    found = await cloud.service.database.read(lambda view: releases.get(view, of))
    assert found is not None
    return found


async def row(voice: Voice) -> SealFirmware:
    found = await voice.cloud.service.database.read(
        lambda view: view.get(SealFirmware, voice.organization, voice.serial)
    )
    assert found is not None
    return found


async def upgrade(voice: Voice) -> Upgrade:
    found = (await row(voice)).upgrade
    assert found is not None
    return found


async def state(voice: Voice) -> tuple[UpgradeState, UpgradeFailure | None]:
    found = await upgrade(voice)
    return found.state, found.why


@pytest.fixture
async def voice(cloud: Cloud, owner: Person) -> Voice:
    """A seal that runs the old version since its first boot."""
    voice = Voice(cloud, owner)
    await voice.bound()
    voice.event(EventKind.FIRMWARE_RUNS, OLD)
    await voice.hear()
    return voice


async def test_an_upgrade_from_the_order_to_the_new_version(cloud: Cloud, owner: Person, voice: Voice) -> None:
    """Ordered with what the maker signed; each word of the log is a state that every console hears of."""
    out = await sent_out(cloud)
    assert await state(voice) == (UpgradeState.QUEUED, None)
    assert await voice.hear() == [Kind.FIRMWARE]
    assert voice.heard[-1].body == out.manifest
    assert await state(voice) == (UpgradeState.DOWNLOADING, None)
    for kind, detail, reached in (
        (EventKind.FIRMWARE_VERIFIED, NEW, UpgradeState.VERIFIED),
        (EventKind.FIRMWARE_UPDATING, NEW, UpgradeState.UPDATING),
        (EventKind.FIRMWARE_RUNS, NEW, UpgradeState.UPDATING),
        (EventKind.FIRMWARE_CONFIRMED, NEW, UpgradeState.UPDATED),
    ):
        voice.event(kind, detail)
        await voice.drain()
        assert await state(voice) == (reached, None)
    member = await owner.add("张四", "19900000004")
    (seen,) = (await pull_all(member)).of(SealFirmware)
    assert seen == await row(voice)
    assert seen.runs == [Run(1, OLD), Run(5, NEW)]
    orders = [each for each in (await pull_all(owner)).of(SealCommand) if each.kind is CommandKind.FIRMWARE]
    assert [(each.on, each.state, each.by) for each in orders] == [(True, CommandState.APPLIED, None)]
    await sweeps.sweep(cloud.service)
    assert await voice.hear() == []
    assert [each for each in (await pull_all(owner)).of(Message) if each.code == "upgrade_failed"] == []


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        (Outcome.REFUSED_MAKER, UpgradeFailure.MAKER),
        (Outcome.REFUSED_MODEL, UpgradeFailure.MODEL),
        (Outcome.REFUSED_OLDER, UpgradeFailure.OLDER),
        (Outcome.REFUSED_RANGE, UpgradeFailure.RANGE),
    ],
)
async def test_what_a_seal_will_not_have(
    cloud: Cloud, owner: Person, voice: Voice, outcome: Outcome, why: UpgradeFailure
) -> None:
    await sent_out(cloud, share=100, failures=1)
    await voice.hear(outcome)
    assert await state(voice) == (UpgradeState.FAILED, why)
    told = [each for each in (await pull_all(owner)).of(Message) if each.code == "upgrade_failed"]
    assert [each.words for each in told] == [["合同章", f"GYGL{NEW}", why.value]]
    await sweeps.sweep(cloud.service)
    assert await voice.hear() == []  # not asked again by itself


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (UpgradeFault.HASH, UpgradeFailure.HASH),
        (UpgradeFault.NO_ROOM, UpgradeFailure.NO_ROOM),
        (UpgradeFault.NOT_STARTED, UpgradeFailure.NOT_STARTED),
        (UpgradeFault.SELF_CHECK, UpgradeFailure.SELF_CHECK),
    ],
)
async def test_what_went_wrong_is_told_to_who_manages(
    cloud: Cloud, owner: Person, voice: Voice, fault: UpgradeFault, why: UpgradeFailure
) -> None:
    """To owner and administrator, once, and to nobody else."""
    people = [await owner.add("管理", "19900000002", Role.ADMINISTRATOR), await owner.add("张四", "19900000004")]
    await sent_out(cloud, share=100, failures=5)
    await voice.hear()
    voice.event(EventKind.FIRMWARE_FAILED, fault)
    await voice.drain()
    await voice.give(1, len(voice.entries))  # carried again
    assert await state(voice) == (UpgradeState.FAILED, why)
    counts = [
        sum(each.code == "upgrade_failed" for each in (await pull_all(person)).of(Message))
        for person in (owner, *people)
    ]
    assert counts == [1, 1, 0]


async def test_the_log_in_any_order_says_the_same(cloud: Cloud, voice: Voice) -> None:
    """The end comes first, then the answer to the order, then what lies between."""
    await sent_out(cloud)
    await voice.ask()
    voice.acknowledge(voice.heard[-1])
    first = len(voice.entries)
    for kind in (EventKind.FIRMWARE_VERIFIED, EventKind.FIRMWARE_UPDATING):
        voice.event(kind, NEW)
    voice.press()
    voice.event(EventKind.FIRMWARE_RUNS, NEW)
    voice.press()
    voice.event(EventKind.FIRMWARE_CONFIRMED, NEW)
    last = len(voice.entries)
    await voice.give(last, last)
    assert await state(voice) == (UpgradeState.QUEUED, None)
    await voice.give(first, first)
    assert await state(voice) == (UpgradeState.UPDATED, None)
    for number in (last - 1, first + 1, first + 4, first + 2, first + 3):
        await voice.give(number, number)
    assert await state(voice) == (UpgradeState.UPDATED, None)
    assert (await row(voice)).runs == [Run(1, OLD), Run(first + 4, NEW)]


async def test_which_version_made_each_record(cloud: Cloud, owner: Person, voice: Voice) -> None:
    """Also when the entry that says so comes after the record."""
    voice.press()
    voice.event(EventKind.FIRMWARE_RUNS, NEW)
    voice.press()
    await voice.give(4, 4)

    async def versions() -> dict[int, int | None]:
        owner.cursors.clear()
        known = await pull_all(owner)
        (status,), (of,) = known.of(SealStatus), known.of(SealFirmware)
        return {each.number: firmware.version_of(of, status, each.number) for each in known.of(Impression)}

    assert await versions() == {4: None}  # another one may have begun between
    await voice.give(2, 2)
    assert await versions() == {2: OLD, 4: None}
    await voice.give(3, 3)
    assert await versions() == {2: OLD, 4: NEW}
    owner.cursors.clear()
    events = [(each.kind, each.detail) for each in (await pull_all(owner)).of(SealEvent)]
    assert (SealEventKind.FIRMWARE_RUNS, NEW) in events


async def test_a_newer_release_replaces_an_older(cloud: Cloud, voice: Voice) -> None:
    """The orders fold into the newest; an older one goes out no more."""
    await sent_out(cloud)
    await sent_out(cloud, NEWER)
    assert (await upgrade(voice)).version == f"GYGL{NEWER}"
    assert await voice.hear() == [Kind.FIRMWARE]
    assert await state(voice) == (UpgradeState.DOWNLOADING, None)
    refused = await stage(cloud, NEW, share=100)
    assert isinstance(refused, Refused)
    assert refused.code == "release_overtaken"


async def test_some_seals_first_then_all_and_another_model_never(cloud: Cloud, owner: Person, voice: Voice) -> None:
    voices = [voice]
    for at in range(2, 6):
        voices.append(Voice(cloud, owner, f"GL202600000{at}"))
        await voices[-1].bound()
    small = Voice(cloud, owner, "L2026000001", model=Model.L)
    await small.bound()
    running_it = voices[4]
    await running_it.ask(firmware=f"GYGL{NEW}")

    async def ordered() -> int:
        found = await cloud.service.database.read(lambda view: view.facts(owner.organization).all(SealFirmware))
        return sum(each.upgrade is not None for each in found)

    await sent_out(cloud, seals=[voice.serial], first=0)
    assert await ordered() == 1
    assert isinstance(await stage(cloud, first=2), Release)
    assert 2 <= await ordered() <= 3
    assert isinstance(await stage(cloud, share=100), Release)
    assert await ordered() == 4  # one of them runs it already
    for serial in ("L2026000001", "GL0000000009"):
        refused = await stage(cloud, seals=[serial])
        assert isinstance(refused, Refused)
        assert refused.code == "stage_not_model"


async def test_a_stage_stops_by_itself(cloud: Cloud, owner: Person, voice: Voice) -> None:
    """Beyond what is allowed; who has not begun is told that it is not wanted, and is asked again when it is."""
    others = [Voice(cloud, owner, f"GL202600000{at}") for at in (2, 3)]
    for other in others:
        await other.bound()
    out = await sent_out(cloud, share=100, failures=1)
    for each in (voice, *others):
        await each.ask()
        each.acknowledge(each.heard[-1])
    for each in (voice, others[0]):
        assert (await kept(cloud, out.release)).goes_out
        each.event(EventKind.FIRMWARE_FAILED, UpgradeFault.SELF_CHECK)
        await each.drain()
    stopped = await kept(cloud, out.release)
    assert (stopped.goes_out, stopped.stopped_why) == (False, releases.FAILURES)
    said = await cloud.service.database.read(rollout.listed)
    assert "stopped by itself, for more upgrades failed than are allowed" in said
    assert "2 failed" in said
    await sweeps.sweep(cloud.service)
    assert await state(others[1]) == (UpgradeState.FAILED, UpgradeFailure.WITHDRAWN)
    assert await others[1].hear() == [Kind.FIRMWARE]
    assert others[1].heard[-1].body == b""
    cloud.now += 1000
    assert isinstance(await stage(cloud, share=100, failures=1), Release)
    for each in (voice, *others):
        assert await each.hear() == [Kind.FIRMWARE]
        assert await state(each) == (UpgradeState.DOWNLOADING, None)


async def test_what_is_stopped_before_it_is_heard_of_is_never_heard_of(cloud: Cloud, voice: Voice) -> None:
    await sent_out(cloud)
    assert isinstance(
        await cloud.service.database.write(lambda unit: rollout.stop(unit, f"GYGL{NEW}", cloud.now)), Release
    )
    await sweeps.sweep(cloud.service)
    assert await voice.hear() == [Kind.FIRMWARE]
    assert voice.heard[-1].body == b""


async def test_a_seal_that_is_bound_later_is_ordered_it_too(cloud: Cloud, owner: Person, voice: Voice) -> None:
    """And hears nothing while it is not."""
    await sent_out(cloud)
    late = Voice(cloud, owner, "GL2026000007")
    await late.bound()
    await sweeps.sweep(cloud.service)
    assert await late.hear() == [Kind.FIRMWARE]


async def test_whose_a_seal_is_now_knows_what_it_ran_before(cloud: Cloud, voice: Voice) -> None:
    other = await cloud.organization("19900000009", "别家公司")
    voice.press()
    await voice.drain()
    later = Voice(cloud, other, voice.serial, signing=voice.signing, static=voice.static, binding=2)
    later.number, later.own = 0, voice.own
    later.heads, later.entries, later.given = voice.heads, voice.entries, voice.given
    await later.bound()
    later.event(EventKind.FIRMWARE_RUNS, NEW)
    await later.drain()
    assert (await row(later)).runs == [Run(1, OLD), Run(3, NEW)]
    assert (await row(voice)).runs == [Run(1, OLD)]  # what it does there is not its business


async def test_what_was_ordered_before_a_restore_is_ordered_again(cloud: Cloud, voice: Voice) -> None:
    """A seal that had not answered would never hear of it: orders of before are handed out no more."""
    await sent_out(cloud)
    await cloud.service.database.write(lambda unit: unit.upsert(tables.meta, {"name": "generation", "value": "2"}))
    assert await voice.hear() == []
    await sweeps.sweep(cloud.service)
    assert await voice.hear() == [Kind.FIRMWARE]
    assert voice.heard[-1].generation == 2
    assert await state(voice) == (UpgradeState.DOWNLOADING, None)
    await sweeps.sweep(cloud.service)
    voice.number = 0  # it asks as in the generation before: whatever is new comes again
    assert await voice.hear() == [Kind.FIRMWARE]


async def test_an_export_says_which_version_made_each_record(cloud: Cloud, owner: Person, voice: Voice) -> None:
    voice.press()
    voice.event(EventKind.FIRMWARE_RUNS, NEW)
    voice.press()
    await voice.hear(firmware=f"GYGL{NEW}")
    row = await made(owner, asked(seal=None, start=cloud.now - 1000, end=cloud.now + 1000))
    assert [each["固件版本"] for each in await rows_of(owner, row)] == [str(OLD), f"GYGL{NEW}"]


async def test_whose_a_seal_is_no_more_waits_for_nothing(cloud: Cloud, owner: Person, voice: Voice) -> None:
    await sent_out(cloud)
    await voice.hear()
    await owner.done(UnbindSeal(seal=voice.serial))
    assert await voice.hear() == [Kind.UNBIND]
    assert await state(voice) == (UpgradeState.FAILED, UpgradeFailure.WITHDRAWN)
    assert await cloud.service.database.read(lambda view: rollout.due(view, cloud.now)) == []
