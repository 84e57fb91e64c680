"""Who is told what: each act with those who hear of it, and the sentence they read."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest

from domain import telling
from domain.applications import Application
from domain.approvals import Approve, Reject, Remark, Transfer
from domain.authorizations import Authorization, Stage, counted
from domain.ending import Activate, CancelAuthorization, EndUse, ExtendUse, WaiveUpload
from domain.features import SetFeatures
from domain.keepers import AddKeeper, RemoveKeeper
from domain.leaving import ChangeRole, HandOver, RemoveMember
from domain.members import AddMember, SetStandIn
from domain.message_wording import message_text
from domain.organization import Feature, Member, Organization, Role, StandIn
from domain.ownership import ChangeOwner
from domain.quotas import Quota, QuotaRequest, QuotaState
from domain.rows import Act, Row
from domain.seals import Seal
from domain.subsidiaries import consent_by
from domain.telling import News, Told, applications, authorizations, people
from domain.uses import Method
from domain.verdict import Allowed
from domain.waiting import Urge, Withdraw
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
    TEMPLATE,
    Book,
    World,
    member,
)

CLERK = member("clerk", Role.MEMBER)


def of_rows(world: World, *rows: Row, by: Member | None = None, act: Act | None = None) -> list[Told]:
    """Leave the rows so; what follows."""
    changes = [(world.book.get(type(row), row.id), row) for row in rows]
    world.book.put(*rows)
    return telling.told(News(ORG, changes, world.book, world.now, None if by is None else by.id, act))


def hear(world: World, actor: Member, act: Act) -> list[Told]:
    """What follows from an allowed act."""
    verdict = world.judge(actor, act)
    assert isinstance(verdict, Allowed), verdict
    return of_rows(world, *verdict.rows, by=actor, act=act)


def who(told: list[Told]) -> dict[str, set[str]]:
    """Code -> those who hear it, each once, and in a sentence."""
    found: dict[str, set[str]] = {}
    for each in told:
        for chinese in (True, False):
            assert message_text(each.code, list(each.words), chinese) != each.code
        assert each.member not in found.setdefault(each.code, set()), each
        found[each.code].add(each.member)
    return found


@dataclass
class Case:
    """Acts in order; the last one's hearers by code."""

    acts: list[tuple[Member, Act]]
    hearers: dict[str, set[str]]
    world: dict[type[Row], list[Row]] = field(default_factory=dict)


