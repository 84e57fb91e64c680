"""The headquarters' consent (R-259, C-14), from the switch above to the press below."""

from dataclasses import dataclass
from typing import TypeVar

import pytest

from domain.applications import Application, ApplicationState, Apply, StepState
from domain.approvals import Approve, Comment, Reject, Remark, Transfer
from domain.authorizations import Authorization, Mode
from domain.departments import AddDepartment
from domain.features import SetFeatures
from domain.ids import new_id
from domain.issuing import Authorize
from domain.keepers import AddKeeper
from domain.leaving import ChangeRole, HandOver, RemoveMember
from domain.members import AddMember, RenameMember, SetStandIn
from domain.organization import Feature, Member, Organization, Permission, Role
from domain.rows import Row
from domain.seals import BindingState, SealStatus
from domain.seals import Seal as SealRow
from domain.subsidiaries import AddSubsidiary, SetHeadquartersApproval, Subsidiary
from domain.templates import AddTemplate, SetFlow, Template
from domain.unbinding import UnbindSeal
from domain.usage import Impression
from domain.uses import Method
from protocol import sync
from protocol.conversation import Code, Op
from tests.cloud.company import HOUR_MS, enter, own, refused, uid
from tests.cloud.seal import SERIAL, Seal
from tests.cloud.world import Cloud, Person, Problem, Replica, pull_all

BELOW = uid("below")
R = TypeVar("R", bound=Row)


@dataclass
class Group:
    """A headquarters with `owner` and `approver`, a subsidiary with `chief`, `keeper` and `clerk`."""

    cloud: Cloud
    owner: Person
    approver: Person
    chief: Person
    keeper: Person
    clerk: Person

    async def consenting(self) -> Person:
        """The approver as the subsidiary knows him."""
        return await enter(self.cloud, self.approver.phone, BELOW)

    async def below(self) -> Organization:
        return await self.row(Organization, BELOW)

    async def row(self, kind: type[R], id: str, organization: str = BELOW) -> R:
        found = await self.cloud.service.database.read(lambda view: view.get(kind, organization, id))
        assert found is not None
        return found

    async def switch(self, approver: Person | None) -> None:
        act = SetHeadquartersApproval(subsidiary=BELOW, approver=None if approver is None else approver.member)
        await self.owner.done(act)


@pytest.fixture
async def group(cloud: Cloud, owner: Person) -> Group:
    approver = await owner.add("孙审批", "19900000006")
    await owner.done(AddSubsidiary(id=BELOW, name="云杉分公司", owner="李主任", phone="19900000077"))
    chief = await enter(cloud, "19900000077", BELOW)
    keeper = await chief.add("吴管章", "19900000078", Role.KEEPER)
    clerk = await chief.add("周成员", "19900000079")
    await chief.done(SetFeatures(items=[Feature.COUNT]))
    group = Group(cloud, owner, approver, chief, keeper, clerk)
    await group.switch(group.approver)
    return group


@pytest.fixture
async def seal(group: Group) -> Seal:
    """Bound to the subsidiary, kept by its keeper, its clerk the first who approves."""
    seal = Seal(group.cloud, group.chief)
    await seal.bind()
    await group.chief.done(AddKeeper(seal=SERIAL, member=group.keeper.member))
    template = AddTemplate(id=new_id(), name="合同", approvers=[group.clerk.member])
    await group.chief.done(template)
    await group.chief.done(SetFlow(seal=SERIAL, category=None, template=template.id))
    return seal


def applying(cloud: Cloud, name: str = "application") -> Apply:
    return Apply(
        id=uid(name),
        seal=SERIAL,
        reason="签约",
        document="采购合同",
        copies=1,
        count=2,
        start=cloud.now,
        end=cloud.now + HOUR_MS,
    )


def authorizing(cloud: Cloud, member: Person, application: str | None) -> Authorize:
    return Authorize(
        id=uid("authorization"),
        application=application,
        seal=SERIAL,
        member=member.member,
        start=cloud.now,
        end=cloud.now + HOUR_MS,
        mode=Mode.PHYSICAL,
        method=Method.DIRECT,
        count=2,
        photo_required=False,
    )


async def sees(person: Person) -> Replica:
    person.cursors.clear()
    return await pull_all(person, Replica())


