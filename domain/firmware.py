"""Firmware of seals: which versions each has run, how an upgrade goes, and which seals a release goes to (R-058,
R-169)."""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple

import msgspec

from domain.events import SealEventKind
from domain.rows import IdText, Ms, Row, Sha256
from domain.seals import BindingState, Seal, SealStatus, version_number
from domain.verdict import Refused

MOST_SHARE = 100  # percent: every seal
LEAST_BATTERY = 30
"""Percent below which a seal does not restart with a new version, unless it is being charged."""
STEP = 5
"""Percent by which a download has to get on to be told anew: each change goes to every console."""


class UpgradeState(StrEnum):
    QUEUED = "queued"  # ordered; the seal has not said yet whether it wants it
    DOWNLOADING = "downloading"
    VERIFIED = "verified"  # whole and the maker's; the seal waits until nobody uses it and its battery allows
    UPDATING = "updating"  # it runs on trial
    UPDATED = "updated"
    FAILED = "failed"


class UpgradeFailure(StrEnum):
    """Why an upgrade failed: the seal's own word, or that nobody wants it any more."""

    MAKER = "maker"  # the maker did not sign it
    MODEL = "model"  # for another model
    OLDER = "older"  # not newer than what runs, or ran
    RANGE = "range"  # not for this seal
    HASH = "hash"  # what came is not what the maker signed
    NO_ROOM = "no_room"
    NOT_STARTED = "not_started"
    SELF_CHECK = "self_check"
    WITHDRAWN = "withdrawn"
    OTHER = "other"  # what a newer seal says


class Waits(StrEnum):
    """What an upgrade waits for, as far as it is known."""

    CONTACT = "contact"  # that the seal is heard: over GPRS, or by a console near it
    HAND = "hand"  # that the use under way is put down, or over
    BATTERY = "battery"
    RESTART = "restart"  # nothing more: the seal restarts as soon as nobody touches it


# By their numbers in the log (`protocol.firmware.UpgradeFault`).
FAULTS = {
    1: UpgradeFailure.HASH,
    2: UpgradeFailure.NO_ROOM,
    3: UpgradeFailure.NOT_STARTED,
    4: UpgradeFailure.SELF_CHECK,
    5: UpgradeFailure.WITHDRAWN,
}
OPEN = frozenset({UpgradeState.QUEUED, UpgradeState.DOWNLOADING, UpgradeState.VERIFIED, UpgradeState.UPDATING})
# Until then the seal can be told that nobody wants it any more.
BEFORE_TRIAL = OPEN - {UpgradeState.UPDATING}
_REACHED = {
    SealEventKind.FIRMWARE_VERIFIED: UpgradeState.VERIFIED,
    SealEventKind.FIRMWARE_UPDATING: UpgradeState.UPDATING,
    SealEventKind.FIRMWARE_CONFIRMED: UpgradeState.UPDATED,
    SealEventKind.FIRMWARE_FAILED: UpgradeState.FAILED,
}
_FINAL = frozenset({UpgradeState.UPDATED, UpgradeState.FAILED})


class Run(msgspec.Struct, frozen=True):
    """From entry `number` of its log on the seal ran the version of this number (`version_number`)."""

    number: int
    version: int


