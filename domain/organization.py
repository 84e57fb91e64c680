"""Organizations and their members: roles, and the permission matrix of the manual (R-014..R-041)."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain.rows import Act, IdText, Label, Ms, Name, Row, Sentence
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing

Phone = Annotated[str, msgspec.Meta(pattern=r"^\+?[0-9]{6,20}\Z")]
HOUR_MS = 3600 * 1000


class Role(StrEnum):
    OWNER = "owner"
    ADMINISTRATOR = "administrator"
    KEEPER = "keeper"
    MEMBER = "member"
    CUSTOM = "custom"
    # The headquarters' approver in a subsidiary (C-14): no member, in no quota, decides the steps that name him.
    HEADQUARTERS = "headquarters"


class Permission(StrEnum):
    """The twenty functions of the printed matrix, in its order (requirements 2), and one of ours."""

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
    VIEW_AUDIT = "view_audit"  # not printed: who did what, read by owner, administrator and auditors


PRINTED = tuple(permission for permission in Permission if permission is not Permission.VIEW_AUDIT)

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
    Role.HEADQUARTERS: frozenset({Permission.APPROVE}),
}
# A custom role that reads everything and changes nothing.
AUDITOR = (Permission.VIEW_USAGE, Permission.VIEW_AUTHORIZATIONS, Permission.VIEW_AUDIT)


class Quotas(msgspec.Struct, frozen=True):
    """How many of each an organization may have (R-038..R-040); data, changed by the operator on request (R-041)."""

    seals: int = 50
    people: int = 100
    departments: int = 50


class Feature(StrEnum):
    """What an organization asks of an application and may demand of a use (R-280..R-293), in the printed order."""

    PICTURE_REQUIRED = "picture_required"
    DEPARTMENT = "department"
    COUNT = "count"
    START = "start"
    END = "end"
    AREA = "area"
    REMARK = "remark"
    DOCUMENT_MARK = "document_mark"
    PHOTO = "photo"
    FINGERPRINT = "fingerprint"
    WECHAT = "wechat"
    UPLOAD_REQUIRED = "upload_required"
    SMS = "sms"
    PRE_AUTHORIZATION = "pre_authorization"


class Regime(StrEnum):
    """C-08: free use holds exactly as long as no feature is checked (I-14)."""

    FREE = "free"
    CONTROLLED = "controlled"


class Organization(Row, frozen=True, kw_only=True):
    """A company (单位). Its `organization` is its own id.

    `features`: what is checked; a new organization has none (R-295). `parent`: its headquarters. `headquarters`: the
    member whose consent the owner needs (R-259), if that is asked for: of role `HEADQUARTERS`, unless the headquarters'
    approver is a member here anyway. `remind_after_h`: hours after which a waiting step is called to mind; 0 = never.
    `withheld_alarm_h`, `silent_alarm_d`: after so many hours with records on a seal that the cloud has not got, and so
    many days without a word from it, the administrators are told; 0 = never. `pictures_kept_d`: days after which the
    pictures of uses are removed; 0 = never.
    """

    table: ClassVar[str] = "organizations"
    name: Name
    address: Sentence = ""
    contact: Label = ""
    parent: IdText | None = None
    headquarters: IdText | None = None
    features: list[Feature] = []
    quotas: Quotas = Quotas()
    remind_after_h: int = 24
    withheld_alarm_h: int = 24
    silent_alarm_d: int = 7
    pictures_kept_d: int = 0
    created_at: Ms
    deleted_at: Ms | None = None

    @property
    def regime(self) -> Regime:
        return Regime.CONTROLLED if self.features else Regime.FREE

    @property
    def reminds_after_ms(self) -> int | None:
        """How long a step waits before it is called to mind; none: nobody is reminded."""
        return self.remind_after_h * HOUR_MS if self.remind_after_h and self.deleted_at is None else None

    @property
    def withheld_after_ms(self) -> int | None:
        """How long records may lie on a seal before that is told; none: for ever."""
        return self.withheld_alarm_h * HOUR_MS if self.withheld_alarm_h and self.deleted_at is None else None

    @property
    def silent_after_ms(self) -> int | None:
        """How long a seal may be silent before that is told; none: for ever."""
        return self.silent_alarm_d * 24 * HOUR_MS if self.silent_alarm_d and self.deleted_at is None else None

    @property
    def pictures_kept_ms(self) -> int | None:
        """How long pictures of uses are kept; none: for ever."""
        return self.pictures_kept_d * 24 * HOUR_MS if self.pictures_kept_d and self.deleted_at is None else None


class StandIn(msgspec.Struct, frozen=True):
    """Another member who decides in this one's place from `start` until `end`. `begun`: the absence has, so he reads
    what waits for this one; not before."""

    member: IdText
    start: Ms
    end: Ms
    begun: bool = False


class Member(Row, frozen=True, kw_only=True):
    """A person in one organization; `user` is the person across organizations (empty until the cloud has spoken).

    Nobody is ever deleted: who left (`active` false) keeps his name in the records.
    """

    table: ClassVar[str] = "members"
    user: str = ""
    name: Name
    phone: Phone
    role: Role
    permissions: list[Permission] = []
    department: IdText | None = None
    active: bool = True
    stand_in: StandIn | None = None
    created_at: Ms = 0
    left_at: Ms | None = None

    @property
    def away_until(self) -> int | None:
        """Until when somebody stands in; none: nobody does."""
        return None if self.stand_in is None else self.stand_in.end

    @property
    def away_from(self) -> int | None:
        """From when on somebody stands in who does not yet; none: nobody is to."""
        return None if self.stand_in is None or self.stand_in.begun else self.stand_in.start


class ChangeOrganization(Act, frozen=True, kw_only=True):
    """Modify the unit's information (R-254). The alarms of its seals stay as they are where nothing is said of them."""

    name: Name
    address: Sentence = ""
    contact: Label = ""
    remind_after_h: Annotated[int, msgspec.Meta(ge=0, le=720)] = 24
    withheld_alarm_h: Annotated[int, msgspec.Meta(ge=0, le=720)] | None = None
    silent_alarm_d: Annotated[int, msgspec.Meta(ge=0, le=365)] | None = None