@pytest.mark.req("C-14", "C")
@pytest.mark.req("R-259")
async def test_the_owners_use_goes_through_the_headquarters(cloud: Cloud, group: Group, seal: Seal) -> None:
    await group.chief.done(applying(cloud))
    await group.clerk.done(applying(cloud, "the clerk's"))
    consenting = await group.consenting()
    assert [row.id for row in (await sees(consenting)).of(Application)] == [uid("application")]
    decide = Approve(application=uid("application"))
    for each in (consenting, group.keeper, group.chief):
        assert (await each.do(decide)).code == "not_your_turn"
    await group.clerk.done(decide)
    for each in (group.keeper, group.chief, group.clerk):
        assert (await each.do(decide)).code == "not_your_turn"
    issue = authorizing(cloud, group.chief, uid("application"))
    assert (await group.keeper.do(issue)).code == "not_your_turn"
    await consenting.done(decide)
    row = await group.row(Application, uid("application"))
    assert [step.decided_by for step in row.steps] == [group.clerk.member, consenting.member, None]
    await group.keeper.done(issue)
    await seal.contact()
    await seal.connect()
    assert seal.take().name == "OK"
    seal.press()
    await seal.drain()
    assert len((await sees(group.chief)).of(Impression)) == 1
    for each in (consenting, group.clerk):  # who approved it follows its use
        rows = await sees(each)
        assert (len(rows.of(Impression)), len(rows.of(Authorization))) == (1, 1)


@pytest.mark.req("C-14", "C")
async def test_what_the_owner_issues_himself_or_is_to_press_is_applied_for(
    cloud: Cloud, group: Group, seal: Seal
) -> None:
    for actor, user in ((group.chief, group.chief), (group.chief, group.clerk), (group.keeper, group.chief)):
        assert await refused(actor, authorizing(cloud, user, None)) == "headquarters_must_approve"
    await group.keeper.done(authorizing(cloud, group.clerk, None))


async def test_the_headquarters_rejects(cloud: Cloud, group: Group, seal: Seal) -> None:
    await group.chief.done(applying(cloud))
    await group.clerk.done(Approve(application=uid("application")))
    await (await group.consenting()).done(Reject(application=uid("application"), reason="金额不符"))
    row = await group.row(Application, uid("application"))
    assert row.state is ApplicationState.REJECTED


@pytest.mark.req("I-18")
async def test_he_sees_what_he_decides_and_the_names_in_it_and_nothing_else(
    cloud: Cloud, group: Group, seal: Seal
) -> None:
    await group.chief.done(applying(cloud))
    await group.chief.done(Remark(id=new_id(), application=uid("application"), text="请尽快"))
    await group.clerk.done(applying(cloud, "the clerk's"))
    await group.clerk.done(Remark(id=new_id(), application=uid("the clerk's"), text="别的"))
    await group.keeper.done(authorizing(cloud, group.clerk, None))
    consenting = await group.consenting()
    rows = await sees(consenting)
    assert {row.id for row in rows.of(Application)} == {uid("application")}
    assert [row.text for row in rows.of(Comment)] == ["请尽快"]
    assert {row.name for row in rows.of(Member)} == {"李主任", "吴管章", "周成员", "孙审批"}
    assert [row.id for row in rows.of(SealRow)] == [SERIAL]
    assert rows.of(Organization)[0].name == "云杉分公司"
    for kind in (Authorization, Template, SealStatus, Subsidiary):
        assert rows.of(kind) == []
    assert (await sees(group.clerk)).of(SealStatus) != []


async def test_he_has_no_business_with_the_subsidiarys_seals_and_people(cloud: Cloud, group: Group, seal: Seal) -> None:
    consenting = await group.consenting()
    ask = sync.AskCertificate(organization=BELOW)
    with pytest.raises(Problem, match="404 not_found"):
        await consenting.request("POST", "/v1/certificates", ask)
    with pytest.raises(Problem, match="404 not_found"):
        await seal.ask(consenting)
    with pytest.raises(Problem, match="404 not_found"):
        await seal.give(seal.slices()[0], consenting)
    for act in (
        AddDepartment(id=new_id(), name="财务部"),
        applying(cloud),
        SetStandIn(member=consenting.member, stand_in=group.chief.member, end=cloud.now + HOUR_MS),
    ):
        assert await refused(consenting, act) == "not_allowed"
    remove = RemoveMember(member=consenting.member)
    assert await refused(group.chief, remove) == "not_allowed"


