"""Events of a seal's log: each a row, and what some of them bring about."""

from collections.abc import Callable

import msgspec

from cloud import messages
from cloud.seals import upgrades
from cloud.service import Service
from cloud.store import activations
from cloud.store.devices import Binding
from cloud.store.unit import Unit
from domain import fingers
from domain.authorizations import Authorization, Stage, live_on
from domain.ending import activated, put_back
from domain.events import SealEvent, SealEventKind, event_id
from domain.ids import from_bytes
from domain.seals import Finger, Seal, is_ours
from domain.telling import seals as telling
from domain.times import in_calendar
from domain.uses import Method
from protocol.log import EventEntry, OverflowEntry


def take(service: Service, unit: Unit, bound: Binding, entry: EventEntry | OverflowEntry, now: int) -> None:
    """The row of an entry, and what follows from it."""
    row = _row(unit, bound, entry, now)
    unit.put(row)
    if row.kind in upgrades.KINDS:  # whoever has it now: which version made a record is told of earlier ones as well
        upgrades.told(service, unit, bound, row, now)
    effect = _EFFECTS.get(row.kind)
    seal = unit.get(Seal, bound.organization, bound.serial)
    if effect is not None and seal is not None and is_ours(seal) and seal.binding == bound.binding:
        effect(service, unit, row, seal, now)


def _row(unit: Unit, bound: Binding, entry: EventEntry | OverflowEntry, now: int) -> SealEvent:
    over = isinstance(entry, OverflowEntry)
    id = None if over or entry.grant is None else from_bytes(entry.grant)
    use = None if id is None else unit.get(Authorization, bound.organization, id)
    return SealEvent(
        id=event_id(bound.serial, entry.number),
        organization=bound.organization,
        seal=bound.serial,
        binding=bound.binding,
        number=entry.number,
        kind=SealEventKind.OVERFLOW if over else SealEventKind[entry.kind.name],
        at=in_calendar(entry.at),
        clock=int(entry.clock),
        received_at=now,
        detail=entry.count if over else entry.detail,
        authorization=id,
        member=None if use is None else use.member,
    )


def _use(unit: Unit, row: SealEvent) -> Authorization | None:
    return unit.get(Authorization, row.organization, row.authorization or "")


def _activated(service: Service, unit: Unit, row: SealEvent, _seal: Seal, now: int) -> None:
    """Activated at the seal, which is the arbiter: what the cloud has let another one have meanwhile, that one has not.

    One that waits has its code still; a direct one was issued in vain: the seal will refuse it.
    """
    use = _use(unit, row)
    if use is None or use.confirmed_at is not None:
        return
    live = live_on(use.seal, unit.facts(row.organization))
    if use.stage is Stage.OVER or (live is not None and live.id != use.id and live.confirmed_at is not None):
        return
    if live is not None and live.id != use.id:
        pre = live.method is Method.PRE and live.continues is None
        after = put_back(live) if pre else msgspec.structs.replace(live, refused_at=now, stage=Stage.OVER)
        _change(service, unit, live, after, now)
    activations.forget(unit, use)
    _change(service, unit, use, msgspec.structs.replace(activated(use, min(row.at, now)), confirmed_at=now), now)


def _tried(service: Service, unit: Unit, row: SealEvent, _seal: Seal, now: int) -> None:
    """Wrong codes typed at the seal; with the last it takes no more for this grant."""
    use = _use(unit, row)
    if use is not None and row.detail > use.tries:
        _change(service, unit, use, msgspec.structs.replace(use, tries=row.detail), now)


def _change(service: Service, unit: Unit, before: Authorization, after: Authorization, now: int) -> None:
    unit.put(after)
    messages.follow(service, unit, [(before, after)], now)


def _slot(seal: Seal, row: SealEvent) -> Finger | None:
    return next((each for each in seal.slots if each.slot == row.detail and each.failed_at is None), None)


def _enrolled(_service: Service, unit: Unit, row: SealEvent, seal: Seal, now: int) -> None:
    found = _slot(seal, row)
    if found is not None and found.enrolled_at is None:
        unit.put(fingers.with_slot(seal, found.slot, msgspec.structs.replace(found, enrolled_at=now)))


def _failed(_service: Service, unit: Unit, row: SealEvent, seal: Seal, now: int) -> None:
    found = _slot(seal, row)
    if found is not None and found.enrolled_at is None:
        unit.put(fingers.with_slot(seal, found.slot, msgspec.structs.replace(found, failed_at=now)))


def _deleted(_service: Service, unit: Unit, row: SealEvent, seal: Seal, _now: int) -> None:
    found = _slot(seal, row)
    if found is not None and (found.enrolled_at is not None or found.deleted_at is not None):
        unit.put(fingers.with_slot(seal, found.slot, None))


def _opened(service: Service, unit: Unit, row: SealEvent, seal: Seal, now: int) -> None:
    messages.tell(service, unit, telling.opened(seal, row.at, unit.facts(row.organization), now), now)


def _rolled_back(service: Service, unit: Unit, row: SealEvent, seal: Seal, now: int) -> None:
    messages.tell(service, unit, telling.rolled_back(seal, unit.facts(row.organization), now), now)


_EFFECTS: dict[SealEventKind, Callable[[Service, Unit, SealEvent, Seal, int], None]] = {
    SealEventKind.ACTIVATED: _activated,
    SealEventKind.CODE_WRONG: _tried,
    SealEventKind.CODE_SPENT: _tried,
    SealEventKind.FINGER_ENROLLED: _enrolled,
    SealEventKind.FINGER_FAILED: _failed,
    SealEventKind.FINGER_DELETED: _deleted,
    SealEventKind.TAMPER: _opened,
    SealEventKind.ROLLED_BACK: _rolled_back,
}
