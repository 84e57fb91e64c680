"""A use after its issue: what may be ended, extended and activated, and who owes pictures of it."""

import msgspec
import pytest

from domain.applications import Options
from domain.approvals import Approve
from domain.authorizations import Authorization, Stage, counted
from domain.ending import Activate, CancelAuthorization, EndUse, ExtendUse, RenewCode, WaiveUpload
from domain.leaving import ChangeRole
from domain.organization import Feature, Permission, Role
from domain.rows import Act
from domain.seals import Seal
from domain.uses import DAY_MS, Method
from domain.verdict import Refused
from tests.domain.test_due import status
from tests.domain.world import (
    APPLICANT,
    APPLY,
    APPROVER,
    AUTHORIZE,
    COMPANY,
    DIRECT,
    HOUR,
    KEEPER,
    NOW,
    OWNER,
    SEAL,
    World,
    code,
    member,
)

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
    handed = msgspec.structs.replace(late, heir="keeper")
    assert counted(handed, forced.book).owed_by == "keeper"
    forced.book.put(msgspec.structs.replace(KEEPER, active=False))
    assert counted(handed, forced.book).owed_by == "owner"


@pytest.mark.req("C-23", "C")
def test_what_comes_late_is_owed_by_no_heir_who_may_not_read_it(forced: World) -> None:
    late = msgspec.structs.replace(row(forced), pressed=1, heir="keeper")
    forced.book.put(msgspec.structs.replace(SEAL, keepers=[]))
    assert counted(late, forced.book).owed_by == "owner"
    assert counted(msgspec.structs.replace(late, heir="admin"), forced.book).owed_by == "admin"
    presser = member("applicant", Role.CUSTOM, [Permission.STAMP])
    forced.book.put(presser)  # who pressed sees his own
    assert counted(msgspec.structs.replace(late, heir=None), forced.book).owed_by == "applicant"
    assert counted(msgspec.structs.replace(late, heir="applicant"), forced.book).owed_by == "applicant"
    forced.book.put(SEAL)
    assert counted(late, forced.book).owed_by == "keeper"
    del forced.book.rows[Seal, SEAL.id]  # a console that does not see the seal
    assert counted(late, forced.book).owed_by == "keeper"


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


@pytest.mark.req("C-28", "C")
@pytest.mark.parametrize(
    ("applied", "granted", "more", "field"),
    [
        ({}, {}, {"count": 6}, None),
        ({}, {}, {"count": 7}, "count"),
        ({}, {}, {"count": 0}, "count"),
        ({}, {"count": 1}, {"count": 6}, None),
        ({"count": 1}, {"count": 1}, {"count": 1, "end": NOW + 2 * HOUR}, None),
        ({"count": 300}, {}, {"count": 500}, None),
        ({"count": 0}, {}, {"count": 500}, None),
        ({"count": 0}, {"count": 0}, {"count": 0, "end": NOW + 2 * HOUR}, None),
        ({}, {}, {"end": NOW + HOUR + DAY_MS}, None),
        ({}, {}, {"end": NOW + HOUR + DAY_MS + 1}, "end"),
        ({"end": NOW + 3 * DAY_MS}, {}, {"end": NOW + 6 * DAY_MS}, None),
        ({"end": NOW + 3 * DAY_MS}, {}, {"end": NOW + 6 * DAY_MS + 1}, "end"),
    ],
)
def test_an_applied_use_is_extended_by_as_much_again_at_most(
    world: World, applied: dict[str, int], granted: dict[str, int], more: dict[str, int], field: str | None
) -> None:
    act = msgspec.structs.replace(APPLY, **applied)
    world.do(APPLICANT, act)
    world.do(APPROVER, Approve(application="app"))
    limits = {"count": act.count or 5, "end": act.end} | granted
    world.do(KEEPER, msgspec.structs.replace(AUTHORIZE, **limits))
    extend = ExtendUse(id="more", authorization="auth", **({"count": row(world).count, "end": act.end} | more))
    verdict = world.judge(KEEPER, extend)
    assert (verdict if field else code(verdict)) == (Refused("beyond_applied_again", field) if field else "Allowed")
    direct = msgspec.structs.replace(row(world), application=None)
    world.book.put(direct)
    assert code(world.judge(KEEPER, extend)) == "Allowed"


@pytest.mark.req("C-28", "C")
def test_it_is_as_much_again_as_was_applied_for_however_often(authorized: World) -> None:
    authorized.do(KEEPER, MORE)
    again = msgspec.structs.replace(MORE, id="most", authorization="more", count=7)
    assert code(authorized.judge(KEEPER, again)) == "beyond_applied_again"
    authorized.do(KEEPER, msgspec.structs.replace(again, count=6))


@pytest.mark.req("C-28", "C")
@pytest.mark.parametrize(
    ("options", "dropped", "feature"),
    [
        (Options(photo=True), "photo_required", Feature.PHOTO),
        (Options(fingerprint=True), "fingerprint_required", Feature.FINGERPRINT),
        (Options(upload_required=True), "upload_required", Feature.UPLOAD_REQUIRED),
    ],
)
def test_what_the_approvers_saw_demanded_stays_demanded(
    world: World, options: Options, dropped: str, feature: Feature
) -> None:
    """As long as the organization asks for it at all; how it is issued is for the authorizer to say."""
    world.book.put(msgspec.structs.replace(SEAL, fingers=["applicant"]))
    world.do(APPLICANT, msgspec.structs.replace(APPLY, options=options))
    world.do(APPROVER, Approve(application="app"))
    lax = msgspec.structs.replace(AUTHORIZE, photo_required=False)
    assert world.judge(KEEPER, lax) == Refused("demand_dropped", dropped)
    assert code(world.judge(KEEPER, msgspec.structs.replace(lax, **{dropped: True}))) == "Allowed"
    stricter = {"photo_required": True, "fingerprint_required": True, "upload_required": True}
    assert code(world.judge(KEEPER, msgspec.structs.replace(lax, method=Method.PRE, **stricter))) == "Allowed"
    others = [each for each in Feature if each is not feature]
    world.book.put(msgspec.structs.replace(COMPANY, features=others))
    assert code(world.judge(KEEPER, lax)) == "Allowed"


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
