"""What a seal must not forget: one packed value, replaced whole with each commit."""

from typing import Annotated

import msgspec

from protocol.cbor import Message, pack, unpack
from protocol.certificates import Id, Key, Seconds
from protocol.grants import Area
from protocol.log import Clock, Head, Ms, Number, first_head

# Enough to tell a repeat from something new; the numbers of the envelopes keep the order by themselves.
PAST_GRANTS = 16
REFUSED_KEPT = 16


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


class PastGrant(Message, frozen=True):
    """A grant that ended, or gave way: never live again; a grant that continues it takes `used` over."""

    id: Id
    used: Number


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


def fresh(serial: str) -> State:
    """The state of a seal that was never switched on."""
    return State(first_head(serial))


def save(state: State) -> bytes:
    """The bytes for the storage."""
    return pack(state)


def restore(data: bytes | None, serial: str) -> State:
    """The saved state; raises `Malformed` when another firmware saved it."""
    return fresh(serial) if data is None else unpack(data, State)
