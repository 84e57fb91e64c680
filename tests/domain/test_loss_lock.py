"""Locking a lost seal, and unlocking it: by whom, and only where something changes (R-027, R-190, R-193, C-11)."""

import msgspec
import pytest

from domain.loss_lock import LockSeal, UnlockSeal, word_on
from domain.organization import Member, Permission, Role
from domain.seals import BindingState, Seal, Wanted, awaits_seal, is_on
from tests.domain.world import ADMIN, APPLICANT, KEEPER, NOW, OWNER, SEAL, World, code, member

LOCK, UNLOCK = LockSeal(seal=SEAL.id), UnlockSeal(seal=SEAL.id)
CUSTOM = member("custom", Role.CUSTOM, [Permission.LOSS_LOCK])
BUT_THAT = member("custom", Role.CUSTOM, [each for each in Permission if each is not Permission.LOSS_LOCK])


@pytest.mark.req("R-027", "C-11")
@pytest.mark.parametrize("actor", [ADMIN, KEEPER, APPLICANT, BUT_THAT], ids=lambda each: each.name)
def test_who_may_not_lock_may_not_unlock(world: World, actor: Member) -> None:
    assert code(world.judge(actor, LOCK)) == "not_allowed"
    world.do(OWNER, LOCK)
    assert code(world.judge(actor, UNLOCK)) == "not_allowed"


@pytest.mark.req("R-190", "R-193")
@pytest.mark.parametrize("actor", [OWNER, CUSTOM], ids=lambda each: each.name)
def test_it_is_locked_once_and_unlocked_once(world: World, actor: Member) -> None:
    assert code(world.judge(actor, UNLOCK)) == "already_so"
    for act, on in ((LOCK, True), (UNLOCK, False), (LOCK, True)):
        world.do(actor, act)
        row = world.book.get(Seal, SEAL.id)
        assert row == msgspec.structs.replace(SEAL, loss_lock=Wanted(on, actor.id, NOW))
        assert (is_on(row.loss_lock), awaits_seal(row.loss_lock)) == (on, True)
        assert code(world.judge(actor, act)) == "already_so"


@pytest.mark.parametrize(
    ("wanted", "awaits"),
    [(None, False), (Wanted(True, "owner", NOW), True), (Wanted(True, "owner", NOW, confirmed_at=NOW), False)],
)
def test_what_the_seal_has_not_said_yet_is_awaited(wanted: Wanted | None, awaits: bool) -> None:
    assert awaits_seal(wanted) is awaits


@pytest.mark.req("R-193")
def test_each_word_is_of_the_one_before_it(world: World) -> None:
    """As a person says them at one console, with or without the cloud; said once more, they undo nothing."""
    words = [
        LockSeal(seal=SEAL.id, id="a", of=""),
        UnlockSeal(seal=SEAL.id, id="b", of="a"),
        LockSeal(seal=SEAL.id, id="c", of="b"),
    ]
    assert word_on(SEAL) == ""
    for word in words:
        world.do(OWNER, word)
        row = world.book.get(Seal, SEAL.id)
        assert row is not None
        assert word_on(row) == word.id
    assert [code(world.judge(OWNER, word)) for word in words] == ["already_so", "lock_changed_since", "already_so"]
    world.do(OWNER, UNLOCK)
    row = world.book.get(Seal, SEAL.id)
    assert row is not None
    assert word_on(row) == ""  # the word of an older console has no name


def test_only_a_seal_that_is_bound_is_locked(world: World) -> None:
    assert code(world.judge(OWNER, LockSeal(seal="GL0000000000"))) == "not_found"
    world.book.complete = False
    assert code(world.judge(OWNER, LockSeal(seal="GL0000000000"))) == "OnlyCloud"
    world.book.put(msgspec.structs.replace(SEAL, state=BindingState.AWAITING_SEAL))
    assert code(world.judge(OWNER, LOCK)) == "seal_not_bound"
