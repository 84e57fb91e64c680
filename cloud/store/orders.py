"""The tariff of this cloud, and orders and invoices of all organizations, as operators and WeChat Pay ask for them."""

import msgspec
from sqlalchemy import delete, select

from cloud.store import paging, tables
from cloud.store.facts import decode
from cloud.store.paging import RowMark
from cloud.store.unit import Unit, View
from domain.invoices import Invoice, InvoiceState
from domain.orders import Order, OrderState
from domain.organization import Organization
from domain.tariff import Terms

_NAME = "tariff"  # in `meta`


class SetTerms(msgspec.Struct, frozen=True):
    """What the operator has set, and when."""

    terms: Terms
    at: int


def terms(view: View) -> SetTerms | None:
    """None: this cloud charges nothing."""

    def read() -> SetTerms | None:
        found = view.first(tables.meta, name=_NAME)
        return None if found is None else msgspec.json.decode(found.value, type=SetTerms)

    return view.known(_NAME, read)


def set_terms(unit: Unit, wanted: SetTerms) -> None:
    unit.upsert(tables.meta, {"name": _NAME, "value": msgspec.json.encode(wanted).decode()})
    unit.learn(_NAME, wanted)


def forget_terms(unit: Unit) -> None:
    unit.connection.execute(delete(tables.meta).where(tables.meta.c.name == _NAME))
    unit.learn(_NAME, None)


def organizations(view: View) -> list[Organization]:
    """Those that were not deleted."""
    of = tables.rows[Organization.table].c
    found = (decode(Organization, body) for body in view.connection.execute(select(of.body).order_by(of.id)).scalars())
    return [each for each in found if each.deleted_at is None]


def of_trade(view: View, trade: str) -> Order | None:
    """The order that WeChat Pay knows by this name, whichever organization's it is."""
    of = tables.rows[Order.table].c
    found = view.connection.execute(select(of.organization, of.id).where(of.trade == trade)).first()
    return None if found is None or not trade else view.get(Order, found.organization, found.id)


def orders(
    view: View, states: tuple[OrderState, ...] = (), *, limit: int = 100, before: RowMark | None = None
) -> list[Order]:
    """In these states (none named: any), newest first; `before`: `mark` of the last one of the page before."""
    of = tables.rows[Order.table].c
    query = paging.newest(select(of.body), (of.made_at, of.organization, of.id), limit, before)
    if states:
        query = query.where(of.state.in_([each.value for each in states]))
    return [decode(Order, body) for body in view.connection.execute(query).scalars()]


def mark(row: Order | Invoice) -> RowMark:
    """Its place in these lists."""
    return (row.made_at if isinstance(row, Order) else row.asked_at, row.organization, row.id)


def invoice_of_number(view: View, number: str) -> Invoice | None:
    """One that is issued, whosever it is."""
    of = tables.rows[Invoice.table].c
    found = view.connection.execute(select(of.body).where(of.issued_number == number).limit(1)).scalar()
    return None if found is None else decode(Invoice, found)


def invoices(
    view: View, states: tuple[InvoiceState, ...] = (), *, limit: int = 100, before: RowMark | None = None
) -> list[Invoice]:
    """In these states (none named: any), newest first; `before`: `mark` of the last one of the page before."""
    of = tables.rows[Invoice.table].c
    query = paging.newest(select(of.body), (of.asked_at, of.organization, of.id), limit, before)
    if states:
        query = query.where(of.state.in_([each.value for each in states]))
    return [decode(Invoice, body) for body in view.connection.execute(query).scalars()]
