"""What waits for me beside the seal in my hand: a code to enter, pictures I owe, what I have used."""

import json
from pathlib import Path

import pytest

from app.models import fold
from app.views.ready.lines import OWED, TO_USE, USED, waiting_for
from app.views.ready.page import ReadyPage
from demo import driver
from domain.authorizations import Authorization
from domain.authorizations import Stage as Standing
from domain.uses import Method
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, pick, records, see, sees, titles
from tests.app.views.test_forms import picture
from tests.app.views.test_usage import answer
from tests.waiting import until, until_told

LEASE = "仓储租赁补充协议二"


def pre(now: int, **other: object) -> Authorization:
    """By activation code, for the clerk's seal."""
    values = {"method": Method.PRE, "stage": Standing.WAITING, "confirmed_at": None, "application": "a-5"}
    return world.authorization("z-9", now, **(values | {"seal": world.SECOND} | other))


async def with_code(stage: Stage) -> ReadyPage:
    """The clerk, whose seal nobody else is using."""
    page = await stage.open(ReadyPage, "m-clerk")
    ended = world.authorization("z-4", stage.now, member="m-approver", seal=world.SECOND, ended_at=stage.now)
    await rooms.take(page.room.store, [pre(stage.now), ended], now=stage.now)
    await pick("ready.list", "Not activated")
    await see("ready.code")
    return page


@pytest.mark.req("R-293", "R-129", "F")
@pytest.mark.req("C-04", "C")
async def test_not_activated_and_not_started_ones_are_told_apart(stage: Stage) -> None:
    await with_code(stage)
    assert [record.pill for record in records("ready.list")] == ["In use", "Not activated", "Not started"]
    assert records("ready.list")[1].unread
    assert not sees("ready.start")
    driver.choose("ready.list", "In use")
    await until(lambda: not sees("ready.code"))
    assert sees("ready.start")


@pytest.mark.req("R-129", "F")
async def test_the_code_is_judged_by_the_cloud_and_its_refusal_says_the_tries_left(stage: Stage) -> None:
    page = await with_code(stage)
    driver.write("ready.code", "1234567")
    driver.click("ready.activate")
    await see("ready.code_message", "The code has 8 digits.")
    driver.write("ready.code", "1234 5678")
    driver.press("ready.code", "Return")
    await until(lambda: stage.said.told == ["The code was sent"])
    await see("ready.code_said", "on its way to the cloud")
    assert not driver.find("ready.activate").isEnabled()
    assert records("ready.list")[1].note == "sending"
    await stage.settle_acts(page.room.store, refused="激活码不正确，还可以尝试 4 次。")
    await see("ready.code_message", "激活码不正确，还可以尝试 4 次。")
    assert driver.find("ready.activate").isEnabled()
    assert len(await page.room.desk.refused(world.ORG)) == 1
    driver.write("ready.code", "8")
    page._detail.activation.code.textEdited.emit("8")
    await until(lambda: not sees("ready.code_message"))

    async def read() -> bool:
        return await page.room.desk.refused(world.ORG) == []

    await until_told(read)


@pytest.mark.req("R-121", "R-086", "V", "outside")
async def test_while_another_use_is_not_ended_no_code_is_sent(stage: Stage) -> None:
    page = await stage.open(ReadyPage, "m-clerk")
    await rooms.take(page.room.store, [pre(stage.now)], now=stage.now)
    await pick("ready.list", "Not activated")
    driver.write("ready.code", "12345678")
    driver.click("ready.activate")
    await see("ready.code_message", "The former use of “合同专用章（二）” has not been ended; end it first.")
    assert await page.room.desk.pending(world.ORG) == []


@pytest.mark.req("R-150")
async def test_what_i_have_used_is_kept_with_its_impressions(stage: Stage) -> None:
    page = await stage.open(ReadyPage, "m-clerk")
    assert titles("ready.list") == ["云杉采购框架协议", "Without application"]
    page._tabs.setCurrentIndex(USED)
    await until(lambda: titles("ready.list") == ["云杉采购框架协议", LEASE])
    assert records("ready.list")[1].pill == "Ended"
    await pick("ready.list", LEASE)
    await until(lambda: len(page._detail.pictures.presses.thumbs()) > 10)
    assert not sees("ready.start")
    driver.choose("ready.list", "采购框架")
    await until(lambda: [thumb.caption[:3] for thumb in page._detail.pictures.presses.thumbs()] == ["#24", "#23"])
    thumbs = page._detail.pictures.presses
    await until(lambda: thumbs.thumbs()[0].image is not None)
    assert thumbs.thumbs()[1].note == "no photo"
    thumbs.opened.emit(24)
    await see("viewer.window", "#24")
    driver.press("viewer.window", "Escape")


def owing(now: int, **other: object) -> Authorization:
    values = {"application": "a-1", "upload_required": True, "used": 2, "pressed": 2, "pictured": 1}
    return world.authorization("z-1", now, **(values | other))


