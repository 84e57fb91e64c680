"""The seal's log: one gapless, hash-chained sequence of entries, handed out in signed and sealed slices.

    head_0 = SHA-256("signet/log/1/" || serial)        head_n = SHA-256(head_{n-1} || entry_n)
Numbers start at 1 and run for the seal's whole life. Times are milliseconds since 1970 UTC by the seal's clock.
"""

import hashlib
from enum import IntEnum
from typing import Annotated

import msgspec

from protocol import cose
from protocol.cbor import Message, pack, shape, unpack
from protocol.cbor import decode as decode_cbor
from protocol.certificates import Id, Serial
from protocol.errors import Malformed
from protocol.keys import SigningKey, subkey

Head = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Number = Annotated[int, msgspec.Meta(ge=0, lt=2**48)]
Ms = Annotated[int, msgspec.Meta(ge=0, lt=2**48)]

MAX_ENTRY_BYTES = 256
# Templates of fingers that a seal holds (C-02).
FINGERS = 5
Slot = Annotated[int, msgspec.Meta(ge=1, le=FINGERS)]


class Clock(IntEnum):
    """How sure an entry's time is."""

    LOST = 0  # no contact since the clock stopped: the time counts from the seal's own zero
    SET = 1  # set by a contact since switch-on
    KEPT = 2  # set before the last switch-off, kept by the seal's own battery


class Source(IntEnum):
    """Where a position comes from."""

    GNSS = 1
    CELL = 2
    CONSOLE = 3  # claimed by the console beside the seal


class Grade(IntEnum):
    """How sure the person of an impression is (C-29)."""

    HOLDER = 0  # whoever held the seal
    SESSION = 1  # the member whose console has the seal in hand
    FINGERPRINT = 2


class EventKind(IntEnum):
    """What happened; in brackets what `detail` says, else 0."""

    SWITCHED_ON = 1  # [0 by key, 1 the power came back]
    SWITCHED_OFF = 2
    ABORTED = 3  # unlocked and stand out, but no press followed: never a count
    TAKEN = 4  # taken in hand over a session
    RELEASED = 5
    RESTRICTED = 6  # the lease ended
    STORAGE_FULL = 7
    MODE = 8  # [0 GPRS, 1 Bluetooth]
    BATTERY_LOW = 9  # [percent]
    RESET = 10
    FINGER_ENROLLED = 11  # [slot]
    FINGER_FAILED = 12  # [slot]
    FINGER_DELETED = 13  # [slot]
    CODE_WRONG = 14  # [wrong ones so far]
    CODE_SPENT = 15  # no tries left [wrong ones]
    ACTIVATED = 16
    TAMPER = 17
    ROLLED_BACK = 18
    SIM = 19  # [0 out, 1 in]
    FIRMWARE_RUNS = 20  # what follows is recorded by it [number of the version]
    FIRMWARE_VERIFIED = 21  # a release is here, whole and the maker's [number of its version]
    FIRMWARE_UPDATING = 22  # the seal restarts with it, on trial [number of its version]
    FIRMWARE_CONFIRMED = 23  # it has passed its self-check and stays [number of its version]
    FIRMWARE_FAILED = 24  # given up, or rolled back [UpgradeFault]


class Outcome(IntEnum):
    """What became of a down envelope."""

    APPLIED = 0
    REFUSED_OTHER_LIVE = 1
    REFUSED_RANGE = 2
    REFUSED_UNKNOWN = 3
    REFUSED_FULL = 4  # no room: as many are waiting as may, or no slot
    REFUSED_STORE = 5  # the store is not empty
    REFUSED_BUSY = 6
    REFUSED_CODE = 7
    REFUSED_MAKER = 8  # a manifest that the maker did not sign
    REFUSED_MODEL = 9  # a release for another model
    REFUSED_OLDER = 10  # a release that is not newer than what runs, or ran


class Place(Message, frozen=True):
    """A position: WGS-84 in 1e-7 degrees, its age in seconds and accuracy in metres when it was used."""

    lat_e7: Annotated[int, msgspec.Meta(ge=-900_000_000, le=900_000_000)]
    lon_e7: Annotated[int, msgspec.Meta(ge=-1_800_000_000, le=1_800_000_000)]
    source: Source
    age_s: Annotated[int, msgspec.Meta(ge=0, lt=2**32)]
    accuracy_m: Annotated[int, msgspec.Meta(ge=0, lt=2**32)]


class ImpressionEntry(Message, frozen=True, tag=1):
    """A press. `own` numbers impressions alone; `result` is 0 (normal) or one of the ten causes (R-156..R-165)."""

    number: Number
    at: Ms
    clock: Clock
    own: Number
    grant: Id | None
    member: Id | None
    grade: Grade
    place: Place | None
    result: Annotated[int, msgspec.Meta(ge=0, le=10)]


