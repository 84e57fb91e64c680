"""Which certificates the seals' modems have, and which of them are revoked."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update

from cloud.store import tables
from cloud.store.unit import Unit, View

# For every batch that the gateway stores: made once.
_SHUT_OUT = (
    select(tables.modems.c.serial)
    .where(tables.modems.c.serial.in_(bindparam("serials", expanding=True)))
    .group_by(tables.modems.c.serial)
    .having(func.count().filter(tables.modems.c.revoked_at.is_(None)) == 0)
)


@dataclass(frozen=True)
class Modem:
    """A certificate by its number; times in milliseconds. `barred`: revoked for good, the seal gets no other one."""

    serial: str
    number: int
    issued_at: int
    expires_at: int
    revoked_at: int | None
    barred: bool


def of(view: View, serial: str) -> list[Modem]:
    """All that this seal was ever given, oldest first."""
    table = tables.modems
    query = select(table).where(table.c.serial == serial).order_by(table.c.issued_at, table.c.number)
    return [
        Modem(row.serial, int(row.number), row.issued_at, row.expires_at, row.revoked_at, row.barred)
        for row in view.connection.execute(query)
    ]


def issue(unit: Unit, modem: Modem) -> None:
    """A new one; what the seal had before is revoked."""
    revoke(unit, modem.serial, modem.issued_at, barred=False)
    unit.upsert(tables.modems, {**vars(modem), "number": str(modem.number)})


def revoke(unit: Unit, serial: str, now: int, *, barred: bool) -> None:
    """None of the seal's certificates opens the broker any more."""
    table = tables.modems
    live = (table.c.serial == serial) & table.c.revoked_at.is_(None)
    if unit.connection.execute(update(table).where(live).values(revoked_at=now)).rowcount:
        unit.revoked.add(serial)
    if barred:
        unit.connection.execute(update(table).where(table.c.serial == serial).values(barred=True))


def allow(unit: Unit, serial: str) -> None:
    """The seal may be given a certificate again."""
    table = tables.modems
    unit.connection.execute(update(table).where(table.c.serial == serial).values(barred=False))


def shut_out(view: View, serials: Iterable[str]) -> set[str]:
    """Those of these seals that have no certificate any more; not those that never had one."""
    return set(view.connection.execute(_SHUT_OUT, {"serials": list(serials)}).scalars())


def revoked(view: View, now: int) -> list[int]:
    """The numbers of those that are revoked and would still be valid otherwise."""
    table = tables.modems
    query = select(table.c.number).where(table.c.revoked_at.is_not(None), table.c.expires_at > now)
    return [int(number) for number in view.connection.execute(query.order_by(table.c.number)).scalars()]
