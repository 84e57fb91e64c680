"""What the rules of an organization refuse: people, seals, flows, quotas, subsidiaries; each beside what they allow."""

from domain.authorizations import Stage
from domain.departments import AddDepartment, DeleteDepartment, Department, RenameDepartment
from domain.features import SetFeatures
from domain.invoice_titles import (
    MOST,
    OF_COMPANY,
    AddInvoiceTitle,
    ChangeInvoiceTitle,
    DeleteInvoiceTitle,
    InvoiceTitle,
    TitleKind,
)
from domain.leaving import ChangeRole, HandOver, RemoveMember
from domain.members import LONGEST_ABSENCE_MS, AddMember, MoveMember, RenameMember, SetStandIn
from domain.organization import ChangeOrganization, Feature, Permission, Quotas, Role
from domain.ownership import ChangeOwner
from domain.quotas import Quota, QuotaRequest, QuotaState, RequestQuota
from domain.subsidiaries import (
    AddSubsidiary,
    ChangeSubsidiary,
    DeleteOrganization,
    DeleteSubsidiary,
    SetHeadquartersApproval,
    Subsidiary,
)
from domain.uses import Method
from domain.verdict import OnlyCloud, Refused
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    APPLIED,
    APPROVER,
    COMPANY,
    EVERYBODY,
    HOUR,
    ISSUED,
    KEEPER,
    NOW,
    ORG,
    OWNER,
    SEAL,
    STATUS,
    Case,
    but,
    member,
)

NOT_ALLOWED, NOT_FOUND, CLOUD = Refused("not_allowed"), Refused("not_found"), OnlyCloud()
STRANGER = but(OWNER, organization="unknown")  # whose organization is not known here
OUTSIDE = member("outside", Role.HEADQUARTERS)
GONE = but(APPLICANT, active=False)
PRESSER = member("presser", Role.CUSTOM, [Permission.STAMP])
PERSONNEL = member("personnel", Role.CUSTOM, [Permission.ADD_ROLE])
NO_NAME = Refused("name_missing", "name")


def no_approver(field: str, name: str) -> Refused:
    return Refused("member_may_not_approve", field, name)


ADD = AddMember(id="m", name="新人", phone="19900001234", role=Role.MEMBER)
DEPARTMENT = Department(id="d", organization=ORG, name="财务部")
NO_DEPARTMENT = but(DEPARTMENT, deleted_at=NOW)
SIX_PEOPLE = but(COMPANY, quotas=Quotas(people=len(EVERYBODY)))
SEVEN_PEOPLE = but(COMPANY, quotas=Quotas(people=len(EVERYBODY) + 1))
RENAME, MOVE = RenameMember(member="applicant", name="新名"), MoveMember(member="applicant", department=None)
STAND_IN = SetStandIn(member="approver", stand_in="admin", start=NOW, end=NOW + HOUR)

