"""Days as people count them: the service is China's, so a day is a day in China, wherever the computer stands."""

from datetime import datetime, timedelta, timezone

from domain.uses import DAY_MS

CHINA = timezone(timedelta(hours=8))
_AHEAD_MS = 8 * 3600 * 1000


def day_start(now: int) -> int:
    """When the day in China began in which `now` lies; both in milliseconds since 1970 UTC."""
    return now - (now + _AHEAD_MS) % DAY_MS


def moment(at: int) -> datetime:
    """As clocks in China show it."""
    return datetime.fromtimestamp(at / 1000, CHINA)


def minute(at: int) -> str:
    """`2026-01-01 12:00`."""
    return moment(at).strftime("%Y-%m-%d %H:%M")
