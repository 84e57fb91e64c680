"""Taking a finger: six captures, five templates, and every way in which it fails."""

import pytest

from domain.seals import Model
from protocol.cbor import pack
from protocol.conversation import CAPTURES, Code, FingerNotice, FingerResult, Op
from protocol.envelopes import FingerDeleteBody, FingerEnrolBody, Kind
from protocol.log import FINGERS, AckEntry, EventEntry, EventKind, Outcome
from simulator.firmware.fingers import BETWEEN_MS, MOST_POOR, READABLE
from tests.simulator import world
from tests.simulator.world import World, board


def bound(model: Model = Model.GL) -> World:
    made = World(board(model))
    made.bind()
    return made


def order(made: World, slot: int, member: bytes = world.MEMBER) -> Code:
    return made.send(Kind.FINGER_ENROL, pack(FingerEnrolBody(slot, member)))


def delete(made: World, slot: int) -> Code:
    return made.send(Kind.FINGER_DELETE, pack(FingerDeleteBody(slot)))


def outcome(made: World) -> Outcome:
    return [entry for entry in made.entries() if isinstance(entry, AckEntry)][-1].outcome


def events(made: World) -> list[tuple[EventKind, int]]:
    kinds = (EventKind.FINGER_ENROLLED, EventKind.FINGER_FAILED, EventKind.FINGER_DELETED)
    said = [entry for entry in made.entries() if isinstance(entry, EventEntry)]
    return [(entry.kind, entry.detail) for entry in said if entry.kind in kinds]


def told(made: World) -> list[tuple[int, int, FingerResult]]:
    said = made.notices()
    return [(each.slot, each.captures, each.result) for each in said if isinstance(each, FingerNotice)]


@pytest.mark.req("R-236")
@pytest.mark.req("C-02", "C")
def test_six_touches_make_a_finger_and_the_screen_counts_them() -> None:
    made = bound()
    made.notices()
    assert order(made, 3) is Code.OK
    assert made.seal.screen == ("请按指纹", "0/6")
    for number in range(1, CAPTURES):
        made.seal.touch("thumb")
        assert made.seal.screen == ("请按指纹", f"{number}/6")
    assert made.live().fingers == []
    made.seal.touch("thumb")
    assert made.seal.screen == ("已保存",)
    assert made.live().fingers == [3]
    assert told(made) == [
        (3, 0, FingerResult.WAITING),
        *((3, number, FingerResult.CAPTURED) for number in range(1, CAPTURES)),
        (3, 6, FingerResult.ENROLLED),
    ]
    assert events(made) == [(EventKind.FINGER_ENROLLED, 3)]
    made.boot()
    assert made.seal.live.fingers == [3]


@pytest.mark.req("R-239", "L", "inside", "at", "outside")
@pytest.mark.req("C-02", "C")
def test_five_fingers_and_no_sixth() -> None:
    made = bound()
    for slot in range(1, FINGERS + 1):
        assert order(made, slot, bytes([slot]) * 16) is Code.OK
        for _ in range(CAPTURES):
            made.seal.touch(str(slot))
        assert made.live().fingers == list(range(1, slot + 1))
    assert order(made, 1) is Code.REFUSED
    assert made.seal.screen == ("存储已满",)
    assert outcome(made) is Outcome.REFUSED_FULL
    assert made.send(Kind.FINGER_ENROL, pack([FINGERS + 1, world.MEMBER])) is Code.REFUSED
    assert outcome(made) is Outcome.REFUSED_RANGE
    assert len(made.live().fingers) == FINGERS


@pytest.mark.req("R-240", "L", "inside", "at", "outside")
@pytest.mark.req("C-02", "C")
@pytest.mark.parametrize("fingers", ["aaaaaa", "aaabbb", "abcdef"])
def test_each_finger_that_was_taken_unlocks_but_the_fewer_captures_the_better_the_touch_must_be(fingers: str) -> None:
    made = bound()
    made.gprs()
    made.enrol(fingers=fingers)
    made.issue(made.grant(finger=1, count=0))
    made.open()
    for finger in sorted(set(fingers)):
        least = 80 - 10 * fingers.count(finger)
        for quality, knows in ((least - 1, False), (least, True)):
            made.wait(61)
            assert not made.seal.unlocked
            made.seal.touch(finger, quality)
            assert made.seal.unlocked == knows
            made.contact()
    made.wait(61)
    made.contact()
    made.seal.touch("g")  # a seventh
    assert not made.seal.unlocked


def too_late(made: World) -> None:
    made.wait(BETWEEN_MS / 1000)


def poor(made: World) -> None:
    for _ in range(MOST_POOR):
        made.seal.touch("thumb", READABLE - 1)


def cancelled(made: World) -> None:
    assert made.once(Op.CANCEL_ENROL) is Code.OK


