"""Garbage is looked for in the thread of the windows, and in no other (decision 0050)."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 250


class Sweeper(QObject):
    """Looks for garbage from now on; make it in the thread of the windows.

    Left to itself Python looks in whatever thread makes the next object. A worker would take away what belongs to Qt,
    maybe while the windows' thread is just doing the same: the program dies.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(look)
        self._timer.start()


def look() -> None:
    """Look through what has become old enough, if so much has come since that Python would have looked."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
