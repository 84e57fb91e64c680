"""What follows from acts in the cloud alone: numbers, people, grants for the seal."""

import msgspec
import pytest

from domain.applications import Application
from domain.ids import new_id
from domain.members import AddMember
from domain.organization import Member, Role
from domain.templates import AddTemplate, SetFlow, Template
from domain.usage import Grade, Impression, Photo
from protocol import sync
from tests.cloud.test_files import attach
from tests.cloud.test_pull import application, put, seal
from tests.cloud.world import Cloud, Person, Replica, pull_all

DAY_MS = 24 * 3600 * 1000


async def numbers(person: Person) -> list[str]:
    person.cursors.clear()
    return sorted(row.number for row in (await pull_all(person, Replica())).of(Application))


async def test_applications_are_numbered_by_organization_and_day_in_china(cloud: Cloud, owner: Person) -> None:
    other = await cloud.organization("19900000002", "别家公司")
    for person in (owner, other):
        await put(cloud, seal(person))
        await person.done(application(cloud))
    await owner.done(application(cloud))
    midnight = cloud.now - cloud.now % DAY_MS + DAY_MS - 8 * 3600 * 1000
    for now in (midnight - 1, midnight):
        cloud.now = now
        await owner.enter()
        await owner.done(application(cloud))
    assert await numbers(owner) == ["SQ-20260101-001", "SQ-20260101-002", "SQ-20260101-003", "SQ-20260102-001"]
    await other.enter()
    assert await numbers(other) == ["SQ-20260101-001"]


async def test_a_refused_application_takes_no_number(cloud: Cloud, owner: Person) -> None:
    await put(cloud, seal(owner))
    verdict = await owner.do(msgspec.structs.replace(application(cloud), end=1))
    assert verdict.code == "end_before_start"
    await owner.done(application(cloud))
    assert await numbers(owner) == ["SQ-20260101-001"]


@pytest.mark.req("R-042")
@pytest.mark.req("R-030", "P", "allowed")
async def test_a_member_is_a_person_known_by_his_phone(cloud: Cloud, owner: Person) -> None:
    before = await Person.sign_in(cloud, "19900000004")
    joined = await owner.add("张三", "+86 199 0000 0004".replace(" ", ""))
    assert joined.signed_in.user == before.signed_in.user
    row = next(row for row in (await pull_all(owner)).of(Member) if row.name == "张三")
    assert (row.user, row.phone) == (before.signed_in.user, "19900000004")
    verdict = await owner.do(AddMember(id=new_id(), name="又一个", phone="8619900000004", role=Role.MEMBER))
    assert (verdict.code, verdict.field) == ("phone_already_member", "phone")
    verdict = await owner.do(AddMember(id=new_id(), name="x", phone="123456", role=Role.MEMBER))
    assert (verdict.code, verdict.field) == ("phone_wrong", "phone")


@pytest.mark.req("R-026", "P", "allowed")
async def test_a_flow_is_followed(cloud: Cloud, owner: Person) -> None:
    approver = await owner.add("张三", "19900000004")
    await put(cloud, seal(owner))
    template = AddTemplate(id=new_id(), name="合同", approvers=[approver.member])
    await owner.done(template)
    await owner.done(SetFlow(seal="GL0000000001", category=None, template=template.id))
    await owner.done(application(cloud))
    replica = await pull_all(approver)
    assert [step.candidates for step in replica.of(Application)[0].steps] == [[approver.member], [owner.member]]
    assert [row.name for row in replica.of(Template) if not row.system] == ["合同"]


async def test_a_photo_belongs_to_the_impression_when_that_arrives(cloud: Cloud, owner: Person) -> None:
    presser = await owner.add("张三", "19900000004")
    await put(cloud, seal(owner))
    await owner.done(attach())
    assert (await pull_all(presser)).of(Photo) == []
    record = Impression(
        id="GL0000000001-1",
        organization=owner.organization,
        seal="GL0000000001",
        binding=1,
        number=1,
        own=1,
        authorization=None,
        member=presser.member,
        grade=Grade.SESSION,
        at=0,
        clock=1,
        received_at=0,
        place=None,
        result=0,
    )
    await put(cloud, record)
    assert len((await pull_all(presser)).of(Photo)) == 1
    page = await owner.pull(cursor="")
    assert len({(change.table, change.id) for change in page.rows}) == len(page.rows)
    assert isinstance(page, sync.Page)
