"""What the database keeps secret: sealed under a key of the key file, so that a copy of the database tells nothing."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
KEY = 32


class Unsealable(Exception):
    """It was sealed with another key file, for another place, or it is damaged."""


class Vault:
    """Seals bytes (ChaCha20-Poly1305, RFC 8439): a random nonce of 12 bytes, then text and tag.

    The place for which something is sealed is a part of it: it opens nowhere else.
    """

    def __init__(self, secret: bytes) -> None:
        """`secret`: 32 random bytes of the key file; they serve elsewhere too, so the key is derived (RFC 5869)."""
        self._cipher = ChaCha20Poly1305(HKDF(SHA256(), KEY, None, b"signet/vault/1").derive(secret))

    def seal(self, place: str, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, place: str, sealed: bytes) -> bytes:
        """Raises `Unsealable`."""
        try:
            return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
        except (InvalidTag, ValueError) as error:
            raise Unsealable(place) from error
