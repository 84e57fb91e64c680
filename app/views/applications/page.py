"""My applications: what I applied for and how far it is (R-087..R-093)."""

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QStackedWidget

from app.models.fold import Folded
from app.models.store import Topics
from app.views import words
from app.views.applications.detail import ApplicationDetail
from app.views.applications.known import Known, read_known
from app.views.room import LivePage, Room, sending
from app.views.widgets import (
    Card,
    EmptyState,
    ListDetail,
    Record,
    RecordList,
    RecordModel,
    SegmentedSwitch,
    row,
)
from domain.applications import Application, ApplicationState

if TYPE_CHECKING:
    from app.views.applications.form import ApplicationForm

FILTERS = (None, ApplicationState.IN_APPROVAL, ApplicationState.REJECTED, ApplicationState.AUTHORIZED)


class ApplicationsPage(LivePage):
    """The applications I filed, and a new one."""

    topics: ClassVar[Topics] = frozenset({"applications", "seals", "members", "templates", "outbox"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._known = Known([], {}, {})
        self._wanted_id = ""
        self.header.show_search(self.tr("Search document or number"))
        self.header.searched.connect(lambda _: self._show_list())
        self.header.show_action(self.tr("New application")).setObjectName("applications.new")
        self.header.acted.connect(self.open_form)
        self._model: RecordModel[Folded[Application]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.tr("My applications"))
        self._list.setObjectName("applications.list")
        self._list.chosen.connect(lambda _: self._show_detail())
        names = [self.tr("All"), self.tr("In approval"), self.tr("Rejected"), self.tr("Authorized")]
        self._filter = SegmentedSwitch(names, self.tr("Filter by state"))
        self._filter.setObjectName("applications.filter")
        self._filter.currentChanged.connect(lambda _: self._show_list())
        side = Card(flush=True)
        above = row(self._filter, None)
        above.setContentsMargins(12, 12, 12, 4)
        side.body.insertLayout(0, above)
        side.body.addWidget(self._list, 1)
        self._detail = ApplicationDetail()
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

    def open_form(self) -> None:
        self._form.begin_with(self._known, self.room.current_seal())
        self.show_content()
        self._right.setCurrentWidget(self._form)
        self._form.document.setFocus()

    @cached_property
    def _form(self) -> "ApplicationForm":
        """Made when it is first opened: the calendars in it take their time."""
        from app.views.applications.form import ApplicationForm

        form = ApplicationForm(self.room, self.begin)
        form.submitted.connect(self._submitted)
        form.left.connect(self._show_detail)
        self._right.addWidget(form)
        return form

    @property
    def _is_applying(self) -> bool:
        return self._right.currentWidget() not in (self._nothing, self._detail)

    async def read(self) -> None:
        known = await self.room.store.run(lambda tx: read_known(tx, self.room.id))
        mine = [each for each in known.applications if each.row.applicant == self.room.me.id]
        self._known = Known(mine, known.people, known.seals)
        self._show_list()
        if self._is_applying:
            self._form.begin_with(self._known, "")

    def _show_list(self) -> None:
        wanted, text = FILTERS[self._filter.currentIndex()], self.header.search.text().strip().casefold()
        shown = [
            each
            for each in self._known.applications
            if wanted in (None, each.row.state) and text in f"{each.row.document} {each.row.number}".casefold()
        ]
        self._model.set_rows(shown)
        if self._wanted_id and self._list.choose(self._wanted_id):
            self._wanted_id = ""
        if not self._is_applying:
            self._show_detail()
        if not self._known.applications and not self._is_applying:
            self.show_state(
                "file-text",
                self.tr("No application yet"),
                self.tr("Apply for a use, and its way through approval is shown here."),
                self.tr("New application"),
            )
        else:
            self.show_content()

    def _show_detail(self) -> None:
        chosen = next((each for each in self._model.rows() if each.row.id == self._list.current_key()), None)
        if chosen is None:
            self._right.setCurrentWidget(self._nothing)
            return
        self._detail.show_application(chosen, self._known)
        self._right.setCurrentWidget(self._detail)

    def _submitted(self, id: str) -> None:
        self._wanted_id = id
        self._right.setCurrentWidget(self._nothing)
        self.room.tell(self.tr("Application submitted"))
        self.reload()

    def _record(self, each: Folded[Application]) -> Record:
        row = each.row
        word, tone = words.application(row)
        return Record(
            title=row.document,
            subtitle=" · ".join(part for part in (row.number, self._known.seal(row.seal)) if part),
            pill=word,
            tone=tone,
            time=words.moment(row.created_at),
            icon="file-text",
            note=self.tr("sending") if sending(each) else "",
        )
