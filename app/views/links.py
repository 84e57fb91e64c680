"""Links into the console: the QR code on a seal's body leads to that seal (R-043). Loaded with the first of them."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from app.models import replica
from app.models.store import Tx
from app.services import current
from app.views.opening import show
from app.views.room import Room, Work
from app.views.seals.page import SealsPage
from app.views.shell import Shell
from app.views.widgets import tell
from domain.organization import Permission, may
from domain.seals import Seal, is_ours, serial_of_link

translate = QCoreApplication.translate


class Works(Protocol):
    """What is wanted of whoever works here."""

    @property
    def room(self) -> Room | None: ...

    def choose_seal(self, serial: str) -> None: ...

    async def catch_up(self) -> None: ...

    def begin(self, work: Work) -> None: ...


class Links:
    """The last link that was opened, until it is followed. While nobody has signed in, or the console is locked, it
    waits."""

    def __init__(
        self, shell: Shell, working: Callable[[], Works | None], begin: Callable[[Awaitable[None]], None]
    ) -> None:
        """`working`: whoever may be shown something now."""
        self._shell, self._working, self._begin = shell, working, begin
        self._wanted = ""

    def take(self, link: str) -> None:
        """One that is none is told, and changes nothing: another that waits goes on waiting."""
        serial = serial_of_link(link)
        if serial is None:
            title = translate("Links", "This link cannot be opened")
            text = translate("Links", "It is not the link of a seal. Scan the code on the seal's body once more.")
            self._begin(tell(self._shell, title, text))
            return
        self._wanted = serial
        self.follow()

    def follow(self) -> None:
        """Something that stood in the way may be gone."""
        work = self._working()
        if self._wanted and work is not None and work.room is not None:
            serial, self._wanted = self._wanted, ""
            work.begin(self._open(work, work.room, serial))

    async def _open(self, work: Works, room: Room, serial: str) -> None:
        home = await room.store.run(lambda tx: _home(tx, room.id, serial))
        if home is None:
            await work.catch_up()  # it may have been bound elsewhere
            home = await room.store.run(lambda tx: _home(tx, room.id, serial))
        if work is not self._working() or work.room is not room:  # another person, or another organization, meanwhile
            self._wanted = serial
            self.follow()
        elif QApplication.activeModalWidget() is not None:
            self._shell.status.say(translate("Links", "Finish what is open first, then open the link again."))
        elif home == room.id:
            work.choose_seal(serial)
            show(room, ("seals",), serial)
        elif home is not None:
            self._wanted = serial  # for the room there
            await room.store.run(lambda tx: current.choose_organization(tx, home))
        elif may(room.me, Permission.BIND) and isinstance(page := room.open("seals"), SealsPage):
            page.bind(serial)
        else:
            title = translate("Links", "Seal {0} is not known here").format(serial)
            text = translate("Links", "None of your organizations has bound it. An owner or administrator does that.")
            await tell(self._shell, title, text)


def _home(tx: Tx, here: str, serial: str) -> str | None:
    """The organization of this person that has the seal; this one, if it does."""
    mine = sorted(replica.organizations(tx), key=lambda id: id != here)
    found = ((id, replica.get(tx, Seal, id, serial)) for id in mine)
    return next((id for id, seal in found if seal is not None and is_ours(seal)), None)
