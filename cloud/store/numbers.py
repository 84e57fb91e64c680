"""Counted things: the numbers people read."""

from cloud.store import statements, tables
from cloud.store.unit import Unit


def following(unit: Unit, organization: str, kind: str, day: str) -> int:
    """The next number of this kind and day, from 1."""
    statement = statements.count_up(unit.connection.dialect.name, tables.numbers, "last")
    named = {"organization": organization, "kind": kind, "day": day, "last": 1}
    return unit.connection.execute(statement, named).scalar_one()
