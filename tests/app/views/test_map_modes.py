"""The map's page in its modes: whose uses a track shows, one of them, the replay, a past moment, asking a seal."""

import asyncio
from pathlib import Path
from typing import Any

import gpxpy
import msgspec
import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QDialog, QLabel, QPushButton, QSlider, QTabBar

from app.services.trouble import Trouble
from app.views.map import asking as module
from app.views.map import export, happenings
from app.views.map.page import MapPage, Mode
from demo import driver
from domain.geo import Area, Point
from domain.seals import Position
from domain.track import Step
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, pick, records, see, sees, titles
from tests.app.views.world import DAY, HOUR, MINUTE
from tests.waiting import until

ELSEWHERE = Position(31.2304, 121.4737, "gnss", 4, 6)


async def opened(stage: Stage, who: str, mode: Mode, *presses: Any, **other: Any) -> MapPage:
    stage.said.seal = world.GL
    room = await stage.room(who, **other)
    if presses:
        await rooms.take(room.store, list(presses), now=stage.now)
    page = await stage.show(MapPage, room)
    turn(mode)
    return page


def turn(mode: Mode) -> None:
    tabs = driver.find("map.modes")
    assert isinstance(tabs, QTabBar)
    tabs.setCurrentIndex(mode)


def uses(page: MapPage) -> list[tuple[str, int]]:
    return [(each.seal, spot.number) for each in page._told.journeys for spot in each.spots]


@pytest.mark.req("R-217")
@pytest.mark.req("R-216", "R-219")
async def test_who_manages_the_seal_sees_all_of_its_track(stage: Stage) -> None:
    page = await opened(stage, "m-keeper", Mode.TRACK)
    await until(lambda: len(uses(page)) == 23)
    await see("map.happenings")
    await see("map.not_drawn", "1 without a position")
    assert any(title.startswith("#24 · ") for title in titles("map.happenings"))


@pytest.mark.req("R-218", "F")
async def test_a_point_of_the_track_opens_the_use(stage: Stage) -> None:
    page = await opened(stage, "m-keeper", Mode.TRACK)
    await until(lambda: len(titles("map.happenings")) > 20)
    page._view.point_clicked.emit(f"{world.GL}-24")
    await see("use.window", "云杉采购框架协议")
    dialog = driver.find("use.window")
    assert isinstance(dialog, QDialog)
    driver.click("use.close")
    await until(lambda: not sees("use.window"))
    page._view.point_clicked.emit("GL-gone")
    await until(lambda: stage.said.told == ["This record may not be seen any more"])
    page._panel.opened.emit(f"{world.GL}-22/use")
    await see("use.window")
    driver.click("use.close")


@pytest.mark.req("R-220", "F")
async def test_the_history_is_of_all_seals_people_and_times(stage: Stage) -> None:
    old = world.impression(1, stage.now - 400 * DAY, seal=world.FINANCE, member="m-approver", place=ELSEWHERE)
    page = await opened(stage, "m-admin", Mode.HISTORY, old)
    await until(lambda: {seal for seal, _ in uses(page)} == {world.GL, world.SECOND})
    everything = driver.find("map.everything")
    assert isinstance(everything, QPushButton)
    everything.click()
    await until(lambda: (world.FINANCE, 1) in uses(page))
    assert len(uses(page)) == 23 + 12 + 1
    for box, key in (("map.person", "m-approver"), ("map.seal", world.FINANCE)):
        choice: Any = driver.find(box)
        choice.setCurrentIndex(choice.findData(key))
        choice.activated.emit(choice.currentIndex())
    await until(lambda: uses(page) == [(world.FINANCE, 1)])
    await see("map.summary", "1 use · 0 m at the least")
    everything.click()
    await until(lambda: uses(page) == [])
    since = driver.find("map.since")
    assert isinstance(since, QDateTimeEdit)
    since.setDateTime(QDateTime.fromMSecsSinceEpoch(stage.now - 401 * DAY))
    since.editingFinished.emit()
    await until(lambda: uses(page) == [(world.FINANCE, 1)])


