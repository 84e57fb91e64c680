"""What the cloud has said, and nothing else: rows as they were pulled, read by kind."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar, cast

import msgspec
from sqlalchemy import Select, Table, bindparam, delete, select

from app.models import files, meta, scopes
from app.models.store import Tx
from app.models.tables import KEYS, LISTED, listed, one, row_scopes, rows, seen, table_of, usage, usage_places
from domain.acts import ROWS
from domain.files import Attachment
from domain.organization import Member
from domain.rows import Row
from domain.usage import Impression, Photo
from protocol.sync import Change, Gone

Key = tuple[str, str]  # organization and id
R = TypeVar("R", bound=Row)
T = TypeVar("T")
CLOCK_SET = 1  # as in `protocol.log.Clock`, with which cryptography would be loaded before the first window
_PRESS = ("organization", "id", "seal", "number", "authorization", "member", "at", "result", "abnormal")
ENDLESS = (Impression, Photo)


class UnknownRows(Exception):
    """The cloud sent rows of a shape that this version does not know."""


_DECODERS = {kind: msgspec.json.Decoder(kind) for kind in ROWS.values()}


def decoder(kind: type[R]) -> "msgspec.json.Decoder[R]":
    """Reads the body of such a row."""
    return cast("msgspec.json.Decoder[R]", _DECODERS[kind])


def list_time(impression: Impression) -> int:
    """The time by which lists are ordered: a seal that had lost its clock counts from its own zero."""
    return impression.listed_at


def press_values(impression: Impression) -> dict[str, Any]:
    """The key columns of a press."""
    return dict(zip(_PRESS, _press(impression), strict=True))


def _press(row: Impression) -> tuple[Any, ...]:
    abnormal = int(row.result != 0)
    keys = row.seal, row.number, row.authorization, row.member, list_time(row), row.result, abnormal
    return row.organization, row.id, *keys


def put(tx: Tx, pull: str, changes: Iterable[Change]) -> None:
    """Store rows as they are now, and in which scopes of this pull they stand. Raises `UnknownRows`."""
    by_kind: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_kind[change.table].append(change)
    for name, some in by_kind.items():
        if name not in ROWS:
            raise UnknownRows(name)
        arrived: list[Key] = []
        try:
            tx.many(_written(rows[name]), _values(ROWS[name], some, arrived))
        except msgspec.MsgspecError as error:
            raise UnknownRows(f"{name}: {error}") from error
        if name == usage.name:
            _unsee(tx, arrived)
        else:
            _place(tx, pull, name, {key: set(change.scopes or ()) for key, change in zip(arrived, some, strict=True)})
        for kind in (Photo, Attachment):
            if name == kind.table:
                _forget_removed(tx, kind, some)
        tx.touch(name)


def _forget_removed(tx: Tx, kind: type[Photo] | type[Attachment], changes: Iterable[Change]) -> None:
    """What its organization no longer keeps is not kept here either."""
    for change in changes:
        if _REMOVED not in bytes(change.body):
            continue
        row = decoder(kind).decode(change.body)
        if row.removed_at is not None:
            files.forget(tx, row.organization, row.sha256)


_REMOVED = b'"removed_at"'


def _values(kind: type[Row], changes: Iterable[Change], arrived: list[Key]) -> Iterator[tuple[Any, ...]]:
    """What `_written` takes of each row, one by one: a page of rows at once would be a heap of objects, through which
    Python looks for garbage while the window waits. Their keys go to `arrived`."""
    read, keys = decoder(kind).decode, _keys(kind)
    for change in changes:
        row = read(change.body)
        arrived.append((row.organization, row.id))
        yield *keys(row), change.rev, bytes(change.body)


def _keys(kind: type[Row]) -> Callable[[Any], tuple[Any, ...]]:
    return _press if kind is Impression else attrgetter("organization", "id", *KEYS[kind.table])


@lru_cache
def _written(table: Table) -> str:
    """The statement that puts a row: what `_keys` gives, its version and its body."""
    names = [*(_PRESS if table is usage else ("organization", "id", *KEYS[table.name])), "rev", "body"]
    columns, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    kept = ", ".join(f'"{name}" = excluded."{name}"' for name in names[2:])
    put = f"INSERT INTO {table.name} ({columns}) VALUES ({places})"  # noqa: S608  (names of our own)
    return f"{put} ON CONFLICT (organization, id) DO UPDATE SET {kept}"


def _unsee(tx: Tx, arrived: Iterable[Key]) -> None:
    """The cloud's own row replaces what the person in front of the seal was told."""
    if tx.connection.execute(select(seen.c.n).limit(1)).first() is not None:
        tx.many("DELETE FROM seen WHERE organization = ? AND id = ?", arrived)


