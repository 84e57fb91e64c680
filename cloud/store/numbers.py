"""Counted things: the numbers people read, and how many of something an organization may have."""

from cloud.store import tables
from cloud.store.unit import Unit, View


def following(unit: Unit, organization: str, kind: str, day: str) -> int:
    """The next number of this kind and day, from 1."""
    found = unit.first(tables.numbers, organization=organization, kind=kind, day=day)
    last = 1 if found is None else found.last + 1
    unit.upsert(tables.numbers, {"organization": organization, "kind": kind, "day": day, "last": last})
    return last


def quota(view: View, organization: str, kind: str, default: int) -> int:
    """How many the organization may have."""
    found = view.first(tables.quotas, organization=organization, kind=kind)
    return default if found is None else found.most
