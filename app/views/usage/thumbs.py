"""Thumbnails beside the rows that are seen: fetched and decoded for them alone, given up when scrolled away."""

import asyncio
from collections.abc import Callable, Iterable

from PySide6.QtGui import QIcon, QPixmap

from app.views.pictures import Pictures
from app.views.room import Tasks

SIDE = 72  # pixels: twice what is shown, for dense screens
KEPT = 512
PATIENCE_S = 5  # one that could not be had is asked for again then


class Thumbs:
    """`came()`: one more is there."""

    def __init__(self, pictures: Pictures, tasks: Tasks, came: Callable[[], None]) -> None:
        self._pictures, self._tasks, self._came = pictures, tasks, came
        self._icons: dict[str, QIcon] = {}
        self._coming: dict[str, asyncio.Task[None]] = {}
        self._missed: dict[str, float] = {}

    def ready(self, sha256: str) -> QIcon | None:
        return self._icons.get(sha256)

    def want(self, seen: Iterable[str]) -> None:
        """Those of the rows that are seen now, and no others."""
        wanted, now = set(seen), asyncio.get_running_loop().time()
        for sha256 in self._coming.keys() - wanted:
            self._coming.pop(sha256).cancel()
        for sha256 in wanted - self._coming.keys() - self._icons.keys():
            if now - self._missed.get(sha256, -PATIENCE_S) >= PATIENCE_S:
                self._coming[sha256] = self._tasks.begin(self._fetch(sha256))

    async def _fetch(self, sha256: str) -> None:
        image = await self._pictures.small(sha256, SIDE)
        self._coming.pop(sha256, None)
        if image is None:
            self._missed[sha256] = asyncio.get_running_loop().time()
            return
        while len(self._icons) >= KEPT:
            del self._icons[next(iter(self._icons))]
        self._icons[sha256] = QIcon(QPixmap.fromImage(image))
        self._came()
