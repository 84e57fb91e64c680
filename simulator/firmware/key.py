"""The power key: what a gesture on it means."""

from enum import Enum

HOLD_MS = 3000


class Gesture(Enum):
    HOLD = "hold"  # switches on and off


class PowerKey:
    """Recognizes gestures; times are the seal's ticks (ms)."""

    def __init__(self) -> None:
        self._down_at: int | None = None

    def down(self, ticks: int) -> None:
        """The key goes down; a second time without `up` changes nothing."""
        if self._down_at is None:
            self._down_at = ticks

    def up(self, ticks: int) -> Gesture | None:
        """The key comes up."""
        gesture = self.due(ticks)
        self._down_at = None
        return gesture

    def due(self, ticks: int) -> Gesture | None:
        """A gesture that is complete while the key is still down: the seal reacts at once, not at the release."""
        if self._down_at is None or ticks - self._down_at < HOLD_MS:
            return None
        self._down_at = None
        return Gesture.HOLD

    def held(self, ticks: int) -> float:
        """How much of a hold is done, 0..1."""
        return 0.0 if self._down_at is None else min(1.0, (ticks - self._down_at) / HOLD_MS)
