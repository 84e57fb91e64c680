"""The seal's memory and its one way to change it: `commit`, durable before anything is shown or said."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from domain.seals import Model
from protocol.cbor import pack
from protocol.certificates import Claim, ConsoleCertificate, Delivery, check
from protocol.contact import SealMode
from protocol.conversation import Op
from protocol.errors import ProtocolError
from protocol.keys import binding_secret
from protocol.log import (
    Clock,
    Entry,
    EventEntry,
    EventKind,
    ImpressionEntry,
    OverflowEntry,
    Place,
    SealingEntry,
    Slot,
)
from simulator.firmware import gate
from simulator.firmware.board import ROOM, Board, Locate, Probe, Random, Storage, Ticks
from simulator.firmware.gate import Hand, Judgement
from simulator.firmware.logbook import OTHERS, OTHERS_RESERVE, RESERVE, Logbook, key
from simulator.firmware.screen import MESSAGE_MS
from simulator.firmware.state import HeldGrant, State, restore, save

# An entry that still lacks its number, its time and how sure that is.
Draft = Callable[[int, int, Clock], Entry]
STATE = "state"
LATE_MS = 3000  # what a person needs to see the screen change


def event(kind: EventKind, detail: int = 0, grant: bytes | None = None) -> Draft:
    """An event entry to be."""
    return lambda number, at, clock: EventEntry(number, at, clock, kind, detail, grant)


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


@dataclass(frozen=True)
class Touch:
    """A finger of the live grant's member was touched; it counts until then."""

    grant: bytes
    slot: Slot
    until: int


@dataclass
class Intent:
    """It may be pressed and the stand is out."""

    grant: bytes | None
    pressed: bool = False


@dataclass
class Captures:
    """Of the finger that is being taken: what was kept, how many were poor, and until when the next one has time."""

    prints: list[bytes]
    poor: int
    until: int


@dataclass(frozen=True)
class Claimed:
    """What the console says of the place, and when it did."""

    place: Place
    ticks: int


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
    hand: Hand | None = None
    left: bytes | None = None  # the grant under which it was in hand when the link went, until the next one
    camera_ready: bool = False
    intent: Intent | None = None
    touch: Touch | None = None
    captures: Captures | None = None
    claimed: Claimed | None = None
    number: Number | None = None
    wrong_numbers: int = 0  # typed since the last pause, over all numbers and links
    numbers_from: int = 0  # no number is shown before
    message: tuple[tuple[str, ...], int] | None = None  # lines, and until when
    last_result: int | None = None
    ended: HeldGrant | None = None  # ended while the stand was out, which is out ever since
    sim: bool = False  # a card was there when it was switched on, and was not taken out since
    low_noted: bool = False  # that the battery is low
    used_at: int = 0  # a key, a press, a request, a movement: the screen is lit
    address_shown: bool = False
    first_answer: int | None = None  # when the first answer since the switch-on was taken
    locked_late: int | None = None  # when it was locked by what had been ordered before (cause 10)


@dataclass
class Body:
    """What hands do to it and the firmware only feels: battery in percent, charger, card, bars of signal."""

    battery: int = 86
    charging: bool = False
    sim: bool = True
    bars: int = 4


