"""What the cloud orders a seal to do: kept with the act that causes it, folded and signed when it is carried."""

import msgspec

from cloud.seals.binding import secret
from cloud.seals.commands import leave
from cloud.service import Service
from cloud.store import devices, people
from cloud.store.devices import Binding, Device, Order
from cloud.store.unit import Unit
from domain import offline_use
from domain.authorizations import Authorization, Mode
from domain.documents import applied_for
from domain.fingers import enrolled_slot
from domain.ids import to_bytes
from domain.organization import Member, Organization, Regime
from domain.seals import BindingState, Finger, Model, Seal, SealSettings, Wanted
from protocol import grants
from protocol.cbor import pack
from protocol.envelopes import (
    ActivateBody,
    EndBody,
    Envelope,
    FingerDeleteBody,
    FingerEnrolBody,
    Kind,
    LossLockBody,
    OfflineUseBody,
    RegimeBody,
    RevokeBody,
    SettingsBody,
    UnbindBody,
    seal_activation,
    sign_envelope,
)
from protocol.grants import Grant, area_claim, code_mark, open_grant, seal_grant
from protocol.keys import SigningKey
from protocol.log import Outcome
from protocol.sealing import DIGEST_BYTES

LOCKED = pack(LossLockBody(True))
# What a seal is told to be, by the name of its field: only the newest word counts.
WANTED = {
    Kind.LOSS_LOCK: "loss_lock",
    Kind.OFFLINE_USE: "offline_use",
    Kind.REGIME: "free_use",
    Kind.SETTINGS: "settings",
}
_MODES = {Mode.PHYSICAL: grants.Mode.PHYSICAL, Mode.ELECTRONIC: grants.Mode.ELECTRONIC}


def _place(unit: Unit, serial: str, number: int) -> tuple[Device, Binding]:
    device, binding = devices.device(unit, serial), devices.binding(unit, serial, number)
    assert device is not None  # the rules ask for a seal that is bound
    assert binding is not None
    return device, binding


def grant(service: Service, unit: Unit, row: Authorization, by: str | None, now: int, code: str | None = None) -> None:
    """Order the seal to take the grant of an authorization; one with a `code` waits there until it is activated."""
    device, binding = _place(unit, row.seal, row.binding)
    shared, seal = secret(service, device, binding), unit.get(Seal, row.organization, row.seal)
    assert seal is not None
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
        method=grants.Method.DIRECT if code is None else grants.Method.PRE,
        photo_required=row.photo_required,
        continues=None if row.continues is None else to_bytes(row.continues),
        area=None if row.area is None else area_claim(row.area),
        code=None if code is None else code_mark(shared, to_bytes(row.id), code),
        finger=enrolled_slot(seal, row.member) if row.fingerprint_required else None,
        claimed_place=row.area is not None and seal.model is Model.L,  # it has no receiver of its own
        consoles=_consoles(unit, row) or None,
        documents=_documents(unit, row) or None,
    )
    sealed = seal_grant(body, service.keys.signing(row.organization), shared)
    leave(unit, binding, Kind.GRANT, sealed, now, row.id, by=by, authorization=row.id, member=row.member)


def _documents(unit: Unit, row: Authorization) -> list[bytes]:
    """What may be sealed, if not just anything; of an application whose documents are gone that is no file at all."""
    if row.mode is not Mode.ELECTRONIC or row.any_document:
        return []
    found = applied_for(row.application, unit.facts(row.organization))
    named = [bytes.fromhex(sha256) for sha256 in dict.fromkeys(each.sha256 for each in found)]
    return named[: grants.MAX_DOCUMENTS] or [bytes(DIGEST_BYTES)]


def _consoles(unit: Unit, row: Authorization) -> list[bytes]:
    """Those that may go on when their certificate is over, where offline use is on."""
    member = unit.get(Member, row.organization, row.member)
    user = None if member is None else member.user
    return people.keys_of_consoles(unit, user) if user else []


def activate(service: Service, unit: Unit, row: Authorization, code: str, now: int) -> None:
    """Order the seal to let a grant that waits there be used. One that it has no room for, or that was issued before
    seals kept such grants, goes to it now, without a code."""
    device, binding = _place(unit, row.seal, row.binding)
    if not is_held(unit, row):
        grant(service, unit, row, row.member, now)
        return
    body = seal_activation(ActivateBody(to_bytes(row.id), code), secret(service, device, binding))
    leave(unit, binding, Kind.ACTIVATE, body, now, row.id, by=row.member, authorization=row.id, member=row.member)


def waits_there(service: Service, unit: Unit, bound: Binding, order: Order) -> bool:
    """Whether this grant was given to the seal to wait for its code."""
    device = devices.device(unit, bound.serial)
    assert device is not None  # it was ordered something
    public = service.keys.signing(bound.organization).public
    return open_grant(order.body, public, secret(service, device, bound)).method is grants.Method.PRE


def is_held(unit: Unit, row: Authorization) -> bool:
    """Whether the seal has the grant, or is on its way to have it: ordered, and not refused."""
    _, binding = _place(unit, row.seal, row.binding)
    newest = devices.newest(unit, binding, Kind.GRANT, row.id)
    return newest is not None and newest.outcome in (None, Outcome.APPLIED)


def end(unit: Unit, row: Authorization, by: str | None, now: int) -> None:
    """Order the seal to give up the grant of an authorization, be it live there or waiting."""
    _, binding = _place(unit, row.seal, row.binding)
    if devices.newest(unit, binding, Kind.GRANT, row.id) is not None:
        body = pack(EndBody(to_bytes(row.id)))
        leave(unit, binding, Kind.END, body, now, row.id, by=by, authorization=row.id, member=row.member)


