"""Down envelopes: judged by serial, binding, generation and range, applied in order, acknowledged in the log."""

from msgspec.structs import replace

from protocol import envelopes, grants
from protocol.conversation import Code
from protocol.envelopes import Envelope, Kind
from protocol.errors import BadSignature, ProtocolError
from protocol.log import AckEntry, EventKind, Outcome
from simulator.firmware.core import Core, Draft, Session
from simulator.firmware.state import PAST_GRANTS, REFUSED_KEPT, HeldGrant, PastGrant, State


def deliver(core: Core, _session: Session, body: bytes) -> tuple[Code, bytes]:
    """Apply an envelope exactly once; one that was applied (or refused) before is answered so again."""
    assert core.state.bound is not None
    try:
        envelope = envelopes.open_envelope(body, core.state.bound.authority)
    except BadSignature:
        return Code.BAD_SIGNATURE, b""
    if (code := _judge(core, envelope)) is not None:
        return code, b""
    state, outcome = _apply(core, envelope)
    refused = outcome is not Outcome.APPLIED
    if refused:
        state = replace(state, refused=[*state.refused, envelope.number][-REFUSED_KEPT:])
    before, keeps_hand = core.state.grant, not state.locked and _same_person(core.state.grant, state.grant)
    left = () if keeps_hand or not core.v.in_hand else core.note(EventKind.RELEASED)
    core.commit(replace(state, number=envelope.number), acknowledge(envelope, outcome), *left, point="apply")
    if not keeps_hand:
        core.release()
    if before is not None and state.grant is None and core.v.stand_out:
        core.v.ended = before
    return (Code.REFUSED if refused else Code.OK), b""


def acknowledge(envelope: Envelope, outcome: Outcome) -> Draft:
    """The log's word on what became of it."""
    binding, generation, down = envelope.binding, envelope.generation, envelope.number
    return lambda number, at, clock: AckEntry(number, at, clock, binding, generation, down, outcome)


def _judge(core: Core, envelope: Envelope) -> Code | None:
    """None: it is the next one, and there is room to acknowledge it."""
    state = core.state
    if (envelope.serial, envelope.binding, envelope.generation) != (core.board.serial, state.binding, state.generation):
        return Code.OTHER_SEAL
    if envelope.first > envelope.number:
        return Code.MALFORMED
    if envelope.number <= state.number:
        return Code.REFUSED if envelope.number in state.refused else Code.OK
    if envelope.first > state.number + 1:
        return Code.GAP
    return None if core.room_for_others() else Code.STORAGE_FULL


def _apply(core: Core, envelope: Envelope) -> tuple[State, Outcome]:
    state = core.state
    try:
        match envelope.kind:
            case Kind.GRANT:
                assert state.bound is not None
                grant = grants.open_grant(envelope.body, state.bound.authority, core.secret)
                return _take_grant(state, grant, core.board.serial)
            case Kind.END:
                return _end(state, envelopes.read_end(envelope.body).grant), Outcome.APPLIED
            case Kind.LOSS_LOCK:
                return replace(state, locked=envelopes.read_loss_lock(envelope.body).on), Outcome.APPLIED
            case Kind.OFFLINE_USE:
                return replace(state, offline_until=envelopes.read_offline_use(envelope.body).until), Outcome.APPLIED
            case _:  # a bind by the authority, or what this firmware does not know
                return state, Outcome.REFUSED_UNKNOWN
    except ProtocolError:  # signed by the authority and still not to be understood: said so, and the next one can come
        return state, Outcome.REFUSED_RANGE


def _take_grant(state: State, grant: grants.Grant, serial: str) -> tuple[State, Outcome]:
    """At most one live grant: the next needs an end before it, or says which one it continues."""
    assert state.bound is not None
    if (grant.serial, grant.organization) != (serial, state.bound.organization):
        return state, Outcome.REFUSED_UNKNOWN
    if any(past.id == grant.id for past in state.past):
        return state, Outcome.REFUSED_UNKNOWN  # what has ended stays ended
    if (grant.mode, grant.method) != (grants.Mode.PHYSICAL, grants.Method.DIRECT) or grant.expires <= grant.not_before:
        return state, Outcome.REFUSED_RANGE
    if grant.finger is not None:  # it would not be asked for
        return state, Outcome.REFUSED_RANGE
    live = state.grant
    # A grant of an older generation is not known to the cloud any more: it holds until it is issued again or replaced.
    gives_way = live is None or live.id in (grant.id, grant.continues) or live.generation != state.generation
    if not gives_way:
        return state, Outcome.REFUSED_OTHER_LIVE
    used = _used(state, grant.id) or (_used(state, grant.continues) if grant.continues else 0)
    if 0 < grant.count < used:
        return state, Outcome.REFUSED_RANGE
    if live is not None and live.id != grant.id:
        state = _end(state, live.id)
    held = HeldGrant(
        id=grant.id,
        member=grant.member,
        not_before=grant.not_before,
        expires=grant.expires,
        count=grant.count,
        photo_required=grant.photo_required,
        used=used,
        generation=state.generation,
        area=grant.area,
    )
    return replace(state, grant=held, ever_granted=True), Outcome.APPLIED


def _end(state: State, grant: bytes) -> State:
    """Over for good, also when it never came here: a fold may bring the end alone."""
    past = [*(past for past in state.past if past.id != grant), PastGrant(grant, _used(state, grant))][-PAST_GRANTS:]
    live = None if state.grant is not None and state.grant.id == grant else state.grant
    return replace(state, grant=live, past=past)


def _used(state: State, grant: bytes) -> int:
    if state.grant is not None and state.grant.id == grant:
        return state.grant.used
    return next((past.used for past in state.past if past.id == grant), 0)


def _same_person(before: HeldGrant | None, after: HeldGrant | None) -> bool:
    return before is not None and after is not None and before.member == after.member
