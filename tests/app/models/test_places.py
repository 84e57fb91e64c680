"""In which district records were made: found out piece by piece, gone on with, and found anew by other borders."""

from collections.abc import Sequence
from pathlib import Path

from app.models import places, scopes
from app.models.store import Store, Tx
from app.models.tables import usage_places
from domain.seals import Position
from tests.app.examples import KEY, NOW, ROWS, impression
from tests.app.models.test_records import take

HERE = Position(lat=30.25, lon=120.15, source="gnss", age_s=0, accuracy_m=5)


class Borders:
    """Notes what it was asked."""

    def __init__(self, code: int = 330106) -> None:
        self.asked: list[tuple[float, float]] = []
        self.code = code

    def __call__(self, lats: Sequence[float], lons: Sequence[float]) -> list[int]:
        self.asked += zip(lats, lons, strict=True)
        return [self.code for _ in lats]


def placed(tx: Tx) -> list[tuple[int, int]]:
    return [(row.n, row.place) for row in tx.connection.execute(usage_places.select().order_by(usage_places.c.n))]


async def test_each_is_looked_at_once_also_after_a_restart(tmp_path: Path) -> None:
    store = await Store.open(tmp_path / "console.db", KEY)
    await take(store, *ROWS, *[impression(n, place=HERE if n % 2 else None) for n in range(1, 8)])
    borders = Borders()
    await store.run(lambda tx: places.start(tx, "one"))
    assert await store.run(lambda tx: places.step(tx, borders, 3))
    assert await store.run(places.progress) == (3, 7)
    await store.close()
    again = await Store.open(tmp_path / "console.db", KEY)
    await again.run(lambda tx: places.start(tx, "one"))
    while await again.run(lambda tx: places.step(tx, borders, 3)):
        pass
    assert await again.run(placed) == [(n, 330106 if n % 2 else places.NOWHERE) for n in range(1, 8)]
    assert borders.asked == [(HERE.lat, HERE.lon)] * 4
    assert not await again.run(lambda tx: places.step(tx, borders, 3))
    await again.close()


async def test_by_other_borders_all_is_found_anew(store: Store) -> None:
    await take(store, *ROWS, impression(1, place=HERE))
    for source, code in (("one", 330106), ("two", 330102)):
        await store.run(lambda tx, source=source: places.start(tx, source))
        await store.run(lambda tx, code=code: places.step(tx, Borders(code)))
        assert await store.run(placed) == [(1, code)]


async def test_the_cloud_was_restored(store: Store) -> None:
    """Numbers are given anew then: none may keep the place of another."""
    await take(store, *ROWS, impression(1, place=HERE), impression(2, place=HERE))
    await store.run(lambda tx: places.step(tx, Borders()))
    await take(store, *ROWS, impression(2, at=NOW, place=None), epoch="e-2")
    await store.run(lambda tx: places.step(tx, Borders()))
    assert await store.run(placed) == [(1, places.NOWHERE)]


async def test_whose_record_is_purged_has_no_place(store: Store) -> None:
    """Its number may be given to the next."""
    await take(store, *ROWS, impression(1, place=HERE), impression(2, place=HERE))
    await store.run(lambda tx: places.step(tx, Borders()))
    await take(store, scopes=["org"], dropped=["usage"])
    while await store.run(scopes.purge):
        pass
    assert await store.run(placed) == []
    await take(store, impression(3, place=None), scopes=["org", "usage"])
    await store.run(lambda tx: places.step(tx, Borders()))
    assert await store.run(placed) == [(1, places.NOWHERE)]
