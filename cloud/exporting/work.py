"""The process in which an export is made: it reads the database by itself, writes files, and says how far it is.

It only reads, page by page; a cloud that ends takes it with it, and begins again at its next start.
"""

import errno
import os
import traceback
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from cloud.gateway import checking
from cloud.stored import Stored
from domain.exports import Export, Format

NICE = 10  # behind those who wait for an answer
_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))  # Windows knows no quota


@dataclass(frozen=True)
class Task:
    """What to make: `export` as far as `scopes` open it, into `folder`. `files`: where the pictures are.

    `names`: of who asks, his organization, and the seal (empty: all). `in_volume`: records in one volume of a report.
    """

    database: str
    files: Stored
    folder: Path
    export: Export
    scopes: frozenset[str]
    names: tuple[str, str, str]
    now: int
    in_volume: int


@dataclass(frozen=True)
class Progress:
    done: int
    records: int


@dataclass(frozen=True)
class MadeFile:
    """`volume` of so many `volumes`, in bytes."""

    format: Format
    path: Path
    sha256: str
    size: int
    volume: int
    volumes: int


@dataclass(frozen=True)
class Made:
    """The files, with `records` in those of each format."""

    files: tuple[MadeFile, ...]
    records: int


@dataclass(frozen=True)
class NotMade:
    """Why, as a code of `domain.wording`; `trace`: where in our own code, nobody's data."""

    code: str
    detail: str = ""
    trace: str = ""


def run(task: Task, pipe: Connection) -> None:
    """All of such a process. What it writes with is loaded there alone."""
    from cloud.exporting.making import make

    checking.begin()
    with suppress(AttributeError, OSError):
        os.nice(NICE)
    try:
        pipe.send(make(task, lambda done, records: pipe.send(Progress(done, records))))
    except Exception as error:  # noqa: BLE001  (what it was, the cloud's log says)
        pipe.send(not_made(error))


def not_made(error: Exception) -> NotMade:
    """What is said of an export that has come to this."""
    from cloud.exporting.report import NoFont

    if isinstance(error, NoFont):
        return NotMade("no_font")
    full = isinstance(error, OSError) and error.errno in _FULL
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    return NotMade("export_no_room" if full else "export_not_made", "", f"{type(error).__name__}\n{frames}")
