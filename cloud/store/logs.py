"""The logs of the seals: entries by serial and number, in whatever order they come."""

import hashlib

from sqlalchemy import func, select, update

from cloud.store import tables
from cloud.store.devices import Device
from cloud.store.unit import Unit, View
from domain.usage import Impression

Held = tuple[bytes, bytes]  # the entry, and the head after it


def held(view: View, serial: str, first: int, last: int) -> dict[int, Held]:
    """What is stored of first..last."""
    table = tables.log_entries
    query = select(table.c.number, table.c.entry, table.c.head).where(
        table.c.serial == serial, table.c.number.between(first, last)
    )
    return {number: (entry, head) for number, entry, head in view.connection.execute(query)}


def add(unit: Unit, serial: str, binding: int, entries: dict[int, Held], now: int) -> None:
    beside = {"serial": serial, "binding": binding, "received_at": now}
    values = [{**beside, "number": number, "entry": entry, "head": head} for number, (entry, head) in entries.items()]
    unit.upsert(tables.log_entries, values)


def close_gaps(unit: Unit, device: Device) -> tuple[int, bytes]:
    """How far the log is held without a gap now, and the head there."""
    table = tables.log_entries
    query = (
        select(table.c.number, table.c.head)
        .where(table.c.serial == device.serial, table.c.number > device.log_to)
        .order_by(table.c.number)
    )
    log_to, head = device.log_to, device.log_head
    with unit.connection.execute(query) as rows:
        for number, after in rows:
            if number != log_to + 1:
                break
            log_to, head = number, after
    if log_to > device.log_to:
        devices = tables.devices
        unit.connection.execute(
            update(devices).where(devices.c.serial == device.serial).values(log_to=log_to, log_head=head)
        )
    return log_to, head


def note_fork(unit: Unit, serial: str, number: int, data: bytes, now: int) -> None:
    """Keep a slice that contradicts entry `number`."""
    values = {"serial": serial, "number": number, "slice_hash": hashlib.sha256(data).digest()}
    unit.upsert(tables.log_forks, {**values, "slice": data, "received_at": now})


def normal_impressions(view: View, organization: str, authorization: str) -> int:
    """How many normal impressions of this authorization there are, with those that this transaction leaves."""
    table = tables.rows["usage"]
    query = select(func.count()).where(
        table.c.organization == organization, table.c.authorization == authorization, table.c.result == 0
    )
    left = (row for row in view.rows.changed.values() if isinstance(row, Impression))
    return view.connection.execute(query).scalar_one() + sum(
        (row.organization, row.authorization, row.result) == (organization, authorization, 0) for row in left
    )
