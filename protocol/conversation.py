"""What console and seal say inside the session: requests, answers and notices.

    request [id, op, body]   answer [id, status, body]   notice [op, body]        (body: the packed message of the op)
Each request that changes something carries an operation id; the seal remembers the answer, so that an answer which got
lost is asked for again and the thing is not done again.
"""

from enum import IntEnum
from typing import Annotated

import msgspec

from protocol.cbor import Message, decode, shape, unpack
from protocol.certificates import Id
from protocol.contact import Bars, Fingers, Percent, Phase, Screen, SealMode, Waiting
from protocol.errors import Malformed
from protocol.grants import ActivationCode
from protocol.log import Ms, Number, Place, Slot, Source
from protocol.session import TAG_BYTES

MAX_MESSAGE_BYTES = 2048
MAX_BODY_BYTES = MAX_MESSAGE_BYTES - TAG_BYTES - 16
MAX_FROM_SEAL_BYTES = 8192
MAX_ANSWER_BYTES = MAX_FROM_SEAL_BYTES - TAG_BYTES - 16
RequestId = Annotated[int, msgspec.Meta(ge=0, lt=2**32)]
CAPTURES = 6  # of one finger, or of several, make one template (C-02)


class Op(IntEnum):
    """What a console may ask. After the arrow: the body of the answer."""

    STATUS = 1  # nothing -> Live
    ASK_CONTACT = 2  # nothing -> a signed Question
    GIVE_ANSWER = 3  # a signed Answer -> nothing
    DELIVER = 4  # a down envelope -> nothing
    READ_LOG = 5  # Span -> a sealed slice, or nothing when there is none
    GIVE_RECEIPT = 6  # a receipt -> nothing
    SHOW_NUMBER = 7  # nothing -> nothing; the screen shows a one-time number
    BIND = 8  # BindRequest -> nothing
    TAKE = 9  # Operation -> Taken
    RELEASE = 10  # Operation -> nothing
    CAMERA_READY = 11  # Operation -> nothing; unlocks one press of a grant that demands photos
    ACTIVATE = 12  # ActivateRequest -> nothing; a waiting grant becomes the live one
    CLAIM_PLACE = 13  # PlaceClaim -> nothing
    CANCEL_ENROL = 14  # Operation -> nothing; the finger that is being taken is not taken
    FIRMWARE = 15  # nothing -> Upgrade; which release it wants, and from where on
    GIVE_CHUNK = 16  # Chunk -> Upgrade; what does not begin at its offset is not taken
    SEALING_KEY = 17  # nothing -> a signed SealingKey; with which it seals documents in this binding
    SEAL_DOCUMENT = 18  # SealingRequest -> Sealed; one use of a grant of mode electronic


class NoticeOp(IntEnum):
    """What a seal tells without being asked."""

    ENTRIES = 1  # EntriesNotice: new entries in the log
    STATUS = 2  # Live
    FINGER = 3  # FingerNotice: how the enrolment goes
    FIRMWARE = 4  # Upgrade: it looked for a release, or got on with one


class Code(IntEnum):
    """The status of an answer."""

    OK = 0
    MALFORMED = 1
    UNKNOWN_OP = 2
    NOT_PERMITTED = 3  # 无权使用
    NO_CLOCK = 4  # only a contact is possible now
    EXPIRED = 5  # certificate, claim, answer or grant
    BAD_SIGNATURE = 6
    OTHER_SEAL = 7  # meant for another seal, binding or generation
    GAP = 8  # an earlier envelope is missing
    REFUSED = 9  # understood, acknowledged in the log as refused
    WRONG_NUMBER = 10
    TOO_MANY_TRIES = 11  # ask for a new number
    ALREADY_BOUND = 12
    NOT_BOUND = 13
    RESTRICTED = 14  # the lease is over, or something ordered is not applied yet
    NO_GRANT = 15
    STORAGE_FULL = 16
    LOCKED = 17
    INTERNAL = 18
    WRONG_CODE = 19
    OTHER_LIVE = 20  # another grant is live; the code stays good
    REVOKED = 21  # the console's key was reported as stolen, or its member may no more

    @property
    def may_have_happened(self) -> bool:
        """Whether the thing may have been done although this is not OK."""
        return self is Code.INTERNAL

    @property
    def worth_repeating(self) -> bool:
        """Whether the same request can succeed later without anything else changed by a person."""
        return self in (Code.NO_CLOCK, Code.GAP, Code.RESTRICTED, Code.INTERNAL)


