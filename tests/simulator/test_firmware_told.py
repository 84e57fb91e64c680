"""What a seal is told to be: locked as lost, or free to go on without news."""

from collections.abc import Callable

import pytest

from domain.offline_use import LONGEST_MS
from domain.seals import Model
from domain.usage import Abnormality
from protocol.cbor import pack
from protocol.contact import LEASE_S, Phase
from protocol.conversation import Code, Op
from protocol.envelopes import Kind, LossLockBody, OfflineUseBody
from protocol.log import AckEntry, EventEntry, EventKind, Grade, Outcome
from simulator.firmware.orders import LATE_ORDER_MS
from tests.simulator.world import HOUR_S, MEMBER, OTHER, World, board

LONGEST_S = LONGEST_MS // 1000


def lock(made: World, on: bool = True) -> Code:
    return made.send(Kind.LOSS_LOCK, pack(LossLockBody(on)))


def offline(made: World, seconds: int | None = LONGEST_S) -> Code:
    """For so many seconds from now; none: no longer."""
    until = None if seconds is None else made.now // 1000 + seconds
    return made.send(Kind.OFFLINE_USE, pack(OfflineUseBody(until)))


def results(made: World) -> list[int]:
    return [entry.result for entry in made.impressions()]


@pytest.mark.req("R-159", "H")
@pytest.mark.req("R-190", "R-191")
def test_a_locked_seal_is_shut_at_once_and_records_what_is_pressed_all_the_same() -> None:
    made = World()
    made.ready()
    made.wait(LATE_ORDER_MS / 1000 + 0.001)
    assert made.seal.unlocked
    assert lock(made) is Code.OK
    assert not made.seal.unlocked
    assert (made.seal.phase, made.seal.screen) == (Phase.LOCKED, ("设备已锁定",))
    assert not made.live().in_hand
    assert made.once(Op.TAKE) is Code.LOCKED
    made.seal.press()
    assert results(made) == [Abnormality.LOSS_LOCKED]
    assert made.seal.grant is not None
    assert made.seal.grant.used == 0
    assert EventKind.RELEASED in [entry.kind for entry in made.entries() if isinstance(entry, EventEntry)]


@pytest.mark.req("R-193")
def test_unlocked_it_is_taken_in_hand_anew_under_the_grant_it_has() -> None:
    made = World()
    made.ready()
    lock(made)
    assert lock(made, on=False) is Code.OK
    assert made.seal.phase is Phase.RESTRICTED
    made.take()
    made.seal.press()
    assert results(made) == [0]


@pytest.mark.req("R-192")
def test_a_lock_is_kept_without_power_and_taken_by_a_seal_without_a_grant() -> None:
    made = World()
    made.bind()
    lock(made)
    made.boot()
    assert made.seal.phase is Phase.LOCKED
    made.seal.hold()
    made.seal.hold()
    assert made.seal.phase is Phase.LOCKED


@pytest.mark.req("R-192")
def test_what_was_ordered_while_it_was_off_is_heard_of_before_it_unlocks() -> None:
    made = World()
    made.ready()
    made.seal.disconnect()
    made.seal.hold()
    made.seal.hold()
    made.seal.connect(made.certificate())
    envelope = made.envelope(Kind.LOSS_LOCK, pack(LossLockBody(True)))
    made.down += 1
    assert made.once(Op.TAKE) is Code.RESTRICTED  # no lease
    assert made.contact() is Code.OK
    assert made.once(Op.TAKE) is Code.RESTRICTED  # something is ordered
    assert made.ask(Op.DELIVER, envelope) is Code.OK
    assert made.once(Op.TAKE) is Code.LOCKED


