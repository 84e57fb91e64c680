"""The audit log of the organization, filtered, exported, its chain followed here (I-21)."""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QMenu, QProgressBar, QTableView

from app.models import audits, fold
from app.models.audits import Chain
from app.models.store import Topics
from app.views import act_words, words
from app.views.audit.export import export
from app.views.audit.filters import Filters
from app.views.audit.lines import Line, outcome, read_lines, why
from app.views.audit.model import ABOUT, NUMBER, WHAT, AuditModel
from app.views.i18n import number
from app.views.keeping import safe_name
from app.views.look import Size, Tone
from app.views.room import LivePage, Room
from app.views.widgets import Card, EmptyState, Fact, FactList, Pill, button, label
from domain.organization import Member

TYPING_MS = 250
FOLLOWED_AT_ONCE = 400  # entries: ten milliseconds of the database's thread
WIDE = 1000
WIDTHS = (60, 146, 106, 146, 160, 90)
DETAIL, NARROW_DETAIL = 340, 300  # an id and the button that copies it fit in


class AuditPage(LivePage):
    """A table as long as the log; the chosen entry beside it with everything that can be copied."""

    topics: ClassVar[Topics] = frozenset({"audit", "members"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._chain, self._following, self._exporting = Chain(), False, False
        self._task: asyncio.Task[None] | None = None
        self.header.show_search(self.tr("Name, act, id"))
        self.header.search.setObjectName("audit.search")
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self.reload)
        self.header.searched.connect(lambda _: self._typing.start())
        self._offer_export()
        self._filters = Filters()
        self._filters.changed.connect(self.reload)
        self._model = AuditModel(lambda page, wanted: self.begin(self._fetch(page, wanted)))
        self._make_table()
        self._make_state()
        card = Card(flush=True)
        card.body.addWidget(self._table, 1)
        card.foot(self._count, None, self._progress, self._stop, self._pill)
        self._none = EmptyState("magnifying-glass", self.tr("No entry fits"), self.tr("Change the filter above."))
        card.body.addWidget(self._none, 1)
        self._detail = Card(self.tr("Entry"), scroll=True)
        self._detail.setObjectName("audit.detail")
        self._facts = FactList()
        self._detail.body.addWidget(self._facts)
        self._detail.body.addStretch(1)
        beside = QHBoxLayout()
        beside.setSpacing(Size.GAP)
        self._detail.setFixedWidth(DETAIL)
        beside.addWidget(card, 1)
        beside.addWidget(self._detail)
        self.content.addWidget(self._filters)
        self.content.addLayout(beside, 1)
        self.show_state("list-bullets", self.tr("Loading"), busy=True)
        self.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide, across = event.size().width() >= WIDE, self._table.horizontalHeader()
        self._detail.setFixedWidth(DETAIL if wide else NARROW_DETAIL)
        for column in (NUMBER, ABOUT):  # where there is no room for them, they stand in the detail
            self._table.setColumnHidden(column, not wide)
        across.setSectionResizeMode(ABOUT, QHeaderView.ResizeMode.Stretch)
        across.setSectionResizeMode(
            WHAT, QHeaderView.ResizeMode.Interactive if wide else QHeaderView.ResizeMode.Stretch
        )
        super().resizeEvent(event)

    def _offer_export(self) -> None:
        menu = QMenu(self)
        for suffix, text in (("xlsx", self.tr("as XLSX …")), ("csv", self.tr("as CSV …"))):
            menu.addAction(text).triggered.connect(partial(self._ask_where, suffix))
        self._export_button = button(self.tr("Export"), "plain", "download-simple")
        self._export_button.setObjectName("audit.export")
        self._export_button.setMenu(menu)
        self.header.add(self._export_button)

    def _make_table(self) -> None:
        self._table = QTableView()
        self._table.setObjectName("audit.table")
        self._table.setAccessibleName(self.tr("Audit log"))
        self._table.setModel(self._model)
        self._table.setFrameShape(QTableView.Shape.NoFrame)
        self._table.setShowGrid(False)
        self._table.setWordWrap(False)
        self._table.setTabKeyNavigation(False)
        self._table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(34)
        self._table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across = self._table.horizontalHeader()
        across.setHighlightSections(False)
        across.setDefaultAlignment(across.defaultAlignment().AlignLeft | across.defaultAlignment().AlignVCenter)
        for column, width in enumerate(WIDTHS):
            self._table.setColumnWidth(column, width)
        self._table.selectionModel().currentRowChanged.connect(self._show_line)
        self._model.dataChanged.connect(lambda *_: self._show_line(self._table.currentIndex()))

    def _make_state(self) -> None:
        self._count, self._pill = label("", "secondary"), Pill()
        self._count.setObjectName("audit.count")
        self._pill.setObjectName("audit.chain")
        self._progress = QProgressBar()
        self._progress.setFixedWidth(160)
        self._stop = button(self.tr("Stop"))
        self._stop.setObjectName("audit.stop")
        self._stop.clicked.connect(self._stop_export)
        self._progress.hide()
        self._stop.hide()

    async def read(self) -> None:
        here, text, now = self.room.id, self.header.search.text(), self.room.now()
        members = await self.room.store.run(lambda tx: list(fold.facts(tx, here).all(Member)))
        self._filters.set_members(members)
        narrowed = self._filters.filter(text, now)
        numbers, whole = await self.room.store.run(
            lambda tx: (audits.numbers(tx, here, narrowed), len(audits.numbers(tx, here)))
        )
        self._model.set_numbers(numbers)
        self._count.setText(self.tr("{0} of %Ln entries", "", whole).format(number(len(numbers))))
        self._table.setVisible(bool(numbers))
        self._none.setVisible(not numbers)
        self._export_button.setEnabled(bool(numbers) and not self._exporting)
        if numbers and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._model.index(0, 0))
        self._show_line(self._table.currentIndex())
        if whole:
            self.show_content()
        else:
            text = self.tr("What members do is written down here by the cloud, done or refused.")
            self.show_state("list-bullets", self.tr("Nothing in the log yet"), text)
        if not self._following:
            self._following = True
            self.begin(self._follow(whole))

    async def _fetch(self, page: int, wanted: Sequence[int]) -> None:
        before = self._model.numbers
        lines = await self.room.store.run(lambda tx: read_lines(tx, self.room.id, wanted))
        if self._model.numbers is before:  # else it is another list by now
            self._model.put(page, lines)

    async def _follow(self, whole: int) -> None:
        """Along the chain, from where it was left; every head is computed here."""
        try:
            if self._chain.ended:
                self._chain = Chain(self._chain.number, self._chain.head)
            while not (self._chain.broken or self._chain.ended):
                text = self.tr("Following the chain: {0} of {1}").format(number(self._chain.number), number(whole))
                self._pill.set(text, Tone.NEUTRAL)
                chain = self._chain
                self._chain = await self.room.store.run(
                    lambda tx, chain=chain: audits.follow(tx, self.room.id, chain, FOLLOWED_AT_ONCE)
                )
        finally:
            self._following = False
        self._show_chain()

    def _show_chain(self) -> None:
        if self._chain.broken:
            text = self.tr("Chain broken at entry {0}").format(number(self._chain.number + 1))
            self._pill.set(text, Tone.DANGER)
        else:
            self._pill.set(self.tr("Chain unbroken up to {0}").format(number(self._chain.number)), Tone.OK)

    def _show_line(self, index: QModelIndex, _before: object = None) -> None:
        line = self._model.line(index.row()) if index.isValid() else None
        self._facts.setVisible(line is not None)
        if line is not None:
            self._facts.set_facts(self._facts_of(line))

    def _facts_of(self, line: Line) -> list[Fact]:
        entry = line.entry
        facts = [
            Fact(self.tr("No."), number(entry.number)),
            Fact(self.tr("Time"), words.full_moment(entry.at)),
            Fact(self.tr("Who"), line.who or self.tr("no member any more")),
            Fact(self.tr("Act"), act_words.act(entry.act) or self.tr("not readable")),
            Fact(self.tr("About"), line.about or "—"),
            Fact(self.tr("Outcome"), outcome(entry)[0]),
        ]
        if entry.code:
            facts.append(Fact(self.tr("Reason"), why(entry, self.room.language.tongue)))
        if entry.subject:
            facts.append(Fact(self.tr("Subject"), entry.subject, copy=True))
        facts.append(Fact(self.tr("Act's id"), entry.id, copy=True))
        facts.append(Fact(self.tr("Digest"), _broken_up(entry.digest)))
        facts.append(Fact(self.tr("Head"), _broken_up(entry.head)))
        return facts

    def _ask_where(self, suffix: str) -> None:
        day = words.full_moment(self.room.now())[:10]
        name = safe_name(f"{self.room.organization.name} {self.accessibleName()} {day}.{suffix}")
        dialog = QFileDialog(self.window(), self.tr("Export the audit log"), name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: self.start_export(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def start_export(self, path: Path) -> None:
        """What the list shows now, into that file."""
        self._exporting = True
        self.begin(self._export(path))

    async def _export(self, path: Path) -> None:
        self._task = asyncio.current_task()
        numbers = self._model.numbers
        self._progress.setRange(0, len(numbers))
        self._show_progress(busy=True)
        try:
            await export(self.room, numbers, path, self._progress.setValue)
            self.room.tell(self.tr("%Ln entries written to {0}", "", len(numbers)).format(path.name))
        except OSError as error:
            self.banner.show_fault(self.tr("{0} could not be written: {1}").format(path.name, error.strerror or error))
        finally:
            self._task = None
            self._show_progress(busy=False)

    def _stop_export(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.room.tell(self.tr("Export stopped; no file was written"))

    def _show_progress(self, *, busy: bool) -> None:
        self._exporting = busy
        self._progress.setValue(0)
        self._progress.setVisible(busy)
        self._stop.setVisible(busy)
        self._export_button.setEnabled(not busy and bool(self._model.numbers))
        if busy:
            self.banner.clear()


def _broken_up(hash_: str) -> str:
    """So that a line can end within it."""
    return " ".join(hash_[at : at + 8] for at in range(0, len(hash_), 8))
