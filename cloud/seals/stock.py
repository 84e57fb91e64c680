"""Seals that are delivered to an organization, and when they are heard; by the operator: `main.py cloud … --deliver
SERIAL ORGANIZATION`, `--take-back SERIAL`."""

import msgspec

from cloud import audit, messages
from cloud.seals import withdrawing
from cloud.service import Service
from cloud.store import devices
from cloud.store.unit import Unit
from domain.delivering import judge_delivery, judge_taking_back
from domain.organization import Organization
from domain.seals import BindingState, Model, Seal
from domain.stock import StockedSeal
from domain.telling import seals as telling
from domain.verdict import Refused

DELIVER, TAKE_BACK = "DeliverSeal", "TakeSealBack"
# As exactly as anybody has to know when it was heard last: it goes to every console of those who may bind.
HEARD_EVERY_MS = 20_000


def deliver(
    service: Service, unit: Unit, serial: str, organization: str, model: Model | None, now: int
) -> StockedSeal | Refused:
    """From now on that organization may bind it, and no other. `model`: of a seal that the cloud has never met."""
    to = unit.get(Organization, organization, organization)
    if to is None or to.deleted_at is not None:
        return Refused("not_found", "organization")
    device, elsewhere = devices.device(unit, serial), devices.delivered_to(unit, serial)
    known = model if device is None else Model(device.model)
    refused = judge_delivery(serial, organization, known, elsewhere, _bound(unit, serial))
    if refused is not None or known is None:
        return refused or Refused("seal_never_met", "model", serial)
    met = None if device is None else now
    row = StockedSeal(id=serial, organization=organization, model=known, delivered_at=now, met_at=met)
    unit.put(row)
    for other in withdrawing.waiting(unit, serial, organization):
        withdrawing.call_off(unit, other, now)
        messages.tell(service, unit, telling.delivered_elsewhere(other, unit.facts(other.organization), now), now)
    audit.note_operator(service, unit, organization, DELIVER, serial, "", now)
    return row


def take_back(service: Service, unit: Unit, serial: str, now: int) -> StockedSeal | Refused:
    """Anybody who stands before it may bind it again, and it may be delivered to another; the row as it was."""
    row = _stocked(unit, serial)
    if row is None:
        return Refused("not_found")
    bound = unit.get(Seal, row.organization, serial)
    refused = judge_taking_back(bound)
    if refused is not None:
        return refused
    unit.remove(row)
    if bound is not None and bound.state is BindingState.AWAITING_SEAL:
        withdrawing.call_off(unit, bound, now)
        messages.tell(service, unit, telling.called_off(bound, unit.facts(bound.organization), now), now)
    audit.note_operator(service, unit, row.organization, TAKE_BACK, serial, "", now)
    return row


def met(unit: Unit, serial: str, now: int) -> None:
    """The seal has proved that it is one, and delivered to this cloud."""
    row = _stocked(unit, serial)
    if row is not None and row.met_at is None:
        unit.put(msgspec.structs.replace(row, met_at=now))


def heard(unit: Unit, serial: str, now: int) -> StockedSeal | None:
    """It asks over GPRS as an unbound seal; its row, if it is delivered."""
    row = _stocked(unit, serial)
    if row is None or (row.heard_at is not None and 0 <= now - row.heard_at < HEARD_EVERY_MS):
        return row
    row = msgspec.structs.replace(row, heard_at=now, met_at=row.met_at or now)
    unit.put(row)
    return row


def _stocked(unit: Unit, serial: str) -> StockedSeal | None:
    organization = devices.delivered_to(unit, serial)
    return None if organization is None else unit.get(StockedSeal, organization, serial)


def _bound(unit: Unit, serial: str) -> Seal | None:
    """The row of whoever bound it last."""
    held = devices.holder(unit, serial)
    return None if held is None else unit.get(Seal, held.organization, serial)
