"""What a seal must not forget: one packed value, [version, state], replaced whole with each commit."""

from typing import Annotated, Any

import msgspec

from protocol.cbor import Message, decode, encode
from protocol.certificates import Id, Key, Seconds
from protocol.contact import SealMode
from protocol.errors import Malformed
from protocol.grants import Area, CodeMark, Consoles, Documents, Mode
from protocol.log import Clock, Head, Ms, Number, Slot, first_head

# Enough to tell a repeat from something new; the numbers of the envelopes keep the order by themselves.
PAST_GRANTS = 16
REFUSED_KEPT = 16
# Documents sealed last, so that one whose answer was lost is answered again and not sealed again.
SEALED_KEPT = 32
# Of the saved bytes. Version 1 was the state alone, without a number before it. A new field stands at the end of its
# record and has a default: what an older firmware saved is read with it.
VERSION = 2
BACKLIGHT_S = 60  # until the cloud says otherwise: what the manual advises at most


class Bound(Message, frozen=True):
    """To whom the seal belongs."""

    organization: Id
    authority: Key
    agreement: Key


class HeldGrant(Message, frozen=True):
    """The one live grant and how often it was used. Held (not usable) when `generation` is not the seal's."""

    id: Id
    member: Id
    not_before: Seconds
    expires: Seconds
    count: Number
    photo_required: bool
    used: Number
    generation: Number
    area: Area | None = None
    finger: Slot | None = None
    claimed_place: bool = False
    consoles: Consoles | None = None
    mode: Mode = Mode.PHYSICAL
    documents: Documents | None = None


class WaitingGrant(Message, frozen=True):
    """A pre-authorization that is not activated yet; `tries`: wrong codes so far, `continues`: the grant it follows."""

    grant: HeldGrant
    code: CodeMark
    tries: Number
    continues: Id | None


class Template(Message, frozen=True):
    """What the six captures made: a print each, of one finger or of several of the same member (C-02)."""

    slot: Slot
    member: Id
    prints: list[bytes]


class Enrolment(Message, frozen=True):
    """A finger that is being taken: remembered, so that a power cut in between ends it in the log."""

    slot: Slot
    member: Id


class Revoked(Message, frozen=True):
    """The static key of a console that opens nothing any more, until its last certificate is over."""

    console: Key
    expires: Seconds


class PastGrant(Message, frozen=True):
    """A grant that ended, gave way, or whose code was guessed at too often: never live again; a grant that continues
    it takes `used` over."""

    id: Id
    used: Number


class SealedDocument(Message, frozen=True):
    """A document that was sealed: what was asked for, by whom, and what the answer says beside the signature, which is
    made anew and is the same."""

    id: Id
    member: Id
    grant: Id
    document: Head
    digest: Head
    certificate: Head
    number: Number
    own: Number
    at: Ms
    used: Number
    count: Number


class Overflow(Message, frozen=True):
    """Presses beyond even the reserve: counted until there is room for the one entry that tells of them."""

    count: Number
    first_at: Ms
    last_at: Ms
    clock: Clock


class State(Message, frozen=True):
    """See the fields. `number` is the last applied down number of `generation` in `binding`."""

    base_head: Head  # the log's head before the oldest entry that is still kept
    base: Number = 0
    on: bool = False
    offset: Annotated[int, msgspec.Meta(ge=-(2**48), lt=2**48)] | None = None  # the cloud's time less our ticks, ms
    ticks: Ms = 0  # of the last commit
    binding: Number = 0
    bound: Bound | None = None
    bind_id: Id | None = None  # the operation that bound us: asked again, answered again
    generation: Number = 0
    number: Number = 0
    refused: list[Number] = []
    grant: HeldGrant | None = None
    ever_granted: bool = False  # in this binding
    past: list[PastGrant] = []
    own: Number = 0
    receipted: Number = 0
    overflow: Overflow | None = None
    locked: bool = False
    offline_until: Seconds | None = None  # no lease is asked for before
    # Since version 2.
    mode: SealMode = SealMode.BLUETOOTH  # of a GL seal, see `mode`
    sim: bool = True  # whether there was a card when it was last switched on
    backlight_s: Number = BACKLIGHT_S
    auto_off_min: Number = 0
    free: bool = False
    fingers: list[Template] = []
    enrolling: Enrolment | None = None
    waiting: list[WaitingGrant] = []
    revoked: list[Revoked] = []
    revoked_through: Seconds = 0  # no certificate that ends by then opens anything
    sealing_key: bytes | None = None  # the secret of its P-256 key for documents, of this binding
    sealed: list[SealedDocument] = []


def fresh(serial: str) -> State:
    """The state of a seal that was never switched on."""
    return State(first_head(serial))


def unbound(state: State) -> State:
    """Nobody's again: what belonged to the binding is forgotten; log, numbers, time, mode and card stay."""
    return msgspec.structs.replace(
        state,
        bound=None,
        bind_id=None,
        generation=0,
        number=0,
        refused=[],
        grant=None,
        ever_granted=False,
        past=[],
        locked=False,
        offline_until=None,
        backlight_s=BACKLIGHT_S,
        auto_off_min=0,
        free=False,
        fingers=[],
        enrolling=None,
        waiting=[],
        revoked=[],
        revoked_through=0,
        sealing_key=None,
        sealed=[],
    )


def save(state: State) -> bytes:
    """The bytes for the storage."""
    return encode([VERSION, msgspec.to_builtins(state, builtin_types=(bytes,))])


def restore(data: bytes | None, serial: str) -> State:
    """The saved state, also of an older firmware; raises `Malformed` when a newer one saved it."""
    if data is None:
        return fresh(serial)
    value = decode(data)
    if not isinstance(value, list) or not value:
        raise Malformed("not a seal's state")
    saved: list[Any] = value
    if saved[0] == VERSION:
        saved = saved[1]
    elif isinstance(saved[0], int):
        raise Malformed(f"a newer firmware saved this (version {saved[0]})")
    try:
        return msgspec.convert(saved, State, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise Malformed(str(error)) from error
