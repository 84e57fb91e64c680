"""The ledger holds the rows that are there, each once, whatever happened while nobody looked at a list."""

from app.models import counts, ledger, records, scopes
from app.models.records import EVERYTHING
from app.models.store import Store, Tx
from domain.usage import Impression, impression_id
from tests.app.examples import NOW, ORG, ROWS, SEAL, impression
from tests.app.models.test_records import SECOND, take

HERS = ["org", "member:m-keeper", f"usage:{SEAL.id}", f"usage:{SECOND.id}"]


def press(number: int, seal: str) -> Impression:
    return impression(number, id=impression_id(seal, number), seal=seal)


def listed(tx: Tx) -> tuple[int, int, int]:
    """How long the list is; how many of its rows there are; what the overview counts."""
    while ledger.of(tx, ORG).step(tx):
        pass
    ns = records.cut(tx, ORG, EVERYTHING)
    assert ns is not None
    counted = counts.count(tx, ORG, [NOW - 1, NOW + 10**9])
    assert counted is not None
    return len(ns), len(records.presses(tx, ORG, ns.tolist())), counted.total


async def test_a_seal_taken_away_and_given_back_unseen(store: Store) -> None:
    presses = [press(number, seal) for number in range(1, 11) for seal in (SEAL.id, SECOND.id)]
    await take(store, *ROWS, SECOND, *presses, scopes=HERS)
    assert await store.run(listed) == (20, 20, 20)
    left = [scope for scope in HERS if SEAL.id not in scope]
    await take(store, scopes=left, dropped=[f"usage:{SEAL.id}"], rev=2)
    while await store.run(scopes.purge):
        pass
    await take(store, *[each for each in presses if each.seal == SEAL.id][:7], scopes=HERS, rev=3)
    assert await store.run(listed) == (17, 17, 17)