@pytest.mark.req("R-117", "V", "inside", "outside")
@pytest.mark.req("R-135", "F")
@pytest.mark.req("C-23", "C")
async def test_a_picture_that_i_owe_is_added_from_here(stage: Stage, tmp_path: Path) -> None:
    page = await stage.open(ReadyPage, "m-clerk")
    page._tabs.setCurrentIndex(OWED)
    await until(lambda: page._nothing.title.text() == "No picture is owed")
    await rooms.take(page.room.store, [owing(stage.now)], now=stage.now)
    await until(lambda: page._tabs.count_of(OWED) == 1)
    await pick("ready.list", "pictures missing: 1")
    await see("ready.pictures.said", "Without a photo: 1")
    assert driver.see("ready.pictures.add") == "Add a photo of #23 …"
    driver.click("ready.pictures.add")
    await see("keeping.window")
    answer(picture(tmp_path, "page.png"))
    await until(lambda: stage.said.told == ["Photo added"])
    await until(lambda: titles("ready.list") == [])
    assert page._tabs.count_of(OWED) == 0
    page._tabs.setCurrentIndex(TO_USE)
    await until(lambda: records("ready.list")[0].note == "sending")


@pytest.mark.req("C-23")
@pytest.mark.req("C-33")
async def test_pictures_handed_over_to_me_are_mine_to_add_but_nothing_else(stage: Stage) -> None:
    page = await stage.open(ReadyPage, "m-keeper")
    assert page.covered
    await rooms.take(page.room.store, [owing(stage.now, heir="m-keeper", ended_at=stage.now)], now=stage.now)
    await until(lambda: not page.covered)
    assert titles("ready.list") == []
    page._tabs.setCurrentIndex(OWED)
    await pick("ready.list", "采购框架")
    await see("ready.message", "Pictures to add: 1. Until then you cannot apply again.")
    await see("ready.pictures.add", "#23")
    assert not sees("ready.start")
    assert not sees("ready.pictures.add_after")
    clerk = await stage.room("m-clerk")
    facts = await clerk.store.run(lambda tx: waiting_for("m-clerk", fold.facts(tx, world.ORG), stage.now))
    assert facts == 1


@pytest.mark.req("R-146")
async def test_a_picture_after_use_is_added_to_my_use(stage: Stage, tmp_path: Path) -> None:
    page = await stage.open(ReadyPage, "m-clerk")
    page._tabs.setCurrentIndex(USED)
    await pick("ready.list", LEASE)
    await see("ready.pictures.add_after")
    driver.click("ready.pictures.add_after")
    await see("keeping.window")
    (tmp_path / "not.png").write_text("text")
    answer(tmp_path / "not.png")
    await see("ready.pictures.message", "is no PNG or JPEG picture")
    driver.click("ready.pictures.add_after")
    await see("keeping.window")
    answer(picture(tmp_path, "归档.png"))
    await until(lambda: [thumb.caption for thumb in page._detail.pictures._after.view.thumbs()] == ["归档.png"])
    assert not sees("ready.pictures.message")


async def test_what_waits_for_me_is_counted(stage: Stage) -> None:
    room = await stage.room("m-clerk")

    async def count() -> int:
        return await room.store.run(lambda tx: waiting_for("m-clerk", fold.facts(tx, world.ORG), stage.now))

    assert await count() == 1  # what begins later does not wait for me yet
    await rooms.take(room.store, [pre(stage.now)], now=stage.now)
    assert await count() == 2
    await rooms.take(room.store, [owing(stage.now, ended_at=stage.now)], now=stage.now)
    assert await count() == 2
    paid = owing(stage.now, ended_at=stage.now, pictured=2)
    await rooms.take(room.store, [paid], now=stage.now)
    assert await count() == 1


# At a real cloud


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    return await at.bound(owner)


@pytest.mark.req("R-003", "F")
@pytest.mark.req("R-129", "R-081", "R-293", "F")
@pytest.mark.req("R-121", "V", "inside")
async def test_a_wrong_code_and_then_the_right_one(owner: Console, host: Host, stage: Stage) -> None:
    await office.authorize(owner, host, await owner.me(), method=Method.PRE)
    inbox = json.loads(await owner.cloud.request("GET", "/demo/inbox"))
    (code,) = (each["code"][:8] for each in inbox if "(" in each["code"])  # the seal's name stands behind it
    await stage.show(ReadyPage, await stage.room_of(owner))
    await see("ready.code")
    driver.write("ready.code", "00000000" if code != "00000000" else "11111111")
    driver.click("ready.activate")
    await see("ready.code_message", "4")
    driver.write("ready.code", code)
    driver.click("ready.activate")
    await until(lambda: records("ready.list")[0].pill.startswith("In use"))
    await see("ready.start")
    assert not sees("ready.code")
