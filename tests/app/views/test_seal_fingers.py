"""Fingerprints on the seal's page: the five slots, the six touches at a real seal, and deleting one."""

import pytest

from app.services import enrolling
from app.views.seals.page import SealsPage
from demo import driver
from domain.organization import Role
from domain.seals import Finger, Model, Seal, SealMode
from protocol.contact import SealMode as Mode
from simulator.firmware import screen
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.app.views import rooms, staff, world
from tests.app.views.stage import Stage, chosen, see, sees
from tests.app.views.world import GL, SECOND
from tests.waiting import until

THUMB = "thumb"


async def opened(stage: Stage, *slots: Finger, mode: SealMode = SealMode.GPRS, serial: str = GL) -> SealsPage:
    """The part with the fingerprints of a seal that holds these."""
    stage.said.seal = serial
    page = await stage.open(SealsPage, "m-admin")
    seal = world.seal(serial, "章", Model.L if serial == SECOND else Model.GL, slots=list(slots))
    said = world.status(serial, stage.now, at=stage.now, mode=mode, signal=4)
    await rooms.take(page.room.store, [seal, said], now=stage.now)
    driver.click("seals.parts.fingers")
    await until(lambda: any(line.seal.row == seal and line.status == said for line in page._known.lines))
    return page


def finger(slot: int, member: str, at: int, **other: object) -> Finger:
    return Finger(slot, member, "m-admin", at, **({"enrolled_at": at} | other))  # type: ignore[arg-type]


@pytest.mark.req("R-239")
@pytest.mark.req("C-02")
async def test_each_slot_says_whose_it_is(stage: Stage) -> None:
    now = stage.now
    await opened(
        stage,
        finger(1, "m-clerk", now),
        finger(2, "m-han", now, enrolled_at=None, failed_at=now),
        finger(4, "m-keeper", now, deleted_at=now),
    )
    await see("seals.fingers", "Fingerprints: 2 of 5")
    await see("seals.fingers", "Enrolled")
    said = driver.see("seals.fingers")
    for part in ("Enrolled", "Not taken", "Being deleted (waiting for the seal)", "empty", "许砚清", "six touches"):
        assert part in said
    assert (sees("seals.delete_finger_1"), sees("seals.delete_finger_2"), sees("seals.delete_finger_4")) == (
        True,
        False,
        False,
    )
    driver.choose("seals.finger_member", "韩子墨")  # whose failed


@pytest.mark.req("R-239")
async def test_a_sixth_finds_no_room(stage: Stage) -> None:
    now = stage.now
    full = [finger(at, who, now) for at, who in enumerate(("m-owner", "m-admin", "m-keeper", "m-clerk", "m-han"), 1)]
    await opened(stage, *full)
    await see("seals.fingers_why", "Storage is full (存储已满)")
    assert not sees("seals.enrol")


@pytest.mark.req("R-238")
@pytest.mark.parametrize(
    ("serial", "why"), [(GL, "switch to GPRS first"), (SECOND, "Bluetooth seals do not support fingerprints")]
)
async def test_over_bluetooth_none_is_taken(stage: Stage, serial: str, why: str) -> None:
    await opened(stage, mode=SealMode.BLUETOOTH, serial=serial)
    await see("seals.fingers_why", why)
    assert "蓝牙不支持指纹校验" in driver.see("seals.fingers_why")
    assert not sees("seals.enrol")


async def test_one_at_a_time(stage: Stage) -> None:
    await opened(stage, finger(1, "m-clerk", stage.now, enrolled_at=None))
    await see("seals.fingers_why", "It waits for a finger")
    assert not sees("seals.enrol")


@pytest.mark.req("R-241")
async def test_a_finger_that_a_use_demands_is_not_deleted(stage: Stage) -> None:
    page = await opened(stage, finger(1, "m-clerk", stage.now))
    use = world.authorization("z-1", stage.now, fingerprint_required=True)
    await rooms.take(page.room.store, [use], now=stage.now)
    await until(lambda: any(line.use == use for line in page._known.lines))
    driver.click("seals.delete_finger_1")
    await see("confirm.window")
    driver.click("confirm.yes")
    await see("seals.fingers", "demands the fingerprint; it cannot be deleted.")
    assert sees("seals.delete_finger_1")


@pytest.mark.req("R-235", "R-236")
async def test_the_members_page_leads_to_the_current_seal(stage: Stage) -> None:
    people = await staff.open_page(stage, "m-admin")
    people._tree.choose("member:m-han")
    driver.click("organization.enrol")
    assert stage.said.opened == ["seals"]
    people.hide()
    stage.said.seal = world.FINANCE
    page = await stage.open(SealsPage, "m-admin")
    page.enrol("m-han")
    await until(lambda: sees("seals.finger_member", "韩子墨"))
    assert chosen("seals.list") == "财务专用章"


# With a real seal


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    """Bound, in GPRS mode, and the cloud knows it."""
    made = await at.bound(owner)
    await office.switch(made, Mode.GPRS)
    async with owner.nearby.conversation_with(made.plate.serial, owner.organization) as seal:
        await owner.courier.visit(seal, owner.organization)
    return made


