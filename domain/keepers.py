"""Seal keepers: who keeps which seal, and so issues its authorizations (R-173..R-175, R-242..R-245)."""

import msgspec

from domain.applications import authorized_by
from domain.authorizations import owed_by
from domain.organization import Member, Permission, Role, manages_all, may
from domain.rows import Act, IdText, Row
from domain.seals import KEEPERS_PER_SEAL, Seal
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, missing


class AddKeeper(Act, frozen=True, kw_only=True):
    seal: IdText
    member: IdText


class RemoveKeeper(Act, frozen=True, kw_only=True):
    """Withdraw a seal from a keeper (R-244)."""

    seal: IdText
    member: IdText


def kept_by(seal: Seal, keepers: list[str], facts: Facts) -> tuple[Row, ...]:
    """The seal with these keepers, and the applications for it whose authorizing step is theirs now."""
    after = msgspec.structs.replace(seal, keepers=keepers)
    return (after, *authorized_by(after, facts))


def decide_add_keeper(act: AddKeeper, at: Circumstances) -> Verdict:
    """R-031, R-173, R-174, R-242: a member with the keeper role; at most three for a seal."""
    if not may(at.actor, Permission.SET_KEEPER):
        return Refused("not_allowed")
    seal, member = at.facts.get(Seal, act.seal), at.facts.get(Member, act.member)
    if seal is None or member is None:
        return missing(at.facts)
    if member.role is not Role.KEEPER or not member.active:
        return Refused("keeper_role_needed", "member", member.name)
    if act.member in seal.keepers:
        return Allowed((seal,))
    if len(seal.keepers) >= KEEPERS_PER_SEAL:
        return Refused("keepers_full", "member", str(KEEPERS_PER_SEAL))
    return Allowed(kept_by(seal, [*seal.keepers, act.member], at.facts))


def decide_remove_keeper(act: RemoveKeeper, at: Circumstances) -> Verdict:
    """R-244; owner and administrator are no keepers whose right could be withdrawn (R-245)."""
    if not may(at.actor, Permission.SET_KEEPER):
        return Refused("not_allowed")
    seal, member = at.facts.get(Seal, act.seal), at.facts.get(Member, act.member)
    if seal is None or member is None:
        return missing(at.facts)
    if manages_all(member):
        return Refused("manages_by_role", "member", member.name)
    if any(use.seal == seal.id and use.member != member.id for use in owed_by(member.id, at.facts)):
        return Refused("member_owes_pictures", "member", member.name)  # of records that he would read no more
    return Allowed(kept_by(seal, [id for id in seal.keepers if id != act.member], at.facts))
