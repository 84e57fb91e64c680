"""Small pictures for lists, made once of the stored files and kept beside them: so small that who reads a list of them
has looked at none (`cloud.files` notes who fetches the pictures themselves)."""

import asyncio
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.uploads import Uploads, file_key, small_key
from domain.picture_files import Flawed, check

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE, QUALITY = 144, 60  # pixels at the longer edge: twice what a list shows, for dense screens


async def small(uploads: Uploads, organization: str, sha256: str) -> bytes:
    """A JPEG of it; empty: no picture can be made of the file, or it has gone."""
    kept = uploads.path(small_key(organization, sha256))
    async with uploads.one_small:
        return await asyncio.to_thread(_read_or_make, uploads.path(file_key(organization, sha256)), kept)


def _read_or_make(whole: Path, kept: Path) -> bytes:
    if kept.exists():
        return kept.read_bytes()
    if not whole.exists():
        return b""
    made = _made(whole.read_bytes())
    part = kept.with_suffix(".part")
    part.write_bytes(made)  # empty as well: nobody tries again
    part.replace(kept)
    if not whole.exists():  # removed meanwhile
        kept.unlink(missing_ok=True)
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
    """A JPEG no larger than `side`, as its EXIF turns it, and its size."""
    from PIL import ImageOps

    opened.draft("RGB", (side, side))
    image = ImageOps.exif_transpose(opened).convert("RGB")
    image.thumbnail((side, side))
    data = BytesIO()
    image.save(data, "JPEG", quality=quality)
    data.seek(0)
    return data, image.width, image.height
