"""Photos on screens: fetched when looked at, decoded small in a thread of its own, kept while they are used."""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from contextlib import nullcontext
from functools import partial
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from domain.picture_files import MOST_PIXELS, Flaw, Flawed, check, for_decoder

Fetch = Callable[[str], Coroutine[Any, Any, bytes | None]]  # by SHA-256; none: neither here nor to be had now

MEGAPIXELS = MOST_PIXELS // 1_000_000
translate = QCoreApplication.translate
OPEN_S = 15.0
# From so many pixels on one is decoded at a time: of a progressive JPEG all of it is in memory, 346 MB of the largest.
LARGE = 16_000_000
_one_large = threading.Lock()
SMALL = 256  # pixels at the longer edge of a thumbnail
KEPT_BYTES = 64 << 20  # eight of a record's page
KEPT_SMALL_BYTES = 16 << 20  # a few screens of lists


class _Kept:
    """Images of so many bytes in memory, those that were looked at last; the newest always."""

    def __init__(self, most: int) -> None:
        self._most, self._bytes = most, 0
        self._images: OrderedDict[tuple[str, int], QImage] = OrderedDict()

    def get(self, key: tuple[str, int]) -> QImage | None:
        found = self._images.get(key)
        if found is not None:
            self._images.move_to_end(key)
        return found

    def put(self, key: tuple[str, int], image: QImage) -> None:
        before = self._images.pop(key, None)
        self._bytes += image.sizeInBytes() - (0 if before is None else before.sizeInBytes())
        self._images[key] = image
        while self._bytes > self._most and len(self._images) > 1:
            self._bytes -= self._images.popitem(last=False)[1].sizeInBytes()


class Pictures:
    """Images by hash and size. One that cannot be had is asked for again when it is next looked at."""

    def __init__(self, fetch: Fetch, fetch_small: Fetch | None = None) -> None:
        """`fetch_small`: what is good enough for a list, where not the same."""
        self._fetch, self._fetch_small = fetch, fetch_small or fetch
        self._kept, self._small = _Kept(KEPT_BYTES), _Kept(KEPT_SMALL_BYTES)
        self._coming: dict[str, asyncio.Task[bytes | None]] = {}
        self._one_at_a_time = asyncio.Semaphore(4)

    def ready(self, sha256: str, side: int) -> QImage | None:
        """The image if it is here already, `side` pixels at its longer edge."""
        return self._kept_of(side).get((sha256, side))

    async def get(self, sha256: str, side: int) -> QImage | None:
        """The image, fetched if need be; none if it cannot be had or is no picture."""
        if (here := self.ready(sha256, side)) is not None:
            return here
        return await self._opened(sha256, side, self.content)

    async def small(self, sha256: str, side: int) -> QImage | None:
        """The same for a list of many: the photo itself does not leave the cloud for that, where it is noted who looks
        at one."""
        if (here := self.ready(sha256, side)) is not None:
            return here
        return await self._opened(sha256, side, self._fetch_small)

    async def _opened(self, sha256: str, side: int, fetch: Fetch) -> QImage | None:
        async with self._one_at_a_time:
            data = await fetch(sha256)
            image = await asyncio.to_thread(decode, data, side) if data else None
        if image is not None:
            self._kept_of(side).put((sha256, side), image)
        return image

    def _kept_of(self, side: int) -> _Kept:
        """Apart: one page of a record pushes out no list."""
        return self._small if side <= SMALL else self._kept

    async def content(self, sha256: str) -> bytes | None:
        """The file itself, whatever it is; none if it cannot be had now."""
        coming = self._coming.get(sha256)
        if coming is None:
            coming = self._coming[sha256] = asyncio.create_task(self._fetch(sha256))
            coming.add_done_callback(partial(self._came, sha256))
        return await asyncio.shield(coming)  # who goes away leaves it to the others

    def _came(self, sha256: str, task: "asyncio.Task[bytes | None]") -> None:
        del self._coming[sha256]
        if not task.cancelled():
            task.exception()  # whoever asked may be gone, and it has been looked at all the same


def decode(data: bytes, side: int) -> QImage | None:
    """A picture no larger than `side` pixels; none for one that cannot be opened."""
    try:
        return open_picture(data, side)
    except Flawed:
        return None


def open_picture(data: bytes, side: int) -> QImage:
    """A picture no larger than `side` pixels, as its EXIF turns it. Raises `Flawed`. It may take seconds: not on the
    loop."""
    format_ = check(data).removeprefix("image/").encode()
    held = QByteArray(for_decoder(data))
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(format_))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > side:
        scaled = QSize(size)
        scaled.scale(side, side, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(scaled.expandedTo(QSize(1, 1)))
    large = size.width() * size.height() > LARGE
    with _one_large if large else nullcontext():
        image = _read(reader)
    if image.isNull():
        raise Flawed(Flaw.BROKEN)
    return image


def _read(reader: QImageReader) -> QImage:
    return reader.read()


async def open_in_time(data: bytes, side: int) -> QImage:
    """The same in a thread. What takes longer than anybody waits is given up (the thread goes on to its end, which the
    bounds on pixels and scans see to). Raises `Flawed`."""
    try:
        async with asyncio.timeout(OPEN_S):
            return await asyncio.to_thread(open_picture, data, side)
    except TimeoutError as error:
        raise Flawed(Flaw.TOO_SLOW) from error


def sentence(flaw: Flaw) -> str:
    """For the person who looks at the place of a picture that cannot be opened."""
    return {
        Flaw.NO_PICTURE: translate("pictures", "This is no PNG or JPEG picture."),
        Flaw.BROKEN: translate("pictures", "The picture is damaged or incomplete."),
        Flaw.TOO_MANY_PIXELS: translate("pictures", "The picture has more than {0} megapixels.").format(MEGAPIXELS),
        Flaw.MOVES: translate("pictures", "The picture moves; only still pictures are shown."),
        Flaw.TOO_SLOW: translate("pictures", "The picture is made so that opening it would take far too long."),
    }[flaw]
