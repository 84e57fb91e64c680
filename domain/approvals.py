"""Decisions on applications: approve, reject, hand a step on, comment (R-019, R-076..R-078, R-094..R-099)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import msgspec

from domain.applications import (
    Application,
    ApplicationState,
    HandedOn,
    Step,
    StepKind,
    StepState,
    concerns,
    current_index,
    current_step,
    open_step,
    with_step,
)
from domain.organization import Member, Permission, may, may_be_asked
from domain.rows import Act, IdText, Ms, Row, Sentence
from domain.seals import Seal, may_on
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, missing

MOST_HANDED_ON = 10  # a step that goes round and round is nobody's


class Approve(Act, frozen=True, kw_only=True):
    """Pass the step that waits for me; the note is optional (R-078).

    `step`: which one I have seen waiting, counted from 0; none (from before it was said): whichever waits.
    """

    application: IdText
    note: Sentence = ""
    step: Annotated[int, msgspec.Meta(ge=0, lt=16)] | None = None


class Reject(Act, frozen=True, kw_only=True):
    """End the application with a reason; blanks are a reason as well (R-097, C-35)."""

    application: IdText
    reason: Sentence


class Transfer(Act, frozen=True, kw_only=True):
    """Hand my step on to another approver."""

    application: IdText
    member: IdText
    note: Sentence = ""


class Comment(Row, frozen=True, kw_only=True):
    """What somebody said about an application, read by whoever may read the application."""

    table: ClassVar[str] = "comments"
    application: IdText
    member: IdText
    text: Sentence
    at: Ms


class Remark(Act, frozen=True, kw_only=True):
    """Comment on an application."""

    id: IdText
    application: IdText
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


@dataclass(frozen=True)
class Turn:
    """A step that the actor may decide; `instead_of`: in whose place, if it is not his own."""

    application: Application
    step: Step
    instead_of: str | None = None


def stands_in(member: str, candidate: Member | None, now: int) -> bool:
    """Whether `member` decides in the place of `candidate` now."""
    stand_in = None if candidate is None else candidate.stand_in
    return stand_in is not None and stand_in.member == member and stand_in.start <= now < stand_in.end


def in_place_of(member: str, application: Application, now: int, facts: Facts) -> str | None:
    """Whose pending step of this application `member` decides while he is away; nobody's of his own application."""
    step = current_step(application)
    if step is None or member == application.applicant:
        return None
    return next((id for id in replaceable(step) if stands_in(member, facts.get(Member, id), now)), None)


def replaceable(step: Step) -> list[str]:
    """In whose place somebody else may decide this step: nobody's who consents for the headquarters, for who stands in
    for whom the subsidiary settles by itself."""
    return [] if step.kind is StepKind.HEADQUARTERS else step.candidates


def turn(application: Application, at: Circumstances) -> Turn | None:
    """Whether and how the actor may decide the pending step.

    A candidate may; who stands in for one; and the authorizing step whoever may issue for this seal (R-100), also when
    its keepers are the ones who are asked.
    """
    step = current_step(application)
    if step is None:
        return None
    if at.actor.id in step.candidates:
        return Turn(application, step)
    away = in_place_of(at.actor.id, application, at.now, at.facts)
    if away is not None:
        return Turn(application, step, away)
    seal = at.facts.get(Seal, application.seal)
    if step.kind is StepKind.AUTHORIZE and seal is not None and may_on(at.actor, Permission.AUTHORIZE, seal):
        return Turn(application, step)
    return None


def waits_for_me(application: Application, me: Member, now: int, facts: Facts) -> bool:
    """Whether the application stands in this member's inbox: as a candidate, or in the place of one."""
    step = current_step(application)
    if step is None or not me.active:
        return False
    return me.id in step.candidates or in_place_of(me.id, application, now, facts) is not None


def may_read(application: Application, at: Circumstances) -> bool:
    """Whoever has a part in the application or stands in for somebody whose step is still open, and who reads the
    authorizations of its seal: to all others there is no such application."""
    seal = at.facts.get(Seal, application.seal)
    if at.actor.active and at.actor.id in concerns(application):
        return True
    if seal is not None and may_on(at.actor, Permission.VIEW_AUTHORIZATIONS, seal):
        return True
    candidates = {id for step in application.steps if open_step(step) for id in replaceable(step)}
    return at.actor.active and any(stands_in(at.actor.id, at.facts.get(Member, id), at.now) for id in candidates)


