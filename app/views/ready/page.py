"""Ready for me: the authorizations I may use, and stamping with one of them (R-003, R-125..R-135)."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from app.models.store import Topics
from app.views import words
from app.views.i18n import Tongue
from app.views.look import Tone
from app.views.ready.lines import Line, read_ready
from app.views.ready.stamping import StampingPanel
from app.views.room import LivePage, Room, sending
from app.views.widgets import (
    Card,
    EmptyState,
    Fact,
    FactList,
    IconDisc,
    ListDetail,
    Pill,
    Record,
    RecordList,
    RecordModel,
    button,
    column,
    label,
)
from domain import authorizations
from domain.authorizations import State

LOOK_AGAIN_MS = 30_000  # a use begins and ends by the clock


class ReadyPage(LivePage):
    """My live authorizations; while I stamp with one, nothing but that."""

    topics: ClassVar[Topics] = frozenset({"authorizations", "applications", "seals", "members", "outbox"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._panel: StampingPanel | None = None
        self._model: RecordModel[Line] = RecordModel(lambda line: line.authorization.row.id, self._record)
        self._list = RecordList(self._model, title)
        self._list.setObjectName("ready.list")
        self._list.chosen.connect(lambda _: self._show_detail())
        self._list.opened.connect(lambda _: self._start.click())
        side = Card(flush=True)
        side.body.setContentsMargins(0, 6, 0, 6)
        side.body.addWidget(self._list, 1)
        self._make_detail()
        self._nothing = EmptyState("stamp", self.tr("Nothing chosen"), self.tr("Choose a use at the left."))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        self._either = QStackedWidget()
        self._either.addWidget(ListDetail(side, self._right))
        self.content.addWidget(self._either, 1)
        self.follow(room.devices.nearby.subscribe, self._show_heard)
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._clock.timeout.connect(self.reload)
        self._clock.start()
        self.show_state("hand-pointing", self.tr("Loading"), busy=True)
        self._show_heard()
        self.reload()

    def _make_detail(self) -> None:
        self._detail = Card(scroll=True)
        self._detail.setObjectName("ready.detail")
        self._pill = Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        self._detail.head(IconDisc("stamp", Tone.BRAND, 40), column(self._title, self._under, gap=2), self._pill)
        self._facts = FactList()
        self._detail.body.addWidget(self._facts)
        self._detail.body.addStretch(1)
        self._message = label("", "secondary", wrap=True)
        self._message.setObjectName("ready.message")
        self._start = button(self.tr("Go stamp"), "primary", "hand-pointing")
        self._start.setObjectName("ready.start")
        self._start.clicked.connect(self._begin)
        foot = self._detail.foot(self._message, self._start)
        foot.layout().setStretch(0, 1)

    async def read(self) -> None:
        if self._panel is not None:  # while one stamps nobody sees the list; it is read when he leaves
            return
        lines = await self.room.store.run(lambda tx: read_ready(tx, self.room.id, self.room.me.id))
        self._model.set_rows(lines)
        self._model.refresh()
        if self._list.current_key() is None and lines:
            self._list.choose(lines[0].authorization.row.id)
        self._show_detail()
        if lines:
            self.show_content()
            return
        text = self.tr("Once an application of yours is authorized, you go and stamp from here.")
        self.show_state("hand-pointing", self.tr("Nothing to stamp"), text)

    def _show_heard(self) -> None:
        trouble = self.room.devices.nearby.trouble
        if trouble is not None:
            self.banner.show_fault(trouble.sentence(self.room.language.tongue is Tongue.ZH_CN))
        else:
            self.banner.clear()

    def _show_detail(self) -> None:
        line = self._model.row(self._list.currentIndex())
        if line is None:
            self._right.setCurrentWidget(self._nothing)
            return
        row = line.authorization.row
        self._title.setText(line.document(self.tr("Without application")))
        self._under.setText(f"{line.seal_name} · {words.period(row.start, row.end)}")
        self._pill.set(*words.authorization(row, self.room.now()))
        self._facts.set_facts(self._facts_of(line))
        why_not = self._why_not(line)
        self._start.setEnabled(not why_not)
        self._message.setText(why_not or self.tr("Have the seal at hand and switched on."))
        self._right.setCurrentWidget(self._detail)

    def _facts_of(self, line: Line) -> list[Fact]:
        row = line.authorization.row
        facts = [
            Fact(self.tr("Seal"), line.seal_name),
            Fact(self.tr("Used"), words.uses(row.used, row.count)),
            Fact(self.tr("Period"), words.period(row.start, row.end)),
            Fact(self.tr("Issued by"), f"{line.issuer} · {words.moment(row.issued_at)}"),
            Fact(self.tr("Photo of each impression"), self.tr("required") if row.photo_required else self.tr("no")),
        ]
        if (application := line.application) is not None:
            facts.append(Fact(self.tr("Reason"), application.reason))
            facts.append(Fact(self.tr("Copies"), str(application.copies)))
            facts.append(Fact(self.tr("Application"), application.number or "—", copy=bool(application.number)))
        return facts

    def _why_not(self, line: Line) -> str:
        """Empty while it may be used; the seal has the last word."""
        row = line.authorization.row
        state = authorizations.state(row, self.room.now())
        if state is State.NOT_STARTED:
            return self.tr("It can be used from {0} on.").format(words.moment(row.start))
        if state is State.EXPIRED:
            used_up = 0 < row.count <= row.used
            over = self.tr("All uses are used up; a keeper ends the use.")
            return over if used_up else self.tr("Its time is over; a keeper ends the use.")
        return ""

    def _begin(self) -> None:
        line = self._model.row(self._list.currentIndex())
        if line is None or self._panel is not None:
            return
        self._panel = StampingPanel(self.room, line)
        self._panel.left.connect(partial(self._leave, self._panel))
        self._either.addWidget(self._panel)
        self._either.setCurrentWidget(self._panel)

    def _leave(self, panel: StampingPanel, used_up: bool) -> None:
        """Back to the list, to go on later (R-133); after the last use to its records (R-130)."""
        self._either.removeWidget(panel)
        panel.deleteLater()
        self._panel = None
        self.reload()
        if used_up:
            self.room.open("usage")

    def _record(self, line: Line) -> Record:
        row = line.authorization.row
        word, tone = words.authorization(row, self.room.now())
        return Record(
            title=line.document(self.tr("Without application")),
            subtitle=f"{line.seal_name} · {words.uses(row.used, row.count)}",
            pill=word,
            tone=tone,
            time=self.tr("until {0}").format(words.moment(row.end)),
            icon="stamp",
            note=self.tr("sending") if sending(line.authorization) else "",
        )
