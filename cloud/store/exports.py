"""Exports as the database holds them."""

from sqlalchemy import select

from cloud.store import tables
from cloud.store.due import Found
from cloud.store.facts import decode
from cloud.store.unit import View
from domain.exports import OPEN, Export


def open_ones(view: View) -> list[Export]:
    """Exports that are to be made, or are being made; the oldest first."""
    table = tables.table_of(Export)
    query = select(table.c.body).where(table.c.state.in_([state.value for state in OPEN]))
    found = [decode(Export, body) for body in view.connection.execute(query).scalars()]
    return sorted(found, key=lambda each: (each.asked_at, each.id))


def due(view: View, now: int) -> list[Found]:
    """Exports whose files have been kept long enough."""
    table = tables.table_of(Export)
    query = select(table.c.organization, table.c.id).where(table.c.kept_until <= now)
    return [(organization, id) for organization, id in view.connection.execute(query)]
