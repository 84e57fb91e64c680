"""Counted things: the numbers people read."""

from cloud.store import tables
from cloud.store.unit import Unit, View


def following(unit: Unit, organization: str, kind: str, day: str = "") -> int:
    """The next number of this kind and day, from 1; no day: counted for ever. Who writes is alone: none comes twice."""
    number = last(unit, organization, kind, day) + 1
    unit.learn(("number", organization, kind, day), number)
    unit.add(tables.numbers, {"organization": organization, "kind": kind, "day": day, "last": number})
    return number


def last(view: View, organization: str, kind: str, day: str = "") -> int:
    """The one before the next; 0 if there was none yet."""

    def read() -> int:
        found = view.first(tables.numbers, organization=organization, kind=kind, day=day)
        return 0 if found is None else int(found.last)

    return view.known(("number", organization, kind, day), read)
