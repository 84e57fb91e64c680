"""What becomes of what somebody had in hand when he leaves (C-33, R-232, R-252)."""

import msgspec
import pytest

from domain.applications import Application, ApplicationState, Step, StepKind, StepState
from domain.approvals import Approve
from domain.authorizations import Authorization, Stage
from domain.codes import Purpose, recipient
from domain.keepers import RemoveKeeper
from domain.leaving import ChangeRole, HandOver, RemoveMember
from domain.members import may_give, may_manage
from domain.organization import Member, Permission, Role, StandIn
from domain.ownership import ChangeOwner
from domain.rows import Act
from domain.seals import Seal
from domain.subsidiaries import DeleteOrganization
from domain.verdict import Circumstances
from tests.domain.refused_uses import OWING, PRESSER, WAITING
from tests.domain.test_due import status
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPLIED,
    APPLY,
    APPROVER,
    AUTHORIZE,
    COMPANY,
    DIRECT,
    EVERYBODY,
    HOUR,
    ISSUED,
    KEEPER,
    LATER,
    NOW,
    ORG,
    OWNER,
    SEAL,
    TEMPLATE,
    World,
    but,
    code,
)

APPROVING, AUTHORIZING = APPLIED.steps
CHANGE = ChangeOwner(id="new", name="新主", phone="19900000088", code="123456")


@pytest.mark.req("C-33", "C")
@pytest.mark.parametrize(("leaves", "act"), [("applicant", RemoveMember(member="applicant")), ("owner", CHANGE)])
def test_what_he_applied_for_is_withdrawn(world: World, leaves: str, act: Act) -> None:
    """Nobody could authorize it any more, so nobody is asked to decide it."""
    applicant = world.book.get(Member, leaves)
    assert applicant is not None
    world.do(applicant, msgspec.structs.replace(APPLY, id="mine"))
    world.do(APPROVER, Approve(application="mine"))
    world.do(KEEPER, APPLY)
    world.do(OWNER, act)
    mine, other = world.book.get(Application, "mine"), world.book.get(Application, "app")
    assert mine is not None
    assert other is not None
    assert (mine.state, other.state) == (ApplicationState.WITHDRAWN, ApplicationState.IN_APPROVAL)
    assert [step.state for step in mine.steps] == [StepState.PASSED, StepState.VOID]
    late = msgspec.structs.replace(AUTHORIZE, application="mine", member=leaves)
    assert code(world.judge(KEEPER, late)) in ("member_may_not_stamp", "already_decided")


@pytest.mark.req("R-253", "V", "outside")
def test_whose_number_is_no_members_any_more_may_become_the_owner(world: World) -> None:
    change = msgspec.structs.replace(CHANGE, phone=APPLICANT.phone)
    at = Circumstances(OWNER, NOW, world.book)
    assert code(world.judge(OWNER, change)) == code(recipient(Purpose.CHANGE_OWNER, APPLICANT.phone, at))
    assert code(world.judge(OWNER, change)) == "phone_already_member"
    world.do(OWNER, RemoveMember(member="applicant"))
    assert recipient(Purpose.CHANGE_OWNER, APPLICANT.phone, at) == APPLICANT.phone
    assert code(world.judge(OWNER, change)) == "Allowed"


@pytest.mark.req("C-33", "C")
@pytest.mark.req("C-23", "C")
@pytest.mark.parametrize(
    ("lying", "to", "refusal"),
    [
        (1, "approver", "member_may_not_read"),
        (1, "keeper", "Allowed"),
        (0, "approver", "Allowed"),
        (0, "keeper", "Allowed"),
    ],
)
def test_records_that_are_yet_to_come_are_the_successors_who_can_read_them(
    world: World, lying: int, to: str, refusal: str
) -> None:
    world.do(KEEPER, msgspec.structs.replace(DIRECT, upload_required=True))
    world.book.put(status(5, 5 - lying))
    act = HandOver(member="applicant", to=to)
    assert code(world.judge(OWNER, act)) == refusal
    if refusal != "Allowed":
        return
    world.do(OWNER, act)
    row = world.book.get(Authorization, "auth")
    assert row is not None
    assert (row.stage, row.heir, row.owed_by) == (Stage.OVER, "keeper" if to == "keeper" else None, None)


