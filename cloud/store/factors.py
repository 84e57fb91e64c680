"""Second factors as the database knows them: secrets sealed, recovery codes as digests."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select

from cloud.store import tables
from cloud.store.unit import Unit, View
from domain.consoles import own_space
from domain.second_factor import ID, SecondFactor


@dataclass(frozen=True)
class Factor:
    """`confirmed_at`: since when it is asked for. `step`: the last time step whose code was taken; `tries` wrong ones
    since; nothing is taken before `blocked_until`. Times in milliseconds."""

    user: str
    secret: bytes
    confirmed_at: int | None = None
    step: int = 0
    tries: int = 0
    blocked_until: int = 0


def find(view: View, user: str) -> Factor | None:
    found = view.first(tables.factors, user=user)
    if found is None:
        return None
    return Factor(found.user, found.secret, found.confirmed_at, found.step, found.tries, found.blocked_until)


def keep(unit: Unit, factor: Factor) -> None:
    unit.upsert(tables.factors, vars(factor))


def remove(unit: Unit, user: str) -> None:
    """With everything that belongs to it."""
    for table in (tables.factors, tables.recovery_codes):
        unit.connection.execute(delete(table).where(table.c.user == user))


def keep_recovery(unit: Unit, user: str, digests: list[bytes]) -> None:
    """In place of those before."""
    table = tables.recovery_codes
    unit.connection.execute(delete(table).where(table.c.user == user))
    unit.upsert(table, [{"user": user, "digest": digest} for digest in digests])


def take_recovery(unit: Unit, user: str, digest: bytes) -> bool:
    """Whether it was one; it is one no more."""
    table = tables.recovery_codes
    taken = unit.connection.execute(delete(table).where(table.c.user == user, table.c.digest == digest))
    return taken.rowcount > 0


def tell(unit: Unit, user: str) -> None:
    """How things stand now, for the person's consoles."""
    factor, table = find(unit, user), tables.recovery_codes
    left = unit.connection.execute(select(func.count()).where(table.c.user == user)).scalar_one()
    since = None if factor is None else factor.confirmed_at
    unit.put(SecondFactor(id=ID, organization=own_space(user), since=since, recovery_codes=left))
