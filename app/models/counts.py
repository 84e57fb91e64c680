"""How many records there are, by what: counted from the ledger, each by the condition of the list that holds them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.models import ledger
from app.models.columns import Codes, Ints, Mask
from app.models.records import Wanted, fitting
from app.models.store import Tx


@dataclass(frozen=True)
class Counts:
    """`spans`: one for each span. The others by id, only of what there is; an empty id: without one. `results`: by the
    cause why they are abnormal, 0 for normal ones. `ever`: how many records there are outside of the spans as well."""

    total: int
    ever: int
    spans: tuple[int, ...]
    seals: dict[str, int]
    members: dict[str, int]
    categories: dict[str, int]
    results: dict[int, int]

    @property
    def abnormal(self) -> int:
        return self.total - self.results.get(0, 0)


def count(tx: Tx, organization: str, edges: Sequence[int]) -> Counts | None:
    """From each edge (milliseconds, rising, two at least) to the next; none: the ledger has to be read first."""
    whole = ledger.of(tx, organization)
    if not whole.catch_up(tx):
        return None
    of = whole.columns
    rows = np.flatnonzero(_within(whole, edges))
    spans = np.searchsorted(np.asarray(edges, np.int64), of["at"][rows], side="right") - 1
    results = np.bincount(of["result"][rows])
    return Counts(
        total=len(rows),
        ever=len(of),
        spans=tuple(np.bincount(spans, minlength=len(edges) - 1).tolist()),
        seals=_by(whole.seals, of["seal"][rows]),
        members=_by(whole.members, of["member"][rows]),
        categories=_by(whole.papers.categories, whole.papers.category_codes()[of["authorization"][rows]]),
        results={result: found for result, found in enumerate(results.tolist()) if found},
    )


def _within(whole: ledger.Ledger, edges: Sequence[int]) -> Mask:
    found = fitting(whole, Wanted(since=edges[0], until=edges[-1]))
    assert found is not None
    return found


def _by(codes: Codes, held: Ints) -> dict[str, int]:
    counted = np.bincount(held, minlength=len(codes)).tolist()
    return {text: found for text, found in zip(codes.texts, counted, strict=True) if found}
