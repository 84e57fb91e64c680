"""Releases of the seals' firmware, as the operator has them go out: some seals first, a share, all; and who gets them.

`main.py cloud --data FOLDER --maker-root FILE release add MANIFEST IMAGE | stage VERSION … | stop VERSION | list`
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import msgspec

from cloud import images
from cloud.seals import upgrades
from cloud.service import Service
from cloud.store import devices, releases
from cloud.store.devices import Binding
from cloud.store.releases import OPERATOR, Found, Release
from cloud.store.unit import Unit, View
from domain import firmware
from domain.firmware import BEFORE_TRIAL, SealFirmware, Stage, UpgradeState
from domain.seals import BindingState, Seal, SealStatus, version_number
from domain.times import minute
from domain.verdict import Refused
from protocol.envelopes import Kind
from protocol.errors import ProtocolError
from protocol.firmware import MAX_RELEASE_BYTES, Manifest, open_manifest


class Wanted(msgspec.Struct, frozen=True):
    """What a stage is to be: these seals, so many (`first`), or a share of all; so many failures are allowed."""

    seals: list[str] = []
    first: int = 0
    share: int = 0
    failures: int = 0


# What the operator orders


@dataclass(frozen=True)
class Brought:
    """A release that this cloud's maker has signed, and whose image lies here. `again`: for its image was lost."""

    manifest: bytes
    said: Manifest
    again: bool


def bring(service: Service, manifest: bytes, image: bytes) -> Brought | Refused:
    """The image lies here before its row does; nobody who writes waits for it. Blocks."""
    try:
        said = open_manifest(manifest, service.root.public)
    except ProtocolError:
        return Refused("release_unsigned", "manifest")
    fits = len(image) == said.size <= MAX_RELEASE_BYTES and hashlib.sha256(image).digest() == said.sha256
    if not fits:
        return Refused("release_other_image", "image")
    known = service.database.look(releases.every)
    again = _is_known(known, said) and images.is_lost(service.uploads, said.sha256.hex())
    refused = None if again else _judge(known, said)
    if refused is not None:
        return refused
    try:
        images.keep(service.uploads, image)
    except OSError:  # no room, or the bucket is away
        return Refused("files_away", "image")
    return Brought(manifest, said, again)


def add(unit: Unit, brought: Brought, now: int) -> Release | Refused:
    """It goes to nobody yet. One that is known as it is, but for its image, which was lost, has it again."""
    said, known = brought.said, releases.every(unit)
    before = releases.get(unit, said.sha256.hex())
    if brought.again and before is not None:
        return before
    refused = _judge(known, said)
    if refused is not None:
        return refused
    number, stage = version_number(said.version), (Stage(), None, None, "")
    row = Release(said.sha256.hex(), said.model, said.version, number, said.size, brought.manifest, now, *stage)
    releases.put(unit, row)
    return row


def _is_known(known: Iterable[Release], said: Manifest) -> bool:
    """As it is."""
    this = (said.sha256.hex(), said.model, said.version)
    return any((each.release, each.model, each.version) == this for each in known)


def _judge(known: Iterable[Release], said: Manifest) -> Refused | None:
    named = ((each.model, each.version, each.release) for each in known)
    return firmware.judge_release(said.model, said.version, said.sha256.hex(), named)


def stage(unit: Unit, version: str, wanted: Wanted, now: int) -> Release | Refused:
    """From now on it goes to these; also when it was stopped, and to those whose upgrade has failed."""
    found = _named(unit, version)
    if isinstance(found, Refused):
        return found
    newer = (each for each in releases.every(unit) if each.model == found.model and each.number > found.number)
    overtaken = next((each for each in newer if each.goes_out), None)
    if overtaken is not None:
        return Refused("release_overtaken", "release", overtaken.version)
    bound = (serial for _, serial in releases.bound_of(unit, found.model)) if wanted.first else ()
    first = sorted(bound, key=lambda serial: firmware.rank(found.release, serial))[: wanted.first]
    made = Stage(sorted({*wanted.seals, *first}), wanted.share, wanted.failures)
    refused = firmware.judge_stage(made, found.model, releases.models(unit, made.seals))
    if refused is not None:
        return refused
    row = replace(found, stage=made, staged_at=now, stopped_at=None, stopped_why="")
    releases.put(unit, row)
    return row


