"""What the rules refuse where somebody would decide in his own affair, or go past those who are to decide."""

from domain.applications import HandedOn, Options, Step, StepKind, StepState
from domain.approvals import MOST_HANDED_ON, Approve, Transfer
from domain.departments import Department
from domain.ending import Activate, ExtendUse, RenewCode
from domain.leaving import ChangeRole, HandOver, RemoveMember
from domain.members import MoveMember, SetStandIn
from domain.organization import Feature, Permission, Role
from domain.seals import SealFlow
from domain.templates import SYSTEM_NAME, AddTemplate
from domain.uses import Method
from domain.verdict import OnlyCloud, Refused
from tests.domain.refused_uses import FREE, PRESSER, WAITING, WITHOUT
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPLIED,
    APPLY,
    APPROVED,
    APPROVER,
    AUTHORIZE,
    COMPANY,
    HOUR,
    ISSUED,
    KEEPER,
    NOW,
    ORG,
    OWNER,
    SEAL,
    TEMPLATE,
    Case,
    but,
)

TRANSFER = Transfer(application="app", member="keeper")
ROUND = [HandedOn("approver", "approver", NOW)] * MOST_HANDED_ON
FIRST, *REST = APPLIED.steps
LEVELS = but(TEMPLATE, approvers=["approver", "owner"])
LOST = "level_lost"
CUSTOM = ChangeRole(member="approver", role=Role.CUSTOM, permissions=[Permission.STAMP])
UNFIT = ChangeRole(member="applicant", role=Role.CUSTOM, permissions=[Permission.APPLY])
MORE = ExtendUse(id="more", authorization="auth", count=5, end=NOW + HOUR)
OF_APPLICATION = but(ISSUED, application="app")
FREE_USE = Refused("free_use")
BEYOND = "beyond_applied_again"
OWNERS = but(APPROVED, applicant="owner")
BELOW = but(COMPANY, headquarters="outside")
CONSENTED = Step(StepKind.HEADQUARTERS, ["outside"], StepState.PASSED, "outside")
STRICT = but(APPROVED, options=Options(upload_required=True))
DEPARTMENT = Department(id="d", organization=ORG, name="采购部")

CASES = [
    Case(APPLICANT, APPLY, Refused("category_missing", "category", SEAL.name), [but(SEAL, flows=[SealFlow("c", "t")])]),
    *(
        Case(APPLICANT, but(APPLY, department="d", **more), Refused("feature_off", field), [WITHOUT[item], DEPARTMENT])
        for item, field, more in (
            (Feature.DEPARTMENT, "department", {}),
            (Feature.DOCUMENT_MARK, "mark", {"mark": "m"}),
            (Feature.REMARK, "remark", {"remark": "r"}),
        )
    ),
    Case(APPROVER, but(TRANSFER, member="applicant"), Refused("own_application", "member", "Applicant"), [APPLIED]),
    Case(
        APPROVER,
        TRANSFER,
        Refused("handed_on_too_often", "member", str(MOST_HANDED_ON)),
        [but(APPLIED, steps=[but(FIRST, handed_on=ROUND), *REST])],
    ),
    Case(APPROVER, TRANSFER, None, [but(APPLIED, steps=[but(FIRST, handed_on=ROUND[1:]), *REST])]),
    Case(APPROVER, Approve(application="app", step=1), Refused("already_decided"), [APPLIED]),
    Case(APPROVER, Approve(application="app", step=0), None, [APPLIED]),
    Case(
        ADMIN,
        SetStandIn(member="approver", stand_in="admin", end=NOW + HOUR),
        Refused("stand_in_for_oneself", "stand_in"),
    ),
    Case(OWNER, HandOver(member="approver", to="owner"), Refused(LOST, "to", TEMPLATE.name), [LEVELS]),
    Case(OWNER, RemoveMember(member="approver"), Refused(LOST, "member", TEMPLATE.name), [LEVELS]),
    Case(OWNER, CUSTOM, Refused(LOST, "role", TEMPLATE.name), [LEVELS]),
    Case(OWNER, CUSTOM, None),
    Case(OWNER, UNFIT, Refused("member_has_use", "role", "Applicant"), [ISSUED]),
    Case(OWNER, but(UNFIT, permissions=[Permission.STAMP]), None, [ISSUED]),
    Case(ADMIN, MoveMember(member="owner", department=None), Refused("not_allowed")),
    Case(OWNER, MoveMember(member="owner", department=None), None),
    Case(
        OWNER,
        AddTemplate(id="t", name=SYSTEM_NAME, approvers=[]),
        Refused("template_name_taken", "name", SYSTEM_NAME),
    ),
    Case(KEEPER, MORE, FREE_USE, [ISSUED, FREE]),
    Case(APPLICANT, Activate(authorization="auth", code="12345678"), FREE_USE, [WAITING, FREE]),
    Case(KEEPER, RenewCode(authorization="auth"), FREE_USE, [WAITING, FREE]),
    Case(
        KEEPER,
        MORE,
        Refused("member_may_not_stamp", "authorization", "Presser"),
        [but(ISSUED, member="presser"), but(PRESSER, permissions=[Permission.APPLY])],
    ),
    Case(KEEPER, MORE, Refused("not_found"), [but(ISSUED, member="nobody")]),
    Case(KEEPER, MORE, Refused("not_found"), [OF_APPLICATION]),
    Case(KEEPER, MORE, OnlyCloud(), [OF_APPLICATION], complete=False),
    Case(KEEPER, MORE, None, [OF_APPLICATION, APPROVED]),
    Case(KEEPER, but(MORE, count=2 * APPLY.count + 1), Refused(BEYOND, "count"), [OF_APPLICATION, APPROVED]),
    Case(KEEPER, but(MORE, end=NOW + 26 * HOUR), Refused(BEYOND, "end"), [OF_APPLICATION, APPROVED]),
    Case(KEEPER, but(AUTHORIZE, member="owner"), Refused("headquarters_must_approve"), [OWNERS, BELOW]),
    Case(KEEPER, but(AUTHORIZE, member="owner"), None, [but(OWNERS, steps=[CONSENTED, *APPROVED.steps]), BELOW]),
    Case(KEEPER, AUTHORIZE, Refused("demand_dropped", "upload_required"), [STRICT]),
    Case(KEEPER, but(AUTHORIZE, upload_required=True, method=Method.PRE), None, [STRICT]),
]
