"""Screens of the overview, and of what its bars open."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.views.overview.page import OverviewPage
from app.views.seals.page import SealsPage
from demo import driver
from tests.app.views.screens.catalogue import click, page, screen, shown, tab, to_the_end
from tests.app.views.screens.window import Window
from tests.app.views.world import DAY
from tests.waiting import until


@screen("overview")
async def chosen_by_keyboard(w: Window) -> None:
    bars = await shown("overview.seals")
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Down)


@screen("overview")
async def figures_below(w: Window) -> None:
    await shown("overview.days")
    await w.rest()
    held = page(w, OverviewPage)._charts_side.parentWidget()
    to_the_end(held.parentWidget().parentWidget())


@screen("overview")
async def as_tables(w: Window) -> None:
    await click("overview.tables")
    await shown("overview.seals.table")


@screen("overview")
async def own_period(w: Window) -> None:
    """That ends before it begins."""
    await tab("overview.span", 4)
    await shown("overview.first")
    driver.date("overview.first", w.stores.now + 40 * DAY)
    await shown("overview.wrong")


@screen("overview")
async def a_year(w: Window) -> None:
    await tab("overview.span", 3)
    await until(lambda: len(page(w, OverviewPage).charts["days"].bars) > 50)


@screen("overview")
async def decisions(w: Window) -> None:
    card = page(w, OverviewPage).charts["waits"]
    await until(lambda: bool(card.bars))
    most = max(card.bars, key=lambda bar: bar.count)
    card.opened.emit(most.key)
    await shown("overview.behind.detail")


@screen("seals")
async def only_of_a_state(w: Window) -> None:
    found = page(w, SealsPage)
    found.show_only(found._record(found._model.rows()[0]).pill)
    await shown("seals.only")
