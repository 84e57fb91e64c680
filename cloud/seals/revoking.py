"""Consoles whose certificates are to open nothing any more: each seal they could open is told (R-055, decision 9)."""

from collections.abc import Iterable

from cloud.seals import orders
from cloud.store import people, proofs
from cloud.store.unit import Unit
from domain.organization import Member
from domain.seals import BindingState, Seal


def sign_out(unit: Unit, user: str, console: str, now: int) -> None:
    """A console was signed out by somebody who was not in front of it: everywhere, as long as a certificate of its key
    would hold."""
    key = people.static_key(unit, console)
    for organization, expires in proofs.certified(unit, console, now).items():
        holder = next(iter(unit.facts(organization).all(Member, user=user)), None)
        if holder is not None:
            _everywhere(unit, holder, [(console, key, expires)], now)


def member(unit: Unit, holder: Member, now: int) -> None:
    """He has left, or may stamp no more: in this organization, whichever console he has."""
    found: list[tuple[str, bytes, int]] = []
    for console in people.consoles_of(unit, holder.user) if holder.user else ():
        expires = proofs.certified(unit, console, now).get(holder.organization)
        if expires is not None:
            found.append((console, people.static_key(unit, console), expires))
    _everywhere(unit, holder, found, now)


def _everywhere(unit: Unit, holder: Member, consoles: Iterable[tuple[str, bytes, int]], now: int) -> None:
    consoles = list(consoles)
    for seal in unit.facts(holder.organization).all(Seal) if consoles else ():
        if seal.state in (BindingState.BOUND, BindingState.UNBINDING):
            for console, key, expires in consoles:
                orders.revoke(unit, seal, console, key, expires, holder.id, now)
