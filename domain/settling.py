"""What the operator may do with a payment and with an invoice (R-264, R-267, R-271)."""

from domain.invoices import Invoice, InvoiceKind, InvoiceState
from domain.money import yuan
from domain.orders import Order, OrderState
from domain.verdict import Refused


def judge_review(order: Order | None) -> Refused | None:
    """Whether an offline payment waits for its review (R-264, R-267)."""
    if order is None:
        return Refused("not_found")
    return None if order.state is OrderState.IN_REVIEW else Refused("order_not_in_review", "order", order.number)


def judge_refund(order: Order | None, reason: str) -> Refused | None:
    """Paid, for a reason, and not invoiced: the invoice is taken back first."""
    if order is None:
        return Refused("not_found")
    if order.state is not OrderState.PAID:
        return Refused("order_not_paid", "order", order.number)
    if order.invoice is not None:
        return Refused("order_invoiced", "order", order.number)
    return None if reason.strip() else Refused("reason_missing", "reason")


def judge_return(order: Order | None, cents: int, refund: str) -> Refused | None:
    """Whether so much more of a paid order can have been given back by WeChat Pay under this number of a refund."""
    if order is None:
        return Refused("not_found")
    if order.state is not OrderState.PAID:
        return Refused("order_not_paid", "amount", order.number)
    if not refund.strip():
        return Refused("refund_number_missing", "refund")
    fits = 0 < cents <= order.cents - order.back_cents
    return None if fits else Refused("refund_unfit", "amount", yuan(order.cents))


def judge_issue(
    invoice: Invoice | None, orders: list[Order], number: str, same: Invoice | None, *, file: bool
) -> Refused | None:
    """It waits, its `orders` are still worth what it says, it has its number, and an electronic one its file. `same`:
    the issued invoice, whosever it is, that has this number already."""
    if invoice is None:
        return Refused("not_found")
    if invoice.state is not InvoiceState.ISSUING:
        return Refused("invoice_decided", "invoice")
    if (worth := sum(each.kept_cents for each in orders)) != invoice.cents:
        return Refused("invoice_orders_refunded", "number", yuan(worth))
    if not number.strip():
        return Refused("invoice_number_missing", "number")
    if same is not None:
        return Refused("invoice_number_taken", "number", same.title.name)
    if invoice.kind is InvoiceKind.ELECTRONIC and not file:
        return Refused("invoice_file_missing", "file")
    return None


def judge_refusal(invoice: Invoice | None, reason: str) -> Refused | None:
    """It waits, or is issued and taken back."""
    if invoice is None:
        return Refused("not_found")
    if invoice.state is InvoiceState.REFUSED:
        return Refused("invoice_decided", "invoice")
    return None if reason.strip() else Refused("reason_missing", "reason")
