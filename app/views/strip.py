"""Pictures of the organization as thumbnails, fetched when they are looked at; a double click shows one large."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.views.look import Tone
from app.views.room import Room, Work
from app.views.widgets import Thumb, ThumbnailView, column

SIDE = QSize(92, 84)
AGAIN_S = 5.0  # a picture that could not be had is not asked for at each turn of the page


@dataclass(frozen=True)
class Shown:
    """A picture by its hash, and what is said of it; `name` is that of its file."""

    sha256: str
    caption: str
    name: str = ""


def asks_now(asked: dict[str, float], sha256: str) -> bool:
    """Whether a picture is to be asked for (again); noted in `asked`."""
    now = time.monotonic()
    if now - asked.get(sha256, -AGAIN_S) < AGAIN_S:
        return False
    asked[sha256] = now
    return True


class PictureStrip(QWidget):
    """Shows `Shown`s; hidden while there is none."""

    def __init__(self, room: Room, begin: Callable[[Work], None], name: str) -> None:
        super().__init__()
        self._room, self._begin = room, begin
        self._shown: list[Shown] = []
        self.application: str | None = None  # with whose pictures they can be compared
        self._asked: dict[str, float] = {}
        self.view = ThumbnailView(name, SIDE)
        self.view.opened.connect(self._open)
        self.setLayout(column(self.view, gap=0))
        self.hide()

    def setObjectName(self, name: str) -> None:
        super().setObjectName(name)
        self.view.setObjectName(f"{name}.list")

    def show_pictures(self, pictures: list[Shown]) -> None:
        """These; what has not arrived yet is asked for again."""
        pictures = list({each.sha256: each for each in pictures}.values())
        self._shown = pictures
        self.view.set_thumbs([self._thumb(each) for each in pictures])
        self.setVisible(bool(pictures))
        for each in pictures:
            if self._room.pictures.ready(each.sha256, 2 * SIDE.width()) is None and asks_now(self._asked, each.sha256):
                self._begin(self._fetch(each))

    def _thumb(self, shown: Shown) -> Thumb:
        image = self._room.pictures.ready(shown.sha256, 2 * SIDE.width())
        note = "" if image is not None else self.tr("on its way")
        return Thumb(shown.sha256, shown.caption, image, note, Tone.NEUTRAL)

    async def _fetch(self, shown: Shown) -> None:
        image = await self._room.pictures.small(shown.sha256, 2 * SIDE.width())
        if image is not None:
            self.view.set_image(shown.sha256, image)

    def _open(self, sha256: object) -> None:
        from app.views.viewer import PictureViewer

        PictureViewer(self._room, self._shown, str(sha256), self.window(), self.application).show()