PEOPLE = [
    Case(OWNER, ADD, None),
    Case(KEEPER, ADD, NOT_ALLOWED),
    Case(OWNER, but(ADD, role=Role.OWNER), Refused("role_not_given_here", "role")),
    Case(OWNER, but(ADD, role=Role.HEADQUARTERS), Refused("role_not_given_here", "role")),
    Case(ADMIN, but(ADD, role=Role.ADMINISTRATOR), NOT_ALLOWED),
    Case(ADMIN, but(ADD, role=Role.CUSTOM, permissions=[Permission.PAY]), NOT_ALLOWED),
    Case(ADMIN, but(ADD, role=Role.KEEPER), None),
    Case(PERSONNEL, but(ADD, role=Role.KEEPER), NOT_ALLOWED),
    Case(PERSONNEL, ADD, None),
    Case(STRANGER, ADD, NOT_FOUND),
    Case(OWNER, but(ADD, department="d"), NOT_FOUND),
    Case(OWNER, but(ADD, department="d"), NOT_FOUND, [NO_DEPARTMENT]),
    Case(OWNER, but(ADD, department="d"), CLOUD, complete=False),
    Case(OWNER, but(ADD, department="d"), None, [DEPARTMENT]),
    Case(OWNER, but(ADD, name=" "), NO_NAME),
    Case(OWNER, but(ADD, role=Role.CUSTOM), Refused("permissions_missing", "permissions")),
    Case(OWNER, but(ADD, role=Role.CUSTOM, permissions=[Permission.PAY]), None),
    Case(OWNER, but(ADD, permissions=[Permission.PAY]), Refused("permissions_unfit", "permissions")),
    Case(OWNER, but(ADD, role=Role.ADMINISTRATOR), Refused("one_administrator", "role")),
    Case(OWNER, but(ADD, role=Role.ADMINISTRATOR), None, [but(ADMIN, active=False)]),
    Case(OWNER, but(ADD, phone=APPLICANT.phone), Refused("phone_already_member", "phone")),
    Case(OWNER, but(ADD, phone=APPLICANT.phone), None, [GONE]),
    Case(OWNER, but(ADD, phone=OUTSIDE.phone), None, [OUTSIDE]),
    Case(OWNER, ADD, Refused("people_full", None, "6"), [SIX_PEOPLE]),
    Case(OWNER, ADD, Refused("people_full", None, "5"), [but(COMPANY, quotas=Quotas(people=5))]),
    Case(OWNER, ADD, None, [SEVEN_PEOPLE]),
    Case(OWNER, ADD, None, [SEVEN_PEOPLE, OUTSIDE]),
    Case(OWNER, ADD, None, [SIX_PEOPLE, GONE]),
    Case(KEEPER, RENAME, NOT_ALLOWED),
    Case(OWNER, but(RENAME, member="nobody"), NOT_FOUND),
    Case(OWNER, but(RENAME, member="nobody"), CLOUD, complete=False),
    Case(OWNER, RENAME, NOT_FOUND, [GONE]),
    Case(OWNER, RENAME, NOT_FOUND, [GONE], complete=False),
    Case(ADMIN, but(RENAME, member="owner"), NOT_ALLOWED),
    Case(ADMIN, but(RENAME, member="admin"), None),
    Case(OWNER, but(RENAME, member="owner"), None),
    Case(PERSONNEL, but(RENAME, member="keeper"), NOT_ALLOWED),
    Case(OWNER, but(RENAME, name=" "), NO_NAME),
    Case(OWNER, RENAME, None),
    Case(KEEPER, MOVE, NOT_ALLOWED),
    Case(OWNER, but(MOVE, member="nobody"), NOT_FOUND),
    Case(OWNER, but(MOVE, member="nobody"), CLOUD, complete=False),
    Case(OWNER, MOVE, NOT_FOUND, [GONE]),
    Case(OWNER, MOVE, NOT_FOUND, [GONE], complete=False),
    Case(OWNER, but(MOVE, member="outside"), NOT_ALLOWED, [OUTSIDE], complete=False),
    Case(OWNER, but(MOVE, department="d"), NOT_FOUND, [NO_DEPARTMENT]),
    Case(OWNER, but(MOVE, department="d"), CLOUD, complete=False),
    Case(OWNER, but(MOVE, department="d"), None, [DEPARTMENT]),
    Case(OWNER, but(STAND_IN, member="nobody"), NOT_FOUND),
    Case(OWNER, but(STAND_IN, member="nobody"), CLOUD, complete=False),
    Case(OWNER, but(STAND_IN, member="applicant"), NOT_ALLOWED, [GONE]),
    Case(APPLICANT, STAND_IN, NOT_ALLOWED),
    Case(APPROVER, STAND_IN, None),
    Case(OWNER, STAND_IN, None),
    Case(APPROVER, but(STAND_IN, stand_in=None, start=0, end=0), None),
    Case(APPROVER, but(STAND_IN, stand_in="nobody"), NOT_FOUND),
    Case(APPROVER, but(STAND_IN, stand_in="nobody"), CLOUD, complete=False),
    Case(APPROVER, but(STAND_IN, stand_in="approver"), no_approver("stand_in", "Approver")),
    Case(APPROVER, but(STAND_IN, stand_in="presser"), no_approver("stand_in", "Presser"), [PRESSER]),
    Case(APPROVER, but(STAND_IN, start=NOW + HOUR), Refused("end_before_start", "end")),
    Case(APPROVER, but(STAND_IN, start=NOW + HOUR - 1), None),
    Case(APPROVER, but(STAND_IN, start=NOW - 1, end=NOW), Refused("end_in_past", "end")),
    Case(APPROVER, but(STAND_IN, start=NOW - 1, end=NOW + 1), None),
    Case(APPROVER, but(STAND_IN, end=NOW + LONGEST_ABSENCE_MS + 1), Refused("date_absurd", "end")),
    Case(APPROVER, but(STAND_IN, end=NOW + LONGEST_ABSENCE_MS), None),
]

