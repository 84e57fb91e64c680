"""Pages on a screen as their person sees them, driven by their object names, over a real store."""

import time
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QListView

from app.models import outbox
from app.models.store import Store
from app.services.devices import Devices
from app.views import icons
from app.views.i18n import Language, Tongue
from app.views.look import Look
from app.views.room import LivePage, Room
from app.views.widgets import RECORD, Record
from demo import driver
from demo.driver import NotThere
from domain.organization import Organization
from domain.rows import Row
from protocol.sync import ActVerdict, Pushed
from tests.app.services.office import Console
from tests.app.views import rooms, world
from tests.app.views.rooms import Said
from tests.app.views.world import World
from tests.waiting import until

P = TypeVar("P", bound=LivePage)


class Stage:
    """One person at a time. `said` is what the pages told."""

    def __init__(self, folder: Path, app: QApplication, look: Look) -> None:
        self.now = time.time_ns() // 1_000_000
        self.said = Said()
        self._folder, self.app, self.look = folder, app, look
        self.language = Language(app, Tongue.EN)
        self._stores: dict[str, Store] = {}
        self.pages: list[LivePage] = []
        icons.load()

    async def room(self, who: str, *, empty: bool = False, **other: Any) -> Room:
        """Of a person of the company; `empty`: nothing but its people has happened yet."""
        if who not in self._stores:
            store = await rooms.open_store(self._folder / f"{who}.db", who)
            filled = await World(self.now).fill()
            await rooms.take(store, world.people() if empty else filled.rows, filled.blobs, self.now)
            self._stores[who] = store
        given = {"look": self.look, "language": self.language}
        return rooms.room(self._stores[who], who, self.now, self.said, self.app, **(given | other))

    async def room_of(self, console: Console, **other: Any) -> Room:
        """Of a person of an office, whose cloud, seals and radio are real."""
        devices = Devices("native", console.account, console.certificates, console.store, console.desk, console.engine)
        devices.nearby, devices.courier, devices.rounds = console.nearby, console.courier, console.rounds
        (company,) = await console.all(Organization)
        given = {"look": self.look, "language": self.language, "devices": devices, "desk": console.desk}
        given |= {"organization": company}
        room = rooms.room(console.store, await console.me(), self.now, self.said, self.app, **(given | other))
        return replace(room, now=lambda: console.cloud.now)

    async def open(self, kind: type[P], who: str, **other: Any) -> P:
        """The page, filled and on the screen."""
        return await self.show(kind, await self.room(who, **other))

    async def show(self, kind: type[P], room: Room) -> P:
        page = kind(room, "Page")  # type: ignore[call-arg]
        page.resize(1118, 672)
        page.show()
        self.pages.append(page)
        await until(lambda: page.is_filled)
        return page

    def forget(self, page: LivePage) -> None:
        """It has gone already."""
        self.pages.remove(page)

    async def settle_acts(self, store: Store, *rows: Row, refused: str = "") -> None:
        """The cloud's word on every act that waits: done, and the rows it made of them; or refused, and why."""
        acts = await store.run(outbox.unsettled)
        verdicts = [
            ActVerdict(
                id=act.id, seq=act.seq, done=not refused, code="already_decided" if refused else "", sentence=refused
            )
            for act in acts
        ]
        last = max((act.seq for act in acts), default=0)
        await store.run(lambda tx: outbox.record(tx, Pushed(last_seq=last, verdicts=verdicts), self.now))
        await rooms.take(store, list(rows), now=self.now, last_seq=last)

    async def close(self) -> None:
        """As the shell throws pages away; nothing of them may be left running."""
        for page in self.pages:
            tasks = page.tasks
            page.close()
            page.deleteLater()
            self.app.sendPostedEvents(page, QEvent.Type.DeferredDelete)
            await until(lambda tasks=tasks: not tasks.running)
        for store in self._stores.values():
            await store.close()
        assert self.said.reported == []


def records(name: str) -> list[Record]:
    """What a list on the screen shows; nothing where it is not shown yet."""
    if not sees(name):
        return []
    view = driver.find(name)
    assert isinstance(view, QListView)
    model = view.model()
    return [model.index(at, 0).data(RECORD) for at in range(model.rowCount())]


def titles(name: str) -> list[str]:
    return [record.title for record in records(name)]


def sees(name: str, text: str = "") -> bool:
    """Whether the words can be read there now."""
    try:
        driver.see(name, text)
    except NotThere:
        return False
    return True


async def see(name: str, text: str = "") -> None:
    """Wait until they can."""
    await until(lambda: sees(name, text))


async def pick(name: str, text: str) -> None:
    """Choose the row with this text as soon as the list has it."""
    await until(lambda: any(text in record.spoken for record in records(name)))
    driver.choose(name, text)


def chosen(name: str) -> str:
    """The title of the row that the detail shows."""
    view = driver.find(name)
    assert isinstance(view, QListView)
    return str(view.currentIndex().data(Qt.ItemDataRole.DisplayRole) or "")
