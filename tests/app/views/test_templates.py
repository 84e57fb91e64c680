"""Approval templates and seal-use categories: made, changed and deleted by clicks, with no cloud in reach."""

import msgspec
import pytest
from PySide6.QtWidgets import QTabBar

from app.models import fold
from app.views.templates.page import TemplatesPage
from demo import driver
from domain.categories import Category
from domain.organization import Permission, Role
from domain.seals import SealFlow
from domain.templates import SYSTEM_ID, SYSTEM_NAME, Template
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, chosen, records, see, sees, titles
from tests.waiting import until

CONTRACTS = Category(id="c-1", organization=world.ORG, name="合同类")
SYSTEM = Template(id=SYSTEM_ID, organization=world.ORG, name=SYSTEM_NAME, system=True, approvers=[])


async def templates(page: TemplatesPage) -> dict[str, Template]:
    found = await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).all(Template))
    return {each.name: each for each in found if each.deleted_at is None}


async def open_with(stage: Stage, *rows: Template | Category, who: str = "m-admin") -> TemplatesPage:
    """The page, when the organization has these as well; the contract seal's flow for contracts is its own."""
    page = await stage.open(TemplatesPage, who)
    seal = world.seal(world.GL, "合同专用章（一）", flows=[SealFlow(None, "t-1"), SealFlow("c-1", "t-2")])
    await rooms.take(page.room.store, [*rows, seal], now=stage.now)
    return page


def to_categories() -> None:
    driver.press("templates.tabs", "Right")


@pytest.mark.req("R-010", "R-199", "F")
async def test_a_template_is_made_with_approvers_in_order_and_copies(stage: Stage) -> None:
    page = await stage.open(TemplatesPage, "m-admin")
    driver.click("templates.new")
    driver.write("templates.name", "投标用印")
    for name in ("林知夏", "周明远", "陈佳宁"):
        driver.choose("templates.approvers", name)
        driver.click("templates.add_approvers")
    await see("templates.approvers_up_2")
    driver.click("templates.approvers_up_2")
    await see("templates.approvers_down_0")
    driver.click("templates.approvers_down_0")
    driver.choose("templates.copied", "韩子墨")
    driver.click("templates.add_copied")
    driver.click("templates.save")
    await until(lambda: chosen("templates.list") == "投标用印")
    made = (await templates(page))["投标用印"]
    assert made.approvers == ["m-owner", "m-approver", "m-admin"]
    assert made.copied == ["m-han"]
    await see("templates.detail", "陈佳宁 approves; 林知夏 approves; 周明远 approves")
    assert [each.note for each in records("templates.list")] == ["", "sending", ""]
    assert stage.said.told == ["Template saved"]


@pytest.mark.req("R-201", "L", "at")
async def test_three_approvers_and_three_copied_and_no_fourth_is_offered(stage: Stage) -> None:
    page = await stage.open(TemplatesPage, "m-admin")
    driver.click("templates.new")
    for key in ("approvers", "copied"):
        for _ in range(3):
            driver.click(f"templates.add_{key}")
        assert not sees(f"templates.add_{key}")
        await see(f"templates.{key}_out_1")
        driver.click(f"templates.{key}_out_1")
        await see(f"templates.add_{key}")
        driver.click(f"templates.add_{key}")
    driver.write("templates.name", "三级审批")
    driver.click("templates.save")
    await until(lambda: chosen("templates.list") == "三级审批")
    made = (await templates(page))["三级审批"]
    assert (len(made.approvers), len(made.copied)) == (3, 3)


@pytest.mark.req("R-010", "F")
async def test_a_template_is_changed(stage: Stage) -> None:
    page = await stage.open(TemplatesPage, "m-owner")
    driver.choose("templates.list", "合同用印")
    driver.click("templates.edit")
    assert driver.see("templates.name") == "合同用印"
    driver.write("templates.name", "财务用印")
    driver.click("templates.save")
    await see("templates.form", "There is a template named “财务用印” already.")
    driver.write("templates.name", "合同与协议用印")
    await see("templates.approvers_out_0")
    driver.click("templates.approvers_out_0")
    driver.click("templates.save")
    await see("templates.detail", "合同与协议用印")
    changed = (await templates(page))["合同与协议用印"]
    assert (changed.id, changed.approvers) == ("t-1", [])


