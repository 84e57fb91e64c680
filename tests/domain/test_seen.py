"""What a member has seen of the abnormal records (R-155)."""

import pytest

from domain.messages import SeeAbnormal, Seen
from tests.domain.world import APPLICANT, SEAL, World, code


@pytest.mark.parametrize(("seal", "refusal"), [(SEAL.id, "Allowed"), ("GL9", "not_found"), ("", "not_found")])
def test_only_of_seals_that_are_there(world: World, seal: str, refusal: str) -> None:
    assert code(world.judge(APPLICANT, SeeAbnormal(seal=seal, number=1))) == refusal


def test_what_is_seen_stays_seen(world: World) -> None:
    for number, seen in ((5, 5), (3, 5), (6, 6)):
        world.do(APPLICANT, SeeAbnormal(seal=SEAL.id, number=number))
        row = world.book.get(Seen, APPLICANT.id)
        assert row is not None
        assert row.abnormal == {SEAL.id: seen}
