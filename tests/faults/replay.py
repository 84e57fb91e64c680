"""A seal's whole log told again from its beginning, against what it was ordered, with no help of the firmware.

I-03 and I-04 at the seal, I-07, I-08, I-10: a normal impression is one of the grant that is live there, within its time
and count, with a lease, in the right hand, and never after its acknowledged end.
"""

from collections import Counter
from dataclasses import dataclass, field

from protocol import envelopes, grants
from protocol.contact import SealMode
from protocol.envelopes import Envelope, Kind
from protocol.grants import Grant, Method
from protocol.keys import AgreementKey, binding_secret
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
from tests.faults.device import Device

BEFORE = (1, 1, 1)  # it was bound before the schedule began


@dataclass
class Replay:
    """`authority` and `agreement`: the organization's keys. `normal`: presses that count, by grant; `own`: all presses;
    `seen`: how many entries of each kind there were."""

    device: Device
    authority: bytes
    agreement: AgreementKey
    known: dict[bytes, Grant] = field(default_factory=dict[bytes, Grant])
    normal: Counter[bytes] = field(default_factory=Counter[bytes])
    used: dict[bytes, int] = field(default_factory=dict[bytes, int])
    ended: set[bytes] = field(default_factory=set[bytes])
    waiting: set[bytes] = field(default_factory=set[bytes])
    tries: Counter[bytes] = field(default_factory=Counter[bytes])
    revoked: dict[bytes, int] = field(default_factory=dict[bytes, int])
    live: bytes | None = None
    taken: bytes | None = None  # in hand
    seen: Counter[str] = field(default_factory=Counter[str])
    own: int = 0
    bound: bool = False
    locked: bool = False
    free: bool = False
    offline_until: int = 0
    mode: SealMode = SealMode.BLUETOOTH
    generation: int = 0
    since: int = 0  # the generation in which the live one was issued
    last: tuple[int, int, int] = (0, 0, 0)

    def tell(self) -> None:
        """From the first entry to the last."""
        head = self.device.heads[0]
        for number in range(1, len(self.device.archive) + 1):
            data = self.device.archive[number]
            head = next_head(head, data)
            assert head == self.device.heads[number]
            entry = read_entry(data)
            assert entry.number == number
            match entry:
                case ImpressionEntry():
                    self.own += 1
                    self.seen[f"press {entry.result}"] += 1
                    assert entry.own == self.own
                    if entry.result == 0:
                        self._normal(entry)
                case OverflowEntry():
                    self.seen["overflow"] += 1
                    self.own += entry.count
                    assert entry.own == self.own
                case AckEntry():
                    self._acknowledged(entry)
                case EventEntry():
                    self._happened(entry)
        state = self.device.state
        waits = state.overflow.count if state.overflow else 0
        assert self.own + waits == state.own == self.device.pressed, "every press is one record"
        assert (state.grant.id if state.grant else None) == self.live
        assert state.grant is None or state.grant.used == self.used[state.grant.id]
        assert {each.grant.id for each in state.waiting} == self.waiting
        assert (state.locked, state.free, state.bound is not None) == (self.locked, self.free, self.bound)

    # Orders

    def _acknowledged(self, entry: AckEntry) -> None:
        place = (entry.binding, entry.generation, entry.down)
        assert place > self.last, "each order once, and in its order"
        self.last = place
        self.generation = entry.generation
        if place == BEFORE:
            self.bound = True
            return
        order = self.device.orders[place]
        self.seen[f"{Kind(order.kind).name} {entry.outcome.name}"] += 1
        if entry.outcome is Outcome.APPLIED:
            self._apply(order)

    def _apply(self, order: Envelope) -> None:
        match order.kind:
            case Kind.BIND:
                self.bound = True
            case Kind.UNBIND:
                assert self.live is None
                assert not self.waiting
                self.bound = self.locked = self.free = False
                self.revoked.clear()
                self.offline_until = 0
            case Kind.GRANT:
                self._granted(grants.open_grant(order.body, self.authority, self._secret(order.binding)))
            case Kind.END:
                self._end(envelopes.read_end(order.body).grant)
            case Kind.LOSS_LOCK:
                self.locked = envelopes.read_loss_lock(order.body).on
            case Kind.OFFLINE_USE:
                self.offline_until = envelopes.read_offline_use(order.body).until or 0
            case Kind.REVOKE:
                said = envelopes.read_revoke(order.body)
                self.revoked[said.console] = said.expires
            case Kind.REGIME:
                self.free = envelopes.read_regime(order.body).free
            case _:
                pass

    def _secret(self, binding: int) -> bytes:
        return binding_secret(self.agreement, self.device.board.static.public, self.device.serial, binding)

    def _granted(self, grant: Grant) -> None:
        assert grant.id not in self.ended, "what has ended stays ended"
        self.known[grant.id] = grant
        if grant.method is Method.PRE and grant.id != self.live:
            self.waiting.add(grant.id)
        else:
            self._go_live(grant)

    def _go_live(self, grant: Grant) -> None:
        gives_way = self.live in (None, grant.id, grant.continues) or self.since != self.generation
        assert gives_way, "one live grant at a time, but for one of a cloud that was restored"
        if self.live != grant.id:
            self.used.setdefault(grant.id, self.used.get(grant.continues, 0) if grant.continues else 0)
            if self.live is not None:
                self._end(self.live)
        self.live, self.since = grant.id, self.generation
        self.waiting.discard(grant.id)

    def _end(self, grant: bytes) -> None:
        self.ended.add(grant)
        self.waiting.discard(grant)
        self.live = None if self.live == grant else self.live

    # Events

    def _happened(self, entry: EventEntry) -> None:
        self.seen[entry.kind.name] += 1
        match entry.kind:
            case EventKind.MODE:
                self.mode = SealMode(entry.detail)
            case EventKind.ACTIVATED:
                assert entry.grant in self.waiting
                self._go_live(self.known[entry.grant or b""])
            case EventKind.CODE_WRONG | EventKind.CODE_SPENT:
                assert entry.grant in self.waiting
                self.tries[entry.grant or b""] += 1
                assert entry.detail == self.tries[entry.grant or b""] <= 5
                if entry.kind is EventKind.CODE_SPENT:
                    self._end(entry.grant or b"")
            case EventKind.TAKEN:
                assert entry.grant is not None or self.free
                self.taken = entry.grant
            case _:
                pass

    # Presses

    def _normal(self, entry: ImpressionEntry) -> None:
        moment = self.device.moments[entry.own]
        assert self.bound
        assert not self.locked
        assert moment.leased or entry.at < self.offline_until * 1000
        assert moment.caught_up
        if entry.grade is Grade.SESSION:
            assert moment.member == entry.member
            assert entry.at >= self.revoked.get(moment.console or b"", 0) * 1000, "a stolen key opens nothing"
        elif entry.grade is Grade.HOLDER:
            goes_on = entry.grant is not None and entry.grant == self.taken and entry.at < self.offline_until * 1000
            assert goes_on or self.mode is SealMode.GPRS
        else:
            assert (entry.grade, self.mode) == (Grade.FINGERPRINT, SealMode.GPRS)
        if entry.grant is None:
            assert self.free
            return
        assert entry.grant == self.live, "by the grant that is live"
        grant = self.known[entry.grant]
        assert entry.member == grant.member
        assert grant.not_before * 1000 <= entry.at < grant.expires * 1000
        assert grant.finger is None or entry.grade is Grade.FINGERPRINT
        self.normal[grant.id] += 1
        self.used[grant.id] += 1
        assert grant.count == 0 or self.used[grant.id] <= grant.count
