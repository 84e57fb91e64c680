"""Applications for use of a seal, and the steps they take (R-018, R-074..R-093)."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain.organization import Permission, may
from domain.rows import Act, IdText, Ms, Name, Row, Sentence
from domain.seals import BindingState, Seal, keepers_or_administrators
from domain.templates import Template
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing

MAX_COUNT = 500
Count = Annotated[int, msgspec.Meta(ge=0, le=MAX_COUNT)]


class ApplicationState(StrEnum):
    IN_APPROVAL = "in_approval"
    REJECTED = "rejected"
    AUTHORIZED = "authorized"


class StepKind(StrEnum):
    APPROVE = "approve"
    AUTHORIZE = "authorize"


class StepState(StrEnum):
    WAITING = "waiting"
    PENDING = "pending"
    PASSED = "passed"
    REJECTED = "rejected"
    VOID = "void"


class Step(msgspec.Struct, frozen=True):
    """One decision of the flow; any one candidate takes it (C-07)."""

    kind: StepKind
    candidates: list[IdText]
    state: StepState = StepState.WAITING
    decided_by: IdText | None = None
    decided_at: Ms | None = None
    note: Sentence = ""


class Application(Row, frozen=True, kw_only=True):
    """`number` is given by the cloud (empty until it has spoken). `count` 0 = unlimited uses."""

    table: ClassVar[str] = "applications"
    number: str = ""
    applicant: IdText
    seal: IdText
    reason: Sentence
    document: Name
    copies: int
    count: Count
    start: Ms
    end: Ms
    state: ApplicationState
    steps: list[Step]
    copied: list[IdText] = []
    authorization: IdText | None = None
    created_at: Ms


class Apply(Act, frozen=True, kw_only=True):
    """Apply for use: `count` uses of `seal` between `start` and `end` for `copies` of `document`."""

    id: IdText
    seal: IdText
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    document: Name
    copies: Annotated[int, msgspec.Meta(ge=1, le=9999)]
    count: Count
    start: Ms
    end: Ms


def current_step(application: Application) -> Step | None:
    """The step that waits for a decision."""
    return next((step for step in application.steps if step.state is StepState.PENDING), None)


def waits_for(application: Application, member: str) -> bool:
    """Whether it is this member's turn."""
    step = current_step(application)
    return step is not None and member in step.candidates


def concerns(application: Application) -> list[str]:
    """Members who may read an application because they have a part in it (R-084, R-099)."""
    parts = [application.applicant, *application.copied, *(id for step in application.steps for id in step.candidates)]
    return list(dict.fromkeys(parts))


def flow(seal: Seal, at: Circumstances) -> tuple[list[Step], list[str]] | None:
    """The steps for this seal (R-089) and who is copied; none if its template is not known here.

    Without a template the authorizing step is all there is (C-12).
    """
    chosen = next((flow.template for flow in seal.flows if flow.category is None), None)
    approvers: list[str] = []
    copied: list[str] = []
    if chosen is not None:
        template = at.facts.get(Template, chosen)
        if template is None:
            return None
        approvers, copied = template.approvers, template.copied
    steps = [Step(StepKind.APPROVE, [approver]) for approver in approvers]
    steps.append(Step(StepKind.AUTHORIZE, keepers_or_administrators(seal, at.facts)))
    steps[0] = msgspec.structs.replace(steps[0], state=StepState.PENDING)
    return steps, copied


def decide_apply(act: Apply, at: Circumstances) -> Verdict:
    """R-018: every active member may apply, for a seal that is bound."""
    if not may(at.actor, Permission.APPLY):
        return Refused("not_allowed")
    seal = at.facts.get(Seal, act.seal)
    if seal is None:
        return missing(at.facts)
    if seal.state is not BindingState.BOUND:
        return Refused("seal_not_bound", "seal", seal.name)
    if not act.reason.strip():
        return Refused("reason_missing", "reason")
    if not act.document.strip():
        return Refused("document_missing", "document")
    if act.end <= act.start:
        return Refused("end_before_start", "end")
    if act.end <= at.now:
        return Refused("end_in_past", "end")
    steps = flow(seal, at)
    if steps is None:
        return missing(at.facts)
    row = Application(
        id=act.id,
        organization=at.actor.organization,
        applicant=at.actor.id,
        seal=act.seal,
        reason=act.reason,
        document=act.document,
        copies=act.copies,
        count=act.count,
        start=act.start,
        end=act.end,
        state=ApplicationState.IN_APPROVAL,
        steps=steps[0],
        copied=steps[1],
        created_at=at.now,
    )
    return Allowed((row,))
