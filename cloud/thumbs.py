"""Small pictures for lists, made once of the stored files and kept beside them: so small that who reads a list of them
has looked at none (`cloud.files` notes who fetches the pictures themselves)."""

import asyncio
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from cloud.stored import Stored
from cloud.uploads import Uploads, file_key, small_key
from domain.picture_files import Flawed, check

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE, QUALITY = 192, 60  # pixels at the longer edge: twice what lists and strips show, for dense screens


async def small(uploads: Uploads, organization: str, sha256: str) -> bytes:
    """A JPEG of it; empty: no picture can be made of the file, or it has gone. What `check` lets pass takes 240 MB and
    two seconds of a core at most; what has been made waits for no other."""
    files, kept = uploads.files, small_key(organization, sha256)
    if (made := await asyncio.to_thread(_read, files, kept)) is not None:
        return made
    async with uploads.one_small:
        return await asyncio.to_thread(_read_or_make, files, file_key(organization, sha256), kept)


def _read(files: Stored, key: str) -> bytes | None:
    try:
        return files.read(key)
    except FileNotFoundError:
        return None


def _read_or_make(files: Stored, whole: str, kept: str) -> bytes:
    if (before := _read(files, kept)) is not None:
        return before
    if (content := _read(files, whole)) is None:
        return b""
    made = _made(content)
    with suppress(OSError):  # a disk without room: it is made again next time
        files.put(kept, made)  # empty as well: nobody tries again
    if not files.has(whole):  # removed meanwhile
        files.remove(kept)
    return made


def _made(content: bytes) -> bytes:
    from PIL import Image

    try:
        check(content)
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
            return scaled(opened, SIDE, QUALITY)[0].getvalue()
    except (Flawed, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""


def scaled(opened: "Image", side: int, quality: int) -> tuple[BytesIO, int, int]:
    """A JPEG no larger than `side`, as its EXIF turns it, and its size. What is large is made small before anything
    else is done with it: each copy of 60 million pixels takes 240 MB."""
    from PIL import ImageOps

    opened.draft("RGB", (side, side))
    image = opened.convert("L" if opened.mode == "1" else "RGB") if opened.mode in ("1", "P") else opened
    image.thumbnail((side, side))
    image = ImageOps.exif_transpose(image).convert("RGB")
    data = BytesIO()
    image.save(data, "JPEG", quality=quality)
    data.seek(0)
    return data, image.width, image.height
