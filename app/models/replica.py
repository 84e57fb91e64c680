"""What the cloud has said, and nothing else: rows as they were pulled, read by kind."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar, cast

import msgspec
from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert

from app.models import meta, scopes
from app.models.store import Tx
from app.models.tables import KEYS, one, row_scopes, rows, seen, table_of
from domain.acts import ROWS
from domain.organization import Member
from domain.rows import Row
from domain.usage import Impression, Photo
from protocol.sync import Change, Gone

R = TypeVar("R", bound=Row)
T = TypeVar("T")
# As in `protocol.log.Clock`, with which cryptography would be loaded before the first window.
CLOCK_LOST, CLOCK_SET = 0, 1
PRESS_KEYS = ("seal", "number", "authorization", "member", "result")
ENDLESS = (Impression, Photo)


class UnknownRows(Exception):
    """The cloud sent rows of a shape that this version does not know."""


_DECODERS = {kind: msgspec.json.Decoder(kind) for kind in ROWS.values()}


def decoder(kind: type[R]) -> "msgspec.json.Decoder[R]":
    """Reads the body of such a row."""
    return cast("msgspec.json.Decoder[R]", _DECODERS[kind])


def list_time(impression: Impression) -> int:
    """The time by which lists are ordered: a seal that had lost its clock counts from its own zero."""
    return impression.received_at if impression.clock == CLOCK_LOST else impression.at


def press_values(impression: Impression) -> dict[str, Any]:
    """The key columns of a press."""
    keys: dict[str, Any] = {key: getattr(impression, key) for key in PRESS_KEYS}
    keys |= {"organization": impression.organization, "id": impression.id, "at": list_time(impression)}
    return keys | {"abnormal": int(impression.result != 0)}


def put(tx: Tx, pull: str, changes: Iterable[Change]) -> None:
    """Store rows as they are now, and in which scopes of this pull they stand. Raises `UnknownRows`."""
    by_kind: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_kind[change.table].append(change)
    for name, some in by_kind.items():
        kind = ROWS.get(name)
        if kind is None:
            raise UnknownRows(name)
        read = decoder(kind)
        try:
            decoded = [read.decode(change.body) for change in some]
        except msgspec.MsgspecError as error:
            raise UnknownRows(f"{name}: {error}") from error
        _upsert(tx, rows[name], [_values(change, row) for change, row in zip(some, decoded, strict=True)])
        if kind is Impression:
            _unsee(tx, decoded)
        else:
            _place(tx, pull, some, decoded)
        tx.touch(name)


def _values(change: Change, row: Row) -> dict[str, Any]:
    if isinstance(row, Impression):
        return press_values(row) | {"rev": change.rev, "body": bytes(change.body)}
    values: dict[str, Any] = {key: getattr(row, key) for key in KEYS[change.table]}
    return values | {"organization": row.organization, "id": row.id, "rev": change.rev, "body": bytes(change.body)}


def _upsert(tx: Tx, table: Table, values: list[dict[str, Any]]) -> None:
    # Past SQLAlchemy's own handling of parameters, on which a first load would spend half its time.
    statement, names = _written(table)
    tx.connection.exec_driver_sql(statement, [tuple(each[name] for name in names) for each in values])


@lru_cache
def _written(table: Table) -> tuple[str, list[str]]:
    """The statement that puts a row, and the columns whose values it takes, in order."""
    columns = [column.name for column in table.c if column.name != "n"]
    added = insert(table).values({name: bindparam(name) for name in columns})
    kept = {name: added.excluded[name] for name in columns if name not in ("organization", "id")}
    put = added.on_conflict_do_update(["organization", "id"], set_=kept)
    written = put.compile(dialect=sqlite.dialect(paramstyle="qmark"))  # pyright: ignore[reportUnknownMemberType]
    return str(written), list(written.positiontup or ())


def _unsee(tx: Tx, arrived: Sequence[Row]) -> None:
    """The cloud's own row replaces what the person in front of the seal was told."""
    if tx.connection.execute(select(seen.c.n).limit(1)).first() is not None:
        for row in arrived:
            tx.connection.execute(delete(seen).where(one(seen, row.organization, row.id)))


