"""Down envelopes: what the cloud orders a seal to do, numbered, signed, and carried by anybody.

An envelope (binding, first, number) replaces everything from `first` to `number`. The seal applies it if
first <= last + 1 <= number; older ones are answered again as already applied, a gap is refused.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import Annotated, TypeVar

import msgspec

from protocol import cose
from protocol.cbor import Message, pack, unpack
from protocol.certificates import Id, Key, Seconds, Serial
from protocol.errors import ProtocolError
from protocol.grants import ActivationCode
from protocol.keys import SigningKey, subkey
from protocol.log import Number, Slot

B = TypeVar("B", bound=Message)
MAX_ENVELOPE_BYTES = 1900  # one message of the link, less the session's overhead


class Kind(IntEnum):
    BIND = 1
    GRANT = 2
    END = 3
    LOSS_LOCK = 4
    OFFLINE_USE = 5
    REGIME = 6
    SETTINGS = 7
    FINGER_ENROL = 8
    FINGER_DELETE = 9
    UNBIND = 10
    REVOKE = 11
    ACTIVATE = 12
    FIRMWARE = 13  # the body is the maker's signed manifest; empty: no release is wanted any more


class Envelope(Message, frozen=True):
    """An order. `kind` may be one that this program does not know: it can still be acknowledged as refused."""

    serial: Serial
    binding: Number
    generation: Number
    first: Number
    number: Number
    kind: Annotated[int, msgspec.Meta(ge=0, lt=2**16)]
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


class RegimeBody(Message, frozen=True):
    """Whether any valid console of the organization may use it without a grant (R-294, C-08)."""

    free: bool


class SettingsBody(Message, frozen=True):
    """Backlight in seconds, 0: it stays on. Switches itself off after so many minutes without use, 0: never."""

    backlight_s: Annotated[int, msgspec.Meta(ge=0, le=180)]
    auto_off_min: Annotated[int, msgspec.Meta(ge=0, le=30)]


class FingerEnrolBody(Message, frozen=True):
    """Whose finger is to be taken, six captures, into which slot."""

    slot: Slot
    member: Id


class FingerDeleteBody(Message, frozen=True):
    """The slot that is to be empty."""

    slot: Slot


class UnbindBody(Message, frozen=True):
    """Nothing: the envelope says which binding it is."""


class RevokeBody(Message, frozen=True):
    """The static key of a console that opens nothing any more; `expires`: when its last certificate does."""

    console: Key
    expires: Seconds


class ActivateBody(Message, frozen=True):
    """The activation code of a grant that waits, as it was typed in the cloud."""

    grant: Id
    code: ActivationCode


def sign_envelope(envelope: Envelope, key: SigningKey) -> bytes:
    """By the authority; a bind by the platform."""
    return cose.sign(pack(envelope), key, "down/1")


def open_envelope(data: bytes, public: bytes) -> Envelope:
    """Raises `BadSignature` or `Malformed`; the caller judges serial, binding, generation and range."""
    return unpack(cose.verify(data, public, "down/1"), Envelope, limit=MAX_ENVELOPE_BYTES)


def number_of(data: bytes) -> int:
    """Which order somebody carries, as it says and nobody has verified; 0: he cannot read it."""
    try:
        return unpack(cose.unverified(data), Envelope, limit=MAX_ENVELOPE_BYTES).number
    except ProtocolError:
        return 0


def _reader(kind: type[B], limit: int = 64) -> Callable[[bytes], B]:
    """What reads the body of an order of one kind; raises `Malformed`."""
    return lambda body: unpack(body, kind, limit=limit)


read_bind = _reader(BindBody, 256)
read_end = _reader(EndBody)
read_loss_lock = _reader(LossLockBody)
read_offline_use = _reader(OfflineUseBody)
read_regime = _reader(RegimeBody)
read_settings = _reader(SettingsBody)
read_finger_enrol = _reader(FingerEnrolBody)
read_finger_delete = _reader(FingerDeleteBody)
read_unbind = _reader(UnbindBody)
read_revoke = _reader(RevokeBody)


def seal_activation(body: ActivateBody, secret: bytes) -> bytes:
    """The body of an activation: whoever carries it must not read the code."""
    return cose.encrypt(pack(body), subkey(secret, "activate"), "activate/1")


def open_activation(body: bytes, secret: bytes) -> ActivateBody:
    """Raises `BadSignature` or `Malformed`."""
    return unpack(cose.decrypt(body, subkey(secret, "activate"), "activate/1"), ActivateBody, limit=64)
