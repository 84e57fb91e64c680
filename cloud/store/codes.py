"""Sign-in codes as the database knows them: never the code itself, and how often it was asked for and tried."""

from dataclasses import dataclass

from sqlalchemy import update

from cloud.store import tables
from cloud.store.unit import Unit

HOUR_MS = 3600 * 1000


@dataclass(frozen=True)
class Limits:
    """What one phone number may ask for."""

    every_ms: int
    per_hour: int


@dataclass(frozen=True)
class Kept:
    """The code that is out for a phone number; no digest: none is."""

    digest: bytes | None
    expires_at: int
    tries: int


def keep(unit: Unit, phone: str, digest: bytes, now: int, expires_at: int, limits: Limits) -> bool:
    """Replace the code of this phone; False if too many were asked for."""
    before = unit.first(tables.codes, phone=phone)
    hour_from, count = now, 0
    if before is not None:
        if now - before.sent_at < limits.every_ms:
            return False
        if now - before.hour_from < HOUR_MS:
            hour_from, count = before.hour_from, before.hour_count
    if count >= limits.per_hour:
        return False
    values = {"phone": phone, "digest": digest, "expires_at": expires_at, "tries": 0, "sent_at": now}
    unit.upsert(tables.codes, {**values, "hour_from": hour_from, "hour_count": count + 1})
    return True


def kept(unit: Unit, phone: str) -> Kept | None:
    found = unit.first(tables.codes, phone=phone)
    return None if found is None else Kept(found.digest, found.expires_at, found.tries)


def count_try(unit: Unit, phone: str) -> None:
    table = tables.codes
    unit.connection.execute(update(table).where(table.c.phone == phone).values(tries=table.c.tries + 1))


def forget(unit: Unit, phone: str) -> None:
    """The code was used; how many were asked for stays known."""
    table = tables.codes
    unit.connection.execute(update(table).where(table.c.phone == phone).values(digest=None))