def follow(unit: Unit, row: Seal, before: Seal | None, now: int) -> None:
    """Order the seal what its row now says and did not say before. While it waits to be bound it is told nothing: it
    hears of everything afterwards."""
    if before is None or before.binding != row.binding or row.state is BindingState.AWAITING_SEAL:
        return
    for kind, name in WANTED.items():
        said = getattr(row, name)
        if said is not None and said != getattr(before, name):
            _want(unit, row, kind, said, now)
    was = {each.slot: each for each in before.slots}
    for each in row.slots:
        if each != was.get(each.slot):
            _finger(unit, row, each, was.get(each.slot), now)
    if row.state is BindingState.UNBINDING and before.state is not BindingState.UNBINDING:
        unbind(unit, row, row.unbound_by, now)


def _want(unit: Unit, row: Seal, kind: Kind, said: Wanted | SealSettings, now: int) -> None:
    on = said.on if isinstance(said, Wanted) else None
    _, binding = _place(unit, row.id, row.binding)
    leave(unit, binding, kind, _wanted_body(kind, said), now, by=said.by, on=on)


def _finger(unit: Unit, row: Seal, each: Finger, before: Finger | None, now: int) -> None:
    _, binding = _place(unit, row.id, row.binding)
    about = {"slot": each.slot, "member": each.member}
    was = None if before is None or before.at != each.at else before
    if each.deleted_at is not None and (was is None or was.deleted_at is None):
        body = pack(FingerDeleteBody(each.slot))
        leave(unit, binding, Kind.FINGER_DELETE, body, now, str(each.slot), by=each.deleted_by, **about)
    elif was is None:
        body = pack(FingerEnrolBody(each.slot, to_bytes(each.member)))
        leave(unit, binding, Kind.FINGER_ENROL, body, now, str(each.slot), by=each.by, **about)


def is_unbinding(unit: Unit, bound: Binding) -> bool:
    """Whether the seal was told to let go, be it before a restore. While it is its organization's the row says so;
    after an unbinding by force, only what was ordered does."""
    row = unit.get(Seal, bound.organization, bound.serial)
    if row is not None and row.binding == bound.binding and row.state is not BindingState.UNBOUND:
        return row.state is BindingState.UNBINDING
    return devices.is_ordered(unit, bound, Kind.UNBIND)


def unbind(unit: Unit, row: Seal, by: str | None, now: int) -> None:
    """Order the seal to let go."""
    _, binding = _place(unit, row.id, row.binding)
    leave(unit, binding, Kind.UNBIND, pack(UnbindBody()), now, by=by)


def revoke(unit: Unit, row: Seal, console: str, key: bytes, expires: int, member: str, now: int) -> None:
    """Order the seal to open nothing to a console with this static key; `expires` in milliseconds."""
    _, binding = _place(unit, row.id, row.binding)
    leave(unit, binding, Kind.REVOKE, pack(RevokeBody(key, -(-expires // 1000))), now, console, member=member)


def catch_up(unit: Unit, bound: Binding, now: int) -> None:
    """What a seal has to hear and was not ordered: the contact that finds it out brings it. What was ordered before a
    restore is ordered no more."""
    if is_unbinding(unit, bound) and devices.newest(unit, bound, Kind.UNBIND, None) is None:
        row = unit.get(Seal, bound.organization, bound.serial)
        leave(unit, bound, Kind.UNBIND, pack(UnbindBody()), now, by=None if row is None else row.unbound_by)
        unit.flush()
    _regime(unit, bound, now)


def _regime(unit: Unit, bound: Binding, now: int) -> None:
    """A seal that was bound where seals are used freely begins with asking for a grant. So does one of which an older
    program noted, before it was bound, that it was told, and never told it."""
    row = unit.get(Seal, bound.organization, bound.serial)
    of = unit.get(Organization, bound.organization, bound.organization)
    if row is None or of is None or row.state is not BindingState.BOUND or row.binding != bound.binding:
        return
    noted, free = row.free_use, of.regime is Regime.FREE
    if (noted is None and not free) or _hears_of_regime(unit, bound, row):
        return
    # Also that it is free no more: it may have heard that it was.
    said = Wanted(free, row.bound_by if noted is None else noted.by, now)
    unit.put(after := msgspec.structs.replace(row, free_use=said))
    _want(unit, after, Kind.REGIME, said, now)
    unit.flush()


def _hears_of_regime(unit: Unit, bound: Binding, row: Seal) -> bool:
    """What stands in its row is ordered, or confirmed."""
    if row.free_use is None:
        return False
    return row.free_use.confirmed_at is not None or devices.newest(unit, bound, Kind.REGIME, None) is not None


def confirmed(row: Seal, order: Order, now: int) -> Seal:
    """The seal when its log has said that this order was applied: it is so, if that is still what it is told to be."""
    name = WANTED[order.kind]
    said = getattr(row, name)
    if said is None or _wanted_body(order.kind, said) != order.body:
        return row
    return msgspec.structs.replace(row, **{name: msgspec.structs.replace(said, confirmed_at=now)})


def _wanted_body(kind: Kind, said: Wanted | SealSettings) -> bytes:
    if isinstance(said, SealSettings):
        return pack(SettingsBody(said.backlight_s, said.auto_off_min))
    if kind is Kind.LOSS_LOCK:
        return pack(LossLockBody(said.on))
    if kind is Kind.REGIME:
        return pack(RegimeBody(said.on))
    until = offline_use.until(said)
    return pack(OfflineUseBody(None if until is None else until // 1000))


def envelope(order: Order, first: int, to: Binding, generation: int, key: SigningKey) -> bytes:
    """The bytes that a courier carries."""
    return sign_envelope(Envelope(to.serial, to.binding, generation, first, order.number, order.kind, order.body), key)
