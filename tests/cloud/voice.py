"""A seal that says what a test lets it say, with real keys: its log, its answers to orders, its status. What a seal
really does is for its firmware to show; here it is what the cloud makes of its words."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import msgspec

from cloud.store import devices
from cloud.store.unit import Unit
from domain.ids import to_bytes
from domain.seals import BindingState, Model
from domain.seals import Seal as SealRow
from protocol import certificates, contact, envelopes, grants, log, sync
from protocol.cbor import pack
from protocol.certificates import Identity
from protocol.contact import Phase, Question, SealMode, Status
from protocol.envelopes import Envelope, Kind
from protocol.keys import AgreementKey, SigningKey, binding_secret
from protocol.log import AckEntry, Clock, Entry, EventEntry, EventKind, Grade, ImpressionEntry, Outcome, Slice
from protocol.sync import ContactReply, SliceTaken
from tests.cloud.world import Cloud, Person, maker

STATUS = Status(
    at=None,
    phase=Phase.USABLE,
    battery=80,
    firmware="GYGL2020121706",
    place=log.Place(312_304_000, 1_214_737_000, log.Source.GNSS, 4, 6),
    stored=0,
    used=0,
    count=None,
    mode=SealMode.GPRS,
    signal=4,
    charging=False,
    capacity=800,
    fingers=[],
    screen=["请授权使用"],
    waiting=0,
    free=False,
)


@dataclass
class Voice:
    """`binding` 0: it says that it is unbound. `heard`: the orders it was given, in their order."""

    cloud: Cloud
    courier: Person
    serial: str = "GL2026000001"
    model: Model = Model.GL
    signing: SigningKey = field(default_factory=SigningKey.generate)
    static: AgreementKey = field(default_factory=AgreementKey.generate)
    binding: int = 1
    number: int = 0
    own: int = 0
    heads: list[bytes] = field(default_factory=list[bytes])
    entries: list[bytes] = field(default_factory=list[bytes])
    heard: list[Envelope] = field(default_factory=list[Envelope])
    given: int = 0
    asked: sync.ContactQuestion | None = None
    _nonce: int = 0

    def __post_init__(self) -> None:
        self.heads = [log.first_head(self.serial)]
        self.organization = self.courier.organization

    @property
    def identity(self) -> bytes:
        return certificates.issue(
            Identity(self.serial, self.model.value, self.signing.public, self.static.public), maker
        )

    @property
    def secret(self) -> bytes:
        agreement = self.cloud.service.keys.agreement(self.organization)
        return binding_secret(agreement, self.static.public, self.serial, self.binding)

    async def bound(self, name: str = "合同章") -> None:
        """As it is when its log has said that it is bound."""

        def work(unit: Unit) -> None:
            devices.meet(unit, certificates.check(self.identity, Identity, maker.public), self.identity)
            devices.ask_binding(unit, self.serial, self.binding, self.organization, self.cloud.now)
            devices.confirm_binding(unit, self.serial, self.binding, self.cloud.now)
            unit.put(
                SealRow(
                    id=self.serial,
                    organization=self.organization,
                    name=name,
                    model=self.model,
                    binding=self.binding,
                    state=BindingState.BOUND,
                    bound_by=self.courier.member,
                    bound_at=self.cloud.now,
                )
            )

        await self.cloud.service.database.write(work)

    def write(self, entry: Entry) -> None:
        data = pack(entry)
        self.entries.append(data)
        self.heads.append(log.next_head(self.heads[-1], data))

    def event(self, kind: EventKind, detail: int = 0, grant: str | None = None) -> None:
        id = None if grant is None else to_bytes(grant)
        self.write(EventEntry(len(self.heads), self.cloud.now, Clock.SET, kind, detail, id))

    def press(self, grant: str | None = None, member: str | None = None, result: int = 0) -> None:
        self.own += 1
        ids = [None if id is None else to_bytes(id) for id in (grant, member)]
        grade = Grade.HOLDER if member is None else Grade.SESSION
        self.write(
            ImpressionEntry(
                len(self.heads), self.cloud.now, Clock.SET, self.own, ids[0], ids[1], grade, STATUS.place, result
            )
        )

    def acknowledge(self, order: Envelope, outcome: Outcome = Outcome.APPLIED) -> None:
        self.write(
            AckEntry(len(self.heads), self.cloud.now, Clock.SET, order.binding, order.generation, order.number, outcome)
        )

    async def ask(self, person: Person | None = None, **status: Any) -> ContactReply:
        """One contact; the orders it brings are heard."""
        self._nonce += 1
        said = msgspec.structs.replace(STATUS, **{"at": self.cloud.now, **status})
        question = Question(
            serial=self.serial,
            binding=self.binding,
            nonce=hashlib.sha256(self._nonce.to_bytes(4, "big")).digest()[:16],
            generation=1,
            number=self.number,
            log_to=len(self.entries),
            log_head=self.heads[-1],
            status=contact.seal_status(said, self.secret) if self.binding else None,
        )
        body = sync.ContactQuestion(question=contact.ask(question, self.signing), identity=self.identity)
        self.asked = body
        path = f"/v1/seals/{self.serial}/contact"
        reply = await (person or self.courier).ask(ContactReply, "POST", path, body)
        key = self.cloud.service.keys.signing(self.organization).public
        for data in reply.down if self.binding else []:
            order = envelopes.open_envelope(data, key)
            assert order.first <= self.number + 1 <= order.number
            self.number = order.number
            self.heard.append(order)
        return reply

    async def repeat(self, asked: sync.ContactQuestion | None) -> None:
        """The courier shows a question that was answered long ago once more."""
        assert asked is not None
        await self.courier.ask(ContactReply, "POST", f"/v1/seals/{self.serial}/contact", asked)

    async def hear(self, *outcomes: Outcome, person: Person | None = None, **status: Any) -> list[Kind]:
        """Contact; each order is answered with the next of these outcomes, or applied, and all of it is carried."""
        before = len(self.heard)
        await self.ask(person, **status)
        new = self.heard[before:]
        for at, order in enumerate(new):
            self.acknowledge(order, outcomes[at] if at < len(outcomes) else Outcome.APPLIED)
        await self.drain(person)
        return [Kind(order.kind) for order in new]

    def sealed(self, first: int, last: int) -> bytes:
        part = Slice(
            self.serial,
            self.binding,
            first,
            last,
            self.heads[first - 1],
            self.entries[first - 1 : last],
            self.heads[last],
        )
        return log.seal_slice(part, self.signing, self.secret)

    async def give(self, first: int, last: int, person: Person | None = None) -> SliceTaken:
        path = f"/v1/seals/{self.serial}/slices"
        part = sync.CarriedSlice(slice=self.sealed(first, last))
        return await (person or self.courier).ask(SliceTaken, "POST", path, part)

    async def drain(self, person: Person | None = None) -> None:
        """Carry what was not carried yet."""
        if self.given < len(self.entries):
            await self.give(self.given + 1, len(self.entries), person)
            self.given = len(self.entries)

    def grant(self, order: Envelope) -> grants.Grant:
        key = self.cloud.service.keys.signing(self.organization).public
        return grants.open_grant(order.body, key, self.secret)
