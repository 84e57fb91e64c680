"""What the rules of a use refuse: applied for, approved, issued, pressed, ended; each beside what they just allow."""

from domain.applications import Options, Step, StepKind, StepState
from domain.approvals import Approve, Reject, Remark, Transfer
from domain.authorizations import Stage
from domain.categories import Category
from domain.departments import Department
from domain.ending import Activate, CancelAuthorization, EndUse, ExtendUse, RenewCode, WaiveUpload
from domain.files import File
from domain.geo import Area, Point
from domain.organization import Feature, Permission, Role, StandIn
from domain.seals import BindingState, SealFlow
from domain.uses import LONGEST_AGO_MS, LONGEST_AHEAD_MS, Method
from domain.verdict import OnlyCloud, Refused
from domain.waiting import Urge, Withdraw
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPLIED,
    APPLY,
    APPROVED,
    APPROVER,
    AUTHORIZE,
    COMPANY,
    DIRECT,
    HOUR,
    ISSUED,
    KEEPER,
    NOW,
    ORG,
    OTHER_KEEPER,
    OWNER,
    SEAL,
    STATUS,
    Case,
    but,
    member,
)

PENDING = StepState.PENDING
NOT_ALLOWED, NOT_FOUND, CLOUD = Refused("not_allowed"), Refused("not_found"), OnlyCloud()
PRESSER = member("presser", Role.CUSTOM, [Permission.STAMP])
READER = member("reader", Role.CUSTOM, [Permission.VIEW_USAGE])
LEFT = but(APPLICANT, active=False)
STRANGER = but(OWNER, organization="unknown")  # whose organization is not known here
OUTSIDE = member("outside", Role.HEADQUARTERS)
FREE = but(COMPANY, features=[])
BELOW = but(COMPANY, headquarters="outside")
UNBOUND = but(SEAL, state=BindingState.AWAITING_SEAL)


WITHOUT = {feature: but(COMPANY, features=[each for each in Feature if each is not feature]) for feature in Feature}
DEPARTMENT = Department(id="d", organization=ORG, name="财务部")
CATEGORY = Category(id="c", organization=ORG, name="对外")
PDF = File("pdf", "page.pdf", "0" * 64, 1000, "application/pdf")
SMALL, LARGE = Area(centre=Point(30.0, 120.0), radius_m=50), Area(centre=Point(30.0, 120.0), radius_m=51)
NO_AREA = Area(centre=Point(30.0, 120.0), radius_m=49)

# Five records, three of them with a picture.
OWING = but(ISSUED, upload_required=True, pressed=5, pictured=3, owed_by="applicant")
OWING_TOO = but(OWING, id="auth-2", pressed=4, pictured=1, stage=Stage.OVER, ended_at=NOW)
OWES_SIX = but(OWING, pressed=9)
WAITING = but(ISSUED, method=Method.PRE, stage=Stage.WAITING)
OVER = but(ISSUED, stage=Stage.OVER, ended_at=NOW)
LYING = but(STATUS, log_end=5, log_to=4)


