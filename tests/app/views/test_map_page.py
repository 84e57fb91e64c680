"""The page of the map: where the seals are, which is chosen, and the track of its latest uses."""

import pytest

from app.views.map import reading
from app.views.map.framing import CLOSEST, middle, zoom_for
from app.views.map.page import MapPage
from app.views.map.reading import read_seals, read_track
from demo import driver
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, chosen, records, see, sees, titles
from tests.waiting import until

HANGZHOU, SHANGHAI, BEIJING = (30.27, 120.16), (31.23, 121.47), (39.90, 116.40)


@pytest.mark.req("R-001", "R-216", "R-219")
async def test_last_positions_and_the_latest_uses_of_one_seal(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    room = await stage.room("m-keeper")
    seen = await room.store.run(lambda tx: read_seals(tx, world.ORG, {}))
    placed = {line.id: line.place for line in seen.lines}
    assert placed[world.SECOND] is None
    assert placed[world.FINANCE] is not None
    found = await room.store.run(lambda tx: read_track(tx, world.ORG, world.GL))
    assert [spot.number for spot in found.spots] == sorted(set(range(1, 25)) - {21})  # one press has no position
    assert (found.placeless, found.impossible) == (1, 0)
    monkeypatch.setattr(reading, "TRACK", 5)
    latest = await room.store.run(lambda tx: read_track(tx, world.ORG, world.GL))
    assert [spot.number for spot in latest.spots] == [20, 22, 23, 24]
    assert not (await room.store.run(lambda tx: read_track(tx, world.ORG, ""))).spots


def test_what_is_looked_at_fills_half_of_the_map() -> None:
    assert middle([HANGZHOU]) == HANGZHOU
    assert zoom_for([HANGZHOU], 600) == CLOSEST
    near, far = zoom_for([HANGZHOU, SHANGHAI], 600), zoom_for([HANGZHOU, BEIJING], 600)
    assert CLOSEST > near > far
    pixels = (SHANGHAI[1] - HANGZHOU[1]) / 360 * 256 * 2**near
    assert pixels <= 300
    assert zoom_for([HANGZHOU, SHANGHAI], 1200) == pytest.approx(near + 1)


@pytest.mark.req("R-056", "U")
async def test_no_seal_yet(stage: Stage) -> None:
    page = await stage.open(MapPage, "m-keeper", empty=True)
    assert page.covered
    assert page.state.title.text() == "No seal is bound yet"


@pytest.mark.req("R-001", "R-211", "R-216", "F")
@pytest.mark.req("A-10", "A")
@pytest.mark.slow
async def test_the_list_and_the_map_choose_the_same_seal(stage: Stage) -> None:
    stage.said.seal = world.GL
    page = await stage.open(MapPage, "m-keeper")
    assert titles("map.list") == [
        "云杉精密仪器有限公司苏州分公司行政公章（2026 年启用）",
        "合同专用章（一）",
        "合同专用章（二）",
        "法定代表人章",
        "财务专用章",
    ]
    assert chosen("map.list") == "合同专用章（一）"
    assert records("map.list")[2].subtitle == "no position known"
    assert not sees("map.ready")
    await until(lambda: sees("map.ready", "Track of the latest 23 uses"), within=60)
    assert records("map.list")[1].subtitle == "Gongshu, Hangzhou, Zhejiang"
    assert "Gongshu, Hangzhou, Zhejiang · 30.27415, 120.15515 · satellite" in driver.see("map.page")

    page._view.seal_clicked.emit(world.FINANCE)  # as the map tells it
    assert chosen("map.list") == "财务专用章"
    await see("map.ready", "No use with a position")
    driver.choose("map.list", "合同专用章（二）")
    await see("map.page", "no position known")

    asked: list[object] = []
    driver.choose("map.list", "合同专用章（一）")
    await see("map.ready", "Track of the latest 23 uses")
    page._view.ask(f'signet.sealAt("{world.GL}")', asked.append)
    await until(lambda: bool(asked), within=30)
    assert isinstance(asked[0], dict)
    moved = world.status(world.GL, stage.now, place=None)
    await rooms.take(page.room.store, [moved], now=stage.now)
    asked.clear()
    await until(lambda: records("map.list")[1].subtitle == "no position known")
    page._view.ask(f'signet.sealAt("{world.GL}")', asked.append)
    await until(lambda: asked == [None], within=30)
