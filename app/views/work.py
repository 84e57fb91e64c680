"""One person at work at this console: the room the pages stand in, and what the frame around them shows."""

import asyncio
import gc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.models import fold, outbox
from app.models.outbox import StoredAct
from app.models.store import Store, Topics, Tx
from app.services import current, pictures, unread
from app.services.account import Account
from app.services.certificates import Certificates
from app.services.current import Membership
from app.services.desk import Desk, now_ms
from app.services.devices import Devices
from app.services.lock import Lock
from app.services.own import Own
from app.sync.engine import Engine
from app.sync.state import SyncState
from app.views import act_words, words
from app.views.authorizations.lines import to_end
from app.views.camera import FrameSource
from app.views.i18n import Language, Tongue
from app.views.leaving import leave_account
from app.views.look import Look
from app.views.map.ground import Ground
from app.views.notices import Waiting
from app.views.organizations import ChooseOrganization, fill_menu, waiting_page
from app.views.pictures import Pictures
from app.views.ready.lines import waiting_for
from app.views.room import LivePage, Room, Tasks
from app.views.room import Work as Task
from app.views.shell import Shell
from app.views.wallet.decided import decided
from app.views.widgets import EmptyState
from app.views.widgets.selector import Choice
from app.views.widgets.status import Refused
from domain import wording
from domain.applications import Application, ApplicationState
from domain.approvals import may_decide, waits_for_me
from domain.authorizations import Authorization, Stage
from domain.organization import Member, Organization, Permission, Regime, may
from domain.seals import Seal, SealStatus, by_name, is_ours
from domain.verdict import Facts

if TYPE_CHECKING:
    from app.services.stamping import Where

translate = QCoreApplication.translate
READ_ANYWAY_S = 60.0
CATCH_UP_WITHIN_S = 5.0
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
    to_end: int
    unread: int  # messages, and abnormal records of the current seal
    refused: list[StoredAct]
    memberships: list[Membership]
    to_choose: list[Membership]  # the person has yet to say where he works
    decided: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])  # my payments, invoices


def read_frame(tx: Tx) -> Frame:
    """The present organization, the member, and the counts beside the places."""
    refused, mine = outbox.refused(tx), current.memberships(tx, now_ms())
    to_choose = current.to_choose(tx, mine)
    id = None if to_choose else current.organization(tx)
    if id is None:
        return Frame(None, None, [], "", 0, 0, 0, 0, refused, mine, to_choose)
    known = fold.facts(tx, id)
    me = fold.replica.me(tx, id)
    states = {each.id: each for each in known.all(SealStatus)}
    ours = [each for each in known.all(Seal) if is_ours(each)]
    seals = sorted(ours, key=by_name)
    choices = [Choice(each.id, each.name, *words.seal(each, states.get(each.id))) for each in seals]
    chosen = current.seal(tx, id)
    counts = (0, 0, 0) if me is None else _waiting_for(me, known, now_ms())
    serial = chosen.id if chosen else ""
    new = unread.messages(tx, id, me) + unread.unseen(tx, id, me, serial) if me else 0
    over = decided(tx, id, me.id) if me is not None else {}
    return Frame(known.get(Organization, id), me, choices, serial, *counts, new, refused, mine, to_choose, over)


def _waiting_for(me: Member, known: Facts, now: int) -> tuple[int, int, int]:
    """What waits for this member: to decide (also in another's place), to use or add to, and to end."""
    applications = known.all(Application, state=ApplicationState.IN_APPROVAL)
    expired = known.all(Authorization, stage=Stage.LIVE) if may(me, Permission.END_USE) else []
    return (
        sum(may_decide(me, each) and waits_for_me(each, me, now, known) for each in applications),
        waiting_for(me.id, known, now),
        sum(to_end(each, known.get(Seal, each.seal), me, now) for each in expired),
    )


