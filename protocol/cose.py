"""COSE (RFC 9052): signed with Ed25519 (`sign`, `verify`), sealed with ChaCha20-Poly1305 (`encrypt`, `decrypt`).

Each use names its purpose, which goes into the external authenticated data: a receipt can never be taken for a grant.
The payload comes back as the bytes that were signed; nobody encodes it again.
"""

import os
from functools import lru_cache
from typing import Any

from cwt import COSE, COSEAlgs, COSEHeaders, COSEKey, COSEKeyCrvs, COSEKeyParams

from protocol.cbor import MAX_BYTES, decode
from protocol.errors import BadSignature, Malformed
from protocol.keys import KEY_BYTES, KEY_ID_BYTES, SigningKey, key_id

NONCE_BYTES = 12
OCTET_KEY_PAIR, SYMMETRIC = 1, 4  # COSE key types of RFC 9053; the library's enumeration misnames the second


def _cose() -> Any:
    """The library's processor, whose answers are bytes as long as nobody asks it for tags."""
    return COSE.new()


@lru_cache(maxsize=4096)
def _okp(public: bytes, secret: bytes | None) -> Any:
    """The library's key; built once, for building costs more than signing."""
    params: dict[int, Any] = {
        COSEKeyParams.KTY: OCTET_KEY_PAIR,
        COSEKeyParams.KID: key_id(public),
        COSEKeyParams.ALG: COSEAlgs.EDDSA,
        COSEKeyParams.CRV: COSEKeyCrvs.ED25519,
        COSEKeyParams.X: public,
    }
    if secret is not None:
        params[COSEKeyParams.D] = secret
    return COSEKey.new(params)


@lru_cache(maxsize=4096)
def _symmetric(secret: bytes) -> Any:
    return COSEKey.new(
        {
            COSEKeyParams.KTY: SYMMETRIC,
            COSEKeyParams.ALG: COSEAlgs.CHACHA20_POLY1305,
            COSEKeyParams.K: secret,
        }
    )


def _aad(purpose: str) -> bytes:
    return b"signet/" + purpose.encode()


# The headers as they must stand, byte for byte: d2 84 43 a1 01 27 a1 04 48 <key id>, d0 83 44 a1 01 18 18 a1 05 4c
# <nonce>. Whatever else the library would take (other algorithms, tags, headers) never reaches it.
_SIGNED = bytes.fromhex("d28443a10127a10448")
_SEALED = bytes.fromhex("d08344a1011818a1054c")
_ROOM = 256  # what headers and signature add to the longest message


def _strict(data: bytes, head: bytes, parts: int) -> None:
    """Refuse what is not `head` and then `parts` byte strings in their shortest form."""
    if not data.startswith(head):
        raise Malformed("another kind of message, algorithm or key")
    rest = decode(bytes([0x80 + parts]) + data[len(head) :], MAX_BYTES + _ROOM)
    if not all(isinstance(part, bytes) for part in rest):
        raise Malformed("not byte strings")


def sign(payload: bytes, key: SigningKey, purpose: str) -> bytes:
    """COSE_Sign1 over `payload` for one purpose."""
    okp = _okp(key.public, key.secret)
    return _cose().encode_and_sign(
        payload,
        okp,
        protected={COSEHeaders.ALG: COSEAlgs.EDDSA},
        unprotected={COSEHeaders.KID: okp.kid},
        external_aad=_aad(purpose),
    )


def verify(data: bytes, public: bytes, purpose: str) -> bytes:
    """The payload signed by `public` for `purpose`; raises `BadSignature` for anything else."""
    if len(public) != KEY_BYTES:
        raise BadSignature("not a public key")
    try:
        _strict(data, _SIGNED + key_id(public), 2)
        return _cose().decode(data, _okp(public, None), external_aad=_aad(purpose))
    except Exception as error:  # cwt raises VerifyError, DecodeError, ValueError, TypeError, KeyError… by input
        raise BadSignature(f"not signed for {purpose}: {type(error).__name__}") from error


def unverified(data: bytes) -> bytes:
    """The payload of what is signed by the very key it speaks of: take the key from it, then `verify`."""
    head = _SIGNED + data[len(_SIGNED) : len(_SIGNED) + KEY_ID_BYTES]
    _strict(data, head, 2)
    return decode(b"\x82" + data[len(head) :], MAX_BYTES + _ROOM)[0]


def encrypt(payload: bytes, secret: bytes, purpose: str) -> bytes:
    """COSE_Encrypt0 of `payload` under a 32-byte key of one purpose, with a random nonce."""
    return _cose().encode_and_encrypt(
        payload,
        _symmetric(secret),
        protected={COSEHeaders.ALG: COSEAlgs.CHACHA20_POLY1305},
        unprotected={COSEHeaders.IV: os.urandom(NONCE_BYTES)},
        external_aad=_aad(purpose),
    )


def decrypt(data: bytes, secret: bytes, purpose: str) -> bytes:
    """What was sealed for `purpose`; raises `BadSignature` when it was not."""
    try:
        _strict(data[: len(_SEALED)] + data[len(_SEALED) + NONCE_BYTES :], _SEALED, 1)
        return _cose().decode(data, _symmetric(secret), external_aad=_aad(purpose))
    except Exception as error:  # see `verify`
        raise BadSignature(f"not sealed for {purpose}: {type(error).__name__}") from error
