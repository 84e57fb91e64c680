"""What a seal's own words amount to: a model that follows its log, and holds every normal impression against it."""

from dataclasses import dataclass, field

from protocol import envelopes, grants, log
from protocol.contact import SealMode
from protocol.envelopes import Envelope, Kind
from protocol.grants import Grant, Method
from protocol.log import (
    AckEntry,
    EventEntry,
    EventKind,
    Grade,
    ImpressionEntry,
    Outcome,
    OverflowEntry,
    next_head,
    read_entry,
)
from simulator.firmware.codes import TRIES
from simulator.firmware.core import STATE
from simulator.firmware.fingers import TOUCH_MS
from simulator.firmware.state import restore
from tests.simulator import world
from tests.simulator.world import World


@dataclass
class Touched:
    """A finger that the seal should know, and until when that counts, in ms."""

    grant: bytes
    slot: int
    until: int


@dataclass
class Follower:
    """`sent`: envelopes 2, 3, … . Who is in front of the seal (`member`, `in_hand`), under which grant it was in hand
    when the link went (`left`), what it was told by the last answer, and what was touched is noted by whoever does it.
    """

    world: World
    sent: list[bytes] = field(default_factory=list[bytes])
    issued: dict[bytes, Grant] = field(default_factory=dict[bytes, Grant])
    archive: dict[int, bytes] = field(default_factory=dict[int, bytes])
    heads: dict[int, bytes] = field(default_factory=dict[int, bytes])
    own: int = 0
    acknowledged: int = 1
    live: bytes | None = None
    used: dict[bytes, int] = field(default_factory=dict[bytes, int])
    ended: set[bytes] = field(default_factory=set[bytes])
    waiting: set[bytes] = field(default_factory=set[bytes])
    tries: dict[bytes, int] = field(default_factory=dict[bytes, int])
    locked: bool = False
    offline_until: int = 0
    free: bool = False
    mode: SealMode = SealMode.BLUETOOTH
    fingers: dict[int, tuple[bytes, set[str]]] = field(default_factory=dict[int, tuple[bytes, set[str]]])
    enrolling: tuple[int, bytes] | None = None
    captured: set[str] = field(default_factory=set[str])
    revoked_until: int = 0
    member: bytes | None = world.MEMBER
    in_hand: bool = False
    left: bytes | None = None
    lease_until: int = 0
    told_head: int = 1
    touch: Touched | None = None

    def __post_init__(self) -> None:
        self.heads[0] = log.first_head(self.world.serial)
        self.lease_until = self.world.now + 600_000

    def without_power(self) -> None:
        self.lease_until, self.member, self.in_hand, self.left = 0, None, False, None
        self.told_head, self.touch = 0, None

    def touched(self, finger: str) -> None:
        """What the seal should make of a touch."""
        if not self.world.seal.on:
            return
        if self.enrolling is not None:
            self.captured.add(finger)
            return
        grant = self.issued.get(self.live) if self.live else None
        if grant is None or self.mode is SealMode.BLUETOOTH:
            return
        for slot, (member, prints) in sorted(self.fingers.items()):
            if member == grant.member and finger in prints and grant.finger in (None, slot):
                self.touch = Touched(grant.id, slot, self.world.now + TOUCH_MS)
                return

    def follow(self) -> None:
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
            self._examine(read_entry(kept[number]), number)
        assert self.heads[state.base] == state.base_head

    def compare(self) -> None:
        """What the grant says was used are the normal records, its own and those it took over; what waits, waits, and
        no code was tried more often than the log says."""
        state = restore(self.world.storage.values.get(STATE), self.world.serial)
        held = state.grant
        assert (held.id if held else None) == self.live
        assert held is None or held.used == self.used[held.id]
        assert {each.grant.id for each in state.waiting} == self.waiting
        assert all(each.tries == self.tries.get(each.grant.id, 0) < TRIES for each in state.waiting)
        assert {template.slot: template.member for template in state.fingers} == {
            slot: member for slot, (member, _) in self.fingers.items()
        }
        assert (state.mode, state.free, state.locked) == (self.mode, self.free, self.locked)
        assert (state.enrolling is not None) == (self.enrolling is not None)

    def _examine(self, entry: log.Entry, number: int) -> None:
        """A new entry of the log."""
        assert entry.number == number
        match entry:
            case ImpressionEntry():
                self.own += 1
                assert entry.own == self.own
                if entry.result == 0:
                    self._examine_normal(entry)
            case OverflowEntry():
                self.own += entry.count
                assert entry.own == self.own
            case AckEntry() if entry.down >= 2:
                self.acknowledged = entry.down
                if entry.outcome is Outcome.APPLIED:
                    self._apply(envelopes.open_envelope(self.sent[entry.down - 2], world.authority.public))
            case EventEntry():
                self._note(entry)
            case _:
                pass

    def _note(self, entry: EventEntry) -> None:
        match entry.kind:
            case EventKind.MODE:
                self.mode, self.touch = SealMode(entry.detail), None
            case EventKind.FIRMWARE_UPDATING:
                self.without_power()
            case EventKind.FINGER_ENROLLED:
                assert self.enrolling is not None
                assert self.enrolling[0] == entry.detail
                self.fingers[entry.detail] = (self.enrolling[1], self.captured)
                self.enrolling = None
            case EventKind.FINGER_FAILED:
                self.enrolling = None
            case EventKind.FINGER_DELETED:
                del self.fingers[entry.detail]
                if self.touch is not None and self.touch.slot == entry.detail:
                    self.touch = None
            case EventKind.ACTIVATED:
                assert entry.grant is not None
                assert entry.grant in self.waiting
                self._go_live(self.issued[entry.grant])
            case EventKind.CODE_WRONG | EventKind.CODE_SPENT:
                assert entry.grant in self.waiting
                self.tries[entry.grant] = self.tries.get(entry.grant, 0) + 1
                assert entry.detail == self.tries[entry.grant] <= TRIES
                assert (entry.kind is EventKind.CODE_SPENT) == (entry.detail == TRIES)
                if entry.kind is EventKind.CODE_SPENT:
                    self._end(entry.grant)
            case _:
                pass

    def _apply(self, envelope: Envelope) -> None:
        """The seal says it has applied this."""
        match envelope.kind:
            case Kind.GRANT:
                grant = grants.open_grant(envelope.body, world.authority.public, self.world.secret)
                assert grant.id not in self.ended
                if grant.method is Method.PRE and grant.id != self.live:
                    self.waiting.add(grant.id)
                else:
                    self._go_live(grant)
            case Kind.END:
                self._end(envelopes.read_end(envelope.body).grant)
            case Kind.LOSS_LOCK:
                self.locked = envelopes.read_loss_lock(envelope.body).on
            case Kind.OFFLINE_USE:
                self.offline_until = envelopes.read_offline_use(envelope.body).until or 0
            case Kind.REGIME:
                self.free = envelopes.read_regime(envelope.body).free
            case Kind.FINGER_ENROL:
                assert self.enrolling is None
                order = envelopes.read_finger_enrol(envelope.body)
                self.enrolling, self.captured = (order.slot, order.member), set()
            case Kind.REVOKE:
                self.revoked_until = max(self.revoked_until, envelopes.read_revoke(envelope.body).expires)
            case _:
                pass

    def _go_live(self, grant: Grant) -> None:
        """At most one grant lives, and none twice."""
        assert grant.id not in self.ended
        assert self.live in (None, grant.id, grant.continues)
        if self.live != grant.id:
            self.used[grant.id] = self.used.get(grant.continues, 0) if grant.continues else 0
        if self.live is not None and self.live != grant.id:
            self._end(self.live)
        self.live = grant.id
        self.waiting.discard(grant.id)

    def _end(self, grant: bytes) -> None:
        self.ended.add(grant)
        self.waiting.discard(grant)
        self.live = None if self.live == grant else self.live

    def _examine_normal(self, entry: ImpressionEntry) -> None:
        """A normal impression lies inside its grant (in free use there need be none), its time, its count and the
        lease, and in the right hand."""
        assert not self.locked
        assert self.enrolling is None
        assert entry.at < max(self.lease_until, self.offline_until * 1000)
        assert self.acknowledged >= self.told_head
        self._examine_person(entry)
        if entry.grant is None:
            assert self.free
            return
        assert entry.grant == self.live
        grant = self.issued[entry.grant]
        assert entry.member == grant.member
        assert grant.not_before * 1000 <= entry.at < grant.expires * 1000
        self.used[grant.id] += 1
        assert grant.count == 0 or self.used[grant.id] <= grant.count
        if grant.finger is not None:
            assert (entry.grade, self.mode) == (Grade.FINGERPRINT, SealMode.GPRS)
            assert self.touch is not None
            assert self.touch.slot == grant.finger

    def _examine_person(self, entry: ImpressionEntry) -> None:
        match entry.grade:
            case Grade.SESSION:
                assert (self.member, self.in_hand) == (entry.member, True)
                assert entry.at // 1000 >= self.revoked_until
            case Grade.FINGERPRINT:
                touch = self.touch
                assert touch is not None
                assert touch.grant == entry.grant
                assert entry.at < touch.until
                assert self.in_hand or self.mode is SealMode.GPRS
                touch.until = entry.at + TOUCH_MS
            case Grade.HOLDER:
                goes_on = entry.grant is not None and entry.grant == self.left and entry.at < self.offline_until * 1000
                assert goes_on or self.mode is SealMode.GPRS
                assert entry.member is None or entry.grant is not None
