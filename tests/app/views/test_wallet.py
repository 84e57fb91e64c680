"""Paying for seals and asking for invoices by clicks, with a real cloud and its operator (R-012, R-260..R-272)."""

from collections.abc import AsyncGenerator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.models import replica
from app.models.store import Tx
from app.services import pictures
from app.views.pictures import Pictures
from app.views.qr import read_qr
from app.views.wallet.page import FEES, INVOICES, ORDERS, WalletPage
from app.views.wallet.wording import day
from demo import driver
from domain.invoices import Invoice
from domain.orders import Order
from domain.organization import Member, Organization
from domain.service import SealService
from domain.times import months_later
from domain.uses import DAY_MS
from tests.app.console import Console, console
from tests.app.views import rooms
from tests.app.views.paying import PDF, TERMS, TRIAL_D, Operator
from tests.app.views.stage import Stage, pick, records, see, sees
from tests.cloud.test_pull import put, seal
from tests.cloud.world import Cloud, Person, running
from tests.waiting import until

OWNER, MAILBOX, NUMBER = "19900000001", "finance@example.com", "26312000000012345678"


@pytest.fixture
async def cloud(tmp_path: Path) -> AsyncGenerator[Cloud]:
    async with running(tmp_path) as made:
        yield made


@pytest.fixture
async def owner(cloud: Cloud) -> Person:
    person = await cloud.organization(OWNER)
    await put(cloud, seal(person, name="公章"), seal(person, "GL2026000002", name="合同章"))
    return person


@pytest.fixture
async def operator(cloud: Cloud, owner: Person) -> Operator:
    """Who has set what the service costs."""
    made = Operator(cloud, owner.organization)
    await made.set_tariff()
    return made


@pytest.fixture
async def desk(tmp_path: Path, cloud: Cloud, owner: Person, operator: Operator) -> AsyncGenerator[Console]:
    async with console(tmp_path / "pc", cloud, OWNER) as made:
        await made.until(lambda tx: len(replica.all(tx, SealService, owner.organization)) == 2)
        yield made


@pytest.fixture
def voucher(tmp_path: Path) -> Path:
    path = tmp_path / "回单.png"
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    assert image.save(str(path))
    return path


async def open_page(stage: Stage, desk: Console, owner: Person) -> WalletPage:
    organization = owner.organization
    (company,) = await desk.rows(organization, Organization)
    me = next(each for each in await desk.rows(organization, Member) if each.id == owner.member)
    given = {
        "desk": desk.desk,
        "organization": company,
        "look": stage.look,
        "language": stage.language,
        "pictures": Pictures(partial(pictures.fetch, desk.store, desk.client, organization)),
    }
    page = await stage.show(WalletPage, rooms.room(desk.store, me, desk.cloud.now, stage.said, stage.app, **given))
    await until(lambda: len(records("wallet.list")) == 2)
    return page


def pills(name: str) -> list[str]:
    return [each.pill for each in records(name)]


async def choose_seal(page: WalletPage, name: str) -> None:
    """This one and no other."""
    page.open_part(FEES)
    page._fees.pick([])
    await pick("wallet.list", name)
    await see("wallet.bill", name)


async def pay_offline(page: WalletPage, name: str, picture: Path) -> None:
    """The bill of one seal, with its voucher."""
    await choose_seal(page, name)
    driver.click("wallet.channel.Offline payment")
    page._fees._bill._picker.take([picture])
    await page._fees._bill._picker.settled()
    driver.click("wallet.pay")


def orders(tx: Tx, owner: Person) -> list[Order]:
    return replica.all(tx, Order, owner.organization)


