"""Service outlets: nearest first to a seal, to an address, to a click on the map; with no cloud in reach."""

import json
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.services.addresses import Setting, write_setting
from app.views.look import Look
from app.views.map.ground import Ground
from app.views.map.view import MapView
from app.views.outlets.page import OutletsPage
from demo import driver
from domain.geo import Point
from domain.outlets import Outlet
from tests.app.provider import running
from tests.app.services.test_geocoding import amap, in_amap
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, chosen, pick, records, see, sees, titles
from tests.app.views.webs import Shown, closing
from tests.waiting import until


def outlet(id: str, name: str, lat: float, lon: float, **more: str) -> Outlet:
    of = {"address": f"{name}示例路1号", "phone": "0571-00000000", **more}
    return Outlet(id=id, organization=world.ORG, name=name, point=Point(lat, lon), **of)


NEAR = outlet("o-1", "西湖店", 30.26, 120.13, hours="9:00-17:00")
SHANGHAI = outlet("o-2", "上海店", 31.23, 121.47)
BEIJING = outlet("o-3", "北京店", 39.90, 116.40, phone="")
ALL = (BEIJING, NEAR, SHANGHAI)


async def opened(
    stage: Stage, rows: Sequence[Outlet] = ALL, who: str = "m-clerk", *, empty: bool = False, seal: str = world.GL
) -> OutletsPage:
    stage.said.seal = seal
    page = await stage.open(OutletsPage, who, empty=empty)
    await rooms.take(page.room.store, list(rows), now=stage.now)
    if rows:
        await until(lambda: sees("outlets.list"))
    return page


@pytest.mark.req("R-013", "R-273", "F")
@pytest.mark.req("A-07", "A")
async def test_the_nearest_to_the_current_seal_comes_first(stage: Stage) -> None:
    await opened(stage)
    assert titles("outlets.list") == ["西湖店", "上海店", "北京店"]
    assert [each.pill for each in records("outlets.list")] == ["2.9 km", "165 km", "1,123 km"]
    assert chosen("outlets.list") == "西湖店"
    await see("outlets.detail", "0571-00000000")
    await see("outlets.detail", "2.9 km from 合同专用章（一）, in a straight line")
    await see("outlets.detail", "9:00-17:00")
    (copy,) = [
        each for each in driver.find("outlets.detail").findChildren(QPushButton) if "Phone" in each.accessibleName()
    ]
    copy.click()
    assert QGuiApplication.clipboard().text() == "0571-00000000"
    assert stage.said.told == ["Copied"]
    await pick("outlets.list", "北京店")
    await see("outlets.detail", "北京店示例路1号")
    assert not sees("outlets.detail", "Phone")
    driver.choose("outlets.seal", "财务专用章")
    await until(lambda: sees("outlets.detail", "from 财务专用章"))


async def test_it_follows_the_seal_and_a_row_that_is_told_again_moves_nothing(stage: Stage) -> None:
    page = await opened(stage)
    await pick("outlets.list", "上海店")
    before = dict(page._view._wanted)
    await rooms.take(page.room.store, [outlet("o-4", "拉萨店", 29.65, 91.1)], now=stage.now)
    await until(lambda: len(titles("outlets.list")) == 4)
    assert chosen("outlets.list") == "上海店"
    assert page._view._wanted["focus"] == before["focus"]
    place = world.status(world.GL, stage.now).place
    assert place is not None
    import msgspec

    moved = world.status(world.GL, stage.now, place=msgspec.structs.replace(place, lat=39.9, lon=116.4))
    await rooms.take(page.room.store, [moved], now=stage.now)
    await until(lambda: titles("outlets.list")[0] == "北京店")
    assert chosen("outlets.list") == "北京店"


@pytest.mark.req("R-273", "F")
@pytest.mark.req("A-07", "A")
async def test_an_address_is_found_on_this_computer_as_exactly_as_it_can_be(stage: Stage) -> None:
    await opened(stage)
    driver.write("outlets.find", "上海市")
    driver.press("outlets.find", "Return")
    await until(lambda: titles("outlets.list")[0] == "上海店")
    assert not sees("outlets.said")
    driver.write("outlets.find", "北京市东城区某某路 1 号")
    driver.press("outlets.find", "Return")
    await until(lambda: titles("outlets.list")[0] == "北京店")
    await see("outlets.said", "Only as exact as Dongcheng, Beijing: no street is known on this computer.")
    await see("outlets.detail", "from Dongcheng, Beijing")
    driver.write("outlets.find", "qqqq")
    driver.press("outlets.find", "Return")
    await see("outlets.said", "No such place is known.")
    assert titles("outlets.list")[0] == "北京店"


