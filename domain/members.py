"""Members: adding, renaming and moving them, who stands in for them, who may give which role (R-230..R-250)."""

from typing import Annotated

import msgspec

from domain.departments import Department
from domain.organization import Member, Permission, Phone, Role, StandIn, may, may_be_asked, of
from domain.rows import Act, IdText, Ms, Name
from domain.uses import DAY_MS
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, missing, named

Permissions = Annotated[list[Permission], msgspec.Meta(max_length=len(Permission))]
LONGEST_ABSENCE_MS = 366 * DAY_MS


class AddMember(Act, frozen=True, kw_only=True):
    """Add a person by phone number (R-042, R-231)."""

    id: IdText
    name: Name
    phone: Phone
    role: Role
    permissions: Permissions = []
    department: IdText | None = None


class RenameMember(Act, frozen=True, kw_only=True):
    member: IdText
    name: Name


class MoveMember(Act, frozen=True, kw_only=True):
    """To a department, or (none) out of his."""

    member: IdText
    department: IdText | None


class SetStandIn(Act, frozen=True, kw_only=True):
    """Who decides in a member's place while he is away; none: he is back."""

    member: IdText
    stand_in: IdText | None
    start: Ms = 0
    end: Ms = 0


def people(facts: Facts) -> list[Member]:
    """Those who count (R-039): active, and not the headquarters' approver, who is no member."""
    return [each for each in facts.all(Member) if each.active and each.role is not Role.HEADQUARTERS]


def has_phone(facts: Facts, phone: str) -> bool:
    """Whether the number is one of these people's (R-253): not if its person only consents for the headquarters."""
    return any(each.active and each.role is not Role.HEADQUARTERS for each in facts.all(Member, phone=phone))


def owner_of(facts: Facts) -> Member | None:
    """The one owner (I-01)."""
    return next((each for each in facts.all(Member, role=Role.OWNER) if each.active), None)


def may_give(actor: Member, role: Role) -> bool:
    """R-246: whoever adds roles gives and takes these. The owner's own is never given; only the owner makes customs."""
    if not may(actor, Permission.ADD_ROLE):
        return False
    return {
        Role.MEMBER: True,
        Role.KEEPER: may(actor, Permission.SET_KEEPER),
        Role.ADMINISTRATOR: may(actor, Permission.SET_ADMINISTRATOR),
        Role.CUSTOM: actor.role is Role.OWNER,
    }.get(role, False)


def may_change(actor: Member, before: Role, after: Role) -> bool:
    """R-246: giving and taking each of these two roles is a function of its own; the owner's is neither."""
    asked = {
        Role.KEEPER: may(actor, Permission.SET_KEEPER),
        Role.ADMINISTRATOR: may(actor, Permission.SET_ADMINISTRATOR),
        Role.CUSTOM: actor.active and actor.role is Role.OWNER,
        Role.OWNER: False,
        Role.HEADQUARTERS: False,
    }
    special = [asked[role] for role in (before, after) if role in asked]
    return all(special) if special else may(actor, Permission.ADD_ROLE)


def may_manage(actor: Member, member: Member) -> bool:
    """Whether the actor may change what stands of this member: his own name each manager may, the owner's only he."""
    if not member.active or not may(actor, Permission.ADD_ROLE):
        return False
    return actor.id == member.id or may_give(actor, member.role)


def judge_custom(role: Role, permissions: list[Permission]) -> Refused | None:
    """Permissions are chosen for a custom role, and for it alone."""
    if role is Role.CUSTOM:
        return None if permissions else Refused("permissions_missing", "permissions")
    return Refused("permissions_unfit", "permissions") if permissions else None


def judge_administrator(role: Role, facts: Facts) -> Refused | None:
    """R-248, C-01."""
    if role is Role.ADMINISTRATOR and any(each.active for each in facts.all(Member, role=Role.ADMINISTRATOR)):
        return Refused("one_administrator", "role")
    return None