def changed(row: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(row, **fields)


NO_TEMPLATE = changed(SEAL, flows=[])
TWO_STEPS = changed(TEMPLATE, approvers=["approver", "other-keeper"])
AWAY = changed(APPROVER, stand_in=StandIn("clerk", NOW - 1, NOW + HOUR))
BACK = changed(APPROVER, stand_in=StandIn("clerk", NOW - HOUR, NOW))
PRE = {"method": Method.PRE}

APPLIED: list[tuple[Member, Act]] = [(APPLICANT, APPLY)]
APPROVED: list[tuple[Member, Act]] = [*APPLIED, (APPROVER, Approve(application="app"))]
AUTHORIZED: list[tuple[Member, Act]] = [*APPROVED, (KEEPER, AUTHORIZE)]
ISSUED: list[tuple[Member, Act]] = [(KEEPER, DIRECT)]
PRE_ISSUED: list[tuple[Member, Act]] = [(KEEPER, changed(DIRECT, **PRE))]

CASES: dict[str, Case] = {
    "applied: whose turn it is": Case(APPLIED, {"approval_waits": {"approver"}}),
    "applied without a template: the keepers": Case(
        APPLIED, {"authorization_waits": {"keeper"}}, {Seal: [NO_TEMPLATE]}
    ),
    "applied without keepers: owner and administrator": Case(
        APPLIED, {"authorization_waits": {"owner", "admin"}}, {Seal: [changed(NO_TEMPLATE, keepers=[])]}
    ),
    "a keeper who applies himself is not told": Case([(KEEPER, APPLY)], {}, {Seal: [NO_TEMPLATE]}),
    "applied while the approver is away: his stand-in as well": Case(
        APPLIED, {"approval_waits": {"approver"}, "waits_in_place": {"clerk"}}, {Member: [CLERK, AWAY]}
    ),
    "back in this very moment": Case(APPLIED, {"approval_waits": {"approver"}}, {Member: [CLERK, BACK]}),
    "a stand-in who has left": Case(
        APPLIED, {"approval_waits": {"approver"}}, {Member: [changed(CLERK, active=False), AWAY]}
    ),
    "the owner of a subsidiary: the headquarters": Case(
        [(OWNER, APPLY)],
        {"consent_waits": {"hq"}},
        {
            Organization: [changed(COMPANY, headquarters="hq")],
            Member: [member("hq", Role.HEADQUARTERS)],
            Seal: [NO_TEMPLATE],
        },
    ),
    "the first of two passes": Case(
        APPROVED, {"step_passed": {"applicant"}, "approval_waits": {"other-keeper"}}, {type(TEMPLATE): [TWO_STEPS]}
    ),
    "the last one passes: applicant and copied": Case(
        APPROVED, {"application_approved": {"applicant", "owner"}, "authorization_waits": {"keeper"}}
    ),
    "a stand-in passes": Case(
        [*APPLIED, (CLERK, Approve(application="app"))],
        {
            "application_approved": {"applicant", "owner"},
            "authorization_waits": {"keeper"},
            "step_decided": {"approver"},
        },
        {Member: [CLERK, AWAY]},
    ),
    "rejected": Case(
        [*APPLIED, (APPROVER, Reject(application="app", reason=" "))],
        {"application_rejected": {"applicant", "owner"}},
    ),
    "withdrawn": Case([*APPLIED, (APPLICANT, Withdraw(application="app"))], {"application_withdrawn": {"approver"}}),
    "urged": Case([*APPLIED, (APPLICANT, Urge(application="app"))], {"application_urged": {"approver"}}),
    "urged while away": Case(
        [*APPLIED, (APPLICANT, Urge(application="app"))],
        {"application_urged": {"approver", "clerk"}},
        {Member: [CLERK, AWAY]},
    ),
    "handed on": Case(
        [*APPLIED, (APPROVER, Transfer(application="app", member="admin"))], {"step_transferred": {"admin"}}
    ),
    "handed on by a stand-in": Case(
        [*APPLIED, (CLERK, Transfer(application="app", member="admin"))],
        {"step_transferred": {"admin"}, "step_handed_on": {"approver"}},
        {Member: [CLERK, AWAY]},
    ),
    "authorized": Case(AUTHORIZED, {"application_authorized": {"applicant", "owner"}}),
    "authorized by another than who was asked": Case(
        [*APPROVED, (ADMIN, AUTHORIZE)],
        {"application_authorized": {"applicant", "owner"}, "step_decided": {"keeper"}},
    ),
    "authorized by who is copied": Case(
        [*APPROVED, (OWNER, AUTHORIZE)], {"application_authorized": {"applicant"}, "step_decided": {"keeper"}}
    ),
    "pre-authorized": Case(
        [*APPROVED, (KEEPER, changed(AUTHORIZE, **PRE))], {"application_pre_authorized": {"applicant", "owner"}}
    ),
    "commented": Case(
        [*APPLIED, (APPLICANT, Remark(id="c", application="app", text="？"))],
        {"comment_added": {"approver", "owner"}},
    ),
    "answered": Case(
        [
            *APPROVED,
            (ADMIN, Remark(id="c", application="app", text="？")),
            (KEEPER, Remark(id="d", application="app", text="！")),
        ],
        {"comment_added": {"applicant", "owner", "approver", "admin"}},
    ),
    "commented when it is decided": Case(
        [
            *APPLIED,
            (APPROVER, Reject(application="app", reason="不符")),
            (APPLICANT, Remark(id="c", application="app", text="？")),
        ],
        {"comment_added": {"approver", "owner"}},
    ),
    "issued without an application": Case(ISSUED, {"authorization_issued": {"applicant"}}),
    "issued to oneself": Case([(KEEPER, changed(DIRECT, member="keeper"))], {}),
    "pre-issued": Case(PRE_ISSUED, {"pre_authorization_issued": {"applicant"}}),
    "activated": Case(
        [*PRE_ISSUED, (APPLICANT, Activate(authorization="auth", code="00000000"))],
        {"authorization_activated": {"keeper"}},
    ),
    "cancelled by another": Case(
        [*PRE_ISSUED, (OWNER, CancelAuthorization(authorization="auth"))],
        {"authorization_cancelled": {"applicant", "keeper"}},
    ),
    "ended by the authorizer": Case([*ISSUED, (KEEPER, EndUse(authorization="auth"))], {"use_ended": {"applicant"}}),
    "ended by another": Case([*ISSUED, (OWNER, EndUse(authorization="auth"))], {"use_ended": {"applicant", "keeper"}}),
    "extended: not ended": Case(
        [*ISSUED, (OWNER, ExtendUse(id="more", authorization="auth", count=5, end=NOW + HOUR))],
        {"use_extended": {"applicant", "keeper"}},
    ),
    "extended beyond what was applied for": Case(
        [*AUTHORIZED, (KEEPER, ExtendUse(id="more", authorization="auth", count=5, end=NOW + HOUR))],
        {"use_extended": {"applicant", "approver", "owner"}},
    ),
    "keeper given": Case([(OWNER, AddKeeper(seal=SEAL.id, member="other-keeper"))], {"keeper_given": {"other-keeper"}}),
    "keeper given while an authorization is asked for": Case(
        [*APPROVED, (OWNER, AddKeeper(seal=SEAL.id, member="other-keeper"))],
        {"keeper_given": {"other-keeper"}, "authorization_waits": {"other-keeper"}},
    ),
    "what was urged before is not urged again": Case(
        [
            *APPROVED,
            (APPLICANT, Urge(application="app")),
            (OWNER, AddKeeper(seal=SEAL.id, member="other-keeper")),
        ],
        {"keeper_given": {"other-keeper"}, "authorization_waits": {"other-keeper"}},
    ),
    "keeper withdrawn": Case([(OWNER, RemoveKeeper(seal=SEAL.id, member="keeper"))], {"keeper_withdrawn": {"keeper"}}),
    "added": Case(
        [(OWNER, AddMember(id="new", name="New", phone="19900001234", role=Role.MEMBER))], {"member_added": {"new"}}
    ),
    "role changed": Case(
        [(OWNER, ChangeRole(member="keeper", role=Role.MEMBER))],
        {"role_changed": {"keeper"}, "keeper_withdrawn": {"keeper"}},
    ),
    "removed: told to who manages, and the steps go on": Case(
        [*APPLIED, (ADMIN, RemoveMember(member="approver"))],
        {"member_removed": {"owner"}, "approval_waits": {"owner"}},
    ),
    "handed over": Case(
        [*APPROVED, (OWNER, HandOver(member="keeper", to="other-keeper"))],
        {
            "handed_over": {"other-keeper"},
            "handed_away": {"keeper"},
            "keeper_given": {"other-keeper"},
            "keeper_withdrawn": {"keeper"},
            "authorization_waits": {"other-keeper"},
        },
    ),
    "a new owner": Case(
        [(OWNER, ChangeOwner(id="next", name="Next", phone="19900001234", code="123456"))],
        {"owner_given": {"next"}, "owner_changed": {"admin", "keeper", "other-keeper", "applicant", "approver"}},
    ),
    "a stand-in named by oneself": Case(
        [(APPROVER, SetStandIn(member="approver", stand_in="admin", start=NOW, end=NOW + HOUR))],
        {"stand_in_named": {"admin"}},
    ),
    "a stand-in named by who manages": Case(
        [(OWNER, SetStandIn(member="approver", stand_in="admin", start=NOW, end=NOW + HOUR))],
        {"stand_in_named": {"admin"}, "stand_in_set": {"approver"}},
    ),
    "back again": Case(
        [(APPROVER, SetStandIn(member="approver", stand_in=None))],
        {"stand_in_over": {"clerk"}},
        {Member: [CLERK, AWAY]},
    ),
    "another item": Case(
        [(OWNER, SetFeatures(items=[Feature.COUNT]))], {"features_changed": {"admin", "keeper", "other-keeper"}}
    ),
    "free use": Case(
        [(OWNER, SetFeatures(items=[]))], {"use_free": {"admin", "keeper", "other-keeper", "applicant", "approver"}}
    ),
    "controlled use": Case(
        [(OWNER, SetFeatures(items=[Feature.COUNT]))],
        {"use_controlled": {"admin", "keeper", "other-keeper", "applicant", "approver"}},
        {Organization: [changed(COMPANY, features=[])]},
    ),
    "nothing changed": Case([(OWNER, SetFeatures(items=list(Feature)))], {}),
}


@pytest.mark.req("R-047", "R-115", "R-153", "C-25")
@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_an_act_is_told(world: World, case: Case) -> None:
    for rows in case.world.values():
        world.book.put(*rows)
    told: list[Told] = []
    for actor, act in case.acts:
        told = hear(world, world.book.get(Member, actor.id) or actor, act)
    assert who(told) == case.hearers


def authorization(**fields: Any) -> Authorization:
    verdict = World().judge(KEEPER, DIRECT)
    assert isinstance(verdict, Allowed)
    row = verdict.rows[0]
    assert isinstance(row, Authorization)
    return changed(row, **fields)


@pytest.mark.parametrize(
    ("before", "fields", "hearers"),
    [
        ({}, {"confirmed_at": NOW}, {}),
        ({}, {"stage": Stage.OVER, "refused_at": NOW}, {"authorization_refused": {"applicant", "keeper"}}),
        ({}, {"stage": Stage.OVER, "ended_at": NOW}, {"use_over": {"applicant", "keeper"}}),
        ({"issued_by": "gone"}, {"stage": Stage.OVER, "ended_at": NOW}, {"use_over": {"applicant", "keeper"}}),
        ({"stage": Stage.WAITING}, {"stage": Stage.OVER, "cancelled_at": NOW},
         {"authorization_lapsed": {"applicant", "keeper"}}),
        ({}, {"used": 2, "pressed": 2}, {}),
    ],
)  # fmt: skip
def test_what_happens_by_itself_is_told_to_all_concerned(
    world: World, before: dict[str, Any], fields: dict[str, Any], hearers: dict[str, set[str]]
) -> None:
    row = authorization(**before)
    world.book.put(row)
    assert who(of_rows(world, changed(row, **fields))) == hearers


def test_the_headquarters_names_an_approver_or_none(world: World) -> None:
    """R-259, C-14: told in the subsidiary; what waits for its consent goes to the new one, or on to the next step."""
    world.book.put(changed(COMPANY, headquarters="hq"), member("hq", Role.HEADQUARTERS), NO_TEMPLATE)
    world.do(OWNER, APPLY)
    other = member("hq-2", Role.HEADQUARTERS)
    named = changed(COMPANY, headquarters="hq-2")
    assert who(of_rows(world, other, named, *consent_by("hq-2", NOW, world.book))) == {
        "consent_given": {"hq-2"},
        "consent_waits": {"hq-2"},
    }
    told = of_rows(world, COMPANY, *consent_by(None, NOW, world.book))
    assert who(told) == {"consent_not_needed": {"owner"}, "authorization_waits": {"keeper"}}
    assert who(of_rows(world, named)) == {"consent_needed": {"owner"}}


@pytest.mark.parametrize(
    ("state", "code"), [(QuotaState.GRANTED, "quota_granted"), (QuotaState.REFUSED, "quota_refused")]
)
def test_a_quota_that_is_decided(world: World, state: QuotaState, code: str) -> None:
    request = QuotaRequest(
        id="q", organization=ORG, quota=Quota.SEALS, before=50, wanted=60, reason="开新店", member="admin", at=NOW
    )
    assert of_rows(world, request) == []
    told = of_rows(world, changed(request, state=state, decided_at=NOW, answer="再等等"))
    assert who(told) == {code: {"admin", "owner"}}


@pytest.mark.req("R-153")
def test_an_unbound_seal(world: World) -> None:
    told = people.unbound(SEAL, world.book, NOW, "owner")
    assert who(told) == {"seal_unbound": {"keeper", "admin"}}
    assert {each.words for each in told} == {(SEAL.name, "Owner")}


def test_pictures_that_are_owed(world: World) -> None:
    """C-23: who owes them and the authorizer are called; who takes them over, or need not add them, is told."""
    row = counted(authorization(upload_required=True, pressed=3, pictured=1), Book())
    world.book.put(row)
    told = authorizations.pictures_missing(row, 2, world.book, NOW)
    assert who(told) == {"pictures_missing": {"applicant", "keeper"}}
    assert {each.words[-1] for each in told} == {"2"}
    given = changed(row, heir="approver", owed_by="approver")
    assert who(of_rows(world, given, by=OWNER)) == {"pictures_given": {"approver"}}
    assert who(of_rows(world, changed(given, pressed=4), by=None)) == {}
    assert who(hear(world, OWNER, WaiveUpload(authorization="auth", reason="丢失"))) == {
        "pictures_waived": {"approver"}
    }


def test_a_reminder_goes_to_whose_turn_it_is(applied: World) -> None:
    row = applied.book.get(Application, "app")
    assert row is not None
    for now, hours in ((NOW + 25 * HOUR, "25"), (NOW + 25 * HOUR - 1, "24")):  # whole ones
        (told,) = applications.reminder(row, applied.book, now)
        assert (told.member, told.code, told.words[-1]) == ("approver", "approval_reminder", hours)
    applied.do(APPLICANT, Withdraw(application="app"))
    over = applied.book.get(Application, "app")
    assert over is not None
    assert applications.reminder(over, applied.book, NOW + 25 * HOUR) == []