async def test_a_street_is_asked_of_the_provider_when_it_is_sent_off(stage: Stage) -> None:
    async with running() as provider:
        room = await stage.room("m-clerk")
        await room.store.run(lambda tx: write_setting(tx, amap(provider)))
        await opened(stage)
        provider.answer = provider.says(in_amap(SHANGHAI.point))
        driver.write("outlets.find", "示例路 1 号")
        assert provider.asked == []
        driver.press("outlets.find", "Return")
        await until(lambda: titles("outlets.list")[0] == "上海店")
        await see("outlets.detail", "0 m from 示例路 1 号")
        provider.answer = provider.says({"status": "0", "info": "INVALID_USER_KEY", "infocode": "10001"})
        driver.write("outlets.find", "北京市东城区某某路 1 号")
        driver.press("outlets.find", "Return")
        said = "The provider of addresses does not take the key of the settings. Only as exact as Dongcheng, Beijing"
        await see("outlets.said", said)
        assert titles("outlets.list")[0] == "北京店"
        provider.answer = provider.says({}, 500)
        driver.write("outlets.find", "qqqq 1")
        driver.press("outlets.find", "Return")
        await see("outlets.said", "The provider of addresses cannot be reached at the moment.")
        await room.store.run(lambda tx: write_setting(tx, Setting()))


@pytest.mark.req("R-273", "F")
@pytest.mark.req("A-07", "A")
async def test_a_click_on_the_map_says_from_where(stage: Stage) -> None:
    page = await opened(stage)
    driver.click("outlets.click")
    assert "draw" in page._view._wanted
    await see("outlets.said", "Click at a place on the map.")
    page._view.drawn.emit(json.dumps({"place": [39.9, 116.4]}))  # as the map tells it
    await until(lambda: titles("outlets.list")[0] == "北京店")
    assert page._view._wanted["draw"] == 'signet.draw(""); 0'
    await see("outlets.detail", "0 m from Dongcheng, Beijing")
    assert driver.find("outlets.seal").currentText() == "another place"  # type: ignore[attr-defined]
    page._view.point_clicked.emit("o-1")
    assert chosen("outlets.list") == "西湖店"


async def test_without_a_position_they_are_listed_by_name(stage: Stage) -> None:
    await opened(stage, empty=True, seal="")
    assert titles("outlets.list") == ["上海店", "北京店", "西湖店"]
    assert [each.pill for each in records("outlets.list")] == ["", "", ""]
    await see("outlets.said", "Say from where, and the nearest comes first.")
    assert not sees("outlets.detail", "Distance")


@pytest.mark.req("R-013")
async def test_where_there_is_none_the_hotline_helps(stage: Stage) -> None:
    page = await stage.open(OutletsPage, "m-clerk")
    await until(lambda: page.covered and page.state.title.text() == "No service outlet yet")
    assert "400-018-5858" in driver.see("page.state")
    page.state.acted.emit()
    assert stage.said.opened == ["about"]


@pytest.mark.slow
def test_the_map_tells_a_click_and_the_space_key(qtbot: QtBot, look: Look) -> None:
    view = MapView(Ground)
    told: list[list[float]] = []
    view.drawn.connect(lambda shape: told.append(json.loads(shape)["place"]))
    view.draw("place")
    view.focus(30.2, 120.2, 12)
    view.resize(600, 400)
    view.show()
    with closing(qtbot, Shown(qtbot, view, view)) as shown:
        shown.until(lambda: view.is_ready)
        shown.click(shown.place_of(30.21, 120.22))
        shown.until(lambda: len(told) == 1)
        assert told[0] == pytest.approx([30.21, 120.22], abs=0.001)
        shown.press(Qt.Key.Key_Space)
        shown.until(lambda: len(told) == 2)
        assert told[1] == pytest.approx([30.2, 120.2], abs=0.001)
