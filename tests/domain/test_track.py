"""Tracks: moves, gaps, jumps, stops, distance."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import geo, track
from domain.geo import Area, Point
from domain.geo import distance_m as between_m
from domain.track import FASTEST_MPS, GAP_MS, STOP_M, STOP_MS, Crossing, Fix, Step, Stop

HOME = Point(30.25, 120.16)
SECOND = 1000
METRE = math.degrees(1 / geo.EARTH_M)  # to the north


def north(metres: float, at: int = 0, accuracy_m: int = 0) -> Fix:
    return Fix(at, Point(HOME.lat + metres * METRE, HOME.lon), accuracy_m)


@pytest.mark.parametrize(
    ("lat", "lon", "place"),
    [
        (30.25, 120.16, True),
        (90, 180, True),
        (-90, -180, True),
        (90.0001, 0, False),
        (-90.0001, 0, False),
        (0, 180.0001, False),
        (0, -180.0001, False),
        (0, 0, False),
        (0, 0.0001, True),
        (math.nan, 1, False),
        (1, math.inf, False),
    ],
)
def test_what_is_a_place(lat: float, lon: float, place: bool) -> None:
    assert track.is_place(lat, lon) is place


@pytest.mark.parametrize(
    ("second", "how"),
    [
        (north(10, SECOND), Step.MOVE),
        (north(10, GAP_MS - 1), Step.MOVE),
        (north(10, GAP_MS), Step.GAP),
        (north(FASTEST_MPS * 60 - 1, 60 * SECOND), Step.MOVE),
        (north(FASTEST_MPS * 60 + 1, 60 * SECOND), Step.JUMP),
        (north(FASTEST_MPS * 60 + 1, 60 * SECOND, accuracy_m=2), Step.MOVE),
        (north(FASTEST_MPS - 1), Step.MOVE),  # in the same second
        (north(FASTEST_MPS + 0.1), Step.JUMP),
        (north(0, -1), Step.BACK),
        (north(1_000_000, GAP_MS), Step.JUMP),
    ],
)
def test_how_a_place_was_reached(second: Fix, how: Step) -> None:
    assert track.steps([north(0), second]) == [how]


def test_a_jump_is_no_distance_and_comes_back_as_one() -> None:
    fixes = [north(0), north(100, 60 * SECOND), north(500_000, 120 * SECOND), north(200, 180 * SECOND)]
    assert track.steps(fixes) == [Step.MOVE, Step.JUMP, Step.JUMP]
    assert track.distance_m(fixes) == pytest.approx(100, abs=0.1)


def test_a_receiver_that_is_never_sure_travels_nowhere() -> None:
    room = [Fix(n * SECOND, north(n % 3 * 14).point, 15) for n in range(2500)]
    assert track.distance_m(room) == 0
    assert track.distance_m([Fix(0, HOME, 15), Fix(600 * SECOND, north(1000).point, 20)]) == pytest.approx(965, abs=0.1)


def test_a_stop_begins_where_it_came_to_and_ends_when_it_is_left() -> None:
    minute = 60 * SECOND
    fixes = [
        north(0),
        north(5_000, 10 * minute),
        north(5_040, 12 * minute),
        north(4_900, 21 * minute),
        north(9_000, 25 * minute),
        north(9_010, 34 * minute),
    ]
    assert track.stops(fixes) == [Stop(1, 3, 11 * minute)]
    assert track.stops([north(0), north(0, STOP_MS - 1)]) == []
    assert track.stops([north(0), north(0, STOP_MS)]) == [Stop(0, 1, STOP_MS)]
    assert track.stops([]) == []


@pytest.mark.parametrize(
    ("walk", "found"),
    [
        # Two of one moment, and only the second is near to where it stays: the stop begins at the first that is.
        ([north(0), north(100, SECOND), north(200, SECOND), north(200, SECOND + STOP_MS)], [(1, 3)]),
        # A clock that ran back: what came before ends there, and from there on it is a stop.
        ([north(0, 100), north(0, 50), north(0, 50 + STOP_MS)], [(1, 2)]),
        # Two of one moment at one place belong to one stop.
        ([north(0), north(0), north(0, STOP_MS)], [(0, 2)]),
    ],
)
def test_where_a_stop_begins(walk: list[Fix], found: list[tuple[int, int]]) -> None:
    assert [(stop.first, stop.last) for stop in track.stops(walk)] == found


def plainly(fixes: list[Fix]) -> list[Stop]:
    """As it is said: from each fix as long as it stays, and if that was too short from the next."""
    found: list[Stop] = []
    first = 0
    while first < len(fixes):
        last = first
        while last + 1 < len(fixes) and fixes[last + 1].at >= fixes[last].at:
            next_ = fixes[last + 1]
            if between_m(fixes[first].point, next_.point) > STOP_M + next_.accuracy_m:
                break
            last += 1
        duration = fixes[last].at - fixes[first].at
        if duration >= STOP_MS:
            found.append(Stop(first, last, duration))
        first = last + 1 if duration >= STOP_MS else first + 1
    return found


walks = st.lists(st.tuples(st.integers(-90, 90), st.integers(-1, 240), st.integers(0, 60)), max_size=60)


@given(walks)
def test_stops_are_what_they_are_said_to_be(walk: list[tuple[int, int, int]]) -> None:
    metres = ms = 0
    fixes: list[Fix] = []
    for ahead, seconds, accuracy in walk:
        metres, ms = metres + ahead, ms + seconds * SECOND
        fixes.append(Fix(ms, north(metres).point, accuracy))
    assert track.stops(fixes) == plainly(fixes)


def test_thousands_at_one_place_and_moment_are_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def count(a: Point, b: Point) -> float:
        nonlocal asked
        asked += 1
        return between_m(a, b)

    monkeypatch.setattr(track, "between_m", count)
    here = [north(0, 5)] * 4000
    assert track.stops(here) == []
    assert track.stops([*here, north(900, 6)]) == []
    assert track.stops([*here, north(900, 6), north(905, 6 + STOP_MS)]) == [Stop(4000, 4001, STOP_MS)]
    assert asked < 10 * len(here)


def test_over_a_night_of_silence_it_stayed_where_it_was() -> None:
    night = 10 * 3600 * SECOND
    assert track.steps(fixes := [north(0), north(20, night)]) == [Step.GAP]
    assert track.stops(fixes) == [Stop(0, 1, night)]


def test_a_seal_that_had_lost_its_clock_tells_of_no_time() -> None:
    lost = Fix(5 * STOP_MS, HOME, timed=False)
    fixes = [north(0), north(10, STOP_MS), lost, lost, north(500_000, 6 * STOP_MS)]
    assert track.steps(fixes) == [Step.MOVE, Step.UNTIMED, Step.UNTIMED, Step.UNTIMED]
    assert track.stops(fixes) == [Stop(0, 1, STOP_MS)]
    assert track.moments(fixes) == [0, STOP_MS, STOP_MS, STOP_MS, STOP_MS]


def test_a_permitted_area_is_entered_and_left_where_the_next_fix_says_so() -> None:
    minute = 60 * SECOND
    fixes = [north(at * 100, at * minute) for at in (0, 1, 2, 8, 9, 3)]
    near, far = Area(centre=HOME, radius_m=250), Area(centre=HOME, radius_m=2000)
    assert track.crossings(fixes, near) == [Crossing(3, entered=False)]
    assert track.crossings(fixes[2:], Area(centre=north(850).point, radius_m=100)) == [
        Crossing(1, entered=True),
        Crossing(3, entered=False),
    ]
    assert track.crossings(fixes, far) == []
    assert track.crossings([], near) == []


def test_a_clock_that_runs_backwards_takes_no_time_away() -> None:
    assert track.moments([north(0, 5), north(0, 9), north(0, 2), north(0, 3)]) == [0, 4, 4, 5]
    assert track.moments([]) == []


points = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
tracks = st.lists(st.builds(Fix, st.integers(0, 10**12), points, st.integers(0, 5000)), max_size=30)


@given(tracks)
def test_whatever_the_track_all_of_it_is_told(fixes: list[Fix]) -> None:
    found = track.steps(fixes)
    assert len(found) == max(0, len(fixes) - 1)
    assert track.distance_m(fixes) >= 0
    last = -1
    for stop in track.stops(fixes):
        assert last < stop.first < stop.last < len(fixes)
        assert stop.duration_ms == fixes[stop.last].at - fixes[stop.first].at >= STOP_MS
        assert Step.BACK not in found[stop.first : stop.last]
        last = stop.last
