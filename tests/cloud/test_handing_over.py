"""Who leaves hands over first; who stands in decides; what is owed is owed by somebody, or waived (C-23, C-33)."""

import msgspec
import pytest
from sqlalchemy import text, update

from cloud.store import tables, tallies
from cloud.store.facts import encode
from cloud.store.unit import Unit, View
from domain.applications import Application
from domain.approvals import Approve, Comment, Remark
from domain.authorizations import Authorization, Stage
from domain.consoles import own_space
from domain.ending import EndUse, WaiveUpload
from domain.features import SetFeatures
from domain.files import Attachment, File
from domain.ids import new_id
from domain.keepers import RemoveKeeper
from domain.leaving import ChangeRole, HandOver, RemoveMember
from domain.members import SetStandIn
from domain.organization import ChangeOrganization, Feature, Member, Organization, Permission, Role
from domain.seals import Seal as SealRow
from domain.templates import Template
from domain.usage import AttachAfterUse, AttachPhoto
from domain.uses import Method
from protocol.conversation import Code
from tests.cloud import steps
from tests.cloud.act_table import APPLICATION, USE, application
from tests.cloud.company import HOUR_MS, SERIAL, Company, add, found_company, newest, own, refused, uid
from tests.cloud.test_tallies import agree
from tests.cloud.world import Cloud, Person, Problem, Replica, pull_all


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    return await found_company(cloud, real_seal=True)


async def pressed(company: Company, person: Person) -> None:
    """A use that demands pictures, with one press that has none."""
    await company.owner.done(SetFeatures(items=[Feature.UPLOAD_REQUIRED]))
    await company.keeper.done(company.authorize("use", member=person.member, upload_required=True))
    await company.seal.contact()
    await company.seal.connect(person)
    assert company.seal.take() is Code.OK
    company.seal.press()
    await company.seal.connect()
    await company.seal.drain()


async def photo(company: Company) -> AttachPhoto:
    """Of the one press there was."""

    def work(view: View) -> int:
        return view.connection.execute(text("SELECT number FROM usage")).scalar_one()

    number = await company.cloud.service.database.read(work)
    at = company.cloud.now
    return AttachPhoto(
        id=new_id(), seal=SERIAL, number=number, sha256="0" * 64, bytes=9, media="image/png", taken_at=at
    )


@pytest.mark.req("C-33", "C")
@pytest.mark.req("R-232")
async def test_a_keeper_hands_over_and_goes(company: Company) -> None:
    keeper, heir = company.keeper, company.other
    await company.admin.done(company.authorize("use", member=keeper.member))
    await company.seal.contact()
    await company.seal.connect()
    await company.seal.drain()
    await company.member.done(application(company))
    await company.approver.done(Approve(application=APPLICATION))
    waiting = company.authorize("waiting", member=keeper.member, method=Method.PRE)
    await company.admin.done(waiting)
    remove = RemoveMember(member=keeper.member)
    assert await refused(company.admin, remove) == "member_has_use"
    assert (
        await refused(company.admin, HandOver(member=keeper.member, to=company.member.member)) == "keeper_role_needed"
    )
    await company.admin.done(HandOver(member=keeper.member, to=heir.member))
    assert (await company.row(SealRow, SERIAL)).keepers == [heir.member]
    steps = (await company.row(Application, APPLICATION)).steps
    assert steps[-1].candidates == [heir.member]
    assert (await company.row(Authorization, USE)).ended_by == company.admin.member
    assert (await company.row(Authorization, waiting.id)).cancelled_at == company.cloud.now
    assert await company.seal.contact() == [Code.OK, Code.OK]  # both ends
    await company.admin.done(remove)
    with pytest.raises(Problem, match="404 not_found"):
        await keeper.pull()
    assert [(row.active, row.name) for row in (await own(keeper)).of(Member)] == [(False, "吴管章")]
    assert await refused(company.admin, remove) == "not_found"
    await heir.done(company.authorize("next", application=APPLICATION))