ROLE = ChangeRole(member="applicant", role=Role.KEEPER)
NO_KEEPER = ChangeRole(member="keeper", role=Role.MEMBER)
READS = but(NO_KEEPER, role=Role.CUSTOM, permissions=[Permission.APPROVE, Permission.STAMP, Permission.VIEW_USAGE])
NO_OFFICE = ChangeRole(member="admin", role=Role.KEEPER)
OVER, REMOVE = HandOver(member="keeper", to="other-keeper"), RemoveMember(member="applicant")
OWING = but(ISSUED, upload_required=True, pressed=5, pictured=3, owed_by="applicant")
OWED = but(OWING, stage=Stage.OVER, ended_at=NOW)
OWNER_ELSE, ONESELF = Refused("owner_changes_otherwise", "member"), Refused("not_oneself", "member")
CHANGE = ChangeOwner(id="new", name="新主", phone="19900000088", code="123456")
OWNERS = but(ISSUED, member="owner")

LEAVING = [
    Case(KEEPER, ROLE, NOT_ALLOWED),
    Case(OWNER, but(ROLE, member="nobody"), NOT_FOUND),
    Case(OWNER, but(ROLE, member="nobody"), CLOUD, complete=False),
    Case(OWNER, ROLE, NOT_FOUND, [but(OWNER, active=False)]),
    Case(OWNER, ROLE, NOT_FOUND, [GONE]),
    Case(OWNER, but(ROLE, role=Role.OWNER), Refused("owner_changes_otherwise", "role")),
    Case(ADMIN, but(ROLE, member="owner"), Refused("owner_changes_otherwise", "role")),
    Case(ADMIN, but(ROLE, member="admin"), Refused("not_oneself", "role")),
    Case(ADMIN, but(ROLE, role=Role.ADMINISTRATOR), NOT_ALLOWED),
    Case(ADMIN, but(ROLE, role=Role.CUSTOM, permissions=[Permission.PAY]), NOT_ALLOWED),
    Case(OWNER, but(ROLE, role=Role.HEADQUARTERS), NOT_ALLOWED),
    Case(OWNER, but(ROLE, role=Role.CUSTOM), Refused("permissions_missing", "permissions")),
    Case(OWNER, but(ROLE, permissions=[Permission.PAY]), Refused("permissions_unfit", "permissions")),
    Case(OWNER, but(ROLE, role=Role.ADMINISTRATOR), Refused("one_administrator", "role")),
    Case(OWNER, but(ROLE, member="admin", role=Role.ADMINISTRATOR), None),
    Case(OWNER, but(ROLE, role=Role.ADMINISTRATOR), None, [but(ADMIN, active=False)]),
    Case(ADMIN, ROLE, None),
    Case(OWNER, NO_KEEPER, Refused("member_owes_pictures", "role", "Keeper"), [but(OWING, owed_by="keeper")]),
    Case(OWNER, NO_KEEPER, None, [but(OWING, owed_by="keeper", member="keeper")]),
    Case(OWNER, READS, None, [but(OWING, owed_by="keeper")]),
    Case(OWNER, NO_OFFICE, Refused("member_owes_pictures", "role", "Admin"), [but(OWING, owed_by="admin")]),
    Case(OWNER, NO_OFFICE, None, [but(OWING, owed_by="admin"), but(SEAL, keepers=["admin"])]),
    Case(ADMIN, ChangeRole(member="presser", role=Role.MEMBER), NOT_ALLOWED, [PRESSER]),
    Case(member("clerk", Role.CUSTOM, [Permission.SET_KEEPER]), but(ROLE, role=Role.MEMBER), NOT_ALLOWED),
    Case(KEEPER, OVER, NOT_ALLOWED),
    Case(OWNER, but(OVER, member="nobody"), NOT_FOUND),
    Case(OWNER, but(OVER, member="nobody"), CLOUD, complete=False),
    Case(OWNER, but(OVER, member="applicant"), NOT_FOUND, [GONE]),
    Case(ADMIN, but(OVER, member="owner"), OWNER_ELSE),
    Case(ADMIN, but(OVER, member="admin"), ONESELF),
    Case(PERSONNEL, OVER, NOT_ALLOWED),
    Case(OWNER, but(OVER, to="nobody"), NOT_FOUND),
    Case(OWNER, but(OVER, to="nobody"), CLOUD, complete=False),
    Case(OWNER, but(OVER, to="keeper"), no_approver("to", "Keeper")),
    Case(OWNER, but(OVER, to="presser"), no_approver("to", "Presser"), [PRESSER]),
    Case(OWNER, but(OVER, to="approver"), Refused("keeper_role_needed", "to", "Approver")),
    Case(OWNER, but(OVER, to="admin"), None),
    Case(ADMIN, OVER, None),
    Case(OWNER, but(OVER, to="approver"), None, [but(SEAL, keepers=[]), APPLIED, but(ISSUED, member="keeper")]),
    Case(PERSONNEL, HandOver(member="applicant", to="owner"), NOT_ALLOWED, [ISSUED]),
    Case(OWNER, HandOver(member="applicant", to="owner"), NOT_FOUND, [but(ISSUED, seal="GL9")]),
    Case(OWNER, HandOver(member="applicant", to="owner"), None, [ISSUED]),
    *(
        Case(
            OWNER, HandOver(member="applicant", to="approver"), Refused("member_may_not_read", "to", "Approver"), given
        )
        for given in ([OWED], [OWING], [but(OWING, pressed=0, pictured=0, owed_by=None), but(STATUS, log_end=6)])
    ),
    Case(OWNER, HandOver(member="applicant", to="approver"), NOT_FOUND, [but(OWED, seal="GL9")]),
    Case(OWNER, HandOver(member="applicant", to="keeper"), None, [OWED]),
    Case(
        OWNER,
        HandOver(member="applicant", to="owner"),
        Refused("nothing_to_hand_over", "member", "Applicant"),
    ),
    Case(OWNER, HandOver(member="applicant", to="owner"), CLOUD, complete=False),
    Case(OWNER, HandOver(member="applicant", to="keeper"), None, [OWED], complete=False),
    Case(KEEPER, REMOVE, NOT_ALLOWED),
    Case(OWNER, REMOVE, NOT_FOUND, [GONE]),
    Case(ADMIN, but(REMOVE, member="owner"), OWNER_ELSE),
    Case(ADMIN, but(REMOVE, member="admin"), ONESELF),
    Case(OWNER, REMOVE, NOT_FOUND, [but(OWNER, active=False)]),
    Case(OWNER, REMOVE, Refused("member_has_use", "member", "Applicant"), [ISSUED]),
    Case(OWNER, REMOVE, None, [but(ISSUED, stage=Stage.WAITING, method=Method.PRE)]),
    Case(OWNER, REMOVE, Refused("member_owes_pictures", "member", "Applicant"), [OWED]),
    Case(OWNER, REMOVE, None, [but(OWED, owed_by=None)]),
    Case(ADMIN, CHANGE, NOT_ALLOWED),
    Case(OWNER, CHANGE, NOT_FOUND, [but(OWNER, active=False)]),
    Case(OWNER, but(CHANGE, name=" "), NO_NAME),
    Case(OWNER, but(CHANGE, phone=APPLICANT.phone), Refused("phone_already_member", "phone")),
    Case(OWNER, CHANGE, Refused("member_has_use", None, "Owner"), [OWNERS]),
    Case(OWNER, CHANGE, Refused("member_owes_pictures", None, "Owner"), [but(OWED, owed_by="owner")]),
    Case(OWNER, CHANGE, CLOUD, complete=False),
    Case(OWNER, CHANGE, None, [ISSUED]),
]