APPLYING = [
    Case(APPLICANT, APPLY, None),
    Case(LEFT, APPLY, NOT_ALLOWED),
    Case(PRESSER, APPLY, NOT_ALLOWED),
    Case(OUTSIDE, APPLY, NOT_ALLOWED, [APPLIED]),
    Case(APPLICANT, but(APPLY, seal="GL9"), NOT_FOUND),
    Case(APPLICANT, but(APPLY, seal="GL9"), CLOUD, complete=False),
    Case(STRANGER, APPLY, NOT_FOUND),
    Case(APPLICANT, APPLY, Refused("free_use"), [FREE]),
    Case(APPLICANT, APPLY, Refused("seal_not_bound", "seal", "合同专用章"), [UNBOUND]),
    Case(APPLICANT, APPLY, Refused("pictures_owed", None, "2"), [OWING]),
    Case(APPLICANT, APPLY, Refused("pictures_owed", None, "5"), [OWING, OWING_TOO]),
    Case(APPROVER, APPLY, None, [OWING]),
    Case(APPLICANT, but(APPLY, reason=" \n"), Refused("reason_missing", "reason")),
    Case(APPLICANT, but(APPLY, document=" "), Refused("document_missing", "document")),
    Case(APPLICANT, but(APPLY, reason="签\u202e约"), Refused("text_unfit", "reason")),
    Case(APPLICANT, but(APPLY, pictures=[but(PDF, name="\x00")]), Refused("text_unfit", "pictures")),
    Case(APPLICANT, but(APPLY, pictures=[]), Refused("picture_missing", "pictures")),
    Case(APPLICANT, but(APPLY, pictures=[]), None, [WITHOUT[Feature.PICTURE_REQUIRED]]),
    Case(APPLICANT, but(APPLY, pictures=[*APPLY.pictures, PDF]), Refused("picture_unfit", "pictures")),
    Case(APPLICANT, but(APPLY, attachments=[PDF]), None),
    Case(APPLICANT, APPLY, Refused("department_missing", "department"), [DEPARTMENT]),
    Case(APPLICANT, APPLY, None, [DEPARTMENT, WITHOUT[Feature.DEPARTMENT]]),
    Case(APPLICANT, APPLY, None, [but(DEPARTMENT, deleted_at=NOW)]),
    Case(APPLICANT, but(APPLY, department="d"), None, [DEPARTMENT]),
    Case(APPLICANT, but(APPLY, department="d"), NOT_FOUND, [but(DEPARTMENT, deleted_at=NOW)]),
    Case(APPLICANT, but(APPLY, department="d"), CLOUD, complete=False),
    Case(APPLICANT, but(APPLY, category="c"), None, [CATEGORY]),
    Case(APPLICANT, but(APPLY, category="c"), NOT_FOUND, [but(CATEGORY, deleted_at=NOW)]),
    Case(APPLICANT, but(APPLY, category="c"), CLOUD, complete=False),
    Case(APPLICANT, but(APPLY, start=NOW + HOUR), Refused("end_before_start", "end")),
    Case(APPLICANT, but(APPLY, start=NOW + HOUR - 1), None),
    Case(APPLICANT, but(APPLY, start=NOW - 1, end=NOW), Refused("end_in_past", "end")),
    Case(APPLICANT, but(APPLY, start=NOW - 1, end=NOW + 1), None),
    Case(APPLICANT, but(APPLY, start=NOW - LONGEST_AGO_MS - 1), Refused("date_absurd", "start")),
    Case(APPLICANT, but(APPLY, start=NOW - LONGEST_AGO_MS), None),
    Case(APPLICANT, but(APPLY, end=NOW + LONGEST_AHEAD_MS + 1), Refused("date_absurd", "end")),
    Case(APPLICANT, but(APPLY, end=NOW + LONGEST_AHEAD_MS), None),
    Case(APPLICANT, but(APPLY, area=SMALL), Refused("feature_off", "area"), [WITHOUT[Feature.AREA]]),
    Case(APPLICANT, APPLY, None, [WITHOUT[Feature.AREA]]),
    Case(APPLICANT, but(APPLY, area=NO_AREA), Refused("area_unfit", "area")),
    Case(APPLICANT, but(APPLY, area=SMALL), None),
    Case(APPLICANT, APPLY, NOT_FOUND, [but(SEAL, flows=[SealFlow(None, "gone")])]),
    Case(APPLICANT, APPLY, CLOUD, [but(SEAL, flows=[SealFlow(None, "gone")])], complete=False),
]
OPTIONS = {
    Feature.PHOTO: ("photo", Options(photo=True)),
    Feature.FINGERPRINT: ("fingerprint", Options(fingerprint=True)),
    Feature.UPLOAD_REQUIRED: ("upload_required", Options(upload_required=True)),
    Feature.SMS: ("sms", Options(sms=True)),
    Feature.PRE_AUTHORIZATION: ("method", Options(method=Method.PRE)),
}
for _feature, (_field, _options) in OPTIONS.items():
    _act = but(APPLY, options=_options)
    APPLYING += [
        Case(APPLICANT, _act, Refused("feature_off", _field), [WITHOUT[_feature]]),
        Case(APPLICANT, _act, None),
        Case(APPLICANT, APPLY, None, [WITHOUT[_feature]]),
    ]

