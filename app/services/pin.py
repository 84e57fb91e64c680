"""The PIN that opens a locked console: kept as a hash beside the person's keys, with the wrong tries since the last
right one, so that neither the text nor a fresh start of the program gives it away.
"""

import hashlib
import hmac
import os
from enum import Enum

import msgspec

from app.services.profile import PIN as NAME
from app.services.secrets import Secrets

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

    @property
    def right(self) -> bool:
        return self is Answer.RIGHT


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


class Pins:
    """The PIN of one person, in his secrets. All of it may raise `SecretsLost`, and takes its time."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def put(self, pin: str) -> None:
        """Raises `ValueError` for a text that does not fit."""
        if not fits(pin):
            raise ValueError("a PIN has six digits or more")
        salt = os.urandom(SALT_BYTES)
        self._keep(Kept(salt, _hash(pin, salt, N, R, P), N, R, P))

    def remove(self) -> None:
        self._secrets.remove(NAME)

    def tries_left(self) -> int | None:
        """None without a PIN."""
        kept = self._kept()
        return None if kept is None else max(0, TRIES - kept.tries)

    def judge(self, pin: str) -> Answer:
        """Count the try, then look: whoever ends the program in between gains none."""
        kept = self._kept()
        if kept is None or kept.tries >= TRIES:
            return Answer.OVER
        counted = msgspec.structs.replace(kept, tries=kept.tries + 1)
        self._keep(counted)
        if hmac.compare_digest(_hash(pin, kept.salt, kept.n, kept.r, kept.p), kept.hash):
            self.forgive()
            return Answer.RIGHT
        return Answer.WRONG if counted.tries < TRIES else Answer.OVER

    def forgive(self) -> None:
        """The person has shown that it is he: all tries again."""
        kept = self._kept()
        if kept is not None and kept.tries:
            self._keep(msgspec.structs.replace(kept, tries=0))

    def _kept(self) -> Kept | None:
        text = self._secrets.get(NAME)
        try:
            return msgspec.json.decode(text, type=Kept) if text else None
        except msgspec.MsgspecError:
            return None  # damaged: as good as none, and a new code opens

    def _keep(self, kept: Kept) -> None:
        self._secrets.put(NAME, msgspec.json.encode(kept).decode())


def _hash(pin: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=n, r=r, p=p, maxmem=256 * n * r, dklen=HASH_BYTES)
