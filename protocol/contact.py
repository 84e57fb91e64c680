"""Contact: the question a seal asks, and the signed answer that brings time, lease and what must be applied first.

The seal unlocks only while it has applied everything up to `down_head` and the lease runs: whoever withholds an end,
a lock or a revocation withholds the lease as well.
"""

from enum import IntEnum
from typing import Annotated

import msgspec

from protocol import cose
from protocol.cbor import Message, pack, unpack
from protocol.certificates import Serial
from protocol.keys import SigningKey, subkey
from protocol.log import FINGERS, Head, Ms, Number, Place, Slot

LEASE_S = 600
MOST_LEASE_S = 7 * 24 * 3600
# A question older than this by the seal's own timer is not answered any more: an answer cannot be kept for later.
ANSWER_WITHIN_S = 30

Nonce = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]
MAX_WAITING = 8  # pre-authorizations that a seal holds beside the live grant
Bars = Annotated[int, msgspec.Meta(ge=0, le=5)]
Waiting = Annotated[int, msgspec.Meta(ge=0, le=MAX_WAITING)]
Fingers = Annotated[list[Slot], msgspec.Meta(max_length=FINGERS)]
Line = Annotated[str, msgspec.Meta(max_length=32)]
Screen = Annotated[list[Line], msgspec.Meta(max_length=6)]


class Phase(IntEnum):
    """What the seal shows (requirements 5.2, device binding)."""

    UNDELIVERED = 0  # 未交付
    UNBOUND = 1  # 未绑定
    NEEDS_GRANT = 2  # 请授权使用
    USABLE = 3  # 0/N
    RESTRICTED = 4  # 限制使用
    LOCKED = 5  # 已锁定
    FULL = 6  # 存储已满
    ROLLED_BACK = 7  # the log is behind, or beside, what the cloud has signed for


class SealMode(IntEnum):
    """How a person unlocks it (R-057); both ways to the cloud stay open in both."""

    GPRS = 0  # the grant alone, by whoever holds the seal, or by the finger that it names
    BLUETOOTH = 1  # taken in hand over a session


class Status(Message, frozen=True):
    """What changes all the time and is worth only its newest value; outside the log.

    `signal` in bars, none without a modem; `capacity`: how many impressions it stores without a receipt; `fingers`:
    the slots that are used; `waiting`: pre-authorizations it holds; `free`: no grant is asked for (C-08).
    """

    at: Ms | None
    phase: Phase
    battery: Percent
    firmware: Annotated[str, msgspec.Meta(max_length=32)]
    place: Place | None
    stored: Number  # impressions without a receipt
    used: Number  # of the live grant
    count: Number | None  # of the live grant, 0 = unlimited; none without one
    mode: SealMode
    signal: Bars | None
    charging: bool
    capacity: Number
    fingers: Fingers
    screen: Screen
    waiting: Waiting
    free: bool


class Question(Message, frozen=True):
    """The seal asks: signed by the seal, so the cloud knows where its log ends. `status` is sealed under K."""

    serial: Serial
    binding: Number
    nonce: Nonce
    generation: Number
    number: Number
    log_to: Number
    log_head: Head
    status: bytes | None


class Answer(Message, frozen=True):
    """The cloud answers: signed by the authority (by the platform for an unbound seal, binding 0)."""

    serial: Serial
    binding: Number
    nonce: Nonce
    time: Ms
    generation: Number
    down_head: Number
    receipted: Number
    receipted_head: Head
    lease_s: Annotated[int, msgspec.Meta(ge=0, le=MOST_LEASE_S)]


def ask(question: Question, key: SigningKey) -> bytes:
    return cose.sign(pack(question), key, "question/1")


def open_question(data: bytes, public: bytes) -> Question:
    """Raises `BadSignature` or `Malformed`."""
    return unpack(cose.verify(data, public, "question/1"), Question, limit=2048)


def answer(reply: Answer, key: SigningKey) -> bytes:
    return cose.sign(pack(reply), key, "answer/1")


def open_answer(data: bytes, public: bytes) -> Answer:
    """Raises `BadSignature` or `Malformed`; the caller compares serial, binding and nonce."""
    return unpack(cose.verify(data, public, "answer/1"), Answer, limit=1024)


def seal_status(status: Status, secret: bytes) -> bytes:
    return cose.encrypt(pack(status), subkey(secret, "status"), "status/1")


def open_status(data: bytes, secret: bytes) -> Status:
    """Raises `BadSignature` or `Malformed`."""
    return unpack(cose.decrypt(data, subkey(secret, "status"), "status/1"), Status, limit=1024)