class Core:
    """State, log and time of one seal."""

    def __init__(
        self, board: Board, storage: Storage, ticks: Ticks, random: Random, locate: Locate, probe: Probe
    ) -> None:
        self.board, self.ticks, self.random = board, ticks, random
        self._storage, self._locate, self.probe = storage, locate, probe
        stored = storage.load()
        self.state = restore(stored.get(STATE), board.serial)
        if ticks() < self.state.ticks:  # the counter started again: nobody knows how long the battery was empty
            self.state = replace(self.state, offset=None)
        self.log = Logbook(board.serial, self.state.base, self.state.base_head, stored, ROOM[board.model])
        self.platform = _platform(board)
        self.body = Body(sim=self.state.sim)
        self.v = Volatile(used_at=ticks())
        self.fresh: list[Entry] = []  # committed, and not yet told to the console in front of the seal
        self.told: list[bytes] = []  # other notices for it
        self._secret: tuple[int, bytes] | None = None

    def deliver(self, word: bytes) -> None:
        """The maker's word on which cloud may bind it (R-053); what is not his, or of another seal, changes nothing."""
        board = dataclasses.replace(self.board, delivery=word)
        if (platform := _platform(board)) is not None:
            self.board, self.platform = board, platform

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
        if self.state.bound is None:  # for the binding, and then its first contact
            return self.log.others(self.state.receipted) < OTHERS + OTHERS_RESERVE
        return self.log.others(self.state.receipted) < OTHERS

    def judge(self, hand: Hand | None = None) -> Judgement:
        """What keeps it from unlocking now, with this hand if one is given, else with the one that has it."""
        return gate.judge(self.state, self._now(hand))

    def judge_document(self, hand: Hand) -> frozenset[gate.Obstacle]:
        """What keeps it from sealing a document for this hand now."""
        return gate.judge_document(self.state, self._now(hand))

    def _now(self, hand: Hand | None) -> gate.Now:
        v, ticks = self.v, self.ticks()
        return gate.Now(
            delivered=self.platform is not None,
            rolled_back=v.rolled_back,
            full=self.full(),
            locked_late=v.locked_late is not None and ticks - v.locked_late <= LATE_MS,
            ended_with_stand_out=v.ended is not None,
            address_shown=v.address_shown and not self.dark,
            dark=self.dark,
            seconds=self.seconds,
            lease_runs=self.leased,
            down_head=v.down_head,
            mode=self.mode,
            hand=hand or v.hand,
            left=v.left,
            touched=v.touch.slot if v.touch is not None and ticks < v.touch.until else None,
            camera_ready=v.camera_ready,
            place=self.place(),
        )

    @property
    def leased(self) -> bool:
        """Whether the cloud's last word still holds."""
        return self.v.lease_until is not None and self.ticks() < self.v.lease_until

    @property
    def mode(self) -> SealMode:
        """An L seal has no modem: always Bluetooth."""
        return self.state.mode if self.board.model is Model.GL else SealMode.BLUETOOTH

    @property
    def dark(self) -> bool:
        """The screen of a seal that is on went off by itself (R-177)."""
        lit_ms = self.state.backlight_s * 1000
        return self.state.on and 0 < lit_ms <= self.ticks() - self.v.used_at

    def wake(self) -> None:
        """Somebody does something with it."""
        self.v.used_at = self.ticks()

    def place(self) -> Place | None:
        """By its own receiver; without a fix what the console claims, as old as it has become."""
        own, claimed = self._locate(), self.v.claimed
        if own is not None or claimed is None:
            return own
        return replace(claimed.place, age_s=claimed.place.age_s + (self.ticks() - claimed.ticks) // 1000)

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

    def next_number(self, state: State) -> int:
        """Of the first entry of the next commit of this state."""
        return self.log.last + 1 + (self._overflow_entry(state) is not None)

    def note(self, kind: EventKind, detail: int = 0, grant: bytes | None = None) -> tuple[Draft, ...]:
        """An event that happens whether there is room or not: without room it makes way (presses never do). While it
        is unbound nobody can give a receipt: the last places are for the binding."""
        most = OTHERS - 1 if self.state.bound is None else OTHERS + OTHERS_RESERVE
        return (event(kind, detail, grant),) if self.log.others(self.state.receipted) < most else ()

    def release(self) -> None:
        """The seal is out of hand; what was done under it is not answered for any more, or it would look as if it
        still were in hand."""
        self.v.hand, self.v.camera_ready = None, False
        if self.v.session is not None:
            answers = self.v.session.answers
            in_hand = (Op.TAKE, Op.CAMERA_READY)
            self.v.session.answers = {done: answer for done, answer in answers.items() if done[0] not in in_hand}

    def say(self, lines: tuple[str, ...]) -> None:
        """On the screen for a while."""
        self.v.message = (lines, self.ticks() + MESSAGE_MS)

    def _write(self, changes: Mapping[str, bytes | None], point: str) -> None:
        self.probe(f"{point}_before_commit")
        self._storage.commit(changes)
        self.probe(f"{point}_after_commit")

    def _fills(self, state: State, entries: list[Entry]) -> bool:
        before = self.log.impressions(state.receipted)
        coming = sum(isinstance(entry, ImpressionEntry | SealingEntry) for entry in entries)
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
