"""A cloud that charges, and people who pay in it."""

import asyncio
import hashlib
from typing import Any

from cloud.wallet import bringing, operating
from cloud.wallet.bringing import InvoiceFile
from domain.files import File
from domain.invoice_titles import TitleKind
from domain.invoices import AskInvoice, InvoiceKind, Receiver, TitleSaid
from domain.orders import Order, PayService
from domain.rows import Row
from domain.service import PayChannel, SealService
from domain.tariff import Price, Terms
from domain.verdict import Refused
from tests.cloud.company import uid
from tests.cloud.world import Cloud, Person, pull_all
from tests.domain.test_picture_files import png

FIRST, RENEWAL = 20_000, 15_000
BY = "操作员"
TERMS = Terms(prices=[Price(12, FIRST, RENEWAL)], trial_days=14, payee="某银行 6222 0000", offline=True)
VOUCHER = png(2, 2)
TITLE = TitleSaid(kind=TitleKind.COMPANY, name="云杉公司", tax_number="91310000MA1K00001X")
PDF = b"%PDF-1.7\n%%EOF\n"


async def charge(cloud: Cloud, terms: Terms = TERMS) -> None:
    """From now on seals cost something here."""
    await operate(cloud, operating.set_tariff, terms)


async def operate(cloud: Cloud, do: Any, *what: Any) -> Any:
    """What the operator does, as it was answered; what it needs of the stored files is brought before, as his page
    does."""
    service = cloud.service
    if do is operating.pass_payment:
        looked = await asyncio.to_thread(bringing.look_at_voucher, service, *what)
        if isinstance(looked, Refused):
            return looked
        what = (*what, looked)
    elif do is operating.issue_invoice and isinstance(what[3], InvoiceFile):
        kept = await asyncio.to_thread(bringing.keep_invoice_file, service, *what[:4])
        if isinstance(kept, Refused):
            return kept
        what = (*what[:3], kept, *what[4:])
    return await service.database.write(lambda unit: do(service, unit, *what, BY, service.now()))


def voucher(order: str, content: bytes = VOUCHER) -> File:
    return File(uid(f"voucher {order}"), "回单.png", hashlib.sha256(content).hexdigest(), len(content), "image/png")


def pay(id: str, *seals: str, cents: int | None = None, months: int = 12) -> PayService:
    """Offline, for the first time."""
    sum = FIRST * len(seals) if cents is None else cents
    return PayService(
        id=id, seals=list(seals), months=months, channel=PayChannel.OFFLINE, cents=sum, voucher=voucher(id)
    )


async def send_voucher(person: Person, content: bytes = VOUCHER) -> None:
    digest = hashlib.sha256(content).hexdigest()
    await person.request("PUT", f"/v1/files/{person.organization}/{digest}", content)


async def pay_offline(person: Person, id: str, *seals: str, cents: int | None = None) -> None:
    """Order and send the voucher; the review is to come."""
    await person.done(pay(id, *seals, cents=cents))
    await send_voucher(person)


async def passed(cloud: Cloud, person: Person, id: str) -> Order:
    done = await operate(cloud, operating.pass_payment, person.organization, id)
    assert isinstance(done, Order), done
    return done


async def has_paid(person: Person, id: str, *seals: str, cents: int | None = None) -> Order:
    await pay_offline(person, id, *seals, cents=cents)
    return await passed(person.cloud, person, id)


def ask(id: str, *orders: str, **changes: Any) -> AskInvoice:
    """An electronic one."""
    given: dict[str, Any] = {
        "kind": InvoiceKind.ELECTRONIC,
        "title": TITLE,
        "receiver": Receiver(mailbox="finance@example.com"),
    }
    return AskInvoice(id=id, orders=list(orders), **{**given, **changes})


async def stored(cloud: Cloud, kind: type[Row], organization: str, id: str) -> Any:
    return await cloud.service.database.read(lambda view: view.get(kind, organization, id))


async def service(person: Person, seal: str) -> SealService:
    found = await stored(person.cloud, SealService, person.organization, seal)
    assert isinstance(found, SealService)
    return found


async def seen(person: Person, kind: type[Row]) -> set[str]:
    """The ids of the rows of a kind that he reads."""
    person.cursors.clear()
    return {row.id for row in (await pull_all(person)).of(kind)}
