"""Tickets as the database knows them: attempts to sign in by WeChat that are not over."""

from dataclasses import dataclass

from sqlalchemy import delete, update

from cloud.store import tables
from cloud.store.unit import Unit, View

HOUR_MS = 3600 * 1000


@dataclass(frozen=True)
class Ticket:
    """`holder`: the public key of whoever may use it; `phone`: of the account that has confirmed it. Milliseconds."""

    id: str
    holder: bytes
    console: str
    expires_at: int
    phone: str | None = None
    tries: int = 0


def keep(unit: Unit, ticket: Ticket) -> None:
    """A new one; those whose time is over go, an hour late so that none goes in its use."""
    table = tables.tickets
    unit.connection.execute(delete(table).where(table.c.expires_at <= ticket.expires_at - HOUR_MS))
    unit.upsert(table, vars(ticket))


def find(view: View, id: str) -> Ticket | None:
    found = view.first(tables.tickets, id=id)
    if found is None:
        return None
    return Ticket(found.id, found.holder, found.console, found.expires_at, found.phone, found.tries)


def confirm(unit: Unit, id: str, phone: str) -> None:
    """Somebody has confirmed it, whose number this is."""
    table = tables.tickets
    unit.connection.execute(update(table).where(table.c.id == id).values(phone=phone))


def count_try(unit: Unit, id: str) -> None:
    table = tables.tickets
    unit.connection.execute(update(table).where(table.c.id == id).values(tries=table.c.tries + 1))


def forget(unit: Unit, id: str) -> None:
    """It was used, or nobody waits for it any more."""
    unit.connection.execute(delete(tables.tickets).where(tables.tickets.c.id == id))
