"""The acts, with who may do each of them and who may not; the people are those of `Company`.

Each is tried by all who may not, then by one who may, where possible the least.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from domain.applications import Apply
from domain.approvals import Approve, Reject, Remark, Transfer
from domain.categories import AddCategory, DeleteCategory, RenameCategory
from domain.departments import AddDepartment, DeleteDepartment, RenameDepartment
from domain.ending import CancelAuthorization, EndUse, ExtendUse, RenewCode, WaiveUpload
from domain.features import SetFeatures
from domain.files import File
from domain.invoice_titles import AddInvoiceTitle, ChangeInvoiceTitle, DeleteInvoiceTitle, TitleKind
from domain.issuing import Authorize
from domain.leaving import ChangeRole, HandOver, RemoveMember
from domain.members import AddMember, MoveMember, RenameMember, SetStandIn
from domain.organization import ChangeOrganization, Feature, Permission, Role
from domain.quotas import Quota, RequestQuota
from domain.rows import Act
from domain.subsidiaries import (
    AddSubsidiary,
    ChangeSubsidiary,
    DeleteOrganization,
    DeleteSubsidiary,
    SetHeadquartersApproval,
)
from domain.templates import AddTemplate, ChangeTemplate, ClearFlow, DeleteTemplate, SetFlow
from domain.usage import AttachAfterUse, AttachPhoto
from domain.uses import Method
from domain.waiting import Urge, Withdraw
from tests.cloud.company import HOUR_MS, SERIAL, Company, uid

Make = Callable[[Company], Act]
BELOW_ADMIN = ("keeper", "other", "member", "approver", "custom")
BELOW_OWNER = ("admin", *BELOW_ADMIN)
NO_KEEPER = ("other", "member", "approver", "custom")
NO_PAYERS = ("member", "approver", "custom")
# To whom the member's application, and his authorization, are not shown; who sees it, and is not asked.
UNSEEN, NO_PART = ("other", "custom"), ("other", "approver", "custom")
NOT_ASKED = ("owner", "admin", "keeper", "member")
PICTURE = File(uid("picture"), "page.png", "0" * 64, 100, "image/png")


@dataclass(frozen=True)
class Case:
    """An act of this kind is done by `by`, and by none of `not_by`, to whom `code` is said; to those `unseen` to whom
    what it is about is not shown, that there is none.

    `before`: who has done what first. `sealed`: there is a seal. `rows` of the manual that it shows.
    """

    kind: type[Act]
    act: Make
    by: str
    not_by: tuple[str, ...]
    code: str = "not_allowed"
    unseen: tuple[str, ...] = ()
    before: tuple[tuple[str, Make], ...] = ()
    sealed: bool = True
    rows: tuple[str, ...] = field(default=())


def application(company: Company) -> Apply:
    return Apply(
        id=uid("application"),
        seal=SERIAL,
        reason="签约",
        document="采购合同",
        copies=1,
        count=3,
        start=company.cloud.now,
        end=company.cloud.now + HOUR_MS,
    )


def issued(company: Company) -> Authorize:
    return company.authorize("use")


def waiting(company: Company) -> Authorize:
    return company.authorize("use", method=Method.PRE)


def demanding(company: Company) -> Authorize:
    return company.authorize("use", upload_required=True)


def below(_company: Company) -> AddSubsidiary:
    return AddSubsidiary(id=uid("below"), name="分公司", owner="李主任", phone="19900000077")


def department(_company: Company) -> AddDepartment:
    return AddDepartment(id=uid("department"), name="财务部")


def category(_company: Company) -> AddCategory:
    return AddCategory(id=uid("category"), name="合同")


def title(_company: Company) -> AddInvoiceTitle:
    return AddInvoiceTitle(id=uid("title"), kind=TitleKind.COMPANY, name="云杉公司", tax_number="91310000MA1K00001X")


def template(company: Company) -> AddTemplate:
    return AddTemplate(id=uid("new template"), name="采购", approvers=[company.approver.member])


def flow(_company: Company) -> SetFlow:
    return SetFlow(seal=SERIAL, category=None, template=uid("new template"))


def approved(_company: Company) -> Approve:
    return Approve(application=uid("application"))


def rejected(_company: Company) -> Reject:
    return Reject(application=uid("application"), reason="不符")


def transferred(company: Company) -> Transfer:
    return Transfer(application=uid("application"), member=company.other.member)


def all_features(_company: Company) -> SetFeatures:
    return SetFeatures(items=list(Feature))


def photo(_company: Company, number: int = 1) -> AttachPhoto:
    return AttachPhoto(
        id=uid("photo"), seal=SERIAL, number=number, sha256="0" * 64, bytes=9, media="image/png", taken_at=0
    )


def more(company: Company) -> ExtendUse:
    return ExtendUse(id=uid("more"), authorization=uid("use"), count=9, end=company.cloud.now + HOUR_MS)


APPLIED = (("member", application),)
USE, APPLICATION = uid("use"), uid("application")
CASES = [
    Case(ChangeOrganization, lambda c: ChangeOrganization(name="新名"), "owner", BELOW_OWNER, rows=("R-034", "R-251")),
    Case(
        DeleteOrganization,
        lambda c: DeleteOrganization(name="云杉公司"),
        "owner",
        BELOW_OWNER,
        sealed=False,
        rows=("R-034", "R-251"),
    ),
    Case(AddSubsidiary, below, "owner", BELOW_OWNER, rows=("R-035",)),
    Case(
        ChangeSubsidiary,
        lambda c: ChangeSubsidiary(subsidiary=uid("below"), name="新名"),
        "owner",
        BELOW_OWNER,
        before=(("owner", below),),
        rows=("R-251",),
    ),
    Case(
        DeleteSubsidiary,
        lambda c: DeleteSubsidiary(subsidiary=uid("below"), name="分公司"),
        "owner",
        BELOW_OWNER,
        before=(("owner", below),),
        rows=("R-035",),
    ),
    Case(
        SetHeadquartersApproval,
        lambda c: SetHeadquartersApproval(subsidiary=uid("below"), approver=c.admin.member),
        "owner",
        BELOW_OWNER,
        before=(("owner", below),),
        rows=("R-251",),
    ),
    Case(
        RequestQuota,
        lambda c: RequestQuota(id=uid("quota"), quota=Quota.PEOPLE, wanted=200, reason="扩招"),
        "admin",
        BELOW_ADMIN,
    ),
    Case(SetFeatures, lambda c: SetFeatures(items=[]), "owner", BELOW_OWNER, rows=("R-029", "R-277")),
    Case(AddDepartment, department, "admin", BELOW_ADMIN, rows=("R-033", "R-226")),
    Case(
        RenameDepartment,
        lambda c: RenameDepartment(department=uid("department"), name="资金部"),
        "admin",
        BELOW_ADMIN,
        before=(("owner", department),),
        rows=("R-226",),
    ),
    Case(
        DeleteDepartment,
        lambda c: DeleteDepartment(department=uid("department")),
        "admin",
        BELOW_ADMIN,
        before=(("owner", department),),
        rows=("R-226",),
    ),
    Case(
        AddMember,
        lambda c: AddMember(id=uid("new"), name="新人", phone="19900000066", role=Role.MEMBER),
        "admin",
        BELOW_ADMIN,
        rows=("R-030", "R-230", "R-246"),
    ),
    Case(
        AddMember,
        lambda c: AddMember(
            id=uid("new"), name="新人", phone="19900000066", role=Role.CUSTOM, permissions=[Permission.APPLY]
        ),
        "owner",
        BELOW_OWNER,
        rows=("R-016", "R-246"),
    ),
    Case(
        RenameMember,
        lambda c: RenameMember(member=c.member.member, name="周新名"),
        "admin",
        BELOW_ADMIN,
        rows=("R-230",),
    ),
    Case(
        RenameMember,
        lambda c: RenameMember(member=c.owner.member, name="王新名"),
        "owner",
        BELOW_OWNER,
        rows=("R-246", "R-251"),
    ),
    Case(
        MoveMember,
        lambda c: MoveMember(member=c.member.member, department=uid("department")),
        "admin",
        BELOW_ADMIN,
        before=(("owner", department),),
        rows=("R-230",),
    ),
    Case(
        SetStandIn,
        lambda c: SetStandIn(member=c.approver.member, stand_in=c.keeper.member, start=0, end=c.cloud.now + HOUR_MS),
        "approver",
        ("keeper", "other", "member", "custom"),
    ),
    Case(
        ChangeRole,
        lambda c: ChangeRole(member=c.member.member, role=Role.KEEPER),
        "admin",
        BELOW_ADMIN,
        rows=("R-030", "R-246"),
    ),
    Case(
        ChangeRole,
        lambda c: ChangeRole(member=c.admin.member, role=Role.MEMBER),
        "owner",
        BELOW_ADMIN,
        rows=("R-032", "R-246"),
    ),
    Case(
        HandOver, lambda c: HandOver(member=c.approver.member, to=c.other.member), "admin", BELOW_ADMIN, rows=("R-230",)
    ),
    Case(RemoveMember, lambda c: RemoveMember(member=c.member.member), "admin", BELOW_ADMIN, rows=("R-230",)),
    Case(AddCategory, category, "admin", BELOW_ADMIN, rows=("R-026",)),
    Case(
        RenameCategory,
        lambda c: RenameCategory(category=uid("category"), name="人事"),
        "admin",
        BELOW_ADMIN,
        before=(("owner", category),),
        rows=("R-026",),
    ),
    Case(
        DeleteCategory,
        lambda c: DeleteCategory(category=uid("category")),
        "admin",
        BELOW_ADMIN,
        before=(("owner", category),),
        rows=("R-026",),
    ),
    Case(AddInvoiceTitle, title, "keeper", NO_PAYERS, rows=("R-028",)),
    Case(
        ChangeInvoiceTitle,
        lambda c: ChangeInvoiceTitle(title=uid("title"), kind=TitleKind.PERSONAL, name="王主任"),
        "keeper",
        NO_PAYERS,
        before=(("owner", title),),
        rows=("R-028",),
    ),
    Case(
        DeleteInvoiceTitle,
        lambda c: DeleteInvoiceTitle(title=uid("title")),
        "keeper",
        NO_PAYERS,
        before=(("owner", title),),
        rows=("R-028",),
    ),
    Case(AddTemplate, template, "admin", BELOW_ADMIN, rows=("R-026",)),
    Case(
        ChangeTemplate,
        lambda c: ChangeTemplate(template=uid("new template"), name="人事", approvers=[]),
        "admin",
        BELOW_ADMIN,
        before=(("owner", template),),
        rows=("R-026",),
    ),
    Case(
        DeleteTemplate,
        lambda c: DeleteTemplate(template=uid("new template")),
        "admin",
        BELOW_ADMIN,
        before=(("owner", template),),
        rows=("R-026",),
    ),
    Case(SetFlow, flow, "admin", BELOW_ADMIN, before=(("owner", template),), rows=("R-026", "R-168")),
    Case(ClearFlow, lambda c: ClearFlow(seal=SERIAL, category=None), "admin", BELOW_ADMIN, rows=("R-026", "R-168")),
    Case(Apply, application, "member", ("custom",), rows=("R-018",)),
    Case(
        Withdraw,
        lambda c: Withdraw(application=APPLICATION),
        "member",
        ("owner", "admin", "keeper", "approver"),
        unseen=UNSEEN,
        before=APPLIED,
    ),
    Case(
        Urge,
        lambda c: Urge(application=APPLICATION),
        "member",
        ("owner", "admin", "keeper", "approver"),
        unseen=UNSEEN,
        before=APPLIED,
    ),
    Case(Approve, approved, "approver", NOT_ASKED, "not_your_turn", UNSEEN, before=APPLIED, rows=("R-019",)),
    Case(Reject, rejected, "approver", NOT_ASKED, "not_your_turn", UNSEEN, before=APPLIED),
    Case(Transfer, transferred, "approver", NOT_ASKED, "not_your_turn", UNSEEN, before=APPLIED),
    Case(
        Remark,
        lambda c: Remark(id=uid("remark"), application=APPLICATION, text="请说明"),
        "keeper",
        ("other", "custom"),
        "not_found",
        before=APPLIED,
    ),
    Case(Authorize, issued, "keeper", NO_KEEPER, rows=("R-020", "R-100")),
    Case(
        Authorize,
        lambda c: c.authorize("use", application=APPLICATION),
        "keeper",
        NO_KEEPER,
        before=(*APPLIED, ("approver", approved)),
        rows=("R-020", "R-100"),
    ),
    Case(
        RenewCode,
        lambda c: RenewCode(authorization=USE),
        "keeper",
        ("member",),
        unseen=NO_PART,
        before=(("owner", waiting),),
        rows=("R-020",),
    ),
    Case(
        CancelAuthorization,
        lambda c: CancelAuthorization(authorization=USE),
        "keeper",
        ("member",),
        unseen=NO_PART,
        before=(("owner", waiting),),
    ),
    Case(ExtendUse, more, "keeper", ("member",), unseen=NO_PART, before=(("owner", issued),), rows=("R-020",)),
    Case(
        EndUse,
        lambda c: EndUse(authorization=USE),
        "keeper",
        ("member",),
        unseen=NO_PART,
        before=(("owner", issued),),
        rows=("R-022",),
    ),
    Case(
        WaiveUpload,
        lambda c: WaiveUpload(authorization=USE, reason="印章遗失"),
        "owner",
        ("admin", "keeper", "member"),
        unseen=NO_PART,
        before=(("owner", all_features), ("owner", demanding)),
    ),
    Case(AttachPhoto, photo, "member", ("other", "custom"), "not_found", before=(("owner", issued),)),
    Case(
        AttachAfterUse,
        lambda c: AttachAfterUse(authorization=USE, picture=PICTURE),
        "member",
        ("other", "approver"),
        "not_found",
        before=(("owner", issued),),
        rows=("R-146",),
    ),
]
