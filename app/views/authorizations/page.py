"""Authorizations of the current seal: who may press until when, how often he did, and ending it (R-138..R-145)."""

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models import fold, usage
from app.models.fold import Folded
from app.models.store import Topics, Tx
from app.models.usage import Filter, Press
from app.views import words
from app.views.applications.known import Known, read_known
from app.views.authorizations.dialog import AuthorizationDialog
from app.views.room import LivePage, Room, on_click, sending
from app.views.widgets import (
    Avatar,
    Card,
    Columns,
    EmptyState,
    Fact,
    FactList,
    ListDetail,
    Pill,
    Record,
    RecordList,
    RecordModel,
    Step,
    Timeline,
    button,
    column,
    confirm,
    label,
)
from domain.authorizations import Authorization, live
from domain.ending import EndUse
from domain.organization import Member, Permission, may
from domain.seals import manages
from domain.verdict import Refused

LATEST_USES = 50


@dataclass(frozen=True)
class Records:
    """What the page shows: authorizations of seals I manage, and names for what they mention."""

    rows: list[Folded[Authorization]]
    known: Known
    members: list[Member]
    uses: list[Press]  # of the chosen one, newest first


def read_records(tx: Tx, room: Room, seal: str, chosen: str) -> Records:
    """Newest first; only of the current seal where one is chosen."""
    known = read_known(tx, room.id)
    rows = [
        each
        for each in fold.folded(tx, room.id, Authorization)
        if seal in ("", each.row.seal)
        and (held := known.seals.get(each.row.seal)) is not None
        and manages(room.me, held)
    ]
    members = list(fold.facts(tx, room.id).all(Member))
    uses = usage.page(tx, room.id, Filter(authorization=chosen), limit=LATEST_USES) if chosen else []
    return Records(sorted(rows, key=lambda each: -each.row.issued_at), known, members, uses)


