"""Counted things: the numbers people read."""

from cloud.store import tables
from cloud.store.unit import Unit


def following(unit: Unit, organization: str, kind: str, day: str) -> int:
    """The next number of this kind and day, from 1. Transactions that write follow one another: none is given twice."""
    named = {"organization": organization, "kind": kind, "day": day}
    key = ("number", organization, kind, day)
    number = unit.known(key, lambda: _last(unit, **named)) + 1
    unit.learn(key, number)
    unit.add(tables.numbers, {**named, "last": number})
    return number


def _last(unit: Unit, **named: str) -> int:
    found = unit.first(tables.numbers, **named)
    return 0 if found is None else int(found.last)
