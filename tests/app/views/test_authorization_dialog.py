"""The authorization dialog: prefilled and only narrowed, without an application, for several people, by code."""

from typing import Any

import pytest
from PySide6.QtWidgets import QDateTimeEdit, QSpinBox

from app.models import fold
from app.views.approvals.inbox import DONE
from app.views.approvals.page import ApprovalsPage
from app.views.authorizations.dialog import AuthorizationDialog
from app.views.authorizations.fields import AuthorizationFields
from app.views.authorizations.page import AuthorizationsPage
from app.views.room import LivePage
from demo import driver
from domain.applications import Options
from domain.authorizations import Authorization, State, state
from domain.geo import Area, Point
from domain.organization import Feature, Role
from domain.uses import Method
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees, titles
from tests.waiting import until


def dialog() -> AuthorizationDialog:
    found = driver.find("authorization.window")
    assert isinstance(found, AuthorizationDialog)
    return found


def fields() -> AuthorizationFields:
    return dialog().fields


def said(field: str) -> str:
    return fields().fields[field].error


async def issued(page: LivePage) -> list[Authorization]:
    rows = await page.room.store.run(lambda tx: fold.folded(tx, world.ORG, Authorization))
    return [each.row for each in rows if each.pending]


async def of_application(stage: Stage, features: list[Feature] | None = None, **applied: Any) -> ApprovalsPage:
    """The keeper's authorizing step of an application for the second seal, once its former use has been ended."""
    page = await stage.open(ApprovalsPage, "m-keeper")
    ended = world.authorization("z-4", stage.now, member="m-approver", seal=world.SECOND, ended_at=stage.now)
    steps = [world.approved(stage.now, ""), world.to_authorize()]
    values = {"applicant": "m-han", "steps": steps, "seal": world.SECOND} | applied
    row = world.application("a-3", "投标文件", stage.now, **values)
    company = world.company(features=world.FEATURES if features is None else features)
    await rooms.take(page.room.store, [ended, row, company], now=stage.now)
    await until(lambda: "投标文件" in titles("approvals.list"))
    driver.choose("approvals.list", "投标文件")
    driver.click("approvals.authorize")
    await see("authorization.window")
    return page


async def without(stage: Stage, features: list[Feature] | None = None) -> AuthorizationsPage:
    """By the administrator, for a seal whose former use has been ended."""
    stage.said.seal = world.SECOND
    page = await stage.open(AuthorizationsPage, "m-admin")
    ended = world.authorization("z-4", stage.now, member="m-approver", seal=world.SECOND, ended_at=stage.now)
    company = world.company(features=world.FEATURES if features is None else features)
    await rooms.take(page.room.store, [ended, company], now=stage.now)
    await until(lambda: page._records.known.organization == company)
    driver.click("authorizations.issue")
    await see("authorization.window")
    return page


@pytest.mark.req("R-101", "R-079", "F")
@pytest.mark.req("C-28", "C")
@pytest.mark.req("R-105", "R-106", "R-107", "R-108", "D", "shown")
async def test_filled_from_the_application_it_can_only_be_narrowed(stage: Stage) -> None:
    page = await of_application(stage, start=stage.now + world.HOUR, end=stage.now + 2 * world.DAY)
    assert (driver.see("authorization.member"), driver.see("authorization.seal")) == ("韩子墨", "合同专用章（二）")
    assert not driver.find("authorization.member").isEnabled()
    assert driver.see("authorization.mode") == "physical seal"
    assert not driver.find("authorization.mode").isEnabled()
    count, start, end = (driver.find(f"authorization.{name}") for name in ("count", "start", "end"))
    assert isinstance(count, QSpinBox)
    assert isinstance(start, QDateTimeEdit)
    assert isinstance(end, QDateTimeEdit)
    (act,) = fields().acts()
    applied = page._inbox.known.application("a-3")
    assert applied is not None
    assert (act.count, act.start, act.end) == (3, applied.start, applied.end)  # to the millisecond
    for typed, taken in (("5", 3), ("0", 3), ("2", 2)):  # neither more nor unlimited
        driver.write("authorization.count", typed)
        assert count.value() == taken
    driver.date("authorization.start", stage.now)
    driver.date("authorization.end", stage.now + 5 * world.DAY)
    (act,) = fields().acts()
    assert (act.start, act.end) == (applied.start, applied.end)
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))
    assert stage.said.told == ["Authorization issued"]
    page._tabs.setCurrentIndex(DONE)
    await until(lambda: any(record.pill == "Authorized" for record in records("approvals.list")))
    (row,) = await issued(page)
    assert (row.count, row.member, row.application) == (2, "m-han", "a-3")


