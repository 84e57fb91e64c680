"""The page of the map: where the seals are, which is chosen, and the track of its latest uses."""

import pytest

from app.services.addresses import Setting, write_setting
from app.views.map import reading
from app.views.map.framing import CLOSEST, middle, zoom_for
from app.views.map.page import MapPage, Mode
from app.views.map.reading import read_seals, read_track
from demo import driver
from tests.app.provider import running
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


@pytest.mark.parametrize("typed", ["杭州", "hangzhou", "hz"])
async def test_a_place_is_found_by_its_name_and_gone_to(stage: Stage, typed: str) -> None:
    page = await stage.open(MapPage, "m-keeper")
    box, popup = page._find, page._find._completer.popup()
    box.setFocus()
    driver.write("map.find", typed)
    await until(popup.isVisible)
    offered = [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())]
    assert "Hangzhou, Zhejiang" in offered
    assert page._view._wanted.get("focus") is None  # not before one is chosen
    box._pick(popup.model().index(offered.index("Hangzhou, Zhejiang"), 0))
    await until(lambda: not popup.isVisible())
    assert box.text() == "Hangzhou, Zhejiang"
    lat, lon, zoom = looked_at(page)
    assert (lat, lon) == pytest.approx(HANGZHOU, abs=0.8)  # the middle of all its districts
    assert 6 < zoom < CLOSEST


def looked_at(page: MapPage) -> tuple[float, float, float]:
    lat, lon, zoom = page._view._wanted["focus"].partition("(")[2].partition(")")[0].split(",")
    return float(lat), float(lon), float(zoom)


async def test_enter_goes_to_the_likeliest_place_and_what_is_none_is_said(stage: Stage) -> None:
    page = await stage.open(MapPage, "m-keeper")
    popup = page._find._completer.popup()
    page._find.setFocus()
    driver.write("map.find", "上海")
    driver.press("map.find", "Return")
    await until(lambda: "focus" in page._view._wanted)
    assert looked_at(page)[:2] == pytest.approx(SHANGHAI, abs=0.5)
    driver.write("map.find", "亚特兰蒂斯")
    await until(lambda: popup.isVisible() and popup.model().index(0, 0).data() == "No such place in China")
    driver.press("map.find", "Return")
    await until(lambda: not page.tasks.running)
    assert looked_at(page)[:2] == pytest.approx(SHANGHAI, abs=0.5)
    page._find.clear()
    await until(lambda: not popup.isVisible())


async def test_the_exact_address_of_a_seal_and_of_a_use_on_its_track(stage: Stage) -> None:
    stage.said.seal = world.GL
    async with running() as provider:
        room = await stage.room("m-keeper")
        await room.store.run(lambda tx: write_setting(tx, Setting(provider.template, "k")))
        page = await stage.show(MapPage, room)
        await see("address.ask")
        assert provider.asked == []
        driver.click("address.ask")
        await see("address.said", "浙江省杭州市西湖区南山路1号")
        page._modes.setCurrentIndex(Mode.TRACK)
        await until(lambda: not sees("address.ask"))
        page._point_clicked(f"{world.GL}-24")
        await see("use.window")
        await see("address.ask")
        driver.click("address.ask")
        await until(lambda: len(provider.asked) == 2)
        driver.click("use.close")
