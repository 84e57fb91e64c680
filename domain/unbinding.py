"""Unbinding a seal by its organization, while it is on (R-194..R-197); by the operator: `forced_unbinding`."""

from enum import StrEnum

import msgspec

from domain.authorizations import Authorization, Stage, live_on
from domain.ending import records_on_seal
from domain.offline_use import not_in_contact
from domain.organization import Permission, may
from domain.rows import Act, IdText
from domain.seals import BindingState, Seal, SealStatus, is_on
from domain.verdict import Allowed, Circumstances, Facts, OnlyCloud, Refused, Verdict, missing


class UnbindSeal(Act, frozen=True, kw_only=True):
    """Let go of the seal (解绑): it is the organization's until its own log says that it is not."""

    seal: IdText


class Condition(StrEnum):
    """What has to hold, in this order. Of the last two a console knows only what the seal said last: advice."""

    UNLOCKED = "unlocked"  # else whoever may not unlock it would do so by this
    ENDED = "ended"  # R-197, I-11
    NONE_WAITS = "none_waits"
    ON = "on"
    EMPTY = "empty"


AT_THE_SEAL = (Condition.ON, Condition.EMPTY)


def conditions(seal: Seal, facts: Facts, now: int) -> dict[Condition, Refused | None]:
    """For each, why it does not hold; none: it does."""
    unended, waiting = live_on(seal.id, facts), facts.all(Authorization, seal=seal.id, stage=Stage.WAITING)
    lying = records_on_seal(seal.id, facts)
    return {
        Condition.UNLOCKED: Refused("seal_locked", "seal", seal.name) if is_on(seal.loss_lock) else None,
        Condition.ENDED: Refused("former_use_not_ended", "seal", seal.name) if unended is not None else None,
        Condition.NONE_WAITS: Refused("uses_wait", "seal", str(len(waiting))) if waiting else None,
        Condition.ON: not_in_contact(seal, facts.get(SealStatus, seal.id), now),
        Condition.EMPTY: Refused("seal_holds_records", "seal", str(lying)) if lying else None,
    }


def decide_unbind(act: UnbindSeal, at: Circumstances) -> Verdict:
    """R-194: whoever may bind it, under the conditions above."""
    if not may(at.actor, Permission.BIND):
        return Refused("not_allowed")
    seal = at.facts.get(Seal, act.seal)
    if seal is None:
        return missing(at.facts)
    if seal.state is not BindingState.BOUND:
        return Refused("seal_not_bound", "seal", seal.name)
    unmet = {each: why for each, why in conditions(seal, at.facts, at.now).items() if why is not None}
    if (first := next((why for each, why in unmet.items() if each not in AT_THE_SEAL), None)) is not None:
        return first
    if not at.facts.complete:
        return OnlyCloud()
    if unmet:
        return next(iter(unmet.values()))
    after = msgspec.structs.replace(seal, state=BindingState.UNBINDING, unbound_by=at.actor.id)
    return Allowed((after,))


def unbound(seal: Seal, now: int) -> Seal:
    """The seal as its organization remembers it. Who kept it goes on reading its records; a template or category is no
    longer used by it."""
    return msgspec.structs.replace(
        seal,
        state=BindingState.UNBOUND,
        flows=[],
        fingers=[],
        slots=[],
        settings=None,
        free_use=None,
        offline_use=None,
        unbound_at=now,
    )


def still_bound(seal: Seal) -> Seal:
    """The seal would not let go."""
    return msgspec.structs.replace(seal, state=BindingState.BOUND, unbound_by=None)
