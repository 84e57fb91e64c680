"""The wallet (R-268): titles of invoices, made, changed and deleted by whoever pays."""

from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget

from app.models.fold import Folded
from app.models.store import Topics
from app.views.room import LivePage, Room, sending
from app.views.wallet.detail import TitleDetail
from app.views.wallet.dialog import TitleDialog
from app.views.wallet.lines import ICONS, kind_word, read_titles
from app.views.widgets import Card, EmptyState, ListDetail, Record, RecordList, RecordModel, confirm
from domain.invoice_titles import DeleteInvoiceTitle, InvoiceTitle
from domain.verdict import Refused


class WalletPage(LivePage):
    """The list of the titles; at the right one of them, or what they are for."""

    topics: ClassVar[Topics] = frozenset({"invoice_titles", "outbox"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self._wanted_title = ""
        self._model: RecordModel[Folded[InvoiceTitle]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.tr("Invoice titles"))
        self._list.setObjectName("titles.list")
        self._list.chosen.connect(lambda _: self._show_right())
        new = self.header.show_action(self.tr("New invoice title"))
        new.setObjectName("titles.new")
        self.header.acted.connect(self._add)
        side = Card(self.tr("Invoice titles"), flush=True)
        side.body.addWidget(self._list, 1)
        self._right, self._detail, self._nothing = QStackedWidget(), TitleDetail(room), EmptyState()
        self._detail.edit_wanted.connect(self._edit)
        self._detail.delete_wanted.connect(lambda: self.begin(self._delete()))
        text = self.tr("It says for whom an invoice is made out: a company with its tax number, or a person.")
        self._nothing.show_state("receipt", self.tr("No invoice title yet"), text, self.tr("New invoice title"))
        self._nothing.acted.connect(self._add)
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._detail)
        self.content.addWidget(ListDetail(side, self._right), 1)
        self.show_state("wallet", self.tr("Loading"), busy=True)
        self.reload()

    async def read(self) -> None:
        titles = await self.room.store.run(lambda tx: read_titles(tx, self.room.id))
        self._model.set_rows(titles)
        if self._wanted_title and self._list.choose(self._wanted_title):
            self._wanted_title = ""
        if self._list.current_key() is None and titles:
            self._list.choose(titles[0].row.id)
        self._show_right()
        self.show_content()

    def _current(self) -> Folded[InvoiceTitle] | None:
        return self._model.row(self._list.currentIndex())

    def _show_right(self) -> None:
        each = self._current()
        if each is not None:
            self._detail.show_title(each)
        self._right.setCurrentWidget(self._nothing if each is None else self._detail)

    def _add(self) -> None:
        self._open(None)

    def _edit(self) -> None:
        if (each := self._current()) is not None:
            self._open(each.row)

    def _open(self, title: InvoiceTitle | None) -> None:
        dialog = TitleDialog(self.room, title, self.window())
        dialog.kept.connect(lambda _: self._kept(dialog.kept_id))
        dialog.open()

    def _kept(self, id: str) -> None:
        self._wanted_title = id
        self.reload()

    async def _delete(self) -> None:
        each = self._current()
        if each is None:
            return
        title = self.tr("Delete the invoice title “{0}”?").format(each.row.name)
        if await confirm(self, title, self.tr("It goes from the list of everybody who pays."), self.tr("Delete")):
            done = await self.room.submit(DeleteInvoiceTitle(title=each.row.id))
            if isinstance(done, Refused):
                self._detail.say(self.room.sentence(done))
            else:
                self.room.tell(self.tr("Invoice title deleted"))

    def _record(self, each: Folded[InvoiceTitle]) -> Record:
        return Record(
            title=each.row.name,
            subtitle=each.row.tax_number or kind_word(each.row.kind),
            icon=ICONS[each.row.kind],
            note=self.tr("sending") if sending(each) else "",
        )
