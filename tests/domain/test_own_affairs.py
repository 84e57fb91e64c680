"""Nobody decides in his own affair, or twice where two were to decide (C-07, C-13, C-33)."""

import msgspec
import pytest

from domain.applications import Application, HandedOn, Step, concerns
from domain.approvals import MOST_HANDED_ON, Approve, Transfer, waits_for_me
from domain.departments import Department
from domain.leaving import ChangeRole, HandOver, RemoveMember, level_lost
from domain.members import MoveMember, SetStandIn
from domain.organization import Member, Permission, Role, StandIn
from domain.rows import Act
from domain.telling.applications import asked
from domain.templates import SYSTEM_NAME, AddTemplate, ChangeTemplate
from domain.verdict import Refused
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPLY,
    APPROVER,
    HOUR,
    KEEPER,
    NOW,
    ORG,
    OTHER_KEEPER,
    OWNER,
    TEMPLATE,
    World,
    code,
    member,
)


def application(world: World) -> Application:
    row = world.book.get(Application, "app")
    assert row is not None
    return row


def test_a_step_is_handed_on_to_anybody_but_the_applicant(applied: World) -> None:
    to = Transfer(application="app", member="applicant")
    assert applied.judge(APPROVER, to) == Refused("own_application", "member", "Applicant")
    applied.do(APPROVER, msgspec.structs.replace(to, member="keeper"))


def test_a_step_keeps_through_whose_hands_it_has_come(applied: World) -> None:
    """Each former holder goes on seeing it, and each note stays, whatever the decision says."""
    applied.do(APPROVER, Transfer(application="app", member="admin", note="首次"))
    applied.book.put(msgspec.structs.replace(ADMIN, stand_in=StandIn("keeper", NOW, NOW + HOUR)))
    applied.now += 1
    applied.do(KEEPER, Transfer(application="app", member="other-keeper"))
    applied.do(OTHER_KEEPER, Approve(application="app"))
    row = application(applied)
    assert row.steps[0].handed_on == [
        HandedOn("approver", "approver", NOW, "首次"),
        HandedOn("admin", "keeper", NOW + 1),
    ]
    assert {"approver", "admin", "keeper", "other-keeper"} <= set(concerns(row))
    old = msgspec.json.decode(b'{"kind":"approve","candidates":["a"],"instead_of":"b"}', type=Step)
    assert old.handed_on == []


def test_a_step_goes_not_round_and_round(applied: World) -> None:
    two = (APPROVER, ADMIN)
    for turn in range(MOST_HANDED_ON):
        applied.do(two[turn % 2], Transfer(application="app", member=two[1 - turn % 2].id))
    again = Transfer(application="app", member="admin")
    assert applied.judge(APPROVER, again) == Refused("handed_on_too_often", "member", str(MOST_HANDED_ON))
    applied.do(APPROVER, Approve(application="app"))


@pytest.mark.parametrize(("step", "refusal"), [(None, "Allowed"), (0, "Allowed"), (1, "already_decided")])
def test_an_approval_says_which_step_it_means(world: World, step: int | None, refusal: str) -> None:
    """Two that were sent while one waited do not pass two levels."""
    world.book.put(msgspec.structs.replace(TEMPLATE, approvers=["approver", "admin"]))
    world.do(APPLICANT, APPLY)
    world.book.put(msgspec.structs.replace(ADMIN, stand_in=StandIn("approver", NOW, NOW + HOUR)))
    act = Approve(application="app", step=step)
    assert code(world.judge(APPROVER, act)) == refusal
    if step == 0:
        world.do(APPROVER, act)
        assert code(world.judge(APPROVER, act)) == "already_decided"
        world.do(APPROVER, Approve(application="app", step=1))


def test_who_stands_in_does_not_decide_what_he_applied_for(applied: World) -> None:
    away = StandIn("applicant", NOW, NOW + HOUR)
    applied.book.put(msgspec.structs.replace(APPROVER, stand_in=away))
    row, decide = application(applied), Approve(application="app")
    assert code(applied.judge(APPLICANT, decide)) == "not_your_turn"
    assert not waits_for_me(row, APPLICANT, NOW, applied.book)
    assert asked(row, row.steps[0], NOW, applied.book) == {"approver": None}
    other = msgspec.structs.replace(row, applicant="keeper")
    assert waits_for_me(other, APPLICANT, NOW, applied.book)
    assert asked(other, row.steps[0], NOW, applied.book) == {"approver": None, "applicant": "approver"}
    applied.book.put(other)
    assert code(applied.judge(APPLICANT, decide)) == "Allowed"


