"""The permission matrix through push and pull: functions x roles x own or another's seal x own or another organization.

What a cell should be is read off the printed table here, not off the program's own.
"""

from collections.abc import Awaitable, Callable

import msgspec
import pytest

from domain.applications import Application, ApplicationState, Apply, Step, StepKind, StepState
from domain.approvals import Approve
from domain.audit import AuditEntry
from domain.authorizations import Authorization, Mode, Stage
from domain.codes import Purpose
from domain.departments import AddDepartment
from domain.ending import EndUse
from domain.features import SetFeatures
from domain.ids import new_id
from domain.invoice_titles import AddInvoiceTitle, TitleKind
from domain.issuing import Authorize
from domain.keepers import AddKeeper
from domain.leaving import ChangeRole
from domain.loss_lock import LockSeal
from domain.members import AddMember
from domain.messages import Message
from domain.offline_use import OpenOfflineUse
from domain.organization import PRINTED, ChangeOrganization, Feature, Member, Permission, Role
from domain.ownership import ChangeOwner
from domain.rows import Act
from domain.seals import BindSeal, Model
from domain.seals import Seal as SealRow
from domain.subsidiaries import AddSubsidiary
from domain.templates import AddTemplate, SetFlow
from domain.usage import AttachPhoto, Impression
from domain.uses import Method
from protocol import certificates
from protocol.certificates import Identity
from protocol.keys import AgreementKey, SigningKey
from tests.cloud.office import OTHER, OWN, Office
from tests.cloud.test_pull import impression, put
from tests.cloud.world import Cloud, Person, maker, pull_all

# The marks of the printed table fill from the left: owner, administrator, keeper, member.
FUNCTIONS = {
    Permission.BIND: ("R-017", 2),
    Permission.APPLY: ("R-018", 4),
    Permission.APPROVE: ("R-019", 4),
    Permission.AUTHORIZE: ("R-020", 3),
    Permission.STAMP: ("R-021", 4),
    Permission.END_USE: ("R-022", 3),
    Permission.VIEW_USAGE: ("R-023", 4),
    Permission.VIEW_AUTHORIZATIONS: ("R-024", 3),
    Permission.OFFLINE_USE: ("R-025", 3),
    Permission.CONFIGURE_FLOW: ("R-026", 2),
    Permission.LOSS_LOCK: ("R-027", 1),
    Permission.PAY: ("R-028", 3),
    Permission.CONFIGURE_FEATURES: ("R-029", 1),
    Permission.ADD_ROLE: ("R-030", 2),
    Permission.SET_KEEPER: ("R-031", 2),
    Permission.SET_ADMINISTRATOR: ("R-032", 1),
    Permission.ADD_DEPARTMENT: ("R-033", 2),
    Permission.CHANGE_ORGANIZATION: ("R-034", 1),
    Permission.CHANGE_SUBSIDIARY: ("R-035", 1),
    Permission.CHANGE_OWNER: ("R-036", 1),
}
# Narrowed in prose to the seals that one keeps (requirements 2, C-10).
OWN_SEALS = {
    Permission.AUTHORIZE,
    Permission.END_USE,
    Permission.VIEW_USAGE,
    Permission.VIEW_AUTHORIZATIONS,
    Permission.OFFLINE_USE,
}
# Whose acts name a seal, so that somebody else's can be named.
OF_SEALS = {
    Permission.APPLY,
    Permission.AUTHORIZE,
    Permission.OFFLINE_USE,
    Permission.CONFIGURE_FLOW,
    Permission.LOSS_LOCK,
    Permission.SET_KEEPER,
}
COLUMNS = ("owner", "administrator", "keeper", "member")
HOUR = 3600_000
# What goes on by itself: the audit log, and messages that leave the house meanwhile.
QUIET = (AuditEntry.table, Message.table)
FORBIDDEN = {"not_allowed", "not_found"}
Proves = Callable[..., None]
Try = Callable[[Office, Person, str], Awaitable[str]]  # the code of the refusal, empty: done


def expected(who: str, permission: Permission, seal: str) -> bool:
    """Whether the printed table and the prose under it allow it."""
    if who.startswith("custom"):
        return who == "custom with"
    if COLUMNS.index(who) >= FUNCTIONS[permission][1]:
        return False
    if permission not in OWN_SEALS or who in ("owner", "administrator"):
        return True
    return who == "keeper" and seal == OWN


async def pushed(office: Office, person: Person, act: Act) -> str:
    """The verdict; a refused act has left nothing but its line in the audit log."""
    await pull_all(office.owner)
    verdict = await person.do(act)
    if not verdict.done:
        left = [change for change in (await office.owner.pull()).rows if change.table not in QUIET]
        assert left == [], (type(act).__name__, left)
    return verdict.code


