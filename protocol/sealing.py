"""Electronic mode: a seal signs the hash of a document, as it presses on paper (R-108, C-26).

The seal has a P-256 key of its own for each binding; the organization's CA in the cloud certifies it. What the seal
signs are the signed attributes of a CMS signature (RFC 5652, CAdES), in exactly one form that it makes by itself from
the digest and the certificate's hash: so nothing else can be put before it, and its log says what was signed.
"""

from typing import Annotated

import msgspec

from protocol import cose
from protocol.cbor import Message, pack, unpack
from protocol.certificates import Id, Serial
from protocol.keys import SigningKey
from protocol.log import Head, Ms, Number

Point = Annotated[bytes, msgspec.Meta(min_length=65, max_length=65)]
"""A point of P-256, uncompressed (SEC 1)."""
Signature = Annotated[bytes, msgspec.Meta(min_length=8, max_length=72)]
"""ECDSA with SHA-256, DER; deterministic (RFC 6979), so that what is asked again is answered again."""


class SealingKey(Message, frozen=True):
    """The seal's word on its key for documents in this binding."""

    serial: Serial
    binding: Number
    public: Point


class SealingRequest(Message, frozen=True):
    """Seal a document. `document`: SHA-256 of the file as it was; `digest`: of the bytes that the signature covers;
    `certificate`: of the seal's certificate in DER."""

    id: Id
    grant: Id
    document: Head
    digest: Head
    certificate: Head


class Sealed(Message, frozen=True):
    """The signature, and the entry in the log that it stands for. `count` 0 = unlimited."""

    number: Number
    own: Number
    at: Ms
    used: Number
    count: Number
    signature: Signature


def sign_key(key: SealingKey, seal: SigningKey) -> bytes:
    """By the seal's signing key."""
    return cose.sign(pack(key), seal, "sealingkey/1")


def open_key(data: bytes, public: bytes) -> SealingKey:
    """Raises `BadSignature` or `Malformed`."""
    return unpack(cose.verify(data, public, "sealingkey/1"), SealingKey, limit=256)
