"""The power key: what a gesture on it means (R-050, R-058, R-066). Times are the seal's ticks, in ms."""

from dataclasses import dataclass

HOLD_MS = 3000
# A press is shorter than this, the next one follows within GAP, and after PAUSE without another they are counted.
PRESS_MS = 600
GAP_MS = 400
PAUSE_MS = 500


@dataclass(frozen=True)
class Hold:
    """Switches on and off."""


@dataclass(frozen=True)
class Presses:
    """So many in a row."""

    count: int


Gesture = Hold | Presses


class PowerKey:
    """Recognizes gestures. Whoever moves the key asks `due` first."""

    def __init__(self) -> None:
        self._down_at: int | None = None
        self._up_at = 0
        self._presses = 0

    def down(self, ticks: int) -> None:
        """The key goes down; a second time without `up` changes nothing."""
        if self._down_at is None:
            if ticks - self._up_at > GAP_MS:  # what came before does not belong to it, and was not complete
                self._presses = 0
            self._down_at = ticks

    def up(self, ticks: int) -> Gesture | None:
        """The key comes up."""
        gesture = self.due(ticks)
        if self._down_at is not None:
            short = ticks - self._down_at < PRESS_MS
            self._presses = self._presses + 1 if short else 0
            self._down_at, self._up_at = None, ticks
        return gesture

    def due(self, ticks: int) -> Gesture | None:
        """A gesture that is complete: a hold while the key is still down (the seal reacts at once, not at the
        release), presses when none has followed for a while."""
        if self._down_at is not None:
            if ticks - self._down_at < HOLD_MS:
                return None
            self._down_at, self._presses = None, 0
            return Hold()
        if self._presses == 0 or ticks - self._up_at < PAUSE_MS:
            return None
        count, self._presses = self._presses, 0
        return Presses(count)

    def held(self, ticks: int) -> float:
        """How much of a hold is done, 0..1."""
        return 0.0 if self._down_at is None else min(1.0, (ticks - self._down_at) / HOLD_MS)
