"""The cloud of this computer as the window's own: it runs while the window does, and its codes are shown there."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.views.shell import Shell
from app.views.sign_in import SignInPage
from app.views.widgets import tell

if TYPE_CHECKING:
    from app.services.local_cloud import Letter, LocalCloud

translate = QCoreApplication.translate


class CloudHere:
    """`cloud`: none, where this computer has none. `unlocked`: somebody works here, and may see what comes."""

    def __init__(self, cloud: "LocalCloud | None", shell: Shell, unlocked: Callable[[], bool]) -> None:
        self._cloud, self._shell, self._unlocked = cloud, shell, unlocked
        self._keeping: asyncio.Task[None] | None = None

    def start(self, address: str, ended: Callable[[asyncio.Task[None]], None]) -> None:
        """If the console's cloud, at this address, is the one of this computer. `ended`: hears of our own faults."""
        if self._cloud is not None and self._cloud.address == address:
            self._keeping = asyncio.ensure_future(self._keep(self._cloud))
            self._keeping.add_done_callback(ended)

    async def stop(self) -> None:
        """The console has sent what it could."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.wait([self._keeping])
        if self._cloud is not None:
            await self._cloud.stop()

    async def _keep(self, cloud: "LocalCloud") -> None:
        from app.services.own_program import ProgramFailed

        try:
            await cloud.start()
        except (ProgramFailed, OSError) as error:
            title = translate("Console", "The cloud of this computer does not run")
            await tell(self._shell, title, f"{error}.")
            return
        await cloud.watch(self._show)

    def _show(self, letter: "Letter") -> None:
        """What elsewhere a phone shows; not beside a lock that it would open."""
        if (page := self._shell.findChild(SignInPage)) is not None:
            page.show_letter(letter.text)
        elif self._unlocked():
            self._shell.status.say(letter.text)