def _where(frame: Frame) -> tuple[object, ...]:
    """What makes the pages others: another organization, another person, other rights."""
    organization, me = frame.organization, frame.me
    person = (me.id, me.role, me.permissions) if me is not None else None
    return organization and organization.id, person, [each.organization for each in frame.to_choose]


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
        ground: Callable[[], Ground],
        where: "Where | None" = None,
        waiting: Waiting,
        report: Callable[[BaseException], None],
        signed_out: Callable[[], None],
        moved_in: Callable[[], None] = lambda: None,
    ) -> None:
        """`moved_in`: there is a room, or another one."""
        self.room: Room | None = None
        self.filled = asyncio.Event()
        self._account, self._store, self._lock = account, store, lock
        self._shell, self._look, self._language, self._camera = shell, look, language, camera
        self._ground = ground
        self._notices, self._report, self._signed_out, self._moved_in = waiting, report, signed_out, moved_in
        self._desk = Desk(store, account)
        self._engine = Engine(store, account.client, account.sign, now_ms)
        self._certificates = Certificates(account, store)
        self.own = Own(account, self._engine)
        self._devices = Devices(radio, account, self._certificates, store, self._desk, self._engine, where)
        self._tasks = Tasks(report)
        self._frame: Frame | None = None
        self._in_menu: object = None
        self._choosing: ChooseOrganization | None = None
        self._tongue = language.tongue
        self._look_again = asyncio.Event()
        self._undo: list[Callable[[], None]] = []

    async def open(self) -> None:
        """Show what the database holds; nothing is asked of the network."""
        self._undo.append(self._store.subscribe(self._touched))
        self._shell.selector.picked.connect(self.choose_seal)
        self._shell.status.seen.connect(self._dismiss)
        self._shell.banner.acted.connect(self._propose_features)
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
        self._shell.selector.picked.disconnect(self.choose_seal)
        self._shell.status.seen.disconnect(self._dismiss)
        self._shell.banner.acted.disconnect(self._propose_features)
        self._shell.show_notice("")
        self._language.changed.disconnect(self._look_again.set)
        self._tasks.cancel()
        self._shell.status.say("")  # what was said was said to this person
        self._shell.user.menu.clear()
        self.room = None
        self._shell.refresh()  # the pages end their own tasks
        with suppress(asyncio.CancelledError):
            await self._devices.stop()
        await self._engine.stop()
        await self._store.close()

    async def _follow(self) -> None:
        while True:
            with suppress(TimeoutError):  # a use begins and expires, and a stand-in comes and goes, by the clock
                async with asyncio.timeout(READ_ANYWAY_S):
                    await self._look_again.wait()
            self._look_again.clear()
            await self._read()
            await asyncio.sleep(READ_EVERY_S)

    def _touched(self, topics: Topics) -> None:
        if topics & {"organizations", "members", "seals", "seal_status", "applications", "authorizations"} or topics & {
            "orders",
            "invoices",
            "outbox",
            current.TOPIC,
            *unread.TOPICS,
        }:
            self._look_again.set()

    async def _read(self) -> None:
        frame = await self._store.run(read_frame)
        before, self._frame = self._frame, frame
        if before is None or _where(before) != _where(frame) or self._is_in_other_words:
            self._move_in(frame)
        elif self.room is not None and frame.organization is not None and frame.me is not None:
            self.room.follow(frame.organization, frame.me)
        self._show_frame(frame)

    @property
    def _is_in_other_words(self) -> bool:
        """What stands alone in the window was made in another language; pages the window makes anew by itself."""
        return self.room is None and self._tongue is not self._language.tongue

    def _show_frame(self, frame: Frame) -> None:
        """What stands around the page, in the language of the moment."""
        if frame.me is not None and frame.organization is not None:
            self._shell.user.set_user(frame.me.name, f"{words.role(frame.me.role)} · {frame.organization.name}")
            whose = f"{frame.organization.id} {frame.me.id}"
            self._notices.count(whose, frame.to_decide, frame.to_use)
            self._notices.decide(whose, frame.decided)
        if self._choosing is not None:
            self._choosing.show_memberships(frame.to_choose)
        self._show_menu(frame.memberships, frame.organization.id if frame.organization else "")
        self._shell.selector.set_choices(frame.seals, frame.seal)
        self._shell.set_waiting("approvals", frame.to_decide)
        self._shell.set_waiting("ready", frame.to_use)
        self._shell.set_waiting("authorizations", frame.to_end)
        self._shell.set_waiting("messages", frame.unread)
        self._show_regime(frame)
        self._shell.status.show_refused([self._told(each) for each in frame.refused])

    def _show_regime(self, frame: Frame) -> None:
        """In free use it is said above every page, as long as it is so (C-08)."""
        free = frame.organization is not None and frame.organization.regime is Regime.FREE
        if not free or frame.me is None or frame.to_choose:
            self._shell.show_notice("")
            return
        offered = may(frame.me, Permission.CONFIGURE_FEATURES)
        action = translate("Work", "Batch configuration") if offered else ""
        self._shell.show_notice(words.free_use(), action)

    def _propose_features(self) -> None:
        from app.views.features import BATCH, FeaturesPage  # loaded when it is wanted, as the places do

        page = self._shell.open("features")
        if isinstance(page, FeaturesPage):
            page.begin_with(BATCH)

    def _show_menu(self, memberships: list[Membership], organization: str) -> None:
        """Made anew only for something new: it may be open."""
        shown = (memberships, organization, self._language.tongue)
        if shown != self._in_menu:
            self._in_menu = shown
            settings = partial(self._shell.open, "settings")
            user = self._shell.user
            fill_menu(
                user.menu,
                memberships,
                organization,
                self._choose_organization,
                settings,
                self._check_document,
                user.guide,
                user.lock,
                self._leave,
            )

    def _check_document(self) -> None:
        """Any PDF, whoever sealed it."""
        if self.room is not None:
            from app.views.sealing.check import show_check  # loaded when it is wanted

            show_check(self.room, self._shell)

    def _told(self, act: StoredAct) -> Refused:
        chinese = self._language.tongue is Tongue.ZH_CN
        known = act.code in wording.SENTENCES and "{detail}" not in wording.SENTENCES[act.code][0]
        return Refused(
            act.id, act_words.act(act.name), wording.sentence(act.code, "", chinese) if known else act.sentence
        )

    def _move_in(self, frame: Frame) -> None:
        """The room of this person in this organization, and new pages in it."""
        chosen = self._choosing.current if self._choosing is not None else ""
        self._choosing, self._tongue = None, self._language.tongue
        if frame.to_choose:
            self.room = None
            self._choosing = ChooseOrganization(frame.to_choose, chosen)
            self._choosing.chosen.connect(self._choose_organization)
            self._choosing.left.connect(self._leave)
            self._shell.show_alone(self._choosing)
            return
        if frame.organization is None or frame.me is None:
            self.room = None
            self._shell.show_alone(self._waiting())
            return
        self._choose_organization(frame.organization.id)  # kept: an organization that is joined later does not ask
        of = self._store, self._account.client, frame.organization.id
        self.room = Room(
            store=self._store,
            desk=self._desk,
            devices=self._devices,
            organization=frame.organization,
            me=frame.me,
            look=self._look,
            language=self._language,
            camera=self._camera,
            ground=self._ground,
            pictures=Pictures(partial(pictures.fetch, *of), partial(pictures.fetch_small, *of)),
            current_seal=lambda: self._frame.seal if self._frame else "",
            open=self._shell.open,
            ask_code=partial(self._account.client.ask_purpose_code, frame.organization.id),
            now=now_ms,
            tell=self._shell.status.say,
            report=self._report,
            save_export=partial(self._account.client.save_export, frame.organization.id),
        )
        self._shell.refresh()
        self._shell.show_frame()
        self._moved_in()

    def _waiting(self) -> EmptyState:
        known = self._account.known
        state = waiting_page(coming=known is not None and bool(known.organizations))
        state.acted.connect(self._signed_out)
        return state

    def begin(self, work: Task) -> None:
        """It ends with this person's work here."""
        self._tasks.begin(work)

    async def catch_up(self) -> None:
        """Until what the cloud holds now is here; not longer than moments, and not where it is away."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CATCH_UP_WITHIN_S):
                await self._engine.catch_up()

    def choose_seal(self, serial: str) -> None:
        """It is the current seal from now on (A-10)."""
        if self.room is not None and self._frame is not None:
            organization = self.room.id
            self._frame = replace(self._frame, seal=serial)  # at once: the pages read by it as soon as it is kept
            self._tasks.begin(self._in_store(lambda tx: current.choose_seal(tx, organization, serial)))

    def _choose_organization(self, organization: str) -> None:
        self._tasks.begin(self._in_store(lambda tx: current.choose_organization(tx, organization)))

    def _leave(self) -> None:
        self._tasks.begin(leave_account(self._shell, self._store, self._sign_out))

    async def _sign_out(self) -> None:
        self._signed_out()

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
