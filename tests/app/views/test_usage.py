"""Usage records: the list of impressions as it grows, one of them with its photo, and what is not in the cloud yet."""

from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog

from app.models import carried
from app.models.carried import SeenPress
from app.models.files import put
from app.models.store import Store
from app.services.records import Asked, Search, Tab
from app.views import words
from app.views.pictures import Pictures
from app.views.room import Room
from app.views.usage.lines import Listed, read_list
from app.views.usage.page import UsagePage
from app.views.usage.table import UsageTable
from app.views.widgets import PhotoView
from demo import driver
from domain.usage import CLOCK_LOST, Abnormality, Grade
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, see, sees
from tests.app.views.test_forms import picture
from tests.app.views.world import World
from tests.waiting import until


async def press(store: Store, number: int, at: int, result: int = 0) -> None:
    """What the person in front of the seal was told of a press that the cloud has not heard of."""
    seen = SeenPress(number, number, "z-1", "m-clerk", at, result)
    await store.run(lambda tx: carried.put_slice(tx, world.ORG, world.GL, 1, number, number, b"slice", at, [seen]))


async def listed(room: Room, **asked: Any) -> Listed:
    return await room.store.run(lambda tx: read_list(tx, room, Search(), Asked(**asked)))


def shown() -> list[str]:
    """The rows of the table, as they can be read."""
    return driver.rows(driver.find("usage.list"))  # type: ignore[arg-type]


def chosen() -> str:
    """The impression that is the chosen one."""
    view = driver.find("usage.list")
    assert isinstance(view, UsageTable)
    line = view.line()
    return f"#{line.impression.own}" if line else ""


@pytest.mark.req("R-147", "R-148")
async def test_all_mine_and_managed_newest_first(stage: Stage) -> None:
    room = await stage.room("m-keeper")
    read = {tab: await listed(room, tab=tab) for tab in Tab}
    assert [line.impression.own for line in read[Tab.ALL].first.rows.values()][:4] == [24, 23, 22, 21]
    assert [len(read[tab].ns) for tab in Tab] == [36, 0, 36]
    clerk = await stage.room("m-clerk")
    mine = await listed(clerk, tab=Tab.MINE)
    assert {line.impression.member for line in mine.first.rows.values()} == {"m-clerk"}
    assert len((await listed(clerk, tab=Tab.MANAGED)).ns) == 0


@pytest.mark.req("R-147")
async def test_of_one_seal_or_of_all(stage: Stage) -> None:
    room = await stage.room("m-keeper")
    assert len((await listed(room, tab=Tab.MANAGED)).ns) == 36
    assert len((await listed(room, tab=Tab.MANAGED, seal=world.SECOND)).ns) == 12


@pytest.mark.req("R-007")
@pytest.mark.req("C-29")
async def test_one_record_with_all_that_is_known_of_it(stage: Stage) -> None:
    await stage.open(UsagePage, "m-keeper")
    assert driver.see("usage.count") == "36 records"
    first = shown()[0].split(" · ")
    assert set(first) >= {"云杉采购框架协议", "Normal", "#24", "许砚清", "合同专用章（一）"}
    driver.choose("usage.list", "#24")
    await see("usage.detail", "entry 24, signed by the seal, chain unbroken")  # read when it is looked at
    said = driver.see("usage.detail")
    for part in (
        "许砚清 (signed in at the seal)",
        "satellite · ±6\xa0m",
    ):
        assert part in said
    assert "2/3 used, issued by 沈若溪" in said
    assert "SQ-20261123-001" in said


@pytest.mark.req("R-132")
async def test_its_photo_large_on_a_click_and_small_in_the_list(stage: Stage) -> None:
    await stage.open(UsagePage, "m-keeper")
    view = driver.find("usage.list")
    assert isinstance(view, UsageTable)
    await until(lambda: view._model._thumb(view._model.line(0)) is not None)  # type: ignore[arg-type]
    driver.choose("usage.list", "#24")
    photo = driver.find("usage.photo")
    assert isinstance(photo, PhotoView)
    await until(lambda: photo.has_image)
    driver.click("usage.photo")
    await see("viewer.window", "#24")
    driver.press("viewer.window", "Escape")
    await until(lambda: not sees("viewer.window"))
    driver.press("usage.photo", "Return")
    await see("viewer.window", "#24")
    driver.press("viewer.window", "Escape")
    driver.choose("usage.list", "#23")
    await until(lambda: not photo.has_image)
    assert photo.accessibleDescription() == "No photo of this impression"


