"""One transaction: what a request reads, and what it leaves behind."""

from collections.abc import Callable, Generator, Hashable, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, LargeBinary, Table, delete, select

from cloud.store import statements, tables
from cloud.store.facts import Key, OrganizationFacts, Rows, encode, plain
from domain.rows import Row

R = TypeVar("R", bound=Row)
T = TypeVar("T")


class View:
    """A snapshot to read from."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.rows = Rows(connection)
        self._known: dict[Hashable, Any] = {}

    def get(self, kind: type[R], organization: str, id: str) -> R | None:
        return self.rows.get(kind, organization, id)

    def facts(self, organization: str) -> OrganizationFacts:
        return OrganizationFacts(self.rows, organization)

    def first(self, table: Table, **equal: Any) -> Any:
        """The row of a table whose columns equal these, or None; its columns are attributes."""
        return self.connection.execute(statements.first(table, tuple(equal)), equal).first()

    def last(self, table: Table, by: str, **equal: Any) -> Any:
        """Of the rows whose columns equal these, the one with the most in the column `by`, or None."""
        return self.connection.execute(statements.last(table, *statements.asked(equal), by), equal).first()

    def noted(self, *names: str) -> dict[str, str]:
        """What the database knows of itself under these names."""
        found = self.connection.execute(select(tables.meta).where(tables.meta.c.name.in_(names)))
        return {row.name: str(row.value) for row in found}

    def known(self, key: Hashable, read: Callable[[], T]) -> T:
        """What `read` gave when this transaction first asked for it."""
        if key not in self._known:
            self._known[key] = read()
        return self._known[key]

    def learn(self, key: Hashable, value: object) -> None:
        """So it is now: what this transaction has changed itself."""
        self._known[key] = value

    def forget(self, key: Hashable) -> None:
        """This transaction has changed it: who asks again reads it again."""
        self._known.pop(key, None)


class Unit(View):
    """A transaction that writes. What it puts is written by `flush`, and versioned at its end by `changes.record`.

    `left_post`: something was left that has to leave the house. `ordered`: seals for which there is something new;
    `revoked`: those of which a modem's certificate is not good any more.
    """

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._flushed: dict[Key, Row] = {}
        self._later: dict[Table, list[dict[str, Any]]] = {}
        self.left_post = False
        self.ordered: set[str] = set()
        self.revoked: set[str] = set()

    def put(self, row: Row) -> None:
        """The row will be so, in the database and on every console that may see it."""
        self.rows.put(row)

    def remove(self, row: Row) -> None:
        """The row will be no more, in the database and on every console that has it."""
        assert row.table not in tables.APPEND_ONLY
        self.rows.remove(row)

    def upsert(self, table: Table, values: dict[str, Any] | list[dict[str, Any]]) -> None:
        """Write rows of a table, over those with the same key."""
        if not values:
            return
        columns, dialect = tuple(values[0] if isinstance(values, list) else values), self.connection.dialect.name
        if isinstance(values, list) and len(values) > 1 and _at_once(dialect, table):  # one statement, not one a row
            keys = [column.name for column in table.primary_key]
            newest = {tuple(row[key] for key in keys): row for row in values}.values()
            rows = msgspec.json.encode(list(newest)).decode()
            self.connection.execute(statements.upsert(dialect, table, columns, at_once=True), {"rows": rows})
        else:
            self.connection.execute(statements.upsert(dialect, table, columns), values)

    def add(self, table: Table, values: dict[str, Any]) -> None:
        """Write a row of a table when the transaction (or its savepoint) ends, many at once."""
        self._later.setdefault(table, []).append(values)

    def added(self, table: Table) -> Sequence[dict[str, Any]]:
        """Rows of the table that wait for the end of the transaction (or its savepoint), in their order."""
        return self._later.get(table, ())

    @contextmanager
    def savepoint(self) -> Generator[None]:
        """All or nothing of what happens inside, rows included; the error goes on."""
        self._write_later()
        mark, flushed = self.rows.mark(), dict(self._flushed)
        try:
            with self.connection.begin_nested():
                yield
                self.flush()
        except BaseException:
            self.rows.back(mark)
            self._flushed = flushed
            self._later.clear()
            self._known.clear()
            raise

    def flush(self) -> None:
        """Write the changeable rows that the database does not have so yet."""
        removed = self.rows.removed
        kept = {key: row for key, row in self.rows.changed.items() if key not in removed}
        new = [row for key, row in kept.items() if self._flushed.get(key) is not row]
        for kind in {type(row) for row in new if row.table not in tables.APPEND_ONLY}:
            self.upsert(tables.table_of(kind), [values(row) for row in new if type(row) is kind])
        for kind, organization, id in removed:
            table = tables.rows[kind]
            self.connection.execute(delete(table).where(table.c.organization == organization, table.c.id == id))
        self._flushed = kept
        self._write_later()

    def _write_later(self) -> None:
        for table, values in self._later.items():
            self.upsert(table, values)
        self._later.clear()


def _at_once(dialect: str, table: Table) -> bool:
    return dialect == "postgresql" or not any(isinstance(column.type, LargeBinary) for column in table.columns)


def values(row: Row) -> dict[str, Any]:
    """The columns of a row's table."""
    beside = {name: plain(getattr(row, name)) for name in tables.KEYS[row.table]}
    return {"organization": row.organization, "id": row.id, **beside, "body": encode(row)}
