"""Subsidiaries: organizations of their own, known in their headquarters; and the end of an organization."""

from pathlib import Path

import pytest

from cloud.keys import Keys
from domain.features import SetFeatures
from domain.members import AddMember, RenameMember
from domain.organization import ChangeOrganization, Feature, Member, Organization, Role
from domain.subsidiaries import AddSubsidiary, ChangeSubsidiary, DeleteOrganization, DeleteSubsidiary, Subsidiary
from tests.cloud.company import bound, enter, own, refused, uid
from tests.cloud.test_live import poke
from tests.cloud.world import Cloud, Person, Problem, pull_all, running

BELOW = uid("below")
CHIEF = "19900000077"


def adding(name: str = "云杉分公司", id: str = BELOW, phone: str = CHIEF) -> AddSubsidiary:
    return AddSubsidiary(id=id, name=name, owner="李主任", phone=phone)


async def chief(cloud: Cloud, owner: Person, act: AddSubsidiary | None = None) -> Person:
    """The owner of a new subsidiary."""
    act = act or adding()
    await owner.done(act)
    return await enter(cloud, act.phone, act.id)


async def above(owner: Person) -> Subsidiary:
    owner.cursors.clear()
    return next(row for row in (await pull_all(owner)).of(Subsidiary) if row.id == BELOW)


async def named(person: Person) -> str:
    person.cursors.clear()
    return (await pull_all(person)).of(Organization)[0].name


@pytest.mark.req("R-257", "R-295")
@pytest.mark.req("R-035", "P", "allowed")
async def test_a_subsidiary_is_an_organization_with_an_owner_and_keys_of_its_own(cloud: Cloud, owner: Person) -> None:
    person = await chief(cloud, owner, adding(phone="+8619900000077"))
    rows = await pull_all(person)
    (organization,), (member,) = rows.of(Organization), rows.of(Member)
    assert (organization.id, organization.parent, organization.features) == (BELOW, owner.organization, [])
    assert (member.id, member.role, member.phone, member.user) == (
        person.member,
        Role.OWNER,
        CHIEF,
        person.signed_in.user,
    )
    row = await above(owner)
    assert (row.name, row.owner, row.phone, row.approver) == ("云杉分公司", "李主任", CHIEF, None)
    keys = Keys.open(cloud.settings.data / "cloud.keys", fresh=False)
    assert keys.signing(BELOW).public != keys.signing(owner.organization).public
    await person.done(AddMember(id=uid("m"), name="新人", phone="19900000078", role=Role.MEMBER))
    with pytest.raises(Problem, match="not_found"):  # the headquarters does not read in it
        await owner.pull(BELOW)


@pytest.mark.req("R-037", "L", "inside", "at", "outside")
@pytest.mark.req("C-34", "C")
async def test_a_subsidiary_counts_among_its_owners_organizations(tmp_path: Path) -> None:
    async with running(tmp_path, organizations_per_user=3) as cloud:
        owner = await cloud.organization("19900000001")
        await owner.done(adding())
        acts = [owner.signed(adding(f"分公司{number}", uid(f"below {number}"))) for number in range(3)]
        verdicts = (await owner.push(*acts)).verdicts  # in one transaction
        assert [each.code for each in verdicts] == ["", "", "organizations_full"]
        assert [each.field for each in verdicts] == [None, None, "phone"]
        assert await refused(owner, adding("又一家", uid("one more"))) == "organizations_full"
        member = AddMember(id=uid("m"), name="李", phone=CHIEF, role=Role.MEMBER)
        assert await refused(owner, member) == "organizations_full"
        await owner.done(adding("又一家", uid("one more"), "19900000079"))
        chief = await enter(cloud, CHIEF, uid("below 0"))
        await chief.done(DeleteOrganization(name="分公司0"))  # whoever was made an owner unasked helps himself so
        await owner.done(member)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (adding(phone="123456"), "phone_wrong"),
        (adding(name=" "), "name_missing"),
        (adding(name="老分公司"), "subsidiary_name_taken"),
        (adding(id="x"), "arguments_do_not_fit"),
        (adding(id=uid("old")), "arguments_do_not_fit"),
        (DeleteSubsidiary(subsidiary=uid("old"), name="别的"), "name_differs"),
        (DeleteSubsidiary(subsidiary=BELOW, name="云杉分公司"), "not_found"),
        (ChangeSubsidiary(subsidiary=BELOW, name="新名"), "not_found"),
    ],
)
async def test_what_is_refused_makes_nothing(cloud: Cloud, owner: Person, act: AddSubsidiary, refusal: str) -> None:
    await owner.done(adding("老分公司", uid("old"), "19900000079"))
    assert await refused(owner, act) == refusal
    assert (await own(await Person.sign_in(cloud, CHIEF))).of(Organization) == []


