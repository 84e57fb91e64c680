"""Reviewing records and clearing up abnormal ones by clicks (R-154, R-155)."""

import pytest

from app.models import fold
from app.views.messages.page import MessagesPage
from app.views.usage.page import UsagePage
from demo import driver
from domain.cases import Case, CaseState, CaseVerdict
from domain.reviews import Review, ReviewVerdict
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees
from tests.waiting import until


async def test_a_record_is_reviewed_and_each_verdict_is_kept(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.list", "#24")
    await see("review")
    driver.click("review.doubtful")
    await see("review.message", "Please give a reason.")
    driver.write("review.text", "签字缺失")
    driver.click("review.doubtful")
    await see("review", "Reviewed: doubtful")
    assert not sees("review.message")
    await see("review", "签字缺失")
    assert driver.see("review.text") == ""
    driver.click("review.normal")
    await see("review", "Reviewed: normal")
    found = await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).all(Review))
    assert {(each.member, each.verdict) for each in found} == {
        ("m-keeper", ReviewVerdict.DOUBTFUL),
        ("m-keeper", ReviewVerdict.NORMAL),
    }
    assert not sees("case")
    driver.write("review.text", "半句")
    driver.choose("usage.list", "#23")  # what was being written is about the record before
    await until(lambda: driver.see("review.text") == "")


async def test_who_only_used_the_seal_sees_nothing_of_it(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-clerk")
    driver.choose("usage.list", "#24")
    await see("usage.detail", "number 24 of this seal")
    await until(lambda: not page.tasks.running)
    assert not sees("review")


@pytest.mark.req("R-154", "F")
@pytest.mark.req("R-155")
async def test_an_abnormal_record_is_cleared_up_from_the_messages(stage: Stage) -> None:
    stage.said.seal = world.GL
    page = await stage.open(MessagesPage, "m-keeper")
    driver.find("messages.tabs")
    page._tabs.setCurrentIndex(1)
    await see("messages.cases", "open")
    open_before = len(records("messages.abnormal_list"))
    assert driver.see("messages.cases") == f"{open_before} open · 0 mine"
    assert {each.subtitle.split(" · ")[0] for each in records("messages.abnormal_list")} == {"open"}
    first = records("messages.abnormal_list")[0].title
    driver.choose("messages.abnormal_list", first)
    await see("case", "open")
    driver.click("case.give")
    await see("case", "in hand")
    await until(lambda: driver.see("messages.cases") == f"{open_before} open · 1 mine")
    driver.click("case.comment")
    await see("case.message", "Please write something.")
    driver.write("case.text", "已联系使用人")
    driver.click("case.comment")
    await until(lambda: driver.see("case.text") == "")
    await see("case", "已联系使用人")
    driver.choose("case.verdict", "good reason")
    driver.click("case.close")
    await see("case.message", "Please give a reason.")
    driver.write("case.text", "补签")
    driver.click("case.close")
    await see("case", "closed: There was a good reason")
    await until(lambda: records("messages.abnormal_list")[0].subtitle.startswith("closed · "))
    assert driver.see("messages.cases") == f"{open_before - 1} open · 0 mine"
    assert not sees("case.give")
    driver.write("case.text", "补签无效")
    driver.click("case.reopen")
    await see("case.give")
    await until(lambda: records("messages.abnormal_list")[0].subtitle.startswith("in hand · "))


async def test_what_others_did_meanwhile_appears_by_itself(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    driver.choose("usage.list", "bnormal")
    await see("case", "open")
    line = page._detail._line
    assert line is not None
    of = line.impression
    case = Case(
        id=of.id,
        organization=world.ORG,
        seal=of.seal,
        number=of.number,
        state=CaseState.CLOSED,
        verdict=CaseVerdict.MISUSE,
    )
    driver.write("case.text", "写到一半")
    await rooms.take(page.room.store, [case], now=stage.now)
    await see("case", "closed")
    assert driver.see("case.text") == "写到一半"
