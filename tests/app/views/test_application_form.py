"""The form for an application: what it asks for, what it begins with, its files, and several seals at once."""

from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, QTime
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QPlainTextEdit, QSpinBox

from app.models import files, fold
from app.views.applications.fields import ApplicationFields
from app.views.applications.page import ApplicationsPage
from app.views.uses import UseOptions
from app.views.widgets.multi_choice import MultiChoice
from demo import driver
from domain.applications import Application
from domain.categories import Category
from domain.departments import Department
from domain.files import Attachment, Purpose
from domain.organization import Feature
from domain.seals import SealFlow
from domain.uses import Method
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, records, see, sees, titles
from tests.app.views.test_forms import picture
from tests.waiting import until


async def opened(stage: Stage, *features: Feature, who: str = "m-clerk") -> ApplicationsPage:
    """The form, in an organization that has checked these."""
    page = await stage.open(ApplicationsPage, who)
    some = [
        world.company(features=list(features) or world.FEATURES),
        Category(id="c-1", organization=world.ORG, name="银行业务"),
        Department(id="d-1", organization=world.ORG, name="采购部"),
    ]
    await rooms.take(page.room.store, some, now=stage.now)
    await until(lambda: "d-1" in page._known.departments and page._known.organization == some[0])
    driver.click("applications.new")
    return page


def fields(page: ApplicationsPage) -> ApplicationFields:
    return page._form.fields


def fill(**more: str) -> None:
    for name, text in ({"document": "补充协议二", "reason": "补盖骑缝章"} | more).items():
        driver.write(f"applications.{name}", text)


async def filed(page: ApplicationsPage) -> list[Application]:
    """What was filed here, oldest first."""
    rows = await page.room.store.run(lambda tx: fold.folded(tx, world.ORG, Application))
    return [each.row for each in rows if each.pending]


@pytest.mark.req("R-088", "L", "inside")
async def test_it_begins_with_what_is_most_likely(stage: Stage) -> None:
    stage.said.seal = world.SECOND
    page = await opened(stage)
    assert driver.see("applications.seal") == "合同专用章（二）"
    start, end = driver.find("applications.start"), driver.find("applications.end")
    assert isinstance(start, QDateTimeEdit)
    assert isinstance(end, QDateTimeEdit)
    assert abs(start.dateTime().secsTo(QDateTime.currentDateTime())) < 120
    assert end.dateTime() == QDateTime(start.date().addDays(1), QTime(18, 0))
    assert (fields(page).copies.value(), fields(page).count.value()) == (1, 1)
    fill()
    driver.click("applications.cancel")
    driver.click("applications.new")
    assert driver.see("applications.document") == ""


ASKED = [
    pytest.param(Feature.DEPARTMENT, "department", marks=pytest.mark.req("R-281", "F")),
    pytest.param(Feature.COUNT, "count", marks=pytest.mark.req("R-282")),
    pytest.param(Feature.START, "start", marks=pytest.mark.req("R-283")),
    pytest.param(Feature.END, "end", marks=pytest.mark.req("R-284")),
    pytest.param(Feature.AREA, "area", marks=pytest.mark.req("R-285", "F")),
    pytest.param(Feature.REMARK, "remark", marks=pytest.mark.req("R-286")),
    pytest.param(Feature.DOCUMENT_MARK, "mark", marks=pytest.mark.req("R-287", "F")),
    pytest.param(Feature.PHOTO, "photo", marks=pytest.mark.req("R-288", "F")),
    pytest.param(Feature.FINGERPRINT, "fingerprint", marks=pytest.mark.req("R-289", "F")),
    pytest.param(Feature.WECHAT, "wechat", marks=pytest.mark.req("R-290", "F")),
    pytest.param(Feature.UPLOAD_REQUIRED, "upload_required", marks=pytest.mark.req("R-291", "F")),
    pytest.param(Feature.SMS, "sms", marks=pytest.mark.req("R-292", "F")),
    pytest.param(Feature.PRE_AUTHORIZATION, "method", marks=pytest.mark.req("R-293", "F")),
]


@pytest.mark.parametrize(("feature", "name"), ASKED)
async def test_only_what_is_checked_is_asked_for_and_that_at_once(stage: Stage, feature: Feature, name: str) -> None:
    page = await opened(stage, feature)
    others = {param.values[1] for param in ASKED} - {name}
    assert sees(f"applications.{name}")
    assert not [other for other in others if sees(f"applications.{other}")]
    rest = [each for each in world.FEATURES if each is not feature]
    await rooms.take(page.room.store, [world.company(features=rest)], now=stage.now)
    await until(lambda: not sees(f"applications.{name}"))
    assert [other for other in others if not sees(f"applications.{other}")] == []


