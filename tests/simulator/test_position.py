"""Where a seal is: real fixes, moved to a Chinese city, played there and back."""

from pathlib import Path

import pytest

from protocol.log import Source
from simulator.position import FOLDER, MAX_BYTES, MOVED, Fix, Track, read_track, walk

CITIES = {"hangzhou": (30.27, 120.15), "chengdu": (30.66, 104.07), "wuhan": (30.59, 114.31)}


@pytest.mark.parametrize("city", sorted(MOVED))
def test_the_tracks_lie_in_their_cities_and_go_on_in_time(city: str) -> None:
    fixes = read_track(city).fixes
    assert len(fixes) > 100
    for fix in fixes:
        assert (abs(fix.lat - CITIES[city][0]) < 0.12, abs(fix.lon - CITIES[city][1]) < 0.12) == (True, True)
    times = [fix.at for fix in fixes]
    assert times == sorted(set(times))
    assert times[0] == 0


def test_each_file_is_in_the_readme_with_its_sum_and_how_it_was_moved() -> None:
    import hashlib

    readme = (FOLDER / "README.md").read_text("utf-8")
    for name, (file, lat, lon) in MOVED.items():
        assert hashlib.sha256((FOLDER / file).read_bytes()).hexdigest() in readme
        moved = f"{lat:+.2f}°, {lon:+.2f}°".replace("-", "−")
        assert f"{moved} | " in readme
        assert f"`{name}`" in readme


def test_the_last_fix_with_its_age_there_and_back_again() -> None:
    track = Track((Fix(0, 30.0, 120.0), Fix(10, 30.1, 120.1), Fix(30, 30.2, 120.2)))
    place = track.place(14)
    assert (place.lat_e7, place.lon_e7, place.age_s) == (301_000_000, 1_201_000_000, 4)
    assert (place.source, place.accuracy_m) == (Source.GNSS, 5)
    assert track.place(29).lat_e7 == 301_000_000
    assert [track.place(at).lat_e7 for at in (30, 31, 50, 60, 74)] == [
        302_000_000, 302_000_000, 301_000_000, 300_000_000, 301_000_000,
    ]  # fmt: skip
    assert track.place(14, pace=2).age_s == 2
    assert Track((Fix(0, 30.0, 120.0),)).place(1e6).lat_e7 == 300_000_000


def test_a_walk_goes_with_the_clock_at_its_pace() -> None:
    now = [100.0]
    locate = walk(Track((Fix(0, 30.0, 120.0), Fix(10, 30.1, 120.1), Fix(30, 30.2, 120.2))), 10, lambda: now[0])
    place = locate()
    assert place is not None
    assert place.lat_e7 == 300_000_000
    now[0] += 1.2
    place = locate()
    assert place is not None
    assert place.lat_e7 == 301_000_000


def gpx(points: str) -> str:
    return f'<gpx version="1.1" creator="t"><trk><trkseg>{points}</trkseg></trk></gpx>'


def test_a_file_without_times_is_walked_evenly(tmp_path: Path) -> None:
    file = tmp_path / "own.gpx"
    file.write_text(gpx('<trkpt lat="1" lon="2"/><trkpt lat="1.1" lon="2"/><trkpt lat="1.2" lon="2"/>'))
    assert read_track(str(file)).fixes == (Fix(0, 1, 2), Fix(5, 1.1, 2), Fix(10, 1.2, 2))


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FIX = '<trkpt lat="1" lon="2"/>'
BAD = {
    "no xml": "no element|syntax|not well-formed|not found",  # whichever of the two parsers is there
    "": "no element|empty",
    gpx(""): "no points",
    "<html/>": "no points",
    '<gpx version="1.1" creator="t"><wpt lat="1" lon="2"/></gpx>': "no points",
    gpx('<trkpt lon="2"/>'): "latitude",
    gpx('<trkpt lat="north" lon="2"/>'): "north",
    gpx(f'{FIX}<trkpt lat="91" lon="2"/>'): "point 2 lies outside",
    gpx('<trkpt lat="1" lon="-180.1"/>'): "point 1 lies outside",
    gpx('<trkpt lat="nan" lon="2"/>'): "point 1 lies outside",
    gpx('<trkpt lat="1" lon="inf"/>'): "point 1 lies outside",
    gpx('<trkpt lat="1" lon="2"><time>yesterday</time></trkpt>'): "time that cannot be read",
    gpx('<trkpt lat="1" lon="2"><time>2026-13-40T99:00:00Z</time></trkpt>'): "time that cannot be read",
    BOMB + gpx(FIX.replace("/>", "><name>&b;</name></trkpt>")): "entities",
    '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + gpx(FIX): "entities",
    "<gpx" + " xmlns" * 100_000 + ">": "namespaces",
}


@pytest.mark.parametrize("content", BAD, ids=range(len(BAD)))
def test_a_file_that_is_no_track_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "bad.gpx"
    file.write_text(content)
    with pytest.raises(ValueError, match=rf"bad\.gpx is no GPX file that can be followed: .*({BAD[content]})"):
        read_track(str(file))


def test_a_file_that_is_not_there_or_no_text_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        read_track(str(tmp_path / "nowhere.gpx"))
    file = tmp_path / "bad.gpx"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ValueError, match=r"bad\.gpx"):
        read_track(str(file))
    with file.open("wb") as large:
        large.truncate(MAX_BYTES + 1)
    with pytest.raises(ValueError, match="larger than 32 MB"):
        read_track(str(file))


def test_times_that_go_back_or_name_no_zone_are_followed_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "own.gpx"
    times = ("2026-01-01T08:00:00", "2026-01-01T08:00:10Z", "2026-01-01T08:00:03Z", "2026-01-01T08:01:00+00:00")
    file.write_text(gpx("".join(f'<trkpt lat="1" lon="2"><time>{time}</time></trkpt>' for time in times)))
    assert [fix.at for fix in read_track(str(file)).fixes] == [0, 10, 15, 60]
