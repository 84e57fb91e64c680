"""The operator's pages in a real Chromium: the whole way with mouse and keyboard, and how they look."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from cloud.operator import sessions
from cloud.operator.rooms import rooms
from cloud.seals import stock
from domain.invoices import Invoice, InvoiceState
from domain.loss_lock import LockSeal
from domain.messages import Message
from domain.orders import Order, OrderState
from domain.organization import Organization
from domain.quotas import Quota, RequestQuota
from domain.seals import BindingState, Model
from domain.seals import Seal as SealRow
from domain.tariff import ID, Tariff
from domain.times import minute, months_later
from domain.verdict import Refused
from tests.cloud import wallet
from tests.cloud.company import SERIAL, Company, uid
from tests.cloud.operator.browser import Window, chromium, needs_chromium, window
from tests.cloud.operator.desk import OTHER, PASSWORD, Desk, Person, entries, is_whole
from tests.cloud.test_evidence import picture
from tests.cloud.test_firmware import NEW, release
from tests.cloud.wallet import PDF, RENEWAL, ask, service
from tests.cloud.world import Cloud, pull_all, running

pytestmark = [needs_chromium, pytest.mark.slow]
ORDER, SECOND, INVOICE, REQUEST = (uid(name) for name in ("order", "second", "invoice", "request"))
VOUCHER = picture((480, 640))


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncIterator[Cloud]:
    """On one database: the other is tried without a browser."""
    async with running(tmp_path, operator_port=0) as cloud:
        yield cloud


@pytest.fixture
async def person(company: Company) -> Person:
    return await Person.known(company.cloud, "zhao")


@pytest.fixture
async def seen(company: Company, person: Person, browser: Browser) -> AsyncIterator[Window]:
    """What the operator sees who has signed in."""
    async with window(company.cloud, browser) as seen:
        await seen.enter(person)
        yield seen


async def pay(company: Company, id: str = ORDER, cents: int | None = None) -> Order:
    """The keeper's offline payment, with the picture of its voucher."""
    act = wallet.pay(id, SERIAL, cents=cents)
    file = wallet.voucher(id, VOUCHER)
    await company.keeper.done(type(act)(**{**{f: getattr(act, f) for f in act.__struct_fields__}, "voucher": file}))
    await wallet.send_voucher(company.keeper, VOUCHER)
    return await company.row(Order, id)


async def deliver(company: Company, serial: str, to: str) -> None:
    service = company.cloud.service
    done = await service.database.write(lambda unit: stock.deliver(service, unit, serial, to, Model.GL, service.now()))
    assert not isinstance(done, Refused)


async def press(seen: Window, name: str) -> None:
    await seen.page.get_by_role("button", name=name, exact=True).click()


async def said(seen: Window, text: str) -> None:
    await expect(seen.page.locator(".said")).to_contain_text(text)


async def state(seen: Window, text: str) -> None:
    """The word beside the title."""
    await expect(seen.page.locator("h1 .badge")).to_have_text(text)


async def test_from_the_first_password_to_the_first_page(company: Company, browser: Browser) -> None:
    """With the keyboard alone."""
    person = await Person.begun(company.cloud, "qian")
    async with window(company.cloud, browser) as seen:
        await seen.go("/seals")
        await expect(seen.page.locator("input[name=name]")).to_be_focused()
        keys = seen.page.keyboard
        for text in (person.name, person.password, person.next_code()):
            await keys.type(text)
            await keys.press("Tab")
        await keys.press("Enter")
        await expect(seen.page.get_by_text("首次登录：请先设置自己的密码。")).to_be_visible()
        await seen.page.get_by_label("现在的密码").fill(person.password)
        await seen.page.locator("input[name=password]").fill(PASSWORD)
        await seen.page.locator("input[name=again]").fill(PASSWORD)
        await keys.press("Enter")
        await said(seen, "密码已修改。")
        await expect(seen.page.get_by_role("heading", name="待办")).to_be_visible()
        assert "signet_operator" not in await seen.page.evaluate("document.cookie")