def stop(unit: Unit, version: str, now: int) -> Release | Refused:
    """It goes to nobody any more; who has not begun to run it need not."""
    found = _named(unit, version)
    if isinstance(found, Refused):
        return found
    if not found.goes_out:
        return Refused("release_not_out", "release", found.version)
    releases.stop(unit, found.release, OPERATOR, now)
    return found


def _named(view: View, version: str) -> Release | Refused:
    found = next((each for each in releases.every(view) if version in (each.version, each.release)), None)
    return found or Refused("release_missing", "release", version)


# What is said of them


def listed(view: View) -> str:
    """A line for each release."""
    lines = [_line(each, releases.counts(view, each.release)) for each in releases.every(view)]
    return "\n".join(lines) or "There is no release"


def _line(of: Release, counts: dict[str, int]) -> str:
    states = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    return f"{of.version} ({of.model}, {of.size} bytes): {stage_words(of)}; {states or 'ordered from nobody'}"


def stage_words(of: Release) -> str:
    """To whom it goes, or why to nobody."""
    if of.staged_at is None:
        return "goes to nobody yet"
    named = [f"{len(of.stage.seals)} seals"] if of.stage.seals else []
    share = [f"{of.stage.share} % of all"] if of.stage.share else []
    to = f"{' and '.join(named + share)}, {of.stage.failures} failures allowed"
    if of.stopped_at is None:
        return f"goes to {to}"
    why = "by the operator" if of.stopped_why == OPERATOR else "by itself, for more upgrades failed than are allowed"
    return f"was stopped {why} ({minute(of.stopped_at)}); went to {to}"


# Who gets them


def due(view: View, _now: int) -> list[Found]:
    """Seals that are to be ordered a release, or to be told that theirs is wanted no more."""
    found = dict.fromkeys(releases.unwanted(view))
    for each in releases.every(view):
        if each.goes_out:
            staged = (at for at in releases.behind(view, each) if firmware.is_in(each.stage, each.release, at[1]))
            found |= dict.fromkeys(at for at in staged if _is_bound(view, at))
    return list(found)


def _is_bound(view: View, at: Found) -> bool:
    """Of one that was unbound by force, the seal itself has not said so."""
    seal = view.get(Seal, *at)
    return seal is not None and seal.state is BindingState.BOUND


def settle(_service: Service, unit: Unit, found: Found, now: int) -> None:
    """What is due of one seal, by what holds now."""
    seal, row = unit.get(Seal, *found), unit.get(SealFirmware, *found)
    bound = None if seal is None else devices.binding(unit, seal.id, seal.binding)
    if seal is None or bound is None or seal.state is not BindingState.BOUND:
        return
    known, status = releases.every(unit), unit.get(SealStatus, *found)
    lost = _is_lost(unit, bound, row)
    wanted = next((each for each in known if _goes_to(each, seal, row, status, lost=lost)), None)
    if wanted is not None:
        upgrades.order(unit, bound, wanted, now)
    elif row is not None and _is_unwanted(row, bound.binding, known):
        upgrades.withdraw(unit, bound, row, now)


def _goes_to(of: Release, seal: Seal, row: SealFirmware | None, status: SealStatus | None, *, lost: bool) -> bool:
    if not of.goes_out or of.model != seal.model or not firmware.is_in(of.stage, of.release, seal.id):
        return False
    if lost and row is not None and row.release == of.release:
        return True
    runs = 0 if status is None else version_number(status.firmware)
    return runs < of.number and firmware.is_due(row, seal, of.release, of.version, of.staged_at or 0)


def _is_lost(unit: Unit, bound: Binding, row: SealFirmware | None) -> bool:
    """It was ordered before a restore, and the seal has not answered: that order is handed out no more."""
    queued = row is not None and row.state == UpgradeState.QUEUED and row.binding == bound.binding
    return queued and devices.newest(unit, bound, Kind.FIRMWARE, None) is None


def _is_unwanted(row: SealFirmware, binding: int, known: Iterable[Release]) -> bool:
    begun = row.upgrade is not None and row.upgrade.state in BEFORE_TRIAL and row.binding == binding
    return begun and any(each.release == row.release and not each.goes_out for each in known)