class Request(Message, frozen=True):
    id: RequestId
    op: Annotated[int, msgspec.Meta(ge=0, lt=2**16)]
    body: bytes


class Answer(Message, frozen=True):
    id: RequestId
    code: Code
    body: bytes


class Notice(Message, frozen=True):
    op: NoticeOp
    body: bytes


class Live(Message, frozen=True):
    """The seal as it is now. `used` and `count` only for the member whose grant it is, else none; `stored` and what
    follows as in `Status`."""

    phase: Phase
    screen: Screen
    binding: Number
    generation: Number
    number: Number
    log_to: Number
    receipted: Number
    battery: Percent
    firmware: str
    clock: Ms | None
    lease_left_s: Number
    in_hand: bool
    used: Number | None
    count: Number | None
    mode: SealMode
    signal: Bars | None
    charging: bool
    stored: Number
    capacity: Number
    fingers: Fingers
    waiting: Waiting
    free: bool


class Span(Message, frozen=True):
    """Entries wanted, `first` to `last` (0: to the end of the log); the seal gives as many as fit one message."""

    first: Number
    last: Number


class Operation(Message, frozen=True):
    id: Id


class BindRequest(Message, frozen=True):
    """The number on the seal's screen (six digits) and the platform's bind envelope."""

    id: Id
    number: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{6}\Z")]
    envelope: bytes


class ActivateRequest(Message, frozen=True):
    """The activation code, typed by the member to whom the grant was given."""

    id: Id
    grant: Id
    code: ActivationCode


class PlaceClaim(Message, frozen=True):
    """Where the console says that it and the seal are; source CONSOLE."""

    id: Id
    place: Place


class Taken(Message, frozen=True):
    """The grant in hand, none in free use. `expires` in seconds; `count` 0 = unlimited."""

    grant: Id | None
    used: Number
    count: Number
    expires: Number
    photo_required: bool


class Press(Message, frozen=True):
    """What the person in front of the seal is told of his own impression."""

    number: Number
    own: Number
    grant: Id | None
    at: Ms
    result: Annotated[int, msgspec.Meta(ge=0, le=10)]
    used: Number
    count: Number


class EntriesNotice(Message, frozen=True):
    """A sealed slice with the new entries; `press` only for the member who has the seal in hand."""

    slice: bytes
    press: Press | None


class FingerResult(IntEnum):
    """What became of the last touch, or of the whole enrolment."""

    WAITING = 0  # for the next touch
    CAPTURED = 1
    POOR = 2  # not to be used: once more
    ENROLLED = 3
    FAILED = 4
    CANCELLED = 5


class FingerNotice(Message, frozen=True):
    """The enrolment for `slot`: how many of the six captures it has."""

    slot: Slot
    captures: Annotated[int, msgspec.Meta(ge=0, le=CAPTURES)]
    result: FingerResult


def read_place(body: bytes) -> PlaceClaim:
    """Raises `Malformed`, also for a place that only the seal's own receiver can know."""
    claim = unpack(body, PlaceClaim)
    if claim.place.source is not Source.CONSOLE:
        raise Malformed("a console claims a place as a console's")
    return claim


def read_request(data: bytes) -> Request:
    """Raises `Malformed`."""
    return unpack(data, Request, limit=MAX_MESSAGE_BYTES)


def read_from_seal(data: bytes) -> Answer | Notice:
    """An answer has three fields, a notice two; raises `Malformed`."""
    value = decode(data, MAX_FROM_SEAL_BYTES)
    if not isinstance(value, list):
        raise Malformed("neither answer nor notice")
    return shape(value, Answer if len(value) == 3 else Notice)  # pyright: ignore[reportUnknownArgumentType]
