"""A payment is heard of: once or five times, late, or for an order that was closed meanwhile. The ledger counts."""

import logging

from cloud import consequences
from cloud.service import Service
from cloud.store import ledger
from cloud.store.ledger import Entry, Fault
from cloud.store.unit import Unit
from cloud.wallet import books
from cloud.wallet.wechat_pay import Paid
from domain import orders
from domain.orders import Order, OrderState, ServiceEnd
from domain.service import PayChannel, SealService, as_paid, begun, freed

_COUNTS = (OrderState.WAITING, OrderState.CLOSED)  # money that comes late is money all the same
_LOG = logging.getLogger(__name__)


def paid(service: Service, unit: Unit, order: Order, transaction: str, cents: int, at: int) -> Order:
    """WeChat Pay says that `cents` were paid for this order at `at`; the order as it is then.

    The same transaction twice is nothing new. Another amount, or a second transaction, pays for nothing: the operator
    is told, for somebody's money lies there.
    """
    if order.state in (OrderState.PAID, OrderState.REFUNDED) and order.transaction == transaction:
        return order
    why = _unfit(order, cents)
    if why:
        meant = (order.organization, order.id)
        note_fault(unit, Fault(order.trade, transaction, why, *meant, cents, at, service.now()))
        return order
    return settle(service, unit, order, transaction, at, service.now())


def _unfit(order: Order, cents: int) -> str:
    if order.channel is not PayChannel.WECHAT:
        return "channel"
    if order.state not in _COUNTS:
        return "second"
    return "" if cents == order.cents else "amount"


def note_fault(unit: Unit, fault: Fault) -> None:
    """For the operator's list and the log, which names no person."""
    if ledger.note_fault(unit, fault):
        _LOG.warning("a payment of %s counts for nothing (%s): %s", fault.trade, fault.why, fault.transaction)


def nobodys(unit: Unit, paid: Paid, now: int) -> None:
    """Money for an order that this cloud does not know: made after the backup from which it was restored."""
    note_fault(unit, Fault(paid.trade, paid.transaction, ledger.UNKNOWN, "", "", paid.cents, paid.at, now))


def not_refunded(unit: Unit, order: Order, now: int) -> None:
    """WeChat Pay could not give it back: the operator does it by other means."""
    meant = (order.organization, order.id)
    note_fault(unit, Fault(order.trade, order.transaction, "refund", *meant, order.cents, now, now))


def settle(service: Service, unit: Unit, order: Order, transaction: str, at: int, now: int, by: str = "") -> Order:
    """Write down that the order is paid, and bring each seal's service to where all its payments lead (R-264)."""
    books.note(service, unit, order, Entry.PAID, transaction, at, now, by)
    services = anew(unit, order, now)
    ends = [ServiceEnd(each.id, each.until) for each in services]
    after = orders.paid(order, transaction, at, now, ends)
    consequences.put(service, unit, [after, *services], now)
    return after


def give_back(service: Service, unit: Unit, order: Order, reason: str, now: int, by: str) -> Order:
    """Write down that all of it was given back: the service is as if it had never been paid."""
    books.note(service, unit, order, Entry.REFUNDED, order.transaction, now, now, by)
    after = orders.refunded(order, reason, now)
    consequences.put(service, unit, [after, *anew(unit, order, now)], now)
    return after


def anew(unit: Unit, order: Order, now: int) -> list[SealService]:
    """The services of its seals, folded from the ledger, without this order."""
    found: list[SealService] = []
    for each in order.seals:
        row = unit.get(SealService, order.organization, each.seal) or begun(each.seal, order.organization, 0, now)
        known = ledger.payments(unit, order.organization, each.seal)
        found.append(freed(as_paid(row, known, now), order.id))
    return found