AT_TWO_SEALS = (but(SEAL, keepers=["keeper", "other-keeper"]), but(SEAL, id="L2", keepers=["other-keeper"]))
STAND_INS = (
    but(ADMIN, stand_in=StandIn("keeper", NOW, NOW + HOUR)),
    but(APPROVER, stand_in=StandIn("owner", NOW, NOW + HOUR)),
)
OF_KEEPER = but(APPLIED, id="of-keeper", applicant="keeper")


def asked(row: Application, *candidates: str) -> Application:
    return but(row, steps=[row.steps[0], but(row.steps[1], candidates=list(candidates))])


def test_a_keeper_no_more_keeps_nothing(world: World) -> None:
    given = (*AT_TWO_SEALS, asked(APPLIED, "keeper", "other-keeper"))
    rows = world.after(ADMIN, ChangeRole(member="keeper", role=Role.MEMBER), *given)
    assert rows == {
        "keeper": but(KEEPER, role=Role.MEMBER),
        SEAL.id: but(SEAL, keepers=["other-keeper"]),
        "app": asked(APPLIED, "other-keeper"),
    }
    rows = world.after(ADMIN, RemoveKeeper(seal=SEAL.id, member="keeper"), KEEPER, *given)
    assert rows == {SEAL.id: but(SEAL, keepers=["other-keeper"]), "app": asked(APPLIED, "other-keeper")}
    rows = world.after(ADMIN, RemoveKeeper(seal="L2", member="other-keeper"), *given, but(APPLIED, id="b", seal="L2"))
    assert rows == {
        "L2": but(AT_TWO_SEALS[1], keepers=[]),
        "b": asked(but(APPLIED, id="b", seal="L2"), "admin", "owner"),
    }


@pytest.mark.parametrize(
    ("member", "role", "permissions", "moved"),
    [
        ("approver", Role.KEEPER, [], False),
        ("approver", Role.CUSTOM, [Permission.APPROVE], False),
        ("approver", Role.CUSTOM, [Permission.STAMP], True),
    ],
)
def test_who_may_approve_no_more_has_no_steps(
    world: World, member: str, role: Role, permissions: list[Permission], moved: bool
) -> None:
    act = ChangeRole(member=member, role=role, permissions=permissions)
    rows = world.after(OWNER, act, APPLIED)
    changed = {"approver": but(APPROVER, role=role, permissions=permissions)}
    step = but(APPROVING, candidates=["owner"])
    duties = {"app": but(APPLIED, steps=[step, AUTHORIZING]), "template": but(TEMPLATE, approvers=["owner"])}
    assert rows == changed | (duties if moved else {})


def test_who_is_removed_stands_in_for_nobody(world: World) -> None:
    rows = world.after(
        OWNER,
        RemoveMember(member="keeper"),
        *AT_TWO_SEALS,
        *STAND_INS,
        APPLIED,
        OF_KEEPER,
        but(WAITING, member="keeper"),
    )
    assert rows == {
        "keeper": but(KEEPER, active=False, left_at=LATER),
        "admin": ADMIN,
        SEAL.id: but(SEAL, keepers=["other-keeper"]),
        "app": asked(APPLIED, "other-keeper"),
        "of-keeper": but(
            OF_KEEPER,
            state=ApplicationState.WITHDRAWN,
            steps=[but(step, state=StepState.VOID) for step in OF_KEEPER.steps],
        ),
        "auth": but(WAITING, member="keeper", stage=Stage.OVER, cancelled_at=LATER),
    }