async def _bind(office: Office, person: Person, _seal: str) -> str:
    serial = f"GL{new_id()[-12:].upper()}"
    identity = Identity(serial, "GL", SigningKey.generate().public, AgreementKey.generate().public)
    act = BindSeal(serial=serial, model=Model.GL, name="新章", identity=certificates.issue(identity, maker))
    return await pushed(office, person, act)


async def _apply(office: Office, person: Person, seal: str) -> str:
    now = office.cloud.now
    act = Apply(id=new_id(), seal=seal, reason="签约", document="合同", copies=1, count=1, start=now, end=now + HOUR)
    return await pushed(office, person, act)


async def _approve(office: Office, person: Person, seal: str) -> str:
    now = office.cloud.now
    first = Step(StepKind.APPROVE, [person.member], StepState.PENDING)
    steps = [first, Step(StepKind.AUTHORIZE, [office.owner.member])]
    row = Application(
        id=new_id(),
        organization=office.organization,
        applicant=office.owner.member,
        seal=seal,
        reason="签约",
        document="合同",
        copies=1,
        count=1,
        start=now,
        end=now + HOUR,
        state=ApplicationState.IN_APPROVAL,
        steps=steps,
        created_at=now,
    )
    await put(office.cloud, row)
    return await pushed(office, person, Approve(application=row.id))


def _issue(office: Office, seal: str, method: Method) -> Authorize:
    now = office.cloud.now
    return Authorize(
        id=new_id(),
        application=None,
        seal=seal,
        member=office.people["member"].member,
        start=now,
        end=now + HOUR,
        mode=Mode.PHYSICAL,
        method=method,
        count=1,
        photo_required=False,
    )


async def _authorize(office: Office, person: Person, seal: str) -> str:
    return await pushed(office, person, _issue(office, seal, Method.PRE))


async def _stamp(office: Office, person: Person, seal: str) -> str:
    use = _issue(office, seal, Method.DIRECT)
    fields = {name: getattr(use, name) for name in use.__struct_fields__} | {"member": person.member}
    over = {"stage": Stage.OVER, "issued_at": use.start, "ended_at": use.start}
    who = {"organization": person.organization, "issued_by": office.owner.member, "binding": 1}
    await put(office.cloud, Authorization(**{**fields, **over, **who}))  # he has used it: its records may come yet
    picture = {"sha256": "0" * 64, "bytes": 1, "media": "image/png", "taken_at": office.cloud.now}
    return await pushed(office, person, AttachPhoto(id=new_id(), seal=seal, number=77, **picture))


async def _end_use(office: Office, person: Person, seal: str) -> str:
    live = _issue(office, seal, Method.DIRECT)
    await office.owner.done(live)
    code = await pushed(office, person, EndUse(authorization=live.id))
    if code:
        await office.owner.done(EndUse(authorization=live.id))
    return code


async def _view_usage(office: Office, person: Person, seal: str) -> str:
    """Somebody else's record; one's own everybody sees."""
    row = impression(office.owner, 7, None, seal)
    await put(office.cloud, row)
    return "" if (Impression.table, row.id) in await office.rows_seen(person) else "not_found"


async def _view_authorizations(office: Office, person: Person, seal: str) -> str:
    issued = msgspec.structs.replace(_issue(office, seal, Method.PRE), member=office.people["other keeper"].member)
    await office.owner.done(issued)
    if person is office.owner:  # who issued it sees it for that
        return ""
    return "" if (Authorization.table, issued.id) in await office.rows_seen(person) else "not_found"


async def _offline_use(office: Office, person: Person, seal: str) -> str:
    """Under an authorization, while the seal is on, with the owner's code; then it is as it was."""
    live = _issue(office, seal, Method.DIRECT)
    await office.owner.done(live)
    before = await office.row(SealRow, seal)
    await office.ask_code(office.owner, Purpose.OFFLINE_USE)
    code = await office.cloud.delivered(office.owner.phone, Purpose.OFFLINE_USE)
    refused = await pushed(office, person, OpenOfflineUse(seal=seal, code=code))
    await put(office.cloud, before)
    await office.owner.done(EndUse(authorization=live.id))
    return refused


async def _loss_lock(office: Office, person: Person, seal: str) -> str:
    before = await office.row(SealRow, seal)
    code = await pushed(office, person, LockSeal(seal=seal))
    await put(office.cloud, before)
    return code


async def _configure_flow(office: Office, person: Person, seal: str) -> str:
    template = AddTemplate(id=new_id(), name=new_id(), approvers=[office.owner.member])
    await office.owner.done(template)
    return await pushed(office, person, SetFlow(seal=seal, category=None, template=template.id))


async def _pay(office: Office, person: Person, _seal: str) -> str:
    """What there is of it so far: the titles of invoices."""
    return await pushed(office, person, AddInvoiceTitle(id=new_id(), kind=TitleKind.PERSONAL, name=new_id()))


async def _configure_features(office: Office, person: Person, _seal: str) -> str:
    return await pushed(office, person, SetFeatures(items=[f for f in Feature if f is not Feature.PICTURE_REQUIRED]))


