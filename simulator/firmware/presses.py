"""A press: whatever stands in its way, exactly one record."""

from msgspec.structs import replace

from protocol.log import EventKind, Grade, ImpressionEntry
from simulator.firmware import fingers, gate
from simulator.firmware.core import Core, Draft, Intent
from simulator.firmware.logbook import RESERVE
from simulator.firmware.state import HeldGrant, Overflow, State


def press(core: Core) -> None:
    """Record it, and only then count it: the record and the count are one commit."""
    judged, v = core.judge(), core.v
    result = gate.cause(judged.found)
    state = replace(core.state, own=core.state.own + 1)
    if result == 0 and judged.grant is not None:
        state = replace(state, grant=replace(judged.grant, used=judged.grant.used + 1))
    if core.log.impressions(state.receipted) < core.log.room + RESERVE:
        core.commit(state, _impression(core, state, result, judged.grant), point="press")
    else:
        core.commit(replace(state, overflow=_one_more(core)), point="press")
    v.last_result, v.camera_ready = result, False
    if v.intent is not None:
        v.intent.pressed = True
    if result == 0:
        fingers.pressed(core)
    core.wake()


def _impression(core: Core, state: State, result: int, grant: HeldGrant | None) -> Draft:
    """The person is the grant's, also for a press that came just after its end; in free use whoever has it in hand;
    the grade says how sure that is."""
    if grant is None and not state.free:
        grant = core.v.ended
    hand, place = core.v.hand, core.place()
    member = grant.member if grant else hand.member if hand else None
    if grant is not None and fingers.touched(core, grant.id):
        grade = Grade.FINGERPRINT
    elif hand is not None and hand.member == member:
        grade = Grade.SESSION
    else:
        grade = Grade.HOLDER
    return lambda number, at, clock: ImpressionEntry(
        number=number,
        at=at,
        clock=clock,
        own=state.own,
        grant=grant.id if grant else None,
        member=member,
        grade=grade,
        place=place,
        result=result,
    )


def _one_more(core: Core) -> Overflow:
    at, before = core.now_ms(), core.state.overflow
    if before is None:
        return Overflow(1, at, at, core.clock)
    return replace(before, count=before.count + 1, last_at=at, clock=core.clock)


def follow_intent(core: Core) -> None:
    """Unlocked with the stand out is an intent; one that ends with no press is an event, never a count."""
    judged, v = core.judge(), core.v
    grant = judged.grant.id if judged.grant else None
    may_press = not judged.found and v.stand_out
    if v.intent is not None and not (may_press and v.intent.grant == grant) and (drafts := aborted(core)):
        core.commit(core.state, *drafts, point="abort")
    if may_press and v.intent is None:
        v.intent = Intent(grant)


def aborted(core: Core) -> tuple[Draft, ...]:
    """The intent is over: its event, unless it was pressed."""
    intent, core.v.intent = core.v.intent, None
    return () if intent is None or intent.pressed else core.note(EventKind.ABORTED, grant=intent.grant)
