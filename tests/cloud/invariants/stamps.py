"""Seals in the process of the tests: the real firmware, and the real verbs of a console that has one in front of it.

Only the radio and its handshake are left out: a request of `app.device.seal` goes straight to the firmware.
"""

import hashlib
from typing import Any

from app.device.errors import refusal
from app.device.seal import Part
from app.device.seal import Seal as Verbs
from app.models.carried import SeenPress
from domain.ids import from_bytes
from protocol import certificates
from protocol.cbor import pack, unpack
from protocol.certificates import Claim, ConsoleCertificate, Identity
from protocol.conversation import Answer, Code, EntriesNotice, NoticeOp, Op, Operation, Request, Span, read_from_seal
from protocol.conversation import Notice as Said
from protocol.grants import Mode
from protocol.keys import AgreementKey, SigningKey
from protocol.log import SealedSlice, read_entry
from protocol.sealing import SealingRequest
from simulator.firmware import Firmware
from simulator.storage import MemoryStorage
from tests.cloud.invariants.beginning import Kept
from tests.cloud.seal import board
from tests.cloud.world import Cloud, maker


class Session:
    """What `app.device.seal.Seal` asks of an open session."""

    def __init__(self, stamp: "Stamp") -> None:
        self._stamp = stamp
        self.identity = certificates.check(stamp.board.identity, Identity, maker.public)
        self.identity_bytes = stamp.board.identity
        self.binding = stamp.firmware.binding

    async def request(self, op: Op, body: bytes = b"") -> bytes:
        """Raises `SealRefused`."""
        answer = self._stamp.ask(op, body)
        if answer.code is not Code.OK:
            raise refusal(answer.code)
        return answer.body


class Stamp:
    """A seal as a story found it. `late`: envelopes that somebody still has in his hands."""

    def __init__(self, kept: Kept, cloud: Cloud) -> None:
        self.serial = kept.serial
        self.board = board(cloud, kept.serial, SigningKey(kept.signing), AgreementKey(kept.static))
        self.late: list[bytes] = []
        self._cloud, self._began = cloud, kept.began
        self._storage = MemoryStorage()
        self._storage.values = dict(kept.values)
        self._drawn = 1_000_000  # another thousand than while it was made
        self._requests = 0
        self.boot()
        if not self.firmware.on:
            self.firmware.hold()

    def boot(self) -> None:
        """The power was gone, and comes back."""
        ticks = lambda: self._cloud.now - self._began  # noqa: E731
        self.firmware = Firmware(self.board, self._storage, ticks, self.draw)

    def draw(self, count: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_128(self._drawn.to_bytes(4, "big")).digest(count)

    def ask(self, op: Op, body: bytes = b"") -> Answer:
        self._requests += 1
        answer = read_from_seal(self.firmware.request(pack(Request(self._requests, op, body))))
        assert isinstance(answer, Answer)
        return answer

    def connect(self, credential: Claim | ConsoleCertificate) -> Verbs:
        """A console in front of it, with this in its hand. Raises `Untrusted`."""
        self.firmware.disconnect()
        self.firmware.connect(credential)
        return Verbs(Session(self))  # type: ignore[arg-type]

    def take(self) -> Code:
        return self.ask(Op.TAKE, pack(Operation(self.draw(16)))).code

    def press(self) -> bool:
        """By whoever has opened it; with the camera ready, if it is in hand."""
        self.ask(Op.CAMERA_READY, pack(Operation(self.draw(16))))
        self.firmware.stand(out=True)
        self.firmware.cover(on=False)
        return self.firmware.press()

    def seal(self) -> Code | None:
        """A document, and the same once more, for an answer may be lost; none: its grant is not for documents."""
        grant = self.firmware.grant
        if grant is None or grant.mode is not Mode.ELECTRONIC:
            return None
        document, digest = self.draw(32), self.draw(32)
        request = SealingRequest(self.draw(16), grant.id, document, digest, bytes(32))
        first, again = (self.ask(Op.SEAL_DOCUMENT, pack(request)) for _ in range(2))
        assert (first.code, first.body) == (again.code, again.body) or first.code is not Code.OK
        return first.code

    def told(self, member: str) -> list[tuple[Part, tuple[SeenPress, ...]]]:
        """What it has said unasked to the member in front of it: slices, and his own presses."""
        found: list[tuple[Part, tuple[SeenPress, ...]]] = []
        for data in self.firmware.notices():
            said = read_from_seal(data)
            if isinstance(said, Said) and said.op is NoticeOp.ENTRIES:
                notice = unpack(said.body, EntriesNotice)
                found.append((part_of(notice.slice), tuple(_seen(notice.press, member))))
        return found

    def part(self, first: int) -> Part | None:
        """A piece of its log, from this entry on."""
        answer = self.ask(Op.READ_LOG, pack(Span(first, 0)))
        return part_of(answer.body) if answer.code is Code.OK and answer.body else None

    @property
    def entries(self) -> dict[int, bytes]:
        """Its whole log, as it lies in its memory."""
        return {int(key[4:]): data for key, data in self._storage.values.items() if key.startswith("log/")}

    @property
    def log(self) -> list[Any]:
        """The same, read."""
        return [read_entry(data) for _, data in sorted(self.entries.items())]

    @property
    def grant(self) -> str | None:
        """The authorization that it takes itself to be under."""
        held = self.firmware.grant
        return None if held is None else from_bytes(held.id)


def part_of(blob: bytes) -> Part:
    cover = unpack(blob, SealedSlice)
    return Part(cover.serial, cover.binding, cover.first, cover.last, blob)


def _seen(press: Any, member: str) -> list[SeenPress]:
    """As `app.services.stamping` keeps it."""
    if press is None:
        return []
    grant = from_bytes(press.grant) if press.grant else None
    return [SeenPress(press.number, press.own, grant, member if grant else None, press.at, press.result)]
