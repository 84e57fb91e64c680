"""The restart with a release: when it comes, what is recorded in it, and with which version the seal comes back."""

import pytest

from domain.usage import Abnormality
from protocol import firmware
from protocol.cbor import pack
from protocol.contact import Phase
from protocol.conversation import Code, Op
from protocol.envelopes import Kind, OfflineUseBody
from protocol.firmware import CHECK_AFTER_MS, LEAST_BATTERY, Upgrade, UpgradeFault, UpgradeState
from protocol.log import EventKind
from simulator.firmware.boot import RESTART_MS
from simulator.firmware.logbook import OTHERS
from simulator.firmware.upgrade import QUIET_MS, ROOM_NEEDED
from simulator.storage import PowerCut
from tests.simulator.releases import (
    FAILED,
    NEW,
    NEWEST,
    NUMBER,
    OLD,
    OLD_NUMBER,
    RUNS,
    UPDATING,
    Release,
    bound,
    give,
    give_chunk,
    manifest,
    order,
    parts,
    release,
    told,
    upgrade,
)
from tests.simulator.world import World

# When it restarts


def verified() -> World:
    made, new = bound(), release()
    order(made, new)
    assert give(made, new).state is UpgradeState.VERIFIED
    return made


@pytest.mark.req("R-169", "H")
def test_below_thirty_percent_it_waits_for_the_charger_or_more() -> None:
    for enough in ("battery", "charger"):
        made = verified()
        made.seal.battery = LEAST_BATTERY - 1
        made.wait(60)
        assert made.seal.on
        if enough == "battery":
            made.seal.battery = LEAST_BATTERY
        else:
            made.seal.charge(plugged=True)
        assert not made.seal.on


def test_while_somebody_uses_it_it_waits() -> None:
    made, new = bound(), release()
    made.issue(made.grant())
    made.take()
    order(made, new)
    give(made, new)
    made.wait(60)
    assert made.seal.on
    made.once(Op.RELEASE)
    made.open()
    made.wait(60)
    assert made.seal.on
    made.seal.stand(out=False)
    made.wait(1)
    made.live()  # somebody asks something
    made.wait(QUIET_MS / 1000 - 0.1)
    assert made.seal.on
    made.wait(0.1)
    assert not made.seal.on


def test_while_it_is_used_offline_without_a_link_it_waits() -> None:
    """Who had it in hand and is out of reach could not press on after a restart."""
    made, new = bound(), release()
    until = made.now // 1000 + 3600
    assert made.send(Kind.OFFLINE_USE, pack(OfflineUseBody(until))) is Code.OK
    made.issue(made.grant())
    made.take()
    order(made, new)
    give(made, new)
    made.seal.disconnect()
    made.wait(3000)
    made.open()
    assert made.seal.press()
    made.seal.stand(out=False)
    assert made.seal.last_result == 0
    made.wait(3601 - 3000)
    assert not made.seal.on  # that is over


def test_while_a_finger_is_taken_it_waits() -> None:
    made = verified()
    made.enrol(fingers="aaa")
    made.wait(20)
    assert made.seal.on
    for finger in "aaa":
        made.seal.touch(finger)
    made.wait(QUIET_MS / 1000)
    assert not made.seal.on


def test_without_room_in_its_log_it_takes_no_chunk_and_does_not_restart() -> None:
    made = verified()
    while made.seal._core.log.others(0) + ROOM_NEEDED <= OTHERS:
        made.key(5)
    made.wait(60)
    assert made.seal.on
    made.receipt()
    made.wait(QUIET_MS / 1000)
    assert not made.seal.on
    made, new = bound(), release()
    order(made, new)
    while made.seal._core.room_for_others():
        made.key(5)
    assert made.ask(Op.GIVE_CHUNK, pack(new.chunk(0))) is Code.STORAGE_FULL
    made.receipt()
    assert give(made, new).state is UpgradeState.VERIFIED


