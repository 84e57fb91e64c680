"""A release given to a seal over a session: from its own offset on, several parts at a time, and again after a cut."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from app.device.errors import LinkLost, SealRefused
from app.device.giving import Release, give
from app.device.link import Link
from protocol.advertisement import Info
from protocol.cbor import unpack
from protocol.conversation import Code
from protocol.envelopes import Kind
from protocol.firmware import CHUNK_BYTES, Chunk, Upgrade, UpgradeState
from simulator.faults import Faults
from simulator.firmware import boot, upgrade
from simulator.firmware.logbook import OTHERS
from simulator.host import Host
from tests.app.device.stands import LoopbackStand, RadioStand, Stand, bound, contact_over, radio_stand, seal_of
from tests.simulator import releases
from tests.simulator.world import World
from tests.waiting import until

SIZE = 30 * CHUNK_BYTES + 7


def ordered(stand: Stand, new: releases.Release) -> World:
    """The seal is bound and wants it; nobody is connected to it."""
    world = bound(stand)
    stand.act(lambda firmware: firmware.connect(world.certificate()))
    assert world.send(Kind.FIRMWARE, new.manifest) is Code.OK
    stand.act(lambda firmware: firmware.disconnect())
    return world


async def test_a_seal_is_given_what_it_wants_and_says_how_far_it_is(stand: Stand) -> None:
    new = releases.release(size=SIZE)
    world = ordered(stand, new)
    offsets: list[int] = []
    async with seal_of(stand) as seal:
        assert (await seal.upgrade()).offset == 0
        done = await seal.give(Release(new.data), lambda at: offsets.append(at.offset))
        assert done.state is UpgradeState.VERIFIED
        assert offsets == [*range(CHUNK_BYTES, SIZE, CHUNK_BYTES), SIZE]
        assert await seal.give(Release(new.data)) == done
        told = seal.heard()
        assert any(isinstance(said, Upgrade) and said.state is UpgradeState.VERIFIED for said in told)
    assert world.seal.upgrade.state is UpgradeState.VERIFIED


async def test_what_it_does_not_want_is_not_given(stand: Stand) -> None:
    new, other = releases.release(size=SIZE), releases.release(releases.NEWEST, size=SIZE)
    ordered(stand, new)
    async with seal_of(stand) as seal:
        assert (await seal.give(Release(other.data))).offset == 0
        assert (await seal.give(Release(new.data + b"x"))).offset == 0


async def test_the_next_one_goes_on_where_the_link_was_cut(stand: Stand) -> None:
    new = releases.release(size=SIZE)
    world = ordered(stand, new)

    def cut(at: Upgrade) -> None:
        if at.offset == 3 * CHUNK_BYTES:
            stand.cut_at_answer()

    async with seal_of(stand) as seal:
        with pytest.raises(LinkLost):
            await seal.give(Release(new.data), cut)
    here = world.seal.upgrade.offset
    assert 3 * CHUNK_BYTES <= here < SIZE
    offsets: list[int] = []
    await until(lambda: not world.seal.connected)
    async with seal_of(stand) as seal:
        assert (await seal.give(Release(new.data), lambda at: offsets.append(at.offset))).state is UpgradeState.VERIFIED
    assert offsets[0] == here + CHUNK_BYTES


async def test_who_gives_may_stop_at_any_moment(stand: Stand) -> None:
    new = releases.release(size=SIZE)
    world = ordered(stand, new)
    async with seal_of(stand) as seal:
        giving: asyncio.Task[Upgrade] | None = None

        def stop(at: Upgrade) -> None:
            if at.offset == 2 * CHUNK_BYTES and giving is not None:
                giving.cancel()

        giving = asyncio.create_task(seal.give(Release(new.data), stop))
        with pytest.raises(asyncio.CancelledError):
            await giving
        assert (await seal.live()).binding == 1, "the session goes on"
        assert 2 * CHUNK_BYTES <= world.seal.upgrade.offset < SIZE
        assert (await seal.give(Release(new.data))).state is UpgradeState.VERIFIED


async def test_a_seal_without_room_says_so(loopback: LoopbackStand) -> None:
    new = releases.release(size=SIZE)
    world = ordered(loopback, new)
    while world.seal._core.log.others(0) < OTHERS:
        world.key(5)
    async with seal_of(loopback) as seal:
        with pytest.raises(SealRefused) as error:
            await seal.give(Release(new.data))
    assert error.value.status is Code.STORAGE_FULL


async def test_a_lost_answer_is_asked_for_again_and_the_part_not_stored_twice(
    loopback: LoopbackStand, impatient: None
) -> None:
    new = releases.release(size=SIZE)
    world = ordered(loopback, new)
    async with seal_of(loopback) as seal:
        assert loopback.last is not None
        loopback.last.seal_link.forgets = 1
        assert (await seal.give(Release(new.data))).state is UpgradeState.VERIFIED
    assert world.seal.upgrade.state is UpgradeState.VERIFIED


async def test_after_the_restart_it_is_on_the_air_with_the_new_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, limit in ((upgrade, "QUIET_MS"), (boot, "RESTART_MS")):
        monkeypatch.setattr(module, limit, 100)
    new = releases.release(size=SIZE)
    async with radio_stand(tmp_path / "seal") as stand:
        assert isinstance(stand, RadioStand)
        world = ordered(stand, new)
        async with seal_of(stand) as seal:
            await seal.give(Release(new.data))
            await seal.session.wait_closed()  # it hangs up, and restarts
        await until(lambda: stand.host.seal.firmware == releases.NEW and stand.host.on_air)
        link = await stand.link()
        assert isinstance(link, Link)
        assert unpack(await link.read_info(), Info).firmware == releases.NEW
        await link.close()
        async with seal_of(stand) as seal:
            await contact_over(seal, world)
            assert (await seal.live()).firmware == releases.NEW
        assert stand.host.plate.firmware == releases.NEW
    again = Host(tmp_path / "seal", stand.place, lambda: None, Faults())  # its memory keeps it
    assert again.seal.firmware == releases.NEW
    await again.stop()


async def test_a_program_that_ends_in_the_restart_begins_with_the_version_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrade, "QUIET_MS", 100)
    monkeypatch.setattr(boot, "RESTART_MS", 10**6)
    new = releases.release(size=SIZE)
    async with radio_stand(tmp_path / "seal") as stand:
        assert isinstance(stand, RadioStand)
        ordered(stand, new)
        async with seal_of(stand) as seal:
            await seal.give(Release(new.data))
        await until(lambda: not stand.host.on_air)
        assert stand.host.seal.screen[0] == "正在升级"
    again = Host(tmp_path / "seal", stand.place, lambda: None, Faults())
    assert (again.seal.on, again.seal.firmware, again.seal.upgrade.state) == (True, releases.OLD, UpgradeState.NONE)
    await again.stop()


class Bad:
    """A seal that answers as `take` says."""

    def __init__(self, new: Release, take: Callable[[int, Chunk], int]) -> None:
        self._new, self._take = new, take
        self.at, self.asked = 0, 0

    async def upgrade(self) -> Upgrade:
        state = UpgradeState.DOWNLOADING if self.at < len(self._new.image) else UpgradeState.VERIFIED
        return Upgrade(state, self._new.id, self.at, len(self._new.image), due=False)

    async def give_chunk(self, chunk: Chunk) -> Upgrade:
        self.asked += 1
        self.at = self._take(self.at, chunk)
        return await self.upgrade()


async def test_a_seal_that_takes_nothing_is_not_asked_for_ever() -> None:
    new = Release(releases.release(size=SIZE).data)
    seal = Bad(new, lambda at, _chunk: at)
    with pytest.raises(SealRefused):
        await give(seal, new)
    assert seal.asked < 20


async def test_a_seal_that_begins_anew_is_given_it_anew() -> None:
    new = Release(releases.release(size=SIZE).data)
    left = [2]

    def take(at: int, chunk: Chunk) -> int:
        if chunk.offset != at:
            return at
        if at > SIZE // 2 and left[0]:
            left[0] -= 1
            return 0
        return at + len(chunk.data)

    assert (await give(Bad(new, take), new)).state is UpgradeState.VERIFIED
