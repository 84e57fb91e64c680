"""What a page of a signed-in person is built from, and the page that follows what changes."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from shiboken6 import isValid

from app.models.files import Blob
from app.models.fold import Folded
from app.models.store import Store, Topics
from app.services.desk import Desk, Submitted
from app.services.devices import Devices
from app.views.camera import FrameSource
from app.views.i18n import Language, Tongue
from app.views.look import Look
from app.views.map.ground import Ground
from app.views.pictures import Pictures
from app.views.place_names import names
from app.views.widgets import PageFrame
from domain import wording
from domain.codes import Purpose
from domain.exports import ExportFile
from domain.organization import Member, Organization
from domain.rows import Act
from domain.verdict import Refused, Verdict

Work = Coroutine[Any, Any, None]
AskCode = Callable[[Purpose, str | None], Awaitable[None]]  # to a new owner's phone, or (none) to whose it has to go
SaveExport = Callable[[str, ExportFile, Path], Awaitable[None]]  # the export's id, the file, where to
Subscribe = Callable[[Callable[[], None]], Callable[[], None]]  # given what to call; gives back how to stop that


@dataclass
class Room:
    """One person in one organization, at one console: made by `app.console`, and made anew, with all pages, when it is
    another one or has other rights. What else changes of their rows, `follow` brings: the pages stay as they are."""

    store: Store
    desk: Desk
    devices: Devices  # nearby seals, rounds, `binding(organization)`, `stamping(authorization, camera)`
    organization: Organization
    me: Member
    look: Look
    language: Language
    camera: FrameSource | None
    ground: Callable[[], Ground]  # what the maps are drawn on
    pictures: Pictures
    current_seal: Callable[[], str]  # its serial, empty: none chosen
    now: Callable[[], int]
    open: Callable[[str], object]  # another place, by its key
    ask_code: AskCode  # a code by SMS for something a member does; raises a `CloudError`
    tell: Callable[[str], None]  # one short sentence at the foot of the window
    report: Callable[[BaseException], None]  # our own fault, or the surroundings'
    save_export: SaveExport  # a file of an export, from the cloud; raises a `CloudError` or `OSError`

    @property
    def id(self) -> str:
        """The organization's id."""
        return self.organization.id

    def follow(self, organization: Organization, me: Member) -> None:
        """The rows as they are now; a page that shows something of them reads them with its own."""
        self.organization, self.me = organization, me

    def sentence(self, refused: Refused) -> str:
        """Why not, in the language of the screens."""
        return wording.sentence(refused.code, refused.detail, self.language.tongue is Tongue.ZH_CN)

    async def submit(self, act: Act, attach: Sequence[Blob] = ()) -> Submitted | Refused:
        """Do it here and now, with the files that belong to it; the cloud hears of it as soon as it can."""
        return await self.desk.submit(self.id, act, attach)

    async def submit_all(self, acts: Sequence[Act], attach: Sequence[Blob] = ()) -> list[Submitted] | Refused:
        """All of them, or none and why not."""
        return await self.desk.submit_all(self.id, acts, attach)

    async def verdict(self, act: Act) -> Verdict:
        return await self.desk.verdict(self.id, act)

    async def why_not(self, act: Act) -> str:
        """Empty if I may; else the sentence to stand beside the button."""
        verdict = await self.verdict(act)
        return self.sentence(verdict) if isinstance(verdict, Refused) else ""


@dataclass
class Tasks:
    """Coroutines begun by a widget: kept until they end, ended with the widget, never failing unheard."""

    report: Callable[[BaseException], None]
    running: set[asyncio.Task[None]] = field(default_factory=set)

    def begin(self, work: Work) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work)
        self.running.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self.running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.report(error)

    def cancel(self) -> None:
        for task in list(self.running):
            task.cancel()


class LivePage(PageFrame):
    """A page that reads its rows when it is made and whenever one of its `topics` was touched, once per turn; while
    nobody sees it, it waits with that until it is shown.

    What a subclass gives: `topics`, and `read`, which reads in the store and then shows.
    """

    topics: ClassVar[Topics] = frozenset()
    filled = Signal()  # its rows were read for the first time

    def __init__(self, room: Room, title: str, note: str = "") -> None:
        super().__init__(title, note)
        self.room = room
        self.tasks = Tasks(room.report)
        self.is_filled = False
        self._wanted = False
        self._reading = False
        self._stale = False
        unsubscribe = room.store.subscribe(self._touched)
        self.destroyed.connect(lambda *_: unsubscribe())
        self.destroyed.connect(partial(leave, self.tasks))
        self.follow(names.subscribe, self._read_anew)

    async def read(self) -> None:
        """Read and show; never two at a time."""
        raise NotImplementedError  # Qt's metaclass allows no abstract base class: each page gives its own

    def begin(self, work: Work) -> None:
        """Something the person asked for; its errors are shown, and it ends with the page."""
        self.tasks.begin(work)

    def follow(self, subscribe: Subscribe, changed: Callable[[], None]) -> None:
        """Hear of changes that are in no row (what is on the air, say), as long as the page stands."""
        unsubscribe = subscribe(changed)
        self.destroyed.connect(lambda *_: unsubscribe())

    def reload(self) -> None:
        """Read again soon; many wishes in one turn are one."""
        if not self._wanted:
            self._wanted = True
            if not self._reading:
                self.begin(self._read_while_wanted())

    def _touched(self, topics: Topics) -> None:
        if topics & self.topics:
            self._read_anew()

    def _read_anew(self) -> None:
        if self.isVisible():
            self.reload()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.reload()

    async def _read_while_wanted(self) -> None:
        self._reading = True
        try:
            while self._wanted:
                self._wanted = False
                await self.read()
                if not self.is_filled:
                    self.is_filled = True
                    self.filled.emit()
        except Exception:
            if self._wanted:  # one reading failed, which is reported; what changed meanwhile is read all the same
                self.begin(self._read_while_wanted())
            raise
        finally:
            self._reading = False


def leave(tasks: Tasks, *_: object) -> None:
    """The widget is gone: end what it had begun. (`destroyed` hands over the widget.)"""
    tasks.cancel()


def on_click(button: QAbstractButton, begin: Callable[[Work], None], work: Callable[[], Work]) -> None:
    """Do it on a click; a second one counts only when it is done. (A coroutine begins a turn of the loop later.)

    The focus waits as well: it would go to the next control, and a page that scrolls would follow it.
    """

    async def once(focused: bool) -> None:
        try:
            await work()
        finally:
            if isValid(button):
                button.setEnabled(True)
                if focused and button.isVisible() and QApplication.focusWidget() is None:
                    button.setFocus()

    def clicked() -> None:
        focused = button.hasFocus()
        button.clearFocus()
        button.setEnabled(False)
        begin(once(focused))

    button.clicked.connect(clicked)


def sending(folded: Folded[Any]) -> bool:
    """Whether what is shown has not been confirmed by the cloud."""
    return bool(folded.pending)
