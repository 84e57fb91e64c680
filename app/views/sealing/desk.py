"""What is sealed, where it is seen, and how far the sealing is."""

from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from app.models.sealings import SealingRow, SealingStep
from app.services.sealing.sealing import SealingState, Stage
from app.views import i18n, words
from app.views.look import Tone
from app.views.ready.lines import Use
from app.views.sealing.lines import Desk
from app.views.sealing.options import Options
from app.views.sealing.words import STEPS, of_state, progress
from app.views.widgets import (
    Card,
    Fact,
    FactList,
    IconDisc,
    Pill,
    Record,
    RecordList,
    RecordModel,
    button,
    column,
    label,
    row,
    rule,
)
from domain.authorizations import Authorization
from domain.files import Attachment

UNDER_WAY = (Stage.PREPARING, Stage.AT_SEAL, Stage.ASSEMBLING)
MOST_ROWS = 2  # that are seen at once


class Documents(RecordList):
    """Those of the application."""

    def __init__(self, model: RecordModel[Attachment], name: str) -> None:
        super().__init__(model, name)
        self.setObjectName("sealing.documents")

    def fit(self) -> None:
        """As high as its rows, or as so many of them."""
        rows = self.model().rowCount()
        self.setFixedHeight(max(1, min(rows, MOST_ROWS)) * max(24, self.sizeHintForRow(0)) + 2)

    def clear_choice(self) -> None:
        """It is none of them."""
        self.clearSelection()
        self.setCurrentIndex(self.model().index(-1, 0))


