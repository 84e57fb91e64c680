"""One seal of a schedule: its real firmware, and beside it what a witness has seen: who pressed when, what was ordered,
what was written down. Nothing that was written is ever seen to change."""

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from protocol import contact, cose, envelopes
from protocol.cbor import unpack
from protocol.contact import Answer
from protocol.conversation import Answer as Said
from protocol.conversation import BindRequest, Code, Op, Request, read_from_seal, read_request
from protocol.envelopes import Envelope
from protocol.errors import ProtocolError
from protocol.keys import AgreementKey, SigningKey
from protocol.log import first_head, next_head
from simulator.firmware import Firmware
from simulator.firmware.core import STATE
from simulator.firmware.state import State, restore
from simulator.modem import Modem
from simulator.storage import MemoryStorage, PowerCut
from tests.cloud.invariants.beginning import Kept
from tests.cloud.seal import board
from tests.cloud.world import Cloud
from tests.faults.stage import FIRMWARE, MODELS

if TYPE_CHECKING:
    from tests.faults.wire import Wire

Order = tuple[int, int, int]  # binding, generation, number


@dataclass(frozen=True)
class Moment:
    """What held when it was pressed, as the witness saw it: a lease ran; all that an answer spoke of was applied; whose
    console (by its key) was linked, and had it in hand."""

    leased: bool
    caught_up: bool
    member: bytes | None
    console: bytes | None


class _Watched(Firmware):
    """Tells the witness what was asked and answered."""

    device: "Device"

    def request(self, data: bytes) -> bytes:
        try:
            request = read_request(data)
        except ProtocolError:
            return super().request(data)
        self.device.told(request)
        answer = super().request(data)
        said = read_from_seal(answer)
        assert isinstance(said, Said)
        self.device.heard(request, said.code, said.body)
        return answer

    def carry(self, op: Op, body: bytes = b"") -> tuple[Code, bytes]:
        self.device.told(Request(0, op, body))
        code, answer = super().carry(op, body)
        self.device.heard(Request(0, op, body), code, answer)
        return code, answer


