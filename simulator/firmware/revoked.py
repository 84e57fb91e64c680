"""Consoles whose key opens nothing any more: stolen, or their member may no more."""

from msgspec.structs import replace

from protocol.certificates import Claim, ConsoleCertificate
from protocol.envelopes import RevokeBody
from simulator.firmware import held
from simulator.firmware.state import Revoked, State

KEPT = 16


def revoke(state: State, order: RevokeBody, seconds: int) -> State:
    """When there is no room the one that is over first gives way, and every certificate that ends by then with it."""
    kept = [each for each in state.revoked if each.console != order.console]
    kept.append(Revoked(order.console, order.expires))
    if len(kept) > KEPT:
        kept = [each for each in kept if each.expires > seconds]
    kept.sort(key=lambda each: each.expires)
    through = state.revoked_through
    for gone in kept[:-KEPT]:
        through = max(through, gone.expires)
    return held.strike(replace(state, revoked=kept[-KEPT:], revoked_through=through), order.console)


def is_revoked(state: State, credential: Claim | ConsoleCertificate, seconds: int) -> bool:
    """Whether it opens nothing. A claim is of the platform and speaks to an unbound seal: there are none."""
    if isinstance(credential, Claim):
        return False
    if credential.expires <= state.revoked_through:
        return True
    return any(each.console == credential.static and seconds < each.expires for each in state.revoked)
