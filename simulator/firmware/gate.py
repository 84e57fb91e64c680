"""May it unlock, and if not: what stands in the way? One answer for the screen, the session and the record.

Everything that stands in the way is gathered; then each reader takes the first in *his* order of importance: the
screen what a person can do something about, the record (C-39) what the press broke.

What a press is recorded as, the first that holds:

    5  the seal is switched off                     8  no grant, and the screen shows the address code
    3  it is undelivered or unbound                 9  no grant, and the screen is dark
    10 locked by what it heard of when switched on  3  no grant
       (`locks.late`), at most 3 s ago              1  the uses of the live grant are used up
    4  it is locked                                 2  the live grant has not begun, or is over
    7  no grant since it was bound                  3  anything else: no lease, an order missing, person not known,
    6  the stand is out ever since the grant ended     the grant is for documents, store full, camera not ready …
                                                    0  nothing stands in the way
In free use a grant is not asked for (C-08): 7, 6, 8, 9, and 3 for want of one do not hold.
"""

from dataclasses import dataclass
from enum import Enum, auto

from domain import geo
from domain.usage import Abnormality
from protocol.contact import Phase, SealMode
from protocol.conversation import Code
from protocol.grants import E7, Mode, area_of
from protocol.log import Place, Slot, Source
from simulator.firmware.state import HeldGrant, State

MOST_AGE_S = 300  # of a position that is to prove where the seal is


class Obstacle(Enum):
    OFF = auto()
    UNDELIVERED = auto()
    UNBOUND = auto()
    LOCKED = auto()  # the loss lock
    LOCKED_LATE = auto()  # beside LOCKED: while it was off, and nobody could have seen it yet
    ROLLED_BACK = auto()
    FULL = auto()
    ENROLLING = auto()  # a finger is being taken
    NEVER_GRANTED = auto()  # beside NO_GRANT: none since the seal was bound
    JUST_ENDED = auto()  # beside NO_GRANT: the stand is out ever since the last grant ended
    ADDRESS_SHOWN = auto()  # beside NO_GRANT
    DARK = auto()  # beside NO_GRANT
    NO_GRANT = auto()
    HELD = auto()  # a grant of an older generation, not issued again yet
    COUNT = auto()
    TIME = auto()
    NO_CLOCK = auto()
    LEASE = auto()
    BEHIND = auto()  # something ordered has not been applied yet
    NOT_IN_HAND = auto()  # in Bluetooth mode
    FINGER_BY_BLUETOOTH = auto()  # the grant demands a finger, and this mode checks none
    FINGER = auto()  # the finger that the grant demands has not been touched
    NO_PLACE = auto()  # beside AREA: no position that counts
    AREA = auto()  # the grant has an area, and the seal is outside, or does not know where it is
    CAMERA = auto()  # a photo is demanded and the camera has not said that it is ready
    ELECTRONIC = auto()  # the grant is for documents: nothing is pressed under it


@dataclass(frozen=True)
class Hand:
    """Who has the seal in hand over a session, and under which grant; none: in free use."""

    member: bytes
    grant: bytes | None


@dataclass(frozen=True)
class Now:
    """What the gate has to know beside the state. `seconds` since 1970 UTC, none with a lost clock; `touched`: the
    slot whose finger was touched a short while ago; `left`: the grant under which it was in hand when the link went."""

    delivered: bool
    rolled_back: bool
    full: bool
    locked_late: bool
    ended_with_stand_out: bool
    address_shown: bool
    dark: bool
    seconds: int | None
    lease_runs: bool
    down_head: int
    mode: SealMode
    hand: Hand | None
    left: bytes | None
    touched: Slot | None
    camera_ready: bool
    place: Place | None


@dataclass(frozen=True)
class Judgement:
    """All that keeps the seal from unlocking (nothing: it may be pressed), and the grant under which it would be
    pressed; none: there is none, or free use does not need it."""

    found: frozenset[Obstacle]
    grant: HeldGrant | None


