"""A use after its issue: what may be ended, extended and activated, and who owes pictures of it."""

import msgspec
import pytest

from domain.authorizations import Authorization, Stage, counted
from domain.ending import Activate, CancelAuthorization, EndUse, ExtendUse, RenewCode, WaiveUpload
from domain.leaving import ChangeRole
from domain.organization import Permission, Role
from domain.rows import Act
from domain.uses import Method
from domain.verdict import Refused
from tests.domain.test_due import status
from tests.domain.world import APPLICANT, COMPANY, DIRECT, HOUR, KEEPER, NOW, OWNER, World, code

MORE = ExtendUse(id="more", authorization="auth", count=5, end=NOW + HOUR)
END = EndUse(authorization="auth")


def row(world: World, id: str = "auth") -> Authorization:
    found = world.book.get(Authorization, id)
    assert found is not None
    return found


@pytest.fixture
def forced(world: World) -> World:
    """A use each of whose records has to have a picture."""
    world.do(KEEPER, msgspec.structs.replace(DIRECT, upload_required=True))
    return world


@pytest.mark.req("R-117", "V", "outside")
@pytest.mark.req("I-09")
@pytest.mark.parametrize("act", [END, MORE])
def test_neither_ended_nor_extended_while_its_records_lie_on_the_seal(forced: World, act: Act) -> None:
    forced.book.put(status(5, 4))
    assert forced.judge(KEEPER, act) == Refused("records_missing", "authorization", "1")
    forced.book.put(status(5, 5))
    forced.do(KEEPER, act)


@pytest.mark.req("C-23", "C")
def test_what_was_waived_is_demanded_again_of_the_uses_that_follow(forced: World) -> None:
    forced.book.put(msgspec.structs.replace(row(forced), pressed=1, owed_by="applicant", heir="keeper"))
    forced.do(OWNER, WaiveUpload(authorization="auth", reason="原件已交客户"))
    forced.do(KEEPER, MORE)
    after = row(forced, "more")
    assert (after.waived_at, after.waived_by, after.waived_why, after.heir) == (None, None, "", None)
    assert row(forced).waived_why == "原件已交客户"
    assert counted(msgspec.structs.replace(after, pressed=1), forced.book).owed_by == "applicant"


@pytest.mark.req("C-23", "C")
def test_what_comes_late_is_owed_by_nobody_who_has_left(forced: World) -> None:
    late = msgspec.structs.replace(row(forced), pressed=1)
    assert counted(late, forced.book).owed_by == "applicant"
    forced.book.put(msgspec.structs.replace(APPLICANT, active=False))
    assert counted(late, forced.book).owed_by == "owner"
    assert counted(msgspec.structs.replace(late, heir="keeper"), forced.book).owed_by == "keeper"


@pytest.mark.req("I-14")
def test_in_free_use_nothing_is_extended_or_activated_only_brought_to_an_end(world: World) -> None:
    world.do(KEEPER, DIRECT)
    world.do(KEEPER, msgspec.structs.replace(DIRECT, id="pre", method=Method.PRE))
    activate = Activate(authorization="pre", code="12345678")
    world.book.put(msgspec.structs.replace(COMPANY, features=[]))
    assert code(world.judge(KEEPER, MORE)) == "free_use"
    assert code(world.judge(KEEPER, RenewCode(authorization="pre"))) == "free_use"
    assert code(world.judge(APPLICANT, activate)) == "free_use"
    world.do(KEEPER, END)
    assert code(world.judge(APPLICANT, activate)) == "free_use"
    world.do(KEEPER, CancelAuthorization(authorization="pre"))


def test_more_is_not_granted_to_who_may_not_press(world: World) -> None:
    world.do(KEEPER, DIRECT)
    world.book.put(msgspec.structs.replace(APPLICANT, role=Role.CUSTOM, permissions=[Permission.APPLY]))
    assert world.judge(KEEPER, MORE) == Refused("member_may_not_stamp", "authorization", "Applicant")


def test_who_may_press_no_more_has_no_use_and_none_that_waits(world: World) -> None:
    world.do(KEEPER, DIRECT)
    world.do(KEEPER, msgspec.structs.replace(DIRECT, id="pre", method=Method.PRE))
    change = ChangeRole(member="applicant", role=Role.CUSTOM, permissions=[Permission.APPLY])
    assert world.judge(OWNER, change) == Refused("member_has_use", "role", "Applicant")
    world.do(OWNER, msgspec.structs.replace(change, permissions=[Permission.STAMP]))
    assert row(world, "pre").stage is Stage.WAITING
    world.do(KEEPER, END)
    world.do(OWNER, change)
    assert row(world, "pre").cancelled_at == NOW
