"""Physical seals: their keys, their bindings, and what is ordered from them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, update

from cloud.store import people, tables
from cloud.store.unit import Unit, View
from protocol.certificates import Identity
from protocol.envelopes import Kind
from protocol.log import Outcome, first_head


@dataclass(frozen=True)
class Device:
    """A seal the cloud has met. It holds the seal's log up to `log_to`, where its head is `log_head`."""

    serial: str
    model: str
    signing: bytes
    static: bytes
    log_to: int
    log_head: bytes


@dataclass(frozen=True)
class Binding:
    """A binding of a seal, by its number, which rises. `confirmed_at`: its log says so; `unbound_at`: … that it is
    over; `over_gprs`: how it was asked for last; `withdrawn_at`: nobody waits for it any more."""

    serial: str
    binding: int
    organization: str
    confirmed_at: int | None
    unbound_at: int | None = None
    over_gprs: bool = False
    withdrawn_at: int | None = None


@dataclass(frozen=True)
class Order:
    """A down envelope before it is numbered from..to and signed. `subject` is what it speaks of: an authorization, a
    slot, a console."""

    number: int
    kind: Kind
    subject: str | None
    body: bytes
    outcome: int | None


def device(view: View, serial: str) -> Device | None:
    return view.known(("device", serial), lambda: _device(view, serial))


def some(view: View, serials: Iterable[str]) -> list[Device]:
    """Those of these seals that the cloud has met; each is known from now on."""
    wanted, table, found = sorted(set(serials)), tables.devices, list[Device]()
    for start in range(0, len(wanted), tables.AT_ONCE):
        query = select(table).where(table.c.serial.in_(wanted[start : start + tables.AT_ONCE]))
        found += [_read(row) for row in view.connection.execute(query)]
    for each in found:
        view.learn(("device", each.serial), each)
    return found


def _device(view: View, serial: str) -> Device | None:
    found = view.first(tables.devices, serial=serial)
    return None if found is None else _read(found)


def _read(row: Any) -> Device:
    return Device(row.serial, row.model, row.signing, row.static, row.log_to, row.log_head)


def new(identity: Identity) -> Device:
    """A seal of which nothing is held yet."""
    head = first_head(identity.serial)
    return Device(identity.serial, identity.model, identity.signing, identity.static, 0, head)


def meet(unit: Unit, identity: Identity, certificate: bytes) -> Device | None:
    """The seal with this identity; None if another seal was known by this serial first."""
    known = device(unit, identity.serial)
    if known is None:
        known = new(identity)
        unit.upsert(tables.devices, {**vars(known), "identity": certificate})
        unit.learn(("device", identity.serial), known)
    same = (known.model, known.signing, known.static) == (identity.model, identity.signing, identity.static)
    return known if same else None


def binding(view: View, serial: str, number: int) -> Binding | None:
    read = partial(view.first, tables.bindings, serial=serial, binding=number)
    return view.known(("binding", serial, number), lambda: _binding(read()))


def read_binding(view: View, serial: str, number: int) -> Binding | None:
    """As it stands in the database, whatever is remembered."""
    return _binding(view.first(tables.bindings, serial=serial, binding=number))


def latest_binding(view: View, serial: str) -> Binding | None:
    """The one that was asked for last."""
    return next(iter(_bindings(view, serial)), None)


def holder(view: View, serial: str) -> Binding | None:
    """The newest that the seal has confirmed, be it over or not."""
    return next(iter(_bindings(view, serial, tables.bindings.c.confirmed_at.is_not(None))), None)


def confirmed_from(view: View, serial: str, number: int) -> list[Binding]:
    """Those that the seal has confirmed, from this number on."""
    table = tables.bindings
    return _bindings(view, serial, table.c.confirmed_at.is_not(None), table.c.binding >= number)


def open_bindings(view: View, serial: str) -> list[Binding]:
    """Those that wait for the seal, the newest first: at most one of each organization. The seal decides."""
    table = tables.bindings
    return _bindings(view, serial, table.c.confirmed_at.is_(None), table.c.withdrawn_at.is_(None))


def organizations(view: View, serial: str) -> set[str]:
    """Whose it is, was, or was asked to be."""
    return {each.organization for each in _bindings(view, serial)}


def _bindings(view: View, serial: str, *so: ColumnElement[bool]) -> list[Binding]:
    table = tables.bindings
    query = select(table).where(table.c.serial == serial, *so).order_by(table.c.binding.desc())
    found = (_binding(row) for row in view.connection.execute(query))
    return [each for each in found if each is not None]


def _binding(row: Any) -> Binding | None:
    if row is None:
        return None
    over = row.unbound_at, row.over_gprs, row.withdrawn_at
    return Binding(row.serial, row.binding, row.organization, row.confirmed_at, *over)


