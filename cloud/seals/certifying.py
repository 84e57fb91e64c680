"""Certificates of the keys with which seals sign documents (C-26): POST /v1/seals/{serial}/sealing-key, and by the
gateway; and for anybody, GET /v1/crl/<organization>.crl, the list of those that are revoked.

Whoever brings a seal's word on its key is trusted with nothing: the seal has signed it, for this binding.
"""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.responses import Response

from cloud.document_authority import Subject
from cloud.gateway.credentials import NUMBER_BYTES, moment
from cloud.http import Call, reply, route
from cloud.problems import Refusal
from cloud.service import Service
from cloud.store import people
from cloud.store.devices import Binding, Device
from cloud.store.unit import Unit, View
from domain.organization import Organization
from domain.seal_certificates import SealCertificate, current, holds
from domain.seals import BindingState, Seal, is_on
from domain.uses import DAY_MS
from protocol import cose
from protocol.cbor import unpack
from protocol.errors import ProtocolError
from protocol.sealing import SealingKey, open_key, point
from protocol.sync import SealingKeyTaken, TellSealingKey

RENEWED_MS = 365 * DAY_MS  # before it ends
CRL_MEDIA = "application/pkix-crl"
_BOUND = (BindingState.BOUND, BindingState.UNBINDING)


@dataclass(frozen=True)
class Told:
    """A key that this seal has signed for in this binding."""

    device: Device
    bound: Binding
    public: bytes


def speaks_of(data: bytes) -> int:
    """The binding that a word on a key names, not verified yet; 0 for none."""
    try:
        return unpack(cose.unverified(data), SealingKey).binding
    except ProtocolError:
        return 0


def check(service: Service, serial: str, data: bytes) -> Told:
    """The seal's word; raises `Refusal` not_found or untrusted. `service.known` has been asked before."""
    device, bound = service.known.device(serial), service.known.binding(serial, speaks_of(data))
    if device is None or bound is None:
        raise Refusal("not_found")
    try:
        word = open_key(data, device.signing)
        point(word.public)
    except ProtocolError as error:
        raise Refusal("untrusted") from error
    if (word.serial, word.binding) != (serial, bound.binding):
        raise Refusal("untrusted")
    return Told(device, bound, word.public)


def take(service: Service, unit: Unit, told: Told, now: int) -> SealCertificate | None:
    """The certificate of its key, issued if there is none; none: the seal is not to seal now."""
    row = _row(unit, told.bound)
    if row is None or row.state not in _BOUND or is_on(row.loss_lock):
        return None
    held = current(row.id, row.binding, unit.facts(row.organization), now)
    if held is not None and _public(held) == told.public and now < held.expires_at - RENEWED_MS:
        return held
    if held is not None and _public(held) != told.public:  # the seal has but one key in a binding
        revoke(unit, row.organization, row.id, row.binding, now)
    return _issue(service, unit, row, told.public, now)


def follow(service: Service, unit: Unit, row: Seal, before: Seal | None, now: int) -> None:
    """What a changed seal means for its certificate: lost, it is revoked; found again, its key has another one; and
    it ends with the binding."""
    if before is None:
        return
    if is_on(row.loss_lock) and not is_on(before.loss_lock):
        revoke(unit, row.organization, row.id, row.binding, now)
    if row.binding != before.binding or (row.state not in _BOUND and before.state in _BOUND):
        revoke(unit, row.organization, row.id, before.binding, now)
    elif is_on(before.loss_lock) and not is_on(row.loss_lock) and row.state in _BOUND:
        last = _newest(unit, row)
        if last is not None:
            _issue(service, unit, row, _public(last), now)


def revoke(unit: Unit, organization: str, serial: str, binding: int, now: int) -> None:
    """None of a binding holds any more."""
    for each in unit.facts(organization).all(SealCertificate, seal=serial):
        if each.binding == binding and holds(each, now):
            unit.put(msgspec.structs.replace(each, revoked_at=now))


def _row(unit: Unit, bound: Binding) -> Seal | None:
    row = unit.get(Seal, bound.organization, bound.serial)
    return row if row is not None and row.binding == bound.binding else None


def _newest(unit: Unit, row: Seal) -> SealCertificate | None:
    found = unit.facts(row.organization).all(SealCertificate, seal=row.id)
    ours = (each for each in found if each.binding == row.binding)
    return max(ours, key=lambda each: (each.issued_at, each.id), default=None)


def _public(row: SealCertificate) -> bytes:
    """As the seal has signed for it."""
    key = x509.load_der_x509_certificate(row.certificate).public_key()
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _issue(service: Service, unit: Unit, row: Seal, public: bytes, now: int) -> SealCertificate:
    of = unit.get(Organization, row.organization, row.organization)
    assert of is not None
    authority = service.keys.document_authority(row.organization, of.name, moment(now))
    number, base = _number(unit, row, public), service.settings.public_url.rstrip("/")
    address = f"{base}/v1/crl/{row.organization}.crl" if base else ""
    made = authority.certify(point(public), number, Subject(of.name, row.name, row.id), moment(now), address)
    issued = SealCertificate(
        id=f"{number:040x}",
        organization=row.organization,
        seal=row.id,
        binding=row.binding,
        certificate=made,
        authority=authority.certificate,
        issued_at=now,
        expires_at=int(x509.load_der_x509_certificate(made).not_valid_after_utc.timestamp()) * 1000,
    )
    unit.put(issued)
    return issued


def _number(unit: Unit, row: Seal, public: bytes) -> int:
    """The same for the same key's first certificate, second …: a cloud that was restored and has forgotten one can
    still revoke it."""
    before = sum(each.binding == row.binding for each in unit.facts(row.organization).all(SealCertificate, seal=row.id))
    said = f"signet/document/{row.organization}/{row.id}/{row.binding}/{before}/".encode() + public
    return int.from_bytes(hashlib.sha256(said).digest()[:NUMBER_BYTES], "big")


# Over HTTP


async def tell(call: Call) -> Response:
    """POST /v1/seals/{serial}/sealing-key"""
    service, speaker, serial = call.service, call.speaker(), call.path("serial")
    data = (await call.body(TellSealingKey)).word
    await service.known.load([(serial, speaks_of(data))])
    told = check(service, serial, data)

    def work(unit: Unit) -> SealCertificate | None:
        now = service.now()
        people.speaking(unit, speaker, now)
        people.insider(unit, speaker.user, told.bound.organization)
        return take(service, unit, told, now)

    row = await service.database.write(work)
    return reply(SealingKeyTaken(certificate=None if row is None else row.id))


async def revoked(call: Call) -> Response:
    """GET /v1/crl/<organization>.crl: without signing in, for whoever was given a sealed document."""
    service, name = call.service, call.path("name")
    organization = name.removesuffix(".crl")
    if organization == name:
        raise Refusal("not_found")

    def work(view: View) -> dict[int, datetime]:
        rows = view.facts(organization).all(SealCertificate)
        return {int(each.id, 16): moment(each.revoked_at) for each in rows if each.revoked_at is not None}

    numbers, now = await service.database.read(work), service.now()
    made = await asyncio.to_thread(service.keys.revoked_documents, organization, numbers, moment(now))
    if made is None:
        raise Refusal("not_found")
    return Response(made, media_type=CRL_MEDIA)


ROUTES = [
    route("POST", "/v1/seals/{serial}/sealing-key", tell),
    route("GET", "/v1/crl/{name}", revoked),
]
