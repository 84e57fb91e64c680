"""The operator's service outlets, and the organizations that have a copy of each."""

from dataclasses import dataclass

from sqlalchemy import delete, select

from cloud.store import tables
from cloud.store.facts import decode, encode
from cloud.store.unit import Unit, View
from domain.outlets import Outlet

_table, _of = tables.kept_outlets, tables.kept_outlets.c


@dataclass(frozen=True)
class Kept:
    """An outlet as the operator keeps it, who changed it last and when (milliseconds)."""

    outlet: Outlet
    changed_by: str
    changed_at: int


def every(view: View) -> list[Kept]:
    """By id, which is in the order in which they were made."""
    found = view.connection.execute(select(_table).order_by(_of.id))
    return [Kept(decode(Outlet, row.body), row.changed_by, row.changed_at) for row in found]


def find(view: View, id: str) -> Kept | None:
    row = view.first(_table, id=id)
    return None if row is None else Kept(decode(Outlet, row.body), row.changed_by, row.changed_at)


def keep(unit: Unit, kept: Kept) -> None:
    """So it is from now on."""
    body = encode(kept.outlet)
    values = {"id": kept.outlet.id, "body": body, "changed_by": kept.changed_by, "changed_at": kept.changed_at}
    unit.upsert(_table, values)


def forget(unit: Unit, id: str) -> None:
    unit.connection.execute(delete(_table).where(_of.id == id))


def organizations(view: View) -> list[str]:
    """All there are, deleted ones too: nobody reads those."""
    return list(view.connection.execute(select(tables.rows["organizations"].c.id)).scalars())
