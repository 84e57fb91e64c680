"""Trails: the newest records with a place, by seal and in the order of its log; the rest is counted."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from app.models import ledger, records, trails
from app.models.records import EVERYTHING, Wanted
from app.models.store import Store, Tx
from app.models.trails import Listed, Trail, last_before
from app.views.map import reading
from domain.seals import Position
from domain.usage import Impression, impression_id
from tests.app.views import rooms, world
from tests.app.views.world import GL, ORG, SECOND

NOW = 1_800_000_000_000
MINUTE = 60_000


def press(number: int, at: int, **other: Any) -> Impression:
    return world.impression(number, at, **other)


async def filled(store: Store, presses: Sequence[Impression]) -> Store:
    await rooms.take(store, list(presses), now=NOW)
    return store


async def history(store: Store, wanted: Wanted = EVERYTHING, limit: int = 10_000) -> Trail:
    while await store.run(lambda tx: ledger.of(tx, ORG).step(tx)):
        pass

    def begin(tx: Tx) -> Listed:
        listed = records.cut(tx, ORG, wanted)
        assert listed is not None
        return Listed(ORG, listed, limit)

    reading = await store.run(begin)
    while await store.run(reading.step):
        pass
    return reading.trail()


async def track(store: Store, seal: str = GL) -> Trail:
    return await store.run(lambda tx: reading.read_track(tx, ORG, seal))


@pytest.mark.req("R-219", "L", "inside", "at", "outside")
@pytest.mark.parametrize("count", [99, 100, 101])
async def test_a_track_has_the_latest_hundred(store: Store, count: int) -> None:
    await filled(store, [press(n, NOW + n * MINUTE) for n in range(1, count + 1)])
    found = await track(store)
    assert [spot.number for spot in found.spots] == list(range(max(1, count - 99), count + 1))
    assert found.more is (count > 100)


async def test_what_cannot_be_drawn_is_counted(store: Store) -> None:
    def at(lat: float, lon: float) -> Position:
        return Position(lat, lon, "gnss", 1, 5)

    places = [None, at(0, 0), at(91, 5), at(5, -181), at(30, 120)]
    await filled(store, [press(n, NOW + n, place=place) for n, place in enumerate(places, 1)])
    found = await track(store)
    assert ([spot.number for spot in found.spots], found.placeless, found.impossible) == ([5], 1, 3)
    assert found.spots[0].fix.accuracy_m == 5
    assert await track(store, SECOND) == Trail([])


async def test_the_order_is_that_of_the_log_whatever_the_clock_said(store: Store) -> None:
    times = {1: NOW, 2: NOW - 5000, 3: NOW + 5000}
    await filled(store, [press(n, at) for n, at in times.items()] + [press(1, NOW - 9, seal=SECOND)])
    everything = await history(store)
    assert sorted((spot.seal, spot.number) for spot in everything.spots) == [
        (spot.seal, spot.number) for spot in everything.spots
    ]
    assert [spot.fix.at for spot in everything.spots if spot.seal == GL] == [NOW, NOW - 5000, NOW + 5000]
    lost = msgspec.structs.replace(press(4, 17), clock=0, received_at=NOW + 8000)  # it counts from its own zero
    await filled(store, [lost])
    assert (await track(store)).spots[-1].fix.at == NOW + 8000


@pytest.mark.req("R-223")
async def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(store: Store) -> None:
    await filled(store, [press(n, NOW + n) for n in range(1, 6)])
    found = await history(store, Wanted(since=NOW + 2, until=NOW + 4))
    assert [spot.number for spot in found.spots] == [2, 3]


async def test_more_than_is_read_at_once_comes_in_pieces(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trails, "AT_ONCE", 7)
    await filled(store, [press(n, NOW + n) for n in range(1, 31)])
    for limit, first, more in ((30, 1, False), (29, 2, True), (31, 1, False), (7, 24, True)):
        found = await history(store, limit=limit)
        assert [spot.number for spot in found.spots] == list(range(first, 31)), limit
        assert found.more is more, limit


async def test_where_a_seal_was_before_a_moment(store: Store) -> None:
    nowhere = Position(0, 0, "gnss", 1, 5)
    presses = [press(1, NOW), press(2, NOW + 10, place=None), press(3, NOW + 20), press(4, NOW + 30, place=nowhere)]
    presses += [press(n, NOW + 30 + n, place=None) for n in range(5, 60)]
    await filled(store, presses)

    async def before(moment: int, at_once: int = 50) -> str | None:
        spot = await store.run(lambda tx: last_before(tx, ORG, GL, moment, at_once))
        return None if spot is None else spot.id

    assert await before(NOW) is None
    assert await before(NOW + 1) == impression_id(GL, 1)
    assert await before(NOW + 20) == impression_id(GL, 1)
    assert await before(NOW + 21) == impression_id(GL, 3)
    assert await before(NOW + 1000) == await before(NOW + 1000, at_once=1) == impression_id(GL, 3)
