"""Days are China's, wherever the computer stands."""

import time
from collections.abc import Iterator
from datetime import date

import pytest

from domain.times import LATEST, day_start, midnight, minute, moment
from domain.uses import DAY_MS


@pytest.fixture(params=["Asia/Shanghai", "America/New_York", "Pacific/Auckland", "UTC"], autouse=True)
def here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 3, 8), date(2026, 10, 25), date(1990, 7, 1)])
def test_a_day_begins_at_its_midnight(day: date) -> None:
    """Also on days on which other places change their clocks, and on which China did."""
    begins = midnight(day)
    assert minute(begins) == f"{day.isoformat()} 00:00"
    assert moment(begins - 1).date() < day
    for at in (begins, begins + 1, begins + DAY_MS - 1):
        assert (day_start(at), moment(at).date()) == (begins, day)


def test_a_time_after_all_calendars_is_their_last() -> None:
    for at in (LATEST, LATEST + 1, 2**48 - 1):
        assert minute(at) == "9999-12-30 08:00"
    assert minute(LATEST - 1) == "9999-12-30 07:59"
