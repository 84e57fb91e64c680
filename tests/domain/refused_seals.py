"""What the rules of seals refuse: binding, keepers, templates, orders, pictures; each beside what they allow."""

from domain.categories import AddCategory, Category, DeleteCategory, RenameCategory
from domain.keepers import AddKeeper, RemoveKeeper
from domain.loss_lock import LockSeal, UnlockSeal
from domain.offline_use import IN_CONTACT_MS, LONGEST_MS, CloseOfflineUse, OpenOfflineUse
from domain.organization import Permission, Quotas, Role
from domain.seals import BindingState, RenameSeal, SealFlow, Wanted
from domain.templates import AddTemplate, ChangeTemplate, ClearFlow, DeleteTemplate, SetFlow, Template
from domain.usage import Photo
from domain.verdict import OnlyCloud, Refused
from tests.domain.refused_records import PHOTO, PRESS
from tests.domain.world import (
    ADMIN,
    APPLICANT,
    BIND,
    COMPANY,
    ISSUED,
    KEEPER,
    NOW,
    ORG,
    OTHER_KEEPER,
    OWNER,
    SEAL,
    STATUS,
    TEMPLATE,
    Case,
    but,
    member,
)

NOT_ALLOWED, NOT_FOUND, CLOUD = Refused("not_allowed"), Refused("not_found"), OnlyCloud()
NO_NAME = Refused("name_missing", "name")
STRANGER = but(OWNER, organization="unknown")  # whose organization is not known here
OUTSIDE = member("outside", Role.HEADQUARTERS)
PRESSER = member("presser", Role.CUSTOM, [Permission.STAMP])
UNBOUND = but(SEAL, id=BIND.serial, state=BindingState.AWAITING_SEAL)
ONE_SEAL, TWO_SEALS = but(COMPANY, quotas=Quotas(seals=1)), but(COMPANY, quotas=Quotas(seals=2))
RENAME = RenameSeal(seal=SEAL.id, name="公章")
AN_HEIRS = but(ISSUED, upload_required=True, pressed=5, pictured=3, owed_by="keeper")
ADD, REMOVE = AddKeeper(seal=SEAL.id, member="other-keeper"), RemoveKeeper(seal=SEAL.id, member="keeper")
TWO_KEEPERS, THREE_KEEPERS = but(SEAL, keepers=["keeper", "b"]), but(SEAL, keepers=["keeper", "b", "c"])


def no_keeper(name: str) -> Refused:
    return Refused("keeper_role_needed", "member", name)


SEALS = [
    Case(KEEPER, BIND, NOT_ALLOWED),
    Case(ADMIN, but(BIND, name=" "), NO_NAME),
    Case(ADMIN, BIND, Refused("seal_already_bound", "serial"), [but(SEAL, id=BIND.serial)]),
    Case(STRANGER, BIND, NOT_FOUND),
    Case(ADMIN, BIND, Refused("seals_full", None, "1"), [ONE_SEAL]),
    Case(ADMIN, BIND, None, [TWO_SEALS]),
    Case(ADMIN, BIND, None, [ONE_SEAL, UNBOUND]),
    Case(KEEPER, RENAME, NOT_ALLOWED),
    Case(ADMIN, but(RENAME, seal="GL9"), NOT_FOUND),
    Case(ADMIN, but(RENAME, seal="GL9"), CLOUD, complete=False),
    Case(ADMIN, but(RENAME, name=" "), NO_NAME),
    Case(ADMIN, RENAME, None),
    Case(KEEPER, ADD, NOT_ALLOWED),
    Case(ADMIN, but(ADD, seal="GL9"), NOT_FOUND),
    Case(ADMIN, but(ADD, member="nobody"), NOT_FOUND),
    Case(ADMIN, but(ADD, member="nobody"), CLOUD, complete=False),
    Case(ADMIN, but(ADD, member="applicant"), no_keeper("Applicant")),
    Case(ADMIN, ADD, no_keeper("Other-Keeper"), [but(OTHER_KEEPER, active=False)]),
    Case(ADMIN, ADD, Refused("keepers_full", "member", "3"), [THREE_KEEPERS]),
    Case(ADMIN, ADD, None, [TWO_KEEPERS]),
    Case(ADMIN, but(ADD, member="keeper"), None, [THREE_KEEPERS]),
    Case(KEEPER, REMOVE, NOT_ALLOWED),
    Case(ADMIN, but(REMOVE, seal="GL9"), NOT_FOUND),
    Case(ADMIN, but(REMOVE, member="nobody"), NOT_FOUND),
    Case(ADMIN, but(REMOVE, member="nobody"), CLOUD, complete=False),
    Case(OWNER, but(REMOVE, member="admin"), Refused("manages_by_role", "member", "Admin")),
    Case(ADMIN, REMOVE, None),
    Case(ADMIN, REMOVE, Refused("member_owes_pictures", "member", "Keeper"), [AN_HEIRS]),
    Case(ADMIN, REMOVE, None, [but(AN_HEIRS, member="keeper")]),
    Case(ADMIN, REMOVE, None, [but(AN_HEIRS, seal="GL9")]),
]

