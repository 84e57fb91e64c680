"""Stamping beside a real seal: the frame and its words, the pace, a finger, free use, a code that the seal judges, and
what is reckoned of it in the end."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.services.meeting import meet
from app.services.photos import PhotoState
from app.services.sight import Seen, Sight
from app.services.stamping_state import PressState, Step
from app.views.camera import DrawnPage, Shot
from app.views.ready import hint
from app.views.ready.page import ReadyPage
from app.views.room import Tasks
from app.views.usage.page import UsagePage
from demo import driver
from domain.authorizations import Authorization
from domain.codes import Purpose
from domain.features import SetFeatures
from domain.fingers import EnrolFinger
from domain.ids import new_id
from domain.loss_lock import LockSeal
from domain.organization import Organization, Regime
from domain.seals import Seal
from domain.usage import Grade, Impression
from domain.uses import Method
from protocol.contact import Phase, SealMode
from protocol.conversation import CAPTURES
from simulator.control import stamp
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import OWNER, Console, Office
from tests.app.views.stage import Stage, pick, records, see, sees
from tests.app.views.test_ready import Camera
from tests.waiting import until, until_told


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    return await at.bound(owner)


async def carry(owner: Console, host: Host) -> None:
    """Both ways, and until the cloud's word on it is here."""
    found = await meet(owner.tools(), owner.organization, host.board.serial)
    assert found.visit is not None, found.trouble
    assert found.visit.trouble is None
    await owner.sent()


async def opened(stage: Stage, owner: Console, camera: Camera | None = None) -> ReadyPage:
    return await stage.show(ReadyPage, await stage.room_of(owner, camera=camera))


@pytest.mark.req("R-131", "U")
@pytest.mark.req("R-113")
async def test_the_frame_shows_what_the_camera_sees_and_how_to_lay_the_document(
    owner: Console, host: Host, stage: Stage
) -> None:
    camera = Camera()
    await office.authorize(owner, host, await owner.me(), photo_required=True)
    page = await opened(stage, owner, camera)
    driver.click("ready.start")
    assert driver.see("ready.place") == "Lay the document inside the frame, complete"
    width, height = DrawnPage.SIZE
    await see("ready.frame", f"{width} × {height}")
    await see("ready.hint", "Whole page in the frame")
    camera.fails = True
    await see("ready.frame", "The camera gives no picture.")
    assert sees("ready.place")
    assert not sees("ready.hint")
    camera.fails = False
    await see("ready.frame", f"{width} × {height}")
    driver.click("ready.save")
    await until(lambda: sees("ready.list"))
    await until(lambda: camera.closed == 1)
    assert page._panel is None


class Scene(Camera):
    """What lies before the camera, turned from one thing into another."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()

    async def look(self, shot: Shot) -> QImage:
        return self.image

    async def page(self, *, left: int = 0, blurred: bool = False) -> None:
        """Moved so far to the left."""
        page = await DrawnPage().look(SHOT)
        if blurred:
            smooth, ignored = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.IgnoreAspectRatio
            page = page.scaled(80, 60, ignored, smooth).scaled(page.size(), ignored, smooth)
        self.image = page.copy(left, 0, page.width(), page.height())


SHOT = Shot("采购框架协议", "云杉精密仪器有限公司", "合同专用章", 0)


@pytest.mark.req("R-131", "U")
@pytest.mark.req("A-04", "A")
async def test_it_is_said_how_the_page_lies_and_the_photo_is_taken_all_the_same(
    owner: Console, host: Host, stage: Stage
) -> None:
    camera = Scene()
    await camera.page()
    await office.authorize(owner, host, await owner.me(), photo_required=True)
    await opened(stage, owner, camera)
    driver.click("ready.start")
    await see("ready.hint", "Whole page in the frame")
    await camera.page(blurred=True)
    await see("ready.hint", "Blurred: hold still")
    await camera.page(left=400)
    await see("ready.hint", "Page is cut at the edge")
    camera.image.fill(QColor("#5B5148"))
    await see("ready.hint", "No page seen")
    camera.image.fill(QColor("#101010"))
    await see("ready.hint", "Too little light")
    await see("ready.state", "Press the seal")
    assert host.act(stamp)
    await until(lambda: [each.pill for each in records("ready.presses")] == ["photo kept"])
    assert driver.see("ready.hint") == "Too little light"


async def test_of_the_pictures_that_come_meanwhile_none_is_looked_at(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One at a time, and the loop goes on: a computer that is slow at it shows the camera's picture as smoothly."""
    going, looked = threading.Event(), []

    def slowly(image: QImage) -> Seen:
        looked.append(image.width())
        assert going.wait(20)
        return Seen(Sight.WHOLE)

    monkeypatch.setattr(hint, "_seen", slowly)
    tasks = Tasks(pytest.fail)
    made = hint.PageHint(tasks)
    qtbot.addWidget(made)
    for width in range(60, 90):
        made.see(QImage(width, 60, QImage.Format.Format_RGB32))
    await until(lambda: looked == [60])
    made.see(QImage(99, 60, QImage.Format.Format_RGB32))
    going.set()
    await until(lambda: not tasks.running)
    assert (looked, made.text) == ([60], "Whole page in the frame")
    made.see(QImage(70, 60, QImage.Format.Format_RGB32))
    await until(lambda: not tasks.running)
    assert looked == [60, 70]