async def test_a_photo_that_comes_later_appears_by_itself(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    filled = await World(stage.now).fill()
    late = filled.blobs[0]
    store = page.room.store
    await store.run(lambda tx: put(tx, world.ORG, late, stage.now, outgoing=False))
    of = world.impression(23, stage.now)
    driver.choose("usage.list", "#23")
    await rooms.take(store, [world.photo(of, late)], now=stage.now)
    photo = driver.find("usage.photo")
    assert isinstance(photo, PhotoView)
    await until(lambda: photo.has_image)


async def test_a_photo_whose_time_was_over_is_not_waited_for(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    late = (await World(stage.now).fill()).blobs[0]
    gone = world.photo(world.impression(23, stage.now), late)
    gone = msgspec.structs.replace(gone, removed_at=stage.now, removed_after_d=90)
    await rooms.take(page.room.store, [gone], now=stage.now)
    driver.choose("usage.list", "#23")
    photo = driver.find("usage.photo")
    await until(lambda: photo.accessibleDescription() == "The photo was removed when its time was over")
    assert "90 days" in driver.see("usage.detail")


async def test_list_and_detail_show_a_photo_that_is_still_there(stage: Stage) -> None:
    """The list asked for the first one for ever, though the cloud had removed it."""
    page = await stage.open(UsagePage, "m-keeper")
    first, second = (await World(stage.now).fill()).blobs[:2]
    store, of = page.room.store, world.impression(23, stage.now)
    await store.run(lambda tx: put(tx, world.ORG, second, stage.now, outgoing=False))
    gone = msgspec.structs.replace(world.photo(of, first), id="p-1", removed_at=stage.now, removed_after_d=90)
    await rooms.take(store, [gone, msgspec.structs.replace(world.photo(of, second), id="p-2")], now=stage.now)
    driver.choose("usage.list", "#23")
    photo, view = driver.find("usage.photo"), driver.find("usage.list")
    assert isinstance(photo, PhotoView)
    assert isinstance(view, UsageTable)
    await until(lambda: (line := view.line()) is not None and view._model._thumb(line) is not None)
    await until(lambda: page._detail._line is view.line() and photo.has_image)
    driver.click("usage.photo")
    await until(lambda: sees("viewer.window"))


@pytest.mark.req("R-156", "C-29")
@pytest.mark.req("C-38", "C")
async def test_abnormal_records_say_the_cause(stage: Stage) -> None:
    await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.list", "Normal")
    await see("usage.detail", "Normal")
    assert not sees("usage.reported")
    driver.choose("usage.list", "bnormal")
    await see("usage.detail", "Abnormal: stand out when the use ended")
    assert driver.see("usage.reported").startswith("Such a report is nothing unusual")
    driver.choose("usage.list", "#21")
    await see("usage.detail", "person unknown")
    await see("usage.detail", "unknown")
    assert {words.result(cause)[0] for cause in Abnormality} == {
        f"Abnormal: {words.cause(cause)}" for cause in Abnormality
    }
    assert len({words.grade(grade) for grade in Grade}) == 3


async def test_a_press_is_there_at_once_and_marked_until_the_cloud_has_it(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    assert chosen() == "#24"
    await press(page.room.store, 25, stage.now)
    await until(lambda: "sending" in shown()[0])
    assert driver.see("usage.count") == "37 records"
    await see("usage.detail", "entry 25, seen at the seal, not yet in the cloud")  # who looks at the newest, follows
    held = world.status(world.GL, stage.now, log_end=26, log_to=25)
    await rooms.take(page.room.store, [world.impression(25, stage.now), held], now=stage.now)
    await until(lambda: "sending" not in shown()[0])
    await see("usage.detail", "entry 25, signed by the seal, chain unbroken")
    assert driver.see("usage.count") == "37 records"


async def test_the_chain_of_a_record_is_called_what_it_is(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    await rooms.take(page.room.store, [world.impression(26, stage.now)], now=stage.now)  # 25 is not there
    await see("usage.detail", "entry 26, signed by the seal; entries before it are missing")
    driver.choose("usage.list", "#24")
    await see("usage.detail", "entry 24, signed by the seal, chain unbroken")
    forked = world.status(world.GL, stage.now, log_end=26, log_to=26, forked_from=23)
    await rooms.take(page.room.store, [forked], now=stage.now)
    driver.choose("usage.list", "#23")
    await see("usage.detail", "entry 23, signed by the seal; from entry 23 on it has signed another")
    driver.choose("usage.list", "#24")
    await see("usage.detail", "entry 24, signed by the seal; from entry 23 on")
    driver.choose("usage.list", "#22")
    await see("usage.detail", "entry 22, signed by the seal, chain unbroken")


async def test_who_looks_at_an_older_record_is_not_moved(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.list", "#22")
    await press(page.room.store, 25, stage.now)
    await until(lambda: "sending" in shown()[0])
    await see("usage.detail", "number 22 of this seal")


async def test_nothing_has_been_pressed_yet(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-clerk", empty=True)
    assert driver.see("usage.count") == "0 records"
    assert page._nothing.title.text() == "No record yet"
    assert not sees("usage.photo")


# Pictures added by hand


def answer(path: Path) -> None:
    """The file dialog that stands there is answered with this file."""
    dialog = driver.find("keeping.window")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()


@pytest.mark.req("R-135", "F")
async def test_a_missed_photo_is_added_by_hand_from_its_record(stage: Stage, tmp_path: Path) -> None:
    await stage.open(UsagePage, "m-clerk")
    driver.choose("usage.list", "#24")
    await until(lambda: not sees("usage.add"))
    driver.choose("usage.list", "#23")
    driver.click("usage.add")
    await see("keeping.window")
    broken = tmp_path / "broken.png"
    broken.write_text("no picture")
    answer(broken)
    await see("usage.message", "“broken.png” is no PNG or JPEG picture.")
    driver.click("usage.add")
    await see("keeping.window")
    answer(picture(tmp_path, "page.png"))
    await until(lambda: stage.said.told == ["Photo added"])
    await until(lambda: not sees("usage.add"))
    photo = driver.find("usage.photo")
    assert isinstance(photo, PhotoView)
    await until(lambda: photo.has_image)


@pytest.mark.req("R-135")
async def test_who_changes_his_mind_has_added_nothing(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-clerk")
    driver.choose("usage.list", "#23")
    driver.click("usage.add")
    await see("keeping.window")
    dialog = driver.find("keeping.window")
    assert isinstance(dialog, QFileDialog)
    dialog.reject()
    await until(lambda: driver.find("usage.add").isEnabled())
    assert await page.room.desk.pending(world.ORG) == []


@pytest.mark.req("R-146")
async def test_a_picture_after_use_is_added_to_my_own_use_alone(stage: Stage, tmp_path: Path) -> None:
    page = await stage.open(UsagePage, "m-clerk")
    driver.choose("usage.list", "#24")
    await see("usage.add_after")
    driver.click("usage.add_after")
    await see("keeping.window")
    answer(picture(tmp_path, "归档.png"))
    await until(lambda: stage.said.told == ["Picture added"])
    await until(lambda: [thumb.caption for thumb in page._detail._after.view.thumbs()] == ["归档.png"])
    (act,) = await page.room.desk.pending(world.ORG)
    assert act.name == "AttachAfterUse"
    page.hide()
    await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.list", "#24")
    await see("usage.detail", "number 24 of this seal")
    assert not sees("usage.add_after")


async def test_the_list_is_content_with_small_pictures_and_the_chosen_record_shows_the_photo(stage: Stage) -> None:
    """Who looks at a photo is noted in the cloud, when it leaves: a list of many is no look at any."""
    asked: dict[str, list[str]] = {"whole": [], "small": []}

    async def none(way: str, sha256: str) -> bytes | None:
        asked[way].append(sha256)
        return None

    fetches = partial(none, "whole"), partial(none, "small")
    page = await stage.show(UsagePage, await stage.room("m-keeper", pictures=Pictures(*fetches)))
    await until(lambda: len(set(asked["small"])) > 1)
    await until(lambda: not page.tasks.running)
    line = page._list.line()
    assert line is not None
    assert set(asked["whole"]) == {each.sha256 for each in line.photos[-1:]}
    assert set(asked["small"]) >= set(asked["whole"])


async def test_a_seal_that_had_lost_its_clock_says_no_time(stage: Stage) -> None:
    room = await stage.room("m-owner")
    lost = world.impression(90, 3_600_000, clock=CLOCK_LOST, received_at=stage.now - 5)
    await rooms.take(room.store, [lost], now=stage.now)
    await stage.show(UsagePage, room)
    await until(lambda: any(f"by {words.full_moment(stage.now - 5)}" in row for row in shown()[:1]))
    driver.choose("usage.list", "#90")
    await see("usage.detail", "the seal had lost its clock")
    assert "1970" not in driver.see("usage.detail") + "".join(shown())
