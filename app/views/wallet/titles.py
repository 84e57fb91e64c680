"""Titles of invoices, made, changed and deleted by whoever pays (R-268)."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models.fold import Folded
from app.views.room import Room, Work, sending
from app.views.wallet.lines import Wallet
from app.views.wallet.title_detail import TitleDetail
from app.views.wallet.title_dialog import TitleDialog
from app.views.wallet.wording import TITLE_ICONS, title_kind
from app.views.widgets import Card, EmptyState, ListDetail, Record, RecordList, RecordModel, button, column, confirm
from domain.invoice_titles import DeleteInvoiceTitle, InvoiceTitle
from domain.verdict import Refused


class Titles(QWidget):
    """The list of the titles; at the right one of them, or what they are for. `action` stands at the head of the page;
    `changed`: read again."""

    changed = Signal()

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__()
        self._room = room
        self._wanted_title = ""
        self._model: RecordModel[Folded[InvoiceTitle]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.tr("Invoice titles"))
        self._list.setObjectName("titles.list")
        self._list.chosen.connect(lambda _: self._show_right())
        self.action = button(self.tr("New invoice title"), "primary", "plus")
        self.action.setObjectName("titles.new")
        self.action.clicked.connect(self._add)
        side = Card(flush=True)
        side.body.setContentsMargins(0, 6, 0, 6)
        side.body.addWidget(self._list, 1)
        self._right, self._detail, self.nothing = QStackedWidget(), TitleDetail(room), EmptyState()
        self._detail.edit_wanted.connect(self._edit)
        self._detail.delete_wanted.connect(lambda: begin(self._delete()))
        text = self.tr("It says for whom an invoice is made out: a company with its tax number, or a person.")
        self.nothing.show_state("receipt", self.tr("No invoice title yet"), text, self.tr("New invoice title"))
        self.nothing.acted.connect(self._add)
        self._right.addWidget(self.nothing)
        self._right.addWidget(self._detail)
        self.setLayout(column(ListDetail(side, self._right)))

    def show_wallet(self, wallet: Wallet) -> None:
        self._model.set_rows(wallet.titles)
        if self._wanted_title and self._list.choose(self._wanted_title):
            self._wanted_title = ""
        if self._list.current_key() is None and wallet.titles:
            self._list.choose(wallet.titles[0].row.id)
        self._show_right()

    def _current(self) -> Folded[InvoiceTitle] | None:
        return self._model.row(self._list.currentIndex())

    def _show_right(self) -> None:
        each = self._current()
        if each is not None:
            self._detail.show_title(each)
        self._right.setCurrentWidget(self.nothing if each is None else self._detail)

    def _add(self) -> None:
        self._open(None)

    def _edit(self) -> None:
        if (each := self._current()) is not None:
            self._open(each.row)

    def _open(self, title: InvoiceTitle | None) -> None:
        dialog = TitleDialog(self._room, title, self.window())
        dialog.kept.connect(lambda _: self._kept(dialog.kept_id))
        dialog.open()

    def _kept(self, id: str) -> None:
        self._wanted_title = id
        self.changed.emit()

    async def _delete(self) -> None:
        each = self._current()
        if each is None:
            return
        title = self.tr("Delete the invoice title “{0}”?").format(each.row.name)
        if await confirm(self, title, self.tr("It goes from the list of everybody who pays."), self.tr("Delete")):
            done = await self._room.submit(DeleteInvoiceTitle(title=each.row.id))
            if isinstance(done, Refused):
                self._detail.say(self._room.sentence(done))
            else:
                self._room.tell(self.tr("Invoice title deleted"))

    def _record(self, each: Folded[InvoiceTitle]) -> Record:
        return Record(
            title=each.row.name,
            subtitle=each.row.tax_number or title_kind(each.row.kind),
            icon=TITLE_ICONS[each.row.kind],
            note=self.tr("sending") if sending(each) else "",
        )
