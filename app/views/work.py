"""One person at work at this console: the room the pages stand in, and what the frame around them shows."""

import asyncio
import gc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QCoreApplication

from app.models import fold, outbox
from app.models.outbox import StoredAct
from app.models.store import Store, Topics, Tx
from app.services import current, pictures
from app.services.account import Account
from app.services.certificates import Certificates
from app.services.desk import Desk, now_ms
from app.services.devices import Devices
from app.services.lock import Lock
from app.sync.engine import Engine
from app.sync.state import SyncState
from app.views import words
from app.views.camera import FrameSource
from app.views.i18n import Language, Tongue
from app.views.look import Look
from app.views.notices import Waiting
from app.views.pictures import Pictures
from app.views.room import LivePage, Room, Tasks
from app.views.shell import Shell
from app.views.widgets import EmptyState
from app.views.widgets.selector import Choice
from app.views.widgets.status import Refused
from domain import wording
from domain.applications import Application, waits_for
from domain.authorizations import Authorization, live
from domain.organization import Member, Organization
from domain.seals import Seal, SealStatus

translate = QCoreApplication.translate
READ_EVERY_S = 0.1  # what stands around the page is not to hold up what the person is waiting for


@dataclass(frozen=True)
class Frame:
    """What the frame shows, read in one transaction. No member: the cloud has not told yet who this person is."""

    organization: Organization | None
    me: Member | None
    seals: list[Choice]
    seal: str
    to_decide: int
    to_use: int
    refused: list[StoredAct]


def read_frame(tx: Tx) -> Frame:
    """The present organization, the member, and the counts beside the places."""
    refused = outbox.refused(tx)
    id = current.organization(tx)
    if id is None:
        return Frame(None, None, [], "", 0, 0, refused)
    known = fold.facts(tx, id)
    me = fold.replica.me(tx, id)
    states = {each.id: each for each in known.all(SealStatus)}
    seals = sorted(known.all(Seal), key=lambda each: (each.name, each.id))
    choices = [Choice(each.id, each.name, *words.seal(each, states.get(each.id))) for each in seals]
    chosen = current.seal(tx, id)
    mine = me.id if me else ""
    return Frame(
        known.get(Organization, id),
        me,
        choices,
        chosen.id if chosen else "",
        sum(waits_for(each, mine) for each in known.all(Application)),
        sum(live(each) for each in known.all(Authorization, member=mine)),
        refused,
    )


