"""The console of `bench.map`: FOLDER; prints its figures as JSON. A real map page, over rows of its own database."""

import gc
import json
import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import qasync
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QTabBar

from app.models.store import Store
from app.views import icons
from app.views.garbage import Sweeper
from app.views.look import LIGHT, Look, Scheme, Tone
from app.views.map import MapView, SealMarker
from app.views.map.page import MapPage, Mode
from app.views.map.view import register_scheme
from demo.gauge import Gauge
from domain.seals import Position
from domain.usage import Impression
from tests.app.views import rooms, world
from tests.app.views.rooms import Said
from tests.waiting import until

POINTS, TRACKS = (100, 1_000, 10_000), (5_000, 100_000)
MINUTE = 60_000
AT_ONCE = 5_000
TIMES = 5
PLACE, NEXT = (30.0, 104.0), (33.0, 110.0)
INK = LIGHT.danger.lower()


async def ask(view: MapView, expression: str) -> Any:
    answers: list[Any] = []
    view.ask(expression, answers.append)
    await until(lambda: bool(answers))
    return answers[0]


async def pixel_of(view: MapView, place: tuple[float, float]) -> QPoint:
    found = await ask(view, f"signet.placeOf({place[0]}, {place[1]})")
    return QPoint(round(found["x"]), round(found["y"]))


def colors(view: MapView, at: QPoint, near: int = 0) -> set[str]:
    """Of the pixels so near to one."""
    assert view.web is not None
    image = view.web.grab(QRect(at - QPoint(near, near), at + QPoint(near, near))).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def seals(count: int, first: tuple[float, float]) -> list[SealMarker]:
    """Spread over China; the first one is chosen, so that it always stands alone."""
    side = math.ceil(math.sqrt(count))
    found = [SealMarker("s0", "Seal", *first, "locked", Tone.DANGER, selected=True)]
    tones = (Tone.OK, Tone.WARN, Tone.NEUTRAL)
    for at in range(1, count):
        lat, lon = 22 + 20 * (at % side) / side, 95 + 25 * (at // side) / side
        found.append(SealMarker(f"s{at}", f"Seal {at}", lat, lon, "state", tones[at % 3]))
    return found


async def points_and_moves() -> dict[str, float]:
    """From the call to the pixel."""
    view = MapView()
    view.resize(1100, 620)
    view.focus(32, 107, zoom=4.5)
    view.show()
    await until(lambda: view.is_ready)
    here, there = [await pixel_of(view, place) for place in (PLACE, NEXT)]
    found: dict[str, float] = {}
    for count in POINTS:
        painted: list[float] = []
        moved: list[float] = []
        many, others = seals(count, PLACE), seals(count, NEXT)
        gauge = Gauge()
        gauge.watch()
        for _ in range(TIMES):
            view.set_seals([])
            await until(lambda: INK not in colors(view, here) | colors(view, there))
            painted.append(await _painted(view, lambda many=many: view.set_seals(many), here))
            moved.append(await _painted(view, lambda others=others: view.set_seals(others), there))
        found[f"map_{count}_ms"] = sorted(painted)[TIMES // 2]
        found[f"map_{count}_moved_ms"] = sorted(moved)[TIMES // 2]
        found[f"map_{count}_stall_ms"] = gauge.report()["stall_ms"]
    view.close()
    return found


async def _painted(view: MapView, show: Callable[[], None], at: QPoint) -> float:
    begun = time.perf_counter()
    show()
    await until(lambda: INK in colors(view, at))
    return (time.perf_counter() - begun) * 1000


def press(number: int, now: int) -> Impression:
    """On a way to and fro over the land, a minute each; what stands in a receiver's noise is in it."""
    lat = 30 + 3 * math.sin(number / 2500) + (number % 7) / 40_000
    lon = 104 + 10 * number / 100_000 + (number % 5) / 40_000
    return world.impression(number, now + number * MINUTE, place=Position(lat, lon, "gnss", 1, 5))


async def tracks(app: QApplication, folder: Path) -> dict[str, float]:
    """From the click on the position history to the line on the map."""
    found: dict[str, float] = {}
    for count in TRACKS:
        store = await rooms.open_store(folder / f"{count}.db", "m-admin")
        now = time.time_ns() // 1_000_000 - (count + 10) * MINUTE
        await rooms.take(store, [*world.people(), world.company(), world.seal(world.GL, "合同专用章")], now=now)
        for first in range(1, count + 1, AT_ONCE):
            last = min(count, first + AT_ONCE - 1)
            await rooms.take(store, [press(number, now) for number in range(first, last + 1)], now=now)
        found |= await _track(app, store, count)
        await store.close()
    return found


async def _track(app: QApplication, store: Store, count: int) -> dict[str, float]:
    page = MapPage(rooms.room(store, "m-admin", time.time_ns() // 1_000_000, Said(), app), "Map")
    page.resize(1118, 672)
    page.show()
    await until(lambda: page.is_filled and page._view.is_ready)
    page._panel.everything.setChecked(True)
    tabs = page.findChild(QTabBar, "map.modes")
    assert isinstance(tabs, QTabBar)
    gc.collect()
    gauge = Gauge()
    gauge.watch()
    begun = time.perf_counter()
    tabs.setCurrentIndex(Mode.HISTORY)
    await until(lambda: sum(len(each.spots) for each in page._told.journeys) == count and page._framed)
    told = time.perf_counter() - begun
    middle = page._told.journeys[0].spots[count // 2].fix.point
    drawn = 0
    while not drawn:
        drawn = await ask(page._view, 'signet.trackSize("move")')
    at = await pixel_of(page._view, (middle.lat, middle.lon))
    await until(lambda: LIGHT.accent.lower() in colors(page._view, at, 7))
    painted = time.perf_counter() - begun
    stall = gauge.report()["stall_ms"]
    page.tasks.cancel()
    page.close()
    figures = {"told_ms": told * 1000, "ms": painted * 1000, "drawn": drawn, "stall_ms": stall}
    return {f"track_{count}_{name}": value for name, value in figures.items()}


async def measured(app: QApplication, folder: Path) -> dict[str, float]:
    gc.collect()
    gc.freeze()
    return {**await points_and_moves(), **await tracks(app, folder)}


def main(folder: Path) -> None:
    register_scheme()
    app = QApplication(["signet"])
    app.setQuitOnLastWindowClosed(False)
    Look(app, Scheme.LIGHT)
    Sweeper(app)
    icons.load()
    with qasync.QEventLoop(app) as loop:
        print(json.dumps(loop.run_until_complete(measured(app, folder))), flush=True)
    os._exit(0)  # the pages' processes are not waited for


if __name__ == "__main__":
    main(Path(sys.argv[1]))
