"""The cloud dies, as by a power cut, while it writes down that something was paid: whoever says so says it again."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from cloud.main import main
from cloud.settings import PREFIX
from cloud.store import ledger
from cloud.store.ledger import Entry
from cloud.wallet import operating
from domain.messages import Message, Subject
from domain.orders import Order, OrderState, PayService
from domain.service import PayChannel
from domain.times import months_later
from tests.cloud import wallet, wechat_pay
from tests.cloud.company import SERIAL, Company, found_company, uid
from tests.cloud.operator.desk import Desk, Person, entries
from tests.cloud.wallet import FIRST, TERMS, service
from tests.cloud.wechat_pay import WeChatPay
from tests.cloud.world import Cloud, pull_all, running

pytestmark = [pytest.mark.flow, pytest.mark.slow]

ORDER = uid("order")
SET_UP_MS = 10 * 60_000  # so long ago the company was founded: codes of authenticators are used in their order


@pytest.fixture
async def company(tmp_path: Path, database_url: str | None, there: WeChatPay) -> AsyncIterator[Company]:
    given = wechat_pay.settings(tmp_path, there.address)
    async with running(tmp_path, database=database_url, operator_port=0, **given) as cloud:
        cloud.now = int(time.time() * 1000) - SET_UP_MS
        found = await found_company(cloud)
        await wallet.charge(cloud, msgspec.structs.replace(TERMS, wechat=True))
        yield found


def environment(cloud: Cloud, **more: Any) -> dict[str, str]:
    """That a process needs to be this cloud."""
    names = ("data", "maker_root", "database", "demo", "public_url", "operator_port")
    names += tuple(name for name in type(cloud.settings).model_fields if name.startswith("wechat_pay_"))
    given = {name: getattr(cloud.settings, name) for name in names}
    given["wechat_pay_apiv3_key"] = wechat_pay.SECRET
    return {f"{PREFIX}{name.upper()}": str(value) for name, value in given.items() if value is not None} | more


@dataclass
class Program:
    process: asyncio.subprocess.Process
    address: str
    operator: str
    http: aiohttp.ClientSession

    async def tell(self, notice: tuple[dict[str, str], bytes]) -> int:
        headers, body = notice
        async with self.http.post(f"{self.address}/v1/payments/wechat", data=body, headers=headers) as answer:
            return answer.status


@asynccontextmanager
async def program(cloud: Cloud, dies_at: str = "") -> AsyncGenerator[Program]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "main.py", "cloud", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | environment(cloud, SIGNET_KILL=dies_at),
    )
    assert process.stdout is not None
    try:
        said = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession() as http:
            yield Program(process, said["address"], said["operator"], http)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


class Elsewhere(Desk):
    """At the pages of a program."""

    def __init__(self, cloud: Cloud, program: Program) -> None:
        super().__init__(cloud)
        self.base = program.operator


async def until_dead(program: Program) -> None:
    async with asyncio.timeout(60):
        assert await program.process.wait() == 9


async def verified(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> bool:
    for name, value in environment(cloud).items():
        monkeypatch.setenv(name, value)
    return await asyncio.to_thread(main, ["--verify"]) == 0


async def paid_once(company: Company, until: int) -> None:
    """What the books say when the cloud is up again."""
    cloud, keeper = company.cloud, company.keeper
    row = await company.row(Order, ORDER)
    assert row.state is OrderState.PAID
    after = await service(keeper, SERIAL)
    assert (after.until, after.open, after.paid) == (until, None, True)
    lines = await cloud.service.database.read(lambda view: ledger.lines(view, row.organization))
    assert [(each.seal, each.entry, each.cents) for each in lines] == [(SERIAL, Entry.PAID, FIRST)]
    assert await cloud.service.database.read(operating.payment_faults) == []
    keeper.cursors.clear()
    keeper.signed_in = await keeper.enter()
    told = [each.code for each in (await pull_all(keeper)).of(Message) if each.subject is Subject.ORDER]
    assert told == ["order_paid"]


@pytest.mark.parametrize("dies_at", ["payment_before_commit", "payment_after_commit"])
async def test_a_notice_whose_booking_was_cut_off_is_booked_once(
    company: Company, there: WeChatPay, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    cloud = company.cloud
    trial = (await service(company.keeper, SERIAL)).until
    await company.keeper.done(PayService(id=ORDER, seals=[SERIAL], months=12, channel=PayChannel.WECHAT, cents=FIRST))
    await cloud.service.post.work()
    order = await company.row(Order, ORDER)
    await cloud.stop()
    there.status = 500  # nobody learns of it by asking
    there.pay(order.trade, cloud.now)
    async with program(cloud, dies_at) as first:
        with pytest.raises(aiohttp.ClientError):
            await first.tell(there.notice(order.trade, int(time.time() * 1000)))
        await until_dead(first)
    async with program(cloud) as second:
        for _ in range(2):
            assert await second.tell(there.notice(order.trade, int(time.time() * 1000))) == 200
    assert await verified(cloud, monkeypatch)
    await cloud.start()
    await paid_once(company, months_later(trial, 12))


@pytest.mark.parametrize("dies_at", ["operator_before_commit", "operator_after_commit"])
async def test_a_review_that_was_cut_off_is_done_once_or_not_at_all(
    company: Company, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    """He sees whether it was done, and does it again; the trail tells of it once."""
    cloud, where = company.cloud, company.owner.organization
    await wallet.pay_offline(company.keeper, ORDER, SERIAL)
    person = await Person.known(cloud, "zhao")
    async with Desk(cloud) as desk:
        await desk.enter(person)
        cookies = desk.cookies()
    await cloud.stop()
    path, of = f"/orders/{where}/{ORDER}", {"organization": where, "subject": ORDER}
    async with program(cloud, dies_at) as first, Elsewhere(cloud, first) as desk:
        desk.steal(cookies)
        with pytest.raises(aiohttp.ClientError):
            await desk.do(path, operating.PASS, **of)
        await until_dead(first)
    async with program(cloud) as second, Elsewhere(cloud, second) as desk:
        desk.steal(cookies)
        again = await desk.do(path, operating.PASS, **of)
        done = any("支付成功，服务期已延长" in each for each in again.said)
        assert done == (dies_at == "operator_before_commit"), again.why
        assert (await desk.do(path, operating.PASS, **of)).status == 422
    assert await verified(cloud, monkeypatch)
    await cloud.start()
    row = await company.row(Order, ORDER)
    assert row.paid_at is not None
    trail = [each.code for each in await entries(cloud) if each.act == operating.PASS]
    assert trail == ["", *["order_not_in_review"] * (1 if done else 2)]
    trial = (await service(company.keeper, SERIAL)).trial_until
    await paid_once(company, months_later(trial, 12))
