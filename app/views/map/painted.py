"""When the map is in sight: the compositor says nothing of it."""

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from app.views.map.view import MapView

LOOK_AGAIN_MS = 60


class Painted(QObject):
    """`done`, each time that the page was opened and its picture stands."""

    done = Signal()

    def __init__(self, view: MapView, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._seen: list[int] = []
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._clock.timeout.connect(self._look)
        view.ready.connect(self._began)

    def _began(self) -> None:
        """The page has heard what to show; its picture comes a moment later."""
        self._view.ask("true", lambda _: self._clock.start() if isValid(self._clock) else None)

    def _look(self) -> None:
        """The map stands when two looks at it are the same, and not just the ground."""
        if self._view.web is None:
            return
        image = self._view.web.grab().toImage()
        across, down = max(1, image.width() // 40), max(1, image.height() // 40)
        seen = [image.pixel(x, y) for x in range(0, image.width(), across) for y in range(0, image.height(), down)]
        before, self._seen = self._seen, seen
        if seen == before and len(set(seen)) > 1:
            self._clock.stop()
            self.done.emit()
