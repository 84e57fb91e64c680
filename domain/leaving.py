"""What somebody has in hand, and to whom it goes when his role changes or he leaves (R-232, R-249, R-250, C-33)."""

from functools import partial

import msgspec

from domain.applications import Application, Step, StepKind, authorized_by, open_ones, open_step
from domain.authorizations import Authorization, Stage, counted, demands_pictures, owed_by
from domain.ending import ended, judge_end
from domain.members import (
    Permissions,
    judge_administrator,
    judge_custom,
    may_change,
    may_manage,
    owner_of,
)
from domain.organization import Member, Permission, Role, manages_all, may, may_be_asked
from domain.rows import Act, IdText, Row
from domain.seals import Seal, may_on
from domain.subsidiaries import Subsidiary
from domain.templates import Template
from domain.verdict import Allowed, Circumstances, Facts, Laid, OnlyCloud, Refused, Verdict, all_named, missing
from domain.waiting import withdrawn

_GIVES_ROLES = (Permission.ADD_ROLE, Permission.SET_KEEPER, Permission.SET_ADMINISTRATOR)


class ChangeRole(Act, frozen=True, kw_only=True):
    """Give a member another role (R-247..R-250); `permissions` for a custom one (R-016)."""

    member: IdText
    role: Role
    permissions: Permissions = []


class HandOver(Act, frozen=True, kw_only=True):
    """Everything that somebody who leaves has in hand goes to another member; his uses are ended."""

    member: IdText
    to: IdText


class RemoveMember(Act, frozen=True, kw_only=True):
    member: IdText


def uses_of(member: str, facts: Facts, stage: Stage) -> list[Authorization]:
    """His authorizations that are live, or wait for their code."""
    return [each for each in facts.all(Authorization, member=member) if each.stage is stage]


def steps_to(member: str, to: Member, facts: Facts) -> list[Application]:
    """Open applications whose steps to come name `member`, with `to` in his place.

    Who consents for the headquarters, nobody decides but the headquarters (R-259): such a step stays.
    """
    changed: list[Application] = []
    for application in open_ones(facts):
        steps = [
            msgspec.structs.replace(step, candidates=_instead(step.candidates, member, to.id))
            if open_step(step) and step.kind is not StepKind.HEADQUARTERS
            else step
            for step in application.steps
        ]
        if steps != application.steps:
            changed.append(msgspec.structs.replace(application, steps=steps))
    return changed


def consents_to(member: str, to: Member, facts: Facts) -> list[Subsidiary]:
    """Subsidiaries whose owners need the consent of `member`, with `to` in his place (C-14)."""
    return [
        msgspec.structs.replace(each, approver=to.id)
        for each in all_named(facts, Subsidiary)
        if each.approver == member
    ]


def templates_to(member: str, to: Member, facts: Facts) -> list[Template]:
    """Templates that name `member`, with `to` in his place."""
    found: list[Template] = []
    for template in all_named(facts, Template):
        approvers = _instead(template.approvers, member, to.id)
        copied = _instead(template.copied, member, to.id)
        if (approvers, copied) != (template.approvers, template.copied):
            found.append(msgspec.structs.replace(template, approvers=approvers, copied=copied))
    return found


def _is_handed(step: Step) -> bool:
    """Whether a successor takes it: who consents for the headquarters, the headquarters says."""
    return open_step(step) and step.kind is StepKind.APPROVE


def level_lost(member: str, to: Member, facts: Facts) -> str | None:
    """Where `to` decides already what `member` decides beside him, or has applied for: a level would be gone. The name
    of the template, or the document of the application."""
    for template in all_named(facts, Template):
        if member in template.approvers and to.id in template.approvers:
            return template.name
    for application in open_ones(facts):
        levels = [step for step in application.steps if step.kind is not StepKind.AUTHORIZE]
        his = [each for each in levels if _is_handed(each) and member in each.candidates]
        others = [step for step in levels if step not in his]
        decides = any(to.id in step.candidates or to.id == step.decided_by for step in others)
        if his and application.applicant != member and (decides or to.id == application.applicant):
            return application.document
    return None


def _instead(ids: list[str], member: str, to: str) -> list[str]:
    return list(dict.fromkeys(to if id == member else id for id in ids))


