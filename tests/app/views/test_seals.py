"""The seals, and connecting to one: with a real seal on a virtual radio, and with none."""

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from app.device import radio
from app.device.radio import Radio
from app.services import nearby
from app.views.i18n import Tongue
from app.views.seals.lines import read_seals
from app.views.seals.page import SealsPage
from demo import driver
from domain.categories import Category
from domain.organization import Role
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.app.views import rooms, world
from tests.app.views.stage import Stage, chosen, records, see, sees, titles
from tests.waiting import until

NAMES = [
    "云杉精密仪器有限公司苏州分公司行政公章（2026 年启用）",
    "合同专用章（一）",
    "合同专用章（二）",
    "法定代表人章",
    "财务专用章",
]

NOT_MINE = (
    *("seals.bind", "seals.keeper", "seals.add_keeper", "seals.template", "seals.set_flow", "seals.edit"),
    *("seals.save_settings", "seals.unbind", "seals.letting_go", "seals.enrol", "seals.lock", "seals.offline_use"),
)


@pytest.mark.req("R-009")
async def test_the_list_says_how_each_is(stage: Stage) -> None:
    await stage.open(SealsPage, "m-admin")
    assert titles("seals.list") == NAMES
    pills = ["Locked", "Ready to stamp", "Needs authorization", "Waiting for the seal", "Restricted"]
    assert [record.pill for record in records("seals.list")] == pills
    assert records("seals.list")[1].subtitle == "GL · GL2026000001 · 88%"


async def test_the_detail_of_one(stage: Stage) -> None:
    stage.said.seal = world.GL
    await stage.open(SealsPage, "m-admin")
    assert chosen("seals.list") == "合同专用章（一）"
    said = driver.see("seals.detail")
    for part in (
        "2/3 · 许砚清",
        "88%",
        "GYGL2026010101",
        "30.27415",
        "not heard by this computer",
    ):
        assert part in said
    driver.click("seals.parts.rules")
    said = driver.see("seals.detail")
    assert "沈若溪、顾予安" in said
    assert "合同用印" in said
    driver.choose("seals.list", "苏州分公司")
    await see("seals.detail", "none yet: owner and administrator authorize")


@pytest.mark.req("R-014", "R-055", "R-168")
async def test_what_is_not_mine_to_do_is_not_shown(stage: Stage) -> None:
    page = await stage.open(SealsPage, "m-clerk")
    parts = [page._detail.switch.tabData(at) for at in range(page._detail.switch.count())]
    assert parts == ["status", "rules", "settings"]
    for part in parts:
        driver.click(f"seals.parts.{part}")
        assert not any(map(sees, NOT_MINE))
    assert sees("seals.connect")


@pytest.mark.req("R-173", "F")
async def test_a_keeper_is_added_offline(stage: Stage) -> None:
    page = await stage.open(SealsPage, "m-admin")
    driver.click("seals.parts.rules")
    driver.choose("seals.list", "合同专用章（二）")
    driver.choose("seals.keeper", "顾予安")
    driver.click("seals.add_keeper")
    await see("seals.detail", "沈若溪、顾予安")
    assert records("seals.list")[2].note == "sending"
    assert stage.said.told == ["Keeper added"]
    assert not sees("seals.keeper")  # nobody else has the keeper role
    seals = await page.room.store.run(lambda tx: read_seals(tx, world.ORG, stage.now))
    row = next(line.seal.row for line in seals.lines if line.seal.row.id == world.SECOND)
    assert [member.name for member in seals.may_keep(row)] == []


@pytest.mark.req("R-170", "F")
async def test_the_flow_is_set_offline(stage: Stage) -> None:
    page = await stage.open(SealsPage, "m-admin")
    driver.click("seals.parts.rules")
    driver.choose("seals.list", "苏州分公司")
    await see("seals.detail", "none: only the authorizing step is taken")
    driver.choose("seals.template", "财务用印")
    driver.click("seals.set_flow")
    await until(lambda: page._detail.flows.name.text() == "财务用印")
    assert page._detail.flows.steps.accessibleDescription() == (
        "林知夏 approves; 周明远 approves; Owner or administrator authorizes"
    )
    assert stage.said.told == ["Approval flow set"]


