"""The code on a seal's body, opened: at a whole console, with a real cloud."""

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.console import Console
from app.views.doorbell import ring
from cloud.store.unit import Unit
from demo import driver
from domain.ids import new_id
from domain.members import AddMember
from domain.organization import Member, Organization, Role
from domain.seals import LINK
from tests.app.living import living
from tests.app.sync.conftest import OWNER, cloud, owner
from tests.app.views.stage import chosen, see, sees
from tests.cloud.seal import Seal
from tests.cloud.world import Cloud, Person
from tests.waiting import until

__all__ = ["cloud", "owner"]
FIRST, SECOND, NOBODYS, ELSEWHERE = "GL2026000001", "GL2026000002", "GL2026000009", "GL2026000005"
MEMBER, PIN = "19900000002", "270613"


@pytest.fixture
async def seals(cloud: Cloud, owner: Person) -> None:
    """Two of the owner's organization."""
    for serial, name in ((FIRST, "A chop"), (SECOND, "B chop")):
        await Seal(cloud, owner, serial).bind(name)


async def sign_in(cloud: Cloud, phone: str = OWNER) -> None:
    await see("sign_in.enter")
    driver.write("sign_in.phone", phone)
    driver.write("sign_in.code", await cloud.code(phone))
    driver.click("sign_in.enter")
    await see("rail.settings")


@pytest.fixture
async def console(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person, seals: None
) -> AsyncGenerator[Console]:
    """At which the owner works, and has the first seal before him."""
    async with living(qapp, tmp_path / "pc", cloud) as console:
        await sign_in(cloud)
        await until(lambda: current(console) == FIRST)
        yield console


def current(console: Console) -> str:
    assert console._work is not None
    return console._work.room.current_seal() if console._work.room is not None else ""


async def start_again(console: Console, link: str) -> None:
    """The system starts the program once more, with the link; the window may be out of sight."""
    console._shell.hide()
    assert await asyncio.to_thread(ring, console._options.profile, link)
    await until(console._shell.isVisible)


@pytest.mark.req("R-043", "F")
async def test_the_link_of_a_known_seal_leads_to_it(console: Console) -> None:
    await start_again(console, LINK + SECOND)
    await until(lambda: sees("seals.list") and chosen("seals.list") == "B chop")
    assert current(console) == SECOND
    await see("shell.seal", "B chop")
    assert console._shell.current_key() == "seals"
    await start_again(console, LINK + FIRST)  # the page is there already
    await until(lambda: chosen("seals.list") == "A chop")
    assert current(console) == FIRST


@pytest.mark.req("R-043", "F")
async def test_the_link_of_a_seal_of_nobody_begins_its_binding(console: Console) -> None:
    await start_again(console, LINK + NOBODYS)
    await see("binding.wanted", f"Waiting for the seal {NOBODYS}")
    assert current(console) == FIRST
    driver.click("binding.close")
    await until(lambda: not sees("binding.window"))


@pytest.mark.req("R-043", "F")
async def test_before_signing_in_the_link_waits(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person, seals: None
) -> None:
    async with living(qapp, tmp_path / "pc", cloud, LINK + SECOND) as console:
        await sign_in(cloud)
        await until(lambda: sees("seals.list") and chosen("seals.list") == "B chop")
        assert current(console) == SECOND
    async with living(qapp, tmp_path / "pc", cloud, LINK + FIRST) as console:  # signed in already
        await until(lambda: sees("seals.list") and chosen("seals.list") == "A chop")
        assert current(console) == FIRST


async def test_a_locked_console_opens_it_when_it_is_unlocked(console: Console) -> None:
    assert console._lock is not None
    await console._lock.set_pin(PIN)
    console._lock_now()
    await start_again(console, LINK + SECOND)
    await see("lock.screen")
    assert current(console) == FIRST
    assert (await console._lock.open_by_pin(PIN)).right
    await until(lambda: sees("seals.list") and chosen("seals.list") == "B chop")


@pytest.mark.parametrize(
    "link", ["signet://seal/", "signet://seal/../etc", "signet://map/GL2026000002", "https://example.org", "x" * 10_000]
)
async def test_what_is_no_link_of_a_seal_is_told_and_changes_nothing(console: Console, link: str) -> None:
    before = console._shell.current_key()
    await start_again(console, link)
    await see("confirm.window", "It is not the link of a seal.")
    assert (console._shell.current_key(), current(console)) == (before, FIRST)
    driver.click("confirm.seen")
    await until(lambda: not sees("confirm.window"))


async def test_a_wrong_link_at_the_start_is_told_as_well(qapp: QApplication, tmp_path: Path, cloud: Cloud) -> None:
    async with living(qapp, tmp_path / "pc", cloud, "--hidden", "signet:seal") as console:
        await see("confirm.window", "It is not the link of a seal.")
        assert console._shell.isVisible()
        driver.click("confirm.seen")


async def test_who_may_not_bind_is_told_who_may(
    qapp: QApplication, tmp_path: Path, cloud: Cloud, owner: Person
) -> None:
    await owner.done(AddMember(id=new_id(), name="周二", phone=MEMBER, role=Role.MEMBER))
    async with living(qapp, tmp_path / "pc", cloud, LINK + NOBODYS):
        await sign_in(cloud, MEMBER)
        await see("confirm.window", f"Seal {NOBODYS} is not known here")
        assert not sees("binding.window")
        driver.click("confirm.seen")


async def test_what_is_open_is_finished_first(console: Console) -> None:
    await start_again(console, LINK + NOBODYS)
    await see("binding.wanted")
    console._shell.open("messages")
    await start_again(console, LINK + SECOND)
    await see("status.line", "Finish what is open first")
    assert (console._shell.current_key(), current(console)) == ("messages", FIRST)
    driver.click("binding.close")
    await until(lambda: not sees("binding.window"))


async def test_a_seal_that_was_bound_elsewhere_a_moment_ago_is_known(
    console: Console, cloud: Cloud, owner: Person
) -> None:
    await Seal(cloud, owner, "GL2026000003").bind("C chop")
    await start_again(console, LINK + "GL2026000003")
    await until(lambda: sees("seals.list") and chosen("seals.list") == "C chop")


async def test_a_seal_of_another_organization_of_mine_leads_there(
    console: Console, cloud: Cloud, owner: Person
) -> None:
    other, member = new_id(), new_id()
    cloud.service.keys.make_authority(other)

    def found(unit: Unit) -> None:
        company = Organization(id=other, organization=other, name="Other", features=[], created_at=cloud.now)
        unit.put(company)
        unit.put(
            Member(
                id=member,
                organization=other,
                user=owner.signed_in.user,
                name="王主任",
                phone=OWNER,
                role=Role.OWNER,
                created_at=cloud.now,
            )
        )

    await cloud.service.database.write(found)
    there = await Person.sign_in(cloud, OWNER, other, member)
    await Seal(cloud, there, ELSEWHERE).bind("E chop")
    await start_again(console, LINK + ELSEWHERE)
    await until(lambda: sees("seals.list") and chosen("seals.list") == "E chop", within=20)
    assert current(console) == ELSEWHERE
