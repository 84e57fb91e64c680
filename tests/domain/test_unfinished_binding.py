"""What becomes of a binding that its seal does not confirm."""

import msgspec

from domain.seals import BindingState, Seal
from domain.unfinished_binding import UNFINISHED_FOR_MS, TakeBackBinding, confirmed, lapsed, lapses_at
from domain.verdict import Allowed
from tests.domain.world import ADMIN, BIND, NOW, SEAL, World, but

AWAITED = but(SEAL, state=BindingState.AWAITING_SEAL, bound_at=NOW)


def test_taken_back_it_is_nobodys_and_bound_after_all_as_if_nothing_had_been(world: World) -> None:
    world.book.put(AWAITED)
    verdict = world.judge(ADMIN, TakeBackBinding(seal=SEAL.id))
    assert isinstance(verdict, Allowed)
    (row,) = verdict.rows
    assert (row.state, row.unbound_by, row.unbound_at) == (BindingState.UNBOUND, ADMIN.id, NOW)
    after = confirmed(row, row.binding)
    assert (after.state, after.unbound_by, after.unbound_at, after.name) == (BindingState.BOUND, None, None, SEAL.name)


def test_it_lapses_to_the_millisecond_and_nothing_else_does() -> None:
    over = lapses_at(AWAITED)
    assert over == NOW + UNFINISHED_FOR_MS
    assert lapsed(AWAITED, over - 1) is None
    row = lapsed(AWAITED, over)
    assert row is not None
    assert (row.state, row.unbound_by) == (BindingState.UNBOUND, None)
    for state in (BindingState.BOUND, BindingState.UNBINDING, BindingState.UNBOUND):
        assert lapsed(but(AWAITED, state=state), over) is None


def test_who_kept_it_goes_on_reading_its_records_whatever_becomes_of_a_binding_anew(world: World) -> None:
    assert SEAL.keepers
    world.book.put(but(SEAL, state=BindingState.UNBOUND, unbound_at=NOW))
    world.do(ADMIN, msgspec.structs.replace(BIND, serial=SEAL.id))
    for act in (None, TakeBackBinding(seal=SEAL.id)):
        if act is not None:
            world.do(ADMIN, act)
        row = world.book.get(Seal, SEAL.id)
        assert row is not None
        assert row.keepers == SEAL.keepers
