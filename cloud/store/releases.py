"""Releases of the seals' firmware, what the seals' logs say of theirs, and which seals a release is due for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import and_, exists, func, or_, select, update

from cloud.store import tables
from cloud.store.devices import generation
from cloud.store.facts import decode
from cloud.store.unit import Unit, View
from domain.events import SealEventKind
from domain.firmware import BEFORE_TRIAL, Stage, Told, UpgradeFailure, UpgradeState
from domain.stock import StockedSeal
from protocol.envelopes import Kind

Found = tuple[str, str]  # organization, serial
FAILURES, OPERATOR = "failures", "operator"  # why a release goes out no more


@dataclass(frozen=True)
class Release:
    """`release`: SHA-256 of its image of `size` bytes; `manifest` as the maker signed it. It goes out as far as `stage`
    says while it was staged and not stopped since."""

    release: str
    model: str
    version: str
    number: int
    size: int
    manifest: bytes
    added_at: int
    stage: Stage
    staged_at: int | None
    stopped_at: int | None
    stopped_why: str

    @property
    def goes_out(self) -> bool:
        return self.staged_at is not None and self.stopped_at is None


def _read(row: Any) -> Release:
    stage = Stage(msgspec.json.decode(row.seals, type=list[str]), row.share, row.failures)
    said = row.release, row.model, row.version, row.number, row.size, row.manifest, row.added_at
    return Release(*said, stage, row.staged_at, row.stopped_at, row.stopped_why)


def every(view: View) -> list[Release]:
    """The newest version first."""
    table = tables.releases
    query = select(table).order_by(table.c.model, table.c.number.desc())
    return [_read(row) for row in view.connection.execute(query)]


def get(view: View, release: str) -> Release | None:
    found = view.first(tables.releases, release=release)
    return None if found is None else _read(found)


def put(unit: Unit, of: Release) -> None:
    """So it is from now on."""
    values = {name: value for name, value in vars(of).items() if name != "stage"}
    seals = msgspec.json.encode(of.stage.seals).decode()
    unit.upsert(tables.releases, {**values, "seals": seals, "share": of.stage.share, "failures": of.stage.failures})


def failures(unit: Unit, of: Release) -> int:
    """How many of its upgrades have failed since it was staged."""
    unit.flush()
    table = tables.rows["firmware"]
    counted = (table.c.failed_at >= (of.staged_at or 0), table.c.state == UpgradeState.FAILED.value)
    query = select(func.count()).select_from(table).where(table.c.release == of.release, *counted)
    return int(unit.connection.execute(query).scalar_one())


def counts(view: View, release: str) -> dict[str, int]:
    """How many upgrades are in each state, or withdrawn."""
    table = tables.rows["firmware"]
    query = select(table.c.state, func.count()).where(table.c.release == release).group_by(table.c.state)
    return {row[0]: row[1] for row in view.connection.execute(query)}


def stop(unit: Unit, release: str, why: str, now: int) -> None:
    """It goes out no more."""
    table = tables.releases
    goes_out = and_(table.c.release == release, table.c.stopped_at.is_(None))
    unit.connection.execute(update(table).where(goes_out).values(stopped_at=now, stopped_why=why))


# The seals


def note(unit: Unit, serial: str, told: Iterable[Told]) -> None:
    """Entries of the seal's log that are about its firmware."""
    rows = [{"serial": serial, "number": each.number, "kind": each.kind, "detail": each.detail} for each in told]
    unit.upsert(tables.firmware_log, [{**row, "kind": str(row["kind"])} for row in rows])


def told(view: View, serial: str) -> list[Told]:
    """All that the seal's log has said of its firmware, in order."""
    table = tables.firmware_log
    query = select(table).where(table.c.serial == serial).order_by(table.c.number)
    return [Told(row.number, SealEventKind(row.kind), row.detail) for row in view.connection.execute(query)]


def bound_of(view: View, model: str) -> list[Found]:
    """The seals of this model that are bound."""
    of, device = tables.bindings, tables.devices
    bound = (device.c.model == model, of.c.confirmed_at.is_not(None), of.c.unbound_at.is_(None))
    query = select(of.c.organization, of.c.serial).join(device, device.c.serial == of.c.serial).where(*bound)
    return [(organization, serial) for organization, serial in view.connection.execute(query.distinct())]


def models(view: View, serials: Iterable[str]) -> dict[str, str]:
    """Of those of these seals that the cloud has met, or that were delivered."""
    wanted, found = sorted(set(serials)), dict[str, str]()
    stock, device = tables.rows["stock"], tables.devices
    for start in range(0, len(wanted), tables.AT_ONCE):
        some = wanted[start : start + tables.AT_ONCE]
        bodies = view.connection.execute(select(stock.c.body).where(stock.c.id.in_(some))).scalars()
        found |= {row.id: row.model.value for row in (decode(StockedSeal, body) for body in bodies)}
        met = view.connection.execute(select(device.c.serial, device.c.model).where(device.c.serial.in_(some)))
        found |= {row[0]: row[1] for row in met}
    return found


def behind(view: View, of: Release) -> list[Found]:
    """Seals that may have to be ordered this release, whether its stage takes them in or not: the rule says."""
    bound, device, row = tables.bindings, tables.devices, tables.rows["firmware"]
    beside = and_(row.c.organization == bound.c.organization, row.c.id == bound.c.serial)
    called_off = and_(row.c.release != of.release, row.c.state == UpgradeFailure.WITHDRAWN.value)
    again = or_(row.c.failed_at < (of.staged_at or 0), called_off)
    ordered = (tables.down.c.serial == row.c.id, tables.down.c.binding == row.c.binding)
    here = exists().where(
        *ordered, tables.down.c.generation == generation(view), tables.down.c.kind == int(Kind.FIRMWARE)
    )
    lost = and_(row.c.release == of.release, row.c.state == UpgradeState.QUEUED.value, ~here)
    behind = or_(row.c.binding != bound.c.binding, row.c.ordered < of.number, again, lost)
    query = (
        select(bound.c.organization, bound.c.serial)
        .join(device, device.c.serial == bound.c.serial)
        .outerjoin(row, beside)
        .where(device.c.model == of.model, bound.c.confirmed_at.is_not(None), bound.c.unbound_at.is_(None))
        .where(or_(row.c.id.is_(None), and_(row.c.running < of.number, behind)))
        .order_by(bound.c.serial)
    )
    return [(organization, serial) for organization, serial in view.connection.execute(query)]


def unwanted(view: View) -> list[Found]:
    """Seals that are still on the way to a release that goes out no more."""
    row, of = tables.rows["firmware"], tables.releases
    begun = row.c.state.in_([each.value for each in BEFORE_TRIAL])
    query = select(row.c.organization, row.c.id).join(of, of.c.release == row.c.release)
    query = query.where(of.c.stopped_at.is_not(None), begun).order_by(row.c.id)
    return [(organization, id) for organization, id in view.connection.execute(query)]
