"""A new firmware: ordered, brought in pieces, checked, tried, and there for good or gone again."""

import hashlib

import pytest

from domain.seals import Model
from protocol import firmware
from protocol.cbor import pack
from protocol.contact import SealMode
from protocol.conversation import Code, Op
from protocol.envelopes import Kind
from protocol.firmware import Chunk, Manifest, Upgrade, UpgradeFault, UpgradeState
from protocol.log import EventEntry, ImpressionEntry, Outcome
from simulator.firmware.board import SLOT_BYTES
from simulator.firmware.boot import RESTART_MS
from simulator.firmware.upgrade import QUIET_MS
from tests.simulator.releases import (
    CONFIRMED,
    FAILED,
    NEW,
    NEWEST,
    NEWEST_NUMBER,
    NUMBER,
    OLD,
    OLD_NUMBER,
    RUNS,
    UPDATING,
    VERIFIED,
    Release,
    bound,
    give,
    give_chunk,
    how_far,
    manifest,
    order,
    outcome,
    parts,
    release,
    restart,
    told,
    upgrade,
)
from tests.simulator.world import World, maker, stranger


@pytest.mark.req("R-169", "H")
def test_a_release_is_stored_checked_tried_and_confirmed() -> None:
    made, new = bound(), release()
    assert order(made, new) is Code.OK
    assert how_far(made) == Upgrade(UpgradeState.DOWNLOADING, new.id, 0, 5000, due=False)
    assert give(made, new).state is UpgradeState.VERIFIED
    assert (made.live().firmware, parts(made)) == (OLD, 3)
    made.wait(QUIET_MS / 1000)
    assert (made.seal.on, made.seal.screen, made.seal.upgrade.state) == (
        False, ("正在升级", "请勿断电"), UpgradeState.UPDATING,
    )  # fmt: skip
    made.wait(RESTART_MS / 1000)
    assert (made.seal.on, made.seal.firmware, made.seal.screen) == (True, NEW, ("升级完成",))
    made.seal.connect(made.certificate())
    assert made.contact() is Code.OK
    assert made.live().firmware == NEW
    assert told(made) == [
        (RUNS, OLD_NUMBER), (VERIFIED, NUMBER), (UPDATING, NUMBER), (RUNS, NUMBER), (CONFIRMED, NUMBER),
    ]  # fmt: skip
    assert how_far(made) == Upgrade(UpgradeState.NONE, None, 0, 0, due=False)
    assert parts(made) == 0
    made.boot()
    assert made.seal.firmware == NEW


@pytest.mark.req("R-058", "H")
def test_the_log_says_which_version_wrote_each_entry_from_the_first_on() -> None:
    made = World()
    made.open()
    made.seal.press()  # before it was ever switched on
    made.bind()
    assert [type(entry) for entry in made.entries()[:2]] == [EventEntry, ImpressionEntry]
    made.seal.stand(out=False)
    upgrade(made, release())
    made.open()
    made.seal.press()
    made.seal.stand(out=False)
    upgrade(made, release(NEWEST))
    made.open()
    made.seal.press()
    version, by = 0, list[int]()
    for entry in made.entries():
        if isinstance(entry, EventEntry) and entry.kind is RUNS:
            version = entry.detail
        if isinstance(entry, ImpressionEntry):
            by.append(version)
    assert by == [OLD_NUMBER, NUMBER, NEWEST_NUMBER]


@pytest.mark.req("R-058", "H")
@pytest.mark.req("C-19")
def test_after_an_upgrade_the_new_versions_gesture_counts() -> None:
    made = bound(version="GYGL2020010101")
    made.key(5)
    assert made.seal.icons.mode is SealMode.BLUETOOTH
    made.key(2)
    assert made.seal.icons.mode is SealMode.GPRS
    upgrade(made, release())
    made.key(2)
    assert made.seal.icons.mode is SealMode.GPRS
    made.key(5)
    assert made.seal.icons.mode is SealMode.BLUETOOTH


# What is no release for it


