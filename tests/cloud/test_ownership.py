"""Another owner (R-036, R-252, R-253, C-22): by a code sent to his phone; he takes what the old one had in hand."""

from pathlib import Path

import pytest

from domain.applications import Application, Apply
from domain.approvals import Approve
from domain.authorizations import Authorization, Stage
from domain.codes import Purpose
from domain.ending import EndUse
from domain.leaving import RemoveMember
from domain.members import RenameMember, SetStandIn
from domain.organization import Member, Role
from domain.ownership import ChangeOwner
from domain.subsidiaries import AddSubsidiary, SetHeadquartersApproval, Subsidiary
from domain.templates import AddTemplate, SetFlow, Template
from domain.uses import Method
from protocol import sync
from tests.cloud.company import HOUR_MS, SERIAL, Company, enter, found_company, own, refused, uid
from tests.cloud.test_sign_in import other as other_code
from tests.cloud.world import Cloud, Person, Problem, Replica, pull_all, running

NEW = "19900000055"


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    return await found_company(cloud)


async def sent(who: Person, phone: str = NEW) -> str:
    """A code for the new owner's phone, read there."""
    ask = sync.AskPurposeCode(purpose=Purpose.CHANGE_OWNER, organization=who.organization, phone=phone)
    await who.request("POST", "/v1/codes", ask)
    return await who.cloud.delivered(phone, Purpose.CHANGE_OWNER)


def changing(code: str, phone: str = NEW, name: str = "") -> ChangeOwner:
    return ChangeOwner(id=uid(name or phone), name="新主任", phone=phone, code=code)


async def take_over(owner: Person, phone: str = NEW) -> Person:
    await owner.done(changing(await sent(owner, phone), phone))
    return await enter(owner.cloud, phone, owner.organization)


@pytest.mark.req("R-252")
@pytest.mark.req("R-036", "P", "allowed")
@pytest.mark.req("C-22", "C")
async def test_the_old_owner_loses_the_organization_and_the_new_one_has_it(company: Company) -> None:
    old = company.owner
    await pull_all(old)
    new = await take_over(old)
    rows = await pull_all(new)
    assert [row.id for row in rows.of(Member) if row.role is Role.OWNER and row.active] == [new.member]
    assert new.member == uid(NEW)
    with pytest.raises(Problem, match="404 not_found"):
        await old.pull()
    assert [(row.active, row.left_at) for row in (await own(old)).of(Member)] == [(False, company.cloud.now)]
    assert (await old.do(RenameMember(member=old.member, name="还在"))).code == "not_found"
    await new.done(RenameMember(member=company.member.member, name="周新名"))
    await take_over(new, old.phone)  # and back


@pytest.mark.req("R-036", "P", "refused")
@pytest.mark.req("R-253", "V", "inside")
async def test_who_may_not_and_to_whom_not(company: Company) -> None:
    code = await sent(company.owner)
    for each in (company.admin, company.keeper, company.member, company.custom):
        assert await refused(each, changing(code)) == "not_allowed"
    assert await refused(company.owner, changing(code, company.member.phone)) == "phone_already_member"
    assert await refused(company.owner, changing(code, f"86{company.member.phone}")) == "phone_already_member"
    assert await refused(company.owner, changing(code, "123456")) == "phone_wrong"
    with pytest.raises(Problem, match="phone_already_member"):
        await sent(company.owner, company.member.phone)


@pytest.mark.req("R-253", "V", "outside")
async def test_who_was_deleted_before_may_become_the_owner(company: Company) -> None:
    await company.owner.done(RemoveMember(member=company.approver.member))
    new = await take_over(company.owner, company.approver.phone)
    assert new.member != company.approver.member  # what he did as a member stays the member's


async def test_the_code_is_for_this_number_and_this_organization(company: Company) -> None:
    stranger = await company.cloud.organization("19900000008", "别家公司")
    code = await sent(company.owner)
    assert await refused(stranger, changing(code)) == "code_over"
    assert await refused(company.owner, changing(code, "19900000056")) == "code_over"
    sign_in = await company.cloud.code("19900000057")
    assert await refused(company.owner, changing(sign_in, "19900000057")) == "code_over"


async def test_wrong_codes_are_counted_and_the_fifth_ends_it(company: Company) -> None:
    code = await sent(company.owner)
    for left in "4321":
        verdict = await company.owner.do(changing(other_code(code)))
        assert (verdict.code, verdict.field) == ("code_wrong", "code")
        assert left in verdict.sentence
    assert await refused(company.owner, changing(other_code(code))) == "code_over"
    assert await refused(company.owner, changing(code)) == "code_over"
    await take_over(company.owner)