def switched_off(made: World) -> None:
    made.seal.hold()


def without_power(made: World) -> None:
    made.boot()


def reset(made: World) -> None:
    made.seal.reset()


@pytest.mark.parametrize("fails", [too_late, poor, cancelled, switched_off, without_power, reset])
def test_nothing_of_a_finger_is_kept_that_was_not_taken_to_the_end(fails: object) -> None:
    made = bound()
    order(made, 2)
    for _ in range(CAPTURES - 1):
        made.seal.touch("thumb")
    made.wait(BETWEEN_MS / 1000 - 0.001)
    assert made.seal.taking_finger
    assert callable(fails)
    fails(made)
    assert not made.seal.taking_finger
    if made.seal.connected and not made.seal.on:
        made.seal.disconnect()
    if not made.seal.on:
        made.seal.hold()
    if not made.seal.connected:
        made.seal.connect(made.certificate())
    made.contact()
    made.seal.touch("thumb")
    assert made.live().fingers == []
    assert events(made) == [(EventKind.FINGER_FAILED, 2)]
    assert order(made, 2) is Code.OK  # and it can be tried again


def test_what_ended_an_enrolment_is_told() -> None:
    made = bound()
    for fails, result in ((too_late, FingerResult.FAILED), (cancelled, FingerResult.CANCELLED)):
        order(made, 1)
        made.seal.touch("thumb", READABLE - 1)
        made.seal.touch("thumb", READABLE)
        fails(made)
        assert told(made) == [
            (1, 0, FingerResult.WAITING), (1, 0, FingerResult.POOR), (1, 1, FingerResult.CAPTURED), (1, 1, result),
        ]  # fmt: skip
    assert made.once(Op.CANCEL_ENROL) is Code.OK  # also when none goes on
    assert told(made) == []


def test_while_a_finger_is_taken_nothing_unlocks_and_no_other_is_begun() -> None:
    made = bound()
    made.gprs()
    made.issue(made.grant())
    made.open()
    assert made.seal.unlocked
    order(made, 1)
    assert not made.seal.unlocked
    assert made.once(Op.TAKE) is Code.RESTRICTED
    assert order(made, 2) is Code.REFUSED
    assert outcome(made) is Outcome.REFUSED_BUSY
    cancelled(made)
    assert made.seal.unlocked
    made.take()
    assert order(made, 2) is Code.REFUSED
    assert outcome(made) is Outcome.REFUSED_BUSY


def test_an_l_seal_has_no_reader() -> None:
    made = bound(Model.L)
    assert order(made, 1) is Code.REFUSED
    assert outcome(made) is Outcome.REFUSED_UNKNOWN
    screen = made.seal.screen
    made.seal.touch("thumb")
    assert made.seal.screen == screen


@pytest.mark.req("R-241")
def test_a_deleted_finger_unlocks_nothing_and_its_slot_is_free() -> None:
    made = bound()
    made.gprs()
    made.enrol(slot=1)
    made.enrol(slot=2, fingers="bbbbbb")
    made.issue(made.grant(finger=1))
    made.open()
    made.seal.touch("a")
    assert made.seal.unlocked
    assert delete(made, 1) is Code.OK
    assert not made.seal.unlocked
    made.seal.touch("a")
    made.seal.touch("b")
    assert not made.seal.unlocked
    assert made.live().fingers == [2]
    assert delete(made, 1) is Code.OK  # an empty one is no event
    assert [event for event in events(made) if event[0] is EventKind.FINGER_DELETED] == [(EventKind.FINGER_DELETED, 1)]
    made.enrol(slot=1)
    made.seal.touch("a")
    assert made.seal.unlocked


def test_who_is_deleted_while_he_is_taken_is_not_taken() -> None:
    made = bound()
    order(made, 1)
    made.seal.touch("a")
    told(made)
    assert delete(made, 2) is Code.OK  # another slot has nothing to do with it
    assert made.seal.taking_finger
    assert delete(made, 1) is Code.OK
    assert not made.seal.taking_finger
    assert told(made) == [(1, 1, FingerResult.CANCELLED)]
    assert events(made) == [(EventKind.FINGER_FAILED, 1)]
    for _ in range(CAPTURES):
        made.seal.touch("a")
    assert made.live().fingers == []
    assert order(made, 1) is Code.OK


@pytest.mark.parametrize(
    ("slot", "member", "taken"), [(1, world.MEMBER, True), (2, world.MEMBER, False), (1, world.OTHER, False)]
)
def test_a_grant_demands_only_a_finger_that_is_there(slot: int, member: bytes, taken: bool) -> None:
    made = bound()
    made.enrol(slot=1)
    assert made.issue(made.grant(finger=slot, member=member)) is (Code.OK if taken else Code.REFUSED)
    if not taken:
        assert outcome(made) is Outcome.REFUSED_RANGE
