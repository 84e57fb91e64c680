"""Reviewing records and clearing up abnormal ones by clicks (R-154, R-155)."""

import pytest
from PySide6.QtWidgets import QComboBox

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
    await see("messages.stand", "All")
    open_before = len(records("messages.abnormal_list"))
    assert stands() == ["All (2)", "Open (2)", "In hand (0)", "Closed with a verdict (0)", "Mine to clear up (0)"]
    assert {each.subtitle.split(" · ")[0] for each in records("messages.abnormal_list")} == {"open"}
    first = records("messages.abnormal_list")[0].title
    driver.choose("messages.abnormal_list", first)
    await see("case", "open")
    driver.click("case.give")
    await see("case", "in hand")
    await until(
        lambda: stands()[1:] == ["Open (1)", "In hand (1)", "Closed with a verdict (0)", "Mine to clear up (1)"]
    )
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
    await see("case", "closed: Good reason")
    await until(lambda: records("messages.abnormal_list")[0].subtitle.startswith("closed · "))
    assert stands()[1:] == ["Open (1)", "In hand (0)", "Closed with a verdict (1)", "Mine to clear up (0)"]
    assert not sees("case.give")
    driver.write("case.text", "补签无效")
    driver.click("case.reopen")
    await see("case.give")
    await until(lambda: records("messages.abnormal_list")[0].subtitle.startswith("in hand · "))
    assert len(records("messages.abnormal_list")) == open_before == 2


def stands() -> list[str]:
    box = driver.find("messages.stand")
    assert isinstance(box, QComboBox)
    return [box.itemText(at) for at in range(box.count())]


@pytest.mark.req("R-154", "F")
async def test_abnormal_records_by_how_far_they_are_cleared_up(stage: Stage) -> None:
    stage.said.seal = world.GL
    page = await stage.open(MessagesPage, "m-keeper")
    page._tabs.setCurrentIndex(1)
    await see("messages.stand", "All (2)")
    of = page._inbox.abnormal[0].impression
    given = {"organization": world.ORG, "seal": of.seal, "number": of.number}
    of_another = Case(id=of.id, **given, state=CaseState.ASSIGNED, assignee="m-owner")
    await rooms.take(page.room.store, [of_another], now=stage.now)
    await until(lambda: "In hand (1)" in stands())

    async def rows(stand: str) -> int:
        driver.choose("messages.stand", stand)
        await until(lambda: not page.tasks.running)
        listed = len(page._inbox.abnormal)
        assert driver.see("messages.stand").endswith(f"({listed})")
        return listed

    assert [await rows(each) for each in ("All", "Open", "In hand", "Closed", "Mine")] == [2, 1, 1, 0, 0]
    await until(lambda: page._nothing.title.text() == "None of them stands so")
    mine = Case(id=of.id, **given, state=CaseState.ASSIGNED, assignee="m-keeper")
    await rooms.take(page.room.store, [mine], now=stage.now)
    await until(lambda: [each.impression.id for each in page._inbox.abnormal] == [of.id])
    stage.said.seal = world.SECOND
    page.reload()
    await until(lambda: page._inbox.seal is not None and page._inbox.seal.id == world.SECOND)


async def test_records_by_what_was_said_of_them_last(stage: Stage) -> None:
    page = await stage.open(UsagePage, "m-keeper")
    await until(lambda: page._model.rowCount() == 36)

    async def rows(review: str) -> list[str]:
        driver.choose("usage.review", review)
        await until(lambda: not page.tasks.running)
        ns = page._model.ns.tolist()
        assert driver.see("usage.count") == (f"{len(ns)} records" if len(ns) != 1 else "1 record")
        lines = [page._model.line(row) for row in range(len(ns))]
        return [line.impression.id for line in lines if line is not None]

    everything = set(await rows("Any review"))
    assert set(await rows("Not reviewed")) == everything
    driver.choose("usage.review", "Any review")
    driver.choose("usage.list", "#24")
    driver.write("review.text", "签字缺失")
    driver.click("review.doubtful")
    await see("review", "Reviewed: doubtful")
    (id,) = await rows("Reviewed: doubtful")
    assert set(await rows("Not reviewed")) == everything - {id}
    seal, _, number = id.rpartition("-")
    later = Review(
        id="z-9", organization=world.ORG, seal=seal, number=int(number), member="m-owner", at=stage.now + 9,
        verdict=ReviewVerdict.NORMAL,
    )  # fmt: skip
    await rooms.take(page.room.store, [later], now=stage.now)
    assert await rows("Reviewed: doubtful") == []
    assert await rows("Reviewed: normal") == [id]


async def test_who_may_read_no_reviews_is_not_asked_for_them(stage: Stage) -> None:
    await stage.open(UsagePage, "m-clerk")
    await until(lambda: sees("usage.result"))
    assert not sees("usage.review")


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
