"""A bucket that does not answer keeps the operator waiting who asks for it, and nobody else."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from cloud.store import releases
from cloud.stored import Bucket, Stored
from domain.invoices import Invoice, InvoiceState
from domain.orders import Order, OrderState
from tests.cloud import wallet
from tests.cloud.act_table import application
from tests.cloud.company import SERIAL, Company, uid
from tests.cloud.operator.desk import Answer, Desk, entries
from tests.cloud.test_firmware import NEW, release
from tests.cloud.world import Cloud

ORDER, INVOICE = uid("order"), uid("invoice")
AWAY = ["文件存储暂时无法使用，未做任何更改，请稍后再试。"]
pytestmark = pytest.mark.usefixtures("company")  # the operator is made known in its cloud


@dataclass
class Silent:
    """Takes each connection, and says nothing until it is `over`."""

    met: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.met.set()
        await self.over.wait()
        writer.close()


@asynccontextmanager
async def hanging(cloud: Cloud) -> AsyncGenerator[Silent]:
    """The files of this cloud lie in a bucket that does not answer."""
    silent, uploads = Silent(), cloud.service.uploads
    before = uploads.files
    async with await asyncio.start_server(silent.take, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        uploads.files = Stored(before.folder, Bucket("b", f"http://127.0.0.1:{port}", "", "", ""), 0.1)
        try:
            yield silent
        finally:
            silent.over.set()
            uploads.files = before


async def while_it_hangs(company: Company, desk: Desk, *what: str, **fields: Any) -> Answer:
    """What the operator is told in the end; meanwhile a console pushes, and is answered."""
    async with hanging(company.cloud) as silent:
        async with asyncio.TaskGroup() as group:
            asked = group.create_task(desk.do(*what, **fields))
            await silent.met.wait()
            await company.member.done(application(company))
            assert not asked.done()
            silent.over.set()
        return asked.result()


async def refused_last(company: Company) -> tuple[str, str]:
    entry = (await entries(company.cloud))[-1]
    return entry.act, entry.code


@pytest.mark.req("R-271")
async def test_nobody_waits_for_the_file_of_an_invoice(company: Company, desk: Desk) -> None:
    of = company.owner.organization
    await wallet.has_paid(company.keeper, ORDER, SERIAL)
    await company.keeper.done(wallet.ask(INVOICE, ORDER))
    what = {"organization": of, "subject": INVOICE, "number": "26312000000012345678", "file": wallet.PDF}
    path = f"/invoices/{of}/{INVOICE}"
    answer = await while_it_hangs(company, desk, path, "IssueInvoice", **what)
    assert (answer.status, answer.why) == (422, AWAY)
    assert (await wallet.stored(company.cloud, Invoice, of, INVOICE)).state is InvoiceState.ISSUING
    assert await refused_last(company) == ("IssueInvoice", "files_away")
    assert (await desk.do(path, "IssueInvoice", **what)).said == ["已开票：26312000000012345678。"]
    row = await wallet.stored(company.cloud, Invoice, of, INVOICE)
    assert await company.keeper.request("GET", f"/v1/files/{of}/{row.file}") == wallet.PDF


@pytest.mark.req("R-267")
async def test_nobody_waits_for_the_voucher_of_a_payment(company: Company, desk: Desk) -> None:
    of = company.owner.organization
    await wallet.pay_offline(company.keeper, ORDER, SERIAL)
    path, what = f"/orders/{of}/{ORDER}", {"organization": of, "subject": ORDER}
    answer = await while_it_hangs(company, desk, path, "PassPayment", **what)
    assert (answer.status, answer.why) == (422, AWAY)
    assert (await wallet.stored(company.cloud, Order, of, ORDER)).state is OrderState.IN_REVIEW
    assert len((await desk.do(path, "PassPayment", **what)).said) == 1
    assert (await wallet.stored(company.cloud, Order, of, ORDER)).state is OrderState.PAID


async def test_nobody_waits_for_the_image_of_a_release(company: Company, desk: Desk) -> None:
    manifest, image = release()
    what = {"manifest": manifest, "image": image}
    answer = await while_it_hangs(company, desk, "/releases", "AddRelease", **what)
    assert (answer.status, answer.why) == (422, AWAY)
    assert await company.cloud.service.database.read(releases.every) == []
    assert (await desk.do("/releases", "AddRelease", **what)).status == 200
    (row,) = await company.cloud.service.database.read(releases.every)
    assert row.version == f"GYGL{NEW}"
