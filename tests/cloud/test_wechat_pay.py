"""WeChat Pay from the order to the money: notices that are late, forged, repeated or never come; a WeChat Pay that is
slow, away or somebody else."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cloud import sweeps
from cloud.store import jobs, ledger
from cloud.wallet import operating
from cloud.wallet.wechat_pay import WeChatPay as Account
from domain.ids import new_id
from domain.messages import Message, Subject
from domain.orders import CLOSES_AFTER_MS, CancelOrder, Order, OrderState, PayService
from domain.service import PayChannel
from domain.times import months_later
from tests.cloud import wallet, wechat_pay
from tests.cloud.company import SERIAL, Company, found_company, refused, uid
from tests.cloud.wallet import FIRST, RENEWAL, TERMS, operate, service
from tests.cloud.wechat_pay import WeChatPay
from tests.cloud.world import Cloud, Problem, pull_all, running
from tests.databases import Backup

ORDER = uid("order")
NOTICE = "/v1/payments/wechat"
SPENT = 60_000


@pytest.fixture
async def company(tmp_path: Path, database_url: str | None, there: WeChatPay) -> AsyncIterator[Company]:
    """In a cloud with an account at this WeChat Pay."""
    given = wechat_pay.settings(tmp_path, there.address)
    async with running(tmp_path, database=database_url, **given) as cloud:
        found = await found_company(cloud)
        await wallet.charge(cloud, msgspec.structs.replace(TERMS, wechat=True))
        yield found


def pay(id: str = ORDER, cents: int = FIRST) -> PayService:
    return PayService(id=id, seals=[SERIAL], months=12, channel=PayChannel.WECHAT, cents=cents)


async def ordered(company: Company, id: str = ORDER) -> Order:
    """With its code."""
    await company.keeper.done(pay(id))
    await company.cloud.service.post.work()
    return await company.row(Order, id)


async def tell(cloud: Cloud, notice: tuple[dict[str, str], bytes]) -> Any:
    headers, body = notice
    return json.loads(await cloud.request("POST", NOTICE, body, headers=headers))


async def refused_notice(cloud: Cloud, notice: tuple[dict[str, str], bytes]) -> str:
    with pytest.raises(Problem) as caught:
        await tell(cloud, notice)
    return caught.value.code


async def faults(cloud: Cloud) -> list[str]:
    return [each.why for each in await cloud.service.database.read(operating.payment_faults)]


@pytest.mark.req("R-260", "R-266")
async def test_an_order_is_paid_and_the_service_grows(company: Company, there: WeChatPay) -> None:
    cloud = company.cloud
    trial = (await service(company.keeper, SERIAL)).until
    order = await ordered(company)
    assert (order.state, order.closes_at) == (OrderState.WAITING, cloud.now + CLOSES_AFTER_MS)
    assert order.code_url.startswith("weixin://wxpay/bizpayurl")
    said = there.orders[order.trade].said
    assert (said["amount"]["total"], said["notify_url"]) == (FIRST, f"https://seals.example.com{NOTICE}")
    cloud.now += SPENT
    there.pay(order.trade, cloud.now - 1000)
    assert await tell(cloud, there.notice(order.trade, cloud.now)) == {"code": "SUCCESS"}
    paid = await company.row(Order, ORDER)
    assert (paid.state, paid.paid_at, paid.code_url) == (OrderState.PAID, cloud.now - 1000, "")
    assert paid.transaction == there.orders[order.trade].transaction
    after = await service(company.keeper, SERIAL)
    assert (after.until, after.open) == (months_later(trial, 12), None)
    told = [row.code for row in (await pull_all(company.keeper)).of(Message) if row.subject is Subject.ORDER]
    assert told == ["order_paid"]


@pytest.mark.req("I-16")
async def test_five_notices_are_one_payment(company: Company, there: WeChatPay) -> None:
    cloud, order = company.cloud, await ordered(company)
    there.pay(order.trade, cloud.now)
    notices = [there.notice(order.trade, cloud.now) for _ in range(4)]
    await asyncio.gather(*(tell(cloud, each) for each in [*notices, notices[0]]))
    once = (await service(company.keeper, SERIAL)).until
    cloud.now += SPENT
    await tell(cloud, there.notice(order.trade, cloud.now))
    await cloud.service.post.work()
    assert (await service(company.keeper, SERIAL)).until == once
    lines = await cloud.service.database.read(lambda view: ledger.lines(view, order.organization))
    assert [(each.seal, each.cents) for each in lines] == [(SERIAL, FIRST)]
    assert await faults(cloud) == []


async def test_what_wechat_pay_has_not_said_just_now_changes_nothing(company: Company, there: WeChatPay) -> None:
    cloud, order = company.cloud, await ordered(company)
    there.pay(order.trade, cloud.now)
    good = there.notice(order.trade, cloud.now)
    headers, body = good
    forged: list[tuple[dict[str, str], bytes]] = [
        there.notice(order.trade, cloud.now, by="somebody"),
        there.notice(order.trade, cloud.now, secret="f" * 32),
        there.notice(order.trade, cloud.now - 5 * 60_000 - 1000),
        there.notice(order.trade, cloud.now + 5 * 60_000 + 1000),
        there.notice(order.trade, cloud.now, mchid="1900000002"),
        there.notice(order.trade, cloud.now, appid="wx2"),
        ({**headers, "Wechatpay-Timestamp": str(cloud.now // 1000 + 1)}, body),
        ({**headers, "Wechatpay-Timestamp": "now"}, body),
        ({**headers, "Wechatpay-Serial": "5157F09EFDC096DE15EBE81A47057A73"}, body),
        ({**headers, "Wechatpay-Signature-Type": "NONE"}, body),
        ({**headers, "Wechatpay-Signature": "WECHATPAY/SIGNTEST/xx"}, body),
        (headers, body.replace(b"transaction", b"transactiom")),
        (wechat_pay.signed("[]", cloud.now // 1000), b"[]"),
        (wechat_pay.signed("{", cloud.now // 1000), b"{"),
        ({}, body),
    ]
    asked = len(there.asked)
    for notice in forged:
        assert await refused_notice(cloud, notice) == "bad_signature"
    assert len(there.asked) == asked  # nobody makes us ask for certificates
    assert (await company.row(Order, ORDER)).state is OrderState.WAITING
    await tell(cloud, good)
    assert (await company.row(Order, ORDER)).state is OrderState.PAID


async def test_another_amount_pays_for_nothing_and_is_shown_to_the_operator(company: Company, there: WeChatPay) -> None:
    cloud, order = company.cloud, await ordered(company)
    there.pay(order.trade, cloud.now, cents=1)
    for _ in range(2):
        await tell(cloud, there.notice(order.trade, cloud.now))
    assert (await company.row(Order, ORDER)).state is OrderState.WAITING
    foreign = {"total": FIRST, "currency": "USD"}
    await tell(cloud, there.notice(order.trade, cloud.now, transaction_id="2", amount=foreign))
    await tell(cloud, there.notice(order.trade, cloud.now, out_trade_no="nobody", transaction_id="3"))
    assert sorted(await faults(cloud)) == ["amount", "amount", "unknown"]


async def test_a_second_payment_of_the_same_order_is_the_operators(company: Company, there: WeChatPay) -> None:
    cloud, order = company.cloud, await ordered(company)
    there.pay(order.trade, cloud.now)
    await tell(cloud, there.notice(order.trade, cloud.now))
    once = await service(company.keeper, SERIAL)
    there.pay(order.trade, cloud.now)
    await tell(cloud, there.notice(order.trade, cloud.now))
    assert await service(company.keeper, SERIAL) == once
    assert await faults(cloud) == ["second"]


async def test_a_notice_that_never_comes_is_asked_for(company: Company, there: WeChatPay) -> None:
    cloud, order = company.cloud, await ordered(company)
    there.pay(order.trade, cloud.now)
    await cloud.service.post.work()
    assert (await company.row(Order, ORDER)).state is OrderState.WAITING  # not asked so soon
    cloud.now += SPENT
    await cloud.service.post.work()
    assert (await company.row(Order, ORDER)).state is OrderState.PAID


async def test_an_order_that_nobody_pays_is_asked_after_seldomer_and_closed(company: Company, there: WeChatPay) -> None:
    cloud, order = company.cloud, await ordered(company)
    end = cloud.now + CLOSES_AFTER_MS
    while cloud.now < end:
        cloud.now += SPENT
        await cloud.service.post.work()
    looks = sum(each.startswith("GET") for each in there.asked)
    assert 5 < looks < 15
    closed = await company.row(Order, ORDER)
    assert (closed.state, there.orders[order.trade].state) == (OrderState.CLOSED, "CLOSED")
    assert (await service(company.keeper, SERIAL)).open is None
    company.keeper.signed_in = await company.keeper.enter()
    await company.keeper.done(pay(uid("again")))


@pytest.mark.req("I-16")
async def test_who_pays_at_the_last_moment_has_paid(company: Company, there: WeChatPay) -> None:
    """Also where he has cancelled meanwhile: it is money, and the next payment is a renewal."""
    cloud, order = company.cloud, await ordered(company)
    trial = (await service(company.keeper, SERIAL)).until
    there.pay(order.trade, cloud.now)
    await company.keeper.done(CancelOrder(order=ORDER))
    await cloud.service.post.work()
    assert (await company.row(Order, ORDER)).state is OrderState.PAID
    await company.keeper.done(pay(uid("second"), RENEWAL))
    await cloud.service.post.work()
    second = await company.row(Order, uid("second"))
    there.pay(second.trade, cloud.now + 1)
    await tell(cloud, there.notice(second.trade, cloud.now))
    assert (await service(company.keeper, SERIAL)).until == months_later(trial, 24)


async def test_who_pays_while_it_is_being_closed_has_paid(company: Company, there: WeChatPay) -> None:
    """Between the look and the end: it does not close, and is looked at again."""
    cloud, order = company.cloud, await ordered(company)
    there.pays_before_close = True
    await company.keeper.done(CancelOrder(order=ORDER))
    there.paid_at = cloud.now
    await cloud.service.post.work()
    assert (await company.row(Order, ORDER)).state is OrderState.CLOSED
    cloud.now += SPENT
    await cloud.service.post.work()
    paid = await company.row(Order, ORDER)
    assert (paid.state, paid.transaction) == (OrderState.PAID, there.orders[order.trade].transaction)


async def test_a_cancelled_order_is_closed_there_as_well(company: Company, there: WeChatPay) -> None:
    order = await ordered(company)
    assert await refused(company.owner, pay(uid("second"))) == "order_open"
    await company.keeper.done(CancelOrder(order=ORDER))
    await company.cloud.service.post.work()
    assert there.orders[order.trade].state == "CLOSED"
    await company.owner.done(pay(uid("second")))


@pytest.mark.parametrize("trouble", ["500", "another's signature", "slow"])
async def test_while_it_is_away_the_order_says_so(company: Company, there: WeChatPay, trouble: str) -> None:
    cloud = company.cloud
    if trouble == "500":
        there.status = 500
    elif trouble == "slow":
        there.held = asyncio.Event()
        assert isinstance(cloud.service.pay, Account)
        cloud.service.pay._library._core._timeout = (1, 0.2)
    else:
        there.signs_by = "somebody"
    order = await ordered(company)
    assert (order.code_url, order.code_why) == ("", "pay_away")
    if there.held is not None:
        there.held.set()
    there.status, there.signs_by, there.held = 0, "wechat", None
    cloud.now += SPENT
    await cloud.service.post.work()
    order = await company.row(Order, ORDER)
    assert (order.code_url != "", order.code_why) == (True, "")


async def test_what_it_does_not_take_is_said_and_can_be_cancelled(company: Company, there: WeChatPay) -> None:
    there.status = 400
    order = await ordered(company)
    assert (order.code_url, order.code_why) == ("", "pay_rejected")
    there.status = 0
    await company.keeper.done(CancelOrder(order=ORDER))
    await company.cloud.service.post.work()
    assert (await service(company.keeper, SERIAL)).open is None


async def test_an_order_of_which_wechat_pay_says_nothing_is_closed_all_the_same(
    company: Company, there: WeChatPay
) -> None:
    """Else nobody pays for its seal any more. What was paid for it meanwhile is found when it speaks again."""
    cloud, order = company.cloud, await ordered(company)
    cloud.service.database.posted.clear()  # it is asked when this test says so, and not once more while it is silent
    there.status = 400
    cloud.now += SPENT
    await cloud.service.post.work()  # which is the end of its being asked after
    cloud.now = order.made_at + CLOSES_AFTER_MS + sweeps.UNHEARD_MS - 1
    await sweeps.sweep(cloud.service)
    assert (await company.row(Order, ORDER)).state is OrderState.WAITING
    cloud.now += 1
    await sweeps.sweep(cloud.service)
    assert (await company.row(Order, ORDER)).state is OrderState.CLOSED
    assert (await service(company.owner, SERIAL)).open is None
    there.status = 0
    there.pay(order.trade, order.made_at)
    await cloud.service.post.work()
    assert (await company.row(Order, ORDER)).state is OrderState.PAID


async def test_where_nothing_is_charged_any_more_open_orders_are_closed_and_late_money_counts(
    company: Company, there: WeChatPay
) -> None:
    cloud, order = company.cloud, await ordered(company)
    trial = (await service(company.keeper, SERIAL)).until
    await cloud.service.database.write(lambda unit: operating.take_tariff_away(cloud.service, unit, cloud.now))
    closed = await company.row(Order, ORDER)
    assert (closed.state, closed.code_url, (await service(company.keeper, SERIAL)).open) == ("closed", "", None)
    there.pay(order.trade, cloud.now)
    await cloud.service.post.work()
    assert (await company.row(Order, ORDER)).state is OrderState.PAID
    row = await service(company.keeper, SERIAL)
    assert (row.free, row.until, row.remind_at) == (True, months_later(trial, 12), None)
    await operate(cloud, operating.refund, order.organization, ORDER, "已停止收费")
    assert (await service(company.keeper, SERIAL)).until == trial


async def test_who_is_slow_holds_nobody_else_up(company: Company, there: WeChatPay) -> None:
    there.held = asyncio.Event()
    await company.keeper.done(pay())
    assert await refused(company.owner, pay(uid("second"))) == "order_open"
    there.held.set()
    await company.cloud.service.post.work()
    assert (await company.row(Order, ORDER)).code_url


async def test_after_a_restart_it_goes_on(company: Company, there: WeChatPay) -> None:
    cloud, order = company.cloud, await ordered(company)
    await cloud.stop()
    there.pay(order.trade, cloud.now)
    cloud.now += SPENT
    await cloud.start()
    await cloud.service.post.work()
    assert (await company.row(Order, ORDER)).state is OrderState.PAID


async def test_a_cloud_that_was_restored_finds_what_was_paid_since(
    company: Company, there: WeChatPay, backup: Backup
) -> None:
    """The console offers its order again, as it does with all that the backup does not know."""
    cloud, keeper = company.cloud, company.keeper
    await cloud.stop()
    backup.keep()
    await cloud.start()
    order = await ordered(company)
    there.pay(order.trade, cloud.now)
    await tell(cloud, there.notice(order.trade, cloud.now))
    paid = await service(keeper, SERIAL)
    await cloud.stop()
    backup.restore()
    await cloud.start()
    assert not (await service(keeper, SERIAL)).paid
    await tell(cloud, there.notice(order.trade, cloud.now))
    assert await faults(cloud) == ["unknown"]  # as long as nobody has offered it
    keeper.stream, keeper.seq = new_id(), 0
    await keeper.done(pay())
    cloud.now += SPENT
    await cloud.service.post.work()
    again = await company.row(Order, ORDER)
    assert (again.state, order.number, again.number) == (OrderState.PAID, "20260101-000001", "20260101-2-000001")
    assert (await service(keeper, SERIAL)).until == paid.until
    assert await faults(cloud) == []


async def test_money_is_given_back_once(company: Company, there: WeChatPay) -> None:
    cloud, order = company.cloud, await ordered(company)
    there.pay(order.trade, cloud.now)
    await tell(cloud, there.notice(order.trade, cloud.now))
    await operate(cloud, operating.refund, order.organization, ORDER, "重复交费")
    there.status = 500
    await cloud.service.post.work()
    there.status = 0
    cloud.now += SPENT
    await cloud.service.post.work()
    assert [each["amount"]["refund"] for each in there.refunds.values()] == [FIRST]
    await tell(cloud, there.refund(order.trade, cloud.now))
    await tell(cloud, there.notice(order.trade, cloud.now))  # the payment, told once more
    assert (await company.row(Order, ORDER)).state is OrderState.REFUNDED
    assert not (await service(company.keeper, SERIAL)).paid
    await tell(cloud, there.refund(order.trade, cloud.now, refund_status="ABNORMAL"))
    assert await faults(cloud) == ["refund"]


async def test_a_refund_that_does_not_come_about_is_seen(company: Company, there: WeChatPay) -> None:
    """WeChat Pay answers that with 200 as well."""
    cloud, order = company.cloud, await ordered(company)
    there.pay(order.trade, cloud.now)
    await tell(cloud, there.notice(order.trade, cloud.now))
    await operate(cloud, operating.refund, order.organization, ORDER, "重复交费")
    there.refund_is = "ABNORMAL"
    await cloud.service.post.work()
    (left,) = await cloud.service.database.read(lambda view: jobs.failed(view, 9))
    assert (left.topic, left.why) == ("pay_refund", "refund ABNORMAL")


async def test_nobody_asks_but_the_merchant(company: Company, there: WeChatPay) -> None:
    async with company.cloud.http.get(f"{there.address}/v3/pay/transactions/out-trade-no/x") as answer:
        assert answer.status == 401
    assert there.refused == 1