def _place(tx: Tx, pull: str, kind: str, now: Mapping[Key, set[str]]) -> None:
    """Note in which scopes of this pull the rows stand now."""
    before = _placed(tx, pull, kind, now)
    tx.many(
        "INSERT INTO row_scopes (kind, organization, id, pull, scope) VALUES (?, ?, ?, ?, ?)",
        ((kind, *key, pull, scope) for key, scopes in now.items() for scope in scopes - before.get(key, set())),
    )
    for key, left in before.items():
        for scope in left - now[key]:
            scopes.forget(tx, kind, [key], pull, scope)


def _placed(tx: Tx, pull: str, kind: str, keys: Iterable[Key]) -> dict[Key, set[str]]:
    """In which scopes of this pull these rows have stood."""
    ids: dict[str, list[str]] = defaultdict(list)
    for organization, id in keys:
        ids[organization].append(id)
    found: dict[Key, set[str]] = {}
    for organization, of in ids.items():
        named = kind, organization, msgspec.json.encode(of).decode(), pull
        for id, scope in tx.connection.exec_driver_sql(_PLACED, named):
            found.setdefault((organization, id), set()).add(scope)
    return found


# A list of any length as one parameter; by the whole key, for to look through all rows of a kind takes long.
_PLACED = """SELECT id, scope FROM row_scopes
    WHERE kind = ? AND organization = ? AND id IN (SELECT value FROM json_each(?)) AND pull = ?"""


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
    for table in (*rows.values(), row_scopes, usage_places):
        tx.connection.execute(delete(table))
    tx.touch(*rows)


def get(tx: Tx, kind: type[R], organization: str, id: str) -> R | None:
    """The row of that id, if it may be seen."""
    return _remembered(tx, kind, (organization, id), lambda: _get(tx, kind, organization, id))


def some(tx: Tx, kind: type[R], organization: str, ids: Iterable[str]) -> dict[str, R]:
    """Those of these ids that may be seen: the rows that a page of a long list mentions, by one query."""
    table, read = table_of(kind), decoder(kind)
    query = _named(table).where(scopes.visible(tx, table, organization))
    found = tx.connection.execute(query, {"organization": organization, **listed(sorted(set(ids)))})
    return {id: read.decode(body) for id, body in found}


@lru_cache
def _named(table: Table) -> "Select[Any, Any]":
    of = table.c
    return select(of.id, of.body).where(of.organization == bindparam("organization"), of.id.in_(LISTED))


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
    """The person of this database as a member of the organization; who has left it and come back, as who he is now."""
    user = meta.get(tx, meta.USER)
    found = all(tx, Member, organization, user=user) if user else []
    return next((each for each in found if each.active), found[-1] if found else None)


def organizations(tx: Tx) -> list[str]:
    """Organizations of which the person is an active member, as far as the cloud has told."""
    return list(tx.remembered("organizations", lambda: _organizations(tx), Member.table))


def _organizations(tx: Tx) -> list[str]:
    table = rows["members"]
    mine = tx.connection.execute(
        select(table.c.organization)
        .distinct()
        .where(table.c.user == (meta.get(tx, meta.USER) or ""))
        .order_by(table.c.organization)
    ).scalars()
    return [organization for organization in mine if (member := me(tx, organization)) and member.active]
