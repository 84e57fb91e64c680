"""Fingers: six captures make a template, five templates a seal, and a touch unlocks for a minute (C-02, R-136).

The reader gives a print (of the virtual world: bytes that are the same for the same finger) and how well it could be
read, in percent. The fewer captures a finger has in the template, the better the touch must be (R-240).
"""

from msgspec.structs import replace

from domain.seals import Model
from protocol.cbor import pack
from protocol.contact import SealMode
from protocol.conversation import CAPTURES, Code, FingerNotice, FingerResult, Notice, NoticeOp
from protocol.envelopes import FingerEnrolBody
from protocol.log import EventKind, Outcome, Slot
from simulator.firmware import screen
from simulator.firmware.core import Captures, Core, Draft, Session, Touch
from simulator.firmware.state import Enrolment, State, Template

TOUCH_MS = 60_000
BETWEEN_MS = 30_000  # touches of an enrolment
MOST_POOR = 10
READABLE = 50  # percent, for a capture
# A finger with n of the six captures is known again from 80 - 10 n percent on: 20 with all of them, 70 with one.
KNOWN, KNOWN_LESS = 80, 10


def touch(core: Core, finger: bytes, quality: int) -> None:
    """A finger on the reader; an L seal has none."""
    if core.board.model is not Model.GL or not core.on:
        return
    core.wake()
    if core.state.enrolling is not None:
        _capture(core, finger, quality)
    elif core.mode is SealMode.BLUETOOTH:
        core.say(screen.NO_FINGER_BY_BLUETOOTH)
    else:
        _unlock(core, finger, quality)


def _unlock(core: Core, finger: bytes, quality: int) -> None:
    """Any finger of the grant's member says who it is; a grant that names a slot wants that one."""
    grant = core.state.grant
    if grant is None:
        return
    for template in core.state.fingers:
        if template.member != grant.member or grant.finger not in (None, template.slot):
            continue
        captures = template.prints.count(finger)
        if captures and quality >= KNOWN - KNOWN_LESS * captures:
            core.v.touch = Touch(grant.id, template.slot, core.ticks() + TOUCH_MS)
            return


def touched(core: Core, grant: bytes) -> bool:
    """A finger of this grant's member was touched within the minute."""
    last = core.v.touch
    return last is not None and last.grant == grant and core.ticks() < last.until


def pressed(core: Core) -> None:
    """Whoever goes on need not touch again."""
    last, ticks = core.v.touch, core.ticks()
    if last is not None and ticks < last.until:
        core.v.touch = Touch(last.grant, last.slot, ticks + TOUCH_MS)


def forget_touch(core: Core) -> None:
    """What was touched for a grant that is no longer live, or into a slot that is empty now, does not count."""
    last, grant = core.v.touch, core.state.grant
    slots = [template.slot for template in core.state.fingers]
    if last is not None and (grant is None or grant.id != last.grant or last.slot not in slots):
        core.v.touch = None


# Taking one


def begin(core: Core, order: FingerEnrolBody) -> tuple[State, Outcome]:
    """Applied means begun."""
    state = core.state
    if core.board.model is not Model.GL:
        return state, Outcome.REFUSED_UNKNOWN
    if state.enrolling is not None or core.v.hand is not None:
        return state, Outcome.REFUSED_BUSY
    if any(template.slot == order.slot for template in state.fingers):
        return state, Outcome.REFUSED_FULL
    return replace(state, enrolling=Enrolment(order.slot, order.member)), Outcome.APPLIED


def begun(core: Core) -> None:
    """The order is in the log: the reader waits."""
    core.v.captures = Captures([], 0, core.ticks() + BETWEEN_MS)
    _tell(core, FingerResult.WAITING)


def _capture(core: Core, finger: bytes, quality: int) -> None:
    taking, enrolling = core.v.captures, core.state.enrolling
    assert taking is not None
    assert enrolling is not None
    taking.until = core.ticks() + BETWEEN_MS
    if quality < READABLE:
        taking.poor += 1
        if taking.poor >= MOST_POOR:
            fail(core, FingerResult.FAILED)
        else:
            _tell(core, FingerResult.POOR)
        return
    taking.prints.append(finger)
    if len(taking.prints) < CAPTURES:
        _tell(core, FingerResult.CAPTURED)
        return
    template = Template(enrolling.slot, enrolling.member, taking.prints)
    fingers = sorted([*core.state.fingers, template], key=lambda each: each.slot)
    state = replace(core.state, fingers=fingers, enrolling=None)
    core.commit(state, *core.note(EventKind.FINGER_ENROLLED, enrolling.slot), point="enrol")
    _tell(core, FingerResult.ENROLLED, enrolling.slot)
    core.v.captures = None
    core.say(screen.SAVED)


def fail(core: Core, result: FingerResult) -> None:
    """Nothing of it is kept; also when none is being taken."""
    enrolling = core.state.enrolling
    if enrolling is None:
        return
    core.commit(replace(core.state, enrolling=None), *failure(core), point="enrol")
    _tell(core, result, enrolling.slot)
    core.v.captures = None


def failure(core: Core) -> tuple[Draft, ...]:
    """The event for an enrolment that ends with nothing, if there is one."""
    enrolling = core.state.enrolling
    return () if enrolling is None else core.note(EventKind.FINGER_FAILED, enrolling.slot)


def settle(core: Core) -> None:
    """Nobody touched it in time."""
    if core.v.captures is not None and core.ticks() >= core.v.captures.until:
        fail(core, FingerResult.FAILED)


def cancel(core: Core, _session: Session, _body: bytes) -> tuple[Code, bytes]:
    """The finger that is being taken is not taken; also when none is."""
    fail(core, FingerResult.CANCELLED)
    return Code.OK, b""


def lines(core: Core) -> tuple[str, ...]:
    """What the screen says while a finger is taken; nothing when none is."""
    taking = core.v.captures
    return () if taking is None else (screen.TOUCH_TO_ENROL, f"{len(taking.prints)}/{CAPTURES}")


def _tell(core: Core, result: FingerResult, slot: Slot | None = None) -> None:
    taking, enrolling = core.v.captures, core.state.enrolling
    slot = enrolling.slot if enrolling is not None else slot
    assert slot is not None
    notice = FingerNotice(slot, len(taking.prints) if taking else 0, result)
    core.told.append(pack(Notice(NoticeOp.FINGER, pack(notice))))


# Deleting one


def delete(core: Core, slot: Slot) -> tuple[State, tuple[Draft, ...]]:
    """Also an empty slot, which is no event. A finger that is being taken into it is taken no further: else there would
    be one that the cloud does not know of."""
    state = core.state
    if is_taking(state, slot):
        return replace(state, enrolling=None), failure(core)
    kept = [template for template in state.fingers if template.slot != slot]
    event = core.note(EventKind.FINGER_DELETED, slot) if len(kept) < len(state.fingers) else ()
    return replace(state, fingers=kept), event


def is_taking(state: State, slot: Slot) -> bool:
    """An enrolment goes on for this slot."""
    return state.enrolling is not None and state.enrolling.slot == slot


def given_up(core: Core, slot: Slot) -> None:
    """The end of the enrolment is in the log: the reader waits no more."""
    _tell(core, FingerResult.CANCELLED, slot)
    core.v.captures = None
