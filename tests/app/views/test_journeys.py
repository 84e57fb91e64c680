"""Journeys: what is drawn of a trail, what is told of it, and where a replay of it stands."""

import math
from itertools import pairwise

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.models.trails import Spot, Trail
from app.views import words
from app.views.i18n import Language, Tongue
from app.views.map import happenings
from app.views.map.happenings import MOST_LISTED, MOST_POINTS, distance, duration, summary, tell
from app.views.map.journeys import MOST_DRAWN, at, journeys, lines
from app.views.map.replay import ReplayBar
from domain.geo import Area, Point
from domain.track import GAP_MS, Fix, Step

MINUTE = 60_000


def spot(number: int, lat: float, lon: float, at_ms: int, seal: str = "GL1", result: int = 0, use: str = "") -> Spot:
    fix = Fix(at_ms, Point(lat, lon), 0)
    return Spot(f"{seal}-{number}", seal, number, number, "m", use or None, result, fix)


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> None:
    Language(qapp, Tongue.EN)


@pytest.fixture
def trail() -> Trail:
    """Moves, a stop, a jump, a night of silence, a clock that ran back; and another seal."""
    return Trail(
        [
            spot(1, 30.0, 120.0, 0),
            spot(2, 30.01, 120.0, 10 * MINUTE),
            spot(3, 30.01, 120.0001, 25 * MINUTE),
            spot(4, 45.0, 90.0, 26 * MINUTE),
            spot(5, 30.02, 120.0, 27 * MINUTE),
            spot(6, 30.03, 120.0, 27 * MINUTE + GAP_MS, use="z"),
            spot(7, 30.04, 120.0, 27 * MINUTE + GAP_MS - 5000, result=3),
            spot(1, 31.0, 121.0, 0, "GL2"),
        ]
    )


AREAS = {"z": Area("厂区", Point(30.03, 120.0), 500), "unused": Area("别处", Point(10, 10), 500)}


@pytest.mark.req("R-220")
def test_nothing_is_joined_that_was_not_travelled(trail: Trail) -> None:
    one, other = journeys(trail, AREAS)
    assert (one.seal, other.seal, len(other.spots), other.steps) == ("GL1", "GL2", 1, [])
    assert one.steps == [Step.MOVE, Step.MOVE, Step.JUMP, Step.JUMP, Step.GAP, Step.BACK]
    drawn = lines([one, other])
    assert drawn[Step.MOVE] == [[(30.0, 120.0), (30.01, 120.0), (30.01, 120.0001)]]
    assert drawn[Step.JUMP] == [[(30.01, 120.0001), (45.0, 90.0)], [(45.0, 90.0), (30.02, 120.0)]]
    assert drawn[Step.GAP] == [[(30.02, 120.0), (30.03, 120.0)]]
    assert drawn[Step.BACK] == [[(30.03, 120.0), (30.04, 120.0)]]
    assert lines([]) == {}


@pytest.mark.req("R-220")
def test_what_happened_is_told_newest_first(trail: Trail) -> None:
    listed = happenings.happenings(journeys(trail, AREAS), {"m": "林知夏"})
    assert [each.fix.at for each in listed] == sorted((each.fix.at for each in listed), reverse=True)
    told = {(each.journey.seal, each.journey.spots[each.index].number, each.text) for each in listed}
    uses = {("GL1", number, f"#{number} · 林知夏") for number in range(1, 8)}
    assert told == uses | {
        ("GL2", 1, "#1 · 林知夏"),
        ("GL1", 2, "Stood for 15 min"),
        ("GL1", 4, "Cannot be: 3,100 km in 1 min"),
        ("GL1", 5, "Cannot be: 3,099 km in 1 min"),
        ("GL1", 6, "Nothing heard for 30 min"),
        ("GL1", 6, "Came into 厂区"),
        ("GL1", 7, "Left 厂区"),
        ("GL1", 7, "The clock ran back by 5 s"),
    }


def test_without_a_clock_the_latest_that_it_can_have_been_is_told() -> None:
    lost = spot(2, 30.0, 120.0, 5 * MINUTE)
    lost = replace(lost, fix=replace(lost.fix, timed=False))
    found = journeys(Trail([spot(1, 30.0, 120.0, 0), lost]), {})
    listed = {each.kind: each for each in happenings.happenings(found, {}) if each.index}
    assert listed["untimed"].text == "The seal had lost its clock: nobody knows when"
    assert happenings.record(listed["use"], "GL1").time == f"by {words.moment(5 * MINUTE)}"
    assert f"by {words.full_moment(5 * MINUTE)}" in happenings.points(found, [])[1].label


def test_an_area_is_told_of_where_a_use_had_to_keep_to_it() -> None:
    """Each area, of thousands, is looked at where it counted: else a long history took hours."""
    there, away = (30.03, 120.0), (30.5, 120.0)
    walk = [(away, ""), (there, "z"), (away, "z"), (there, "z"), (away, ""), (there, ""), (away, "")]
    [journey] = journeys(Trail([spot(n, *place, n * MINUTE, use=use) for n, (place, use) in enumerate(walk, 1)]), AREAS)
    assert [(each.index, each.entered) for _, each in journey.crossings] == [
        (1, True),
        (2, False),
        (3, True),
        (4, False),
    ]


