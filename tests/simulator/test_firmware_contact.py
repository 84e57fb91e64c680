"""Time, lease, what must be applied first, and a log that is not the one the cloud knows."""

import pytest

from protocol import contact, log
from protocol.contact import ANSWER_WITHIN_S, LEASE_S, Phase
from protocol.conversation import Code, Op
from protocol.log import Clock, EventEntry, EventKind
from simulator.storage import MemoryStorage
from tests.simulator import world
from tests.simulator.world import World


def bound() -> World:
    made = World()
    made.bind()
    return made


def test_the_question_tells_where_the_log_ends_and_the_status_only_to_the_cloud() -> None:
    made = bound()
    question = made.question()
    assert (question.serial, question.binding, question.generation, question.number) == (made.serial, 1, 1, 1)
    assert (question.log_to, question.log_head) == (3, made.head(3))
    assert question.status is not None
    status = contact.open_status(question.status, made.secret)
    assert (status.phase, status.battery, status.place) == (Phase.NEEDS_GRANT, 86, world.PLACE)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nonce": b"n" * 16}, Code.EXPIRED),
        ({"serial": "GL2026000009"}, Code.OTHER_SEAL),
        ({"binding": 2}, Code.OTHER_SEAL),
        ({"generation": 0}, Code.OTHER_SEAL),
        ({"lease_s": 8 * 24 * 3600}, Code.MALFORMED),
        ({}, Code.OK),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(changes: dict[str, object], code: Code) -> None:
    made = bound()
    made.wait(LEASE_S)
    assert made.contact(**changes) is code
    assert (made.live().lease_left_s > 0) == (code is Code.OK)


def test_an_answer_counts_once_in_time_and_only_for_the_last_question() -> None:
    made = bound()
    first, second = made.question(), made.question()
    assert made.ask(Op.GIVE_ANSWER, made.answer(first)) is Code.EXPIRED
    assert made.ask(Op.GIVE_ANSWER, made.answer(second)) is Code.OK
    late = made.question()
    made.wait(ANSWER_WITHIN_S + 0.001)
    assert made.ask(Op.GIVE_ANSWER, made.answer(late)) is Code.EXPIRED


def test_an_answer_asked_for_again_is_answered_again_and_brings_no_more_lease() -> None:
    made = bound()
    answer = made.answer(made.question())
    assert made.ask(Op.GIVE_ANSWER, answer) is Code.OK
    made.wait(100)
    assert made.ask(Op.GIVE_ANSWER, answer) is Code.OK
    assert made.live().lease_left_s == LEASE_S - 100


def test_an_answer_signed_by_the_platform_is_none_for_a_bound_seal() -> None:
    made = bound()
    reply = contact.open_answer(made.answer(made.question()), world.authority.public)
    assert made.ask(Op.GIVE_ANSWER, contact.answer(reply, world.platform)) is Code.BAD_SIGNATURE
    assert made.ask(Op.GIVE_ANSWER, b"\xa0") is Code.BAD_SIGNATURE


def test_an_answer_that_was_held_back_brings_no_longer_lease() -> None:
    made = bound()
    question = made.question()
    made.wait(20)
    assert made.ask(Op.GIVE_ANSWER, made.answer(question)) is Code.OK
    assert made.live().lease_left_s == LEASE_S - 20


def test_the_clock_is_the_clouds_and_kept_over_a_switch_off_but_not_over_an_empty_battery() -> None:
    made = bound()
    made.seal.disconnect()
    made.seal.hold()
    made.wait(60)
    made.seal.hold()
    made.seal.connect(made.certificate())
    assert made.live().clock == made.now
    kept = made.entries()[-1]
    assert isinstance(kept, EventEntry)
    assert (kept.kind, kept.clock, kept.at) == (EventKind.SWITCHED_ON, Clock.KEPT, made.now)
    made.counter_began = made.now - 500  # the counter started again
    made.boot()
    made.seal.connect(made.certificate())
    assert made.live().clock is None
    assert made.ask(Op.READ_LOG) is Code.NO_CLOCK
    assert made.contact() is Code.OK
    lost = made.entries()[-1]
    assert (lost.clock, lost.at) == (Clock.LOST, 500)


def test_the_lease_does_not_outlive_the_power() -> None:
    made = World()
    made.ready()
    assert made.seal.unlocked
    made.boot()
    made.seal.connect(made.certificate())
    assert made.once(Op.TAKE) is Code.RESTRICTED
    assert made.contact() is Code.OK
    assert made.once(Op.TAKE) is Code.OK


