"""The approvals inbox: what waits for me, what I decided, what was copied to me (R-094..R-099)."""

from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from app.models.store import Topics
from app.views import words
from app.views.applications.detail import ApplicationDetail
from app.views.applications.known import Known
from app.views.applications.papers import read_papers
from app.views.approvals.decision import Decision
from app.views.approvals.inbox import COPIED, DONE, TO_DO, Inbox, Line, of_tab, others_for, read_inbox
from app.views.approvals.several import Several
from app.views.approvals.summary import Summary
from app.views.room import LivePage, Room, sending
from app.views.widgets import (
    Card,
    EmptyState,
    ListDetail,
    Record,
    RecordList,
    RecordModel,
    SegmentedSwitch,
    button,
    row,
)
from domain.applications import Application, current_index
from domain.approvals import Approve, Reject
from domain.rows import Act
from domain.verdict import Refused

LOW = 500  # pixels: a page in a window of 512


class ApprovalsPage(LivePage):
    """Decide, with the application beside it; or several at once."""

    topics: ClassVar[Topics] = frozenset(
        {
            *("applications", "attachments", "authorizations", "categories", "comments", "departments", "members"),
            *("organizations", "outbox", "photos", "seals", "usage"),
        }
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._inbox = Inbox([], Known([], {}, {}))
        self._model: RecordModel[Line] = RecordModel(lambda line: line.row.id, self._record)
        self._list = RecordList(self._model, self.tr("Approvals inbox"))
        self._list.setObjectName("approvals.list")
        self._list.allow_several()
        self._list.chosen.connect(lambda _: self._show_right())
        self._list.picked.connect(lambda _: self._show_right())
        self._tabs = SegmentedSwitch([self.tr("To do"), self.tr("Done"), self.tr("Copied to me")], title)
        self._tabs.setObjectName("approvals.tabs")
        self._tabs.currentChanged.connect(lambda _: self._show_tab())
        self._choose = button(self.tr("Several"), "plain", "check-square")
        self._choose.setObjectName("approvals.choose")
        self._choose.setCheckable(True)
        self._choose.setAccessibleName(self.tr("Choose several"))
        self._choose.toggled.connect(self._choose_several)
        self.header.show_search(self.tr("Search document, person or number"))
        self.header.searched.connect(lambda _: self._show_list())
        self.header.add(self._choose)
        self._summary = Summary()
        self._summary.chosen.connect(self.choose)
        self.content.addWidget(self._summary)
        side = Card(flush=True)
        above = row(self._tabs, None)
        above.setContentsMargins(12, 12, 12, 4)
        side.body.insertLayout(0, above)
        side.body.addWidget(self._list, 1)
        self._make_right()
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.show_state("tray", self.tr("Loading"), busy=True)
        self.reload()

    def _make_right(self) -> None:
        self._detail = ApplicationDetail(self.room, self.begin)
        self._detail.setObjectName("approvals.detail")
        self._detail.other.connect(self.choose)
        self._decision = Decision(self.room)
        self._foot = self._detail.foot(self._decision)
        self._decision.approved.connect(lambda: self.begin(self._do_approve()))
        self._decision.rejected.connect(lambda: self.begin(self._do_reject()))
        self._decision.authorized.connect(self._open_authorization)
        self._decision.handed_on.connect(self._open_hand_on)
        self._several = Several(self.room, self.begin)
        self._several.left.connect(self._leave_several)
        self._nothing = EmptyState()
        self._right = QStackedWidget()
        for held in (self._nothing, self._detail, self._several):
            self._right.addWidget(held)

    # What is shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._summary.set_room(event.size().height() >= LOW)  # the list tells the same
        super().resizeEvent(event)

    async def read(self) -> None:
        self._inbox = await self.room.store.run(lambda tx: read_inbox(tx, self.room))
        self._tabs.set_count(TO_DO, len(self._inbox.waiting()))
        self._summary.show_inbox(self._inbox)
        self._show_list()
        self.show_content()

    def _show_list(self) -> None:
        tab, text = self._tabs.currentIndex(), self.header.search.text().strip().casefold()
        me = self.room.me.id
        shown = [line for line in self._inbox.lines if of_tab(tab, line, me) and text in self._searched(line.row)]
        self._model.set_rows(shown)
        self._choose.setVisible(tab == TO_DO and (len(shown) > 1 or self._choose.isChecked()))
        if self._list.current_key() is None and shown:
            self._list.choose(shown[0].row.id)
        self._show_right()

    def _show_tab(self) -> None:
        self._choose.setChecked(False)
        self._show_list()

    def _searched(self, row: Application) -> str:
        known = self._inbox.known
        return f"{row.document} {row.number} {known.name(row.applicant)} {known.seal(row.seal)}".casefold()

    def choose(self, id: str) -> None:
        """Show this one, whatever the list is narrowed to."""
        self._choose.setChecked(False)
        self.header.search.clear()
        if not self._list.choose(id):
            self._tabs.setCurrentIndex(TO_DO)
            self._list.choose(id)

    def _chosen(self) -> Line | None:
        return self._model.row(self._list.currentIndex())

    def _show_right(self) -> None:
        picked = [line for line in self._model.rows() if line.row.id in self._list.picked_keys()]
        if self._right.currentWidget() is self._several and self._several.is_done:
            return
        if self._choose.isChecked() or (len(picked) > 1 and self._tabs.currentIndex() == TO_DO):
            self._several.show_lines(picked, self._inbox.known)
            self._right.setCurrentWidget(self._several)
            return
        line = self._chosen()
        if line is None:
            self._show_nothing()
            return
        self._detail.show_application(line.application, self._inbox.known)
        self._foot.setVisible(line.turn is not None)
        self._decision.show_line(line, self._inbox.known)
        self._right.setCurrentWidget(self._detail)
        self.begin(self._read_papers(line.row.id))

    async def _read_papers(self, id: str) -> None:
        self._detail.show_papers(await self.room.store.run(lambda tx: read_papers(tx, self.room.id, id)))

    def _show_nothing(self) -> None:
        icon, title, text = {
            TO_DO: ("tray", self.tr("Nothing waits for you"), self.tr("New applications appear here.")),
            DONE: ("check", self.tr("Nothing decided yet"), self.tr("What you approve or reject is kept here.")),
            COPIED: ("copy", self.tr("Nothing copied to you"), self.tr("Applications copied to you appear here.")),
        }[self._tabs.currentIndex()]
        if self.header.search.text().strip():
            icon, title, text = "magnifying-glass", self.tr("Nothing found"), self.tr("Try other words.")
        self._nothing.show_state(icon, title, text)
        self._right.setCurrentWidget(self._nothing)

    # Several at once

    def _choose_several(self, on: bool) -> None:
        self._list.mark_by_click(on)
        if not on and self._right.currentWidget() is self._several:
            self._right.setCurrentWidget(self._nothing)
        self._show_right()

    def _leave_several(self) -> None:
        self._right.setCurrentWidget(self._nothing)
        self._choose.setChecked(False)
        self._list.unpick()
        self._show_list()

    # One decision

    async def _do_reject(self) -> None:
        await self._submit(Reject(application=self._detail.shown, reason=self._decision.note.text()))

    async def _do_approve(self) -> None:
        line, shown = self._chosen(), self._detail.shown
        step = current_index(line.row) if line is not None and line.row.id == shown else None
        await self._submit(Approve(application=shown, note=self._decision.note.text(), step=step))

    async def _submit(self, act: Act) -> None:
        self._decision.busy(True)
        try:
            done = await self.room.submit(act)
        finally:
            self._decision.busy(False)
        if isinstance(done, Refused):
            self._decision.show_fault(self.room.sentence(done))
            return
        self._decision.show_fault("")
        self._decision.note.clear()
        self.room.tell(self.tr("Approved") if isinstance(act, Approve) else self.tr("Rejected"))

    def _open_hand_on(self) -> None:
        line = self._chosen()
        if line is not None:
            from app.views.approvals.hand_on import HandOnDialog

            others = others_for(line, self._inbox.known, self.room.me)
            HandOnDialog(self.room, line.row.id, others, self.window()).open()

    def _open_authorization(self) -> None:
        line = self._chosen()
        if line is not None:
            from app.views.authorizations.dialog import AuthorizationDialog

            AuthorizationDialog(self.room, self._inbox.known, application=line.row, parent=self.window()).open()

    def _record(self, line: Line) -> Record:
        row, known = line.row, self._inbox.known
        word, tone = words.application(row)
        applicant = known.name(row.applicant)
        instead = line.turn.instead_of if line.turn and line.waits else None
        notes = [self.tr("for {0}").format(known.name(instead))] if instead else []
        if sending(line.application):
            notes.append(self.tr("sending"))
        return Record(
            title=row.document,
            subtitle=f"{applicant} · {known.seal(row.seal)}",
            pill=word,
            tone=tone,
            time=words.moment(row.created_at),
            avatar=applicant,
            unread=line.waits,
            note=" · ".join(notes),
        )