@pytest.mark.req("R-037", "L", "inside")
async def test_he_counts_in_no_quota(group: Group) -> None:
    member = await group.row(Member, (await group.below()).headquarters or "")
    assert (member.role, member.active, member.name) == (Role.HEADQUARTERS, True, "孙审批")
    assert len((await own(group.approver)).of(Organization)) == 2


@pytest.mark.req("R-259")
async def test_off_at_first_and_off_again(cloud: Cloud, group: Group, seal: Seal) -> None:
    consenting = await group.consenting()
    await group.chief.done(applying(cloud))
    await group.clerk.done(Approve(application=uid("application")))
    await group.switch(None)
    assert (await group.below()).headquarters is None
    with pytest.raises(Problem, match="404 not_found"):
        await consenting.pull()
    assert (await consenting.do(Approve(application=uid("application")))).code == "not_found"
    row = await group.row(Application, uid("application"))
    assert [step.state for step in row.steps] == [StepState.PASSED, StepState.VOID, StepState.PENDING]
    await group.switch(group.approver)
    assert (await group.below()).headquarters == consenting.member  # the same as before: the records name him
    issue = authorizing(cloud, group.chief, uid("application"))
    assert (await group.keeper.do(issue)).code == "not_your_turn"  # it waits for him again
    await group.switch(None)
    await group.keeper.done(issue)


@pytest.mark.req("C-14", "C")
async def test_what_the_owner_filed_before_the_switch_needs_the_consent(cloud: Cloud, group: Group, seal: Seal) -> None:
    await group.switch(None)
    await group.chief.done(applying(cloud))
    await group.clerk.done(Approve(application=uid("application")))
    await group.switch(group.approver)
    consenting, issue = await group.consenting(), authorizing(cloud, group.chief, uid("application"))
    assert await refused(group.keeper, issue) == "not_your_turn"
    await consenting.done(Approve(application=uid("application")))
    await group.keeper.done(issue)


async def test_another_approver_is_asked_and_the_former_is_out(cloud: Cloud, group: Group, seal: Seal) -> None:
    former = await group.consenting()
    await group.chief.done(applying(cloud))
    await group.clerk.done(Approve(application=uid("application")))
    other = await group.owner.add("吴审批", "19900000009")
    await group.switch(other)
    with pytest.raises(Problem, match="404 not_found"):
        await former.pull()
    consenting = await enter(cloud, other.phone, BELOW)
    await consenting.done(Approve(application=uid("application")))


@pytest.mark.parametrize("way", ["remove", "role", "hand over"])
async def test_when_he_leaves_the_headquarters_the_consent_moves(
    cloud: Cloud, group: Group, seal: Seal, way: str
) -> None:
    """To the owner; or to whom all he has in hand is given."""
    await group.chief.done(applying(cloud))
    await group.clerk.done(Approve(application=uid("application")))
    former, heir = await group.consenting(), group.owner
    if way == "hand over":
        heir = await group.owner.add("吴审批", "19900000009")
        await group.owner.done(HandOver(member=group.approver.member, to=heir.member))
    elif way == "remove":
        await group.owner.done(RemoveMember(member=group.approver.member))
    else:
        custom = ChangeRole(member=group.approver.member, role=Role.CUSTOM, permissions=[Permission.STAMP])
        await group.owner.done(custom)
    row = await group.row(Subsidiary, BELOW, group.owner.organization)
    assert row.approver == heir.member
    with pytest.raises(Problem, match="404 not_found"):
        await former.pull()
    consenting = await enter(cloud, heir.phone, BELOW)
    assert [row.id for row in (await sees(consenting)).of(Application)] == [uid("application")]
    await consenting.done(Approve(application=uid("application")))


