"""Authorizations of the current seal: who may press until when, how often he did, and ending it (R-138..R-145)."""

from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from app.models.fold import Folded
from app.models.store import Topics
from app.views import words
from app.views.applications.known import Known
from app.views.authorizations.detail import AuthorizationDetail
from app.views.authorizations.lines import EXPIRED, FILTERS, Records, read_records, to_end
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
    confirm,
    row,
)
from domain.authorizations import Authorization, state
from domain.ending import CancelAuthorization, EndUse, ExtendUse, RenewCode
from domain.organization import Permission, Regime, may
from domain.rows import Act
from domain.verdict import Refused

LOOK_AGAIN_MS = 30_000  # a use begins and expires by the clock


class AuthorizationsPage(LivePage):
    """The authorizations of the seals I manage."""

    topics: ClassVar[Topics] = frozenset(
        {
            *("applications", "attachments", "authorizations", "carried", "current", "events", "members"),
            *("organizations", "outbox", "photos", "seal_status", "seals", "usage"),
        }
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._records, self._wanted = Records([], Known([], {}, {})), ""
        self._model: RecordModel[Folded[Authorization]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, title)
        self._list.setObjectName("authorizations.list")
        self._list.chosen.connect(lambda _: self._choose())
        self._issue = self.header.show_action(self.tr("Issue without application"))
        self._issue.setObjectName("authorizations.issue")
        self._issue.setVisible(may(room.me, Permission.AUTHORIZE))
        self.header.acted.connect(self._open_issue)
        names = [self.tr("All"), self.tr("In use"), self.tr("Waiting"), self.tr("Expired"), self.tr("Ended")]
        self._filter = SegmentedSwitch(names, self.tr("Filter by state"))
        self._filter.setObjectName("authorizations.filter")
        self._filter.currentChanged.connect(lambda _: self._show_list())
        side = Card(flush=True)
        above = row(self._filter, None)
        above.setContentsMargins(12, 12, 12, 4)
        side.body.insertLayout(0, above)
        side.body.addWidget(self._list, 1)
        self._detail = AuthorizationDetail(room, self.begin)
        self._connect_detail()
        self._nothing = EmptyState("stamp", self.tr("No authorization yet"), self.tr("What you issue is listed here."))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._clock.timeout.connect(self.reload)
        self._clock.start()
        self.show_state("stamp", self.tr("Loading"), busy=True)
        self.reload()

    def _connect_detail(self) -> None:
        detail = self._detail
        on_click(detail.end, self.begin, self._end_use)
        on_click(detail.cancel, self.begin, self._cancel)
        on_click(detail.renew_code, self.begin, self._renew_code)
        detail.more.clicked.connect(self._open_more)
        detail.waive.clicked.connect(self._open_waive)

    # What is shown

    async def read(self) -> None:
        seal, chosen = self.room.current_seal(), self._wanted or str(self._list.current_key() or "")
        self._records = await self.room.store.run(lambda tx: read_records(tx, self.room, seal, chosen))
        self._model.refresh()
        self._show_regime()
        self._show_list()
        if not may(self.room.me, Permission.VIEW_AUTHORIZATIONS):
            text = self.tr("Keepers and administrators see who may use which seal.")
            self.show_state("hand-palm", self.tr("Not for you to see"), text)
        elif self._records.seal_unread:
            text = self.tr("Choose a seal that you manage at the top left.")
            self.show_state("hand-palm", self.tr("You do not manage the current seal"), text)
        else:
            self.show_content()

    def _show_regime(self) -> None:
        """In free use nothing is authorized, and nothing is offered (C-08, I-14)."""
        organization = self._records.known.organization or self.room.organization
        free = organization.regime is Regime.FREE
        self._issue.setVisible(may(self.room.me, Permission.AUTHORIZE) and not free)
        if free:
            self.banner.show_fault(self.room.sentence(Refused("free_use")), tone=Tone.ACCENT)
        else:
            self.banner.clear()

    def _show_list(self) -> None:
        now, wanted = self.room.now(), FILTERS[self._filter.currentIndex()]
        expired = [each for each in self._records.rows if self._to_end(each.row)]
        self._filter.set_count(EXPIRED, len(expired))
        self._model.set_rows([each for each in self._records.rows if state(each.row, now) in wanted])
        if self._wanted and self._list.choose(self._wanted):
            self._wanted = ""
        if self._list.current_key() is None and self._model.rows():
            self._list.choose(self._model.rows()[0].row.id)
        self._show_detail()

    def _to_end(self, row: Authorization) -> bool:
        return to_end(row, self._records.known.seals.get(row.seal), self.room.me, self.room.now())

    def _choose(self) -> None:
        """At once what is here already, and then its uses."""
        self._show_detail()
        self.reload()

    def _show_detail(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            self._show_nothing()
            return
        self._detail.show_record(chosen, self._records)
        self._right.setCurrentWidget(self._detail)

    def _show_nothing(self) -> None:
        if self._records.rows:
            title, text = self.tr("None in this state"), self.tr("Choose another state above the list.")
        else:
            title, text = self.tr("No authorization yet"), self.tr("What you issue is listed here.")
        self._nothing.show_state("stamp", title, text)
        self._right.setCurrentWidget(self._nothing)

    def _chosen(self) -> Folded[Authorization] | None:
        return self._model.row(self._list.currentIndex())

    # What the person does

    async def _end_use(self) -> None:
        id = self._detail.shown
        text = self.tr("The seal refuses every press as soon as it has heard of it. This cannot be undone.")
        if await confirm(self, self.tr("End this use?"), text, self.tr("End use")):
            await self._do(EndUse(authorization=id), self.tr("Use ended"))

    async def _cancel(self) -> None:
        id = self._detail.shown
        text = self.tr("The code that was sent is void, and this person cannot activate it any more.")
        if await confirm(self, self.tr("Cancel this authorization?"), text, self.tr("Cancel authorization")):
            await self._do(CancelAuthorization(authorization=id), self.tr("Authorization cancelled"))

    async def _renew_code(self) -> None:
        await self._do(RenewCode(authorization=self._detail.shown), self.tr("A new code is sent to the user"))

    async def _do(self, act: Act, told: str) -> None:
        done = await self.room.submit(act)
        self._detail.show_fault(self.room.sentence(done) if isinstance(done, Refused) else "")
        if not isinstance(done, Refused):
            self.room.tell(told)

    def _open_issue(self) -> None:
        from app.views.authorizations.dialog import AuthorizationDialog

        AuthorizationDialog(self.room, self._records.known, parent=self.window()).open()

    def _open_more(self) -> None:
        if (chosen := self._chosen()) is None:
            return
        from app.views.authorizations.changes import MoreUsesDialog

        applied = self._records.known.application(chosen.row.application or "")
        dialog = MoreUsesDialog(self.room, chosen.row, applied, self.window())
        dialog.kept.connect(self._follow_on)
        dialog.open()

    def _follow_on(self, act: object) -> None:
        """The one that took the other's place is looked at next."""
        if isinstance(act, ExtendUse):
            self._wanted = act.id
            self.reload()

    def _open_waive(self) -> None:
        if (chosen := self._chosen()) is not None:
            from app.views.authorizations.changes import WaiveDialog

            WaiveDialog(self.room, chosen.row, self.window()).open()

    def _record(self, each: Folded[Authorization]) -> Record:
        row, known = each.row, self._records.known
        word, tone = words.authorization(row, self.room.now())
        user = known.name(row.member)
        return Record(
            title=user,
            subtitle=f"{known.seal(row.seal)} · {words.uses(row.used, row.count)}",
            pill=word,
            tone=tone,
            time=words.moment(row.issued_at),
            avatar=user,
            unread=self._to_end(row),
            note=self.tr("sending") if sending(each) else "",
        )
