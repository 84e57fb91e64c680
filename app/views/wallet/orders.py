"""交费记录: one's own payments, newest first, and one of them (R-265..R-267)."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.models.fold import Folded
from app.views import words
from app.views.room import Room, Work, sending
from app.views.wallet import wording
from app.views.wallet.lines import Wallet
from app.views.wallet.order_detail import OrderDetail
from app.views.widgets import Card, EmptyState, ListDetail, Record, RecordList, RecordModel, column
from domain.money import yuan
from domain.orders import Order, OrderState, is_open
from domain.service import PayChannel


class Orders(QWidget):
    """`pay_wanted(seals)`: pay for them again; `invoice_wanted(orders)`: ask for one; `invoice_opened(id)`: show it."""

    pay_wanted = Signal(list)
    invoice_wanted = Signal(list)
    invoice_opened = Signal(str)

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__()
        self._room, self._wallet, self._wanted = room, Wallet(), ""
        self._model: RecordModel[Folded[Order]] = RecordModel(lambda each: each.row.id, self._record)
        self._list = RecordList(self._model, self.tr("Payments"))
        self._list.setObjectName("orders.list")
        self._list.chosen.connect(lambda _: self._show())
        side = Card(flush=True)
        side.body.setContentsMargins(0, 6, 0, 6)
        side.body.addWidget(self._list, 1)
        self._detail = OrderDetail(room, begin)
        self._detail.pay_wanted.connect(self.pay_wanted)
        self._detail.invoice_wanted.connect(self.invoice_wanted)
        self._detail.invoice_opened.connect(self.invoice_opened)
        self._sides, self._state = QStackedWidget(), EmptyState()
        self._sides.addWidget(ListDetail(side, self._detail))
        self._sides.addWidget(self._state)
        self._state.acted.connect(lambda: self.pay_wanted.emit([]))
        self._state.setObjectName("orders.nothing")
        self.setLayout(column(self._sides, gap=0))

    @property
    def open_count(self) -> int:
        """How many of them are neither paid nor over."""
        return sum(is_open(each.row) for each in self._wallet.orders)

    def show_wallet(self, wallet: Wallet) -> None:
        for each in wallet.orders:
            before = self._wallet.order(each.row.id)
            if before is not None and is_open(before) and each.row.state is OrderState.PAID:
                self._room.tell(self.tr("Paid: {0}").format(yuan(each.row.cents)))
        self._wallet = wallet
        self._model.set_rows(wallet.orders)
        self._model.refresh()
        if self._wanted and self._list.choose(self._wanted):
            self._wanted = ""
        if self._list.current_key() is None and wallet.orders:
            self._list.choose(wallet.orders[0].row.id)
        self._show()

    def show_row(self, id: str) -> None:
        """As soon as it is there."""
        self._wanted = "" if self._list.choose(id) else id
        self._list.setFocus()

    def _show(self) -> None:
        each = self._model.row(self._list.currentIndex())
        self._sides.setCurrentIndex(int(each is None))
        if each is not None:
            self._detail.show_order(each, self._wallet)
            return
        text = self.tr("What you pay for the service of seals is listed here, with its state and its invoice.")
        self._state.show_state("receipt", self.tr("No payment yet"), text, self.tr("Pay a service fee"))

    def _record(self, each: Folded[Order]) -> Record:
        order = each.row
        word, tone = wording.order(order)
        names = "、".join(self._wallet.seal(ordered.seal) for ordered in order.seals)
        return Record(
            title=f"{yuan(order.cents)} · {wording.channel(order.channel)}",
            subtitle=names,
            pill=word,
            tone=tone,
            time=words.moment(order.made_at),
            icon="qr-code" if order.channel is PayChannel.WECHAT else "bank",
            note=self.tr("sending") if sending(each) else "",
        )
