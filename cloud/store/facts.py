"""Rows as the rules ask for them: read once in a transaction, and as this transaction leaves them."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection

from cloud.store import statements
from cloud.store.tables import AT_ONCE, KEYS, rows
from domain.rows import Row

R = TypeVar("R", bound=Row)
_decoders: dict[type[Row], msgspec.json.Decoder[Any]] = {}
Key = tuple[str, str, str]  # kind, organization, id


def decode(kind: type[R], body: str) -> R:
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.json.Decoder(kind)
    return decoder.decode(body)


def encode(row: Row) -> str:
    return msgspec.json.encode(row).decode()


def plain(value: Any) -> Any:
    """A field as a column holds it: of an enumeration, its value."""
    return str(value) if isinstance(value, str) else value


class Rows:
    """The rows of one transaction; `changed` are those it will leave different, `removed` those of them that will be
    there no more."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[Key, Row | None] = {}
        self._bodies: dict[Key, str | None] = {}
        self._expected: dict[tuple[str, str], set[str]] = {}  # of a kind (any: "") in an organization
        self._expected_lists: dict[tuple[str, str, tuple[str, ...]], set[tuple[Any, ...]]] = {}  # of a kind
        self._listed: dict[tuple[str, str, tuple[tuple[str, Any], ...]], list[Row]] = {}
        self.changed: dict[Key, Row] = {}
        self._changed_of: dict[tuple[str, str], dict[str, Row]] = {}  # the same by kind and organization
        self.removed: frozenset[Key] = frozenset()

    def expect(self, organization: str, ids: Iterable[str], kind: type[Row] | None = None) -> None:
        """These will be asked for one after the other, of a kind or of several: the first of a kind brings all of them
        of that kind."""
        self._expected.setdefault((kind.table if kind else "", organization), set()).update(ids)

    def absent(self, kind: type[Row], organization: str, ids: Iterable[str]) -> None:
        """There are none with these ids: nobody has to look."""
        for id in ids:
            self._bodies.setdefault((kind.table, organization, id), None)

    def _waited_for(self, table: str, organization: str) -> set[str]:
        return self._expected.get(("", organization), set()) | self._expected.get((table, organization), set())

    def expect_lists(self, kind: type[Row], organization: str, lists: Iterable[dict[str, Any]]) -> None:
        """`all` will be asked for the rows with each of these values: the first question brings all of them."""
        for equal in lists:
            fields, values = zip(*sorted(equal.items()), strict=True)
            self._expected_lists.setdefault((kind.table, organization, fields), set()).add(values)

    def get(self, kind: type[R], organization: str, id: str) -> R | None:
        key = (kind.table, organization, id)
        if "\0" in id:  # no database keeps such an id, and PostgreSQL does not even take the question
            return None
        if key in self.removed:
            return None
        if key in self.changed:
            return self.changed[key]  # pyright: ignore[reportReturnType]  (the key names the kind)
        if key not in self._read:
            body = self.body(key)
            self._read[key] = None if body is None else decode(kind, body)
        return self._read[key]  # pyright: ignore[reportReturnType]

    def body(self, key: Key) -> str | None:
        """The row as the database held it when this transaction first asked; none: there was none."""
        if key not in self._bodies:
            table, organization, id = key
            if any(id in self._expected.get((of, organization), ()) for of in ("", table)):
                self._fetch(table, organization)
            else:
                named = {"organization": organization, "id": id}
                self._bodies[key] = self._connection.execute(statements.body(rows[table]), named).scalar()
        return self._bodies[key]

    def _fetch(self, table: str, organization: str) -> None:
        ids = [id for id in self._waited_for(table, organization) if (table, organization, id) not in self._bodies]
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            named = {"organization": organization, "ids": some}
            found = {row.id: row.body for row in self._connection.execute(statements.bodies(rows[table]), named)}
            self._bodies.update({(table, organization, id): found.get(id) for id in some})

    def all(self, kind: type[R], organization: str, **equal: Any) -> list[R]:
        """Rows of an organization whose fields equal the given ones, by id."""
        found: dict[str, R] = {row.id: row for row in self._stored(kind, organization, equal)}
        changed: dict[str, Any] = self._changed_of.get((kind.table, organization), {})
        found.update(changed)
        for table, of, id in self.removed:
            if (table, of) == (kind.table, organization):
                found.pop(id, None)
        fitting = [row for row in found.values() if all(getattr(row, name) == value for name, value in equal.items())]
        return sorted(fitting, key=lambda row: row.id)

    def changed_of(self, kind: type[R], organization: str) -> Iterable[R]:
        """The rows of a kind that this transaction will leave different."""
        found: dict[str, Any] = self._changed_of.get((kind.table, organization), {})
        return found.values()

    def _stored(self, kind: type[R], organization: str, equal: dict[str, Any]) -> list[R]:
        key = (kind.table, organization, tuple(sorted(equal.items())))
        if key not in self._listed:
            fields, values = tuple(sorted(equal)), tuple(equal[name] for name in sorted(equal))
            expected = self._expected_lists.get((kind.table, organization, fields), set())
            if values in expected:
                self._fetch_lists(kind, organization, fields, expected)
            else:
                columns = KEYS[kind.table]
                named = {name: plain(equal[name]) for name in fields if name in columns}
                query = statements.listed(rows[kind.table], *statements.asked(named))
                found = self._connection.execute(query, {"organization": organization, **named})
                self._listed[key] = [decode(kind, body) for body in found.scalars()]
        return self._listed[key]  # pyright: ignore[reportReturnType]

    def _fetch_lists(
        self, kind: type[Row], organization: str, fields: tuple[str, ...], expected: set[tuple[Any, ...]]
    ) -> None:
        query = statements.lists(rows[kind.table], fields)
        lists = {values: (kind.table, organization, tuple(zip(fields, values, strict=True))) for values in expected}
        wanted = [values for values, key in lists.items() if key not in self._listed]
        for start in range(0, len(wanted), AT_ONCE // 2):
            found: dict[tuple[Any, ...], list[Row]] = {values: [] for values in wanted[start : start + AT_ONCE // 2]}
            some = zip(fields, zip(*found, strict=True), strict=True)
            named = {name: list({plain(value) for value in each}) for name, each in some}
            for body in self._connection.execute(query, {"organization": organization, **named}).scalars():
                row = decode(kind, body)
                values = tuple(getattr(row, name) for name in fields)
                if values in found:  # of several fields, each may be another list's
                    found[values].append(row)
            self._listed |= {lists[values]: each for values, each in found.items()}

    def put(self, row: Row) -> bool:
        """Leave the row so; False if it is so already."""
        if self.get(type(row), row.organization, row.id) == row:
            return False
        key = (row.table, row.organization, row.id)
        self._change(key, row)
        self.removed -= {key}
        return True

    def remove(self, row: Row) -> None:
        """Leave no such row."""
        key = (row.table, row.organization, row.id)
        self.body(key)  # how it stood has to be known when it is gone
        self._change(key, row)
        self.removed |= {key}

    def _change(self, key: Key, row: Row) -> None:
        table, organization, id = key
        self.changed[key] = row
        self._changed_of.setdefault((table, organization), {})[id] = row

    def before(self, row: Row) -> Row | None:
        """The row as this transaction found it; none: it is new."""
        return self._read.get((row.table, row.organization, row.id))

    def mark(self) -> tuple[dict[Key, Row], frozenset[Key]]:
        """Where this transaction stands, for `back`."""
        return dict(self.changed), self.removed

    def back(self, mark: tuple[dict[Key, Row], frozenset[Key]]) -> None:
        """Forget what was put and removed since then; a row that was read stays true, a list may have held what was
        written since then."""
        changed, self.removed = mark
        self.changed.clear()
        self._changed_of.clear()
        for key, row in changed.items():
            self._change(key, row)
        self._listed.clear()


class OrganizationFacts:
    """`domain.verdict.Facts` of one organization, from tables that hold everything."""

    complete = True

    def __init__(self, rows: Rows, organization: str) -> None:
        self._rows = rows
        self._organization = organization

    def get(self, kind: type[R], id: str) -> R | None:
        return self._rows.get(kind, self._organization, id)

    def all(self, kind: type[R], **equal: Any) -> Sequence[R]:
        return self._rows.all(kind, self._organization, **equal)
