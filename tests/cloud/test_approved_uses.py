"""Whoever approved an application follows its use, and the user as well; nobody else does for that (R-084)."""

import pytest
from msgspec.structs import replace
from sqlalchemy import delete

from cloud.store import tables, tallies
from cloud.store.unit import Unit
from domain.approvals import Transfer
from domain.authorizations import Authorization
from domain.ending import EndUse, ExtendUse
from domain.files import Attachment, File
from domain.members import SetStandIn
from domain.rows import Row
from domain.usage import AttachAfterUse, AttachPhoto, Impression, Photo
from tests.cloud.act_table import APPLICATION, application, approved
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, uid
from tests.cloud.test_pull import impression, put
from tests.cloud.test_tallies import agree, photo
from tests.cloud.world import Cloud, Person, Replica, pull_all

ROWS: tuple[type[Row], ...] = (Authorization, Impression, Photo, Attachment)
PICTURE = {"sha256": "0" * 64, "bytes": 9, "media": "image/png", "taken_at": 0}


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    """With a real seal in the member's hands."""
    company = await found_company(cloud, real_seal=True)
    company.seal.courier = company.member
    return company


async def used(company: Company, presses: int = 2) -> None:
    """What was applied for is issued, pressed and pictured."""
    await company.keeper.done(company.authorize("use", application=APPLICATION))
    await press(company, presses)
    number = (await pull_all(company.member, Replica())).of(Impression)[0].number
    await company.member.done(AttachPhoto(id=uid("photo"), seal=SERIAL, number=number, **PICTURE))
    after = File(uid("after"), "after.png", "1" * 64, 9, "image/png")
    await company.member.done(AttachAfterUse(authorization=uid("use"), picture=after))


async def press(company: Company, times: int) -> None:
    await company.seal.connect()
    await company.seal.contact()
    company.seal.take()
    for _ in range(times):
        company.seal.press()
    await company.seal.drain()


async def seen(person: Person) -> dict[str, int]:
    """How many rows of the use his console gets, from the beginning."""
    person.cursors.clear()
    rows = await pull_all(person, Replica())
    return {kind.table: len(rows.of(kind)) for kind in ROWS if rows.of(kind)}


ALL = {"authorizations": 1, "usage": 2, "photos": 1, "attachments": 1}


@pytest.mark.req("R-084", "P", "allowed", "refused")
async def test_the_approver_and_the_user_see_the_use_and_no_other_member(company: Company) -> None:
    await company.member.done(application(company))
    await company.approver.done(approved(company))
    assert await seen(company.approver) == {}
    await used(company)
    for who in (company.approver, company.member, company.keeper, company.owner):
        assert await seen(who) == ALL
    assert await seen(company.other) == {}
    # Another use of the same seal by the same person is none of the approver's business.
    await company.keeper.done(EndUse(authorization=uid("use")))
    await company.keeper.done(company.authorize("another"))
    await press(company, 3)
    assert await seen(company.approver) == ALL
    assert (await seen(company.member))["usage"] == 5


@pytest.mark.req("R-084")
async def test_it_comes_to_a_console_that_is_there_already(company: Company) -> None:
    await company.member.done(application(company))
    await company.approver.done(approved(company))
    console = await pull_all(company.approver)
    await used(company)
    await pull_all(company.approver, console)
    assert {kind.table: len(console.of(kind)) for kind in ROWS} == ALL
    end = company.cloud.now + 2 * HOUR_MS
    await company.keeper.done(ExtendUse(id=uid("more"), authorization=uid("use"), count=6, end=end))
    await press(company, 1)
    await pull_all(company.approver, console)
    assert len(console.of(Impression)) == 3
    assert {row.id for row in console.of(Authorization)} == {uid("use"), uid("more")}


@pytest.mark.req("R-084", "P", "allowed")
async def test_who_decided_in_the_approvers_place_sees_it_as_he_does(company: Company) -> None:
    end = company.cloud.now + HOUR_MS
    away = SetStandIn(member=company.approver.member, stand_in=company.other.member, start=0, end=end)
    await company.approver.done(away)
    await company.member.done(application(company))
    await company.other.done(approved(company))
    await used(company)
    assert await seen(company.other) == ALL
    assert await seen(company.approver) == ALL


@pytest.mark.req("R-084", "P", "refused")
async def test_who_handed_his_step_on_or_was_only_copied_does_not_see_it(company: Company) -> None:
    await company.member.done(application(company))
    await company.approver.done(Transfer(application=APPLICATION, member=company.other.member))
    await company.other.done(approved(company))
    await used(company)
    assert await seen(company.other) == ALL
    assert await seen(company.approver) == {}


@pytest.mark.req("R-084")
@pytest.mark.rule(9)
async def test_what_came_before_the_use_was_known_comes_with_it(company: Company) -> None:
    """A cloud that was restored hears of presses and pictures before the acts that allowed them."""
    await company.member.done(application(company))
    await company.approver.done(approved(company))
    member, cloud = company.member, company.cloud
    presses = [replace(impression(member, number, None, SERIAL), authorization=uid("use")) for number in (101, 102)]
    await put(cloud, *presses, photo(member, 101, uid("photo")))
    console = await pull_all(company.approver)
    assert console.of(Impression) == []
    keeper = await pull_all(company.keeper)
    await company.keeper.done(company.authorize("use", application=APPLICATION))
    await agree(cloud.service.database)
    await pull_all(company.approver, console)
    assert sorted(row.number for row in console.of(Impression)) == [101, 102]
    assert [row.id for row in console.of(Photo)] == [uid("photo")]
    await pull_all(company.keeper, keeper)
    assert len(keeper.of(Impression)) == 2


@pytest.mark.req("R-084")
@pytest.mark.rule(9)
async def test_an_old_use_moves_with_its_presses_when_it_changes(company: Company) -> None:
    """It was issued when only who decided followed a use: its rows stand where they stood then."""
    end = company.cloud.now + HOUR_MS
    away = SetStandIn(member=company.approver.member, stand_in=company.other.member, start=0, end=end)
    await company.approver.done(away)
    await company.member.done(application(company))
    await company.other.done(approved(company))
    await used(company)
    database, scope = company.cloud.service.database, f"approved:{company.approver.member}"

    def older(unit: Unit) -> None:
        for table in (tables.changes, tables.tallies):
            unit.connection.execute(delete(table).where(table.c.scope == scope))

    await database.write(older)
    await agree_as_told(company)
    company.approver.cursors.clear()
    console = await pull_all(company.approver)
    await press(company, 1)
    await pull_all(company.approver, console)
    assert len(console.of(Impression)) == 3
    assert {kind.table: len(console.of(kind)) for kind in ROWS} == {**ALL, "usage": 3}
    await agree(database)
    await agree_as_told(company)


async def agree_as_told(company: Company) -> None:
    """Each tally is what would be pulled from zero."""
    space, scopes = company.owner.organization, ["usage", f"approved:{company.approver.member}", "org", "audit"]
    assert await company.cloud.service.database.read(lambda view: tallies.wrong(view, space, scopes)) == []
