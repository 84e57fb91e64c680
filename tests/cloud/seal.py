"""A seal's real firmware in front of the cloud, with a console that carries its words over HTTP."""

import hashlib
from dataclasses import dataclass, field

from domain.authorizations import Mode
from domain.ids import new_id, to_bytes
from domain.issuing import Authorize
from domain.seals import BindSeal, Model
from domain.uses import Method
from protocol import certificates, sync
from protocol.cbor import pack, unpack
from protocol.certificates import Claim, ConsoleCertificate, Delivery, Identity
from protocol.conversation import Answer, BindRequest, Code, Op, Operation, Request, Span, read_from_seal
from protocol.keys import AgreementKey, SigningKey
from protocol.log import Place, SealedSlice
from protocol.sync import ContactReply, SliceTaken
from simulator.firmware import Board, Firmware
from simulator.storage import MemoryStorage
from tests.cloud.world import Cloud, Person, maker

SERIAL = "GL2026000001"


def board(
    cloud: Cloud, serial: str, signing: SigningKey, static: AgreementKey, model: Model = Model.GL, version: str = "GYGL"
) -> Board:
    """A seal as its maker delivered it to this cloud."""
    identity = certificates.issue(Identity(serial, model.value, signing.public, static.public), maker)
    delivery = certificates.issue(Delivery(serial, cloud.service.keys.platform.public), maker)
    return Board(serial, model, version, maker.public, identity, signing, static, delivery)


@dataclass
class Seal:
    """`courier` is the person whose console is in front of it."""

    cloud: Cloud
    courier: Person
    serial: str = SERIAL
    model: Model = Model.GL
    signing: SigningKey = field(default_factory=SigningKey.generate)
    static: AgreementKey = field(default_factory=AgreementKey.generate)
    storage: MemoryStorage = field(default_factory=MemoryStorage)
    taken: list[SliceTaken] = field(default_factory=list[SliceTaken])
    place: Place | None = None  # what its receiver tells
    version: str = "GYGL"
    _drawn: int = 0
    _requests: int = 0

    def __post_init__(self) -> None:
        self.began = self.cloud.now - 1000
        made = board(self.cloud, self.serial, self.signing, self.static, self.model, self.version)
        self.identity = made.identity
        self.firmware = Firmware(
            made, self.storage, lambda: self.cloud.now - self.began, self._random, lambda: self.place
        )
        self.firmware.hold()

    def _ticks(self) -> int:
        return self.cloud.now - self.began

    def _random(self, count: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_128(self._drawn.to_bytes(4, "big")).digest(count)

    def request(self, op: Op, body: bytes = b"") -> tuple[Code, bytes]:
        self._requests += 1
        answer = read_from_seal(self.firmware.request(pack(Request(self._requests, op, body))))
        assert isinstance(answer, Answer)
        return answer.code, answer.body

    def must(self, op: Op, body: bytes = b"") -> bytes:
        code, answer = self.request(op, body)
        assert code is Code.OK, (op, code)
        return answer

    async def connect(self, person: Person | None = None) -> None:
        """With the claim or the certificate that the cloud gives this person."""
        person = person or self.courier
        self.firmware.disconnect()
        if self.bound:
            word = await person.ask(
                sync.Certificate, "POST", "/v1/certificates", sync.AskCertificate(organization=person.organization)
            )
            key = self.cloud.service.keys.signing(person.organization).public
            self.firmware.connect(certificates.check(word.certificate, ConsoleCertificate, key))
        else:
            path = f"/v1/seals/{self.serial}/claim"
            claim = await person.ask(sync.Claim, "POST", path, sync.AskClaim(organization=person.organization))
            platform = self.cloud.service.keys.platform.public
            self.firmware.connect(certificates.check(claim.claim, Claim, platform))

    @property
    def bound(self) -> bool:
        return self.firmware._core.state.bound is not None

    def question(self) -> bytes:
        return self.must(Op.ASK_CONTACT)

    async def ask(self, person: Person | None = None, question: bytes | None = None) -> ContactReply:
        """What the cloud answers; the seal has not heard it yet."""
        body = sync.ContactQuestion(question=question or self.question(), identity=self.identity)
        path = f"/v1/seals/{self.serial}/contact"
        return await (person or self.courier).ask(ContactReply, "POST", path, body)

    async def contact(self) -> list[Code]:
        """The whole exchange; how the seal took each order."""
        reply = await self.ask()
        self.must(Op.GIVE_ANSWER, reply.answer)
        codes = [self.request(Op.DELIVER, envelope)[0] for envelope in reply.down] if self.bound else []
        if reply.receipt is not None:
            self.must(Op.GIVE_RECEIPT, reply.receipt)
        return codes

    async def settle(self) -> None:
        """Until there is nothing more to hear, and the cloud has heard what became of it."""
        while await self.contact():
            await self.drain()

    def slices(self, first: int = 1) -> list[bytes]:
        """The log from `first` on, in the pieces in which the seal hands it out."""
        parts: list[bytes] = []
        while body := self.must(Op.READ_LOG, pack(Span(first, 0))):
            parts.append(body)
            first = last_of(body) + 1
        return parts

    async def give(self, part: bytes, person: Person | None = None) -> SliceTaken:
        path = f"/v1/seals/{self.serial}/slices"
        taken = await (person or self.courier).ask(SliceTaken, "POST", path, sync.CarriedSlice(slice=part))
        self.taken.append(taken)
        return taken

    async def drain(self) -> SliceTaken:
        """Carry what the cloud does not hold yet."""
        first = self.taken[-1].log_to + 1 if self.taken else 1
        for part in self.slices(first):
            await self.give(part)
        return self.taken[-1]

    async def bind(self, name: str = "公章") -> None:
        """From the shelf to bound, its word in the cloud."""
        await self.connect()
        await self.contact()
        await self.courier.done(BindSeal(serial=self.serial, model=self.model, name=name, identity=self.identity))
        reply = await self.ask()
        self.must(Op.GIVE_ANSWER, reply.answer)
        self.must(Op.SHOW_NUMBER)
        number = self.firmware.screen[-1]
        self.must(Op.BIND, pack(BindRequest(self._random(16), number, reply.down[0])))
        await self.connect()
        assert await self.contact() == []
        await self.drain()

    def authorize(self, **changes: object) -> Authorize:
        fields: dict[str, object] = {
            "id": new_id(),
            "application": None,
            "seal": self.serial,
            "member": self.courier.member,
            "start": self.cloud.now,
            "end": self.cloud.now + 3600_000,
            "mode": Mode.PHYSICAL,
            "method": Method.DIRECT,
            "count": 3,
            "photo_required": False,
        }
        return Authorize(**{**fields, **changes})  # type: ignore[arg-type]

    def take(self) -> Code:
        return self.request(Op.TAKE, pack(Operation(to_bytes(new_id()))))[0]

    def press(self) -> None:
        self.firmware.stand(out=True)
        self.firmware.cover(on=False)
        assert self.firmware.press()


def last_of(data: bytes) -> int:
    """The number of the last entry in a sealed slice."""
    return unpack(data, SealedSlice).last
