"""`kill -9` at named points of the story: nothing lost, nothing doubled, each press exactly one record."""

import asyncio

import msgspec
import pytest

from demo.seed import APPROVER, KEEPER, MEMBER
from demo.story import DOCUMENT, GL, NOTE, REASON, Story
from domain.applications import Application
from domain.authorizations import Authorization
from tests.flows import consoles, truth

pytestmark = [pytest.mark.flow, pytest.mark.slow]


async def dead(story: Story, name: str) -> None:
    """The program has died at its point, as by `kill -9`."""
    async with asyncio.timeout(60):
        assert await story.world.programs[name].wait() in (9, 137)
    await story.world.programs[name].kill()


async def bound(story: Story) -> None:
    """The seal is bound, has its keeper and its flow."""
    await story.open(story.office, "seals")
    await story.look_for_unbound()
    await story.name_it(await story.connect_to_unbound())
    await story.confirm_binding()
    await story.office.do("click", name="binding.close")
    await story.give_keeper_and_flow()


async def take_in_hand(story: Story, shown: str) -> None:
    """The member at the desk goes stamping; the seal shows its count."""
    await story.open(story.desk, "ready")
    await story.desk.do("choose", name="ready.list", text=DOCUMENT)
    await story.desk.do("click", name="ready.start")
    await story.screen_of_seal(shown, 60)


async def end(story: Story) -> None:
    """The keeper ends the use; the seal hears of it."""
    await story.desk.do("click", name="ready.save", within=60)
    await story.open(story.office, "authorizations")
    await story.office.do("choose", name="authorizations.list", text=MEMBER.name)
    await story.ask_to_end()
    await story.confirm_end()
    await story.screen_of_seal("请授权使用", 60)


async def once_each(story: Story, presses: int, photos: int) -> None:
    """One application, one authorization, `presses` normal impressions, `photos` of them photographed; so at all."""
    found = await truth.settled(story, presses, photos)
    assert len(found.all(Application)) == 1
    assert len(found.all(Authorization)) == 1
    await consoles.agree(story, found)


async def cloud_dies_at(story: Story, point: str, *, when_all_are_back: bool = True) -> None:
    """From now on the cloud dies when it passes the point."""
    await story.world.programs["cloud"].stop()
    await story.world.start_cloud({"SIGNET_KILL": point})
    for hands in (story.office, story.desk) if when_all_are_back else ():
        await story.until_online(hands)


async def cloud_comes_back(story: Story) -> None:
    await dead(story, "cloud")
    await story.world.start_cloud()


@pytest.mark.req("I-05", "I", "cloud")
async def test_the_cloud_is_killed(story: Story) -> None:
    await bound(story)
    await story.sign_in(story.desk, MEMBER)
    await story.desk.do("see", name="rail.applications")

    await cloud_dies_at(story, "push_before_commit")
    await story.fill_application(DOCUMENT, REASON, 4)
    await story.submit_application(DOCUMENT)
    await cloud_comes_back(story)
    await story.desk.do("see", name="applications.detail", text="SQ-", within=60)

    await story.change_person(story.office, APPROVER)
    await story.look_at_request(DOCUMENT, NOTE)
    await story.approve(NOTE)
    await story.change_person(story.office, KEEPER)
    await story.open_authorization(DOCUMENT)
    await cloud_dies_at(story, "push_after_commit")
    await story.office.do("click", name="authorization.issue")
    await cloud_comes_back(story)
    await story.desk.do("see", name="applications.detail", text="已授权", within=60)

    await cloud_dies_at(story, "contact_before_answer", when_all_are_back=False)
    await story.open(story.desk, "ready")
    await story.desk.do("choose", name="ready.list", text=DOCUMENT)
    await story.desk.do("click", name="ready.start")
    await cloud_comes_back(story)
    await story.screen_of_seal("0/4", 60)
    await story.open(story.office, "usage")
    for press, point in enumerate(("slice_before_commit", "slice_after_commit", "file_before_rename"), 1):
        await cloud_dies_at(story, point, when_all_are_back=False)
        await story.press()
        await cloud_comes_back(story)
        await story.until_online(story.office)
        await story.office.do("see", name="usage.count", text=str(press), within=60)
    await story.press()
    await end(story)
    await once_each(story, 4, photos=4)


async def desk_dies_at(story: Story, point: str) -> None:
    await story.desk.do("die_at", at=point)