HIS, NOBODYS = (but(APPLIED, steps=[Step(StepKind.APPROVE, [each], PENDING)]) for each in ("keeper", "unknown"))
TWICE = but(APPLIED, steps=[APPLIED.steps[0], Step(StepKind.APPROVE, ["admin"]), APPLIED.steps[1]])
REJECTED = but(APPLIED, steps=[but(APPLIED.steps[0], state=StepState.REJECTED), APPLIED.steps[1]])
CONSENT = but(APPLIED, steps=[Step(StepKind.HEADQUARTERS, ["presser"], PENDING), APPLIED.steps[1]])
URGED = but(APPLIED, steps=[but(APPLIED.steps[0], urged_at=NOW - HOUR + 1), APPLIED.steps[1]])
URGED_BEFORE = but(APPLIED, steps=[but(APPLIED.steps[0], urged_at=NOW - HOUR), APPLIED.steps[1]])
WITHDRAW, URGE, APPROVE = Withdraw(application="app"), Urge(application="app"), Approve(application="app")
REJECT, TRANSFER = Reject(application="app", reason="不符"), Transfer(application="app", member="admin")
REMARK = Remark(id="remark", application="app", text="请说明")
AWAY = but(APPROVER, stand_in=StandIn("admin", NOW, NOW + 1))

