"""One of everything: the keys of one maker, one cloud, one seal and one console, and each message between them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from protocol import certificates, cose, envelopes, grants, log
from protocol.cbor import pack
from protocol.errors import BadSignature, ProtocolError
from protocol.keys import AgreementKey, SigningKey, binding_secret

SERIAL, BINDING = "GL0000000001", 1
ORGANIZATION, MEMBER, CONSOLE, GRANT = (bytes([value]) * 16 for value in (0x11, 0x22, 0x33, 0x44))
NOON = 1_767_240_000  # 2026-01-01 12:00 in Beijing, seconds since 1970 UTC

maker, platform, authority, seal_signing, console_signing, stranger = (
    SigningKey(bytes([value]) * 32) for value in range(1, 7)
)
cloud_agreement, seal_static, console_static, stranger_static = (
    AgreementKey(bytes([value]) * 32) for value in range(0x11, 0x15)
)
SECRET = binding_secret(cloud_agreement, seal_static.public, SERIAL, BINDING)
OTHER_SECRET = binding_secret(cloud_agreement, seal_static.public, SERIAL, BINDING + 1)

IDENTITY = certificates.Identity(SERIAL, "GL", seal_signing.public, seal_static.public)
CLAIM = certificates.Claim(ORGANIZATION, MEMBER, SERIAL, console_static.public, NOON, NOON + certificates.CLAIM_S)
CERTIFICATE = certificates.ConsoleCertificate(
    ORGANIZATION, MEMBER, CONSOLE, console_signing.public, console_static.public, NOON, NOON + certificates.CONSOLE_S
)
identity, claim, certificate = (
    certificates.issue(IDENTITY, maker),
    certificates.issue(CLAIM, platform),
    certificates.issue(CERTIFICATE, authority),
)

GRANT_OF_THREE = grants.Grant(
    id=GRANT,
    organization=ORGANIZATION,
    member=MEMBER,
    serial=SERIAL,
    not_before=NOON,
    expires=NOON + 3600,
    issued_at=NOON - 60,
    count=3,
    photo_required=True,
)
PLACE = log.Place(302_741_000, 1_201_551_000, log.Source.GNSS, 4, 6)
ENTRIES: list[log.Entry] = [
    log.EventEntry(1, NOON * 1000, log.Clock.SET, log.EventKind.SWITCHED_ON, 0),
    log.AckEntry(2, NOON * 1000 + 500, log.Clock.SET, BINDING, 1, 1, log.Outcome.APPLIED),
    log.ImpressionEntry(3, NOON * 1000 + 900, log.Clock.SET, 1, GRANT, MEMBER, log.Grade.SESSION, PLACE, 0),
]


def chain(entries: list[log.Entry], before: bytes | None = None, serial: str = SERIAL) -> log.Slice:
    """The slice of `entries` as a seal makes it."""
    packed = [pack(entry) for entry in entries]
    head = before = log.first_head(serial) if before is None else before
    for entry in packed:
        head = log.next_head(head, entry)
    return log.Slice(serial, BINDING, entries[0].number, entries[-1].number, before, packed, head)


SLICE = chain(ENTRIES)
RECEIPT = log.Receipt(SERIAL, 3, SLICE.head)
END = envelopes.Envelope(SERIAL, BINDING, 1, 2, 2, envelopes.Kind.END, pack(envelopes.EndBody(GRANT)))


def flips(data: bytes) -> Iterator[bytes]:
    """`data` with each single bit turned, one after the other."""
    for place in range(len(data) * 8):
        turned = bytearray(data)
        turned[place // 8] ^= 1 << (place % 8)
        yield bytes(turned)


def refused(parse: Callable[[bytes], Any], data: bytes) -> None:
    """`parse` raises one of ours for `data`."""
    with pytest.raises(ProtocolError):
        parse(data)


def value_or_refusal(parse: Callable[[bytes], Any], data: bytes) -> None:
    """`parse` gives a value or one of our errors; whatever else it raises fails the test by itself."""
    try:
        parse(data)
    except ProtocolError as error:
        assert str(error)


def none_but(purposes: set[str], open_it: Callable[[bytes], Any], key: SigningKey, payload: bytes) -> None:
    """`open_it` refuses `payload` signed by the right key for any purpose but its own."""
    everything = {
        "root/1", "identity/1", "delivery/1", "claim/1", "consolecertificate/1", "grant/1", "slice/1", "receipt/1",
        "question/1", "answer/1", "down/1", "sealingkey/1",
    }  # fmt: skip
    assert purposes <= everything
    for purpose in everything - purposes:
        with pytest.raises(BadSignature):
            open_it(cose.sign(payload, key, purpose))
