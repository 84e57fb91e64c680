"""A seal's flash memory: a file that survives a power cut at any write, and one in memory that has such cuts.

The file is a journal: `SIGNETJ1`, then records

    length (4 bytes, big-endian) · CRC-32 of the rest (4 bytes) · canonical CBOR map {key: value, or null = deleted}

A commit is one record, written and synchronized. A record that is cut, or does not fit its sum, and whatever follows
it, never happened. When most of the journal is old, all that still holds is written to a new file beside it, which
takes the old one's name in one step.
"""

import os
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from protocol.cbor import decode, encode
from protocol.errors import Malformed

MAGIC = b"SIGNETJ1"
HEADER_BYTES = 8
# Below this a journal is not worth rewriting; above it, when less than half still holds.
COMPACT_FROM = 512 * 1024


class PowerCut(Exception):
    """The power went while writing: the firmware that asked for it no longer exists."""


class FileStorage:
    """A journal in `path`; OSError if another process has it open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = _lock(path.with_suffix(".lock"))
        self._values: dict[str, bytes] = {}
        path.with_suffix(".new").unlink(missing_ok=True)
        if not path.exists():
            self._rewrite()
        try:
            whole = self._read()
        except Malformed:
            self._lock.close()
            raise
        self._file = path.open("r+b")
        self._file.truncate(whole)
        self._file.seek(whole)
        self._size = whole
        self._broken = False

    def load(self) -> dict[str, bytes]:
        """See `Storage`."""
        return dict(self._values)

    def read(self, prefix: str = "") -> dict[str, bytes]:
        """See `Storage`."""
        return _under(self._values, prefix)

    def commit(self, changes: Mapping[str, bytes | None]) -> None:
        """See `Storage`. After an error of the disk nobody knows what it holds: the journal must be opened anew."""
        if self._broken:
            raise OSError("the journal could not be written")
        record = _record(changes)
        self._broken = True
        self._file.write(record)
        _sync(self._file)
        self._broken = False
        self._size += len(record)
        _apply(self._values, changes)
        if self._size > COMPACT_FROM and self._size > 2 * self._live_bytes():
            self.compact()

    def compact(self) -> None:
        """Rewrite the journal with what still holds."""
        self._file.close()
        self._rewrite()
        self._file = self._path.open("r+b")
        self._size = self._file.seek(0, os.SEEK_END)

    def close(self) -> None:
        """Nothing is left to write: every commit is on the disk."""
        self._file.close()
        self._lock.close()

    def _live_bytes(self) -> int:
        return sum(len(key) + len(value) for key, value in self._values.items())

    def _rewrite(self) -> None:
        new = self._path.with_suffix(".new")
        with new.open("wb") as file:
            file.write(MAGIC)
            if self._values:
                file.write(_record(self._values))
            _sync(file)
        new.replace(self._path)
        _sync_folder(self._path.parent)

    def _read(self) -> int:
        """Fill the values; the length of what is whole. Raises `Malformed` for a file that is no journal."""
        data = self._path.read_bytes()
        if not data.startswith(MAGIC):
            raise Malformed(f"{self._path} is not a seal's journal")
        at = len(MAGIC)
        while (end := at + HEADER_BYTES + int.from_bytes(data[at : at + 4], "big")) <= len(data):
            body = data[at + HEADER_BYTES : end]
            if not body or zlib.crc32(body) != int.from_bytes(data[at + 4 : at + HEADER_BYTES], "big"):
                break
            _apply(self._values, decode(body, len(body)))
            at = end
        return at


class MemoryStorage:
    """The same without a file; `cut_at(k)` lets the power go at the k-th commit from now, before or after it counts."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}
        self._left: int | None = None
        self._durable = False
        self.commits = 0

    def load(self) -> dict[str, bytes]:
        """See `Storage`."""
        self._left = None
        return dict(self.values)

    def read(self, prefix: str = "") -> dict[str, bytes]:
        """See `Storage`."""
        return _under(self.values, prefix)

    def cut_at(self, commit: int, *, durable: bool) -> None:
        """The `commit`-th commit from now (1 = the next) raises `PowerCut`; `durable`: it counts all the same."""
        self._left, self._durable = commit, durable

    def commit(self, changes: Mapping[str, bytes | None]) -> None:
        """See `Storage`."""
        self.commits += 1
        cut = False
        if self._left is not None:
            self._left -= 1
            cut = self._left <= 0
        if not cut or self._durable:
            _apply(self.values, changes)
        if cut:
            raise PowerCut


def _lock(path: Path) -> BinaryIO:
    """Held until it is closed, or its process is gone."""
    file = path.open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise OSError(f"{path.parent} is in use by another process") from error
    return file


def _record(changes: Mapping[str, bytes | None]) -> bytes:
    body = encode(dict(changes))
    return len(body).to_bytes(4, "big") + zlib.crc32(body).to_bytes(4, "big") + body


def _under(values: Mapping[str, bytes], prefix: str) -> dict[str, bytes]:
    return {key: value for key, value in values.items() if key.startswith(prefix)}


def _apply(values: dict[str, bytes], changes: Mapping[str, bytes | None]) -> None:
    for key, value in changes.items():
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Where a folder can be synchronized (not on Windows), so that the new name survives as well."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
