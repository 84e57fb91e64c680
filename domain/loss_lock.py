"""Loss lock: a seal that is lost is shut, and opened again in the same way (R-027, R-190..R-193, C-11)."""

from typing import Annotated

import msgspec

from domain.organization import Permission, may
from domain.rows import Act, IdText
from domain.seals import BindingState, Seal, Wanted, is_on
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing


class _Word(Act, frozen=True, kw_only=True):
    """`id` names this word. `of`: the one that stood when the person spoke, as `word_on` names it. The acts of older
    consoles have neither."""

    seal: IdText
    id: IdText | None = None
    of: Annotated[str, msgspec.Meta(max_length=64)] | None = None


class LockSeal(_Word, frozen=True, kw_only=True):
    """Shut the seal, for it is lost."""


class UnlockSeal(_Word, frozen=True, kw_only=True):
    """The same seal may be used again."""


def word_on(seal: Seal) -> str:
    """What names the last word on the lock; empty: there was none, or it has no name."""
    return (seal.loss_lock.id if seal.loss_lock is not None else None) or ""


def decide_loss_lock(act: LockSeal | UnlockSeal, at: Circumstances) -> Verdict:
    """Whoever may lock may unlock, at any time: a seal that is off hears of it before it unlocks (R-192). But what was
    said long ago, without the cloud, undoes nothing that was said since. Also of a seal that is to be unbound: until it
    is, it can be lost."""
    if not may(at.actor, Permission.LOSS_LOCK):
        return Refused("not_allowed")
    seal = at.facts.get(Seal, act.seal)
    if seal is None:
        return missing(at.facts)
    if seal.state not in (BindingState.BOUND, BindingState.UNBINDING):
        return Refused("seal_not_bound", "seal", seal.name)
    on = isinstance(act, LockSeal)
    if is_on(seal.loss_lock) is on:
        return Refused("already_so", "seal")
    if act.of is not None and act.of != word_on(seal):
        return Refused("lock_changed_since", "seal", seal.name)
    return Allowed((msgspec.structs.replace(seal, loss_lock=Wanted(on, at.actor.id, at.now, id=act.id)),))