async def test_what_is_not_asked_for_has_its_usual_value(stage: Stage) -> None:
    page = await opened(stage, Feature.REMARK)
    fill()
    (act,) = page._form.acts()
    assert (act.count, act.start, act.end) == (0, stage.now, stage.now + 365 * world.DAY)
    assert (act.department, act.mark, act.area, act.options.photo, act.options.wechat) == (None, "", None, False, True)
    driver.click("applications.submit")
    await until(lambda: stage.said.told == ["Application submitted"])


@pytest.mark.req("R-002", "F")
@pytest.mark.parametrize("who", ["m-owner", "m-admin", "m-keeper", "m-clerk"])
async def test_whoever_is_a_member_files_one(stage: Stage, who: str) -> None:
    page = await opened(stage, Feature.COUNT, who=who)
    driver.choose("applications.seal", "合同专用章（一）")
    fill()
    driver.click("applications.submit")
    await until(lambda: "补充协议二" in titles("applications.list"))
    (row,) = await filed(page)
    assert (row.applicant, row.document) == (who, "补充协议二")


@pytest.mark.req("R-075", "D", "shown")
async def test_everything_that_can_be_filled_in_is_shown_again(stage: Stage, tmp_path: Path) -> None:
    page = await opened(stage)
    driver.choose("applications.seal", "合同专用章（一）")
    driver.choose("applications.category", "银行业务")
    driver.choose("applications.department", "采购部")
    fill(document_type="合同", mark="HT-2026-0417", copies="3", count="2", remark="第 3 页加盖骑缝章")
    driver.choose("applications.medium", "electronic")
    driver.find("applications.area.within").click()  # type: ignore[attr-defined]
    driver.write("applications.area.name", "总部")
    attached = tmp_path / "报价单.pdf"
    attached.write_bytes(b"%PDF-1.7")
    fields(page).pictures.take([picture(tmp_path, "第一页.png")])
    fields(page).attachments.take([attached])
    driver.click("applications.submit")
    await until(lambda: "补充协议二" in titles("applications.list"))
    for words in (
        *("合同专用章（一）", "银行业务", "采购部", "补盖骑缝章", "合同", "HT-2026-0417", "3 · electronic"),
        *("总部 · 500 m around 30.27415, 120.15515", "第 3 页加盖骑缝章", "a photo of each impression", "报价单.pdf"),
    ):
        await see("applications.detail", words)
    assert [thumb.caption for thumb in page._detail._pictures.view.thumbs()] == ["第一页.png"]
    assert await page.room.store.run(files.waiting) == 2
    named = await page.room.store.run(lambda tx: fold.folded(tx, world.ORG, Attachment))
    assert {each.row.purpose for each in named} == {Purpose.PICTURE, Purpose.ATTACHMENT}


@pytest.mark.parametrize(
    ("field", "sentence"),
    [("document", "Please name the document."), ("reason", "Please give a reason.")],
)
async def test_what_is_missing_is_said_beside_the_field(stage: Stage, field: str, sentence: str) -> None:
    page = await opened(stage)
    driver.choose("applications.department", "采购部")
    fill(**{field: ""})
    driver.click("applications.submit")
    await until(lambda: fields(page).fields[field].error == sentence)
    assert stage.said.told == []
    driver.write(f"applications.{field}", "再试一次")
    driver.press("applications.document", "Return")
    await until(lambda: stage.said.told == ["Application submitted"])


@pytest.mark.req("R-281", "F")
async def test_the_department_is_asked_for_where_there_are_some(stage: Stage) -> None:
    page = await opened(stage)
    fill()
    driver.click("applications.submit")
    await until(lambda: fields(page).fields["department"].error == "Please choose a department.")
    assert fields(page).fields["department"].is_required
    gone = Department(id="d-1", organization=world.ORG, name="采购部", deleted_at=stage.now)
    await rooms.take(page.room.store, [gone], now=stage.now)
    await until(lambda: not sees("applications.department"))
    driver.click("applications.submit")
    await until(lambda: stage.said.told == ["Application submitted"])


@pytest.mark.req("R-280", "F")
async def test_a_picture_is_demanded_where_that_is_checked(stage: Stage, tmp_path: Path) -> None:
    page = await opened(stage, Feature.PICTURE_REQUIRED)
    assert fields(page).fields["pictures"].is_required
    fill()
    driver.click("applications.submit")
    await until(lambda: fields(page).fields["pictures"].error == "Please add a picture of the document.")
    (tmp_path / "no.png").write_text("text")
    fields(page).pictures.take([tmp_path / "no.png"])
    await until(lambda: "is no PNG or JPEG picture" in fields(page).fields["pictures"].error)
    fields(page).pictures.take([picture(tmp_path, "page.png")])
    driver.click("applications.submit")
    await until(lambda: stage.said.told == ["Application submitted"])


