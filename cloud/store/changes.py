"""The end of a transaction: each row it changed gets the next version in each space where somebody may see it.

The counters are taken as the last statement before the change rows and the commit: whoever follows a counter sees the
transactions in the order in which they committed.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from cloud import scopes
from cloud.store import statements, tables, tallies
from cloud.store.facts import Key, encode
from cloud.store.unit import Unit, values
from domain.rows import Row

Standing = dict[str, set[str]]  # space -> scopes


def record(unit: Unit) -> dict[str, int]:
    """Write what the transaction left, and take versions: space -> its newest one."""
    unit.flush()
    concerned = _concerned(unit)
    now = {key: _stands(unit, row) for key, row in concerned.items()}
    before = _stood(unit, concerned)
    moved: dict[str, list[Key]] = {}
    for key in concerned:
        for space in {*now[key], *before[key]}:
            if key in unit.rows.changed or now[key].get(space) != before[key].get(space):
                moved.setdefault(space, []).append(key)
    revs = {space: _take(unit, space, len(keys)) for space, keys in sorted(moved.items())}
    changes: list[dict[str, Any]] = []
    appended: dict[str, list[dict[str, Any]]] = {}
    counted = tallies.Moves()
    for space, keys in moved.items():
        for rev, key in enumerate(keys, revs[space] - len(keys) + 1):
            row, here, was = concerned[key], now[key].get(space, set()), before[key].get(space, set())
            held = unit.rows.body(key)
            counted.move(space, row.table, (held, was), (encode(row) if key in unit.rows.changed else held, here))
            if row.table in tables.APPEND_ONLY:
                appended.setdefault(row.table, []).append({**values(row), "rev": rev})
            else:
                changes += _changes(space, key, rev, here, was - here)
    for table, rows in appended.items():
        unit.upsert(tables.rows[table], rows)
    unit.upsert(tables.changes, changes)
    counted.write(unit)
    return revs


def _concerned(unit: Unit) -> dict[Key, Row]:
    """The changed rows, and those that may stand elsewhere because of them."""
    rows = dict(unit.rows.changed)
    for row in unit.rows.changed.values():
        for other in scopes.affected(row, unit.rows.before(row), unit.facts(row.organization)):
            rows.setdefault((other.table, other.organization, other.id), other)
    return rows


def _stands(unit: Unit, row: Row) -> Standing:
    if (row.table, row.organization, row.id) in unit.rows.removed:
        return {}
    return scopes.standing(row, unit.facts(row.organization))


def _stood(unit: Unit, keys: Iterable[Key]) -> dict[Key, Standing]:
    """Where the rows stood before; what is only ever added stood nowhere."""
    found: dict[Key, Standing] = {key: {} for key in keys}
    ids: dict[tuple[str, str], list[str]] = {}
    for kind, organization, id in found:
        if kind not in tables.APPEND_ONLY:
            ids.setdefault((kind, organization), []).append(id)
    table = tables.changes
    for (kind, organization), of in ids.items():
        for start in range(0, len(of), tables.AT_ONCE):
            query = select(table.c.id, table.c.space, table.c.scope).where(
                table.c.kind == kind,
                table.c.organization == organization,
                table.c.id.in_(of[start : start + tables.AT_ONCE]),
                table.c.gone.is_(False),
            )
            for id, space, scope in unit.connection.execute(query):
                found[(kind, organization, id)].setdefault(space, set()).add(scope)
    return found


def _take(unit: Unit, space: str, count: int) -> int:
    """The last of `count` new versions."""
    statement = statements.count_up(unit.connection.dialect.name, tables.versions, "rev")
    return unit.connection.execute(statement, {"space": space, "rev": count}).scalar_one()


def _changes(space: str, key: Key, rev: int, here: Iterable[str], gone: set[str]) -> list[dict[str, Any]]:
    kind, organization, id = key
    row = {"space": space, "kind": kind, "organization": organization, "id": id, "rev": rev}
    return [{**row, "scope": scope, "gone": scope in gone} for scope in sorted({*here, *gone})]
