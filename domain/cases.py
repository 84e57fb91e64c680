"""Abnormal records as cases (R-154, R-155): somebody's to clear up, talked about, closed with a verdict, reopened."""

from enum import StrEnum
from typing import ClassVar

import msgspec

from domain.organization import Member, Permission
from domain.reviews import Number, record_managed
from domain.rows import Act, IdText, Ms, Row, Sentence
from domain.seals import Seal, may_on
from domain.usage import Impression
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing

MOST_STEPS = 200  # of one case


class CaseState(StrEnum):
    OPEN = "open"  # nobody's yet
    ASSIGNED = "assigned"
    CLOSED = "closed"


class CaseVerdict(StrEnum):
    EXPLAINED = "explained"  # there was a good reason
    MISUSE = "misuse"
    DEVICE = "device"  # the seal's own fault
    UNCLEAR = "unclear"  # could not be cleared up


class CaseStepKind(StrEnum):
    ASSIGNED = "assigned"
    COMMENT = "comment"
    CLOSED = "closed"
    REOPENED = "reopened"


class CaseStep(msgspec.Struct, frozen=True, omit_defaults=True):
    """What `by` did with a case and when; `to`: to whom it was given."""

    kind: CaseStepKind
    by: IdText
    at: Ms
    text: Sentence = ""
    to: IdText | None = None
    verdict: CaseVerdict | None = None


class Case(Row, frozen=True, kw_only=True):
    """The case of an abnormal record; its id is the record's. An abnormal record without one is open, and nobody's."""

    table: ClassVar[str] = "cases"
    seal: IdText
    number: int
    state: CaseState = CaseState.OPEN
    assignee: IdText | None = None
    verdict: CaseVerdict | None = None
    steps: list[CaseStep] = []


class AssignCase(Act, frozen=True, kw_only=True):
    """Give an abnormal record to somebody to clear up."""

    seal: IdText
    number: Number
    assignee: IdText


class CommentCase(Act, frozen=True, kw_only=True):
    seal: IdText
    number: Number
    text: Sentence


class CloseCase(Act, frozen=True, kw_only=True):
    seal: IdText
    number: Number
    verdict: CaseVerdict
    reason: Sentence


class ReopenCase(Act, frozen=True, kw_only=True):
    seal: IdText
    number: Number
    reason: Sentence


_Act = AssignCase | CommentCase | CloseCase | ReopenCase


def _case(act: _Act, at: Circumstances) -> Case | Verdict:
    """The case as it is, for who manages the seal."""
    record = record_managed(act.seal, act.number, at)
    if not isinstance(record, Impression):
        return record
    if record.result == 0:
        return Refused("record_not_abnormal")
    found = at.facts.get(Case, record.id)
    case = found or Case(id=record.id, organization=record.organization, seal=act.seal, number=act.number)
    return Refused("case_full", None, str(MOST_STEPS)) if len(case.steps) >= MOST_STEPS else case


def _stepped(case: Case, step: CaseStep, **changes: object) -> Verdict:
    return Allowed((msgspec.structs.replace(case, steps=[*case.steps, step], **changes),))


def decide_assign(act: AssignCase, at: Circumstances) -> Verdict:
    """To who manages the seal as well: nobody else reads the record."""
    case = _case(act, at)
    if not isinstance(case, Case):
        return case
    assignee, seal = at.facts.get(Member, act.assignee), at.facts.get(Seal, act.seal)
    if assignee is None or seal is None:
        return missing(at.facts)
    if not may_on(assignee, Permission.VIEW_USAGE, seal):
        return Refused("assignee_does_not_see", "assignee", assignee.name)
    if case.state is CaseState.CLOSED:
        return Refused("case_closed")
    if case.assignee == act.assignee:
        return Refused("already_so")
    step = CaseStep(CaseStepKind.ASSIGNED, at.actor.id, at.now, to=act.assignee)
    return _stepped(case, step, state=CaseState.ASSIGNED, assignee=act.assignee)


def decide_comment_case(act: CommentCase, at: Circumstances) -> Verdict:
    """Also of one that is closed: what comes to light later is said of it."""
    case = _case(act, at)
    if not isinstance(case, Case):
        return case
    if not act.text.strip():
        return Refused("comment_missing", "text")
    return _stepped(case, CaseStep(CaseStepKind.COMMENT, at.actor.id, at.now, act.text))


def decide_close_case(act: CloseCase, at: Circumstances) -> Verdict:
    case = _case(act, at)
    if not isinstance(case, Case):
        return case
    if case.state is CaseState.CLOSED:
        return Refused("case_closed")
    if not act.reason.strip():
        return Refused("reason_missing", "reason")
    step = CaseStep(CaseStepKind.CLOSED, at.actor.id, at.now, act.reason, verdict=act.verdict)
    return _stepped(case, step, state=CaseState.CLOSED, verdict=act.verdict)


def decide_reopen_case(act: ReopenCase, at: Circumstances) -> Verdict:
    """It is whose it was."""
    case = _case(act, at)
    if not isinstance(case, Case):
        return case
    if case.state is not CaseState.CLOSED:
        return Refused("case_not_closed")
    if not act.reason.strip():
        return Refused("reason_missing", "reason")
    state = CaseState.OPEN if case.assignee is None else CaseState.ASSIGNED
    step = CaseStep(CaseStepKind.REOPENED, at.actor.id, at.now, act.reason)
    return _stepped(case, step, state=state, verdict=None)