class AuthorizationsPage(LivePage):
    """The authorizations of the seals I manage."""

    topics: ClassVar[Topics] = frozenset(
        {"authorizations", "usage", "seals", "members", "outbox", "carried", "current"}
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._records = Records([], Known([], {}, {}), [], [])
        self._read_for = ""
        self._model: RecordModel[Folded[Authorization]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, title)
        self._list.setObjectName("authorizations.list")
        self._list.chosen.connect(lambda _: self.reload())
        if may(room.me, Permission.AUTHORIZE):
            self.header.show_action(self.tr("Issue without application")).setObjectName("authorizations.issue")
            self.header.acted.connect(self._issue)
        side = Card(flush=True)
        side.body.setContentsMargins(0, 6, 0, 6)
        side.body.addWidget(self._list, 1)
        self._make_detail()
        self._nothing = EmptyState("stamp", self.tr("No authorization yet"), self.tr("What you issue is listed here."))
        self._right = QStackedWidget()
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.show_state("stamp", self.tr("Loading"), busy=True)
        self.reload()

    def _make_detail(self) -> None:
        self._detail = Card(scroll=True)
        self._detail.setObjectName("authorizations.detail")
        self._avatar, self._pill = Avatar(size=40), Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        self._detail.head(self._avatar, column(self._title, self._under, gap=2), self._pill)
        self._facts, self._uses = FactList(), Timeline(name=self.tr("Uses"))
        self._uses_title = label(self.tr("Uses"), "strong")
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("authorizations.message")
        what = column(label(self.tr("Authorization"), "strong"), self._facts, gap=12)
        self._detail.body.addWidget(Columns(what, column(self._uses_title, self._uses, gap=12)))
        self._detail.body.addStretch(1)
        self._end = button(self.tr("End use"), "danger", "prohibit")
        self._end.setObjectName("authorizations.end_use")
        on_click(self._end, self.begin, self._end_use)
        advice = self.tr("End a use as soon as it is over; until then nobody else can use the seal.")
        said = QWidget()
        said.setLayout(column(label(advice, "caption", wrap=True), self._message, gap=4))
        self._foot = self._detail.foot(said, self._end)
        self._foot.layout().setStretch(0, 1)
        self._message.hide()

    async def read(self) -> None:
        seal, chosen = self.room.current_seal(), str(self._list.current_key() or "")
        self._records = await self.room.store.run(lambda tx: read_records(tx, self.room, seal, chosen))
        self._model.set_rows(self._records.rows)
        if self._list.current_key() is None and self._records.rows:
            self._list.choose(self._records.rows[0].row.id)
        self._show_detail()
        self.show_content()

    def _show_detail(self) -> None:
        key = self._list.current_key()
        chosen = next((each for each in self._records.rows if each.row.id == key), None)
        if chosen is None:
            self._right.setCurrentWidget(self._nothing)
            return
        row, known = chosen.row, self._records.known
        user = known.people.get(row.member, "—")
        self._avatar.set_name(user)
        self._title.setText(user)
        self._under.setText(f"{known.seal(row.seal)} · {words.moment(row.issued_at)}")
        self._pill.set(*words.authorization(row, self.room.now()))
        self._facts.set_facts(self._facts_of(row, known))
        self._uses.set_steps([_use(press) for press in self._records.uses])
        self._uses_title.setVisible(bool(self._records.uses))
        self._foot.setVisible(live(row) and may(self.room.me, Permission.END_USE))
        self._right.setCurrentWidget(self._detail)

    def _facts_of(self, row: Authorization, known: Known) -> list[Fact]:
        application = next((each.row for each in known.applications if each.row.id == row.application), None)
        facts = [
            Fact(self.tr("Used"), words.uses(row.used, row.count)),
            Fact(self.tr("Period"), words.period(row.start, row.end)),
            Fact(self.tr("Issued by"), known.people.get(row.issued_by, "—")),
            Fact(self.tr("Photo of each impression"), self.tr("required") if row.photo_required else self.tr("no")),
        ]
        if application is not None:
            facts.insert(0, Fact(self.tr("Document"), application.document))
            facts.append(Fact(self.tr("Application"), application.number or "—", copy=bool(application.number)))
        if row.ended_at is not None:
            ended = f"{words.full_moment(row.ended_at)} · {known.people.get(row.ended_by or '', '—')}"
            facts.append(Fact(self.tr("Ended"), ended))
        facts.append(Fact(self.tr("Authorization"), row.id, copy=True))
        return facts

    async def _end_use(self) -> None:
        id = str(self._list.current_key() or "")
        text = self.tr("The seal refuses every press as soon as it has heard of it. This cannot be undone.")
        if not await confirm(self, self.tr("End this use?"), text, self.tr("End use")):
            return
        done = await self.room.submit(EndUse(authorization=id))
        self._message.setText(self.room.sentence(done) if isinstance(done, Refused) else "")
        self._message.setVisible(isinstance(done, Refused))
        if not isinstance(done, Refused):
            self.room.tell(self.tr("Use ended"))

    def _issue(self) -> None:
        dialog = AuthorizationDialog(self.room, self._records.known, self._records.members, parent=self.window())
        dialog.open()

    def _record(self, each: Folded[Authorization]) -> Record:
        row, known = each.row, self._records.known
        word, tone = words.authorization(row, self.room.now())
        user = known.people.get(row.member, "—")
        return Record(
            title=user,
            subtitle=f"{known.seal(row.seal)} · {words.uses(row.used, row.count)}",
            pill=word,
            tone=tone,
            time=words.moment(row.issued_at),
            avatar=user,
            note=self.tr("sending") if sending(each) else "",
        )


def _use(press: Press) -> Step:
    word, tone = words.result(press.impression.result)
    title = f"#{press.impression.own} · {word}"
    return Step(title, words.place(press.impression.place), words.full_moment(press.impression.at), tone)