@pytest.mark.req("C-33", "C")
async def test_owed_pictures_are_the_heirs_then(company: Company) -> None:
    await pressed(company, company.member)
    assert await refused(company.member, application(company)) == "pictures_owed"
    remove = RemoveMember(member=company.member.member)
    assert await refused(company.admin, remove) == "member_has_use"
    assert await refused(company.admin, EndUse(authorization=USE)) == "pictures_missing"
    hand_over = HandOver(member=company.member.member, to=company.approver.member)
    assert await refused(company.admin, hand_over) == "member_may_not_read"
    await company.admin.done(HandOver(member=company.member.member, to=company.keeper.member))
    row = await company.row(Authorization, USE)
    assert (row.stage, row.owed_by) == (Stage.OVER, company.keeper.member)
    await company.member.done(application(company))  # he owes nothing any more
    await company.admin.done(remove)
    mine = await company.row(Application, APPLICATION)
    assert mine.state.value == "withdrawn"
    again = msgspec.structs.replace(application(company), id=uid("again"))
    assert await refused(company.keeper, again) == "pictures_owed"
    assert await refused(company.admin, RemoveMember(member=company.keeper.member)) == "member_owes_pictures"
    await company.keeper.done(await photo(company))
    await company.keeper.done(again)


@pytest.mark.req("C-23", "C")
@pytest.mark.req("I-09")
@pytest.mark.req("R-117", "V", "inside", "outside")
async def test_the_owner_waives_what_cannot_be_added_any_more(company: Company) -> None:
    await pressed(company, company.member)
    end, waive = EndUse(authorization=USE), WaiveUpload(authorization=USE, reason="原件已交客户")
    assert await refused(company.keeper, end) == "pictures_missing"
    for each in (company.admin, company.keeper, company.member):
        assert await refused(each, waive) == "not_allowed"
    assert await refused(company.owner, WaiveUpload(authorization=USE, reason=" ")) == "reason_missing"
    await company.owner.done(waive)
    assert await refused(company.owner, waive) == "nothing_owed"
    row = await company.row(Authorization, USE)
    assert (row.waived_by, row.waived_why) == (company.owner.member, "原件已交客户")
    await company.member.done(application(company))
    await company.keeper.done(end)


@pytest.mark.req("R-117", "V", "inside")
async def test_with_its_picture_the_use_can_be_ended(company: Company) -> None:
    await pressed(company, company.member)
    await company.member.done(await photo(company))
    await company.member.done(application(company))
    await company.keeper.done(EndUse(authorization=USE))


@pytest.mark.req("I-09")
async def test_a_picture_by_somebody_whose_business_it_is_not_is_none(company: Company) -> None:
    """Declared before the record came, when nobody could tell: any seal could be used freely then."""
    await company.owner.done(SetFeatures(items=[]))
    number = company.seal.firmware._core.log.last + 4  # two acknowledgements, the taking in hand, the press
    early = AttachPhoto(
        id=new_id(), seal=SERIAL, number=number, sha256="1" * 64, bytes=9, media="image/png", taken_at=0
    )
    await company.approver.done(early)
    await pressed(company, company.member)
    right = await photo(company)
    assert right.number == number
    row = await company.row(Authorization, USE)
    assert (row.pressed, row.pictured, row.owed_by) == (1, 0, company.member.member)
    assert await refused(company.keeper, EndUse(authorization=USE)) == "pictures_missing"
    await company.member.done(right)
    await company.keeper.done(EndUse(authorization=USE))


@pytest.mark.req("I-18")
async def test_the_heir_of_owed_pictures_sees_what_was_added_after_the_use(company: Company) -> None:
    """Also if he reads records only, and no authorizations."""
    rights = [Permission.APPROVE, Permission.STAMP, Permission.VIEW_USAGE]
    await company.owner.done(ChangeRole(member=company.custom.member, role=Role.CUSTOM, permissions=rights))
    await pressed(company, company.member)
    file = File(new_id(), "page.png", "2" * 64, 9, "image/png")
    await company.member.done(AttachAfterUse(authorization=USE, picture=file))
    assert (await pull_all(company.custom)).of(Attachment) == []
    await company.admin.done(HandOver(member=company.member.member, to=company.custom.member))
    assert [row.id for row in (await pull_all(company.custom)).of(Attachment)] == [file.id]
    await company.custom.done(await photo(company))  # he owes nothing any more, and it is none of his business
    assert (await company.row(Authorization, USE)).owed_by is None
    company.custom.cursors.clear()
    assert (await pull_all(company.custom)).of(Attachment) == []


