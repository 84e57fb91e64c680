"""Codes as the database knows them: never the code itself, and how often one was asked for and tried."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select, update

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
    """What may be asked for: one code each `every_ms`, `most` within `within_ms`."""

    every_ms: int
    most: int
    within_ms: int = HOUR_MS


@dataclass(frozen=True)
class Kept:
    """A code that is out; `turn` 0: the newest, 1: the one before it."""

    digest: bytes
    expires_at: int
    tries: int
    turn: int = 0


def keep(unit: Unit, code: CodeFor, kept: Kept, *, beside: bool) -> None:
    """It takes the place of the one before, which stays good `beside` it; those whose time is over go, an hour late so
    that none goes in its use."""
    table = tables.codes
    unit.connection.execute(delete(table).where(table.c.expires_at <= kept.expires_at - HOUR_MS))
    before = next(iter(find(unit, code)), None)
    forget(unit, code)
    if beside and before is not None:
        unit.upsert(table, {**_key(code), **vars(before), "turn": 1})
    unit.upsert(table, {**_key(code), **vars(kept)})


def find(view: View, code: CodeFor) -> list[Kept]:
    """Those that are out, the newest first."""
    table = tables.codes
    query = select(table.c.digest, table.c.expires_at, table.c.tries, table.c.turn).where(*_is(code))
    return [Kept(*row) for row in view.connection.execute(query.order_by(table.c.turn))]


def count_try(unit: Unit, code: CodeFor) -> None:
    """For each that is out: whoever guesses, guesses at all of them."""
    table = tables.codes
    unit.connection.execute(update(table).where(*_is(code)).values(tries=table.c.tries + 1))


def forget(unit: Unit, code: CodeFor) -> None:
    """One was used."""
    unit.connection.execute(delete(tables.codes).where(*_is(code)))


def count_asking(unit: Unit, who: str, now: int, limits: Limits) -> bool:
    """Note that `who` (a phone number, a person, an address) has one more code sent; False if that is too many."""
    table = tables.code_limits
    unit.connection.execute(delete(table).where(table.c.sent_at <= now - DAY_MS))
    before = unit.first(table, who=who)
    hour_from, count = now, 0
    if before is not None:
        if now - before.sent_at < limits.every_ms:
            return False
        if now - before.hour_from < limits.within_ms:
            hour_from, count = before.hour_from, before.hour_count
    if count >= limits.most:
        return False
    unit.upsert(table, {"who": who, "sent_at": now, "hour_from": hour_from, "hour_count": count + 1})
    return True


def asked(view: View, who: str, now: int, limits: Limits) -> int:
    """How often that was noted in the time that counts now."""
    before = view.first(tables.code_limits, who=who)
    return 0 if before is None or now - before.hour_from >= limits.within_ms else int(before.hour_count)


def _key(code: CodeFor) -> dict[str, str]:
    return {"purpose": code.purpose.value, "organization": code.organization, "phone": code.phone}


def _is(code: CodeFor) -> list[ColumnElement[bool]]:
    return [tables.codes.c[name] == value for name, value in _key(code).items()]