@pytest.mark.req("R-171", "R-205", "F")
@pytest.mark.req("R-172", "V", "inside", "outside")
async def test_each_kind_of_use_has_one_flow_of_its_own(stage: Stage) -> None:
    page = await stage.open(SealsPage, "m-admin")
    driver.click("seals.parts.rules")
    kinds = [Category(id=f"c-{name}", organization=world.ORG, name=name) for name in ("合同类", "投标类")]
    await rooms.take(page.room.store, kinds, now=stage.now)
    driver.choose("seals.list", "合同专用章（一）")
    await until(lambda: sees("seals.category"))
    driver.choose("seals.category", "合同类")
    assert "合同用印, as for all other kinds of use" in driver.see("seals.detail")
    assert not sees("seals.clear_flow")  # nothing of its own
    driver.choose("seals.template", "财务用印")
    driver.click("seals.set_flow")
    await see("seals.detail", "With a flow of their own: 合同类")
    assert page._detail.flows.name.text() == "财务用印"
    driver.choose("seals.template", "合同用印")
    driver.click("seals.set_flow")  # set again, it replaces the one before

    async def flows() -> list[tuple[str | None, str]]:
        seals = await page.room.store.run(lambda tx: read_seals(tx, world.ORG, stage.now))
        line = next(line for line in seals.lines if line.seal.row.id == world.GL)
        return sorted((flow.category or "", flow.template) for flow in line.seal.row.flows)

    await until(lambda: page._detail.flows.name.text() == "合同用印")
    assert await flows() == [("", "t-1"), ("c-合同类", "t-1")]
    await see("seals.clear_flow")
    driver.click("seals.clear_flow")
    await until(lambda: not sees("seals.clear_flow"))
    driver.choose("seals.category", "All other")
    driver.click("seals.clear_flow")
    await see("seals.detail", "none: only the authorizing step is taken")
    assert await flows() == []


@pytest.mark.req("R-244", "F")
async def test_a_seal_is_withdrawn_from_a_keeper(stage: Stage) -> None:
    await stage.open(SealsPage, "m-admin")
    driver.click("seals.parts.rules")
    driver.choose("seals.list", "合同专用章（一）")
    await see("seals.remove_keeper_1")
    driver.click("seals.remove_keeper_0")
    await see("confirm.window", "沈若溪 no longer authorizes its uses")
    driver.click("confirm.yes")
    await see("seals.detail", "Keepers: 顾予安")
    assert stage.said.told == ["Keeper withdrawn"]
    await see("seals.keeper", "沈若溪")  # who could be added again


@pytest.mark.req("R-176", "F")
async def test_name_and_remark_are_changed(stage: Stage) -> None:
    await stage.open(SealsPage, "m-admin")
    driver.choose("seals.list", "财务专用章")
    driver.click("seals.edit")
    driver.write("seals.name", " ")
    driver.click("seals.rename")
    await see("seals.detail", "Please give a name.")
    driver.write("seals.name", "财务章（总部）")
    driver.write("seals.remark", "三楼保险柜")
    driver.click("seals.rename")
    await until(lambda: "财务章（总部）" in titles("seals.list"))
    await see("seals.detail", "三楼保险柜")
    assert not sees("seals.name")
    assert stage.said.told == ["Seal renamed"]


async def test_what_the_rule_refuses_stands_beside_what_it_concerns(stage: Stage) -> None:
    page = await stage.open(SealsPage, "m-admin")
    driver.click("seals.parts.rules")
    driver.choose("seals.list", "合同专用章（二）")
    page._detail.keepers.added.emit("m-clerk")
    await until(lambda: "does not have the seal keeper role" in page._detail.keepers.error.text())
    driver.choose("seals.list", "财务专用章")
    assert not page._detail.keepers.error.isVisible()


