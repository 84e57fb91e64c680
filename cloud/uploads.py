"""Files on their way in: one partial file for each console and hash, in a folder of its own, gone when it is whole.

A partial file survives the end of the process; what nobody went on with is cleared away after a day.
"""

import asyncio
import hashlib
import os
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

from cloud import faults
from cloud.stored import Stored

READ_BYTES = 256 * 1024


class TooLong(Exception):
    """More bytes than were announced."""


class Uploads:
    """`incoming` is a folder of this process alone; `files`: where whole ones go."""

    def __init__(self, incoming: Path, files: Stored) -> None:
        self._incoming = incoming
        incoming.mkdir(parents=True, exist_ok=True)
        self.files = files
        self.one_small = asyncio.Semaphore(1)  # a large picture takes a core for seconds: never more than one
        self._busy: dict[str, _Turn] = {}

    def clear(self, older_than_s: int) -> None:
        """Remove partial files that nobody has written to for this long."""
        for path in self._incoming.iterdir():
            if path.name in self._busy:
                continue
            with suppress(FileNotFoundError):  # it has been finished this moment
                if time.time() - path.stat().st_mtime > older_than_s:
                    path.unlink()

    def part(self, organization: str, console: str, sha256: str) -> "Part":
        """The partial file of this console; one request writes to it at a time."""
        name = hashlib.sha256(f"{organization}/{console}/{sha256}".encode()).hexdigest()
        return Part(self, self._incoming / name, file_key(organization, sha256), sha256)

    def remove(self, organization: str, sha256: str) -> None:
        """A stored file that nobody names."""
        for key in (file_key(organization, sha256), small_key(organization, sha256)):
            self.files.remove(key)

    def settle(self, key: str) -> None:
        """A stored file survives a power cut."""
        self.files.settle(key)

    async def enter(self, name: str) -> None:
        """Wait for one's turn; whoever waits keeps it known, so that nobody who comes later starts another."""
        turn = self._busy.setdefault(name, _Turn())
        turn.waiting += 1
        try:
            await turn.lock.acquire()
        except BaseException:
            self._left(name, turn)
            raise

    def leave(self, name: str) -> None:
        """The next one's turn."""
        turn = self._busy[name]
        turn.lock.release()
        self._left(name, turn)

    def _left(self, name: str, turn: "_Turn") -> None:
        turn.waiting -= 1
        if not turn.waiting:
            del self._busy[name]


def file_key(organization: str, sha256: str) -> str:
    """Where a whole file belongs."""
    return f"{organization}/{sha256[:2]}/{sha256}"


def small_key(organization: str, sha256: str) -> str:
    """Where its small picture is kept."""
    return f"{file_key(organization, sha256)}.small"


@dataclass
class _Turn:
    """Who writes to a partial file; `waiting` counts him and those behind him."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Part:
    """One file on its way in: `async with` keeps others from writing to it."""

    def __init__(self, uploads: Uploads, path: Path, key: str, sha256: str) -> None:
        self._uploads = uploads
        self._path = path
        self._key = key
        self._sha256 = sha256

    async def __aenter__(self) -> Self:
        await self._uploads.enter(self._path.name)
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._uploads.leave(self._path.name)

    def held(self) -> int:
        """Bytes that are here."""
        return self._path.stat().st_size if self._path.exists() else 0

    async def write(self, offset: int, total: int, content: AsyncIterator[bytes]) -> None:
        """Go on at `offset`; what came before the sender fell silent stays. Raises `TooLong`."""
        with await asyncio.to_thread(self._open, offset) as file:
            async for piece in content:
                if file.tell() + len(piece) > total:
                    raise TooLong
                await asyncio.to_thread(file.write, piece)

    def _open(self, offset: int) -> BinaryIO:
        file = self._path.open("r+b" if self._path.exists() else "wb")
        file.seek(offset)
        file.truncate()
        return file

    async def store(self) -> bool:
        """Put the whole file where it belongs; False if its hash is another."""
        return await asyncio.to_thread(self._store)

    def _store(self) -> bool:
        with self._path.open("r+b") as file:
            digest = hashlib.sha256()
            while piece := file.read(READ_BYTES):
                digest.update(piece)
            if digest.hexdigest() != self._sha256:
                return False
            os.fsync(file.fileno())
        faults.point("file_before_rename")
        self._uploads.files.put(self._key, self._path)
        return True

    async def is_stored(self) -> bool:
        return await asyncio.to_thread(self._uploads.files.has, self._key)

    def discard(self) -> None:
        self._path.unlink(missing_ok=True)
