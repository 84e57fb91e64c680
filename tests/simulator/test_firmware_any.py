"""Whatever is done to a seal in whatever order, with the power going at any write: the log and the counts hold."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from domain.seals import Model
from protocol import envelopes, grants, log
from protocol.cbor import pack
from protocol.conversation import MAX_MESSAGE_BYTES, Code, Op, Operation, Request, read_from_seal
from protocol.envelopes import EndBody, Envelope, Kind, LossLockBody, OfflineUseBody
from protocol.grants import Grant
from protocol.log import AckEntry, ImpressionEntry, Outcome, OverflowEntry, next_head, read_entry
from simulator.firmware.core import STATE
from simulator.firmware.state import restore
from simulator.storage import PowerCut
from tests.simulator import world
from tests.simulator.world import World, board

OPERATIONS = st.sampled_from([bytes([value]) * 16 for value in range(3)])
WAITS = st.sampled_from([0.5, 29.0, 31.0, 300.0, 601.0, 1800.0])


@settings(max_examples=300)
@given(st.binary(max_size=200) | st.tuples(st.integers(0, 20), st.binary(max_size=100)), st.booleans())
def test_any_bytes_as_a_request_get_an_answer(data: bytes | tuple[int, bytes], bound: bool) -> None:
    made = World()
    if bound:
        made.ready()
    else:
        made.seal.hold()
        made.seal.connect(made.claim())
    request = data if isinstance(data, bytes) else pack(Request(1, *data))
    answer = made.seal.request(request)
    assert len(answer) <= MAX_MESSAGE_BYTES
    read_from_seal(answer)


def test_a_request_without_a_session_gets_nowhere() -> None:
    made = World()
    for op in Op:
        assert made.ask(op) is Code.NOT_PERMITTED


class AnySeal(RuleBasedStateMachine):
    """A cloud that never forgets, consoles that carry its words in any order, and a hand that presses."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(board(Model.L))
        self.world.bind()
        self.sent: list[bytes] = []  # envelopes 2, 3, …
        self.issued: dict[bytes, Grant] = {}
        self.archive: dict[int, bytes] = {}
        self.heads: dict[int, bytes] = {0: log.first_head(self.world.serial)}
        self.pressed = 0
        # What the seal's own words so far amount to.
        self.own, self.acknowledged = 0, 1
        self.live: bytes | None = None
        self.used: dict[bytes, int] = {}
        self.ended: set[bytes] = set()
        self.locked, self.offline_until = False, 0
        # Who is in front of it.
        self.member: bytes | None = world.MEMBER
        self.in_hand = False
        self.lease_until, self.told_head = self.world.now + 600_000, 1

    def do(self, deed: Callable[[], object]) -> object:
        """A deed in whose middle the power may go; then it comes back."""
        try:
            result = deed()
        except PowerCut:
            self.power_cut()
            return None
        self.follow_the_log()
        return result

    # Hands

    @rule()
    def press_twice(self) -> None:
        self.press()
        self.press()

    @rule()
    def press(self) -> None:
        before = self.world.seal.impressions
        pressed = self.do(self.world.seal.press)
        after = self.world.seal.impressions
        assert after - before in ((0, 1) if pressed is None else (int(bool(pressed)),))
        self.pressed = after

    @rule(out=st.booleans())
    def stand(self, out: bool) -> None:
        self.do(lambda: self.world.seal.stand(out=out))

    @rule()
    def open(self) -> None:
        self.do(self.world.open)

    @rule()
    def hold(self) -> None:
        self.do(self.world.seal.hold)
        if not self.world.seal.on:
            self.without_power()

    @rule(seconds=WAITS)
    def wait(self, seconds: float) -> None:
        self.do(lambda: self.world.wait(seconds))

    @rule()
    def power_cut(self) -> None:
        self.follow_the_log()
        self.world.boot()
        self.without_power()

    def without_power(self) -> None:
        self.lease_until, self.member, self.in_hand = 0, None, False
        self.told_head = 0

    @rule(commit=st.integers(1, 12), durable=st.booleans())
    def power_will_go(self, commit: int, durable: bool) -> None:
        self.world.storage.cut_at(commit, durable=durable)

    # Consoles

    @precondition(lambda self: self.world.seal.on)
    @rule(other=st.integers(0, 3))
    def connect(self, other: int) -> None:
        made = self.world
        self.link_gone()
        if made.seal.on:
            self.member = world.OTHER if other == 0 else world.MEMBER
            made.seal.connect(made.certificate(self.member))

    @rule(length=st.sampled_from([0, 0, 200, 3600]), continued=st.booleans())
    def make_ready(self, length: int, continued: bool) -> None:
        """What diligent people do, with a new grant of so many seconds or the one there is."""
        if length or not self.issued:
            if self.issued and not continued:
                self.end(1, 0)
            self.issue(count=2, start=0, length=length or 3600, photo=1, other=1, continued=continued)
        if not self.world.seal.on:
            self.do(self.world.seal.hold)
        if not self.world.seal.connected:
            self.connect(other=1)
        if not self.world.seal.connected:
            return
        self.contact(lease=600)
        for _ in range(len(self.sent)):
            self.deliver(which=12)
        self.ask(Op.TAKE, self.world.random(16))
        self.ask(Op.CAMERA_READY, self.world.random(16))
        self.do(self.world.open)
        self.press()

    @rule(seconds=WAITS, length=st.sampled_from([200, 3600]), press=st.integers(1, 3))
    def use_later(self, seconds: float, length: int, press: int) -> None:
        self.make_ready(length, continued=False)
        self.wait(seconds)
        for _ in range(press):
            self.press()

    @rule(fold=st.integers(0, 2))
    def use_after_the_end(self, fold: int) -> None:
        self.make_ready(0, continued=False)
        self.end(1, fold)
        for _ in range(2):
            self.press()
            self.deliver(which=12)

    @precondition(lambda self: self.world.seal.connected)
    @rule()
    def use_with_news_withheld(self) -> None:
        self.make_ready(3600, continued=False)
        self.end(1, 0)
        if self.world.seal.connected:
            self.contact(lease=600)
        self.press()

    @precondition(lambda self: self.issued)
    @rule(which=st.integers(1, 3))
    def issue_again(self, which: int) -> None:
        grant = self.issued[list(self.issued)[-min(which, len(self.issued))]]
        self.send(Kind.GRANT, grants.seal_grant(grant, world.authority, self.world.secret), fold=0)

    @rule()
    def another_tries(self) -> None:
        self.make_ready(0, continued=False)
        self.connect(other=0)
        if self.world.seal.connected:
            self.contact(lease=600)
            self.press()
            self.ask(Op.TAKE, self.world.random(16))
            self.press()

    @rule()
    def link_gone(self) -> None:
        self.do(self.world.seal.disconnect)
        self.member, self.in_hand = None, False

    @precondition(lambda self: self.world.seal.connected)
    @rule(lease=st.sampled_from([60, 600]))
    def contact(self, lease: int) -> None:
        made = self.world
        made.down = len(self.sent) + 1
        if self.do(lambda: made.contact(lease_s=lease)) is Code.OK:
            self.lease_until, self.told_head = made.now + lease * 1000, made.down

    @rule(op=st.sampled_from([Op.TAKE, Op.TAKE, Op.RELEASE, Op.CAMERA_READY]), operation=OPERATIONS)
    def ask(self, op: Op, operation: bytes) -> None:
        done = self.do(lambda: self.world.ask(op, pack(Operation(operation)))) is Code.OK
        if done and op in (Op.TAKE, Op.RELEASE):
            self.in_hand = op is Op.TAKE

    @rule(which=st.integers(0, 12))
    def deliver(self, which: int) -> None:
        """The next one most of the time; else any, again or too early."""
        if self.sent:
            place = self.world.seal.live.number - 1 if which > 4 else which
            self.do(lambda: self.world.ask(Op.DELIVER, self.sent[min(place, len(self.sent) - 1)]))
            self.in_hand = self.in_hand and self.world.seal.live.in_hand

    @precondition(lambda self: self.world.seal.connected)
    @rule(back=st.integers(0, 5))
    def receipt(self, back: int) -> None:
        up_to = max(0, max(self.archive, default=0) - back)
        word = log.sign_receipt(log.Receipt(self.world.serial, up_to, self.heads[up_to]), world.authority)
        self.do(lambda: self.world.ask(Op.GIVE_RECEIPT, word))

    # The cloud

    def send(self, kind: Kind, body: bytes, fold: int) -> None:
        number = len(self.sent) + 2
        envelope = Envelope(self.world.serial, 1, 1, max(2, number - fold), number, kind, body)
        self.sent.append(envelopes.sign_envelope(envelope, world.authority))

    @rule(
        count=st.integers(0, 3), start=st.sampled_from([0, 0, 0, 100]), length=st.sampled_from([200, 3600]),
        photo=st.integers(0, 3), other=st.integers(0, 4), continued=st.booleans(),
    )  # fmt: skip
    def issue(self, count: int, start: int, length: int, photo: int, other: int, continued: bool) -> None:
        begins = self.world.now // 1000 + start
        grant = self.world.grant(
            count=count, not_before=begins, expires=begins + length, photo_required=photo == 0,
            member=world.OTHER if other == 0 else world.MEMBER,
            continues=next(reversed(self.issued)) if continued and self.issued else None,
        )  # fmt: skip
        self.issued[grant.id] = grant
        self.send(Kind.GRANT, grants.seal_grant(grant, world.authority, self.world.secret), fold=0)

    @precondition(lambda self: self.issued)
    @rule(which=st.integers(1, 2), fold=st.integers(0, 2))
    def end(self, which: int, fold: int) -> None:
        ids = list(self.issued)
        self.send(Kind.END, pack(EndBody(ids[-min(which, len(ids))])), fold)

    @rule(on=st.sampled_from([False, False, True]))
    def lock(self, on: bool) -> None:
        self.send(Kind.LOSS_LOCK, pack(LossLockBody(on)), fold=0)

    @rule(seconds=st.sampled_from([None, 300, 3600]))
    def go_offline(self, seconds: int | None) -> None:
        until = None if seconds is None else self.world.now // 1000 + seconds
        self.send(Kind.OFFLINE_USE, pack(OfflineUseBody(until)), fold=0)

    # What must hold

    @invariant()
    def everything_holds(self) -> None:
        self.follow_the_log()
        assert self.world.seal.impressions == self.pressed
        self.compare_the_counts()
        assert bool(self.world.seal.live.screen) == self.world.seal.on

    def follow_the_log(self) -> None:
        """One gapless chain of entries that never change."""
        stored = self.world.storage.values
        state = restore(stored.get(STATE), self.world.serial)
        kept = {int(key[4:]): data for key, data in stored.items() if key.startswith("log/")}
        assert sorted(kept) == list(range(state.base + 1, state.base + 1 + len(kept)))
        assert state.base <= state.receipted
        for number in sorted(kept):
            if number in self.archive:
                assert self.archive[number] == kept[number]
                continue
            self.archive[number] = kept[number]
            self.heads[number] = next_head(self.heads[number - 1], kept[number])
            self.examine(read_entry(kept[number]), number)
        assert self.heads[state.base] == state.base_head

    def examine(self, entry: log.Entry, number: int) -> None:
        """A new entry of the log."""
        assert entry.number == number
        match entry:
            case ImpressionEntry():
                self.own += 1
                assert entry.own == self.own
                if entry.result == 0:
                    self.examine_normal(entry)
            case OverflowEntry():
                self.own += entry.count
                assert entry.own == self.own
            case AckEntry() if entry.down >= 2:
                self.acknowledged = entry.down
                if entry.outcome is Outcome.APPLIED:
                    self.follow(envelopes.open_envelope(self.sent[entry.down - 2], world.authority.public))
            case _:
                pass

    def follow(self, envelope: Envelope) -> None:
        """The seal says it has applied this: at most one grant lives, and none twice."""
        if envelope.kind == Kind.END:
            ended = envelopes.read_end(envelope.body).grant
            self.ended.add(ended)
            self.live = None if self.live == ended else self.live
            return
        if envelope.kind == Kind.LOSS_LOCK:
            self.locked = envelopes.read_loss_lock(envelope.body).on
            return
        if envelope.kind == Kind.OFFLINE_USE:
            self.offline_until = envelopes.read_offline_use(envelope.body).until or 0
            return
        grant = grants.open_grant(envelope.body, world.authority.public, self.world.secret)
        assert grant.id not in self.ended
        assert self.live in (None, grant.id, grant.continues)
        if self.live != grant.id:
            self.used[grant.id] = self.used.get(grant.continues, 0) if grant.continues else 0
        if self.live is not None and self.live != grant.id:
            self.ended.add(self.live)
        self.live = grant.id

    def examine_normal(self, entry: ImpressionEntry) -> None:
        """A normal impression lies inside its grant, its time, its count and the lease, and in the right hand."""
        assert entry.grant is not None
        assert entry.grant == self.live
        grant = self.issued[entry.grant]
        assert grant.not_before * 1000 <= entry.at < grant.expires * 1000
        assert not self.locked
        assert entry.at < max(self.lease_until, self.offline_until * 1000)
        assert self.acknowledged >= self.told_head
        assert (entry.member, entry.grade) == (grant.member, log.Grade.SESSION)
        assert (self.member, self.in_hand) == (grant.member, True)
        self.used[grant.id] += 1
        assert grant.count == 0 or self.used[grant.id] <= grant.count

    def compare_the_counts(self) -> None:
        """What the grant says was used are the normal records, its own and those it took over."""
        held = self.world.seal.grant
        assert (held.id if held else None) == self.live
        assert held is None or held.used == self.used[held.id]


@pytest.mark.req("I-03", "I-05", "I", "seal")
@pytest.mark.req("I-04", "I-07", "I-08", "I")
def test_any_schedule_with_any_power_cut() -> None:
    run_state_machine_as_test(  # pyright: ignore[reportUnknownMemberType]
        AnySeal, settings=settings(max_examples=100, stateful_step_count=30, deadline=None)
    )
