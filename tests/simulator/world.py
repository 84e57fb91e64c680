"""A seal with the hands and words around it: the maker, one cloud, two members, a clock that only the test moves."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from domain.seals import Model
from protocol import certificates, contact, envelopes, grants, log
from protocol.cbor import Message, pack, unpack
from protocol.certificates import Claim, ConsoleCertificate
from protocol.contact import Question, SealMode
from protocol.conversation import (
    MAX_FROM_SEAL_BYTES,
    Answer,
    BindRequest,
    Code,
    EntriesNotice,
    FingerNotice,
    Live,
    Notice,
    NoticeOp,
    Op,
    Operation,
    Press,
    Request,
    Span,
    Taken,
    read_from_seal,
)
from protocol.envelopes import Envelope, Kind
from protocol.firmware import Upgrade
from protocol.keys import AgreementKey, SigningKey, binding_secret
from protocol.log import Entry, ImpressionEntry, Place, Receipt, Source
from protocol.session import TAG_BYTES
from simulator.firmware import Board, Firmware
from simulator.firmware.key import PAUSE_MS
from simulator.storage import MemoryStorage

maker, platform, authority, seal_signing, console_signing, stranger = (
    SigningKey(bytes([value]) * 32) for value in range(1, 7)
)
cloud_agreement, seal_static, console_static = (AgreementKey(bytes([value]) * 32) for value in range(0x11, 0x14))
ORGANIZATION, MEMBER, OTHER, CONSOLE = (bytes([value]) * 16 for value in (0x11, 0x22, 0x33, 0x44))
NOON_MS = 1_767_240_000_000  # 2026-01-01 12:00 in Beijing
HOUR_S = 3600
PLACE = Place(302_741_000, 1_201_551_000, Source.GNSS, 4, 6)


def board(model: Model = Model.GL, *, delivered: bool = True, firmware: str = "GYGL2020121706") -> Board:
    serial = f"{model.value}2026000001"
    identity = certificates.Identity(serial, model.value, seal_signing.public, seal_static.public)
    return Board(
        serial=serial,
        model=model,
        firmware=firmware,
        maker=maker.public,
        identity=certificates.issue(identity, maker),
        signing=seal_signing,
        static=seal_static,
        delivery=certificates.issue(certificates.Delivery(serial, platform.public), maker) if delivered else None,
        address="C0:11:22:33:44:55",
    )


NOTICES: dict[NoticeOp, type[Live | EntriesNotice | FingerNotice | Upgrade]] = {
    NoticeOp.STATUS: Live,
    NoticeOp.ENTRIES: EntriesNotice,
    NoticeOp.FINGER: FingerNotice,
    NoticeOp.FIRMWARE: Upgrade,
}


@dataclass
class World:
    """`now` is the cloud's time in ms; the seal's counter began at noon."""

    board: Board = field(default_factory=board)
    storage: MemoryStorage = field(default_factory=MemoryStorage)
    now: int = NOON_MS
    counter_began: int = NOON_MS - 1000
    binding: int = 0
    generation: int = 1
    down: int = 0
    receipted: int = 0
    receipted_head: bytes = b""
    locate: Callable[[], Place | None] = lambda: PLACE
    probe: Callable[[str], None] = lambda _point: None
    seal: Firmware = field(init=False)
    _drawn: int = 0
    _requests: int = 0

    def __post_init__(self) -> None:
        self.boot()

    # The seal and its time

    def boot(self) -> None:
        """The power comes (back)."""
        self.seal = Firmware(self.board, self.storage, self.ticks, self.random, self.locate, self.probe)

    def ticks(self) -> int:
        return self.now - self.counter_began

    def random(self, count: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_128(self._drawn.to_bytes(4, "big")).digest(count)

    def wait(self, seconds: float) -> None:
        self.now += int(seconds * 1000)
        self.seal.tick()

    @property
    def serial(self) -> str:
        return self.board.serial

    @property
    def secret(self) -> bytes:
        return binding_secret(cloud_agreement, seal_static.public, self.serial, self.binding)

    # The console in front of it

    def claim(self, member: bytes = MEMBER, organization: bytes = ORGANIZATION) -> Claim:
        now = self.now // 1000
        return Claim(organization, member, self.serial, console_static.public, now, now + certificates.CLAIM_S)

    def certificate(self, member: bytes = MEMBER, static: bytes = console_static.public) -> ConsoleCertificate:
        now, keys = self.now // 1000, (console_signing.public, static)
        return ConsoleCertificate(ORGANIZATION, member, CONSOLE, *keys, now, now + certificates.CONSOLE_S)

    def request(self, op: int, body: bytes = b"") -> tuple[Code, bytes]:
        self._requests += 1
        data = self.seal.request(pack(Request(self._requests, op, body)))
        assert len(data) + TAG_BYTES <= MAX_FROM_SEAL_BYTES
        answer = read_from_seal(data)
        assert isinstance(answer, Answer)
        assert answer.id == self._requests
        return answer.code, answer.body

    def ask(self, op: Op, body: bytes = b"") -> Code:
        return self.request(op, body)[0]

    def once(self, op: Op, operation: bytes | None = None) -> Code:
        return self.ask(op, pack(Operation(operation or self.random(16))))

    def live(self) -> Live:
        code, body = self.request(Op.STATUS)
        assert code is Code.OK
        return unpack(body, Live)

    def notices(self) -> list[Message]:
        told: list[Message] = []
        for data in self.seal.notices():
            notice = read_from_seal(data)
            assert isinstance(notice, Notice)
            told.append(unpack(notice.body, NOTICES[notice.op]))
        return told

    def presses_told(self) -> list[Press]:
        told = self.notices()
        return [notice.press for notice in told if isinstance(notice, EntriesNotice) and notice.press is not None]

    # The cloud

    def question(self) -> Question:
        code, body = self.request(Op.ASK_CONTACT)
        assert code is Code.OK
        return contact.open_question(body, seal_signing.public)

    def answer(self, question: Question, **changes: object) -> bytes:
        fields: dict[str, object] = {
            "serial": self.serial,
            "binding": self.seal.binding,
            "nonce": question.nonce,
            "time": self.now,
            "generation": self.generation,
            "down_head": self.down if self.seal.binding else self.binding + 1,
            "receipted": self.receipted,
            "receipted_head": self.receipted_head or log.first_head(self.serial),
            "lease_s": contact.LEASE_S,
        }
        signer = authority if self.seal.binding else platform
        return contact.answer(contact.Answer(**{**fields, **changes}), signer)  # type: ignore[arg-type]

    def contact(self, **changes: object) -> Code:
        return self.ask(Op.GIVE_ANSWER, self.answer(self.question(), **changes))

    def envelope(self, kind: Kind, body: bytes, **changes: object) -> bytes:
        number = self.down + 1
        fields: dict[str, object] = {
            "serial": self.serial,
            "binding": self.binding,
            "generation": self.generation,
            "first": number,
            "number": number,
            "kind": kind,
            "body": body,
        }
        return envelopes.sign_envelope(Envelope(**{**fields, **changes}), authority)  # type: ignore[arg-type]

    def send(self, kind: Kind, body: bytes) -> Code:
        """The next order, delivered at once."""
        code = self.ask(Op.DELIVER, self.envelope(kind, body))
        if code in (Code.OK, Code.REFUSED):
            self.down += 1
        return code

    def grant(self, **changes: object) -> grants.Grant:
        now = self.now // 1000
        fields: dict[str, object] = {
            "id": self.random(16),
            "organization": ORGANIZATION,
            "member": MEMBER,
            "serial": self.serial,
            "not_before": now,
            "expires": now + HOUR_S,
            "issued_at": now,
            "count": 3,
        }
        return grants.Grant(**{**fields, **changes})  # type: ignore[arg-type]

    def issue(self, grant: grants.Grant) -> Code:
        return self.send(Kind.GRANT, grants.seal_grant(grant, authority, self.secret))

    def end(self, grant: bytes) -> Code:
        return self.send(Kind.END, pack(envelopes.EndBody(grant)))

    def receipt(self, up_to: int | None = None, head: bytes | None = None) -> Code:
        entries = self.entries()
        up_to = len(entries) if up_to is None else up_to
        receipt = Receipt(self.serial, up_to, head or self.head(up_to))
        return self.ask(Op.GIVE_RECEIPT, log.sign_receipt(receipt, authority))

    # What is in its log

    def slices(self, first: int = 1) -> list[log.Slice]:
        parts: list[log.Slice] = []
        while True:
            code, body = self.request(Op.READ_LOG, pack(Span(first, 0)))
            assert code is Code.OK, code
            if not body:
                return parts
            part, _ = log.open_slice(body, seal_signing.public, self.secret)
            parts.append(part)
            first = part.last + 1

    def entries(self, first: int = 1) -> list[Entry]:
        """All entries from `first` on, as the cloud reads them; the chain holds across the slices."""
        entries: list[Entry] = []
        head = None
        for part in self.slices(first):
            assert head is None or part.before == head
            head = part.head
            entries += [log.read_entry(entry) for entry in part.entries]
        return entries

    def head(self, number: int) -> bytes:
        head = log.first_head(self.serial)
        for part in self.slices():
            for at, entry in enumerate(part.entries, part.first):
                if at == part.first:
                    head = part.before
                head = log.next_head(head, entry)
                if at == number:
                    return head
        return head

    def impressions(self) -> list[ImpressionEntry]:
        return [entry for entry in self.entries() if isinstance(entry, ImpressionEntry)]

    # Gestures

    def key(self, presses: int) -> None:
        """So many presses of the power key, and the pause after which they count."""
        for _ in range(presses):
            self.seal.key_down()
            self.now += 100
            self.seal.key_up()
            self.now += 100
        self.wait(PAUSE_MS / 1000)

    def gprs(self) -> None:
        """The other mode than the one in which a seal is delivered."""
        self.key(5)
        assert self.seal.icons.mode is SealMode.GPRS

    def enrol(self, slot: int = 1, member: bytes = MEMBER, fingers: str = "aaaaaa") -> None:
        """A finger each of six captures, by its letter."""
        assert self.send(Kind.FINGER_ENROL, pack(envelopes.FingerEnrolBody(slot, member))) is Code.OK
        for finger in fingers:
            self.seal.touch(finger)

    # Shortcuts

    def bind(self) -> None:
        """From switched off to bound, with the certificate's session open and the lease running."""
        self.seal.hold()
        self.seal.connect(self.claim())
        assert self.contact() is Code.OK
        assert self.ask(Op.SHOW_NUMBER) is Code.OK
        assert self.ask(Op.BIND, self.bind_request(self.seal.screen[-1])) is Code.OK
        self.binding, self.down = self.binding + 1, 1
        self.seal.disconnect()
        self.seal.connect(self.certificate())
        assert self.contact() is Code.OK

    def bind_request(self, typed: str, operation: bytes | None = None, **changes: object) -> bytes:
        body = pack(envelopes.BindBody(ORGANIZATION, authority.public, cloud_agreement.public))
        fields: dict[str, object] = {
            "serial": self.serial,
            "binding": self.binding + 1,
            "generation": self.generation,
            "first": 1,
            "number": 1,
            "kind": Kind.BIND,
            "body": body,
        }
        envelope = envelopes.sign_envelope(Envelope(**{**fields, **changes}), platform)  # type: ignore[arg-type]
        return pack(BindRequest(operation or self.random(16), typed, envelope))

    def open(self) -> None:
        """The stand is out and the cover off."""
        self.seal.stand(out=True)
        self.seal.cover(on=False)

    def ready(self, **changes: object) -> grants.Grant:
        """Bound, granted, in hand, open: the next press is a normal one."""
        self.bind()
        grant = self.grant(**changes)
        assert self.issue(grant) is Code.OK
        assert self.take() is not None
        self.open()
        return grant

    def take(self) -> Taken:
        code, body = self.request(Op.TAKE, pack(Operation(self.random(16))))
        assert code is Code.OK, code
        return unpack(body, Taken)