def asked_anew(facts: Facts) -> list[Row]:
    """Applications whose authorizing step is others' now, after people or keepers have changed."""
    return [row for seal in facts.all(Seal) for row in authorized_by(seal, facts)]


def _kept(member: str, facts: Facts) -> list[Seal]:
    return [seal for seal in facts.all(Seal) if member in seal.keepers]


def _without_seals(member: str, facts: Facts) -> list[Row]:
    return [
        msgspec.structs.replace(seal, keepers=[id for id in seal.keepers if id != member])
        for seal in _kept(member, facts)
    ]


def _and_asked(rows: list[Row], facts: Facts) -> tuple[Row, ...]:
    """These rows, and who is asked to authorize because of them; the later of two rows of the same id counts."""
    laid = Laid(facts, rows)
    last: dict[tuple[str, str], Row] = {(row.table, row.id): row for row in (*rows, *asked_anew(laid))}
    return tuple(last.values())


def decide_change_role(act: ChangeRole, at: Circumstances) -> Verdict:
    """R-246..R-250. A keeper who is one no more keeps nothing (I-02); who may approve no more
    has no steps, who may press no more has no use."""
    if not any(map(partial(may, at.actor), _GIVES_ROLES)):
        return Refused("not_allowed")
    member, owner = at.facts.get(Member, act.member), owner_of(at.facts)
    if member is None or owner is None:
        return missing(at.facts)
    if not member.active:
        return Refused("not_found")
    if Role.OWNER in (act.role, member.role):
        return Refused("owner_changes_otherwise", "role")
    if member.id == at.actor.id:
        return Refused("not_oneself", "role")
    if not may_change(at.actor, member.role, act.role):
        return Refused("not_allowed")
    if (why := judge_custom(act.role, act.permissions)) is not None:
        return why
    if member.role is not act.role and (why := judge_administrator(act.role, at.facts)) is not None:
        return why
    after = msgspec.structs.replace(member, role=act.role, permissions=act.permissions)
    if not may(after, Permission.STAMP) and uses_of(member.id, at.facts, Stage.LIVE):
        return Refused("member_has_use", "role", member.name)
    if _owes_unread(after, at.facts):
        return Refused("member_owes_pictures", "role", member.name)
    if not may(after, Permission.APPROVE) and (lost := level_lost(member.id, owner, at.facts)) is not None:
        return Refused("level_lost", "role", lost)
    return Allowed(_and_asked(_with_role(after, owner, at), at.facts))


def _owes_unread(member: Member, facts: Facts) -> bool:
    """Whether he owes pictures of somebody else's use, whose records he may not read."""
    others = ((use, facts.get(Seal, use.seal)) for use in owed_by(member.id, facts) if use.member != member.id)
    return any(seal is not None and not may_on(member, Permission.VIEW_USAGE, seal) for _, seal in others)


def _with_role(member: Member, owner: Member, at: Circumstances) -> list[Row]:
    """The member in his new role, without what goes with the old one."""
    rows: list[Row] = [member]
    if member.role is not Role.KEEPER:
        rows += _without_seals(member.id, at.facts)
    if not may(member, Permission.STAMP):
        rows += _cancelled(member.id, at)
    if not may(member, Permission.APPROVE):
        rows += _duties(member.id, owner, at.facts)
    return rows


def _leaver(id: str, at: Circumstances) -> Member | Verdict:
    if not may(at.actor, Permission.ADD_ROLE):
        return Refused("not_allowed")
    member = at.facts.get(Member, id)
    if member is None:
        return missing(at.facts)
    if not member.active:
        return Refused("not_found")
    if member.role is Role.OWNER:
        return Refused("owner_changes_otherwise", "member")
    if member.id == at.actor.id:
        return Refused("not_oneself", "member")
    return member if may_manage(at.actor, member) else Refused("not_allowed")


