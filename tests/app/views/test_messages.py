"""What the system tells a member, and the abnormal records of the current seal: read, counted, opened."""

from typing import Any

import pytest
from PySide6.QtWidgets import QTabBar

from app.models import fold
from app.services import unread
from app.views.applications.page import ApplicationsPage
from app.views.i18n import Tongue
from app.views.messages.lines import sentence
from app.views.messages.page import MessagesPage
from app.views.opening import open_subject
from demo import driver
from domain.messages import Channel, Delivery, DeliveryState, Message, Seen, Subject
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, chosen, records, see, titles
from tests.waiting import until


def message(id: str, who: str, code: str, words: list[str], at: int, **other: Any) -> Message:
    given = {"subject": Subject.APPLICATION, "subject_id": "a-1"} | other
    return Message(id=id, organization=world.ORG, member=who, code=code, words=words, at=at, **given)


def of_all_kinds(who: str, now: int) -> list[Message]:
    """One of each kind (R-153), the first the newest; the last was read."""
    return [
        message("n-1", who, "approval_waits", ["许砚清", "合同专用章（一）", "框架协议"], now - 1),
        message("n-2", who, "authorization_cancelled", ["许砚清", "合同专用章（一）", "沈若溪"], now - 2),
        message("n-3", who, "use", ["许砚清", "合同专用章（一）", "2", "3"], now - 3),
        message("n-4", who, "seal_unbound", ["作废章", "周明远"], now - 4, subject=Subject.SEAL, subject_id="x"),
        message("n-5", who, "role_changed", ["陈佳宁", "keeper"], now - 5, subject=Subject.MEMBER, read_at=now),
    ]


async def open_with(stage: Stage, who: str, *rows: Message | Seen) -> MessagesPage:
    stage.said.seal = world.GL
    page = await stage.open(MessagesPage, who)
    await rooms.take(page.room.store, rows, now=stage.now)
    await until(lambda: len(records("messages.list")) == sum(isinstance(row, Message) for row in rows))
    return page


def counts() -> list[str]:
    tabs = driver.find("messages.tabs")
    assert isinstance(tabs, QTabBar)
    return [tabs.accessibleTabName(at) for at in range(tabs.count())]


@pytest.mark.req("R-011", "F")
async def test_each_kind_of_message_by_its_sentence(stage: Stage) -> None:
    await open_with(stage, "m-keeper", *of_all_kinds("m-keeper", stage.now))
    assert titles("messages.list") == [
        "许砚清 applies for the use of “合同专用章（一）” (框架协议): it is your turn to approve.",
        "沈若溪 has cancelled the pre-authorization of 许砚清 for “合同专用章（一）”.",
        "许砚清 has stamped with “合同专用章（一）”: 2/3 used.",
        "周明远 has unbound the seal “作废章”.",
        "陈佳宁 has changed what you may do; your role: seal keeper.",
    ]
    kinds = ["Approval", "Authorization", "Use", "Unbinding", "Permissions"]
    assert [each.pill for each in records("messages.list")] == kinds
    assert [each.unread for each in records("messages.list")] == [True, True, True, True, False]
    assert counts()[0] == "System (4)"


@pytest.mark.req("R-011", "F")
async def test_a_message_is_read_when_it_is_opened_and_all_at_once(stage: Stage) -> None:
    page = await open_with(stage, "m-keeper", *of_all_kinds("m-keeper", stage.now))
    assert chosen("messages.list") == ""  # the first is not opened by standing there
    driver.choose("messages.list", "2/3 used")
    await see("messages.detail", "许砚清 has stamped with “合同专用章（一）”: 2/3 used.")
    await until(lambda: counts()[0] == "System (3)")
    assert [each.unread for each in records("messages.list")] == [True, True, False, True, False]
    assert records("messages.list")[2].note == "sending"
    driver.click("messages.all_read")
    await until(lambda: counts()[0] in ("", "System"))
    assert stage.said.told == ["3 messages marked as read"]
    await until(lambda: not driver.find("messages.all_read").isEnabled())
    me = page.room.me
    assert await page.room.store.run(lambda tx: unread.messages(tx, world.ORG, me)) == 0