def test_moves_without_number_are_drawn_in_so_many_corners() -> None:
    pairs = [(n, 30 + n % 97 / 100, 120 + n % 89 / 100) for n in range(1, 61)]
    spots = [
        each
        for n, lat, lon in pairs
        for each in (spot(2 * n, lat, lon, 2 * n * GAP_MS), spot(2 * n + 1, lat, lon + 0.001, 2 * n * GAP_MS + MINUTE))
    ]
    found = journeys(Trail(spots), {})
    assert len(lines(found)[Step.MOVE]) == 60
    for most in (200, 100, 5):
        drawn = lines(found, most)
        assert 0 < sum(len(line) for some in drawn.values() for line in some) <= most


def test_a_replay_of_a_part_stands_where_it_comes_to_the_same_record(qtbot: QtBot) -> None:
    walk = [spot(n, 30 + n / 100, 120.0, n * MINUTE) for n in range(1, 9)]
    bar = ReplayBar()
    qtbot.addWidget(bar)
    said: list[str] = []
    bar.moved.connect(lambda place: said.append(place[2] if place else ""))
    bar.set_journey(journeys(Trail(walk), {})[0])
    bar.slider.setValue(800)
    assert said[-1] == f"#6 · {words.full_moment(6 * MINUTE + 36_000)}"
    for part in (walk[2:], walk):  # the older ones are no longer among the newest; and are again
        bar.set_journey(journeys(Trail(part), {})[0])
        assert said[-1] == f"#6 · {words.full_moment(6 * MINUTE + 36_000)}"
    bar.set_journey(journeys(Trail(walk[:6]), {})[0])
    assert said[-1] == f"#6 · {words.full_moment(6 * MINUTE)}"  # it ends there
    bar.set_journey(journeys(Trail(walk[:4]), {})[0])
    assert (said[-1], bar.slider.value()) == ("", 0)


def test_the_line_says_how_far_at_the_least(trail: Trail) -> None:
    said = summary(journeys(trail, AREAS))
    assert said == (
        "8 uses · 3.3 km at the least · 1 stop, 15 min · 1 gap · 2 jumps that cannot be · the clock ran back once"
    )
    assert summary([]) == "0 uses · 0 m at the least"
    assert [distance(each) for each in (999.4, 1500, 123_456)] == ["999 m", "1.5 km", "123 km"]
    assert [duration(each) for each in (59_999, 3_600_000, 90 * 3_600_000)] == ["59 s", "1 h 0 min", "3 d 18 h"]


def test_a_replay_moves_on_evenly_and_waits_where_nobody_knows(trail: Trail) -> None:
    one, other = journeys(trail, AREAS)
    assert at(one, 5 * MINUTE) == (pytest.approx(30.005), 120.0, 0)
    assert at(one, 10 * MINUTE) == (30.01, 120.0, 1)
    assert at(one, 25 * MINUTE + 30_000) == (30.01, 120.0001, 2)  # before the jump
    assert at(one, 27 * MINUTE + GAP_MS // 2) == (30.02, 120.0, 4)  # in the night
    assert at(one, one.moments[-1])[2] == 6
    assert at(one, -5)[2] == 0
    assert at(one, 10**12)[2] == 6
    assert at(other, 0) == (31.0, 121.0, 0)


def test_a_long_track_is_drawn_in_fewer_corners_and_told_exactly() -> None:
    count = 100_000
    spots = [spot(n, 30 + math.sin(n / 4000) + n % 7 / 1e5, 110 + n / 20_000, n * MINUTE) for n in range(1, count + 1)]
    (one,) = journeys(Trail(spots), {})
    assert len(one.spots) == count
    (line,) = lines([one])[Step.MOVE]
    assert 2000 < len(line) <= MOST_DRAWN
    assert (line[0], line[-1]) == (_place(spots[0]), _place(spots[-1]))
    assert max(abs(a[1] - b[1]) for a, b in pairwise(line)) < 0.01  # nowhere is a piece left out
    told = tell(Trail(spots), {}, {})
    assert len(told.points_with("")) == 2
    assert [each.id for each in told.points_with(spots[500].id) if each.selected] == [spots[500].id]
    assert len(tell(Trail(spots[:MOST_POINTS]), {}, {}).points) == MOST_POINTS
    assert len(happenings.happenings([one], {})) == MOST_LISTED


def _place(of: Spot) -> tuple[float, float]:
    return of.fix.point.lat, of.fix.point.lon


def test_jumps_to_and_fro_without_end_are_drawn_once() -> None:
    wild = [spot(n, 30.0 if n % 2 else 50.0, 110.0, n * MINUTE) for n in range(30_000)]
    drawn = lines(journeys(Trail(wild), {}))
    assert sum(len(line) for some in drawn.values() for line in some) <= MOST_DRAWN
    assert len(drawn[Step.JUMP]) == 2
