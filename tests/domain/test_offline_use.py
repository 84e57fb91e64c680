"""Offline use: by who manages the seal, under an authorization, while the seal is on (R-025, R-180..R-183, C-10)."""

import msgspec
import pytest

from domain.authorizations import Authorization
from domain.ending import EndUse
from domain.offline_use import IN_CONTACT_MS, LONGEST_MS, CloseOfflineUse, OpenOfflineUse, until
from domain.organization import Member, Permission, Role
from domain.rows import Act
from domain.seals import BindingState, Seal, SealStatus, Wanted
from protocol.contact import LEASE_S
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    DIRECT,
    KEEPER,
    NOW,
    ORG,
    OTHER_KEEPER,
    OWNER,
    SEAL,
    World,
    code,
    member,
)

OPEN, CLOSE = OpenOfflineUse(seal=SEAL.id, code="123456"), CloseOfflineUse(seal=SEAL.id, code="123456")
CUSTOM = member("custom", Role.CUSTOM, [Permission.OFFLINE_USE])
BUT_THAT = member("custom", Role.CUSTOM, [each for each in Permission if each is not Permission.OFFLINE_USE])
OPENED = msgspec.structs.replace(SEAL, offline_use=Wanted(True, "owner", NOW))


def heard(world: World, ago: int = 0) -> World:
    """The seal was in contact so many milliseconds ago."""
    status = SealStatus(
        id=SEAL.id,
        organization=ORG,
        phase="usable",
        battery=90,
        firmware="GYGL2020121706",
        place=None,
        at=NOW - ago,
        log_end=0,
        log_to=0,
        used=0,
        count=None,
    )
    world.book.put(status)
    return world


@pytest.fixture
def used(world: World) -> World:
    """With an authorization that is live, and a seal that is on."""
    world.do(KEEPER, DIRECT)
    return heard(world)


@pytest.mark.req("R-025", "C-10")
@pytest.mark.parametrize("actor", [OTHER_KEEPER, APPLICANT, BUT_THAT], ids=lambda each: each.id)
@pytest.mark.parametrize(("act", "seal"), [(OPEN, SEAL), (CLOSE, OPENED)])
def test_who_does_not_manage_the_seal_may_not(used: World, actor: Member, act: Act, seal: Seal) -> None:
    used.book.put(seal)
    assert code(used.judge(actor, act)) == "not_allowed"


@pytest.mark.req("R-025", "R-180")
@pytest.mark.parametrize("actor", [OWNER, ADMIN, KEEPER, CUSTOM], ids=lambda each: each.id)
def test_it_is_opened_once_and_closed_once(used: World, actor: Member) -> None:
    assert code(used.judge(actor, CLOSE)) == "already_so"
    for act, on in ((OPEN, True), (CLOSE, False)):
        used.do(actor, act)
        row = used.book.get(Seal, SEAL.id)
        assert row == msgspec.structs.replace(SEAL, offline_use=Wanted(on, actor.id, NOW))
        assert code(used.judge(actor, act)) == "already_so"


@pytest.mark.req("R-180")
def test_it_is_opened_under_an_authorization_and_closed_without(used: World) -> None:
    used.do(KEEPER, OPEN)
    used.do(KEEPER, EndUse(authorization="auth"))
    assert code(used.judge(KEEPER, CLOSE)) == "Allowed"
    used.book.put(SEAL)
    assert code(used.judge(KEEPER, OPEN)) == "offline_needs_use"


@pytest.mark.req("R-183")
@pytest.mark.parametrize(("act", "seal"), [(OPEN, SEAL), (CLOSE, OPENED)])
def test_the_seal_has_been_in_contact_within_a_lease(used: World, act: Act, seal: Seal) -> None:
    assert IN_CONTACT_MS == LEASE_S * 1000
    used.book.put(seal)
    assert code(heard(used, IN_CONTACT_MS).judge(OWNER, act)) == "Allowed"
    assert code(heard(used, IN_CONTACT_MS + 1).judge(OWNER, act)) == "seal_not_in_contact"
    del used.book.rows[SealStatus, SEAL.id]
    assert code(used.judge(OWNER, act)) == "seal_not_in_contact"


def test_the_code_is_the_clouds_to_judge(used: World) -> None:
    used.book.complete = False
    assert code(used.judge(OWNER, OPEN)) == "OnlyCloud"
    assert code(used.judge(OWNER, CLOSE)) == "already_so"
    assert code(used.judge(OWNER, msgspec.structs.replace(OPEN, seal="GL0000000000"))) == "OnlyCloud"
    used.book.complete = True
    assert code(used.judge(OWNER, msgspec.structs.replace(OPEN, seal="GL0000000000"))) == "not_found"


def test_only_a_seal_that_is_bound_goes_offline(used: World) -> None:
    used.book.put(msgspec.structs.replace(SEAL, state=BindingState.AWAITING_SEAL))
    assert code(used.judge(OWNER, OPEN)) == "seal_not_bound"


def test_it_is_over_after_seven_days_and_may_be_opened_again(used: World) -> None:
    assert until(Wanted(True, "owner", NOW)) == NOW + LONGEST_MS == NOW + 7 * 24 * 3600 * 1000
    assert until(Wanted(False, "owner", NOW)) is None
    for ago, opened, closed in ((LONGEST_MS - 1, "already_so", "Allowed"), (LONGEST_MS, "Allowed", "already_so")):
        used.book.put(msgspec.structs.replace(SEAL, offline_use=Wanted(True, "owner", NOW - ago)))
        assert (code(used.judge(OWNER, OPEN)), code(used.judge(OWNER, CLOSE))) == (opened, closed)


def test_a_live_authorization_is_enough(used: World) -> None:
    row = used.book.get(Authorization, "auth")
    assert row is not None
    used.book.put(msgspec.structs.replace(row, start=NOW + 1000))
    assert code(used.judge(OWNER, OPEN)) == "Allowed"