DECIDING = [
    Case(APPLICANT, WITHDRAW, NOT_FOUND),
    Case(APPLICANT, WITHDRAW, CLOUD, complete=False),
    Case(APPROVER, WITHDRAW, NOT_ALLOWED, [APPLIED]),
    Case(LEFT, WITHDRAW, NOT_FOUND, [APPLIED]),
    Case(APPLICANT, WITHDRAW, Refused("already_decided"), [REJECTED]),
    Case(APPLICANT, WITHDRAW, Refused("somebody_has_acted"), [APPROVED]),
    Case(APPLICANT, WITHDRAW, None, [APPLIED]),
    Case(APPLICANT, URGE, NOT_FOUND),
    Case(APPLICANT, URGE, Refused("already_decided"), [REJECTED]),
    Case(APPLICANT, URGE, Refused("urged_already"), [URGED]),
    Case(APPLICANT, URGE, None, [URGED_BEFORE]),
    Case(APPLICANT, URGE, None, [APPROVED]),
    Case(APPROVER, APPROVE, NOT_FOUND),
    Case(APPROVER, APPROVE, CLOUD, complete=False),
    Case(PRESSER, APPROVE, NOT_FOUND, [APPLIED]),
    Case(PRESSER, APPROVE, NOT_ALLOWED, [but(APPLIED, copied=["presser"])]),
    Case(PRESSER, APPROVE, None, [CONSENT]),
    Case(but(PRESSER, active=False), APPROVE, NOT_ALLOWED, [CONSENT]),
    Case(APPROVER, APPROVE, Refused("already_decided"), [REJECTED]),
    Case(APPLICANT, APPROVE, Refused("not_your_turn"), [APPLIED]),
    Case(OTHER_KEEPER, APPROVE, NOT_FOUND, [APPROVED]),
    Case(OTHER_KEEPER, APPROVE, Refused("not_your_turn"), [but(APPROVED, copied=["other-keeper"])]),
    Case(KEEPER, APPROVE, Refused("authorize_instead"), [APPROVED]),
    Case(APPROVER, APPROVE, None, [APPLIED]),
    Case(ADMIN, APPROVE, None, [APPLIED, AWAY]),
    Case(ADMIN, APPROVE, Refused("not_your_turn"), [APPLIED, but(AWAY, stand_in=StandIn("admin", NOW - 1, NOW))]),
    Case(ADMIN, APPROVE, Refused("not_your_turn"), [APPLIED, but(AWAY, stand_in=StandIn("admin", NOW + 1, NOW + 2))]),
    Case(ADMIN, APPROVE, Refused("not_your_turn"), [APPLIED, but(AWAY, stand_in=StandIn("owner", NOW, NOW + 1))]),
    Case(ADMIN, APPROVE, Refused("not_your_turn"), [NOBODYS]),
    Case(APPROVER, but(REJECT, reason=""), Refused("reason_missing", "reason"), [APPLIED]),
    Case(APPROVER, but(REJECT, reason=" "), None, [APPLIED]),
    Case(APPLICANT, REJECT, Refused("not_your_turn"), [APPLIED]),
    Case(ADMIN, REJECT, None, [APPROVED]),
    Case(APPLICANT, TRANSFER, Refused("not_your_turn"), [APPLIED]),
    Case(KEEPER, TRANSFER, Refused("step_stays", "member"), [APPROVED]),
    Case(PRESSER, TRANSFER, Refused("step_stays", "member"), [CONSENT]),
    Case(APPROVER, but(TRANSFER, member="nobody"), NOT_FOUND, [APPLIED]),
    Case(APPROVER, but(TRANSFER, member="nobody"), CLOUD, [APPLIED], complete=False),
    Case(
        APPROVER,
        but(TRANSFER, member="presser"),
        Refused("member_may_not_approve", "member", "Presser"),
        [APPLIED, PRESSER],
    ),
    Case(
        APPROVER, but(TRANSFER, member="approver"), Refused("member_may_not_approve", "member", "Approver"), [APPLIED]
    ),
    Case(APPROVER, TRANSFER, Refused("person_twice", "member"), [TWICE]),
    Case(APPROVER, TRANSFER, None, [APPLIED]),
    Case(APPLICANT, REMARK, NOT_FOUND),
    Case(APPLICANT, REMARK, CLOUD, complete=False),
    Case(APPLICANT, REMARK, None, [but(APPLIED, seal="GL9")]),
    Case(LEFT, REMARK, NOT_FOUND, [APPLIED]),
    Case(OTHER_KEEPER, REMARK, NOT_FOUND, [APPLIED]),
    Case(KEEPER, REMARK, None, [but(APPLIED, steps=APPLIED.steps[:1])]),  # he reads the authorizations of this seal
    Case(OTHER_KEEPER, REMARK, None, [APPLIED, but(APPROVER, stand_in=StandIn("other-keeper", NOW, NOW + 1))]),
    Case(APPLICANT, but(REMARK, text=" "), Refused("text_missing", "text"), [APPLIED]),
    Case(APPLICANT, REMARK, None, [APPLIED]),
]

FINGER = but(SEAL, fingers=["applicant"])
FORMER = Refused("former_use_not_ended", "seal", "合同专用章")
IN_AREA = but(APPROVED, area=SMALL)


def _wider(field: str) -> Refused:
    return Refused("wider_than_applied", field)


