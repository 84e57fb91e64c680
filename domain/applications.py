"""Applications for use of a seal, and the steps they take (R-018, R-074..R-093, R-280..R-287)."""

from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain import documents, organization
from domain.authorizations import Mode, owed_by
from domain.categories import Category
from domain.departments import Department
from domain.features import judge_area, off
from domain.files import Attachment, File, Files, Purpose, attached, is_picture
from domain.geo import Area
from domain.organization import Feature, Member, Organization, Permission, Role, may
from domain.rows import Act, CodeText, IdText, Label, Ms, Name, Row, Sentence
from domain.seals import BindingState, Seal, authorizers
from domain.service import judge_use
from domain.templates import Template, system_template
from domain.uses import Count, Method, judge_period
from domain.verdict import Allowed, Circumstances, Facts, Refused, Verdict, all_named, missing, named

MAX_REMARK = 120  # mixed characters


class ApplicationState(StrEnum):
    IN_APPROVAL = "in_approval"
    REJECTED = "rejected"
    AUTHORIZED = "authorized"
    WITHDRAWN = "withdrawn"


class StepKind(StrEnum):
    APPROVE = "approve"
    HEADQUARTERS = "headquarters"
    AUTHORIZE = "authorize"


class StepState(StrEnum):
    WAITING = "waiting"
    PENDING = "pending"
    PASSED = "passed"
    REJECTED = "rejected"
    VOID = "void"


class Medium(StrEnum):
    PAPER = "paper"
    ELECTRONIC = "electronic"


class HandedOn(msgspec.Struct, frozen=True):
    """A step that was `holder`'s was transferred by him, or by who stood in for him."""

    holder: IdText
    by: IdText
    at: Ms
    note: Sentence = ""


class Step(msgspec.Struct, frozen=True):
    """One decision of the flow; any one candidate takes it (C-07).

    `since`: it waits from then on; `reminded_at`: when those whose turn it is were last reminded. `instead_of`: whose
    step it was before it was transferred, or in whose place a stand-in decided. `handed_on`: each transfer, first to
    last; of a step from before they were kept there is `instead_of` alone.
    """

    kind: StepKind
    candidates: list[IdText]
    state: StepState = StepState.WAITING
    decided_by: IdText | None = None
    decided_at: Ms | None = None
    note: Sentence = ""
    since: Ms | None = None
    urged_at: Ms | None = None
    instead_of: IdText | None = None
    reminded_at: Ms | None = None
    handed_on: list[HandedOn] = []


class Options(msgspec.Struct, frozen=True):
    """How the use is to be watched and told of; only what the organization has checked may be asked for (R-288..R-293).

    `wechat` is on by default (R-115), also where it is not checked: then nobody is told, and nobody is refused for it.
    """

    photo: bool = False
    fingerprint: bool = False
    upload_required: bool = False
    wechat: bool = True
    sms: bool = False
    method: Method = Method.DIRECT


class Application(Row, frozen=True, kw_only=True):
    """`number` is given by the cloud (empty until it has spoken). `count` 0 = unlimited uses.

    `group`: applications for several seals that were filed together carry the same one.
    """

    table: ClassVar[str] = "applications"
    number: str = ""
    applicant: IdText
    seal: IdText
    category: IdText | None = None
    department: IdText | None = None
    reason: Sentence
    document: Name
    document_type: Label = ""
    copies: int
    medium: Medium = Medium.PAPER
    mark: CodeText = ""
    count: Count
    start: Ms
    end: Ms
    area: Area | None = None
    remark: Sentence = ""
    options: Options = Options()
    group: IdText | None = None
    state: ApplicationState
    steps: list[Step]
    copied: list[IdText] = []
    authorization: IdText | None = None
    created_at: Ms
    mode: Mode = Mode.PHYSICAL

    @property
    def consents(self) -> str | None:
        """Whom the headquarters has asked, or asks (C-14); none: it does not."""
        asked = (step.candidates for step in self.steps if step.kind is StepKind.HEADQUARTERS)
        return next((candidates[0] for candidates in asked if candidates), None)

    @property
    def waits_since(self) -> int | None:
        """Since when it waits for the decision that is due; none: it does not."""
        step = current_step(self)
        return None if step is None else step.since

    @property
    def reminded_at(self) -> int | None:
        """When those who are to decide were last reminded."""
        step = current_step(self)
        return None if step is None else step.reminded_at


