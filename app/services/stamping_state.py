"""What a screen shows of a stamping."""

import time
from dataclasses import dataclass
from enum import Enum

from app.services.photos import PhotoState
from app.services.trouble import Trouble
from protocol.contact import Phase

ADVISED_MS = 1000
"""One impression a second is advised (R-134): a camera needs about as long."""


class Step(Enum):
    SEARCHING = "searching"  # looking for the seal, connecting
    CONTACT = "contact"  # connected; something is carried, or keeps it from being taken (`trouble`)
    IN_HAND = "in_hand"
    LOST = "lost"  # the link is gone (`trouble`), and is taken up again by itself
    REFUSED = "refused"  # not to be had (`trouble`); `start` tries again
    SAVED = "saved"  # put down (R-133; by the lock if there is `trouble`, C-37); `start` goes on
    OVER = "over"  # was in hand, and the use has come to its end meanwhile


@dataclass(frozen=True)
class PressState:
    """An impression of this stamping: entry `number` of the log, the `own`-th of the seal's life; `result` 0 normal."""

    number: int
    own: int
    at: int
    result: int
    photo: PhotoState = PhotoState.NONE
    trouble: Trouble | None = None


@dataclass(frozen=True)
class StampingState:
    """`free`: without an authorization (R-294); `used` of `count` (0 = unlimited) as the seal last said; `lease_until`
    by the monotonic clock; `camera_ready`: the seal waits for one press with a photo; `finger_required`: it asks for a
    finger, which it has (`touched`) as long as its screen does not say otherwise; `online`: the last contact with the
    cloud came off; `carrying`: how many entries of how many."""

    step: Step = Step.SEARCHING
    free: bool = False
    used: int = 0
    count: int = 0
    photo_required: bool = False
    camera_ready: bool = False
    finger_required: bool = False
    touched: bool = False
    presses: tuple[PressState, ...] = ()
    phase: Phase | None = None
    battery: int | None = None
    lease_until: float | None = None
    online: bool | None = None
    carrying: tuple[int, int] | None = None
    trouble: Trouble | None = None

    @property
    def ready(self) -> bool:
        """The next press is unlocked."""
        return self.takes_finger and (self.touched or not self.finger_required)

    @property
    def takes_finger(self) -> bool:
        """Nothing but a finger, if one is asked for, keeps the next press from being unlocked."""
        unlocked = self.step is Step.IN_HAND and self.phase is Phase.USABLE
        return unlocked and (self.camera_ready or not self.photo_required)

    @property
    def hurried(self) -> bool:
        """The last two presses followed each other faster than is advised."""
        last = self.presses[-2:]
        return len(last) == 2 and last[1].at - last[0].at < ADVISED_MS

    def lease_left_s(self) -> float:
        """Seconds for which the seal goes on without news from the cloud."""
        return 0.0 if self.lease_until is None else max(0.0, self.lease_until - time.monotonic())
