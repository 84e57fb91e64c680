"""The console: builds everything, connects it, and takes it down again. The only place that does."""

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_API", "pyside6")

import qasync
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from app.models.store import StoreTooNew, StoreUnreadable
from app.options import VERSION, Options, again, parse, program
from app.services.account import Account
from app.services.lock import Lock
from app.services.secrets import SecretsLost, system_keyring
from app.views import icons, kept
from app.views.camera import camera
from app.views.cloud_here import CloudHere
from app.views.doorbell import Doorbell, take_or_ring
from app.views.fault import FaultDialog
from app.views.garbage import Sweeper
from app.views.help.opening import Help
from app.views.i18n import Language, system_tongue
from app.views.lock.guard import Guard
from app.views.look import Look
from app.views.map.view import register_scheme
from app.views.notices import Waiting
from app.views.places import places
from app.views.settings.choices import Choices
from app.views.settings.console import ThisConsole
from app.views.shell import Page, Shell
from app.views.sign_in import SignInPage
from app.views.tray import Tray
from app.views.whereabouts import Whereabouts
from app.views.work import Work

if TYPE_CHECKING:
    from app.services.autostart import Autostart
    from app.services.local_cloud import LocalCloud
    from app.views.links import Links

log = logging.getLogger(__name__)
translate = QCoreApplication.translate
Started = Callable[[], Awaitable[None]]


def main(argv: Sequence[str]) -> int:
    options = parse(argv)
    if options.moving is not None:
        from app.moving import carry_out

        return carry_out(options.profile, options.moving)
    return run(options)


def run(options: Options, started: Started | None = None) -> int:
    """The console until it is ended. `started` is awaited when the window first shows what it has.

    The profile of a console that runs already is not touched: that one shows its window, and opens the link.
    """
    try:
        profile = take_or_ring(options.profile, options.link, quietly=options.hidden and not options.link)
    except TimeoutError as error:
        print(f"main.py console: {error}.", file=sys.stderr)
        return 1
    if profile is None:
        return 0
    register_scheme()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Signet")
    application.setQuitOnLastWindowClosed(False)
    Sweeper(application)
    with qasync.QEventLoop(application) as loop:
        loop.run_until_complete(_until_ended(application, options, started))
    profile.unlock()
    return 0


async def _until_ended(application: QApplication, options: Options, started: Started | None) -> None:
    """One console after another, as its person chooses other clouds; before the first one he chooses one at all."""
    while True:
        if not (options.cloud or kept.read(options.profile / kept.FILE).cloud):
            from app.views.first_start.window import FirstStart

            words = program(spoken=True)
            first = FirstStart(application, options.profile, options.language, local_cloud(options.profile), words)
            if not await first.choose():
                return
        console = Console(application, options)
        await console.live(started)
        if not console.elsewhere:
            return


def local_cloud(profile: Path) -> "LocalCloud":
    """The one of this profile, whether or not it has been set up."""
    from app.services.local_cloud import LocalCloud

    return LocalCloud(profile / "cloud", program(spoken=True))


