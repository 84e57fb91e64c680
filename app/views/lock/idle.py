"""Whether anybody is at the console: the last key, click, turn of the wheel or touch."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

LOOK_EVERY_MS = 5_000
MINUTE_S = 60
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
    }
)


def awake_or_asleep_s() -> float:
    """Seconds that pass also while the computer sleeps."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; on Windows the usual one goes on in a sleep
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class IdleWatch(QObject):
    """`idle`: nobody has touched anything of the program for `minutes` (0: never). A press of a seal is no touch."""

    idle = Signal()

    def __init__(self, parent: QObject, minutes: int, clock: Callable[[], float] = awake_or_asleep_s) -> None:
        super().__init__(parent)
        self._minutes, self._clock = minutes, clock
        self._last = clock()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QApplication.instance().installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        self._minutes = minutes

    def look(self) -> bool:
        """Whether it has been long enough."""
        over = self._minutes > 0 and self._clock() - self._last >= self._minutes * MINUTE_S
        if over:
            self._last = self._clock()
            self.idle.emit()
        return over

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _INPUT:
            # Qt makes moves of its own when something appears below a mouse that rests: a press of the seal, say.
            real = event.spontaneous()
        else:
            real = kind is QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent) and _typed(event)
        if not real:
            return False
        if self.look():  # the first touch after a long sleep locks, and does nothing else
            return True
        self._last = self._clock()
        return False


def _typed(event: QInputMethodEvent) -> bool:
    """By an input method, which may keep the keys to itself."""
    return bool(event.preeditString() or event.commitString())
