"""What the cloud orders a seal to do: kept with the act that causes it, folded and signed when it is carried."""

from collections.abc import Mapping

import msgspec

from cloud.seals.binding import secret
from cloud.service import Service
from cloud.store import devices
from cloud.store.devices import Binding, Order
from cloud.store.unit import Unit
from domain import offline_use
from domain.authorizations import Authorization, Mode
from domain.ids import to_bytes
from domain.seals import Seal
from protocol import grants
from protocol.cbor import pack
from protocol.envelopes import EndBody, Envelope, Kind, LossLockBody, OfflineUseBody, sign_envelope
from protocol.grants import Grant, area_claim, seal_grant
from protocol.keys import SigningKey

# What a seal is told to be, by the name of its field: only the newest word counts.
_WANTED = {Kind.LOSS_LOCK: "loss_lock", Kind.OFFLINE_USE: "offline_use"}
_MODES = {Mode.PHYSICAL: grants.Mode.PHYSICAL, Mode.ELECTRONIC: grants.Mode.ELECTRONIC}


def grant(service: Service, unit: Unit, row: Authorization) -> None:
    """Order the seal to take the grant of an authorization.

    The seal is never asked for an activation code: what it gets, the cloud has activated.
    """
    device, binding = devices.device(unit, row.seal), devices.binding(unit, row.seal, row.binding)
    assert device is not None  # the rule asks for a seal that is bound
    assert binding is not None
    body = Grant(
        id=to_bytes(row.id),
        organization=to_bytes(row.organization),
        member=to_bytes(row.member),
        serial=row.seal,
        not_before=row.start // 1000,
        expires=-(-row.end // 1000),
        issued_at=row.issued_at // 1000,
        count=row.count,
        mode=_MODES[row.mode],
        method=grants.Method.DIRECT,
        photo_required=row.photo_required,
        continues=None if row.continues is None else to_bytes(row.continues),
        area=None if row.area is None else area_claim(row.area),
    )
    sealed = seal_grant(body, service.keys.signing(row.organization), secret(service, device, binding))
    devices.order(unit, binding, Kind.GRANT, row.id, sealed, row.issued_at)


def end(_service: Service, unit: Unit, row: Authorization, now: int) -> None:
    """Order the seal to give up the grant of an authorization."""
    binding = devices.binding(unit, row.seal, row.binding)
    assert binding is not None
    devices.order(unit, binding, Kind.END, row.id, pack(EndBody(to_bytes(row.id))), now)


def wanted(unit: Unit, row: Seal, before: Seal | None, now: int) -> None:
    """Order the seal to be what it is told to be, where that is new."""
    for kind, name in _WANTED.items():
        body = _wanted_body(kind, row)
        if body is not None and (before is None or getattr(row, name) != getattr(before, name)):
            binding = devices.binding(unit, row.id, row.binding)
            assert binding is not None  # the rules ask for a seal that is bound
            devices.order(unit, binding, kind, None, body, now)


def confirmed(row: Seal, order: Order, now: int) -> Seal:
    """The seal when its log has said that this order was applied: it is so, if that is still what it is told to be."""
    name = _WANTED[order.kind]
    if _wanted_body(order.kind, row) != order.body:
        return row
    return msgspec.structs.replace(row, **{name: msgspec.structs.replace(getattr(row, name), confirmed_at=now)})


def _wanted_body(kind: Kind, row: Seal) -> bytes | None:
    """The order for it; none: nobody has told the seal anything of this kind."""
    if kind is Kind.LOSS_LOCK:
        return None if row.loss_lock is None else pack(LossLockBody(row.loss_lock.on))
    if row.offline_use is None:
        return None
    until = offline_use.until(row.offline_use)
    return pack(OfflineUseBody(None if until is None else until // 1000))


def fold(orders: list[Order], after: int, continues: Mapping[str, str | None]) -> list[tuple[int, Order]]:
    """Orders in order, each with the first number it stands for: a grant that has ended meanwhile is left out, and so
    is what the seal was told to be and is no longer.

    Its end is not: an older envelope with that grant may still be on its way in somebody's hands, and whatever comes
    instead of it has to make sure that the grant is over. Nor is a grant that another one continues (`continues`, by
    their ids): with it the seal carries on how often it was used.
    """
    ended = {order.subject for order in orders if order.kind is Kind.END}
    wanted: set[str | None] = set()
    newer: set[Kind] = set()
    kept: list[Order] = []
    for order in reversed(orders):
        if order.kind in newer:
            continue
        if order.kind in _WANTED:
            newer.add(order.kind)
        if order.kind is Kind.GRANT:
            if order.subject in ended and order.subject not in wanted:
                continue
            wanted.add(continues.get(order.subject or ""))
        kept.insert(0, order)
    firsts = [after + 1, *(order.number + 1 for order in kept[:-1])]
    return list(zip(firsts, kept, strict=True)) if kept else []


def envelope(order: Order, first: int, to: Binding, generation: int, key: SigningKey) -> bytes:
    """The bytes that a courier carries."""
    return sign_envelope(Envelope(to.serial, to.binding, generation, first, order.number, order.kind, order.body), key)
