"""`main.py cloud … --force-unbind SERIAL --reason TEXT`: what an operator does for an organization whose seal is lost
(C-32)."""

from cloud import audit, consequences, messages
from cloud.seals import orders, withdrawing
from cloud.service import Service
from cloud.store import devices
from cloud.store.unit import Unit
from domain import forced_unbinding
from domain.delivering import BOUND
from domain.seals import BindingState, Seal
from domain.telling import people
from domain.verdict import Refused

ACT = "ForceUnbind"


def unbind(service: Service, unit: Unit, serial: str, why: str, now: int) -> Seal | Refused:
    """A seal in loss lock is taken from its organization; the row as it was, or why not.

    Lock, ends and the order to let go stay for it: should it ever be in contact again, it hears of all of them. Of one
    that nobody has, the bindings that wait for it are called off.
    """
    held = devices.holder(unit, serial)
    row = None if held is None else unit.get(Seal, held.organization, serial)
    if row is None or row.state not in BOUND:
        return _call_off(service, unit, serial, why, now)
    refused = forced_unbinding.judge_forced(row, why)
    if refused is not None:
        return refused
    facts = unit.facts(row.organization)
    told = people.unbound(row, facts, now, None)
    consequences.put(service, unit, forced_unbinding.forced(row, facts, why, now), now)
    if row.state is not BindingState.UNBINDING:  # else that is ordered already
        orders.unbind(unit, row, None, now)
    messages.tell(service, unit, told, now)
    audit.note_operator(service, unit, row.organization, ACT, serial, why, now)
    return row


def _call_off(service: Service, unit: Unit, serial: str, why: str, now: int) -> Seal | Refused:
    waiting = withdrawing.waiting(unit, serial)
    refused = forced_unbinding.judge_forced(next(iter(waiting), None), why)
    if refused is not None:
        return refused
    for row in waiting:
        facts = unit.facts(row.organization)
        messages.tell(service, unit, people.unbound(row, facts, now, None), now)
        withdrawing.call_off(unit, row, now, why)
        audit.note_operator(service, unit, row.organization, ACT, serial, why, now)
    return waiting[0]
