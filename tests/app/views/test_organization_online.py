"""The organization's screen with a real cloud: what is done arrives there, and what only the cloud knows it says."""

from collections.abc import AsyncGenerator
from functools import partial
from pathlib import Path

import pytest

from app.models import fold, replica
from app.views.organization.page import OrganizationPage
from demo import driver
from domain.codes import Purpose
from domain.organization import Member, Organization, Role
from tests.app.console import Console, console
from tests.app.views import rooms
from tests.app.views.stage import Stage, see, sees
from tests.cloud.world import Cloud, Person, running
from tests.waiting import until

OWNER, CLERK, NEW = "19900000001", "19900000002", "19900000055"


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncGenerator[Cloud]:
    async with running(tmp_path) as made:
        yield made


@pytest.fixture
async def owner(cloud: Cloud) -> Person:
    return await cloud.organization(OWNER)


@pytest.fixture
async def desk(tmp_path: Path, cloud: Cloud, owner: Person) -> AsyncGenerator[Console]:
    async with console(tmp_path / "pc", cloud, OWNER) as made:
        await made.until(lambda tx: fold.facts(tx, owner.organization).get(Member, owner.member))
        yield made


async def open_page(stage: Stage, desk: Console, owner: Person) -> OrganizationPage:
    (company,) = await desk.rows(owner.organization, Organization)
    me = next(each for each in await desk.rows(owner.organization, Member) if each.id == owner.member)
    ask = partial(desk.client.ask_purpose_code, owner.organization)
    room = rooms.room(
        desk.store,
        me,
        desk.cloud.now,
        stage.said,
        stage.app,
        desk=desk.desk,
        organization=company,
        look=stage.look,
        language=stage.language,
        ask_code=ask,
    )
    return await stage.show(OrganizationPage, room)


@pytest.mark.req("R-231", "F")
@pytest.mark.req("R-008", "F")
async def test_a_member_is_added_and_the_cloud_has_him(
    stage: Stage, desk: Console, owner: Person, cloud: Cloud
) -> None:
    page = await open_page(stage, desk, owner)
    driver.click("organization.add")
    await see("member.window")
    driver.write("member.name", "许砚清")
    driver.write("member.phone", "199 0000 0002")
    driver.choose("member.role", "Seal keeper")
    driver.click("member.confirm")
    await until(lambda: "许砚清 · 许砚清, Seal keeper" in driver.see("organization.tree"))
    await desk.settled()
    await until(lambda: "sending" not in driver.see("organization.tree"))
    clerk = await Person.sign_in(cloud, CLERK, owner.organization)
    assert clerk.signed_in.organizations == [owner.organization]
    assert page.room.me.role is Role.OWNER


@pytest.mark.req("R-036")
@pytest.mark.req("R-252", "F")
@pytest.mark.req("R-253", "V", "outside")
@pytest.mark.req("C-22")
async def test_the_owner_is_changed_with_a_code_sent_to_the_new_number(
    stage: Stage, desk: Console, owner: Person, cloud: Cloud
) -> None:
    await owner.add("许砚清", CLERK)
    desk.engine.poke()
    page = await open_page(stage, desk, owner)
    await until(lambda: "许砚清" in driver.see("organization.tree"))
    driver.click("organization.change_owner")
    await see("owner.window")
    driver.write("owner.name", "穆清扬")
    driver.write("owner.phone", CLERK)
    driver.click("owner.send")
    await until(lambda: "belongs to a member already" in driver.see("owner.window"))
    driver.write("owner.phone", NEW)
    driver.click("owner.confirm")
    await until(lambda: "Have a code sent" in driver.see("owner.window"))
    driver.click("owner.send")
    await until(lambda: driver.see("owner.send").startswith("Again in"))
    code = await cloud.delivered(NEW, Purpose.CHANGE_OWNER)
    driver.write("owner.digits", "000000" if code != "000000" else "111111")
    driver.click("owner.confirm")
    await until(lambda: "4 more tries" in driver.see("owner.window") or "还可以尝试 4 次" in driver.see("owner.window"))
    driver.write("owner.digits", code)
    await until(lambda: driver.find("owner.confirm").isEnabled())
    driver.click("owner.confirm")
    await until(lambda: not sees("owner.window"))
    assert stage.said.told[-1] == "穆清扬 is the owner now"
    new = await Person.sign_in(cloud, NEW)
    assert new.signed_in.organizations == [owner.organization]
    await desk.until(lambda tx: not replica.organizations(tx))  # the old number has left
    assert page.room.id == owner.organization


async def test_no_code_is_sent_while_the_cloud_is_away(
    stage: Stage, desk: Console, owner: Person, cloud: Cloud
) -> None:
    await open_page(stage, desk, owner)
    await cloud.stop()
    driver.click("organization.change_owner")
    await see("owner.window")
    driver.write("owner.name", "穆清扬")
    driver.write("owner.phone", NEW)
    driver.click("owner.send")
    await until(lambda: "cannot be reached" in driver.see("owner.window"))
    await until(lambda: driver.find("owner.send").isEnabled())
    driver.click("owner.cancel")
    await until(lambda: not sees("owner.window"))
    await cloud.start()