ADD_TEMPLATE = AddTemplate(id="t", name="新", approvers=["approver"], copied=["owner"])
CHANGE = ChangeTemplate(template="template", name="新", approvers=["approver"], copied=["owner"])
DELETE = DeleteTemplate(template="template")
NO_FLOWS, NO_TEMPLATE = but(SEAL, flows=[]), but(TEMPLATE, deleted_at=NOW)
TAKEN = Refused("template_name_taken", "name", "合同")
READ_ONLY = Refused("template_read_only", "template")
OTHER = Template(id="other", organization=ORG, name="新", approvers=[])
SET, CLEAR = SetFlow(seal=SEAL.id, category="c", template="template"), ClearFlow(seal=SEAL.id, category=None)
CATEGORY = Category(id="c", organization=ORG, name="对外")
NO_CATEGORY = but(CATEGORY, deleted_at=NOW)
ADD_CATEGORY = AddCategory(id="n", name="内部")
RENAME_CATEGORY, DELETE_CATEGORY = RenameCategory(category="c", name="内部"), DeleteCategory(category="c")
INSIDE = but(CATEGORY, id="other", name=" 内部")
CATEGORY_TAKEN = Refused("category_name_taken", "name", "内部")


def no_approver(field: str, name: str) -> Refused:
    return Refused("member_may_not_approve", field, name)