def judge(state: State, now: Now) -> Judgement:
    """In free use a live grant that unlocks by itself goes first, and whoever took the seal in hand under it keeps to
    it until it is used up or over."""
    always, grant = _always(state, now), state.grant
    if not state.free:
        return Judgement(frozenset(always | _of_grant(state, now)), grant)
    mine = _of_grant(state, now)
    spent = mine & {Obstacle.NO_GRANT, Obstacle.HELD, Obstacle.COUNT, Obstacle.TIME}
    taken_under_it = now.hand is not None and grant is not None and now.hand.grant == grant.id and not spent
    under_grant = taken_under_it or (now.hand is None and not mine)
    if under_grant:
        return Judgement(frozenset(always | mine), grant)
    unknown = {Obstacle.NOT_IN_HAND} if now.mode is SealMode.BLUETOOTH and now.hand is None else set[Obstacle]()
    return Judgement(frozenset(always | unknown), None)


def judge_document(state: State, now: Now) -> frozenset[Obstacle]:
    """What keeps it from sealing a document under the live grant, which free use does not stand in for. A document is
    not photographed, and nothing is unlocked for it."""
    return frozenset(_always(state, now) | _of_grant(state, now)) - {Obstacle.CAMERA, Obstacle.ELECTRONIC}


def _always(state: State, now: Now) -> set[Obstacle]:
    """What stands in the way of anybody."""
    return _those(
        {
            Obstacle.OFF: not state.on,
            Obstacle.UNDELIVERED: not now.delivered,
            Obstacle.UNBOUND: state.bound is None,
            Obstacle.ROLLED_BACK: now.rolled_back,
            Obstacle.FULL: now.full,
            Obstacle.ENROLLING: state.enrolling is not None,
            Obstacle.NO_CLOCK: now.seconds is None,
            Obstacle.LOCKED: state.locked,
            Obstacle.LOCKED_LATE: state.locked and now.locked_late,
            Obstacle.LEASE: not now.lease_runs and not goes_offline(state, now.seconds),
            Obstacle.BEHIND: state.number < now.down_head,
        }
    )


def _of_grant(state: State, now: Now) -> set[Obstacle]:
    """What stands in the way of a use under the live grant."""
    grant = state.grant
    if grant is None:
        return _those(
            {
                Obstacle.NO_GRANT: True,
                Obstacle.NEVER_GRANTED: not state.ever_granted,
                Obstacle.JUST_ENDED: now.ended_with_stand_out,
                Obstacle.ADDRESS_SHOWN: now.address_shown,
                Obstacle.DARK: now.dark,
                Obstacle.NOT_IN_HAND: now.mode is SealMode.BLUETOOTH,
            }
        )
    counts, by_bluetooth = grant.area is None or _counts(grant, now.place), now.mode is SealMode.BLUETOOTH
    goes_on = now.left == grant.id and goes_offline(state, now.seconds)
    return _those(
        {
            Obstacle.HELD: grant.generation != state.generation,
            Obstacle.COUNT: 0 < grant.count <= grant.used,
            Obstacle.TIME: now.seconds is not None and not grant.not_before <= now.seconds < grant.expires,
            Obstacle.NOT_IN_HAND: by_bluetooth and not goes_on and (now.hand is None or now.hand.grant != grant.id),
            Obstacle.FINGER_BY_BLUETOOTH: grant.finger is not None and by_bluetooth,
            Obstacle.FINGER: grant.finger is not None and now.touched != grant.finger,
            Obstacle.NO_PLACE: not counts,
            Obstacle.AREA: grant.area is not None and not (counts and _inside(grant.area, now.place)),
            Obstacle.CAMERA: grant.photo_required and not now.camera_ready,
            Obstacle.ELECTRONIC: grant.mode is Mode.ELECTRONIC,
        }
    )


def _those(found: dict[Obstacle, bool]) -> set[Obstacle]:
    return {obstacle for obstacle, there in found.items() if there}


def goes_offline(state: State, seconds: int | None) -> bool:
    """With offline use on, no news is asked for; by a clock that is set."""
    return state.offline_until is not None and seconds is not None and seconds < state.offline_until


def _counts(grant: HeldGrant, place: Place | None) -> bool:
    """A fix of its own, or a claim if the grant takes one, that is not older than five minutes."""
    if place is None or place.age_s > MOST_AGE_S:
        return False
    return place.source is Source.GNSS or (place.source is Source.CONSOLE and grant.claimed_place)


def _inside(claim: list[int], place: Place | None) -> bool:
    area = area_of(claim)
    return (
        area is not None and place is not None and geo.contains(area, geo.Point(place.lat_e7 / E7, place.lon_e7 / E7))
    )


