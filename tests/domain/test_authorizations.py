"""Authorizations: who issues and ends, within which limits, and their states."""

import msgspec
import pytest

from domain import authorizations
from domain.applications import Application, ApplicationState, StepState
from domain.approvals import Approve
from domain.authorizations import Authorization, Mode, Stage, State
from domain.ending import EndUse
from domain.geo import Area, Point
from domain.organization import Feature, Member
from domain.uses import Method
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
    OTHER_KEEPER,
    OWNER,
    World,
    code,
)


@pytest.mark.req("R-100", "R-101", "C-28")
@pytest.mark.parametrize(
    ("actor", "change", "refusal", "field"),
    [
        (KEEPER, {}, "Allowed", None),
        (ADMIN, {}, "Allowed", None),
        (OTHER_KEEPER, {}, "not_allowed", None),
        (APPLICANT, {}, "not_allowed", None),
        (KEEPER, {"count": 2}, "Allowed", None),
        (KEEPER, {"count": 4}, "wider_than_applied", "count"),
        (KEEPER, {"count": 0}, "wider_than_applied", "count"),
        (KEEPER, {"start": NOW - 1}, "wider_than_applied", "start"),
        (KEEPER, {"end": NOW + HOUR + 1}, "wider_than_applied", "end"),
        (KEEPER, {"start": NOW + 1, "end": NOW + HOUR - 1}, "Allowed", None),
        (KEEPER, {"start": NOW + HOUR, "end": NOW + HOUR}, "end_before_start", "end"),
        (KEEPER, {"member": "approver"}, "other_than_applied", "member"),
        (KEEPER, {"member": "nobody"}, "not_found", None),
        (KEEPER, {"application": "nothing"}, "not_found", None),
        (KEEPER, {"method": Method.PRE}, "Allowed", None),
        (KEEPER, {"mode": Mode.ELECTRONIC, "any_document": True}, "not_for_documents", "photo_required"),
        (
            KEEPER,
            {"mode": Mode.ELECTRONIC, "any_document": True, "photo_required": False},
            "other_than_applied",
            "mode",
        ),
    ],
)
def test_authorizing_narrows_never_widens(
    approved: World, actor: Member, change: dict[str, object], refusal: str, field: str | None
) -> None:
    verdict = approved.judge(actor, msgspec.structs.replace(AUTHORIZE, **change))
    assert code(verdict) == refusal
    assert getattr(verdict, "field", None) == field


def test_an_unlimited_application_may_be_narrowed(world: World) -> None:
    world.do(APPLICANT, msgspec.structs.replace(APPLY, count=0))
    world.do(APPROVER, Approve(application="app"))
    assert code(world.judge(KEEPER, msgspec.structs.replace(AUTHORIZE, count=0))) == "Allowed"
    assert code(world.judge(KEEPER, msgspec.structs.replace(AUTHORIZE, count=7))) == "Allowed"


@pytest.mark.req("R-285", "C-28")
@pytest.mark.parametrize("asked", [True, False])
def test_an_area_binds_also_when_areas_are_asked_for_no_more(world: World, *, asked: bool) -> None:
    """The form is judged when it is filed: an application with an area can be authorized later on, within it."""
    area = Area(centre=Point(30.0, 120.0), radius_m=500)
    world.do(APPLICANT, msgspec.structs.replace(APPLY, area=area))
    world.do(APPROVER, Approve(application="app"))
    if not asked:
        features = [each for each in Feature if each is not Feature.AREA]
        world.book.put(msgspec.structs.replace(COMPANY, features=features))
    wider, none = Area(centre=Point(30.0, 120.0), radius_m=501), Area(centre=Point(30.0, 120.0), radius_m=49)
    for given, refusal in ((wider, "wider_than_applied"), (None, "wider_than_applied"), (none, "area_unfit")):
        verdict = world.judge(KEEPER, msgspec.structs.replace(AUTHORIZE, area=given))
        assert (code(verdict), getattr(verdict, "field", None)) == (refusal, "area")
    assert code(world.judge(KEEPER, msgspec.structs.replace(DIRECT, area=area))) == (
        "Allowed" if asked else "feature_off"
    )
    world.do(KEEPER, msgspec.structs.replace(AUTHORIZE, area=area))


