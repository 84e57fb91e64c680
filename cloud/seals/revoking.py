"""Consoles that are to open no seal any more: each seal they could open is told (R-055, decision 9)."""

from collections.abc import Iterable

from cloud.seals import orders
from cloud.store import people, proofs
from cloud.store.unit import Unit
from domain.authorizations import Authorization, Stage
from domain.organization import Member
from domain.seals import BindingState, Seal


def sign_out(unit: Unit, user: str, console: str, now: int) -> None:
    """A console was signed out by somebody who was not in front of it: everywhere, as long as it could open a seal."""
    for holder in people.memberships(unit, user):
        _everywhere(unit, holder, [console], now)


def member(unit: Unit, holder: Member, now: int) -> None:
    """He has left, or may stamp no more: in this organization, whichever console he has."""
    _everywhere(unit, holder, people.consoles_of(unit, holder.user) if holder.user else [], now)


def _everywhere(unit: Unit, holder: Member, consoles: Iterable[str], now: int) -> None:
    """A certificate opens any seal until it is over; a grant that names the console, one seal until its own end."""
    facts = unit.facts(holder.organization)
    certified = {console: proofs.certified(unit, console, now).get(holder.organization, now) for console in consoles}
    ends: dict[str, int] = {}
    for use in facts.all(Authorization, member=holder.id) if certified else ():
        if use.stage is not Stage.OVER:
            ends[use.seal] = max(use.end, ends.get(use.seal, now))
    for seal in facts.all(Seal) if certified else ():
        for console, until in certified.items() if seal.state in (BindingState.BOUND, BindingState.UNBINDING) else ():
            expires = max(until, ends.get(seal.id, now))
            if expires > now:
                orders.revoke(unit, seal, console, people.static_key(unit, console), expires, holder.id, now)