class DeskCard(Card):
    """Its buttons are the panel's."""

    def __init__(self, use: Use) -> None:
        super().__init__(scroll=True)
        self.setObjectName("sealing.desk")
        self._pill = Pill()
        title, under = label(use.seal_name, "title", cut=True), label(use.document, "caption", cut=True)
        self.head(IconDisc("circle-wavy-check", Tone.BRAND, 40), column(title, under, gap=2), self._pill)
        self._model: RecordModel[Attachment] = RecordModel(lambda each: each.id, _record)
        self.documents = Documents(self._model, self.tr("Documents of the application"))
        self._none = label(self.tr("The application has no PDF."), "secondary", wrap=True)
        self.other = button(self.tr("Another file …"), "ghost", "folder-open")
        self.other.setObjectName("sealing.other")
        self.options = Options()
        self.seal = button(self.tr("Seal now"), "primary", "circle-wavy-check")
        self.finish = button(self.tr("Finish it"), "primary", "arrows-clockwise")
        self.cancel, self.back = button(self.tr("Cancel"), "plain"), button(self.tr("Back"), "plain")
        self.save = button(self.tr("Save the file …"), "primary", "download-simple")
        self.another = button(self.tr("Seal another one"), "plain")
        for name in ("seal", "finish", "cancel", "back", "save", "another"):
            getattr(self, name).setObjectName(f"sealing.{name}")
        self._build()

    def _build(self) -> None:
        self._choice = QWidget()
        above = row(label(self.tr("Documents of the application"), "strong", wrap=True), self.other)
        above.setStretch(0, 1)
        choice = column(gap=8)
        choice.addLayout(above)
        for each in (self.documents, self._none, rule(), label(self.tr("Where the seal is seen"), "strong")):
            choice.addWidget(each)
        choice.addWidget(self.options)
        self._choice.setLayout(choice)
        self._result = FactList()
        self._result.setObjectName("sealing.result")
        self._either = QStackedWidget()
        done = QWidget()
        held = column(self._result)
        held.addStretch(1)
        done.setLayout(held)
        for each in (self._choice, done):
            self._either.addWidget(each)
        self._attached = label("", "caption", wrap=True)
        self._uses, self._said = label("", "caption", wrap=True), label("", "title", wrap=True)
        self._said.setObjectName("sealing.state")
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("sealing.message")
        self._bar = QProgressBar()
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._bar.setObjectName("sealing.progress")
        # What there is to know now stands first: on a small screen the rest is scrolled to.
        for each in (self._said, self._bar, self._message, self._uses, self._either, self._attached):
            self.body.addWidget(each)
        self.body.addStretch(1)
        self.foot(None, self.back, self.another, self.cancel, self.finish, self.seal, self.save)

    def show_documents(self, documents: list[Attachment]) -> None:
        self._model.set_rows(documents)
        self.documents.fit()
        self.documents.setVisible(bool(documents))
        self._none.setVisible(not documents)

    def show_fault(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    def show_state(self, state: SealingState, desk: Desk, trouble: str, *, ready: bool, attached: str) -> None:
        """`ready`: a document is chosen and a place for the seal; `attached`: what its pages do not show."""
        stage, waiting = state.stage, desk.unfinished if state.stage not in UNDER_WAY else []
        text, tone = of_state(state)
        if waiting and stage in (Stage.READY, Stage.STOPPED):
            text, tone = self.tr("“{0}” is not finished").format(waiting[0].name), Tone.WARN
        self._said.setText(text)
        self._said.setVisible(stage is not Stage.READY or bool(waiting))
        self._pill.set(words.uses(desk.use.used, desk.use.count), tone if stage is not Stage.READY else Tone.NEUTRAL)
        self._bar.setValue(progress(state))
        self._bar.setVisible(stage in UNDER_WAY)
        self._bar.setAccessibleName(text)
        self.show_fault(trouble)
        self._attached.setText(attached)
        self._attached.setVisible(bool(attached) and stage is not Stage.DONE)
        self._uses.setText(self._advice(state, desk, waiting))
        self._either.setCurrentIndex(int(stage is Stage.DONE))
        self._choice.setEnabled(stage not in UNDER_WAY)
        if stage is Stage.DONE and state.row is not None:
            self._result.set_facts(self._facts(state, state.row))
        self._offer(state, waiting, desk.use, ready=ready)

    def _offer(self, state: SealingState, waiting: list[SealingRow], use: Authorization, *, ready: bool) -> None:
        stage, left = state.stage, not 0 < use.count <= use.used
        idle = stage in (Stage.READY, Stage.STOPPED)
        self.seal.setVisible(idle and not waiting)
        self.seal.setEnabled(ready and left)
        self.finish.setVisible(idle and bool(waiting))
        self.cancel.setVisible(stage in UNDER_WAY)
        self.cancel.setEnabled(not state.asked)
        self.back.setVisible(stage not in UNDER_WAY or state.asked)
        self.save.setVisible(stage is Stage.DONE)
        self.another.setVisible(stage is Stage.DONE and left)

    def _advice(self, state: SealingState, desk: Desk, waiting: list[SealingRow]) -> str:
        if state.stage is Stage.DONE:
            return self.tr("The sealed file is kept with its record as well.")
        if waiting:
            if waiting[0].step is SealingStep.SIGNED:
                return self.tr("The seal has signed it; only the file is to be made. That is no further use.")
            return self.tr("The seal may have signed it. Asked again, it gives the same answer: no further use.")
        if state.asked:
            return self.tr("It cannot be cancelled any more; you may go back, and finish it later.")
        if 0 < desk.use.count <= desk.use.used:
            return self.tr("All uses are used up.")
        advice = self.tr("One document is one use. Have the seal at hand and switched on.")
        return words.sentences(advice, self.tr("With a time stamp.")) if desk.stamp else advice

    def _facts(self, state: SealingState, done: SealingRow) -> list[Fact]:
        assert done.answer is not None
        facts = [
            Fact(self.tr("Document"), done.name),
            Fact(self.tr("Record"), f"#{i18n.number(done.answer.own)}"),
            Fact(self.tr("Sealed at"), words.full_moment(done.answer.at)),
            Fact(self.tr("Used"), words.uses(done.answer.used, done.answer.count)),
        ]
        if done.stamp:
            missing = self.tr("none: its authority did not answer")
            facts.append(Fact(self.tr("Time stamp"), self.tr("yes") if state.stamped else missing))
        return facts


def _record(each: Attachment) -> Record:
    return Record(title=each.name, subtitle=words.size(each.bytes), icon="file-pdf", time=words.moment(each.at))