@pytest.mark.req("C-28", "C")
async def test_an_unlimited_count_may_be_narrowed_and_an_area_stays(stage: Stage) -> None:
    area = Area("总部", Point(30.25, 120.15), 800)
    await of_application(stage, count=0, area=area)
    assert fields().count.value() == 0
    assert not fields().area.within.isEnabled()
    driver.write("authorization.area.radius", "900")
    driver.write("authorization.count", "2")
    driver.click("authorization.issue")
    await until(lambda: said("area") == "Not wider than applied for.")
    driver.write("authorization.area.radius", "500")
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))


async def test_a_shape_drawn_on_the_map_is_kept(stage: Stage) -> None:
    shape = Area("厂区", None, 0, [Point(30.2, 120.1), Point(30.3, 120.1), Point(30.3, 120.2)])
    await of_application(stage, area=shape)
    await see("authorization.area.corners", "30.200000, 120.100000")
    assert not sees("authorization.area.lat")
    assert fields().acts()[0].area == shape


async def test_an_area_that_was_applied_for_stays_when_areas_are_asked_for_no_more(stage: Stage) -> None:
    area = Area("总部", Point(30.25, 120.15), 800)
    await of_application(stage, [each for each in world.FEATURES if each is not Feature.AREA], area=area)
    await see("authorization.area.radius")
    assert fields().acts()[0].area == area
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))


async def test_what_was_asked_for_is_prefilled_and_what_was_not_begins_narrow(stage: Stage) -> None:
    options = Options(photo=True, upload_required=True, wechat=False, sms=True, method=Method.PRE)
    asked = [*set(world.FEATURES) - {Feature.COUNT, Feature.END}]
    await of_application(stage, asked, count=0, end=stage.now + 365 * world.DAY, options=options)
    (act,) = fields().acts()
    assert (act.photo_required, act.upload_required, act.wechat, act.sms) == (True, True, False, True)
    assert (act.method, act.count) == (Method.PRE, 1)
    assert act.end < stage.now + 3 * world.DAY


async def test_what_the_application_demands_is_shown_and_not_to_be_unchecked(stage: Stage) -> None:
    await of_application(stage, options=Options(photo=True))
    boxes = fields().options
    assert (boxes.photo.isEnabled(), boxes.photo.isChecked(), boxes.upload_required.isEnabled()) == (False, True, True)
    assert boxes.photo.toolTip() == "Demanded in the application"
    boxes.upload_required.setChecked(True)
    (act,) = fields().acts()
    assert (act.photo_required, act.upload_required) == (True, True)


async def test_a_use_that_was_not_ended_stands_in_the_way(stage: Stage) -> None:
    await stage.open(ApprovalsPage, "m-keeper")
    driver.click("approvals.authorize")
    await see("authorization.window")
    driver.click("authorization.issue")
    await until(lambda: "has not been ended" in said("seal"))
    driver.click("authorization.cancel")
    await until(lambda: not sees("authorization.window"))


@pytest.mark.req("R-103", "R-080", "F")
@pytest.mark.req("R-104", "V", "inside", "outside")
@pytest.mark.req("R-109", "D", "shown")
async def test_issued_without_an_application(stage: Stage) -> None:
    page = await without(stage)
    assert driver.see("authorization.seal") == "合同专用章（二）"
    driver.click("authorization.issue")
    await until(lambda: said("member") == "Choose who is to use it.")
    driver.choose("authorization.member", "韩子墨")
    driver.choose("authorization.seal", "合同专用章（一）")
    driver.click("authorization.issue")
    await until(lambda: "has not been ended" in said("seal"))
    driver.choose("authorization.seal", "合同专用章（二）")
    driver.date("authorization.start", stage.now - world.HOUR)
    driver.write("authorization.count", "0")
    assert fields().options.photo.isChecked()
    fields().options.photo.click()
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))
    await until(lambda: records("authorizations.list")[0].subtitle == "合同专用章（二） · 0/∞")
    first = records("authorizations.list")[0]
    assert first.title == "韩子墨"
    assert (first.pill, first.note) == ("In use (waiting for the seal)", "sending")
    (row,) = await issued(page)
    assert (row.photo_required, row.wechat, row.method) == (False, True, Method.DIRECT)


@pytest.mark.req("R-120", "R-081", "F")
@pytest.mark.req("C-30", "C-03", "C")
async def test_several_people_get_a_pre_authorization_each(stage: Stage) -> None:
    page = await without(stage)
    driver.choose("authorization.member", "韩子墨")
    driver.choose("authorization.member", "许砚清")
    assert fields().member.picked() == ["m-clerk"]  # direct: one person
    fields().options.method.setCurrentIndex(1)
    driver.choose("authorization.member", "韩子墨")
    assert fields().member.words() == "许砚清、韩子墨"
    driver.choose("authorization.seal", "合同专用章（一）")  # somebody else is using it: any number may wait
    fields().auto_end.click()
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))
    assert stage.said.told == ["2 authorizations issued"]
    rows = await issued(page)
    assert {row.member for row in rows} == {"m-han", "m-clerk"}
    assert {state(row, stage.now) for row in rows} == {State.NOT_ACTIVATED}
    assert all(row.auto_end for row in rows)