@pytest.mark.req("R-264", "F")
@pytest.mark.req("R-267", "S")
async def test_an_offline_payment_is_reviewed(company: Company, seen: Window) -> None:
    before = (await service(company.keeper, SERIAL)).until
    order = await pay(company)
    await seen.go("/")
    await seen.page.get_by_role("link", name="待审核的线下支付").click()
    await expect(seen.page.locator("td .badge")).to_have_text("待审核")
    await seen.page.get_by_role("link", name=order.number).click()
    await state(seen, "待审核")
    shown = seen.page.get_by_alt_text("付款凭证的图片")
    await expect(shown).to_be_visible()
    assert await shown.evaluate("each => each.naturalWidth") == 480
    await seen.keep("order_in_review")
    await press(seen, "通过")
    await said(seen, f"订单 {order.number} 支付成功")
    await state(seen, "支付成功")
    row = await company.row(Order, ORDER)
    until = months_later(before, 12)
    assert (row.state, (await service(company.keeper, SERIAL)).until) == (OrderState.PAID, until)
    await expect(seen.page.get_by_text(minute(until))).to_be_visible()
    await seen.go("/orders")
    await expect(seen.page.get_by_text("没有待审核的线下支付。")).to_be_visible()


@pytest.mark.req("R-267", "S")
async def test_an_offline_payment_fails_its_review_for_a_reason(company: Company, seen: Window) -> None:
    order = await pay(company)
    before = await service(company.keeper, SERIAL)
    await seen.go(f"/orders/{order.organization}/{order.id}")
    await press(seen, "不通过")
    assert (await company.row(Order, ORDER)).state is OrderState.IN_REVIEW  # the browser asks for the reason first
    await seen.page.get_by_label("失败原因").fill("金额与订单不符")
    await press(seen, "不通过")
    await state(seen, "审核失败")
    await expect(seen.page.get_by_text("金额与订单不符")).to_be_visible()
    assert (await service(company.keeper, SERIAL)).until == before.until
    told = [each.words for each in (await pull_all(company.keeper)).of(Message) if each.code == "order_rejected"]
    assert [each[-1] for each in told] == ["金额与订单不符"]


async def test_two_operators_review_the_same_payment(company: Company, seen: Window) -> None:
    """The second reads that it is decided, and nothing is counted twice."""
    order = await pay(company)
    path = f"/orders/{order.organization}/{order.id}"
    await seen.go(path)
    other = await Person.known(company.cloud, "qian")
    async with Desk(company.cloud, OTHER) as desk:
        await desk.enter(other)
        where = {"organization": order.organization, "subject": order.id}
        assert (await desk.do(path, "PassPayment", **where)).status == 200
    after = await service(company.keeper, SERIAL)
    await press(seen, "通过")
    await expect(seen.page.locator("p.why")).to_have_text(f"订单 {order.number} 不在待审核状态。")
    assert await service(company.keeper, SERIAL) == after


async def test_a_paid_order_is_refunded(company: Company, seen: Window) -> None:
    before = (await service(company.keeper, SERIAL)).until
    order = await pay(company)
    await wallet.passed(company.cloud, company.keeper, ORDER)
    await seen.go(f"/orders/{order.organization}/{order.id}")
    await seen.page.get_by_label("事由").fill("重复购买")
    await press(seen, "退款")
    await state(seen, "已退款")
    await expect(seen.page.locator("tr", has_text=SERIAL)).to_contain_text("—")  # it brings no service
    assert (await service(company.keeper, SERIAL)).until == before
    await seen.go("/orders?show=all")
    await expect(seen.page.locator("td .badge")).to_have_text("已退款")


