"""The whole window of one person, over rows of this computer: rail, seal, page, line at the foot."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.models import pages
from app.models.files import Blob
from app.models.store import Store
from app.services.account import Account
from app.services.desk import Desk
from app.services.lock import Lock
from app.services.own import Own
from app.services.profile import Known
from app.services.trouble import Trouble
from app.views import act_words, words
from app.views.i18n import Language
from app.views.kept import Kept
from app.views.look import Look, Tone
from app.views.places import places
from app.views.room import LivePage, Room
from app.views.settings.console import ThisConsole
from app.views.shell import Page, Shell
from app.views.widgets import Choice, Refused
from domain.consoles import own_space
from domain.organization import Member
from domain.rows import Row
from domain.uses import DAY_MS
from protocol.sync import SCHEMA, Gone
from protocol.sync import Page as Pull
from tests.app.views import rooms
from tests.app.views.rooms import Said, Signer
from tests.app.views.screens import company, document_rows
from tests.app.views.world import FINANCE, GL, MINUTE, ORG, SECOND
from tests.waiting import until

P = TypeVar("P", bound=QWidget)


class Stores:
    """A store for each person and filling, made once: to fill one takes longer than to look at a screen."""

    def __init__(self, folder: Path) -> None:
        # Of yesterday, whatever the hour: a time of another day is the longer one.
        self.now = time.time_ns() // 1_000_000 - DAY_MS
        self.folder = folder
        self.sealed = [GL, SECOND, FINANCE]
        self._open: dict[str, Store] = {}

    async def of(self, who: str, rows: str) -> Store:
        """`rows`: "full", "empty" or "free"."""
        key = f"{rows}-{who}"
        if key not in self._open:
            self._open[key] = store = await rooms.open_store(self.folder / f"{key}.db", who)
            taken, blobs = list[Row](company.people(self.now)), list[Blob]()
            if rows != "empty":
                photos, blobs = await company.photos(self.now)
                documents, files = document_rows.rows(self.now)
                taken, blobs = [*company.rows(self.now), *photos, *documents], [*blobs, *files]
            if rows == "free":
                taken.append(company.free(self.now))
            await rooms.take(store, taken, blobs, self.now)
            if rows != "empty":
                await _take_own(store, f"u-{who}", company.own(f"u-{who}", self.now), self.now)
        return self._open[key]

    async def close(self) -> None:
        for store in self._open.values():
            await store.close()


async def _take_own(store: Store, user: str, rows: Sequence[Row], now: int) -> None:
    """What a pull of the person's own rows brings."""
    pull = Pull(
        schema=SCHEMA, epoch="e-1", rev=1, cursor="c-1", more=False, last_seq=0, scopes=[own_space(user)], dropped=[],
        rows=[replace_scope(rooms.change(row), own_space(user)) for row in rows], gone=list[Gone](),
    )  # fmt: skip
    await store.run(lambda tx: pages.apply(tx, "", pages.asking(tx, ""), pull, now, Signer().sign))


def replace_scope(change: Any, scope: str) -> Any:
    import msgspec

    return msgspec.structs.replace(change, scopes=[scope])


