"""Codes by SMS: who may ask for which, and to whose phone it goes."""

import pytest

from domain.codes import WORDS, Purpose, recipient
from domain.organization import Member, Permission, Role
from domain.verdict import Circumstances, Refused
from tests.domain.world import ADMIN, APPLICANT, KEEPER, NOW, OWNER, World, but, member

CUSTOM = member("custom", Role.CUSTOM, [Permission.CHANGE_OWNER, Permission.OFFLINE_USE])
NEW = "19900000055"
ALLOWED = {
    Purpose.SIGN_IN: set[str](),
    Purpose.ACTIVATE: set[str](),
    Purpose.BIND_WECHAT: set[str](),
    Purpose.CHANGE_OWNER: {"owner", "custom"},
    Purpose.OFFLINE_USE: {"owner", "admin", "keeper", "custom"},
}


@pytest.mark.req("R-252")
@pytest.mark.req("R-182")
@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("actor", [OWNER, ADMIN, KEEPER, APPLICANT, CUSTOM], ids=lambda each: each.id)
def test_who_asks_and_whose_phone_it_is(world: World, actor: Member, purpose: Purpose) -> None:
    at = Circumstances(actor, NOW, world.book)
    expected: str | Refused = Refused("not_allowed")
    if actor.id in ALLOWED[purpose]:
        expected = NEW if purpose is Purpose.CHANGE_OWNER else OWNER.phone
    assert recipient(purpose, NEW, at) == expected


def test_a_new_owner_is_named_and_not_a_member_yet(world: World) -> None:
    at = Circumstances(OWNER, NOW, world.book)
    assert recipient(Purpose.CHANGE_OWNER, None, at) == Refused("phone_wrong", "phone")
    assert recipient(Purpose.CHANGE_OWNER, APPLICANT.phone, at) == Refused("phone_already_member", "phone")


def test_no_code_goes_to_an_owner_who_has_left(world: World) -> None:
    at = Circumstances(ADMIN, NOW, world.book)
    world.book.put(but(OWNER, active=False))
    assert recipient(Purpose.OFFLINE_USE, None, at) == Refused("not_found")


def test_every_purpose_has_its_words() -> None:
    assert set(WORDS) == set(Purpose)
