"""An application with all that belongs to it: facts, files, its way, its use and what was said about it."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.models.fold import Folded
from app.services.picking import opens
from app.views import words
from app.views.applications.facts import facts_of, press_step, steps_of, use_facts
from app.views.applications.known import Known
from app.views.applications.papers import Papers, read_papers
from app.views.room import Room, Work, sending
from app.views.strip import PictureStrip, Shown
from app.views.widgets import (
    Avatar,
    Card,
    Columns,
    CommentBox,
    FactList,
    FileRow,
    FileRows,
    Pill,
    Said,
    Timeline,
    button,
    column,
    label,
)
from domain.applications import Application
from domain.approvals import Remark
from domain.files import Attachment
from domain.ids import new_id
from domain.verdict import Refused

if TYPE_CHECKING:
    from app.views.applications import paper
    from app.views.keeping import Copies

MAX_COMMENT = 500


class ApplicationDetail(Card):
    """Approvals show the same, with what may be done below it. `other(id)`: one of those filed together is wanted."""

    other = Signal(str)

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__(scroll=True)
        self._room, self._begin = room, begin
        self._row: Application | None = None
        self._known, self._papers = Known([], {}, {}), Papers("")
        self.setObjectName("applications.detail")
        self._avatar, self._pill = Avatar(size=40), Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        self.head(self._avatar, column(self._title, self._under, gap=2), self._pill, self._paper_button())
        self._facts, self._steps = FactList(), Timeline(name=self.tr("Flow"))
        self._pictures = PictureStrip(room, begin, self.tr("Pictures of the document"))
        self._pictures.setObjectName("applications.detail.pictures")
        self._on_the_way = label("", "caption", wrap=True)
        self._on_the_way.setObjectName("applications.detail.on_the_way")
        self._files = FileRows(self.tr("Attachments"), open=True, save=True)
        self._files.opened.connect(lambda id: self._with_file(id, self._open))
        self._files.saved.connect(lambda id: self._with_file(id, self._save))
        self._use, self._presses = FactList(), Timeline(name=self.tr("Use"))
        self._together = column(gap=2)
        self._together_box = QWidget()
        self._together_box.setObjectName("applications.detail.together")
        self._together_box.setLayout(self._together)
        self.comments = CommentBox(self.tr("Comments"), MAX_COMMENT)
        self.comments.editor.setObjectName("applications.detail.comment")
        self.comments.send.setObjectName("applications.detail.send")
        self.comments.said.connect(lambda text: self._begin(self._say(text)))
        self._lay_out()

    def _lay_out(self) -> None:
        self._sections: dict[QWidget, QWidget] = {}

        def section(title: str, *parts: QWidget) -> QWidget:
            held = QWidget()
            held.setLayout(column(label(title, "strong"), *parts, gap=10))
            self._sections[parts[0]] = held
            return held

        what = column(
            section(self.tr("Application"), self._facts),
            section(self.tr("Pictures of the document"), self._pictures, self._on_the_way),
            section(self.tr("Attachments"), self._files),
            section(self.tr("Filed together"), self._together_box),
            section(self.tr("Comments"), self.comments),
            gap=18,
        )
        way = column(
            section(self.tr("Flow"), self._steps),
            section(self.tr("Use"), self._use, self._presses),
            gap=18,
        )
        self.body.addWidget(Columns(what, way))
        self.body.addStretch(1)

    def _paper_button(self) -> QWidget:
        """The form of approval (用印审批单), on paper or as PDF."""
        made = button("", "plain", "printer")
        made.setObjectName("applications.detail.paper")
        made.setAccessibleName(self.tr("Approval form"))
        made.setToolTip(self.tr("Approval form"))
        menu = QMenu(made)
        menu.addAction(self.tr("Save as PDF …"), lambda: self._begin(self._save_paper()))
        menu.addAction(self.tr("Print …"), lambda: self._begin(self._print_paper()))
        made.setMenu(menu)
        return made

    # What is shown

    @property
    def shown(self) -> str:
        """The id of the application that is shown."""
        return self._row.id if self._row else ""

    def show_application(self, folded: Folded[Application], known: Known) -> None:
        row = folded.row
        if row.id != self.shown:
            self.comments.clear()
            self._papers = Papers(row.id)
            self._show_papers()
        self._row, self._known = row, known
        applicant = known.name(row.applicant)
        self._avatar.set_name(applicant)
        self._title.setText(row.document)
        number = row.number or self.tr("number follows")
        self._under.setText(" · ".join((number, applicant, words.moment(row.created_at))))
        self._pill.set(*words.application(row))
        self._facts.set_facts(facts_of(row, known))
        self._steps.set_steps(steps_of(row, known))
        self._show_together()

    def show_papers(self, papers: Papers) -> None:
        """What belongs to it; of another one meanwhile chosen, nothing."""
        if papers.application == self.shown:
            self._papers = papers
            self._show_papers()

    def _show_papers(self) -> None:
        papers, known = self._papers, self._known
        self._pictures.show_pictures([Shown(each.sha256, each.name, each.name) for each in papers.pictures])
        missing = sum(each.stored_at is None for each in papers.pictures)
        self._on_the_way.setText(self.tr("Declared, but not yet in the cloud: {0}").format(missing))
        self._on_the_way.setVisible(missing > 0)
        self._files.set_files([_file_row(each) for each in papers.attachments])
        self.comments.set_comments(
            [
                Said(
                    known.name(each.row.member),
                    each.row.text,
                    words.moment(each.row.at),
                    self.tr("sending") if sending(each) else "",
                )
                for each in papers.comments
            ]
        )
        self._show_use()
        for part, there in ((self._pictures, papers.pictures), (self._files, papers.attachments)):
            self._sections[part].setVisible(bool(there))

    def _show_use(self) -> None:
        authorization = self._papers.authorization
        self._sections[self._use].setVisible(authorization is not None)
        if authorization is not None:
            self._use.set_facts(use_facts(authorization, self._room.now()))
            self._presses.set_steps([press_step(each.impression) for each in self._papers.uses.presses[:8]])

    def _show_together(self) -> None:
        row = self._row
        assert row is not None
        others = [
            each.row
            for each in self._known.applications
            if row.group is not None and each.row.group == row.group and each.row.id != row.id
        ]
        while taken := self._together.takeAt(0):
            if held := taken.widget():
                held.hide()
                held.deleteLater()
        for each in others:
            made = button(f"{self._known.seal(each.seal)} · {words.application(each)[0]}", "ghost", "stamp", cut=True)
            made.clicked.connect(lambda _=False, id=each.id: self.other.emit(id))
            self._together.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self._sections[self._together_box].setVisible(bool(others))

    # What the person does

    async def _say(self, text: str) -> None:
        done = await self._room.submit(Remark(id=new_id(), application=self.shown, text=text))
        if isinstance(done, Refused):
            self.comments.set_error(self._room.sentence(done))
        else:
            self.comments.clear()

    def _with_file(self, id: object, work: Callable[[Attachment], Work]) -> None:
        file = next((each for each in self._papers.attachments if each.id == id), None)
        if file is not None:
            self._begin(work(file))

    @cached_property
    def _copies(self) -> "Copies":
        from app.views.keeping import Copies

        made = Copies(self._room)
        self.destroyed.connect(made.close)
        return made

    async def _open(self, file: Attachment) -> None:
        await self._copies.open(file.name, file.sha256)

    async def _save(self, file: Attachment) -> None:
        from app.views.keeping import save

        await save(self._room, self, file.name, file.sha256)

    async def _save_paper(self) -> None:
        from app.views.applications import paper

        if self._row is not None:
            await paper.save_pdf(self._room, self, await self._paper(self._row))

    async def _print_paper(self) -> None:
        from app.views.applications import paper

        if self._row is not None:
            await paper.print_out(self._room, self, await self._paper(self._row))

    async def _paper(self, row: Application) -> "paper.Paper":
        """With every use, of which the screen shows the newest."""
        from app.views.applications import paper

        read = partial(read_papers, organization=self._room.id, id=row.id, every_use=True)
        return paper.Paper(row, await self._room.store.run(read), self._known)


def _file_row(file: Attachment) -> FileRow:
    return FileRow(file.id, file.name, words.size(file.bytes), opens=opens(file.name, file.media))
