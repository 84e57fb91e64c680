"""Electronic mode: a seal signs the hash of a document, as it presses on paper (R-108, C-26).

The seal has a P-256 key of its own for each binding; the organization's CA in the cloud certifies it. What the seal
signs are the signed attributes of a CMS signature (RFC 5652, CAdES), in exactly one form that it makes by itself from
the digest and the certificate's hash: so nothing else can be put before it, and its log says what was signed.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from protocol import cose
from protocol.cbor import Message, pack, unpack
from protocol.certificates import Id, Serial
from protocol.errors import BadSignature, Malformed
from protocol.keys import SigningKey
from protocol.log import Head, Ms, Number

# Of P-256 (FIPS 186-5).
_ORDER = 0xFFFFFFFF_00000000_FFFFFFFF_FFFFFFFF_BCE6FAAD_A7179E84_F3B9CAC2_FC632551
DIGEST_BYTES = 32
_OCTETS, _OID, _SEQUENCE, _SET = 0x04, 0x06, 0x30, 0x31
_DATA = bytes.fromhex("2a864886f70d010701")
_CONTENT_TYPE = bytes.fromhex("2a864886f70d010903")
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
_SIGNING_CERTIFICATE_V2 = bytes.fromhex("2a864886f70d010910022f")
SECRET_BYTES = 32
SEED_BYTES = 48
"""Random bytes that one secret is made of: so many more than it has that none is likelier than another."""

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


@dataclass(frozen=True)
class DocumentKey:
    """A P-256 private key as its 32 secret bytes; raises `Malformed` where these are none."""

    secret: bytes

    @classmethod
    def make(cls, seed: bytes) -> "DocumentKey":
        """From `SEED_BYTES` unpredictable bytes."""
        return cls((int.from_bytes(seed, "big") % (_ORDER - 1) + 1).to_bytes(SECRET_BYTES, "big"))

    @cached_property
    def private(self) -> ec.EllipticCurvePrivateKey:
        value = int.from_bytes(self.secret, "big")
        if len(self.secret) != SECRET_BYTES or not 0 < value < _ORDER:
            raise Malformed("not a secret of P-256")
        return ec.derive_private_key(value, ec.SECP256R1())

    @cached_property
    def public(self) -> bytes:
        """65 bytes."""
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def sign(self, data: bytes) -> bytes:
        """ECDSA with SHA-256, DER; of the same data always the same (RFC 6979)."""
        return self.private.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True))


def point(public: bytes) -> ec.EllipticCurvePublicKey:
    """The public key; raises `Malformed` for what is no point of the curve."""
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    except ValueError as error:
        raise Malformed("not a point of P-256") from error


def check_document(public: bytes, data: bytes, signature: bytes) -> None:
    """Raise `BadSignature` unless `signature` is over `data` by the holder of `public` (65 bytes)."""
    try:
        point(public).verify(signature, data, ec.ECDSA(SHA256()))
    except (InvalidSignature, Malformed) as error:
        raise BadSignature("not signed by this key") from error


def signed_attributes(digest: bytes, certificate: bytes) -> bytes:
    """What a seal signs, 135 bytes: the SET of the signed attributes in DER (RFC 5652 5.4), which are content-type
    (data), message-digest (`digest`) and signing-certificate-v2 (SHA-256 `certificate`, by its hash alone, RFC 5035).

    No signing time and no algorithm protection, as PAdES wants it (ETSI EN 319 142-1 6.3). A console makes its CMS with
    these very attributes.
    """
    if len(digest) != DIGEST_BYTES or len(certificate) != DIGEST_BYTES:
        raise Malformed("not a SHA-256")
    named = _der(_SEQUENCE, _der(_SEQUENCE, _der(_SEQUENCE, _der(_OCTETS, certificate))))
    attributes = (
        _attribute(_CONTENT_TYPE, _der(_OID, _DATA)),
        _attribute(_MESSAGE_DIGEST, _der(_OCTETS, digest)),
        _attribute(_SIGNING_CERTIFICATE_V2, named),
    )
    return _der(_SET, b"".join(attributes))  # ascending, as DER wants a SET OF


def _attribute(kind: bytes, value: bytes) -> bytes:
    return _der(_SEQUENCE, _der(_OID, kind) + _der(_SET, value))


def _der(tag: int, content: bytes) -> bytes:
    """Lengths below 256 are all that occur here."""
    length = bytes([len(content)]) if len(content) < 0x80 else bytes([0x81, len(content)])
    return bytes([tag]) + length + content