QUOTA = RequestQuota(id="q", quota=Quota.SEALS, wanted=51, reason="新办公室")
ASKED = QuotaRequest(
    id="before", organization=ORG, quota=Quota.SEALS, before=50, wanted=60, reason="多", member="admin", at=NOW
)
RENAME_COMPANY = ChangeOrganization(name="云杉")
ADD_DEPARTMENT, RENAME_DEPARTMENT = (
    AddDepartment(id="n", name="行政部"),
    RenameDepartment(department="d", name="行政部"),
)
OTHER_DEPARTMENT = but(DEPARTMENT, id="other", name="行政部")
DEPARTMENT_TAKEN = Refused("department_name_taken", "name", "行政部")
TWO_DEPARTMENTS = but(COMPANY, quotas=Quotas(departments=2))
GO = DeleteDepartment(department="d")

HOUSE = [
    Case(ADMIN, RENAME_COMPANY, NOT_ALLOWED),
    Case(STRANGER, RENAME_COMPANY, NOT_FOUND),
    Case(OWNER, but(RENAME_COMPANY, name=" "), NO_NAME),
    Case(OWNER, RENAME_COMPANY, None),
    Case(ADMIN, SetFeatures(items=[]), NOT_ALLOWED),
    Case(STRANGER, SetFeatures(items=[]), NOT_FOUND),
    Case(OWNER, SetFeatures(items=[Feature.AREA]), None),
    Case(KEEPER, QUOTA, NOT_ALLOWED),
    Case(STRANGER, QUOTA, NOT_FOUND),
    Case(ADMIN, but(QUOTA, wanted=50), Refused("quota_not_more", "wanted", "50")),
    Case(ADMIN, but(QUOTA, quota=Quota.PEOPLE), Refused("quota_not_more", "wanted", "100")),
    Case(ADMIN, but(QUOTA, reason=" "), Refused("reason_missing", "reason")),
    Case(ADMIN, QUOTA, Refused("quota_asked_already", "quota"), [ASKED]),
    Case(ADMIN, QUOTA, None, [but(ASKED, state=QuotaState.REFUSED)]),
    Case(ADMIN, QUOTA, None, [but(ASKED, quota=Quota.DEPARTMENTS)]),
    Case(KEEPER, ADD_DEPARTMENT, NOT_ALLOWED),
    Case(STRANGER, ADD_DEPARTMENT, NOT_FOUND),
    Case(ADMIN, but(ADD_DEPARTMENT, name=" "), NO_NAME),
    Case(ADMIN, but(ADD_DEPARTMENT, name=" 行政部 "), DEPARTMENT_TAKEN, [OTHER_DEPARTMENT]),
    Case(ADMIN, ADD_DEPARTMENT, DEPARTMENT_TAKEN, [but(OTHER_DEPARTMENT, name="行政部 ")]),
    Case(ADMIN, ADD_DEPARTMENT, None, [but(OTHER_DEPARTMENT, deleted_at=NOW)]),
    Case(
        ADMIN,
        but(ADD_DEPARTMENT, name="法务部"),
        Refused("departments_full", None, "2"),
        [TWO_DEPARTMENTS, DEPARTMENT, OTHER_DEPARTMENT],
    ),
    Case(ADMIN, ADD_DEPARTMENT, None, [TWO_DEPARTMENTS, DEPARTMENT]),
    Case(KEEPER, RENAME_DEPARTMENT, NOT_ALLOWED),
    Case(ADMIN, RENAME_DEPARTMENT, NOT_FOUND, [NO_DEPARTMENT]),
    Case(ADMIN, RENAME_DEPARTMENT, CLOUD, complete=False),
    Case(ADMIN, RENAME_DEPARTMENT, DEPARTMENT_TAKEN, [DEPARTMENT, OTHER_DEPARTMENT]),
    Case(ADMIN, but(RENAME_DEPARTMENT, name="财务部"), None, [DEPARTMENT]),
    Case(KEEPER, GO, NOT_ALLOWED),
    Case(ADMIN, GO, NOT_FOUND, [NO_DEPARTMENT]),
    Case(ADMIN, GO, CLOUD, complete=False),
    Case(ADMIN, GO, None, [DEPARTMENT]),
]

