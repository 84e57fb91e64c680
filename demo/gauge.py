"""Measured inside a console: when rows came into a list, and how long the window's loop stood still at most."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView

from demo.driver import NotThere, find

TICK_MS = 2


class Gauge:
    """Begun by `watch`. Times are of the monotonic clock, which all processes of a computer share."""

    def __init__(self) -> None:
        self._came: list[float] = []
        self._longest = 0.0
        self._last = 0.0
        self._timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def commands(self) -> dict[str, Callable[..., Any]]:
        return {"watch": self.watch, "came": self.came, "report": self.report}

    def watch(self, name: str = "") -> None:
        """Note from now on when rows are put into this list, and how the loop goes."""
        if name:
            view = find(name)
            assert isinstance(view, QAbstractItemView)
            view.model().rowsInserted.connect(self._note)
        self._came.clear()
        self._longest, self._last = 0.0, time.monotonic()
        self._timer.start()

    def came(self, rows: int) -> None:
        """Raises `NotThere` until so many rows have come."""
        if len(self._came) < rows:
            raise NotThere(f"only {len(self._came)} rows")

    def report(self) -> dict[str, Any]:
        """`came`: a time in seconds for each row; `stall_ms`: the longest time in which the loop did nothing else."""
        self._timer.stop()
        return {"came": self._came, "stall_ms": self._longest * 1000}

    def _note(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._came += [time.monotonic()] * (last - first + 1)

    def _tick(self) -> None:
        now = time.monotonic()
        self._longest, self._last = max(self._longest, now - self._last - TICK_MS / 1000), now
