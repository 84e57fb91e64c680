"""The sync of one person with one cloud: lanes up, changes down, and the live channel that says when to look."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from app.models import carried, files, outbox
from app.models.outbox import Sign
from app.models.store import Store, Topics, Tx
from app.sync.client import Client
from app.sync.errors import CloudError, Offline
from app.sync.lane import Lane, Line, Pace
from app.sync.pull import Puller
from app.sync.push import push
from app.sync.slices import send_slices
from app.sync.state import Listener, SyncState, counts
from app.sync.uploads import send_files

_log = logging.getLogger(__name__)
_COUNTED = frozenset({"outbox", "carried", "files", "meta"})
DAY_MS = 24 * 3600 * 1000
COUNT_EVERY_S = 0.1  # what is counted is on its way, and not to be held up by the counting


class Engine:
    """`start` it after the first paint; `stop` it before the store is closed."""

    def __init__(
        self, store: Store, client: Client, sign: Sign, now: Callable[[], int], pace: Pace | None = None
    ) -> None:
        self.state = SyncState()
        self._store = store
        self._client = client
        self._sign = sign
        self._now = now
        self._listeners: list[Listener] = []
        self._behind: list[asyncio.Future[None]] = []
        self._line = Line(pace or Pace(), self._reached)
        client.heard = self._line.answered
        self._puller = Puller(store, client, sign, now)
        self._acts = Lane("acts", self._line, self._push)
        self._pages = Lane("pages", self._line, self._pull)
        self._slices = Lane("slices", self._line, self._send_slices)
        self._files = Lane("files", self._line, self._send_files)
        self._channel = Lane("live", self._line, self._listen)
        self._count = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._unsubscribe: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin; what goes wrong with the network never ends it."""
        self._unsubscribe = self._store.subscribe(self._changed)
        self._running = asyncio.get_running_loop().create_task(self._run())
        self._running.add_done_callback(_say_fault)

    async def stop(self, within_s: float = 2.0) -> None:
        """Send the acts that fit into so many seconds, and end; what did not fit stays in the database."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if self._running is None:
            return
        running, self._running = self._running, None
        running.cancel()
        await asyncio.wait({running})
        if self.state.online:
            with suppress(CloudError, TimeoutError):
                async with asyncio.timeout(within_s):
                    await self._push()

    def poke(self, organization: str | None = None) -> None:
        """Look for something new in an organization, or everywhere and at once."""
        if organization is None:
            self._puller.want_all()
            self._line.retry()
        else:
            self._puller.want(organization)
        self._pages.wake()

    async def catch_up(self) -> None:
        """Until what the cloud holds now is here, or it turns out that it cannot be reached."""
        here: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._behind.append(here)
        self.poke()
        await here

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear of each change of `state`; call what is returned to hear no more."""
        self._listeners.append(listener)
        return partial(self._listeners.remove, listener)

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as group:
            for lane in (self._acts, self._pages, self._slices, self._files, self._channel):
                group.create_task(lane.run())
            group.create_task(self._poll())
            group.create_task(self._keep_count())

    async def _push(self) -> None:
        await push(self._store, self._client, self._sign, self._now, self._pushed)

    async def _pull(self) -> None:
        behind, self._behind = self._behind, []
        try:
            await self._puller.pull()
        except BaseException:
            self._behind += behind
            raise
        _release(behind)
        await self._puller.check()
        if self._puller.wanted:
            self._pages.wake()

    async def _send_slices(self) -> None:
        await send_slices(self._store, self._client, self._now)

    async def _send_files(self) -> None:
        await send_files(self._store, self._client, self._now)

    def _pushed(self, organizations: set[str]) -> None:
        for organization in organizations:
            self.poke(organization)

    async def _listen(self) -> None:
        """The live channel; when it ends, it is opened again."""
        async with self._client.live() as pokes:
            self._channel.fine()
            self.poke()
            async for poke in pokes:
                if poke.rev != self._puller.revs.get(poke.organization):
                    self.poke(poke.organization)
        raise Offline("the live channel was closed")

    async def _poll(self) -> None:
        """Look from time to time even if nobody says so, and once a day forget what need not be kept."""
        pruned = 0
        while True:
            await asyncio.sleep(self._line.pace.poll)
            self._puller.want_all()
            self._pages.wake()
            if self._now() - pruned > DAY_MS:
                pruned = self._now()
                await self._store.run(partial(_prune, pruned))

    def _changed(self, topics: Topics) -> None:
        for topic, lane in (("outbox", self._acts), ("carried", self._slices), ("files", self._files)):
            if topic in topics:
                lane.wake()
        if topics & _COUNTED:
            self._count.set()

    async def _keep_count(self) -> None:
        self._count.set()
        while True:
            await self._count.wait()
            self._count.clear()
            found = await self._store.run(counts)  # first, for the state may change meanwhile
            self._set(replace(self.state, **found))
            await asyncio.sleep(COUNT_EVERY_S)

    def _reached(self, online: bool | None, problem: str | None) -> None:
        if online is False:
            _release(self._behind)
        self._set(replace(self.state, online=online, problem=problem))

    def _set(self, state: SyncState) -> None:
        if state == self.state:
            return
        if state.problem and state.problem != self.state.problem:
            _log.warning("the cloud cannot be followed: %s", state.problem)
        self.state = state
        for listener in tuple(self._listeners):
            listener(state)


def _release(waiting: "list[asyncio.Future[None]]") -> None:
    while waiting:
        here = waiting.pop()
        if not here.done():
            here.set_result(None)


def _say_fault(task: "asyncio.Task[None]") -> None:
    """A fault of our own ends the sync: the loop's handler hears of it at once, not when somebody asks."""
    if not task.cancelled() and (fault := task.exception()) is not None:
        task.get_loop().call_exception_handler({"message": "the sync has failed", "exception": fault, "task": task})


def _prune(now: int, tx: Tx) -> None:
    outbox.prune(tx, now)
    carried.prune(tx, now)
    files.prune(tx)
