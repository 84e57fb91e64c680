"""What was paid and refunded, of each seal of each order once; and money that fits no order."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import exists, func, insert, select

from cloud.store import paging, tables
from cloud.store.paging import FaultMark
from cloud.store.unit import Unit, View
from domain.orders import Order
from domain.service import Payment

_table, _of = tables.ledger, tables.ledger.c


UNKNOWN = "unknown"  # why money of no order counts for nothing
OUTSIDE = "outside"  # WeChat Pay has given something back that nobody here asked for, and how much is not known


class Entry(StrEnum):
    PAID = "paid"
    REFUNDED = "refunded"


@dataclass(frozen=True)
class Line:
    """One line of it, as `tables.ledger` has it."""

    organization: str
    seal: str
    order: str
    entry: Entry
    cents: int
    months: int
    transaction: str
    at: int
    noted_at: int
    by: str


@dataclass(frozen=True)
class Fault:
    """Money of `cents` that was paid at `at` and counted for nothing, or went without us. `why`: unknown, amount,
    second, channel, refund, outside, invoiced; `organization`, `order`: which order was meant, if there is one.
    `note`: what an operator has done about it."""

    trade: str
    transaction: str
    why: str
    organization: str
    order: str
    cents: int
    at: int
    noted_at: int
    dealt_at: int | None = None
    dealt_by: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Return:
    """One line of `tables.returns`."""

    refund: str
    trade: str
    cents: int
    at: int
    noted_at: int
    by: str = ""


def note(unit: Unit, order: Order, entry: Entry, transaction: str, at: int, now: int, by: str = "") -> None:
    """A line for each seal of the order. It is there once: a second one is a fault of ours, and undoes everything."""
    line = {"organization": order.organization, "order": order.id, "entry": entry.value, "transaction": transaction}
    line |= {"months": order.months, "at": at, "noted_at": now, "by": by}
    lines = [{**line, "seal": each.seal, "cents": each.cents} for each in order.seals]
    unit.connection.execute(insert(_table), lines)


def lines(view: View, organization: str, *, seal: str = "", order: str = "") -> list[Line]:
    """Of one seal or one order, or (neither) all of an organization, in the order in which the cloud heard of them."""
    equal = [_of.organization == organization]
    equal += [_of.seal == seal] if seal else []
    equal += [_of.order == order] if order else []
    query = select(_table).where(*equal).order_by(_of.noted_at, _of.order, _of.seal, _of.entry)
    return [_line(dict(row)) for row in view.connection.execute(query).mappings()]


def _line(row: dict[str, object]) -> Line:
    return Line(**{**row, "entry": Entry(str(row["entry"]))})  # type: ignore[arg-type]


def payments(view: View, organization: str, seal: str) -> list[Payment]:
    """What counts for the service of a seal: paid for, and not refunded."""
    return counted(lines(view, organization, seal=seal)).get(seal, [])


def counted(of: list[Line]) -> dict[str, list[Payment]]:
    """The same by seal, of some lines of one organization."""
    back = {(each.seal, each.order) for each in of if each.entry is Entry.REFUNDED}
    found: dict[str, list[Payment]] = {}
    for each in of:
        if each.entry is Entry.PAID and (each.seal, each.order) not in back:
            found.setdefault(each.seal, []).append(Payment(each.order, each.months, each.at))
    return found


def note_return(unit: Unit, line: Return) -> bool:
    """Keep it; whether it is news."""
    if unit.first(tables.returns, refund=line.refund) is not None:
        return False
    unit.connection.execute(insert(tables.returns), vars(line))
    return True


def returns(view: View, trade: str) -> list[Return]:
    """Of one order, in the order in which the money went."""
    of = tables.returns.c
    query = select(tables.returns).where(of.trade == trade).order_by(of.at, of.refund)
    return [Return(**row) for row in view.connection.execute(query).mappings()]


def returned(view: View, trade: str) -> int:
    """Cents."""
    of = tables.returns.c
    found = view.connection.execute(select(func.sum(of.cents)).where(of.trade == trade)).scalar()
    return int(found or 0)


def note_fault(unit: Unit, fault: Fault) -> bool:
    """Keep it; whether it is news."""
    key = {"trade": fault.trade, "transaction": fault.transaction, "why": fault.why}
    if unit.first(tables.payment_faults, **key) is not None:
        return False
    unit.connection.execute(insert(tables.payment_faults), vars(fault))
    return True


def fault(view: View, trade: str, transaction: str, why: str) -> Fault | None:
    table = tables.payment_faults
    named = (table.c.trade == trade, table.c.transaction == transaction, table.c.why == why)
    found = view.connection.execute(select(table).where(*named)).mappings().first()
    return None if found is None else Fault(**found)


def deal(unit: Unit, fault: Fault) -> None:
    """Write down what was done about it."""
    unit.upsert(tables.payment_faults, vars(fault))


def faults(view: View, limit: int = 100, *, every: bool = False, before: FaultMark | None = None) -> list[Fault]:
    """Those that nobody has dealt with (`every`: these too), the newest first; not what was an order's after all,
    offered again to a cloud that had been restored. `before`: `mark` of the last one of the page before."""
    table = tables.payment_faults
    found = exists().where(_of.transaction == table.c.transaction, table.c.why == UNKNOWN)
    wanted = [~found, *([] if every else [table.c.dealt_at.is_(None)])]
    by = (table.c.noted_at, table.c.trade, table.c.transaction, table.c.why)
    query = paging.newest(select(table).where(*wanted), by, limit, before)
    return [Fault(**row) for row in view.connection.execute(query).mappings()]


def mark(of: Fault) -> FaultMark:
    """Its place in that list."""
    return (of.noted_at, of.trade, of.transaction, of.why)
