"""Subsidiaries, the headquarters' consent, and the end of an organization (R-034, R-035, R-251, R-254..R-259, C-14)."""

from typing import ClassVar

import msgspec

from domain.applications import Application, Step, StepKind, StepState, open_ones, open_step
from domain.organization import Member, Organization, Permission, Phone, Role, may, may_be_asked, of
from domain.rows import Act, IdText, Ms, Name, Named, Row
from domain.seals import Seal, is_ours
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, all_named, judge_name, missing, named

TAKEN = "subsidiary_name_taken"


class Subsidiary(Named, frozen=True, kw_only=True):
    """What the headquarters knows of an organization below it, whose id it has.

    `approver`: the member of the headquarters whose consent its owner needs; none: nobody's.
    """

    table: ClassVar[str] = "subsidiaries"
    owner: Name
    phone: Phone
    approver: IdText | None = None
    created_at: Ms = 0


class AddSubsidiary(Act, frozen=True, kw_only=True):
    """An organization of its own, with its own owner; a new one is in free use (R-295)."""

    id: IdText
    name: Name
    owner: Name
    phone: Phone


class ChangeSubsidiary(Act, frozen=True, kw_only=True):
    subsidiary: IdText
    name: Name


class SetHeadquartersApproval(Act, frozen=True, kw_only=True):
    """是否需要总公司审批: on with an approver, off without (R-259)."""

    subsidiary: IdText
    approver: IdText | None


class DeleteSubsidiary(Act, frozen=True, kw_only=True):
    """`name` is typed to confirm it."""

    subsidiary: IdText
    name: Name


class DeleteOrganization(Act, frozen=True, kw_only=True):
    """Delete the unit (R-255); `name` is typed to confirm it."""

    name: Name


def decide_add_subsidiary(act: AddSubsidiary, at: Circumstances) -> Verdict:
    """R-035, R-257. The cloud makes the organization and finds its owner."""
    if not may(at.actor, Permission.CHANGE_SUBSIDIARY):
        return Refused("not_allowed")
    if (why := judge_name(at.facts, Subsidiary, act.name, TAKEN)) is not None:
        return why
    if not act.owner.strip():
        return Refused("name_missing", "owner")
    row = Subsidiary(
        id=act.id,
        organization=at.actor.organization,
        name=act.name,
        owner=act.owner,
        phone=act.phone,
        created_at=at.now,
    )
    return Allowed((row,))


def _below(id: str, at: Circumstances) -> Subsidiary | Verdict:
    if not may(at.actor, Permission.CHANGE_SUBSIDIARY):
        return Refused("not_allowed")
    return named(at.facts, Subsidiary, id) or missing(at.facts)


def decide_change_subsidiary(act: ChangeSubsidiary, at: Circumstances) -> Verdict:
    """R-258."""
    found = _below(act.subsidiary, at)
    if not isinstance(found, Subsidiary):
        return found
    if (why := judge_name(at.facts, Subsidiary, act.name, TAKEN, found.id)) is not None:
        return why
    return Allowed((msgspec.structs.replace(found, name=act.name),))


def decide_set_headquarters_approval(act: SetHeadquartersApproval, at: Circumstances) -> Verdict:
    """R-259."""
    found = _below(act.subsidiary, at)
    if not isinstance(found, Subsidiary):
        return found
    if act.approver is not None:
        approver = at.facts.get(Member, act.approver)
        if approver is None:
            return missing(at.facts)
        if not may_be_asked(approver):
            return Refused("member_may_not_approve", "approver", approver.name)
    return Allowed((msgspec.structs.replace(found, approver=act.approver),))


def decide_delete_subsidiary(act: DeleteSubsidiary, at: Circumstances) -> Verdict:
    """R-035. Its seals and its own subsidiaries only the cloud knows: it asks `judge_deletion` with its facts."""
    found = _below(act.subsidiary, at)
    if not isinstance(found, Subsidiary):
        return found
    if act.name.strip() != found.name.strip():
        return Refused("name_differs", "name")
    return Allowed((msgspec.structs.replace(found, deleted_at=at.now),))


