"""Counts beside the records that they are of."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from app.models import counts, records
from app.models.counts import Counts
from app.models.records import Wanted
from app.models.store import Store
from domain.usage import Impression
from tests.app.examples import NOW

EDGES = [NOW, NOW + 1, NOW + 3, NOW + 5]  # some presses of a test may lie outside


async def compare_counts(
    store: Store, organization: str, allowed: Sequence[Impression], category: Callable[[Impression], str]
) -> None:
    """Each number is that of what is allowed, and the length of the list that is opened from it."""
    found = await store.run(lambda tx: counts.count(tx, organization, EDGES))
    assert found is not None
    within = [each for each in allowed if EDGES[0] <= each.at < EDGES[-1]]
    assert (found.total, found.ever) == (len(within), len(allowed))
    assert found.spans == tuple(sum(a <= each.at < b for each in within) for a, b in pairwise(EDGES))
    assert found.seals == Counter(each.seal for each in within)
    assert found.members == Counter(each.member or "" for each in within)
    assert found.categories == Counter(map(category, within))
    assert found.results == Counter(each.result for each in within)
    assert found.abnormal == sum(each.result != 0 for each in within)
    for wanted, count in _lists(found):
        cut = await store.run(lambda tx, wanted=wanted: records.cut(tx, organization, wanted))
        assert cut is not None
        assert len(cut) == count, wanted


def _lists(found: Counts) -> Iterator[tuple[Wanted, int]]:
    """What each number opens."""
    whole: dict[str, Any] = {"since": EDGES[0], "until": EDGES[-1]}
    for name, counted in (("seals", found.seals), ("members", found.members), ("categories", found.categories)):
        for id, count in counted.items():
            yield Wanted(**{name: frozenset({id})}, **whole), count
    for cause, count in found.results.items():
        yield Wanted(cause=cause, **whole), count
    for (since, until), count in zip(pairwise(EDGES), found.spans, strict=True):
        yield Wanted(since=since, until=until), count
