"""Upgrades of seals' firmware: what is ordered, what the seals' logs say of it, and the row in which people see it."""

import logging

import msgspec

from cloud import messages
from cloud.seals.commands import leave
from cloud.service import Service
from cloud.store import devices, releases
from cloud.store.devices import Binding, Order
from cloud.store.releases import FAILURES, Release
from cloud.store.unit import Unit
from domain import firmware
from domain.events import SealEvent, SealEventKind
from domain.firmware import OPEN, SealFirmware, Told, Upgrade, UpgradeFailure
from domain.seals import Seal, SealStatus, version_number
from domain.telling import seals as telling
from protocol import cose
from protocol.cbor import unpack
from protocol.envelopes import Kind
from protocol.errors import ProtocolError
from protocol.firmware import Manifest
from protocol.log import Outcome

_LOG = logging.getLogger(__name__)
REFUSALS = {
    Outcome.REFUSED_MAKER: UpgradeFailure.MAKER,
    Outcome.REFUSED_MODEL: UpgradeFailure.MODEL,
    Outcome.REFUSED_OLDER: UpgradeFailure.OLDER,
    Outcome.REFUSED_RANGE: UpgradeFailure.RANGE,
}
KINDS = frozenset(each for each in SealEventKind if each.name.startswith("FIRMWARE_"))


def order(unit: Unit, bound: Binding, of: Release, now: int) -> None:
    """Order the seal to take this release."""
    leave(unit, bound, Kind.FIRMWARE, of.manifest, now, on=True)
    row = _row(unit, bound.organization, bound.serial)
    upgrade = Upgrade(of.release, of.version, of.size, now, now)
    unit.put(msgspec.structs.replace(row, binding=bound.binding, upgrade=upgrade))


def withdraw(unit: Unit, bound: Binding, row: SealFirmware, now: int) -> None:
    """The release goes out no more: the seal need not go on."""
    assert row.upgrade is not None
    leave(unit, bound, Kind.FIRMWARE, b"", now, on=False)
    unit.put(msgspec.structs.replace(row, upgrade=firmware.withdrawn(row.upgrade, now)))


def acknowledged(
    service: Service, unit: Unit, bound: Binding, order: Order, ack: tuple[int, Outcome], now: int
) -> None:
    """The seal has answered an order, in that entry of its log."""
    row, (entry, outcome) = _row(unit, bound.organization, bound.serial), ack
    if row.upgrade is None or row.binding != bound.binding or _release(order) != row.upgrade.release:
        return  # a withdrawal, or a release that another has replaced since
    status = unit.get(SealStatus, bound.organization, bound.serial)
    runs = max(row.running, 0 if status is None else version_number(status.firmware))
    refusal = None if outcome is Outcome.APPLIED else REFUSALS.get(outcome, UpgradeFailure.OTHER)
    after = firmware.answered(row.upgrade, entry, refusal, runs, now)
    _leave(service, unit, row, firmware.followed(after, releases.told(unit, bound.serial), now), now)


def told(service: Service, unit: Unit, bound: Binding, event: SealEvent, now: int) -> None:
    """The seal's log says something of its firmware."""
    releases.note(unit, bound.serial, [Told(event.number, event.kind, event.detail)])
    known = releases.told(unit, bound.serial)
    for organization in _from(unit, bound) if event.kind is SealEventKind.FIRMWARE_RUNS else ():
        learn(unit, organization, bound.serial, known)
    row = _row(unit, bound.organization, bound.serial)
    if row.upgrade is not None and row.binding == bound.binding:
        _leave(service, unit, row, firmware.followed(row.upgrade, known, now), now)


def learn(unit: Unit, organization: str, serial: str, known: list[Told] | None = None) -> None:
    """Which versions the seal has run, also before it was this organization's."""
    row = _row(unit, organization, serial)
    runs = firmware.ran(row.runs, releases.told(unit, serial) if known is None else known)
    if runs != row.runs:
        unit.put(msgspec.structs.replace(row, runs=runs))


def let_go(unit: Unit, bound: Binding, now: int) -> None:
    """The seal is bound no more: what it was on the way to is nobody's business here."""
    row = unit.get(SealFirmware, bound.organization, bound.serial)
    if row is not None and row.upgrade is not None and row.binding == bound.binding and row.upgrade.state in OPEN:
        unit.put(msgspec.structs.replace(row, upgrade=firmware.withdrawn(row.upgrade, now)))


def heard(unit: Unit, row: SealFirmware, offset: int, now: int) -> None:
    """The seal, or a console before it, says how far it is."""
    if row.upgrade is not None:
        after = firmware.downloaded(row.upgrade, offset, now)
        if after != row.upgrade:
            unit.put(msgspec.structs.replace(row, upgrade=after))


def _row(unit: Unit, organization: str, serial: str) -> SealFirmware:
    return unit.get(SealFirmware, organization, serial) or SealFirmware(id=serial, organization=organization)


def _from(unit: Unit, bound: Binding) -> set[str]:
    """Whose it is, and who had it since then."""
    later = devices.confirmed_from(unit, bound.serial, bound.binding)
    return {bound.organization, *(each.organization for each in later)}


def _release(order: Order) -> str:
    """Of an order that the cloud itself has left."""
    try:
        return unpack(cose.unverified(order.body), Manifest).sha256.hex() if order.body else ""
    except ProtocolError:
        return ""


def _leave(service: Service, unit: Unit, row: SealFirmware, after: Upgrade, now: int) -> None:
    """So it is, told to whom it concerns. A release that fails too often goes out no more."""
    before = row.upgrade
    if after == before:
        return
    unit.put(msgspec.structs.replace(row, upgrade=after))
    if not firmware.has_failed(before, after):
        return
    seal = unit.get(Seal, row.organization, row.id)
    if seal is not None:
        messages.tell(service, unit, telling.not_upgraded(seal, after, unit.facts(row.organization), now), now)
    of = releases.get(unit, after.release)
    if of is not None and of.goes_out and (count := releases.failures(unit, of)) > of.stage.failures:
        releases.stop(unit, of.release, FAILURES, now)
        _LOG.error("release %s (%s) was stopped: %d upgrades have failed", of.version, of.model, count)