async def test_an_approver_who_is_a_member_below_consents_as_that(cloud: Cloud, group: Group, seal: Seal) -> None:
    """And whatever the subsidiary does with him, the consent stays with whom the headquarters asks."""
    outside = await group.consenting()
    await group.chief.done(applying(cloud))
    await group.clerk.done(Approve(application=uid("application")))
    join = AddMember(id=uid("inside"), name="孙兼职", phone=group.approver.phone, role=Role.MEMBER)
    await group.chief.done(join)
    assert (await group.below()).headquarters == join.id
    inside = await enter(cloud, group.approver.phone, BELOW)
    assert inside.member == join.id
    members = (await sees(inside)).of(Member)
    assert [row.active for row in members if row.id == outside.member] == [False]
    stand_in = SetStandIn(member=join.id, stand_in=group.chief.member, start=cloud.now, end=cloud.now + HOUR_MS)
    assert await refused(group.chief, stand_in) == "stand_in_for_oneself"
    await inside.done(stand_in)
    decide = Approve(application=uid("application"))
    assert (await group.chief.do(decide)).code == "not_your_turn"
    assert await refused(group.chief, HandOver(member=join.id, to=group.chief.member)) == "nothing_to_hand_over"
    await group.chief.done(RemoveMember(member=join.id))
    assert (await group.below()).headquarters == outside.member
    assert (await group.chief.do(decide)).code == "not_your_turn"
    await (await group.consenting()).done(decide)


async def test_his_name_is_the_same_on_both_sides(group: Group) -> None:
    await group.owner.done(RenameMember(member=group.approver.member, name="孙总监"))
    member = await group.row(Member, (await group.below()).headquarters or "")
    assert member.name == "孙总监"


async def test_a_headquarters_of_another_group_switches_nothing(cloud: Cloud, group: Group) -> None:
    stranger = await cloud.organization("19900000008", "别家公司")
    act = SetHeadquartersApproval(subsidiary=BELOW, approver=stranger.member)
    assert await refused(stranger, act, BELOW) == "not_found"
    foreign = SetHeadquartersApproval(subsidiary=BELOW, approver=group.clerk.member)
    assert await refused(group.owner, foreign, BELOW) == "not_found"


@pytest.mark.req("I-18", "I")
async def test_the_outsider_reads_of_those_alone_whom_his_applications_mention(
    cloud: Cloud, group: Group, seal: Seal
) -> None:
    """Telephone numbers of everybody else are none of his business."""
    other = await group.chief.add("郑旁人", "19900000070")
    consenting = await group.consenting()
    assert {row.id for row in (await sees(consenting)).of(Member)} == {consenting.member}
    await group.chief.done(applying(cloud))
    mentioned = {consenting.member, group.chief.member, group.clerk.member, group.keeper.member}
    replica = await sees(consenting)
    assert {row.id for row in replica.of(Member)} == mentioned
    await group.clerk.done(applying(cloud, "the clerk's"))  # it needs no consent
    await group.chief.done(RenameMember(member=other.member, name="郑新名"))
    await group.chief.done(RenameMember(member=group.clerk.member, name="周新名"))
    names = {row.id: row.name for row in (await pull_all(consenting, replica)).of(Member)}
    assert set(names) == mentioned
    assert names[group.clerk.member] == "周新名"
    await group.clerk.done(Transfer(application=uid("application"), member=other.member))
    assert other.member in {row.id for row in (await pull_all(consenting, replica)).of(Member)}


@pytest.mark.req("I-18", "I")
async def test_the_outsider_reads_of_whoever_says_something_of_his_application(
    cloud: Cloud, group: Group, seal: Seal
) -> None:
    boss = await group.chief.add("赵管理", "19900000071", Role.ADMINISTRATOR)
    await group.chief.done(applying(cloud))
    consenting = await group.consenting()
    replica = await sees(consenting)
    assert boss.member not in {row.id for row in replica.of(Member)}
    await boss.done(Remark(id=new_id(), application=uid("application"), text="请尽快"))
    assert boss.member in {row.id for row in (await pull_all(consenting, replica)).of(Member)}


async def test_who_consents_brings_no_word_of_a_seal(group: Group, seal: Seal) -> None:
    """That it has let go, anybody of the subsidiary may bring; he has no business with its seals."""
    await seal.settle()
    await group.chief.done(UnbindSeal(seal=SERIAL))
    reply = await seal.ask()
    seal.must(Op.GIVE_ANSWER, reply.answer)
    assert [seal.request(Op.DELIVER, envelope)[0] for envelope in reply.down] == [Code.OK]
    with pytest.raises(Problem, match="404 not_found"):
        await seal.ask(await group.consenting())
    await seal.ask(group.clerk)
    assert (await group.row(SealRow, SERIAL)).state is BindingState.UNBOUND
