"""Loss lock: a seal that is lost is shut, and opened again in the same way (R-027, R-190..R-193, C-11)."""

import msgspec

from domain.organization import Permission, may
from domain.rows import Act, IdText
from domain.seals import BindingState, Seal, Wanted, is_on
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing


class LockSeal(Act, frozen=True, kw_only=True):
    seal: IdText


class UnlockSeal(Act, frozen=True, kw_only=True):
    seal: IdText


def decide_loss_lock(act: LockSeal | UnlockSeal, at: Circumstances) -> Verdict:
    """Whoever may lock may unlock, at any time: a seal that is off hears of it before it unlocks (R-192)."""
    if not may(at.actor, Permission.LOSS_LOCK):
        return Refused("not_allowed")
    seal = at.facts.get(Seal, act.seal)
    if seal is None:
        return missing(at.facts)
    if seal.state is not BindingState.BOUND:
        return Refused("seal_not_bound", "seal", seal.name)
    on = isinstance(act, LockSeal)
    if is_on(seal.loss_lock) is on:
        return Refused("already_so", "seal")
    return Allowed((msgspec.structs.replace(seal, loss_lock=Wanted(on, at.actor.id, at.now)),))