def judge_deletion(facts: Facts) -> Refused | None:
    """R-256, I-11: no bound seal, no subsidiary."""
    if seals := list(filter(is_ours, facts.all(Seal))):
        return Refused("seals_still_bound", detail=str(len(seals)))
    if below := all_named(facts, Subsidiary):
        return Refused("subsidiaries_still_there", detail=str(len(below)))
    return None


def deleted(facts: Facts, organization: Organization, now: int) -> tuple[Row, ...]:
    """The organization and its people as they are when it is over: the records keep their names."""
    rows: list[Row] = [msgspec.structs.replace(organization, deleted_at=now)]
    rows += [msgspec.structs.replace(each, active=False, left_at=now) for each in facts.all(Member) if each.active]
    return tuple(rows)


def decide_delete_organization(act: DeleteOrganization, at: Circumstances) -> Verdict:
    """R-034, R-255, R-256."""
    if not may(at.actor, Permission.CHANGE_ORGANIZATION):
        return Refused("not_allowed")
    organization = of(at)
    if organization is None:
        return missing(at.facts)
    if act.name.strip() != organization.name.strip():
        return Refused("name_differs", "name")
    if (why := judge_deletion(at.facts)) is not None:
        return why
    return Allowed(deleted(at.facts, organization, at.now))


def owes_consent(application: Application, facts: Facts) -> bool:
    """Whether its applicant is the owner, and nobody has consented for the headquarters."""
    applicant = facts.get(Member, application.applicant)
    given = any(step.kind is StepKind.HEADQUARTERS and step.state is StepState.PASSED for step in application.steps)
    return applicant is not None and applicant.role is Role.OWNER and not given


def headquarters_asked(application: Application, at: Circumstances) -> bool:
    """C-14: whether the headquarters has consented, or need not. What others apply for needs it from nobody."""
    found = of(at)
    return found is None or found.headquarters is None or not owes_consent(application, at.facts)


def consent_by(approver: str | None, now: int, facts: Facts) -> list[Row]:
    """Open applications of the subsidiary after its headquarters has named another approver, or (none) nobody."""
    changed: list[Row] = []
    for application in open_ones(facts):
        if approver is None:
            after = _without_consent(application, now)
        elif owes_consent(application, facts):
            after = _consent(application, approver, now)
        else:
            continue
        if after.steps != application.steps:
            changed.append(after)
    return changed


def _without_consent(application: Application, now: int) -> Application:
    steps: list[Step] = []
    hand_on = False
    for step in application.steps:
        if hand_on:
            step = msgspec.structs.replace(step, state=StepState.PENDING, since=now)
            hand_on = False
        elif step.kind is StepKind.HEADQUARTERS and open_step(step):
            hand_on = step.state is StepState.PENDING
            step = msgspec.structs.replace(step, state=StepState.VOID)
        steps.append(step)
    return msgspec.structs.replace(application, steps=steps)


def _consent(application: Application, approver: str, now: int) -> Application:
    """With the consent of this approver before the authorizing step, also where nobody's, or nobody's any more, was
    asked for: the owner does not go past it with what he filed before."""
    steps = [step for step in application.steps if step.kind is not StepKind.HEADQUARTERS]
    asked = next((step for step in application.steps if step.kind is StepKind.HEADQUARTERS), None)
    if asked is not None and open_step(asked) and asked.candidates == [approver]:
        return application
    authorizing = steps.pop()
    is_due = authorizing.state is StepState.PENDING or (asked is not None and asked.state is StepState.PENDING)
    if is_due:
        authorizing = msgspec.structs.replace(
            authorizing, state=StepState.WAITING, since=None, urged_at=None, reminded_at=None
        )
    state, since = (StepState.PENDING, now) if is_due else (StepState.WAITING, None)
    steps += [Step(StepKind.HEADQUARTERS, [approver], state, since=since), authorizing]
    return msgspec.structs.replace(application, steps=steps)
