"""Locking a lost seal and offline use, on the screen: what is asked, who may, and what a real seal makes of it."""

from functools import partial

import pytest

from app.views import words
from app.views.seals.page import SealsPage
from demo import driver
from domain.authorizations import Stage as UseStage
from domain.codes import Purpose
from domain.ids import new_id
from domain.loss_lock import LockSeal, UnlockSeal, word_on
from domain.organization import Permission
from domain.seals import Seal, Wanted, is_on
from protocol.contact import Phase
from tests.app.services import office
from tests.app.services.office import OWNER, Console, Office
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees
from tests.waiting import until

BUTTONS = ("seals.lock", "seals.offline_use")


async def open_on(stage: Stage, who: str, **other: object) -> SealsPage:
    """The page with the seal that is in use."""
    stage.said.seal = world.GL
    page = await stage.open(SealsPage, who, **other)
    driver.click("seals.parts.settings")
    return page


@pytest.mark.req("R-014", "R-025", "R-027")
@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("m-owner", BUTTONS),
        ("m-admin", BUTTONS[1:]),
        ("m-keeper", BUTTONS[1:]),
        ("m-clerk", ()),
    ],
)
async def test_what_may_not_be_done_is_not_shown(stage: Stage, who: str, shown: tuple[str, ...]) -> None:
    await open_on(stage, who)
    await see("seals.detail", "not locked")
    assert tuple(name for name in BUTTONS if sees(name)) == shown


@pytest.mark.req("R-027")
async def test_a_custom_role_locks_what_it_was_given_to_lock(stage: Stage) -> None:
    await open_on(stage, "m-clerk", me=world.custom("m-clerk", [Permission.LOSS_LOCK]))
    assert [name for name in BUTTONS if sees(name)] == ["seals.lock"]


@pytest.mark.req("R-190", "F")
@pytest.mark.req("R-193", "F")
async def test_a_seal_is_locked_after_a_question_and_unlocked_the_same_way(stage: Stage) -> None:
    await open_on(stage, "m-owner")
    driver.click("seals.lock")
    await see("confirm.window", "Whoever may lock it can unlock it in the same way.")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.window"))
    await see("seals.detail", "not locked")
    for question, told, state, pill in (
        ("as lost?", "Seal locked", "locked as lost by 陈佳宁", "Locked (waiting for the seal)"),
        ("Unlock “合同专用章（一）”?", "Seal unlocked", "not locked (waiting for the seal)", "Ready to stamp"),
    ):
        driver.click("seals.lock")
        await see("confirm.window", question)
        driver.click("confirm.yes")
        await see("seals.detail", state)
        await until(lambda pill=pill: records("seals.list")[1].pill == pill)
        assert stage.said.told[-1] == told


async def test_who_locks_a_seal_in_offline_use_is_told_what_that_means(stage: Stage) -> None:
    page = await open_on(stage, "m-owner")
    row = world.seal(world.GL, "合同专用章（一）", offline_use=Wanted(True, "m-keeper", stage.now, stage.now))
    await rooms.take(page.room.store, [row], now=stage.now)
    await see("seals.detail", "opened by 沈若溪")
    assert driver.see("seals.offline_use") == "Close …"
    driver.click("seals.lock")
    await see("confirm.window", "it hears of it with its next contact, not before")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.window"))


@pytest.mark.req("R-183")
async def test_what_stands_in_the_way_of_offline_use_is_said_before_a_code_is_sent(stage: Stage) -> None:
    page = await open_on(stage, "m-keeper")
    row = world.status(world.GL, stage.now, at=stage.now - world.HOUR)
    await rooms.take(page.room.store, [row], now=stage.now)
    await until(lambda: records("seals.list")[1].time == words.moment(row.at))
    driver.click("seals.offline_use")
    await see("offline_use.window", "has to be switched on; connect to it first.")
    assert "has no live authorization" not in driver.see("offline_use.window")
    assert driver.see("offline_use.send") == "Send code"  # the cloud knows better, and is asked all the same
    driver.find("offline_use.window").close()


@pytest.mark.req("R-180")
@pytest.mark.parametrize(
    ("rights", "advice"),
    [
        ([Permission.OFFLINE_USE, Permission.VIEW_AUTHORIZATIONS], True),
        ([Permission.OFFLINE_USE], False),  # to him there seems to be none, ever
    ],
)
async def test_that_nothing_is_live_is_said_to_who_would_see_it(
    stage: Stage, rights: list[Permission], advice: bool
) -> None:
    me = world.custom("m-clerk", rights)
    page = await open_on(stage, "m-clerk", me=me)
    over = world.authorization("z-1", stage.now, stage=UseStage.OVER, ended_at=stage.now, ended_by="m-keeper")
    await rooms.take(page.room.store, [me, over, world.status(world.GL, stage.now, at=stage.now)], now=stage.now)
    await until(lambda: records("seals.list")[1].time == words.moment(stage.now))
    driver.click("seals.offline_use")
    await see("offline_use.window", "Only for places where the signal is bad.")
    assert sees("offline_use.window", "has no live authorization") is advice
    assert not sees("offline_use.window", "has to be switched on")
    driver.find("offline_use.window").close()


