"""Invoices over one's own paid orders, electronic or on paper (R-269..R-272, I-17).

issuing 正在开票 -> issued 已开票 -> refused  (taken back: an order is refunded, or it was made out wrongly)
                 -> refused                  (and its orders are free for another)
"""

import unicodedata
from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain.exports import is_mailbox
from domain.invoice_titles import TitleKind, judge_said
from domain.money import Cents
from domain.orders import Order, OrderState
from domain.organization import Permission, may
from domain.rows import Act, IdText, Label, Ms, Name, Row, Sentence, Sha256
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, missing

MOST_ORDERS = 100
Mailbox = Annotated[str, msgspec.Meta(max_length=254)]


class InvoiceKind(StrEnum):
    ELECTRONIC = "electronic"
    PAPER = "paper"


class InvoiceState(StrEnum):
    ISSUING = "issuing"  # 正在开票
    ISSUED = "issued"  # 已开票
    REFUSED = "refused"


class TitleSaid(msgspec.Struct, frozen=True, kw_only=True):
    """For whom it is made out: what a title said then (`domain.invoice_titles`), or what was filled in."""

    kind: TitleKind
    name: Name
    tax_number: Label = ""
    address: Sentence = ""
    phone: Label = ""
    bank: Label = ""
    account: Label = ""


class Receiver(msgspec.Struct, frozen=True, kw_only=True):
    """Where it goes: an electronic one to a mailbox, one on paper by post."""

    mailbox: Mailbox = ""
    name: Label = ""
    phone: Label = ""
    address: Sentence = ""


class Invoice(Row, frozen=True, kw_only=True):
    """An invoice that `member` asked for, who alone reads it (R-272). `cents`: of all its orders.

    `number`, `file` (of an electronic one, by its hash), `tracking` (of one that was posted): once it is issued.
    `reason`: why it was refused or taken back.
    """

    table: ClassVar[str] = "invoices"
    member: IdText
    orders: list[IdText]
    cents: Cents
    kind: InvoiceKind
    title: TitleSaid
    receiver: Receiver
    state: InvoiceState = InvoiceState.ISSUING
    asked_at: Ms
    number: str = ""
    file: Sha256 | None = None
    file_name: str = ""
    tracking: Label = ""
    decided_at: Ms | None = None
    reason: Sentence = ""

    @property
    def issued_number(self) -> str | None:
        """No two that are issued have the same."""
        return self.number if self.state is InvoiceState.ISSUED else None


class AskInvoice(Act, frozen=True, kw_only=True):
    id: IdText
    orders: Annotated[list[IdText], msgspec.Meta(min_length=1, max_length=MOST_ORDERS)]
    kind: InvoiceKind
    title: TitleSaid
    receiver: Receiver


def decide_ask_invoice(act: AskInvoice, at: Circumstances) -> Verdict:
    """R-269: over one's own orders that are paid; each stands in one invoice at most (I-17)."""
    if not may(at.actor, Permission.PAY):
        return Refused("not_allowed")
    orders: list[Order] = []
    for id in dict.fromkeys(act.orders):
        order = at.facts.get(Order, id)
        if order is None or order.member != at.actor.id:
            return missing(at.facts)
        if (why := _judge_order(order)) is not None:
            return why
        orders.append(order)
    if (why := judge_said(act.title) or _judge_receiver(act.kind, act.receiver)) is not None:
        return why
    row = Invoice(
        id=act.id,
        organization=at.actor.organization,
        member=at.actor.id,
        orders=[each.id for each in orders],
        cents=sum(each.kept_cents for each in orders),
        kind=act.kind,
        title=act.title,
        receiver=act.receiver,
        asked_at=at.now,
    )
    return Allowed((row, *(msgspec.structs.replace(each, invoice=row.id) for each in orders)))


def may_be_invoiced(order: Order) -> bool:
    return _judge_order(order) is None


def _judge_order(order: Order) -> Refused | None:
    if order.state is not OrderState.PAID:
        return Refused("order_not_paid", "orders", order.number)
    return Refused("order_invoiced", "orders", order.number) if order.invoice is not None else None


def _judge_receiver(kind: InvoiceKind, to: Receiver) -> Refused | None:
    if kind is InvoiceKind.ELECTRONIC:
        return None if is_mailbox(to.mailbox) else Refused("mailbox_unfit", "mailbox")
    empty = next((field for field in ("name", "phone", "address") if not getattr(to, field).strip()), None)
    return None if empty is None else Refused("receiver_missing", empty)


# What becomes of an invoice


def as_number(typed: str) -> str:
    """A number as it is kept: however wide its figures were typed, and with blanks or without."""
    return "".join(unicodedata.normalize("NFKC", typed).split())


def issued(invoice: Invoice, number: str, tracking: str, now: int) -> Invoice:
    return msgspec.structs.replace(
        invoice, state=InvoiceState.ISSUED, number=as_number(number), tracking=tracking.strip(), decided_at=now
    )


def refused(invoice: Invoice, reason: str, facts: Facts, now: int) -> tuple[Invoice, *tuple[Order, ...]]:
    """The invoice as refused, and its orders free for another."""
    row = msgspec.structs.replace(invoice, state=InvoiceState.REFUSED, reason=reason, decided_at=now)
    orders = (facts.get(Order, id) for id in invoice.orders)
    held = [each for each in orders if each is not None and each.invoice == invoice.id]
    return (row, *(msgspec.structs.replace(each, invoice=None) for each in held))
