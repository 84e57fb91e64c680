"""Down envelopes: what the cloud orders a seal to do, numbered, signed, and carried by anybody.

An envelope (binding, first, number) replaces everything from `first` to `number`. The seal applies it if
first <= last + 1 <= number; older ones are answered again as already applied, a gap is refused.
"""

from enum import IntEnum

from protocol import cose
from protocol.cbor import Message, pack, unpack
from protocol.certificates import Id, Key, Seconds, Serial
from protocol.keys import SigningKey
from protocol.log import Number

MAX_ENVELOPE_BYTES = 1900  # one message of the link, less the session's overhead


class Kind(IntEnum):
    BIND = 1
    GRANT = 2
    END = 3
    LOSS_LOCK = 4
    OFFLINE_USE = 5


class Envelope(Message, frozen=True):
    serial: Serial
    binding: Number
    generation: Number
    first: Number
    number: Number
    kind: Kind
    body: bytes


class BindBody(Message, frozen=True):
    """The organization that binds, and the keys everything else will be signed with and sealed for."""

    organization: Id
    authority: Key
    agreement: Key


class EndBody(Message, frozen=True):
    """The grant that is over."""

    grant: Id


class LossLockBody(Message, frozen=True):
    """Whether it is locked."""

    on: bool


class OfflineUseBody(Message, frozen=True):
    """Until when it needs no lease; none: it needs one."""

    until: Seconds | None


def sign_envelope(envelope: Envelope, key: SigningKey) -> bytes:
    """By the authority; a bind by the platform."""
    return cose.sign(pack(envelope), key, "down/1")


def open_envelope(data: bytes, public: bytes) -> Envelope:
    """Raises `BadSignature` or `Malformed`; the caller judges serial, binding, generation and range."""
    return unpack(cose.verify(data, public, "down/1"), Envelope, limit=MAX_ENVELOPE_BYTES)


def read_bind(body: bytes) -> BindBody:
    return unpack(body, BindBody, limit=256)


def read_end(body: bytes) -> EndBody:
    return unpack(body, EndBody, limit=64)


def read_loss_lock(body: bytes) -> LossLockBody:
    return unpack(body, LossLockBody, limit=64)


def read_offline_use(body: bytes) -> OfflineUseBody:
    return unpack(body, OfflineUseBody, limit=64)
