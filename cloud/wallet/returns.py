"""What WeChat Pay has given back though nobody asked for it here: somebody did in its merchant platform.

It tells of each refund by a notice, if the merchant platform names our address for that, and then how much it was.
Asked after an order it says no more than that something was given back (`REFUND`), for all and for a part; and it lists
no refunds of an order. So there the operator says how much, by WeChat Pay's own number of the refund: told by both, it
is one.
"""

from dataclasses import replace

from cloud import audit, consequences
from cloud.service import Service
from cloud.store import ledger
from cloud.store import orders as stored
from cloud.store.ledger import Entry, Fault, Return
from cloud.store.unit import Unit
from cloud.wallet import books, following, payments
from cloud.wallet.wechat_pay import Back
from domain import orders, settling
from domain.money import yuan
from domain.orders import Order, OrderState
from domain.verdict import Refused

WRITE = "WriteReturn"
WECHAT = "微信支付"  # who has dealt with it
_UNHEARD = (OrderState.WAITING, OrderState.CLOSED)  # as far as we know nobody has paid


def told(service: Service, unit: Unit, back: Back) -> None:
    """WeChat Pay says that a refund has come about. What does not fit its order, somebody has to look at."""
    order, now = stored.of_trade(unit, back.trade), service.now()
    if order is not None and back.own and order.state is OrderState.REFUNDED:
        return  # written down when it was decided
    known = ledger.returns(unit, back.trade)
    if any(each.refund == back.refund for each in known):
        return
    left = back.total - sum(each.cents for each in known)
    if not 0 < back.cents <= left or (order is not None and back.total != order.cents):
        _note(unit, "amount", Return(back.refund, back.trade, max(0, back.cents), back.at, now), order)
        return
    books.note_return(service, unit, Return(back.refund, back.trade, back.cents, back.at, now))
    if order is not None and order.state in _UNHEARD:
        following.watch(unit, order, now, now)  # of its payment we have not heard
    elif order is not None:
        _is_known(unit, order, f"{back.refund} {yuan(back.cents)}", WECHAT, now)
        reckon(service, unit, order, now)


def seen(service: Service, unit: Unit, order: Order, now: int) -> None:
    """Asked after a paid order, WeChat Pay says that something of it was given back."""
    if order.state is OrderState.PAID and not ledger.returned(unit, order.trade):
        line = Return(order.transaction, order.trade, order.cents, now, now)
        _note(unit, ledger.OUTSIDE, line, order)
    else:
        reckon(service, unit, order, now)


def write(service: Service, unit: Unit, trade: str, refund: str, cents: int, by: str, now: int) -> Order | Refused:
    """The operator has looked in the merchant platform how much it was, and says WeChat Pay's number of that refund."""
    order = stored.of_trade(unit, trade)
    refused = settling.judge_return(order, cents, refund)
    if order is None or refused is not None:
        return refused or Refused("not_found")
    if not books.note_return(service, unit, Return(refund.strip(), trade, cents, now, now, by)):
        return Refused("already_so", "refund")
    _is_known(unit, order, f"{refund.strip()} {yuan(cents)}", by, now)
    after = reckon(service, unit, order, now)
    audit.note_operator(service, unit, order.organization, WRITE, order.id, "", now)
    return after


def reckon(service: Service, unit: Unit, order: Order, now: int) -> Order:
    """The order as all that was given back makes it; where that is all of it, its service is as if it had never been
    paid, and its invoice has to be taken back."""
    back = min(ledger.returned(unit, order.trade), order.cents)
    if back == order.back_cents or order.state not in (OrderState.PAID, OrderState.REFUNDED):
        return order
    if order.state is OrderState.REFUNDED:
        after, services = orders.returned(order, back, order.decided_at or now), []
    elif back < order.cents:
        after, services = orders.returned(order, back, now), []
    else:
        books.note(service, unit, order, Entry.REFUNDED, order.transaction, now, now)
        after, services = orders.returned(order, back, now), payments.anew(unit, order, now)
    consequences.put(service, unit, [after, *services], now)
    if order.invoice is not None:
        _note(unit, "invoiced", Return(order.transaction, order.trade, back, now, now), order)
    return after


def _is_known(unit: Unit, order: Order, note: str, by: str, now: int) -> None:
    """Nobody has to look any more how much it was."""
    found = ledger.fault(unit, order.trade, order.transaction, ledger.OUTSIDE)
    if found is not None and found.dealt_at is None:
        ledger.deal(unit, replace(found, dealt_at=now, dealt_by=by, note=note))


def _note(unit: Unit, why: str, line: Return, order: Order | None) -> None:
    """For the operator's list."""
    meant = ("", "") if order is None else (order.organization, order.id)
    payments.note_fault(unit, Fault(line.trade, line.refund, why, *meant, line.cents, line.at, line.noted_at))