FLOWS = [
    Case(KEEPER, ADD_TEMPLATE, NOT_ALLOWED),
    Case(ADMIN, but(ADD_TEMPLATE, name=" "), NO_NAME),
    Case(ADMIN, but(ADD_TEMPLATE, name=" 合同"), TAKEN),
    Case(ADMIN, but(ADD_TEMPLATE, name="合同"), None, [NO_TEMPLATE]),
    Case(ADMIN, but(ADD_TEMPLATE, approvers=["approver", "approver"]), Refused("person_twice", "approvers")),
    Case(ADMIN, but(ADD_TEMPLATE, copied=["admin", "owner", "admin"]), Refused("person_twice", "copied")),
    Case(ADMIN, but(ADD_TEMPLATE, approvers=["nobody"]), NOT_FOUND),
    Case(ADMIN, but(ADD_TEMPLATE, copied=["nobody"]), CLOUD, complete=False),
    Case(ADMIN, but(ADD_TEMPLATE, approvers=["presser"]), no_approver("approvers", "Presser"), [PRESSER]),
    Case(ADMIN, but(ADD_TEMPLATE, copied=["presser"]), None, [PRESSER]),
    Case(ADMIN, but(ADD_TEMPLATE, copied=["outside"]), no_approver("copied", "Outside"), [OUTSIDE]),
    Case(
        ADMIN,
        but(ADD_TEMPLATE, copied=["applicant"]),
        no_approver("copied", "Applicant"),
        [but(APPLICANT, active=False)],
    ),
    Case(ADMIN, but(ADD_TEMPLATE, approvers=["approver", "owner"], copied=["owner"]), None),
    Case(ADMIN, ADD_TEMPLATE, None),
    Case(KEEPER, CHANGE, NOT_ALLOWED),
    Case(ADMIN, CHANGE, NOT_FOUND, [NO_TEMPLATE]),
    Case(ADMIN, but(CHANGE, template="gone"), CLOUD, complete=False),
    Case(ADMIN, CHANGE, READ_ONLY, [but(TEMPLATE, system=True)]),
    Case(ADMIN, CHANGE, Refused("template_name_taken", "name", "新"), [OTHER]),
    Case(ADMIN, but(CHANGE, name="合同"), None),
    Case(ADMIN, but(CHANGE, copied=["owner", "owner"]), Refused("person_twice", "copied")),
    Case(ADMIN, but(CHANGE, approvers=["presser"]), no_approver("approvers", "Presser"), [PRESSER]),
    Case(ADMIN, CHANGE, None),
    Case(KEEPER, DELETE, NOT_ALLOWED),
    Case(ADMIN, DELETE, NOT_FOUND, [NO_TEMPLATE]),
    Case(ADMIN, DELETE, READ_ONLY, [but(TEMPLATE, system=True)]),
    Case(ADMIN, DELETE, Refused("template_in_use", "template", "合同专用章")),
    Case(ADMIN, DELETE, None, [but(SEAL, flows=[SealFlow(None, "other")])]),
    Case(KEEPER, SET, NOT_ALLOWED, [CATEGORY]),
    Case(ADMIN, but(SET, seal="GL9"), NOT_FOUND, [CATEGORY]),
    Case(ADMIN, SET, NOT_FOUND, [CATEGORY, NO_TEMPLATE]),
    Case(ADMIN, SET, NOT_FOUND, [NO_CATEGORY]),
    Case(ADMIN, SET, CLOUD, complete=False),
    Case(ADMIN, SET, None, [CATEGORY]),
    Case(ADMIN, but(SET, category=None), None),
    Case(KEEPER, CLEAR, NOT_ALLOWED),
    Case(ADMIN, but(CLEAR, seal="GL9"), NOT_FOUND),
    Case(ADMIN, but(CLEAR, seal="GL9"), CLOUD, complete=False),
    Case(ADMIN, CLEAR, None),
    Case(KEEPER, ADD_CATEGORY, NOT_ALLOWED),
    Case(ADMIN, but(ADD_CATEGORY, name=" "), NO_NAME),
    Case(ADMIN, ADD_CATEGORY, CATEGORY_TAKEN, [INSIDE]),
    Case(ADMIN, ADD_CATEGORY, None, [CATEGORY, but(INSIDE, deleted_at=NOW)]),
    Case(KEEPER, RENAME_CATEGORY, NOT_ALLOWED, [CATEGORY]),
    Case(ADMIN, RENAME_CATEGORY, NOT_FOUND, [NO_CATEGORY]),
    Case(ADMIN, RENAME_CATEGORY, CLOUD, complete=False),
    Case(ADMIN, RENAME_CATEGORY, CATEGORY_TAKEN, [CATEGORY, INSIDE]),
    Case(ADMIN, but(RENAME_CATEGORY, name="对外"), None, [CATEGORY]),
    Case(KEEPER, DELETE_CATEGORY, NOT_ALLOWED, [CATEGORY]),
    Case(ADMIN, DELETE_CATEGORY, NOT_FOUND, [NO_CATEGORY]),
    Case(ADMIN, DELETE_CATEGORY, CLOUD, complete=False),
    Case(
        ADMIN,
        DELETE_CATEGORY,
        Refused("category_in_use", "category", "合同专用章"),
        [CATEGORY, but(SEAL, flows=[SealFlow("c", "template")])],
    ),
    Case(ADMIN, DELETE_CATEGORY, None, [CATEGORY]),
]
LOCK, UNLOCK = LockSeal(seal=SEAL.id), UnlockSeal(seal=SEAL.id)
OPEN, CLOSE = OpenOfflineUse(seal=SEAL.id, code="123456"), CloseOfflineUse(seal=SEAL.id, code="123456")
SO = Refused("already_so", "seal")
NOT_BOUND = Refused("seal_not_bound", "seal", "合同专用章")
OFF = Refused("seal_not_in_contact", "seal", "合同专用章")
AWAITED = but(SEAL, state=BindingState.AWAITING_SEAL)
LOCKED, UNLOCKED = (but(SEAL, loss_lock=Wanted(on, "owner", NOW)) for on in (True, False))
NAMED, FOUND = (but(SEAL, loss_lock=Wanted(on, "owner", NOW, id=id)) for on, id in ((True, "lost"), (False, "found")))
CHANGED = Refused("lock_changed_since", "seal", "合同专用章")
ALONE = but(SEAL, offline_use=Wanted(True, "owner", NOW - LONGEST_MS + 1))
ALONE_BEFORE = but(SEAL, offline_use=Wanted(True, "owner", NOW - LONGEST_MS))
TAKEN_BACK = but(SEAL, offline_use=Wanted(False, "owner", NOW))
LATELY, LONG_AGO = but(STATUS, at=NOW - IN_CONTACT_MS), but(STATUS, at=NOW - IN_CONTACT_MS - 1)

