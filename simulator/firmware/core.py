"""The seal's memory and its one way to change it: `commit`, durable before anything is shown or said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from protocol.cbor import pack
from protocol.certificates import Claim, ConsoleCertificate, Delivery, check
from protocol.conversation import Op
from protocol.errors import ProtocolError
from protocol.keys import binding_secret
from protocol.log import Clock, Entry, EventEntry, EventKind, ImpressionEntry, OverflowEntry
from simulator.firmware import gate
from simulator.firmware.board import ROOM, Board, Locate, Probe, Random, Storage, Ticks
from simulator.firmware.logbook import OTHERS, OTHERS_RESERVE, RESERVE, Logbook, key
from simulator.firmware.state import HeldGrant, State, restore, save

# An entry that still lacks its number, its time and how sure that is.
Draft = Callable[[int, int, Clock], Entry]
STATE = "state"


def event(kind: EventKind, detail: int = 0) -> Draft:
    """An event entry to be."""
    return lambda number, at, clock: EventEntry(number, at, clock, kind, detail)


@dataclass
class Session:
    """One console in front of the seal. `answers`: what was done already, by operation."""

    credential: Claim | ConsoleCertificate
    answers: dict[tuple[Op, bytes], bytes] = field(default_factory=dict[tuple[Op, bytes], bytes])


@dataclass(frozen=True)
class Asked:
    nonce: bytes
    ticks: int


@dataclass
class Number:
    """The one-time number on the screen."""

    digits: str
    tries: int
    until: int


@dataclass
class Volatile:
    """What the seal forgets with its power. The lease is among it: what was ordered while the seal was off (a lock, an
    end) must be heard of before anything unlocks (R-165)."""

    stand_out: bool = False
    cover_on: bool = True
    clock_set: bool = False
    lease_until: int | None = None
    down_head: int = 0
    rolled_back: bool = False
    question: Asked | None = None
    answered: bytes | None = None  # the nonce of the answer taken last
    session: Session | None = None
    in_hand: bool = False
    camera_ready: bool = False
    pressed: bool | None = None  # while it may be pressed: whether it was; none while it may not
    number: Number | None = None
    wrong_numbers: int = 0  # typed since the last pause, over all numbers and links
    numbers_from: int = 0  # no number is shown before
    message: tuple[tuple[str, ...], int] | None = None  # lines, and until when
    last_result: int | None = None
    ended: HeldGrant | None = None  # ended while the stand was out, which is out ever since


class Core:
    """State, log and time of one seal."""

    def __init__(
        self, board: Board, storage: Storage, ticks: Ticks, random: Random, locate: Locate, probe: Probe, battery: int
    ) -> None:
        self.board, self.ticks, self.random, self.battery = board, ticks, random, battery
        self._storage, self.locate, self.probe = storage, locate, probe
        stored = storage.load()
        self.state = restore(stored.get(STATE), board.serial)
        if ticks() < self.state.ticks:  # the counter started again: nobody knows how long the battery was empty
            self.state = replace(self.state, offset=None)
        self.log = Logbook(board.serial, self.state.base, self.state.base_head, stored, ROOM[board.model])
        self.platform = _platform(board)
        self.v = Volatile()
        self.fresh: list[Entry] = []  # committed, and not yet told to the console in front of the seal
        self._secret: tuple[int, bytes] | None = None

    # Time

    @property
    def clock(self) -> Clock:
        """How sure the time is."""
        if self.state.offset is None:
            return Clock.LOST
        return Clock.SET if self.v.clock_set else Clock.KEPT

    def now_ms(self) -> int:
        """Milliseconds since 1970 UTC; with a lost clock, of the seal's own counter."""
        return max(0, self.ticks() + (self.state.offset or 0))

    @property
    def seconds(self) -> int | None:
        return None if self.state.offset is None else self.now_ms() // 1000

    # What it may do

    def full(self) -> bool:
        """No room for another impression, or for another entry of any kind."""
        return self.log.impressions(self.state.receipted) >= self.log.room or not self.room_for_others()

    def room_for_others(self) -> bool:
        return self.log.others(self.state.receipted) < OTHERS

    def obstacles(self) -> frozenset[gate.Obstacle]:
        """What keeps it from unlocking now."""
        v = self.v
        now = gate.Now(
            delivered=self.platform is not None,
            rolled_back=v.rolled_back,
            full=self.full(),
            ended_with_stand_out=v.ended is not None,
            seconds=self.seconds,
            lease_runs=v.lease_until is not None and self.ticks() < v.lease_until,
            down_head=v.down_head,
            in_hand=v.in_hand,
            camera_ready=v.camera_ready,
            place=self.locate(),
        )
        return gate.obstacles(self.state, now)

    @property
    def secret(self) -> bytes:
        """K of this binding; only for a bound seal."""
        bound, binding = self.state.bound, self.state.binding
        assert bound is not None
        if self._secret is None or self._secret[0] != binding:
            secret = binding_secret(self.board.static, bound.agreement, self.board.serial, binding)
            self._secret = (binding, secret)
        return self._secret[1]

    # The one way to change

    def commit(self, state: State, *drafts: Draft, point: str) -> None:
        """Write the new state and its entries in one durable step."""
        if overflow := self._overflow_entry(state):
            state, drafts = replace(state, overflow=None), (overflow, *drafts)
        at, clock = self.now_ms(), self.clock
        entries = [draft(self.log.last + 1 + i, at, clock) for i, draft in enumerate(drafts)]
        if self._fills(state, entries):
            entries.append(EventEntry(self.log.last + 1 + len(entries), at, clock, EventKind.STORAGE_FULL))
        dropped = self.log.reusable(len(entries), state.receipted)
        if dropped:
            base_head = self.log.head_at(dropped[-1])
            assert base_head is not None
            state = replace(state, base=dropped[-1], base_head=base_head)
        state = replace(state, ticks=self.ticks())
        changes: dict[str, bytes | None] = {STATE: save(state)}
        changes |= {key(entry.number): pack(entry) for entry in entries}
        changes |= {key(number): None for number in dropped}
        self._write(changes, point)
        self.state = state
        self.log.append(entries, dropped)
        self.fresh.extend(entries)

    def note(self, kind: EventKind, detail: int = 0) -> tuple[Draft, ...]:
        """An event that happens whether there is room or not: without room it makes way (presses never do)."""
        room = self.log.others(self.state.receipted) < OTHERS + OTHERS_RESERVE
        return (event(kind, detail),) if room else ()

    def release(self) -> None:
        """The seal is out of hand; what was done under it is not answered for any more, or it would look as if it
        still were in hand."""
        self.v.in_hand = self.v.camera_ready = False
        if self.v.session is not None:
            answers = self.v.session.answers
            self.v.session.answers = {done: answer for done, answer in answers.items() if done[0] is Op.RELEASE}

    def _write(self, changes: Mapping[str, bytes | None], point: str) -> None:
        self.probe(f"{point}_before_commit")
        self._storage.commit(changes)
        self.probe(f"{point}_after_commit")

    def _fills(self, state: State, entries: list[Entry]) -> bool:
        before = self.log.impressions(state.receipted)
        coming = sum(isinstance(entry, ImpressionEntry) for entry in entries)
        return before < self.log.room <= before + coming

    def _overflow_entry(self, state: State) -> Draft | None:
        """The one entry for what did not fit, as soon as there is room again."""
        overflow = state.overflow
        if overflow is None or self.log.impressions(state.receipted) >= self.log.room + RESERVE:
            return None
        own, count = self.state.own, overflow
        return lambda number, _at, _clock: OverflowEntry(
            number, count.last_at, count.clock, own, count.count, count.first_at
        )


def _platform(board: Board) -> bytes | None:
    """The cloud that may bind this seal, by the maker's word; none: not delivered (未交付)."""
    if board.delivery is None:
        return None
    try:
        delivery = check(board.delivery, Delivery, board.maker)
    except ProtocolError:
        return None
    return delivery.platform if delivery.serial == board.serial else None
