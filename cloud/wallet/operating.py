"""What the operator does with money, for his pages: each in one transaction; what is refused changes nothing.

`by`: the operator's name. What concerns an organization stands in its audit log.
"""

import asyncio
from dataclasses import replace

import msgspec

from cloud import audit, consequences
from cloud.service import Service
from cloud.store import ledger
from cloud.store import orders as stored
from cloud.store.ledger import Fault
from cloud.store.paging import FaultMark, RowMark
from cloud.store.unit import Unit, View
from cloud.uploads import file_key
from cloud.wallet import following, mailing, payments, tariffs
from cloud.wallet.bringing import KeptFile, Looked, issuing
from domain import invoices, orders, settling
from domain.files import File, Purpose, attached
from domain.ids import new_id
from domain.invoices import Invoice, InvoiceKind, InvoiceState
from domain.messages import Channel
from domain.orders import Order, OrderState
from domain.tariff import Terms, judge_terms
from domain.verdict import Refused

PASS, REFUSE, REFUND = "PassPayment", "RefusePayment", "RefundOrder"
DEAL = "DealWithMoney"
ISSUE, REFUSE_INVOICE = "IssueInvoice", "RefuseInvoice"
ANY = 2**31 - 1  # how many of them there may be


# Lists, of all organizations; `before`: the mark of the last row of the page before


def in_review(view: View, limit: int = 200) -> list[Order]:
    """Offline payments that wait for their review, newest first."""
    return stored.orders(view, (OrderState.IN_REVIEW,), limit=limit)


def all_orders(
    view: View, states: tuple[OrderState, ...] = (), *, limit: int = 100, before: RowMark | None = None
) -> list[Order]:
    """In these states (none named: any), newest first."""
    return stored.orders(view, states, limit=limit, before=before)


def waiting_invoices(view: View, limit: int = 200) -> list[Invoice]:
    """正在开票, newest first."""
    return stored.invoices(view, (InvoiceState.ISSUING,), limit=limit)


def all_invoices(
    view: View, states: tuple[InvoiceState, ...] = (), *, limit: int = 100, before: RowMark | None = None
) -> list[Invoice]:
    """In these states (none named: any), newest first."""
    return stored.invoices(view, states, limit=limit, before=before)


def payment_faults(
    view: View, limit: int = 100, *, every: bool = False, before: FaultMark | None = None
) -> list[Fault]:
    """Money that counted for nothing: another amount, an order that nobody knows, paid twice. `every`: also what was
    dealt with."""
    return ledger.faults(view, limit, every=every, before=before)


def payment_fault(view: View, trade: str, transaction: str, why: str) -> Fault | None:
    return ledger.fault(view, trade, transaction, why)


def deal_with(unit: Unit, trade: str, transaction: str, why: str, note: str, by: str, now: int) -> Fault | Refused:
    """Somebody has given the money back, or found out whose it is: it waits for nobody any more."""
    found = ledger.fault(unit, trade, transaction, why)
    if found is None:
        return Refused("not_found")
    if found.dealt_at is not None:
        return Refused("already_so", "note")
    if not note.strip():
        return Refused("reason_missing", "note")
    after = replace(found, dealt_at=now, dealt_by=by, note=note.strip())
    ledger.deal(unit, after)
    return after


async def content(service: Service, organization: str, sha256: str) -> bytes:
    """A stored file. Raises `FileNotFoundError`."""
    return await asyncio.to_thread(service.uploads.files.read, file_key(organization, sha256))


# The tariff


def set_tariff(service: Service, unit: Unit, wanted: Terms, by: str, now: int) -> Terms | Refused:
    """For all organizations, and those to come. `by` stands in the operator's own audit, for it is nobody's affair."""
    del by
    refused = judge_terms(wanted, wechat=pays_by_wechat(service))
    if refused is not None:
        return refused
    tariffs.set_for_all(unit, wanted, now)
    return wanted


def take_tariff_away(service: Service, unit: Unit, now: int) -> Terms | Refused:
    """Nothing is charged any more. What is in review is decided first; what waits to be paid is closed, and should it
    have been paid it counts all the same, to be refunded."""
    found = tariff(unit)
    if found is None:
        return Refused("no_charge")
    if open := stored.orders(unit, (OrderState.IN_REVIEW,), limit=ANY):
        return Refused("orders_in_review", "reason", str(len(open)))
    for row in stored.orders(unit, (OrderState.WAITING,), limit=ANY):
        left = orders.released(row, unit.facts(row.organization))
        consequences.put(service, unit, [orders.closed(row, now), *left], now)
        following.watch(unit, row, now, now)
    tariffs.take_away(unit)
    return found