@pytest.mark.req("R-088", "R-282", "L", "inside", "at", "outside")
async def test_the_count_is_at_most_500_and_0_is_unlimited(stage: Stage) -> None:
    page = await opened(stage)
    count = driver.find("applications.count")
    assert isinstance(count, QSpinBox)
    for typed, taken in (("0", 0), ("500", 500), ("501", 50)):
        driver.write("applications.count", typed)
        assert count.value() == taken
    driver.write("applications.count", "0")
    driver.choose("applications.department", "采购部")
    fill()
    driver.click("applications.submit")
    await see("applications.detail", "unlimited")
    assert (await filed(page))[0].count == 0


@pytest.mark.req("R-283", "R-284", "V", "inside", "outside")
async def test_the_period_is_judged_beside_its_field(stage: Stage) -> None:
    page = await opened(stage, Feature.START, Feature.END)
    fill()
    driver.date("applications.end", stage.now - 2 * world.DAY)
    driver.click("applications.submit")
    await until(lambda: fields(page).fields["end"].error == "The end must come after the start.")
    driver.date("applications.start", stage.now - 3 * world.DAY)
    driver.click("applications.submit")
    await until(lambda: fields(page).fields["end"].error == "The end is in the past.")
    driver.date("applications.end", stage.now + world.DAY)
    driver.click("applications.submit")
    await until(lambda: stage.said.told == ["Application submitted"])


@pytest.mark.req("R-286", "L", "inside", "at", "outside")
async def test_a_remark_has_120_characters_and_is_counted(stage: Stage) -> None:
    page = await opened(stage)
    remark = driver.find("applications.remark")
    assert isinstance(remark, QPlainTextEdit)
    for typed, counted in ((119, "119/120"), (120, "120/120"), (121, "120/120")):
        driver.write("applications.remark", "备" * typed)
        assert fields(page).fields["remark"].hint == counted
    assert len(remark.toPlainText()) == 120


@pytest.mark.req("R-119", "L", "inside", "at", "outside")
@pytest.mark.req("R-115")
async def test_more_than_50_uses_are_better_told_by_wechat(stage: Stage) -> None:
    page = await opened(stage)
    assert fields(page).options.wechat.isChecked()
    driver.write("applications.count", "51")
    assert not sees("applications.sms_advice")
    fields(page).options.sms.click()
    await see("applications.sms_advice", "choose WeChat")
    for count, advised in ((50, False), (49, False), (51, True), (0, True)):
        driver.write("applications.count", str(count))
        assert sees("applications.sms_advice") is advised


@pytest.mark.req("R-114", "R-137", "V", "inside", "outside")
@pytest.mark.req("C-27")
async def test_a_fingerprint_can_be_asked_for_only_where_there_is_one(stage: Stage) -> None:
    page = await opened(stage)
    box = fields(page).options.fingerprint
    driver.choose("applications.seal", "合同专用章（二）")
    await see("applications.finger_why", "is a Bluetooth seal, which checks no fingerprints.")
    driver.choose("applications.seal", "合同专用章（一）")
    await see("applications.finger_why", "holds no fingerprint of 许砚清.")
    assert not box.isEnabled()
    held = world.seal(world.GL, "合同专用章（一）", fingers=["m-clerk"])
    await rooms.take(page.room.store, [held], now=stage.now)
    await until(box.isEnabled)
    assert not sees("applications.finger_why")
    box.click()
    assert page._form.acts()[0].options.fingerprint


@pytest.mark.req("R-089", "U")
@pytest.mark.req("C-12", "C-13", "C")
async def test_the_flow_of_seal_and_category_stands_beside_the_form(stage: Stage) -> None:
    page = await opened(stage)
    flow = page._form._flow
    driver.choose("applications.seal", "财务专用章")
    await until(lambda: "周明远 approves" in flow.accessibleDescription())
    assert "顾予安 authorizes" in flow.accessibleDescription()
    driver.choose("applications.seal", "苏州分公司行政公章")
    await until(lambda: flow.accessibleDescription().endswith(": 周明远、陈佳宁 authorizes"))
    flows = [SealFlow(None, "t-1"), SealFlow("c-1", "t-2")]
    await rooms.take(page.room.store, [world.seal(world.GL, "合同专用章（一）", flows=flows)], now=stage.now)
    driver.choose("applications.seal", "合同专用章（一）")
    await until(lambda: "林知夏 approves; 沈若溪 authorizes" in flow.accessibleDescription())
    await see("applications.flow", "Copied to: 周明远")
    driver.choose("applications.category", "银行业务")
    await until(lambda: "林知夏 approves; 周明远 approves; 沈若溪 authorizes" in flow.accessibleDescription())


