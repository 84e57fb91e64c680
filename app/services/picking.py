"""Files a person chose on this computer: judged by their size before they are read, then by what stands in them.

A file is kept as it is, byte for byte: its hash is what the act declares, and whatever turns it (EXIF) turns it again
when it is shown.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from app.models.files import Blob
from domain.files import MAX_FILE_BYTES, File
from domain.ids import new_id
from domain.picture_files import Flaw, media_of
from domain.texts import cleaned

MAX_NAME = 60  # of `domain.rows.Name`
_OFFICE = "application/vnd.openxmlformats-officedocument"
# Not the computer's own table, which differs from one to the next: what offices send each other.
MEDIA = {
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".wps": "application/vnd.ms-works",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".zip": "application/zip",
}
# What a double click does not start: all of these but an archive. A program under the name of a contract is only saved.
OPENED = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", **MEDIA}
del OPENED[".zip"]


class Why(Enum):
    """Why a file is not taken."""

    TOO_LARGE = "too_large"
    EMPTY = "empty"
    UNREADABLE = "unreadable"


class Unfit(Exception):
    """A file that is not taken; `detail` is what the system says of it."""

    def __init__(self, name: str, why: Why | Flaw, detail: str = "") -> None:
        super().__init__(f"{name}: {why.value} {detail}")
        self.name, self.why, self.detail = name, why, detail


@dataclass(frozen=True)
class Picked:
    """A chosen file under the name it will have."""

    name: str
    blob: Blob

    def declared(self, id: str = "") -> File:
        """As an act names it, under an id of its own: several acts may name the same content."""
        return File(id or new_id(), self.name, self.blob.sha256, len(self.blob.content), self.blob.media)


def declare(files: Sequence[Picked]) -> list[File]:
    """As one act names them: their ids, which sort by the time in them, keep their order."""
    now = time.time_ns() // 1_000_000
    return [each.declared(new_id(now + at)) for at, each in enumerate(files)]


async def read(path: Path, *, picture: bool) -> Picked:
    """Read and hash a file in a thread; `picture`: it has to be PNG or JPEG. Raises `Unfit`."""
    return await asyncio.to_thread(_read, path, picture)


def _read(path: Path, picture: bool) -> Picked:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise Unfit(path.name, Why.TOO_LARGE)
        content = path.read_bytes()
    except OSError as error:
        raise Unfit(path.name, Why.UNREADABLE, error.strerror or str(error)) from error
    if not content:
        raise Unfit(path.name, Why.EMPTY)
    media = media_of(content)
    if picture and not media:
        raise Unfit(path.name, Flaw.NO_PICTURE)
    blob = Blob(media or MEDIA.get(path.suffix.lower(), "application/octet-stream"), content)
    assert blob.sha256  # computed here, not on the loop
    return Picked(short_name(path.name), blob)


def opens(name: str, media: str) -> bool:
    """Whether a file may be opened from here. Both are what its sender says; by the ending a program is chosen."""
    return OPENED.get(Path(name.rstrip(". ")).suffix.lower()) == media


def short_name(name: str) -> str:
    """A name that a row can hold: without characters that may not be shown, at most 60, its ending kept."""
    shown = cleaned(name).replace("\n", "").replace("\t", " ")
    if len(shown) <= MAX_NAME:
        return shown or "_"
    ending = Path(shown).suffix[-12:]
    return shown[: MAX_NAME - len(ending) - 1] + "…" + ending
