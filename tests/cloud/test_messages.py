"""Messages: left with the act they tell of, read by their reader alone, delivered by the channels that are wanted."""

from collections import Counter
from typing import Any

import msgspec
import pytest

from cloud import messages
from cloud.store import jobs
from domain.applications import Application, Options
from domain.approvals import Approve, Reject, Transfer
from domain.authorizations import Authorization
from domain.ending import Activate, EndUse, RenewCode
from domain.features import SetFeatures
from domain.ids import new_id
from domain.keepers import AddKeeper
from domain.leaving import RemoveMember
from domain.message_wording import message_text
from domain.messages import Channel, Delivery, DeliveryState, Message, ReadMessages, Subject
from domain.organization import Feature, Role
from domain.rows import Act
from domain.telling import applications
from domain.templates import AddTemplate, SetFlow
from domain.uses import Method
from protocol.conversation import Code
from tests.cloud.carriers import in_state
from tests.cloud.seal import SERIAL, Seal
from tests.cloud.test_pull import application
from tests.cloud.world import Cloud, Person, Replica, codes_of, pull_all


async def read(person: Person) -> list[Message]:
    """His messages, as his console has them that starts anew, by code (the clock stands still)."""
    person.cursors.clear()
    return sorted((await pull_all(person, Replica())).of(Message), key=lambda row: row.code)


async def told(person: Person) -> list[str]:
    return [row.code for row in await read(person)]


async def one(person: Person, code: str) -> Message:
    (row,) = [each for each in await read(person) if each.code == code]
    return row


async def delivered(cloud: Cloud, person: Person) -> list[tuple[str, str]]:
    """(channel, text) of everything that reached him and is no code, oldest first."""
    inbox = [each for each in reversed(await cloud.inbox()) if each["phone"] == person.phone and not each["code"]]
    return [(each["channel"], each["text"]) for each in inbox]


class Office:
    """An owner, who is copied, a keeper, an approver and a clerk, with a seal whose use is approved and authorized."""

    def __init__(self, cloud: Cloud, owner: Person, seal: Seal) -> None:
        self.cloud, self.owner, self.seal = cloud, owner, seal

    @classmethod
    async def open(cls, cloud: Cloud, owner: Person) -> "Office":
        office = cls(cloud, owner, Seal(cloud, owner))
        await office.seal.bind("公章")
        office.keeper = await owner.add("吴三", "19900000003", Role.KEEPER)
        office.approver = await owner.add("周二", "19900000002")
        office.clerk = await owner.add("张四", "19900000004")
        template = AddTemplate(
            id=new_id(), name="合同", approvers=[office.approver.member], copied=[office.owner.member]
        )
        await owner.done(template)
        await owner.done(SetFlow(seal=SERIAL, category=None, template=template.id))
        await owner.done(AddKeeper(seal=SERIAL, member=office.keeper.member))
        return office

    keeper: Person
    approver: Person
    clerk: Person

    async def apply(self, **options: Any) -> str:
        act = application(self.cloud, SERIAL)
        await self.clerk.done(msgspec.structs.replace(act, count=5, options=Options(**options)))
        return act.id

    async def authorize(self, applied: str, **changes: Any) -> str:
        await self.approver.done(Approve(application=applied))
        act = self.seal.authorize(application=applied, member=self.clerk.member, count=5, **changes)
        await self.keeper.done(act)
        return act.id

    async def press(self, times: int) -> None:
        """The clerk's console carries everything."""
        self.seal.courier = self.clerk
        await self.seal.connect(self.clerk)
        await self.seal.contact()
        assert self.seal.take() is Code.OK
        for _ in range(times):
            self.seal.press()
        await self.seal.drain()


@pytest.fixture
async def office(cloud: Cloud, owner: Person) -> Office:
    return await Office.open(cloud, owner)


@pytest.mark.req("R-047", "R-115", "N")
@pytest.mark.req("C-25", "C")
async def test_whose_turn_it_is_hears_of_it_by_wechat_then_the_applicant_then_the_authorizer(
    cloud: Cloud, office: Office
) -> None:
    applied = await office.apply()
    await office.authorize(applied)
    await office.press(2)
    assert await delivered(cloud, office.approver) == [("wechat", "张四申请使用“公章”（合同.pdf），请您审批。")]
    assert await delivered(cloud, office.clerk) == [
        ("wechat", "张四使用“公章”（合同.pdf）的申请已审批通过，等待下发授权。"),
        ("wechat", "吴三已授权张四使用“公章”（合同.pdf）。"),
    ]
    assert await delivered(cloud, office.keeper) == [
        ("wechat", "张四申请使用“公章”（合同.pdf），请您下发授权。"),
        ("wechat", "张四使用“公章”盖章，已用 2/5。"),  # one notice of two presses that came together
    ]
    assert await delivered(cloud, office.owner) == [
        ("wechat", "张四使用“公章”（合同.pdf）的申请已审批通过，等待下发授权。"),
        ("wechat", "吴三已授权张四使用“公章”（合同.pdf）。"),
    ]


