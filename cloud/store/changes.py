"""The end of a transaction: each row it changed gets the next version in each space where somebody may see it.

The counters are taken as the last statement before the change rows and the commit: whoever follows a counter sees the
transactions in the order in which they committed.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from cloud import scopes
from cloud.store import statements, tables, tallies
from cloud.store.facts import Key, encode
from cloud.store.unit import Unit, View, values
from domain.authorizations import Authorization
from domain.files import Attachment
from domain.rows import Row
from domain.usage import Impression
from domain.uses import DAY_MS

Standing = dict[str, set[str]]  # space -> scopes
KEPT_MS = 183 * DAY_MS  # what left a scope is told for so long, and for twice as long at most
AT_ONCE = 1000  # rows; others write as well
_of = tables.changes.c
_STOOD = select(_of.id, _of.space, _of.scope).where(
    _of.kind == bindparam("kind"),
    _of.organization == bindparam("organization"),
    _of.id.in_(bindparam("ids", expanding=True)),
    _of.gone.is_(False),
)


def record(unit: Unit) -> dict[str, int]:
    """Write what the transaction left, and take versions: space -> its newest one."""
    unit.flush()
    before = _stood(unit, unit.rows.changed)
    concerned = _concerned(unit, before)
    before |= _stood(unit, concerned.keys() - before.keys())
    now = {key: _stands(unit, row) for key, row in concerned.items()}
    before |= {key: _stood_added(unit, key, now, before) for key in concerned if key[0] in tables.APPEND_ONLY}
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


def _concerned(unit: Unit, stood: dict[Key, Standing]) -> dict[Key, Row]:
    """The changed rows, and those that may stand elsewhere because of them."""
    rows = dict(unit.rows.changed)
    for kind, organization, id in rows:
        if kind == Authorization.table:
            for other in (Attachment, Impression):
                unit.rows.expect_lists(other, organization, [{"authorization": id}])
    for key, row in unit.rows.changed.items():
        here = stood[key].get(row.organization, set())
        for other in scopes.affected(row, unit.rows.before(row), here, unit.facts(row.organization)):
            rows.setdefault((other.table, other.organization, other.id), other)
    return rows


def _stands(unit: Unit, row: Row) -> Standing:
    if (row.table, row.organization, row.id) in unit.rows.removed:
        return {}
    return scopes.standing(row, unit.facts(row.organization))


def _stood(unit: Unit, keys: Iterable[Key]) -> dict[Key, Standing]:
    """Where the rows stood before; new ones stood nowhere, of what is only ever added `_stood_added` tells."""
    found: dict[Key, Standing] = {key: {} for key in keys}
    ids: dict[tuple[str, str], list[str]] = {}
    for kind, organization, id in found:
        new = (kind, organization, id) in unit.rows.changed and unit.rows.body((kind, organization, id)) is None
        if kind not in tables.APPEND_ONLY and not new:
            ids.setdefault((kind, organization), []).append(id)
    for (kind, organization), of in ids.items():
        for start in range(0, len(of), tables.AT_ONCE):
            asked = {"kind": kind, "organization": organization, "ids": of[start : start + tables.AT_ONCE]}
            for id, space, scope in unit.connection.execute(_STOOD, asked):
                found[(kind, organization, id)].setdefault(space, set()).add(scope)
    return found


def _stood_added(unit: Unit, key: Key, now: dict[Key, Standing], before: dict[Key, Standing]) -> Standing:
    """What is added stood nowhere. What was there stands where its own fields tell, and only who approved its use can
    be another now: then it takes a new version, for some may have been told of what is older."""
    if unit.rows.body(key) is None:
        return {}
    kind, organization, _ = key
    row = unit.rows.get(Impression, organization, key[2]) if kind == Impression.table else None
    use = (Authorization.table, organization, (row and row.authorization) or "")
    was = scopes.approved_part(before.get(use, {}).get(organization, ()))
    return {organization: now[key][organization] - scopes.approved_part(now[key][organization]) | was}


def _take(unit: Unit, space: str, count: int) -> int:
    """The last of `count` new versions."""
    statement = statements.count_up(unit.connection.dialect.name, tables.versions, "rev")
    return unit.connection.execute(statement, {"space": space, "rev": count}).scalar_one()


def _changes(space: str, key: Key, rev: int, here: Iterable[str], gone: set[str]) -> list[dict[str, Any]]:
    kind, organization, id = key
    row = {"space": space, "kind": kind, "organization": organization, "id": id, "rev": rev}
    return [{**row, "scope": scope, "gone": scope in gone} for scope in sorted({*here, *gone})]


def with_old(view: View, now: int) -> list[str]:
    """Spaces in which something may have left a scope so long ago that it need not be told any more."""
    of = tables.versions.c
    return list(view.connection.execute(select(of.space).where(of.marked_at <= now - KEPT_MS)).scalars())


def forget(unit: Unit, space: str, now: int) -> bool:
    """Forget some of it; whether there is more. A cursor from before then starts anew (`cloud.pull`).

    No change says when it was: what is older than the mark of half a year ago goes, and there is a new mark.
    """
    versions, table = tables.versions, tables.changes
    known = unit.first(versions, space=space)
    here = update(versions).where(versions.c.space == space)
    unit.connection.execute(here.values(floor=known.mark))
    old = [table.c.space == space, table.c.gone.is_(True), table.c.rev <= known.mark]
    piece = select(table.c.rev).where(*old).order_by(table.c.rev).offset(AT_ONCE - 1).limit(1)
    last = unit.connection.execute(piece).scalar()
    if last is not None:
        unit.connection.execute(delete(table).where(*old, table.c.rev <= last))
        return True
    unit.connection.execute(delete(table).where(*old))
    unit.connection.execute(here.values(mark=known.rev, marked_at=now))
    return False