@pytest.mark.req("R-056", "U")
@pytest.mark.parametrize(("who", "what"), [("m-admin", "bind it with the button above"), ("m-clerk", "administrator")])
async def test_no_seal_yet(stage: Stage, who: str, what: str) -> None:
    page = await stage.open(SealsPage, who, empty=True)
    assert page.covered
    assert page.state.title.text() == "No seal is bound yet"
    assert what in page.state.text.text()


@pytest.mark.req("R-127", "V", "outside")
@pytest.mark.parametrize(
    ("reason", "english", "chinese"),
    [
        ("NO_BLUETOOTH", "This computer has no Bluetooth adapter.", "未找到蓝牙适配器。"),
        ("POWERED_OFF", "Bluetooth is switched off; please switch it on.", "请先打开电脑的蓝牙。"),
        ("DENIED_BY_USER", "The system does not let this program use Bluetooth", "系统不允许本程序使用蓝牙"),
    ],
)
async def test_three_reasons_why_nothing_is_heard(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, reason: str, english: str, chinese: str
) -> None:
    class NoScanner:
        async def start(self) -> None:
            raise BleakBluetoothNotAvailableError("", getattr(BleakBluetoothNotAvailableReason, reason))

    monkeypatch.setattr(Radio, "scanner", lambda *_: NoScanner())
    page = await stage.open(SealsPage, "m-admin")
    listening = page.room.devices.nearby
    listening.start()
    try:
        await until(page.banner.isVisible)
        assert english in page.banner.words.text()
        driver.click("seals.bind")
        await see("binding.window", english)
        driver.click("binding.close")
        await until(lambda: not sees("binding.window"))
        stage.language.choose(Tongue.ZH_CN)
        page._show_heard()
        assert chinese in page.banner.words.text()
    finally:
        stage.language.choose(Tongue.EN)
        await listening.stop()


# With a real seal


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.mark.req("R-128", "V", "inside", "outside")
async def test_whoever_connects_hears_whether_he_may_use_it(at: Office, owner: Console, stage: Stage) -> None:
    host = await at.seal()
    await office.bind(owner, host)
    member = await at.member(owner, role=Role.MEMBER)
    page = await stage.show(SealsPage, await stage.room_of(owner))
    driver.click("seals.connect")
    assert not driver.find("seals.connect").isEnabled()
    await see("seals.message", "There is no grant on the seal.")
    authorization = await office.authorize(owner, host, await member.me())
    driver.click("seals.connect")
    await see("seals.message", "Not permitted to use this seal")
    assert "无权使用" in host.seal.screen
    assert "1 orders delivered" in driver.see("seals.message")
    assert page._detail._message.property("role") == "fault"

    theirs = await stage.show(SealsPage, await stage.room_of(member))
    page.hide()

    async def known() -> bool:
        return await member.get(type(authorization), authorization.id) is not None

    await member.until(known)
    await until(lambda: not host.linked)
    driver.click("seals.connect")
    await see("seals.message", "The use under way on it is yours.")
    theirs._detail._stamp.click()
    assert stage.said.opened == ["ready"]


async def test_a_seal_that_is_away(at: Office, owner: Console, monkeypatch: pytest.MonkeyPatch, stage: Stage) -> None:
    host = await at.seal()
    await office.bind(owner, host)
    host.act(lambda seal: seal.hold())
    monkeypatch.setattr(nearby, "FIND_WITHIN_S", 0.2)
    monkeypatch.setattr(radio, "FRESH_S", 0.2)
    await stage.show(SealsPage, await stage.room_of(owner))
    await until(lambda: not owner.nearby.seals)
    driver.click("seals.connect")
    await see("seals.message", "The seal was not found: is it switched on and near?")
    assert driver.find("seals.connect").isEnabled()