ISSUING = [
    Case(KEEPER, DIRECT, None),
    Case(KEEPER, but(DIRECT, seal="GL9"), NOT_FOUND),
    Case(KEEPER, but(DIRECT, member="nobody"), NOT_FOUND),
    Case(KEEPER, but(DIRECT, member="nobody"), CLOUD, complete=False),
    Case(STRANGER, DIRECT, NOT_FOUND),
    Case(OTHER_KEEPER, DIRECT, NOT_ALLOWED),
    Case(KEEPER, DIRECT, Refused("free_use"), [FREE]),
    Case(KEEPER, DIRECT, Refused("seal_not_bound", "seal", "合同专用章"), [UNBOUND]),
    Case(KEEPER, DIRECT, Refused("member_may_not_stamp", "member", "Applicant"), [LEFT]),
    Case(KEEPER, but(DIRECT, end=NOW), Refused("end_before_start", "end")),
    Case(KEEPER, but(DIRECT, start=NOW - 1, end=NOW), Refused("end_in_past", "end")),
    Case(KEEPER, but(DIRECT, start=NOW - LONGEST_AGO_MS - 1), Refused("date_absurd", "start")),
    Case(KEEPER, but(DIRECT, area=SMALL), Refused("feature_off", "area"), [WITHOUT[Feature.AREA]]),
    Case(KEEPER, but(DIRECT, area=NO_AREA), Refused("area_unfit", "area")),
    Case(
        KEEPER, but(DIRECT, fingerprint_required=True), Refused("finger_missing", "fingerprint_required", "Applicant")
    ),
    Case(KEEPER, but(DIRECT, fingerprint_required=True), None, [FINGER]),
    Case(KEEPER, DIRECT, FORMER, [ISSUED]),
    Case(KEEPER, but(DIRECT, method=Method.PRE), None, [ISSUED]),
    Case(KEEPER, DIRECT, None, [WAITING]),
    Case(KEEPER, DIRECT, None, [OVER]),
    Case(OWNER, DIRECT, Refused("headquarters_must_approve"), [BELOW]),
    Case(KEEPER, but(DIRECT, member="owner"), Refused("headquarters_must_approve"), [BELOW]),
    Case(KEEPER, DIRECT, None, [BELOW]),
    Case(KEEPER, AUTHORIZE, NOT_FOUND),
    Case(KEEPER, AUTHORIZE, CLOUD, complete=False),
    Case(KEEPER, AUTHORIZE, Refused("already_decided"), [REJECTED]),
    Case(KEEPER, AUTHORIZE, Refused("not_your_turn"), [APPLIED]),
    Case(KEEPER, AUTHORIZE, Refused("not_your_turn"), [HIS]),
    Case(KEEPER, AUTHORIZE, None, [APPROVED]),
    Case(KEEPER, AUTHORIZE, Refused("other_than_applied", "seal"), [but(APPROVED, seal="GL9")]),
    Case(KEEPER, but(AUTHORIZE, member="approver"), Refused("other_than_applied", "member"), [APPROVED]),
    Case(KEEPER, but(AUTHORIZE, start=NOW - 1), _wider("start"), [APPROVED]),
    Case(KEEPER, but(AUTHORIZE, end=NOW + HOUR + 1), _wider("end"), [APPROVED]),
    Case(KEEPER, but(AUTHORIZE, count=4), _wider("count"), [APPROVED]),
    Case(KEEPER, but(AUTHORIZE, count=0), _wider("count"), [APPROVED]),
    Case(KEEPER, but(AUTHORIZE, count=1), None, [APPROVED]),
    Case(KEEPER, but(AUTHORIZE, count=1), None, [but(APPROVED, count=1)]),
    Case(KEEPER, but(AUTHORIZE, count=0), None, [but(APPROVED, count=0)]),
    Case(KEEPER, AUTHORIZE, _wider("area"), [IN_AREA]),
    Case(KEEPER, but(AUTHORIZE, area=LARGE), _wider("area"), [IN_AREA]),
    Case(KEEPER, but(AUTHORIZE, area=SMALL), None, [IN_AREA]),
    Case(KEEPER, but(AUTHORIZE, area=SMALL), None, [APPROVED]),
]
DEMANDS = {
    Feature.PHOTO: ("photo_required", DIRECT),
    Feature.FINGERPRINT: ("fingerprint_required", but(DIRECT, photo_required=False, fingerprint_required=True)),
    Feature.UPLOAD_REQUIRED: ("upload_required", but(DIRECT, upload_required=True)),
    Feature.SMS: ("sms", but(DIRECT, sms=True)),
    Feature.PRE_AUTHORIZATION: ("method", but(DIRECT, method=Method.PRE)),
}
for _feature, (_field, _act) in DEMANDS.items():
    ISSUING += [
        Case(KEEPER, _act, Refused("feature_off", _field), [WITHOUT[_feature], FINGER]),
        Case(KEEPER, _act, None, [FINGER]),
        Case(KEEPER, but(DIRECT, photo_required=False), None, [WITHOUT[_feature]]),
    ]