def _place(tx: Tx, pull: str, changes: Sequence[Change], decoded: Sequence[Row]) -> None:
    """Note in which scopes of this pull the rows stand now."""
    kind = changes[0].table
    wanted = {
        (row.organization, row.id): set(change.scopes or ()) for change, row in zip(changes, decoded, strict=True)
    }
    before: dict[tuple[str, str], set[str]] = defaultdict(set)
    of = row_scopes.c
    placed = select(of.organization, of.id, of.scope).where(of.kind == kind, of.pull == pull)
    for some in chunks([row.id for row in decoded]):
        for organization, id, scope in tx.connection.execute(placed.where(of.id.in_(some))):
            before[organization, id].add(scope)
    added: list[dict[str, str]] = []
    for (organization, id), now in wanted.items():
        key = {"kind": kind, "organization": organization, "id": id, "pull": pull}
        added += [key | {"scope": scope} for scope in now - before[organization, id]]
        for scope in before[organization, id] - now:
            scopes.forget(tx, kind, [(organization, id)], pull, scope)
    if added:
        tx.connection.execute(row_scopes.insert(), added)


def chunks(items: list[str], size: int = 500) -> Iterable[list[str]]:
    """The items in portions that fit into one query."""
    return (items[at : at + size] for at in range(0, len(items), size))


def forget(tx: Tx, pull: str, gone: Iterable[Gone]) -> None:
    """Rows that left a scope of this pull; a row in another scope stays."""
    of = row_scopes.c
    for each in gone:
        if each.table not in rows:
            raise UnknownRows(each.table)
        where = (of.kind == each.table, of.id == each.id, of.pull == pull, of.scope == each.scope)
        for organization in tx.connection.execute(select(of.organization).where(*where)).scalars().all():
            scopes.forget(tx, each.table, [(organization, each.id)], pull, each.scope)


def reset(tx: Tx) -> None:
    """Forget everything the cloud has said: it has another past now."""
    for table in (*rows.values(), row_scopes):
        tx.connection.execute(delete(table))
    tx.touch(*rows)


def get(tx: Tx, kind: type[R], organization: str, id: str) -> R | None:
    """The row of that id, if it may be seen."""
    return _remembered(tx, kind, (organization, id), lambda: _get(tx, kind, organization, id))


def _remembered(tx: Tx, kind: type[R], key: Hashable, make: Callable[[], T]) -> T:
    """Rows are read again and again, by every page and rule; of kinds that grow without end, only what is asked for."""
    return make() if kind in ENDLESS else tx.remembered((kind, key), make, kind.table)


def _get(tx: Tx, kind: type[R], organization: str, id: str) -> R | None:
    table = table_of(kind)
    where = (one(table, organization, id), scopes.visible(tx, table, organization))
    body = tx.connection.execute(select(table.c.body).where(*where)).scalar()
    return None if body is None else decoder(kind).decode(body)


def all(tx: Tx, kind: type[R], organization: str, **equal: str | int) -> list[R]:
    """The rows whose fields equal the given ones, by id."""
    key = (organization, frozenset(equal.items()))
    return list(_remembered(tx, kind, key, lambda: _all(tx, kind, organization, equal)))


def _all(tx: Tx, kind: type[R], organization: str, equal: Mapping[str, str | int]) -> list[R]:
    table = table_of(kind)
    keyed = {name: value for name, value in equal.items() if name in table.c}
    where = [table.c[name] == value for name, value in keyed.items()]
    query = select(table.c.body).where(
        table.c.organization == organization, *where, scopes.visible(tx, table, organization)
    )
    read = decoder(kind)
    found = [read.decode(body) for body in tx.connection.execute(query.order_by(table.c.id)).scalars()]
    return [row for row in found if matches(row, equal)] if len(keyed) < len(equal) else found


def matches(row: Row, equal: Mapping[str, str | int]) -> bool:
    return not equal or [attrgetter(name)(row) for name in equal] == list(equal.values())


def me(tx: Tx, organization: str) -> Member | None:
    """The person of this database as a member of the organization."""
    user = meta.get(tx, meta.USER)
    found = all(tx, Member, organization, user=user) if user else []
    return found[0] if found else None


def organizations(tx: Tx) -> list[str]:
    """Organizations of which the person is an active member, as far as the cloud has told."""
    return list(tx.remembered("organizations", lambda: _organizations(tx), Member.table))


def _organizations(tx: Tx) -> list[str]:
    table = rows["members"]
    mine = tx.connection.execute(
        select(table.c.organization)
        .where(table.c.user == (meta.get(tx, meta.USER) or ""))
        .order_by(table.c.organization)
    ).scalars()
    return [organization for organization in mine if (member := me(tx, organization)) and member.active]
