"""Authorizations of the seals I manage: who, how often, until when; ending a use; issuing without application."""

from dataclasses import replace

import msgspec
import pytest

from app.views import words
from app.views.authorizations.lines import ALL, EXPIRED, IN_USE, NOT_ACTIVATED, OVER, read_records
from app.views.authorizations.page import AuthorizationsPage
from app.views.look import Tone
from demo import driver
from domain.authorizations import Authorization
from domain.authorizations import Stage as Standing
from domain.organization import AUDITOR
from domain.times import LATEST
from domain.uses import Method
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, pick, records, see, sees, titles
from tests.waiting import until


@pytest.mark.req("R-138", "P", "allowed")
@pytest.mark.req("R-142", "R-143", "R-144", "S")
@pytest.mark.req("R-006")
async def test_only_of_seals_that_i_manage_the_newest_first(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-keeper")
    found = await page.room.store.run(lambda tx: read_records(tx, page.room, "", ""))
    assert [each.row.id for each in found.rows] == ["z-1", "z-2", "z-4"]
    assert [record.pill for record in records("authorizations.list")] == ["In use", "Ended", "Expired"]


@pytest.mark.req("R-138", "P", "allowed")
@pytest.mark.req("A-10", "A")
async def test_only_of_the_current_seal(stage: Stage) -> None:
    stage.said.seal = world.SECOND
    await stage.open(AuthorizationsPage, "m-keeper")
    assert titles("authorizations.list") == ["林知夏"]


@pytest.mark.req("R-005", "F")
@pytest.mark.req("R-139", "R-006", "F")
async def test_the_detail_with_its_uses(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-keeper")
    driver.choose("authorizations.list", "In use")
    await see("authorizations.detail", "云杉采购框架协议")
    await see("authorizations.detail", "2/3")
    await until(lambda: page._detail.uses.accessibleDescription().startswith("#24 · Normal "))
    assert "30.27" in page._detail.uses.accessibleDescription()
    driver.choose("authorizations.list", "Ended")
    await see("authorizations.detail", "Ended")
    await until(lambda: "Abnormal: stand out when the use ended" in page._detail.uses.accessibleDescription())


@pytest.mark.req("R-140", "R-085", "F")
@pytest.mark.req("C-05")
async def test_a_use_is_ended_after_a_question(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-keeper")
    driver.choose("authorizations.list", "In use")
    await see("authorizations.end_use")
    driver.click("authorizations.end_use")
    await see("confirm.window")
    driver.click("confirm.no")
    await until(lambda: not sees("confirm.window"))
    assert await page.room.desk.pending(world.ORG) == []
    driver.click("authorizations.end_use")
    await see("confirm.yes")
    driver.click("confirm.yes")
    await see("authorizations.detail", "Ended (waiting for the seal)")
    assert stage.said.told == ["Use ended"]
    assert records("authorizations.list")[0].note == "sending"
    assert not sees("authorizations.end_use")


async def test_a_page_that_goes_while_it_asks_takes_its_question_along(stage: Stage) -> None:
    await stage.open(AuthorizationsPage, "m-keeper")
    driver.choose("authorizations.list", "In use")
    driver.click("authorizations.end_use")
    await see("confirm.window")
    # what is left is closed by the stage, which finds no task running and no window


@pytest.mark.req("R-138", "P", "refused")
@pytest.mark.req("R-014")
async def test_who_may_not_read_them_is_told_so_and_issues_nothing(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-clerk")
    assert page.covered
    assert page.state.title.text() == "Not for you to see"
    assert not sees("authorizations.issue")
    assert page._records.rows == []


@pytest.mark.req("R-138", "P", "refused")
async def test_a_keeper_sees_nothing_of_a_seal_that_is_not_his(stage: Stage) -> None:
    stage.said.seal = world.FINANCE
    page = await stage.open(AuthorizationsPage, "m-keeper")
    assert page.covered
    assert page.state.title.text() == "You do not manage the current seal"
    stage.said.seal = world.GL
    await page.room.store.run(lambda tx: tx.touch("current"))
    await until(lambda: not page.covered)
    assert titles("authorizations.list") == ["许砚清", "许砚清"]


@pytest.mark.req("C-04", "C")
async def test_the_printed_states_are_the_filter_and_what_expired_is_a_to_do(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-admin")
    filter_ = page._filter

    def shown(which: int) -> list[str]:
        filter_.setCurrentIndex(which)
        return [record.pill for record in records("authorizations.list")]

    assert filter_.count_of(EXPIRED) == 1
    assert shown(IN_USE) == ["In use (waiting for the seal)", "Not started", "In use"]
    assert shown(EXPIRED) == ["Expired"]
    assert records("authorizations.list")[0].unread
    assert shown(OVER) == ["Ended"]
    assert shown(NOT_ACTIVATED) == []
    assert page._nothing.title.text() == "None in this state"
    assert len(shown(ALL)) == 5


@pytest.mark.req("C-04")
async def test_a_use_expires_by_the_clock_while_one_looks(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    page = await stage.open(AuthorizationsPage, "m-keeper")
    assert records("authorizations.list")[0].pill == "In use"
    later = stage.now + 2 * world.DAY
    page.room = replace(page.room, now=lambda: later)
    page._clock.timeout.emit()
    await until(lambda: records("authorizations.list")[0].pill == "Expired")


def owing(now: int, **other: object) -> Authorization:
    values = {"application": "a-1", "upload_required": True, "used": 3, "pressed": 3, "pictured": 1}
    return world.authorization("z-1", now, **(values | other))


@pytest.mark.req("R-117", "V", "inside", "outside")
@pytest.mark.req("C-23", "C")
async def test_what_stands_in_the_way_of_the_end_is_said_in_words(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-keeper")
    driver.choose("authorizations.list", "In use")
    await rooms.take(page.room.store, [owing(stage.now)], now=stage.now)
    await see("authorizations.advice", "It cannot be ended yet. Pictures are missing: 2 of 3.")
    await see("authorizations.advice", "Records that are still on the seal: 2.")
    assert not driver.find("authorizations.end_use").isEnabled()
    read = world.status(world.GL, stage.now, log_end=26, log_to=26)
    await rooms.take(page.room.store, [owing(stage.now, pictured=3), read], now=stage.now)
    await until(driver.find("authorizations.end_use").isEnabled)
    await see("authorizations.advice", "End a use as soon as it is over")
    driver.click("authorizations.end_use")
    await see("confirm.yes")
    driver.click("confirm.yes")
    await see("authorizations.detail", "Ended (waiting for the seal)")


@pytest.mark.req("C-23", "C")
async def test_the_owner_alone_waives_with_a_reason(stage: Stage) -> None:
    keeper = await stage.open(AuthorizationsPage, "m-keeper")
    await rooms.take(keeper.room.store, [owing(stage.now)], now=stage.now)
    await see("authorizations.advice", "Pictures are missing")
    assert not sees("authorizations.waive")
    keeper.hide()
    page = await stage.open(AuthorizationsPage, "m-owner")
    await rooms.take(page.room.store, [owing(stage.now)], now=stage.now)
    await pick("authorizations.list", "3/3")
    await see("authorizations.waive")
    driver.click("authorizations.waive")
    await see("waive.window", "Impressions without a picture: 2.")
    driver.write("waive.reason", "  ")
    driver.click("waive.confirm")
    await see("waive.window", "Please give a reason.")
    driver.write("waive.reason", "原件已退回客户")
    driver.click("waive.confirm")
    await until(lambda: not sees("waive.window"))
    assert stage.said.told == ["Missing pictures waived"]
    await see("authorizations.detail", "陈佳宁 · 原件已退回客户")
    assert driver.find("authorizations.end_use").isEnabled()


async def test_more_uses_take_the_place_of_what_was_issued(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-keeper")
    driver.choose("authorizations.list", "In use")
    await see("authorizations.more")
    driver.click("authorizations.more")
    await see("more_uses.window", "2 used; at most 6")
    driver.click("more_uses.confirm")
    await see("more_uses.window", "Only more uses or more time.")
    driver.write("more_uses.count", "6")
    driver.click("more_uses.confirm")
    await until(lambda: not sees("more_uses.window"))
    assert stage.said.told == ["More was granted"]
    await until(lambda: records("authorizations.list")[0].subtitle == "合同专用章（一） · 2/6")
    await see("authorizations.detail", "2/6")
    assert (records("authorizations.list")[0].pill, records("authorizations.list")[0].note) == (
        "In use (waiting for the seal)",
        "sending",
    )
    assert records("authorizations.list")[1].pill.startswith("Ended")
    assert page._detail.shown != "z-1"


def waiting(now: int) -> Authorization:
    return world.authorization("z-9", now, method=Method.PRE, stage=Standing.WAITING, confirmed_at=None, issued_at=now)


async def test_a_pre_authorization_gets_a_new_code_or_is_taken_back(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-keeper")
    await rooms.take(page.room.store, [waiting(stage.now)], now=stage.now)
    await until(lambda: records("authorizations.list")[0].pill == "Not activated")
    driver.choose("authorizations.list", "Not activated")
    await see("authorizations.renew_code")
    assert not sees("authorizations.end_use")
    driver.click("authorizations.renew_code")
    await until(lambda: stage.said.told == ["A new code is sent to the user"])
    driver.click("authorizations.cancel")
    await see("confirm.yes")
    driver.click("confirm.yes")
    await see("authorizations.detail", "Cancelled")
    assert stage.said.told[1:] == ["Authorization cancelled"]
    assert not sees("authorizations.cancel")


@pytest.mark.req("R-295", "S")
async def test_in_free_use_nothing_is_issued_and_that_is_said(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-admin")
    assert sees("authorizations.issue")
    await rooms.take(page.room.store, [world.company(features=[])], now=stage.now)
    await until(page.banner.isVisible)
    assert "Seals are in free use here" in page.banner.words.text()
    assert not sees("authorizations.issue")


async def test_who_reads_only_is_offered_nothing(stage: Stage) -> None:
    auditor = world.custom("m-han", AUDITOR)
    await stage.show(AuthorizationsPage, await stage.room("m-han", me=auditor))
    assert len(titles("authorizations.list")) == 5
    for name in ("issue", "end_use", "more", "renew_code", "cancel", "waive"):
        assert not sees(f"authorizations.{name}")


@pytest.mark.req("R-142", "R-143", "R-144")
def test_a_time_after_all_calendars_has_words() -> None:
    """Of a seal whose clock is wrong by millennia: its record stands at the top of each list."""
    for said in (words.full_moment, words.moment):
        assert said(2**48 - 1) == said(LATEST)
        assert "9999" in said(LATEST)


def test_the_states_have_words() -> None:
    now = 10**12
    row = world.authorization("z", now)

    def word(**changes: object) -> tuple[str, Tone]:
        return words.authorization(msgspec.structs.replace(row, **changes), now)

    assert word() == ("In use", Tone.ACCENT)
    assert word(start=now + 1) == ("Not started", Tone.NEUTRAL)
    assert word(end=now) == ("Expired", Tone.WARN)
    assert word(used=3) == ("Expired", Tone.WARN)
    assert word(confirmed_at=None) == ("In use (waiting for the seal)", Tone.ACCENT)
    assert word(ended_at=now) == ("Ended (waiting for the seal)", Tone.NEUTRAL)
    assert word(ended_at=now, end_confirmed_at=now) == ("Ended", Tone.NEUTRAL)
    assert word(refused_at=now) == ("Refused by the seal", Tone.DANGER)
