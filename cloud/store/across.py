"""What the operator looks up over all organizations."""

from typing import TypeVar

import msgspec
from sqlalchemy import func, select, union

from cloud.store import tables
from cloud.store.facts import decode
from cloud.store.unit import View
from domain.organization import Organization
from domain.rows import Row
from domain.seals import Seal, is_on, is_ours
from domain.stock import StockedSeal

R = TypeVar("R", bound=Row)


def rows(view: View, kind: type[R]) -> list[R]:
    """All of a kind of which there are few."""
    return [decode(kind, body) for body in view.connection.execute(select(tables.table_of(kind).c.body)).scalars()]


def organizations(view: View, search: str, limit: int, before: str = "") -> list[Organization]:
    """The newest first, those before this id; by what is known of one: its id, name, address or contact."""
    table = tables.table_of(Organization)
    query = select(table.c.body).order_by(table.c.id.desc()).limit(limit)
    if search:
        query = query.where(table.c.body.ilike(f"%{_plain(search)}%", escape="\\"))
    if before:
        query = query.where(table.c.id < before)
    return [decode(Organization, body) for body in view.connection.execute(query).scalars()]


def names(view: View, ids: set[str]) -> dict[str, str]:
    """What organizations are called."""
    found = (view.get(Organization, id, id) for id in ids)
    return {each.id: each.name for each in found if each is not None}


def serials(view: View, search: str, limit: int, after: str = "") -> list[str]:
    """Seals that were met, delivered or asked for, in their order; those whose serial contains this, after that one."""
    ids = [tables.devices.c.serial, tables.table_of(StockedSeal).c.id, tables.table_of(Seal).c.id]
    every = union(*(select(each.label("serial")) for each in ids)).subquery()
    query = select(every.c.serial).order_by(every.c.serial).limit(limit).where(every.c.serial > after)
    if search:
        query = query.where(every.c.serial.ilike(f"%{_plain(search)}%", escape="\\"))
    return list(view.connection.execute(query).scalars())


def lost(view: View) -> list[Seal]:
    """Seals in loss lock, the newest lock first."""
    table = tables.table_of(Seal)
    query = select(table.c.body).where(table.c.body.like('%"loss_lock":{"on":true%'))
    found = [decode(Seal, body) for body in view.connection.execute(query).scalars()]
    locked = [each for each in found if is_ours(each) and is_on(each.loss_lock)]
    return sorted(locked, key=lambda each: each.loss_lock.at if each.loss_lock else 0, reverse=True)


def of_seal(view: View, serial: str) -> list[Seal]:
    """What organizations know of it, whose it is or was."""
    table = tables.table_of(Seal)
    query = select(table.c.body).where(table.c.id == serial)
    return [decode(Seal, body) for body in view.connection.execute(query).scalars()]


def counts(view: View, organization: str) -> dict[str, int]:
    """How many rows of some kinds an organization has."""
    found = dict[str, int]()
    for name in ("usage", "applications", "messages"):
        table = tables.rows[name]
        query = select(func.count()).select_from(table).where(table.c.organization == organization)
        found[name] = int(view.connection.execute(query).scalar_one())
    return found


def _plain(search: str) -> str:
    """As JSON has it, and without wildcards."""
    text = msgspec.json.encode(search).decode()[1:-1]
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