SUBSIDIARY = Subsidiary(id="below", organization=ORG, name="分公司", owner="李主任", phone="19900000077")
SOUTH = but(SUBSIDIARY, id="south", name="南方")
NO_SUBSIDIARY = but(SUBSIDIARY, deleted_at=NOW)
ADD_BELOW = AddSubsidiary(id="n", name="南方", owner="李主任", phone="19900000078")
RENAME_BELOW = ChangeSubsidiary(subsidiary="below", name="南方")
DELETE_BELOW = DeleteSubsidiary(subsidiary="below", name=" 分公司")
ASK = SetHeadquartersApproval(subsidiary="below", approver="admin")
END = DeleteOrganization(name=" 云杉 ")
BELOW_TAKEN = Refused("subsidiary_name_taken", "name", "南方")

BELOW = [
    Case(ADMIN, ADD_BELOW, NOT_ALLOWED),
    Case(OWNER, but(ADD_BELOW, name=" "), NO_NAME),
    Case(OWNER, but(ADD_BELOW, owner=" "), Refused("name_missing", "owner")),
    Case(OWNER, ADD_BELOW, BELOW_TAKEN, [SOUTH]),
    Case(OWNER, ADD_BELOW, None, [SUBSIDIARY, but(SOUTH, deleted_at=NOW)]),
    Case(ADMIN, RENAME_BELOW, NOT_ALLOWED, [SUBSIDIARY]),
    Case(OWNER, RENAME_BELOW, NOT_FOUND, [NO_SUBSIDIARY]),
    Case(OWNER, RENAME_BELOW, CLOUD, complete=False),
    Case(OWNER, RENAME_BELOW, BELOW_TAKEN, [SUBSIDIARY, SOUTH]),
    Case(OWNER, but(RENAME_BELOW, name="分公司"), None, [SUBSIDIARY]),
    Case(ADMIN, ASK, NOT_ALLOWED, [SUBSIDIARY]),
    Case(OWNER, ASK, NOT_FOUND),
    Case(OWNER, but(ASK, approver="nobody"), CLOUD, [SUBSIDIARY], complete=False),
    Case(OWNER, but(ASK, approver="nobody"), NOT_FOUND, [SUBSIDIARY]),
    Case(OWNER, but(ASK, approver="presser"), no_approver("approver", "Presser"), [SUBSIDIARY, PRESSER]),
    Case(OWNER, but(ASK, approver=None), None, [SUBSIDIARY]),
    Case(OWNER, ASK, None, [SUBSIDIARY]),
    Case(ADMIN, DELETE_BELOW, NOT_ALLOWED, [SUBSIDIARY]),
    Case(OWNER, DELETE_BELOW, NOT_FOUND, [NO_SUBSIDIARY]),
    Case(OWNER, but(DELETE_BELOW, name="分"), Refused("name_differs", "name"), [SUBSIDIARY]),
    Case(OWNER, DELETE_BELOW, None, [but(SUBSIDIARY, name="分公司 ")]),
    Case(ADMIN, END, NOT_ALLOWED),
    Case(STRANGER, END, NOT_FOUND),
    Case(OWNER, but(END, name="云"), Refused("name_differs", "name")),
    Case(OWNER, END, Refused("seals_still_bound", None, "1")),
    Case(OWNER, END, Refused("seals_still_bound", None, "2"), [but(SEAL, id="L2")]),
    Case(OWNER, END, Refused("subsidiaries_still_there", None, "2"), [SUBSIDIARY, SOUTH], without=[SEAL]),
    Case(OWNER, END, None, [NO_SUBSIDIARY], without=[SEAL]),
]