async def test_who_stands_in_decides_and_it_is_said_in_whose_place(company: Company) -> None:
    await company.member.done(application(company))
    absence = SetStandIn(
        member=company.approver.member,
        stand_in=company.other.member,
        start=company.cloud.now + 1000,
        end=company.cloud.now + HOUR_MS,
    )
    await company.admin.done(absence)
    decide = Approve(application=APPLICATION)
    assert await refused(company.other, decide) == "not_found"  # not yet
    company.cloud.now += 1000
    await company.other.done(decide)
    step = (await company.row(Application, APPLICATION)).steps[0]
    assert (step.decided_by, step.instead_of) == (company.other.member, company.approver.member)


async def test_who_is_back_decides_himself(company: Company) -> None:
    await company.member.done(application(company))
    absence = SetStandIn(
        member=company.approver.member, stand_in=company.other.member, start=0, end=company.cloud.now + HOUR_MS
    )
    await company.approver.done(absence)
    replica = await pull_all(company.other)
    assert [row.id for row in replica.of(Application)] == [APPLICATION]
    await company.approver.done(SetStandIn(member=company.approver.member, stand_in=None))
    assert (await pull_all(company.other, replica)).of(Application) == []
    assert await refused(company.other, Approve(application=APPLICATION)) == "not_found"
    await company.approver.done(Approve(application=APPLICATION))


async def test_a_step_and_a_template_of_who_may_approve_no_more_are_the_owners(company: Company) -> None:
    await company.member.done(application(company))
    custom = ChangeRole(member=company.approver.member, role=Role.CUSTOM, permissions=[Permission.APPLY])
    await company.owner.done(custom)
    steps = (await company.row(Application, APPLICATION)).steps
    assert steps[0].candidates == [company.owner.member]
    assert (await company.row(Template, uid("template"))).approvers == [company.owner.member]
    assert await refused(company.approver, Approve(application=APPLICATION)) == "not_found"
    await company.owner.done(Approve(application=APPLICATION))
    assert (await pull_all(company.approver, Replica())).of(Application) == []


async def pressed_and_not_told(company: Company) -> None:
    """Pictures are demanded; the record is still on the seal."""
    await company.owner.done(SetFeatures(items=[Feature.UPLOAD_REQUIRED]))
    await company.keeper.done(company.authorize("use", upload_required=True))
    await company.seal.contact()
    await company.seal.connect(company.member)
    assert company.seal.take() is Code.OK
    company.seal.press()


@pytest.mark.req("C-23", "C")
@pytest.mark.req("C-33", "C")
@pytest.mark.parametrize("way", ["handed over", "removed"])
async def test_a_record_that_comes_after_he_has_left_is_owed_by_somebody_who_is_there(
    company: Company, way: str
) -> None:
    """By the successor; by the owner, where nothing was known to be owed."""
    await pressed_and_not_told(company)
    debtor = company.owner
    if way == "handed over":
        debtor = company.keeper
        await company.admin.done(HandOver(member=company.member.member, to=debtor.member))
    else:
        await company.keeper.done(EndUse(authorization=USE))
    await company.admin.done(RemoveMember(member=company.member.member))
    await company.seal.connect()
    await company.seal.drain()
    row = await company.row(Authorization, USE)
    assert (row.pressed, row.owed_by) == (1, debtor.member)
    await debtor.done(await photo(company))
    assert (await company.row(Authorization, USE)).owed_by is None


@pytest.mark.req("C-23", "C")
async def test_a_record_that_comes_late_is_not_for_an_heir_who_lost_the_seal(company: Company) -> None:
    await pressed_and_not_told(company)
    await company.admin.done(HandOver(member=company.member.member, to=company.keeper.member))
    await company.admin.done(RemoveKeeper(seal=SERIAL, member=company.keeper.member))  # so far he owes nothing
    await company.seal.connect()
    await company.seal.drain()
    row = await company.row(Authorization, USE)
    assert (row.pressed, row.heir, row.owed_by) == (1, company.keeper.member, company.owner.member)
    await company.keeper.done(application(company))
    await company.owner.done(await photo(company))
    assert (await company.row(Authorization, USE)).owed_by is None


