"""Whether the books agree: each seal's service and each order say what the ledger makes of them (I-16, I-17)."""

from collections.abc import Iterator

from cloud.store import ledger
from cloud.store.ledger import Entry, Line
from cloud.store.unit import View
from domain.invoices import Invoice, InvoiceState
from domain.orders import Order, OrderState
from domain.service import SealService, as_paid


def wrong(view: View, organization: str) -> Iterator[str]:
    """Each thing that does not agree, in words; none: all is well."""
    facts = view.facts(organization)
    lines = ledger.lines(view, organization)
    counted = ledger.counted(lines)
    for row in facts.all(SealService):
        if (as_paid(row, counted.get(row.id, []), 0).until, bool(counted.get(row.id))) != (row.until, row.paid):
            yield f"the service of {row.id} does not end where its payments lead"
    orders = facts.all(Order)
    invoices = {row.id: row for row in facts.all(Invoice)}
    for order in orders:
        yield from _order(order, [line for line in lines if line.order == order.id], invoices)
        settled = order.state in (OrderState.PAID, OrderState.REFUNDED)
        if settled and min(ledger.returned(view, order.trade), order.cents) != order.back_cents:
            yield f"the order {order.number} says another sum that was given back than the ledger"
    known = {order.id for order in orders}
    yield from (
        f"the ledger speaks of an order {line.order} that is not there" for line in lines if line.order not in known
    )


def _order(order: Order, lines: list[Line], invoices: dict[str, Invoice]) -> Iterator[str]:
    sums = {each: sum(line.cents for line in lines if line.entry is each) for each in Entry}
    paid = order.cents if order.state in (OrderState.PAID, OrderState.REFUNDED) else 0
    back = order.cents if order.state is OrderState.REFUNDED else 0
    if sums != {Entry.PAID: paid, Entry.REFUNDED: back}:
        yield f"the ledger has not what the order {order.number} says of itself"
    invoice = None if order.invoice is None else invoices.get(order.invoice)
    if order.invoice is not None and (
        invoice is None or invoice.state is InvoiceState.REFUSED or order.id not in invoice.orders
    ):
        yield f"the order {order.number} stands in an invoice that does not name it"
    if sum(order.id in each.orders for each in invoices.values() if each.state is not InvoiceState.REFUSED) > 1:
        yield f"the order {order.number} stands in two invoices"