def decide_hand_over(act: HandOver, at: Circumstances) -> Verdict:
    """C-33: steps, seals, templates and owed pictures; what he could still press is ended, or taken back."""
    member, to = _leaver(act.member, at), at.facts.get(Member, act.to)
    if not isinstance(member, Member):
        return member
    if to is None:
        return missing(at.facts)
    if to.id == member.id or not may_be_asked(to):
        return Refused("member_may_not_approve", "to", to.name)
    kept = _kept(member.id, at.facts)
    if kept and to.role is not Role.KEEPER and not manages_all(to):
        return Refused("keeper_role_needed", "to", to.name)
    if (lost := level_lost(member.id, to, at.facts)) is not None:
        return Refused("level_lost", "to", lost)
    rows = _uses_over(member, to, at)
    if not isinstance(rows, list):
        return rows
    rows += _cancelled(member.id, at)
    for seal in kept:
        keepers = [id for id in seal.keepers if id != member.id] if manages_all(to) else seal.keepers
        rows.append(msgspec.structs.replace(seal, keepers=_instead(keepers, member.id, to.id)))
    rows += _duties(member.id, to, at.facts)
    if not rows:  # a console may not see what he has in hand
        return Refused("nothing_to_hand_over", "member", member.name) if at.facts.complete else OnlyCloud()
    return Allowed(_and_asked(rows, at.facts))


def _uses_over(member: Member, to: Member, at: Circumstances) -> list[Row] | Verdict:
    """His live uses ended, and the pictures that are owed or may yet be: who is to add them has to see the records."""
    rows: dict[str, Row] = {}
    for use in uses_of(member.id, at.facts, Stage.LIVE):
        seal = at.facts.get(Seal, use.seal)
        if seal is None or not may_on(at.actor, Permission.END_USE, seal):
            return missing(at.facts) if seal is None else Refused("not_allowed")
        over = ended(use, at.actor.id, at.now)
        if demands_pictures(use) and may_on(to, Permission.VIEW_USAGE, seal):
            over = counted(msgspec.structs.replace(over, heir=to.id), at.facts)
        elif judge_end(use, at.facts) is not None:
            return Refused("member_may_not_read", "to", to.name)
        rows[use.id] = over
    for each in owed_by(member.id, at.facts):
        seal = at.facts.get(Seal, each.seal)
        if seal is None or not may_on(to, Permission.VIEW_USAGE, seal):
            return missing(at.facts) if seal is None else Refused("member_may_not_read", "to", to.name)
        rows.setdefault(each.id, msgspec.structs.replace(each, heir=to.id, owed_by=to.id))
    return list(rows.values())


def _cancelled(member: str, at: Circumstances) -> list[Row]:
    waiting = uses_of(member, at.facts, Stage.WAITING)
    return [msgspec.structs.replace(each, stage=Stage.OVER, cancelled_at=at.now) for each in waiting]


def decide_remove_member(act: RemoveMember, at: Circumstances) -> Verdict:
    """R-232, C-33: not the owner, and not while he has a live use or owes pictures; his open steps go to the owner."""
    member, owner = _leaver(act.member, at), owner_of(at.facts)
    if not isinstance(member, Member):
        return member
    if owner is None:
        return missing(at.facts)
    if uses_of(member.id, at.facts, Stage.LIVE):
        return Refused("member_has_use", "member", member.name)
    if owed_by(member.id, at.facts):
        return Refused("member_owes_pictures", "member", member.name)
    if (lost := level_lost(member.id, owner, at.facts)) is not None:
        return Refused("level_lost", "member", lost)
    return Allowed(_and_asked(_gone(member, owner, at), at.facts))


def _gone(member: Member, to: Member, at: Circumstances) -> list[Row]:
    """The member as somebody who left, and what he leaves to another."""
    rows: list[Row] = [msgspec.structs.replace(member, active=False, left_at=at.now, stand_in=None)]
    rows += [
        msgspec.structs.replace(each, stand_in=None)
        for each in at.facts.all(Member)
        if each.stand_in is not None and each.stand_in.member == member.id
    ]
    return [*rows, *_without_seals(member.id, at.facts), *left_behind(member.id, to, at)]


def left_behind(member: str, to: Member, at: Circumstances) -> list[Row]:
    """What becomes of what somebody had in hand when he is gone: his duties are another's, what he himself wanted to
    press is withdrawn and cancelled, for nobody could authorize it any more."""
    own = [withdrawn(each) for each in open_ones(at.facts) if each.applicant == member]
    done = {row.id for row in own}
    duties = [row for row in _duties(member, to, at.facts) if row.id not in done]
    return [*own, *duties, *_cancelled(member, at)]


def _duties(member: str, to: Member, facts: Facts) -> list[Row]:
    return [*steps_to(member, to, facts), *templates_to(member, to, facts), *consents_to(member, to, facts)]