async def desk_comes_back(story: Story, point: str = "") -> None:
    await dead(story, "desk")
    await story.desk.close()
    await story.world.start_console("desk", {"SIGNET_KILL": point} if point else None)


@pytest.mark.req("I-05", "I", "cloud")
@pytest.mark.req("R-135")
async def test_a_console_is_killed(story: Story) -> None:
    await bound(story)
    await story.sign_in(story.desk, MEMBER)
    await story.desk.do("see", name="rail.applications")

    await desk_dies_at(story, "act_after_commit")
    await story.fill_application(DOCUMENT, REASON, 4)
    await story.desk.do("click", name="applications.submit")
    await desk_comes_back(story, "push_before_settle")  # the act is sent at once, and the answer is not kept
    await desk_comes_back(story)
    await story.desk.do("choose", name="applications.list", text=DOCUMENT)
    await story.desk.do("see", name="applications.detail", text="SQ-", within=60)

    await story.change_person(story.office, APPROVER)
    await story.look_at_request(DOCUMENT, NOTE)
    await story.approve(NOTE)
    await story.change_person(story.office, KEEPER)
    await story.open_authorization(DOCUMENT)
    await story.issue()

    await take_in_hand(story, "0/4")
    await story.seal_is(unlocked=True)
    await consoles.holds_the_log(story, "desk")
    await desk_dies_at(story, "slice_after_commit")  # the press is kept, its photo was not yet taken
    await story.press()
    await desk_comes_back(story)
    await take_in_hand(story, "1/4")
    await story.seal_is(unlocked=True)
    await desk_dies_at(story, "photo_after_commit")
    await story.press()
    await desk_comes_back(story)
    await take_in_hand(story, "2/4")
    for shown in ("3/4", "4/4"):
        await story.press()
        await story.screen_of_seal(shown)
    await end(story)
    await once_each(story, 4, photos=3)  # the missing one can be added by hand


async def seal_dies_at(story: Story, point: str) -> None:
    await story.world.seal(GL, "fault", kind="kill", point=point)


async def seal_comes_back(story: Story) -> None:
    await dead(story, GL)
    await story.world.start_seal(GL)
    await story.world.seal(GL, "power", on=True)


@pytest.mark.req("I-05", "I", "cloud")
async def test_the_seal_is_killed(story: Story) -> None:
    await story.open(story.office, "seals")
    await story.look_for_unbound()
    await story.name_it(await story.connect_to_unbound())
    await seal_dies_at(story, "bind_after_commit")
    await story.office.do("click", name="binding.confirm")
    await seal_comes_back(story)
    await story.screen_of_seal("请授权使用", 60)
    await story.office.do("press", name="binding.window", key="Escape")
    await story.give_keeper_and_flow()

    await story.sign_in(story.desk, MEMBER)
    await story.fill_application(DOCUMENT, REASON, 3)
    await story.submit_application(DOCUMENT)
    await story.change_person(story.office, APPROVER)
    await story.look_at_request(DOCUMENT, NOTE)
    await story.approve(NOTE)
    await story.change_person(story.office, KEEPER)
    await story.open_authorization(DOCUMENT)
    await seal_dies_at(story, "apply_before_commit")
    await story.issue()
    await seal_comes_back(story)

    await seal_dies_at(story, "take_after_commit")
    await story.open(story.desk, "ready")
    await story.desk.do("choose", name="ready.list", text=DOCUMENT)
    await story.desk.do("click", name="ready.start")
    await seal_comes_back(story)
    await story.screen_of_seal("0/3", 60)  # the console takes it up again by itself
    await story.press()
    await story.screen_of_seal("1/3")

    await story.seal_is(unlocked=True)
    await seal_dies_at(story, "press_before_commit")  # the power went before anything was kept: no press
    with pytest.raises(msgspec.DecodeError):  # it dies before it answers
        await story.stamp()
    await seal_comes_back(story)
    await story.seal_is(within=60, unlocked=True, used=1)

    await seal_dies_at(story, "press_after_commit")  # kept, but nobody was told
    with pytest.raises(msgspec.DecodeError):  # it dies before it answers
        await story.stamp()
    await seal_comes_back(story)
    await story.seal_is(within=60, unlocked=True, used=2)
    await story.press()
    await story.screen_of_seal("3/3")
    await end(story)
    await once_each(story, 3, photos=2)  # of the press that nobody was told of there is none
