"""A press: whatever stands in its way, exactly one record."""

from msgspec.structs import replace

from protocol.log import Grade, ImpressionEntry
from simulator.firmware import gate
from simulator.firmware.core import Core, Draft
from simulator.firmware.logbook import RESERVE
from simulator.firmware.state import Overflow, State


def press(core: Core) -> None:
    """Record it, and only then count it: the record and the count are one commit."""
    result = gate.cause(core.obstacles())
    state = replace(core.state, own=core.state.own + 1)
    if result == 0:
        assert state.grant is not None
        state = replace(state, grant=replace(state.grant, used=state.grant.used + 1))
    if core.log.impressions(state.receipted) < core.log.room + RESERVE:
        core.commit(state, _impression(core, state, result), point="press")
    else:
        core.commit(replace(state, overflow=_one_more(core)), point="press")
    core.v.last_result, core.v.camera_ready = result, False
    if core.v.pressed is not None:
        core.v.pressed = True


def _impression(core: Core, state: State, result: int) -> Draft:
    """The person is the grant's, also for a press that came just after its end; the grade says how sure that is."""
    grant, place = state.grant or core.v.ended, core.locate()
    grade = Grade.SESSION if core.v.in_hand else Grade.HOLDER
    return lambda number, at, clock: ImpressionEntry(
        number=number,
        at=at,
        clock=clock,
        own=state.own,
        grant=grant.id if grant else None,
        member=grant.member if grant else None,
        grade=grade,
        place=place,
        result=result,
    )


def _one_more(core: Core) -> Overflow:
    at, before = core.now_ms(), core.state.overflow
    if before is None:
        return Overflow(1, at, at, core.clock)
    return replace(before, count=before.count + 1, last_at=at, clock=core.clock)
