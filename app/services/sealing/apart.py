"""Work on what strangers made, in a process of its own: it may take too long, or too much memory, or die of it.

One process does one thing after the other, and stays for the next; what is not done in time ends it. What it needs is
loaded there and not beside the window.
"""

import asyncio
import importlib
import logging
import multiprocessing
import sys
import time
from collections.abc import Coroutine, Sequence
from multiprocessing.context import SpawnProcess
from typing import Any

from app.services.sealing.flaws import Flaw, Unsealable
from app.services.sealing.orders import Chain, Found, Known, Looked, Order, Prepared

WITHIN_S = 30.0  # a file of a thousand pages takes a few
MOST_MEMORY = 2 * 1024**3
LOOK_S = 0.01


class Apart:
    """`close` it, or it stays until the program ends. Its methods raise what they are said to raise in their rooms, and
    `Unsealable`: too slow, or (broken) the process died of the file."""

    def __init__(self, within_s: float = WITHIN_S) -> None:
        self._within = within_s
        self._process: SpawnProcess | None = None
        self._ours: Any = None
        self._one = asyncio.Lock()

    async def look(self, data: bytes) -> Looked:
        return await self._run("looking", "look", data)

    async def prepare(self, data: bytes, order: Order) -> Prepared:
        return await self._run("preparing", "prepare", data, order)

    async def try_stamp(self, address: str) -> None:
        await self._run("assembling", "try_stamp", address)

    async def assemble(self, prepared: Prepared, chain: Chain, signature: bytes, stamp: str = "") -> bytes:
        return await self._run("assembling", "assemble", prepared, chain, signature, stamp)

    async def check(self, data: bytes, known: Known) -> list[Found]:
        return await self._run("checking", "check", data, known)

    async def close(self) -> None:
        """End the process, and what it is doing."""
        process, ours = self._process, self._ours
        self._process = self._ours = None
        if ours is not None:
            ours.close()
        if process is not None:
            process.kill()
            await asyncio.to_thread(process.join)
            process.close()

    async def _run(self, room: str, work: str, *args: object) -> Any:
        """Cancelled, it ends with the process."""
        async with self._one:
            try:
                ours = await _whole(asyncio.to_thread(self._begun))
                await asyncio.to_thread(ours.send, (room, work, args))
                done, value = await self._answer(ours)
            except (EOFError, OSError) as error:
                await self.close()
                raise Unsealable(Flaw.BROKEN) from error
            except BaseException:
                await self.close()
                raise
        if not done:
            raise value
        return value

    async def _answer(self, ours: Any) -> tuple[bool, Any]:
        until = time.monotonic() + self._within
        while not ours.poll():
            if time.monotonic() > until:
                raise Unsealable(Flaw.TOO_SLOW)
            await asyncio.sleep(LOOK_S)
        return await asyncio.to_thread(ours.recv)

    def _begun(self) -> Any:
        if self._process is None or not self._process.is_alive() or self._ours is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._process, self._ours = process, ours
        return self._ours


async def _whole(work: Coroutine[Any, Any, Any]) -> Any:
    """What is begun in a thread is done there: cancelled, it is waited for, so that it can be taken back."""
    begun = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(begun)
    except asyncio.CancelledError:
        await asyncio.wait({begun})
        raise


def serve(theirs: Any) -> None:
    """In the other process, until nobody is there any more."""
    _bound_memory()
    logging.disable()  # what is wrong with a file is told to whoever asked
    while True:
        try:
            said = _done(*theirs.recv())
        except EOFError:
            return
        theirs.send(said)


def _done(room: str, work: str, args: Sequence[Any]) -> tuple[bool, Any]:
    """Whether it came off; what it returned or raised."""
    try:
        return True, getattr(importlib.import_module(f"app.services.sealing.{room}"), work)(*args)
    except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
        return False, error


def _bound_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