def may(member: Member, permission: Permission) -> bool:
    """The matrix, and the own choice of a custom role."""
    if not member.active:
        return False
    return permission in (set(member.permissions) if member.role is Role.CUSTOM else MATRIX[member.role])


def may_be_asked(member: Member) -> bool:
    """Whether others may make it this member's turn: not the headquarters' approver, whom his headquarters alone asks,
    and who is another one tomorrow."""
    return may(member, Permission.APPROVE) and member.role is not Role.HEADQUARTERS


def manages_all(member: Member) -> bool:
    """Owner and administrator manage every seal, and this cannot be withdrawn (R-243, R-245)."""
    return member.active and member.role in (Role.OWNER, Role.ADMINISTRATOR)


def of(at: Circumstances) -> Organization | None:
    """The organization in which somebody acts; none: not known here."""
    return at.facts.get(Organization, at.actor.organization)


def decide_change_organization(act: ChangeOrganization, at: Circumstances) -> Verdict:
    """R-034, R-254."""
    if not may(at.actor, Permission.CHANGE_ORGANIZATION):
        return Refused("not_allowed")
    organization = of(at)
    if organization is None:
        return missing(at.facts)
    if not act.name.strip():
        return Refused("name_missing", "name")
    alarms = {"withheld_alarm_h": act.withheld_alarm_h, "silent_alarm_d": act.silent_alarm_d}
    after = msgspec.structs.replace(
        organization,
        name=act.name,
        address=act.address,
        contact=act.contact,
        remind_after_h=act.remind_after_h,
        **{name: value for name, value in alarms.items() if value is not None},
    )
    return Allowed((after,))