@pytest.mark.req("R-271", "S")
async def test_an_electronic_invoice_is_issued_with_its_file(company: Company, seen: Window, tmp_path: Path) -> None:
    order = await pay(company)
    await wallet.passed(company.cloud, company.keeper, ORDER)
    await company.keeper.done(ask(INVOICE, ORDER))
    await seen.go("/invoices")
    await expect(seen.page.locator("td .badge")).to_have_text("正在开票")
    await seen.page.get_by_role("link", name="云杉公司").click()
    await expect(seen.page.get_by_text("贰佰元整")).to_be_visible()
    await seen.keep("invoice")
    (tmp_path / "note.txt").write_text("no invoice")
    (tmp_path / "发票.pdf").write_bytes(PDF)
    for name, reads in (("note.txt", "电子发票须为 PDF、OFD、PNG 或 JPEG 文件，且不超过 20 MB。"), ("发票.pdf", "")):
        await seen.page.get_by_label("发票号码").fill("2026310000001234")
        await seen.page.get_by_label("发票文件").set_input_files(tmp_path / name)
        await press(seen, "开具")
        if reads:
            await expect(seen.page.locator("label .why")).to_have_text(reads)
            assert (await company.row(Invoice, INVOICE)).state is InvoiceState.ISSUING
    await state(seen, "已开票")
    row = await company.row(Invoice, INVOICE)
    assert (row.number, row.file_name) == ("2026310000001234", "发票.pdf")
    async with seen.page.expect_download() as coming:
        await seen.page.get_by_role("link", name="发票.pdf").click()
    assert Path(await (await coming.value).path()).read_bytes() == PDF
    files = f"/v1/files/{order.organization}/{row.file}"
    assert await company.keeper.request("GET", files) == PDF
    await seen.page.get_by_label("事由").fill("抬头有误")
    await press(seen, "收回")
    await state(seen, "未开具")
    assert (await company.row(Order, ORDER)).invoice is None


async def test_the_prices_are_set(company: Company, seen: Window) -> None:
    await seen.go("/tariff")
    await seen.keep("tariff")
    first = seen.page.get_by_label("首年交费（元）").first
    await expect(first).to_have_value("200.00")
    await first.fill("很多")
    await press(seen, "保存")
    await expect(seen.page.locator("label .why")).to_have_text("请填写金额，如 1234.50。")
    await first.fill("1,260.5")
    await seen.page.get_by_label("时长（月）").last.fill("24")
    await seen.page.get_by_label("首年交费（元）").last.fill("2000")
    await seen.page.get_by_label("续期交费（元）").last.fill("1800")
    await press(seen, "保存")
    await said(seen, "价格已保存")
    prices = (await company.row(Tariff, ID)).prices
    assert [(each.months, each.first_cents, each.renewal_cents) for each in prices] == [
        (12, 126_050, RENEWAL),
        (24, 200_000, 180_000),
    ]


@pytest.mark.req("R-041", "F")
async def test_a_quota_is_granted(company: Company, seen: Window) -> None:
    await company.owner.done(RequestQuota(id=REQUEST, quota=Quota.SEALS, wanted=80, reason="新开三家门店"))
    await seen.go("/")
    await expect(seen.page.get_by_role("link", name="配额申请 1")).to_be_visible()  # in the rail
    await seen.page.get_by_role("link", name="待处理的配额申请").click()
    await seen.page.get_by_role("link", name="云杉公司").click()
    await seen.keep("quota")
    await press(seen, "同意")
    await said(seen, "已同意，配额调整为 80。")
    assert (await company.row(Organization, company.owner.organization)).quotas.seals == 80


@pytest.mark.req("C-32", "C")
async def test_a_lost_seal_is_unbound(company: Company, seen: Window, person: Person) -> None:
    """Ten minutes after the last code another one is asked for."""
    await company.owner.done(LockSeal(seal=SERIAL))
    company.cloud.now += sessions.PROVED_MS
    await seen.go("/")
    await seen.page.get_by_role("link", name="挂失锁定的印章").click()
    await seen.page.get_by_role("link", name="挂失锁定").last.click()
    await seen.page.get_by_role("link", name=SERIAL).click()
    await seen.keep("seal_lost")
    form = seen.page.locator("form", has=seen.page.get_by_role("heading", name="强制解绑"))
    await form.get_by_label("事由").fill("印章遗失，无法开机")
    await form.get_by_label("验证码").fill("000000")
    await form.get_by_role("button").click()
    await expect(form.locator(".why")).to_have_text("验证码不正确或已使用过，请等待下一个验证码。")
    await expect(form.get_by_label("事由")).to_have_value("印章遗失，无法开机")
    assert (await company.row(SealRow, SERIAL)).state is BindingState.BOUND
    await form.get_by_label("验证码").fill(person.next_code())
    await form.get_by_role("button").click()
    await said(seen, "“合同章”已强制解绑。")
    assert (await company.row(SealRow, SERIAL)).state is BindingState.UNBOUND
    await expect(seen.page.get_by_text("印章遗失，无法开机")).to_be_visible()


