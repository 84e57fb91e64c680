"""Who is told of money: the payer of his order, who asked for an invoice, and whoever pays of a service that ends."""

from collections.abc import Iterator

from domain.invoices import Invoice, InvoiceState
from domain.messages import Subject
from domain.money import yuan
from domain.orders import Order, OrderState
from domain.organization import Member, Permission, may
from domain.service import SealService
from domain.telling.news import News, Told, told_once
from domain.verdict import Facts

_ORDER = {
    OrderState.PAID: "order_paid",
    OrderState.REJECTED: "order_rejected",
    OrderState.CLOSED: "order_closed",
    OrderState.REFUNDED: "order_refunded",
}
_INVOICE = {InvoiceState.ISSUED: "invoice_issued", InvoiceState.REFUSED: "invoice_refused"}


def of_order(before: Order | None, row: Order, _news: News) -> Iterator[Told]:
    """What has become of it (R-266, R-267)."""
    if before is None:
        return
    code, words = _ORDER.get(row.state), (row.number, yuan(row.cents), row.reason)
    if row.state is OrderState.PAID and row.back_cents > before.back_cents:
        code, words = "order_partly_refunded", (row.number, yuan(row.cents), yuan(row.back_cents))
    elif before.state is row.state or code is None:
        return
    elif row.refunded_outside:
        code = "order_refunded_outside"
    yield Told(row.organization, row.member, code, words, Subject.ORDER, row.id)


def of_invoice(before: Invoice | None, row: Invoice, _news: News) -> Iterator[Told]:
    """R-271."""
    code = _INVOICE.get(row.state)
    if before is None or before.state is row.state or code is None:
        return
    if before.state is InvoiceState.ISSUED:
        code = "invoice_taken_back"
    words = (row.title.name, yuan(row.cents), row.number if row.state is InvoiceState.ISSUED else row.reason)
    yield Told(row.organization, row.member, code, words, Subject.INVOICE, row.id)


def service_ends(row: SealService, days: int, facts: Facts, now: int) -> list[Told]:
    """That a seal's service ends in so many days, or (0) is over, to whoever may pay; one message, which says the
    newest."""
    news = News(row.organization, [], facts, now)
    code = "service_ends" if days else "service_ended"
    words = (news.seal_name(row.id), str(row.until), str(row.works_until))
    payers = [each.id for each in facts.all(Member) if may(each, Permission.PAY)]
    renews = f"service {row.id}"
    told = (Told(row.organization, id, code, words, Subject.SERVICE, row.id, renews=renews) for id in payers)
    return told_once(news, told)
