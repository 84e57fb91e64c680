"""Adding members from a file: everything that is wrong is seen before anything is done; then one act a row (R-231)."""

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QDialog, QHeaderView, QProgressBar, QStackedWidget, QTableView, QWidget

from app.models import fold, outbox
from app.models.outbox import ActState
from app.models.store import Topics, Tx
from app.services import member_files, member_lists
from app.services.member_lists import Judged, Line, NotAList
from app.views import words
from app.views.i18n import Tongue, number
from app.views.organization.choose_file import ask_open, ask_save
from app.views.organization.company import Company
from app.views.organization.import_model import ImportModel, State
from app.views.organization.member_dialogs import given_roles
from app.views.room import Room, Tasks, on_click
from app.views.widgets import Card, Foot, IconDisc, button, column, label, restyle, row, within_window
from domain.verdict import Circumstances, Refused

SIZE = (900, 560)
WIDTHS = (58, 120, 160, 150, 110)


class ImportDialog(QDialog):
    """A file, its rows, and what came of each. Closing it at any time leaves what was done done."""

    def __init__(self, room: Room, company: Company, parent: QWidget) -> None:
        super().__init__(parent)
        self._room, self._company, self._tasks = room, company, Tasks(room.report)
        self._stop = False
        self.setObjectName("import.window")
        self.setWindowTitle(self.tr("Import members"))
        self.setModal(True)
        self.resize(within_window(self, *SIZE))
        self.model = ImportModel(room.sentence)
        self._steps = QStackedWidget()
        for step in (self._choose_step(), self._table_step()):
            self._steps.addWidget(step)
        self._lay_out()
        self._unsubscribe = room.store.subscribe(self._touched)
        self.finished.connect(self._leave)
        self._show()

    def _choose_step(self) -> QWidget:
        text = self.tr(
            "XLSX or CSV with the columns name and phone number; department and role if you like. Nothing is done"
            " before you have seen what stands in it."
        )
        card = Card()
        card.body.addStretch(1)
        card.body.addLayout(row(None, IconDisc("download-simple"), None))
        card.body.addWidget(label(text, "secondary", wrap=True))
        self._open_file = button(self.tr("Choose a file …"), "primary")
        self._template = button(self.tr("Save a template …"))
        self._open_file.setObjectName("import.open")
        self._template.setObjectName("import.template")
        on_click(self._open_file, self._tasks.begin, self._ask_file)
        on_click(self._template, self._tasks.begin, self._save_template)
        card.body.addLayout(row(None, self._template, self._open_file, None))
        card.body.addStretch(1)
        return card

    def _table_step(self) -> QWidget:
        self._table = QTableView()
        self._table.setObjectName("import.table")
        self._table.setAccessibleName(self.tr("Rows of the file"))
        self._table.setModel(self.model)
        self._table.setShowGrid(False)
        self._table.setWordWrap(True)
        self._table.setTabKeyNavigation(False)  # else nothing below it can be reached
        self._table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self._table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self._table.horizontalHeader()
        for at, width in enumerate(WIDTHS):
            self._table.setColumnWidth(at, width)
        header.setSectionResizeMode(len(WIDTHS), QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        card = Card(flush=True)
        card.body.addWidget(self._table, 1)
        return card

    def _lay_out(self) -> None:
        self._said = label("", "body", wrap=True)
        self._said.setObjectName("import.said")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._another = button(self.tr("Another file …"), "ghost")
        self._close, self._add = button(""), button("", "primary")
        for name, widget in (("another", self._another), ("close", self._close), ("add", self._add)):
            widget.setObjectName(f"import.{name}")
        on_click(self._another, self._tasks.begin, self._ask_file)
        on_click(self._add, self._tasks.begin, self._do)
        self._close.clicked.connect(self._close_or_stop)
        layout = column(label(self.windowTitle(), "title"), self._steps, self._progress, gap=12)
        layout.setStretch(1, 1)
        layout.addWidget(Foot(self._said, self._another, self._close, self._add))
        layout.setContentsMargins(24, 20, 24, 18)
        self.setLayout(layout)

    # The file

    async def _ask_file(self) -> None:
        path = await ask_open(self)
        if path is not None:
            await self.take(path)

    async def take(self, path: Path) -> None:
        """Read and judge it; what is no list is said, and what was there before stays."""
        self._say(self.tr("Reading …"))
        try:
            lines = member_lists.lines_of(await asyncio.to_thread(member_files.read, path))
        except NotAList as error:
            self._say(self._room.sentence(error.refused), fault=True)
            return
        except OSError as error:
            self._say(self.tr("The file cannot be read: {0}").format(error.strerror or error), fault=True)
            return
        self.model.set_judged(await self._judged(lines))
        self._steps.setCurrentIndex(1)
        self._show()

    async def _judged(self, lines: list[Line]) -> list[Judged]:
        room = self._room

        def judge(tx: Tx) -> list[Judged]:
            return member_lists.judge(lines, Circumstances(room.me, room.now(), fold.facts(tx, room.id)))

        return await room.store.run(judge)

    async def _save_template(self) -> None:
        path = await ask_save(self, self.tr("members"))
        if path is None:
            return
        chinese = self._room.language.tongue is Tongue.ZH_CN
        departments = [each.row.name for each in self._company.departments]
        roles = [words.role(each) for each in given_roles(self._room.me) if each in member_lists.GIVEN_IN_LISTS]
        headings = member_lists.headings(chinese=chinese)
        try:
            await asyncio.to_thread(member_files.write, path, [headings], [[], [], departments, roles])
        except OSError as error:
            self._say(self.tr("The file cannot be written: {0}").format(error.strerror or error), fault=True)
            return
        self._say(self.tr("The template was saved as {0}").format(path.name))

    # Doing it

    @property
    def _running(self) -> bool:
        return self._progress.isVisible()

    async def _do(self) -> None:
        """One act a row, in order; a row that is refused keeps the others from nothing."""
        self._stop = False
        waiting = [at for at, each in enumerate(self.model.entries) if each.state is State.READY]
        self._progress.setRange(0, len(waiting))
        self._progress.setValue(0)
        self._progress.show()
        self._show()
        try:
            for done, at in enumerate(waiting, 1):
                if self._stop:
                    break
                await self._do_row(at)
                self._progress.setValue(done)
        finally:
            self._progress.hide()
        self._show()

    async def _do_row(self, at: int) -> None:
        act = self.model.entries[at].judged.act
        assert act is not None
        done = await self._room.submit(act)
        if isinstance(done, Refused):
            self.model.change(at, State.REFUSED, why=self._room.sentence(done))
        else:
            self.model.change(at, State.SENDING, done.id)

    def _touched(self, topics: Topics) -> None:
        if "outbox" in topics and self.model.count(State.SENDING):
            self._tasks.begin(self._follow())

    async def _follow(self) -> None:
        """What the cloud has said of the rows since."""

        def read(tx: Tx) -> tuple[set[str], dict[str, str]]:
            sending = {each.id for each in outbox.unsettled(tx) if each.state is ActState.WAITING}
            return sending, {each.id: each.sentence for each in outbox.refused(tx)}

        # Of what is added while the outbox is read, the reading says nothing.
        asked = {entry.act for entry in self.model.entries if entry.state is State.SENDING}
        sending, refused = await self._room.store.run(read)
        for at, entry in enumerate(self.model.entries):
            if entry.state is not State.SENDING or entry.act not in asked:
                continue
            if entry.act in refused:
                self.model.change(at, State.REFUSED, why=refused[entry.act])
            elif entry.act not in sending:
                self.model.change(at, State.ADDED)
        self._show()

    def _close_or_stop(self) -> None:
        if self._running:
            self._stop = True
        else:
            self.reject()

    def reject(self) -> None:
        """Closing it while rows are being done stops there."""
        self._stop = True
        super().reject()

    def _leave(self) -> None:
        self._unsubscribe()
        self._tasks.cancel()
        self.deleteLater()

    # What is said

    def _show(self) -> None:
        model = self.model
        ready, wrong = model.count(State.READY), model.count(State.WRONG)
        done, refused = model.count(State.SENDING, State.ADDED), model.count(State.REFUSED)
        self._another.setVisible(self._steps.currentIndex() == 1 and not self._running)
        self._add.setVisible(ready > 0 and not self._running)
        self._add.setText(self.tr("Add {0} members").format(number(ready)))
        finished = self._steps.currentIndex() == 1 and not ready
        self._close.setText(self.tr("Stop") if self._running else self.tr("Close") if finished else self.tr("Cancel"))
        if not self._running:
            self._progress.hide()
        if not model.entries:
            self._say("")
        elif done or refused:
            counts = [self.tr("{0} added").format(number(done))]
            counts += [self.tr("{0} refused").format(number(refused))] if refused else []
            counts += [self.tr("{0} left out").format(number(wrong + ready))] if wrong + ready else []
            self._say(" · ".join(counts))
        else:
            said = self.tr("{0} of {1} rows can be added.").format(number(ready), number(ready + wrong))
            others = self.tr("The others are left out; nothing is done yet.") if wrong else ""
            self._say(words.sentences(said, others))

    def _say(self, text: str, *, fault: bool = False) -> None:
        restyle(self._said, "role", "fault" if fault else "secondary")
        self._said.setText(text)
