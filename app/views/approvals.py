"""The approvals inbox: what waits for me, what I decided, what was copied to me (R-094..R-099)."""

from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models.fold import Folded
from app.models.store import Topics
from app.views import words
from app.views.applications.detail import ApplicationDetail
from app.views.applications.known import Known, read_known
from app.views.authorizations.dialog import AuthorizationDialog
from app.views.room import LivePage, Room, on_click, sending
from app.views.widgets import (
    Card,
    EmptyState,
    ListDetail,
    Record,
    RecordList,
    RecordModel,
    SegmentedSwitch,
    button,
    column,
    label,
    line_edit,
    row,
)
from domain.applications import Application, StepKind, current_step, waits_for
from domain.approvals import Approve, Reject
from domain.rows import Act
from domain.verdict import Refused

TO_DO, DONE, COPIED = range(3)


def of_tab(tab: int, application: Application, me: str) -> bool:
    """Whether an application stands in one of the three lists of this member."""
    if tab == TO_DO:
        return waits_for(application, me)
    if tab == DONE:
        return any(step.decided_by == me for step in application.steps)
    return me in application.copied


class ApprovalsPage(LivePage):
    """Decide, with the application beside it."""

    topics: ClassVar[Topics] = frozenset({"applications", "seals", "members", "outbox"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._known = Known([], {}, {})
        self._model: RecordModel[Folded[Application]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.tr("Approvals inbox"))
        self._list.setObjectName("approvals.list")
        self._list.chosen.connect(lambda _: self._show_detail())
        self._tabs = SegmentedSwitch([self.tr("To do"), self.tr("Done"), self.tr("Copied to me")], title)
        self._tabs.setObjectName("approvals.tabs")
        self._tabs.currentChanged.connect(lambda _: self._show_list())
        self.header.show_search(self.tr("Search document, person or number"))
        self.header.searched.connect(lambda _: self._show_list())
        side = Card(flush=True)
        above = row(self._tabs, None)
        above.setContentsMargins(12, 12, 12, 4)
        side.body.insertLayout(0, above)
        side.body.addWidget(self._list, 1)
        self._detail = ApplicationDetail(room, self.begin)
        self._detail.setObjectName("approvals.detail")
        self._add_decision()
        self._nothing, self._shown = EmptyState(), ""
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.show_state("tray", self.tr("Loading"), busy=True)
        self.reload()

    def _add_decision(self) -> None:
        """A note, and the three things that may be done; what may not be done is not shown."""
        self._note = line_edit(self.tr("A note for the applicant; a reason if you reject"), limit=500)
        self._note.setAccessibleName(self.tr("Note"))
        self._message = label("", "fault", wrap=True)
        self._reject = button(self.tr("Reject"), "danger")
        self._approve = button(self.tr("Approve"), "primary", "check")
        self._authorize = button(self.tr("Authorize"), "primary", "stamp")
        named = {"note": self._note, "message": self._message, "reject": self._reject}
        for name, widget in (named | {"approve": self._approve, "authorize": self._authorize}).items():
            widget.setObjectName(f"approvals.{name}")
        on_click(self._reject, self.begin, self._do_reject)
        on_click(self._approve, self.begin, self._do_approve)
        self._authorize.clicked.connect(self._open_authorization)
        written = QWidget()
        written.setLayout(column(self._note, self._message, gap=4))
        self._foot = self._detail.foot(written, self._reject, self._approve, self._authorize)
        self._foot.layout().setStretch(0, 1)
        self._message.hide()

    async def read(self) -> None:
        self._known = await self.room.store.run(lambda tx: read_known(tx, self.room.id))
        mine = sum(of_tab(TO_DO, each.row, self.room.me.id) for each in self._known.applications)
        self._tabs.set_count(TO_DO, mine)
        self._show_list()
        self.show_content()

    def _show_list(self) -> None:
        tab, text = self._tabs.currentIndex(), self.header.search.text().strip().casefold()
        self._model.set_rows(
            [
                each
                for each in self._known.applications
                if of_tab(tab, each.row, self.room.me.id) and text in self._searched(each.row)
            ]
        )
        if self._list.current_key() is None and self._model.rows():
            self._list.choose(self._model.rows()[0].row.id)
        self._show_detail()

    def _searched(self, row: Application) -> str:
        return f"{row.document} {row.number} {self._known.people.get(row.applicant, '')}".casefold()

    def _id(self) -> str:
        return str(self._list.current_key() or "")

    def _show_detail(self) -> None:
        chosen = next((each for each in self._model.rows() if each.row.id == self._id()), None)
        if chosen is None:
            self._show_nothing()
            return
        if self._id() != self._shown:
            self._shown = self._id()
            self._message.hide()
            self._note.clear()
        self._detail.show_application(chosen, self._known)
        step = current_step(chosen.row)
        mine = waits_for(chosen.row, self.room.me.id)
        authorizing = step is not None and step.kind is StepKind.AUTHORIZE
        self._foot.setVisible(mine)
        self._approve.setVisible(not authorizing)
        self._authorize.setVisible(authorizing)
        self._right.setCurrentWidget(self._detail)

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

    async def _do_reject(self) -> None:
        await self._submit(Reject(application=self._id(), reason=self._note.text()))

    async def _do_approve(self) -> None:
        await self._submit(Approve(application=self._id(), note=self._note.text()))

    async def _submit(self, act: Act) -> None:
        done = await self.room.submit(act)
        refused = isinstance(done, Refused)
        self._message.setVisible(refused)
        self._message.setText(self.room.sentence(done) if isinstance(done, Refused) else "")
        if refused:
            self._note.setFocus()
            return
        self._note.clear()
        self.room.tell(self.tr("Approved") if isinstance(act, Approve) else self.tr("Rejected"))

    def _open_authorization(self) -> None:
        chosen = next((each.row for each in self._model.rows() if each.row.id == self._id()), None)
        if chosen is not None:
            AuthorizationDialog(self.room, self._known, application=chosen, parent=self.window()).open()

    def _record(self, each: Folded[Application]) -> Record:
        row = each.row
        word, tone = words.application(row)
        applicant = self._known.people.get(row.applicant, "—")
        return Record(
            title=row.document,
            subtitle=f"{applicant} · {self._known.seal(row.seal)}",
            pill=word,
            tone=tone,
            time=words.moment(row.created_at),
            avatar=applicant,
            unread=waits_for(row, self.room.me.id),
            note=self.tr("sending") if sending(each) else "",
        )
