"""Every act, asked of the cloud: who may not is refused and leaves no trace, who may does it; others' are not found."""

from typing import Any

import msgspec
import pytest

from domain import acts
from domain.approvals import Approve, Reject, Remark, Transfer
from domain.authorizations import Authorization
from domain.cases import AssignCase, CaseVerdict, CloseCase, CommentCase, ReopenCase
from domain.categories import AddCategory, DeleteCategory, RenameCategory
from domain.departments import AddDepartment, DeleteDepartment, RenameDepartment
from domain.ending import Activate, CancelAuthorization, EndUse, RenewCode, WaiveUpload
from domain.exports import CancelExport, SendExport
from domain.features import SetFeatures
from domain.fingers import DeleteFinger, EnrolFinger
from domain.integrations import AddToken, RevokeToken
from domain.invoice_titles import AddInvoiceTitle, ChangeInvoiceTitle, DeleteInvoiceTitle, TitleKind
from domain.invoices import AskInvoice
from domain.keepers import AddKeeper, RemoveKeeper
from domain.leaving import ChangeRole, HandOver, RemoveMember
from domain.locating import LocateSeal
from domain.loss_lock import LockSeal, UnlockSeal
from domain.members import AddMember, MoveMember, RenameMember, SetStandIn
from domain.messages import Message, ReadMessages, SeeAbnormal, Subject
from domain.named_areas import AddNamedArea, DeleteNamedArea, RenameNamedArea
from domain.offline_use import CloseOfflineUse, OpenOfflineUse
from domain.orders import CancelOrder, PayService
from domain.organization import ChangeOrganization, Role
from domain.ownership import ChangeOwner
from domain.quotas import RequestQuota
from domain.retention import LiftHold, SetRetention
from domain.reviews import ReviewRecord, ReviewVerdict
from domain.rows import Act
from domain.seal_settings import SetSealSettings
from domain.seals import BindSeal, RenameSeal, Seal
from domain.stock import BindOverGprs
from domain.subsidiaries import (
    AddSubsidiary,
    ChangeSubsidiary,
    DeleteOrganization,
    DeleteSubsidiary,
    SetHeadquartersApproval,
)
from domain.templates import AddTemplate, ChangeTemplate, ClearFlow, DeleteTemplate, SetFlow
from domain.unbinding import UnbindSeal
from domain.unfinished_binding import TakeBackBinding
from domain.usage import AttachAfterUse
from domain.uses import Method
from domain.waiting import Urge, Withdraw
from domain.webhooks import AddWebhook, ChangeWebhook, DeleteWebhook, Event, ResendDelivery, TestWebhook
from tests.cloud import wallet
from tests.cloud.act_table import (
    APPLICATION,
    CASES,
    PICTURE,
    USE,
    Case,
    application,
    below,
    category,
    department,
    issued,
    more,
    photo,
    title,
    waiting,
)
from tests.cloud.act_table_of_records import RECORD_CASES, export, hold, kept
from tests.cloud.act_table_of_seals import SEAL_CASES
from tests.cloud.act_table_of_systems import HOOK, SYSTEM_CASES, token, webhook
from tests.cloud.company import HOUR_MS, SERIAL, Company, found_company, refused, uid
from tests.cloud.test_pull import put
from tests.cloud.world import Cloud, Person, pull_all

ALL = ("owner", "admin", "keeper", "other", "member", "approver", "custom")


def _marked(case: Case) -> Any:
    marks = [pytest.mark.req(row, "P", "allowed", "refused") for row in case.rows]
    return pytest.param(case, marks=marks, id=case.kind.__name__)


def person(company: Company, name: str) -> Person:
    found: Person = getattr(company, name)
    return found


@pytest.mark.parametrize("case", [_marked(case) for case in [*CASES, *SEAL_CASES, *RECORD_CASES, *SYSTEM_CASES]])
async def test_who_may_and_who_may_not(cloud: Cloud, case: Case) -> None:
    company = await found_company(cloud, sealed=case.sealed)
    for name, make in case.before:
        await person(company, name).done(make(company))
    for name in case.not_by:
        assert (name, await refused(person(company, name), case.act(company))) == (name, case.code)
    for name in case.unseen:
        assert (name, await refused(person(company, name), case.act(company))) == (name, "not_found")
    await person(company, case.by).done(case.act(company))


# Acts with which no id of somebody else's can be named, or that are told of elsewhere.
WITHOUT = {
    ChangeOrganization,
    DeleteOrganization,
    AddSubsidiary,
    RequestQuota,
    SetFeatures,
    AddDepartment,
    AddCategory,
    AddNamedArea,
    AddInvoiceTitle,
    AddToken,
    AddWebhook,
    BindSeal,  # test_contact
    ChangeOwner,  # test_ownership
    SetRetention,
}


