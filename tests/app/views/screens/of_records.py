"""Screens of what stands behind a record."""

from tests.app.views.screens.catalogue import click, screen, shown
from tests.app.views.screens.of_work import of_all_seals
from tests.app.views.screens.window import Window


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
