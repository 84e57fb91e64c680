"""What becomes of what somebody had in hand when he leaves (C-33, R-232, R-252)."""

import msgspec
import pytest

from domain.applications import Application, ApplicationState, StepState
from domain.approvals import Approve
from domain.authorizations import Authorization, Stage
from domain.codes import Purpose, recipient
from domain.leaving import HandOver, RemoveMember
from domain.organization import Member
from domain.ownership import ChangeOwner
from domain.rows import Act
from domain.verdict import Circumstances
from tests.domain.test_due import status
from tests.domain.world import APPLICANT, APPLY, APPROVER, AUTHORIZE, DIRECT, KEEPER, NOW, OWNER, World, code

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
