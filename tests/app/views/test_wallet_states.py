"""Payments and invoices in each of their states, as they are read on the screen (R-261, R-266, R-267, R-271)."""

from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from app.models import fold
from app.views.qr import read_qr
from app.views.wallet import wording
from app.views.wallet.page import INVOICES, ORDERS, WalletPage
from demo import driver
from domain.invoices import Invoice
from domain.orders import Order, OrderState, ServiceEnd, refunded
from domain.rows import Row
from domain.service import PayChannel
from tests.app.views import rooms, world
from tests.app.views.screens import wallet_rows
from tests.app.views.stage import Stage, pick, records, see, sees
from tests.app.views.test_forms import picture
from tests.app.views.world import DAY, GL, OFFICIAL
from tests.waiting import until

WAITING = "w-code"


async def open_with(stage: Stage, *rows: Row, who: str = "m-owner", **other: Any) -> WalletPage:
    page = await stage.open(WalletPage, who, **other)
    await rooms.take(page.room.store, [wallet_rows.tariff(stage.now), *rows], now=stage.now)
    await until(lambda: page.wallet.tariff is not None)
    return page


async def take(page: WalletPage, stage: Stage, *rows: Row) -> None:
    """As the next pull brings them."""
    await rooms.take(page.room.store, rows, now=stage.now)


def order(stage: Stage, **other: Any) -> Order:
    return wallet_rows.order(WAITING, stage.now, **other)


@pytest.mark.req("R-266", "R-267", "S")
async def test_each_state_in_a_word(stage: Stage) -> None:
    page = await open_with(stage, *wallet_rows.orders(stage.now))
    page.open_part(ORDERS)
    await until(lambda: len(records("orders.list")) == 10)
    assert [each.pill for each in records("orders.list")] == [
        *["Waiting for payment"] * 3,
        "In review",
        "Paid",
        "Paid",
        "Review failed",
        "Closed",
        "Refunded",
        "Paid",
    ]
    said = {
        "w-review": "looks for the payment by its voucher",
        "w-rejected": wallet_rows.NOTE,
        "w-closed": "It was not paid, and costs nothing.",
        "w-refunded": "It was paid back: 重复支付",
    }
    for id, text in said.items():
        page.show_order(id)
        await see("order.said", text)


@pytest.mark.parametrize("channel", PayChannel)
async def test_what_was_paid_back_brings_no_service(stage: Stage, channel: PayChannel) -> None:
    paid = order(stage, state=OrderState.PAID, channel=channel, decided_at=stage.now)
    paid = msgspec.structs.replace(paid, ends=[ServiceEnd(GL, stage.now + 400 * DAY)], closes_at=None)
    page = await open_with(stage, paid)
    page.show_order(WAITING)
    await see("order.fees", wording.day(stage.now + 400 * DAY))
    await take(page, stage, refunded(paid, "重复支付", stage.now))
    await see("order.said", "重复支付")
    assert wording.day(stage.now + 400 * DAY) not in driver.words(driver.find("order.fees"))
    facts = driver.words(driver.find("order.detail"))
    assert "Paid back at" in facts
    assert "Reviewed at" not in facts


async def test_a_payment_that_is_not_here_is_named_in_words(stage: Stage) -> None:
    page = await open_with(stage, *wallet_rows.orders(stage.now), *wallet_rows.invoices(stage.now))
    page.show_invoice("v-posted")
    await see("invoice.detail", "A payment that is not on this computer")
    assert "w-gone" not in driver.words(driver.find("invoice.detail"))


@pytest.mark.req("R-260", "F")
@pytest.mark.req("R-266", "S")
async def test_a_code_is_scanned_and_the_payment_arrives_by_itself(stage: Stage) -> None:
    asked = order(stage, number="", code_url="")
    page = await open_with(stage, asked)
    page.open_part(ORDERS)
    await see("order.code", "The cloud is asking WeChat for the QR code")
    assert not sees("order.qr")
    await take(page, stage, order(stage, code_url=wallet_rows.CODE))
    await see("order.qr")
    picture = driver.find("order.qr")
    assert isinstance(picture, QLabel)
    assert read_qr(picture.grab().toImage()) == [wallet_rows.CODE]
    await see("order.left", "1:00:00")
    assert not sees("order.browser")  # a phone scans it
    await take(page, stage, order(stage, state=OrderState.PAID, paid_at=stage.now, transaction="4200002719"))
    await see("order.detail", "4200002719")
    assert not sees("order.code")
    assert stage.said.told == ["Paid: ¥696.00"]
    assert [each.pill for each in records("orders.list")] == ["Paid"]


