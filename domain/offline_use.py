"""Offline use: a seal goes on without news from the cloud for a while (R-025, R-180..R-187, C-10)."""

import msgspec

from domain.authorizations import Authorization, live_on
from domain.codes import SmsCode
from domain.organization import Permission
from domain.rows import Act, IdText
from domain.seals import BindingState, Seal, SealStatus, Wanted, may_on
from domain.uses import DAY_MS
from domain.verdict import Allowed, Circumstances, OnlyCloud, Refused, Verdict, missing

# Until its next contact such a seal can be neither ended nor locked: not for longer than this.
LONGEST_MS = 7 * DAY_MS
# A seal is on when it has been in contact as lately as this: a lease's time (`protocol.contact.LEASE_S`).
IN_CONTACT_MS = 10 * 60 * 1000


class OpenOfflineUse(Act, frozen=True, kw_only=True):
    """`code` was sent to the owner's phone, whoever asks (R-182)."""

    seal: IdText
    code: SmsCode


class CloseOfflineUse(Act, frozen=True, kw_only=True):
    """By the same steps."""

    seal: IdText
    code: SmsCode


def decide_offline_use(act: OpenOfflineUse | CloseOfflineUse, at: Circumstances) -> Verdict:
    """By who manages the seal, while it is on (R-183); opened under an authorization only (R-180). The code only the
    cloud can judge."""
    seal = at.facts.get(Seal, act.seal)
    if seal is None:
        return missing(at.facts)
    if not may_on(at.actor, Permission.OFFLINE_USE, seal):
        return Refused("not_allowed")
    if seal.state is not BindingState.BOUND:
        return Refused("seal_not_bound", "seal", seal.name)
    on = isinstance(act, OpenOfflineUse)
    if is_open(seal.offline_use, at.now) is on:
        return Refused("already_so", "seal")
    if not at.facts.complete:
        return OnlyCloud()
    why = obstacle(seal, live_on(seal.id, at.facts), at.facts.get(SealStatus, seal.id), at.now, on=on)
    return why or Allowed((msgspec.structs.replace(seal, offline_use=Wanted(on, at.actor.id, at.now)),))


def obstacle(seal: Seal, use: Authorization | None, status: SealStatus | None, now: int, *, on: bool) -> Refused | None:
    """What stands in its way: nothing live to open it under, or a seal that is not on. To a console this is advice: it
    may not see what is live, and what it last heard of the seal is old, or its clock is fast."""
    if on and use is None:
        return Refused("offline_needs_use", "seal", seal.name)
    return not_in_contact(seal, status, now)


def not_in_contact(seal: Seal, status: SealStatus | None, now: int) -> Refused | None:
    """Why what needs the seal to be on cannot be done now; none: it is on."""
    if status is None or now - status.at > IN_CONTACT_MS:
        return Refused("seal_not_in_contact", "seal", seal.name)
    return None


def is_open(wanted: Wanted | None, now: int) -> bool:
    """Told to the seal, and not over yet."""
    return wanted is not None and wanted.on and now < wanted.at + LONGEST_MS


def until(wanted: Wanted) -> int | None:
    """Until when (milliseconds) the seal needs no news; none: it does."""
    return wanted.at + LONGEST_MS if wanted.on else None