class Console:
    """One window, and whoever works at it."""

    def __init__(self, application: QApplication, options: Options) -> None:
        self._options = options
        self.elsewhere = False  # it ends because another cloud is to be chosen
        self._kept_at = options.profile / kept.FILE
        self._kept = kept.read(self._kept_at)
        self._look = Look(application, self._kept.scheme)
        self._language = Language(application, options.language or self._kept.tongue or system_tongue())
        self._camera = camera(options.camera)
        self._whereabouts = Whereabouts(lambda: self._kept)
        self._account = Account(
            options.profile,
            options.cloud or self._kept.cloud,
            options.name,
            system_keyring,
            language=lambda: self._language.tongue.replace("_", "-"),
        )
        self._lock: Lock | None = None
        self._guard: Guard | None = None
        self._work: Work | None = None
        self._links: Links | None = None
        self._shell = Shell(self._look, self._pages)
        self._faults = FaultDialog(self._shell)
        self._help = Help(self._shell, self._look, self._language, self._shell.shown_key)
        self._tray = Tray(self._shell, self._shell.user.lock)
        cloud = local_cloud(options.profile) if (options.profile / "cloud").is_dir() else None  # few have one
        self._here = CloudHere(cloud, self._shell, lambda: self._working() is not None)
        self._waiting = Waiting(self._tray, lambda: self._shell.watched)
        self._closed = asyncio.Event()
        self._going = False  # somebody is signing out
        self._connect()
        self._tasks: set[asyncio.Task[None]] = set()

    def _connect(self) -> None:
        self._shell.closing.connect(self._closed.set)
        self._shell.hidden_away.connect(self._say_it_goes_on)
        self._shell.stays = lambda: self._kept.keep_in_tray and self._tray.is_there
        self._shell.user.guide.triggered.connect(self._help.show)
        self._shell.user.lock.triggered.connect(self._lock_now)
        self._tray.opened.connect(self._shell.bring)
        self._tray.lock_wanted.connect(self._lock_now)
        self._tray.quit_wanted.connect(self._closed.set)
        self._language.changed.connect(self._tray.translate)

    async def live(self, started: Started | None) -> None:
        """From the first window to the last word to the cloud."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self._report_context(context))
        sys.excepthook = lambda _, error, __: self.report(error)
        with suppress(NotImplementedError, AttributeError):  # Windows' loop has no signals
            import signal

            signal.signal(signal.SIGTERM, lambda *_: self._closed.set())
            self._pulse = QTimer()  # Python sees a signal only when Qt gives it a turn, which takes a slot of ours
            self._pulse.timeout.connect(lambda: None)
            self._pulse.start(200)
        self._here.start(self._account.client.base, self._ended)
        if self._account.known is not None and self._account.known.signed_in:
            await self._enter()
        else:
            self._show_sign_in()
        self._appear()
        await self._painted()
        if started is not None:
            await started()
        icons.load()
        self._keep_watch()
        if self._work is not None:
            self._work.start()
        if self._options.link:
            self._answer_bell(self._options.link)
        try:
            await self._closed.wait()
        finally:
            self._shell.hide()
            if (page := self._shell.findChild(SignInPage)) is not None:
                page.leave()  # while the loop can still end what it has begun
            self._help.close()
            self._tray.leave()
            self._bell.close()
            self._no_news()
            await self._leave()
            await self._account.close()
            await self._here.stop()
            self._language.leave()

    def _go_elsewhere(self) -> None:
        self.elsewhere, self._kept.cloud = True, ""
        kept.write(self._kept_at, self._kept)
        self._closed.set()

    def _appear(self) -> None:
        """In the tray alone, where that is wanted and there is one; else the window."""
        if self._options.hidden and self._options.tray:
            self._tray.start()
        if not self._options.hidden:
            self._shell.show()
        elif not self._tray.is_there:
            self._shell.showMinimized()

    def _say_it_goes_on(self) -> None:
        if not self._kept.told_of_tray:
            self._kept.told_of_tray = True
            kept.write(self._kept_at, self._kept)
            text = translate("Console", "It goes on here. To end it, choose Quit from the menu of this icon.")
            self._tray.show(translate("Console", "Signet"), text, "")

    def _keep_watch(self) -> None:
        """What locks the console by itself, its bell, and the tray; nobody waits for them to load."""
        if self._options.tray and not self._options.hidden:
            self._tray.start()
        from app.views.lock.idle import IdleWatch
        from app.views.lock.system import watch_system
        from app.views.updates import tell_updates

        self._bell = Doorbell(self._shell, self._options.profile)
        self._bell.rung.connect(self._answer_bell)
        self._idle = IdleWatch(self._shell, self._kept.lock_after_min)
        self._idle.idle.connect(self._lock_now)
        if (system := watch_system(self._shell)) is not None:
            system.locked.connect(self._lock_now)
        self._no_news = tell_updates(self._shell, VERSION, self._kept_at, self._kept)

    def _answer_bell(self, link: str) -> None:
        self._shell.bring()
        if link:
            self._open_link(link)

    def _open_link(self, link: str) -> None:
        if self._links is None:
            from app.views.links import Links

            self._links = Links(self._shell, self._working, self._begin)
        self._links.take(link)

    def _working(self) -> Work | None:
        """Whoever may be shown something now."""
        return None if self._lock is None or self._lock.locked else self._work

    def _follow_link(self) -> None:
        """A link that waits may be followed now."""
        if self._links is not None:
            self._links.follow()

    def _lock_now(self) -> None:
        if self._lock is not None:
            self._lock.lock()

    def _quieten(self, locked: bool) -> None:
        """Nothing is to be told, or everything may be again."""
        self._tray.set_quiet(locked)
        self._faults.hold(locked)
        if not locked:
            self._follow_link()

    async def _painted(self) -> None:
        """The window has been drawn once, with the rows of its first page."""
        if self._work is not None:
            await self._work.filled.wait()
        painted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        QTimer.singleShot(0, lambda: painted.done() or painted.set_result(None))
        await painted

    def report(self, error: BaseException) -> None:
        """Our own fault: said, logged, and nothing of what the person did is lost."""
        if not isinstance(error, Exception):
            return
        log.error("fault", exc_info=error)
        if not self._closed.is_set():  # later there is no window any more to show it in
            self._faults.add(error)

    def _report_context(self, context: dict[str, object]) -> None:
        error = context.get("exception")
        log.error("%s (%s)", context.get("message"), context.get("task") or context.get("future"))
        if isinstance(error, BaseException):
            self.report(error)

    def _pages(self) -> list[Page]:
        work = self._work
        if work is None or work.room is None or self._lock is None:
            return []
        set_idle: Callable[[int], None] = lambda minutes: self._idle.set_minutes(minutes)  # noqa: E731, PLW0108  (later)
        chosen = Choices(self._kept_at, self._kept, self._language, self._look, set_idle)
        console = ThisConsole(
            name=self._options.name,
            cloud=self._account.client.base,
            fingerprint=self._account.fingerprint,
            version=VERSION,
            secrets_in_keyring=not self._account.secrets_fallback,
            choose_tongue=chosen.tongue,
            choose_scheme=chosen.scheme,
            sign_out=self._sign_out,
            own=work.own,
            lock=self._lock,
            kept=self._kept,
            choose_lock_after=chosen.lock_after,
            has_tray=lambda: self._tray.is_there,
            choose_keep_in_tray=chosen.keep_in_tray,
            autostart=self._autostart,
            choose_place=chosen.place,
            choose_ground=chosen.ground,
        )
        return places(work.room, console)

    def _show_sign_in(self) -> None:
        base, fixed = self._account.client.base, bool(self._options.cloud)
        page = SignInPage(self._account, self.report, self._account.sign_out, base, fixed=fixed)
        page.elsewhere.connect(self._go_elsewhere)
        page.entered.connect(lambda: self._begin(self._enter_now()))
        self._shell.show_alone(page)

    def _begin(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Future[None]") -> None:
        self._tasks.discard(task)  # pyright: ignore[reportArgumentType]
        if not task.cancelled() and (error := task.exception()) is not None:
            self.report(error)

    async def _enter_now(self) -> None:
        await self._enter(signed_in_now=True)
        if self._work is not None:
            self._work.start()

    async def _enter(self, *, signed_in_now: bool = False) -> None:
        """Open the person's database and show what is in it, unless it is locked; the cloud is asked afterwards."""
        try:
            store = await self._account.open_store()
        except (StoreUnreadable, StoreTooNew, SecretsLost) as error:
            self.report(error)
            self._show_sign_in()
            return
        self._lock = Lock(store, self._account)
        await self._lock.load(signed_in_now=signed_in_now)
        self._guard = Guard(
            self._lock, self._shell, self.report, lambda: self._begin(self._sign_out_now()), self._quieten
        )
        self._work = Work(
            account=self._account,
            store=store,
            lock=self._lock,
            radio=self._options.radio,
            shell=self._shell,
            look=self._look,
            language=self._language,
            camera=self._camera,
            where=self._whereabouts.place,
            ground=lambda: self._kept.ground,
            waiting=self._waiting,
            report=self.report,
            signed_out=lambda: self._begin(self._sign_out_now()),
            moved_in=self._follow_link,
        )
        await self._work.open()

    async def _leave(self) -> None:
        if self._guard is not None:
            self._guard.close()
            self._guard = None
        if self._lock is not None:
            lock, self._lock = self._lock, None
            await lock.close()
        if self._work is not None:
            work, self._work = self._work, None
            await work.close()

    async def _sign_out(self) -> None:
        self._begin(self._sign_out_now())  # not in the task of the page that goes away

    async def _sign_out_now(self) -> None:
        """Once: whoever is leaving may be told meanwhile, by the cloud too, that he is out."""
        if self._going:
            return
        self._going = True
        try:
            self._show_sign_in()
            await self._account.sign_out(self._leave_all)
        finally:
            self._going = False

    async def _leave_all(self) -> None:
        await self._leave()
        self._shell.refresh()

    def _autostart(self) -> "Autostart | None":
        from app.services.autostart import autostart

        return autostart(again(self._options))