class EventEntry(Message, frozen=True, tag=2):
    """Something else that happened to the seal; `detail` depends on the kind. `grant`: whose taking, aborted press,
    code it was."""

    number: Number
    at: Ms
    clock: Clock
    kind: EventKind
    detail: Number = 0
    grant: Id | None = None


class AckEntry(Message, frozen=True, tag=3):
    """What became of the down envelope `down` of `generation` in `binding`."""

    number: Number
    at: Ms
    clock: Clock
    binding: Number
    generation: Number
    down: Number
    outcome: Outcome


class SealingEntry(Message, frozen=True, tag=5):
    """A document that was sealed electronically (C-26): one use, in the same chain and under the same `own` numbers as
    a press. `document`: SHA-256 of the file as it was; `digest`: SHA-256 of the bytes that the signature covers."""

    number: Number
    at: Ms
    clock: Clock
    own: Number
    grant: Id
    member: Id
    grade: Grade
    place: Place | None
    document: Head
    digest: Head


class OverflowEntry(Message, frozen=True, tag=4):
    """Presses that happened when even the reserve of the store was full: `count` of them, refused, from `first_at` to
    `at`, with own numbers up to `own`. The one exception to one record per press."""

    number: Number
    at: Ms
    clock: Clock
    own: Number
    count: Number
    first_at: Ms


Entry = ImpressionEntry | EventEntry | AckEntry | OverflowEntry | SealingEntry
_EVENT_OF_VERSION_1 = 6  # elements; of an entry that is complete with one more null, nothing else has as many


def first_head(serial: str) -> bytes:
    """The head of an empty log: 32 bytes."""
    return hashlib.sha256(b"signet/log/1/" + serial.encode()).digest()


def next_head(head: bytes, entry: bytes) -> bytes:
    """The head after one more entry: 32 bytes."""
    return hashlib.sha256(head + entry).digest()


def read_entry(data: bytes) -> Entry:
    """The entry in `data`; raises `Malformed`.

    An event of version 1 names no grant: its bytes are in the chain for ever, and nobody writes such a one any more.
    """
    value = decode_cbor(data, MAX_ENTRY_BYTES)
    if isinstance(value, list) and len(value) == _EVENT_OF_VERSION_1:  # pyright: ignore[reportUnknownArgumentType]
        value = [*value, None]
    return shape(value, Entry)  # pyright: ignore[reportArgumentType]  (a union of types)


class Slice(Message, frozen=True):
    """Entries first..last with the heads before and after them, as the seal signs them."""

    serial: Serial
    binding: Number
    first: Number
    last: Number
    before: Head
    entries: list[bytes]
    head: Head


class SealedSlice(Message, frozen=True):
    """A slice as it travels: the courier reads whose and which numbers, nothing else."""

    serial: Serial
    binding: Number
    first: Number
    last: Number
    box: bytes


def seal_slice(part: Slice, key: SigningKey, secret: bytes) -> bytes:
    """Signed by the seal, sealed under the binding's K: the bytes that a courier carries."""
    box = cose.encrypt(cose.sign(pack(part), key, "slice/1"), subkey(secret, "log"), "log/1")
    return pack(SealedSlice(part.serial, part.binding, part.first, part.last, box))


def open_slice(data: bytes, public: bytes, secret: bytes) -> tuple[Slice, list[Entry]]:
    """The checked slice and its entries; raises `Malformed` or `BadSignature`. Numbers and heads are gapless inside."""
    outer = unpack(data, SealedSlice)
    inner = unpack(cose.verify(cose.decrypt(outer.box, subkey(secret, "log"), "log/1"), public, "slice/1"), Slice)
    if (inner.serial, inner.binding, inner.first, inner.last) != (
        outer.serial,
        outer.binding,
        outer.first,
        outer.last,
    ):
        raise Malformed("the cover speaks of another slice")
    entries = [read_entry(entry) for entry in inner.entries]
    expected = list(range(inner.first, inner.first + len(entries)))
    if not entries or inner.first < 1 or inner.last != expected[-1] or [entry.number for entry in entries] != expected:
        raise Malformed("entries are missing or out of order")
    head = inner.before
    for entry in inner.entries:
        head = next_head(head, entry)
    if head != inner.head:
        raise Malformed("the chain of the slice does not hold")
    return inner, entries


class Receipt(Message, frozen=True):
    """The cloud's word that it holds everything up to and including `up_to`, whose head is `head`."""

    serial: Serial
    up_to: Number
    head: Head


def sign_receipt(receipt: Receipt, authority: SigningKey) -> bytes:
    return cose.sign(pack(receipt), authority, "receipt/1")


def open_receipt(data: bytes, authority: bytes) -> Receipt:
    """Raises `BadSignature` or `Malformed`."""
    return unpack(cose.verify(data, authority, "receipt/1"), Receipt, limit=1024)
