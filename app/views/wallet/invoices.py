"""发票开具: one's own invoices, newest first, one of them, and asking for one (R-269..R-272)."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models.fold import Folded
from app.views import words
from app.views.room import Room, Work, sending
from app.views.wallet import wording
from app.views.wallet.invoice_detail import InvoiceDetail
from app.views.wallet.invoice_dialog import InvoiceDialog
from app.views.wallet.lines import Wallet
from app.views.widgets import Card, EmptyState, ListDetail, Record, RecordList, RecordModel, button, column
from domain.invoices import Invoice, InvoiceKind, may_be_invoiced
from domain.money import yuan


class Invoices(QWidget):
    """`action` stands at the head of the page; `changed`: read again; `order_opened(id)`: show that payment."""

    changed = Signal()
    order_opened = Signal(str)

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__()
        self._room, self._wallet, self._wanted = room, Wallet(), ""
        self._model: RecordModel[Folded[Invoice]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.tr("Invoices"))
        self._list.setObjectName("invoices.list")
        self._list.chosen.connect(lambda _: self._show())
        self.action = button(self.tr("Ask for an invoice"), "primary", "plus")
        self.action.setObjectName("invoices.ask")
        self.action.clicked.connect(lambda: self.ask([]))
        side = Card(flush=True)
        side.body.setContentsMargins(0, 6, 0, 6)
        side.body.addWidget(self._list, 1)
        self._detail = InvoiceDetail(room, begin)
        self._detail.ask_wanted.connect(self.ask)
        self._detail.order_opened.connect(self.order_opened)
        self._sides, self._state = QStackedWidget(), EmptyState()
        self._sides.addWidget(ListDetail(side, self._detail))
        self._sides.addWidget(self._state)
        self._state.acted.connect(lambda: self.ask([]))
        self._state.setObjectName("invoices.nothing")
        self.setLayout(column(self._sides, gap=0))

    def show_wallet(self, wallet: Wallet) -> None:
        self._wallet = wallet
        self._model.set_rows(wallet.invoices)
        self._model.refresh()
        if self._wanted and self._list.choose(self._wanted):
            self._wanted = ""
        if self._list.current_key() is None and wallet.invoices:
            self._list.choose(wallet.invoices[0].row.id)
        self._show()

    def show_row(self, id: str) -> None:
        """As soon as it is there."""
        self._wanted = "" if self._list.choose(id) else id
        self._list.setFocus()

    @property
    def _can_ask(self) -> bool:
        """Whether there is a payment to ask for one over."""
        return any(may_be_invoiced(each.row) for each in self._wallet.orders)

    def _show(self) -> None:
        self.action.setEnabled(self._can_ask)
        each = self._model.row(self._list.currentIndex())
        self._sides.setCurrentIndex(int(each is None))
        if each is not None:
            self._detail.show_invoice(each, self._wallet)
            return
        text = self.tr("An invoice is asked for over payments of yours that are paid and in no other invoice.")
        offer = self.tr("Ask for an invoice") if self._can_ask else ""
        self._state.show_state("receipt", self.tr("No invoice yet"), text, offer)

    def ask(self, orders: list[str]) -> None:
        """For these to begin with; none: for all that can be invoiced."""
        dialog = InvoiceDialog(self._room, self._wallet, orders, self.window())
        dialog.kept.connect(lambda _: self._kept(dialog.kept_id))
        dialog.open()

    def _kept(self, id: str) -> None:
        self._wanted = id
        self.changed.emit()

    def _record(self, each: Folded[Invoice]) -> Record:
        invoice = each.row
        word, tone = wording.invoice(invoice.state)
        return Record(
            title=f"{yuan(invoice.cents)} · {wording.invoice_kind(invoice.kind)}",
            subtitle=invoice.title.name,
            pill=word,
            tone=tone,
            time=words.moment(invoice.asked_at),
            icon="file-pdf" if invoice.kind is InvoiceKind.ELECTRONIC else "package",
            note=self.tr("sending") if sending(each) else "",
        )