@pytest.mark.req("R-111", "V", "inside", "at", "outside")
async def test_the_count_is_at_most_500(stage: Stage) -> None:
    await without(stage)
    count = fields().count
    for typed, taken in (("499", 499), ("500", 500), ("501", 50), ("0", 0)):
        driver.write("authorization.count", typed)
        assert count.value() == taken


@pytest.mark.req("R-114", "R-137", "V", "inside", "outside")
async def test_no_fingerprint_without_one_of_everybody(stage: Stage) -> None:
    page = await without(stage)
    fields().options.method.setCurrentIndex(1)
    await see("authorization.finger_why", "is a Bluetooth seal, which checks no fingerprints.")
    held = world.seal(world.GL, "合同专用章（一）", fingers=["m-han"])
    driver.click("authorization.cancel")
    await until(lambda: not sees("authorization.window"))
    await rooms.take(page.room.store, [held], now=stage.now)
    await until(lambda: page._records.known.seals[world.GL] == held)
    driver.click("authorizations.issue")
    fields().options.method.setCurrentIndex(1)
    driver.choose("authorization.seal", "合同专用章（一）")
    driver.choose("authorization.member", "韩子墨")
    assert fields().options.fingerprint.isEnabled()
    driver.choose("authorization.member", "许砚清")
    await see("authorization.finger_why", "“合同专用章（一）” holds no fingerprint of 许砚清.")
    assert not fields().options.fingerprint.isEnabled()
    assert not fields().acts()[0].fingerprint_required


SHOWN = {
    Feature.PHOTO: "photo",
    Feature.FINGERPRINT: "fingerprint",
    Feature.WECHAT: "wechat",
    Feature.UPLOAD_REQUIRED: "upload_required",
    Feature.SMS: "sms",
    Feature.PRE_AUTHORIZATION: "method",
    Feature.AREA: "area",
}


@pytest.mark.req("R-112", "D", "shown")
@pytest.mark.req("R-113")
@pytest.mark.parametrize("feature", list(SHOWN))
async def test_only_what_the_organization_has_checked_is_demanded(stage: Stage, feature: Feature) -> None:
    await without(stage, [feature])
    assert [each for each, name in SHOWN.items() if sees(f"authorization.{name}")] == [feature]
    assert sees("authorization.count")
    driver.choose("authorization.member", "韩子墨")
    driver.click("authorization.issue")
    await until(lambda: not sees("authorization.window"))


@pytest.mark.req("R-119", "L", "inside", "at", "outside")
async def test_more_than_50_uses_are_better_told_by_wechat(stage: Stage) -> None:
    await without(stage)
    fields().options.sms.click()
    for count, advised in ((50, False), (51, True), (1, False), (0, True)):
        driver.write("authorization.count", str(count))
        assert sees("authorization.sms_advice", "choose WeChat") is advised


async def test_an_end_before_the_start_is_said_beside_the_field(stage: Stage) -> None:
    await without(stage)
    driver.choose("authorization.member", "韩子墨")
    driver.date("authorization.end", stage.now - world.DAY)
    driver.click("authorization.issue")
    await until(lambda: said("end") == "The end must come after the start.")
    driver.press("authorization.cancel", "Space")
    await until(lambda: not sees("authorization.window"))


@pytest.mark.req("C-14", "C")
async def test_the_headquarters_has_to_consent_to_what_its_owner_does(stage: Stage) -> None:
    page = await stage.open(AuthorizationsPage, "m-owner")
    rows = [
        world.company(headquarters="m-hq"),
        world.authorization("z-1", stage.now, ended_at=stage.now),
    ]
    await rooms.take(page.room.store, rows, now=stage.now)
    await until(lambda: page._records.known.organization == rows[0])
    driver.click("authorizations.issue")
    driver.choose("authorization.member", "韩子墨")
    driver.choose("authorization.seal", "合同专用章（一）")
    driver.click("authorization.issue")
    await see("authorization.message", "The headquarters has to consent")
    assert page.room.me.role is Role.OWNER


async def test_in_a_low_window_it_is_scrolled(stage: Stage) -> None:
    page = await without(stage)
    page.window().resize(1093, 560)
    driver.click("authorization.cancel")
    await until(lambda: not sees("authorization.window"))
    driver.click("authorizations.issue")
    assert dialog().height() <= 560