@pytest.mark.req("R-181", "H")
@pytest.mark.req("R-180", "R-187")
def test_offline_it_needs_no_lease_and_hands_out_what_was_pressed_when_it_is_asked() -> None:
    made = World()
    made.ready(expires=made.now // 1000 + 2 * LONGEST_S)
    made.seal.disconnect()
    made.seal.connect(made.certificate())
    assert offline(made) is Code.OK
    made.wait(LEASE_S + HOUR_S)
    made.take()
    made.open()
    made.seal.press()
    made.seal.press()
    assert results(made) == [0, 0]
    assert made.entries()[-1].number == made.live().log_to


def goes_on(made: World, **changes: object) -> World:
    """In hand, with offline use on; then the link goes."""
    made.ready(expires=made.now // 1000 + 2 * LONGEST_S, **changes)
    assert offline(made) is Code.OK
    made.take()
    made.seal.disconnect()
    made.wait(LEASE_S + HOUR_S)
    made.open()
    return made


@pytest.mark.req("R-185", "R-187")
@pytest.mark.parametrize("model", list(Model))
def test_offline_whoever_has_it_in_hand_goes_on_when_the_link_goes(model: Model) -> None:
    made = goes_on(World(board(model)), count=2)
    made.seal.press()
    made.seal.press()
    made.seal.press()
    made.seal.connect(made.certificate())
    assert results(made)[:2] == [0, 0]
    assert results(made)[2] != 0
    assert {(entry.member, entry.grade) for entry in made.impressions()[:2]} == {(MEMBER, Grade.HOLDER)}


def put_down(made: World) -> None:
    made.seal.connect(made.certificate())
    made.once(Op.RELEASE)
    made.seal.disconnect()


def visited(made: World) -> None:
    made.seal.connect(made.certificate(OTHER))
    made.seal.disconnect()


def off_and_on(made: World) -> None:
    made.seal.hold()
    made.seal.hold()


def days_later(made: World) -> None:
    made.wait(LONGEST_S)


@pytest.mark.parametrize("deed", [put_down, visited, off_and_on, days_later])
def test_offline_it_goes_on_for_nobody_else_and_no_longer(deed: Callable[[World], None]) -> None:
    made = goes_on(World())
    deed(made)
    assert not made.seal.unlocked
    made.seal.press()
    made.seal.connect(made.certificate())
    assert results(made)[-1] != 0


def test_with_news_asked_for_it_is_put_down_when_the_link_goes() -> None:
    made = World()
    made.ready()
    made.take()
    made.seal.disconnect()
    made.open()
    assert not made.seal.unlocked


@pytest.mark.parametrize(("seconds", "code"), [(LONGEST_S - 1, Code.OK), (LONGEST_S, Code.RESTRICTED)])
def test_it_goes_offline_until_the_second_that_it_was_told(seconds: int, code: Code) -> None:
    made = World()
    made.bind()
    made.issue(made.grant(expires=made.now // 1000 + 2 * LONGEST_S))
    offline(made)
    made.wait(seconds)
    made.seal.disconnect()
    made.seal.connect(made.certificate())
    assert made.once(Op.TAKE) is code


@pytest.mark.parametrize("seconds", [None, 0])
def test_offline_use_that_is_closed_or_over_asks_for_the_lease(seconds: int | None) -> None:
    made = World()
    made.bind()
    made.issue(made.grant())
    offline(made)
    offline(made, seconds)
    made.wait(LEASE_S)
    assert made.once(Op.TAKE) is Code.RESTRICTED


def test_offline_it_is_still_bound_to_the_grant_the_lock_and_what_it_has_heard_of() -> None:
    made = World()
    made.bind()
    made.issue(made.grant(count=1))
    offline(made)
    made.contact(down_head=99)
    made.wait(LEASE_S)
    assert made.once(Op.TAKE) is Code.RESTRICTED
    made.contact(down_head=made.down)
    made.take()
    made.open()
    made.seal.press()
    made.seal.press()
    assert results(made) == [0, Abnormality.BEYOND_COUNT]
    lock(made)
    assert made.once(Op.TAKE) is Code.LOCKED


def test_without_the_time_there_is_no_offline_use() -> None:
    made = World()
    made.bind()
    made.issue(made.grant())
    offline(made)
    made.counter_began = made.now  # the counter starts again
    made.boot()
    made.seal.connect(made.certificate())
    assert made.once(Op.TAKE) is Code.NO_CLOCK


@pytest.mark.parametrize("kind", [Kind.LOSS_LOCK, Kind.OFFLINE_USE])
@pytest.mark.parametrize("body", [b"", b"\x81", b"\x81\x20", b"\x82\xf5\xf5", b"\x81\xf5\x00"])
def test_a_body_that_is_none_is_refused_and_changes_nothing(kind: Kind, body: bytes) -> None:
    made = World()
    made.bind()
    assert made.send(kind, body) is Code.REFUSED
    assert made.seal.phase is Phase.NEEDS_GRANT
    (ack,) = [entry for entry in made.entries() if isinstance(entry, AckEntry) and entry.down == made.down]
    assert ack.outcome is Outcome.REFUSED_RANGE


def test_only_the_authority_locks() -> None:
    made = World()
    made.bind()
    envelope = made.envelope(Kind.LOSS_LOCK, pack(LossLockBody(True)))
    assert made.ask(Op.DELIVER, envelope[:-1] + bytes([envelope[-1] ^ 1])) is Code.BAD_SIGNATURE
    assert made.seal.phase is Phase.NEEDS_GRANT