async def fingers_of(owner: Console, host: Host) -> list[str]:
    row = await owner.get(Seal, host.plate.serial)
    return [] if row is None else row.fingers


@pytest.mark.req("R-236", "R-241", "F")
@pytest.mark.req("R-235")
async def test_six_touches_one_after_the_other_and_away_again(
    at: Office, owner: Console, host: Host, stage: Stage
) -> None:
    await at.member(owner, role=Role.MEMBER)
    page = await stage.show(SealsPage, await stage.room_of(owner))
    driver.click("seals.parts.fingers")
    await until(lambda: sees("seals.enrol"))
    driver.choose("seals.finger_member", "成员2")
    driver.click("seals.enrol")
    await see("enrolling.window", "six times in all")
    assert host.seal.screen == (screen.TOUCH_TO_ENROL, "0/6")
    host.act(lambda seal: seal.touch(THUMB, 10))
    await see("enrolling.said", "could not be read")
    for count in range(1, 6):
        host.act(lambda seal: seal.touch(THUMB, 90))
        await see("enrolling.touches", f"{count}/6")
        assert f"{count} of 6 taken" in driver.see("enrolling.window")
    host.act(lambda seal: seal.touch(THUMB, 90))
    await see("enrolling.window", "Saved (已保存)")
    assert host.seal.screen == screen.SAVED
    driver.click("enrolling.cancel")
    await until(lambda: not sees("enrolling.window"))
    await see("seals.fingers", "Fingerprints: 1 of 5")
    await until(lambda: "Enrolled" in driver.see("seals.fingers"))
    assert len(await fingers_of(owner, host)) == 1

    await until(lambda: not host.linked)
    driver.click("seals.delete_finger_1")
    await see("confirm.window", "Delete the fingerprint of 成员2?")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.window"))
    driver.click("seals.delete_finger_1")
    await see("confirm.window")
    driver.click("confirm.yes")
    await see("seals.fingers", "Being deleted (waiting for the seal)")
    assert stage.said.told[-1] == "Fingerprint deleted"
    await owner.sent()
    driver.click("seals.connect")
    await until(lambda: host.seal.live.fingers == [], within=20)
    await see("seals.fingers", "Fingerprints: 0 of 5")
    await until(lambda: not page._meeting)


@pytest.mark.req("R-236", "F")
async def test_one_that_is_given_up_leaves_nothing(owner: Console, host: Host, stage: Stage) -> None:
    page = await stage.show(SealsPage, await stage.room_of(owner))
    driver.click("seals.parts.fingers")
    await until(lambda: sees("seals.enrol"))
    driver.click("seals.enrol")
    await see("enrolling.window", "six times in all")
    host.act(lambda seal: seal.touch(THUMB, 90))
    await see("enrolling.touches", "1/6")
    driver.click("enrolling.cancel")
    await until(lambda: not sees("enrolling.window"))
    assert stage.said.told == ["No fingerprint was taken"]
    await see("seals.fingers", "Not taken")
    assert host.seal.live.fingers == []
    await until(lambda: not page.tasks.running)


@pytest.mark.req("R-236", "F")
async def test_without_bluetooth_what_the_cloud_hears_is_shown(
    owner: Console, host: Host, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another console carries it: this one sees what came of it all the same."""
    monkeypatch.setattr(enrolling, "is_near", lambda *_: False)
    await stage.show(SealsPage, await stage.room_of(owner))
    driver.click("seals.parts.fingers")
    await until(lambda: sees("seals.enrol"))
    driver.click("seals.enrol")
    await see("enrolling.window", "Ordered; waiting for the seal")
    async with owner.nearby.conversation_with(host.plate.serial, owner.organization) as seal:
        await owner.courier.visit(seal, owner.organization)
        await see("enrolling.window", "What the cloud hears of it is shown here.")
        for _ in range(3):
            host.act(lambda seal: seal.touch(THUMB, 90))
        await owner.courier.visit(seal, owner.organization)
        await see("enrolling.touches", "3/6")
        for _ in range(3):
            host.act(lambda seal: seal.touch(THUMB, 90))
        await owner.courier.visit(seal, owner.organization)
    await see("enrolling.window", "Saved (已保存)")
    driver.click("enrolling.cancel")
    await until(lambda: not sees("enrolling.window"))


async def test_what_the_cloud_refuses_is_said_in_the_window(owner: Console, host: Host, stage: Stage) -> None:
    """It was switched to Bluetooth in the meantime, of which nobody here has heard."""
    page = await stage.show(SealsPage, await stage.room_of(owner))
    driver.click("seals.parts.fingers")
    await until(lambda: sees("seals.enrol"))
    await office.switch(host, Mode.BLUETOOTH)
    await until(lambda: not host.linked and not any(each.sighting.in_use for each in owner.nearby.seals))
    driver.click("seals.enrol")
    await see("enrolling.window", "It cannot be taken now")
    assert "蓝牙不支持指纹校验" in driver.see("enrolling.said")  # in the cloud's words
    assert sees("enrolling.again")
    driver.click("enrolling.cancel")
    await until(lambda: not sees("enrolling.window"))
    await until(lambda: not page.tasks.running)
