"""What somebody gives back in WeChat Pay's own merchant platform, told of by it or found when it is asked."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cloud.store import jobs, ledger
from cloud.store.ledger import Entry
from cloud.wallet import operating, returns, verify
from cloud.wallet.bringing import InvoiceFile
from domain.ids import new_id
from domain.messages import Message, Subject
from domain.orders import Order, OrderState, PayService
from domain.service import PayChannel
from domain.times import months_later
from domain.uses import DAY_MS
from tests.cloud import wallet, wechat_pay
from tests.cloud.company import SERIAL, Company, found_company, refused, uid
from tests.cloud.operator.desk import Desk, Person
from tests.cloud.wallet import FIRST, RENEWAL, TERMS, operate, service
from tests.cloud.wechat_pay import WeChatPay
from tests.cloud.world import Cloud, Problem, pull_all, running
from tests.databases import Backup

ORDER, NUMBER = uid("order"), "mch0001"
REFUND = f"5030{NUMBER}"  # as WeChat Pay calls it
PART = FIRST // 4


@pytest.fixture
async def company(tmp_path: Path, database_url: str | None, there: WeChatPay) -> AsyncIterator[Company]:
    given = wechat_pay.settings(tmp_path, there.address)
    async with running(tmp_path, database=database_url, operator_port=0, **given) as cloud:
        found = await found_company(cloud)
        await wallet.charge(cloud, msgspec.structs.replace(TERMS, wechat=True))
        yield found


async def ordered(company: Company) -> Order:
    act = PayService(id=ORDER, seals=[SERIAL], months=12, channel=PayChannel.WECHAT, cents=FIRST)
    await company.keeper.done(act)
    await company.cloud.service.post.work()
    return await company.row(Order, ORDER)


async def paid(company: Company, there: WeChatPay) -> Order:
    cloud, order = company.cloud, await ordered(company)
    there.pay(order.trade, cloud.now)
    await tell(cloud, there.notice(order.trade, cloud.now))
    return await company.row(Order, ORDER)


async def tell(cloud: Cloud, notice: tuple[dict[str, str], bytes]) -> Any:
    headers, body = notice
    return json.loads(await cloud.request("POST", "/v1/payments/wechat", body, headers=headers))


async def waiting(cloud: Cloud) -> list[str]:
    return [each.why for each in await cloud.service.database.read(operating.payment_faults)]


async def told(company: Company) -> list[str]:
    """The payer's messages of his order, in their order."""
    company.keeper.cursors.clear()
    company.keeper.signed_in = await company.keeper.enter()
    found = [row for row in (await pull_all(company.keeper)).of(Message) if row.subject is Subject.ORDER]
    return [row.code for row in sorted(found, key=lambda row: (row.at, row.id))]


async def entries(company: Company) -> list[Entry]:
    where = company.owner.organization
    found = await company.cloud.service.database.read(lambda view: ledger.lines(view, where))
    return [each.entry for each in found]


async def agrees(company: Company) -> bool:
    where = company.owner.organization
    return not await company.cloud.service.database.read(lambda view: list(verify.wrong(view, where)))


async def test_all_of_it_takes_the_service_back_once(company: Company, there: WeChatPay) -> None:
    cloud = company.cloud
    trial = (await service(company.keeper, SERIAL)).until
    order = await paid(company, there)
    there.give_back(order.trade, FIRST, NUMBER)
    cloud.now += DAY_MS
    for _ in range(3):
        await tell(cloud, there.refund(NUMBER, cloud.now))
    back = await company.row(Order, ORDER)
    assert (back.state, back.back_cents, back.refunded_outside) == (OrderState.REFUNDED, FIRST, True)
    after = await service(company.keeper, SERIAL)
    assert (after.until, after.paid) == (trial, False)
    assert await entries(company) == [Entry.PAID, Entry.REFUNDED]
    assert await told(company) == ["order_paid", "order_refunded_outside"]
    asked = len(there.refunds)
    await cloud.service.post.work()  # nobody asks for it once more
    assert (len(there.refunds), await waiting(cloud)) == (asked, [])
    assert await cloud.service.database.read(lambda view: jobs.failed(view, 9)) == []
    await tell(cloud, there.notice(order.trade, cloud.now))  # the payment, told once more
    assert (await company.row(Order, ORDER)).state is OrderState.REFUNDED
    assert await agrees(company)


