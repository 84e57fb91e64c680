"""Checking any PDF: who sealed it, when, with which record, and whether it is still what was sealed."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.models.store import Topics
from app.services import picking
from app.services.picking import Unfit
from app.services.sealing.flaws import Unsealable
from app.services.sealing.verifying import Checked, Verdict
from app.services.sealing.words import of_flaw
from app.services.trouble import Trouble
from app.views import i18n, keeping, words
from app.views.i18n import Tongue
from app.views.look import Tone
from app.views.page_dialog import PageDialog
from app.views.room import LivePage, Room
from app.views.sealing.verdicts import facts_of, notes_of, of_verdict
from app.views.widgets import (
    Card,
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
    row,
)
from app.views.widgets.file_picker import why_unfit

SIZE = (980, 640)


class CheckPage(LivePage):
    """A file is chosen, or dropped here; it is read and changed nowhere."""

    topics: ClassVar[Topics] = frozenset({"seals", "members"})
    records_wanted = Signal()

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._checked: Checked | None = None
        self._names: dict[str, str] = {}
        self.setAcceptDrops(True)
        self._choose = self.header.show_action(self.tr("Check a PDF …"), "folder-open")
        self._choose.setObjectName("check.choose")
        self._choose.hide()  # the state has one of its own
        self.header.acted.connect(lambda: self.begin(self._ask()))
        self.state.acted.connect(lambda: self.begin(self._ask()))
        self._model: RecordModel[tuple[int, Verdict]] = RecordModel(lambda each: each[0], self._record)
        self._list = RecordList(self._model, self.tr("Seals on this document"))
        self._list.setObjectName("check.list")
        self._list.chosen.connect(lambda _: self._show_detail())
        side = Card(flush=True)
        self._file = label("", "strong", cut=True)
        self._file.setObjectName("check.file")
        above = column(self._file, gap=0)
        above.setContentsMargins(16, 14, 16, 8)
        side.body.insertLayout(0, above)
        side.body.addWidget(self._list, 1)
        self.content.addWidget(ListDetail(side, self._detail()), 1)
        self._show_nothing()
        self.reload()

    def _detail(self) -> QWidget:
        card = Card(scroll=True)
        card.setObjectName("check.detail")
        self._disc, self._pill = IconDisc("circle-wavy-check", Tone.ACCENT, 40), Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        card.head(self._disc, column(self._title, self._under, gap=2), self._pill)
        self._facts, self._notes = FactList(), label("", "secondary", wrap=True)
        self._facts.setObjectName("check.facts")
        self._notes.setObjectName("check.notes")
        self._record_button = button(self.tr("Show the records"), "ghost", "clock-counter-clockwise")
        self._record_button.setObjectName("check.record")
        self._record_button.clicked.connect(self.records_wanted)
        card.body.addWidget(self._facts)
        card.body.addWidget(self._notes)
        card.body.addLayout(row(self._record_button, None))
        card.body.addStretch(1)
        return card

    async def read(self) -> None:
        from app.models import fold
        from domain.organization import Member

        def names(tx: object) -> dict[str, str]:
            return {each.id: each.name for each in fold.facts(tx, self.room.id).all(Member)}  # type: ignore[arg-type]

        self._names = await self.room.store.run(names)
        self._show_detail()

    # What the person does

    async def _ask(self) -> None:
        path = await keeping.choose_file(self, self.tr("PDF to check"), self.tr("PDF (*.pdf)"))
        if path is not None:
            await self.check(path)

    async def check(self, path: Path) -> None:
        self._checked = None
        self._choose.hide()
        self.show_state("circle-wavy-check", self.tr("The document is checked …"), path.name, busy=True)
        try:
            picked = await picking.read(path, picture=False)
            checked = await self.room.devices.check_document(self.room.id, picked.blob.content)
        except Unfit as error:
            self._show_fault(path.name, why_unfit(error))
            return
        except Unsealable as error:
            self._show_fault(path.name, Trouble(of_flaw(error.flaw)).sentence(self._chinese))
            return
        self._show_checked(picked.name, checked)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if (path := _dropped(event)) is not None:
            event.acceptProposedAction()
            self.begin(self.check(path))

    # What is shown

    @property
    def _chinese(self) -> bool:
        return self.room.language.tongue is Tongue.ZH_CN

    def _show_nothing(self) -> None:
        text = self.tr("Choose a PDF, or drop it here: who sealed it, when, and whether it was changed since.")
        self.show_state("circle-wavy-check", self.tr("Check a sealed document"), text, self.tr("Choose a PDF …"))

    def _show_fault(self, name: str, sentence: str) -> None:
        self.show_state("warning", name, sentence, self.tr("Choose another one …"), Tone.DANGER)

    def _show_checked(self, name: str, checked: Checked) -> None:
        if not checked.verdicts:
            text = self.tr("“{0}” has no seal and no other signature.").format(name)
            self.show_state("file-pdf", self.tr("Not sealed"), text, self.tr("Choose another one …"))
            return
        self._checked = checked
        self._file.setText(name)
        self._model.set_rows(list(enumerate(checked.verdicts)))
        self._list.choose(len(checked.verdicts) - 1)
        self._show_detail()
        self._choose.show()
        self.show_content()

    def _show_detail(self) -> None:
        chosen = self._model.row(self._list.currentIndex())
        if chosen is None or self._checked is None:
            return
        verdict = chosen[1]
        word, tone = of_verdict(verdict)
        self._disc.tone = tone
        self._disc.update()
        self._pill.set(word, tone)
        self._title.setText(verdict.found.organization or self.tr("Unknown"))
        self._under.setText(verdict.found.name or verdict.found.serial)
        self._facts.set_facts(facts_of(verdict, self._names))
        self._notes.setText("\n".join(notes_of(verdict, asked=self._checked.asked)))
        self._record_button.setVisible(verdict.record is not None)

    def _record(self, each: tuple[int, Verdict]) -> Record:
        found = each[1].found
        word, tone = of_verdict(each[1])
        at = found.stamped_at or found.at
        return Record(
            title=found.organization or self.tr("Unknown"),
            subtitle=found.name or found.serial or self.tr("Signature {0}").format(i18n.number(each[0] + 1)),
            pill=word,
            tone=tone,
            time=words.moment(at) if at is not None else "",
            icon="circle-wavy-check",
        )


def show_check(room: Room, parent: QWidget) -> PageDialog[CheckPage]:
    """In a window of its own: a document that somebody brought is checked from wherever one is."""
    title = QCoreApplication.translate("CheckPage", "Check a document")
    dialog = PageDialog(CheckPage(room, title), "check", title, SIZE, parent)

    def show_records() -> None:
        dialog.accept()
        room.open("usage")

    dialog.page.records_wanted.connect(show_records)
    dialog.open()
    return dialog


def _dropped(event: QDropEvent) -> Path | None:
    """The one file that is being dropped."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
