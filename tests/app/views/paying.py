"""The operator of a test's cloud, as far as money is concerned: what his pages do, done in the cloud's own process."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from cloud.store.unit import Unit
from cloud.wallet import bringing, operating
from cloud.wallet.bringing import InvoiceFile
from domain.invoices import Invoice
from domain.orders import Order
from domain.tariff import Price, Terms
from domain.verdict import Refused
from tests.cloud.world import Cloud
from tests.waiting import until_told

T = TypeVar("T")
BY, TRIAL_D = "运营", 90
PAYEE = "收款单位：示例印章服务公司\n账号：3100 0000 0000 018\n请在附言中写明单位名称"
TERMS = Terms(
    prices=[Price(12, 39_800, 29_800), Price(24, 69_800, 56_800)], trial_days=TRIAL_D, payee=PAYEE, offline=True
)
PDF = b"%PDF-1.7\n%%EOF\n"


class Operator:
    """What is refused fails the test."""

    def __init__(self, cloud: Cloud, organization: str) -> None:
        self.cloud, self.organization = cloud, organization

    async def _do(self, work: Callable[[Unit], T | Refused]) -> T:
        done = await self.cloud.service.database.write(work)
        assert not isinstance(done, Refused), done
        return done

    async def set_tariff(self, terms: Terms = TERMS) -> None:
        await self._do(lambda unit: operating.set_tariff(self.cloud.service, unit, terms, BY, self.cloud.now))

    async def in_review(self, count: int = 1) -> list[Order]:
        """As many payments as these, with their vouchers."""

        async def all_here() -> bool:
            orders = await self.cloud.service.database.read(operating.in_review)
            vouchers = [
                await self.cloud.service.database.read(lambda view, each=each: bringing.voucher_of(view, each))
                for each in orders
            ]
            return len([each for each in vouchers if each is not None and each.stored_at is not None]) == count

        await until_told(all_here)
        return await self.cloud.service.database.read(operating.in_review)

    async def pass_payment(self, order: Order) -> Order:
        looked = await asyncio.to_thread(bringing.look_at_voucher, self.cloud.service, self.organization, order.id)
        assert not isinstance(looked, Refused), looked
        of = self.organization, order.id, looked, BY, self.cloud.now
        return await self._do(lambda unit: operating.pass_payment(self.cloud.service, unit, *of))

    async def refuse_payment(self, order: Order, reason: str) -> Order:
        of = self.organization, order.id, reason, BY, self.cloud.now
        return await self._do(lambda unit: operating.refuse_payment(self.cloud.service, unit, *of))

    async def refund(self, order: Order, reason: str) -> Order:
        of = self.organization, order.id, reason, BY, self.cloud.now
        return await self._do(lambda unit: operating.refund(self.cloud.service, unit, *of))

    async def waiting_invoice(self) -> Invoice:
        async def there() -> bool:
            return bool(await self.cloud.service.database.read(operating.waiting_invoices))

        await until_told(there)
        (found,) = await self.cloud.service.database.read(operating.waiting_invoices)
        return found

    async def issue(self, invoice: Invoice, number: str, name: str = "发票.pdf") -> Invoice:
        file = self.cloud.service, self.organization, invoice.id, number, InvoiceFile(name, PDF)
        kept = await asyncio.to_thread(bringing.keep_invoice_file, *file)
        assert not isinstance(kept, Refused), kept
        of = self.organization, invoice.id, number, kept, "", BY, self.cloud.now
        return await self._do(lambda unit: operating.issue_invoice(self.cloud.service, unit, *of))

    async def refuse_invoice(self, invoice: Invoice, reason: str) -> Invoice:
        of = self.organization, invoice.id, reason, BY, self.cloud.now
        return await self._do(lambda unit: operating.refuse_invoice(self.cloud.service, unit, *of))
