"""What was paid and refunded, of each seal of each order once; and money that fits no order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from sqlalchemy import Table, exists, func, insert, select

from cloud.store import money_tables, paging, tables
from cloud.store.paging import FaultMark
from cloud.store.unit import Unit, View
from domain.orders import Order
from domain.service import Payment

_table, _of = tables.ledger, tables.ledger.c


HEAD = "ledger"  # where, beside what the database was said to be, the signed head of the chain stands
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
    """One line of `money_tables.returns`."""

    refund: str
    trade: str
    cents: int
    at: int
    noted_at: int
    by: str = ""


@dataclass(frozen=True)
class Link:
    """One entry of `money_tables.ledger_links`."""

    number: int
    line: str
    head: str


def note(unit: Unit, order: Order, entry: Entry, transaction: str, at: int, now: int, by: str = "") -> list[str]:
    """A line for each seal of the order, as the chain tells of them (`cloud.wallet.books` links them). It is there
    once: a second one is a fault of ours, and undoes everything."""
    line = {"organization": order.organization, "order": order.id, "entry": entry.value, "transaction": transaction}
    line |= {"months": order.months, "at": at, "noted_at": now, "by": by}
    lines = [{**line, "seal": each.seal, "cents": each.cents} for each in order.seals]
    unit.connection.execute(insert(_table), lines)
    return [_said(_table, each) for each in lines]


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


def note_return(unit: Unit, line: Return) -> list[str]:
    """Keep it, as the chain tells of it; nothing: it is no news."""
    if unit.first(money_tables.returns, refund=line.refund) is not None:
        return []
    unit.connection.execute(insert(money_tables.returns), vars(line))
    return [_said(money_tables.returns, vars(line))]


def returns(view: View, trade: str) -> list[Return]:
    """Of one order, in the order in which the money went."""
    of = money_tables.returns.c
    query = select(money_tables.returns).where(of.trade == trade).order_by(of.at, of.refund)
    return [Return(**row) for row in view.connection.execute(query).mappings()]


def returned(view: View, trade: str) -> int:
    """Cents."""
    of = money_tables.returns.c
    found = view.connection.execute(select(func.sum(of.cents)).where(of.trade == trade)).scalar()
    return int(found or 0)


def _said(table: Table, line: Mapping[str, object]) -> str:
    return msgspec.json.encode([str(table.name), *(line[each.name] for each in table.c)]).decode()


def written(view: View) -> list[str]:
    """All lines that are there, as the chain tells of them."""
    return [
        _said(table, dict(row))
        for table in (_table, money_tables.returns)
        for row in view.connection.execute(select(table).order_by(table.c.noted_at, *table.primary_key)).mappings()
    ]


def links(view: View) -> Iterator[Link]:
    """In their order."""
    table = money_tables.ledger_links
    for row in view.connection.execute(select(table).order_by(table.c.number)).mappings():
        yield Link(**row)


def last_link(view: View) -> Link | None:
    table = money_tables.ledger_links
    found = view.connection.execute(select(table).order_by(table.c.number.desc()).limit(1)).mappings().first()
    return None if found is None else Link(**found)


def link(unit: Unit, links: list[Link], signed: str) -> None:
    """They are the newest, and `signed` says so."""
    unit.connection.execute(insert(money_tables.ledger_links), [vars(each) for each in links])
    unit.upsert(tables.meta, {"name": HEAD, "value": signed})


def signed_head(view: View) -> str:
    return view.noted(HEAD).get(HEAD, "")


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