# The cause of a press that happens all the same, most telling first. Count before time: the count of a grant can only
# have been used up before its time was over.
CAUSES = {
    Obstacle.OFF: Abnormality.SWITCHING_OFF,
    Obstacle.UNDELIVERED: Abnormality.NO_AUTHORIZATION,
    Obstacle.UNBOUND: Abnormality.NO_AUTHORIZATION,
    Obstacle.LOCKED_LATE: Abnormality.LOCKED_WHILE_OFF,
    Obstacle.LOCKED: Abnormality.LOSS_LOCKED,
    Obstacle.NEVER_GRANTED: Abnormality.JUST_BOUND,
    Obstacle.JUST_ENDED: Abnormality.JUST_ENDED,
    Obstacle.ADDRESS_SHOWN: Abnormality.SHOWING_ADDRESS,
    Obstacle.DARK: Abnormality.SCREEN_OFF,
    Obstacle.NO_GRANT: Abnormality.NO_AUTHORIZATION,
    Obstacle.COUNT: Abnormality.BEYOND_COUNT,
    Obstacle.TIME: Abnormality.BEYOND_TIME,
}

PHASES = {
    Obstacle.UNDELIVERED: Phase.UNDELIVERED,
    Obstacle.UNBOUND: Phase.UNBOUND,
    Obstacle.LOCKED: Phase.LOCKED,
    Obstacle.ROLLED_BACK: Phase.ROLLED_BACK,
    Obstacle.FULL: Phase.FULL,
    Obstacle.NO_GRANT: Phase.NEEDS_GRANT,
    Obstacle.HELD: Phase.RESTRICTED,
    Obstacle.COUNT: Phase.RESTRICTED,
    Obstacle.TIME: Phase.RESTRICTED,
    Obstacle.NO_CLOCK: Phase.RESTRICTED,
    Obstacle.LEASE: Phase.RESTRICTED,
    Obstacle.BEHIND: Phase.RESTRICTED,
    Obstacle.ENROLLING: Phase.RESTRICTED,
    Obstacle.FINGER_BY_BLUETOOTH: Phase.RESTRICTED,
    Obstacle.NO_PLACE: Phase.RESTRICTED,
    Obstacle.AREA: Phase.RESTRICTED,
    Obstacle.NOT_IN_HAND: Phase.RESTRICTED,
}

# Why the grant's own member cannot take the seal in hand now.
REFUSALS = {
    Obstacle.UNBOUND: Code.NOT_BOUND,
    Obstacle.LOCKED: Code.LOCKED,
    Obstacle.NO_GRANT: Code.NO_GRANT,
    Obstacle.ROLLED_BACK: Code.RESTRICTED,
    Obstacle.FULL: Code.STORAGE_FULL,
    Obstacle.COUNT: Code.EXPIRED,
    Obstacle.TIME: Code.EXPIRED,
    Obstacle.HELD: Code.RESTRICTED,
    Obstacle.LEASE: Code.RESTRICTED,
    Obstacle.BEHIND: Code.RESTRICTED,
    Obstacle.ENROLLING: Code.RESTRICTED,
    Obstacle.FINGER_BY_BLUETOOTH: Code.REFUSED,
    Obstacle.AREA: Code.RESTRICTED,
}


def cause(found: frozenset[Obstacle]) -> int:
    """What to record a press as: 0 normal, else one of the ten causes. Whatever else keeps the seal shut (no lease,
    not in hand, store full, camera not ready) leaves the press without authorization: cause 3; the event before the
    record says what it was."""
    if not found:
        return 0
    return next((value for obstacle, value in CAUSES.items() if obstacle in found), Abnormality.NO_AUTHORIZATION)


def shown(found: frozenset[Obstacle]) -> Obstacle | None:
    """The one that the screen is about; none: it is usable, but perhaps for a photo or a finger."""
    return next((obstacle for obstacle in PHASES if obstacle in found), None)


def phase(found: frozenset[Obstacle]) -> Phase:
    """What the seal shows."""
    obstacle = shown(found)
    return Phase.USABLE if obstacle is None else PHASES[obstacle]


def refusal(found: frozenset[Obstacle]) -> Code | None:
    """The answer to a wish to take the seal in hand; none: nothing stands in the way."""
    return next((value for obstacle, value in REFUSALS.items() if obstacle in found), None)