def test_the_authorizing_step_is_not_approved(approved: World) -> None:
    assert code(approved.judge(KEEPER, Approve(application="app"))) == "authorize_instead"


def test_authorizing_closes_the_application(authorized: World) -> None:
    application = authorized.book.get(Application, "app")
    assert application is not None
    assert (application.state, application.authorization) == (ApplicationState.AUTHORIZED, "auth")
    assert all(step.state is StepState.PASSED for step in application.steps)


@pytest.mark.req("R-104", "V", "inside", "outside")
@pytest.mark.req("C-03", "I-03")
def test_one_live_authorization_a_seal(authorized: World) -> None:
    """Also an expired one keeps the seal until it has been ended."""
    again = msgspec.structs.replace(DIRECT, id="auth-2")
    assert code(authorized.judge(KEEPER, again)) == "former_use_not_ended"
    authorized.now = NOW + 2 * HOUR
    later = msgspec.structs.replace(again, start=authorized.now, end=authorized.now + HOUR)
    assert code(authorized.judge(KEEPER, later)) == "former_use_not_ended"
    authorized.do(KEEPER, EndUse(authorization="auth"))
    assert code(authorized.judge(KEEPER, later)) == "Allowed"


@pytest.mark.req("R-022", "R-140")
@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(OWNER, "Allowed"), (ADMIN, "Allowed"), (KEEPER, "Allowed")]
    + [(APPLICANT, "not_allowed"), (APPROVER, "not_allowed"), (OTHER_KEEPER, "not_found")],  # who does not see it
)
def test_who_ends_a_use(authorized: World, actor: Member, refusal: str) -> None:
    assert code(authorized.judge(actor, EndUse(authorization="auth"))) == refusal
    assert code(authorized.judge(actor, EndUse(authorization="nothing"))) == "not_found"


def test_a_use_ends_once(authorized: World) -> None:
    authorized.do(KEEPER, EndUse(authorization="auth"))
    assert code(authorized.judge(KEEPER, EndUse(authorization="auth"))) == "already_ended"


@pytest.mark.req("R-142", "R-143", "R-144")
@pytest.mark.parametrize(
    ("change", "at", "expected"),
    [
        ({}, NOW - 1, State.NOT_STARTED),
        ({}, NOW, State.IN_USE),
        ({}, NOW + HOUR - 1, State.IN_USE),
        ({}, NOW + HOUR, State.EXPIRED),
        ({"used": 2}, NOW, State.IN_USE),
        ({"used": 3}, NOW, State.EXPIRED),
        ({"used": 0, "count": 1}, NOW, State.IN_USE),
        ({"used": 1, "count": 1}, NOW, State.EXPIRED),
        ({"used": 3, "count": 0}, NOW, State.IN_USE),
        ({"ended_at": NOW, "stage": Stage.OVER}, NOW, State.ENDED),
        ({"refused_at": NOW, "stage": Stage.OVER}, NOW, State.REFUSED),
        ({"cancelled_at": NOW, "stage": Stage.OVER}, NOW, State.CANCELLED),
    ],
)
def test_states_of_an_authorization(
    authorized: World, change: dict[str, object], at: int, expected: authorizations.State
) -> None:
    row = authorized.book.get(Authorization, "auth")
    assert row is not None
    row = msgspec.structs.replace(row, **change)
    assert authorizations.state(row, at) is expected
    assert authorizations.live(row) is (expected not in (State.ENDED, State.REFUSED, State.CANCELLED))


@pytest.mark.req("C-05")
def test_what_waits_for_the_seal(authorized: World) -> None:
    row = authorized.book.get(Authorization, "auth")
    assert row is not None
    assert authorizations.awaiting_seal(row)
    held = msgspec.structs.replace(row, confirmed_at=NOW)
    assert not authorizations.awaiting_seal(held)
    ended = msgspec.structs.replace(held, ended_at=NOW, stage=Stage.OVER)
    assert authorizations.awaiting_seal(ended)
    assert not authorizations.awaiting_seal(msgspec.structs.replace(ended, end_confirmed_at=NOW))
    assert not authorizations.awaiting_seal(msgspec.structs.replace(row, refused_at=NOW, stage=Stage.OVER))
