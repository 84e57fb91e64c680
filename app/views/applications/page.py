"""My applications: what I applied for and how far it is (R-087..R-093)."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget

from app.models import fold
from app.models.fold import Folded
from app.models.store import Topics, Tx
from app.views import words
from app.views.applications.detail import ApplicationDetail
from app.views.applications.known import Known, read_known
from app.views.applications.papers import read_papers
from app.views.look import Tone
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
    confirm,
    label,
    row,
)
from domain.applications import Application, ApplicationState, current_step
from domain.authorizations import owed_by
from domain.organization import Permission, Regime, may
from domain.rows import Act
from domain.verdict import Refused
from domain.waiting import Urge, Withdraw

if TYPE_CHECKING:
    from app.views.applications.form import ApplicationForm

FILTERS = (
    None,  # all of them to begin with
    ApplicationState.IN_APPROVAL,
    ApplicationState.REJECTED,
    ApplicationState.AUTHORIZED,
    ApplicationState.WITHDRAWN,
)


class ApplicationsPage(LivePage):
    """The applications I filed, and a new one."""

    topics: ClassVar[Topics] = frozenset(
        {
            *("applications", "attachments", "authorizations", "categories", "comments", "departments", "members"),
            *("organizations", "outbox", "photos", "seals", "seal_services", "templates", "usage"),
        }
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._known, self._owed = Known([], {}, {}), 0
        self._wanted_id = ""
        self.header.show_search(self.tr("Search document or number"))
        self.header.searched.connect(lambda _: self._show_list())
        self._new = self.header.show_action(self.tr("New application"))
        self._new.setObjectName("applications.new")
        self.header.acted.connect(self.open_form)
        self._model: RecordModel[Folded[Application]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.tr("My applications"))
        self._list.setObjectName("applications.list")
        self._list.chosen.connect(lambda _: self._show_detail())
        names = [self.tr("All"), self.tr("In approval"), self.tr("Rejected"), self.tr("Authorized")]
        self._filter = SegmentedSwitch([*names, self.tr("Withdrawn")], self.tr("Filter by state"))
        self._filter.setObjectName("applications.filter")
        self._filter.currentChanged.connect(lambda _: self._show_list())
        side = Card(flush=True)
        above = row(self._filter, None)
        above.setContentsMargins(12, 12, 12, 4)
        side.body.insertLayout(0, above)
        side.body.addWidget(self._list, 1)
        self._detail = ApplicationDetail(room, self.begin)
        self._detail.other.connect(self.choose)
        self._add_actions()
        self._nothing = EmptyState(
            "file-text", self.tr("Nothing chosen"), self.tr("Choose an application at the left.")
        )
        self._right = QStackedWidget()
        for held in (self._nothing, self._detail):
            self._right.addWidget(held)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.state.acted.connect(self.open_form)
        self.show_state("file-text", self.tr("Loading"), busy=True)
        self.reload()

    def _add_actions(self) -> None:
        """What its applicant may do with an application; what may not be done is not shown."""
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("applications.fault")
        self._again = button(self.tr("Apply again"), "plain", "repeat")
        self._urge = button(self.tr("Urge"), "plain", "bell-ringing")
        self._withdraw = button(self.tr("Withdraw"), "danger", "arrow-u-up-left")
        named = {"again": self._again, "urge": self._urge, "withdraw": self._withdraw}
        for name, widget in named.items():
            widget.setObjectName(f"applications.{name}")
        self._again.clicked.connect(self._apply_again)
        on_click(self._urge, self.begin, self._do_urge)
        on_click(self._withdraw, self.begin, self._do_withdraw)
        self._foot = self._detail.foot(self._message, *named.values())

    # The form

    @property
    def _may_apply(self) -> bool:
        return may(self.room.me, Permission.APPLY) and self._regime is Regime.CONTROLLED

    @property
    def _regime(self) -> Regime:
        return (self._known.organization or self.room.organization).regime

    def open_form(self) -> None:
        self._open_form(None)

    def _apply_again(self) -> None:
        if (chosen := self._chosen()) is not None:
            self._open_form(chosen.row)

    def _open_form(self, like: Application | None) -> None:
        if not self._may_apply:
            return
        form = self._form
        if like is not None or not self._is_applying:
            form.start_over()
        form.begin_with(self._known, self.room.current_seal(), self._owed)
        if like is not None:
            form.start_over(like)
        self.show_content()
        self._right.setCurrentWidget(form)
        form.fields.document.setFocus()

    @cached_property
    def _form(self) -> "ApplicationForm":
        """Made when it is first opened: the calendars in it take their time."""
        from app.views.applications.form import ApplicationForm

        form = ApplicationForm(self.room, self.begin)
        form.submitted.connect(self._submitted)
        form.left.connect(self._left_form)
        form.owed_wanted.connect(lambda: self.room.open("ready"))
        self._right.addWidget(form)
        return form

    def _left_form(self) -> None:
        self._right.setCurrentWidget(self._nothing)
        self._show_list()

    @property
    def _is_applying(self) -> bool:
        return self._right.currentWidget() not in (self._nothing, self._detail)

    def _submitted(self, id: str) -> None:
        self._wanted_id = id
        self._filter.setCurrentIndex(0)
        self._right.setCurrentWidget(self._nothing)
        self.room.tell(self.tr("Application submitted"))
        self.reload()

    # The list

    async def read(self) -> None:
        me = self.room.me.id

        def read(tx: Tx) -> tuple[Known, int]:
            owed = owed_by(me, fold.facts(tx, self.room.id))
            return read_known(tx, self.room.id), sum(each.pressed - each.pictured for each in owed)

        known, self._owed = await self.room.store.run(read)
        mine = [each for each in known.applications if each.row.applicant == me]
        self._known = replace(known, applications=mine)
        self._show_regime()
        self._show_list()
        if self._is_applying:
            self._form.begin_with(self._known, "", self._owed)

    def _show_regime(self) -> None:
        """In free use nothing is applied for, and nothing is offered (C-08, I-14)."""
        free = self._regime is Regime.FREE
        self._new.setVisible(self._may_apply)
        if free:
            self.banner.show_fault(self.room.sentence(Refused("free_use")), tone=Tone.ACCENT)
            if self._is_applying:
                self._right.setCurrentWidget(self._nothing)
        else:
            self.banner.clear()

    def _show_list(self) -> None:
        wanted, text = FILTERS[self._filter.currentIndex()], self.header.search.text().strip().casefold()
        shown = [
            each
            for each in self._known.applications
            if wanted in (None, each.row.state) and text in self._searched(each.row)
        ]
        self._model.set_rows(shown)
        if self._wanted_id and self._list.choose(self._wanted_id):
            self._wanted_id = ""
        if not self._is_applying:
            self._show_detail()
        if self._known.applications or self._is_applying:
            self.show_content()
        elif self._may_apply:
            text = self.tr("Apply for a use, and its way through approval is shown here.")
            self.show_state("file-text", self.tr("No application yet"), text, self.tr("New application"))
        else:
            self.show_state("file-text", self.tr("No application yet"))

    def _searched(self, row: Application) -> str:
        return f"{row.document} {row.number} {row.mark} {self._known.seal(row.seal)}".casefold()

    def choose(self, id: str) -> None:
        """Show this one, whatever the list is narrowed to."""
        self._filter.setCurrentIndex(0)
        self.header.search.clear()
        self._list.choose(id)

    def _chosen(self) -> Folded[Application] | None:
        key = self._list.current_key()
        return next((each for each in self._model.rows() if each.row.id == key), None)

    def _show_detail(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self._right.setCurrentWidget(self._nothing)
            return
        if chosen.row.id != self._detail.shown:
            self._message.setText("")
        self._detail.show_application(chosen, self._known)
        self._right.setCurrentWidget(self._detail)
        self._show_actions(chosen.row)
        self.begin(self._read_papers(chosen.row.id))

    def _show_actions(self, row: Application) -> None:
        waits = current_step(row) is not None
        self._foot.setVisible(waits or self._may_apply)
        self._again.setVisible(self._may_apply)
        self._urge.setVisible(waits)
        self._withdraw.setVisible(waits and all(step.decided_by is None for step in row.steps))

    async def _read_papers(self, id: str) -> None:
        self._detail.show_papers(await self.room.store.run(lambda tx: read_papers(tx, self.room.id, id)))

    # What its applicant does

    async def _do_urge(self) -> None:
        if await self._do(Urge(application=self._detail.shown)):
            self.room.tell(self.tr("Urged"))

    async def _do_withdraw(self) -> None:
        id = self._detail.shown
        text = self.tr("It stays in the list as withdrawn. You can apply again at any time.")
        if not await confirm(self, self.tr("Withdraw this application?"), text, self.tr("Withdraw")):
            return
        if await self._do(Withdraw(application=id)):
            self.room.tell(self.tr("Application withdrawn"))

    async def _do(self, act: Act) -> bool:
        done = await self.room.submit(act)
        self._message.setText(self.room.sentence(done) if isinstance(done, Refused) else "")
        return not isinstance(done, Refused)

    def _record(self, each: Folded[Application]) -> Record:
        row = each.row
        word, tone = words.application(row)
        together = sum(other.row.group == row.group for other in self._known.applications) if row.group else 0
        notes = [self.tr("one of {0}").format(together)] if together > 1 else []
        return Record(
            title=row.document,
            subtitle=" · ".join(part for part in (row.number, self._known.seal(row.seal)) if part),
            pill=word,
            tone=tone,
            time=words.moment(row.created_at),
            icon="file-text",
            note=" · ".join([*notes, *([self.tr("sending")] if sending(each) else [])]),
        )
