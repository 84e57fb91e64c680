"""What the operator may take from an organization, and what is left of it (C-32, I-11)."""

import pytest

from domain.authorizations import Authorization, Stage
from domain.forced_unbinding import forced, judge_forced
from domain.seals import BindingState, Seal, Wanted
from domain.uses import Method
from domain.verdict import Refused
from tests.domain.world import ISSUED, NOW, SEAL, World, but

LOCKED = but(SEAL, loss_lock=Wanted(True, "owner", NOW))


@pytest.mark.req("C-32", "C")
@pytest.mark.parametrize(
    ("seal", "why", "refused"),
    [
        (None, "丢失", Refused("not_found")),
        (but(LOCKED, state=BindingState.UNBOUND), "丢失", Refused("not_found")),
        (SEAL, "丢失", Refused("seal_not_locked", "seal", "合同专用章")),
        (but(SEAL, loss_lock=Wanted(False, "owner", NOW)), "丢失", Refused("seal_not_locked", "seal", "合同专用章")),
        (LOCKED, " ", Refused("reason_missing", "reason")),
        (but(SEAL, state=BindingState.AWAITING_SEAL), " ", Refused("reason_missing", "reason")),
        (but(SEAL, state=BindingState.AWAITING_SEAL), "误绑", None),
        (LOCKED, "丢失", None),
        (but(LOCKED, state=BindingState.UNBINDING), "丢失", None),
    ],
)
def test_only_what_is_locked_and_with_a_reason(seal: Seal | None, why: str, refused: Refused | None) -> None:
    assert judge_forced(seal, why) == refused


@pytest.mark.req("I-11", "I")
def test_nothing_is_left_that_has_not_ended(world: World) -> None:
    waits = but(ISSUED, id="waits", method=Method.PRE, stage=Stage.WAITING)
    over = but(ISSUED, id="over", stage=Stage.OVER, ended_at=NOW - 1)
    elsewhere = but(ISSUED, id="elsewhere", seal="GL9")
    world.book.put(LOCKED, ISSUED, waits, over, elsewhere)
    rows = {row.id: row for row in forced(LOCKED, world.book, "丢失", NOW)}
    assert set(rows) == {ISSUED.id, "waits", SEAL.id}
    live, taken_back, seal = rows[ISSUED.id], rows["waits"], rows[SEAL.id]
    assert isinstance(live, Authorization)
    assert (live.stage, live.ended_at, live.ended_by) == (Stage.OVER, NOW, None)
    assert isinstance(taken_back, Authorization)
    assert (taken_back.stage, taken_back.cancelled_at) == (Stage.OVER, NOW)
    assert isinstance(seal, Seal)
    assert (seal.state, seal.unbound_at, seal.unbound_by, seal.unbound_why) == (BindingState.UNBOUND, NOW, None, "丢失")
    assert (seal.keepers, seal.flows) == (SEAL.keepers, [])
