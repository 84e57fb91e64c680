"""Counted things: the numbers people read."""

from cloud.store import statements, tables
from cloud.store.unit import Unit, View


def following(unit: Unit, organization: str, kind: str, day: str = "") -> int:
    """The next number of this kind and day, from 1; no day: counted for ever."""
    statement = statements.count_up(unit.connection.dialect.name, tables.numbers, "last")
    named = {"organization": organization, "kind": kind, "day": day, "last": 1}
    return unit.connection.execute(statement, named).scalar_one()


def last(view: View, organization: str, kind: str, day: str = "") -> int:
    """The one before the next; 0 if there was none yet."""
    found = view.first(tables.numbers, organization=organization, kind=kind, day=day)
    return 0 if found is None else found.last
