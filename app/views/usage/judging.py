"""Reviewing a record, and clearing up an abnormal one: by who manages the seal (R-154)."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.models.store import Topics
from app.views.room import Room, Work, on_click
from app.views.usage import judged as words
from app.views.usage.judged import Judged, read_judged
from app.views.widgets import Pill, Timeline, button, choice_edit, column, label, line_edit, row, rule
from app.views.widgets.fields import set_choices
from domain.cases import AssignCase, CaseState, CaseVerdict, CloseCase, CommentCase, ReopenCase
from domain.ids import new_id
from domain.reviews import ReviewRecord, ReviewVerdict
from domain.rows import Act
from domain.usage import Impression
from domain.verdict import Refused

MOST = 500  # characters of a note
TOPICS: Topics = frozenset({"reviews", "cases", "outbox", "members", "seals"})
Begin = Callable[[Work], None]


class _Part(QWidget):
    """A title with its state, what was said so far, a line to write in, and why something was not done."""

    def __init__(self, room: Room, begin: Begin, name: str, title: str, hint: str) -> None:
        super().__init__()
        self.room, self._begin = room, begin
        self.record: Impression | None = None
        self.setObjectName(name)
        self.pill, self.said = Pill(), Timeline(name=title)
        self.text = line_edit(hint, limit=MOST)
        self.text.setObjectName(f"{name}.text")
        self.text.setAccessibleName(hint)
        self.message = label("", "fault", wrap=True)
        self.message.setObjectName(f"{name}.message")
        self.message.hide()
        self.parts = column(rule(), gap=10)
        self.parts.addLayout(row(label(title, "strong"), self.pill, None))
        self.parts.addWidget(self.said)
        self.setLayout(self.parts)
        self.layout().setContentsMargins(0, 4, 0, 0)

    def of(self, record: Impression) -> None:
        """Another record: what was being written about the one before is gone."""
        if self.record is None or self.record.id != record.id:
            self.text.clear()
            self.say("")
        self.record = record

    def say(self, sentence: str) -> None:
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))

    async def do(self, act: Act, told: str) -> None:
        done = await self.room.submit(act)
        if isinstance(done, Refused):
            self.say(self.room.sentence(done))
            return
        self.say("")
        self.text.clear()
        self.room.tell(told)


class ReviewPart(_Part):
    """Each verdict is kept, the newest counts."""

    def __init__(self, room: Room, begin: Begin) -> None:
        hint = self.tr("Note; needed where it is doubtful")
        super().__init__(room, begin, "review", self.tr("Review"), hint)
        self._fine = button(self.tr("Normal"), "plain", "check")
        self._doubtful = button(self.tr("Doubtful"), "plain", "warning")
        for each, name, verdict in (
            (self._fine, "review.normal", ReviewVerdict.NORMAL),
            (self._doubtful, "review.doubtful", ReviewVerdict.DOUBTFUL),
        ):
            each.setObjectName(name)
            on_click(each, begin, lambda verdict=verdict: self._review(verdict))
        self.parts.addWidget(self.text)
        self.parts.addLayout(row(self._fine, self._doubtful, None))
        self.parts.addWidget(self.message)

    def show_judged(self, judged: Judged) -> None:
        last = judged.reviews[-1].verdict if judged.reviews else None
        self.pill.setVisible(last is not None)
        if last is not None:
            self.pill.set(*words.review(last))
        self.said.set_steps(words.review_steps(judged))

    async def _review(self, verdict: ReviewVerdict) -> None:
        if self.record is not None:
            made = new_id(self.room.now())
            of, note = self.record, self.text.text().strip()
            act = ReviewRecord(id=made, seal=of.seal, number=of.number, verdict=verdict, note=note)
            await self.do(act, self.tr("Review kept"))


class CasePart(_Part):
    """Given to somebody, talked about, closed with a verdict and its reason, opened again."""

    def __init__(self, room: Room, begin: Begin) -> None:
        super().__init__(room, begin, "case", self.tr("Clearing it up"), self.tr("Comment, or reason"))
        self._who = choice_edit([])
        self._who.setObjectName("case.who")
        self._who.setAccessibleName(self.tr("Who clears it up"))
        self._give = button(self.tr("Give to"), "plain", "user-circle-plus")
        self._comment = button(self.tr("Comment"), "plain", "chat-text")
        self._verdict = choice_edit([(each, words.verdict(each)) for each in CaseVerdict])
        self._verdict.setObjectName("case.verdict")
        self._verdict.setAccessibleName(self.tr("Verdict"))
        self._close = button(self.tr("Close the case"), "primary", "check")
        self._reopen = button(self.tr("Open it again"), "plain", "arrow-counter-clockwise")
        for each, name, work in (
            (self._give, "case.give", self._assign),
            (self._comment, "case.comment", self._say_it),
            (self._close, "case.close", self._end),
            (self._reopen, "case.reopen", self._begin_again),
        ):
            each.setObjectName(name)
            on_click(each, begin, work)
        self._assigning, self._closing = QWidget(), QWidget()
        self._assigning.setLayout(row(self._who, self._give, None))
        self._closing.setLayout(row(self._verdict, self._close, None))
        for each in (self._assigning, self._closing):
            each.layout().setContentsMargins(0, 0, 0, 0)
        self.parts.addWidget(self._assigning)
        self.parts.addWidget(self.text)
        self.parts.addLayout(row(self._comment, self._reopen, None))
        self.parts.addWidget(self._closing)
        self.parts.addWidget(self.message)

    def show_judged(self, judged: Judged) -> None:
        case = judged.case
        self.pill.set(*words.case_state(case))
        self.said.set_steps(words.case_steps(judged))
        set_choices(self._who, judged.people, self.room.me.id)
        closed = case is not None and case.state is CaseState.CLOSED
        for each, shown in ((self._assigning, not closed), (self._closing, not closed), (self._reopen, closed)):
            each.setVisible(shown)

    async def _assign(self) -> None:
        if (of := self.record) is not None:
            act = AssignCase(seal=of.seal, number=of.number, assignee=str(self._who.currentData()))
            await self.do(act, self.tr("The abnormal record was given to {0}").format(self._who.currentText()))

    async def _say_it(self) -> None:
        if (of := self.record) is not None:
            act = CommentCase(seal=of.seal, number=of.number, text=self.text.text().strip())
            await self.do(act, self.tr("Comment kept"))

    async def _end(self) -> None:
        if (of := self.record) is not None:
            verdict = CaseVerdict(self._verdict.currentData())
            reason = self.text.text().strip()
            act = CloseCase(seal=of.seal, number=of.number, verdict=verdict, reason=reason)
            await self.do(act, self.tr("Case closed"))

    async def _begin_again(self) -> None:
        if (of := self.record) is not None:
            act = ReopenCase(seal=of.seal, number=of.number, reason=self.text.text().strip())
            await self.do(act, self.tr("Case opened again"))


class Judging(QWidget):
    """Both, for who manages the seal; nobody else sees that there is such a thing."""

    def __init__(self, room: Room, begin: Begin, *, reviews: bool = True) -> None:
        super().__init__()
        self._room, self._begin = room, begin
        self._record: Impression | None = None
        self._review, self._case, self._reviews = ReviewPart(room, begin), CasePart(room, begin), reviews
        self.setLayout(column(self._case, self._review, gap=12))
        self.layout().setContentsMargins(0, 0, 0, 0)
        self.hide()
        unsubscribe = room.store.subscribe(self._touched)
        self.destroyed.connect(lambda *_: unsubscribe())

    def _touched(self, topics: Topics) -> None:
        if topics & TOPICS and self._record is not None:
            self._begin(self._read(self._record))

    def show_record(self, record: Impression | None) -> None:
        """Read what was said of it, and show that; none: the cloud does not have it yet."""
        self._record = record
        if record is None:
            self.hide()
        else:
            self._begin(self._read(record))

    async def _read(self, record: Impression) -> None:
        room = self._room
        found = await room.store.run(lambda tx: read_judged(tx, room.id, room.me, record))
        if self._record is not record:  # another one was chosen meanwhile
            return
        for part in (self._review, self._case):
            part.of(record)
            part.show_judged(found)
        self._case.setVisible(record.result != 0)
        self._review.setVisible(self._reviews)
        self.setVisible(found.managed and (self._reviews or record.result != 0))
