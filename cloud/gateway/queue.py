"""What seals have said and nobody has looked at yet: a little of each, so that who says much keeps nobody waiting."""

import asyncio
from collections import deque

# Of one seal: a drain of a full store is some 80 slices, which it says again until they are receipted.
MOST_OF_ONE = 64
MOST = 50_000


class Queue:
    """Messages by seal, in the order in which each said them. `dropped`: how many were too many."""

    def __init__(self) -> None:
        self._of: dict[str, deque[bytes]] = {}
        self._count = 0
        self._news = asyncio.Event()
        self.dropped = 0

    def __len__(self) -> int:
        return self._count

    def put(self, serial: str, data: bytes) -> None:
        """One more; dropped when this seal, or all of them, have too many waiting: a seal says again what counts.

        What it says again while it waits here is not put behind itself: when the cloud is slow, all its seals say it
        again, and it would come to be busy with nothing else."""
        waiting = self._of.setdefault(serial, deque())
        if data in waiting:
            return
        if len(waiting) >= MOST_OF_ONE or self._count >= MOST:
            self.dropped += 1
            return
        waiting.append(data)
        self._count += 1
        self._news.set()

    async def take(self, most: int) -> list[tuple[str, bytes]]:
        """Up to `most`, one of each seal in turn; waits for the first."""
        while not self._count:
            self._news.clear()
            await self._news.wait()
        taken: list[tuple[str, bytes]] = []
        while self._count and len(taken) < most:
            for serial in list(self._of):
                waiting = self._of.pop(serial)
                taken.append((serial, waiting.popleft()))
                self._count -= 1
                if waiting:
                    self._of[serial] = waiting  # behind those who wait already
                if len(taken) == most:
                    break
        return taken