class Window:
    """`faults`: what pages reported."""

    def __init__(self, app: QApplication, look: Look, language: Language, stores: Stores) -> None:
        self.app, self.look, self.language, self.stores = app, look, language, stores
        self.said = Said()
        self.room: Room | None = None
        self.shell = Shell(look, self._pages)
        self._console: ThisConsole | None = None

    def _pages(self) -> list[Page]:
        return [] if self.room is None or self._console is None else places(self.room, self._console)

    @property
    def account(self) -> Account:
        """Of the person."""
        assert self.room is not None
        return self.room.devices._account

    @property
    def folder(self) -> Path:
        """For files that a screen wants."""
        return self.stores.folder

    @property
    def keys(self) -> list[str]:
        """Of the places that this person has."""
        return [page.key for page in self._pages()]

    async def enter(self, who: str, rows: str, *, online: bool = True) -> None:
        """This person comes to work here."""
        store = await self.stores.of(who, rows)
        now = self.stores.now
        self.said.seal = "" if rows == "empty" else GL
        me = next(each for each in company.members(now) if each.id == who)
        organization = company.free(now) if rows == "free" else company.organization()
        account = Account(self.folder / "profile", "http://127.0.0.1:9", "PC", lambda: None)
        account.known = Known(
            cloud="https://signet.example.com", user=f"u-{who}", phone=me.phone, name=me.name, console="c-0",
            organizations=[ORG], root=b"", maker=b"", platform=b"", demo=False, keyring=False,
        )  # fmt: skip
        devices = rooms.silent_devices(store, Desk(store, Signer(), lambda: now), account)
        given: dict[str, Any] = {"look": self.look, "language": self.language, "organization": organization}
        given |= {"open": self.shell.open, "tell": self.shell.status.say, "devices": devices}
        self.room = rooms.room(store, me, now, self.said, self.app, **given)
        engine = devices._engine
        engine.state = replace(engine.state, online=online)
        if not online:
            devices.nearby.trouble = Trouble("bluetooth_off")
        self._console = ThisConsole(
            name="新疆维吾尔自治区喀什地区分公司行政部前台公用电脑",
            cloud="https://signet.cloud.example.com:8443",
            fingerprint="12AB-34CD-56EF-7890-12AB",
            version="0.1.0",
            secrets_in_keyring=False,
            choose_tongue=lambda _: None,
            choose_scheme=lambda _: None,
            sign_out=_nothing,
            own=Own(account, engine),
            lock=Lock(store, account),
            kept=Kept(),
            choose_lock_after=lambda _: None,
            has_tray=lambda: True,
            choose_keep_in_tray=lambda _: None,
            autostart=lambda: None,
            choose_place=lambda *_: None,
            choose_ground=lambda _: None,
        )
        self.shell.refresh()
        self._show_around(me, rows, online=online)
        self.shell.show_frame()

    def _show_around(self, me: Member, rows: str, *, online: bool) -> None:
        shell, empty = self.shell, rows == "empty"
        shell.user.set_user(me.name, f"{words.role(me.role)} · {company.COMPANY}")
        seals = [Choice(GL, company.SEAL, *words.phase("usable")), Choice("2", "公章", *words.phase("locked"))]
        shell.selector.set_choices([] if empty else seals, "" if empty else GL)
        for key, count in (("approvals", 126), ("ready", 7), ("messages", 1204)):
            shell.set_waiting(key, 0 if empty else count, Tone.BRAND)
        shell.show_notice(words.free_use() if rows == "free" else "", "" if rows != "free" else "…")
        status = shell.status
        status.show_link(online=online, since="" if online else words.moment(self.stores.now - MINUTE))
        status.show_waiting(0 if online else 128)
        status.show_on_seals(0 if online else 12)
        refused = Refused("r-1", act_words.act("WaiveUpload"), company.REASON)
        status.show_refused([] if online else [refused, replace(refused, id="r-2")])
        status.say("" if online else company.REASON)

    async def open(self, key: str) -> QWidget:
        """A fresh page of this place, filled."""
        blocked = self.shell.rail.blockSignals(True)
        self.shell.rail.choose(key)  # else it would make the page before anew as well
        self.shell.rail.blockSignals(blocked)
        self.shell.refresh()
        page = self.shell.open(key)
        assert page is not None, key
        if isinstance(page, LivePage):
            await until(lambda: page.is_filled)
        return page

    async def rest(self) -> None:
        """Until no page has anything left to do that ends by itself."""
        for _ in range(6):
            await asyncio.sleep(0)
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await asyncio.sleep(0)

    async def clear(self) -> None:
        """Close whatever was opened before the window, and take away what covered it."""
        self.shell.uncover()
        self.shell.news.clear()
        self.shell.show_notices()
        self.shell.show_frame()
        self.shell.setFocus()
        for window in self.app.topLevelWidgets():
            if window.isVisible() and window is not self.shell:
                window.close()
        await self.rest()
        left = [each for each in self.app.topLevelWidgets() if each.isVisible() and isinstance(each, QDialog)]
        await until(lambda: not [each for each in left if _shown(each)])

    async def leave(self) -> None:
        self.room = self._console = None
        self.shell.refresh()
        await self.rest()


async def _nothing() -> None:
    """Signing out is tried elsewhere."""


def _shown(widget: QWidget) -> bool:
    from shiboken6 import isValid

    return isValid(widget) and widget.isVisible()


@asynccontextmanager
async def opened(app: QApplication, look: Look, language: Language, stores: Stores) -> AsyncIterator[Window]:
    """A window that is closed afterwards."""
    window = Window(app, look, language, stores)
    try:
        yield window
    finally:
        await window.clear()
        await window.leave()
        window.shell.close()
        window.shell.deleteLater()
        await window.rest()
