"""The PIN that opens a locked console: kept as a hash beside the person's keys, with the wrong tries since the last
right one, so that neither the text nor a fresh start of the program gives it away.
"""

import hashlib
import hmac
import os
from enum import Enum

import msgspec

from app.services.secrets import Secrets

NAME = "pin"
LEAST, MOST = 6, 32  # digits
TRIES = 5  # as many wrong codes the cloud takes
SALT_BYTES, HASH_BYTES = 16, 32
# scrypt as OWASP advises where 32 MB may be used: some 0.2 s a guess, and all guesses of six digits are days of work.
N, R, P = 2**15, 8, 3


class Answer(Enum):
    """What a PIN came to. OVER: it is not looked at any more; only a new sign-in code opens."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


class Kept(msgspec.Struct, frozen=True):
    """The secret: a hash with what it was made by, and the wrong tries since."""

    salt: bytes
    hash: bytes
    n: int
    r: int
    p: int
    tries: int = 0


def fits(pin: str) -> bool:
    """Digits only, and enough of them."""
    return pin.isascii() and pin.isdecimal() and LEAST <= len(pin) <= MOST


def put(secrets: Secrets, pin: str) -> None:
    """Raises `ValueError` for a text that does not fit, `SecretsLost`."""
    if not fits(pin):
        raise ValueError("a PIN has six digits or more")
    salt = os.urandom(SALT_BYTES)
    _keep(secrets, Kept(salt, _hash(pin, salt, N, R, P), N, R, P))


def remove(secrets: Secrets) -> None:
    """Raises `SecretsLost`."""
    secrets.remove(NAME)


def tries_left(secrets: Secrets) -> int | None:
    """None without a PIN. Raises `SecretsLost`."""
    kept = _kept(secrets)
    return None if kept is None else max(0, TRIES - kept.tries)


def judge(secrets: Secrets, pin: str) -> Answer:
    """Count the try, then look: whoever ends the program in between gains none. Raises `SecretsLost`."""
    kept = _kept(secrets)
    if kept is None or kept.tries >= TRIES:
        return Answer.OVER
    counted = msgspec.structs.replace(kept, tries=kept.tries + 1)
    _keep(secrets, counted)
    if hmac.compare_digest(_hash(pin, kept.salt, kept.n, kept.r, kept.p), kept.hash):
        forgive(secrets)
        return Answer.RIGHT
    return Answer.WRONG if counted.tries < TRIES else Answer.OVER


def forgive(secrets: Secrets) -> None:
    """The person has shown that it is he: all tries again. Raises `SecretsLost`."""
    kept = _kept(secrets)
    if kept is not None and kept.tries:
        _keep(secrets, msgspec.structs.replace(kept, tries=0))


def _kept(secrets: Secrets) -> Kept | None:
    text = secrets.get(NAME)
    try:
        return msgspec.json.decode(text, type=Kept) if text else None
    except msgspec.MsgspecError:
        return None  # damaged: as good as none, and a new code opens


def _keep(secrets: Secrets, kept: Kept) -> None:
    secrets.put(NAME, msgspec.json.encode(kept).decode())


def _hash(pin: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=HASH_BYTES)
