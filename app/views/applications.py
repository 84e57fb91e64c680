"""My applications: what I applied for and how far it is, and the form for a new one (R-087..R-093)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QDateTime, QTime, Signal
from PySide6.QtWidgets import QStackedWidget

from app.models import fold
from app.models.fold import Folded
from app.models.store import Topics, Tx
from app.views import words
from app.views.look import Tone
from app.views.room import LivePage, Room, sending
from app.views.widgets import (
    Avatar,
    Card,
    EmptyState,
    Fact,
    FactList,
    FormField,
    ListDetail,
    Pill,
    Record,
    RecordList,
    RecordModel,
    SegmentedSwitch,
    Step,
    Timeline,
    button,
    choice_edit,
    column,
    label,
    line_edit,
    moment_edit,
    number_edit,
    row,
)
from domain import applications
from domain.applications import MAX_COUNT, Application, ApplicationState, Apply
from domain.ids import new_id
from domain.organization import Member
from domain.seals import BindingState, Seal
from domain.verdict import Circumstances, Refused

FILTERS = (None, ApplicationState.IN_APPROVAL, ApplicationState.REJECTED, ApplicationState.AUTHORIZED)


@dataclass(frozen=True)
class Known:
    """What these screens read at once: the applications, and names for what they mention."""

    applications: list[Folded[Application]]
    people: dict[str, str]
    seals: dict[str, Seal]

    def names(self, ids: list[str]) -> str:
        return "、".join(self.people.get(id, "—") for id in ids)

    def seal(self, id: str) -> str:
        return self.seals[id].name if id in self.seals else id


def read_known(tx: Tx, organization: str) -> Known:
    """Newest first."""
    found = fold.folded(tx, organization, Application)
    people = {member.id: member.name for member in fold.facts(tx, organization).all(Member)}
    seals = {each.row.id: each.row for each in fold.folded(tx, organization, Seal)}
    return Known(sorted(found, key=lambda each: -each.row.created_at), people, seals)


class ApplicationDetail(Card):
    """An application: who wants what, and its flow. Approvals show the same, with what may be done below it."""

    def __init__(self) -> None:
        super().__init__(scroll=True)
        self.setObjectName("applications.detail")
        self._avatar, self._title, self._under = Avatar(size=40), label("", "title", cut=True), label("", "caption")
        self._pill = Pill()
        self.head(self._avatar, column(self._title, self._under, gap=2), self._pill)
        self._facts, self._steps = FactList(), Timeline(name=self.tr("Flow"))
        self.body.addWidget(label(self.tr("Application"), "strong"))
        self.body.addWidget(self._facts)
        self.body.addWidget(label(self.tr("Flow"), "strong"))
        self.body.addWidget(self._steps)
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


class ApplicationForm(Card):
    """A new application. The flow of the chosen seal stands beside it (R-089)."""

    submitted = Signal(str)
    left = Signal()

    def __init__(self, room: Room, begin: Callable[..., None]) -> None:
        super().__init__(self.tr("New application"), scroll=True)
        self._room, self._begin, self._known = room, begin, Known([], {}, {})
        now = QDateTime.currentDateTime()
        end = QDateTime(now.date().addDays(1), QTime(18, 0))
        self.seal, self.reason = choice_edit([]), line_edit(limit=500)
        self.document, self.copies = line_edit(limit=60), number_edit(1, 9999, 1)
        self.count = number_edit(0, MAX_COUNT, 1)
        self.start, self.end = moment_edit(now), moment_edit(end)
        editors = {
            "seal": (self.tr("Seal"), self.seal, ""),
            "document": (self.tr("Document name"), self.document, ""),
            "reason": (self.tr("Reason"), self.reason, ""),
            "copies": (self.tr("Copies"), self.copies, ""),
            "count": (self.tr("Number of uses"), self.count, self.tr("0 is unlimited, at most 500")),
            "start": (self.tr("From"), self.start, ""),
            "end": (self.tr("Until"), self.end, ""),
        }
        self._fields = {key: FormField(name, editor, hint) for key, (name, editor, hint) in editors.items()}
        for key, (_, editor, _) in editors.items():
            editor.setObjectName(f"applications.{key}")
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("applications.message")
        self._flow = Timeline(name=self.tr("Flow"))
        self._lay_out()
        self.seal.currentIndexChanged.connect(self._show_flow)

    def _lay_out(self) -> None:
        fields = self._fields
        for key in ("seal", "document", "reason"):
            self.body.addWidget(fields[key])
        for pair in (("copies", "count"), ("start", "end")):
            self.body.addLayout(row(*(fields[key] for key in pair), gap=14))
        self.body.addWidget(label(self.tr("Approval flow of this seal"), "strong"))
        self.body.addWidget(self._flow)
        self.body.addStretch(1)
        cancel, submit = button(self.tr("Cancel")), button(self.tr("Submit"), "primary", "paper-plane-tilt")
        submit.setObjectName("applications.submit")
        cancel.clicked.connect(self.left)
        submit.clicked.connect(lambda: self._begin(self._submit()))
        for editor in (self.reason, self.document):
            editor.returnPressed.connect(submit.click)
        self.foot(self._message, None, cancel, submit)

    def begin_with(self, known: Known, chosen: str) -> None:
        """The seals one may apply for; the current one first chosen."""
        self._known = known
        kept = self.seal.currentData() or chosen
        self.seal.blockSignals(True)
        self.seal.clear()
        for seal in known.seals.values():
            if seal.state is BindingState.BOUND:
                self.seal.addItem(seal.name, seal.id)
        self.seal.setCurrentIndex(max(0, self.seal.findData(kept)))
        self.seal.blockSignals(False)
        self._show_flow()

    def act(self) -> Apply:
        """What the form says."""
        return Apply(
            id=new_id(),
            seal=str(self.seal.currentData() or ""),
            reason=self.reason.text(),
            document=self.document.text(),
            copies=self.copies.value(),
            count=self.count.value(),
            start=self.start.dateTime().toMSecsSinceEpoch(),
            end=self.end.dateTime().toMSecsSinceEpoch(),
        )

    def _show_flow(self) -> None:
        seal = self._known.seals.get(str(self.seal.currentData() or ""))
        if seal is not None:
            self._begin(self._read_flow(seal))

    async def _read_flow(self, seal: Seal) -> None:
        room = self._room

        def flow(tx: Tx) -> list[Step]:
            at = Circumstances(room.me, room.now(), fold.facts(tx, room.id))
            found = applications.flow(seal, at)
            return [
                Step(self._known.names(each.candidates), words.step(each.state, each.kind)[0], "", Tone.NEUTRAL)
                for each in (found[0] if found else [])
            ]

        self._flow.set_steps(await room.store.run(flow))

    async def _submit(self) -> None:
        self.show_refusal(None)
        act = self.act()
        done = await self._room.submit(act)
        if isinstance(done, Refused):
            self.show_refusal(done)
            return
        self.reason.clear()
        self.document.clear()
        self.submitted.emit(act.id)

    def show_refusal(self, refused: Refused | None) -> None:
        """Beside the field it concerns, else above the buttons."""
        for key, each in self._fields.items():
            each.set_error(self._room.sentence(refused) if refused and refused.field == key else "")
        elsewhere = refused is not None and refused.field not in self._fields
        self._message.setText(self._room.sentence(refused) if refused and elsewhere else "")


class ApplicationsPage(LivePage):
    """The applications I filed, and a new one."""

    topics: ClassVar[Topics] = frozenset({"applications", "seals", "members", "templates", "outbox", "meta"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._known = Known([], {}, {})
        self._wanted_id = ""
        self.header.show_search(self.tr("Search document or number"))
        self.header.searched.connect(lambda _: self._show_list())
        self.header.show_action(self.tr("New application")).setObjectName("applications.new")
        self.header.acted.connect(self.open_form)
        self._model: RecordModel[Folded[Application]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.tr("My applications"))
        self._list.setObjectName("applications.list")
        self._list.chosen.connect(lambda _: self._show_detail())
        names = [self.tr("All"), self.tr("In approval"), self.tr("Rejected"), self.tr("Authorized")]
        self._filter = SegmentedSwitch(names, self.tr("Filter by state"))
        self._filter.setObjectName("applications.filter")
        self._filter.currentChanged.connect(lambda _: self._show_list())
        side = Card(flush=True)
        above = row(self._filter, None)
        above.setContentsMargins(12, 12, 12, 4)
        side.body.insertLayout(0, above)
        side.body.addWidget(self._list, 1)
        self._detail = ApplicationDetail()
        self._form = ApplicationForm(room, self.begin)
        self._form.submitted.connect(self._submitted)
        self._form.left.connect(self._show_detail)
        self._nothing = EmptyState(
            "file-text", self.tr("Nothing chosen"), self.tr("Choose an application at the left.")
        )
        self._right = QStackedWidget()
        for held in (self._nothing, self._detail, self._form):
            self._right.addWidget(held)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.state.acted.connect(self.open_form)
        self.show_state("file-text", self.tr("Loading"), busy=True)
        self.reload()

    def open_form(self) -> None:
        self._form.begin_with(self._known, self.room.current_seal())
        self.show_content()
        self._right.setCurrentWidget(self._form)
        self._form.document.setFocus()

    async def read(self) -> None:
        known = await self.room.store.run(lambda tx: read_known(tx, self.room.id))
        mine = [each for each in known.applications if each.row.applicant == self.room.me.id]
        self._known = Known(mine, known.people, known.seals)
        self._show_list()
        if self._right.currentWidget() is self._form:
            self._form.begin_with(self._known, "")

    def _show_list(self) -> None:
        wanted, text = FILTERS[self._filter.currentIndex()], self.header.search.text().strip().casefold()
        shown = [
            each
            for each in self._known.applications
            if wanted in (None, each.row.state) and text in f"{each.row.document} {each.row.number}".casefold()
        ]
        self._model.set_rows(shown)
        if self._wanted_id and self._list.choose(self._wanted_id):
            self._wanted_id = ""
        if self._right.currentWidget() is not self._form:
            self._show_detail()
        if not self._known.applications and self._right.currentWidget() is not self._form:
            self.show_state(
                "file-text",
                self.tr("No application yet"),
                self.tr("Apply for a use, and its way through approval is shown here."),
                self.tr("New application"),
            )
        else:
            self.show_content()

    def _show_detail(self) -> None:
        chosen = next((each for each in self._model.rows() if each.row.id == self._list.current_key()), None)
        if chosen is None:
            self._right.setCurrentWidget(self._nothing)
            return
        self._detail.show_application(chosen, self._known)
        self._right.setCurrentWidget(self._detail)

    def _submitted(self, id: str) -> None:
        self._wanted_id = id
        self._right.setCurrentWidget(self._nothing)
        self.room.tell(self.tr("Application submitted"))
        self.reload()

    def _record(self, each: Folded[Application]) -> Record:
        row = each.row
        word, tone = words.application(row)
        return Record(
            title=row.document,
            subtitle=" · ".join(part for part in (row.number, self._known.seal(row.seal)) if part),
            pill=word,
            tone=tone,
            time=words.moment(row.created_at),
            icon="file-text",
            note=self.tr("sending") if sending(each) else "",
        )