async def test_a_part_of_it_takes_no_service_and_the_operator_gives_the_rest_back(
    company: Company, there: WeChatPay
) -> None:
    cloud = company.cloud
    trial = (await service(company.keeper, SERIAL)).until
    order = await paid(company, there)
    once = await service(company.keeper, SERIAL)
    there.give_back(order.trade, PART, NUMBER)
    there.give_back(order.trade, PART, "mch0002")
    for number in (NUMBER, "mch0002", NUMBER):
        cloud.now += 1000
        await tell(cloud, there.refund(number, cloud.now))
    part = await company.row(Order, ORDER)
    assert (part.state, part.back_cents, part.kept_cents) == (OrderState.PAID, 2 * PART, FIRST - 2 * PART)
    assert await service(company.keeper, SERIAL) == once
    assert await told(company) == ["order_paid", "order_partly_refunded", "order_partly_refunded"]
    assert await agrees(company)
    cloud.now += 1000
    await operate(cloud, operating.refund, order.organization, ORDER, "停用")
    await cloud.service.post.work()
    assert there.refunds[order.trade]["amount"] == {"refund": FIRST - 2 * PART, "total": FIRST, "currency": "CNY"}
    await tell(cloud, there.refund(order.trade, cloud.now))  # our own
    back = await company.row(Order, ORDER)
    assert (back.state, back.refunded_outside) == (OrderState.REFUNDED, False)
    assert ((await service(company.keeper, SERIAL)).until, await agrees(company)) == (trial, True)
    assert (await told(company))[-1] == "order_refunded"


async def test_nobody_has_told_and_it_is_found_within_a_week(company: Company, there: WeChatPay) -> None:
    """WeChat Pay does not say how much it was: the operator does, by its number; a late notice is the same refund."""
    cloud, where = company.cloud, company.owner.organization
    trial = (await service(company.keeper, SERIAL)).until
    order = await paid(company, there)
    for _ in range(40):
        cloud.now += DAY_MS
        await cloud.service.post.work()
    looks = sum(each.startswith("GET") for each in there.asked)
    assert 5 <= looks <= 10
    there.give_back(order.trade, FIRST, NUMBER)
    for _ in range(8):
        cloud.now += DAY_MS
        await cloud.service.post.work()
    row = await company.row(Order, ORDER)
    assert (row.state, await waiting(cloud)) == (OrderState.PAID, ["outside"])
    person = await Person.known(cloud, "zhao")
    async with Desk(cloud) as desk:
        await desk.enter(person)
        listed = (await desk.get("/faults")).text
        assert "在商户平台退款，金额待登记" in listed
        page, named = f"/faults/outside/{order.trade}/{order.transaction}", {"subject": order.trade}
        for number, amount, why in (
            (REFUND, "一百", "请填写金额，如 1234.50。"),
            (REFUND, "0", "退款金额须大于零，且与已退金额合计不超过订单金额 ¥200.00。"),
            (REFUND, "200.01", "退款金额须大于零，且与已退金额合计不超过订单金额 ¥200.00。"),
            ("", "200", "请填写此项。"),
        ):
            assert (await desk.do(page, returns.WRITE, **named, refund=number, amount=amount)).why == [why]
        assert (await company.row(Order, ORDER)).back_cents == 0
        done = await desk.do(page, returns.WRITE, **named, refund=REFUND, amount="200")
        assert (done.said, done.path) == ([f"订单 {order.number} 的退款已登记。"], "/faults")
        shown = (await desk.get(f"/orders/{where}/{ORDER}")).text
        for word in ("已退款", REFUND, "zhao", "¥200.00"):
            assert word in shown, word
    await tell(cloud, there.refund(NUMBER, cloud.now))
    back = await company.row(Order, ORDER)
    assert (back.refunded_outside, (await service(company.keeper, SERIAL)).until) == (True, trial)
    assert (await waiting(cloud), await agrees(company)) == ([], True)
    assert await told(company) == ["order_paid", "order_refunded_outside"]


async def test_what_is_told_after_it_was_found_waits_for_nobody(company: Company, there: WeChatPay) -> None:
    cloud, order = company.cloud, await paid(company, there)
    there.give_back(order.trade, PART, NUMBER)
    cloud.now += DAY_MS
    await cloud.service.post.work()
    assert await waiting(cloud) == ["outside"]
    await tell(cloud, there.refund(NUMBER, cloud.now))
    assert await waiting(cloud) == []
    (fault,) = await cloud.service.database.read(lambda view: operating.payment_faults(view, every=True))
    assert (fault.dealt_by, fault.note) == (returns.WECHAT, f"{REFUND} ¥50.00")
    assert ((await company.row(Order, ORDER)).back_cents, await agrees(company)) == (PART, True)


@pytest.mark.parametrize("notice", ["told of the refund first", "told of nothing"])
async def test_an_order_that_was_paid_and_given_back_unheard_of(
    company: Company, there: WeChatPay, notice: str
) -> None:
    cloud, order = company.cloud, await ordered(company)
    there.pay(order.trade, cloud.now)
    there.give_back(order.trade, FIRST, NUMBER)
    if notice == "told of the refund first":
        await tell(cloud, there.refund(NUMBER, cloud.now))
        assert await agrees(company)
    else:
        cloud.now += 60_000
    await cloud.service.post.work()
    row = await company.row(Order, ORDER)
    if notice == "told of the refund first":
        assert (row.state, await waiting(cloud)) == (OrderState.REFUNDED, [])
    else:
        assert (row.state, await waiting(cloud)) == (OrderState.PAID, ["outside"])
    assert ((await service(company.keeper, SERIAL)).open, await agrees(company)) == (None, True)