def pass_step(turn: Turn, by: str, now: int, note: str = "") -> Application:
    """The pending step passed, the next one pending."""
    steps = list(turn.application.steps)
    index = next(i for i, step in enumerate(steps) if step.state is StepState.PENDING)
    steps[index] = _decided(turn, StepState.PASSED, by, now, note)
    following = next((i for i in range(index + 1, len(steps)) if steps[i].state is StepState.WAITING), None)
    if following is not None:
        steps[following] = msgspec.structs.replace(steps[following], state=StepState.PENDING, since=now)
    return msgspec.structs.replace(turn.application, steps=steps)


def _decided(turn: Turn, state: StepState, by: str, now: int, note: str) -> Step:
    instead_of = turn.instead_of or turn.step.instead_of
    return msgspec.structs.replace(
        turn.step, state=state, decided_by=by, decided_at=now, note=note, instead_of=instead_of
    )


def _mine(id: str, at: Circumstances) -> Turn | Verdict:
    application = at.facts.get(Application, id)
    if application is None or not (may_read(application, at) or turn(application, at)):
        return missing(at.facts)
    if not may_decide(at.actor, application):
        return Refused("not_allowed")
    if current_step(application) is None:
        return Refused("already_decided")
    return turn(application, at) or Refused("not_your_turn")


def may_decide(member: Member, application: Application) -> bool:
    """Whether it can be this member's turn at all: whom the headquarters asks (C-14) decides, whatever his role in the
    subsidiary is."""
    step = current_step(application)
    if may(member, Permission.APPROVE):
        return True
    return member.active and step is not None and step.kind is StepKind.HEADQUARTERS and member.id in step.candidates


def decide_approve(act: Approve, at: Circumstances) -> Verdict:
    """The step's candidate passes it. The authorizing step is passed by authorizing (C-07)."""
    found = _mine(act.application, at)
    if not isinstance(found, Turn):
        return found
    if act.step is not None and act.step != current_index(found.application):
        return Refused("already_decided")  # by himself, at another console: this one was not meant
    if found.step.kind is StepKind.AUTHORIZE:
        return Refused("authorize_instead")
    return Allowed((pass_step(found, at.actor.id, at.now, act.note),))


def decide_reject(act: Reject, at: Circumstances) -> Verdict:
    """Any step's candidate may reject; what follows is void (R-077, R-096)."""
    if not act.reason:
        return Refused("reason_missing", "reason")
    found = _mine(act.application, at)
    if not isinstance(found, Turn):
        return found
    steps = [
        _decided(found, StepState.REJECTED, at.actor.id, at.now, act.reason)
        if step.state is StepState.PENDING
        else msgspec.structs.replace(step, state=StepState.VOID)
        if step.state is StepState.WAITING
        else step
        for step in found.application.steps
    ]
    return Allowed((msgspec.structs.replace(found.application, steps=steps, state=ApplicationState.REJECTED),))


def deciders(application: Application) -> set[str]:
    """Who approves, has approved or is yet to: nobody does so twice, as in a template (R-201)."""
    steps = (step for step in application.steps if step.kind is not StepKind.AUTHORIZE)
    return {id for step in steps for id in (*step.candidates, step.decided_by) if id is not None}


def decide_transfer(act: Transfer, at: Circumstances) -> Verdict:
    """To somebody who may approve and approves nothing else in it; the authorizing step stays where it is."""
    found = _mine(act.application, at)
    if not isinstance(found, Turn):
        return found
    if found.step.kind is not StepKind.APPROVE:
        return Refused("step_stays", "member")
    member = at.facts.get(Member, act.member)
    if member is None:
        return missing(at.facts)
    if member.id == found.application.applicant:
        return Refused("own_application", "member", member.name)
    if not may_be_asked(member) or member.id in found.step.candidates:
        return Refused("member_may_not_approve", "member", member.name)
    if len(found.step.handed_on) >= MOST_HANDED_ON:
        return Refused("handed_on_too_often", "member", str(MOST_HANDED_ON))
    if member.id in deciders(found.application):
        return Refused("person_twice", "member")
    before = found.instead_of or at.actor.id
    step = msgspec.structs.replace(
        found.step,
        candidates=[member.id],
        instead_of=before,
        since=at.now,
        urged_at=None,
        reminded_at=None,
        note=act.note,
        handed_on=[*found.step.handed_on, HandedOn(before, at.actor.id, at.now, act.note)],
    )
    return Allowed((with_step(found.application, step),))


def decide_remark(act: Remark, at: Circumstances) -> Verdict:
    """Whoever has a part in the application, and who reads the authorizations of its seal."""
    application = at.facts.get(Application, act.application)
    if application is None or not may_read(application, at):
        return missing(at.facts)
    if not act.text.strip():
        return Refused("text_missing", "text")
    row = Comment(
        id=act.id,
        organization=application.organization,
        application=application.id,
        member=at.actor.id,
        text=act.text,
        at=at.now,
    )
    return Allowed((row,))
