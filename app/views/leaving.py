"""Signing out: what has not been sent is told of first; it is kept (R-297)."""

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.models import outbox
from app.models.store import Store
from app.views.widgets import confirm

translate = QCoreApplication.translate


async def leave_account(parent: QWidget, store: Store, sign_out: Callable[[], Awaitable[object]]) -> None:
    """Sign out, unless the person would rather wait until everything is sent."""
    waiting = (await store.run(outbox.counts)).waiting
    if waiting:
        text = translate(
            "SettingsPage", "{0} actions have not been sent yet. They are kept here and sent when you sign in again."
        )
        title, yes = translate("SettingsPage", "Sign out?"), translate("SettingsPage", "Sign out")
        if not await confirm(parent, title, text.format(waiting), yes):
            return
    await sign_out()
