"""An application and its flow."""

from app.models.fold import Folded
from app.views import words
from app.views.applications.known import Known
from app.views.look import Tone
from app.views.widgets import Avatar, Card, Columns, Fact, FactList, Pill, Step, Timeline, column, label
from domain.applications import Application


class ApplicationDetail(Card):
    """An application: who wants what, and its flow. Approvals show the same, with what may be done below it."""

    def __init__(self) -> None:
        super().__init__(scroll=True)
        self.setObjectName("applications.detail")
        self._avatar, self._pill = Avatar(size=40), Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        self.head(self._avatar, column(self._title, self._under, gap=2), self._pill)
        self._facts, self._steps = FactList(), Timeline(name=self.tr("Flow"))
        what = column(label(self.tr("Application"), "strong"), self._facts, gap=12)
        way = column(label(self.tr("Flow"), "strong"), self._steps, gap=12)
        self.body.addWidget(Columns(what, way))
        self.body.addStretch(1)

    def show_application(self, folded: Folded[Application], known: Known) -> None:
        row = folded.row
        applicant = known.people.get(row.applicant, "—")
        self._avatar.set_name(applicant)
        self._title.setText(row.document)
        number = row.number or self.tr("number follows")
        self._under.setText(" · ".join((number, applicant, words.moment(row.created_at))))
        self._pill.set(*words.application(row))
        self._facts.set_facts(self._facts_of(row, known))
        self._steps.set_steps(self._steps_of(row, known))

    def _facts_of(self, row: Application, known: Known) -> list[Fact]:
        facts = [
            Fact(self.tr("Seal"), known.seal(row.seal)),
            Fact(self.tr("Reason"), row.reason),
            Fact(self.tr("Copies"), str(row.copies)),
            Fact(self.tr("Number of uses"), words.allowed_uses(row.count)),
            Fact(self.tr("Period"), words.period(row.start, row.end)),
        ]
        if row.number:
            facts.append(Fact(self.tr("Number"), row.number, copy=True))
        if row.copied:
            facts.append(Fact(self.tr("Copied to"), known.names(row.copied)))
        return facts

    def _steps_of(self, row: Application, known: Known) -> list[Step]:
        applicant = known.people.get(row.applicant, "—")
        steps = [Step(applicant, self.tr("applied"), words.moment(row.created_at), Tone.OK)]
        for each in row.steps:
            word, tone = words.step(each.state, each.kind)
            who = known.people.get(each.decided_by, "—") if each.decided_by else known.names(each.candidates)
            said = each.note.strip() or self.tr("no reason given") if tone is Tone.DANGER else each.note
            time = words.moment(each.decided_at) if each.decided_at else ""
            steps.append(Step(who, " · ".join(part for part in (word, said) if part), time, tone))
        return steps
