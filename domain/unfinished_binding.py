"""A binding that was asked for and that the seal has not confirmed: it keeps nobody else from the seal, may be taken
back by whoever asked for it, and lapses by itself (decision 0048)."""

import msgspec

from domain.organization import Permission, may
from domain.rows import Act, IdText
from domain.seals import BindingState, Seal
from domain.unbinding import unbound
from domain.uses import DAY_MS
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing

# A seal that was switched off over night is still bound when it comes back; after that it takes no place of the quota.
UNFINISHED_FOR_MS = DAY_MS


class TakeBackBinding(Act, frozen=True, kw_only=True):
    """Wait no longer for the seal to be bound (撤回绑定)."""

    seal: IdText


def decide_take_back_binding(act: TakeBackBinding, at: Circumstances) -> Verdict:
    """Whoever may bind, and who asked for it, may he bind or not by now."""
    seal = at.facts.get(Seal, act.seal)
    if not may(at.actor, Permission.BIND) and (seal is None or seal.bound_by != at.actor.id):
        return Refused("not_allowed")
    if seal is None:
        return missing(at.facts)
    if seal.state is not BindingState.AWAITING_SEAL:
        return Refused("binding_not_open", "seal", seal.name)
    return Allowed((taken_back(seal, at.now, at.actor.id),))


def taken_back(seal: Seal, now: int, by: str | None, why: str = "") -> Seal:
    """The seal as nobody waits for it any more; `by` none: time, another organization, or the operator for a reason."""
    return msgspec.structs.replace(unbound(seal, now), unbound_by=by, unbound_why=why)


def lapses_at(seal: Seal) -> int:
    """When a binding that waits for its seal is over."""
    return seal.bound_at + UNFINISHED_FOR_MS


def lapsed(seal: Seal, now: int) -> Seal | None:
    """The seal after that, if it is so."""
    over = seal.state is BindingState.AWAITING_SEAL and lapses_at(seal) <= now
    return taken_back(seal, now, None) if over else None


def confirmed(seal: Seal, binding: int) -> Seal:
    """The seal's log says that it is bound: so it is, were it taken back on the way."""
    return msgspec.structs.replace(
        seal, state=BindingState.BOUND, binding=binding, unbound_at=None, unbound_by=None, unbound_why=""
    )