@pytest.mark.req("I-18")
async def test_what_was_said_goes_with_the_application_from_who_stood_in(company: Company) -> None:
    """Also when who was away comes back and decides in the same push."""
    await company.member.done(application(company))
    away = SetStandIn(
        member=company.approver.member, stand_in=company.other.member, start=0, end=company.cloud.now + HOUR_MS
    )
    await company.approver.done(away)
    await company.member.done(Remark(id=new_id(), application=APPLICATION, text="请尽快"))
    replica = await pull_all(company.other)
    assert (len(replica.of(Application)), len(replica.of(Comment))) == (1, 1)
    back = SetStandIn(member=company.approver.member, stand_in=None)
    await company.approver.push(
        company.approver.signed(back), company.approver.signed(Approve(application=APPLICATION))
    )
    replica = await pull_all(company.other, replica)
    assert (replica.of(Application), replica.of(Comment)) == ([], [])


@pytest.mark.req("I-18")
async def test_who_left_hears_that_and_nothing_more_of_the_organization(company: Company) -> None:
    left, stays = company.custom, company.other
    database, space = company.cloud.service.database, own_space(left.signed_in.user)
    replica = await own(left)
    assert [row.name for row in replica.of(Organization)] == ["云杉公司"]
    await company.owner.done(RemoveMember(member=left.member))
    left.cursors.clear()
    replica = await own(left)
    assert [(row.active, row.name) for row in replica.of(Member)] == [(False, "钱审计")]
    assert replica.of(Organization) == []
    heard = await newest(company.cloud, space)
    await company.owner.done(ChangeOrganization(name="云杉集团", address="新址"))
    assert await newest(company.cloud, space) == heard  # nor is he told that there is something new
    assert (await own(left)).of(Organization) == []
    assert [row.address for row in (await own(stays)).of(Organization)] == ["新址"]
    await agree(database)
    again = await add(company.owner, "钱成员", left.phone, Role.MEMBER)
    assert [(row.address, row.deleted_at) for row in (await own(again)).of(Organization)] == [("新址", None)]
    await company.owner.done(ChangeOrganization(name="云杉集团", address="旧址"))
    assert [row.address for row in (await own(again)).of(Organization)] == ["旧址"]
    await agree(database)


async def test_a_console_that_had_the_organization_of_who_left_forgets_it(company: Company) -> None:
    left = company.custom
    replica = await pull_all(left, Replica(), organization="")
    assert len(replica.of(Organization)) == 1
    await company.owner.done(RemoveMember(member=left.member))
    replica = await pull_all(left, replica, organization="")
    assert (replica.of(Organization), [row.active for row in replica.of(Member)]) == ([], [False])


async def test_who_left_before_that_was_so_reads_no_more_from_then_on(company: Company) -> None:
    """Migration 0015."""
    left, stays = company.custom, company.other
    database, space = company.cloud.service.database, own_space(left.signed_in.user)
    await company.owner.done(RemoveMember(member=left.member))
    back = await add(company.owner, "许来", "19900000008", Role.MEMBER)
    await company.owner.done(RemoveMember(member=back.member))
    back = await add(company.owner, "许回", "19900000008", Role.MEMBER)  # who left, and is a member again

    def older(unit: Unit) -> None:
        of = tables.changes.c
        stood = (of.space == space, of.kind == Organization.table)
        unit.connection.execute(update(tables.changes).where(*stood).values(gone=False))
        row = unit.get(Organization, left.organization, left.organization)
        assert row is not None
        moves = tallies.Moves()
        moves.move(space, row.table, (None, set()), (encode(row), {space}))
        moves.write(unit)
        unit.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0014'")

    await database.write(older)
    await agree(database)
    replica = await pull_all(left, Replica(), organization="")
    assert len(replica.of(Organization)) == 1
    versions = [await newest(company.cloud, own_space(each.signed_in.user)) for each in (left, stays, back)]
    steps.take(database, "0015")
    await agree(database)
    replica = await pull_all(left, replica, organization="")
    assert (replica.of(Organization), [row.active for row in replica.of(Member)]) == ([], [False])
    changed = [await newest(company.cloud, own_space(each.signed_in.user)) for each in (left, stays, back)]
    assert changed == [versions[0] + 1, *versions[1:]]
    for each in (stays, back):
        assert len((await own(each)).of(Organization)) == 1
