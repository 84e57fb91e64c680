"""What a seal says of itself with each contact: its newest word counts."""

import msgspec

from cloud import messages
from cloud.seals import words
from cloud.service import Service
from cloud.store import devices, logs
from cloud.store.devices import Binding, Device
from cloud.store.unit import Unit
from domain.seals import Seal, SealMode, SealStatus, seen_log
from domain.telling import seals as telling
from protocol.contact import Phase, Question, Status


def take(
    service: Service, unit: Unit, device: Device, bound: Binding, question: Question, said: Status, now: int
) -> None:
    """Its word, if it is newer than what is known: by the log's end, then by its own time.

    A seal's clock may run ahead: what it says is never later than now, or it would keep out what comes after it. And
    whoever carried a question once can show it again: it tells no more than it did then. A seal that has lost its clock
    has the entry of its switching on to tell, at least.
    """
    seal = unit.get(Seal, bound.organization, device.serial)
    if seal is None:
        return
    before = unit.get(SealStatus, bound.organization, device.serial)
    if before is not None and said.at is None and question.log_to <= before.log_end:
        return
    at = now if said.at is None else min(said.at, now)
    if before is not None and (before.log_end, before.at) > (question.log_to, at):
        unit.put(_heard(seen_log(before, before.log_end, device.log_to, now), at))
        return
    unit.put(_heard(seen_log(_said(unit, device, bound, said, at, before), question.log_to, device.log_to, now), at))
    rolled_back = Phase.ROLLED_BACK.name.lower()
    if said.phase is Phase.ROLLED_BACK and (before is None or before.phase != rolled_back):
        messages.tell(service, unit, telling.rolled_back(seal, unit.facts(bound.organization), now), now)


def old_storage(service: Service, unit: Unit, bound: Binding, now: int) -> None:
    """Its log ends otherwise than the cloud holds it: nothing that it says of itself is news but this. Told once, until
    it is as it should be again."""
    seal = unit.get(Seal, bound.organization, bound.serial)
    before = unit.get(SealStatus, bound.organization, bound.serial)
    rolled_back = words.PHASES[Phase.ROLLED_BACK]
    if seal is None or before is None or before.phase == rolled_back:
        return
    unit.put(_heard(msgspec.structs.replace(before, phase=rolled_back), now))
    messages.tell(service, unit, telling.rolled_back(seal, unit.facts(bound.organization), now), now)


def _said(unit: Unit, device: Device, bound: Binding, said: Status, at: int, before: SealStatus | None) -> SealStatus:
    row = SealStatus(
        id=device.serial,
        organization=bound.organization,
        phase=words.PHASES[said.phase],
        battery=said.battery,
        firmware=said.firmware,
        place=words.position(said.place),
        at=at,
        log_end=0,
        log_to=0,
        used=said.used,
        count=said.count,
        mode=SealMode[said.mode.name],
        signal=said.signal,
        charging=said.charging,
        stored=said.stored,
        capacity=said.capacity,
        fingers=list(said.fingers),
        screen=list(said.screen),
        waiting=said.waiting,
        free=said.free,
    )
    if before is None:
        return msgspec.structs.replace(row, forked_from=logs.forked_from(unit, device.serial))
    kept = ("withheld_since", "withheld_end", "withheld_told_at", "heard_at", "silent_told_at", "forked_from")
    return msgspec.structs.replace(row, **{name: getattr(before, name) for name in kept})


def _heard(row: SealStatus, at: int) -> SealStatus:
    """It was there then, whatever it says."""
    if row.heard_at is not None and at <= row.heard_at:
        return row
    return msgspec.structs.replace(row, heard_at=at, silent_told_at=None)


def forked(service: Service, unit: Unit, bound: Binding, number: int, now: int) -> None:
    """Its log contradicts, from this entry on, what the cloud holds: one log, whoever has had the seal meanwhile."""
    for organization in devices.organizations(unit, bound.serial):
        row = unit.get(SealStatus, organization, bound.serial)
        if row is not None and (row.forked_from is None or number < row.forked_from):
            unit.put(msgspec.structs.replace(row, forked_from=number))
    seal = unit.get(Seal, bound.organization, bound.serial)
    if seal is not None:
        told = telling.forked(seal, number, unit.facts(bound.organization), now)
        messages.tell(service, unit, told, now)


def came_back(service: Service, unit: Unit, bound: Binding, now: int) -> None:
    """It speaks of a binding that it has said itself to be over: its storage is older than that."""
    seal = unit.get(Seal, bound.organization, bound.serial)
    if seal is not None:
        messages.tell(service, unit, telling.rolled_back(seal, unit.facts(bound.organization), now), now)
