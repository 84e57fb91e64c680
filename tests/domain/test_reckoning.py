"""7 granted = 3 stamped + 4 left; what was unlocked and not pressed stands beside it and counts for nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.authorizations import Mode
from domain.events import SealEvent, SealEventKind, event_id
from domain.reckoning import reckon
from domain.usage import Grade, Impression, impression_id
from tests.domain.world import ISSUED, NOW, ORG, SEAL, but


def press(number: int, authorization: str | None = ISSUED.id, result: int = 0) -> Impression:
    return Impression(
        id=impression_id(SEAL.id, number),
        organization=ORG,
        seal=SEAL.id,
        binding=1,
        number=number,
        own=number,
        authorization=authorization,
        member="applicant",
        grade=Grade.SESSION,
        at=NOW,
        clock=1,
        received_at=NOW,
        place=None,
        result=result,
    )


def event(number: int, kind: SealEventKind = SealEventKind.ABORTED, authorization: str | None = ISSUED.id) -> SealEvent:
    return SealEvent(
        id=event_id(SEAL.id, number),
        organization=ORG,
        seal=SEAL.id,
        binding=1,
        number=number,
        kind=kind,
        at=NOW,
        clock=1,
        received_at=NOW,
        authorization=authorization,
    )


def test_seven_granted_three_stamped_four_left_one_aborted() -> None:
    use = but(ISSUED, count=7, used=3)
    presses = [press(9), press(4), press(5, result=1), press(2), press(6, "another"), press(7, None)]
    events = [event(8), event(3, SealEventKind.TAKEN), event(10, authorization="another")]
    found = reckon(use, presses, events)
    assert (found.granted, found.stamped, found.left) == (7, 3, 4)
    assert [each.number for each in found.impressions] == [2, 4, 9]
    assert [each.number for each in found.abnormal] == [5]
    assert [each.number for each in found.aborted] == [8]
    assert found.adds_up


@pytest.mark.req("C-26", "C")
@given(count=st.integers(0, 9), used=st.integers(0, 9), documents=st.booleans())
def test_granted_is_stamped_and_sealed_and_left(count: int, used: int, documents: bool) -> None:
    used = min(used, count) if count else used
    mode = Mode.ELECTRONIC if documents else Mode.PHYSICAL
    more = {"document": "0" * 64, "digest": "1" * 64} if documents else {}
    records = [but(press(number), **more) for number in range(1, used + 1)]
    found = reckon(but(ISSUED, mode=mode, count=count, used=used), [*records, press(99, result=3)], [])
    assert (found.stamped, found.sealed) == ((0, used) if documents else (used, 0))
    assert found.left is None or found.granted == found.stamped + found.sealed + found.left
    assert found.adds_up
    assert not reckon(but(ISSUED, mode=mode, count=count, used=used + 1), records, []).adds_up


def test_a_record_that_is_missing_is_seen() -> None:
    use = but(ISSUED, count=7, used=3)
    assert not reckon(use, [press(1), press(2)], []).adds_up
    assert not reckon(but(use, used=8), [press(n) for n in range(1, 9)], []).adds_up  # more than was granted
    assert reckon(but(use, used=7), [press(n) for n in range(1, 8)], []).adds_up


def test_unlimited_and_continued() -> None:
    found = reckon(but(ISSUED, count=0, used=2), [press(1), press(2)], [], on_seal=5)
    assert (found.granted, found.left, found.on_seal, found.adds_up) == (0, None, 5, True)
    found = reckon(but(ISSUED, count=9, used=4, carried=3, continues="before"), [press(8), press(1, "before")], [])
    assert (found.stamped, found.left, found.carried, found.adds_up) == (4, 5, 3, True)


@given(st.lists(st.sampled_from([0, 0, 1, 2]), max_size=12), st.integers(0, 5), st.integers(0, 3))
def test_it_adds_up_whatever_happened(results: list[int], spare: int, aborted: int) -> None:
    normal = results.count(0)
    use = but(ISSUED, count=normal + spare, used=normal)
    found = reckon(use, [press(n, result=r) for n, r in enumerate(results, 1)], [event(50 + n) for n in range(aborted)])
    assert found.adds_up
    if use.count:
        assert found.granted == found.stamped + (found.left or 0)
    assert (len(found.impressions), len(found.abnormal), len(found.aborted)) == (normal, len(results) - normal, aborted)