class Apply(Act, frozen=True, kw_only=True):
    """Apply for use: `count` uses of `seal` between `start` and `end` for `copies` of `document` (R-075)."""

    id: IdText
    seal: IdText
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    document: Name
    copies: Annotated[int, msgspec.Meta(ge=1, le=9999)]
    count: Count
    start: Ms
    end: Ms
    category: IdText | None = None
    department: IdText | None = None
    document_type: Label = ""
    medium: Medium = Medium.PAPER
    mark: CodeText = ""
    area: Area | None = None
    remark: Annotated[str, msgspec.Meta(max_length=MAX_REMARK)] = ""
    options: Options = Options()
    pictures: Files = []
    attachments: Files = []
    group: IdText | None = None
    mode: Mode = Mode.PHYSICAL


def open_step(step: Step) -> bool:
    """Whether somebody has yet to decide it."""
    return step.state in (StepState.WAITING, StepState.PENDING)


def current_index(application: Application) -> int | None:
    """Which step of the flow waits for a decision, counted from 0."""
    return next((at for at, step in enumerate(application.steps) if step.state is StepState.PENDING), None)


def current_step(application: Application) -> Step | None:
    """The step that waits for a decision."""
    index = current_index(application)
    return None if index is None else application.steps[index]


def waits_for(application: Application, member: str) -> bool:
    """Whether it is this member's turn."""
    step = current_step(application)
    return step is not None and member in step.candidates


def concerns(application: Application) -> list[str]:
    """Members who may read an application because they have a part in it (R-099)."""
    parts = [application.applicant, *application.copied]
    for step in application.steps:
        parts += [*step.candidates, *([step.decided_by] if step.decided_by else [])]
        parts += [step.instead_of] if step.instead_of else []
        parts += [id for each in step.handed_on for id in (each.holder, each.by)]
    return list(dict.fromkeys(parts))


def approvers(application: Application) -> list[str]:
    """Who has approved it: whose step it was, and who decided in his place. Not who authorizes: he manages the seal."""
    passed = (
        step for step in application.steps if step.kind is not StepKind.AUTHORIZE and step.state is StepState.PASSED
    )
    found = [id for step in passed for id in (*step.candidates, step.decided_by) if id is not None]
    return list(dict.fromkeys(found))


def template_of(seal: Seal, category: str | None) -> str | None:
    """The template for this category of use, else the one for all others; none: the implicit flow (C-12)."""
    chosen = {flow.category: flow.template for flow in seal.flows}
    return chosen.get(category, chosen.get(None))


def has_flow(seal: Seal, category: str | None) -> bool:
    """Whether use of this category goes a way of this seal: where some have a template of their own, none goes past
    all of them (C-12)."""
    return not seal.flows or template_of(seal, category) is not None


def flow(seal: Seal, at: Circumstances, category: str | None = None) -> tuple[list[Step], list[str]] | None:
    """The steps for this seal (R-089) and who is copied; none if its template is not known here.

    The approvers of the template in order, the headquarters' consent where the owner needs it (C-14), and the
    authorizing step, which is all there is without a template (C-12).
    """
    organization_ = organization.of(at)
    if organization_ is None:
        return None
    chosen = template_of(seal, category)
    approvers: list[str] = []
    copied: list[str] = []
    if chosen is not None:
        template = at.facts.get(Template, chosen)
        if template is None:
            return None
        approvers, copied = template.approvers, template.copied
    steps = [Step(StepKind.APPROVE, [approver]) for approver in approvers]
    if needs_headquarters(organization_, at.actor, at.actor.id, at.facts):
        steps.append(Step(StepKind.HEADQUARTERS, [organization_.headquarters or ""]))
    steps.append(Step(StepKind.AUTHORIZE, authorizers(seal, at.facts)))
    steps[0] = msgspec.structs.replace(steps[0], state=StepState.PENDING, since=at.now)
    return steps, copied


def needs_headquarters(of: Organization, actor: Member, user: str, facts: Facts) -> bool:
    """C-14: what a subsidiary's owner does, or is to press himself, needs the consent of the headquarters' approver."""
    if of.headquarters is None:
        return False
    presses = facts.get(Member, user)
    return actor.role is Role.OWNER or (presses is not None and presses.role is Role.OWNER)


def judge_options(options: Options, features: list[Feature]) -> Refused | None:
    """Nothing is asked for that the organization has not checked."""
    asked = {
        Feature.PHOTO: (options.photo, "photo"),
        Feature.FINGERPRINT: (options.fingerprint, "fingerprint"),
        Feature.UPLOAD_REQUIRED: (options.upload_required, "upload_required"),
        Feature.SMS: (options.sms, "sms"),
        Feature.PRE_AUTHORIZATION: (options.method is Method.PRE, "method"),
    }
    return off(asked, features)


