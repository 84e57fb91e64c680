"""The company with which every story begins: made once, then copied as often as there are stories.

A headquarters with somebody in each role and two seals, a subsidiary with a third, whose owner needs the headquarters'
consent; a seal on the shelf; two people who are nowhere yet. Everybody has signed in at a console of his own, two of
them at a second one that has pulled nothing. What an organization may have is little, so that the limits are met.
"""

from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import create_engine, insert, select

from app.sync.pull import Puller
from cloud.store import tables
from cloud.store.unit import Unit
from domain.categories import AddCategory
from domain.features import SetFeatures
from domain.invoice_titles import AddInvoiceTitle, TitleKind
from domain.keepers import AddKeeper
from domain.members import AddMember
from domain.organization import AUDITOR, Feature, Organization, Permission, Quotas, Role
from domain.subsidiaries import AddSubsidiary, SetHeadquartersApproval
from domain.templates import AddTemplate, SetFlow
from tests.app.console import Console
from tests.cloud.company import add, enter, uid
from tests.cloud.seal import Seal
from tests.cloud.world import Cloud, Person

PHONES = {
    "owner": "19900000001",
    "admin": "19900000002",
    "keeper": "19900000003",
    "other": "19900000004",
    "member": "19900000005",
    "approver": "19900000006",
    "custom": "19900000007",
    "auditor": "19900000008",
    "chief": "19900000009",
    "clerk": "19900000010",
    "comer": "19900000011",
    "guest": "19900000012",
}
# Console -> whose it is. The second ones are fresh.
CONSOLES = {**{name: name for name in PHONES}, "owner at home": "owner", "member at home": "member"}
FRESH = ("owner at home", "member at home")
SERIALS = ("GL2026000001", "GL2026000002", "GL2026000003", "GL2026000004")
BELOW = uid("below")
ORGANIZATIONS_EACH = 2
QUOTAS, QUOTAS_BELOW = Quotas(seals=3, people=10, departments=2), Quotas(seals=1, people=4, departments=1)
CUSTOM = (
    *(Permission.APPLY, Permission.APPROVE, Permission.STAMP, Permission.VIEW_USAGE),
    *(Permission.AUTHORIZE, Permission.ADD_DEPARTMENT, Permission.CONFIGURE_FLOW, Permission.PAY),
)
_BELOW_FEATURES = [Feature.COUNT, Feature.PHOTO, Feature.UPLOAD_REQUIRED, Feature.WECHAT, Feature.PRE_AUTHORIZATION]


@dataclass(frozen=True)
class Kept:
    """A seal between two stories: its keys, its memory, and when its clock began (ms)."""

    serial: str
    signing: bytes
    static: bytes
    values: dict[str, bytes]
    began: int


@dataclass(frozen=True)
class Beginning:
    """`folder` holds the cloud's (`cloud`, `maker.root`) and a profile for each console; all know it by its `port`."""

    folder: Path
    port: int
    headquarters: str
    now: int
    seals: tuple[Kept, ...]


async def make(folder: Path) -> Beginning:
    """Everything that was there before a story began, in a folder."""
    cloud = Cloud(folder, organizations_per_user=ORGANIZATIONS_EACH)
    await cloud.start()
    owner = await cloud.organization(PHONES["owner"], "云杉公司")
    people = {"owner": owner, **await _staff(owner)}
    seals = [Seal(cloud, owner, serial) for serial in SERIALS]
    await seals[0].bind("合同章")
    await seals[1].bind("公章")
    await owner.done(AddKeeper(seal=SERIALS[0], member=people["keeper"].member))
    await _flow(owner, SERIALS[0], people["approver"], people["auditor"])
    await owner.done(AddInvoiceTitle(id=uid("title"), kind=TitleKind.PERSONAL, name="王主任"))
    chief = await _subsidiary(owner, people["approver"])
    keeper = AddMember(id=uid("keeper below"), name="周兼职", phone=PHONES["member"], role=Role.KEEPER)
    await chief.done(keeper)
    await add(chief, "许文员", PHONES["clerk"], Role.MEMBER)
    seals[2].courier = chief
    await seals[2].bind("分公司章")
    await chief.done(AddKeeper(seal=SERIALS[2], member=keeper.id))
    await _limit(cloud, owner.organization, QUOTAS)
    await _limit(cloud, BELOW, QUOTAS_BELOW)
    for name, person in CONSOLES.items():
        await _console(folder / name, cloud, PHONES[person], pulled=name not in FRESH)
    await cloud.stop()
    kept = tuple(Kept(s.serial, s.signing.secret, s.static.secret, dict(s.storage.values), s.began) for s in seals)
    return Beginning(folder, cloud.port, owner.organization, cloud.now, kept)


async def _staff(owner: Person) -> dict[str, Person]:
    people = [
        ("admin", "赵管理", Role.ADMINISTRATOR, ()),
        ("keeper", "吴管章", Role.KEEPER, ()),
        ("other", "郑管章", Role.KEEPER, ()),
        ("member", "周成员", Role.MEMBER, ()),
        ("approver", "孙审批", Role.MEMBER, ()),
        ("custom", "钱定制", Role.CUSTOM, CUSTOM),
        ("auditor", "冯审计", Role.CUSTOM, AUDITOR),
    ]
    return {name: await add(owner, text, PHONES[name], role, *bits) for name, text, role, bits in people}


async def _flow(owner: Person, serial: str, approver: Person, copied: Person) -> None:
    """One approver, then whoever issues; of one category it is the system's own way."""
    template = AddTemplate(id=uid("template"), name="合同", approvers=[approver.member], copied=[copied.member])
    await owner.done(template)
    await owner.done(SetFlow(seal=serial, category=None, template=template.id))
    await owner.done(AddCategory(id=uid("category"), name="公函"))


async def _subsidiary(owner: Person, approver: Person) -> Person:
    await owner.done(AddSubsidiary(id=BELOW, name="云杉分公司", owner="李主任", phone=PHONES["chief"]))
    chief = await enter(owner.cloud, PHONES["chief"], BELOW)
    await chief.done(SetFeatures(items=_BELOW_FEATURES))
    await owner.done(SetHeadquartersApproval(subsidiary=BELOW, approver=approver.member))
    return chief


async def _limit(cloud: Cloud, organization: str, quotas: Quotas) -> None:
    def work(unit: Unit) -> None:
        row = unit.get(Organization, organization, organization)
        assert row is not None
        unit.put(msgspec.structs.replace(row, quotas=quotas))

    await cloud.service.database.write(work)


async def _console(profile: Path, cloud: Cloud, phone: str, *, pulled: bool) -> None:
    console = Console(profile, cloud)
    await console.enter(phone)
    await console.open(sync=False)
    if pulled:
        await Puller(console.store, console.client, console.account.sign, lambda: cloud.now).pull()
    await console.close()


def fill(beginning: Beginning, url: str) -> None:
    """Put its rows into the empty tables of another database than its own."""
    source = create_engine(f"sqlite:///{beginning.folder / 'cloud' / 'cloud.db'}")
    target = create_engine(url)
    with source.connect() as read, target.begin() as write:
        for table in tables.metadata.sorted_tables:
            rows = [dict(row) for row in read.execute(select(table)).mappings()]
            if rows:
                write.execute(insert(table), rows)
    source.dispose()
    target.dispose()