async def test_a_period_that_ends_before_it_begins_is_said_to(stage: Stage) -> None:
    """Instead of an empty map."""
    page = await opened(stage, "m-admin", Mode.HISTORY)
    await until(lambda: len(uses(page)) > 20)
    assert not sees("map.period_wrong")
    driver.date("map.until", stage.now - 2 * DAY)
    driver.date("map.since", stage.now - DAY)
    await see("map.period_wrong", "The end must come after the start.")
    driver.click("map.everything")
    await until(lambda: not sees("map.period_wrong"))
    driver.click("map.everything")
    await see("map.period_wrong", "The end must come after the start.")
    driver.date("map.since", stage.now - 3 * DAY)
    await until(lambda: not sees("map.period_wrong"))


@pytest.mark.req("R-221", "R-220")
async def test_the_history_is_searched_by_words_and_places_together(stage: Stage) -> None:
    found = [
        world.impression(90, stage.now - HOUR, seal=world.FINANCE, member="m-approver", place=ELSEWHERE),
        world.impression(91, stage.now - HOUR, seal=world.FINANCE, member="m-han", place=ELSEWHERE),
    ]
    page = await opened(stage, "m-admin", Mode.HISTORY, *found)
    await until(lambda: (world.FINANCE, 91) in uses(page))
    driver.write("map.place", "上海")
    await until(lambda: uses(page) == [(world.FINANCE, 90), (world.FINANCE, 91)])
    driver.write("map.words", "财务")
    await until(lambda: uses(page) == [(world.FINANCE, 90), (world.FINANCE, 91)])
    driver.write("map.words", "hetong")
    await until(lambda: uses(page) == [])
    page._panel.place.clear()
    await until(lambda: len(uses(page)) > 20)