def test_nothing_unlocks_until_what_was_ordered_is_applied() -> None:
    made = World()
    grant = made.ready()
    assert made.contact(down_head=made.down + 1) is Code.OK
    assert (made.seal.phase, made.seal.unlocked) == (Phase.RESTRICTED, False)
    made.seal.press()
    assert made.impressions()[-1].result == 3
    assert made.end(grant.id) is Code.OK
    assert made.seal.phase is Phase.NEEDS_GRANT


def test_a_lease_that_ends_in_use_is_an_event_and_comes_back_with_a_contact() -> None:
    made = World()
    made.ready()
    made.wait(LEASE_S - 1)
    assert made.seal.press()
    made.wait(1)
    assert made.seal.screen == ("限制使用", "1/3")
    kinds = [entry.kind for entry in made.entries() if isinstance(entry, EventEntry)]
    assert kinds[-1] is EventKind.RESTRICTED
    made.seal.press()
    assert [entry.result for entry in made.impressions()] == [0, 3]
    assert made.contact() is Code.OK
    assert made.seal.screen == ("1/3",)
    made.seal.press()
    assert [entry.result for entry in made.impressions()] == [0, 3, 0]


@pytest.mark.parametrize("how", ["behind", "beside"])
def test_storage_that_was_put_back_stays_shut_and_says_so(how: str) -> None:
    made = World()
    made.ready()
    put_back = MemoryStorage()
    put_back.commit(dict(made.storage.load()))
    made.seal.press()
    made.receipted, made.receipted_head = len(made.entries()), made.head(len(made.entries()))
    made.storage = put_back
    made.boot()
    if how == "beside":
        made.open()
        for _ in range(3):
            made.seal.press()
    made.seal.connect(made.certificate())
    assert made.contact() is Code.OK
    assert made.seal.phase is Phase.ROLLED_BACK
    assert made.seal.screen == ("存储异常，请联系客服",)
    assert made.once(Op.TAKE) is Code.RESTRICTED
    assert made.live().lease_left_s == 0


def test_a_receipt_for_another_log_shuts_it_as_well() -> None:
    made = World()
    made.ready()
    assert made.receipt(2, b"x" * 32) is Code.REFUSED
    assert made.seal.phase is Phase.ROLLED_BACK
    assert made.contact() is Code.OK  # the cloud itself knows this log: no harm was done
    assert made.seal.phase is Phase.USABLE


def test_a_restored_cloud_takes_a_new_generation_and_issues_again() -> None:
    made = World()
    grant = made.ready()
    made.seal.press()
    made.generation, made.down = 2, 0
    assert made.contact() is Code.OK
    assert made.seal.phase is Phase.RESTRICTED  # held until it is issued again
    old = made.envelope(world.Kind.END, world.pack(world.envelopes.EndBody(grant.id)), generation=1, first=3, number=3)
    assert made.ask(Op.DELIVER, old) is Code.OTHER_SEAL
    assert made.issue(grant) is Code.OK
    assert (made.seal.phase, made.seal.screen) == (Phase.USABLE, ("1/3",))
    assert made.contact(generation=1) is Code.OTHER_SEAL


def test_in_a_new_generation_another_grant_may_take_the_place_of_one_that_is_held() -> None:
    made = World()
    made.ready()
    made.generation, made.down = 2, 0
    assert made.contact() is Code.OK
    assert made.issue(made.grant(count=9)) is Code.OK
    assert made.seal.screen == ("0/9",)


def test_receipts_come_with_the_answer_too() -> None:
    made = World()
    made.ready()
    made.seal.press()
    last = made.live().log_to
    made.receipted, made.receipted_head = last, made.head(last)
    assert made.seal.stored == 1
    assert made.contact() is Code.OK
    assert (made.seal.stored, made.live().receipted) == (0, last)


def test_a_receipt_by_somebody_else_or_for_another_seal_frees_nothing() -> None:
    made = World()
    made.ready()
    made.seal.press()
    forged = log.sign_receipt(log.Receipt(made.serial, 5, made.head(5)), world.stranger)
    assert made.ask(Op.GIVE_RECEIPT, forged) is Code.BAD_SIGNATURE
    other = log.sign_receipt(log.Receipt("GL2026000009", 5, made.head(5)), world.authority)
    assert made.ask(Op.GIVE_RECEIPT, other) is Code.OTHER_SEAL
    assert made.seal.stored == 1
