"""One payment: its QR code while it waits, its voucher, what became of it, and what can be done with it."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from app.models.fold import Folded
from app.views import words
from app.views.look import Tone
from app.views.room import Room, Work, on_click, sending
from app.views.strip import PictureStrip, Shown
from app.views.wallet import wording
from app.views.wallet.fee_table import FeeTable
from app.views.wallet.lines import Wallet
from app.views.wallet.pay_code import PayCode
from app.views.widgets import Card, Fact, FactList, IconDisc, Pill, button, column, confirm, label, restyle, rule
from domain.money import capitals, yuan
from domain.orders import CancelOrder, Order, OrderState
from domain.service import PayChannel
from domain.verdict import Refused

OVER = (OrderState.REJECTED, OrderState.CLOSED, OrderState.REFUNDED)


class OrderDetail(Card):
    """Says what the person wants to do with other parts of the wallet, and cancels by itself."""

    pay_wanted = Signal(list)
    invoice_wanted = Signal(list)
    invoice_opened = Signal(str)

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__(scroll=True)
        self.setObjectName("order.detail")
        self._room, self._order, self._invoice = room, None, ""
        self._title, self._under, self._pill = label("", "title", cut=True), label("", "caption", cut=True), Pill()
        self.head(IconDisc("wallet", Tone.ACCENT, 40), column(self._title, self._under, gap=2), self._pill)
        self._said, self._code, self._facts = label("", "body", wrap=True), PayCode(room), FactList()
        self._said.setObjectName("order.said")
        self._facts.copied.connect(lambda _: room.tell(self.tr("Copied")))
        self._voucher = PictureStrip(room, begin, self.tr("Payment voucher"))
        self._voucher.setObjectName("order.voucher")
        self._fees = FeeTable("order.fees")
        for widget in (self._said, self._code, self._facts, self._voucher, rule(), self._fees):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("order.message")
        self._cancel = button(self.tr("Cancel the payment"), "danger")
        self._again = button(self.tr("Pay again"), "plain", "arrow-counter-clockwise")
        self._ask = button(self.tr("Ask for an invoice"), "plain", "receipt")
        self._show_invoice = button(self.tr("Show the invoice"), "plain", "receipt")
        named = {"cancel": self._cancel, "again": self._again, "ask": self._ask, "invoice": self._show_invoice}
        for name, each in named.items():
            each.setObjectName(f"order.{name}")
        on_click(self._cancel, begin, self._do_cancel)
        self._again.clicked.connect(lambda: self.pay_wanted.emit(self._seals()))
        self._ask.clicked.connect(lambda: self.invoice_wanted.emit([self._id()]))
        self._show_invoice.clicked.connect(lambda: self.invoice_opened.emit(self._invoice))
        self._foot = self.foot(self._message, *named.values())

    def _id(self) -> str:
        return self._order.id if self._order is not None else ""

    def _seals(self) -> list[str]:
        return [each.seal for each in self._order.seals] if self._order is not None else []

    def show_order(self, each: Folded[Order], wallet: Wallet) -> None:
        order = each.row
        if order.id != self._id():  # what was refused stands until another is looked at
            self._message.setText("")
        self._order = order
        self._title.setText(order.number or self.tr("The number follows"))
        self._under.setText(self.tr("sending") if sending(each) else words.full_moment(order.made_at))
        self._pill.set(*wording.order(order))
        self._say(order)
        waits = order.state is OrderState.WAITING and order.channel is PayChannel.WECHAT
        self._code.show_order(order if waits else None, sending=sending(each))
        self._facts.set_facts(self._facts_of(order))
        self._show_fees(order, wallet)
        name = order.voucher_name
        self._voucher.show_pictures([Shown(order.voucher, name, name)] if order.voucher else [])
        self._show_actions(order)

    def _show_actions(self, order: Order) -> None:
        self._invoice = order.invoice or ""
        paid = order.state is OrderState.PAID
        seen = {
            self._cancel: order.state is OrderState.WAITING,
            self._again: order.state in OVER,
            self._ask: paid and not self._invoice,
            self._show_invoice: order.state in (OrderState.PAID, OrderState.REFUNDED) and bool(self._invoice),
        }
        for each, on in seen.items():
            each.setVisible(on)
        self._foot.setVisible(any(seen.values()))

    def _say(self, order: Order) -> None:
        """What its state means for the person."""
        said = {
            OrderState.WAITING: "",
            OrderState.IN_REVIEW: self.tr("The operator of the cloud looks for the payment by its voucher."),
            OrderState.PAID: self._partly(order),
            OrderState.REJECTED: self.tr("The operator has not found it: {0}").format(order.reason),
            OrderState.CLOSED: self.tr("It was not paid, and costs nothing. You can pay again at any time."),
            OrderState.REFUNDED: (
                self.tr("WeChat Pay has paid it back. The service that it paid for is taken back.")
                if order.refunded_outside
                else self.tr("It was paid back: {0}").format(order.reason)
            ),
        }[order.state]
        restyle(self._said, "role", "fault" if order.state is OrderState.REJECTED else "secondary")
        self._said.setText(said)
        self._said.setVisible(bool(said))

    def _partly(self, order: Order) -> str:
        if not order.back_cents:
            return ""
        return self.tr("WeChat Pay has paid back {0} of it. The service stays.").format(yuan(order.back_cents))

    def _show_fees(self, order: Order, wallet: Wallet) -> None:
        holds = order.state is OrderState.PAID  # what was paid back brings no service
        ends = {each.seal: wording.day(each.until) for each in order.ends if holds}
        lines = [
            (wallet.seal(each.seal), wording.fee_kind(each.kind), ends.get(each.seal, "—"), yuan(each.cents))
            for each in order.seals
        ]
        self._fees.show_lines(lines, self.tr("Service until"))

    def _facts_of(self, order: Order) -> list[Fact]:
        facts = [Fact(self.tr("Order number"), order.number, copy=True)] if order.number else []
        facts += [
            Fact(self.tr("Amount"), f"{yuan(order.cents)}  {capitals(order.cents)}"),
            Fact(self.tr("Payment method"), wording.channel(order.channel)),
            Fact(self.tr("Duration"), wording.duration(order.months)),
        ]
        if order.paid_at is not None:
            facts.append(Fact(self.tr("Paid at"), words.full_moment(order.paid_at)))
        if order.transaction:
            facts.append(Fact(self.tr("Transaction"), order.transaction, copy=True))
        if order.decided_at is not None and order.state is OrderState.REFUNDED:
            facts.append(Fact(self.tr("Paid back at"), words.full_moment(order.decided_at)))
        elif order.decided_at is not None and order.channel is PayChannel.OFFLINE:
            facts.append(Fact(self.tr("Reviewed at"), words.full_moment(order.decided_at)))
        return facts

    async def _do_cancel(self) -> None:
        order = self._order
        if order is None:
            return
        title = self.tr("Cancel this payment?")
        text = self.tr("Its QR code is void then. Do not pay by it any more.")
        if await confirm(self, title, text, self.tr("Cancel the payment")):
            done = await self._room.submit(CancelOrder(order=order.id))
            if isinstance(done, Refused):
                self._message.setText(self._room.sentence(done))
            else:
                self._room.tell(self.tr("Payment cancelled"))
