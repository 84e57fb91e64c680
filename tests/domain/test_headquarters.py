"""A subsidiary whose owner needs the headquarters' consent, and what its approver is there (R-259, C-14)."""

import msgspec
import pytest

from domain.applications import Application, Step, StepKind, StepState
from domain.approvals import Approve, Reject, Remark, Transfer, waits_for_me
from domain.authorizations import Authorization
from domain.departments import AddDepartment
from domain.ending import ExtendUse
from domain.leaving import ChangeRole, HandOver, RemoveMember
from domain.members import AddMember, RenameMember, SetStandIn
from domain.messages import ReadMessages, SeeAbnormal
from domain.organization import Member, Permission, Role
from domain.ownership import ChangeOwner
from domain.rows import Act
from domain.subsidiaries import SetHeadquartersApproval, Subsidiary, consent_by
from domain.templates import AddTemplate
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPLY,
    APPROVER,
    AUTHORIZE,
    COMPANY,
    DIRECT,
    HOUR,
    KEEPER,
    NOW,
    ORG,
    OWNER,
    SEAL,
    World,
    code,
    member,
)

OUTSIDE = member("outside", Role.HEADQUARTERS)


@pytest.fixture
def below(world: World) -> World:
    """The organization as a subsidiary whose owner needs consent."""
    world.book.put(msgspec.structs.replace(COMPANY, parent="hq", headquarters=OUTSIDE.id), OUTSIDE)
    return world


@pytest.fixture
def asked(below: World) -> World:
    """Its owner has applied, and it is the headquarters' turn."""
    below.do(OWNER, APPLY)
    below.do(APPROVER, Approve(application="app"))
    return below


def steps(world: World) -> list[tuple[StepKind, list[str], StepState]]:
    row = world.book.get(Application, "app")
    assert row is not None
    return [(step.kind, step.candidates, step.state) for step in row.steps]


@pytest.mark.req("C-14", "C")
def test_the_owner_alone_needs_consent_before_the_authorizing_step(below: World) -> None:
    below.do(OWNER, APPLY)
    assert [kind for kind, _, _ in steps(below)] == [StepKind.APPROVE, StepKind.HEADQUARTERS, StepKind.AUTHORIZE]
    below.do(APPLICANT, msgspec.structs.replace(APPLY, id="other"))
    other = below.book.get(Application, "other")
    assert other is not None
    assert [step.kind for step in other.steps] == [StepKind.APPROVE, StepKind.AUTHORIZE]


@pytest.mark.req("C-14", "C")
@pytest.mark.parametrize(
    ("actor", "user", "refusal"),
    [
        (OWNER, "owner", "headquarters_must_approve"),
        (OWNER, "applicant", "headquarters_must_approve"),
        (ADMIN, "owner", "headquarters_must_approve"),
        (ADMIN, "applicant", "Allowed"),
        (KEEPER, "keeper", "Allowed"),
    ],
)
def test_what_the_owner_issues_or_is_to_press_is_applied_for(
    below: World, actor: Member, user: str, refusal: str
) -> None:
    assert code(below.judge(actor, msgspec.structs.replace(DIRECT, member=user))) == refusal


@pytest.mark.parametrize(
    ("actor", "user", "refusal"),
    [
        (OWNER, "applicant", "headquarters_must_approve"),
        (ADMIN, "owner", "headquarters_must_approve"),
        (ADMIN, "applicant", "Allowed"),
    ],
)
def test_more_uses_for_the_owner_are_applied_for_as_well(below: World, actor: Member, user: str, refusal: str) -> None:
    below.do(ADMIN, DIRECT)
    row = below.book.get(Authorization, "auth")
    assert row is not None
    below.book.put(msgspec.structs.replace(row, member=user))
    act = ExtendUse(id="auth-2", authorization="auth", count=9, end=NOW + 2 * HOUR)
    assert code(below.judge(actor, act)) == refusal


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (Approve(application="app"), "Allowed"),
        (Reject(application="app", reason="不符"), "Allowed"),
        (Remark(id="c", application="app", text="请说明"), "Allowed"),
        (ReadMessages(messages=["m"]), "not_found"),
        (SetStandIn(member="outside", stand_in="admin", end=NOW + HOUR), "not_allowed"),
        (SeeAbnormal(seal=SEAL.id, number=1), "not_allowed"),
        (AddDepartment(id="d", name="财务部"), "not_allowed"),
        (RenameMember(member="outside", name="x"), "not_allowed"),
        (msgspec.structs.replace(APPLY, id="own"), "not_allowed"),
        (msgspec.structs.replace(DIRECT, member="outside"), "not_allowed"),
    ],
)
def test_the_approver_from_outside_decides_and_does_nothing_else(asked: World, act: Act, refusal: str) -> None:
    assert code(asked.judge(OUTSIDE, act)) == refusal


