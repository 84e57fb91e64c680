"""Statements that every act asks for: building one costs as much as running it, so each is built once."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Select, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert


def insert(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that knows ON CONFLICT, which both databases spell alike and each has a class of its own for."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


@lru_cache(maxsize=1024)
def upsert(dialect: str, table: Table, columns: tuple[str, ...]) -> "sqlite.Insert | postgresql.Insert":
    """Write these columns of a row, over those of the row with the same key."""
    statement = insert(dialect, table).values({name: bindparam(name) for name in columns})
    keys = [column.name for column in table.primary_key]
    others = {name: statement.excluded[name] for name in columns if name not in keys}
    if others:
        return statement.on_conflict_do_update(index_elements=keys, set_=others)
    return statement.on_conflict_do_nothing(index_elements=keys)


@lru_cache(maxsize=64)
def add_up(dialect: str, table: Table, counters: tuple[str, ...]) -> "sqlite.Insert | postgresql.Insert":
    """Add to counters, which begin at 0."""
    keys = [column.name for column in table.primary_key]
    statement = insert(dialect, table).values({name: bindparam(name) for name in [*keys, *counters]})
    more = {name: table.c[name] + statement.excluded[name] for name in counters}
    return statement.on_conflict_do_update(index_elements=keys, set_=more)


@lru_cache(maxsize=64)
def count_up(dialect: str, table: Table, counter: str) -> "ReturningInsert[Any]":
    """Add to a counter, which begins at 0; the new value comes back."""
    return add_up(dialect, table, (counter,)).returning(table.c[counter])


@lru_cache(maxsize=1024)
def first(table: Table, columns: tuple[str, ...]) -> Select[Any]:
    """The row whose columns equal the parameters of the same names."""
    return select(table).where(*(table.c[name] == bindparam(name) for name in columns))


@lru_cache(maxsize=64)
def body(table: Table) -> Select[Any]:
    """The body of the row `id` of `organization`."""
    return select(table.c.body).where(table.c.organization == bindparam("organization"), table.c.id == bindparam("id"))
