"""May it unlock, and if not: what stands in the way? One answer for the screen, the session and the record.

Everything that stands in the way is gathered; then each reader takes the first in *his* order of importance: the
screen what a person can do something about, the record (C-39) what the press broke.

What a press is recorded as, the first that holds:

    5  the seal is switched off                     1  the uses of the live grant are used up
    3  it is undelivered or unbound                 2  the live grant has not begun, or is over
    4  it is locked                                 3  anything else: no lease, an order missing, not in hand, store
    7  no grant since it was bound                     full, camera not ready …; the events around it say which
    6  the stand is out ever since the grant ended  0  nothing stands in the way
    3  no grant
"""

from dataclasses import dataclass
from enum import Enum, auto

from domain import geo
from domain.usage import Abnormality
from protocol.contact import Phase
from protocol.conversation import Code
from protocol.grants import E7, area_of
from protocol.log import Place, Source
from simulator.firmware.state import State

MOST_AGE_S = 300  # of a position that is to prove where the seal is


class Obstacle(Enum):
    OFF = auto()
    UNDELIVERED = auto()
    UNBOUND = auto()
    LOCKED = auto()  # the loss lock
    ROLLED_BACK = auto()
    FULL = auto()
    NEVER_GRANTED = auto()  # beside NO_GRANT: none since the seal was bound
    JUST_ENDED = auto()  # beside NO_GRANT: the stand is out ever since the last grant ended
    NO_GRANT = auto()
    HELD = auto()  # a grant of an older generation, not issued again yet
    COUNT = auto()
    TIME = auto()
    NO_CLOCK = auto()
    LEASE = auto()
    BEHIND = auto()  # something ordered has not been applied yet
    NOT_IN_HAND = auto()
    AREA = auto()  # the grant has an area, and the seal is outside, or does not know where it is
    CAMERA = auto()  # a photo is demanded and the camera has not said that it is ready


@dataclass(frozen=True)
class Now:
    """What the gate has to know beside the state. `seconds` since 1970 UTC, none with a lost clock."""

    delivered: bool
    rolled_back: bool
    full: bool
    ended_with_stand_out: bool
    seconds: int | None
    lease_runs: bool
    down_head: int
    in_hand: bool
    camera_ready: bool
    place: Place | None


def obstacles(state: State, now: Now) -> frozenset[Obstacle]:
    """All that keeps the seal from unlocking; empty: it may be pressed."""
    found = {
        Obstacle.OFF: not state.on,
        Obstacle.UNDELIVERED: not now.delivered,
        Obstacle.UNBOUND: state.bound is None,
        Obstacle.ROLLED_BACK: now.rolled_back,
        Obstacle.FULL: now.full,
        Obstacle.NO_CLOCK: now.seconds is None,
        Obstacle.LOCKED: state.locked,
        Obstacle.LEASE: not now.lease_runs and not _goes_offline(state, now),
        Obstacle.BEHIND: state.number < now.down_head,
        Obstacle.NOT_IN_HAND: not now.in_hand,
    }
    grant = state.grant
    if grant is None:
        found[Obstacle.NO_GRANT] = True
        found[Obstacle.NEVER_GRANTED] = not state.ever_granted
        found[Obstacle.JUST_ENDED] = now.ended_with_stand_out
    else:
        found[Obstacle.HELD] = grant.generation != state.generation
        found[Obstacle.COUNT] = 0 < grant.count <= grant.used
        found[Obstacle.TIME] = now.seconds is not None and not grant.not_before <= now.seconds < grant.expires
        found[Obstacle.AREA] = grant.area is not None and not _inside(grant.area, now.place)
        found[Obstacle.CAMERA] = grant.photo_required and not now.camera_ready
    return frozenset(obstacle for obstacle, there in found.items() if there)


def _goes_offline(state: State, now: Now) -> bool:
    """With offline use on, no news is asked for; by a clock that is set."""
    return state.offline_until is not None and now.seconds is not None and now.seconds < state.offline_until


def _inside(claim: list[int], place: Place | None) -> bool:
    """By a fix of its own that is not older than five minutes."""
    area = area_of(claim)
    if area is None or place is None or place.source is not Source.GNSS or place.age_s > MOST_AGE_S:
        return False
    return geo.contains(area, geo.Point(place.lat_e7 / E7, place.lon_e7 / E7))


# The cause of a press that happens all the same, most telling first. Count before time: the count of a grant can only
# have been used up before its time was over. Causes 8, 9 and 10 are still to come.
CAUSES = {
    Obstacle.OFF: Abnormality.SWITCHING_OFF,
    Obstacle.UNDELIVERED: Abnormality.NO_AUTHORIZATION,
    Obstacle.UNBOUND: Abnormality.NO_AUTHORIZATION,
    Obstacle.LOCKED: Abnormality.LOSS_LOCKED,
    Obstacle.NEVER_GRANTED: Abnormality.JUST_BOUND,
    Obstacle.JUST_ENDED: Abnormality.JUST_ENDED,
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
    Obstacle.AREA: Code.RESTRICTED,
}


def cause(found: frozenset[Obstacle]) -> int:
    """What to record a press as: 0 normal, else one of the ten causes. Whatever else keeps the seal shut (no lease,
    not in hand, store full, camera not ready) leaves the press without authorization: cause 3; the event before the
    record says what it was."""
    if not found:
        return 0
    return next((value for obstacle, value in CAUSES.items() if obstacle in found), Abnormality.NO_AUTHORIZATION)


def phase(found: frozenset[Obstacle]) -> Phase:
    """What the seal shows."""
    return next((value for obstacle, value in PHASES.items() if obstacle in found), Phase.USABLE)


def refusal(found: frozenset[Obstacle]) -> Code | None:
    """The answer to a wish to take the seal in hand; none: nothing stands in the way."""
    return next((value for obstacle, value in REFUSALS.items() if obstacle in found), None)
