"""What an applicant may do while his application waits for others: take it back, call it to mind (C-06)."""

import msgspec

from domain.applications import Application, ApplicationState, StepState, current_step, open_step, with_step
from domain.approvals import may_read
from domain.organization import Permission, may
from domain.rows import Act, IdText
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing

URGE_EVERY_MS = 3600 * 1000


class Withdraw(Act, frozen=True, kw_only=True):
    """Take back an application on which nobody has acted (C-06)."""

    application: IdText


class Urge(Act, frozen=True, kw_only=True):
    """Call a waiting step to the mind of those whose turn it is."""

    application: IdText


def _mine(id: str, at: Circumstances) -> Application | Verdict:
    """An application of the actor that has not been decided."""
    application = at.facts.get(Application, id)
    if application is None or not may_read(application, at):
        return missing(at.facts)
    if application.applicant != at.actor.id or not may(at.actor, Permission.APPLY):
        return Refused("not_allowed")
    return application if current_step(application) is not None else Refused("already_decided")


def decide_withdraw(act: Withdraw, at: Circumstances) -> Verdict:
    """C-06: by the applicant, as long as nobody has acted."""
    found = _mine(act.application, at)
    if not isinstance(found, Application):
        return found
    if any(step.decided_by is not None for step in found.steps):
        return Refused("somebody_has_acted")
    return Allowed((withdrawn(found),))


def withdrawn(application: Application) -> Application:
    """It is not asked for any more: nobody has to decide."""
    steps = [
        msgspec.structs.replace(step, state=StepState.VOID) if open_step(step) else step for step in application.steps
    ]
    return msgspec.structs.replace(application, steps=steps, state=ApplicationState.WITHDRAWN)


def decide_urge(act: Urge, at: Circumstances) -> Verdict:
    """By the applicant, once an hour for each step."""
    found = _mine(act.application, at)
    if not isinstance(found, Application):
        return found
    step = current_step(found)
    assert step is not None
    if step.urged_at is not None and at.now - step.urged_at < URGE_EVERY_MS:
        return Refused("urged_already")
    return Allowed((with_step(found, msgspec.structs.replace(step, urged_at=at.now)),))