def decide_add_member(act: AddMember, at: Circumstances) -> Verdict:
    """R-030, R-042, R-231: by phone; as many as the quota says (R-039). The cloud fills in the user."""
    if not may(at.actor, Permission.ADD_ROLE):
        return Refused("not_allowed")
    if act.role in (Role.OWNER, Role.HEADQUARTERS):
        return Refused("role_not_given_here", "role")
    if not may_give(at.actor, act.role):
        return Refused("not_allowed")
    organization = of(at)
    if organization is None or (act.department and named(at.facts, Department, act.department) is None):
        return missing(at.facts)
    if not act.name.strip():
        return Refused("name_missing", "name")
    if (why := judge_custom(act.role, act.permissions) or judge_administrator(act.role, at.facts)) is not None:
        return why
    if has_phone(at.facts, act.phone):
        return Refused("phone_already_member", "phone")
    if len(people(at.facts)) >= organization.quotas.people:
        return Refused("people_full", detail=str(organization.quotas.people))
    row = Member(
        id=act.id,
        organization=at.actor.organization,
        name=act.name,
        phone=act.phone,
        role=act.role,
        permissions=act.permissions,
        department=act.department,
        created_at=at.now,
    )
    return Allowed((row,))


def _managed(id: str, at: Circumstances) -> Member | Verdict:
    """An active member that the actor may manage."""
    if not may(at.actor, Permission.ADD_ROLE):
        return Refused("not_allowed")
    member = at.facts.get(Member, id)
    if member is None or not member.active:
        return missing(at.facts) if member is None else Refused("not_found")
    return member if may_manage(at.actor, member) else Refused("not_allowed")


def decide_rename_member(act: RenameMember, at: Circumstances) -> Verdict:
    """R-230, R-233."""
    member = _managed(act.member, at)
    if not isinstance(member, Member):
        return member
    if not act.name.strip():
        return Refused("name_missing", "name")
    return Allowed((msgspec.structs.replace(member, name=act.name),))


def decide_move_member(act: MoveMember, at: Circumstances) -> Verdict:
    """R-234: whoever manages him; the owner moves only himself (R-246)."""
    member = _managed(act.member, at)
    if not isinstance(member, Member):
        return member
    if act.department is not None and named(at.facts, Department, act.department) is None:
        return missing(at.facts)
    return Allowed((msgspec.structs.replace(member, department=act.department),))


def decide_set_stand_in(act: SetStandIn, at: Circumstances) -> Verdict:
    """By the member himself, or by whoever manages him, who does not take the other's decisions by that."""
    member = at.facts.get(Member, act.member)
    if member is None:
        return missing(at.facts)
    if not member.active or not (at.actor.id == member.id or may_manage(at.actor, member)):
        return Refused("not_allowed")
    if act.stand_in is None:
        return Allowed((msgspec.structs.replace(member, stand_in=None),))
    other = at.facts.get(Member, act.stand_in)
    if other is None:
        return missing(at.facts)
    if other.id == member.id or not may_be_asked(other):
        return Refused("member_may_not_approve", "stand_in", other.name)
    if other.id == at.actor.id:
        return Refused("stand_in_for_oneself", "stand_in")
    if act.end <= max(act.start, at.now):
        return Refused("end_before_start" if act.end <= act.start else "end_in_past", "end")
    if act.end > at.now + LONGEST_ABSENCE_MS:
        return Refused("date_absurd", "end")
    stand_in = StandIn(other.id, act.start, act.end, begun=act.start <= at.now)
    return Allowed((msgspec.structs.replace(member, stand_in=stand_in),))


def absence(member: Member, now: int) -> Member | None:
    """What time alone has made of a member's absence: it has begun, or is over; none: nothing."""
    if member.stand_in is not None and member.stand_in.end <= now:
        return msgspec.structs.replace(member, stand_in=None)
    if member.stand_in is not None and not member.stand_in.begun and member.stand_in.start <= now:
        return msgspec.structs.replace(member, stand_in=msgspec.structs.replace(member.stand_in, begun=True))
    return None
