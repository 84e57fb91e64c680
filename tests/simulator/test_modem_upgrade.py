"""A release on its way to a seal over its modem: chunk after chunk from where the seal is."""

import pytest

from protocol import firmware
from protocol.cbor import pack, unpack
from protocol.envelopes import Kind
from protocol.firmware import MAX_CHUNK_BYTES, Upgrade, UpgradeState
from protocol.modem import MAX_MESSAGE_BYTES, Down, DownKind, UpKind, read_up
from simulator.modem import CHUNK_WITHIN_MS, Modem
from tests.simulator import releases
from tests.simulator.test_modem import Air


def upgrades(air: Air) -> list[Upgrade]:
    """Where it says that it is with a release, now."""
    ups = [read_up(each) for each in air.modem.due()]
    return [unpack(up.body, Upgrade) for up in ups if up.kind is UpKind.UPGRADE]


def order(air: Air, new: releases.Release) -> None:
    air.hear(DownKind.ENVELOPE, air.world.envelope(Kind.FIRMWARE, new.manifest))
    air.world.down += 1


@pytest.mark.req("R-169", "H")
def test_a_release_comes_chunk_after_chunk_from_where_the_seal_is() -> None:
    air, new = Air(), releases.release(size=20_000)
    air.attach()
    assert upgrades(air) == []
    order(air, new)
    offsets: list[int] = []
    while said := upgrades(air):
        assert upgrades(air) == []  # it waits for what it has asked for
        offsets += [each.offset for each in said]
        chunk = new.chunk(said[0].offset, MAX_CHUNK_BYTES)
        assert len(pack(Down(DownKind.CHUNK, pack(chunk)))) <= MAX_MESSAGE_BYTES
        air.hear(DownKind.CHUNK, pack(chunk))
    assert offsets == [0, 8000, 16_000]
    assert air.world.seal.upgrade.state is UpgradeState.VERIFIED
    air.world.wait(3.1)  # nobody is in front of it
    assert not air.modem.wanted
    air.world.wait(3.1)
    assert air.modem.wanted
    assert air.world.seal.firmware == releases.NEW


def test_a_chunk_that_does_not_come_is_asked_for_again_and_one_that_comes_twice_changes_nothing() -> None:
    air, new = Air(), releases.release(size=20_000)
    air.attach()
    order(air, new)
    assert [said.offset for said in upgrades(air)] == [0]
    air.world.wait(CHUNK_WITHIN_MS / 1000 - 1)
    assert upgrades(air) == []
    air.world.wait(1)
    assert [said.offset for said in upgrades(air)] == [0]
    for _ in range(2):
        air.hear(DownKind.CHUNK, pack(new.chunk(0)))
    assert [said.offset for said in upgrades(air)] == [firmware.CHUNK_BYTES]
    air.hear(DownKind.CHUNK, b"no chunk")
    air.modem.detach()
    air.modem.attach()
    assert [said.offset for said in upgrades(air)] == [firmware.CHUNK_BYTES]


@pytest.mark.req("R-169", "H")
def test_two_minutes_after_it_was_switched_on_it_asks_and_goes_on() -> None:
    air, new = Air(), releases.release(size=20_000)
    air.attach()
    order(air, new)
    air.hear(DownKind.CHUNK, pack(new.chunk(0)))
    air.world.boot()
    air.modem = Modem(air.world.seal, air.world.board, air.world.ticks)
    air.attach()
    kinds: dict[int, set[UpKind]] = {}
    for second in range(1, 121):
        air.world.wait(1)
        said = [read_up(each) for each in air.modem.due()]
        kinds[second] = {up.kind for up in said}
        for up in said:
            if up.kind is UpKind.QUESTION:
                air.answer(up.body)
    assert {second for second, told in kinds.items() if UpKind.UPGRADE in told} == {120}
    assert UpKind.QUESTION in kinds[120]
    assert unpack(said[-1].body, Upgrade).offset == firmware.CHUNK_BYTES
    assert not air.world.seal.upgrade.due