async def test_a_release_goes_out(company: Company, seen: Window, tmp_path: Path) -> None:
    for name, data in zip(("manifest", "image"), release(), strict=True):
        (tmp_path / name).write_bytes(data)
    await seen.go("/releases")
    await seen.page.get_by_label("签名清单").set_input_files(tmp_path / "manifest")
    await seen.page.get_by_label("固件镜像").set_input_files(tmp_path / "image")
    await press(seen, "添加")
    await said(seen, f"GYGL{NEW} 已添加，尚未发布。")
    await state(seen, "未发布")
    await seen.page.get_by_label("或全部的百分比").fill("20")
    await press(seen, "发布")
    await state(seen, "发布中")
    await seen.keep("release")
    await press(seen, "停止")
    await state(seen, "发布中")  # the browser asks for the tick first
    await seen.page.get_by_label("我确认要这样做").check()
    await press(seen, "停止")
    await state(seen, "已停止")


async def test_what_one_operator_did_the_other_reads_in_the_trail(company: Company, seen: Window) -> None:
    await seen.go("/seals")
    await seen.page.get_by_label("印章编号", exact=True).last.fill("GL2026000777")
    await seen.page.get_by_label("交付给").fill("云杉公司")
    await seen.page.get_by_label("型号").select_option("GL")
    await press(seen, "交付")
    await said(seen, "GL2026000777 已交付给“云杉公司”。")
    await seen.page.get_by_role("link", name="审计日志").click()
    row = seen.page.locator("tr", has_text="GL2026000777").first
    await expect(row).to_contain_text("zhao")
    await row.get_by_role("link", name="交付印章").click()
    for word in ("交付印章", "GL2026000777", "云杉公司", "已执行"):
        await expect(seen.page.locator("main")).to_contain_text(word)
    assert (await entries(company.cloud))[-1].act == "DeliverSeal"
    assert await is_whole(company.cloud)


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_every_page_is_read_to_its_end(
    company: Company, person: Person, browser: Browser, language: str, look: str
) -> None:
    """In both languages, light and dark, on the smallest office screen: nothing is cut, and none is in the other
    language."""
    of = company.owner.organization
    order = await pay(company)
    await company.owner.done(RequestQuota(id=REQUEST, quota=Quota.SEALS, wanted=80, reason="新开三家门店" * 40))
    await company.owner.done(LockSeal(seal=SERIAL))
    long = await company.cloud.organization("19900000005", "W" * 60)
    await company.cloud.organization("19900000006", "很长的公司名称" * 8)
    await deliver(company, "GL2026000777", long.organization)
    ones = [f"/orders/{of}/{order.id}", f"/organizations/{of}", f"/quotas/{of}/{REQUEST}", f"/seals/{SERIAL}"]
    paths = ["/", *(each.path for each in rooms()), *ones, "/operators/zhao", "/trail/1", "/orders?show=all"]
    paths += ["/seals/GL2026000777", f"/organizations/{long.organization}"]
    async with window(company.cloud, browser, language, "dark" if look == "dark" else "light") as seen:
        await seen.go("/login")
        await seen.keep(f"{language}_{look}_login")
        assert await seen.cut() == []
        await seen.enter(person)
        for number, path in enumerate(paths):
            await seen.go(path)
            await expect(seen.page.locator("h1")).to_be_visible()
            name = re.sub(r"[^a-z]+", "_", re.sub(r"[0-9a-f]{8}-[0-9a-f-]+", "", path)).strip("_") or "overview"
            await seen.keep(f"{language}_{look}_{number:02}_{name}")
            assert await seen.cut() == [], path
            if language == "en":
                rail = await seen.page.locator(".rail, th, button, label, dt").all_inner_texts()
                assert [each for each in rail if re.search(r"[一-鿿]", each.replace("中文", ""))] == [], path