def test_his_step_is_nobody_elses(asked: World) -> None:
    for each in (OWNER, ADMIN, APPROVER, KEEPER):
        assert code(asked.judge(each, Approve(application="app"))) == "not_your_turn"
    assert code(asked.judge(OUTSIDE, Transfer(application="app", member="admin"))) == "not_allowed"
    assert code(asked.judge(KEEPER, msgspec.structs.replace(AUTHORIZE, member="owner"))) == "not_your_turn"


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (AddTemplate(id="t", name="新", approvers=["outside"]), "member_may_not_approve"),
        (AddTemplate(id="t", name="新", approvers=[], copied=["outside"]), "member_may_not_approve"),
        (SetStandIn(member="admin", stand_in="outside", end=NOW + HOUR), "member_may_not_approve"),
        (HandOver(member="keeper", to="outside"), "member_may_not_approve"),
        (RemoveMember(member="outside"), "not_allowed"),
        (ChangeRole(member="outside", role=Role.MEMBER), "not_allowed"),
        (msgspec.structs.replace(DIRECT, member="outside"), "member_may_not_stamp"),
    ],
)
def test_nobody_gives_him_anything_else_to_do(below: World, act: Act, refusal: str) -> None:
    assert code(below.judge(OWNER, act)) == refusal


def test_no_step_is_handed_on_to_him(below: World) -> None:
    below.do(OWNER, APPLY)
    verdict = below.judge(APPROVER, Transfer(application="app", member="outside"))
    assert code(verdict) == "member_may_not_approve"


@pytest.mark.req("R-253", "V", "outside")
def test_he_can_become_a_member_or_the_owner(below: World) -> None:
    """He is in no quota, and his number is nobody's among the members."""
    act = AddMember(id="m", name="新人", phone=OUTSIDE.phone, role=Role.MEMBER)
    assert code(below.judge(OWNER, act)) == "Allowed"
    change = ChangeOwner(id="new", name="新主", phone=OUTSIDE.phone, code="123456")
    assert code(below.judge(OWNER, change)) == "Allowed"
    assert code(below.judge(OWNER, msgspec.structs.replace(change, phone=APPLICANT.phone))) == "phone_already_member"


@pytest.fixture
def inside(asked: World) -> World:
    """The headquarters asks somebody who is a member of the subsidiary anyway."""
    asked.book.put(
        msgspec.structs.replace(COMPANY, parent="hq", headquarters="applicant"),
        *consent_by("applicant", NOW, asked.book),
    )
    return asked


def test_a_member_who_consents_has_no_stand_in_for_it(inside: World) -> None:
    """Else the subsidiary could settle by itself who consents."""
    inside.do(OWNER, SetStandIn(member="applicant", stand_in="admin", start=NOW, end=NOW + HOUR))
    row = inside.book.get(Application, "app")
    assert row is not None
    assert code(inside.judge(ADMIN, Approve(application="app"))) == "not_your_turn"
    assert not waits_for_me(row, ADMIN, NOW, inside.book)
    assert code(inside.judge(APPLICANT, Approve(application="app"))) == "Allowed"


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (HandOver(member="applicant", to="admin"), "nothing_to_hand_over"),
        (RemoveMember(member="applicant"), None),
        (ChangeRole(member="applicant", role=Role.CUSTOM, permissions=[Permission.STAMP]), None),
    ],
)
def test_his_consent_goes_to_nobody_in_the_subsidiary(inside: World, act: Act, refusal: str | None) -> None:
    if refusal is None:
        inside.do(OWNER, act)
    else:
        assert code(inside.judge(OWNER, act)) == refusal
    assert steps(inside)[1] == (StepKind.HEADQUARTERS, ["applicant"], StepState.PENDING)


def test_whom_the_headquarters_asks_decides_whatever_his_role_is(inside: World) -> None:
    inside.do(OWNER, ChangeRole(member="applicant", role=Role.CUSTOM, permissions=[Permission.STAMP]))
    custom = inside.book.get(Member, "applicant")
    assert custom is not None
    assert code(inside.judge(custom, Approve(application="app"))) == "Allowed"
    left = msgspec.structs.replace(custom, active=False)
    assert code(inside.judge(left, Approve(application="app"))) == "not_allowed"


def test_another_approver_is_asked_anew(asked: World) -> None:
    (row,) = consent_by("other", NOW + HOUR, asked.book)
    asked.book.put(row)
    assert isinstance(row, Application)
    assert steps(asked)[1] == (StepKind.HEADQUARTERS, ["other"], StepState.PENDING)
    assert row.waits_since == NOW + HOUR
    assert consent_by("other", NOW + HOUR, asked.book) == []


def test_another_approver_whose_turn_it_is_not_yet_does_not_wait(below: World) -> None:
    below.do(OWNER, APPLY)
    (row,) = consent_by("other", NOW + HOUR, below.book)
    assert isinstance(row, Application)
    assert row.steps[1] == Step(StepKind.HEADQUARTERS, ["other"])


def test_without_consent_the_application_goes_on(asked: World) -> None:
    (row,) = consent_by(None, NOW, asked.book)
    asked.book.put(row)
    assert [state for _, _, state in steps(asked)] == [StepState.PASSED, StepState.VOID, StepState.PENDING]
    asked.book.put(msgspec.structs.replace(COMPANY, parent="hq"))
    asked.do(KEEPER, msgspec.structs.replace(AUTHORIZE, member="owner"))


