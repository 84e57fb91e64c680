"""Whether anybody is at the console: the last key, click, turn of the wheel or touch."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

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
    """`idle`: nobody has touched anything of the program for `minutes` (0: never). A press of a seal is no touch.

    The events of its windows are looked at, as they come from the system, and what an input method gives to the field
    that has the focus. A filter of the whole application would see the same, but PySide (6.11) dies of one when
    WebEngine's private objects come by.
    """

    idle = Signal()

    def __init__(self, parent: QObject, minutes: int, clock: Callable[[], float] = awake_or_asleep_s) -> None:
        super().__init__(parent)
        self._minutes, self._clock = minutes, clock
        self._last = clock()
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        app = QApplication.instance()
        app.focusWindowChanged.connect(self._watch_windows)
        app.focusObjectChanged.connect(self._watch_field)
        self._watch_windows()
        self._watch_field(app.focusObject())

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
        if isinstance(watched, QWindow):
            touched = event.type() in _INPUT and event.spontaneous()
        else:  # input methods keep the keys to themselves
            touched = isinstance(event, QInputMethodEvent) and bool(event.preeditString() or event.commitString())
        if not touched:
            return False
        if self.look():  # the first touch after a long sleep locks, and does nothing else
            return True
        self._last = self._clock()
        return False

    def _tick(self) -> None:
        self._watch_windows()
        self.look()

    def _watch_windows(self, _window: QWindow | None = None) -> None:
        """Also those that have come since; to be told twice makes no difference."""
        for widget in QApplication.topLevelWidgets():
            if (window := widget.windowHandle()) is not None:
                window.installEventFilter(self)

    def _watch_field(self, field: QObject | None) -> None:
        if isinstance(field, QWidget):
            field.installEventFilter(self)
