"""The overview: each bar opens as many records as it says, by mouse, by keyboard and from its table."""

import subprocess
import sys
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableWidget

from app.models import ledger
from app.services.records import WITHOUT
from app.views.look import Scheme
from app.views.overview import figures
from app.views.overview.bar import Bar
from app.views.overview.bars import BarChart, _lines
from app.views.overview.page import SPANS, OverviewPage
from app.views.room import LivePage
from app.views.seals.page import SealsPage
from app.views.usage.page import UsagePage
from demo import driver
from domain.categories import Category
from domain.organization import Member, Role
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, see, sees
from tests.waiting import until

OF_RECORDS = ("days", "seals", "people", "categories", "causes")


class Places:
    """The other pages of the window, made when they are first opened."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.room, self.made = stage, None, dict[str, LivePage]()

    async def overview(self, who: str, **other: Any) -> OverviewPage:
        self.room = await self.stage.room(who, open=self.open, **other)
        page = await self.stage.show(OverviewPage, self.room)
        await until(lambda: page._seen is not None and page._seen.counts is not None)
        return page

    def open(self, key: str) -> LivePage:
        if key not in self.made:
            kind = {"usage": UsagePage, "seals": SealsPage}[key]
            self.made[key] = kind(self.room, key)
            self.made[key].resize(1118, 672)
            self.made[key].show()
            self.stage.pages.append(self.made[key])
        return self.made[key]


@pytest.fixture
def places(stage: Stage) -> Places:
    return Places(stage)


def chart(key: str) -> BarChart:
    found = driver.find(f"overview.{key}")
    assert isinstance(found, BarChart)
    return found


async def records_behind(places: Places, page: OverviewPage, key: str, bar: Bar) -> int:
    """How many the usage page lists once the bar is opened."""
    assert page._seen is not None
    wanted = figures.asked(page._seen, key, bar.key)
    page.charts[key].opened.emit(bar.key)
    usage = places.made["usage"]
    assert isinstance(usage, UsagePage)
    await until(lambda: usage._asked == wanted and not usage._loading)
    return usage._model.rowCount()


NEW = {"people": "m-new", "seals": "GL26B00099", "categories": "c-new"}


@pytest.mark.parametrize("key", NEW)
async def test_the_bar_of_what_is_new_opens_its_records_alone(places: Places, key: str) -> None:
    """The list was looked at before that was there, so that its filters do not know it."""
    page = await places.overview("m-owner")
    usage = places.open("usage")
    assert isinstance(usage, UsagePage)
    await until(lambda: usage.is_filled and not usage._loading)
    usage.hide()
    now, (member, seal, category) = places.stage.now, NEW.values()
    rows = [
        Member(id=member, organization=world.ORG, name="新来", phone="19900000077", role=Role.MEMBER),
        world.seal(seal, "新章"),
        Category(id=category, organization=world.ORG, name="新类"),
        world.application("a-90", "新文件", now, category=category, applicant=member, seal=seal),
        world.authorization("z-90", now, application="a-90", member=member, seal=seal),
        *(world.impression(n, now - 1, member=member, authorization="z-90", seal=seal) for n in (1, 2)),
    ]
    await rooms.take(page.room.store, rows, now=now)
    await until(lambda: any(bar.key == NEW[key] for bar in page.charts[key].bars))
    bar = next(bar for bar in page.charts[key].bars if bar.key == NEW[key])
    assert await records_behind(places, page, key, bar) == bar.count == 2
    usage.show()
    box = {"people": usage._filters.person, "seals": usage._filters.seal, "categories": usage._filters.category}[key]
    await until(lambda: box.currentText().startswith("新"))
    assert usage._model.rowCount() == 2


@pytest.mark.req("R-147", "R-148", "R-149")
@pytest.mark.parametrize("who", ["m-owner", "m-keeper2", "m-clerk"])
async def test_each_bar_opens_as_many_records_as_it_says(places: Places, who: str) -> None:
    page = await places.overview(who)
    assert places.room is not None
    more = [
        world.impression(90, places.stage.now - 5 * world.DAY, member=None, authorization=None, result=3),
        world.impression(91, places.stage.now - 5 * world.DAY, result=2),
        world.impression(92, places.stage.now - 40 * world.DAY),
    ]
    before = page._seen
    await rooms.take(places.room.store, more, now=places.stage.now)
    await until(lambda: page._seen is not before)
    assert page._seen is not None
    assert page._seen.counts is not None
    for key in OF_RECORDS:
        bars = page.charts[key].bars
        assert bars, key
        if key != "causes":
            assert sum(bar.count for bar in bars) == page._seen.counts.total
        for bar in bars:
            if bar.count:
                assert await records_behind(places, page, key, bar) == bar.count, (key, bar)
    assert page.charts["people"].bars[-1].key == WITHOUT


async def test_by_keyboard_and_told_to_who_cannot_see_it(places: Places) -> None:
    page = await places.overview("m-owner")
    card, told = page.charts["seals"], list[str]()
    card.opened.disconnect()
    card.opened.connect(told.append)
    view = chart("seals")
    assert view.accessibleName() == "Impressions by seal"
    view.setFocus()
    bars = card.bars
    assert len(bars) > 1
    assert view.accessibleDescription() == bars[0].spoken
    await see("overview.seals.said", bars[0].spoken)
    for key, at in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, 0), (Qt.Key.Key_End, -1), (Qt.Key.Key_Home, 0)):
        QTest.keyClick(view, key)
        assert view.accessibleDescription() == bars[at].spoken
        assert driver.see("overview.seals.said") == bars[at].spoken
    QTest.keyClick(view, Qt.Key.Key_End)
    QTest.keyClick(view, Qt.Key.Key_Down)  # there is none behind the last
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert told == [bars[-1].key]
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert not view.hasFocus()


@pytest.mark.parametrize("key", ["days", "people"])
async def test_by_mouse_with_the_exact_number_in_the_tip(places: Places, key: str) -> None:
    page = await places.overview("m-owner")
    card, told, view = page.charts[key], list[str](), chart(key)
    card.opened.disconnect()
    card.opened.connect(told.append)
    at = max(range(len(card.bars)), key=lambda at: card.bars[at].count)
    middle = view.mapFromScene(view.bar_rect(at).center())
    assert view._bar_at(middle) == at
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert told == [card.bars[at].key]
    assert str(card.bars[at].count) in card.bars[at].spoken


async def test_the_same_as_tables(places: Places) -> None:
    page = await places.overview("m-owner")
    told: list[str] = []
    page.charts["people"].opened.disconnect()
    page.charts["people"].opened.connect(told.append)
    assert page.charts["days"].said.text().startswith("A bar is opened by a click")
    driver.click("overview.tables")
    assert page.charts["days"].said.text().startswith("A row is opened by a double click")
    for key, card in page.charts.items():
        if not any(bar.count for bar in card.bars):
            continue
        table = driver.find(f"overview.{key}.table")
        assert isinstance(table, QTableWidget)
        shown = [(table.item(at, 0).text(), table.item(at, 1).text()) for at in range(table.rowCount())]
        assert shown == [(bar.whole or bar.name, str(bar.count)) for bar in card.bars]
    table = driver.find("overview.people.table")
    assert isinstance(table, QTableWidget)
    table.setFocus()
    table.setCurrentCell(1, 0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert told == [page.charts["people"].bars[1].key]
    driver.click("overview.tables")
    assert not sees("overview.people.table")


@pytest.mark.req("R-097")
async def test_decisions_behind_their_waiting_times(places: Places) -> None:
    page = await places.overview("m-owner")
    bars = page.charts["waits"].bars
    assert sum(bar.count for bar in bars) > 1
    for bar in bars:
        if bar.count:
            page.charts["waits"].opened.emit(bar.key)
            await see("overview.behind.title", f": {bar.count}")
            assert page._behind.model.rowCount() == bar.count
            await see("overview.behind.detail")
            driver.click("overview.back")
            await see("overview.waits")


async def test_seals_behind_their_state(places: Places) -> None:
    page = await places.overview("m-owner")
    bars = page.charts["states"].bars
    assert len(bars) > 2
    seals = places.open("seals")
    assert isinstance(seals, SealsPage)
    await until(lambda: seals.is_filled)
    for bar in bars:
        page.charts["states"].opened.emit(bar.key)
        assert seals._model.rowCount() == bar.count
        assert {seals._record(line).pill for line in seals._model.rows()} == {bar.name}
        assert bar.name in driver.see("seals.only")
    driver.click("seals.show_all")
    assert seals._model.rowCount() == sum(bar.count for bar in bars)
    assert not sees("seals.only")
    seals.show_only(bars[0].key)
    seals.hide()  # who comes back wants to see them all
    seals.show()
    assert seals._model.rowCount() == sum(bar.count for bar in bars)


async def test_periods_and_an_own_one_that_ends_before_it_begins(places: Places) -> None:
    page = await places.overview("m-owner")
    assert len(page.charts["days"].bars) == 30
    for at, title, count in (
        (0, "per day", {7}),
        (2, "per day", {90}),
        (3, "per week", {53, 54}),
        (1, "per day", {30}),
    ):
        page._spans.setCurrentIndex(at)
        await until(lambda count=count: len(page.charts["days"].bars) in count)
        assert title in chart("days").accessibleName()
    page._spans.setCurrentIndex(len(SPANS) - 1)
    await see("overview.first")
    await until(lambda: len(page.charts["days"].bars) == 30)
    seen = page._seen
    driver.date("overview.last", places.stage.now - 60 * world.DAY)
    await see("overview.wrong", "before")
    assert page._seen is seen
    driver.date("overview.first", places.stage.now - 60 * world.DAY)
    await until(lambda: len(page.charts["days"].bars) == 1)
    assert not driver.see("overview.wrong")


async def test_nothing_has_happened_yet(stage: Stage) -> None:
    page = await stage.open(OverviewPage, "m-owner", empty=True)
    await until(lambda: page._seen is not None and page._seen.counts is not None)
    assert page.covered
    assert page.state.title.text() == "Nothing to count yet"


async def test_a_period_without_any_says_so(places: Places) -> None:
    page = await places.overview("m-owner")
    page._spans.setCurrentIndex(len(SPANS) - 1)
    await see("overview.first")
    for key in ("first", "last"):
        driver.date(f"overview.{key}", 1_000_000_000_000)
    await until(lambda: driver.see("overview.total").startswith("0 "))
    assert page.charts["seals"]._stack.currentIndex() == 2
    assert sees("overview.states")  # as they are now


async def test_while_the_records_are_read(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "AT_ONCE", 2)
    page = await places.overview("m-keeper")
    assert page._seen is not None
    assert page._seen.counts is not None
    assert page._seen.counts.ever == 36
    assert not page._progress.isVisible()


async def test_drawn_in_the_colours_of_the_scheme(places: Places) -> None:
    await places.overview("m-owner")
    view = chart("days")

    def colours() -> set[str]:
        image = view.grab().toImage()
        across = range(0, image.width(), 2)
        return {image.pixelColor(x, y).name().upper() for x in across for y in range(0, image.height(), 2)}

    light = colours()
    assert "#3B6AD4" in light
    places.stage.look.choose(Scheme.DARK)
    dark = colours()
    assert "#5F8BEA" in dark
    assert "#3B6AD4" not in dark
    assert "#000000" not in light | dark


def test_the_lines_of_a_chart_are_few_and_round() -> None:
    for most in (1, 2, 3, 7, 12, 99, 100, 1234, 1_000_000):
        found = _lines(most)
        assert found[-1] >= most
        assert len(found) <= 6
        assert found == list(range(0, found[-1] + 1, found[1]))
        assert str(found[1]).rstrip("0") in ("1", "2", "5")


def test_pyqtgraph_is_not_loaded_before_the_page_is_seen() -> None:
    """It takes a second: the page has it loaded beside the loop."""
    code = "import sys, app.views.overview.page; sys.exit('pyqtgraph' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_only_the_windows_own_thread_loads_what_asks_qt_for_its_classes() -> None:
    """Two threads that did so at once ended the program, now and then, when the page was first opened."""
    code = """
import asyncio, sys, threading
from importlib.abc import MetaPathFinder
from PySide6.QtWidgets import QApplication
strange = []
class Watch(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if threading.current_thread() is not threading.main_thread() and name.startswith(("pyqtgraph", "PySide6")):
            strange.append(name)
application = QApplication([])
sys.meta_path.insert(0, Watch())
from app.views.overview.loading import load_charts
asyncio.run(load_charts())
sys.exit(f"{strange}" if strange or "pyqtgraph" not in sys.modules else 0)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
