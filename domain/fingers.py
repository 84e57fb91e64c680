"""Fingerprints: who may be enrolled in which slot of a seal, and what becomes of it (R-235..R-241, C-02, C-27).

One enrolment is six captures and makes one template; a seal holds five, one for a member.
"""

from collections.abc import Iterable

import msgspec

from domain.authorizations import Authorization, Stage
from domain.offline_use import not_in_contact
from domain.organization import Member, Permission, may
from domain.rows import Act, IdText
from domain.seals import BindingState, Finger, Model, Seal, SealMode, SealStatus
from domain.verdict import Allowed, Circumstances, Facts, OnlyCloud, Refused, Verdict, missing

FINGERS_PER_SEAL = 5


class EnrolFinger(Act, frozen=True, kw_only=True):
    """Let this member be enrolled at the seal: he touches it six times (R-236)."""

    seal: IdText
    member: IdText


class DeleteFinger(Act, frozen=True, kw_only=True):
    """Let the seal forget this member's fingerprint, or give up an enrolment that nobody has come to (R-241)."""

    seal: IdText
    member: IdText


def finger_of(seal: Seal, member: str) -> Finger | None:
    """The slot that is this member's; one that failed is nobody's."""
    return next((each for each in seal.slots if each.member == member and each.failed_at is None), None)


def enrolled_slot(seal: Seal, member: str) -> int | None:
    """The slot in which the seal holds this member's fingerprint; none: it holds none, or is told to forget it."""
    found = finger_of(seal, member)
    return None if found is None or found.enrolled_at is None or found.deleted_at is not None else found.slot


def over_bluetooth(seal: Seal, status: SealStatus | None) -> bool:
    """Whether it checks no fingerprints: an L seal never, a GL seal not while it is in Bluetooth mode (R-238, C-27)."""
    return seal.model is Model.L or (status is not None and status.mode is SealMode.BLUETOOTH)


def with_slots(seal: Seal, slots: Iterable[Finger]) -> Seal:
    """The seal with these slots, and so with the fingerprints of these members."""
    after = msgspec.structs.replace(seal, slots=sorted(slots, key=lambda each: each.slot))
    members = [each.member for each in after.slots if enrolled_slot(after, each.member) is not None]
    return msgspec.structs.replace(after, fingers=members)


def with_slot(seal: Seal, number: int, after: Finger | None) -> Seal:
    """The seal with that slot so; none: it is free."""
    others = [each for each in seal.slots if each.slot != number]
    return with_slots(seal, others if after is None else [*others, after])


def forgotten(seal: Seal, member: str, by: str | None, now: int) -> Seal:
    """The seal, told to forget this member's fingerprint, if it holds one or is to take it."""
    found = finger_of(seal, member)
    if found is None or found.deleted_at is not None:
        return seal
    return with_slot(seal, found.slot, msgspec.structs.replace(found, deleted_at=now, deleted_by=by))


def decide_enrol_finger(act: EnrolFinger, at: Circumstances) -> Verdict:
    """R-236, R-237: by owner and administrator, for who may press; the seal is on, holds fewer than five, checks
    fingerprints at all, and takes one at a time."""
    if not may(at.actor, Permission.BIND):
        return Refused("not_allowed")
    seal, member = at.facts.get(Seal, act.seal), at.facts.get(Member, act.member)
    if seal is None or member is None:
        return missing(at.facts)
    if seal.state is not BindingState.BOUND:
        return Refused("seal_not_bound", "seal", seal.name)
    if not may(member, Permission.STAMP):
        return Refused("member_may_not_stamp", "member", member.name)
    if (why := _no_slot(seal, member)) is not None:
        return why
    if seal.model is Model.L:
        return Refused("finger_over_bluetooth", "seal", seal.name)
    if not at.facts.complete:
        return OnlyCloud()
    status = at.facts.get(SealStatus, seal.id)
    if (why := obstacle(seal, status, at.now)) is not None:
        return why
    slot = _free(seal, status.fingers if status is not None else [])
    return Allowed((with_slot(seal, slot, Finger(slot, member.id, at.actor.id, at.now)),))


def obstacle(seal: Seal, status: SealStatus | None, now: int) -> Refused | None:
    """What stands in the way at the seal; to a console this is advice, for what it last heard may be old."""
    if over_bluetooth(seal, status):
        return Refused("finger_over_bluetooth", "seal", seal.name)
    return not_in_contact(seal, status, now)


def _used(seal: Seal) -> set[int]:
    return {each.slot for each in seal.slots if each.failed_at is None}


def _free(seal: Seal, said: list[int]) -> int:
    """A slot that is nobody's, and rather one that the seal does not say it uses: it may hold a finger that a restored
    cloud does not know of, and would refuse that slot each time."""
    free = [slot for slot in range(1, FINGERS_PER_SEAL + 1) if slot not in _used(seal)]
    return next((slot for slot in free if slot not in said), free[0])


def _no_slot(seal: Seal, member: Member) -> Refused | None:
    if finger_of(seal, member.id) is not None:
        return Refused("finger_there", "member", member.name)
    if len(_used(seal)) >= FINGERS_PER_SEAL:
        return Refused("fingers_full", "member", str(FINGERS_PER_SEAL))
    if any(each.enrolled_at is None and each.failed_at is None for each in seal.slots):
        return Refused("finger_awaited", "member", seal.name)
    return None


def decide_delete_finger(act: DeleteFinger, at: Circumstances) -> Verdict:
    """R-241: by the same people, at any time, but not from under a use that demands it (I-10)."""
    if not may(at.actor, Permission.BIND):
        return Refused("not_allowed")
    seal, member = at.facts.get(Seal, act.seal), at.facts.get(Member, act.member)
    if seal is None or member is None:
        return missing(at.facts)
    if seal.state is not BindingState.BOUND:
        return Refused("seal_not_bound", "seal", seal.name)
    found = finger_of(seal, member.id)
    if found is None:
        return Refused("finger_missing", "member", member.name)
    if found.deleted_at is not None:
        return Refused("already_so", "member")
    if _in_use(seal, member.id, at.facts):
        return Refused("finger_in_use", "member", member.name)
    return Allowed((forgotten(seal, member.id, at.actor.id, at.now),))


def _in_use(seal: Seal, member: str, facts: Facts) -> bool:
    uses = facts.all(Authorization, seal=seal.id, member=member)
    return any(use.fingerprint_required and use.stage is not Stage.OVER for use in uses)
