"""`main.py cloud … --force-unbind SERIAL --reason TEXT`: what an operator does for an organization whose seal is lost
(C-32)."""

from cloud import audit, consequences, messages
from cloud.seals import orders
from cloud.service import Service
from cloud.store import devices
from cloud.store.unit import Unit
from domain import forced_unbinding
from domain.seals import BindingState, Seal
from domain.telling import people
from domain.verdict import Refused

ACT = "ForceUnbind"


def unbind(service: Service, unit: Unit, serial: str, why: str, now: int) -> Seal | Refused:
    """A seal in loss lock is taken from its organization; the row as it was, or why not.

    Lock, ends and the order to let go stay for it: should it ever be in contact again, it hears of all of them.
    """
    latest = devices.latest_binding(unit, serial)
    row = None if latest is None else unit.get(Seal, latest.organization, serial)
    refused = forced_unbinding.judge_forced(row, why)
    if refused is not None or row is None:
        return refused or Refused("not_found")
    facts = unit.facts(row.organization)
    told = people.unbound(row, facts, now, None)
    consequences.put(service, unit, forced_unbinding.forced(row, facts, why, now), now)
    if row.state is not BindingState.UNBINDING:  # else that is ordered already
        orders.unbind(unit, row, None, now)
    messages.tell(service, unit, told, now)
    audit.note_operator(service, unit, row.organization, ACT, serial, why, now)
    return row