@pytest.mark.parametrize(
    ("actor", "of", "stand_in", "refusal"),
    [
        (APPROVER, "approver", "admin", "Allowed"),
        (ADMIN, "approver", "keeper", "Allowed"),
        (ADMIN, "approver", "admin", "stand_in_for_oneself"),
        (OWNER, "approver", "owner", "stand_in_for_oneself"),
        (OWNER, "owner", "owner", "member_may_not_approve"),
    ],
)
def test_nobody_takes_anothers_decisions_by_himself(
    world: World, actor: Member, of: str, stand_in: str, refusal: str
) -> None:
    assert code(world.judge(actor, SetStandIn(member=of, stand_in=stand_in, end=NOW + HOUR))) == refusal


def test_a_level_that_names_the_applicant_is_his(world: World) -> None:
    """Whoever configured the flow has said so; it is shown, and the authorizing step comes after it (decision 0022)."""
    world.do(APPROVER, APPLY)
    world.do(APPROVER, Approve(application="app"))
    assert application(world).steps[0].decided_by == "approver"


CUSTOM = ChangeRole(member="approver", role=Role.CUSTOM, permissions=[Permission.STAMP])


@pytest.mark.req("C-33", "C")
@pytest.mark.parametrize(
    ("act", "field"),
    [
        (HandOver(member="approver", to="owner"), "to"),
        (RemoveMember(member="approver"), "member"),
        (CUSTOM, "role"),
    ],
)
def test_no_level_is_lost_to_who_decides_already(world: World, act: Act, field: str) -> None:
    """In a template, in an application on its way, or because he has applied."""
    world.book.put(msgspec.structs.replace(TEMPLATE, approvers=["approver", "owner"]))
    assert world.judge(ADMIN if act is not CUSTOM else OWNER, act) == Refused("level_lost", field, "合同")
    world.do(APPLICANT, APPLY)
    world.book.put(TEMPLATE)
    assert world.judge(OWNER, act) == Refused("level_lost", field, "采购合同")
    row = application(world)
    passed = msgspec.structs.replace(row.steps[1], candidates=["keeper"], decided_by="owner")
    world.book.put(msgspec.structs.replace(row, steps=[row.steps[0], passed, row.steps[2]]))
    assert world.judge(OWNER, act) == Refused("level_lost", field, "采购合同")
    world.book.put(msgspec.structs.replace(row, steps=[row.steps[0], row.steps[2]], applicant="owner"))
    assert world.judge(OWNER, act) == Refused("level_lost", field, "采购合同")
    world.book.put(msgspec.structs.replace(row, steps=[row.steps[0], row.steps[2]]))
    world.do(OWNER, act)
    assert application(world).steps[0].candidates == ["owner"]


def test_a_role_that_still_approves_and_what_is_decided_lose_no_level(world: World) -> None:
    world.book.put(msgspec.structs.replace(TEMPLATE, approvers=["approver", "owner"]))
    world.do(ADMIN, ChangeRole(member="approver", role=Role.KEEPER))
    world.do(APPLICANT, APPLY)
    world.do(APPROVER, Approve(application="app"))
    world.book.put(TEMPLATE)
    assert level_lost("approver", OWNER, world.book) is None


@pytest.mark.req("R-234", "R-246")
@pytest.mark.parametrize(
    ("actor", "of", "refusal"),
    [
        (ADMIN, "applicant", "Allowed"),
        (ADMIN, "admin", "Allowed"),
        (ADMIN, "owner", "not_allowed"),
        (OWNER, "owner", "Allowed"),
        (OWNER, "admin", "Allowed"),
        (ADMIN, "custom", "not_allowed"),
        (KEEPER, "applicant", "not_allowed"),
        (ADMIN, "gone", "not_found"),
    ],
)
def test_who_is_moved_by_whom(world: World, actor: Member, of: str, refusal: str) -> None:
    world.book.put(Department(id="d", organization=ORG, name="采购部"), member("custom", Role.CUSTOM))
    world.book.put(msgspec.structs.replace(member("gone", Role.MEMBER), active=False))
    assert code(world.judge(actor, MoveMember(member=of, department="d"))) == refusal


@pytest.mark.parametrize("name", [SYSTEM_NAME, f" {SYSTEM_NAME} "])
def test_no_template_passes_for_the_systems(world: World, name: str) -> None:
    taken = Refused("template_name_taken", "name", SYSTEM_NAME)
    assert world.judge(OWNER, AddTemplate(id="t", name=name, approvers=[])) == taken
    assert world.judge(OWNER, ChangeTemplate(template="template", name=name, approvers=[])) == taken
