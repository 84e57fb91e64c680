"""Records come by a first pull while their list is open: none is read again and again for it."""

import pytest

from app.models import ledger, places, records
from app.models.store import Store, Tx
from app.models.tables import usage
from tests.app.examples import ORG, ROWS, impression
from tests.app.models.test_places import HERE, Borders
from tests.app.models.test_records import paper, read, take, use

PAGES, IN_PAGE, NOTED, PIECE = 20, 20, 120, 7


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often a ledger was begun, how many presses were read for it, and how often all were put in order."""
    found = dict.fromkeys(("begun", "read", "sorted"), 0)
    start, rows, sort = ledger.Ledger._start, ledger.Ledger._rows, ledger.Ledger._sort

    def begins(of: ledger.Ledger) -> None:
        found["begun"] += 1
        start(of)

    def reads(of: ledger.Ledger, *asked: object) -> dict[str, list[object]]:
        some = rows(of, *asked)  # type: ignore[arg-type]
        found["read"] += len(some["n"])
        return some

    def sorts(of: ledger.Ledger) -> None:
        found["sorted"] += 1
        sort(of)

    for name, as_counted in (("_start", begins), ("_rows", reads), ("_sort", sorts)):
        monkeypatch.setattr(ledger.Ledger, name, as_counted)
    monkeypatch.setattr(ledger, "MOST_NOTED", NOTED)
    monkeypatch.setattr(ledger, "AT_ONCE", PIECE)
    return found


@pytest.mark.parametrize("steps", [1, 2, 30], ids=["slower than it comes", "nearly", "faster"])
async def test_a_first_pull_is_read_once_however_fast_it_is(store: Store, counted: dict[str, int], steps: int) -> None:
    """Far more changes than are noted at once come all the while: records, what they were made for, where that was."""
    await take(store, *ROWS)
    counted["begun"] = 0

    def look(tx: Tx) -> bool:
        return ledger.of(tx, ORG).step(tx) or records.cut(tx, ORG) is None

    for page in range(PAGES):
        numbers = range(page * IN_PAGE + 1, (page + 1) * IN_PAGE + 1)
        uses = [use(f"z-{n}", f"a-{n}") for n in numbers]
        papers = [paper(f"a-{n}", f"合同{n}") for n in numbers]
        await take(store, *uses, *papers, *[impression(n, authorization=f"z-{n}", place=HERE) for n in numbers])
        await store.run(lambda tx: places.step(tx, Borders(), IN_PAGE // 2))
        for _ in range(steps):
            await store.run(look)
    while await store.run(lambda tx: places.step(tx, Borders(), IN_PAGE)):
        await store.run(look)
    while await store.run(look):
        pass
    count = PAGES * IN_PAGE
    assert len(await store.run(read)) == count
    whole = await store.run(lambda tx: ledger.of(tx, ORG))
    assert set(whole.columns["place"].tolist()) == {330106}
    assert len(await store.run(lambda tx: records.cut(tx, ORG, records.Wanted(words=(records.Word("合同400"),))))) == 1  # type: ignore[arg-type]
    assert counted["begun"] <= 2  # once it was made, once for the scopes that the first page told of
    assert counted["sorted"] == 1
    assert counted["read"] <= 2 * count  # once as it came, once as its place was found


async def test_a_record_that_goes_or_moves_while_they_are_read(store: Store, counted: dict[str, int]) -> None:
    await take(store, *ROWS, *[impression(n) for n in range(1, 31)])
    for _ in range(2):
        await store.run(lambda tx: ledger.of(tx, ORG).step(tx))
    later = impression(3, at=impression(99).at, member="m-9")
    await take(store, later, impression(5, member="m-9"))
    await store.run(lambda tx: ledger.of(tx, ORG).step(tx))
    await take(store, impression(31), impression(20, result=3))
    while await store.run(lambda tx: ledger.of(tx, ORG).step(tx)):
        pass
    shown = [int(id.rpartition("-")[2]) for id in await store.run(read)]
    assert shown == [3, *range(31, 3, -1), 2, 1]
    wanted = records.Wanted(members=frozenset({"m-9"}))
    found = await store.run(lambda tx: records.cut(tx, ORG, wanted))
    assert found is not None
    numbers = {number for (number,) in await store.run(lambda tx: _numbers(tx, found.tolist()))}
    assert numbers == {3, 5}


def _numbers(tx: Tx, ns: list[int]) -> list[tuple[int]]:
    from sqlalchemy import select

    return [tuple(row) for row in tx.connection.execute(select(usage.c.number).where(usage.c.n.in_(ns)))]
