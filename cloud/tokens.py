"""Access tokens: JWT signed with Ed25519 (RFC 8037), good for ten minutes and never stored.

Refresh tokens are opaque and live in the store; the next one is derived from nothing, so that one tells no other.
"""

import hashlib
import secrets
from dataclasses import dataclass
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from cloud.problems import Refusal
from protocol.keys import SigningKey

ACCESS_MS = 10 * 60 * 1000
_ALGORITHM = "Ed25519"  # RFC 9864; "EdDSA" names no curve


@dataclass(frozen=True)
class Speaker:
    """The person and the console that a request comes from."""

    user: str
    console: str


def issue_access(speaker: Speaker, key: SigningKey, now: int) -> tuple[str, int]:
    """A token and when it expires (milliseconds)."""
    expires = now + ACCESS_MS
    claims = {"sub": speaker.user, "con": speaker.console, "exp": expires // 1000}
    return jwt.encode({"alg": _ALGORITHM}, claims, _jose(key), [_ALGORITHM]), expires


def read_access(token: str, key: SigningKey, now: int) -> Speaker:
    """Whom the token names; raises `Refusal` signed_out."""
    try:
        claims = jwt.decode(token, _jose(key), [_ALGORITHM]).claims
        user, console, expires = claims["sub"], claims["con"], claims["exp"]
    except (JoseError, KeyError, ValueError) as error:
        raise Refusal("signed_out") from error
    if not isinstance(expires, int) or now >= expires * 1000:
        raise Refusal("signed_out")
    return Speaker(str(user), str(console))


def new_refresh() -> tuple[str, bytes]:
    """A refresh token and the hash under which the store knows it."""
    token = secrets.token_urlsafe(32)
    return token, refresh_hash(token)


def refresh_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


@lru_cache(maxsize=8)
def _jose(key: SigningKey) -> OKPKey:
    private = Ed25519PrivateKey.from_private_bytes(key.secret)
    return OKPKey.import_key(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
