"""Asking a seal where it is (R-215): it changes no row; the seal is called, and what it answers is its news."""

from domain.rows import Act, IdText
from domain.seals import BindingState, Seal
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing


class LocateSeal(Act, frozen=True, kw_only=True):
    """Let the seal say now where it is, if it is attached."""

    seal: IdText


def decide_locate(act: LocateSeal, at: Circumstances) -> Verdict:
    """Whoever sees the seal on the map (R-211)."""
    seal = at.facts.get(Seal, act.seal)
    if seal is None:
        return missing(at.facts)
    if seal.state not in (BindingState.BOUND, BindingState.UNBINDING):
        return Refused("seal_not_bound", "seal", seal.name)
    return Allowed(())