@pytest.mark.parametrize(("to", "keepers"), [("other-keeper", ["other-keeper"]), ("admin", [])])
def test_who_hands_over_gives_away_his_seals(world: World, to: str, keepers: list[str]) -> None:
    """To another keeper; to nobody, if the other one manages every seal anyway."""
    rows = world.after(OWNER, HandOver(member="keeper", to=to), asked(APPLIED, "keeper"))
    authorizers = keepers or ["admin", "owner"]
    assert rows == {SEAL.id: but(SEAL, keepers=keepers), "app": asked(APPLIED, *authorizers)}


def test_live_uses_end_and_what_is_owed_is_the_heirs(world: World) -> None:
    """Whether the use is over already or not; what he does not owe stays nobody's."""
    own = but(ISSUED, id="own", used=1)
    over = but(OWING, id="over", stage=Stage.OVER, ended_at=NOW)
    waiting = but(WAITING, id="waiting")
    others = but(ISSUED, id="others", seal="L2", member="approver")
    rows = world.after(OWNER, HandOver(member="applicant", to="admin"), OWING, own, over, waiting, others)
    ended = {"stage": Stage.OVER, "ended_at": LATER, "ended_by": "owner"}
    assert rows == {
        "auth": but(OWING, heir="admin", owed_by="admin", **ended),
        "own": but(own, **ended),
        "over": but(over, heir="admin", owed_by="admin"),
        "waiting": but(waiting, stage=Stage.OVER, cancelled_at=LATER),
    }


def test_steps_and_templates_name_the_other_one(world: World) -> None:
    consent = Step(StepKind.HEADQUARTERS, ["approver"])
    passed = but(APPROVING, state=StepState.PASSED)
    given = but(APPLIED, steps=[passed, but(APPROVING, candidates=["approver", "admin"]), consent, AUTHORIZING])
    template = but(TEMPLATE, approvers=["approver", "keeper"], copied=["admin", "approver"])
    rows = world.after(
        OWNER, HandOver(member="approver", to="admin"),
        given, template, but(TEMPLATE, id="other", approvers=["owner"]),
    )  # fmt: skip
    assert rows == {
        "app": but(given, steps=[passed, but(APPROVING, candidates=["admin"]), consent, AUTHORIZING]),
        "template": but(template, approvers=["admin", "keeper"], copied=["admin"]),
    }


def test_a_new_owner_is_another_member(world: World) -> None:
    act = ChangeOwner(id="new", name="新主", phone="19900000088", code="123456")
    rows = world.after(OWNER, act, *STAND_INS)
    assert rows == {
        "new": Member(id="new", organization=ORG, name="新主", phone="19900000088", role=Role.OWNER, created_at=LATER),
        "owner": but(OWNER, active=False, left_at=LATER),
        "approver": but(STAND_INS[1], stand_in=StandIn("new", NOW, NOW + HOUR)),
        "template": but(TEMPLATE, copied=["new"]),
    }


def test_all_leave_an_organization_that_is_deleted(world: World) -> None:
    del world.book.rows[Seal, SEAL.id]
    left = but(PRESSER, active=False, left_at=NOW)
    rows = world.after(OWNER, DeleteOrganization(name="云杉"), left)
    assert rows == {ORG: but(COMPANY, deleted_at=LATER)} | {
        each.id: but(each, active=False, left_at=LATER) for each in EVERYBODY
    }


@pytest.mark.parametrize(
    ("actor", "gives"),
    [
        (OWNER, {Role.MEMBER, Role.KEEPER, Role.ADMINISTRATOR, Role.CUSTOM}),
        (ADMIN, {Role.MEMBER, Role.KEEPER}),
        (KEEPER, set()),
        (but(OWNER, active=False), set()),
    ],
)
def test_who_gives_which_role_and_manages_whom(actor: Member, gives: set[Role]) -> None:
    assert {role for role in Role if may_give(actor, role)} == gives
    assert may_manage(actor, actor) is bool(gives)
    for role in Role:
        other = but(APPLICANT, role=role)
        assert may_manage(actor, other) is (role in gives)
        assert not may_manage(actor, but(other, active=False))