@pytest.mark.req("R-169", "H")
@pytest.mark.req("I-05", "I", "seal")
def test_presses_while_it_downloads_count_and_in_the_restart_are_told_as_of_a_seal_that_is_off() -> None:
    made, new = bound(), release()
    made.issue(made.grant(count=9))
    made.take()
    made.open()
    order(made, new)
    for offset in range(0, 5000, firmware.CHUNK_BYTES):
        give_chunk(made, new.chunk(offset))
        assert made.seal.press()
    made.once(Op.RELEASE)
    made.seal.stand(out=False)
    made.wait(QUIET_MS / 1000)
    assert not made.seal.on
    made.open()
    assert made.seal.press()
    made.seal.hold()  # it does not listen to keys
    made.seal.reset()
    made.seal.touch("a")
    assert made.seal.live.screen
    made.wait(RESTART_MS / 1000)
    made.seal.connect(made.certificate())
    made.contact()
    results = [entry.result for entry in made.impressions()]
    assert results == [0, 0, 0, Abnormality.SWITCHING_OFF]
    assert [entry.own for entry in made.impressions()] == [1, 2, 3, 4]
    assert made.seal.grant is not None
    assert made.seal.grant.used == 3
    assert made.seal.stand_out


def test_nobody_gets_through_to_it_in_the_restart() -> None:
    made = verified()
    made.wait(QUIET_MS / 1000)
    assert made.ask(Op.STATUS) is Code.NOT_PERMITTED
    assert made.seal.carry(Op.ASK_CONTACT) == (Code.NOT_PERMITTED, b"")
    assert made.seal.live.signal == 0
    made.wait(RESTART_MS / 1000)
    assert made.seal.live.signal == 4
    assert made.seal.phase is Phase.NEEDS_GRANT


# The trial


@pytest.mark.parametrize(
    ("says", "fault", "runs"),
    [
        ({"passes": False}, UpgradeFault.SELF_CHECK, [(RUNS, NUMBER), (RUNS, OLD_NUMBER)]),
        ({"starts": False}, UpgradeFault.NOT_STARTED, []),
    ],
)
def test_what_does_not_start_or_does_not_pass_is_rolled_back(
    says: dict[str, bool], fault: UpgradeFault, runs: list[tuple[EventKind, int]]
) -> None:
    made = bound()
    upgrade(made, release(**says))
    assert (made.seal.firmware, made.seal.upgrade.state, parts(made)) == (OLD, UpgradeState.NONE, 0)
    assert told(made)[2:] == [(UPDATING, NUMBER), *runs, (FAILED, fault)]
    made.wait(600)
    assert made.seal.on
    upgrade(made, release(NEWEST))
    assert made.seal.firmware == NEWEST


@pytest.mark.parametrize("data", [b"no image at all" * 20, release(NEWEST).data, release(model="L").data])
def test_an_image_that_is_another_than_its_manifest_says_does_not_start(data: bytes) -> None:
    made = bound()
    upgrade(made, Release(NEW, manifest(NEW, data), data))
    assert made.seal.firmware == OLD
    assert told(made)[-1] == (FAILED, UpgradeFault.NOT_STARTED)


def test_the_self_check_looks_at_the_chain() -> None:
    made = verified()
    made.wait(QUIET_MS / 1000)
    last = max(key for key in made.storage.values if key.startswith("log/"))
    first = min(key for key in made.storage.values if key.startswith("log/"))
    assert first != last
    data = made.storage.values[first]
    made.storage.values[first] = data[:-2] + bytes([data[-2] ^ 1]) + data[-1:]
    made.wait(RESTART_MS / 1000)
    assert made.seal.firmware == OLD
    assert made.seal._core.state.upgrade is None


