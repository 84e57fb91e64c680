"""Who is told of applications: those whose turn it is, the applicant, and who is copied (R-047, R-115, C-25)."""

from collections.abc import Iterable, Iterator

from domain.applications import Application, ApplicationState, Step, StepKind, StepState, current_step
from domain.approvals import Comment, stands_in
from domain.authorizations import Authorization
from domain.messages import Subject
from domain.organization import HOUR_MS, Member
from domain.telling.news import News, Told, told_once
from domain.uses import Method
from domain.verdict import Facts

_WAITS = {
    StepKind.APPROVE: "approval_waits",
    StepKind.HEADQUARTERS: "consent_waits",
    StepKind.AUTHORIZE: "authorization_waits",
}
# Said again and again as often as a step is handed to and fro: the newest says it all.
_RENEWED = {*_WAITS.values(), "waits_in_place", "step_transferred"}
Asked = dict[str, str | None]  # who decides, and in whose place


def asked(row: Application, step: Step | None, now: int, facts: Facts) -> Asked:
    """Whose turn it is: the step's candidates (None), and who stands in for one now (that one), the applicant never."""
    candidates = [] if step is None else step.candidates
    found: Asked = dict.fromkeys(candidates)
    for id in candidates:
        member = facts.get(Member, id)
        if member is None or member.stand_in is None or member.stand_in.member == row.applicant:
            continue
        if stands_in(member.stand_in.member, member, now):
            found.setdefault(member.stand_in.member, id)
    return found


class _Speaker:
    """Speaks of one application."""

    def __init__(self, row: Application, news: News, *, leaves: bool = True) -> None:
        self.row, self.news = row, news
        self._channels = news.by_wechat(leaves and row.options.wechat)
        self._words = (news.name(row.applicant), news.seal_name(row.seal), row.document)

    def to(self, members: Iterable[str], code: str, *more: str) -> Iterator[Told]:
        of, words = self.row, (*self._words, *more)
        renews = f"{code} {of.id}" if code in _RENEWED else ""
        for member in members:
            yield Told(of.organization, member, code, words, Subject.APPLICATION, of.id, self._channels, renews)

    def waits(self, members: Asked, step: Step) -> Iterator[Told]:
        """It is their turn, or that of somebody in whose place they decide."""
        for member, place in members.items():
            if place is None:
                yield from self.to([member], _WAITS[step.kind])
            else:
                yield from self.to([member], "waits_in_place", self.news.name(place))

    def asked(self, step: Step | None) -> Asked:
        return asked(self.row, step, self.news.now, self.news.facts)


def of_application(before: Application | None, row: Application, news: News) -> Iterator[Told]:
    """What its way from `before` to what it is now means to whom."""
    speaker, step = _Speaker(row, news), current_step(row)
    former = None if before is None else current_step(before)
    if before is None or former is None:
        if step is not None:
            yield from speaker.waits(speaker.asked(step), step)
        return
    place = before.steps.index(former)
    if step is not None and step is row.steps[place]:
        yield from _same_step(speaker, former, step)
        return
    yield from _decided(speaker, row.steps[place])
    if step is not None:
        yield from speaker.waits(speaker.asked(step), step)
    if row.state is ApplicationState.WITHDRAWN:
        yield from speaker.to(speaker.asked(former), "application_withdrawn")


def _same_step(speaker: _Speaker, former: Step, step: Step) -> Iterator[Told]:
    """The same step waits, for others or more urgently."""
    news, was, now = speaker.news, speaker.asked(former), speaker.asked(step)
    new = {id: place for id, place in now.items() if id not in was}
    by = news.name(news.by)
    if step.instead_of != former.instead_of:
        yield from speaker.to(new, "step_transferred", by)
        if step.instead_of is not None and step.instead_of != news.by:
            yield from speaker.to([step.instead_of], "step_handed_on", by, news.name(step.candidates[0]))
    else:
        yield from speaker.waits(new, step)
    if step.urged_at is not None and step.urged_at != former.urged_at:
        yield from speaker.to(now, "application_urged")


def _decided(speaker: _Speaker, step: Step) -> Iterator[Told]:
    """A step is over; `VOID`: nobody has decided it."""
    row, news = speaker.row, speaker.news
    if step.decided_by is None:
        return
    by, parties, following = news.name(step.decided_by), [row.applicant, *row.copied], current_step(row)
    if step.decided_by not in step.candidates:
        yield from speaker.to(step.candidates, "step_decided", by)
    if step.state is StepState.REJECTED:
        yield from speaker.to(parties, "application_rejected", by, step.note)
    elif row.state is ApplicationState.AUTHORIZED:
        issued = news.facts.get(Authorization, row.authorization or "")
        by_code = issued is not None and issued.method is Method.PRE
        yield from speaker.to(parties, "application_pre_authorized" if by_code else "application_authorized", by)
    elif following is not None and following.kind is StepKind.AUTHORIZE:
        yield from speaker.to(parties, "application_approved")
    else:
        yield from speaker.to([row.applicant], "step_passed", by)


def of_comment(before: Comment | None, row: Comment, news: News) -> Iterator[Told]:
    """Whoever has a part in the application by now, or has commented on it; in the house only."""
    of = news.facts.get(Application, row.application)
    if before is not None or of is None:
        return
    speaker = _Speaker(of, news, leaves=False)
    parties = [of.applicant, *of.copied, *speaker.asked(current_step(of))]
    parties += [step.decided_by for step in of.steps if step.decided_by is not None]
    parties += [each.member for each in news.facts.all(Comment, application=of.id)]
    yield from speaker.to(parties, "comment_added", news.name(row.member), row.text)


def reminder(row: Application, facts: Facts, now: int) -> list[Told]:
    """To those whose turn it is, of a step that has waited (`Organization.remind_after_h`)."""
    step = current_step(row)
    if step is None or step.since is None:
        return []
    speaker = _Speaker(row, News(row.organization, [], facts, now))
    hours = str((now - step.since) // HOUR_MS)
    return told_once(speaker.news, speaker.to(speaker.asked(step), "approval_reminder", hours))