async def test_where_it_cannot_be_looked_for_nothing_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_there(image: QImage) -> Seen:
        raise ImportError("libGL.so.1")

    monkeypatch.setattr(hint, "_seen", not_there)
    tasks = Tasks(pytest.fail)
    made = hint.PageHint(tasks)
    qtbot.addWidget(made)
    made.see(QImage(60, 60, QImage.Format.Format_RGB32))
    await until(lambda: not tasks.running)
    made.see(QImage(60, 60, QImage.Format.Format_RGB32))
    assert (tasks.running, made.isHidden()) == (set(), True)


async def test_without_a_camera_there_is_no_frame(owner: Console, host: Host, stage: Stage) -> None:
    await office.authorize(owner, host, await owner.me())
    await opened(stage, owner)
    driver.click("ready.start")
    await see("ready.state", "Press the seal")
    assert not sees("ready.frame")
    assert not sees("ready.place")


@pytest.mark.parametrize(
    ("apart_ms", "hint"),
    [
        pytest.param(1000, False, marks=pytest.mark.req("R-134", "L", "inside")),
        pytest.param(5000, False, marks=pytest.mark.req("R-134", "L", "inside")),
        pytest.param(999, True, marks=pytest.mark.req("R-134", "L", "outside")),
    ],
)
async def test_one_impression_a_second_is_advised(stage: Stage, apart_ms: int, hint: bool) -> None:
    page = await stage.open(ReadyPage, "m-clerk")
    driver.choose("ready.list", "云杉采购框架协议")
    driver.click("ready.start")
    advice = "About one impression a second, and look that each photo was taken."
    assert driver.see("ready.pace") == advice
    assert page._panel is not None
    stamping = page._panel._stamping
    stamping.hang_up()
    presses = tuple(PressState(n, n, stage.now + n * apart_ms, 0, PhotoState.KEPT) for n in (1, 2))
    stamping._set(step=Step.IN_HAND, phase=Phase.USABLE, presses=presses[:1])
    await see("ready.pace", advice)
    stamping._set(presses=presses)
    await see("ready.pace", "That was quick." if hint else advice)
    assert driver.see("ready.state") != ""  # it is a hint: nothing is stopped


@pytest.mark.req("R-136", "F")
@pytest.mark.req("C-29", "C")
async def test_unlocked_by_a_finger(owner: Console, host: Host, stage: Stage) -> None:
    me = await owner.me()
    await office.switch(host, SealMode.GPRS)
    await carry(owner, host)
    await owner.do(EnrolFinger(seal=host.board.serial, member=me.id))
    await carry(owner, host)
    for _ in range(CAPTURES):
        host.act(lambda seal: seal.touch("thumb"))
    assert host.seal.screen == ("已保存",)
    await carry(owner, host)

    async def enrolled() -> bool:
        row = await owner.get(Seal, host.board.serial)
        return row is not None and me.id in row.fingers

    await until_told(enrolled)
    await office.authorize(owner, host, me, fingerprint_required=True)
    page = await opened(stage, owner, Camera())
    driver.click("ready.start")
    await see("ready.state", "Touch the seal's fingerprint reader")
    await until(lambda: host.seal.words == ("请按指纹解锁", "0/3"))
    assert not host.seal.unlocked
    host.act(lambda seal: seal.touch("another finger"))
    assert not host.seal.unlocked
    host.act(lambda seal: seal.touch("thumb"))
    await see("ready.state", "Press the seal")
    assert host.act(stamp)
    await until(lambda: driver.see("ready.count") == "1/3")
    driver.click("ready.save")
    await until(lambda: sees("ready.list"))

    async def recorded() -> bool:
        return [each.grade for each in await owner.all(Impression)] == [Grade.FINGERPRINT]

    await until_told(recorded)
    stage.said.seal = host.board.serial
    page.hide()
    await stage.show(UsagePage, await stage.room_of(owner))
    await see("usage.detail", "(by fingerprint)")


async def test_a_seal_in_free_use_is_taken_without_an_authorization(owner: Console, host: Host, stage: Stage) -> None:
    await owner.do(SetFeatures(items=[]))
    await carry(owner, host)
    (company,) = await owner.all(Organization)
    assert company.regime is Regime.FREE
    assert host.seal.live.free
    page = await opened(stage, owner, Camera())
    assert [(each.title, each.pill) for each in records("ready.list")] == [("合同章", "Free use")]
    await see("ready.free", "Nobody has to authorize a use.")
    driver.click("ready.take")
    await see("ready.state", "Press the seal")
    assert driver.see("ready.count") == "0/∞"
    for number in (1, 2):
        assert host.act(stamp)
        await until(lambda number=number: driver.see("ready.count") == f"{number}/∞")
    await until(lambda: [each.pill for each in records("ready.presses")] == ["photo kept"] * 2)
    driver.click("ready.save")
    await until(lambda: sees("ready.list"))
    assert page._panel is None

    async def recorded() -> bool:
        found = await owner.all(Impression)
        return [(each.authorization, each.member, each.result) for each in found] == [(None, me.id, 0)] * 2

    me = await owner.me()
    await until_told(recorded)


