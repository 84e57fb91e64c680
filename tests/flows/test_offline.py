"""Without the cloud: read everything, act visibly, press while the lease runs; afterwards all agree, each act once."""

from pathlib import Path

import pytest

from demo.seed import APPROVER, KEEPER, MEMBER
from demo.story import DOCUMENT, NOTE, REASON, Story
from demo.world import World
from domain.applications import Application, ApplicationState
from domain.authorizations import Authorization
from tests.flows import consoles, truth
from tests.flows.conftest import playing
from tests.flows.test_kills import bound, take_in_hand

pytestmark = [pytest.mark.flow, pytest.mark.slow]
LEASE_S = 25


async def use_begun(story: Story) -> None:
    """From binding to the member with the seal in hand."""
    await bound(story)
    await story.sign_in(story.desk, MEMBER)
    await story.fill_application(DOCUMENT, REASON, 5)
    await story.submit_application(DOCUMENT)
    await story.change_person(story.office, APPROVER)
    await story.look_at_request(DOCUMENT, NOTE)
    await story.approve(NOTE)
    await story.change_person(story.office, KEEPER)
    await story.open_authorization(DOCUMENT)
    await story.issue()
    await take_in_hand(story, "0/5")
    await story.press()
    await story.screen_of_seal("1/5")


@pytest.mark.req("R-181", "H")
@pytest.mark.req("C-15", "C")
async def test_without_the_cloud(tmp_path: Path) -> None:
    async with playing(World(tmp_path, headless=True, lease_s=LEASE_S)) as story:
        await use_begun(story)
        await story.open(story.office, "usage")
        await story.until_records(story.office, 1)

        await story.world.programs["cloud"].stop()
        await story.desk.do("see", name="status.line", text="离线", within=60)
        await story.press()  # the lease runs: it goes on, and is recorded
        await story.screen_of_seal("2/5")
        await story.desk.do("see", name="ready.count", text="2")
        await story.screen_of_seal("限制使用", within=LEASE_S + 20)  # and stops when it is over
        await story.stamp()
        status = await story.world.seal("GL2026000001", "status")
        assert (status["used"], status["impressions"]) == (2, 3)

        await story.fill_application("补充协议", "补盖骑缝章", 1)
        await story.submit_application("补充协议")
        await story.desk.do("see", name="status.line", text="待发送")
        await restarted_offline(story)
        for place, sign, text in (
            ("applications", "applications.list", DOCUMENT),
            ("usage", "usage.list", DOCUMENT),
            ("seals", "seals.list", "合同专用章"),
        ):
            await story.open(story.desk, place)
            await story.desk.do("see", name=sign, text=text)
        await story.open(story.desk, "applications")
        await story.desk.do("see", name="applications.list", text="补充协议")

        await story.world.start_cloud()
        for hands in (story.office, story.desk):
            await story.until_online(hands)
        await story.desk.do("choose", name="applications.list", text="补充协议")
        await story.desk.do("see", name="applications.detail", text="SQ-", within=60)
        await story.office.do("see", name="usage.count", text="3", within=60)
        found = await truth.settled(story, 2, photos=3, refused_presses=1)
        assert sorted(row.document for row in found.all(Application)) == sorted([DOCUMENT, "补充协议"])
        await consoles.agree(story, found)


async def restarted_offline(story: Story) -> None:
    """The member's console is closed and started again while the cloud is away."""
    await story.desk.close()
    await story.world.programs["desk"].stop()
    await story.world.start_console("desk")
    await story.desk.do("see", name="status.line", text="离线", within=60)


async def test_an_act_that_came_too_late_is_shown_with_its_reason(tmp_path: Path) -> None:
    async with playing(World(tmp_path, headless=True)) as story:
        await bound(story)
        await story.sign_in(story.desk, MEMBER)
        await story.fill_application(DOCUMENT, REASON, 1)
        await story.submit_application(DOCUMENT)
        await story.change_person(story.office, APPROVER)
        await story.look_at_request(DOCUMENT)
        await story.change_person(story.desk, APPROVER)  # the same person at two consoles
        await story.open(story.desk, "approvals")
        await story.desk.do("choose", name="approvals.list", text=DOCUMENT)

        await story.world.programs["cloud"].stop()
        await story.office.do("see", name="status.line", text="离线", within=60)
        await story.office.do("click", name="approvals.approve")
        await story.office.do("see", name="status.line", text="待发送")
        await story.office.close()
        await story.world.programs["office"].stop()  # it stays away until the other has decided

        await story.world.start_cloud()
        await story.until_online(story.desk)
        await story.desk.do("write", name="approvals.note", text="金额有误")
        await story.desk.do("click", name="approvals.reject")
        await story.world.start_console("office")
        await story.until_online(story.office)
        await story.office.do("see", name="status.line", text="1 项被拒绝", within=60)
        await story.office.do("click", name="status.refused")
        await story.office.do("see", name="refused.list", text="该申请已经处理完毕")
        await story.office.do("click", name="refused.seen")
        await story.office.do("gone", name="status.refused")
        found = await truth.look(story)
        assert [row.state for row in found.all(Application)] == [ApplicationState.REJECTED]
        assert found.all(Authorization) == []
        await consoles.agree(story, found)