ORDERS = [
    Case(ADMIN, LOCK, NOT_ALLOWED),
    Case(ADMIN, UNLOCK, NOT_ALLOWED, [LOCKED]),
    Case(OWNER, but(LOCK, seal="GL9"), NOT_FOUND),
    Case(OWNER, but(LOCK, seal="GL9"), CLOUD, complete=False),
    Case(OWNER, LOCK, NOT_BOUND, [AWAITED]),
    Case(OWNER, LOCK, SO, [LOCKED]),
    Case(OWNER, LOCK, None, [UNLOCKED]),
    Case(OWNER, LOCK, None),
    Case(OWNER, UNLOCK, SO),
    Case(OWNER, UNLOCK, SO, [UNLOCKED]),
    Case(OWNER, UNLOCK, None, [LOCKED]),
    Case(OWNER, but(UNLOCK, of="lost"), None, [NAMED]),
    Case(OWNER, but(UNLOCK, of="lost"), CHANGED, [LOCKED]),
    Case(OWNER, but(UNLOCK, of="lost-before"), CHANGED, [NAMED]),
    Case(OWNER, but(UNLOCK, of=""), CHANGED, [NAMED]),
    Case(OWNER, but(UNLOCK, of=""), None, [LOCKED]),
    Case(OWNER, but(UNLOCK, of="lost-before"), SO, [UNLOCKED]),
    Case(OWNER, but(LOCK, of=""), None),
    Case(OWNER, but(LOCK, of="lost"), CHANGED),
    Case(OWNER, but(LOCK, of=""), CHANGED, [FOUND]),
    Case(OWNER, but(LOCK, of="found"), None, [FOUND]),
    Case(KEEPER, but(OPEN, seal="GL9"), NOT_FOUND),
    Case(KEEPER, but(OPEN, seal="GL9"), CLOUD, complete=False),
    Case(OTHER_KEEPER, OPEN, NOT_ALLOWED, [ISSUED, STATUS]),
    Case(KEEPER, OPEN, NOT_BOUND, [AWAITED, ISSUED, STATUS]),
    Case(KEEPER, OPEN, SO, [ALONE, ISSUED, STATUS]),
    Case(KEEPER, OPEN, None, [ALONE_BEFORE, ISSUED, STATUS]),
    Case(KEEPER, OPEN, None, [TAKEN_BACK, ISSUED, STATUS]),
    Case(KEEPER, OPEN, Refused("offline_needs_use", "seal", "合同专用章"), [STATUS]),
    Case(KEEPER, OPEN, OFF, [ISSUED]),
    Case(KEEPER, OPEN, OFF, [ISSUED, LONG_AGO]),
    Case(KEEPER, OPEN, None, [ISSUED, LATELY]),
    Case(KEEPER, OPEN, CLOUD, [ISSUED, LATELY], complete=False),
    Case(KEEPER, OPEN, CLOUD, [STATUS], complete=False),
    Case(KEEPER, OPEN, CLOUD, [ISSUED], complete=False),
    Case(KEEPER, OPEN, CLOUD, [ISSUED, LONG_AGO], complete=False),
    Case(KEEPER, OPEN, SO, [ALONE], complete=False),
    Case(KEEPER, CLOSE, CLOUD, [ALONE, LONG_AGO], complete=False),
    Case(KEEPER, CLOSE, SO, [STATUS]),
    Case(KEEPER, CLOSE, SO, [ALONE_BEFORE, STATUS]),
    Case(KEEPER, CLOSE, OFF, [ALONE, LONG_AGO]),
    Case(KEEPER, CLOSE, None, [ALONE, STATUS]),
]
TAKEN = ("seal", "number", "sha256", "bytes", "media", "taken_at")
PHOTOS = [
    Photo(id=f"p{n}", organization=ORG, member="applicant", **{name: getattr(PHOTO, name) for name in TAKEN})
    for n in range(20)
]
PICTURES = [
    Case(APPLICANT, PHOTO, None, [PRESS, *PHOTOS[1:]]),
    Case(APPLICANT, PHOTO, Refused("photos_full", "number", "20"), [PRESS, *PHOTOS]),
    Case(KEEPER, PHOTO, None, [PRESS, *PHOTOS]),
]
CASES = [*SEALS, *FLOWS, *ORDERS, *PICTURES]