async def test_how_a_message_left_the_house(stage: Stage) -> None:
    sent = [
        Delivery(Channel.WECHAT, DeliveryState.SENT, stage.now),
        Delivery(Channel.SMS, DeliveryState.DEFERRED, stage.now, stage.now + world.HOUR),
        Delivery(Channel.SMS, DeliveryState.FAILED, stage.now),
        Delivery(Channel.SMS, DeliveryState.WAITING, stage.now),
    ]
    await open_with(
        stage, "m-clerk", message("n-1", "m-clerk", "use", ["甲", "乙", "1", "0"], stage.now, deliveries=sent)
    )
    driver.choose("messages.list", "1/unlimited")
    await see("messages.detail", "WeChat · sent")
    for part in ("SMS · deferred by a limit until 2", "SMS · not delivered", "SMS · waits to be sent"):
        assert part in driver.see("messages.detail")


async def test_its_subject_opens_in_its_place(stage: Stage) -> None:
    page = await open_with(stage, "m-clerk", *of_all_kinds("m-clerk", stage.now))
    driver.choose("messages.list", "it is your turn to approve")
    driver.click("messages.open")
    await until(lambda: stage.said.opened == ["applications"])
    await until(lambda: stage.said.told == ["It cannot be seen from here."])  # this room has no places
    page.hide()
    applications = await stage.show(ApplicationsPage, await stage.room("m-clerk"))
    room = await stage.room("m-clerk", open={"applications": applications}.get)
    assert await open_subject(room, of_all_kinds("m-clerk", stage.now)[0])
    assert chosen("applications.list") == "云杉采购框架协议"
    assert not await open_subject(room, of_all_kinds("m-clerk", stage.now)[3])


@pytest.mark.req("R-154", "F")
@pytest.mark.req("R-155", "U")
@pytest.mark.req("C-38", "C")
async def test_abnormal_records_of_the_current_seal_with_a_count_of_the_new(stage: Stage) -> None:
    page = await open_with(stage, "m-keeper")
    await until(lambda: counts()[1] == "Abnormal records (2)")
    driver.press("messages.tabs", "Right")
    assert [each.pill for each in records("messages.abnormal_list")] == [
        "Abnormal: stand out when the use ended",
        "Abnormal: without authorization",
    ]
    driver.choose("messages.abnormal_list", "#21")
    await see("messages.abnormal", "Abnormal: without authorization")
    assert driver.see("messages.reported").startswith("Such a report is nothing unusual")
    await until(lambda: counts()[1] == "Abnormal records (1)")  # the older is seen, the newer still new
    assert [each.unread for each in records("messages.abnormal_list")] == [True, False]
    driver.click("messages.all_read")
    await until(lambda: counts()[1] in ("", "Abnormal records"))
    seen = await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).get(Seen, "m-keeper"))
    assert seen is not None
    assert seen.abnormal == {world.GL: 22}
    driver.click("messages.open_record")
    await until(lambda: stage.said.opened == ["usage"])


async def test_another_seal_has_others(stage: Stage) -> None:
    page = await open_with(stage, "m-keeper")
    stage.said.seal = world.SECOND
    page.reload()
    driver.press("messages.tabs", "Right")
    await until(lambda: page._nothing.title.text() == "No abnormal record")
    stage.said.seal = ""
    page.reload()
    await until(lambda: page._nothing.title.text() == "No seal chosen")


@pytest.mark.parametrize(
    ("who", "numbers"), [("m-owner", [22, 21]), ("m-keeper", [22, 21]), ("m-clerk", [22]), ("m-han", [])]
)
async def test_managers_see_all_others_their_own(stage: Stage, who: str, numbers: list[int]) -> None:
    page = await open_with(stage, who)
    driver.press("messages.tabs", "Right")
    assert [press.impression.number for press in page._inbox.abnormal] == numbers
    assert page._inbox.unseen == len(numbers)


async def test_nothing_told_yet(stage: Stage) -> None:
    page = await stage.open(MessagesPage, "m-clerk", empty=True)
    assert page._nothing.title.text() == "No message yet"
    assert not driver.find("messages.all_read").isEnabled()


def test_a_message_of_a_newer_cloud_says_so(stage: Stage) -> None:
    later = message("n-1", "m-clerk", "tea_is_ready", [], stage.now)
    assert sentence(later, Tongue.EN) == "A message that this version does not know (tea_is_ready)"
