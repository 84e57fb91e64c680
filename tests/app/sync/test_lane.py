"""How long a lane waits before it tries again."""

import pytest

from app.sync.errors import Offline
from app.sync.lane import Lane, Line, Pace


class Impatient(Line):
    """Notes how long it was to rest, and does not."""

    def __init__(self) -> None:
        super().__init__(Pace(first=1.0, most=30.0), lambda *_: None)
        self.rested: list[float] = []

    async def rest(self, seconds: float) -> None:
        self.rested.append(seconds)


async def test_a_channel_that_was_open_begins_its_pauses_anew() -> None:
    """It always ends with an error: the cloud went away. That it had worked must count."""
    line, opened_at, calls = Impatient(), {6, 7}, 0

    async def listen() -> None:
        nonlocal calls
        calls += 1
        if calls > 8:
            raise LookupError
        if calls in opened_at:
            lane.fine()
        raise Offline("the channel was closed")

    lane = Lane("live", line, listen)
    with pytest.raises(LookupError):
        await lane.run()
    shares = [pause / most for pause, most in zip(line.rested, (1, 2, 4, 8, 16, 1, 1, 2), strict=True)]
    assert all(0.5 <= share <= 1 for share in shares)
