"""Nobody decides in his own affair, and no right outlives the role it came with; through push."""

import msgspec
import pytest

from domain.applications import Application
from domain.approvals import Approve, Transfer
from domain.authorizations import Authorization, Stage
from domain.categories import AddCategory
from domain.departments import AddDepartment
from domain.ending import EndUse, ExtendUse, RenewCode
from domain.features import SetFeatures
from domain.leaving import ChangeRole, HandOver, RemoveMember
from domain.members import MoveMember, SetStandIn
from domain.organization import Feature, Permission, Role
from domain.templates import ChangeTemplate, ClearFlow, SetFlow
from domain.uses import Method
from tests.cloud.act_table import APPLICATION, application
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, refused, uid
from tests.cloud.world import Cloud, Replica, pull_all


@pytest.fixture
async def company(cloud: Cloud) -> Company:
    company = await found_company(cloud)
    await company.owner.done(SetFeatures(items=list(Feature)))
    return company


async def test_a_step_and_a_stand_in_are_for_others(company: Company) -> None:
    await company.owner.done(SetFeatures(items=[Feature.COUNT]))
    await company.admin.done(application(company))
    decide, end = Approve(application=APPLICATION), company.cloud.now + HOUR_MS
    assert await refused(company.approver, Transfer(application=APPLICATION, member=company.admin.member)) == (
        "own_application"
    )
    mine = SetStandIn(member=company.approver.member, stand_in=company.admin.member, end=end)
    assert await refused(company.admin, mine) == "stand_in_for_oneself"
    await company.approver.done(mine)
    assert await refused(company.admin, decide) == "not_your_turn"
    await company.approver.done(decide)


@pytest.mark.req("C-33", "C")
async def test_no_level_is_lost_when_somebody_goes(company: Company) -> None:
    levels = [company.approver.member, company.other.member, company.owner.member]
    await company.owner.done(ChangeTemplate(template=uid("template"), name="合同", approvers=levels))
    over = HandOver(member=company.approver.member, to=company.other.member)
    assert await refused(company.admin, over) == "level_lost"
    remove = RemoveMember(member=company.approver.member)
    assert await refused(company.admin, remove) == "level_lost"
    await company.admin.done(msgspec.structs.replace(over, to=company.member.member))
    await company.admin.done(remove)


async def test_the_owner_is_moved_by_nobody_else(company: Company) -> None:
    await company.owner.done(AddDepartment(id=uid("department"), name="采购部"))
    move = MoveMember(member=company.owner.member, department=uid("department"))
    assert await refused(company.admin, move) == "not_allowed"
    await company.owner.done(move)


@pytest.mark.req("C-12", "C")
async def test_no_category_goes_past_all_approvers(company: Company) -> None:
    await company.owner.done(SetFeatures(items=[Feature.COUNT]))
    for name in ("bank", "other"):
        await company.owner.done(AddCategory(id=uid(name), name=name))
    await company.owner.done(SetFlow(seal=SERIAL, category=uid("bank"), template=uid("template")))
    await company.owner.done(ClearFlow(seal=SERIAL, category=None))
    act = application(company)
    assert await refused(company.member, act) == "category_missing"
    assert await refused(company.member, msgspec.structs.replace(act, category=uid("other"))) == "category_missing"
    await company.member.done(msgspec.structs.replace(act, category=uid("bank")))
    row = await company.row(Application, APPLICATION)
    assert row.steps[0].candidates == [company.approver.member]


async def test_who_may_press_no_more_has_no_use(company: Company) -> None:
    await company.keeper.done(use := company.authorize())
    await company.keeper.done(waiting := company.authorize("waiting", method=Method.PRE))
    change = ChangeRole(member=company.member.member, role=Role.CUSTOM, permissions=[Permission.APPLY])
    assert await refused(company.owner, change) == "member_has_use"
    await company.keeper.done(EndUse(authorization=use.id))
    await company.owner.done(change)
    assert (await company.row(Authorization, waiting.id)).stage is Stage.OVER


@pytest.mark.req("I-14")
async def test_in_free_use_nothing_is_extended_or_sent_a_code(company: Company) -> None:
    await company.keeper.done(use := company.authorize())
    await company.keeper.done(waiting := company.authorize("waiting", method=Method.PRE))
    await company.owner.done(SetFeatures(items=[]))
    more = ExtendUse(id=uid("more"), authorization=use.id, count=9, end=use.end)
    assert await refused(company.keeper, more) == "free_use"
    assert await refused(company.keeper, RenewCode(authorization=waiting.id)) == "free_use"
    await company.keeper.done(EndUse(authorization=use.id))


async def test_two_approvals_of_one_step_do_not_pass_the_next_one(company: Company) -> None:
    """Sent from two consoles while the first level waited; of the second one he stands in for the approver."""
    await company.owner.done(SetFeatures(items=[Feature.COUNT]))
    levels = [company.approver.member, company.other.member]
    await company.owner.done(ChangeTemplate(template=uid("template"), name="合同", approvers=levels))
    await company.other.done(
        SetStandIn(member=company.other.member, stand_in=company.approver.member, end=company.cloud.now + HOUR_MS)
    )
    await company.member.done(application(company))
    act = Approve(application=APPLICATION, step=0)
    await company.approver.done(act)
    assert await refused(company.approver, act) == "already_decided"
    await company.approver.done(msgspec.structs.replace(act, step=1))


async def test_who_handed_a_step_on_goes_on_seeing_it(company: Company) -> None:
    await company.owner.done(SetFeatures(items=[Feature.COUNT]))
    await company.member.done(application(company))
    await company.approver.done(Transfer(application=APPLICATION, member=company.other.member, note="首次"))
    await company.other.done(Transfer(application=APPLICATION, member=company.admin.member, note="末次"))
    await company.admin.done(Approve(application=APPLICATION))
    for each in (company.approver, company.other):
        (row,) = (await pull_all(each, Replica())).of(Application)
        assert [(handed.by, handed.note) for handed in row.steps[0].handed_on] == [
            (company.approver.member, "首次"),
            (company.other.member, "末次"),
        ]
