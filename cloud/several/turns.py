"""The life of one of several processes: it reads, hears what others tell, and writes when nobody else does."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

from cloud.keys import Keys, KeysUnusable
from cloud.live import Hub
from cloud.problems import log_fault
from cloud.several.passing import Passing
from cloud.store.bus import Bus, News
from cloud.store.database import Database

LOOK_S = 0.2  # how often it is looked whether nobody writes
AWAY_S = 1.0  # the same when the database cannot be asked
ENDS_S = 20.0  # how long a process that has lost its turn may take to end
WORD = "inside"
_LOG = logging.getLogger(__name__)


async def until_free(ports: Iterable[tuple[str, int]]) -> None:
    """Wait until nobody listens at these addresses any more: who has lost the turn does until he has ended. If somebody
    goes on, whoever wants to listen there finds out."""
    from cloud.main import PortTaken, listen  # which builds the cloud, and that this

    until = time.monotonic() + ENDS_S
    for host, port in ports:
        while port and time.monotonic() < until:
            try:
                listen(port, host).close()
            except PortTaken:
                await asyncio.sleep(LOOK_S)
            else:
                break


class Several:
    """`at`: where others find this process (HOST:PORT); `wait_s`: how long what writes waits for somebody who does."""

    def __init__(self, database: Database, keys: Keys, hub: Hub, at: str, wait_s: float) -> None:
        self._database, self._keys, self._hub, self._at = database, keys, hub, at
        self.passing = Passing(database, keys.word(WORD), wait_s)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bus = Bus(database.url, database.token, self._hear)
        self._tasks: set[asyncio.Task[None]] = set()
        self._begun = asyncio.Event()
        self.failed: list[Callable[[], None]] = []  # told when this one can neither write nor let another do it
        database.listeners.append(lambda revs: self._bus.tell(News(revs=revs)))
        hub.ended.append(lambda console: self._bus.tell(News(ended=[console])))
        keys.changed.append(lambda: self._bus.tell(News(keys=True)))

    @asynccontextmanager
    async def running(self, writing: Callable[[], AbstractAsyncContextManager[None]]) -> AsyncGenerator[None]:
        """Until the process ends; `writing`: what runs while this one writes."""
        self._loop = asyncio.get_running_loop()
        self._bus.start()
        living = asyncio.create_task(self._live(writing))
        try:
            if not self._database.elsewhere:  # it listens when all of it is there
                await self._begun.wait()
            yield
        finally:
            living.cancel()
            with suppress(asyncio.CancelledError):
                await living
            await self.passing.close()
            await asyncio.to_thread(self._bus.close)

    async def _live(self, writing: Callable[[], AbstractAsyncContextManager[None]]) -> None:
        try:
            if self._database.elsewhere:
                await self._wait()
            self._bus.tell(News(writer=True))
            async with writing():
                self._begun.set()
                await asyncio.Event().wait()
        except Exception as error:  # noqa: BLE001  (the keys are another's, say, or the broker's port is taken)
            log_fault(error, "turn")
            self._begun.set()
            for tell in self.failed:
                tell()

    async def _wait(self) -> None:
        while True:
            pause = LOOK_S
            try:
                if await self._database.claim_if_free(self._at):
                    break
            except Exception as error:  # noqa: BLE001  (a database that is away comes back)
                log_fault(error, "turn")
                pause = AWAY_S
            await asyncio.sleep(pause)
        # Only now: until then another process may have put more into the file.
        await asyncio.to_thread(self._keys.read_again)
        self._database.elsewhere = False
        _LOG.warning("this process writes from now on")

    def _hear(self, news: News) -> None:
        assert self._loop is not None
        with suppress(RuntimeError):  # it ends
            self._loop.call_soon_threadsafe(self._take, news)

    def _take(self, news: News) -> None:
        if news.missed:
            self._hub.missed()
        self._hub.tell(news.revs)
        for console in news.ended:
            self._hub.end_here(console)
        if news.keys or (news.missed and self._database.elsewhere):
            self._later(self._read_keys())
        if news.writer or news.missed:
            self.passing.forget()
            self._later(self._look())

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read_keys(self) -> None:
        if self._database.elsewhere:
            with suppress(KeysUnusable):  # it is said when one of them is wanted
                await asyncio.to_thread(self._keys.read_again)

    async def _look(self) -> None:
        try:
            await self._database.look_who_writes()
        except Exception as error:  # noqa: BLE001  (it is looked for again with the next word)
            log_fault(error, "turn")
