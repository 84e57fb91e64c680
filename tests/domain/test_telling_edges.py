"""What is told word by word; what is told to nobody; and what is spoken of though it is not known."""

from typing import Any

import pytest

from domain import telling
from domain.applications import ApplicationState
from domain.approvals import Comment
from domain.leaving import ChangeRole, HandOver
from domain.members import AddMember, SetStandIn
from domain.messages import Subject
from domain.organization import Organization, Role, StandIn
from domain.ownership import ChangeOwner
from domain.rows import Row
from domain.telling import authorizations
from domain.telling.news import News, Told
from domain.waiting import Urge
from tests.domain.test_telling import CLERK, hear, of_rows, who
from tests.domain.test_telling_uses import press
from tests.domain.world import (
    APPLICANT,
    APPLIED,
    APPLY,
    APPROVER,
    COMPANY,
    HOUR,
    ISSUED,
    KEEPER,
    NOW,
    ORG,
    OWNER,
    SEAL,
    World,
    but,
)

COMMENT = Comment(id="c", organization=ORG, application="app", member="applicant", text="？", at=NOW)
DECIDED = but(APPLIED, state=ApplicationState.WITHDRAWN, steps=[])
AWAY = but(APPROVER, stand_in=StandIn("clerk", NOW - 1, NOW + HOUR))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([DECIDED], but(DECIDED, number="2026-1")),
        ([], COMMENT),  # on what is not known
        ([APPLIED, COMMENT], but(COMMENT, text="！")),
        ([COMPANY], but(COMPANY, features=[], deleted_at=NOW)),
        ([], but(SEAL, id="L2", keepers=[])),
        ([CLERK, AWAY], AWAY),
    ],
)
def test_what_is_told_to_nobody(world: World, before: list[Row], after: Row) -> None:
    world.book.put(*before)
    assert of_rows(world, after, by=OWNER) == []


def test_a_new_organization_and_a_handing_over_to_who_is_not_known(world: World) -> None:
    assert telling.told(News(ORG, [(None, COMPANY)], world.book, NOW)) == []
    for act in (HandOver(member="keeper", to="unknown"), HandOver(member="unknown", to="keeper")):
        assert telling.told(News(ORG, [], world.book, NOW, "owner", act)) == []


def test_more_uses_than_what_is_not_known(world: World) -> None:
    told = of_rows(world, but(ISSUED, continues="unknown"), by=KEEPER)
    assert [(each.member, each.code) for each in told] == [("applicant", "use_extended")]


@pytest.mark.parametrize(
    ("pictured", "told"), [(3, []), (2, [("approver", ("Applicant", "合同专用章", "1"))]), (4, [])]
)
def test_pictures_are_given_if_some_are_owed(world: World, pictured: int, told: list[tuple[str, Any]]) -> None:
    row = but(ISSUED, upload_required=True, pressed=3, pictured=pictured)
    world.book.put(row)
    heard = of_rows(world, but(row, heir="approver"), by=OWNER)
    assert [(each.member, each.words) for each in heard] == told


@pytest.mark.parametrize(
    ("owed_by", "heir", "reader"),
    [(None, None, "applicant"), (None, "approver", "approver"), ("approver", "owner", "approver")],
)
def test_who_owes_pictures_is_called(world: World, owed_by: str | None, heir: str | None, reader: str) -> None:
    row = but(ISSUED, upload_required=True, pressed=3, pictured=1, owed_by=owed_by, heir=heir)
    told = authorizations.pictures_missing(row, 2, world.book, NOW)
    assert {(each.member, each.words[2]) for each in told} == {(reader, "2"), ("keeper", "2")}


