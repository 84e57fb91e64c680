"""Unbinding a seal by its organization, while it is on (R-194..R-197); by the operator: `forced_unbinding`."""

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


def decide_unbind(act: UnbindSeal, at: Circumstances) -> Verdict:
    """R-194: whoever may bind it; with nothing un-ended (R-197, I-11), not locked, on (R-196), its store empty."""
    if not may(at.actor, Permission.BIND):
        return Refused("not_allowed")
    seal = at.facts.get(Seal, act.seal)
    if seal is None:
        return missing(at.facts)
    if seal.state is not BindingState.BOUND:
        return Refused("seal_not_bound", "seal", seal.name)
    if is_on(seal.loss_lock):  # else whoever may not unlock it would do so by this
        return Refused("seal_locked", "seal", seal.name)
    if live_on(seal.id, at.facts) is not None:
        return Refused("former_use_not_ended", "seal", seal.name)
    if waiting := at.facts.all(Authorization, seal=seal.id, stage=Stage.WAITING):
        return Refused("uses_wait", "seal", str(len(waiting)))
    if not at.facts.complete:
        return OnlyCloud()
    if (why := obstacle(seal, at.facts, at.now)) is not None:
        return why
    after = msgspec.structs.replace(seal, state=BindingState.UNBINDING, unbound_by=at.actor.id)
    return Allowed((after,))


def obstacle(seal: Seal, facts: Facts, now: int) -> Refused | None:
    """What stands in the way at the seal; to a console this is advice, for what it last heard may be old."""
    if (why := not_in_contact(seal, facts.get(SealStatus, seal.id), now)) is not None:
        return why
    lying = records_on_seal(seal.id, facts)
    return Refused("seal_holds_records", "seal", str(lying)) if lying else None


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
