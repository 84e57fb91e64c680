"""Seals: binding one to an organization, who keeps it, what it is called (R-055..R-073, R-176)."""

import re
from enum import StrEnum
from typing import ClassVar

import msgspec

from domain.organization import Member, Organization, Permission, Regime, Role, manages_all, may, of
from domain.rows import Act, IdText, Ms, Name, Row, Sentence
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, missing

KEEPERS_PER_SEAL = 3
SERIAL = re.compile(r"[A-Z0-9]{6,20}")
FIVE_PRESSES_FROM = 2020121706  # GYGL2020121706
LINK = "signet://seal/"  # and a serial: what the QR code on a seal's body holds


class Model(StrEnum):
    GL = "GL"
    L = "L"


class BindingState(StrEnum):
    AWAITING_SEAL = "awaiting_seal"  # decided in the cloud, not yet in the seal's log
    BOUND = "bound"
    UNBINDING = "unbinding"  # told to let go; its log has not said so yet
    UNBOUND = "unbound"  # the organization's no more: its records keep their seal's name, and who may read them


class SealMode(StrEnum):
    """How a person unlocks it (R-057): the grant alone, or taken in hand over Bluetooth."""

    GPRS = "gprs"
    BLUETOOTH = "bluetooth"


class SealFlow(msgspec.Struct, frozen=True):
    """The approval template of a seal for one category of use (R-170, R-171); no category: for all others."""

    category: IdText | None
    template: IdText


class Wanted(msgspec.Struct, frozen=True):
    """What the member `by` has told a seal to be, at `at`; `confirmed_at`: its log says that it is so; `id` names the
    word, where the act gave it a name."""

    on: bool
    by: IdText
    at: Ms
    confirmed_at: Ms | None = None
    id: IdText | None = None


class SealSettings(msgspec.Struct, frozen=True):
    """Backlight in seconds (0: it stays on), power-off after so many minutes (0: never), as the member `by` has set
    them; `confirmed_at`: the seal's log says that it is so (R-177, R-179, C-17, C-18)."""

    backlight_s: int
    auto_off_min: int
    by: IdText
    at: Ms
    confirmed_at: Ms | None = None


class Finger(msgspec.Struct, frozen=True):
    """One of the seal's slots for fingerprints, given to `member` by `by` at `at`.

    `enrolled_at`: the seal says that it holds his fingerprint; `failed_at`: that none came of it, so the slot is free
    again; `deleted_at`: the seal was told to forget it and has not said yet that it did.
    """

    slot: int
    member: IdText
    by: IdText
    at: Ms
    enrolled_at: Ms | None = None
    failed_at: Ms | None = None
    deleted_at: Ms | None = None
    deleted_by: IdText | None = None


class Seal(Row, frozen=True, kw_only=True):
    """A physical stamp; `id` is its serial. `binding` counts how often it has been bound.

    `loss_lock`, `offline_use`, `free_use` (whether it asks for no grant, C-08), `settings`: none as long as nobody has
    told it anything. `unbound_by`: who has unbound it, none: the operator, for the reason `unbound_why` (C-32), or
    a binding that came to nothing by itself.
    """

    table: ClassVar[str] = "seals"
    name: Name
    remark: Sentence = ""
    model: Model
    binding: int
    state: BindingState
    keepers: list[IdText] = []
    flows: list[SealFlow] = []
    fingers: list[IdText] = []  # members whose fingerprint it holds
    bound_by: IdText
    bound_at: Ms
    loss_lock: Wanted | None = None
    offline_use: Wanted | None = None
    free_use: Wanted | None = None
    settings: SealSettings | None = None
    slots: list[Finger] = []
    unbound_at: Ms | None = None
    unbound_by: IdText | None = None
    unbound_why: Sentence = ""


class Position(msgspec.Struct, frozen=True):
    """WGS-84 degrees; `source` gnss, cell or console; `age_s` seconds, `accuracy_m` metres at the time of use."""

    lat: float
    lon: float
    source: str
    age_s: int
    accuracy_m: int


class Chain(StrEnum):
    """How an entry stands in its seal's log, as the cloud holds it; each of them is signed by the seal."""

    UNBROKEN = "unbroken"  # all entries before it are held, each continues the other, and nothing contradicts them
    GAP = "gap"  # entries before it are missing
    FORKED = "forked"  # the seal has signed another log as well, which is not the same from it or from before it on