@pytest.mark.req("C-12", "C")
async def test_a_category_for_which_the_seal_has_no_flow_is_not_offered(stage: Stage) -> None:
    page = await opened(stage)
    box = fields(page).category
    driver.choose("applications.seal", "合同专用章（一）")
    assert [box.itemData(at) for at in range(box.count())] == ["", "c-1"]
    flows = [SealFlow("c-1", "t-2")]
    await rooms.take(page.room.store, [world.seal(world.GL, "合同专用章（一）", flows=flows)], now=stage.now)
    await until(lambda: [box.itemData(at) for at in range(box.count())] == ["c-1"])
    driver.choose("applications.seal", "财务专用章")
    assert [box.itemData(at) for at in range(box.count())] == ["", "c-1"]


async def test_several_seals_are_one_application_each_and_shown_together(stage: Stage) -> None:
    page = await opened(stage, Feature.COUNT)
    driver.choose("applications.seal", "合同专用章（一）")
    driver.click("applications.several")
    driver.choose("applications.seal", "合同专用章（二）")
    seal = driver.find("applications.seal")
    assert isinstance(seal, MultiChoice)
    assert seal.words() == "合同专用章（一）、合同专用章（二）"
    await see("applications.flow", "合同专用章（二）")
    fill()
    driver.click("applications.submit")
    await until(lambda: titles("applications.list").count("补充协议二") == 2)
    first, second = await filed(page)
    assert first.group == second.group
    assert first.group is not None
    assert [record.note for record in records("applications.list")[:2]] == ["one of 2 · sending"] * 2
    await see("applications.detail.together", "In approval")
    shown = page._detail.shown
    other = page._detail._together.itemAt(0).widget()
    assert other is not None
    other.click()  # type: ignore[attr-defined]
    assert page._detail.shown != shown


async def test_of_several_none_is_filed_if_one_is_refused(stage: Stage) -> None:
    page = await opened(stage, Feature.COUNT)
    driver.choose("applications.seal", "合同专用章（一）")
    driver.click("applications.several")
    driver.choose("applications.seal", "财务专用章")
    fill(document="")
    driver.click("applications.submit")
    await until(lambda: fields(page).fields["document"].error)
    assert await filed(page) == []


async def test_applying_again_begins_with_what_was_applied_for(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk")
    driver.choose("applications.list", "员工在职证明")
    driver.click("applications.again")
    assert driver.see("applications.document") == "员工在职证明"
    assert driver.see("applications.reason") == "与供应商续签年度采购框架，三方各执一份"
    assert (fields(page).copies.value(), fields(page).count.value()) == (3, 0)
    assert fields(page).end.dateTime() > QDateTime.currentDateTime()
    driver.click("applications.submit")
    await until(lambda: titles("applications.list").count("员工在职证明") == 2)


@pytest.mark.req("R-117", "V", "inside", "outside")
@pytest.mark.req("C-23")
async def test_who_owes_pictures_is_told_before_he_fills_anything_in(stage: Stage) -> None:
    page = await opened(stage, Feature.UPLOAD_REQUIRED)
    assert not sees("applications.owed")
    owed = world.authorization("z-1", stage.now, upload_required=True, pressed=3, pictured=1)
    await rooms.take(page.room.store, [owed], now=stage.now)
    await see("applications.owed", "2 of your impressions have no picture yet")
    page._form._owed.action.click()
    assert stage.said.opened == ["ready"]
    fill()
    driver.click("applications.submit")
    await see("applications.message", "2 of your impressions have no picture yet")
    paid = world.authorization("z-1", stage.now, upload_required=True, pressed=3, pictured=3)
    await rooms.take(page.room.store, [paid], now=stage.now)
    await until(lambda: not sees("applications.owed"))
    driver.click("applications.submit")
    await until(lambda: stage.said.told == ["Application submitted"])


async def test_a_seal_that_is_not_bound_cannot_be_applied_for(stage: Stage) -> None:
    await opened(stage)
    with pytest.raises(driver.NotThere):
        driver.choose("applications.seal", "法定代表人章")


async def test_the_way_says_what_it_means(stage: Stage) -> None:
    page = await opened(stage)
    options = fields(page).options
    assert isinstance(options, UseOptions)
    assert "as soon as the seal has heard of it" in options._way.hint
    options.method.setCurrentIndex(1)
    assert "activation code" in options._way.hint
    assert options.options().method is Method.PRE
    kinds = driver.find("applications.document_type")
    assert isinstance(kinds, QComboBox)
    driver.write("applications.document_type", "员工手册")
    assert page._form.acts()[0].document_type == "员工手册"