@pytest.mark.req("R-010", "F")
async def test_a_template_that_a_seal_uses_stays_and_one_that_none_uses_is_deleted(stage: Stage) -> None:
    spare = Template(id="t-9", organization=world.ORG, name="备用", approvers=["m-approver"])
    page = await open_with(stage, spare, CONTRACTS)
    driver.choose("templates.list", "财务用印")
    await see("templates.detail", "合同专用章（一）（合同类）")
    driver.click("templates.delete")
    await see("templates.message", "uses this template; remove it there first.")
    assert not sees("confirm.window")
    await until(lambda: "备用" in titles("templates.list"))
    driver.choose("templates.list", "备用")
    await see("templates.detail", "备用")
    driver.click("templates.delete")
    await see("confirm.window")
    driver.click("confirm.yes")
    await until(lambda: "备用" not in titles("templates.list"))
    assert "备用" not in await templates(page)


@pytest.mark.req("R-198", "F")
async def test_the_system_template_is_seen_but_neither_changed_nor_deleted(stage: Stage) -> None:
    page = await stage.open(TemplatesPage, "m-owner")
    assert "System template" not in titles("templates.list")
    await rooms.take(page.room.store, [SYSTEM], now=stage.now)
    await until(lambda: "System template" in titles("templates.list"))
    driver.choose("templates.list", "System template")
    await see("templates.message", "The system template can be neither changed nor deleted.")
    assert not sees("templates.edit")
    assert not sees("templates.delete")


@pytest.mark.req("R-200", "R-202", "F")
async def test_who_authorizes_is_told_as_the_last_step(stage: Stage) -> None:
    await stage.open(TemplatesPage, "m-admin")
    driver.choose("templates.list", "合同用印")
    await see("templates.detail", "Authorizer Keepers of the seal; without keepers owner or administrator")


@pytest.mark.req("R-207", "R-210", "V", "inside")
@pytest.mark.req("R-205", "R-206", "R-208", "R-209", "F")
async def test_a_category_is_added_renamed_and_deleted(stage: Stage) -> None:
    page = await stage.open(TemplatesPage, "m-admin")
    to_categories()
    driver.click("templates.new")
    driver.write("categories.name", "投标类")
    driver.click("categories.save")
    await until(lambda: chosen("categories.list") == "投标类")
    driver.write("categories.name", "招投标类")
    driver.click("categories.save")
    await until(lambda: titles("categories.list") == ["招投标类"])
    driver.click("categories.delete")
    await see("confirm.window")
    driver.click("confirm.yes")
    await until(lambda: titles("categories.list") == [])
    assert stage.said.told == ["Category added", "Category renamed", "Category deleted"]
    found = await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).all(Category))
    assert [each.deleted_at is None for each in found] == [False]


@pytest.mark.req("R-207", "V", "outside")
async def test_a_name_that_is_taken_is_not_added(stage: Stage) -> None:
    await open_with(stage, CONTRACTS)
    to_categories()
    await until(lambda: titles("categories.list") == ["合同类"])
    driver.click("templates.new")
    driver.write("categories.name", "合同类")
    driver.click("categories.save")
    await see("categories.detail", "Not added: there is a category named “合同类” already.")
    assert titles("categories.list") == ["合同类"]


@pytest.mark.req("R-210", "V", "outside")
async def test_a_category_in_a_seals_flow_is_not_deleted(stage: Stage) -> None:
    await open_with(stage, CONTRACTS)
    to_categories()
    await see("categories.detail", "合同专用章（一） · 财务用印")
    driver.click("categories.delete")
    await see("categories.message", "uses this category; remove it there first.")
    assert not sees("confirm.window")
    assert titles("categories.list") == ["合同类"]


async def test_what_is_being_written_stays_when_other_rows_come(stage: Stage) -> None:
    page = await open_with(stage, CONTRACTS)
    driver.click("templates.new")
    driver.write("templates.name", "半途")
    renamed = msgspec.structs.replace(CONTRACTS, name="合同协议类")
    await rooms.take(page.room.store, [renamed], now=stage.now)
    await until(lambda: page._rules.categories[0].row.name == "合同协议类")
    assert driver.see("templates.name") == "半途"
    driver.click("templates.cancel")
    assert sees("templates.detail")


async def test_nothing_there_yet(stage: Stage) -> None:
    await stage.open(TemplatesPage, "m-admin", empty=True)
    page = driver.find("templates.tabs")
    assert isinstance(page, QTabBar)
    to_categories()
    assert page.currentIndex() == 1
    driver.click("templates.new")
    driver.click("categories.save")
    await see("categories.detail", "Please give a name.")


def test_who_may_not_set_flows_has_no_such_place() -> None:
    from app.views.places import NEEDS
    from domain.organization import MATRIX

    assert NEEDS["templates"] is Permission.CONFIGURE_FLOW
    assert Permission.CONFIGURE_FLOW not in MATRIX[Role.MEMBER] | MATRIX[Role.KEEPER]
