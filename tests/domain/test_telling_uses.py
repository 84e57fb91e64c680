"""Who is told of presses, and by which channel; and to whom nothing is said."""

from typing import Any

import pytest

from domain import telling
from domain.applications import Apply, Options
from domain.approvals import Approve, Remark
from domain.authorizations import Authorization
from domain.ending import ended
from domain.features import SetFeatures
from domain.issuing import Authorize
from domain.leaving import ChangeRole
from domain.messages import Channel, Subject
from domain.organization import Feature, Member, Role
from domain.telling import News, authorizations, people
from domain.usage import Grade, Impression, impression_id
from domain.verdict import Allowed
from tests.domain.test_telling import AWAY, CLERK, authorization, changed, hear, of_rows, who
from tests.domain.world import (
    APPLICANT,
    APPLY,
    APPROVER,
    AUTHORIZE,
    COMPANY,
    KEEPER,
    NOW,
    ORG,
    OTHER_KEEPER,
    OWNER,
    SEAL,
    World,
    member,
)


def press(number: int, **fields: Any) -> Impression:
    row = Impression(
        id=impression_id(SEAL.id, number), organization=ORG, seal=SEAL.id, binding=1, number=number, own=number,
        authorization="auth", member="applicant", grade=Grade.SESSION, at=NOW, clock=1, received_at=NOW, place=None,
        result=0,
    )  # fmt: skip
    return changed(row, **fields)


@pytest.mark.req("R-047", "R-118", "C-25")
def test_presses_are_told_one_by_one_in_one_message(authorized: World) -> None:
    """By WeChat to the authorizer; by SMS, where it is wanted, to him and to who is copied."""
    row = authorized.book.get(Authorization, "auth")
    assert row is not None
    row = changed(row, used=2, pressed=3)
    authorized.book.put(row)
    told = authorizations.used(row, [press(9, result=1), press(7), press(8)], authorized.book, NOW)
    assert [(each.member, each.code, each.words[2:], each.renews) for each in told] == [
        ("keeper", "use", ("1", "3"), "use auth"),
        ("keeper", "use", ("2", "3"), "use auth"),
        ("keeper", "use_abnormal", ("2", "3"), "use auth"),
    ]
    assert {each.channels for each in told} == {frozenset({Channel.WECHAT})}
    (told_of,) = authorizations.used(row, [press(8, document="0" * 64, digest="1" * 64)], authorized.book, NOW)
    assert told_of.code == "use_sealed"
    told = authorizations.used(changed(row, sms=True, wechat=False), [press(8)], authorized.book, NOW)
    assert {(each.member, each.channels, each.subject) for each in told} == {
        ("keeper", frozenset({Channel.SMS}), Subject.AUTHORIZATION),
        ("owner", frozenset({Channel.SMS}), Subject.APPLICATION),
    }


def test_who_is_authorizer_and_copied_is_told_once(authorized: World) -> None:
    row = authorized.book.get(Authorization, "auth")
    assert row is not None
    told = authorizations.used(changed(row, sms=True, issued_by="owner", used=1), [press(8)], authorized.book, NOW)
    assert [(each.member, each.subject) for each in told] == [("owner", Subject.AUTHORIZATION)]


@pytest.mark.parametrize(("grade", "hearers"), [(Grade.SESSION, set[str]()), (Grade.HOLDER, {"keeper"})])
def test_one_s_own_press_is_told_only_if_it_may_be_another_s(world: World, grade: Grade, hearers: set[str]) -> None:
    """C-29: somebody held the seal, and nobody knows who."""
    row = authorization(member="keeper", used=1, pressed=1)
    told = authorizations.used(row, [press(1, member="keeper", grade=grade)], world.book, NOW)
    assert {each.member for each in told} == hearers


@pytest.mark.req("R-115")
@pytest.mark.parametrize(
    ("wanted", "checked", "channels"),
    [(True, True, {Channel.WECHAT}), (True, False, set()), (False, True, set()), (False, False, set())],
)
def test_wechat_where_it_is_wanted_and_checked(
    world: World, wanted: bool, checked: bool, channels: set[Channel]
) -> None:
    features = [item for item in Feature if checked or item is not Feature.WECHAT]
    world.book.put(changed(COMPANY, features=features))
    applying: Apply = changed(APPLY, options=Options(wechat=wanted))
    issuing: Authorize = changed(AUTHORIZE, wechat=wanted)
    for actor, act in [(APPLICANT, applying), (APPROVER, Approve(application="app")), (KEEPER, issuing)]:
        assert {each.channels for each in hear(world, actor, act)} == {frozenset(channels)}
    row = world.book.get(Authorization, "auth")
    assert row is not None
    told = [*authorizations.used(row, [press(1)], world.book, NOW), *of_rows(world, ended(row, None, NOW))]
    assert {each.channels for each in told} == {frozenset(channels)}


def test_other_messages_stay_in_the_house(applied: World) -> None:
    told = hear(applied, APPLICANT, Remark(id="c", application="app", text="？"))
    told += hear(applied, OWNER, ChangeRole(member="keeper", role=Role.MEMBER))
    told += hear(applied, OWNER, SetFeatures(items=[Feature.WECHAT]))
    assert {each.channels for each in told} == {frozenset()}


def test_an_outsider_s_act_names_nobody(world: World) -> None:
    """What the headquarters does in a subsidiary is told there, though nobody there knows who did it."""
    told = telling.told(News(ORG, [(None, member("hq", Role.HEADQUARTERS))], world.book, NOW, by="elsewhere"))
    assert told == []  # not there yet
    world.book.put(member("hq", Role.HEADQUARTERS))
    told = telling.told(News(ORG, [(None, member("hq", Role.HEADQUARTERS))], world.book, NOW, by="elsewhere"))
    assert who(told) == {"consent_given": {"hq"}}


def test_rules_and_telling_know_the_same_people(world: World) -> None:
    """Whoever is told that it is his turn may decide."""
    world.book.put(CLERK, AWAY)
    told = hear(world, APPLICANT, APPLY)
    for each in told:
        reader = world.book.get(Member, each.member)
        assert reader is not None
        assert isinstance(world.judge(reader, Approve(application="app")), Allowed)


@pytest.mark.parametrize("keeper", [KEEPER, OTHER_KEEPER])
def test_nobody_is_told_of_what_is_gone(world: World, keeper: Member) -> None:
    world.book.put(changed(keeper, active=False))
    told = people.unbound(changed(SEAL, keepers=["keeper", "other-keeper"]), world.book, NOW, None)
    assert keeper.id not in {each.member for each in told}
