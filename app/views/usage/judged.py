"""What was said of a record by those who manage its seal, in words: reviews, and the case of an abnormal one."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from app.models import fold
from app.models.store import Tx
from app.views import words
from app.views.look import Tone
from app.views.widgets import Step
from app.views.words import Word
from domain.cases import Case, CaseState, CaseStep, CaseStepKind, CaseVerdict
from domain.organization import Member, Permission
from domain.reviews import Review, ReviewVerdict, in_order
from domain.seals import Seal, may_on
from domain.usage import Impression

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Judged:
    """Of one record. `managed`: I may say something myself; else all of it is empty. `people`: who can clear it up."""

    managed: bool = False
    sending: bool = False
    reviews: list[Review] = field(default_factory=list[Review])
    case: Case | None = None
    names: dict[str, str] = field(default_factory=dict[str, str])
    people: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def read_judged(tx: Tx, organization: str, me: Member, record: Impression) -> Judged:
    known = fold.facts(tx, organization)
    seal, members = known.get(Seal, record.seal), known.all(Member)
    if seal is None or not may_on(me, Permission.VIEW_USAGE, seal):
        return Judged()
    reviews = fold.folded(tx, organization, Review, seal=record.seal, number=record.number)
    cases = [each for each in fold.folded(tx, organization, Case) if each.row.id == record.id]
    people = [(each.id, each.name) for each in members if may_on(each, Permission.VIEW_USAGE, seal)]
    return Judged(
        managed=True,
        sending=any(each.pending for each in (*reviews, *cases)),
        reviews=in_order(each.row for each in reviews),
        case=cases[0].row if cases else None,
        names={each.id: each.name for each in members},
        people=sorted(people, key=lambda each: (each[1], each[0])),
    )


def review(of: ReviewVerdict) -> Word:
    return {
        ReviewVerdict.NORMAL: (translate("judged", "Reviewed: normal"), Tone.OK),
        ReviewVerdict.DOUBTFUL: (translate("judged", "Reviewed: doubtful"), Tone.DANGER),
    }[of]


def case_state(case: Case | None) -> Word:
    """An abnormal record that nobody has touched yet is open."""
    return {
        CaseState.OPEN: (translate("judged", "open"), Tone.DANGER),
        CaseState.ASSIGNED: (translate("judged", "in hand"), Tone.WARN),
        CaseState.CLOSED: (translate("judged", "closed"), Tone.OK),
    }[CaseState.OPEN if case is None else case.state]


def verdict(of: CaseVerdict) -> str:
    return {
        CaseVerdict.EXPLAINED: translate("judged", "Good reason"),
        CaseVerdict.MISUSE: translate("judged", "Misuse"),
        CaseVerdict.DEVICE: translate("judged", "The seal's own fault"),
        CaseVerdict.UNCLEAR: translate("judged", "Could not be cleared up"),
    }[of]


def review_steps(judged: Judged) -> list[Step]:
    """Each review, oldest first."""
    steps: list[Step] = []
    for each in judged.reviews:
        said, tone = review(each.verdict)
        who = judged.names.get(each.member, "—")
        steps.append(Step(f"{who} · {said}", each.note, words.moment(each.at), tone))
    return steps


def case_steps(judged: Judged) -> list[Step]:
    """What was done with the case, oldest first."""
    found = [] if judged.case is None else judged.case.steps
    return [_case_step(each, judged.names) for each in found]


def _case_step(step: CaseStep, names: dict[str, str]) -> Step:
    said, tone = {
        CaseStepKind.ASSIGNED: (translate("judged", "given to {0}"), Tone.WARN),
        CaseStepKind.COMMENT: (translate("judged", "said"), Tone.NEUTRAL),
        CaseStepKind.CLOSED: (translate("judged", "closed: {1}"), Tone.OK),
        CaseStepKind.REOPENED: (translate("judged", "opened again"), Tone.DANGER),
    }[step.kind]
    to = names.get(step.to or "", "—")
    text = said.format(to, verdict(step.verdict) if step.verdict else "")
    return Step(f"{names.get(step.by, '—')} · {text}", step.text, words.moment(step.at), tone)
