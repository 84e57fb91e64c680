"""The end of a binding: said by the seal, or by the operator for one that is lost (R-194..R-197, C-32)."""

from cloud import messages
from cloud.seals import certifying, commands, orders, upgrades
from cloud.service import Service
from cloud.store import devices
from cloud.store.devices import Binding, Device
from cloud.store.unit import Unit, View
from domain import unbinding
from domain.seals import BindingState, Seal, is_ours
from domain.telling import people, seals
from protocol.contact import Question


def _row(unit: Unit, bound: Binding) -> Seal | None:
    found = unit.get(Seal, bound.organization, bound.serial)
    return found if found is not None and found.binding == bound.binding else None


def let_go(service: Service, unit: Unit, bound: Binding, now: int) -> None:
    """The seal is bound no more: from now on somebody else may bind it."""
    end(unit, bound, now)
    row = _row(unit, bound)
    if row is None or not is_ours(row):  # unbound by force before
        return
    facts = unit.facts(row.organization)
    messages.tell(service, unit, people.unbound(row, facts, now, row.unbound_by), now)
    certifying.revoke(unit, row.organization, row.id, row.binding, now)
    unit.put(unbinding.unbound(row, now))


def end(unit: Unit, bound: Binding, now: int) -> None:
    """This binding is over: what the seal still had to hear of it, it never will."""
    devices.end_binding(unit, bound, now)
    upgrades.let_go(unit, bound, now)
    commands.supersede_all(unit, bound, now)


def would_not(service: Service, unit: Unit, bound: Binding, now: int) -> None:
    """The seal holds records, or a grant: it stays bound."""
    row = _row(unit, bound)
    if row is not None and row.state is BindingState.UNBINDING:
        told = seals.not_unbound(row, row.unbound_by, unit.facts(row.organization), now)
        messages.tell(service, unit, told, now)
        unit.put(unbinding.still_bound(row))


def heard_unbound(service: Service, unit: Unit, device: Device, question: Question, now: int) -> None:
    """A seal that asks as an unbound one has let go of what it was told to, were its word on that lost with the console
    that carried it. Its log shows that this is no question from before it was bound."""
    held = devices.holder(unit, device.serial)
    if held is None or held.unbound_at is not None:
        return
    if question.log_to >= max(device.log_to, 1) and orders.is_unbinding(unit, held):
        let_go(service, unit, held, now)


def is_awaited(view: View, organization: str, serial: str) -> bool:
    """Whether the organization waits for the seal's word that it has let go: whoever belongs to it may bring that."""
    row = view.get(Seal, organization, serial)
    return row is not None and row.state is BindingState.UNBINDING


def is_over(unit: Unit, bound: Binding) -> bool:
    """Whether the seal itself has said that this binding is over: who speaks of it now has old storage."""
    found = devices.read_binding(unit, bound.serial, bound.binding)
    return found is not None and found.unbound_at is not None