def tariff(view: View) -> Terms | None:
    """None: nothing is charged."""
    found = stored.terms(view)
    return None if found is None else found.terms


def pays_by_wechat(service: Service) -> bool:
    """Whether this cloud has an account with WeChat Pay."""
    return service.pay is not None


# Payments


def pass_payment(
    service: Service, unit: Unit, organization: str, order: str, looked: Looked, by: str, now: int
) -> Order | Refused:
    """The money of an offline payment is there (R-264, R-267); its voucher was `looked` at before."""
    row = unit.get(Order, organization, order)
    refused = settling.judge_review(row)
    if row is None or refused is not None:
        return refused or Refused("not_found")
    if looked.sha256 != row.voucher:
        return Refused("voucher_not_here", "voucher")
    after = payments.settle(service, unit, row, "", now, now, by)
    audit.note_operator(service, unit, organization, PASS, order, "", now)
    return after


def refuse_payment(
    service: Service, unit: Unit, organization: str, order: str, reason: str, by: str, now: int
) -> Order | Refused:
    """审核失败, for a reason that the payer reads (R-267)."""
    del by
    row = unit.get(Order, organization, order)
    refused = settling.judge_review(row) or (None if reason.strip() else Refused("reason_missing", "reason"))
    if row is None or refused is not None:
        return refused or Refused("not_found")
    after = orders.rejected(row, reason.strip(), now)
    consequences.put(service, unit, [after, *orders.released(row, unit.facts(organization))], now)
    audit.note_operator(service, unit, organization, REFUSE, order, reason, now)
    return after


def refund(
    service: Service, unit: Unit, organization: str, order: str, reason: str, by: str, now: int
) -> Order | Refused:
    """All of a paid order is given back: by WeChat Pay, which is asked for it; offline the operator has done it."""
    row = unit.get(Order, organization, order)
    refused = settling.judge_refund(row, reason)
    if row is None or refused is not None:
        return refused or Refused("not_found")
    after = payments.give_back(service, unit, row, reason.strip(), now, by)
    audit.note_operator(service, unit, organization, REFUND, order, reason, now)
    return after


# Invoices


def issue_invoice(
    service: Service,
    unit: Unit,
    organization: str,
    invoice: str,
    number: str,
    file: KeptFile | None,
    tracking: str,
    by: str,
    now: int,
) -> Invoice | Refused:
    """已开票 (R-271): an electronic one with its file, which lies here already and goes to the mailbox as well."""
    del by
    row = issuing(unit, organization, invoice, number, file=file is not None)
    if isinstance(row, Refused):
        return row
    after = invoices.issued(row, number, tracking, now)
    if file is not None:
        after = msgspec.structs.replace(after, file=file.sha256, file_name=_name(unit, row, file, now))
        if after.kind is InvoiceKind.ELECTRONIC and Channel.EMAIL in service.post.channels:
            mailing.send(unit, after, file.media, now)
    consequences.put(service, unit, [after], now)
    audit.note_operator(service, unit, organization, ISSUE, invoice, "", now)
    return after


def refuse_invoice(
    service: Service, unit: Unit, organization: str, invoice: str, reason: str, by: str, now: int
) -> Invoice | Refused:
    """Not issued, or taken back; its orders are free for another."""
    del by
    row = unit.get(Invoice, organization, invoice)
    refused = settling.judge_refusal(row, reason)
    if row is None or refused is not None:
        return refused or Refused("not_found")
    after, *freed = invoices.refused(row, reason.strip(), unit.facts(organization), now)
    consequences.put(service, unit, [after, *freed], now)
    audit.note_operator(service, unit, organization, REFUSE_INVOICE, invoice, reason, now)
    return after


def _name(unit: Unit, of: Invoice, file: KeptFile, now: int) -> str:
    """Of its row."""
    named = File(new_id(now), file.name, file.sha256, file.size, file.media)
    row = attached(named, Purpose.INVOICE, of.organization, of.member, now)
    unit.put(msgspec.structs.replace(row, stored_at=now))
    return row.name