def _judge_unasked(act: Apply, features: list[Feature]) -> Refused | None:
    """Nothing is filled in that the organization does not ask for: nobody has agreed to read it."""
    filled = {
        Feature.DEPARTMENT: (act.department is not None, "department"),
        Feature.DOCUMENT_MARK: (bool(act.mark), "mark"),
        Feature.REMARK: (bool(act.remark), "remark"),
    }
    return off(filled, features)


def _judge_form(act: Apply, of: Organization, at: Circumstances) -> Verdict | None:
    """The form: what stands in it, and what the configuration demands of it."""
    if not act.reason.strip():
        return Refused("reason_missing", "reason")
    if not act.document.strip():
        return Refused("document_missing", "document")
    if Feature.PICTURE_REQUIRED in of.features and not act.pictures:
        return Refused("picture_missing", "pictures")
    if not all(map(is_picture, act.pictures)):
        return Refused("picture_unfit", "pictures")
    if (why := _judge_unasked(act, of.features)) is not None:
        return why
    if Feature.DEPARTMENT in of.features and act.department is None and all_named(at.facts, Department):
        return Refused("department_missing", "department")
    if (act.department is not None and named(at.facts, Department, act.department) is None) or (
        act.category is not None and named(at.facts, Category, act.category) is None
    ):
        return missing(at.facts)
    return (
        judge_period(act.start, act.end, at.now)
        or judge_area(act.area, of.features)
        or judge_options(act.options, of.features)
        or documents.judge_applied(act.mode, act.options, act.attachments)
    )


def decide_apply(act: Apply, at: Circumstances) -> Verdict:
    """R-018: every active member may apply, for a seal that is bound, where seals are not used freely (I-14).

    Not while he owes pictures of an earlier use (R-117, C-23).
    """
    if not may(at.actor, Permission.APPLY):
        return Refused("not_allowed")
    seal, of = at.facts.get(Seal, act.seal), organization.of(at)
    if seal is None or of is None:
        return missing(at.facts)
    if not of.features:
        return Refused("free_use")
    if seal.state is not BindingState.BOUND:
        return Refused("seal_not_bound", "seal", seal.name)
    if owed := owed_by(at.actor.id, at.facts):
        return Refused("pictures_owed", detail=str(sum(each.pressed - each.pictured for each in owed)))
    if (why := _judge_form(act, of, at) or judge_use(seal, act.end, at.facts, at.now)) is not None:
        return why
    if not has_flow(seal, act.category):
        return Refused("category_missing", "category", seal.name)
    steps = flow(seal, at, act.category)
    if steps is None:
        return missing(at.facts)
    row = Application(
        id=act.id,
        organization=at.actor.organization,
        applicant=at.actor.id,
        seal=act.seal,
        category=act.category,
        department=act.department,
        reason=act.reason,
        document=act.document,
        document_type=act.document_type,
        copies=act.copies,
        medium=act.medium,
        mark=act.mark,
        count=act.count,
        start=act.start,
        end=act.end,
        area=act.area,
        remark=act.remark,
        options=act.options,
        group=act.group,
        mode=act.mode,
        state=ApplicationState.IN_APPROVAL,
        steps=steps[0],
        copied=steps[1],
        created_at=at.now,
    )
    files = [
        *(_attachment(file, Purpose.PICTURE, row) for file in act.pictures),
        *(_attachment(file, Purpose.ATTACHMENT, row) for file in act.attachments),
    ]
    return Allowed((row, *files, *system_template(at)))


def _attachment(file: File, purpose: Purpose, of: Application) -> Attachment:
    return attached(file, purpose, of.organization, of.applicant, of.created_at, application=of.id)


def with_step(application: Application, pending: Step) -> Application:
    """The application with this as its pending step."""
    steps = [pending if step.state is StepState.PENDING else step for step in application.steps]
    return msgspec.structs.replace(application, steps=steps)


def open_ones(facts: Facts) -> list[Application]:
    """Applications in which somebody has yet to decide."""
    return list(facts.all(Application, state=ApplicationState.IN_APPROVAL))


def authorized_by(seal: Seal, facts: Facts, but: str = "") -> list[Row]:
    """Open applications for a seal whose keepers have changed: the new ones are asked (all but application `but`)."""
    wanted = authorizers(seal, facts)
    rows: list[Row] = []
    for application in open_ones(facts):
        steps = [
            msgspec.structs.replace(step, candidates=wanted)
            if step.kind is StepKind.AUTHORIZE and open_step(step)
            else step
            for step in application.steps
        ]
        if application.seal == seal.id and application.id != but and steps != application.steps:
            rows.append(msgspec.structs.replace(application, steps=steps))
    return rows