class Device:
    """`archive` and `heads`: what it has written down; `pressed`: how often the die met the paper with power on.

    `words`: what was given to it, for whoever wants to repeat it.
    """

    def __init__(self, kept: Kept, cloud: Cloud) -> None:
        self.serial, self.model = kept.serial, MODELS[kept.serial]
        keys = SigningKey(kept.signing), AgreementKey(kept.static)
        self.board = board(cloud, kept.serial, *keys, self.model, FIRMWARE)
        self.storage = MemoryStorage()
        self.storage.values = dict(kept.values)
        self.archive: dict[int, bytes] = {}
        self.heads: dict[int, bytes] = {0: first_head(self.serial)}
        self.orders: dict[Order, Envelope] = {}
        self.words: list[tuple[Op, bytes]] = []
        self.moments: dict[int, Moment] = {}
        self.wire: Wire | None = None
        self.cuts, self._put_back = 0, False
        self._cloud, self._began, self._drawn = cloud, kept.began, 10**6
        self._forget()
        self.follow()
        self.pressed = self.state.own
        self.boot()

    # Its time, its power

    def ticks(self) -> int:
        return self._cloud.now - self._began

    def set_back(self) -> None:
        """Its counter begins anew, for the battery was empty: it does not know the time any more."""
        self._began = self._cloud.now - 1
        self.boot()

    def put_back(self, values: dict[str, bytes]) -> None:
        """Somebody puts an older storage back: from now on nobody vouches for what it writes."""
        self._put_back = True
        self.storage.values = dict(values)
        self.boot()

    def shift(self, ms: int) -> None:
        """The cloud's clock was put back by so much, and its own goes on."""
        self._began -= ms

    def boot(self) -> None:
        """The power was gone, and comes back."""
        self.cuts += 1
        if self.wire is not None:
            self.wire.drop()
        self._forget()
        self.follow()
        self.firmware = _Watched(self.board, self.storage, self.ticks, self._random)
        self.firmware.device = self
        self.modem = Modem(self.firmware, self.board, self.ticks)

    def _forget(self) -> None:
        self._lease_until, self._told, self._asked = 0, (0, 0), (b"", 0)

    def _random(self, count: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_128(self._drawn.to_bytes(4, "big")).digest(count)

    # Hands

    def do(self, gesture: str, *args: object, **words: object) -> object:
        """A gesture by the name of its method, in whose middle the power may go."""
        try:
            result = getattr(self.firmware, gesture)(*args, **words)
        except PowerCut:
            self.boot()
            return None
        if not self.firmware.on:
            self._forget()
        self._tell()
        self.follow()
        return result

    def _tell(self) -> None:
        if self.wire is not None:
            if self.firmware.on:
                self.wire.tell()
            else:
                self.wire.hang_up()

    def key(self, presses: int) -> None:
        """So many presses of the power key, and the pause after which they count."""
        for _ in range(presses):
            self.do("key_down")
            self._cloud.now += 100
            self.do("key_up")
            self._cloud.now += 100
        self._cloud.now += 600
        self.do("tick")

    def open(self) -> None:
        """The stand is out and the cover off."""
        self.do("stand", out=True)
        self.do("cover", on=False)

    def press(self) -> bool:
        """Whether it is on record. One in whose middle the power goes is one that counts, or none at all."""
        self.follow()
        before, on = self.state.own, self.state.on
        hand = self.firmware._core.v.hand
        generation, head = self._told
        state, session = self.state, self.firmware._core.v.session
        self.moments[before + 1] = Moment(
            leased=on and self.ticks() < self._lease_until,
            caught_up=head == 0 or (generation == state.generation and state.number >= head),
            member=None if hand is None else hand.member,
            console=None if session is None else session.credential.static,
        )
        pressed = self.do("press")
        after = self.state.own
        assert after - before in ((0, 1) if pressed is None else (int(bool(pressed)),)), "a press is one record"
        self.pressed += after - before
        return after > before

    # What it is told, and says

    def told(self, request: Request) -> None:
        """Somebody gives it an order: it may apply it, and the power go before it answers."""
        try:
            if request.op == Op.DELIVER:
                order = envelopes.open_envelope(request.body, self.firmware.authority or b"")
            elif request.op == Op.BIND:
                order = envelopes.open_envelope(
                    unpack(request.body, BindRequest).envelope, self.firmware.platform or b""
                )
            else:
                return
        except ProtocolError:
            return
        if order.serial == self.serial:
            self.orders.setdefault((order.binding, order.generation, order.number), order)

    def heard(self, request: Request, code: Code, answer: bytes) -> None:
        """It has answered a request."""
        if code is Code.OK and request.op == Op.ASK_CONTACT:
            self._asked = (unpack(cose.unverified(answer), contact.Question).nonce, self.ticks())
        if request.op in (Op.GIVE_ANSWER, Op.DELIVER, Op.GIVE_RECEIPT):
            self.words.append((Op(request.op), request.body))
        if code is Code.OK and request.op == Op.GIVE_ANSWER:
            said = unpack(cose.unverified(request.body), Answer)
            if said.nonce == self._asked[0] and said.binding == self.firmware.binding:
                self._lease_until = self._asked[1] + said.lease_s * 1000
                self._told, self._asked = (said.generation, said.down_head), (b"", 0)
        if request.op == Op.BIND and code is Code.OK:
            self._forget()

    # What it has written

    @property
    def state(self) -> State:
        return restore(self.storage.values.get(STATE), self.serial)

    def follow(self) -> None:
        """One gapless chain of entries that never change, of which the oldest may go when the cloud has them."""
        if self._put_back:
            return
        stored, state = self.storage.values, self.state
        kept = {int(key[4:]): data for key, data in stored.items() if key.startswith("log/")}
        assert sorted(kept) == list(range(state.base + 1, state.base + 1 + len(kept)))
        assert state.base <= state.receipted
        for number in sorted(kept):
            if number not in self.archive:
                self.archive[number] = kept[number]
                self.heads[number] = next_head(self.heads[number - 1], kept[number])
            assert self.archive[number] == kept[number], "what was written never changes"
        assert len(self.archive) == state.base + len(kept), "nothing that was written is gone"
        assert self.heads[state.base] == state.base_head