TITLE = InvoiceTitle(id="i", organization=ORG, kind=TitleKind.COMPANY, name="云杉", tax_number="91310000MA1K00001X")
NO_TITLE, OTHER_TITLE = but(TITLE, deleted_at=NOW), but(TITLE, id="o", name=" 雪松")
ADD_TITLE = AddInvoiceTitle(id="n", kind=TitleKind.COMPANY, name="雪松", tax_number="91310000MA1K00002X")
CHANGE_TITLE = ChangeInvoiceTitle(title="i", kind=TitleKind.COMPANY, name="雪松", tax_number="91310000MA1K00002X")
DELETE_TITLE, TITLE_TAKEN = DeleteInvoiceTitle(title="i"), Refused("title_name_taken", "name", "雪松")
PERSONAL = but(ADD_TITLE, kind=TitleKind.PERSONAL, tax_number="")
TO_PERSONAL = but(CHANGE_TITLE, kind=TitleKind.PERSONAL, tax_number="")
PAYER = member("payer", Role.CUSTOM, [Permission.PAY])
NO_PAYER = member("no-payer", Role.CUSTOM, [each for each in Permission if each is not Permission.PAY])
FULL = [but(TITLE, id=f"i{at}", name=f"抬头 {at}") for at in range(MOST)]
NO_TAX, TAX_UNFIT = Refused("tax_number_missing", "tax_number"), Refused("tax_number_unfit", "tax_number")