@pytest.mark.req("R-153", "N")
async def test_each_message_is_its_readers_own(cloud: Cloud, office: Office) -> None:
    applied = await office.apply()
    await office.approver.done(Reject(application=applied, reason="缺附件"))
    await cloud.inbox()
    assert await told(office.approver) == ["approval_waits", "member_added"]
    assert await told(office.clerk) == ["application_rejected", "member_added"]
    assert await told(office.keeper) == ["keeper_given", "member_added"]
    assert await told(office.owner) == ["application_rejected"]
    row = await one(office.clerk, "application_rejected")
    assert message_text(row.code, row.words) == "周二驳回了张四使用“公章”（合同.pdf）的申请：缺附件"
    assert (row.subject, row.subject_id, row.at, row.read_at) == (Subject.APPLICATION, applied, cloud.now, None)
    assert row.deliveries == [Delivery(Channel.WECHAT, DeliveryState.SENT, cloud.now)]
    assert (await one(office.keeper, "keeper_given")).deliveries == []  # it stays in the house


async def test_reading_is_for_the_reader_and_all_his_consoles(cloud: Cloud, office: Office) -> None:
    await office.apply()
    row = await one(office.approver, "approval_waits")
    assert (await office.clerk.do(ReadMessages(messages=[row.id]))).code == "not_found"
    await office.approver.done(ReadMessages(messages=[row.id]))
    row = await one(office.approver, "approval_waits")
    assert row.read_at == cloud.now


async def test_how_often_it_was_used_is_one_message_that_is_unread_again(cloud: Cloud, office: Office) -> None:
    granted = await office.authorize(await office.apply())
    await office.press(2)
    first = await one(office.keeper, "use")
    await office.keeper.done(ReadMessages(messages=[first.id]))
    cloud.now += 1000
    office.seal.press()
    await office.seal.drain()
    await cloud.inbox()
    again = await one(office.keeper, "use")
    assert (again.id, again.read_at, again.at, again.words[2:]) == (first.id, None, cloud.now, ["3", "5"])
    assert (again.subject, again.subject_id) == (Subject.AUTHORIZATION, granted)
    assert [text for _, text in await delivered(cloud, office.keeper)][1:] == [
        "张四使用“公章”盖章，已用 2/5。",
        "张四使用“公章”盖章，已用 3/5。",
    ]


async def test_a_slice_that_comes_twice_is_told_once(cloud: Cloud, office: Office) -> None:
    await office.authorize(await office.apply(), sms=True)
    await office.press(1)
    for part in office.seal.slices():
        await office.seal.give(part)
    assert sorted(channel for channel, _ in await delivered(cloud, office.keeper)) == ["sms", "wechat", "wechat"]


@pytest.mark.req("R-118", "N")
async def test_where_sms_is_wanted_each_use_is_told_to_authorizer_and_copied(cloud: Cloud, office: Office) -> None:
    await office.authorize(await office.apply(), sms=True, wechat=False)
    await office.press(3)
    each = [("sms", f"张四使用“公章”盖章，已用 {number}/5。") for number in (1, 2, 3)]
    assert (await delivered(cloud, office.keeper))[1:] == each
    assert (await delivered(cloud, office.owner))[2:] == each
    row = await one(office.owner, "use")
    assert row.subject is Subject.APPLICATION  # what a copied person may read
    assert [delivery.state for delivery in row.deliveries] == [DeliveryState.SENT]


@pytest.mark.req("R-115", "N")
@pytest.mark.parametrize(("wanted", "checked"), [(False, True), (True, False)])
async def test_without_wechat_everything_stays_in_the_house(
    cloud: Cloud, office: Office, wanted: bool, checked: bool
) -> None:
    if not checked:
        await office.owner.done(SetFeatures(items=[Feature.COUNT]))
    await office.authorize(await office.apply(wechat=wanted), wechat=wanted)
    await office.press(1)
    for person in (office.owner, office.keeper, office.approver, office.clerk):
        assert await delivered(cloud, person) == []
    assert "use" in await told(office.keeper)
    assert "application_approved" in await told(office.clerk)