class SealStatus(Row, frozen=True, kw_only=True):
    """What a seal last said of itself (newest wins). `log_end` is the end of its log, `log_to` what the cloud holds.

    `mode` none: a seal that never said. `signal` 0..5, none without a modem. `capacity`: how many impressions it stores
    without a receipt, of which it stores `stored`. `fingers`: its used slots; `waiting`: pre-authorizations that wait
    for their code in it. `heard_at`: when it last spoke to the cloud, by its own clock, never later than by the
    cloud's; `withheld_since`: from when on it was known that its log goes to `withheld_end`, which the cloud has not
    got. `…_told_at`: the administrators were told of that. `forked_from`: the first entry that a log contradicts which
    the seal has signed as well; never forgotten.
    """

    table: ClassVar[str] = "seal_status"
    phase: str
    battery: int
    firmware: str
    place: Position | None
    at: Ms
    log_end: int
    log_to: int
    used: int
    count: int | None
    mode: SealMode | None = None
    signal: int | None = None
    charging: bool = False
    stored: int = 0
    capacity: int = 0
    fingers: list[int] = []
    screen: list[str] = []
    waiting: int = 0
    free: bool = False
    heard_at: Ms | None = None
    withheld_since: Ms | None = None
    withheld_end: int = 0
    withheld_told_at: Ms | None = None
    silent_told_at: Ms | None = None
    forked_from: int | None = None

    @property
    def untold_withheld(self) -> int | None:
        """Since when records are missing of which nobody was told; none: there are none, or that was done."""
        return self.withheld_since if self.withheld_told_at is None else None

    @property
    def untold_silent(self) -> int | None:
        """Since when nothing was heard of it, unless that was told."""
        return (self.heard_at or self.at) if self.silent_told_at is None else None


class BindSeal(Act, frozen=True, kw_only=True):
    """Bind a seal: `identity` is the maker's certificate that the seal showed, which only the cloud checks."""

    serial: IdText
    model: Model
    name: Name
    identity: bytes


class RenameSeal(Act, frozen=True, kw_only=True):
    """Name and remark (R-176)."""

    seal: IdText
    name: Name
    remark: Sentence = ""


def is_on(wanted: Wanted | None) -> bool:
    """What the seal is told to be, whether it has heard of it or not."""
    return wanted is not None and wanted.on


def awaits_seal(wanted: Wanted | None) -> bool:
    """Decided in the cloud, not yet in the seal's log (待设备确认)."""
    return wanted is not None and wanted.confirmed_at is None


def unconfirmed(seal: Seal) -> bool:
    """Whether the seal has been told something that its log does not speak of yet."""
    settings = seal.settings is not None and seal.settings.confirmed_at is None
    slots = any(_awaited(each) for each in seal.slots)
    return settings or slots or any(map(awaits_seal, (seal.loss_lock, seal.offline_use, seal.free_use)))


def _awaited(finger: Finger) -> bool:
    return finger.deleted_at is not None or (finger.enrolled_at is None and finger.failed_at is None)


def seen_log(status: SealStatus, log_end: int, log_to: int, now: int) -> SealStatus:
    """The status, now that the log is known to go to `log_end` and held up to `log_to`. An entry that comes late makes
    those before it no younger: what counts is the end that was known when the first of them was missed."""
    after = msgspec.structs.replace(status, log_end=log_end, log_to=log_to)
    if log_end <= log_to:
        return msgspec.structs.replace(after, withheld_since=None, withheld_end=0, withheld_told_at=None)
    if status.withheld_since is not None and log_to < status.withheld_end:
        return after
    return msgspec.structs.replace(after, withheld_since=now, withheld_end=log_end, withheld_told_at=None)


def chain(status: SealStatus, number: int) -> Chain:
    """How entry `number` stands in the log of which `status` tells."""
    if status.forked_from is not None and number >= status.forked_from:
        return Chain.FORKED
    return Chain.GAP if number > status.log_to else Chain.UNBROKEN


def is_ours(seal: Seal) -> bool:
    """Bound, or on its way into or out of it: it counts for the organization. What was unbound is only remembered."""
    return seal.state is not BindingState.UNBOUND