REFUSED = {
    "another maker": (manifest(NEW, b"x" * 99, stranger), Outcome.REFUSED_MAKER),
    "no manifest": (b"no manifest", Outcome.REFUSED_MAKER),
    "signed for another purpose": (
        firmware.cose.sign(pack(Manifest("GL", NEW, 9, bytes(32))), maker, "identity/1"),
        Outcome.REFUSED_MAKER,
    ),
    "cut off": (release().manifest[:-1], Outcome.REFUSED_MAKER),
    "a bit turned": (release().manifest[:-1] + bytes([release().manifest[-1] ^ 1]), Outcome.REFUSED_MAKER),
    "another model": (manifest("GYL2026120101", b"x" * 99, model="L"), Outcome.REFUSED_MODEL),
    "older": (release("GYGL2020121705").manifest, Outcome.REFUSED_OLDER),
    "the one that runs": (release(OLD).manifest, Outcome.REFUSED_OLDER),
    "no size": (firmware.cose.sign(pack(["GL", NEW, 0, bytes(32)]), maker, "firmware/1"), Outcome.REFUSED_RANGE),
    "too large for any": (
        firmware.cose.sign(pack(["GL", NEW, firmware.MAX_RELEASE_BYTES + 1, bytes(32)]), maker, "firmware/1"),
        Outcome.REFUSED_RANGE,
    ),
    "no version": (firmware.cose.sign(pack(["GL", "new", 9, bytes(32)]), maker, "firmware/1"), Outcome.REFUSED_RANGE),
}


@pytest.mark.req("R-169", "H")
@pytest.mark.parametrize("word", REFUSED)
def test_what_is_no_release_for_this_seal_is_refused_with_its_reason_and_changes_nothing(word: str) -> None:
    made, (body, expected) = bound(), REFUSED[word]
    assert made.send(Kind.FIRMWARE, body) is Code.REFUSED
    assert outcome(made) is expected
    assert how_far(made).state is UpgradeState.NONE
    upgrade(made, release())  # the next order comes as ever
    assert made.seal.firmware == NEW


def test_nothing_comes_back_that_was_replaced() -> None:
    made = bound()
    upgrade(made, release())
    for old in (release(), release("GYGL2026120100"), release(OLD)):
        assert order(made, old) is Code.REFUSED
        assert outcome(made) is Outcome.REFUSED_OLDER
    made.seal.disconnect()
    made.boot()
    made.seal.connect(made.certificate())
    assert made.contact() is Code.OK
    assert order(made, release()) is Code.REFUSED


def test_one_that_is_larger_than_the_place_for_it_is_given_up() -> None:
    made = bound("GYL2020121706", Model.L)
    large = b"x" * (SLOT_BYTES[Model.L] + 1)
    assert made.send(Kind.FIRMWARE, manifest("GYL2026120101", large, model="L")) is Code.OK
    assert told(made)[-1] == (FAILED, UpgradeFault.NO_ROOM)
    assert how_far(made).state is UpgradeState.NONE


def test_a_newer_order_takes_the_place_of_an_older_and_the_same_goes_on() -> None:
    made, first, second = bound(), release(), release(NEWEST)
    order(made, first)
    give_chunk(made, first.chunk(0))
    assert order(made, first) is Code.OK
    assert how_far(made).offset == len(first.chunk(0).data)
    assert order(made, second) is Code.OK
    assert (how_far(made).release, how_far(made).offset, parts(made)) == (second.id, 0, 0)
    assert give_chunk(made, first.chunk(0)).offset == 0
    give(made, second)
    restart(made)
    assert made.seal.firmware == NEWEST


def test_an_order_that_was_taken_back_ends_it_at_any_time_before_the_restart() -> None:
    made, new = bound(), release()
    assert order(made, None) is Code.OK  # none was wanted: nothing to be told
    assert told(made) == [(RUNS, OLD_NUMBER)]
    for given in (0, 1, 3):
        order(made, new)
        for number in range(given):
            give_chunk(made, new.chunk(number * firmware.CHUNK_BYTES))
        assert order(made, None) is Code.OK
        assert (how_far(made).state, parts(made)) == (UpgradeState.NONE, 0)
        assert told(made)[-1] == (FAILED, UpgradeFault.WITHDRAWN)
    made.wait(60)
    assert (made.seal.on, made.seal.firmware) == (True, OLD)


def test_an_unbound_seal_forgets_what_it_was_on_the_way_to() -> None:
    made, new = bound(), release()
    order(made, new)
    give_chunk(made, new.chunk(0))
    assert made.send(Kind.UNBIND, pack([])) is Code.OK
    assert (made.seal.upgrade.state, parts(made)) == (UpgradeState.NONE, 0)


# Chunks


