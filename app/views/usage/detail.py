"""One impression: its photo, who, when, where, how sure, and how it stands in the seal's log."""

from app.views import words
from app.views.applications.known import Known
from app.views.usage.lines import Line
from app.views.widgets import Card, Fact, FactList, PhotoView, Pill, column, label

PHOTO_SIDE = 1600  # pixels: enough to read a page by
LOW, TALL = 260, 560


class UsageDetail(Card):
    """Everything that is known of one impression."""

    def __init__(self) -> None:
        super().__init__(scroll=True)
        self.setObjectName("usage.detail")
        self._title, self._under, self._pill = label("", "title", cut=True), label("", "caption", cut=True), Pill()
        self.head(column(self._title, self._under, gap=2), self._pill)
        self.photo, self._facts = PhotoView(self.tr("Photo of the impression"), LOW), FactList()
        self.photo.setObjectName("usage.photo")
        self.photo.offer_toggle()
        self.photo.toggled.connect(self._toggle)
        self.body.addWidget(self.photo)
        self.body.addWidget(self._facts)
        self.body.addStretch(1)

    def show_line(self, line: Line, known: Known) -> None:
        impression = line.impression
        person = known.people.get(impression.member or "", self.tr("person unknown"))
        self._title.setText(line.application.document if line.application else known.seal(impression.seal))
        self._under.setText(f"{known.seal(impression.seal)} · {person} · {words.full_moment(impression.at)}")
        self._pill.set(*words.result(impression.result))
        self._facts.set_facts(self._facts_of(line, known, person))

    def _facts_of(self, line: Line, known: Known, person: str) -> list[Fact]:
        impression = line.impression
        facts = [
            Fact(self.tr("Person"), f"{person} ({words.grade(impression.grade)})"),
            Fact(self.tr("Time"), words.full_moment(impression.at)),
            Fact(self.tr("Place"), words.place(impression.place)),
            Fact(self.tr("Impression"), self.tr("number {0} of this seal").format(impression.own)),
            Fact(self.tr("Log"), self._log_of(line)),
        ]
        if line.authorization is not None:
            uses = words.uses(line.authorization.used, line.authorization.count)
            issuer = known.people.get(line.authorization.issued_by, "—")
            facts.append(Fact(self.tr("Authorization"), self.tr("{0} used, issued by {1}").format(uses, issuer)))
        if line.application is not None:
            facts.append(Fact(self.tr("Application"), line.application.number or "—", copy=True))
            facts.append(Fact(self.tr("Reason"), line.application.reason))
        facts.append(Fact(self.tr("Record"), impression.id, copy=True))
        return facts

    def _log_of(self, line: Line) -> str:
        """The state of the chain in words. The cloud takes an entry only as the next of an unbroken, signed chain."""
        if line.pending:
            return self.tr("entry {0}, seen at the seal, not yet in the cloud").format(line.impression.number)
        return self.tr("entry {0}, signed by the seal, chain unbroken").format(line.impression.number)

    def _toggle(self) -> None:
        self.photo.setFixedHeight(LOW if self.photo.height() == TALL else TALL)
