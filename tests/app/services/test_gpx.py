"""A track as GPX: point for point what the seal said; and real tracks, walked by virtual seals and exported again."""

from datetime import UTC, datetime

import gpxpy
import gpxpy.gpx
import pytest

from app.models import usage
from app.models.usage import Filter
from app.services.gpx import Waypoint, export, segments
from app.services.stamping_state import Step
from domain.seals import Position
from domain.usage import Impression
from protocol.contact import Phase
from simulator.position import Track, read_track, walk
from tests.app.services import office
from tests.app.services.office import Office
from tests.waiting import until

MORNING = 1_767_225_600_000  # 2026-01-01 00:00 UTC
MINUTE = 60_000


def _at(minutes: float, lat: float = 30.0, lon: float = 120.0, name: str = "", accuracy: int = 5) -> Waypoint:
    return Waypoint(MORNING + round(minutes * MINUTE), Position(lat, lon, "gnss", 0, accuracy), name, "")


def _read(file: bytes) -> gpxpy.gpx.GPX:
    return gpxpy.parse(file.decode())


def test_each_use_is_a_point_with_time_and_name() -> None:
    place = Position(30.2741512, 120.1551538, "cell", 3, 800)
    use = Waypoint(MORNING + 1234, place, "#12", "合同专用章 · <许砚清> & 同事")
    read = _read(export("合同专用章", [("合同专用章", [use])]))
    assert (read.version, read.creator, read.name) == ("1.1", "Signet", "合同专用章")
    (track,) = read.tracks
    ((point,),) = (segment.points for segment in track.segments)
    assert (point.latitude, point.longitude) == (30.2741512, 120.1551538)
    assert point.time == datetime(2026, 1, 1, 0, 0, 1, 234_000, UTC)
    assert (point.name, point.description, point.source) == ("#12", "合同专用章 · <许砚清> & 同事", "cell ±800 m")


def test_a_time_after_all_calendars_is_their_last() -> None:
    (track,) = _read(
        export("合同专用章", [("合同专用章", [Waypoint(2**48 - 1, Position(30.0, 120.0, "gnss", 0, 5))])])
    ).tracks
    assert track.segments[0].points[0].time == datetime(9999, 12, 30, tzinfo=UTC)


def test_what_was_pressed_without_a_clock_has_no_time() -> None:
    lost = Waypoint(MORNING, Position(30.0, 120.0, "gnss", 0, 5), timed=False)
    (track,) = _read(export("合同专用章", [("合同专用章", [_at(0), lost, _at(1)])])).tracks
    assert [[point.time is None for point in segment.points] for segment in track.segments] == [
        [False],
        [True],
        [False],
    ]


@pytest.mark.parametrize(
    ("track", "lengths"),
    [
        ([], []),
        ([_at(0)], [1]),
        ([_at(0), _at(29.9)], [2]),
        ([_at(0), _at(30)], [1, 1]),  # nothing was heard for half an hour
        ([_at(0), _at(1, lat=31)], [1, 1]),  # 111 km in a minute
        ([_at(1), _at(0)], [1, 1]),  # a clock that ran backwards
        ([_at(0), _at(1, lat=0, lon=0), _at(2)], [2]),  # no place
        ([_at(0), _at(1, lat=95), _at(2)], [2]),
        ([_at(0), _at(1), _at(60), _at(61), _at(62, lat=50), _at(63, lat=50)], [2, 2, 2]),
    ],
)
def test_no_line_is_drawn_where_none_was_travelled(track: list[Waypoint], lengths: list[int]) -> None:
    assert [len(part) for part in segments(track)] == lengths
    read = _read(export("x", [("x", track)]))
    assert [len(segment.points) for line in read.tracks for segment in line.segments] == lengths


def test_what_xml_cannot_hold_is_left_out() -> None:
    file = export("a\x00\x1b\u202eb", [("a\x00b", [_at(0, name="\ud800#1\x07")])])
    read = _read(file)
    assert (read.name, read.tracks[0].segments[0].points[0].name) == ("ab", "#1")


def _way(impression: Impression) -> Waypoint:
    assert impression.place is not None
    return Waypoint(impression.at, impression.place, f"#{impression.own}", "")


@pytest.mark.slow
@pytest.mark.parametrize(("city", "every"), [("hangzhou", 1), ("chengdu", 4), ("wuhan", 10)])
async def test_a_real_track_is_walked_by_a_seal_and_comes_out_again(at: Office, city: str, every: int) -> None:
    """Presses along it, pulled by the console of another person, are the track: place for place, time for time."""
    track = read_track(city)
    walked = Track(track.fixes[::every])
    now = [0.0]
    owner = await at.owner()
    host = await at.bound(owner, opened=True, locate=walk(walked, 1.0, lambda: now[0]))
    authorization = await office.authorize(owner, host, await owner.me(), count=len(walked.fixes))
    stamping = owner.stamping(authorization)
    stamping.start()
    await until(lambda: stamping.state.step is Step.IN_HAND and stamping.state.phase is Phase.USABLE, within=20)
    for fix in walked.fixes:
        now[0] = fix.at
        host.act(lambda firmware: firmware.press())
    count = len(walked.fixes)
    other = await at.member(owner, role=office.Role.ADMINISTRATOR)

    async def all_here() -> bool:
        return len(await other.all(Impression)) == count

    await other.until(all_here, within=60)
    await stamping.close()
    newest_first = await other.store.run(
        lambda tx: usage.page(tx, other.organization, Filter(seal=host.plate.serial), limit=count + 1)
    )
    assert not any(press.pending for press in newest_first)
    uses = [press.impression for press in reversed(newest_first)]
    read = _read(export("合同章", [("合同章", [_way(use) for use in uses])]))
    points = [point for segment in read.tracks[0].segments for point in segment.points]
    assert [(point.latitude, point.longitude) for point in points] == [
        (round(fix.lat * 1e7) / 1e7, round(fix.lon * 1e7) / 1e7) for fix in walked.fixes
    ]
    assert [round(point.time.timestamp() * 1000) for point in points if point.time] == [use.at for use in uses]
    assert [point.name for point in points] == [f"#{number}" for number in range(1, count + 1)]