def test_only_the_next_chunk_of_the_release_that_is_wanted_is_taken() -> None:
    made, new, other = bound(), release(), release(NEWEST)
    assert give_chunk(made, new.chunk(0)).state is UpgradeState.NONE  # nothing was ordered
    order(made, new)
    first, second = new.chunk(0), new.chunk(firmware.CHUNK_BYTES)
    for wrong in (second, other.chunk(0), Chunk(new.id, 1, b"x")):
        assert give_chunk(made, wrong).offset == 0
    assert give_chunk(made, first).offset == firmware.CHUNK_BYTES
    for wrong in (first, new.chunk(2 * firmware.CHUNK_BYTES), other.chunk(firmware.CHUNK_BYTES)):
        assert give_chunk(made, wrong).offset == firmware.CHUNK_BYTES
    assert give_chunk(made, second).offset == 2 * firmware.CHUNK_BYTES
    last = new.chunk(2 * firmware.CHUNK_BYTES)
    assert give_chunk(made, Chunk(new.id, last.offset, last.data + b"x")).offset == last.offset  # beyond its size
    assert give(made, new).state is UpgradeState.VERIFIED
    assert give_chunk(made, first).state is UpgradeState.VERIFIED


@pytest.mark.parametrize("body", [b"", b"no chunk", pack([bytes(32), 0, b""]), pack([bytes(31), 0, b"x"])])
def test_what_is_no_chunk_is_malformed(body: bytes) -> None:
    made, new = bound(), release()
    order(made, new)
    assert made.ask(Op.GIVE_CHUNK, body) is Code.MALFORMED
    assert made.ask(Op.FIRMWARE, b"x") is Code.MALFORMED
    assert give(made, new).state is UpgradeState.VERIFIED


@pytest.mark.parametrize("size", [1, 100, 8000])
def test_chunks_may_have_any_size(size: int) -> None:
    made, new = bound(), release(size=700)
    order(made, new)
    assert give(made, new, size).state is UpgradeState.VERIFIED


def spoilt(new: Release) -> Release:
    """A bit is turned on the way."""
    data = bytearray(new.data)
    data[2500] ^= 4
    return Release(new.version, new.manifest, bytes(data))


def test_what_came_in_wrong_begins_anew_and_is_given_up_the_third_time() -> None:
    made, new = bound(), release()
    order(made, new)
    wrong = spoilt(new)
    for _ in range(2):
        for offset in range(0, 5000, firmware.CHUNK_BYTES):
            after = give_chunk(made, Chunk(new.id, offset, wrong.chunk(offset).data))
        assert (after.state, after.release, after.offset, parts(made)) == (UpgradeState.DOWNLOADING, new.id, 0, 0)
    assert told(made) == [(RUNS, OLD_NUMBER)]
    for offset in range(0, 5000, firmware.CHUNK_BYTES):
        after = give_chunk(made, Chunk(new.id, offset, wrong.chunk(offset).data))
    assert after.state is UpgradeState.NONE
    assert told(made)[-1] == (FAILED, UpgradeFault.HASH)
    made.wait(60)
    assert made.seal.firmware == OLD
    upgrade(made, new)  # it may be ordered again
    assert made.seal.firmware == NEW


def test_a_release_that_came_right_the_second_time_is_as_good() -> None:
    made, new = bound(), release()
    order(made, new)
    wrong = spoilt(new)
    for offset in range(0, 5000, firmware.CHUNK_BYTES):
        give_chunk(made, Chunk(new.id, offset, wrong.chunk(offset).data))
    give(made, new)
    restart(made)
    assert made.seal.firmware == NEW


@pytest.mark.parametrize("lie", ["longer", "shorter"])
def test_a_manifest_that_lies_about_its_image_never_runs(lie: str) -> None:
    made, new = bound(), release()
    data = new.data + b"x" if lie == "longer" else new.data[:-1]
    word = Manifest("GL", NEW, len(data), hashlib.sha256(new.data).digest())
    assert made.send(Kind.FIRMWARE, firmware.sign_manifest(word, maker)) is Code.OK
    for _ in range(3):
        for offset in range(0, len(data), firmware.CHUNK_BYTES):
            give_chunk(made, Chunk(new.id, offset, data[offset : offset + firmware.CHUNK_BYTES]))
    assert told(made)[-1] == (FAILED, UpgradeFault.HASH)
    assert made.seal.firmware == OLD


def test_a_seal_that_goes_on_where_it_was_after_switching_off_and_a_power_cut() -> None:
    made, new = bound(), release()
    order(made, new)
    give_chunk(made, new.chunk(0))
    for off in (True, False):
        made.seal.disconnect()
        if off:
            made.seal.hold()
            made.seal.hold()
        else:
            made.boot()
        made.seal.connect(made.certificate())
        assert made.contact() is Code.OK
        assert how_far(made) == Upgrade(UpgradeState.DOWNLOADING, new.id, firmware.CHUNK_BYTES, 5000, due=False)
    assert give(made, new).state is UpgradeState.VERIFIED
