"""Waiting for a condition instead of for a time."""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], object], *, within: float = 30.0) -> None:
    """Return as soon as `condition()` is true, looking every 5 ms; `AssertionError` after `within` seconds."""
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"still not so after {within} s: {condition}")
        await asyncio.sleep(0.005)


async def until_told(look: Callable[[], Awaitable[object]], *, within: float = 60.0, every: float = 0.2) -> None:
    """The same for something that has to be asked for, a few times a second."""
    deadline = time.monotonic() + within
    while not await look():
        if time.monotonic() > deadline:
            raise AssertionError(f"still not so after {within} s: {look}")
        await asyncio.sleep(every)
