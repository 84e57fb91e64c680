"""What the cloud orders a seal to do: kept with the act that causes it, folded and signed when it is carried."""

from collections.abc import Mapping

from cloud.seals.binding import secret
from cloud.service import Service
from cloud.store import devices
from cloud.store.devices import Binding, Order
from cloud.store.unit import Unit
from domain.authorizations import Authorization, Mode
from domain.ids import to_bytes
from protocol import grants
from protocol.cbor import pack
from protocol.envelopes import EndBody, Envelope, Kind, sign_envelope
from protocol.grants import Grant, area_claim, seal_grant
from protocol.keys import SigningKey

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


def fold(orders: list[Order], after: int, continues: Mapping[str, str | None]) -> list[tuple[int, Order]]:
    """Orders in order, each with the first number it stands for: a grant that has ended meanwhile is left out.

    Its end is not: an older envelope with that grant may still be on its way in somebody's hands, and whatever comes
    instead of it has to make sure that the grant is over. Nor is a grant that another one continues (`continues`, by
    their ids): with it the seal carries on how often it was used.
    """
    ended = {order.subject for order in orders if order.kind is Kind.END}
    wanted: set[str | None] = set()
    kept: list[Order] = []
    for order in reversed(orders):
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
