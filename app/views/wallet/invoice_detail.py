"""One invoice: how far it is, what it says, where it goes, and its file (R-271, R-272)."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.models.fold import Folded
from app.views import keeping, words
from app.views.keeping import Copies
from app.views.look import Tone
from app.views.room import Room, Work, sending
from app.views.wallet import wording
from app.views.wallet.lines import Wallet
from app.views.widgets import (
    Card,
    Fact,
    FactList,
    FileRow,
    FileRows,
    IconDisc,
    Pill,
    button,
    column,
    label,
    restyle,
    row,
)
from domain.invoices import Invoice, InvoiceKind, InvoiceState
from domain.money import capitals, yuan


class InvoiceDetail(Card):
    """`ask_wanted(orders)`: ask for one again; `order_opened(id)`: show that payment."""

    ask_wanted = Signal(list)
    order_opened = Signal(str)

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__(scroll=True)
        self.setObjectName("invoice.detail")
        self._room, self._begin, self._invoice = room, begin, None
        self._copies = Copies(room)
        self.destroyed.connect(self._copies.close)
        self._title, self._under, self._pill = label("", "title", cut=True), label("", "caption", cut=True), Pill()
        self.head(IconDisc("receipt", Tone.ACCENT, 40), column(self._title, self._under, gap=2), self._pill)
        self._said, self._facts = label("", "body", wrap=True), FactList()
        self._said.setObjectName("invoice.said")
        self._facts.copied.connect(lambda _: room.tell(self.tr("Copied")))
        self._files = FileRows(self.tr("Invoice file"), open=True, save=True)
        self._files.setObjectName("invoice.file")
        self._files.opened.connect(lambda sha256: begin(self._open(str(sha256))))
        self._files.saved.connect(lambda sha256: begin(self._save(str(sha256))))
        self._orders_title, self._orders = label(self.tr("Payments"), "secondary"), QWidget()
        self._rows = column(gap=4)
        self._orders.setLayout(self._rows)
        for widget in (self._said, self._files, self._facts, self._orders_title, self._orders):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._again = button(self.tr("Ask again"), "plain", "arrow-counter-clockwise")
        self._again.setObjectName("invoice.again")
        self._again.clicked.connect(self._ask_again)
        self._foot = self.foot(None, self._again)

    def show_invoice(self, each: Folded[Invoice], wallet: Wallet) -> None:
        invoice = self._invoice = each.row
        self._title.setText(invoice.title.name)
        kind = wording.invoice_kind(invoice.kind)
        self._under.setText(f"{kind} · {self.tr('sending') if sending(each) else words.full_moment(invoice.asked_at)}")
        self._pill.set(*wording.invoice(invoice.state))
        refused = invoice.state is InvoiceState.REFUSED
        restyle(self._said, "role", "fault" if refused else "secondary")
        self._said.setText(self._means(invoice))
        self._files.set_files([FileRow(invoice.file, invoice.file_name)] if invoice.file else [])
        self._files.setVisible(invoice.file is not None)
        self._facts.set_facts(self._facts_of(invoice))
        self._show_orders(invoice, wallet)
        self._foot.setVisible(refused)

    def _means(self, invoice: Invoice) -> str:
        """What its state means for the person."""
        paper = invoice.kind is InvoiceKind.PAPER
        if invoice.state is InvoiceState.REFUSED:
            return self.tr("The operator has not issued it: {0}").format(invoice.reason)
        if invoice.state is InvoiceState.ISSUING:
            way = self.tr("by post") if paper else self.tr("by mail, and here as a file")
            return self.tr("The operator of the cloud issues it; it comes {0}.").format(way)
        if paper:
            return self.tr("It is on its way by post.")
        return self.tr("It was sent to {0} as well.").format(invoice.receiver.mailbox)

    def _facts_of(self, invoice: Invoice) -> list[Fact]:
        title, to = invoice.title, invoice.receiver
        said = [
            Fact(self.tr("Invoice number"), invoice.number, copy=True),
            Fact(self.tr("Tracking number"), invoice.tracking, copy=True),
            Fact(self.tr("Amount"), f"{yuan(invoice.cents)}  {capitals(invoice.cents)}"),
            Fact(self.tr("Title"), f"{title.name} · {wording.title_kind(title.kind)}"),
            Fact(self.tr("Tax number"), title.tax_number, copy=True),
            Fact(self.tr("Registered address"), title.address),
            Fact(self.tr("Phone"), title.phone),
            Fact(self.tr("Bank"), title.bank),
            Fact(self.tr("Account number"), title.account, copy=True),
            Fact(self.tr("Receiving mailbox"), to.mailbox),
            Fact(self.tr("Receiver"), " · ".join(part for part in (to.name, to.phone, to.address) if part)),
            Fact(self.tr("Issued at"), self._decided(invoice)),
        ]
        return [fact for fact in said if fact.value]

    def _decided(self, invoice: Invoice) -> str:
        issued = invoice.state is InvoiceState.ISSUED and invoice.decided_at is not None
        return words.full_moment(invoice.decided_at) if issued and invoice.decided_at is not None else ""

    def _show_orders(self, invoice: Invoice, wallet: Wallet) -> None:
        orders = [(id, wallet.order(id)) for id in invoice.orders]
        shown = [(id, f"{each.number} · {yuan(each.cents)}" if each is not None else "") for id, each in orders]
        if shown == self._orders.property("shown"):
            return  # the same again keeps the focus
        self._orders.setProperty("shown", shown)
        while taken := self._rows.takeAt(0):
            if (inside := taken.layout()) is not None and (first := inside.takeAt(0)) and (held := first.widget()):
                held.hide()
                held.deleteLater()
        for id, text in shown:
            self._rows.addLayout(row(self._link(id, text) if text else self._gone(), None))

    def _link(self, id: str, text: str) -> QWidget:
        link = button(text, "ghost", "wallet")
        link.clicked.connect(partial(self.order_opened.emit, id))
        return link

    def _gone(self) -> QWidget:
        """There is nothing to open."""
        return label(self.tr("A payment that is not on this computer"), "caption")

    def _ask_again(self) -> None:
        if self._invoice is not None:
            self.ask_wanted.emit(list(self._invoice.orders))

    async def _open(self, sha256: str) -> None:
        if self._invoice is not None:
            await self._copies.open(self._invoice.file_name, sha256)

    async def _save(self, sha256: str) -> None:
        if self._invoice is not None:
            await keeping.save(self._room, self, self._invoice.file_name, sha256)