async def test_what_does_not_fit_its_order_is_looked_at_and_changes_nothing(company: Company, there: WeChatPay) -> None:
    cloud, order = company.cloud, await paid(company, there)
    once = await service(company.keeper, SERIAL)
    there.give_back(order.trade, PART, NUMBER)
    amount = {"total": FIRST, "refund": PART, "payer_total": FIRST, "payer_refund": PART}
    for index, wrong in enumerate(
        ({"refund": FIRST + 1}, {"refund": 0}, {"total": FIRST - 1}, {"currency": "USD"}),
    ):
        notice = there.refund(NUMBER, cloud.now, amount={**amount, **wrong}, refund_id=f"{index}")
        await tell(cloud, notice)
        await tell(cloud, notice)
    assert await waiting(cloud) == ["amount"] * 4
    for notice in (
        there.refund(NUMBER, cloud.now, by="somebody"),
        there.refund(NUMBER, cloud.now - 6 * 60_000),
        there.refund(NUMBER, cloud.now, mchid="1900000002"),
        there.refund(NUMBER, cloud.now, amount="all"),
    ):
        with pytest.raises(Problem, match="401"):
            await tell(cloud, notice)
    await tell(cloud, there.refund(NUMBER, cloud.now, refund_status="CLOSED"))  # nothing has come of it
    await tell(cloud, there.refund(NUMBER, cloud.now, out_trade_no="nobody"))
    assert await company.row(Order, ORDER) == order
    assert (await service(company.keeper, SERIAL), await agrees(company)) == (once, True)


async def test_an_invoice_over_it_is_not_issued_and_has_to_be_taken_back(company: Company, there: WeChatPay) -> None:
    cloud, where = company.cloud, company.owner.organization
    order = await paid(company, there)
    invoice, second = uid("invoice"), uid("second invoice")
    await company.keeper.done(wallet.ask(invoice, ORDER))
    there.give_back(order.trade, PART, NUMBER)
    await tell(cloud, there.refund(NUMBER, cloud.now))
    assert await waiting(cloud) == ["invoiced"]
    file = InvoiceFile("发票.pdf", wallet.PDF)
    done = await operate(cloud, operating.issue_invoice, where, invoice, "1", file, "")
    assert (done.code, done.detail) == ("invoice_orders_refunded", "¥150.00")
    await operate(cloud, operating.refuse_invoice, where, invoice, "部分退款")
    await company.keeper.done(wallet.ask(second, ORDER))
    issued = await operate(cloud, operating.issue_invoice, where, second, "2", file, "")
    assert issued.cents == FIRST - PART
    there.give_back(order.trade, FIRST - PART, "mch0002")
    await tell(cloud, there.refund("mch0002", cloud.now))
    row = await company.row(Order, ORDER)
    assert (row.state, row.invoice) == (OrderState.REFUNDED, second)
    await operate(cloud, operating.refuse_invoice, where, second, "退款")
    assert await refused(company.keeper, wallet.ask(uid("third"), ORDER)) == "order_not_paid"
    assert await agrees(company)


async def test_a_cloud_that_was_restored_hears_of_a_refund_it_had_asked_for_itself(
    company: Company, there: WeChatPay, backup: Backup
) -> None:
    cloud, where = company.cloud, company.owner.organization
    trial = (await service(company.keeper, SERIAL)).until
    order = await paid(company, there)
    await cloud.stop()
    backup.keep()
    await cloud.start()
    await operate(cloud, operating.refund, where, ORDER, "重复交费")
    await cloud.service.post.work()
    await cloud.stop()
    backup.restore()
    await cloud.start()
    assert (await company.row(Order, ORDER)).state is OrderState.PAID
    await tell(cloud, there.refund(order.trade, cloud.now))
    assert ((await service(company.keeper, SERIAL)).until, await agrees(company)) == (trial, True)
    company.keeper.stream, company.keeper.seq = new_id(), 0
    await company.keeper.done(
        PayService(id=uid("again"), seals=[SERIAL], months=12, channel=PayChannel.WECHAT, cents=FIRST)
    )


async def test_after_it_the_next_payment_is_the_first_again(company: Company, there: WeChatPay) -> None:
    cloud, order = company.cloud, await paid(company, there)
    second = PayService(id=uid("second"), seals=[SERIAL], months=12, channel=PayChannel.WECHAT, cents=RENEWAL)
    there.give_back(order.trade, FIRST, NUMBER)
    await tell(cloud, there.refund(NUMBER, cloud.now))
    assert await refused(company.keeper, second) == "amount_differs"
    trial = (await service(company.keeper, SERIAL)).until
    await company.keeper.done(msgspec.structs.replace(second, cents=FIRST))
    await cloud.service.post.work()
    row = await company.row(Order, uid("second"))
    there.pay(row.trade, cloud.now)
    await tell(cloud, there.notice(row.trade, cloud.now))
    assert (await service(company.keeper, SERIAL)).until == months_later(trial, 12)
