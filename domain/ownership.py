"""Changing the owner: another phone number takes over, after a code sent to it (R-036, R-252, R-253, C-22)."""

import msgspec

from domain.authorizations import Stage, owed_by
from domain.codes import SmsCode
from domain.leaving import left_behind, uses_of
from domain.members import has_phone, owner_of
from domain.organization import Member, Permission, Phone, Role, may
from domain.rows import Act, IdText, Name, Row
from domain.verdict import Allowed, Circumstances, OnlyCloud, Refused, Verdict, missing


class ChangeOwner(Act, frozen=True, kw_only=True):
    """`id` of the new owner's membership; `code` was sent to the new `phone`."""

    id: IdText
    name: Name
    phone: Phone
    code: SmsCode


def decide_change_owner(act: ChangeOwner, at: Circumstances) -> Verdict:
    """The number belongs to nobody here (R-253); the old one leaves, and what it had in hand goes to the new one.

    The new owner is a membership of its own: what the old one did keeps the old one's name.
    """
    if not may(at.actor, Permission.CHANGE_OWNER):
        return Refused("not_allowed")
    owner = owner_of(at.facts)
    if owner is None:
        return missing(at.facts)
    if not act.name.strip():
        return Refused("name_missing", "name")
    if has_phone(at.facts, act.phone):
        return Refused("phone_already_member", "phone")
    if uses_of(owner.id, at.facts, Stage.LIVE):
        return Refused("member_has_use", None, owner.name)
    if owed_by(owner.id, at.facts):
        return Refused("member_owes_pictures", None, owner.name)
    if not at.facts.complete:
        return OnlyCloud()
    new = Member(
        id=act.id,
        organization=at.actor.organization,
        name=act.name,
        phone=act.phone,
        role=Role.OWNER,
        created_at=at.now,
    )
    rows: list[Row] = [new, msgspec.structs.replace(owner, active=False, left_at=at.now, stand_in=None)]
    rows += [
        msgspec.structs.replace(each, stand_in=msgspec.structs.replace(each.stand_in, member=new.id))
        for each in at.facts.all(Member)
        if each.stand_in is not None and each.stand_in.member == owner.id
    ]
    return Allowed((*rows, *left_behind(owner.id, new, at)))
