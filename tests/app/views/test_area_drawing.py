"""An area is drawn on the map with the mouse and with the keys, typed, and kept under a name."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.models import outbox
from app.views.areas.edit import POLYGON, AreaEdit
from app.views.areas.map import AreaMap
from app.views.areas.shapes import NotAnArea, corners_of, drawn, written
from app.views.look import Look
from app.views.map.ground import Ground
from app.views.map.page import MapPage
from demo import driver
from domain import geo
from domain.geo import Area, Point
from domain.named_areas import AddNamedArea, NamedArea
from domain.seals import Position
from tests.app.views import world
from tests.app.views.stage import Stage, see, sees, titles
from tests.app.views.webs import Shown, closing
from tests.waiting import until

SQUARE = [Point(30.1, 120.1), Point(30.1, 120.2), Point(30.2, 120.2), Point(30.2, 120.1)]


def test_corners_are_read_however_they_are_written() -> None:
    assert corners_of("30.1, 120.1\n\n30.1 120.2\n30.2，120.2\n  30.2;120.1  ") == SQUARE
    assert corners_of(written(SQUARE)) == SQUARE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "few"),
        ("30,120\n30,121", "few"),
        ("30,120\nhere\n30,121", "corner"),
        ("30,120,7\n30,121\n31,121", "corner"),
        ("91,120\n30,121\n31,121", "degrees"),
        ("nan,120\n30,121\n31,121", "degrees"),
        ("30,120\n30,inf\n31,121", "degrees"),
        ("\n".join(f"30,{120 + at / 100}" for at in range(65)), "many"),
    ],
)
def test_what_are_no_corners(text: str, why: str) -> None:
    with pytest.raises(NotAnArea) as refused:
        corners_of(text)
    assert refused.value.why == why


def test_what_the_map_drew() -> None:
    assert drawn(json.dumps({"centre": [30.12345678, 120.1], "radius": 500})) == Area("", Point(30.123457, 120.1), 500)
    assert drawn(json.dumps({"points": [[point.lat, point.lon] for point in SQUARE]})) == Area(points=SQUARE)
    for radius in (0, 49, 200_001):
        with pytest.raises(NotAnArea):
            drawn(json.dumps({"centre": [30, 120], "radius": radius}))


async def edit_of(stage: Stage, who: str = "m-keeper") -> AreaEdit:
    made = AreaEdit("test", await stage.room(who))
    made.resize(560, 640)
    made.show()
    return made


@pytest.mark.req("R-112", "R-285")
@pytest.mark.slow
def test_a_circle_and_a_polygon_are_drawn(qtbot: QtBot, look: Look) -> None:
    made = AreaMap(Ground)
    shapes: list[Area] = []
    made.drawn.connect(lambda shape: shapes.append(drawn(shape)))
    made.set_kind("circle")
    made.show_area(None, Position(30.2, 120.2, "gnss", 1, 1))
    made.resize(600, 400)
    made.show()
    with closing(qtbot, Shown(qtbot, made.view, made)) as shown:
        shown.until(lambda: made.view.is_ready)
        shown.click(shown.place_of(30.2, 120.2))
        shown.click(shown.place_of(30.2, 120.21))
        shown.until(lambda: len(shapes) == 1)
        assert shapes[0].radius_m == pytest.approx(geo.distance_m(Point(30.2, 120.2), Point(30.2, 120.21)), abs=40)
        assert geo.contains(shapes[0], Point(30.2, 120.205))
        made.show_area(shapes[0])
        shown.until(lambda: len(shown.ask("signet.areaBounds()") or []) == 1)  # type: ignore[arg-type]

        made.set_kind("polygon")
        corners = [(30.195, 120.19), (30.195, 120.21), (30.205, 120.21)]
        for corner in [*corners, corners[0]]:
            shown.click(shown.place_of(*corner))
        shown.until(lambda: len(shapes) == 2)
        assert geo.fits(shapes[1])
        assert geo.contains(shapes[1], Point(30.197, 120.205))
        assert not geo.contains(shapes[1], Point(30.203, 120.195))

        east, north = "signet.map().getCenter().lng", "signet.map().getCenter().lat"
        for key, moved in ((Qt.Key.Key_Right, east), (Qt.Key.Key_Up, north), (Qt.Key.Key_Left, east)):
            shown.press(Qt.Key.Key_Space)  # a corner in the middle, and on
            before = shown.ask(moved)
            shown.press(key)
            shown.until(lambda moved=moved, before=before: shown.ask(moved) != before)
            shown.until(lambda: shown.ask("signet.map()._panAnim?._inProgress || false") is False)
        shown.press(Qt.Key.Key_Backspace)
        shown.press(Qt.Key.Key_Return)
        assert len(shapes) == 2  # two corners are no polygon
        shown.press(Qt.Key.Key_Space)
        shown.press(Qt.Key.Key_Return)
        shown.until(lambda: len(shapes) == 3)
        assert len(shapes[2].points) == 3
        assert geo.fits(shapes[2])


async def test_what_is_drawn_stands_in_the_fields(stage: Stage) -> None:
    edit = await edit_of(stage)
    edit.within.click()
    edit.name.setText("总部")
    edit.map.drawn.emit(json.dumps({"points": [[point.lat, point.lon] for point in SQUARE]}))
    assert edit.area() == Area("总部", points=SQUARE)
    edit.map.drawn.emit(json.dumps({"centre": [30.1, 120.1], "radius": 20}))
    await see("test.area.said", "A circle has a radius of 50 m to 200 km.")
    assert edit.area() == Area("总部", points=SQUARE)
    edit.map.drawn.emit(json.dumps({"centre": [30.1, 120.1], "radius": 700}))
    assert edit.area() == Area("总部", Point(30.1, 120.1), 700)
    assert not sees("test.area.said")
    edit.close()


@pytest.mark.req("R-112", "R-285")
async def test_an_area_is_typed_and_what_is_none_is_said_beside_it(stage: Stage) -> None:
    edit = await edit_of(stage)
    edit.within.click()
    edit.shape.setCurrentIndex(edit.shape.findData(POLYGON))
    assert not sees("test.area.lat")
    edit.corners.setPlainText("30.1, 120.1\nthere")
    await see("test.area.corners")
    assert edit._polygon.error == "“there” is no corner: write latitude, longitude."
    assert not geo.fits(edit.area() or Area())
    edit.corners.setPlainText("30.1, 120.1\n30.1, 120.2\n30.1, 120.3")
    assert edit._polygon.error == "All corners lie on one line."
    edit.corners.setPlainText(written(SQUARE))
    edit.name.setText("厂区")
    assert edit._polygon.error == ""
    assert edit.area() == Area("厂区", points=SQUARE)
    exact = Area("旧", points=[Point(30.12345678901, 120.1), *SQUARE[1:]])
    edit.show_area(exact)
    assert edit.area() == exact  # as long as nobody changes it
    edit.name.setText("新")
    assert edit.area() == Area("新", points=[Point(30.123457, 120.1), *SQUARE[1:]])
    edit.close()


@pytest.mark.req("R-112")
async def test_an_area_is_kept_under_a_name_and_used_again(stage: Stage) -> None:
    edit = await edit_of(stage)
    edit.within.click()
    assert not sees("test.area.keep")
    edit.name.setText("总部")
    edit.lat.setValue(30.27)
    edit.lon.setValue(120.15)
    keep = driver.find("test.area.keep")
    assert isinstance(keep, QPushButton)
    keep.click()
    await until(lambda: stage.said.told == ["Kept as “总部”"])
    (act,) = await edit._room.store.run(outbox.unsettled)
    assert act.name == AddNamedArea.__name__
    keep.click()
    await see("test.area.said", "There is an area named “总部” already.")
    kept = NamedArea(id="a-2", organization=world.ORG, name="厂区", shape=Area(points=SQUARE))
    edit.show_named([*edit._named.values(), kept])
    await see("test.area.saved")
    edit.saved.setCurrentIndex(edit.saved.findData("a-2"))
    edit.saved.activated.emit(edit.saved.currentIndex())
    assert edit.area() == Area("厂区", points=SQUARE)
    edit.close()


async def test_a_member_may_use_kept_areas_but_not_keep_any(stage: Stage) -> None:
    edit = await edit_of(stage, "m-clerk")
    edit.within.click()
    edit.name.setText("总部")
    assert not sees("test.area.keep")
    edit.close()


@pytest.mark.req("R-112", "R-285")
async def test_kept_areas_are_added_renamed_and_deleted(stage: Stage) -> None:
    page = await stage.open(MapPage, "m-keeper")
    driver.click("map.areas")
    await see("areas.window", "No area yet")
    driver.click("areas.new")
    driver.click("areas.add")
    await see("areas.message", "This is no area")
    driver.write("areas.area.lat", "30.27")
    driver.write("areas.area.lon", "120.15")
    driver.click("areas.add")
    await see("areas.message", "name")
    driver.write("areas.area.name", "总部")
    driver.click("areas.add")
    await until(lambda: titles("areas.list") == ["总部"])
    assert stage.said.told == ["Area added"]
    await see("areas.name", "总部")
    driver.write("areas.name", "分部")
    driver.click("areas.rename")
    await until(lambda: titles("areas.list") == ["分部"])
    driver.click("areas.delete")
    await until(lambda: stage.said.told[-1] == "Area deleted")
    await see("areas.window", "No area yet")
    acts = [act.name for act in await page.room.store.run(outbox.unsettled)]
    assert acts == ["AddNamedArea", "RenameNamedArea", "DeleteNamedArea"]
    driver.click("areas.close")
    await until(lambda: not sees("areas.window"))


async def test_who_does_not_authorize_keeps_no_areas(stage: Stage) -> None:
    await stage.open(MapPage, "m-clerk")
    assert sees("map.scan")
    assert not sees("map.areas")
