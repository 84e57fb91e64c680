"""Days as people count them: the service is China's, so a day is a day in China, wherever the computer stands."""

from calendar import monthrange
from datetime import MAXYEAR, UTC, date, datetime, timedelta, timezone

from domain.uses import DAY_MS

AHEAD_S = 8 * 3600  # of UTC, the year round and all over the country
CHINA = timezone(timedelta(seconds=AHEAD_S))
ZONE = ("北京时间（UTC+08:00）", "Beijing time (UTC+08:00)")  # as it is called where times are written for others

# Calendars end with the year 9999, wherever one stands; a seal's clock, which counts milliseconds in 48 bits, does not.
LATEST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp() * 1000)


def in_calendar(at: int) -> int:
    """That time in milliseconds since 1970 UTC, or the last one that a calendar has."""
    return min(at, LATEST)


def day_start(now: int) -> int:
    """When the day in China began in which `now` lies; both in milliseconds since 1970 UTC."""
    return now - (now + AHEAD_S * 1000) % DAY_MS


def midnight(day: date) -> int:
    """When that day begins, in milliseconds since 1970 UTC."""
    return int(datetime(day.year, day.month, day.day, tzinfo=CHINA).timestamp() * 1000)


def months_later(at: int, months: int) -> int:
    """The same day and time so many calendar months on; the last day of a month that is shorter. In milliseconds."""
    before = moment(at)
    year, month = divmod(before.year * 12 + before.month - 1 + months, 12)
    if year > MAXYEAR:
        return LATEST
    day = min(before.day, monthrange(year, month + 1)[1])
    # Not by way of a float: what is left of a second stays.
    after = before.replace(year=year, month=month + 1, day=day, microsecond=0)
    return in_calendar(int(after.timestamp()) * 1000 + in_calendar(at) % 1000)


def moment(at: int) -> datetime:
    """As clocks in China show it."""
    return datetime.fromtimestamp(in_calendar(at) / 1000, CHINA)


def instant(at: int) -> str:
    """`2026-01-01T04:00:00.000Z`: RFC 3339, for programs."""
    return datetime.fromtimestamp(in_calendar(at) / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def minute(at: int) -> str:
    """`2026-01-01 12:00`."""
    return moment(at).strftime("%Y-%m-%d %H:%M")
