"""Statements that every act asks for: building one costs as much as running it, so each is built once."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Select, Table, Text, bindparam, cast, column, func, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert


def insert(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that knows ON CONFLICT, which both databases spell alike and each has a class of its own for."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(table)


@lru_cache(maxsize=1024)
def upsert(
    dialect: str, table: Table, columns: tuple[str, ...], *, at_once: bool = False
) -> "sqlite.Insert | postgresql.Insert":
    """Write these columns of a row, over those of the row with the same key.

    `at_once`: of many rows, no two of one key, in the one parameter `rows`: JSON, with bytes as base64 (which SQLite
    cannot read back: of a table with bytes it takes them one by one).
    """
    statement = insert(dialect, table)
    if at_once and dialect == "sqlite":
        each = func.json_each(bindparam("rows", type_=Text)).table_valued("value")
        found = (func.json_extract(each.c.value, f"$.{name}") for name in columns)
        statement = statement.from_select(columns, select(*found).where(true()))  # `where`: or ON would mean a join
    elif at_once:
        binary = {name for name in columns if isinstance(table.c[name].type, LargeBinary)}
        typed = [column(name, Text() if name in binary else table.c[name].type) for name in columns]
        given = func.json_to_recordset(cast(bindparam("rows", type_=Text), postgresql.JSON))
        rows = given.table_valued(*typed).render_derived(with_types=True)
        found = (func.decode(rows.c[name], "base64") if name in binary else rows.c[name] for name in columns)
        statement = statement.from_select(columns, select(*found))
    else:
        statement = statement.values({name: bindparam(name) for name in columns})
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
def first(table: Table, columns: tuple[str, ...], empty: frozenset[str] = frozenset()) -> Select[Any]:
    """The row whose columns equal the parameters of the same names; `empty` ones have no value."""
    return select(table).where(*_equal(table, columns, empty))


def asked(equal: dict[str, Any]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The columns of a question, and which of them have no value."""
    return tuple(equal), frozenset(name for name, value in equal.items() if value is None)


def _equal(table: Table, columns: tuple[str, ...], empty: frozenset[str]) -> list[ColumnElement[bool]]:
    return [table.c[name].is_(None) if name in empty else table.c[name] == bindparam(name) for name in columns]


@lru_cache(maxsize=64)
def body(table: Table) -> Select[Any]:
    """The body of the row `id` of `organization`."""
    return select(table.c.body).where(table.c.organization == bindparam("organization"), table.c.id == bindparam("id"))


@lru_cache(maxsize=64)
def bodies(table: Table) -> Select[Any, Any]:
    """The id and body of each row of `organization` whose id is one of `ids`."""
    some = table.c.id.in_(bindparam("ids", expanding=True))
    return select(table.c.id, table.c.body).where(table.c.organization == bindparam("organization"), some)


@lru_cache(maxsize=256)
def listed(table: Table, fields: tuple[str, ...], empty: frozenset[str] = frozenset()) -> Select[Any]:
    """The body of each row of `organization` whose fields equal the parameters of the same names; `empty` ones have no
    value."""
    return select(table.c.body).where(*_equal(table, ("organization", *fields), empty))


@lru_cache(maxsize=256)
def lists(table: Table, fields: tuple[str, ...]) -> Select[Any]:
    """The body of each row of `organization` whose fields are among the parameters of the same names."""
    some = (table.c[name].in_(bindparam(name, expanding=True)) for name in fields)
    return select(table.c.body).where(table.c.organization == bindparam("organization"), *some)


@lru_cache(maxsize=64)
def last(table: Table, columns: tuple[str, ...], empty: frozenset[str], by: str) -> Select[Any]:
    """Of the rows that `first` means, the one with the most in the column `by`."""
    return first(table, columns, empty).order_by(table.c[by].desc()).limit(1)
