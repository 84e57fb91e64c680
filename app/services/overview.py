"""Over which time it is counted, in which pieces, and how long decisions were waited for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum

from domain.applications import Application, Step
from domain.decisions import Decision, decisions
from domain.times import midnight

HOUR_MS = 3600 * 1000
MOST_DAYS, MOST_IN_WEEKS, MOST_IN_MONTHS = 92, 730, 3660  # so that each bar can be told from the next
WAITED_H = (1, 4, 24, 72)  # up to so many hours, and longer


class Span(StrEnum):
    """The last so many days; or one's own."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    YEAR = "365"
    OWN = "own"


class Grain(Enum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Pieces:
    """Days of the calendar, which is China's, on which a piece begins, and the day after the last one."""

    grain: Grain
    days: tuple[date, ...]

    @property
    def edges(self) -> list[int]:
        """In milliseconds, as midnights are on those days."""
        return [midnight(day) for day in self.days]


def last_days(span: Span, today: date) -> tuple[date, date]:
    """The first and the last day of so many, today among them."""
    return today - timedelta(days=int(span) - 1), today


def pieces(first: date, last: date) -> Pieces:
    """All days from the first to the last one, one by one or more together. ValueError: the last lies before."""
    if last < first:
        raise ValueError(f"{last} lies before {first}")
    length = (last - first).days + 1
    limits = ((MOST_DAYS, Grain.DAY), (MOST_IN_WEEKS, Grain.WEEK), (MOST_IN_MONTHS, Grain.MONTH))
    grain = next((grain for most, grain in limits if length <= most), Grain.YEAR)
    end, begins = last + timedelta(days=1), [first]
    while (following := _next(begins[-1], grain)) < end:
        begins.append(following)
    return Pieces(grain, (*begins, end))


def _next(day: date, grain: Grain) -> date:
    """Where the next piece begins: on a Monday, with a month, with a year."""
    if grain is Grain.DAY:
        return day + timedelta(days=1)
    if grain is Grain.WEEK:
        return day + timedelta(days=7 - day.weekday())
    if grain is Grain.MONTH:
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return date(day.year + 1, 1, 1)


# Waiting for a decision


@dataclass(frozen=True)
class Wait:
    """One step of an application that was decided, or (`is_open`) still waits. Milliseconds."""

    application: Application
    step: int
    since: int
    until: int
    is_open: bool

    @property
    def took(self) -> int:
        return max(0, self.until - self.since)

    @property
    def bucket(self) -> int:
        """Which of the lengths of `WAITED_H` it is; one more: longer than all of them."""
        return sum(self.took > hours * HOUR_MS for hours in WAITED_H)

    @property
    def decision(self) -> Step:
        return self.application.steps[self.step]


def waits(applications: Iterable[Application], since: int, until: int, now: int) -> list[Wait]:
    """What was decided within that time, and what waits now, if now lies within; the longest first."""
    found = [wait_of(each, one, now) for each in applications for one in decisions(each.created_at, each.steps)]
    return sorted(
        (wait for wait in found if since <= wait.until < until),
        key=lambda wait: (-wait.took, wait.application.id, wait.step),
    )


def wait_of(application: Application, decision: Decision, now: int) -> Wait:
    until = now if decision.until is None else decision.until
    return Wait(application, decision.step, decision.since, until, is_open=decision.until is None)
