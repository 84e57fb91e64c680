"""Organizations and their members: roles, and the permission matrix of the manual (R-014..R-036)."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain.rows import Act, IdText, Ms, Name, Row
from domain.verdict import Allowed, Circumstances, Refused, Verdict

Phone = Annotated[str, msgspec.Meta(pattern=r"^\+?[0-9]{6,20}$")]


class Role(StrEnum):
    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    KEEPER = "keeper"
    MEMBER = "member"
    CUSTOM = "custom"


class Permission(StrEnum):
    """The twenty functions of the printed matrix, in its order (requirements 2)."""

    BIND = "bind"
    APPLY = "apply"
    APPROVE = "approve"
    AUTHORIZE = "authorize"
    STAMP = "stamp"
    END_USE = "end_use"
    VIEW_USAGE = "view_usage"
    VIEW_AUTHORIZATIONS = "view_authorizations"
    OFFLINE_USE = "offline_use"
    CONFIGURE_FLOW = "configure_flow"
    LOSS_LOCK = "loss_lock"
    PAY = "pay"
    CONFIGURE_FEATURES = "configure_features"
    ADD_ROLE = "add_role"
    SET_KEEPER = "set_keeper"
    SET_ADMINISTRATOR = "set_administrator"
    ADD_DEPARTMENT = "add_department"
    CHANGE_ORGANIZATION = "change_organization"
    CHANGE_SUBSIDIARY = "change_subsidiary"
    CHANGE_OWNER = "change_owner"


_OWNER_ONLY = {
    Permission.LOSS_LOCK,
    Permission.CONFIGURE_FEATURES,
    Permission.SET_ADMINISTRATOR,
    Permission.CHANGE_ORGANIZATION,
    Permission.CHANGE_SUBSIDIARY,
    Permission.CHANGE_OWNER,
}
_MEMBER = {Permission.APPLY, Permission.APPROVE, Permission.STAMP, Permission.VIEW_USAGE}
_KEEPER = _MEMBER | {
    Permission.AUTHORIZE,
    Permission.END_USE,
    Permission.VIEW_AUTHORIZATIONS,
    Permission.OFFLINE_USE,
    Permission.PAY,
}

MATRIX: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.ADMINISTRATOR: frozenset(set(Permission) - _OWNER_ONLY),
    Role.KEEPER: frozenset(_KEEPER),
    Role.MEMBER: frozenset(_MEMBER),
    Role.CUSTOM: frozenset(),
}


class Organization(Row, frozen=True, kw_only=True):
    """A company (单位). Its `organization` is its own id."""

    table: ClassVar[str] = "organizations"
    name: Name
    created_at: Ms


class Member(Row, frozen=True, kw_only=True):
    """A person in one organization; `user` is the person across organizations (empty until
    the cloud has spoken)."""

    table: ClassVar[str] = "members"
    user: str = ""
    name: Name
    phone: Phone
    role: Role
    permissions: list[Permission] = []
    active: bool = True
    created_at: Ms = 0


class AddMember(Act, frozen=True, kw_only=True):
    """Add a person by phone number (R-042)."""

    id: IdText
    name: Name
    phone: Phone
    role: Role


def may(member: Member, permission: Permission) -> bool:
    """The matrix, and the own choice of a custom role."""
    if not member.active:
        return False
    return permission in (set(member.permissions) if member.role is Role.CUSTOM else MATRIX[member.role])


def manages_all(member: Member) -> bool:
    """Owner and administrator manage every seal, and this cannot be withdrawn (L972-981)."""
    return member.active and member.role in (Role.OWNER, Role.ADMINISTRATOR)


def decide_add_member(act: AddMember, at: Circumstances) -> Verdict:
    """R-030, R-042: by phone; the owner is never added, the owner changes (C-22). The cloud fills in the user."""
    if not may(at.actor, Permission.ADD_ROLE):
        return Refused("not_allowed")
    if act.role in (Role.OWNER, Role.CUSTOM):
        return Refused("role_not_given_here", "role")
    if act.role is Role.ADMINISTRATOR:
        if not may(at.actor, Permission.SET_ADMINISTRATOR):
            return Refused("not_allowed")
        if at.facts.all(Member, role=Role.ADMINISTRATOR):
            return Refused("one_administrator", "role")
    if at.facts.all(Member, phone=act.phone):
        return Refused("phone_already_member", "phone")
    row = Member(
        id=act.id,
        organization=at.actor.organization,
        name=act.name,
        phone=act.phone,
        role=act.role,
        created_at=at.now,
    )
    return Allowed((row,))
