"""The approvals inbox: one decision, several at once, handing on, standing in."""

from typing import Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.models.fold import Folded
from app.views import words
from app.views.approvals.inbox import BLOCK, COPIED, DONE, TO_DO, Line, of_tab
from app.views.approvals.page import ApprovalsPage
from demo import driver
from domain.applications import Application, ApplicationState, Step, StepKind, StepState
from domain.approvals import turn, waits_for_me
from domain.organization import Member, StandIn
from domain.seals import Seal
from domain.verdict import Circumstances, Laid
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, pick, records, see, sees, titles
from tests.waiting import until

TEXT = "苏州分公司银行询证函"


def line_of(row: Application, who: str, now: int = 10**12) -> Line:
    """As this person's inbox has it."""
    member = next(each for each in world.people() if each.id == who)
    facts = Laid(NOBODY, [*world.people(), world.seal(world.GL, "合同专用章（一）")])
    at = Circumstances(member, now, facts)
    return Line(Folded(row), waits_for_me(row, member, now, facts), turn(row, at))


class _Nobody:
    """Facts that know nothing."""

    complete = True

    def get(self, _kind: object, _id: str) -> None:
        return None

    def all(self, _kind: object, **_equal: object) -> list[object]:
        return []


NOBODY: Any = _Nobody()


@pytest.mark.req("R-094", "R-098", "R-099")
def test_three_lists_of_one_member() -> None:
    waiting = world.application("a-1", "一", 10**12, copied=["m-admin"])
    decided = world.application("a-2", "二", 10**12, steps=[world.approved(10**12), world.to_authorize()])

    def tabs(row: Application, who: str) -> list[bool]:
        return [of_tab(tab, line_of(row, who), who) for tab in (TO_DO, DONE, COPIED)]

    assert tabs(waiting, "m-approver") == [True, False, False]
    assert tabs(decided, "m-approver") == [False, True, False]
    assert tabs(decided, "m-keeper") == [True, False, False]
    assert tabs(waiting, "m-admin")[COPIED]