# With a real seal


async def opened(stage: Stage, console: Console) -> SealsPage:
    ask = partial(console.account.client.ask_purpose_code, console.organization)
    page = await stage.show(SealsPage, await stage.room_of(console, ask_code=ask))
    driver.click("seals.parts.settings")
    return page


@pytest.mark.req("R-180", "F")
@pytest.mark.req("R-184", "U")
@pytest.mark.req("R-182")
async def test_offline_use_is_opened_with_the_owners_code_and_the_seal_hears_of_it(at: Office, stage: Stage) -> None:
    owner = await at.owner()
    host = await at.seal()
    await office.bind(owner, host)
    await office.authorize(owner, host, await owner.me())
    await opened(stage, owner)
    for button, agree, said, is_open in (
        ("Open …", "Open offline use", "offline use until", True),
        ("Close …", "Close offline use", "no offline use", False),
    ):
        await until(lambda: driver.find("seals.connect").isEnabled())
        driver.click("seals.connect")  # it is on: so much has to be known
        await until(lambda: driver.find("seals.connect").isEnabled())
        await until(lambda button=button: driver.see("seals.offline_use") == button)
        driver.click("seals.offline_use")
        await see("offline_use.window", agree)
        if is_open:
            await see("offline_use.window", "Only for places where the signal is bad.")
        driver.click("offline_use.send")
        await until(lambda: driver.see("offline_use.send").startswith("Again in"))
        driver.write("offline_use.digits", await at.cloud.delivered(OWNER, Purpose.OFFLINE_USE))
        driver.click("offline_use.confirm")
        await until(lambda: not sees("offline_use.window"))
        await see("seals.detail", said)
        await until(lambda: driver.find("seals.connect").isEnabled())
        driver.click("seals.connect")

        async def confirmed(is_open: bool = is_open) -> bool:
            row = await owner.get(Seal, host.plate.serial)
            told = None if row is None else row.offline_use
            return told is not None and told.on is is_open and told.confirmed_at is not None

        await owner.until(confirmed)
        await until(lambda: not host.linked)


@pytest.mark.req("R-190", "R-193")
async def test_what_was_said_without_the_cloud_undoes_nothing_that_was_said_since(at: Office, stage: Stage) -> None:
    """The owner's notebook, and the computer on his desk."""
    notebook = await at.owner()
    host = await at.seal()
    await office.bind(notebook, host)
    desk = await at.console(OWNER)
    await opened(stage, notebook)

    async def locked(console: Console) -> bool:
        row = await console.get(Seal, host.plate.serial)
        return row is not None and is_on(row.loss_lock)

    async def say(button: str) -> None:
        await until(lambda: driver.see("seals.lock") == button)
        driver.click("seals.lock")
        await see("confirm.window")
        driver.click("confirm.yes")
        await until(lambda: not sees("confirm.window"))

    await notebook.engine.stop(0)
    for button in ("Lock as lost …", "Unlock …", "Lock as lost …"):
        await say(button)
    await see("seals.detail", "locked as lost")
    at.begin_sync(notebook)
    await notebook.sent()
    await desk.until(partial(locked, desk))
    await notebook.until(partial(locked, notebook))

    await notebook.engine.stop(0)
    await say("Unlock …")
    await see("seals.detail", "not locked (waiting for the seal)")
    for kind in (UnlockSeal, LockSeal):
        row = await desk.get(Seal, host.plate.serial)
        assert row is not None
        await desk.do(kind(seal=row.id, id=new_id(), of=word_on(row)))
    at.begin_sync(notebook)

    async def refused() -> bool:
        return [each.code for each in await notebook.desk.refused()] == ["lock_changed_since"]

    await notebook.until(refused)
    await see("seals.detail", "locked as lost")
    assert await locked(desk)


@pytest.mark.req("R-190", "R-193")
async def test_a_real_seal_is_shut_when_it_is_connected_to(at: Office, stage: Stage) -> None:
    owner = await at.owner()
    host = await at.seal()
    await office.bind(owner, host)
    await opened(stage, owner)
    for phase in (Phase.LOCKED, Phase.NEEDS_GRANT):
        driver.click("seals.lock")
        await see("confirm.window")
        driver.click("confirm.yes")
        await owner.sent()
        await until(lambda: driver.find("seals.connect").isEnabled())
        driver.click("seals.connect")
        await until(lambda phase=phase: host.seal.phase is phase)
        await until(lambda: not host.linked)
        await until(lambda: "(waiting for the seal)" not in driver.see("seals.detail"))