@pytest.mark.req("R-263", "R-264", "F")
@pytest.mark.req("R-261", "R-267", "S")
async def test_a_seal_is_paid_for_offline(
    desk: Console, owner: Person, stage: Stage, operator: Operator, voucher: Path
) -> None:
    page = await open_page(stage, desk, owner)
    assert pills("wallet.list") == [f"On trial: {TRIAL_D} days left"] * 2
    await choose_seal(page, "公章")
    await see("wallet.total", "¥398.00")
    await see("wallet.lines", "First year")
    driver.click("wallet.channel.Offline payment")
    await see("wallet.bill", "3100 0000 0000 018")  # where to pay to
    await see("wallet.bill", "叁佰玖拾捌元整")
    driver.click("wallet.pay")
    await see("wallet.bill", "Add a picture of the voucher of your payment.")
    assert await desk.rows(owner.organization, Order) == []
    await pay_offline(page, "公章", voucher)
    await see("order.detail", "In review")
    assert page.part == ORDERS
    assert pills("orders.list") == ["In review"]
    page.open_part(FEES)
    await until(lambda: any(each.note == "in review · 王主任" for each in records("wallet.list")))

    page.open_part(ORDERS)
    (order,) = await operator.in_review()
    await see("order.detail", order.number)
    paid = await operator.pass_payment(order)
    await see("order.detail", "Paid at")  # by itself
    assert pills("orders.list") == ["Paid"]
    (end,) = paid.ends
    assert end.until == months_later(desk.cloud.now + TRIAL_D * DAY_MS, 12)
    await see("order.fees", day(end.until))
    page.open_part(FEES)
    await until(lambda: "In service" in pills("wallet.list"))
    assert any(day(end.until) in each.subtitle for each in records("wallet.list"))
    await choose_seal(page, "公章")
    await see("wallet.lines", "Renewal")
    await see("wallet.total", "¥298.00")
    assert stage.said.told == ["Sent for review", "Paid: ¥398.00"]


@pytest.mark.req("R-260", "F")
@pytest.mark.req("R-266", "S")
async def test_a_seal_is_paid_for_by_its_code(
    desk: Console, owner: Person, stage: Stage, operator: Operator, cloud: Cloud
) -> None:
    await operator.set_tariff(msgspec.structs.replace(TERMS, wechat=True))
    page = await open_page(stage, desk, owner)
    await until(lambda: page.wallet.tariff is not None and page.wallet.tariff.wechat)
    await choose_seal(page, "公章")
    driver.click("wallet.pay")
    await see("order.qr")
    (order,) = await desk.rows(owner.organization, Order)
    await until(lambda: read_qr(driver.find("order.qr").grab().toImage()) == [order.code_url])
    page.open_part(FEES)
    assert any(each.note == "being paid · 王主任" for each in records("wallet.list"))
    page.open_part(ORDERS)
    for _ in range(2):  # the page of the demo's WeChat; a second time pays nothing more
        await cloud.request("POST", urlsplit(order.code_url).path)
    await see("order.detail", "Paid at")  # by itself
    assert pills("orders.list") == ["Paid"]
    await see("order.fees", day(months_later(desk.cloud.now + TRIAL_D * DAY_MS, 12)))


@pytest.mark.req("R-262", "V", "inside", "outside")
@pytest.mark.req("R-267", "S")
async def test_a_seal_in_review_is_not_paid_for_again(
    desk: Console, owner: Person, stage: Stage, operator: Operator, voucher: Path
) -> None:
    page = await open_page(stage, desk, owner)
    await pay_offline(page, "公章", voucher)
    await see("order.detail", "In review")
    await pay_offline(page, "公章", voucher)
    await see("wallet.message", "An offline payment for this seal is in review")
    assert len(await desk.rows(owner.organization, Order)) == 1
    await pay_offline(page, "合同章", voucher)  # another one is
    await until(lambda: pills("orders.list") == ["In review", "In review"])
    first = next(each for each in await operator.in_review(2) if each.seals[0].seal == "GL0000000001")
    await operator.refuse_payment(first, "没有这笔到账")
    page.show_order(first.id)
    await see("order.said", "没有这笔到账")
    assert sorted(pills("orders.list")) == ["In review", "Review failed"]
    driver.click("order.again")
    await see("wallet.total", "¥398.00")
    driver.click("wallet.pay")
    await until(lambda: not sees("wallet.message", "in review"))


