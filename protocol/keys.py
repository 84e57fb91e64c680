"""Keys of people, seals and clouds: Ed25519 (RFC 8032) to sign, X25519 (RFC 7748) to agree."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from protocol.errors import BadSignature, Malformed

KEY_BYTES = 32
KEY_ID_BYTES = 8


def key_id(public: bytes) -> bytes:
    """Eight bytes that name a public key (a hint for finding it, never a proof)."""
    return hashlib.sha256(public).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 private key as its 32 secret bytes."""

    secret: bytes

    @classmethod
    def generate(cls) -> "SigningKey":
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @cached_property
    def public(self) -> bytes:
        """32 bytes."""
        key = Ed25519PrivateKey.from_private_bytes(self.secret)
        return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    def sign(self, data: bytes) -> bytes:
        """A bare signature of 64 bytes, for what is not COSE (acts are signed JSON)."""
        return Ed25519PrivateKey.from_private_bytes(self.secret).sign(data)


@dataclass(frozen=True)
class AgreementKey:
    """An X25519 private key as its 32 secret bytes: Noise static key, and one half of a binding's secret."""

    secret: bytes

    @classmethod
    def generate(cls) -> "AgreementKey":
        return cls(X25519PrivateKey.generate().private_bytes_raw())

    @cached_property
    def public(self) -> bytes:
        """32 bytes."""
        key = X25519PrivateKey.from_private_bytes(self.secret)
        return key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)

    def agree(self, public: bytes) -> bytes:
        """The shared secret; raises `Malformed` for a key of low order or wrong length."""
        try:
            return X25519PrivateKey.from_private_bytes(self.secret).exchange(X25519PublicKey.from_public_bytes(public))
        except (ValueError, UnsupportedAlgorithm) as error:
            raise Malformed("not an agreement key") from error


def check_signature(public: bytes, data: bytes, signature: bytes) -> None:
    """Raise `BadSignature` unless `signature` is over `data` by the holder of `public`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError) as error:
        raise BadSignature("not signed by this key") from error


def binding_secret(own: AgreementKey, other: bytes, serial: str, binding: int) -> bytes:
    """K of a binding: 32 bytes that only the cloud and this seal know, new with each binding (RFC 5869)."""
    info = b"signet/binding/" + serial.encode() + b"/" + str(binding).encode()
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=info).derive(own.agree(other))


def subkey(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key of K for one purpose (`grant`, `log`, `code`), so that no key serves two."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"signet/" + purpose.encode()).derive(secret)
