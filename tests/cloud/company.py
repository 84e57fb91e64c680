"""A company with somebody in each role, and a seal that is bound: where acts are allowed and refused."""

import dataclasses
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import func, select

from cloud.store import devices, tables
from cloud.store.unit import Unit, View
from domain.authorizations import Mode
from domain.issuing import Authorize
from domain.keepers import AddKeeper
from domain.members import AddMember
from domain.messages import Message
from domain.organization import Member, Permission, Role
from domain.rows import Act, Row
from domain.seals import BindingState, Model
from domain.seals import Seal as SealRow
from domain.templates import AddTemplate, SetFlow
from domain.uses import Method
from protocol import certificates
from protocol.certificates import Identity
from protocol.keys import AgreementKey, SigningKey
from tests.cloud.seal import SERIAL, Seal
from tests.cloud.world import MORNING, Cloud, Kept, Person, Replica, maker, pull_all

HOUR_MS = 3600 * 1000
R = TypeVar("R", bound=Row)


def uid(name: str) -> str:
    """The same id for the same name, as a console writes ids."""
    return str(uuid5(NAMESPACE_OID, name))


@dataclass
class Company:
    """`member` applies, `approver` is the first level of the seal's flow, `keeper` keeps the seal, `other` none;
    `custom` may read records and no more. `seal` is the real one's firmware, in the keeper's hands, if there is one."""

    cloud: Cloud
    owner: Person
    admin: Person
    keeper: Person
    other: Person
    member: Person
    approver: Person
    custom: Person
    _seal: Seal | None = None

    @property
    def seal(self) -> Seal:
        assert self._seal is not None
        return self._seal

    def authorize(self, name: str = "authorization", **changes: Any) -> Authorize:
        """For the member, an hour from now, three uses."""
        fields: dict[str, Any] = {
            "id": uid(name),
            "application": None,
            "seal": SERIAL,
            "member": self.member.member,
            "start": self.cloud.now,
            "end": self.cloud.now + HOUR_MS,
            "mode": Mode.PHYSICAL,
            "method": Method.DIRECT,
            "count": 3,
            "photo_required": False,
        }
        return Authorize(**{**fields, **changes})

    async def row(self, kind: type[R], id: str, organization: str | None = None) -> R:
        """As it stands in the cloud."""
        where = organization or self.owner.organization
        found = await self.cloud.service.database.read(lambda view: view.get(kind, where, id))
        assert found is not None
        return found


async def add(owner: Person, name: str, phone: str, role: Role, *permissions: Permission) -> Person:
    member = uid(f"{owner.organization} {name}")
    await owner.done(AddMember(id=member, name=name, phone=phone, role=role, permissions=list(permissions)))
    return await Person.sign_in(owner.cloud, phone, owner.organization, member)


_founded: dict[bool, tuple[Kept, dict[str, Person]]] = {}  # with a seal, and without


async def found_company(cloud: Cloud, *, sealed: bool = True, real_seal: bool = False) -> Company:
    """It is founded once, act by act; where nothing has happened yet, the cloud then knows at once what came of it."""
    as_always = cloud.now == MORNING and cloud.channels is None and cloud.wechat is None
    if real_seal or not as_always or not await cloud.is_new():
        return await _found(cloud, sealed, real_seal)
    if sealed not in _founded:
        company = await _found(cloud, sealed, real_seal)
        people = {each.name: getattr(company, each.name) for each in dataclasses.fields(Company)}
        people = {name: who.at(cloud) for name, who in people.items() if isinstance(who, Person)}
        _founded[sealed] = await cloud.keep(), people
        return company
    kept, people = _founded[sealed]
    await cloud.become(kept)
    return Company(cloud=cloud, **{name: who.at(cloud) for name, who in people.items()})


async def _found(cloud: Cloud, sealed: bool, real_seal: bool) -> Company:
    owner = await cloud.organization("19900000001", "云杉公司")
    company = Company(
        cloud=cloud,
        owner=owner,
        admin=await add(owner, "赵管理", "19900000002", Role.ADMINISTRATOR),
        keeper=await add(owner, "吴管章", "19900000003", Role.KEEPER),
        other=await add(owner, "郑管章", "19900000004", Role.KEEPER),
        member=await add(owner, "周成员", "19900000005", Role.MEMBER),
        approver=await add(owner, "孙审批", "19900000006", Role.MEMBER),
        custom=await add(owner, "钱审计", "19900000007", Role.CUSTOM, Permission.VIEW_USAGE),
    )
    if not sealed:
        return company
    if real_seal:
        company._seal = Seal(cloud, owner)
        await company.seal.bind("合同章")
        company.seal.courier = company.keeper
    else:
        await bound(cloud, owner)
    await owner.done(AddKeeper(seal=SERIAL, member=company.keeper.member))
    template = uid("template")
    await owner.done(AddTemplate(id=template, name="合同", approvers=[company.approver.member]))
    await owner.done(SetFlow(seal=SERIAL, category=None, template=template))
    return company


async def bound(cloud: Cloud, owner: Person, serial: str = SERIAL) -> None:
    """A seal as it is when its log has said that it is bound."""
    identity = Identity(serial, "GL", SigningKey.generate().public, AgreementKey.generate().public)

    def work(unit: Unit) -> None:
        devices.meet(unit, identity, certificates.issue(identity, maker))
        devices.ask_binding(unit, serial, 1, owner.organization, cloud.now)
        devices.confirm_binding(unit, serial, 1, cloud.now)
        row = SealRow(
            id=serial,
            organization=owner.organization,
            name="合同章",
            model=Model.GL,
            binding=1,
            state=BindingState.BOUND,
            bound_by=owner.member,
            bound_at=cloud.now,
        )
        unit.put(row)

    await cloud.service.database.write(work)


async def newest(cloud: Cloud, space: str) -> int:
    """The version of the newest change of a row there; the audit log, and messages on their way out, are none."""

    def work(view: View) -> int:
        of = tables.changes.c
        found = select(func.max(of.rev)).where(of.space == space, of.kind != Message.table)
        return view.connection.execute(found).scalar() or 0

    return await cloud.service.database.read(work)


async def refused(person: Person, act: Act, organization: str | None = None) -> str:
    """The act is refused, with this code, and nothing has changed in the organization."""
    space = organization or person.organization
    before = await newest(person.cloud, space)
    verdict = await person.do(act)
    assert not verdict.done
    assert verdict.sentence
    assert await newest(person.cloud, space) == before
    return verdict.code


async def own(person: Person) -> Replica:
    """His own rows, whichever organization they are of."""
    return await pull_all(person, Replica(), organization="")


async def enter(cloud: Cloud, phone: str, organization: str) -> Person:
    """Somebody signs in who is a member there already."""
    person = await Person.sign_in(cloud, phone, organization)
    rows = (await own(person)).of(Member)
    person.member = next(row.id for row in rows if row.organization == organization and row.active)
    person.cursors.clear()
    return person