@pytest.mark.req("R-012", "R-270", "R-272", "F")
@pytest.mark.req("R-271", "S")
async def test_an_invoice_is_asked_for_and_comes(
    desk: Console, owner: Person, stage: Stage, operator: Operator, voucher: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    page = await open_page(stage, desk, owner)
    page.open_part(INVOICES)
    assert not driver.find("invoices.ask").isEnabled()  # nothing is paid
    await pay_offline(page, "公章", voucher)
    await see("order.detail", "In review")
    (order,) = await operator.in_review()
    await operator.pass_payment(order)
    await see("order.ask")
    driver.click("order.ask")
    await see("invoice.window", "¥398.00")
    driver.choose("invoice.title", "Another company …")
    driver.write("invoice.name", "云杉公司")
    driver.write("invoice.mailbox", "nobody")
    driver.click("invoice.confirm")
    await see("invoice.window", "The title of a company has its tax number.")
    driver.write("invoice.tax_number", "9131 0000ma1k00001x")
    driver.click("invoice.confirm")
    await see("invoice.window", "This is no address of a mailbox.")
    driver.write("invoice.mailbox", MAILBOX)
    driver.click("invoice.confirm")
    await see("invoice.detail", "The operator of the cloud issues it")
    assert (page.part, pills("invoices.list")) == (INVOICES, ["Being issued"])
    for text in ("云杉公司", "91310000MA1K00001X", MAILBOX, "叁佰玖拾捌元整"):
        await see("invoice.detail", text)
    assert not driver.find("invoices.ask").isEnabled()  # what is paid stands in an invoice

    await operator.issue(await operator.waiting_invoice(), NUMBER)
    await see("invoice.detail", NUMBER)  # by itself
    assert pills("invoices.list") == ["Issued"]
    (copy,) = [each for each in page.findChildren(QPushButton) if each.accessibleName() == "Copy Invoice number"]
    copy.click()
    assert QGuiApplication.clipboard().text() == NUMBER
    kept = tmp_path / "kept.pdf"
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: dialog.fileSelected.emit(str(kept)))
    (save,) = [each for each in page.findChildren(QPushButton) if each.accessibleName() == "Save 发票.pdf"]
    save.click()
    await until(lambda: kept.exists() and kept.read_bytes() == PDF)
    page.open_part(ORDERS)
    driver.click("order.invoice")
    await see("invoice.detail", NUMBER)
    (invoice,) = await desk.rows(owner.organization, Invoice)
    assert invoice.orders == [order.id]


@pytest.mark.req("R-270", "F")
async def test_an_invoice_on_paper_that_is_refused_is_asked_for_again(
    desk: Console, owner: Person, stage: Stage, operator: Operator, voucher: Path
) -> None:
    page = await open_page(stage, desk, owner)
    await pay_offline(page, "公章", voucher)
    await see("order.detail", "In review")
    (order,) = await operator.in_review()
    await operator.pass_payment(order)
    await see("order.ask")
    page.open_part(INVOICES)
    await until(lambda: driver.find("invoices.ask").isEnabled())
    driver.click("invoices.ask")
    driver.choose("invoice.kind", "Paper invoice")
    driver.choose("invoice.title", "Another person …")
    driver.write("invoice.name", "林知夏")
    driver.click("invoice.confirm")
    await see("invoice.window", "Give the receiver's name, phone number and address.")
    driver.write("invoice.address", "人民东路 118 号")
    driver.click("invoice.confirm")
    await see("invoice.detail", "王主任")  # who asks, unless somebody else is named
    await see("invoice.detail", "人民东路 118 号")
    await operator.refuse_invoice(await operator.waiting_invoice(), "抬头不符")
    await see("invoice.said", "抬头不符")
    assert pills("invoices.list") == ["Not issued"]
    driver.click("invoice.again")
    await see("invoice.window", "¥398.00")
    assert sees("invoice.address")  # as before
    driver.click("invoice.cancel")


async def test_several_seals_are_one_payment_and_its_price_is_the_one_that_is_seen(
    desk: Console, owner: Person, stage: Stage, operator: Operator, voucher: Path
) -> None:
    page = await open_page(stage, desk, owner)
    driver.click("wallet.all")
    await see("wallet.total", "¥796.00")
    driver.choose("wallet.months", "2 years")
    await see("wallet.total", "¥1,396.00")
    page._fees._list.setFocus()
    first = page._fees._list.model().index(0, 0)
    page._fees._list.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
    QTest.keyClick(page._fees._list, Qt.Key.Key_Space)  # a mark is taken away by the keyboard as well
    await see("wallet.total", "¥698.00")
    assert [each.icon for each in records("wallet.list")].count("check-square") == 1


async def test_a_cloud_without_a_tariff_charges_nothing(stage: Stage) -> None:
    page = await stage.open(WalletPage, "m-owner")
    await until(lambda: sees("wallet.nothing", "This cloud charges nothing"))
    page.open_part(ORDERS)
    assert sees("orders.nothing", "No payment yet")
    page.open_part(INVOICES)
    assert sees("invoices.nothing", "No invoice yet")
