"""A newer version of the program is told above the pages, until its page was opened; nothing is loaded by itself."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from app.services.updates import Release, look, updates_address
from app.views import kept
from app.views.look import Tone
from app.views.shell import Shell
from app.views.widgets import Banner

translate = QCoreApplication.translate
FIRST_AFTER_S, EVERY_S = 20.0, 24 * 3600.0  # the start belongs to the person's work


def tell_updates(shell: Shell, own: str, at: Path, known: kept.Kept) -> Callable[[], object]:
    """From now on, where the deployment names an address to ask at; call what is given back to stop."""
    address = updates_address()
    if not address:
        return lambda: None
    notice = UpdateNotice(shell.news, own, at, known, shell.show_notices)
    task = asyncio.ensure_future(notice.watch(address))
    return task.cancel


class UpdateNotice:
    """`own`: the version of this program; `at`, `known`: the settings, which keep what has been looked at."""

    def __init__(self, banner: Banner, own: str, at: Path, known: kept.Kept, changed: Callable[[], None]) -> None:
        """`changed`: the banner is there, or gone."""
        self._banner, self._own, self._at, self._kept, self._changed = banner, own, at, known, changed
        self._release: Release | None = None
        banner.acted.connect(self._open)

    async def watch(self, address: str, first_after_s: float = FIRST_AFTER_S) -> None:
        """Ask there, now and every day; for ever."""
        wait = first_after_s
        while True:
            await asyncio.sleep(wait)
            wait = EVERY_S
            found = await look(address, self._own)
            if found is not None and found.version != self._kept.seen_version:
                self._show(found)

    def _show(self, release: Release) -> None:
        self._release = release
        text = translate("UpdateNotice", "Signet {0} is available; this is {1}.").format(release.version, self._own)
        self._banner.show_fault(text, translate("UpdateNotice", "What is new"), Tone.ACCENT)
        self._changed()

    def _open(self) -> None:
        if self._release is not None:
            self._kept.seen_version = self._release.version
            kept.write(self._at, self._kept)
            self._banner.clear()
            self._changed()
            QDesktopServices.openUrl(QUrl(self._release.page))