def ask_binding(
    unit: Unit, serial: str, number: int, organization: str, now: int, *, over_gprs: bool = False
) -> Binding:
    """Anew, or once more in another way."""
    asked = Binding(serial, number, organization, None, over_gprs=over_gprs)
    place = {"serial": serial, "binding": number, "organization": organization}
    unit.upsert(tables.bindings, {**place, "asked_at": now, "over_gprs": over_gprs})
    unit.learn(("binding", serial, number), asked)
    return asked


def withdraw_binding(unit: Unit, of: Binding, now: int) -> None:
    """Nobody waits for it any more; should the seal say that it holds, it does all the same."""
    table = tables.bindings
    this = and_(table.c.serial == of.serial, table.c.binding == of.binding)
    unit.connection.execute(update(table).where(this).values(withdrawn_at=now))
    unit.learn(("binding", of.serial, of.binding), replace(of, withdrawn_at=now))


def delivered_to(view: View, serial: str) -> str | None:
    """The organization to which the operator delivered the seal; none: to nobody."""
    stock = tables.rows["stock"]
    return view.connection.execute(select(stock.c.organization).where(stock.c.id == serial)).scalar()


def confirm_binding(unit: Unit, serial: str, number: int, now: int) -> None:
    table = tables.bindings
    this = and_(table.c.serial == serial, table.c.binding == number, table.c.confirmed_at.is_(None))
    unit.connection.execute(update(table).where(this).values(confirmed_at=now))


def end_binding(unit: Unit, of: Binding, now: int) -> None:
    """The seal says that it is bound no more."""
    table = tables.bindings
    this = and_(table.c.serial == of.serial, table.c.binding == of.binding)
    unit.connection.execute(update(table).where(this).values(unbound_at=now))
    unit.learn(("binding", of.serial, of.binding), replace(of, unbound_at=now))


def generation(view: View) -> int:
    """Counts how often this cloud was restored, from 1."""
    return view.known("generation", lambda: int(people.meta(view, "generation")))


def _orders(serial: str, number: int, of: int) -> ColumnElement[bool]:
    table = tables.down
    return and_(table.c.serial == serial, table.c.binding == number, table.c.generation == of)


def down_head(view: View, serial: str, number: int, of: int) -> int:
    """The number of the newest order of a binding in a generation, 0 if there is none."""
    query = select(func.max(tables.down.c.number)).where(_orders(serial, number, of))
    return view.connection.execute(query).scalar() or 0


def order(unit: Unit, to: Binding, kind: Kind, subject: str | None, body: bytes, now: int) -> int:
    """One more order for the seal; its number."""
    of = generation(unit)
    head = ("down_head", to.serial, to.binding)
    number = unit.known(head, lambda: down_head(unit, to.serial, to.binding, of)) + 1
    unit.learn(head, number)
    place = {"serial": to.serial, "binding": to.binding, "generation": of, "number": number}
    unit.add(tables.down, {**place, "kind": int(kind), "subject": subject, "body": body, "created_at": now})
    unit.ordered.add(to.serial)
    return number


def newest(unit: Unit, to: Binding, kind: Kind, subject: str | None) -> Order | None:
    """The last such order on this in this generation, also one that this transaction leaves for its end."""
    place = {"serial": to.serial, "binding": to.binding, "generation": generation(unit)}
    this = {**place, "kind": int(kind), "subject": subject}
    for row in reversed(unit.added(tables.down)):
        if row.items() >= this.items():
            return Order(row["number"], kind, subject, row["body"], None)
    found = unit.last(tables.down, "number", **this)
    return None if found is None else _order(found)


def orders_after(view: View, serial: str, number: int, of: int, after: int) -> list[Order]:
    """Orders the seal has not applied, in order."""
    table = tables.down
    query = select(table).where(_orders(serial, number, of), table.c.number > after).order_by(table.c.number)
    return [_order(row) for row in view.connection.execute(query)]


def is_ordered(view: View, of: Binding, kind: Kind) -> bool:
    """Whether such an order waits for the seal's answer, be it of an earlier generation."""
    this = {"serial": of.serial, "binding": of.binding, "kind": int(kind), "outcome": None}
    return view.last(tables.down, "number", **this) is not None


def order_at(view: View, serial: str, number: int, of: int, at: int) -> Order | None:
    found = view.first(tables.down, serial=serial, binding=number, generation=of, number=at)
    return None if found is None else _order(found)


def open_before(view: View, serial: str, number: int, of: int, before: int) -> list[Order]:
    """Orders without an outcome although the seal has applied something later: they were folded into it, or the seal's
    word on them is still on its way."""
    table = tables.down
    older = and_(table.c.number < before, table.c.outcome.is_(None))
    query = select(table).where(_orders(serial, number, of), older).order_by(table.c.number)
    return [_order(row) for row in view.connection.execute(query)]


def set_outcome(unit: Unit, serial: str, number: int, of: int, at: int, outcome: Outcome) -> None:
    table = tables.down
    this = and_(_orders(serial, number, of), table.c.number == at)
    unit.connection.execute(update(table).where(this).values(outcome=int(outcome)))


def _order(row: Any) -> Order:
    return Order(row.number, Kind(row.kind), row.subject, row.body, row.outcome)