ACTIVATE, RENEW = Activate(authorization="auth", code="12345678"), RenewCode(authorization="auth")
CANCEL, END = CancelAuthorization(authorization="auth"), EndUse(authorization="auth")
EXTEND = ExtendUse(id="more", authorization="auth", count=4, end=NOW + HOUR)
WAIVE = WaiveUpload(authorization="auth", reason="纸已寄走")
NOT_TO_ACTIVATE = Refused("not_to_activate", "authorization")
DEMANDED = but(ISSUED, upload_required=True)

ENDING = [
    Case(APPLICANT, ACTIVATE, NOT_FOUND),
    Case(APPLICANT, ACTIVATE, NOT_FOUND, [but(WAITING, seal="GL9")]),
    Case(KEEPER, ACTIVATE, NOT_FOUND, [WAITING]),
    Case(LEFT, ACTIVATE, NOT_FOUND, [WAITING]),
    Case(APPLICANT, ACTIVATE, Refused("code_spent_at_seal", "code"), [but(WAITING, tries=5)]),
    Case(KEEPER, RENEW, Refused("code_spent_at_seal", "authorization"), [but(WAITING, tries=5)]),
    Case(KEEPER, RENEW, None, [but(WAITING, tries=4)]),
    Case(APPLICANT, ACTIVATE, None, [but(WAITING, tries=4)]),
    Case(APPLICANT, ACTIVATE, NOT_TO_ACTIVATE, [ISSUED]),
    Case(APPLICANT, ACTIVATE, NOT_TO_ACTIVATE, [but(WAITING, method=Method.DIRECT)]),
    Case(APPLICANT, ACTIVATE, NOT_TO_ACTIVATE, [but(WAITING, end=NOW)]),
    Case(APPLICANT, ACTIVATE, NOT_TO_ACTIVATE, [but(WAITING, stage=Stage.OVER, cancelled_at=NOW)]),
    Case(APPLICANT, ACTIVATE, None, [but(WAITING, end=NOW + 1)]),
    Case(
        APPLICANT,
        ACTIVATE,
        Refused("former_use_not_ended", "authorization", "合同专用章"),
        [WAITING, but(ISSUED, id="other")],
    ),
    Case(APPLICANT, ACTIVATE, None, [WAITING, but(OVER, id="other")]),
    Case(APPLICANT, ACTIVATE, CLOUD, [WAITING], complete=False),
    Case(KEEPER, RENEW, NOT_FOUND),
    Case(KEEPER, RENEW, CLOUD, complete=False),
    Case(KEEPER, RENEW, NOT_FOUND, [but(WAITING, seal="GL9")]),
    Case(OTHER_KEEPER, RENEW, NOT_FOUND, [WAITING]),
    Case(APPLICANT, RENEW, NOT_ALLOWED, [WAITING]),
    Case(KEEPER, RENEW, NOT_TO_ACTIVATE, [but(WAITING, end=NOW)]),
    Case(KEEPER, RENEW, None, [but(WAITING, end=NOW + 1)]),
    Case(OTHER_KEEPER, CANCEL, NOT_FOUND, [WAITING]),
    Case(APPLICANT, CANCEL, NOT_ALLOWED, [WAITING]),
    Case(KEEPER, CANCEL, Refused("not_to_cancel", "authorization"), [ISSUED]),
    Case(KEEPER, CANCEL, None, [WAITING]),
    Case(OTHER_KEEPER, END, NOT_FOUND, [ISSUED]),
    Case(APPLICANT, END, NOT_ALLOWED, [ISSUED]),
    Case(KEEPER, END, Refused("already_ended"), [OVER]),
    Case(KEEPER, END, Refused("pictures_missing", "authorization", "2"), [OWING]),
    Case(KEEPER, END, Refused("pictures_missing", "authorization", "1"), [but(OWING, pictured=4)]),
    Case(KEEPER, END, None, [but(OWING, pictured=5)]),
    Case(KEEPER, END, None, [but(OWING, waived_at=NOW)]),
    Case(KEEPER, END, Refused("records_missing", "authorization", "1"), [DEMANDED, LYING]),
    Case(KEEPER, END, Refused("records_missing", "authorization", "3"), [DEMANDED, but(STATUS, log_to=2)]),
    Case(KEEPER, END, None, [DEMANDED, STATUS]),
    Case(KEEPER, END, None, [DEMANDED, but(STATUS, log_to=7)]),
    Case(KEEPER, END, None, [ISSUED, LYING]),
    Case(KEEPER, END, None, [but(DEMANDED, waived_at=NOW), LYING]),
    Case(OTHER_KEEPER, EXTEND, NOT_FOUND, [ISSUED]),
    Case(APPLICANT, EXTEND, NOT_ALLOWED, [ISSUED]),
    Case(KEEPER, EXTEND, Refused("already_ended"), [OVER]),
    Case(KEEPER, EXTEND, Refused("pictures_missing", "authorization", "6"), [OWES_SIX]),
    Case(OWNER, EXTEND, Refused("headquarters_must_approve"), [ISSUED, BELOW]),
    Case(KEEPER, EXTEND, Refused("headquarters_must_approve"), [but(ISSUED, member="owner"), BELOW]),
    Case(KEEPER, EXTEND, None, [ISSUED, BELOW]),
    Case(KEEPER, but(EXTEND, end=NOW), Refused("end_before_start", "end"), [ISSUED]),
    Case(KEEPER, but(EXTEND, end=NOW), Refused("end_in_past", "end"), [but(ISSUED, start=NOW - 1)]),
    Case(KEEPER, but(EXTEND, end=NOW + LONGEST_AHEAD_MS + 1), Refused("date_absurd", "end"), [ISSUED]),
    Case(KEEPER, but(EXTEND, end=NOW + HOUR - 1), Refused("not_more", "end"), [ISSUED]),
    Case(KEEPER, but(EXTEND, count=2, end=NOW + 2 * HOUR), Refused("not_more", "count"), [ISSUED]),
    Case(KEEPER, but(EXTEND, count=2), Refused("not_more", "count"), [ISSUED]),
    Case(KEEPER, but(EXTEND, count=1, end=NOW + 2 * HOUR), Refused("not_more", "count"), [ISSUED]),
    Case(KEEPER, but(EXTEND, count=3), Refused("not_more", "count"), [ISSUED]),
    Case(KEEPER, but(EXTEND, count=3, end=NOW + HOUR + 1), None, [ISSUED]),
    Case(KEEPER, EXTEND, None, [ISSUED]),
    Case(KEEPER, but(EXTEND, count=0), None, [ISSUED]),
    Case(KEEPER, but(EXTEND, count=500, end=NOW + 2 * HOUR), Refused("not_more", "count"), [but(ISSUED, count=0)]),
    Case(KEEPER, but(EXTEND, count=0, end=NOW + 2 * HOUR), None, [but(ISSUED, count=0)]),
    Case(OWNER, WAIVE, NOT_FOUND),
    Case(OWNER, WAIVE, CLOUD, complete=False),
    Case(OWNER, WAIVE, NOT_FOUND, [but(OWING, seal="GL9")]),
    Case(OTHER_KEEPER, WAIVE, NOT_FOUND, [OWING]),
    Case(KEEPER, WAIVE, NOT_ALLOWED, [but(OWING, issued_by="admin")]),
    Case(ADMIN, WAIVE, NOT_ALLOWED, [OWING]),
    Case(but(OWNER, active=False), WAIVE, NOT_FOUND, [OWING]),
    Case(OWNER, but(WAIVE, reason=" "), Refused("reason_missing", "reason"), [OWING]),
    Case(OWNER, WAIVE, Refused("nothing_owed", "authorization"), [ISSUED]),
    Case(OWNER, WAIVE, Refused("nothing_owed", "authorization"), [but(OWING, waived_at=NOW)]),
    Case(OWNER, WAIVE, None, [DEMANDED]),
]

CASES = [*APPLYING, *DECIDING, *ISSUING, *ENDING]