@pytest.mark.req("R-082", "R-110", "N")
async def test_a_pre_authorizations_code_goes_to_its_users_phone_alone(cloud: Cloud, office: Office) -> None:
    granted = await office.authorize(await office.apply(), method=Method.PRE)
    codes = [each for each in await cloud.inbox() if each["purpose"] == "activate"]
    assert [(each["phone"], each["channel"]) for each in codes] == [(office.clerk.phone, "sms")]
    assert codes[0]["code"] in codes[0]["text"]
    await office.clerk.done(Activate(authorization=granted, code=codes[0]["code"].partition(" ")[0]))
    assert "authorization_activated" in await told(office.keeper)


async def test_a_code_that_is_renewed_comes_without_any_row_changing(cloud: Cloud, office: Office) -> None:
    granted = await office.authorize(await office.apply(), method=Method.PRE)
    await office.keeper.done(RenewCode(authorization=granted))
    codes = [each for each in await cloud.inbox() if each["purpose"] == "activate"]
    assert len(codes) in (1, 2)  # the one before, if it had gone out already
    await office.clerk.done(Activate(authorization=granted, code=codes[0]["code"].partition(" ")[0]))


async def test_what_is_refused_is_told_to_nobody(cloud: Cloud, office: Office) -> None:
    applied = await office.apply()
    await cloud.inbox()
    people = (office.owner, office.keeper, office.clerk)
    before = [Counter(await told(person)) for person in people]
    twice: list[Act] = [Approve(application="nothing"), Approve(application=applied), Approve(application=applied)]
    pushed = await office.approver.push(*(office.approver.signed(act) for act in twice))
    assert codes_of(pushed.verdicts) == ["not_found", "", "not_your_turn"]
    news = [list(Counter(await told(person)) - was) for person, was in zip(people, before, strict=True)]
    assert news == [["application_approved"], ["authorization_waits"], ["application_approved"]]
    assert len([each for each in await cloud.inbox() if not each["code"]]) == 4  # with who was asked to approve
    assert [await in_state(cloud, state) for state in jobs.OPEN] == [[], []]


async def test_an_act_that_fails_leaves_neither_message_nor_job(
    cloud: Cloud, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything of it is undone together."""
    granted = await office.authorize(await office.apply())
    await cloud.inbox()
    before, sent = await told(office.clerk), await delivered(cloud, office.clerk)

    def explode(*_anything: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(messages.outbox, "message", explode)
    assert (await office.keeper.do(EndUse(authorization=granted))).code == "internal"
    monkeypatch.undo()
    assert await told(office.clerk) == before
    assert await delivered(cloud, office.clerk) == sent
    rows = (await pull_all(office.keeper)).of(Authorization)
    assert [row.ended_at for row in rows] == [None]
    await office.keeper.done(EndUse(authorization=granted))
    assert Counter(await told(office.clerk)) - Counter(before) == Counter(["use_ended"])


async def test_who_has_left_is_told_nothing(cloud: Cloud, office: Office) -> None:
    await office.authorize(await office.apply())
    await office.owner.done(RemoveMember(member=office.keeper.member))
    await office.press(1)
    assert "use" in await told(office.owner)  # whoever issues for the seal now
    assert [text for _, text in await delivered(cloud, office.keeper)][1:] == []


async def test_a_sweep_reminds(cloud: Cloud, office: Office) -> None:
    applied = await office.apply()
    cloud.now += 3600 * 1000

    def remind(unit: Any) -> None:
        row = unit.get(Application, office.owner.organization, applied)
        found = applications.reminder(row, unit.facts(row.organization), cloud.now)
        messages.tell(cloud.service, unit, found, cloud.now)

    await cloud.service.database.write(remind)
    assert (await delivered(cloud, office.approver))[-1] == (
        "wechat",
        "张四使用“公章”（合同.pdf）的申请已等待您处理 1 小时。",
    )


async def test_a_step_that_is_handed_to_and_fro_leaves_one_letter_to_each(office: Office) -> None:
    """As often as somebody likes to hand it on: the newest says it all."""
    office.cloud.service.post.channels.clear()  # nobody carries them yet
    id = await office.apply()
    here, there = office.approver, office.keeper
    for _ in range(6):
        await here.done(Transfer(application=id, member=there.member))
        here, there = there, here
    waiting = [job for job in await in_state(office.cloud, DeliveryState.WAITING) if job.channel is Channel.WECHAT]
    handed = [job.recipient for job in waiting if job.topic == "step_transferred"]
    assert sorted(handed) == sorted([office.approver.phone, office.keeper.phone])
    assert (await told(office.keeper)).count("step_transferred") == 1