TITLES = [
    *(Case(who, ADD_TITLE, NOT_ALLOWED) for who in (APPLICANT, NO_PAYER, OUTSIDE, but(KEEPER, active=False))),
    *(Case(who, ADD_TITLE, None) for who in (OWNER, ADMIN, KEEPER, PAYER)),
    Case(KEEPER, but(ADD_TITLE, name=" "), NO_NAME),
    Case(KEEPER, ADD_TITLE, TITLE_TAKEN, [OTHER_TITLE]),
    Case(KEEPER, ADD_TITLE, None, [TITLE, but(OTHER_TITLE, deleted_at=NOW)]),
    Case(KEEPER, but(ADD_TITLE, tax_number=" "), NO_TAX),
    *(Case(KEEPER, but(ADD_TITLE, tax_number="1" * length), TAX_UNFIT) for length in (1, 14, 16, 19, 21)),
    Case(KEEPER, but(ADD_TITLE, tax_number="A1" * 10), None),
    *(Case(KEEPER, but(ADD_TITLE, tax_number="1" * length), None) for length in (15, 17, 18, 20)),
    *(Case(KEEPER, but(ADD_TITLE, tax_number=wrong), TAX_UNFIT) for wrong in ("a" * 15, "１" * 15, "税" * 15)),
    *(Case(KEEPER, but(ADD_TITLE, tax_number="1" * 14 + wrong), TAX_UNFIT) for wrong in (" ", "-", "1 ")),
    Case(KEEPER, PERSONAL, None),
    *(Case(KEEPER, but(PERSONAL, **{field: "1"}), Refused("of_company_only", field)) for field in OF_COMPANY),
    *(Case(KEEPER, but(ADD_TITLE, **{field: "1"}), None) for field in OF_COMPANY[1:]),
    Case(KEEPER, ADD_TITLE, Refused("titles_full", None, "50"), FULL),
    Case(KEEPER, ADD_TITLE, None, FULL[1:]),
    Case(KEEPER, ADD_TITLE, None, [*FULL[1:], NO_TITLE]),
    Case(APPLICANT, CHANGE_TITLE, NOT_ALLOWED, [TITLE]),
    Case(KEEPER, CHANGE_TITLE, NOT_FOUND, [NO_TITLE]),
    Case(KEEPER, CHANGE_TITLE, CLOUD, complete=False),
    Case(KEEPER, CHANGE_TITLE, TITLE_TAKEN, [TITLE, OTHER_TITLE]),
    Case(KEEPER, but(CHANGE_TITLE, tax_number=""), NO_TAX, [TITLE]),
    Case(KEEPER, but(TO_PERSONAL, bank="工商银行"), Refused("of_company_only", "bank"), [TITLE]),
    Case(KEEPER, but(CHANGE_TITLE, name="云杉"), None, [TITLE]),
    Case(KEEPER, CHANGE_TITLE, None, [TITLE, *FULL[1:]]),
    Case(APPLICANT, DELETE_TITLE, NOT_ALLOWED, [TITLE]),
    Case(KEEPER, DELETE_TITLE, NOT_FOUND, [NO_TITLE]),
    Case(KEEPER, DELETE_TITLE, CLOUD, complete=False),
    Case(KEEPER, DELETE_TITLE, None, [TITLE]),
]
CASES = [*PEOPLE, *LEAVING, *HOUSE, *BELOW, *TITLES]