class Work:
    """Store, desk, sync and Bluetooth of one person, and their part in the window."""

    def __init__(
        self,
        *,
        account: Account,
        store: Store,
        lock: Lock,
        radio: str,
        shell: Shell,
        look: Look,
        language: Language,
        camera: FrameSource | None,
        waiting: Waiting,
        report: Callable[[BaseException], None],
        signed_out: Callable[[], None],
    ) -> None:
        self.room: Room | None = None
        self.filled = asyncio.Event()
        self._account, self._store, self._lock = account, store, lock
        self._shell, self._look, self._language, self._camera = shell, look, language, camera
        self._notices, self._report, self._signed_out = waiting, report, signed_out
        self._desk = Desk(store, account)
        self._engine = Engine(store, account.client, account.sign, now_ms)
        self._certificates = Certificates(account, store)
        self._devices = Devices(radio, account, self._certificates, store, self._desk, self._engine)
        self._tasks = Tasks(report)
        self._frame: Frame | None = None
        self._look_again = asyncio.Event()
        self._undo: list[Callable[[], None]] = []

    async def open(self) -> None:
        """Show what the database holds; nothing is asked of the network."""
        self._undo.append(self._store.subscribe(self._touched))
        self._shell.selector.picked.connect(self._choose_seal)
        self._shell.status.seen.connect(self._dismiss)
        self._language.changed.connect(self._look_again.set)
        await self._read()
        self._tasks.begin(self._follow())
        page = self._shell.page(self._shell.current_key())
        if isinstance(page, LivePage) and not page.is_filled:
            page.filled.connect(self.filled.set)
        else:
            self.filled.set()

    def start(self) -> None:
        """Begin to talk: with the cloud, and with the seals around."""
        self._undo.append(self._engine.subscribe(self._show_sync))
        self._engine.start()
        self._tasks.begin(self._certificates.keep(self._engine))
        self._tasks.begin(self._devices.follow(self._lock))
        self._undo.append(self._devices.rounds.subscribe(self._show_on_seals))
        self._show_sync(self._engine.state)
        gc.collect()
        gc.freeze()  # what has been loaded stays: to look through it for garbage would make the window hang again

    async def close(self) -> None:
        """Hang up, send what fits into two seconds, close the database."""
        for undo in self._undo:
            undo()
        self._shell.selector.picked.disconnect(self._choose_seal)
        self._shell.status.seen.disconnect(self._dismiss)
        self._language.changed.disconnect(self._look_again.set)
        self._tasks.cancel()
        self._shell.status.say("")  # what was said was said to this person
        self.room = None
        self._shell.refresh()  # the pages end their own tasks
        with suppress(asyncio.CancelledError):
            await self._devices.stop()
        await self._engine.stop()
        await self._store.close()

    async def _follow(self) -> None:
        while True:
            await self._look_again.wait()
            self._look_again.clear()
            await self._read()
            await asyncio.sleep(READ_EVERY_S)

    def _touched(self, topics: Topics) -> None:
        if topics & {"organizations", "members", "seals", "seal_status", "applications", "authorizations"} or topics & {
            "outbox",
            "meta",
            current.TOPIC,
        }:
            self._look_again.set()

    async def _read(self) -> None:
        frame = await self._store.run(read_frame)
        before, self._frame = self._frame, frame
        if before is None or (before.organization, before.me) != (frame.organization, frame.me):
            self._move_in(frame)
        self._show_frame(frame)

    def _show_frame(self, frame: Frame) -> None:
        """What stands around the page, in the language of the moment."""
        if frame.me is not None and frame.organization is not None:
            self._shell.user.set_user(frame.me.name, f"{words.role(frame.me.role)} · {frame.organization.name}")
            whose = f"{frame.organization.id} {frame.me.id}"
            self._notices.count(whose, frame.to_decide, frame.to_use)
        self._shell.selector.set_choices(frame.seals, frame.seal)
        self._shell.set_waiting("approvals", frame.to_decide)
        self._shell.set_waiting("ready", frame.to_use)
        self._shell.status.show_refused([self._told(each) for each in frame.refused])

    def _told(self, act: StoredAct) -> Refused:
        chinese = self._language.tongue is Tongue.ZH_CN
        known = act.code in wording.SENTENCES and "{detail}" not in wording.SENTENCES[act.code][0]
        return Refused(act.id, words.act(act.name), wording.sentence(act.code, "", chinese) if known else act.sentence)

    def _move_in(self, frame: Frame) -> None:
        """The room of this person in this organization, and new pages in it."""
        if frame.organization is None or frame.me is None:
            self.room = None
            self._shell.show_alone(self._waiting())
            return
        fetch = partial(pictures.fetch, self._store, self._account.client, frame.organization.id)
        self.room = Room(
            store=self._store,
            desk=self._desk,
            devices=self._devices,
            organization=frame.organization,
            me=frame.me,
            look=self._look,
            language=self._language,
            camera=self._camera,
            pictures=Pictures(fetch),
            current_seal=lambda: self._frame.seal if self._frame else "",
            open=self._shell.open,
            now=now_ms,
            tell=self._shell.status.say,
            report=self._report,
        )
        self._shell.refresh()
        self._shell.show_frame()

    def _waiting(self) -> EmptyState:
        """Nothing of the organization is here yet, or nothing any more."""
        state = EmptyState()
        if self._account.known is not None and self._account.known.organizations:
            state.show_state(
                "cloud-arrow-down", translate("Work", "Getting your organization from the cloud"), busy=True
            )
        else:
            text = translate("Work", "Ask your organization's owner or administrator to add your phone number.")
            title = translate("Work", "You do not belong to an organization")
            state.show_state("buildings", title, text, translate("Work", "Sign out"))
            state.acted.connect(self._signed_out)
        return state

    def _choose_seal(self, serial: str) -> None:
        if self.room is not None and self._frame is not None:
            organization = self.room.id
            self._frame = replace(self._frame, seal=serial)  # at once: the pages read by it as soon as it is kept
            self._tasks.begin(self._in_store(lambda tx: current.choose_seal(tx, organization, serial)))

    def _dismiss(self, id: str) -> None:
        self._tasks.begin(self._desk.dismiss(id))

    async def _in_store(self, work: Callable[[Tx], None]) -> None:
        await self._store.run(work)

    def _show_sync(self, state: SyncState) -> None:
        status = self._shell.status
        since = words.moment(state.last_sync) if state.last_sync and state.online is False else ""
        status.show_link(online=bool(state.online), since=since)
        status.show_waiting(state.waiting)
        if state.problem == "signed_out":
            self._signed_out()

    def _show_on_seals(self) -> None:
        self._shell.status.show_on_seals(sum(each.waiting for each in self._devices.rounds.on_seals))
