"""What may be done with departments, subsidiaries, quotas and the organization itself: a few clicks each, offline."""

import msgspec
import pytest
from PySide6.QtWidgets import QLabel

from app.views.organization.page import OrganizationPage
from demo import driver
from domain.organization import Organization, Quotas
from domain.quotas import Quota, RequestQuota
from domain.subsidiaries import SetHeadquartersApproval
from tests.app.views import rooms, staff, world
from tests.app.views.stage import Stage, see, sees
from tests.waiting import until


@pytest.mark.req("R-227", "F")
@pytest.mark.req("R-228", "F")
@pytest.mark.req("R-229", "F")
async def test_a_department_is_added_renamed_and_deleted(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-clerk2")
    page.menu.actions()[0].trigger()
    await see("department.window")
    driver.write("department.name", "采购部")
    driver.click("department.confirm")
    await until(lambda: "named “采购部” already" in driver.see("department.window"))
    driver.write("department.name", "仓储部")
    driver.click("department.confirm")
    await until(lambda: "仓储部" in driver.see("organization.tree"))
    assert page._tree.choose(f"department:{staff.BUYING}")
    await see("organization.department_detail", "周明远、顾予安、许砚清")
    driver.click("organization.rename_department")
    await see("department.window")
    driver.write("department.name", "采购中心")
    driver.click("department.confirm")
    await until(lambda: "采购中心" in driver.see("organization.tree"))
    driver.click("organization.delete_department")
    await see("confirm.window", "Its 3 members will be in no department.")
    driver.click("confirm.yes")
    await until(lambda: "采购中心" not in driver.see("organization.tree"))
    assert (await staff.member(page, "m-clerk")).department is None
    assert page._tree.choose("none:")
    await see("organization.department_detail", "许砚清")
    assert not sees("organization.delete_department")


@pytest.mark.req("R-257", "F")
@pytest.mark.req("R-258", "F")
async def test_a_subsidiary_is_added_renamed_and_deleted_by_its_typed_name(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    page.menu.actions()[1].trigger()
    await see("subsidiary.window")
    driver.click("subsidiary.confirm")
    await until(lambda: "Please give a name." in driver.see("subsidiary.window"))
    driver.write("subsidiary.name", "云杉精密仪器（宁波）有限公司")
    driver.write("subsidiary.owner", "傅云舟")
    driver.write("subsidiary.phone", "199 0000 0061")
    driver.click("subsidiary.confirm")
    await until(lambda: "宁波" in driver.see("organization.tree"))
    driver.choose("organization.tree", "苏州）有限公司")
    await see("organization.subsidiary_detail", "19900000041")
    driver.click("organization.rename_subsidiary")
    await see("subsidiary.window")
    driver.write("subsidiary.name", "云杉（苏州）")
    driver.click("subsidiary.confirm")
    await until(lambda: "云杉（苏州）" in driver.see("organization.tree"))
    driver.click("organization.delete_subsidiary")
    await see("subsidiary.window")
    driver.write("subsidiary.name", "云杉")
    driver.click("subsidiary.confirm")
    await until(lambda: "another one" in driver.see("subsidiary.window"))
    driver.write("subsidiary.name", "云杉（苏州）")
    driver.click("subsidiary.confirm")
    await until(lambda: "云杉（苏州）" not in driver.see("organization.tree"))


@pytest.mark.req("R-259", "F")
async def test_the_headquarters_approval_is_off_until_it_is_saved_with_an_approver(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    assert page._tree.choose(f"subsidiary:{staff.SUZHOU}")
    await see("organization.subsidiary_detail", "not needed")
    detail = page._subsidiary
    assert not detail._needed.isChecked()
    assert not detail._approver.isEnabled()
    assert not detail._save.isEnabled()
    driver.click("organization.approval_needed")
    driver.choose("organization.approver", "周明远")
    driver.click("organization.save_approval")
    await until(lambda: stage.said.told == ["Headquarters' approval is on"])
    assert await staff.pending(page) == [SetHeadquartersApproval(subsidiary=staff.SUZHOU, approver="m-admin")]
    assert page._tree.choose(f"subsidiary:{staff.CHENGDU}")
    await until(lambda: detail._needed.isChecked() and detail._approver.currentText() == "周明远")
    driver.click("organization.approval_needed")
    driver.click("organization.save_approval")
    await until(lambda: stage.said.told[-1] == "Headquarters' approval is off")
    await until(lambda: not detail._save.isEnabled())


@pytest.mark.req("R-254", "F")
async def test_the_information_of_the_organization_is_changed(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-owner")
    driver.click("organization.change_information")
    await see("information.window")
    driver.write("information.address", "杭州市余杭区 1 号")
    driver.write("information.remind_after_h", "0")
    driver.write("information.withheld_alarm_h", "6")
    driver.write("information.silent_alarm_d", "3")
    driver.click("information.confirm")
    await see("organization.information", "杭州市余杭区 1 号")
    shown = driver.see("organization.information")
    assert all(words in shown for words in ("never", "after 6 h", "after 3 d"))
    assert page.room.id == world.ORG


@pytest.mark.req("R-255", "F")
@pytest.mark.req("R-256", "V", "outside")
async def test_an_organization_with_seals_is_not_deleted_and_says_why(stage: Stage) -> None:
    await staff.open_page(stage, "m-owner")
    driver.click("organization.delete")
    await see("organization.information_message", "5 seals are still bound")


@pytest.mark.req("R-255", "F")
async def test_an_empty_organization_is_deleted_by_its_typed_name(stage: Stage) -> None:
    room = await stage.room("m-owner", empty=True)
    company = Organization(id=world.ORG, organization=world.ORG, name="云杉精密仪器有限公司", created_at=1)
    await rooms.take(room.store, [company], now=stage.now)
    page = await stage.show(OrganizationPage, room)
    driver.click("organization.delete")
    await see("delete_organization.window")
    driver.write("delete_organization.name", "云杉")
    driver.click("delete_organization.confirm")
    await until(lambda: "another one" in driver.see("delete_organization.window"))
    driver.write("delete_organization.name", "云杉精密仪器有限公司")
    driver.click("delete_organization.confirm")
    await until(lambda: stage.said.told == ["The organization is being deleted"])
    assert [type(each).__name__ for each in await staff.pending(page)] == ["DeleteOrganization"]


@pytest.mark.req("R-041", "F")
async def test_more_is_asked_for_and_the_answer_stands_there(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-admin")
    read = driver.see("organization.information")
    assert "Asked for 300: waiting for the operator" in read
    assert "Asked for 500: refused" in read
    assert "请先续费后再申请增加印章数量" in read
    assert isinstance(count := driver.find("quota.people"), QLabel)
    assert count.text() == "9/100"
    assert not sees("quota.ask_people")  # one request waits at a time
    assert not sees("organization.change_information")
    driver.click("quota.ask_departments")
    await see("quota.window")
    driver.click("quota.confirm")
    await until(lambda: "Please give a reason." in driver.see("quota.window"))
    driver.write("quota.wanted", "80")
    driver.write("quota.reason", "新设二十个项目部")
    driver.click("quota.confirm")
    await until(lambda: "Asked for 80: waiting for the operator" in driver.see("organization.information"))
    (asked,) = await staff.pending(page)
    assert isinstance(asked, RequestQuota)
    assert (asked.quota, asked.wanted, asked.reason) == (Quota.DEPARTMENTS, 80, "新设二十个项目部")


@pytest.mark.req("R-039", "L", "outside")
async def test_one_more_than_the_quota_is_refused_in_words(stage: Stage) -> None:
    company = next(each for each in (await world.World(stage.now).fill()).rows if isinstance(each, Organization))
    full = msgspec.structs.replace(company, quotas=Quotas(people=9))
    await staff.open_page(stage, "m-owner", full)
    driver.click("organization.add")
    await see("member.window")
    driver.write("member.name", "第十人")
    driver.write("member.phone", "19900000071")
    driver.click("member.confirm")
    await see("member.message", "as many people as there may be (9)")
    driver.click("member.cancel")
    await until(lambda: not sees("member.window"))


async def test_what_the_cloud_refuses_is_as_it_was(stage: Stage) -> None:
    page = await staff.open_page(stage, "m-admin")
    assert page._tree.choose("member:m-clerk")
    driver.choose("organization.department", "法务")
    driver.click("organization.move")
    await until(lambda: "许砚清 · 许砚清, sending" in driver.see("organization.tree"))
    await stage.settle_acts(page.room.store, refused="没有权限")
    await until(lambda: "sending" not in driver.see("organization.tree"))
    assert (await staff.member(page, "m-clerk")).department == staff.BUYING