class Upgrade(msgspec.Struct, frozen=True):
    """A release that a seal was ordered to take: SHA-256 of its image of `size` bytes.

    `acked`: the entry of the log in which the seal has answered the order; `offset`: so many bytes it has, as it or a
    console last said; `at`: since when it is so, by the cloud's clock.
    """

    release: Sha256
    version: str
    size: int
    ordered_at: Ms
    at: Ms
    state: UpgradeState = UpgradeState.QUEUED
    acked: int | None = None
    offset: int = 0
    why: UpgradeFailure | None = None

    @property
    def percent(self) -> int:
        return min(MOST_SHARE, self.offset * MOST_SHARE // self.size)


class SealFirmware(Row, frozen=True, kw_only=True):
    """What is known of a seal's firmware; `id` is its serial. `runs`: in the order of its log, the versions it has run
    since its first boot; `upgrade`: the newest that it was ordered in this `binding`."""

    table: ClassVar[str] = "firmware"
    binding: int = 0
    runs: list[Run] = []
    upgrade: Upgrade | None = None

    @property
    def release(self) -> str:
        return "" if self.upgrade is None else self.upgrade.release

    @property
    def ordered(self) -> int:
        """The number of the version that was ordered last; 0: none."""
        return 0 if self.upgrade is None else version_number(self.upgrade.version)

    @property
    def running(self) -> int:
        """The number of the version that runs, by the log; 0: not known."""
        return self.runs[-1].version if self.runs else 0

    @property
    def state(self) -> str:
        """Of the upgrade, or that it was withdrawn; empty: there is none."""
        if self.upgrade is None:
            return ""
        withdrawn = self.upgrade.why is UpgradeFailure.WITHDRAWN
        return UpgradeFailure.WITHDRAWN.value if withdrawn else self.upgrade.state.value

    @property
    def failed_at(self) -> int | None:
        failed = self.upgrade is not None and self.upgrade.state is UpgradeState.FAILED
        return self.upgrade.at if failed and self.upgrade is not None else None


class Told(NamedTuple):
    """An entry of a seal's log that is about its firmware."""

    number: int
    kind: SealEventKind
    detail: int


class Stage(msgspec.Struct, frozen=True):
    """To which seals a release goes: to these, and to a share (percent) of all; beyond so many failures it stops."""

    seals: list[IdText] = []
    share: int = 0
    failures: int = 0


# Versions


def made_by(runs: Sequence[Run], number: int, log_to: int) -> int | None:
    """The number of the version that made entry `number` of a log which is held up to `log_to`. None: not known, for
    nothing was ever said of it, or because another version may have begun in what is missing before it."""
    at = bisect_left(runs, number, key=lambda each: each.number)
    return runs[at - 1].version if at and number <= log_to else None


def version_of(row: SealFirmware | None, status: SealStatus | None, number: int) -> int | None:
    """`made_by`, of what is known of a seal."""
    return None if row is None or status is None else made_by(row.runs, number, status.log_to)


def spelled(version: int, row: SealFirmware | None, status: SealStatus | None) -> str:
    """A version as it is written on the seal's screen, where that is known; else its number."""
    known = (status.firmware if status else "", row.upgrade.version if row and row.upgrade else "")
    return next((each for each in known if version_number(each) == version), str(version))


def ran(runs: Sequence[Run], told: Iterable[Told]) -> list[Run]:
    """These with what the log says of more; what runs on is no new run."""
    by_number = {each.number: each.version for each in runs}
    by_number |= {each.number: each.detail for each in told if each.kind is SealEventKind.FIRMWARE_RUNS}
    kept: list[Run] = []
    for number, version in sorted(by_number.items()):
        if not kept or kept[-1].version != version:
            kept.append(Run(number, version))
    return kept


# Upgrades


def answered(upgrade: Upgrade, entry: int, refusal: UpgradeFailure | None, runs: int, now: int) -> Upgrade:
    """The seal has answered the order, in that entry of its log; `runs`: the number of the version that it runs, 0: not
    known. What it will not have because it has it, or a newer one, has not failed."""
    upgrade = msgspec.structs.replace(upgrade, acked=entry)
    ordered = version_number(upgrade.version)
    if refusal is UpgradeFailure.OLDER and runs >= ordered:
        return _become(upgrade, UpgradeState.UPDATED, None, now) if runs == ordered else withdrawn(upgrade, now)
    if refusal is not None:
        return _become(upgrade, UpgradeState.FAILED, refusal, now)
    return _become(upgrade, UpgradeState.DOWNLOADING, None, now) if upgrade.state is UpgradeState.QUEUED else upgrade


def followed(upgrade: Upgrade, told: Iterable[Told], now: int) -> Upgrade:
    """What the log says of it after the answer to the order, whichever part of the log came first."""
    later = [each for each in sorted(told) if upgrade.acked is not None and each.number > upgrade.acked]
    reached = [(_REACHED[each.kind], each.detail) for each in later if each.kind in _REACHED]
    own = version_number(upgrade.version)
    reached = [each for each in reached if each[0] is UpgradeState.FAILED or each[1] == own]
    if upgrade.why is UpgradeFailure.WITHDRAWN:  # it may have been too late for that
        reached = [each for each in reached if each[0] in _FINAL]
    if not reached:
        return upgrade
    state, detail = reached[-1]
    why = FAULTS.get(detail, UpgradeFailure.OTHER) if state is UpgradeState.FAILED else None
    return _become(upgrade, state, why, now)


def downloaded(upgrade: Upgrade, offset: int, now: int) -> Upgrade:
    """It is said to have so much. Small steps are not told; that it begins anew is."""
    if upgrade.state not in (UpgradeState.QUEUED, UpgradeState.DOWNLOADING) or offset > upgrade.size:
        return upgrade
    after = msgspec.structs.replace(upgrade, offset=offset)
    on = after.percent - upgrade.percent
    if 0 <= on < STEP and (offset < upgrade.size or offset == upgrade.offset):
        return upgrade
    return msgspec.structs.replace(after, at=now)


def withdrawn(upgrade: Upgrade, now: int) -> Upgrade:
    """Nobody wants it any more."""
    return _become(upgrade, UpgradeState.FAILED, UpgradeFailure.WITHDRAWN, now)


def _become(upgrade: Upgrade, state: UpgradeState, why: UpgradeFailure | None, now: int) -> Upgrade:
    if (upgrade.state, upgrade.why) == (state, why):
        return upgrade
    offset = upgrade.offset if state in (UpgradeState.QUEUED, UpgradeState.DOWNLOADING) else upgrade.size
    offset = upgrade.offset if state is UpgradeState.FAILED else offset
    return msgspec.structs.replace(upgrade, state=state, why=why, at=now, offset=offset)


def has_failed(before: Upgrade | None, after: Upgrade) -> bool:
    """Whether somebody is to hear of it: that it was withdrawn is no failure."""
    failed = after.state is UpgradeState.FAILED and after.why is not UpgradeFailure.WITHDRAWN
    return failed and (before is None or (before.state, before.why) != (after.state, after.why))


def waits_for(upgrade: Upgrade, status: SealStatus | None, *, in_contact: bool, in_hand: bool) -> Waits | None:
    """What an upgrade waits for, by what the seal last said of itself."""
    if upgrade.state in (UpgradeState.QUEUED, UpgradeState.DOWNLOADING):
        return None if in_contact else Waits.CONTACT
    if upgrade.state is not UpgradeState.VERIFIED:
        return None
    if in_hand:
        return Waits.HAND
    low = status is not None and status.battery < LEAST_BATTERY and not status.charging
    return Waits.BATTERY if low else Waits.RESTART


# Releases


def rank(release: str, serial: str) -> int:
    """Where a seal stands in the order in which a release goes out: the same each time, another for each release."""
    return int.from_bytes(hashlib.sha256(f"{release}/{serial}".encode()).digest()[:4], "big")


def is_in(stage: Stage, release: str, serial: str) -> bool:
    """Whether a stage takes in this seal; a wider share takes in whom a narrower did."""
    return serial in stage.seals or rank(release, serial) * MOST_SHARE < stage.share << 32


def is_due(row: SealFirmware | None, seal: Seal, release: str, version: str, staged_at: int) -> bool:
    """Whether this release is to be ordered from a seal that its stage takes in: newer than what runs and than what it
    was ordered. Where one has failed, it or an older one is tried when the operator stages that anew; where a newer one
    was called off, the older goes on at once."""
    if seal.state is not BindingState.BOUND:
        return False
    number = version_number(version)
    if row is None:
        return True
    if row.running >= number:
        return False
    if row.upgrade is None or row.binding != seal.binding:
        return True
    failed = row.upgrade.state is UpgradeState.FAILED and row.upgrade.at < staged_at
    called_off = row.upgrade.why is UpgradeFailure.WITHDRAWN and row.release != release
    return row.ordered < number or failed or called_off


def judge_release(model: str, version: str, release: str, known: Iterable[tuple[str, str, str]]) -> Refused | None:
    """Why it cannot be added to those that are `known` (model, version, release); none: it can."""
    for other in known:
        if other[2] == release:
            return Refused("release_known", "release", other[1])
        if other[0] == model and version_number(other[1]) == version_number(version):
            return Refused("release_version_taken", "release", other[1])
    return None


def judge_stage(stage: Stage, model: str, models: Mapping[str, str]) -> Refused | None:
    """Why it is no stage of a release for this model; none: it is one. `models`: of the seals that are known."""
    if not 0 <= stage.share <= MOST_SHARE or (not stage.share and not stage.seals):
        return Refused("stage_empty", "share")
    strangers = (each for each in stage.seals if models.get(each) != model)
    stranger = next(strangers, None)
    if stranger is not None:
        return Refused("stage_not_model", "seals", stranger)
    return Refused("stage_unfit", "failures") if stage.failures < 0 else None
