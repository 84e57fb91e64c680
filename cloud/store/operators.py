"""Operators as the database knows them, their sessions, and the trail of what they did."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update

from cloud.store import operator_tables, tables
from cloud.store.unit import Unit, View

HEAD = "operator_audit"  # where, beside what the database was said to be, the signed head of the trail stands


@dataclass(frozen=True)
class Operator:
    """`password`: salt and digest. `secret`: sealed. `fresh`: he has to choose a password. Times in milliseconds."""

    name: str
    password: bytes
    secret: bytes
    fresh: bool
    created_at: int
    disabled_at: int | None = None
    step: int = 0
    tries: int = 0
    blocked_until: int = 0


@dataclass(frozen=True)
class Session:
    """`hash` of what the browser shows; `browser` of what it is."""

    hash: bytes
    operator: str
    browser: bytes
    began_at: int
    seen_at: int
    proved_at: int


@dataclass(frozen=True)
class Entry:
    """The `number`-th thing that was done. `words`: JSON; `code`: why it was refused, empty: done."""

    number: int
    at: int
    operator: str
    address: str
    act: str
    organization: str
    subject: str
    words: str
    code: str
    head: str


# Operators


def find(view: View, name: str) -> Operator | None:
    found = view.first(tables.operators, name=name)
    return None if found is None else Operator(**found._mapping)


def every(view: View) -> list[Operator]:
    table = tables.operators
    return [Operator(**row) for row in view.connection.execute(select(table).order_by(table.c.name)).mappings()]


def keep(unit: Unit, operator: Operator) -> None:
    unit.upsert(tables.operators, vars(operator))


# Sessions


def session(view: View, hash: bytes) -> Session | None:
    found = view.first(operator_tables.operator_sessions, hash=hash)
    return None if found is None else Session(**found._mapping)


def keep_session(unit: Unit, session: Session) -> None:
    unit.upsert(operator_tables.operator_sessions, vars(session))


def end_session(unit: Unit, hash: bytes) -> None:
    table = operator_tables.operator_sessions
    unit.connection.execute(delete(table).where(table.c.hash == hash))


def end_sessions(unit: Unit, operator: str, but: bytes = b"") -> None:
    """All of this operator's, or all others than this one."""
    table = operator_tables.operator_sessions
    unit.connection.execute(delete(table).where(table.c.operator == operator, table.c.hash != but))


def clear_sessions(unit: Unit, began_before: int, seen_before: int) -> None:
    """Those that are over."""
    table = operator_tables.operator_sessions
    over = or_(table.c.began_at <= began_before, table.c.seen_at <= seen_before)
    unit.connection.execute(delete(table).where(over))


# The trail


def last(view: View) -> Entry | None:
    table = tables.operator_audit
    found = view.connection.execute(select(table).order_by(table.c.number.desc()).limit(1)).mappings().first()
    return None if found is None else Entry(**found)


def trail(view: View, limit: int, before: int | None = None, operator: str = "", about: str = "") -> list[Entry]:
    """The newest first, those before this number; of one operator, or about one organization or thing."""
    table = tables.operator_audit
    query = select(table).order_by(table.c.number.desc()).limit(limit)
    if before is not None:
        query = query.where(table.c.number < before)
    if operator:
        query = query.where(table.c.operator == operator)
    if about:
        query = query.where(or_(table.c.organization == about, table.c.subject == about))
    return [Entry(**row) for row in view.connection.execute(query).mappings()]


def whole_trail(view: View) -> Iterator[Entry]:
    """In its order."""
    table = tables.operator_audit
    for row in view.connection.execute(select(table).order_by(table.c.number)).mappings():
        yield Entry(**row)


def append(unit: Unit, entry: Entry, signed: str) -> None:
    """It is the newest, and `signed` says so."""
    unit.connection.execute(tables.operator_audit.insert(), vars(entry))
    if (
        unit.connection.execute(update(tables.meta).where(tables.meta.c.name == HEAD).values(value=signed)).rowcount
        == 0
    ):
        unit.connection.execute(tables.meta.insert(), {"name": HEAD, "value": signed})


def signed_head(view: View) -> str:
    """As it was left by `append`; empty: nothing was ever done."""
    found = view.first(tables.meta, name=HEAD)
    return "" if found is None else str(found.value)
