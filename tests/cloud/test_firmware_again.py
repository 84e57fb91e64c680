"""Releases that are wanted again, or instead of another, and what seals say of them that the cloud knew once."""

import pytest

from cloud import images, rollout, sweeps
from cloud.store import releases, tables
from cloud.store.releases import Release
from domain.firmware import UpgradeState
from domain.messages import Message
from domain.verdict import Refused
from protocol.envelopes import Kind
from protocol.firmware import UpgradeFault
from protocol.log import EventKind, Outcome
from tests.cloud.test_firmware import IMAGE, NEW, NEWER, add, kept, release, sent_out, stage, state, upgrade, voice
from tests.cloud.voice import Voice
from tests.cloud.world import Cloud, Person, pull_all

__all__ = ["voice"]


async def stopped(cloud: Cloud, version: int) -> None:
    """By the operator, and what follows from it."""
    said = await cloud.service.database.write(lambda unit: rollout.stop(unit, f"GYGL{version}", cloud.now))
    assert isinstance(said, Release)
    await sweeps.sweep(cloud.service)
    cloud.now += 1000


async def test_what_was_called_off_and_is_wanted_again_goes_on(cloud: Cloud, owner: Person, voice: Voice) -> None:
    """Although the seal's answers to the first order and to its end come only afterwards."""
    out = await sent_out(cloud)
    await voice.ask()
    voice.acknowledge(voice.heard[-1])
    await stopped(cloud, NEW)
    await voice.ask()
    voice.acknowledge(voice.heard[-1])
    voice.event(EventKind.FIRMWARE_FAILED, UpgradeFault.WITHDRAWN)
    assert isinstance(await stage(cloud, share=100), Release)
    await voice.drain()
    assert await state(voice) == (UpgradeState.QUEUED, None)
    assert await voice.hear() == [Kind.FIRMWARE]
    assert await state(voice) == (UpgradeState.DOWNLOADING, None)
    await owner.request("GET", f"/v1/seals/{voice.serial}/releases/{out.release}")  # it is given
    voice.event(EventKind.FIRMWARE_CONFIRMED, NEW)
    await voice.drain()
    assert await state(voice) == (UpgradeState.UPDATED, None)


@pytest.mark.parametrize("answered", [False, True])
async def test_a_newer_one_that_is_called_off_leaves_the_older(cloud: Cloud, voice: Voice, answered: bool) -> None:
    await sent_out(cloud)
    await sent_out(cloud, NEWER)
    if answered:
        await voice.hear()
    await stopped(cloud, NEWER)
    await sweeps.sweep(cloud.service)
    assert (await upgrade(voice)).version == f"GYGL{NEW}"
    assert await voice.hear() == [Kind.FIRMWARE]
    assert await state(voice) == (UpgradeState.DOWNLOADING, None)
    await sweeps.sweep(cloud.service)
    assert await voice.hear() == []
    assert isinstance(await stage(cloud, NEWER, share=100), Release)
    assert (await upgrade(voice)).version == f"GYGL{NEWER}"


async def test_where_a_newer_one_has_failed_the_older_can_be_staged(cloud: Cloud, voice: Voice) -> None:
    await sent_out(cloud)
    await sent_out(cloud, NEWER)
    await voice.hear()
    voice.event(EventKind.FIRMWARE_FAILED, UpgradeFault.SELF_CHECK)
    await voice.drain()
    await sweeps.sweep(cloud.service)
    assert (await upgrade(voice)).version == f"GYGL{NEWER}"  # that it failed stays to be seen
    cloud.now += 1000
    assert isinstance(await stage(cloud, share=100), Release)
    assert await voice.hear() == [Kind.FIRMWARE]
    assert await state(voice) == (UpgradeState.DOWNLOADING, None)
    assert (await upgrade(voice)).version == f"GYGL{NEW}"


async def test_what_it_ran_before_a_restore_already_is_no_failure(cloud: Cloud, owner: Person, voice: Voice) -> None:
    """The backup knows that it was ordered, and not that it came off: the stage goes on, and nobody is told."""
    out = await sent_out(cloud)
    await cloud.service.database.write(lambda unit: unit.upsert(tables.meta, {"name": "generation", "value": "2"}))
    await sweeps.sweep(cloud.service)
    assert await voice.hear(Outcome.REFUSED_OLDER, firmware=f"GYGL{NEW}") == [Kind.FIRMWARE]
    assert await state(voice) == (UpgradeState.UPDATED, None)
    assert (await kept(cloud, out.release)).goes_out
    assert [each for each in (await pull_all(owner)).of(Message) if each.code == "upgrade_failed"] == []


async def test_an_image_that_is_lost_can_be_added_again(cloud: Cloud, voice: Voice) -> None:
    """And nothing else of the release changes by that."""
    out = await sent_out(cloud)
    refused = await add(cloud, *release())
    assert isinstance(refused, Refused)
    assert refused.code == "release_known"
    uploads = cloud.service.uploads
    (uploads.files.folder / f"releases/{out.release}").unlink()
    assert images.read(uploads, out.release) is None
    other = await add(cloud, *release(image=IMAGE + b"?"))
    assert isinstance(other, Refused)
    assert await add(cloud, *release()) == out
    assert images.read(uploads, out.release) == release()[1]
    assert (await cloud.service.database.read(lambda view: releases.get(view, out.release))) == out
