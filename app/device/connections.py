"""How a console comes to a seal's link: one scanner, one connection being made at a time, and when to try again."""

import asyncio
import logging
import time
from dataclasses import dataclass, field

from app.device.errors import ConnectFailed, DeviceError, InUse, NotAdmitted, NotOurs, OutOfReach, SealRefused
from app.device.link import Link
from app.device.radio import FIND_WITHIN_S, Scanner, Sighting

logger = logging.getLogger(__name__)

ATTEMPTS = 3
"""At 2.4 GHz a connection request gets lost now and then; three in a row mean that something else is wrong."""

SETTLE_S = 0.25
"""Between attempts: BlueZ and Windows still clear away the failed one, and refuse the next while they do."""

LATELY_S = 1.0
"""What was heard before may have changed: an attempt to connect a seal that is in use fails only by its time limit."""

FREE_WITHIN_S = 2.0
"""A seal whose link has just ended says "in use" until its next advertisement, and systems pass these on late."""

ADMISSIONS = 3
"""A link that is lost in the wrong moment looks like a seal that hangs up on our certificate."""


class Connections:
    """The one way to a link. Every connection has a client of its own: what is left of the last differs by system."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self._connecting = asyncio.Lock()  # a chip makes one connection at a time, and BlueZ refuses a second one

    async def connect(self, address: str, within_s: float = FIND_WITHIN_S) -> Link:
        """Find a seal by its address and open a link to it; the caller closes it.

        `OutOfReach`, `InUse`, `ConnectFailed`, `NotASeal`, `BluetoothError`.
        """
        async with self._connecting, self.scanner:  # BlueZ forgets a device when the scan that found it ends
            for attempt in range(1, ATTEMPTS + 1):
                link = Link(self.scanner.radio, await self._find_free(address, within_s))
                try:
                    await link.connect()
                except ConnectFailed as error:
                    logger.info("attempt %d to connect %s: %s", attempt, address, error.detail)
                    if attempt == ATTEMPTS:
                        raise
                    await asyncio.sleep(SETTLE_S)
                else:
                    return link
        raise AssertionError("not reached")

    async def _find_free(self, address: str, within_s: float) -> Sighting:
        since = time.monotonic() - LATELY_S
        find = self.scanner.find
        sighting = await find(lambda heard: heard.address == address and heard.seen_at >= since, within_s)
        if not sighting.in_use:
            return sighting
        try:
            return await find(lambda later: later.address == address and not later.in_use, FREE_WITHIN_S)
        except OutOfReach:
            raise InUse from None


@dataclass(frozen=True)
class Patience:
    """Seconds until the next try: `first`, then twice as long each time, `last` at most. `hopeless`: after what would
    come about again, and `stranger`: after a seal that is not ours; none: it is not tried again by itself."""

    first: float
    last: float
    hopeless: float | None = None
    stranger: float | None = None


IN_HAND = Patience(0.5, 8.0)
"""A person waits before the seal."""

IN_PASSING = Patience(2.0, 30.0, hopeless=30.0, stranger=600.0)
"""Nobody waits: at first soon (somebody else was connected), then ever more seldom. Somebody else's seal is left alone
for a while; its organization may become one of ours."""


@dataclass
class Retry:
    """When a seal is tried again, by the kind of what went wrong; `failures` in a row."""

    patience: Patience
    failures: int = 0
    _admissions: int = field(default=0, repr=False)

    def succeeded(self) -> None:
        """What went wrong before counts no more."""
        self.failures = self._admissions = 0

    def after(self, error: Exception | None) -> float | None:
        """Seconds; none: not by itself. Without an error: it did not come off wholly."""
        self.failures += 1
        match error:
            case NotOurs():
                return self.patience.stranger
            case NotAdmitted():
                self._admissions += 1
                again = self._admissions < ADMISSIONS
            case SealRefused():
                again = False
            case DeviceError():
                again = error.worth_repeating
            case _:
                again = True
        doubled = self.patience.first * 2 ** min(self.failures - 1, 8)
        return min(self.patience.last, doubled) if again else self.patience.hopeless
