"""Which pieces a time is counted in, and how long decisions were waited for."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.overview import HOUR_MS, Grain, Span, Wait, last_days, pieces, waits
from domain.applications import Step, StepKind, StepState
from domain.times import moment
from tests.app.views.world import application

NOW = 1_790_000_000_000
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@given(DAYS, DAYS)
def test_pieces_hold_each_day_once_and_are_few_enough_to_be_told_apart(one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = pieces(first, last)
    assert found.days[0] == first
    assert found.days[-1] == last + timedelta(days=1)
    assert all(a < b for a, b in pairwise(found.days))
    assert len(found.days) <= 123
    inner = found.days[1:-1]
    assert found.grain is not Grain.WEEK or all(day.weekday() == 0 for day in inner)
    assert found.grain is not Grain.MONTH or all(day.day == 1 for day in inner)
    assert found.grain is not Grain.YEAR or all((day.month, day.day) == (1, 1) for day in inner)
    for day, edge in zip(found.days, found.edges, strict=True):
        begins = moment(edge)
        assert (begins.date(), begins.time()) == (day, time(0))


def test_the_usual_ones() -> None:
    today = date(2026, 11, 29)
    assert last_days(Span.WEEK, today) == (date(2026, 11, 23), today)
    expected = {Span.WEEK: (7, Grain.DAY), Span.MONTH: (30, Grain.DAY), Span.QUARTER: (90, Grain.DAY)}
    for span, (count, grain) in expected.items():
        found = pieces(*last_days(span, today))
        assert (len(found.days) - 1, found.grain) == (count, grain)
    assert pieces(*last_days(Span.YEAR, today)).grain is Grain.WEEK


def test_an_end_before_its_beginning_is_none() -> None:
    with pytest.raises(ValueError, match="lies before"):
        pieces(date(2026, 2, 2), date(2026, 2, 1))


def step(state: StepState, since: int | None, decided: int | None = None, kind: StepKind = StepKind.APPROVE) -> Step:
    return Step(kind, ["m-owner"], state, "m-owner" if decided else None, decided, since=since)


def found(*steps: Step, since: int = 0, until: int = NOW + 1, created: int = NOW - 100 * HOUR_MS) -> list[Wait]:
    return waits([application("a-1", "合同", NOW, steps=list(steps), created_at=created)], since, until, NOW)


def test_what_was_decided_and_what_still_waits() -> None:
    h = HOUR_MS
    passed = step(StepState.PASSED, NOW - 60 * h, NOW - 50 * h)
    rejected = step(StepState.REJECTED, NOW - 50 * h, NOW - 49 * h)
    pending = step(StepState.PENDING, NOW - 2 * h)
    waiting, void = step(StepState.WAITING, None), step(StepState.VOID, NOW - h)
    shown = [(wait.step, wait.took // h, wait.bucket, wait.is_open) for wait in found(passed, rejected, waiting, void)]
    assert shown == [(0, 10, 2, False), (1, 1, 0, False)]
    shown = [(wait.step, wait.took // h, wait.bucket, wait.is_open) for wait in found(passed, pending, waiting)]
    assert shown == [(0, 10, 2, False), (1, 2, 1, True)]
    assert [wait.step for wait in found(passed, pending, since=NOW - h)] == [1]
    assert [wait.step for wait in found(passed, pending, until=NOW)] == [0]


def test_of_steps_from_before_it_was_kept_when_their_turn_came() -> None:
    first = step(StepState.PASSED, None, NOW - 10 * HOUR_MS)
    second = step(StepState.PENDING, None, kind=StepKind.AUTHORIZE)
    assert [wait.took // HOUR_MS for wait in found(first, second)] == [90, 10]


@pytest.mark.parametrize(("hours", "bucket"), [(0, 0), (1, 0), (1.01, 1), (4, 1), (24, 2), (72, 3), (73, 4), (9999, 4)])
def test_lengths(hours: float, bucket: int) -> None:
    (wait,) = found(step(StepState.PENDING, NOW - int(hours * HOUR_MS)))
    assert wait.bucket == bucket


def test_a_clock_that_went_back_waits_for_nothing() -> None:
    (wait,) = found(step(StepState.PASSED, NOW, NOW - HOUR_MS))
    assert wait.took == 0
