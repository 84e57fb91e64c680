"""The demo's WeChat Pay: a page of the cloud, on which whoever looks at it pays."""

import msgspec
import pytest

from domain.orders import Order, OrderState, PayService
from domain.service import PayChannel
from tests.cloud import wallet
from tests.cloud.company import SERIAL, found_company, uid
from tests.cloud.wallet import FIRST, TERMS
from tests.cloud.world import JSON, Cloud, Problem

ORDER = uid("order")


async def test_the_code_leads_to_a_page_on_which_it_is_paid(cloud: Cloud) -> None:
    company = await found_company(cloud)
    await cloud.request("POST", "/demo/tariff", msgspec.structs.replace(TERMS, wechat=True), headers=JSON)
    act = PayService(id=ORDER, seals=[SERIAL], months=12, channel=PayChannel.WECHAT, cents=FIRST)
    await company.keeper.done(act)
    await cloud.service.post.work()
    order = await company.row(Order, ORDER)
    assert order.code_url == f"{cloud.address}/demo/pay/{order.trade}"
    page = (await cloud.request("GET", order.code_url.removeprefix(cloud.address))).decode()
    assert "¥200.00" in page
    assert order.number in page
    for _ in range(2):
        page = (await cloud.request("POST", f"/demo/pay/{order.trade}")).decode()
        assert "支付成功" in page
    paid = await company.row(Order, ORDER)
    assert (paid.state, len(paid.ends)) == (OrderState.PAID, 1)
    assert (await wallet.service(company.keeper, SERIAL)).paid
    with pytest.raises(Problem, match="404"):
        await cloud.request("GET", "/demo/pay/none")


async def test_terms_that_are_refused_are_told(cloud: Cloud) -> None:
    with pytest.raises(Problem, match="prices_unfit"):
        await cloud.request("POST", "/demo/tariff", msgspec.structs.replace(TERMS, prices=[]), headers=JSON)
    with pytest.raises(Problem, match="malformed"):
        await cloud.request("POST", "/demo/tariff", TERMS)
