"""The company of `world` as an organization: departments, subsidiaries, quotas, and who stands where."""

import msgspec

from app.models import fold, outbox
from app.views.organization.page import OrganizationPage
from domain.departments import Department
from domain.organization import AUDITOR, Member, Permission, Role, StandIn
from domain.quotas import Quota, QuotaRequest, QuotaState
from domain.rows import Act, Row
from domain.subsidiaries import Subsidiary
from tests.app.views import rooms, world
from tests.app.views.stage import Stage
from tests.app.views.world import DAY, ORG

BUYING, LEGAL, FINANCE = "d-buying", "d-legal", "d-finance"
DEPARTMENTS = {BUYING: "采购部", LEGAL: "法务与合规部", FINANCE: "财务部（苏州分公司驻地）"}
PLACES = {
    "m-admin": BUYING,
    "m-keeper": LEGAL,
    "m-keeper2": BUYING,
    "m-approver": FINANCE,
    "m-clerk": BUYING,
}
SUZHOU, CHENGDU = "s-suzhou", "s-chengdu"


def members(now: int) -> list[Member]:
    """Of `world`, in their departments; an auditor, somebody who may only add people, and one who has left."""
    found = [msgspec.structs.replace(each, department=PLACES.get(each.id), created_at=now) for each in world.people()]
    away = StandIn("m-han", now - 1000, now + 3 * DAY)
    found = [msgspec.structs.replace(each, stand_in=away) if each.id == "m-approver" else each for each in found]
    others: dict[str, tuple[str, list[Permission]]] = {
        "m-auditor": ("欧阳娜娜·阿卜杜热依木", list(AUDITOR)),
        "m-clerk2": ("宋云舒", [Permission.ADD_ROLE, Permission.ADD_DEPARTMENT]),
    }
    for number, (id, (name, permissions)) in enumerate(others.items()):
        phone = f"1990000002{number}"
        row = Member(
            id=id,
            organization=ORG,
            user=f"u-{id}",
            name=name,
            phone=phone,
            role=Role.CUSTOM,
            permissions=permissions,
            department=LEGAL,
            created_at=now,
        )
        found.append(row)
    gone = Member(id="m-gone", organization=ORG, name="已离职", phone="19900000030", role=Role.MEMBER, active=False)
    return [*found, gone]


def rows(now: int) -> list[Row]:
    return [
        *members(now),
        *(Department(id=id, organization=ORG, name=name) for id, name in DEPARTMENTS.items()),
        Department(id="d-gone", organization=ORG, name="已撤部", deleted_at=now),
        Subsidiary(
            id=SUZHOU,
            organization=ORG,
            name="云杉精密仪器（苏州）有限公司",
            owner="罗怀瑾",
            phone="19900000041",
            created_at=now,
        ),
        Subsidiary(
            id=CHENGDU,
            organization=ORG,
            name="云杉光电技术（成都高新区）有限责任公司",
            owner="穆清扬",
            phone="19900000042",
            approver="m-admin",
            created_at=now,
        ),
        QuotaRequest(
            id="q-1",
            organization=ORG,
            quota=Quota.PEOPLE,
            before=100,
            wanted=300,
            reason="新设苏州分公司",
            member="m-admin",
            at=now,
        ),
        QuotaRequest(
            id="q-2",
            organization=ORG,
            quota=Quota.SEALS,
            before=50,
            wanted=500,
            reason="更多印章",
            state=QuotaState.REFUSED,
            answer="请先续费后再申请增加印章数量",
            member="m-admin",
            at=now,
        ),
        world.seal(world.GL, "合同专用章（一）", keepers=["m-keeper", "m-keeper2"], fingers=["m-clerk", "m-keeper"]),
    ]


async def open_page(stage: Stage, who: str, *more: Row) -> OrganizationPage:
    """The page of a person of this company; `more` rows beside, or in place of, those of the company."""
    me = next(each for each in members(stage.now) if each.id == who)
    room = await stage.room(who, me=me)
    await rooms.take(room.store, [*rows(stage.now), *more], now=stage.now)
    return await stage.show(OrganizationPage, room)


async def pending(page: OrganizationPage) -> list[Act]:
    """The acts that were done and wait for the cloud."""
    return [each.act for each in await page.room.store.run(outbox.unsettled) if each.act is not None]


async def member(page: OrganizationPage, id: str) -> Member:
    """As he is shown."""
    found = await page.room.store.run(lambda tx: fold.facts(tx, page.room.id).get(Member, id))
    assert found is not None
    return found
