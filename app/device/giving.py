"""A release of the firmware on its way into a seal, over a session: the seal's word is what counts (R-169)."""

import asyncio
import hashlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from app.device.errors import refusal
from app.device.session import GIVEN_AHEAD
from protocol.conversation import Code
from protocol.firmware import CHUNK_BYTES, Chunk, Upgrade, UpgradeState

# A seal that takes nothing of what it wants is not asked for ever.
TIMES_REFUSED = 3


class Taker(Protocol):
    """The seal, as far as it is concerned here."""

    async def upgrade(self) -> Upgrade: ...

    async def give_chunk(self, chunk: Chunk) -> Upgrade: ...


@dataclass(frozen=True)
class Release:
    """The image of a release, whole."""

    image: bytes

    @cached_property
    def id(self) -> bytes:
        """By what a seal wants it: its SHA-256."""
        return hashlib.sha256(self.image).digest()

    def is_wanted(self, upgrade: Upgrade) -> bool:
        """Whether the seal waits for bytes of it."""
        return upgrade.state is UpgradeState.DOWNLOADING and (upgrade.release, upgrade.size) == (
            self.id,
            len(self.image),
        )


async def give(
    seal: Taker, release: Release, progress: Callable[[Upgrade], None] | None = None, at: Upgrade | None = None
) -> Upgrade:
    """Everything that the seal lacks, from its own offset on, several parts on their way at once; where it is then.

    Nothing is given of what it does not want. `progress` hears what it answers; `at`: where it is, if it was just
    asked. Whoever gives may be cancelled at any moment, and the link may go: what the seal has stays, and the next one
    goes on there. `SealRefused` if it takes nothing of it, and the errors of a session.
    """
    refused, ahead = 0, deque[asyncio.Task[Upgrade]]()
    at = await seal.upgrade() if at is None else at
    try:
        while release.is_wanted(at):
            before, offset = at, at.offset
            while ahead or offset < at.size:
                while offset < at.size and len(ahead) < GIVEN_AHEAD:
                    chunk = Chunk(release.id, offset, release.image[offset : offset + CHUNK_BYTES])
                    ahead.append(asyncio.create_task(seal.give_chunk(chunk)))
                    offset += len(chunk.data)
                expected = min(at.offset + CHUNK_BYTES, at.size)
                at = await ahead.popleft()
                if progress is not None:
                    progress(at)
                if not release.is_wanted(at) or at.offset != expected:  # begun anew, or another has given it some
                    break
            await asyncio.gather(*ahead, return_exceptions=True)
            if ahead:
                ahead.clear()
                at = await seal.upgrade()
            refused = 0 if at.offset > before.offset else refused + 1
            if refused == TIMES_REFUSED:
                raise refusal(Code.REFUSED)
    finally:
        await give_up(ahead)
    return at


async def give_up(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Nobody waits for them any more."""
    begun = list(tasks)
    for task in begun:
        task.cancel()
    await asyncio.gather(*begun, return_exceptions=True)
