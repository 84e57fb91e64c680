"""Screens of what stands behind a record."""

from PySide6.QtWidgets import QScrollArea

from app.views.usage.page import UsagePage
from app.views.usage.spot import FAR
from tests.app.views.screens.catalogue import click, page, screen, shown
from tests.app.views.screens.of_work import of_all_seals
from tests.app.views.screens.window import Window
from tests.waiting import until


@screen("usage")
async def application_of_record(w: Window) -> None:
    await of_all_seals(w)
    await click("usage.application")
    await shown("usage.application.window", "·")


@screen("usage")
async def authorization_of_record(w: Window) -> None:
    await of_all_seals(w)
    await click("usage.authorization")
    await shown("usage.authorization.window", "/")


@screen("usage")
async def place_of_record(w: Window) -> None:
    await of_all_seals(w)
    await click("usage.map_open")
    view = page(w, UsagePage)._detail._spot.view
    assert view is not None
    zooms: list[object] = []

    def stands() -> bool:
        view.ask("signet.map().getZoom()", zooms.append)
        return bool(zooms) and zooms[-1] == FAR

    await until(lambda: view.is_ready and stands(), within=60)
    await w.rest()
    page(w, UsagePage)._detail.findChild(QScrollArea).ensureWidgetVisible(view)  # type: ignore[union-attr]
