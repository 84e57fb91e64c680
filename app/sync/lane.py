"""A lane: one kind of traffic that is done whenever it is woken, and tried again as its errors deserve."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.models.pages import OtherSchema
from app.models.replica import UnknownRows
from app.sync.errors import CloudError, Offline, ProblemError, SignedOut


@dataclass(frozen=True)
class Pace:
    """Seconds. `first` doubles up to `most` while the cloud is away; what cannot be helped by waiting rests `long`."""

    first: float = 1.0
    most: float = 30.0
    long: float = 300.0
    poll: float = 60.0  # the safety net under the live channel


class Line:
    """What the lanes share: whether the cloud can be reached, and what stands in the way."""

    def __init__(self, pace: Pace, tell: Callable[[bool | None, str | None], None]) -> None:
        self.pace = pace
        self._tell = tell
        self._again = asyncio.Event()
        self._problems: dict[str, str] = {}
        self.online: bool | None = None

    def answered(self) -> None:
        """The cloud has answered: whoever was waiting tries at once."""
        if not self.online:
            self.retry()
            self._say(online=True)

    def fine(self, lane: str) -> None:
        """Nothing stands in the way of a lane any more."""
        if self._problems.pop(lane, None) is not None:
            self._say(online=self.online)

    def failed(self, lane: str, error: Exception) -> None:
        """Note what stands in the way of a lane."""
        if isinstance(error, Offline):
            self._say(online=False)
            return
        self._problems[lane] = problem(error)
        self._say(online=self.online)

    def retry(self) -> None:
        """Everybody tries again now."""
        again, self._again = self._again, asyncio.Event()
        again.set()

    async def rest(self, seconds: float) -> None:
        """Until there is reason to try again, at most so long."""
        again = self._again
        try:
            async with asyncio.timeout(seconds):
                await again.wait()
        except TimeoutError:
            return

    def _say(self, *, online: bool | None) -> None:
        self.online = online
        self._tell(online, next(iter(self._problems.values()), None))


def problem(error: Exception) -> str:
    """The code of what stands in the way."""
    if isinstance(error, SignedOut):
        return "signed_out"
    if isinstance(error, ProblemError):
        return error.code
    return "update_needed"


class Lane:
    """`work` is done from its beginning whenever the lane was woken meanwhile; lanes never wait for one another."""

    def __init__(self, name: str, line: Line, work: Callable[[], Awaitable[None]]) -> None:
        self.name = name
        self._line = line
        self._work = work
        self._woken = asyncio.Event()
        self._woken.set()
        self._tries = 0

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """For ever."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self._work()
            except (CloudError, OtherSchema, UnknownRows) as error:
                self._line.failed(self.name, error)
                self._woken.set()
                await self._line.rest(self._pause(error))
            else:
                self.fine()

    def fine(self) -> None:
        """It works. (Work that never ends by itself says so as soon as it is under way.)"""
        self._tries = 0
        self._line.fine(self.name)

    def _pause(self, error: Exception) -> float:
        if not isinstance(error, CloudError) or not error.worth_repeating:
            return self._line.pace.long
        pause = min(self._line.pace.first * 2**self._tries, self._line.pace.most)
        self._tries += 1
        return pause * random.uniform(0.5, 1.0)  # noqa: S311  (so that not all consoles come back at once)
