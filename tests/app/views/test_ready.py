"""What is ready for me, and stamping: with a real seal in the hand, without one, and with a camera that fails."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.device import radio
from app.services import nearby
from app.views.camera import CameraUnavailable, DrawnPage, Frame, Shot
from app.views.look import Tone
from app.views.ready.count import BigCount
from app.views.ready.page import ReadyPage
from app.views.ready.stamping import StampingPanel
from demo import driver
from domain.authorizations import Authorization
from domain.ending import EndUse
from domain.usage import Photo
from simulator.control import stamp
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees, titles
from tests.waiting import until


@pytest.mark.req("R-003")
async def test_my_live_authorizations(stage: Stage) -> None:
    await stage.open(ReadyPage, "m-clerk")
    assert titles("ready.list") == ["云杉采购框架协议", "Without application"]
    first, second = records("ready.list")
    assert (first.pill, first.subtitle) == ("In use", "合同专用章（一） · 2/3")
    assert second.pill == "Not started"
    driver.choose("ready.list", "云杉采购框架协议")
    await see("ready.detail", "SQ-20261123-001")
    assert driver.find("ready.start").isEnabled()


@pytest.mark.req("R-125", "F")
async def test_why_it_cannot_be_used_now(stage: Stage) -> None:
    page = await stage.open(ReadyPage, "m-clerk")
    driver.choose("ready.list", "Without application")
    await see("ready.message", "It can be used from")
    assert not driver.find("ready.start").isEnabled()
    used_up = world.authorization("z-1", stage.now, application="a-1", used=3)
    await rooms.take(page.room.store, [used_up], now=stage.now)
    driver.choose("ready.list", "云杉采购框架协议")
    await see("ready.message", "All uses are used up; a keeper ends the use.")
    late = world.authorization("z-1", stage.now, application="a-1", end=stage.now - 1)
    await rooms.take(page.room.store, [late], now=stage.now)
    await see("ready.message", "Its time is over; a keeper ends the use.")
    ended = world.authorization("z-1", stage.now, application="a-1", ended_at=stage.now)
    await rooms.take(page.room.store, [ended], now=stage.now)
    await until(lambda: titles("ready.list") == ["Without application"])


@pytest.mark.req("C-05")
async def test_what_the_seal_has_not_confirmed_is_said(stage: Stage) -> None:
    page = await stage.open(ReadyPage, "m-clerk")
    unheard = world.authorization("z-1", stage.now, application="a-1", confirmed_at=None)
    await rooms.take(page.room.store, [unheard], now=stage.now)
    driver.choose("ready.list", "云杉采购框架协议")
    await see("ready.message", "The seal has not confirmed it yet")
    assert driver.find("ready.start").isEnabled()
    await see("ready.detail", "In use (waiting for the seal)")


async def test_nothing_to_stamp(stage: Stage) -> None:
    page = await stage.open(ReadyPage, "m-clerk", empty=True)
    assert page.covered
    assert page.state.title.text() == "Nothing to stamp"


@pytest.mark.req("C-31", "C")
@pytest.mark.parametrize(("used", "count", "shown"), [(0, 3, "0/3"), (3, 3, "3/3"), (12, 0, "12/∞")])
async def test_the_large_count(stage: Stage, used: int, count: int, shown: str) -> None:
    large = BigCount()
    large.show_count(used, count, Tone.OK)
    assert large.accessibleName() == shown
    assert not large.grab().isNull()


@pytest.mark.req("R-127", "V", "outside")
async def test_without_bluetooth_it_says_so_and_can_be_left(stage: Stage) -> None:
    page = await stage.open(ReadyPage, "m-clerk")
    listening = page.room.devices.nearby
    listening.start()
    try:
        await until(page.banner.isVisible)
        assert page.banner.words.text() == "This computer has no Bluetooth adapter."
        driver.choose("ready.list", "云杉采购框架协议")
        driver.click("ready.start")
        await see("ready.message", "This computer has no Bluetooth adapter.")
        assert driver.see("ready.count") == "2/3"
        assert driver.see("ready.save") == "Stop"
        driver.click("ready.save")
        await until(lambda: sees("ready.list"))
        assert not sees("ready.count")
    finally:
        await listening.stop()


# With a real seal


class Camera:
    """A page above the desk, photographed unless the camera fails."""

    def __init__(self) -> None:
        self.fails, self.closed = False, 0
        self._page = DrawnPage()

    async def take(self, shot: Shot) -> Frame:
        if self.fails:
            raise CameraUnavailable("no camera")
        return await self._page.take(shot)

    async def look(self, shot: Shot) -> QImage:
        if self.fails:
            raise CameraUnavailable("no camera")
        return await self._page.look(shot)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    return await at.bound(owner)


async def begin(stage: Stage, owner: Console, host: Host, camera: Camera, **changes: object) -> ReadyPage:
    """An authorization of the owner himself, and its stamping, in hand."""
    await office.authorize(owner, host, await owner.me(), **changes)
    page = await stage.show(ReadyPage, await stage.room_of(owner, camera=camera))
    await see("ready.start")
    driver.click("ready.start")
    await see("ready.state", "Press the seal")
    return page


@pytest.mark.req("R-003", "R-113", "F")
@pytest.mark.req("R-126", "R-130", "R-132", "F")
@pytest.mark.req("R-127", "V", "inside")
async def test_pressed_to_the_last_use(owner: Console, host: Host, stage: Stage) -> None:
    page = await begin(stage, owner, host, Camera(), photo_required=True, count=2)
    assert driver.see("ready.count") == "0/2"
    for number in (1, 2):
        await see("ready.state", "Press the seal")
        assert host.act(stamp)
        await until(lambda number=number: driver.see("ready.count") == f"{number}/2")
        await until(lambda number=number: [each.pill for each in records("ready.presses")] == ["photo kept"] * number)
    assert [each.title for each in records("ready.presses")] == ["Impression 2", "Impression 1"]
    await until(lambda: all(each.image is not None for each in records("ready.presses")))
    await see("ready.state", "All uses are used up")
    driver.click("ready.save")
    await until(lambda: sees("ready.list"))
    assert stage.said.opened == ["usage"]
    await until(lambda: not host.linked)
    await until(lambda: records("ready.list")[0].pill.startswith("Expired"))
    assert page._panel is None


@pytest.mark.req("R-133", "S")
async def test_put_down_and_gone_on_with_later(owner: Console, host: Host, stage: Stage) -> None:
    await begin(stage, owner, host, Camera())
    assert host.act(stamp)
    await until(lambda: driver.see("ready.count") == "1/3")
    driver.click("ready.save")
    await until(lambda: sees("ready.list"))
    assert stage.said.opened == []
    await until(lambda: not host.linked)
    assert not host.act(stamp) or host.seal.last_result != 0  # restricted: what is pressed now is abnormal
    await see("ready.start")
    driver.click("ready.start")
    await see("ready.state", "Press the seal")
    assert driver.see("ready.count") == "1/3"


@pytest.mark.req("C-37", "C")
async def test_put_down_by_the_lock_one_goes_on_afterwards(owner: Console, host: Host, stage: Stage) -> None:
    page = await begin(stage, owner, host, Camera())
    assert page._panel is not None
    await page._panel._stamping.put_down(3)
    await see("ready.message", "The console was locked")
    assert (driver.see("ready.again"), driver.see("ready.save")) == ("Go on", "Back")
    driver.click("ready.again")
    await see("ready.state", "Press the seal")
    assert not sees("ready.again")
    await page._panel._stamping.put_down(3)
    await see("ready.again")
    driver.click("ready.save")
    await until(lambda: sees("ready.list"))


@pytest.mark.req("R-135", "F")
async def test_a_missed_photo_is_taken_again_or_added_by_hand(
    owner: Console, host: Host, tmp_path: Path, stage: Stage
) -> None:
    camera = Camera()
    page = await begin(stage, owner, host, camera, photo_required=False, count=3)
    panel = page._panel
    assert isinstance(panel, StampingPanel)
    camera.fails = True
    for _ in range(2):
        assert host.act(stamp)
    await until(lambda: [each.pill for each in records("ready.presses")] == ["photo missing"] * 2)
    camera.fails = False
    driver.choose("ready.presses", "Impression 1")
    panel._presses._again.click()
    await until(lambda: [each.pill for each in records("ready.presses")] == ["photo missing", "photo kept"])
    assert not panel._presses._again.isVisible()
    driver.choose("ready.presses", "Impression 2")
    frame = await DrawnPage().take(Shot("by hand", "", "", 2))
    picture = tmp_path / "page.jpg"
    picture.write_bytes(frame.data)
    second = panel._stamping.state.presses[1].number
    await panel._add_photo(second, tmp_path / "nowhere.jpg")
    assert stage.said.told == ["“nowhere.jpg” cannot be read: No such file or directory"]
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(frame.data[:-400])
    await panel._add_photo(second, cut)
    assert stage.said.told[1:] == ["“cut.jpg” is damaged or incomplete."]
    assert records("ready.presses")[0].pill == "photo missing"
    await panel._add_photo(second, picture)
    await until(lambda: [each.pill for each in records("ready.presses")] == ["photo kept"] * 2)
    await until(lambda: records("ready.presses")[0].image is not None)

    async def both() -> bool:
        return len(await owner.all(Photo)) == 2

    await owner.until(both)


async def test_the_use_is_ended_meanwhile(owner: Console, host: Host, stage: Stage) -> None:
    await begin(stage, owner, host, Camera())
    (authorization,) = await owner.all(Authorization)
    await owner.do(EndUse(authorization=authorization.id))
    await see("ready.state", "The use is over")
    assert driver.see("ready.save") == "Back"
    driver.click("ready.save")
    await until(lambda: not sees("ready.count"))


async def test_a_page_that_goes_lets_the_seal_go(owner: Console, host: Host, stage: Stage) -> None:
    page = await begin(stage, owner, host, Camera())
    assert host.linked
    page.deleteLater()
    stage.forget(page)
    await until(lambda: not host.linked)


async def test_a_seal_that_is_away_is_looked_for_until_one_stops(
    owner: Console, host: Host, monkeypatch: pytest.MonkeyPatch, stage: Stage
) -> None:
    host.act(lambda seal: seal.hold())
    monkeypatch.setattr(nearby, "FIND_WITHIN_S", 0.2)
    monkeypatch.setattr(radio, "FRESH_S", 0.2)
    await until(lambda: not owner.nearby.seals)
    await office.authorize(owner, host, await owner.me())
    await stage.show(ReadyPage, await stage.room_of(owner, camera=Camera()))
    driver.click("ready.start")
    await see("ready.message", "The seal was not found: is it switched on and near?")
    assert driver.see("ready.state") in ("Connection lost, trying again …", "Looking for the seal …")
    driver.click("ready.save")
    await until(lambda: sees("ready.list"))
