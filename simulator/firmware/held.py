"""The grants a seal holds: at most one live, some that wait for their code, and which of the past ended."""

from msgspec.structs import replace

from protocol.contact import MAX_WAITING
from protocol.grants import Grant, Method, Mode
from protocol.log import Outcome
from simulator.firmware.state import PAST_GRANTS, HeldGrant, PastGrant, State, WaitingGrant


def take(state: State, grant: Grant, serial: str) -> tuple[State, Outcome]:
    """A direct grant goes live, a pre-authorized one waits, unless it is the live one already."""
    assert state.bound is not None
    if (grant.serial, grant.organization) != (serial, state.bound.organization):
        return state, Outcome.REFUSED_UNKNOWN
    if any(past.id == grant.id for past in state.past):
        return state, Outcome.REFUSED_UNKNOWN  # what has ended stays ended
    if grant.expires <= grant.not_before or not _has_finger(state, grant) or not _fits_documents(grant):
        return state, Outcome.REFUSED_RANGE
    held = HeldGrant(
        id=grant.id,
        member=grant.member,
        not_before=grant.not_before,
        expires=grant.expires,
        count=grant.count,
        photo_required=grant.photo_required,
        used=0,
        generation=state.generation,
        area=grant.area,
        finger=grant.finger,
        claimed_place=grant.claimed_place,
        consoles=_not_revoked(state, grant.consoles),
        mode=grant.mode,
        documents=grant.documents,
    )
    is_live = state.grant is not None and state.grant.id == grant.id
    if grant.method is Method.PRE and not is_live:
        assert grant.code is not None
        return _let_wait(state, WaitingGrant(held, grant.code, 0, grant.continues))
    return go_live(state, held, grant.continues)


def go_live(state: State, grant: HeldGrant, continues: bytes | None) -> tuple[State, Outcome]:
    """At most one live grant: the next needs an end before it, or says which one it continues."""
    if not gives_way(state, grant.id, continues):
        return state, Outcome.REFUSED_OTHER_LIVE
    used = _used(state, grant.id) or (_used(state, continues) if continues else 0)
    if 0 < grant.count < used:
        return state, Outcome.REFUSED_RANGE
    if state.grant is not None and state.grant.id != grant.id:
        state = end(state, state.grant.id)
    waiting = [other for other in state.waiting if other.grant.id != grant.id]
    return replace(state, grant=replace(grant, used=used), waiting=waiting, ever_granted=True), Outcome.APPLIED


def gives_way(state: State, grant: bytes, continues: bytes | None) -> bool:
    """Whether the live one makes room. One of an older generation is not known to the cloud any more: it holds until
    it is issued again or replaced."""
    live = state.grant
    return live is None or live.id in (grant, continues) or live.generation != state.generation


def end(state: State, grant: bytes) -> State:
    """Over for good, also when it never came here: a fold may bring the end alone."""
    past = [*(past for past in state.past if past.id != grant), PastGrant(grant, _used(state, grant))][-PAST_GRANTS:]
    live = None if state.grant is not None and state.grant.id == grant else state.grant
    waiting = [other for other in state.waiting if other.grant.id != grant]
    return replace(state, grant=live, waiting=waiting, past=past)


def waits(state: State, grant: bytes) -> WaitingGrant | None:
    """The one with this id, if it waits for its code."""
    return next((waiting for waiting in state.waiting if waiting.grant.id == grant), None)


def put(state: State, waiting: WaitingGrant) -> State:
    """In the place of the one with the same id."""
    return replace(state, waiting=[waiting if w.grant.id == waiting.grant.id else w for w in state.waiting])


def strike(state: State, console: bytes) -> State:
    """No grant opens for this console's key without a certificate any more."""

    def without(grant: HeldGrant) -> HeldGrant:
        return replace(grant, consoles=[key for key in grant.consoles or [] if key != console] or None)

    waiting = [replace(each, grant=without(each.grant)) for each in state.waiting]
    return replace(state, grant=without(state.grant) if state.grant else None, waiting=waiting)


def _let_wait(state: State, coming: WaitingGrant) -> tuple[State, Outcome]:
    known = waits(state, coming.grant.id)
    if known is not None:
        tries = known.tries if known.code == coming.code else 0
        return put(state, replace(coming, tries=tries)), Outcome.APPLIED
    waiting = state.waiting
    if len(waiting) >= MAX_WAITING:  # as with the live one: an older generation makes way
        waiting = [each for each in waiting if each.grant.generation == state.generation]
    if len(waiting) >= MAX_WAITING:
        return state, Outcome.REFUSED_FULL
    return replace(state, waiting=[*waiting, coming]), Outcome.APPLIED


def _used(state: State, grant: bytes) -> int:
    if state.grant is not None and state.grant.id == grant:
        return state.grant.used
    return next((past.used for past in state.past if past.id == grant), 0)


def _has_finger(state: State, grant: Grant) -> bool:
    """A finger that could never be touched would be no limit but a wall."""
    wanted = (grant.finger, grant.member)
    return grant.finger is None or any((each.slot, each.member) == wanted for each in state.fingers)


def _fits_documents(grant: Grant) -> bool:
    """A document is sealed over a session: neither camera nor finger would ever be asked."""
    return grant.mode is Mode.PHYSICAL or (grant.finger is None and not grant.photo_required)


def _not_revoked(state: State, consoles: list[bytes] | None) -> list[bytes] | None:
    """A grant that was signed before a revocation may come after it."""
    revoked = [each.console for each in state.revoked]
    return [key for key in consoles or [] if key not in revoked] or None