def by_name(seal: Seal) -> tuple[tuple[str | int, ...], str]:
    """The order in which people look for seals: 印章 9 stands before 印章 10."""
    # Split at the numbers: what is not one and what is one alternate.
    parts = re.split(r"(\d+)", seal.name)
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts)), seal.id


def unaware_of_regime(facts: Facts) -> list[Seal]:
    """The seals that have not heard yet whether they are used freely, by name (I-14, R-294)."""
    waiting = (each for each in facts.all(Seal) if is_ours(each) and awaits_seal(each.free_use))
    return sorted(waiting, key=lambda each: (each.name, each.id))


def manages(member: Member, seal: Seal) -> bool:
    """Owner and administrator manage every seal, a keeper his own."""
    return manages_all(member) or (member.active and member.role is Role.KEEPER and member.id in seal.keepers)


def may_on(member: Member, permission: Permission, seal: Seal) -> bool:
    """The matrix narrowed by prose (requirements 2): a keeper for his own seals only; what the owner gave a custom
    role bit by bit holds, as it does for himself, for every seal."""
    return may(member, permission) and (member.role is Role.CUSTOM or manages(member, seal))


def may_use_freely(member: Member, seal: Seal, organization: Organization) -> bool:
    """In free use whoever may press takes any seal without an authorization (C-08, R-294); what is locked as lost, or
    not bound, stays shut. Whether the seal has heard of it, it says itself."""
    free = organization.regime is Regime.FREE and may(member, Permission.STAMP)
    return free and seal.state is BindingState.BOUND and not is_on(seal.loss_lock)


def authorizers(seal: Seal, facts: Facts) -> list[str]:
    """Whose turn the authorizing step is: the seal's keepers (R-203), else owner and administrator (R-204)."""
    return seal.keepers or [member.id for member in facts.all(Member) if manages_all(member)]


def decide_bind(act: BindSeal, at: Circumstances) -> Verdict:
    """R-017, R-055: owner and administrator; a seal belongs to one organization at a time."""
    if not may(at.actor, Permission.BIND):
        return Refused("not_allowed")
    if not act.name.strip():
        return Refused("name_missing", "name")
    row = waiting_to_be_bound(act.serial, act.model, act.name, at)
    return Allowed((row,)) if isinstance(row, Seal) else row


def waiting_to_be_bound(serial: str, model: Model, name: str, at: Circumstances) -> Seal | Verdict:
    """The seal as the organization's, once its own log says so; or why not: it is bound, or there is no room for it.

    Who kept it when it was the organization's before goes on keeping it, and reading its records meanwhile.
    """
    before = at.facts.get(Seal, serial)
    if before is not None and before.state in (BindingState.BOUND, BindingState.UNBINDING):
        return Refused("seal_already_bound", "serial")
    organization = of(at)
    if organization is None:
        return missing(at.facts)
    new = before is None or not is_ours(before)
    if new and sum(map(is_ours, at.facts.all(Seal))) >= organization.quotas.seals:
        return Refused("seals_full", detail=str(organization.quotas.seals))
    return Seal(
        id=serial,
        organization=at.actor.organization,
        name=name,
        model=model,
        binding=before.binding if before else 1,
        state=BindingState.AWAITING_SEAL,
        keepers=before.keepers if before else [],
        bound_by=at.actor.id,
        bound_at=at.now,
    )


def decide_rename_seal(act: RenameSeal, at: Circumstances) -> Verdict:
    """R-168, R-176: whoever may bind it."""
    if not may(at.actor, Permission.BIND):
        return Refused("not_allowed")
    seal = at.facts.get(Seal, act.seal)
    if seal is None:
        return missing(at.facts)
    if not act.name.strip():
        return Refused("name_missing", "name")
    return Allowed((msgspec.structs.replace(seal, name=act.name, remark=act.remark),))


def version_number(firmware: str) -> int:
    """By what versions compare: the digits at their end (C-19); 0 without any."""
    trailing = re.search(r"[0-9]+\Z", firmware)
    return int(trailing[0]) if trailing else 0


def presses_to_switch(firmware: str) -> int:
    """How often the power key is pressed for the other mode (R-058)."""
    return 5 if version_number(firmware) >= FIVE_PRESSES_FROM else 2


def serial_of_link(link: str) -> str | None:
    """Of which seal it is the link, if it is exactly one."""
    serial = link.removeprefix(LINK)
    return serial if serial != link and SERIAL.fullmatch(serial) else None
