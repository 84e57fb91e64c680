"""One transaction: what a request reads, and what it leaves behind.

The version counters are taken as the last statement before the change rows and the commit: whoever follows a counter
sees the transactions in the order in which they committed.
"""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from cloud import scopes
from cloud.store import tables
from cloud.store.facts import Key, OrganizationFacts, Rows, encode
from domain.rows import Row
from domain.usage import Impression

R = TypeVar("R", bound=Row)


class View:
    """A snapshot to read from."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.rows = Rows(connection)

    def get(self, kind: type[R], organization: str, id: str) -> R | None:
        return self.rows.get(kind, organization, id)

    def facts(self, organization: str) -> OrganizationFacts:
        return OrganizationFacts(self.rows, organization)

    def first(self, table: Table, **equal: Any) -> Any:
        """The row of a table whose columns equal these, or None; its columns are attributes."""
        query = select(table).where(*(table.c[name] == value for name, value in equal.items()))
        return self.connection.execute(query).first()


class Unit(View):
    """A transaction that writes. `revs` after `finish`: the new version of each space that changed."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.revs: dict[str, int] = {}
        self._flushed: dict[Key, Row] = {}
        self._touched: dict[Key, Row] = {}

    def put(self, row: Row) -> None:
        """The row will be so, in the database and on every console that may see it."""
        self.rows.put(row)

    def touch(self, row: Row) -> None:
        """The row is the same, but may stand in other scopes now."""
        self._touched[(row.table, row.organization, row.id)] = row

    def upsert(self, table: Table, values: dict[str, Any] | list[dict[str, Any]]) -> None:
        """Write rows of a table, over those with the same key."""
        if not values:
            return
        insert = (sqlite if self.connection.dialect.name == "sqlite" else postgresql).insert(table)
        keys = [column.name for column in table.primary_key]
        first = values[0] if isinstance(values, list) else values
        others = {name: insert.excluded[name] for name in first if name not in keys}
        self.connection.execute(
            insert.on_conflict_do_update(index_elements=keys, set_=others)
            if others
            else insert.on_conflict_do_nothing(index_elements=keys),
            values,
        )

    @contextmanager
    def savepoint(self) -> Generator[None]:
        """All or nothing of what happens inside, rows included; the error goes on."""
        mark, flushed, touched = self.rows.mark(), dict(self._flushed), dict(self._touched)
        try:
            with self.connection.begin_nested():
                yield
                self._flush()
        except BaseException:
            self.rows.back(mark)
            self._flushed, self._touched = flushed, touched
            raise

    def finish(self) -> None:
        """Everything written, versions taken. What is left is the commit."""
        self._flush()
        concerned = {**self._touched, **self.rows.changed}
        if not concerned:
            return
        standing = {key: self._standing(row) for key, row in concerned.items()}
        before = {key: self._stood(key) for key in concerned}
        counts: dict[str, list[Key]] = {}
        for key in concerned:
            for space in sorted({*standing[key], *before[key]}):
                counts.setdefault(space, []).append(key)
        revs = {space: self._take(space, len(keys)) for space, keys in sorted(counts.items())}
        changes: list[dict[str, Any]] = []
        for space, keys in counts.items():
            for rev, key in enumerate(keys, revs[space] - len(keys) + 1):
                row = concerned[key]
                if isinstance(row, Impression):
                    self.upsert(tables.rows["usage"], {**_values(row), "rev": rev})
                else:
                    now, gone = standing[key].get(space, set()), before[key].get(space, set())
                    changes += _changes(space, key, rev, now, gone - now)
        self.upsert(tables.changes, changes)
        self.revs = revs

    def _flush(self) -> None:
        """Write the changeable rows that the database does not have so yet."""
        new = [row for key, row in self.rows.changed.items() if self._flushed.get(key) is not row]
        for kind in {type(row) for row in new} - {Impression}:
            self.upsert(tables.table_of(kind), [_values(row) for row in new if type(row) is kind])
        self._flushed = dict(self.rows.changed)

    def _standing(self, row: Row) -> dict[str, set[str]]:
        if isinstance(row, Impression):
            return {row.organization: set()}
        return scopes.standing(row, self.facts(row.organization))

    def _stood(self, key: Key) -> dict[str, set[str]]:
        """Space -> scopes in which the row stood before."""
        if key[0] == Impression.table:
            return {}
        table = tables.changes
        query = select(table.c.space, table.c.scope).where(
            table.c.kind == key[0], table.c.organization == key[1], table.c.id == key[2], table.c.gone.is_(False)
        )
        found: dict[str, set[str]] = {}
        for space, scope in self.connection.execute(query):
            found.setdefault(space, set()).add(scope)
        return found

    def _take(self, space: str, count: int) -> int:
        """The last of `count` new versions."""
        table = tables.versions
        insert = (sqlite if self.connection.dialect.name == "sqlite" else postgresql).insert(table)
        statement = (
            insert.values(space=space, rev=count)
            .on_conflict_do_update(index_elements=["space"], set_={"rev": table.c.rev + count})
            .returning(table.c.rev)
        )
        return self.connection.execute(statement).scalar_one()


def _values(row: Row) -> dict[str, Any]:
    beside = {name: getattr(row, name) for name in tables.KEYS[row.table]}
    plain = {name: str(value) if isinstance(value, str) else value for name, value in beside.items()}
    return {"organization": row.organization, "id": row.id, **plain, "body": encode(row)}


def _changes(space: str, key: Key, rev: int, now: Iterable[str], gone: Iterable[str]) -> list[dict[str, Any]]:
    kind, organization, id = key
    row = {"space": space, "kind": kind, "organization": organization, "id": id, "rev": rev}
    return [{**row, "scope": scope, "gone": scope in set(gone)} for scope in sorted({*now, *gone})]
