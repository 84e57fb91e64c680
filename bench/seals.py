"""Many bound seals that only write: their keys, and presses sealed as the seal's own firmware seals them."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from cloud.service import Service
from cloud.store import devices
from cloud.store.unit import Unit
from domain.authorizations import Authorization, Mode, Stage
from domain.ids import new_id, to_bytes
from domain.seals import BindingState, Model, Seal, SealStatus
from domain.uses import Method
from protocol import certificates, log
from protocol.cbor import pack
from protocol.certificates import Identity
from protocol.keys import AgreementKey, SigningKey, binding_secret
from protocol.log import Clock, Grade, ImpressionEntry, Place, Slice, Source, first_head, next_head
from tests.cloud.world import Person, maker

PLACE = Place(302_741_000, 1_201_551_000, Source.GNSS, 4, 6)


@dataclass
class Writer:
    """One seal; its log goes on with each press."""

    serial: str
    identity: bytes
    signing: SigningKey
    secret: bytes
    grant: bytes
    member: bytes
    head: bytes
    number: int = 0

    def press(self, at: int) -> bytes:
        """The next press, in a sealed slice of its own."""
        self.number += 1
        entry = pack(
            ImpressionEntry(
                self.number, at, Clock.SET, self.number, self.grant, self.member, Grade.SESSION, PLACE, result=0
            )
        )
        before, self.head = self.head, next_head(self.head, entry)
        part = Slice(self.serial, 1, self.number, self.number, before, [entry], self.head)
        return log.seal_slice(part, self.signing, self.secret)


def writers(service: Service, unit: Unit, owner: Person, count: int, now: int) -> Iterator[Writer]:
    """`count` seals of the owner's organization, bound, each with a live authorization."""
    agreement = service.keys.agreement(owner.organization)
    for number in range(count):
        serial = f"GL{2030000000 + number}"
        signing, static = SigningKey(os.urandom(32)), AgreementKey(os.urandom(32))
        word = Identity(serial, "GL", signing.public, static.public)
        identity = certificates.issue(word, maker)
        devices.meet(unit, word, identity)
        devices.ask_binding(unit, serial, 1, owner.organization, now)
        devices.confirm_binding(unit, serial, 1, now)
        authorization = _authorization(owner, serial, now)
        unit.put(_seal(owner, serial, now))
        unit.put(_status(owner, serial, now))
        unit.put(authorization)
        secret = binding_secret(agreement, static.public, serial, 1)
        grant, member = to_bytes(authorization.id), to_bytes(owner.member)
        yield Writer(serial, identity, signing, secret, grant, member, first_head(serial))


def _seal(owner: Person, serial: str, now: int) -> Seal:
    return Seal(
        id=serial,
        organization=owner.organization,
        name=f"公章{serial[-4:]}",
        model=Model.GL,
        binding=1,
        state=BindingState.BOUND,
        bound_by=owner.member,
        bound_at=now,
    )


def _status(owner: Person, serial: str, now: int) -> SealStatus:
    return SealStatus(
        id=serial,
        organization=owner.organization,
        phase="usable",
        battery=80,
        firmware="GYGL",
        place=None,
        at=now,
        log_end=0,
        log_to=0,
        used=0,
        count=0,
    )


def _authorization(owner: Person, serial: str, now: int) -> Authorization:
    return Authorization(
        id=new_id(),
        organization=owner.organization,
        seal=serial,
        binding=1,
        member=owner.member,
        issued_by=owner.member,
        application=None,
        start=now,
        end=now + 24 * 3600_000,
        mode=Mode.PHYSICAL,
        method=Method.DIRECT,
        count=0,
        photo_required=False,
        stage=Stage.LIVE,
        issued_at=now,
        confirmed_at=now,
    )
