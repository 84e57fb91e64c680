"""Down envelopes: judged by serial, binding, generation and range, applied in order, acknowledged in the log."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace

from protocol import envelopes, grants
from protocol.conversation import Code
from protocol.envelopes import Envelope, Kind
from protocol.errors import BadSignature, ProtocolError
from protocol.log import AckEntry, Outcome
from simulator.firmware import codes, fingers, hand, held, revoked, screen, upgrade, voice
from simulator.firmware.core import Core, Draft, Session
from simulator.firmware.gate import Hand
from simulator.firmware.state import REFUSED_KEPT, State, unbound

# A lock that was ordered before the seal was switched on comes with its first contact, or shortly after it.
LATE_ORDER_MS = 30_000


@dataclass(frozen=True)
class Applied:
    """The state to be, what the log says of it, further events, and what is done when all of it is durable."""

    state: State
    outcome: Outcome = Outcome.APPLIED
    drafts: tuple[Draft, ...] = ()
    then: Callable[[Core], None] | None = None


def deliver(core: Core, _session: Session, body: bytes) -> tuple[Code, bytes]:
    """Apply an envelope exactly once; one that was applied (or refused) before is answered so again."""
    assert core.state.bound is not None
    try:
        envelope = envelopes.open_envelope(body, core.state.bound.authority)
    except BadSignature:
        return Code.BAD_SIGNATURE, b""
    if (code := _judge(core, envelope)) is not None:
        return code, b""
    applied = _apply(core, envelope)
    state, refused = applied.state, applied.outcome is not Outcome.APPLIED
    if refused:
        state = replace(state, refused=[*state.refused, envelope.number][-REFUSED_KEPT:])
    if state.bound is not None:
        state = replace(state, number=envelope.number)
    before, keeps = core.state, _keeps_hand(core, state)
    left = () if keeps else hand.release_event(core)
    acknowledged = acknowledge(envelope, applied.outcome)
    if state.bound is None:
        _forget_binding(core, state, acknowledged, *applied.drafts, *left)
    else:
        core.commit(state, acknowledged, *applied.drafts, *left, point="apply")
    core.v.hand = keeps
    if keeps is None:
        core.release()
    _note_what_follows(core, before)
    if applied.then is not None:
        applied.then(core)
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


def _apply(core: Core, envelope: Envelope) -> Applied:
    try:
        return _meaning(core, envelope)
    except ProtocolError:  # signed by the authority and still not to be understood: said so, and the next one can come
        return Applied(core.state, Outcome.REFUSED_RANGE)


def _meaning(core: Core, envelope: Envelope) -> Applied:
    """What an order comes to; raises `ProtocolError` for a body that is not one of its kind."""
    state, body = core.state, envelope.body
    assert state.bound is not None
    match envelope.kind:
        case Kind.GRANT:
            grant = grants.open_grant(body, state.bound.authority, core.secret)
            return Applied(*held.take(state, grant, core.board.serial))
        case Kind.END:
            return Applied(held.end(state, envelopes.read_end(body).grant))
        case Kind.LOSS_LOCK | Kind.OFFLINE_USE | Kind.REGIME | Kind.SETTINGS:
            return Applied(_told(state, envelope.kind, body))
        case Kind.FINGER_ENROL:
            taking, outcome = fingers.begin(core, envelopes.read_finger_enrol(body))
            then = {Outcome.APPLIED: fingers.begun, Outcome.REFUSED_FULL: _say_no_slot}.get(outcome)
            return Applied(taking, outcome, then=then)
        case Kind.FINGER_DELETE:
            slot = envelopes.read_finger_delete(body).slot
            without, event = fingers.delete(core, slot)
            then = partial(fingers.given_up, slot=slot) if fingers.is_taking(state, slot) else None
            return Applied(without, drafts=event, then=then)
        case Kind.UNBIND:
            envelopes.read_unbind(body)
            if not _is_empty(core):
                return Applied(state, Outcome.REFUSED_STORE)
            return Applied(unbound(state), drafts=fingers.failure(core))
        case Kind.REVOKE:
            return Applied(revoked.revoke(state, envelopes.read_revoke(body), core.seconds or 0))
        case Kind.ACTIVATE:
            order = envelopes.open_activation(body, core.secret)
            tried = codes.attempt(core, order.grant, order.code)
            return Applied(tried.state, tried.outcome, tried.drafts)
        case Kind.FIRMWARE:
            wanted, outcome, event = upgrade.order(core, body)
            return Applied(wanted, outcome, event, upgrade.ordered)
        case _:  # a bind by the authority, or what this firmware does not know
            return Applied(state, Outcome.REFUSED_UNKNOWN)


def _told(state: State, kind: int, body: bytes) -> State:
    """What it is told to be, in absolute values."""
    match kind:
        case Kind.LOSS_LOCK:
            return replace(state, locked=envelopes.read_loss_lock(body).on)
        case Kind.OFFLINE_USE:
            return replace(state, offline_until=envelopes.read_offline_use(body).until)
        case Kind.REGIME:
            return replace(state, free=envelopes.read_regime(body).free)
        case _:
            said = envelopes.read_settings(body)
            return replace(state, backlight_s=said.backlight_s, auto_off_min=said.auto_off_min)


def _say_no_slot(core: Core) -> None:
    core.say(screen.NO_SLOT)


def _is_empty(core: Core) -> bool:
    """Every impression has its receipt, and no grant would be lost."""
    state = core.state
    return (
        core.log.impressions(state.receipted) == 0
        and state.overflow is None
        and state.grant is None
        and not state.waiting
    )


def _keeps_hand(core: Core, after: State) -> Hand | None:
    """Who has it in hand after an order: a lock, another person's grant, a revocation, an unbinding put it down."""
    now, before, session = core.v.hand, core.state, core.v.session
    if now is None or after.locked or after.bound is None:
        return None
    if session is not None and revoked.is_revoked(after, session.credential, core.seconds or 0):
        return None
    if now.grant is None:
        return now if after.free else None
    same = before.grant is not None and after.grant is not None and before.grant.member == after.grant.member
    return Hand(now.member, after.grant.id) if same and after.grant is not None else None


def _note_what_follows(core: Core, before: State) -> None:
    """What the causes of a press depend on."""
    state, v = core.state, core.v
    if before.grant is not None and state.grant is None and v.stand_out:
        v.ended = before.grant
    if state.locked and not before.locked:
        early = v.first_answer is None or core.ticks() - v.first_answer <= LATE_ORDER_MS
        v.locked_late = core.ticks() if early else None
    fingers.forget_touch(core)


def _forget_binding(core: Core, state: State, *drafts: Draft) -> None:
    """The acknowledgement is told under the old K, which nobody knows any more afterwards."""
    secret, binding, first = core.secret, core.state.binding, core.log.last + 1
    core.commit(state, *drafts, point="unbind")
    core.told.append(voice.slice_notice(core, first, binding, secret))
    core.fresh.clear()
    v = core.v
    v.lease_until, v.down_head, v.question, v.answered, v.ended = None, 0, None, None, None
    v.captures = None