async def test_a_code_is_over_after_five_minutes(company: Company) -> None:
    code = await sent(company.owner)
    company.cloud.now += 5 * 60 * 1000
    assert await refused(company.owner, changing(code)) == "code_over"


async def test_a_code_is_kept_for_what_succeeds(tmp_path: Path) -> None:
    """The new owner belongs to as many organizations as he may: when he has left one, the same code is good."""
    async with running(tmp_path, organizations_per_user=1) as cloud:
        owner = await cloud.organization("19900000001")
        elsewhere = await cloud.organization("19900000002", "别家公司")
        await elsewhere.add("新主任", NEW)
        code = await sent(owner)
        assert await refused(owner, changing(code)) == "organizations_full"
        member = next(row for row in (await pull_all(elsewhere)).of(Member) if row.phone == NEW)
        await elsewhere.done(RemoveMember(member=member.id))
        await owner.done(changing(code))
        new = await enter(cloud, NEW, owner.organization)
        assert await refused(new, changing(code, name="again")) == "phone_already_member"


async def test_not_while_the_owner_has_a_use_or_owes_pictures(company: Company) -> None:
    mine = company.authorize(member=company.owner.member)
    await company.admin.done(mine)
    code = await sent(company.owner)
    assert await refused(company.owner, changing(code)) == "member_has_use"
    await company.admin.done(EndUse(authorization=mine.id))
    await company.owner.done(changing(code))


async def test_open_steps_templates_and_stand_ins_are_the_new_owners(company: Company) -> None:
    owner, template = company.owner, uid("owner decides")
    await owner.done(AddTemplate(id=template, name="主管", approvers=[owner.member], copied=[owner.member]))
    await owner.done(SetFlow(seal=SERIAL, category=None, template=template))
    await company.member.done(applying := _apply(company))
    stand_in = SetStandIn(member=company.admin.member, stand_in=owner.member, start=0, end=company.cloud.now + HOUR_MS)
    await company.admin.done(stand_in)
    waiting = company.authorize("waiting", member=owner.member, method=Method.PRE)
    await company.admin.done(waiting)
    new = await take_over(owner)
    rows = await pull_all(new, Replica())
    (application,) = rows.of(Application)
    assert application.id == applying.id
    assert application.steps[0].candidates == [new.member]
    row = next(row for row in rows.of(Template) if row.id == template)
    assert (row.approvers, row.copied) == ([new.member], [new.member])
    admin = next(row for row in rows.of(Member) if row.id == company.admin.member)
    assert admin.stand_in is not None
    assert admin.stand_in.member == new.member
    cancelled = await company.row(Authorization, waiting.id)
    assert (cancelled.stage, cancelled.cancelled_at) == (Stage.OVER, company.cloud.now)
    await new.done(Approve(application=applying.id))


def _apply(company: Company) -> Apply:
    return Apply(
        id=uid("application"),
        seal=SERIAL,
        reason="签约",
        document="采购合同",
        copies=1,
        count=1,
        start=company.cloud.now,
        end=company.cloud.now + HOUR_MS,
    )


@pytest.mark.req("R-259")
async def test_a_new_owner_is_told_above_and_consents_below(company: Company) -> None:
    below = uid("below")
    await company.owner.done(AddSubsidiary(id=below, name="分公司", owner="李主任", phone="19900000077"))
    chief = await enter(company.cloud, "19900000077", below)
    await company.owner.done(SetHeadquartersApproval(subsidiary=below, approver=company.owner.member))
    second = await take_over(chief, "19900000078")
    row = await company.row(Subsidiary, below)
    assert (row.owner, row.phone, row.approver) == ("新主任", "19900000078", company.owner.member)
    new = await take_over(company.owner)
    assert (await company.row(Subsidiary, below)).approver == new.member
    consenting = await enter(company.cloud, NEW, below)
    names = {row.name: row.active for row in (await pull_all(second)).of(Member) if row.role is Role.HEADQUARTERS}
    assert names == {"王主任": False, "新主任": True}
    assert consenting.member


async def test_two_changes_at_the_same_moment_make_one_owner(company: Company) -> None:
    first, second = await sent(company.owner), await sent(company.owner, "19900000056")
    acts = [changing(first), changing(second, "19900000056")]
    verdicts = (await company.owner.push(*map(company.owner.signed, acts))).verdicts
    assert [each.code for each in verdicts] == ["", "not_found"]
