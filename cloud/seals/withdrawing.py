"""Bindings that wait for their seal and come to nothing: taken back, lapsed, or another was quicker (decision 0048)."""

from cloud import messages
from cloud.seals import commands
from cloud.service import Service
from cloud.store import devices
from cloud.store.devices import Binding
from cloud.store.unit import Unit
from domain import unfinished_binding
from domain.seals import BindingState, Seal
from domain.telling import seals as telling


def follow(unit: Unit, row: Seal, before: Seal | None, now: int) -> None:
    """A row that waits no longer: its envelope is handed out no more, and the seal hears that it is not offered."""
    if before is None or before.state is not BindingState.AWAITING_SEAL or row.state is not BindingState.UNBOUND:
        return
    for each in devices.open_bindings(unit, row.id):
        if each.organization == row.organization:
            withdraw(unit, each, now)


def withdraw(unit: Unit, each: Binding, now: int) -> None:
    """This binding is not offered to the seal any more."""
    devices.withdraw_binding(unit, each, now)
    commands.supersede_all(unit, each, now)


def waiting(unit: Unit, serial: str, but: str = "") -> list[Seal]:
    """The rows of the organizations that wait for the seal, but that one."""
    asked = (each for each in devices.open_bindings(unit, serial) if each.organization != but)
    rows = (unit.get(Seal, each.organization, serial) for each in asked)
    return [row for row in rows if row is not None and row.state is BindingState.AWAITING_SEAL]


def overtaken(service: Service, unit: Unit, bound: Binding, now: int) -> None:
    """The seal says whose it is: nobody else waits for it any more."""
    for row in waiting(unit, bound.serial, bound.organization):
        call_off(unit, row, now)
        messages.tell(service, unit, telling.overtaken(row, unit.facts(row.organization), now), now)
    for each in devices.open_bindings(unit, bound.serial):
        if each.binding != bound.binding:
            withdraw(unit, each, now)


def call_off(unit: Unit, row: Seal, now: int, why: str = "") -> Seal:
    """Nobody's act: time, another organization, or the operator. The row as it is left."""
    after = unfinished_binding.taken_back(row, now, None, why)
    unit.put(after)
    follow(unit, after, row, now)
    return after