def _foreign(company: Company, mine: Person) -> list[Act]:
    """Each act that names something, as the owner of another organization would send it with the company's ids."""
    his = company.member.member
    return [
        ChangeSubsidiary(subsidiary=uid("below"), name="新名"),
        DeleteSubsidiary(subsidiary=uid("below"), name="分公司"),
        SetHeadquartersApproval(subsidiary=uid("below"), approver=None),
        RenameDepartment(department=uid("department"), name="新名"),
        DeleteDepartment(department=uid("department")),
        AddMember(id=uid("x"), name="新人", phone="19900000066", role=Role.MEMBER, department=uid("department")),
        RenameMember(member=his, name="新名"),
        MoveMember(member=his, department=None),
        MoveMember(member=mine.member, department=uid("department")),
        SetStandIn(member=his, stand_in=mine.member, end=company.cloud.now + HOUR_MS),
        SetStandIn(member=mine.member, stand_in=his, end=company.cloud.now + HOUR_MS),
        ChangeRole(member=his, role=Role.KEEPER),
        HandOver(member=his, to=mine.member),
        RemoveMember(member=his),
        RenameCategory(category=uid("category"), name="新名"),
        DeleteCategory(category=uid("category")),
        RenameNamedArea(named_area=uid("named area"), name="新名"),
        DeleteNamedArea(named_area=uid("named area")),
        LocateSeal(seal=SERIAL),
        ChangeInvoiceTitle(title=uid("title"), kind=TitleKind.PERSONAL, name="新名"),
        DeleteInvoiceTitle(title=uid("title")),
        wallet.pay(uid("p"), SERIAL),
        CancelOrder(order=uid("order")),
        wallet.ask(uid("q"), uid("order")),
        RevokeToken(token=uid("token")),
        ChangeWebhook(webhook=uid("webhook"), name="新名", url=HOOK, events=[Event.SEAL_BOUND]),
        DeleteWebhook(webhook=uid("webhook")),
        TestWebhook(id=uid("t"), webhook=uid("webhook")),
        ResendDelivery(delivery=uid("delivery")),
        AddTemplate(id=uid("y"), name="新", approvers=[his]),
        ChangeTemplate(template=uid("template"), name="新", approvers=[]),
        DeleteTemplate(template=uid("template")),
        SetFlow(seal=SERIAL, category=None, template=uid("template")),
        ClearFlow(seal=SERIAL, category=None),
        RenameSeal(seal=SERIAL, name="新名"),
        SetSealSettings(seal=SERIAL, backlight_s=60, auto_off_min=5),
        EnrolFinger(seal=SERIAL, member=his),
        DeleteFinger(seal=SERIAL, member=his),
        BindOverGprs(seal=SERIAL, name="新章"),
        UnbindSeal(seal=SERIAL),
        TakeBackBinding(seal=SERIAL),
        LockSeal(seal=SERIAL),
        UnlockSeal(seal=SERIAL),
        OpenOfflineUse(seal=SERIAL, code="123456"),
        CloseOfflineUse(seal=SERIAL, code="123456"),
        AddKeeper(seal=SERIAL, member=his),
        RemoveKeeper(seal=SERIAL, member=his),
        msgspec.structs.replace(application(company), id=uid("z")),
        Withdraw(application=APPLICATION),
        Urge(application=APPLICATION),
        Approve(application=APPLICATION),
        Reject(application=APPLICATION, reason="不符"),
        Transfer(application=APPLICATION, member=mine.member),
        Remark(id=uid("r"), application=APPLICATION, text="你好"),
        company.authorize("w"),
        Activate(authorization=uid("waiting"), code="12345678"),
        RenewCode(authorization=uid("waiting")),
        CancelAuthorization(authorization=uid("waiting")),
        msgspec.structs.replace(more(company), id=uid("v")),
        EndUse(authorization=USE),
        WaiveUpload(authorization=USE, reason="随便"),
        photo(company),
        AttachAfterUse(authorization=USE, picture=PICTURE),
        kept(company),
        export(company),
        CancelExport(export=uid("export")),
        SendExport(export=uid("export"), mailbox="audit@example.com"),
        hold(company),
        LiftHold(hold=uid("hold"), reason="结案"),
        ReviewRecord(id=uid("u"), seal=SERIAL, number=1, verdict=ReviewVerdict.NORMAL),
        AssignCase(seal=SERIAL, number=1, assignee=mine.member),
        CommentCase(seal=SERIAL, number=1, text="你好"),
        CloseCase(seal=SERIAL, number=1, verdict=CaseVerdict.MISUSE, reason="x"),
        ReopenCase(seal=SERIAL, number=1, reason="x"),
        ReadMessages(messages=[uid("message")]),
        SeeAbnormal(seal=SERIAL, number=1),
    ]


@pytest.mark.req("I-18")
@pytest.mark.rule(12)
async def test_ids_of_another_organization_are_not_found(cloud: Cloud) -> None:
    company = await found_company(cloud)
    for who, make in (
        ("member", application),
        ("owner", below),
        ("owner", department),
        ("owner", category),
        ("owner", title),
        ("owner", token),
        ("owner", webhook),
        ("owner", issued),
    ):
        await person(company, who).done(make(company))
    await company.keeper.done(company.authorize("waiting", method=Method.PRE))
    await put(cloud, _message(company))
    await wallet.charge(cloud)
    await company.keeper.done(wallet.pay(uid("order"), SERIAL))
    stranger = await cloud.organization("19900000008", "别家公司")
    tried = _foreign(company, stranger)
    for act in tried:
        assert (act, await refused(stranger, act, company.owner.organization)) == (act, "not_found")
    assert {type(act) for act in tried} | WITHOUT == set(acts.RULES)
    # Nor by naming the organization in which they are: it is none of his.
    for act in tried:
        sent = stranger.signed(act, organization=company.owner.organization)
        assert [each.code for each in (await stranger.push(sent)).verdicts] == ["not_found"]