async def test_a_long_history_is_worked_out_again_only_when_it_is_another(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    tell = happenings.tell
    monkeypatch.setattr(
        happenings, "tell", lambda trail, *others: told.append(len(trail.spots)) or tell(trail, *others)
    )
    page = await opened(stage, "m-admin", Mode.HISTORY)
    await until(lambda: len(uses(page)) == 35)
    told.clear()
    where = Position(30.1, 120.1, "gnss", 0, 5)
    status = world.status(world.GL, stage.now, place=where)  # as seals say it all day long
    await rooms.take(page.room.store, [status], now=stage.now)
    await until(lambda: page._seen.line(world.GL).place == where)  # type: ignore[union-attr]
    assert told == []
    await rooms.take(page.room.store, [world.impression(90, stage.now - MINUTE)], now=stage.now)
    await until(lambda: len(uses(page)) == 36)
    assert told == [36]


async def test_arrow_keys_go_from_happening_to_happening_on_the_map(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await opened(stage, "m-keeper", Mode.TRACK)
    await until(lambda: len(titles("map.happenings")) > 20)
    gone_to: list[tuple[float, float]] = []
    monkeypatch.setattr(page._view, "pan_to", lambda *place: gone_to.append(place))
    panel = page._panel
    panel.list.setFocus()
    await until(panel.list.hasFocus)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(panel.list, key)
    places = [each.place for each in page._told.listed[:3]]
    assert gone_to[-2:] == places[1:]


async def test_all_seals_stay_all_seals_when_one_is_renamed(stage: Stage) -> None:
    page = await opened(stage, "m-admin", Mode.HISTORY)
    await until(lambda: {seal for seal, _ in uses(page)} == {world.GL, world.SECOND})
    await rooms.take(page.room.store, [world.seal(world.FINANCE, "财务章（新）")], now=stage.now)
    box = driver.find("map.seal")
    assert isinstance(box, QComboBox)
    await until(lambda: "财务章（新）" in [box.itemText(at) for at in range(box.count())])
    assert box.currentData() == ""
    assert {seal for seal, _ in uses(page)} == {world.GL, world.SECOND}


@pytest.mark.req("R-220")
async def test_a_history_without_an_end_that_was_chosen_has_none(stage: Stage) -> None:
    page = await opened(stage, "m-admin", Mode.HISTORY)
    assert page._panel.asked().until is None
    chosen = page._panel.until.dateTime().addDays(-1)
    page._panel.until.setDateTime(chosen)
    assert page._panel.asked().until == chosen.toMSecsSinceEpoch()


@pytest.mark.req("R-001", "R-220")
async def test_positions_that_cannot_be_are_told_and_not_drawn(stage: Stage) -> None:
    odd = [
        world.impression(90, stage.now - 50 * MINUTE, place=Position(0.0, 0.0, "gnss", 0, 0)),
        world.impression(91, stage.now - 40 * MINUTE, place=Position(95.0, 10.0, "gnss", 0, 0)),
    ]
    lost = world.status(world.FINANCE, stage.now, place=Position(0.0, 0.0, "gnss", 0, 0))
    page = await opened(stage, "m-keeper", Mode.TRACK, *odd, lost)
    await see("map.not_drawn", "1 without a position · 2 with a position that cannot be")
    assert not {90, 91} & {number for _, number in uses(page)}
    turn(Mode.NOW)
    await pick("map.list", "财务专用章")
    await see("map.where", "a position that cannot be: 0.00000, 0.00000")
    assert [each.subtitle for each in records("map.list") if each.title == "财务专用章"] == [
        "a position that cannot be"
    ]
    assert page._seen.line(world.FINANCE).place is None  # type: ignore[union-attr]


@pytest.mark.req("R-220")
async def test_jumps_and_clocks_that_ran_back_stand_in_the_list(stage: Stage) -> None:
    later = [
        world.impression(90, stage.now + MINUTE, place=ELSEWHERE, authorization="z-9"),
        world.impression(91, stage.now + 2 * MINUTE, authorization="z-9"),
        world.impression(92, stage.now + MINUTE, authorization="z-9"),
    ]
    bound = world.authorization("z-9", stage.now, area=Area("厂区", Point(31.2304, 121.4737), 800))
    page = await opened(stage, "m-keeper", Mode.TRACK, *later, bound)
    await until(lambda: (world.GL, 92) in uses(page))
    steps = page._told.journeys[0].steps
    assert steps[-3:] == [Step.JUMP, Step.JUMP, Step.BACK]
    await see("map.happenings")
    texts = [each.text for each in page._told.listed[:7]]
    assert "The clock ran back by 1 min" in texts
    assert "Left 厂区" in texts
    assert any(text.startswith("Cannot be: 149 km") and text.endswith(" in 1 min") for text in texts), texts
    await see("map.summary", "2 jumps that cannot be · the clock ran back once")


@pytest.mark.req("R-216", "R-220")
async def test_a_track_is_exported_point_for_point(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "track.gpx"

    async def choose_place(*_: object) -> Path:
        return path

    monkeypatch.setattr(export, "choose_place", choose_place)
    page = await opened(stage, "m-admin", Mode.TRACK)
    await until(lambda: driver.find("map.export").isEnabled())
    driver.click("map.export")
    await until(path.exists)
    await until(lambda: stage.said.told == ["Saved as track.gpx"])
    (track,) = gpxpy.parse(path.read_text()).tracks
    points = [point for segment in track.segments for point in segment.points]
    spots = page._told.journeys[0].spots
    assert [(each.latitude, each.longitude) for each in points] == [
        (spot.fix.point.lat, spot.fix.point.lon) for spot in spots
    ]
    path.unlink()
    turn(Mode.HISTORY)
    await until(lambda: len(page._told.journeys) == 2)
    await until(lambda: driver.find("map.export").isEnabled())
    driver.click("map.export")
    await until(path.exists)
    await until(lambda: len(stage.said.told) == 2)
    tracks = {each.name: each for each in gpxpy.parse(path.read_text()).tracks}
    for journey in page._told.journeys:
        points = [point for segment in tracks[page._seen.seal(journey.seal)].segments for point in segment.points]
        assert [(each.latitude, each.longitude) for each in points] == [
            (spot.fix.point.lat, spot.fix.point.lon) for spot in journey.spots
        ]
    assert len(tracks) == 2


@pytest.mark.req("R-151")
async def test_who_keeps_a_seal_takes_no_track_away(stage: Stage) -> None:
    page = await opened(stage, "m-keeper", Mode.TRACK)
    await until(lambda: len(uses(page)) == 23)
    assert not sees("map.export")


async def test_a_replay_is_played_paused_and_scrubbed(stage: Stage) -> None:
    page = await opened(stage, "m-keeper", Mode.TRACK)
    await until(lambda: bool(uses(page)) and driver.find("map.play").isEnabled())
    places: list[Any] = []
    page._replay.moved.connect(places.append)
    play, scrubber, when = driver.find("map.play"), driver.find("map.scrubber"), driver.find("map.when")
    assert isinstance(play, QPushButton)
    assert isinstance(scrubber, QSlider)
    assert isinstance(when, QLabel)
    play.click()
    await until(lambda: len({each[:2] for each in places if each}) > 1)
    assert page._replay.is_playing
    play.click()
    assert (page._replay.is_playing, play.text()) == (False, "Play")
    scrubber.setValue(scrubber.maximum())
    last = page._told.journeys[0].spots[-1].fix
    assert places[-1][:2] == (last.point.lat, last.point.lon)
    assert scrubber.accessibleDescription() == when.text() != ""
    play.click()  # at its end it begins anew
    assert scrubber.value() < scrubber.maximum()
    page._replay._gone = float(page._replay._whole)
    await until(lambda: not page._replay.is_playing)
    turn(Mode.NOW)
    await until(lambda: places[-1] is None)


@pytest.mark.req("R-220")
async def test_all_seals_as_they_were_at_a_past_moment(stage: Stage) -> None:
    before = world.impression(1, stage.now - 10 * DAY, seal=world.FINANCE, place=ELSEWHERE)
    unknown = world.impression(2, stage.now - 9 * DAY, seal=world.FINANCE, place=None)
    page = await opened(stage, "m-admin", Mode.MOMENT, before, unknown)
    await until(
        lambda: (
            {seal: spot.number for seal, spot in page._then.items()}.keys() == {world.GL, world.SECOND, world.FINANCE}
        )
    )
    assert page._then[world.FINANCE].number == 1
    edit = driver.find("map.moment")
    assert isinstance(edit, QDateTimeEdit)
    edit.setDateTime(QDateTime.fromMSecsSinceEpoch(stage.now - 5 * DAY))
    edit.editingFinished.emit()
    await until(lambda: page._then.keys() == {world.FINANCE})
    await pick("map.list", "财务专用章")
    await see("map.summary", "财务专用章 · 31.23040, 121.47370")
    await pick("map.list", "合同专用章（一）")
    await see("map.summary", "no use with a position before that")


@pytest.mark.req("R-215", "F")
async def test_a_seal_is_located_and_what_comes_of_it_is_said_beside_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LATE_S", 0.05)
    page = await opened(stage, "m-clerk", Mode.NOW)
    answers: list[asyncio.Future[Trouble | None]] = []

    async def locate(_organization: str, serial: str) -> Trouble | None:
        assert serial == world.GL
        answers.append(asyncio.get_running_loop().create_future())
        return await answers[-1]

    page.room.devices.locate = locate  # type: ignore[method-assign]
    button = driver.find("map.locate")
    assert isinstance(button, QPushButton)
    button.click()
    await see("map.asked", "The seal has not answered yet; the map shows where it last was.")
    assert not button.isEnabled()
    answers[0].set_result(Trouble("seal_not_located", worth_repeating=True))
    await see("map.asked", "The seal has not answered: it may be off, without a signal, or far.")
    await until(button.isEnabled)
    button.click()
    await until(lambda: len(answers) == 2)
    await pick("map.list", "财务专用章")
    await until(lambda: not sees("map.asked"))  # that was said of another seal
    moved = world.status(world.GL, stage.now, place=ELSEWHERE)
    await rooms.take(page.room.store, [moved], now=stage.now)
    answers[1].set_result(None)
    await pick("map.list", "合同专用章（一）")
    await see("map.asked", "It answered at ")
    await see("map.where", "31.23040, 121.47370 · satellite")


async def test_details_and_settings_are_one_click_away(stage: Stage) -> None:
    page = await opened(stage, "m-keeper", Mode.NOW)
    driver.click("map.details")
    driver.click("map.settings")
    page._view.seal_opened.emit(world.FINANCE)
    assert stage.said.opened[:1] == ["seals"]
    assert stage.said.opened.count("seals") >= 3


async def test_one_that_is_followed_stays_in_sight(stage: Stage) -> None:
    page = await opened(stage, "m-keeper", Mode.NOW)
    looked: list[tuple[float, float]] = []
    page._view.pan_to = lambda lat, lon: looked.append((lat, lon))  # type: ignore[method-assign]
    follow = driver.find("map.follow")
    assert isinstance(follow, QPushButton)
    moved = world.status(world.GL, stage.now, place=ELSEWHERE)
    await rooms.take(page.room.store, [moved], now=stage.now)
    await see("map.where", "31.23040")
    assert looked == []
    follow.click()
    back = msgspec.structs.replace(moved, place=Position(30.0, 120.0, "gnss", 1, 1), at=stage.now + 1)
    await rooms.take(page.room.store, [back], now=stage.now)
    await until(lambda: (30.0, 120.0) in looked)