async def test_the_code_of_a_demo_is_opened_in_the_browser(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtGui import QDesktopServices

    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    page = await open_with(stage, order(stage, code_url="http://127.0.0.1:8000/demo/pay/1"))
    page.open_part(ORDERS)
    await see("order.browser")
    driver.click("order.browser")
    assert opened == ["http://127.0.0.1:8000/demo/pay/1"]


async def test_why_there_is_no_code(stage: Stage) -> None:
    page = await open_with(stage, order(stage, code_why="pay_away"))
    page.open_part(ORDERS)
    await see("order.why", "WeChat Pay cannot be reached")
    assert not sees("order.qr")
    assert sees("order.code", "pay offline")


async def test_when_its_time_is_over_nobody_scans_it_any_more(stage: Stage) -> None:
    page = await open_with(stage, order(stage, code_url=wallet_rows.CODE, closes_at=stage.now - 1))
    page.open_part(ORDERS)
    await see("order.code", "Its time is over.")
    assert not sees("order.qr")
    await take(page, stage, order(stage, state=OrderState.CLOSED))
    await see("order.said", "It was not paid")


async def test_a_payment_that_waits_is_cancelled(stage: Stage) -> None:
    page = await open_with(stage, *wallet_rows.services(stage.now), order(stage, code_url=wallet_rows.CODE))
    page.open_part(ORDERS)
    await see("order.cancel")
    driver.click("order.cancel")
    await see("confirm.window", "Do not pay by it any more.")
    driver.click("confirm.no")
    await until(lambda: driver.find("order.cancel").isEnabled())
    driver.click("order.cancel")
    await see("confirm.yes")
    driver.click("confirm.yes")
    await see("order.said", "It was not paid")
    assert stage.said.told == ["Payment cancelled"]
    assert not sees("order.cancel")


async def test_the_number_of_a_payment_is_copied(stage: Stage) -> None:
    page = await open_with(stage, order(stage))
    page.open_part(ORDERS)
    await see("order.detail", "20261129-000123")
    (copy,) = [each for each in page.findChildren(QPushButton) if each.accessibleName() == "Copy Order number"]
    copy.click()
    assert QGuiApplication.clipboard().text() == "20261129-000123"
    assert stage.said.told == ["Copied"]


@pytest.mark.req("R-260", "F")
@pytest.mark.req("R-261", "S")
async def test_by_wechat_first_year_and_renewal_are_told_apart(stage: Stage) -> None:
    services = wallet_rows.services(stage.now)
    page = await open_with(stage, *services, wallet_rows.service(OFFICIAL, stage.now + DAY))
    await pick("wallet.list", "财务专用章")
    await pick("wallet.list", "苏州分公司行政公章")
    await see("wallet.total", "¥696.00")
    await see("wallet.lines", "First year")
    await see("wallet.lines", "Renewal")
    driver.click("wallet.pay")
    await see("order.code", "¥696.00")
    await see("order.code", "It goes to the cloud as soon as that is in reach")
    assert page.part == ORDERS
    known = await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).all(Order))
    assert [(each.channel, each.state, each.months) for each in known] == [(PayChannel.WECHAT, OrderState.WAITING, 12)]
    assert [each.note for each in records("orders.list")] == ["sending"]


async def test_one_voucher_takes_the_place_of_another(stage: Stage, tmp_path: Path) -> None:
    page = await open_with(stage, *wallet_rows.services(stage.now))
    await pick("wallet.list", "财务专用章")
    driver.click("wallet.channel.Offline payment")
    picker = page._fees._bill._picker
    for name, color in (("回单.png", "red"), ("更清楚的回单.png", "teal")):
        picker.take([picture(tmp_path, name, color)])
        await picker.settled()
    assert [each.name for each in picker.files] == ["更清楚的回单.png"]
    (tmp_path / "回单.txt").write_text("没有图片", "utf-8")
    picker.take([tmp_path / "回单.txt"])
    await picker.settled()
    await see("wallet.bill", "“回单.txt” is no PNG or JPEG picture.")
    assert [each.name for each in picker.files] == ["更清楚的回单.png"]
    driver.click("wallet.pay")
    await see("order.detail", "In review")
    (made,) = await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).all(Order))
    assert made.voucher_name == "更清楚的回单.png"


async def test_a_price_that_has_changed_is_told_and_nothing_is_ordered(stage: Stage) -> None:
    page = await open_with(stage, *wallet_rows.services(stage.now))
    await pick("wallet.list", "财务专用章")
    await see("wallet.total", "¥298.00")
    dearer = msgspec.structs.replace(
        wallet_rows.tariff(stage.now),
        prices=[msgspec.structs.replace(wallet_rows.tariff(0).prices[0], renewal_cents=1)],
    )
    await rooms.take(page.room.store, [dearer], now=stage.now)
    bill = page._fees._bill
    before = bill._sum
    await until(lambda: driver.see("wallet.total") == "¥0.01")
    bill._sum = before  # it was clicked a moment before the new price came
    driver.click("wallet.pay")
    await see("wallet.message", "The price has changed: it is ¥0.01 now.")
    assert await page.room.store.run(lambda tx: fold.facts(tx, world.ORG).all(Order)) == []


@pytest.mark.req("R-271", "S")
async def test_each_state_of_an_invoice_in_a_word(stage: Stage) -> None:
    page = await open_with(stage, *wallet_rows.orders(stage.now), *wallet_rows.invoices(stage.now))
    page.open_part(INVOICES)
    await until(lambda: len(records("invoices.list")) == 4)
    assert [each.pill for each in records("invoices.list")] == ["Being issued", "Issued", "Issued", "Not issued"]
    said = {"v-issued": "It was sent to", "v-posted": "on its way by post", "v-refused": wallet_rows.NOTE}
    for id, text in said.items():
        page.show_invoice(id)
        await see("invoice.said", text)
    page.show_invoice("v-posted")
    await see("invoice.detail", "SF1234567890123")
    links = page.findChildren(QPushButton)
    (payment,) = [each for each in links if each.isVisible() and each.text().endswith("¥696.00")]
    payment.click()  # of its two payments one is known here
    await see("order.detail", "Paid at")
    assert page.part == ORDERS


@pytest.mark.req("R-272", "F")
async def test_others_payments_and_invoices_are_not_shown(stage: Stage) -> None:
    theirs = partial(msgspec.structs.replace, member="m-keeper")
    rows = [theirs(each) for each in wallet_rows.orders(stage.now) + wallet_rows.invoices(stage.now)]
    page = await open_with(stage, *rows, *wallet_rows.services(stage.now))
    await until(lambda: bool(records("wallet.list")))
    page.open_part(ORDERS)
    assert sees("orders.nothing", "No payment yet")
    page.open_part(INVOICES)
    assert sees("invoices.nothing", "No invoice yet")
    assert all(isinstance(each, Order | Invoice) for each in rows)
