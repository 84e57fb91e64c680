"""Decisions on applications: approve and reject (R-019, R-076..R-078, R-094..R-099)."""

import msgspec

from domain.applications import (
    Application,
    ApplicationState,
    Step,
    StepKind,
    StepState,
    current_step,
)
from domain.organization import Permission, may
from domain.rows import Act, IdText, Sentence
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing


class Approve(Act, frozen=True, kw_only=True):
    """Pass the step that waits for me; the note is optional (R-078)."""

    application: IdText
    note: Sentence = ""


class Reject(Act, frozen=True, kw_only=True):
    """End the application with a reason; blanks are a reason as well (R-097, C-35)."""

    application: IdText
    reason: Sentence


def pass_step(application: Application, by: str, now: int, note: str = "") -> Application:
    """The pending step passed, the next one pending."""
    steps = list(application.steps)
    index = next(i for i, step in enumerate(steps) if step.state is StepState.PENDING)
    steps[index] = _decided(steps[index], StepState.PASSED, by, now, note)
    if index + 1 < len(steps):
        steps[index + 1] = msgspec.structs.replace(steps[index + 1], state=StepState.PENDING)
    return msgspec.structs.replace(application, steps=steps)


def _decided(step: Step, state: StepState, by: str, now: int, note: str) -> Step:
    return msgspec.structs.replace(step, state=state, decided_by=by, decided_at=now, note=note)


def _mine(id: str, at: Circumstances) -> tuple[Application, Step] | Verdict:
    application = at.facts.get(Application, id)
    if application is None:
        return missing(at.facts)
    if not may(at.actor, Permission.APPROVE):
        return Refused("not_allowed")
    step = current_step(application)
    if step is None:
        return Refused("already_decided")
    if at.actor.id not in step.candidates:
        return Refused("not_your_turn")
    return application, step


def decide_approve(act: Approve, at: Circumstances) -> Verdict:
    """The step's candidate passes it. The authorizing step is passed by authorizing (C-07)."""
    found = _mine(act.application, at)
    if not isinstance(found, tuple):
        return found
    application, step = found
    if step.kind is StepKind.AUTHORIZE:
        return Refused("authorize_instead")
    return Allowed((pass_step(application, at.actor.id, at.now, act.note),))


def decide_reject(act: Reject, at: Circumstances) -> Verdict:
    """Any step's candidate may reject; what follows is void (R-077, R-096)."""
    if not act.reason:
        return Refused("reason_missing", "reason")
    found = _mine(act.application, at)
    if not isinstance(found, tuple):
        return found
    application, _ = found
    steps = [
        _decided(step, StepState.REJECTED, at.actor.id, at.now, act.reason)
        if step.state is StepState.PENDING
        else msgspec.structs.replace(step, state=StepState.VOID)
        if step.state is StepState.WAITING
        else step
        for step in application.steps
    ]
    return Allowed((msgspec.structs.replace(application, steps=steps, state=ApplicationState.REJECTED),))