@pytest.mark.parametrize(
    ("member", "seal", "words"),
    [
        ("approver", SEAL.id, ("Approver", "合同专用章", "1", "3")),
        (None, SEAL.id, ("Applicant", "合同专用章", "1", "3")),
        (None, "GL9", ("Applicant", "GL9", "1", "3")),  # bound no more
        ("unknown", SEAL.id, ("", "合同专用章", "1", "3")),
    ],
)
def test_who_has_pressed_which_seal(world: World, member: str | None, seal: str, words: tuple[str, ...]) -> None:
    (told,) = authorizations.used(but(ISSUED, seal=seal, used=1), [press(1, member=member)], world.book, NOW)
    assert (told.words, told.subject, told.subject_id) == (words, Subject.AUTHORIZATION, "auth")


def test_who_is_copied_is_led_to_the_application(world: World) -> None:
    world.book.put(APPLIED)
    row = but(ISSUED, application="app", sms=True, used=1)
    told = {
        each.member: (each.subject, each.subject_id) for each in authorizations.used(row, [press(1)], world.book, NOW)
    }
    assert told == {"owner": (Subject.APPLICATION, "app"), "keeper": (Subject.AUTHORIZATION, "auth")}


def test_what_waits_is_said_anew_and_what_was_said_once_stays(world: World) -> None:
    """A message that `renews` takes the place of the one before it."""
    world.book.put(CLERK, AWAY)
    waits = hear(world, APPLICANT, APPLY)
    assert {(each.code, each.renews) for each in waits} == {
        ("approval_waits", "approval_waits app"),
        ("waits_in_place", "waits_in_place app"),
    }
    assert {each.renews for each in hear(world, APPLICANT, Urge(application="app"))} == {""}


def only(told: list[Told], code: str) -> set[tuple[str, tuple[str, ...], Subject, str]]:
    return {(each.member, each.words, each.subject, each.subject_id) for each in told if each.code == code}


def test_what_a_message_is_about(world: World) -> None:
    told = of_rows(world, but(SEAL, keepers=["keeper", "other-keeper"]), by=OWNER)
    assert only(told, "keeper_given") == {("other-keeper", ("合同专用章", "Owner"), Subject.SEAL, SEAL.id)}
    told = hear(world, OWNER, ChangeRole(member="approver", role=Role.KEEPER))
    assert only(told, "role_changed") == {("approver", ("Owner", "keeper"), Subject.MEMBER, "approver")}


@pytest.mark.parametrize(("organization", "name"), [(COMPANY, "云杉"), (None, "")])
def test_who_comes_hears_where_he_is(world: World, organization: Organization | None, name: str) -> None:
    rows = world.after(OWNER, AddMember(id="new", name="New", phone="19900001234", role=Role.MEMBER))
    if organization is None:
        del world.book.rows[Organization, ORG]
    told = of_rows(world, *rows.values(), by=OWNER)
    assert only(told, "member_added") == {("new", ("Owner", name, "member"), Subject.MEMBER, "new")}


def test_a_new_owner_hears_whom_he_follows(world: World) -> None:
    told = hear(world, OWNER, ChangeOwner(id="next", name="Next", phone="19900001234", code="123456"))
    assert only(told, "owner_given") == {("next", ("云杉", "Owner"), Subject.MEMBER, "next")}
    assert ("admin", ("Next", "Owner"), Subject.MEMBER, "next") in only(told, "owner_changed")


def test_the_first_owner_follows_nobody(world: World) -> None:
    """Of a new subsidiary: its rows come together."""
    first = but(OWNER, id="first")
    world.book.put(first)
    told = telling.told(News(ORG, [(None, SEAL), (None, first)], world.book, NOW))
    assert only(told, "owner_named") == {("first", ("云杉",), Subject.MEMBER, "first")}


@pytest.mark.parametrize(
    ("stand_in", "hearers"),
    [
        ("admin", {"stand_in_over": {"clerk"}, "stand_in_named": {"admin"}}),
        ("clerk", {"stand_in_named": {"clerk"}}),
    ],
)
def test_another_stand_in_or_another_time(world: World, stand_in: str, hearers: dict[str, set[str]]) -> None:
    world.book.put(CLERK, AWAY)
    act = SetStandIn(member="approver", stand_in=stand_in, start=NOW, end=NOW + HOUR)
    assert who(hear(world, AWAY, act)) == hearers
