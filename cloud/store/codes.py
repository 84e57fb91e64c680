"""Codes as the database knows them: never the code itself, and how often one was asked for and tried."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, update

from cloud.store import tables
from cloud.store.unit import Unit, View
from domain.codes import Purpose

HOUR_MS = 3600 * 1000
DAY_MS = 24 * HOUR_MS


@dataclass(frozen=True)
class CodeFor:
    """What a code is good for: one purpose, in one organization (none: signing in), for who holds this phone."""

    purpose: Purpose
    organization: str
    phone: str


@dataclass(frozen=True)
class Limits:
    """What one phone number, and one person, may ask for."""

    every_ms: int
    per_hour: int


@dataclass(frozen=True)
class Kept:
    """The code that is out."""

    digest: bytes
    expires_at: int
    tries: int


def keep(unit: Unit, code: CodeFor, kept: Kept) -> None:
    """It takes the place of the one before; those whose time is over go, an hour late so that none goes in its use."""
    table = tables.codes
    unit.connection.execute(delete(table).where(table.c.expires_at <= kept.expires_at - HOUR_MS))
    unit.upsert(table, {**_key(code), **vars(kept)})


def find(view: View, code: CodeFor) -> Kept | None:
    found = view.first(tables.codes, **_key(code))
    return None if found is None else Kept(found.digest, found.expires_at, found.tries)


def count_try(unit: Unit, code: CodeFor) -> None:
    table = tables.codes
    unit.connection.execute(update(table).where(*_is(code)).values(tries=table.c.tries + 1))


def forget(unit: Unit, code: CodeFor) -> None:
    """The code was used."""
    unit.connection.execute(delete(tables.codes).where(*_is(code)))


def count_asking(unit: Unit, who: str, now: int, limits: Limits) -> bool:
    """Note that `who` (a phone number, a person) has one more code sent; False if that is too many."""
    table = tables.code_limits
    unit.connection.execute(delete(table).where(table.c.sent_at <= now - DAY_MS))
    before = unit.first(table, who=who)
    hour_from, count = now, 0
    if before is not None:
        if now - before.sent_at < limits.every_ms:
            return False
        if now - before.hour_from < HOUR_MS:
            hour_from, count = before.hour_from, before.hour_count
    if count >= limits.per_hour:
        return False
    unit.upsert(table, {"who": who, "sent_at": now, "hour_from": hour_from, "hour_count": count + 1})
    return True


def _key(code: CodeFor) -> dict[str, str]:
    return {"purpose": code.purpose.value, "organization": code.organization, "phone": code.phone}


def _is(code: CodeFor) -> list[ColumnElement[bool]]:
    return [tables.codes.c[name] == value for name, value in _key(code).items()]
