"""The logs of the seals: entries by serial and number, in whatever order they come."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func, select, update

from cloud.store import devices, tables
from cloud.store.unit import Unit, View
from domain.usage import Impression

Held = tuple[bytes, bytes]  # the entry, and the head after it


class Logs:
    """The logs of some seals in one transaction: what is held of them, and what it adds. `write` at its end."""

    def __init__(self, unit: Unit, serials: Iterable[str], now: int) -> None:
        self._unit, self._now = unit, now
        met = devices.some(unit, serials)
        self._met = {each.serial: each for each in met}
        self._end = {each.serial: (each.log_to, each.log_head) for each in met}
        self._beyond: dict[str, dict[int, Held]] = {each.serial: {} for each in met}
        self._new: list[dict[str, Any]] = []
        self._moved: set[str] = set()
        for start in range(0, len(met), tables.AT_ONCE):
            some = {"serials": [each.serial for each in met[start : start + tables.AT_ONCE]]}
            for serial, number, entry, head in unit.connection.execute(_BEYOND, some):
                self._beyond[serial][number] = (entry, head)

    def end(self, serial: str) -> tuple[int, bytes]:
        """How far the log is held without a gap, and the head there."""
        return self._end[serial]

    def is_new(self, serial: str, number: int) -> bool:
        """Certainly nothing is held of this entry."""
        return number > self._end[serial][0] and number not in self._beyond[serial]

    def held(self, serial: str, first: int, last: int) -> dict[int, Held]:
        """What is held of first..last; of the end itself, which is not read again, only the head counts."""
        log_to, head = self._end[serial]
        beyond = self._beyond[serial]
        found = {number: beyond[number] for number in beyond if first <= number <= last}
        if first < log_to:
            self.write()
            found |= held(self._unit, serial, first, min(last, log_to))
        elif first == log_to:
            found[log_to] = (b"", head)
        return found

    def add(self, serial: str, binding: int, entries: dict[int, Held]) -> None:
        """Entries that were not held; the end moves over what is held without a gap now."""
        beside = {"serial": serial, "binding": binding, "received_at": self._now}
        self._new += [{**beside, "number": number, "entry": e, "head": head} for number, (e, head) in entries.items()]
        beyond = self._beyond[serial]
        beyond |= entries
        log_to, head = self._end[serial]
        while (following := beyond.pop(log_to + 1, None)) is not None:
            log_to, head = log_to + 1, following[1]
        if log_to != self._end[serial][0]:
            self._end[serial] = (log_to, head)
            self._moved.add(serial)

    def write(self) -> None:
        """Leave in the database what was added."""
        self._unit.upsert(tables.log_entries, self._new)
        ends = [(serial, *self._end[serial]) for serial in sorted(self._moved)]
        if ends:
            self._unit.connection.execute(_MOVE, [{"of": serial, "to": to, "head": head} for serial, to, head in ends])
            for serial, to, head in ends:  # it is known by its new end
                self._unit.learn(("device", serial), replace(self._met[serial], log_to=to, log_head=head))
        self._new, self._moved = [], set()


_ENTRIES, _DEVICES = tables.log_entries, tables.devices
_BEYOND = (
    select(_ENTRIES.c.serial, _ENTRIES.c.number, _ENTRIES.c.entry, _ENTRIES.c.head)
    .join(_DEVICES, (_DEVICES.c.serial == _ENTRIES.c.serial) & (_ENTRIES.c.number > _DEVICES.c.log_to))
    .where(_DEVICES.c.serial.in_(bindparam("serials", expanding=True)))
)
_MOVE = (
    update(_DEVICES)
    .where(_DEVICES.c.serial == bindparam("of"))
    .values(log_to=bindparam("to"), log_head=bindparam("head"))
)


def held(view: View, serial: str, first: int, last: int) -> dict[int, Held]:
    """What is stored of first..last."""
    table = tables.log_entries
    query = select(table.c.number, table.c.entry, table.c.head).where(
        table.c.serial == serial, table.c.number.between(first, last)
    )
    return {number: (entry, head) for number, entry, head in view.connection.execute(query)}


def is_held(view: View, serial: str, number: int, head: bytes) -> bool:
    """Whether this is the head after entry `number` of what is held; before the first there is but one."""
    found = held(view, serial, number, number).get(number)
    return number == 0 or (found is not None and found[1] == head)


def note_fork(unit: Unit, serial: str, number: int, data: bytes, now: int) -> None:
    """Keep a slice that contradicts entry `number`."""
    values = {"serial": serial, "number": number, "slice_hash": hashlib.sha256(data).digest()}
    unit.upsert(tables.log_forks, {**values, "slice": data, "received_at": now})


def forked_from(view: View, serial: str) -> int | None:
    """The first entry that a slice contradicts."""
    of = tables.log_forks.c
    return view.connection.execute(select(func.min(of.number)).where(of.serial == serial)).scalar()


def expect_counts(view: View, organization: str, authorizations: Iterable[str]) -> None:
    """`normal_impressions` will be asked for each of these."""
    table, wanted = tables.rows["usage"], sorted(set(authorizations))
    left = Counter(row.authorization for row in view.rows.changed_of(Impression, organization) if row.result == 0)
    for start in range(0, len(wanted), tables.AT_ONCE):
        some = wanted[start : start + tables.AT_ONCE]
        query = select(table.c.authorization, func.count()).where(
            table.c.organization == organization, table.c.authorization.in_(some), table.c.result == 0
        )
        found = {row[0]: row[1] for row in view.connection.execute(query.group_by(table.c.authorization))}
        for id in some:
            view.learn(("normal", organization, id), found.get(id, 0) + left[id])


def normal_impressions(view: View, organization: str, authorization: str, new: int) -> int:
    """How many normal impressions of this authorization there are, with those that this transaction leaves: the last
    `new` of them since it was asked before."""
    table, key = tables.rows["usage"], ("normal", organization, authorization)

    def counted() -> int:  # what this transaction leaves is written when it ends
        query = select(func.count()).where(
            table.c.organization == organization, table.c.authorization == authorization, table.c.result == 0
        )
        left = view.rows.changed_of(Impression, organization)
        here = sum((row.authorization, row.result) == (authorization, 0) for row in left)
        return view.connection.execute(query).scalar_one() + here - new

    count = view.known(key, counted) + new
    view.learn(key, count)
    return count