@pytest.mark.req("R-004", "F")
@pytest.mark.req("R-094", "R-098", "F")
@pytest.mark.req("R-078", "V", "inside")
async def test_approved_offline_with_a_note(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver")
    assert titles("approvals.list") == ["海关申报授权委托书", TEXT]
    assert all(record.unread for record in records("approvals.list"))
    driver.choose("approvals.list", TEXT)
    assert not sees("approvals.authorize")
    driver.write("approvals.note", "条款已核对")
    driver.click("approvals.approve")
    await until(lambda: TEXT not in titles("approvals.list"))
    assert stage.said.told == ["Approved"]
    page._tabs.setCurrentIndex(DONE)
    shown = {record.title: record for record in records("approvals.list")}
    assert (shown[TEXT].note, shown[TEXT].pill) == ("sending", "Waiting for authorization")
    driver.choose("approvals.list", TEXT)
    assert "approved · 条款已核对" in driver.see("approvals.detail")
    assert not sees("approvals.note")


@pytest.mark.req("R-096", "F")
@pytest.mark.req("R-077", "R-097", "V", "inside", "outside")
@pytest.mark.req("R-078", "V", "at")
async def test_rejecting_needs_a_reason(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver")
    driver.choose("approvals.list", TEXT)
    driver.click("approvals.reject")
    await see("approvals.message", "Please give a reason.")
    driver.write("approvals.note", "附件缺页")
    driver.click("approvals.reject")
    await until(lambda: stage.said.told == ["Rejected"])
    page._tabs.setCurrentIndex(DONE)
    await until(lambda: TEXT in titles("approvals.list"))
    shown = {record.title: record for record in records("approvals.list")}
    assert shown[TEXT].pill == "Rejected"


async def test_somebody_else_was_first(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver")
    driver.choose("approvals.list", TEXT)
    driver.click("approvals.approve")
    await until(lambda: TEXT not in titles("approvals.list"))
    await stage.settle_acts(page.room.store, refused="该申请已经处理完毕。")
    await until(
        lambda: TEXT in titles("approvals.list")
    )  # the cloud's row stands again; the refusal is in the status line


@pytest.mark.req("R-099", "F")
async def test_what_was_copied_to_me_is_only_read(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-admin")
    page._tabs.setCurrentIndex(COPIED)
    (only,) = titles("approvals.list")
    assert only.startswith("南浦大桥")
    driver.choose("approvals.list", only)
    await see("approvals.detail", "韩子墨")
    assert not sees("approvals.approve")


async def test_nothing_waits(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-clerk")
    assert page._nothing.title.text() == "Nothing waits for you"
    page._tabs.setCurrentIndex(DONE)
    assert page._nothing.title.text() == "Nothing decided yet"
    page.header.search.setText("xyz")
    assert page._nothing.title.text() == "Nothing found"


def test_the_states_of_an_application_have_words() -> None:
    row = world.application("a-1", "一", 10**12)
    assert words.application(row)[0] == "In approval"
    assert (
        words.application(msgspec.structs.replace(row, steps=[world.to_authorize()]))[0] == "Waiting for authorization"
    )
    assert words.application(msgspec.structs.replace(row, state=ApplicationState.REJECTED))[0] == "Rejected"


# Above the list, several at once, and in the place of another


def waiting(now: int, count: int) -> list[Application]:
    """Applications that wait for the approver, the first of them for the longest."""
    return [
        world.application(f"a-{10 + at}", f"文件 {at}", now, created_at=now - (count - at) * world.MINUTE)
        for at in range(count)
    ]


@pytest.mark.req("R-095", "L", "inside", "at", "outside")
@pytest.mark.req("C-36", "C")
async def test_the_block_shows_at_most_three_and_the_list_all(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver", empty=True)
    assert not sees("approvals.summary")
    rows = waiting(stage.now, 4)
    seals = [world.seal(world.GL, "合同专用章（一）")]
    for count in (1, 3, 4):
        await rooms.take(page.room.store, [*seals, *rows[:count]], now=stage.now)
        await until(lambda count=count: len(titles("approvals.list")) == count)
        shown = [at for at in range(5) if sees(f"approvals.summary.{at}")]
        assert len(shown) == min(count, BLOCK)
    named = [driver.find(f"approvals.summary.{at}").accessibleName().partition(",")[0] for at in range(BLOCK)]
    assert named == ["文件 0", "文件 1", "文件 2"]
    assert "the longest waiting of 4" in driver.see("approvals.summary")
    driver.click("approvals.summary.1")
    await see("approvals.detail", "文件 1")


async def test_several_are_approved_at_once_each_with_its_outcome(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver")
    mine = world.application(
        "a-20", "要授权的", stage.now, steps=[world.approved(stage.now), Step(StepKind.AUTHORIZE, ["m-approver"])]
    )
    steps = [
        msgspec.structs.replace(step, state=state)
        for step, state in zip(mine.steps, (StepState.PASSED, StepState.PENDING), strict=True)
    ]
    await rooms.take(page.room.store, [msgspec.structs.replace(mine, steps=steps)], now=stage.now)
    await until(lambda: len(titles("approvals.list")) == 3)
    driver.click("approvals.choose")
    await see("approvals.several", "1 chosen")
    for title in titles("approvals.list")[1:]:
        driver.choose("approvals.list", title)
    await see("approvals.several", "3 chosen")
    driver.write("approvals.several.note", "批量核对")
    driver.click("approvals.several.approve")
    await see("approvals.several", "2 of 3 approved")
    await see("approvals.several", "This step is taken by issuing the authorization.")
    assert titles("approvals.list") == ["要授权的"]
    driver.click("approvals.several.done")
    await see("approvals.detail", "要授权的")
    page._tabs.setCurrentIndex(DONE)
    await until(lambda: {TEXT, "海关申报授权委托书"} <= set(titles("approvals.list")))
    driver.choose("approvals.list", TEXT)
    await see("approvals.detail", "approved · 批量核对")


async def test_several_by_the_keyboard_and_back(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver")
    QTest.keyClick(page._list, Qt.Key.Key_Home)
    QTest.keyClick(page._list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    await see("approvals.several", "2 chosen")
    driver.click("approvals.several.back")
    await see("approvals.detail")
    assert len(page._list.picked_keys()) == 1


async def test_a_step_is_handed_on_and_whose_it_was_is_said(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver")
    driver.choose("approvals.list", TEXT)
    driver.click("approvals.hand_on")
    await see("hand_on.window")
    driver.choose("hand_on.member", "韩子墨")
    driver.write("hand_on.note", "我不熟悉此业务")
    driver.click("hand_on.confirm")
    await until(lambda: TEXT not in titles("approvals.list"))
    assert stage.said.told == ["Handed on to 韩子墨"]
    (act,) = await page.room.desk.pending(world.ORG)
    han = await stage.open(ApprovalsPage, "m-han")
    handed = world.application(
        "a-2",
        TEXT,
        stage.now,
        steps=[
            Step(StepKind.APPROVE, ["m-han"], StepState.PENDING, note="我不熟悉此业务", instead_of="m-approver"),
            world.to_authorize(StepState.WAITING),
        ],
    )
    assert act.name == "Transfer"
    await rooms.take(han.room.store, [handed], now=stage.now)
    page.hide()
    await until(lambda: TEXT in titles("approvals.list"))
    await see("approvals.notice", "Handed on by 林知夏. 我不熟悉此业务")


@pytest.mark.req("C-35", "C")
@pytest.mark.req("R-097", "V", "at")
async def test_blanks_are_a_reason_and_shown_as_none(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver")
    driver.choose("approvals.list", TEXT)
    driver.write("approvals.note", "   ")
    driver.click("approvals.reject")
    await until(lambda: stage.said.told == ["Rejected"])
    page._tabs.setCurrentIndex(DONE)
    await until(lambda: TEXT in titles("approvals.list"))
    driver.choose("approvals.list", TEXT)
    await see("approvals.detail", "rejected · no reason given")


def standing_in(now: int, member: str = "m-han") -> Member:
    """The approver, away, with somebody in his place."""
    approver = next(each for each in world.people() if each.id == "m-approver")
    return msgspec.structs.replace(approver, stand_in=StandIn(member, now - world.HOUR, now + world.DAY))


async def test_who_stands_in_sees_the_step_and_decides_it_in_his_name(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-han")
    assert titles("approvals.list") == []
    await rooms.take(page.room.store, [standing_in(stage.now)], now=stage.now)
    await until(lambda: TEXT in titles("approvals.list"))
    shown = {record.title: record.note for record in records("approvals.list")}
    assert shown[TEXT] == "for 林知夏"
    driver.choose("approvals.list", TEXT)
    await see("approvals.notice", "You decide in the place of 林知夏, who is away.")
    driver.click("approvals.approve")
    await until(lambda: TEXT not in titles("approvals.list"))
    page._tabs.setCurrentIndex(DONE)
    await until(lambda: TEXT in titles("approvals.list"))
    driver.choose("approvals.list", TEXT)
    await see("approvals.detail", "韩子墨 approved · in the place of 林知夏")


@pytest.mark.req("R-100")
async def test_who_stands_in_for_a_keeper_and_may_not_issue_can_only_reject(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-han")
    keeper = next(each for each in world.people() if each.id == "m-keeper")
    away = msgspec.structs.replace(keeper, stand_in=StandIn("m-han", 1, stage.now + world.DAY))
    mine = world.application("a-9", "对账单", stage.now, steps=[world.approved(stage.now), world.to_authorize()])
    await rooms.take(page.room.store, [away, mine], now=stage.now)
    await pick("approvals.list", "对账单")
    await see("approvals.notice", "Only who may issue for this seal can authorize; you can reject.")
    assert not sees("approvals.authorize")
    driver.write("approvals.note", "请等管章人回来")
    driver.click("approvals.reject")
    await until(lambda: stage.said.told == ["Rejected"])


@pytest.mark.req("C-14")
async def test_the_headquarters_consents_and_hands_nothing_on(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-approver")
    steps = [Step(StepKind.HEADQUARTERS, ["m-approver"], StepState.PENDING), world.to_authorize(StepState.WAITING)]
    await rooms.take(page.room.store, [world.application("a-2", TEXT, stage.now, steps=steps)], now=stage.now)
    driver.choose("approvals.list", TEXT)
    await see("approvals.detail", "the headquarters has to consent")
    assert not sees("approvals.hand_on")
    driver.click("approvals.approve")
    await until(lambda: stage.said.told == ["Approved"])


async def test_who_may_issue_for_the_seal_may_take_the_authorizing_step_of_its_keepers(stage: Stage) -> None:
    page = await stage.open(ApprovalsPage, "m-admin")
    page._tabs.setCurrentIndex(COPIED)
    (only,) = titles("approvals.list")
    steps = [world.approved(stage.now), Step(StepKind.AUTHORIZE, ["m-keeper"], StepState.PENDING)]
    kept = world.application("a-3", only, stage.now, steps=steps, copied=["m-admin"], seal=world.SECOND)
    await rooms.take(page.room.store, [kept], now=stage.now)
    await until(lambda: any(line.row == kept for line in page._inbox.lines))
    driver.choose("approvals.list", only)
    await see("approvals.authorize")


async def test_what_may_not_be_decided_is_not_offered(stage: Stage) -> None:
    custom = world.custom("m-approver", [])
    page = await stage.show(ApprovalsPage, await stage.room("m-approver", me=custom))
    assert titles("approvals.list") == []
    assert not sees("approvals.summary")
    assert page._nothing.title.text() == "Nothing waits for you"


KEEPERS, NO_KEEPERS = ["m-keeper", "m-keeper2"], ["m-owner", "m-admin"]
ANY_ONE = [
    *(pytest.param(KEEPERS, who, marks=pytest.mark.req("R-175", "R-203", "F")) for who in KEEPERS),
    *(pytest.param(NO_KEEPERS, who, marks=pytest.mark.req("R-175", "R-204", "F")) for who in NO_KEEPERS),
]


def of_anybody(anybody: list[str], now: int, by: str | None = None) -> tuple[Seal, Application]:
    """A seal kept by the keepers among them, and an application that they are to authorize, or that `by` has."""
    seal = world.seal("GL2026000009", "公章", keepers=[each for each in anybody if "keeper" in each])
    last = Step(StepKind.AUTHORIZE, anybody, StepState.PENDING if by is None else StepState.PASSED, by, by and now)
    state = ApplicationState.IN_APPROVAL if by is None else ApplicationState.AUTHORIZED
    steps = [world.approved(now), last]
    return seal, world.application("a-9", "询价单", now, steps=steps, seal=seal.id, state=state)


@pytest.mark.req("C-07", "C")
@pytest.mark.parametrize(("anybody", "who"), ANY_ONE)
async def test_any_one_of_them_issues_and_the_flow_is_over(stage: Stage, anybody: list[str], who: str) -> None:
    page = await stage.open(ApprovalsPage, who)
    await rooms.take(page.room.store, of_anybody(anybody, stage.now), now=stage.now)
    await until(lambda: "询价单" in titles("approvals.list"))
    driver.choose("approvals.list", "询价单")
    await see("approvals.authorize")
    driver.click("approvals.authorize")
    await see("authorization.window")
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))
    assert stage.said.told == ["Authorization issued"]
    await until(lambda: "询价单" not in titles("approvals.list"))
    page._tabs.setCurrentIndex(DONE)
    await until(lambda: ("询价单", "Authorized") in [(each.title, each.pill) for each in records("approvals.list")])


@pytest.mark.parametrize(("anybody", "who"), ANY_ONE)
async def test_what_another_of_them_has_issued_waits_no_more(stage: Stage, anybody: list[str], who: str) -> None:
    other = next(each for each in anybody if each != who)
    page = await stage.open(ApprovalsPage, who)
    await rooms.take(page.room.store, of_anybody(anybody, stage.now), now=stage.now)
    await until(lambda: "询价单" in titles("approvals.list"))
    await rooms.take(page.room.store, of_anybody(anybody, stage.now, by=other), now=stage.now)
    await until(lambda: "询价单" not in titles("approvals.list"))