async def _add_role(office: Office, person: Person, _seal: str) -> str:
    return await pushed(office, person, AddMember(id=new_id(), name="新人", phone=office.phone(), role=Role.MEMBER))


async def _set_keeper(office: Office, person: Person, seal: str) -> str:
    before = await office.row(SealRow, seal)
    code = await pushed(office, person, AddKeeper(seal=seal, member=office.people["spare keeper"].member))
    await put(office.cloud, before)
    return code


async def _set_administrator(office: Office, person: Person, _seal: str) -> str:
    """Cancelling one (R-249), so that there is never a second."""
    other = Member(
        id=new_id(), organization=office.organization, name="副手", phone=office.phone(), role=Role.ADMINISTRATOR
    )
    await put(office.cloud, other)
    code = await pushed(office, person, ChangeRole(member=other.id, role=Role.MEMBER))
    await put(office.cloud, msgspec.structs.replace(other, active=False))
    return code


async def _add_department(office: Office, person: Person, _seal: str) -> str:
    return await pushed(office, person, AddDepartment(id=new_id(), name=new_id()))


async def _change_organization(office: Office, person: Person, _seal: str) -> str:
    return await pushed(office, person, ChangeOrganization(name="示例公司", address=new_id()))


async def _change_subsidiary(office: Office, person: Person, _seal: str) -> str:
    return await pushed(office, person, AddSubsidiary(id=new_id(), name=new_id(), owner="罗主任", phone=office.phone()))


async def _change_owner(office: Office, person: Person, _seal: str) -> str:
    """To a phone that has shown its code; then the old owner has it again."""
    phone, before = office.phone(), await office.row(Member, office.owner.member)
    await office.ask_code(office.owner, Purpose.CHANGE_OWNER, phone)
    code = await office.cloud.delivered(phone, Purpose.CHANGE_OWNER)
    act = ChangeOwner(id=new_id(), name="新主任", phone=phone, code=code)
    refused = await pushed(office, person, act)
    if not refused:
        new = await office.row(Member, act.id)
        await put(office.cloud, msgspec.structs.replace(new, active=False), before)
    return refused


TRIES: dict[Permission, Try] = {
    Permission.BIND: _bind,
    Permission.APPLY: _apply,
    Permission.APPROVE: _approve,
    Permission.AUTHORIZE: _authorize,
    Permission.STAMP: _stamp,
    Permission.END_USE: _end_use,
    Permission.VIEW_USAGE: _view_usage,
    Permission.VIEW_AUTHORIZATIONS: _view_authorizations,
    Permission.OFFLINE_USE: _offline_use,
    Permission.CONFIGURE_FLOW: _configure_flow,
    Permission.LOSS_LOCK: _loss_lock,
    Permission.PAY: _pay,
    Permission.CONFIGURE_FEATURES: _configure_features,
    Permission.ADD_ROLE: _add_role,
    Permission.SET_KEEPER: _set_keeper,
    Permission.SET_ADMINISTRATOR: _set_administrator,
    Permission.ADD_DEPARTMENT: _add_department,
    Permission.CHANGE_ORGANIZATION: _change_organization,
    Permission.CHANGE_SUBSIDIARY: _change_subsidiary,
    Permission.CHANGE_OWNER: _change_owner,
}
ROLES = (*COLUMNS, "custom with", "custom without")


def test_each_printed_function_stands_here() -> None:
    assert set(FUNCTIONS) == set(PRINTED)
    assert set(TRIES) == set(FUNCTIONS)


@pytest.mark.parametrize("permission", FUNCTIONS)
async def test_each_cell_through_push_and_pull(
    cloud: Cloud, owner: Person, permission: Permission, proves: Proves
) -> None:
    office = Office(cloud, owner)
    await office.fill()
    await office.give_customs(permission)
    attempt, row = TRIES[permission], FUNCTIONS[permission][0]
    for who in ROLES:
        for seal in (OWN, OTHER):
            code = await attempt(office, office.people[who], seal)
            allowed = expected(who, permission, seal)
            assert (code == "") is allowed, (who, seal, code)
            assert allowed or code in FORBIDDEN, (who, seal, code)
            proves(row, "P", "allowed" if allowed else "refused")


@pytest.mark.parametrize("permission", [each for each in FUNCTIONS if not each.value.startswith("view")])
async def test_nobody_does_anything_in_another_organization(
    cloud: Cloud, owner: Person, permission: Permission
) -> None:
    """Not by naming it, and not by naming what is its: both are answered as if there were no such thing."""
    office = Office(cloud, owner)
    await office.fill()
    await office.give_customs(permission)
    stranger = office.strangers
    assert stranger is not None
    home, stranger.organization = stranger.organization, office.organization
    code = await TRIES[permission](office, stranger, OWN)
    assert code == "not_found", permission
    if permission in OF_SEALS:
        stranger.organization = home
        assert await TRIES[permission](office, stranger, OWN) == "not_found"
