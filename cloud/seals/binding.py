"""Binding a seal to an organization, and the secret that the two then share."""

from functools import lru_cache

import msgspec

from cloud.seals import withdrawing
from cloud.seals.commands import leave
from cloud.service import Service
from cloud.store import devices
from cloud.store.devices import Binding, Device
from cloud.store.unit import Unit
from domain.delivering import BOUND
from domain.ids import to_bytes
from domain.seals import BindSeal, Seal
from domain.verdict import Refused
from protocol import certificates
from protocol.cbor import pack
from protocol.certificates import Identity
from protocol.envelopes import BindBody, Kind
from protocol.errors import ProtocolError, Untrusted
from protocol.keys import AgreementKey, binding_secret

# More than anybody will ask for between two restores.
BINDINGS_PER_GENERATION = 2**16


def bind(service: Service, unit: Unit, act: BindSeal, row: Seal, now: int) -> Seal | Refused:
    """The seal as it waits to be bound, its bind envelope ordered; or why not.

    Whoever asks keeps nobody else from it: each organization's binding has a number of its own, and the seal decides
    (decision 0048).
    """
    try:
        identity = read_identity(service, act.identity)
        service.keys.agreement(row.organization).agree(identity.static)  # Malformed for a key that agrees with nobody
    except ProtocolError:
        return Refused("seal_unknown", "identity")
    if (identity.serial, identity.model) != (act.serial, act.model.value):
        return Refused("seal_unknown", "identity")
    device = devices.meet(unit, identity, act.identity)
    if device is None:
        return Refused("seal_unknown", "identity")
    return _ask(service, unit, row, now, over_gprs=False)


def bind_over_gprs(service: Service, unit: Unit, row: Seal, now: int) -> Seal | Refused:
    """The same for one that is heard over GPRS: its modem has shown the maker's word for it."""
    device = devices.device(unit, row.id)
    if device is None:
        return Refused("seal_unknown", "seal")
    try:
        service.keys.agreement(row.organization).agree(device.static)
    except ProtocolError:
        return Refused("seal_unknown", "seal")
    return _ask(service, unit, row, now, over_gprs=True)


def _ask(service: Service, unit: Unit, row: Seal, now: int, *, over_gprs: bool) -> Seal | Refused:
    if devices.delivered_to(unit, row.id) not in (None, row.organization):
        return Refused("not_found")  # to whom, is nobody's business
    held = devices.holder(unit, row.id)
    if held is not None and held.organization != row.organization and not _is_free(unit, held):
        return Refused("seal_already_bound", "serial")
    ours = [each for each in devices.open_bindings(unit, row.id) if each.organization == row.organization]
    number, again = _number(unit, row.id, ours)
    for each in ours:
        if each.binding != number:
            withdrawing.withdraw(unit, each, now)
    asked = devices.ask_binding(unit, row.id, number, row.organization, now, over_gprs=over_gprs)
    if not again:
        leave(unit, asked, Kind.BIND, _body(service, row.organization), now, by=row.bound_by)
    if over_gprs:
        unit.ordered.add(row.id)
    return msgspec.structs.replace(row, binding=number)


def _number(unit: Unit, serial: str, ours: list[Binding]) -> tuple[int, bool]:
    """The number to ask under, and whether it was asked under it before: then it is the newest of all.

    No number is ever another organization's, or the keys of two were mixed up. A cloud that was restored does not know
    which ones it gave since the backup: each generation has its own.
    """
    latest, given = devices.latest_binding(unit, serial), given_before(devices.generation(unit))
    if latest is None or latest.binding <= given:
        return given + 1, False
    return (latest.binding, True) if latest in ours else (latest.binding + 1, False)


def given_before(generation: int) -> int:
    """The highest number that an earlier generation may have given."""
    return (generation - 1) * BINDINGS_PER_GENERATION


def _is_free(unit: Unit, held: Binding) -> bool:
    """Whether who had it last has it no more: its own word, or the operator's."""
    row = unit.get(Seal, held.organization, held.serial)
    return row is not None and row.state not in BOUND


def read_identity(service: Service, data: bytes) -> Identity:
    """What the maker says of a seal; raises a `ProtocolError`, also for keys whose secrets everybody holds."""
    identity = certificates.check(data, Identity, service.root.public)
    if {identity.signing, identity.static} & service.refused_keys:
        raise Untrusted("a published key")
    return identity


def _body(service: Service, organization: str) -> bytes:
    keys = service.keys
    return pack(
        BindBody(to_bytes(organization), keys.signing(organization).public, keys.agreement(organization).public)
    )


def secret(service: Service, device: Device, binding: Binding) -> bytes:
    """K of a binding."""
    return _secret(service.keys.agreement(binding.organization), device.static, binding.serial, binding.binding)


@lru_cache(maxsize=4096)
def _secret(own: AgreementKey, other: bytes, serial: str, binding: int) -> bytes:
    return binding_secret(own, other, serial, binding)
