"""The decisions behind a bar: how long each was waited for, and its application beside it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models.store import Tx
from app.services.overview import Wait
from app.views import words
from app.views.applications.detail import ApplicationDetail
from app.views.applications.known import Known, read_known
from app.views.applications.papers import read_papers
from app.views.i18n import number
from app.views.look import Size
from app.views.overview.figures import read_waits, took, waited
from app.views.room import Room, Work
from app.views.widgets import (
    Card,
    EmptyState,
    ListDetail,
    Record,
    RecordList,
    RecordModel,
    button,
    column,
    label,
    row,
)

PAGE, NEAR = 200, 200  # decisions that are read at once, the longest first; pixels from the end of the list


class Behind(QWidget):
    """Follows the rows as long as it is seen; `left`: back to the charts."""

    left = Signal()

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__()
        self._room, self._begin = room, begin
        self._bucket, self._since, self._until, self._most = 0, 0, 0, PAGE
        self._known = Known([], {}, {})
        back = button(self.tr("Back to the overview"), "plain", "arrow-left")
        back.setObjectName("overview.back")
        back.clicked.connect(self.left)
        self._title = label("", "strong", cut=True)
        self._title.setObjectName("overview.behind.title")
        self.model: RecordModel[Wait] = RecordModel(lambda wait: (wait.application.id, wait.step), self._record)
        self.list = RecordList(self.model, self.tr("Decisions"))
        self.list.setObjectName("overview.behind")
        self.list.chosen.connect(lambda _: self._show_detail())
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        side = Card(flush=True)
        side.body.setContentsMargins(0, 6, 0, 6)
        side.body.addWidget(self.list, 1)
        self._detail = ApplicationDetail(room, begin)
        self._detail.setObjectName("overview.behind.detail")
        self._detail.other.connect(self._choose_application)
        self._nothing = EmptyState("tray", self.tr("No such decision any more"))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        above = row(back, self._title, gap=12)
        above.setStretch(1, 1)
        layout = column(gap=Size.GAP)
        layout.addLayout(above)
        layout.addWidget(ListDetail(side, self._right), 1)
        self.setLayout(layout)

    def ask(self, bucket: int, since: int, until: int) -> None:
        """Those waits of that time; `read` brings them."""
        self._bucket, self._since, self._until = bucket, since, until
        self._most = PAGE

    def _scrolled(self, value: int) -> None:
        """To its end: the next ones."""
        if value >= self.list.verticalScrollBar().maximum() - NEAR and self.model.rowCount() >= self._most:
            self._most += PAGE
            self._begin(self.read())

    async def read(self) -> None:
        here, now, of = self._room.id, self._room.now(), (self._since, self._until)

        def look(tx: Tx) -> tuple[list[Wait], int, Known]:
            found, count = read_waits(tx, here, *of, now, self._bucket, self._most)
            return found, count, read_known(tx, here, {wait.application.id for wait in found})

        waits, count, self._known = await self._room.store.run(look)
        self.model.set_rows(waits)
        self._title.setText(self.tr("Decisions, {0}: {1}").format(waited()[self._bucket], number(count)))
        if self.list.current_key() is None and waits:
            self.list.choose((waits[0].application.id, waits[0].step))
        self._show_detail()

    def _choose_application(self, id: str) -> None:
        """Another one that was filed together with it, if it is in the list."""
        key = next(((wait.application.id, wait.step) for wait in self.model.rows() if wait.application.id == id), None)
        if key is not None:
            self.list.choose(key)

    def _show_detail(self) -> None:
        wait = self.model.row(self.list.currentIndex())
        folded = None
        if wait is not None:
            folded = next((each for each in self._known.applications if each.row.id == wait.application.id), None)
        if folded is None:
            self._right.setCurrentWidget(self._nothing)
            return
        self._detail.show_application(folded, self._known)
        self._right.setCurrentWidget(self._detail)
        self._begin(self._read_papers(folded.row.id))

    async def _read_papers(self, id: str) -> None:
        self._detail.show_papers(await self._room.store.run(lambda tx: read_papers(tx, self._room.id, id)))

    def _record(self, wait: Wait) -> Record:
        step = wait.decision
        word, tone = words.step(step.state, step.kind)
        who = self._known.name(step.decided_by) if step.decided_by else self._known.names(step.candidates)
        lasted = self.tr("waits for {0}") if wait.is_open else self.tr("took {0}")
        return Record(
            title=wait.application.document,
            subtitle=f"{who} · {lasted.format(took(wait.took))}",
            pill=word,
            tone=tone,
            time=words.moment(wait.since if wait.is_open else wait.until),
            icon="file-text",
        )
