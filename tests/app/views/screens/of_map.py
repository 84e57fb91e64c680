"""Screens of the map: its four modes, a use before it, and what it can be drawn on."""

from PySide6.QtWidgets import QComboBox, QSlider

from app.views.applications.page import ApplicationsPage
from app.views.map.ground import GroundKind
from app.views.map.page import MapPage, Mode
from demo import driver
from domain.geo import Area, Point
from tests.app.views.screens.catalogue import choose, click, page, screen, sees, shown, tab
from tests.app.views.screens.window import Window
from tests.waiting import until

CORNERS = [Point(39.46, 75.98), Point(39.46, 76.0), Point(39.48, 76.0), Point(39.48, 75.98)]


@screen("map")
async def painted(w: Window) -> None:
    await until(lambda: sees("map.ready"), within=60)


@screen("map")
async def scanning(w: Window) -> None:
    await painted(w)
    await click("map.scan")
    await shown("scan.typed")


@screen("map")
async def track(w: Window) -> None:
    await painted(w)
    await tab("map.modes", Mode.TRACK)
    await until(lambda: page(w, MapPage)._panel._model.rowCount() > 0)


@screen("map")
async def history(w: Window) -> None:
    await painted(w)
    await tab("map.modes", Mode.HISTORY)
    await until(lambda: page(w, MapPage)._panel._model.rowCount() > 0)
    scrubber = driver.find("map.scrubber")
    assert isinstance(scrubber, QSlider)
    scrubber.setValue(400)


@screen("map")
async def moment(w: Window) -> None:
    await painted(w)
    await tab("map.modes", Mode.MOMENT)
    await until(lambda: page(w, MapPage)._then)


@screen("map")
async def use(w: Window) -> None:
    await track(w)
    found = page(w, MapPage)
    found._view.point_clicked.emit(found._told.journeys[0].spots[-1].id)
    await shown("use.window")


async def ground(kind: GroundKind) -> None:
    box = await shown("settings.ground_kind")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(kind))
    box.activated.emit(box.currentIndex())


@screen("settings")
async def map_of_a_file(_: Window) -> None:
    await ground(GroundKind.FILE)
    await click("settings.ground_file")


@screen("settings")
async def map_from_the_network(_: Window) -> None:
    await ground(GroundKind.ONLINE)
    await click("settings.ground_template")


# Areas


@screen("map")
async def areas(w: Window) -> None:
    await click("map.areas")
    await shown("areas.list")
    await choose("areas.list", 0)
    await until(lambda: driver.find("areas.name"))


@screen("map")
async def areas_new(w: Window) -> None:
    await click("map.areas")
    await click("areas.new")
    await click("areas.area.draw")


@screen("map", rows="empty")
async def areas_none(w: Window) -> None:
    await click("map.areas")
    await shown("areas.window")


@screen("applications")
async def area_on_the_map(w: Window) -> None:
    await click("applications.new")
    fields = page(w, ApplicationsPage)._form.fields
    fields.area.show_area(Area("厂区", points=CORNERS))
    await click("applications.area.draw")
    await until(lambda: fields.area.map.view.is_ready, within=60)