@pytest.mark.req("R-169", "H")
def test_a_power_cut_in_the_restart_leaves_the_version_before() -> None:
    made = verified()
    made.wait(QUIET_MS / 1000)
    made.boot()
    assert (made.seal.on, made.seal.firmware, made.seal.screen) == (True, OLD, ("升级失败",))
    made.seal.connect(made.certificate())
    made.contact()
    assert told(made)[-2:] == [(UPDATING, NUMBER), (FAILED, UpgradeFault.NOT_STARTED)]


@pytest.mark.req("R-169", "H")
@pytest.mark.parametrize("durable", [False, True])
@pytest.mark.parametrize("says", [{}, {"passes": False}, {"starts": False}])
def test_the_power_goes_at_every_write_of_an_upgrade(durable: bool, says: dict[str, bool]) -> None:
    """Each time it ends with one of the two versions, and can be upgraded after all."""
    new, newest, commit = release(size=4000, **says), release(NEWEST, size=4000), 0
    while True:
        commit += 1
        made = bound()
        made.storage.cut_at(commit, durable=durable)
        try:
            upgrade(made, new)
        except PowerCut:
            made.boot()
        else:
            break
        assert made.seal.on
        assert made.seal.firmware in (OLD, NEW) if not says else made.seal.firmware == OLD
        assert made.seal.upgrade.state is not UpgradeState.UPDATING
        made.down = made.seal.live.number
        made.seal.connect(made.certificate())
        assert made.contact() is Code.OK
        upgrade(made, newest)
        assert made.seal.firmware == NEWEST
        entries = made.entries()
        assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert commit > 8


# When it looks


@pytest.mark.req("R-169", "H")
def test_two_minutes_after_switching_on_it_looks_for_a_release_until_it_is_answered() -> None:
    made = bound()
    made.seal.disconnect()
    made.seal.hold()
    made.seal.hold()
    made.seal.connect(made.certificate())
    made.contact()
    made.notices()
    made.wait(CHECK_AFTER_MS / 1000 - 0.001)
    assert not made.seal.upgrade.due
    made.wait(0.001)
    assert Upgrade(UpgradeState.NONE, None, 0, 0, due=True) in made.notices()
    made.contact()
    assert not made.seal.upgrade.due
    assert Upgrade(UpgradeState.NONE, None, 0, 0, due=False) in made.notices()
    made.wait(3600)
    assert not made.seal.upgrade.due
    made.seal.disconnect()
    made.seal.hold()
    made.seal.hold()
    made.wait(CHECK_AFTER_MS / 1000)
    made.seal.connect(made.certificate())  # who comes later is told at once
    assert Upgrade(UpgradeState.NONE, None, 0, 0, due=True) in made.notices()


def test_after_an_upgrade_it_looks_again() -> None:
    made = bound()
    upgrade(made, release())
    made.wait(CHECK_AFTER_MS / 1000)
    assert made.seal.upgrade.due


def test_an_unbound_seal_looks_for_nothing() -> None:
    made = World()
    made.seal.hold()
    made.wait(CHECK_AFTER_MS / 1000)
    assert not made.seal.upgrade.due


def test_who_is_in_front_of_it_is_told_how_it_goes_on() -> None:
    made, new = bound(), release(size=20 * firmware.CHUNK_BYTES)
    made.notices()
    order(made, new)
    while made.seal.fetching:  # over the modem
        made.seal.carry(Op.GIVE_CHUNK, pack(new.chunk(made.seal.upgrade.offset)))
    states = [notice for notice in made.notices() if isinstance(notice, Upgrade)]
    assert [each.state for each in states] == [*[UpgradeState.DOWNLOADING] * 10, UpgradeState.VERIFIED]
    assert [each.offset for each in states] == sorted(each.offset for each in states)
    made, last = bound(), release()
    order(made, last)
    made.notices()
    give(made, last)  # whoever gives has his answers
    assert [said.state for said in made.notices() if isinstance(said, Upgrade)] == [UpgradeState.VERIFIED]