def test_every_act_stands_in_the_table() -> None:
    # Activate: test_pre_authorization; ReadMessages, SeeAbnormal: below; ChangeOwner: test_ownership; then two
    # each: test_offline_use, test_orders; UnbindSeal: test_unbinding; BindOverGprs: test_stock;
    # TakeBackBinding: test_unfinished_binding. CancelExport, SendExport: test_exports; of records: test_evidence.
    elsewhere = {Activate, ReadMessages, SeeAbnormal, ChangeOwner, OpenOfflineUse, CloseOfflineUse}
    elsewhere |= {EnrolFinger, DeleteFinger, UnbindSeal, BindOverGprs, TakeBackBinding}
    elsewhere |= {PayService, CancelOrder, AskInvoice}  # test_wallet
    elsewhere |= {ResendDelivery}  # test_webhooks
    elsewhere |= {CancelExport, SendExport, ReviewRecord, AssignCase, CommentCase, CloseCase, ReopenCase}
    assert {case.kind for case in [*CASES, *SEAL_CASES, *RECORD_CASES, *SYSTEM_CASES]} | elsewhere == set(acts.RULES)


def _message(company: Company) -> Message:
    return Message(
        id=uid("message"),
        organization=company.owner.organization,
        member=company.member.member,
        code="application_waits",
        subject=Subject.APPLICATION,
        subject_id=APPLICATION,
        at=company.cloud.now,
    )


@pytest.mark.req("R-153")
async def test_everybody_reads_his_own_messages(cloud: Cloud) -> None:
    company = await found_company(cloud)
    await put(cloud, _message(company))
    read = ReadMessages(messages=[uid("message")])
    for name in ALL:
        if name != "member":
            assert await refused(person(company, name), read) == "not_found"
    await company.member.done(read)
    assert (await company.row(Message, uid("message"))).read_at == cloud.now
    assert await refused(company.member, read) == "read_already"
    await company.member.done(SeeAbnormal(seal=SERIAL, number=3))


@pytest.mark.req("R-021", "P", "allowed", "refused")
async def test_only_who_may_stamp_is_given_a_use(cloud: Cloud) -> None:
    company = await found_company(cloud)
    use = company.authorize("use", member=company.custom.member)
    assert await refused(company.keeper, use) == "member_may_not_stamp"
    await company.keeper.done(issued(company))


@pytest.mark.req("R-015", "P", "allowed", "refused")
@pytest.mark.rule(11)
async def test_a_right_that_was_just_withdrawn_is_none(cloud: Cloud) -> None:
    """Whatever the console still believes: the act is judged when it arrives."""
    company = await found_company(cloud)
    await company.admin.done(AddKeeper(seal=SERIAL, member=company.other.member))
    await company.other.done(waiting(company))
    await company.admin.done(RemoveKeeper(seal=SERIAL, member=company.other.member))
    assert await refused(company.other, RenewCode(authorization=USE)) == "not_allowed"
    await company.owner.done(ChangeRole(member=company.admin.member, role=Role.MEMBER))
    assert await refused(company.admin, department(company)) == "not_allowed"
    await company.owner.done(RemoveMember(member=company.admin.member))
    assert await refused(company.admin, application(company)) == "not_found"
    late = [company.keeper.signed(CancelAuthorization(authorization=USE)), company.keeper.signed(issued(company))]
    await company.owner.done(ChangeRole(member=company.keeper.member, role=Role.MEMBER))
    verdicts = (await company.keeper.push(*late)).verdicts
    assert [each.code for each in verdicts] == ["not_found", "not_allowed"]


@pytest.mark.req("R-243", "P", "allowed")
@pytest.mark.parametrize("who", ["owner", "admin"])
async def test_who_manages_all_seals_needs_to_keep_none(cloud: Cloud, who: str) -> None:
    company = await found_company(cloud)
    assert person(company, who).member not in (await company.row(Seal, SERIAL)).keepers
    await person(company, who).done(issued(company))
    assert (await pull_all(person(company, who))).of(Authorization) != []
    await person(company, who).done(EndUse(authorization=USE))


@pytest.mark.req("R-243", "P", "refused")
@pytest.mark.parametrize("who", ["other", "member", "custom"])
async def test_who_does_not_keep_a_seal_does_not_manage_it(cloud: Cloud, who: str) -> None:
    company = await found_company(cloud)
    assert await refused(person(company, who), issued(company)) == "not_allowed"
    await company.keeper.done(issued(company))
    seen = who == "member"  # it is his own
    assert await refused(person(company, who), EndUse(authorization=USE)) == ("not_allowed" if seen else "not_found")