def test_a_consent_that_is_not_due_yet_is_taken_out_without_a_trace_of_a_turn(below: World) -> None:
    below.do(OWNER, APPLY)
    below.book.put(*consent_by(None, NOW, below.book))
    assert [state for _, _, state in steps(below)] == [StepState.PENDING, StepState.VOID, StepState.WAITING]
    below.do(APPROVER, Approve(application="app"))
    assert [state for _, _, state in steps(below)] == [StepState.PASSED, StepState.VOID, StepState.PENDING]


@pytest.mark.req("C-14", "C")
@pytest.mark.parametrize("approved", [False, True])
def test_what_was_filed_before_the_switch_waits_for_the_consent_as_well(world: World, approved: bool) -> None:
    world.do(OWNER, APPLY)
    if approved:
        world.do(APPROVER, Approve(application="app"))
    world.book.put(msgspec.structs.replace(COMPANY, parent="hq", headquarters=OUTSIDE.id), OUTSIDE)
    issue = msgspec.structs.replace(AUTHORIZE, member="owner")
    if approved:  # a console that has not heard of the step, or a cloud that has not made it
        assert code(world.judge(KEEPER, issue)) == "headquarters_must_approve"
    world.book.put(*consent_by("outside", NOW + HOUR, world.book))
    assert consent_by("outside", NOW + HOUR, world.book) == []
    if not approved:
        world.do(APPROVER, Approve(application="app"))
    row = world.book.get(Application, "app")
    assert row is not None
    assert [step.state for step in row.steps] == [StepState.PASSED, StepState.PENDING, StepState.WAITING]
    assert row.steps[1].since == (NOW + HOUR if approved else NOW)
    assert row.steps[2].since is None
    assert code(world.judge(KEEPER, issue)) == "not_your_turn"
    world.do(OUTSIDE, Approve(application="app"))
    world.do(KEEPER, issue)


@pytest.mark.req("C-14", "C")
def test_a_switch_off_and_on_again_takes_no_consent_away(asked: World) -> None:
    asked.book.put(*consent_by(None, NOW, asked.book))
    asked.book.put(*consent_by("outside", NOW, asked.book))
    assert [state for _, _, state in steps(asked)] == [StepState.PASSED, StepState.PENDING, StepState.WAITING]
    asked.do(OUTSIDE, Approve(application="app"))
    assert consent_by(None, NOW, asked.book) == []
    assert consent_by("other", NOW, asked.book) == []  # it was given
    asked.do(KEEPER, msgspec.structs.replace(AUTHORIZE, member="owner"))


def test_what_others_applied_for_the_owner_authorizes_without_consent(below: World) -> None:
    below.do(APPLICANT, APPLY)
    assert consent_by("outside", NOW, below.book) == []
    below.do(APPROVER, Approve(application="app"))
    below.do(OWNER, AUTHORIZE)


# The headquarters' side: whose consent it is.

SUBSIDIARY = Subsidiary(
    id="below", organization=ORG, name="分公司", owner="李主任", phone="19900000077", approver="approver"
)


@pytest.mark.parametrize(
    ("act", "to"),
    [
        (RemoveMember(member="approver"), "owner"),
        (ChangeRole(member="approver", role=Role.CUSTOM, permissions=[Permission.STAMP]), "owner"),
        (ChangeRole(member="approver", role=Role.KEEPER), "approver"),
        (HandOver(member="approver", to="admin"), "admin"),
    ],
)
def test_the_consent_of_an_approver_who_leaves_is_the_owners(world: World, act: Act, to: str) -> None:
    world.book.put(SUBSIDIARY, msgspec.structs.replace(SUBSIDIARY, id="gone", deleted_at=NOW))
    world.do(OWNER, act)
    row, gone = world.book.get(Subsidiary, "below"), world.book.get(Subsidiary, "gone")
    assert row is not None
    assert gone is not None
    assert (row.approver, gone.approver) == (to, "approver")


def test_a_new_owner_consents_where_the_old_one_did(world: World) -> None:
    world.book.put(msgspec.structs.replace(SUBSIDIARY, approver="owner"))
    world.do(OWNER, ChangeOwner(id="new", name="新主", phone="19900000088", code="123456"))
    row = world.book.get(Subsidiary, "below")
    assert row is not None
    assert row.approver == "new"


@pytest.mark.req("R-259")
@pytest.mark.parametrize(
    ("actor", "approver", "refusal"),
    [
        (OWNER, "approver", "Allowed"),
        (OWNER, None, "Allowed"),
        (OWNER, "nobody", "not_found"),
        (OWNER, "outside", "member_may_not_approve"),
        (ADMIN, "approver", "not_allowed"),
        (APPROVER, "approver", "not_allowed"),
    ],
)
def test_who_names_the_approver(world: World, actor: Member, approver: str | None, refusal: str) -> None:
    world.book.put(SUBSIDIARY, OUTSIDE)
    act = SetHeadquartersApproval(subsidiary="below", approver=approver)
    assert code(world.judge(actor, act)) == refusal
