"""Work on what strangers made, in a process of its own: it may take too long, too much memory, or the process with it.

One process does one thing after the other, and stays for the next; what is not done in time ends it.
"""

import asyncio
import logging
import multiprocessing
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, ParamSpec, TypeVar, cast

from app.services.sealing.looking import Flaw, Unsealable

P = ParamSpec("P")
T = TypeVar("T")
WITHIN_S = 30.0  # a file of a thousand pages takes a few
MOST_MEMORY = 2 * 1024**3
LOOK_S = 0.02


class Apart:
    """`close` it, or it stays until the program ends."""

    def __init__(self, within_s: float = WITHIN_S) -> None:
        self._within = within_s
        self._process: SpawnProcess | None = None
        self._ours: Connection[Any, Any] | None = None
        self._one = asyncio.Lock()

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What it returns or raises. `Unsealable` (too slow) when it takes too long; (broken) when the process dies.
        Cancelled, it ends with the process."""
        async with self._one:
            try:
                ours = await asyncio.to_thread(self._begun)
                await asyncio.to_thread(ours.send, (work, args, kwargs))
                done, value = await self._answer(ours)
            except (EOFError, OSError) as error:
                await self._end()
                raise Unsealable(Flaw.BROKEN) from error
            except BaseException:
                await self._end()
                raise
        if not done:
            raise value
        return cast("T", value)

    async def close(self) -> None:
        """End the process, and what it is doing."""
        await self._end()

    async def _answer(self, ours: "Connection[Any, Any]") -> tuple[bool, Any]:
        until = time.monotonic() + self._within
        while not ours.poll():
            if time.monotonic() > until:
                raise Unsealable(Flaw.TOO_SLOW)
            await asyncio.sleep(LOOK_S)
        return await asyncio.to_thread(ours.recv)

    def _begun(self) -> "Connection[Any, Any]":
        if self._process is None or not self._process.is_alive() or self._ours is None:
            context = multiprocessing.get_context("spawn")
            self._ours, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
            self._process.start()
            theirs.close()
        return self._ours

    async def _end(self) -> None:
        process, ours = self._process, self._ours
        self._process = self._ours = None
        if ours is not None:
            ours.close()
        if process is not None:
            process.kill()
            await asyncio.to_thread(process.join)
            process.close()


def _serve(theirs: "Connection[Any, Any]") -> None:
    """In the other process, until nobody is there any more."""
    _bound_memory()
    logging.disable()  # what is wrong with a file is told to whoever asked
    while True:
        try:
            work, args, kwargs = theirs.recv()
        except EOFError:
            return
        try:
            said = True, work(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
            said = False, error
        theirs.send(said)


def _bound_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
