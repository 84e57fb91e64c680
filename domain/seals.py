"""Seals: binding one to an organization, who keeps it, which flow its use takes (R-055..R-073, R-170, R-173)."""

from enum import StrEnum
from typing import ClassVar

import msgspec

from domain.organization import Member, Permission, Role, manages_all, may
from domain.rows import Act, IdText, Ms, Name, Row, Sentence
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, missing

KEEPERS_PER_SEAL = 3


class Model(StrEnum):
    GL = "GL"
    L = "L"


class BindingState(StrEnum):
    AWAITING_SEAL = "awaiting_seal"  # decided in the cloud, not yet in the seal's log
    BOUND = "bound"


class SealFlow(msgspec.Struct, frozen=True):
    """The approval template of a seal for one category of use (R-170, R-171); no category: for all others."""

    category: IdText | None
    template: IdText


class Seal(Row, frozen=True, kw_only=True):
    """A physical stamp; `id` is its serial. `binding` counts how often it has been bound."""

    table: ClassVar[str] = "seals"
    name: Name
    remark: Sentence = ""
    model: Model
    binding: int
    state: BindingState
    keepers: list[IdText] = []
    flows: list[SealFlow] = []
    bound_by: IdText
    bound_at: Ms


class Position(msgspec.Struct, frozen=True):
    """WGS-84 degrees; `source` gnss, cell or console; `age_s` seconds, `accuracy_m` metres at the time of use."""

    lat: float
    lon: float
    source: str
    age_s: int
    accuracy_m: int


class SealStatus(Row, frozen=True, kw_only=True):
    """What a seal last said of itself (newest wins). `log_end` is the end of its log, `log_to` what the cloud holds."""

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


class BindSeal(Act, frozen=True, kw_only=True):
    """Bind a seal: `identity` is the maker's certificate that the seal showed, which only the cloud checks."""

    serial: IdText
    model: Model
    name: Name
    identity: bytes


class AddKeeper(Act, frozen=True, kw_only=True):
    seal: IdText
    member: IdText


def manages(member: Member, seal: Seal) -> bool:
    """Owner and administrator manage every seal, a keeper his own."""
    return manages_all(member) or (member.active and member.role is Role.KEEPER and member.id in seal.keepers)


def keepers_or_administrators(seal: Seal, facts: Facts) -> list[str]:
    """Who takes the authorizing step: the seal's keepers, and owner and administrator with them (R-100, C-07)."""
    members = [member for member in facts.all(Member) if manages_all(member)]
    return list(dict.fromkeys([*seal.keepers, *(member.id for member in members)]))


def decide_bind(act: BindSeal, at: Circumstances) -> Verdict:
    """R-017, R-055: owner and administrator; a seal belongs to one organization at a time."""
    if not may(at.actor, Permission.BIND):
        return Refused("not_allowed")
    before = at.facts.get(Seal, act.serial)
    if before is not None and before.state is BindingState.BOUND:
        return Refused("seal_already_bound", "serial")
    row = Seal(
        id=act.serial,
        organization=at.actor.organization,
        name=act.name,
        model=act.model,
        binding=before.binding if before else 1,
        state=BindingState.AWAITING_SEAL,
        bound_by=at.actor.id,
        bound_at=at.now,
    )
    return Allowed((row,))


def decide_add_keeper(act: AddKeeper, at: Circumstances) -> Verdict:
    """R-031, R-173, R-174: a member with the keeper role; at most three for a seal."""
    if not may(at.actor, Permission.SET_KEEPER):
        return Refused("not_allowed")
    seal, member = at.facts.get(Seal, act.seal), at.facts.get(Member, act.member)
    if seal is None or member is None:
        return missing(at.facts)
    if member.role is not Role.KEEPER:
        return Refused("keeper_role_needed", "member", member.name)
    if act.member in seal.keepers:
        return Allowed((seal,))
    if len(seal.keepers) >= KEEPERS_PER_SEAL:
        return Refused("keepers_full", "member", str(KEEPERS_PER_SEAL))
    return Allowed((msgspec.structs.replace(seal, keepers=[*seal.keepers, act.member]),))
