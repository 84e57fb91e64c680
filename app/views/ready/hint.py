"""In a word, how the page lies before the camera (R-131): beside the frame, and in nobody's way."""

import asyncio
import logging

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QImage, QPolygonF

from app.services.sight import FINE, Seen, Sight, look_at
from app.views.look import Tone
from app.views.room import Tasks
from app.views.widgets import Pill

_log = logging.getLogger(__name__)


class PageHint(Pill):
    """`see(image)` with each picture: those that come while one is being looked at are dropped. `outlined(corners)`: of
    the page, as shares of the picture's width and height; none while it is not whole."""

    outlined = Signal(QPolygonF)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("ready.hint")
        self._tasks = tasks
        self._looking = self._blind = self._wanted = False
        self._last = self._shown = Seen(Sight.NO_PAGE)
        self.clear()

    def see(self, image: QImage) -> None:
        """Whatever becomes of it, nobody waits for it."""
        self._wanted = True
        if not self._looking and not self._blind:
            self._looking = True
            self._tasks.begin(self._look(image))

    def clear(self) -> None:
        """There is no picture any more."""
        self._wanted = False
        self._last = Seen(Sight.NO_PAGE)
        self.hide()
        self.outlined.emit(QPolygonF())

    async def _look(self, image: QImage) -> None:
        try:
            seen = await asyncio.to_thread(_seen, image)
        except ImportError as error:  # what looks for the page does not run on every computer
            _log.warning("no hint how the page lies: %r", error)
            self._blind = True
            self.hide()
            return
        finally:
            self._looking = False
        if not self._wanted:
            return
        # Twice in a row: a hand that passes is not worth a word, and a screen reader reads each.
        if self.isHidden() or seen.sight is self._last.sight:
            self._show(seen)
        self._last = seen

    def _show(self, seen: Seen) -> None:
        if self.isHidden() or seen.sight is not self._shown.sight:
            self.set(*self._words(seen.sight))
            self.show()
        self._shown = seen
        self.outlined.emit(QPolygonF([QPointF(x, y) for x, y in seen.corners]))

    def _words(self, sight: Sight) -> tuple[str, Tone]:
        return {
            Sight.WHOLE: (self.tr("Whole page in the frame"), Tone.OK),
            Sight.BLURRED: (self.tr("Blurred: hold still"), Tone.WARN),
            Sight.CUT: (self.tr("Page is cut at the edge"), Tone.WARN),
            Sight.NO_PAGE: (self.tr("No page seen"), Tone.NEUTRAL),
            Sight.DARK: (self.tr("Too little light"), Tone.WARN),
        }[sight]


def _seen(image: QImage) -> Seen:
    """In a thread: what makes it small, too."""
    if max(image.width(), image.height()) > FINE:
        kept, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(FINE, FINE, kept, smooth)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return look_at(np.ascontiguousarray(rows[:, : grey.width()]))
