"""Usage records: who pressed which seal when and where, with the photo of each impression (R-147..R-150, R-155)."""

from dataclasses import replace
from typing import ClassVar

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget

from app.models import ledger, meta
from app.models.store import Topics, Tx
from app.services.records import Asked, Search, Tab, in_pieces
from app.views.applications.known import Known
from app.views.look import Size
from app.views.room import LivePage, Room
from app.views.usage.asking import offer_exports
from app.views.usage.detail import UsageDetail
from app.views.usage.filters import Filters
from app.views.usage.lines import Line, Listed, read_lines, read_list
from app.views.usage.model import UsageModel
from app.views.usage.table import KeptColumns, UsageTable
from app.views.usage.thumbs import Thumbs
from app.views.widgets import Card, EmptyState, SegmentedSwitch, button, label, row
from domain.organization import Permission
from domain.seals import may_on

TYPING_MS = 60  # so that a word is looked for, and not each stroke of it
LOOKING_MS = 40  # rows that are passed in less are not looked at
COLUMNS = "usage.columns"  # in `meta`: the person's, on this computer
WIDE, DETAIL, NARROW_DETAIL = 1080, 400, 330


class UsagePage(LivePage):
    """A table as long as the list, whatever its length; the chosen record beside it."""

    topics: ClassVar[Topics] = frozenset(
        {
            *("applications", "attachments", "authorizations", "carried", "categories", "current", "files", "members"),
            *("outbox", "photos", "reviews", "seals", "usage"),
        }
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._search = Search()
        self._asked: Asked | None = None
        self._loading = False
        self._placing = False
        self._settling = False
        self._fetching = False
        self._thumbs = Thumbs(room.pictures, self.tasks, self._thumb_came)
        self._model = UsageModel(self._want_rows, self._thumb)
        self._list = UsageTable(self._model, title)
        self._list.chosen.connect(self._chose)
        self._list.ordered.connect(self._other_list)
        self._list.arranged.connect(lambda: self.begin(self._keep_columns()))
        self._looking = QTimer(self, singleShot=True, interval=LOOKING_MS)
        self._looking.timeout.connect(self._look)
        self._list.looked.connect(self._looking.start)
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self._chose)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._other_list)
        self.header.show_search(self.tr("Document, person, seal, place, number"))
        self.header.search.setObjectName("usage.search")
        self.header.searched.connect(lambda _: self._typing.start())
        self._tabs = SegmentedSwitch([self.tr("All"), self.tr("Mine"), self.tr("Managed")], title)
        self._tabs.setObjectName("usage.tabs")
        self._tabs.currentChanged.connect(lambda _: self._other_list())
        self._filters = Filters()
        self._filters.changed.connect(self._other_list)
        self._detail = UsageDetail(room, self.begin)
        self._make_states()
        self._lay_out()
        offer_exports(self)
        self.show_state("stamp", self.tr("Loading"), busy=True)
        self.begin(self._restore_columns())
        self.reload()

    def _make_states(self) -> None:
        self._count = label("", "caption")
        self._count.setObjectName("usage.count")
        self._progress = QProgressBar()
        self._progress.setObjectName("usage.progress")
        self._progress.setAccessibleName(self.tr("Reading the records"))
        self._progress.setFixedWidth(110)
        self._progress.hide()
        self._none = EmptyState("magnifying-glass", "", "", self.tr("Show everything"))
        self._none.setObjectName("usage.none")
        self._none.acted.connect(self._show_everything)
        self._nothing = EmptyState("stamp", self.tr("No record yet"), self.tr("Each press of a seal is listed here."))

    def _lay_out(self) -> None:
        columns = button(self.tr("Columns"), "plain", "columns")
        columns.setObjectName("usage.columns")
        columns.setMenu(self._list.menu)
        self._left = QStackedWidget()
        self._left.addWidget(self._list)
        self._left.addWidget(self._none)
        card = Card(flush=True)
        above = row(self._tabs, None, self._progress, self._count, columns)
        above.setContentsMargins(12, 10, 12, 4)
        card.body.insertLayout(0, above)
        card.body.addWidget(self._left, 1)
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        beside = QHBoxLayout()
        beside.setSpacing(Size.GAP)
        beside.addWidget(card, 1)
        beside.addWidget(self._right)
        self.content.addWidget(self._filters)
        self.content.addLayout(beside, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._right.setFixedWidth(DETAIL if event.size().width() >= WIDE else NARROW_DETAIL)
        super().resizeEvent(event)

    # The list

    async def read(self) -> None:
        asked = self._what_is_asked()
        listed = await self.room.store.run(lambda tx: read_list(tx, self.room, self._search, asked))
        self._show_list(listed, another=asked != self._asked)
        self._asked = asked
        self.show_content()
        if not listed.whole and not self._loading:
            self._loading = True
            self.begin(self._load())
        elif listed.whole and not self._placing:
            self._placing = True
            self.begin(self._prepare())

    def _what_is_asked(self) -> Asked:
        tab, text = Tab(self._tabs.currentIndex()), self.header.search.text()
        asked = self._filters.asked(tab, text, self.room.current_seal(), self.room.now())
        return replace(asked, order=self._list.order, backwards=self._list.backwards)

    def _show_list(self, listed: Listed, *, another: bool) -> None:
        self._settling = True
        current = self.room.current_seal()
        self._filters.set_known(listed.first.known, listed.members, current, judges=self._judges(listed.first.known))
        at, old = self._list.currentIndex().row(), self._model.ns
        chosen = int(old[at]) if 0 <= at < len(old) else 0
        bar = self._list.verticalScrollBar()
        above, length = bar.value(), len(old)
        self._model.set_list(listed.ns)
        self._model.put(listed.ns[: len(listed.first.rows)].tolist(), listed.first.rows, listed.first.known)
        if listed.whole:
            self._count.setText(self.tr("%Ln records", "", len(listed.ns)))
        newest = at <= 0 and above == 0  # who looks at the newest record wants to see the next one come
        place = self._model.row_of(chosen) if chosen and not (newest and not another) else -1
        if another or newest:
            self._list.scrollToTop()
            self._list.choose_row(max(place, 0) if len(listed.ns) else -1)
        else:
            bar.setValue(above + (len(listed.ns) - length if above else 0))
            if place >= 0:
                self._list.choose_row(place)
        self._settling = False
        self._say_nothing(listed)
        self._telling.start()  # the rows first
        self._looking.start()

    def _judges(self, known: Known) -> bool:
        return any(may_on(self.room.me, Permission.VIEW_USAGE, seal) for seal in known.seals.values())

    def _say_nothing(self, listed: Listed) -> None:
        """An empty list says why it is empty, and how there may be more to see."""
        asked = bool(self.header.search.text().strip()) or self._filters.narrows
        empty = listed.whole and not len(listed.ns)
        if empty and asked:
            self._none.show_state(
                "magnifying-glass",
                self.tr("No record fits"),
                self.tr("Look for something else, or for less at once."),
                self.tr("Show everything"),
            )
        self._left.setCurrentWidget(self._none if empty and asked else self._list)

    def _show_everything(self) -> None:
        self.header.search.clear()
        self._filters.clear()

    def show_records(self, asked: Asked) -> None:
        """Those that are asked for, of all seals unless one is named, whatever the list was narrowed to before."""
        self._tabs.setCurrentIndex(asked.tab)
        self.header.search.setText(asked.text)
        self._filters.choose(asked)
        self.reload()

    def _other_list(self) -> None:
        self.reload()

    async def _load(self) -> None:
        """Bring the ledger into memory, piece by piece."""
        store, here = self.room.store, self.room.id
        self._count.setText(self.tr("Reading the records …"))
        self._progress.show()
        await in_pieces(store, lambda tx: _step(tx, here), lambda done: self._progress.setValue(round(100 * done)))
        self._loading = False
        self._progress.hide()
        self.reload()

    async def _prepare(self) -> None:
        """For what may be typed: how names are read, and in which districts the records were made."""
        from app.services.placing import place_all

        here = self.room.id
        await self.room.store.run(lambda tx: self._search.learn(tx, here))
        try:
            await place_all(self.room.store, self._show_placing)
        except (OSError, ValueError):
            return  # `place_names` has said so; of districts nothing is found
        self._progress.setVisible(self._loading)
        self._placing = False

    def _show_placing(self, done: float) -> None:
        self._progress.setToolTip(self.tr("Finding out the places of the records"))
        self._progress.setVisible(True)
        self._progress.setValue(round(100 * done))

    # Its rows

    def _want_rows(self) -> None:
        if not self._fetching:
            self._fetching = True
            self.begin(self._fetch_rows())

    async def _fetch_rows(self) -> None:
        """While one piece is read, others are scrolled past: those are not read at all."""
        try:
            while missing := self._model.missing():
                lines = await self.room.store.run(lambda tx, ns=missing: read_lines(tx, self.room.id, ns))
                self._model.put(missing, lines.rows, lines.known)
                self._looking.start()
        finally:
            self._fetching = False
        self._chose()

    def _look(self) -> None:
        lines = (self._model.line(at) for at in self._list.seen())
        self._thumbs.want(line.kept[0].sha256 for line in lines if line is not None and line.kept)

    def _thumb(self, line: Line) -> QIcon | None:
        return self._thumbs.ready(line.kept[0].sha256) if line.kept else None

    def _thumb_came(self) -> None:
        self._list.viewport().update()

    # The chosen one

    def _chose(self) -> None:
        if self._settling:
            return  # the list is put in order
        self._telling.stop()
        if not self._list.currentIndex().isValid():
            self._right.setCurrentWidget(self._nothing)
            return
        line = self._list.line()
        if line is None:
            return  # it comes
        self._detail.show_line(line, self._model.known)
        self._right.setCurrentWidget(self._detail)

    # Its columns

    async def _restore_columns(self) -> None:
        kept = await self.room.store.run(lambda tx: meta.get(tx, COLUMNS))
        if kept is not None:
            try:
                self._list.set_kept(msgspec.json.decode(kept, type=KeptColumns))
            except msgspec.MsgspecError:
                return  # of another version: the usual ones are there

    async def _keep_columns(self) -> None:
        text = msgspec.json.encode(self._list.kept).decode()
        await self.room.store.run(lambda tx: meta.put(tx, COLUMNS, text))


def _step(tx: Tx, organization: str) -> tuple[bool, float]:
    whole = ledger.of(tx, organization)
    return whole.step(tx), whole.progress()
