"""Records narrowed by what was said of them last."""

from typing import Any

import pytest

from app.models import outbox, reviews
from app.models.records import Reviewed, Wanted
from app.models.store import Store, Tx
from domain.reviews import Review, ReviewRecord, ReviewVerdict
from domain.usage import impression_id
from tests.app.examples import NOW, ORG, OWNER, ROWS, SEAL, impression
from tests.app.models.test_records import SECOND, read, sign, take


@pytest.fixture
async def held(store: Store) -> Store:
    await take(store, *ROWS, SECOND, *(impression(n) for n in range(1, 31)))
    return store


async def test_narrowed_by_what_was_said_last_of_the_same_number_of_the_same_seal(held: Store) -> None:
    await take(held, *(impression(n, id=impression_id(SECOND.id, n), seal=SECOND.id) for n in (7, 50)))
    normal, doubtful = ReviewVerdict.NORMAL, ReviewVerdict.DOUBTFUL
    said = {(SEAL.id, 7): normal, (SEAL.id, 8): doubtful, (SECOND.id, 50): doubtful, (SEAL.id, 10**14): normal}
    said |= {("unknown", 9): normal}

    async def ids(verdict: ReviewVerdict | None, **other: Any) -> list[str]:
        return await held.run(lambda tx: read(tx, Wanted(reviewed=Reviewed(verdict, said), **other)))

    assert await ids(normal) == [f"{SEAL.id}-7"]
    assert set(await ids(doubtful)) == {f"{SEAL.id}-8", f"{SECOND.id}-50"}
    assert await ids(doubtful, until=NOW + 9) == [f"{SEAL.id}-8"]
    everything = await held.run(read)
    assert set(await ids(None)) == set(everything) - {f"{SEAL.id}-7", f"{SEAL.id}-8", f"{SECOND.id}-50"}


async def test_the_newest_review_counts_also_one_that_is_on_its_way(held: Store) -> None:
    def said(at: int, verdict: ReviewVerdict, number: int = 7) -> Review:
        of = {"organization": ORG, "seal": SEAL.id, "number": number, "member": OWNER.id}
        return Review(id=f"v-{at}-{number}", at=at, verdict=verdict, **of)

    def newest(tx: Tx) -> dict[int, ReviewVerdict]:
        return {number: each.verdict for (_, number), each in reviews.newest(tx, ORG).items()}

    old, new = said(NOW, ReviewVerdict.DOUBTFUL), said(NOW + 1, ReviewVerdict.NORMAL)
    await take(held, new, old, said(NOW, ReviewVerdict.DOUBTFUL, 8))
    assert await held.run(newest) == {7: ReviewVerdict.NORMAL, 8: ReviewVerdict.DOUBTFUL}
    act = ReviewRecord(id="v-9", seal=SEAL.id, number=8, verdict=ReviewVerdict.NORMAL)
    await held.run(lambda tx: outbox.add(tx, ORG, act, NOW + 2, sign))
    assert await held.run(newest) == {7: ReviewVerdict.NORMAL, 8: ReviewVerdict.NORMAL}