async def test_an_id_of_somebody_elses_organization_takes_nothing_over(cloud: Cloud, owner: Person) -> None:
    other = await cloud.organization("19900000002", "别家公司")
    assert await refused(owner, adding(id=other.organization), other.organization) == "arguments_do_not_fit"
    assert await named(other) == "别家公司"


@pytest.mark.req("R-258")
async def test_both_sides_say_the_same_name(cloud: Cloud, owner: Person) -> None:
    person = await chief(cloud, owner)
    await owner.done(ChangeSubsidiary(subsidiary=BELOW, name="东部分公司"))
    assert await named(person) == "东部分公司"
    await person.done(ChangeOrganization(name="华东分公司"))
    await person.done(RenameMember(member=person.member, name="李总"))
    row = await above(owner)
    assert (row.name, row.owner) == ("华东分公司", "李总")
    await owner.done(adding("西部分公司", uid("west"), "19900000079"))
    assert await refused(person, ChangeOrganization(name="西部分公司"), owner.organization) == "subsidiary_name_taken"
    assert await named(person) == "华东分公司"
    assert await named(owner) == "示例公司"  # whose own name is nobody's business below


@pytest.mark.req("R-035", "P", "allowed", "refused")
@pytest.mark.req("R-255")
async def test_a_subsidiary_that_is_deleted_is_gone_for_its_people(cloud: Cloud, owner: Person) -> None:
    person = await chief(cloud, owner)
    admin = await owner.add("赵管理", "19900000002", Role.ADMINISTRATOR)
    await pull_all(person)
    act = DeleteSubsidiary(subsidiary=BELOW, name="云杉分公司")
    assert await refused(admin, act, BELOW) == "not_allowed"
    async with cloud.http.ws_connect("/v1/live", headers=person.headers) as channel:
        await poke(channel)
        await poke(channel)
        await owner.done(act)
        assert {(await poke(channel)).organization for _ in range(2)} == {"", BELOW}  # his own rows tell him
    with pytest.raises(Problem, match="404 not_found"):
        await person.pull()
    assert [row.active for row in (await own(person)).of(Member)] == [False]
    assert (await person.do(ChangeOrganization(name="还在"))).code == "not_found"
    row = await above(owner)
    assert row.deleted_at == cloud.now
    await owner.done(adding(id=uid("again")))  # the name and its owner's place are free again


@pytest.mark.req("R-034", "P", "allowed", "refused")
@pytest.mark.req("R-256", "V", "inside", "outside")
@pytest.mark.req("I-11")
async def test_not_with_a_bound_seal_or_a_subsidiary(cloud: Cloud, owner: Person) -> None:
    person = await chief(cloud, owner)
    await person.done(adding("孙公司", uid("third"), "19900000079"))
    delete = DeleteSubsidiary(subsidiary=BELOW, name="云杉分公司")
    assert await refused(owner, delete, BELOW) == "subsidiaries_still_there"
    assert await refused(person, DeleteOrganization(name="云杉分公司")) == "subsidiaries_still_there"
    assert await refused(owner, DeleteOrganization(name="示例公司")) == "subsidiaries_still_there"
    await person.done(DeleteSubsidiary(subsidiary=uid("third"), name="孙公司"))
    await bound(cloud, person)
    assert await refused(owner, delete, BELOW) == "seals_still_bound"
    assert await refused(person, DeleteOrganization(name="云杉分公司"), owner.organization) == "seals_still_bound"
    assert (await above(owner)).deleted_at is None


@pytest.mark.req("R-255")
async def test_a_subsidiary_that_deletes_itself_is_told_above(cloud: Cloud, owner: Person) -> None:
    person = await chief(cloud, owner)
    admin = await person.add("钱管理", "19900000078", Role.ADMINISTRATOR)
    assert await refused(admin, DeleteOrganization(name="云杉分公司")) == "not_allowed"
    await person.done(DeleteOrganization(name="云杉分公司"))
    assert (await above(owner)).deleted_at == cloud.now
    for each in (person, admin):
        with pytest.raises(Problem, match="404 not_found"):
            await each.pull()
    assert await refused(owner, ChangeSubsidiary(subsidiary=BELOW, name="新名")) == "not_found"
    await owner.done(DeleteOrganization(name="示例公司"))
    assert (await own(owner)).of(Organization) == []  # that he is no member tells him, as it does below
    assert [row.left_at for row in (await own(person)).of(Member)] == [cloud.now]
    assert (await own(person)).of(Organization) == []


async def test_features_are_each_organizations_own(cloud: Cloud, owner: Person) -> None:
    person = await chief(cloud, owner)
    await person.done(SetFeatures(items=[Feature.COUNT]))
    await owner.done(ChangeSubsidiary(subsidiary=BELOW, name="东部分公司"))
    assert (await pull_all(person)).of(Organization)[0].features == [Feature.COUNT]
