"""My applications: the list, the form, and what becomes of an application filed offline."""

import pytest

from app.models import fold
from app.views.applications.known import read_known
from app.views.applications.page import FILTERS, ApplicationsPage
from app.views.look import Tone
from demo import driver
from domain.applications import Application, ApplicationState, StepState
from domain.organization import AUDITOR
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, chosen, records, see, sees, titles
from tests.waiting import until

MINE = ["海关申报授权委托书", "苏州分公司银行询证函", "云杉采购框架协议", "员工在职证明", "仓储租赁补充协议二"]


@pytest.mark.req("R-090", "F")
@pytest.mark.req("R-091", "R-092", "R-093", "S")
async def test_only_mine_the_newest_first_with_their_states(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk")
    assert titles("applications.list") == MINE
    shown = records("applications.list")
    assert [record.pill for record in shown] == ["In approval", "In approval", "Authorized", "Rejected", "Authorized"]
    assert shown[3].tone is Tone.DANGER
    assert not page.covered


@pytest.mark.req("R-090", "F")
async def test_narrowed_by_state_and_by_words(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk")
    switch = page.findChild(type(page._filter), "applications.filter")
    switch.setCurrentIndex(2)
    assert titles("applications.list") == ["员工在职证明"]
    switch.setCurrentIndex(0)
    page.header.search.setText("sq-20261123-001")
    assert titles("applications.list") == ["云杉采购框架协议"]


@pytest.mark.req("R-002")
async def test_the_detail_shows_the_way_it_took(stage: Stage) -> None:
    await stage.open(ApplicationsPage, "m-clerk")
    driver.choose("applications.list", "采购框架")
    said = driver.see("applications.detail")
    for words in (
        "SQ-20261123-001",
        "合同专用章（一）",
        "与供应商续签",
        "林知夏 approved · 条款已核对",
        "沈若溪 authorized",
    ):
        assert words in said
    driver.choose("applications.list", "在职证明")
    await see("applications.detail", "rejected · 附件缺页")
    await see("applications.detail", "unlimited")


def _fill(without: str = "") -> None:
    driver.click("applications.new")
    driver.choose("applications.seal", "合同专用章（一）")
    for field, text in {"document": "补充协议二", "reason": "补盖骑缝章"}.items():
        if field != without:
            driver.write(f"applications.{field}", text)
    driver.write("applications.copies", "3")
    driver.write("applications.count", "2")


@pytest.mark.req("R-087", "F")
@pytest.mark.req("R-018")
async def test_applied_offline_it_waits_visibly_and_settles_when_the_cloud_has_spoken(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk")
    _fill()
    driver.click("applications.submit")
    await until(lambda: "补充协议二" in titles("applications.list"))
    first = records("applications.list")[0]
    assert (first.title, first.pill, first.note) == ("补充协议二", "In approval", "sending")
    await see("applications.detail", "number follows")
    assert stage.said.told == ["Application submitted"]

    store = page.room.store
    rows = await store.run(lambda tx: fold.folded(tx, world.ORG, Application))
    made = next(each.row for each in rows if each.row.document == "补充协议二")
    assert (made.copies, made.count, made.steps[0].state) == (3, 2, StepState.PENDING)
    answered = world.application(made.id, made.document, stage.now, number="SQ-20261123-099", created_at=stage.now)
    await stage.settle_acts(store, answered)
    await see("applications.detail", "SQ-20261123-099")
    assert records("applications.list")[0].note == ""
    assert titles("applications.list").count("补充协议二") == 1


async def test_what_the_cloud_refuses_leaves_the_list(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk")
    _fill()
    driver.click("applications.submit")
    await until(lambda: "补充协议二" in titles("applications.list"))
    await stage.settle_acts(page.room.store, refused="不可以")
    await until(lambda: titles("applications.list") == MINE)


async def test_nobody_has_applied_yet(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk", empty=True)
    assert page.covered
    assert page.state.title.text() == "No application yet"
    page.state.action.click()
    assert not page.covered
    assert sees("applications.document")


async def test_a_search_keeps_what_is_chosen(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk")
    driver.choose("applications.list", "采购框架")
    page.header.search.setText("协议")
    assert chosen("applications.list") == "云杉采购框架协议"


async def test_names_of_what_has_gone_are_not_made_up(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk")
    known = await page.room.store.run(lambda tx: read_known(tx, world.ORG))
    assert known.names(["m-keeper", "nobody"]) == "沈若溪、—"
    assert known.seal("GL-gone") == "GL-gone"


@pytest.mark.req("R-090", "F")
@pytest.mark.req("C-06", "C")
async def test_withdrawn_after_a_question_it_stays_in_the_list(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk")
    driver.choose("applications.list", "银行询证函")
    driver.click("applications.withdraw")
    await see("confirm.yes")
    driver.click("confirm.yes")
    await until(lambda: records("applications.list")[1].pill == "Withdrawn")
    assert records("applications.list")[1].note == "sending"
    assert stage.said.told == ["Application withdrawn"]
    assert not sees("applications.withdraw")
    assert not sees("applications.urge")
    page._filter.setCurrentIndex(FILTERS.index(ApplicationState.WITHDRAWN))
    assert titles("applications.list") == ["苏州分公司银行询证函"]


async def test_what_somebody_has_decided_cannot_be_withdrawn_but_urged_once_an_hour(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk")
    begun = world.application("a-9", "对账单", stage.now, steps=[world.approved(stage.now), world.to_authorize()])
    await rooms.take(page.room.store, [begun], now=stage.now)
    await until(lambda: "对账单" in titles("applications.list"))
    driver.choose("applications.list", "对账单")
    assert not sees("applications.withdraw")
    driver.click("applications.urge")
    await until(lambda: stage.said.told == ["Urged"])
    await see("applications.detail", "to authorize · urged")
    driver.click("applications.urge")
    await see("applications.fault", "It was urged within the last hour.")
    driver.choose("applications.list", "云杉采购框架协议")
    await until(lambda: not sees("applications.fault", "urged"))
    assert not sees("applications.urge")


@pytest.mark.req("R-295", "S")
@pytest.mark.req("C-08")
async def test_in_free_use_nothing_is_offered_and_that_is_said(stage: Stage) -> None:
    page = await stage.open(ApplicationsPage, "m-clerk")
    driver.click("applications.new")
    await rooms.take(page.room.store, [world.company(features=[])], now=stage.now)
    await until(page.banner.isVisible)
    assert page.banner.words.text() == "Seals are in free use here: no application or authorization is needed."
    for offered in ("applications.new", "applications.form", "applications.again"):
        assert not sees(offered)
    assert titles("applications.list") == MINE  # what was before can be read


async def test_who_may_not_apply_is_offered_nothing(stage: Stage) -> None:
    auditor = world.custom("m-clerk", AUDITOR)
    page = await stage.show(ApplicationsPage, await stage.room("m-clerk", me=auditor))
    assert titles("applications.list") == MINE
    assert not sees("applications.new")
    assert not sees("applications.again")
    page.open_form()
    assert not sees("applications.form")