async def test_in_free_use_what_the_seal_has_not_heard_is_said_and_a_lost_one_is_not_there(
    owner: Console, host: Host, stage: Stage
) -> None:
    await owner.do(SetFeatures(items=[]))
    page = await opened(stage, owner)
    await see("ready.unheard", "The seal has not heard yet that it is in free use")
    await owner.do(LockSeal(id=new_id(), seal=host.board.serial))
    await until(lambda: page.covered)
    assert page.state.title.text() == "Nothing to stamp"


async def code_of(owner: Console, host: Host) -> str:
    await office.authorize(owner, host, await owner.me(), method=Method.PRE)
    text = await owner.cloud.delivered(OWNER, Purpose.ACTIVATE)
    return text.partition(" ")[0]


@pytest.mark.req("R-129", "F")
async def test_the_seal_judges_the_code_and_can_be_used_at_once(owner: Console, host: Host, stage: Stage) -> None:
    code = await code_of(owner, host)
    await opened(stage, owner)
    await pick("ready.list", "Not activated")
    await see("ready.code")
    driver.write("ready.code", "1234567")
    driver.click("ready.activate_at_seal")
    await see("ready.code_message", "The code has 8 digits.")
    driver.write("ready.code", f"{(int(code) + 1) % 10**8:08}")
    driver.click("ready.activate_at_seal")
    await see("ready.code_said", "Looking for the seal")
    assert not driver.find("ready.activate").isEnabled()
    await see("ready.code_message", "The activation code is wrong; 4 more tries.")
    assert host.seal.grant is None
    driver.write("ready.code", code)
    driver.click("ready.activate_at_seal")
    await until(lambda: stage.said.told[-1:] == ["Activated at the seal"])
    assert host.seal.grant is not None
    await see("ready.start")
    driver.click("ready.start")
    await see("ready.state", "Press the seal")


@pytest.mark.req("R-129")
async def test_without_the_cloud_it_is_activated_and_the_page_says_who_knows(
    at: Office, owner: Console, host: Host, stage: Stage
) -> None:
    code = await code_of(owner, host)
    await carry(owner, host)
    await at.cloud.stop()
    await opened(stage, owner)
    await pick("ready.list", "Not activated")
    driver.write("ready.code", code)
    driver.click("ready.activate_at_seal")
    await see("ready.message", "Activated at the seal: it can be used now.")
    assert not sees("ready.code")
    driver.click("ready.start")
    await see("ready.state", "Press the seal")


async def test_while_another_is_live_the_seal_says_that_the_code_stays_good(
    owner: Console, host: Host, stage: Stage
) -> None:
    first = await code_of(owner, host)
    code = await code_of(owner, host)
    page = await opened(stage, owner)
    one, other = sorted(await owner.all(Authorization), key=lambda row: row.issued_at)
    await owner.nearby.give_way()
    devices = page.room.devices
    assert (await devices.activate(one, first)).trouble is None
    page._list.choose(other.id)
    await see("ready.code")
    driver.write("ready.code", code)
    driver.click("ready.activate_at_seal")
    await see("ready.code_message", "the activation code stays good")


async def test_what_was_granted_is_stamped_or_left(owner: Console, host: Host, stage: Stage) -> None:
    """“7 granted = 3 stamped + 4 left”, an aborted press beside it, and each number shows its records."""
    await office.authorize(owner, host, await owner.me(), count=7)
    await opened(stage, owner)
    driver.click("ready.start")
    await see("ready.state", "Press the seal")
    for number in (1, 2, 3):
        assert host.act(stamp)
        await until(lambda number=number: driver.see("ready.count") == f"{number}/7")
    host.act(lambda seal: seal.stand(out=True))
    host.act(lambda seal: seal.stand(out=False))
    driver.click("ready.save")
    await until(lambda: sees("ready.list"))
    await owner.sent()
    await see("ready.reckoning.stamped", "3 stamped")
    assert (driver.see("ready.reckoning.granted"), driver.see("ready.reckoning.left")) == ("7 granted", "4 left")
    await see("ready.reckoning.aborted", "1 × unlocked and not pressed, not counted")
    assert not sees("ready.reckoning.behind")
    driver.click("ready.reckoning.stamped")
    behind = driver.find("ready.reckoning.behind")
    assert behind.accessibleDescription().count("Normal") == 3
    driver.click("ready.reckoning.records")
    assert stage.said.opened[-1] == "usage"
    driver.click("ready.reckoning.aborted")
    assert behind.accessibleDescription().startswith("Unlocked and not pressed entry ")
    driver.click("ready.reckoning.left")
    assert behind.accessibleDescription().startswith("Not used yet until ")
    driver.click("ready.reckoning.granted")
    assert behind.accessibleDescription().startswith("Issued")
    driver.click("ready.reckoning.granted")
    assert not behind.isVisible()
