"""Whatever is done to a seal in whatever order, with the power going at any write: the log and the counts hold."""

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from domain.seals import Model
from protocol import envelopes, grants, log
from protocol.cbor import pack
from protocol.contact import SealMode
from protocol.conversation import ActivateRequest, Code, Op, Operation
from protocol.envelopes import (
    ActivateBody,
    EndBody,
    Envelope,
    FingerDeleteBody,
    FingerEnrolBody,
    Kind,
    LossLockBody,
    OfflineUseBody,
    RegimeBody,
    RevokeBody,
    SettingsBody,
    seal_activation,
)
from protocol.firmware import UpgradeState
from protocol.grants import Method, code_mark
from simulator.firmware.boot import RESTART_MS
from simulator.firmware.upgrade import QUIET_MS
from simulator.storage import PowerCut
from tests.simulator import releases, world
from tests.simulator.follower import Follower
from tests.simulator.world import World, board

OPERATIONS = st.sampled_from([bytes([value]) * 16 for value in range(3)])
CODE, WRONG = "11111111", "22222222"
WAITS = st.sampled_from([0.5, 29.0, 31.0, 300.0, 601.0, 1800.0])


class AnySeal(RuleBasedStateMachine):
    """A cloud that never forgets, consoles that carry its words in any order, and a hand that presses."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(board(Model.GL))
        self.world.bind()
        self.model = Follower(self.world)
        self.pressed, self.versions = 0, 0

    def do(self, deed: Callable[[], object]) -> object:
        """A deed in whose middle the power may go; then it comes back."""
        try:
            result = deed()
        except PowerCut:
            self.power_cut()
            return None
        self.model.follow()
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
            self.model.without_power()

    @rule(seconds=WAITS)
    def wait(self, seconds: float) -> None:
        self.do(lambda: self.world.wait(seconds))

    @rule()
    def power_cut(self) -> None:
        self.model.follow()
        self.world.boot()
        self.model.without_power()

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
            self.model.member = world.OTHER if other == 0 else world.MEMBER
            self.model.left = None
            made.seal.connect(made.certificate(self.model.member))

    @rule(length=st.sampled_from([0, 0, 200, 3600]), continued=st.booleans())
    def make_ready(self, length: int, continued: bool) -> None:
        if length or not self.model.issued:
            if self.model.issued and not continued:
                self.end(1, 0)
            self.issue(
                count=2, start=0, length=length or 3600, photo=1, other=1, continued=continued, pre=False, finger=False
            )
        if not self.world.seal.on:
            self.do(self.world.seal.hold)
        if not self.world.seal.connected:
            self.connect(other=1)
        if not self.world.seal.connected:
            return
        self.contact(lease=600)
        for _ in range(len(self.model.sent)):
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

    @precondition(lambda self: self.model.issued)
    @rule(which=st.integers(1, 3))
    def issue_again(self, which: int) -> None:
        grant = self.model.issued[list(self.model.issued)[-min(which, len(self.model.issued))]]
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
        self.model.left = self.model.live if self.model.in_hand else None
        self.model.member, self.model.in_hand = None, False

    @precondition(lambda self: self.world.seal.connected)
    @rule(lease=st.sampled_from([60, 600]))
    def contact(self, lease: int) -> None:
        made = self.world
        made.down = len(self.model.sent) + 1
        if self.do(lambda: made.contact(lease_s=lease)) is Code.OK:
            self.model.lease_until, self.model.told_head = made.now + lease * 1000, made.down

    @rule(op=st.sampled_from([Op.TAKE, Op.TAKE, Op.RELEASE, Op.CAMERA_READY]), operation=OPERATIONS)
    def ask(self, op: Op, operation: bytes) -> None:
        done = self.do(lambda: self.world.ask(op, pack(Operation(operation)))) is Code.OK
        if done and op in (Op.TAKE, Op.RELEASE):
            self.model.in_hand = op is Op.TAKE

    @rule(which=st.integers(0, 12))
    def deliver(self, which: int) -> None:
        """The next one most of the time; else any, again or too early."""
        if self.model.sent:
            place = self.world.seal.live.number - 1 if which > 4 else which
            self.do(lambda: self.world.ask(Op.DELIVER, self.model.sent[min(place, len(self.model.sent) - 1)]))
            self.model.in_hand = self.model.in_hand and self.world.seal.live.in_hand

    @precondition(lambda self: self.world.seal.connected)
    @rule(back=st.integers(0, 5))
    def receipt(self, back: int) -> None:
        up_to = max(0, max(self.model.archive, default=0) - back)
        word = log.sign_receipt(log.Receipt(self.world.serial, up_to, self.model.heads[up_to]), world.authority)
        self.do(lambda: self.world.ask(Op.GIVE_RECEIPT, word))

    @rule()
    def switch_mode(self) -> None:
        self.do(lambda: self.world.key(5))

    @rule()
    def reset(self) -> None:
        self.do(self.world.seal.reset)
        self.model.without_power()

    @rule(percent=st.sampled_from([0, 5, 80]))
    def battery(self, percent: int) -> None:
        def runs_down() -> None:
            self.world.seal.battery = percent

        self.do(runs_down)
        if not self.world.seal.on:
            self.model.without_power()

    @rule(finger=st.sampled_from(["a", "a", "b"]))
    def touch(self, finger: str) -> None:
        before = self.world.seal
        self.model.touched(finger)
        self.do(lambda: self.world.seal.touch(finger))
        assert self.world.seal is before or self.model.touch is None

    @rule(slot=st.integers(1, 2), touches=st.integers(5, 6), other=st.integers(0, 3))
    def enrol(self, slot: int, touches: int, other: int) -> None:
        member = world.OTHER if other == 0 else world.MEMBER
        self.send(Kind.FINGER_ENROL, pack(FingerEnrolBody(slot, member)), fold=0)
        self.deliver(which=12)
        for _ in range(touches):
            self.touch("a")

    @rule()
    def cancel_enrolment(self) -> None:
        self.do(lambda: self.world.once(Op.CANCEL_ENROL))

    @rule(slot=st.integers(1, 2))
    def delete_finger(self, slot: int) -> None:
        self.send(Kind.FINGER_DELETE, pack(FingerDeleteBody(slot)), fold=0)

    @rule(on=st.booleans())
    def regime(self, on: bool) -> None:
        self.send(Kind.REGIME, pack(RegimeBody(on)), fold=0)

    @rule(backlight_s=st.sampled_from([0, 60]), auto_off_min=st.sampled_from([0, 5]))
    def set_up(self, backlight_s: int, auto_off_min: int) -> None:
        self.send(Kind.SETTINGS, pack(SettingsBody(backlight_s, auto_off_min)), fold=0)

    @rule(seconds=st.sampled_from([1, 300]))
    def revoke(self, seconds: int) -> None:
        """A key is stolen whose last certificate is nearly over: otherwise nothing would go on."""
        until = self.world.now // 1000 + seconds
        self.send(Kind.REVOKE, pack(RevokeBody(world.console_static.public, until)), fold=0)

    @precondition(lambda self: self.model.issued)
    @rule(which=st.integers(1, 3), right=st.booleans(), by_cloud=st.booleans())
    def activate(self, which: int, right: bool, by_cloud: bool) -> None:
        grant = list(self.model.issued)[-min(which, len(self.model.issued))]
        code = CODE if right else WRONG
        if by_cloud:
            self.send(Kind.ACTIVATE, seal_activation(ActivateBody(grant, code), self.world.secret), fold=0)
        else:
            self.do(lambda: self.world.ask(Op.ACTIVATE, pack(ActivateRequest(b"o" * 16, grant, code))))
            self.model.in_hand = self.model.in_hand and self.world.seal.live.in_hand

    @rule(wrong=st.integers(0, 5), by_cloud=st.booleans(), live=st.integers(0, 3))
    def activate_and_use(self, wrong: int, by_cloud: bool, live: int) -> None:
        """Somebody guesses before the right code is typed."""
        self.make_ready(3600, continued=False)
        self.issue(count=2, start=0, length=3600, photo=1, other=1, continued=False, pre=True, finger=False)
        if live:
            self.end(2, 0)
        for right in (*[False] * wrong, True):
            self.activate(1, right, by_cloud)
            for _ in range(len(self.model.sent)):
                self.deliver(which=12)
        if self.world.seal.connected:
            self.contact(lease=600)
            self.ask(Op.TAKE, self.world.random(16))
        self.press_twice()

    @rule(free=st.booleans(), finger=st.booleans(), touches=st.integers(0, 1))
    def use_by_gprs(self, free: bool, finger: bool, touches: int) -> None:
        self.make_ready(3600, continued=False)
        if finger and 1 not in self.model.fingers:
            self.let_go()
            self.enrol(1, 6, other=1)
        self.send(Kind.REGIME, pack(RegimeBody(free)), fold=0)
        if self.model.issued:
            self.end(1, 0)
        self.issue_plainly(3600, finger=finger)
        for _ in range(len(self.model.sent)):
            self.deliver(which=12)
        if self.world.seal.on and self.world.seal.live.mode is SealMode.BLUETOOTH:
            self.switch_mode()
        if self.world.seal.connected:
            self.contact(lease=600)
        self.let_go()
        for _ in range(touches):
            self.touch("a")
        self.do(self.world.open)
        self.press_twice()
        self.press()

    def let_go(self) -> None:
        if self.world.seal.connected:
            self.ask(Op.RELEASE, self.world.random(16))

    @rule(parts=st.integers(0, 2), passes=st.integers(0, 2))
    def upgrade(self, parts: int, passes: int) -> None:
        """A release comes, wholly or not, and then nobody does anything for a while."""
        self.versions += 1
        new = releases.release(f"GYGL20270101{self.versions:02d}", 300, passes=passes > 0)
        self.send(Kind.FIRMWARE, new.manifest, fold=0)
        for _ in range(len(self.model.sent)):
            self.deliver(which=12)
        for offset in range(0, 150 * parts, 150):
            self.do(partial(self.world.ask, Op.GIVE_CHUNK, pack(new.chunk(offset, 150))))
        self.let_go()
        self.stand(out=False)
        self.wait(QUIET_MS / 1000)
        self.wait(RESTART_MS / 1000)

    # The cloud

    def send(self, kind: Kind, body: bytes, fold: int) -> None:
        number = len(self.model.sent) + 2
        envelope = Envelope(self.world.serial, 1, 1, max(2, number - fold), number, kind, body)
        self.model.sent.append(envelopes.sign_envelope(envelope, world.authority))

    @rule(
        count=st.integers(0, 3), start=st.sampled_from([0, 0, 0, 100]), length=st.sampled_from([200, 3600]),
        photo=st.integers(0, 3), other=st.integers(0, 4), continued=st.booleans(), pre=st.booleans(),
        finger=st.booleans(),
    )  # fmt: skip
    def issue(
        self, count: int, start: int, length: int, photo: int, other: int, continued: bool, pre: bool, finger: bool
    ) -> None:
        begins, id = self.world.now // 1000 + start, self.world.random(16)
        grant = self.world.grant(
            id=id, method=Method.PRE if pre else Method.DIRECT,
            code=code_mark(self.world.secret, id, CODE) if pre else None, finger=1 if finger else None,
            count=count, not_before=begins, expires=begins + length, photo_required=photo == 0,
            member=world.OTHER if other == 0 else world.MEMBER,
            continues=next(reversed(self.model.issued)) if continued and self.model.issued else None,
        )  # fmt: skip
        self.model.issued[grant.id] = grant
        self.send(Kind.GRANT, grants.seal_grant(grant, world.authority, self.world.secret), fold=0)

    def issue_plainly(self, length: int, *, continued: bool = False, finger: bool = False) -> None:
        self.issue(count=2, start=0, length=length, photo=1, other=1, continued=continued, pre=False, finger=finger)

    @precondition(lambda self: self.model.issued)
    @rule(which=st.integers(1, 2), fold=st.integers(0, 2))
    def end(self, which: int, fold: int) -> None:
        ids = list(self.model.issued)
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
        self.model.follow()
        assert self.world.seal.impressions == self.pressed
        self.model.compare()
        restarts = self.world.seal.upgrade.state is UpgradeState.UPDATING
        assert bool(self.world.seal.live.screen) == (restarts or (self.world.seal.on and not self.world.seal.dark))


@pytest.mark.req("I-03", "I-05", "I", "seal")
@pytest.mark.req("I-04", "I-07", "I-08", "I-10", "I")
def test_any_schedule_with_any_power_cut() -> None:
    run_state_machine_as_test(  # pyright: ignore[reportUnknownMemberType]
        AnySeal, settings=settings(max_examples=100, stateful_step_count=30, deadline=None)
    )
