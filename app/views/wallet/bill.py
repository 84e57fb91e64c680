"""The bill of the seals that are chosen: for how long, what each costs and all together, and how it is paid
(R-260..R-263)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.models.files import Blob
from app.services import wallet as reckoning
from app.views.room import Room, Work, on_click
from app.views.wallet import wording
from app.views.wallet.fee_table import FeeTable
from app.views.wallet.lines import Fee, Wallet
from app.views.widgets import (
    Card,
    Columns,
    Fact,
    FactList,
    FormField,
    SegmentedSwitch,
    button,
    choice_edit,
    column,
    label,
    reveal,
    set_choices,
)
from app.views.widgets.file_picker import FilePicker
from domain.files import File
from domain.ids import new_id
from domain.money import capitals, yuan
from domain.orders import PayService
from domain.service import PayChannel
from domain.tariff import price_of
from domain.verdict import Refused

TWO = 480  # pixels that duration and way of paying want beside each other


class Bill(Card):
    """`ordered(id)`: the payment is begun."""

    ordered = Signal(str)

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__(scroll=True)
        self.setObjectName("wallet.bill")
        self._room, self._begin, self._wallet = room, begin, Wallet()
        self._fees: list[Fee] = []
        self._sum: reckoning.Bill | None = None
        self._id = new_id(room.now())
        self._title = label("", "title")
        self.head(self._title, None)
        self._make_fields()
        self.body.addWidget(Columns(column(self._months), column(self._channels), (50, 50), from_width=TWO))
        for widget in (self._payee, self._voucher, self._lines):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._total, self._under = label("", "display"), label("", "caption", wrap=True)
        self._total.setObjectName("wallet.total")
        self._message = label("", "fault", wrap=True)
        self._message.setObjectName("wallet.message")
        said = QWidget()
        said.setLayout(column(self._total, self._under, self._message, gap=2))
        self._pay = button("", "primary", "check")
        self._pay.setObjectName("wallet.pay")
        on_click(self._pay, begin, self._order)
        self.foot(said, self._pay)

    def _make_fields(self) -> None:
        box = choice_edit([])
        box.setObjectName("wallet.months")
        box.currentIndexChanged.connect(lambda _: self._show())
        self._months = FormField(self.tr("Duration"), box)
        self._box = box
        self._lines = FeeTable("wallet.lines")
        self._switch = SegmentedSwitch([], self.tr("Payment method"))
        self._switch.setObjectName("wallet.channel")
        self._switch.currentChanged.connect(lambda _: self._show())
        self._channels = FormField(self.tr("Payment method"), self._switch)
        self._payee = FactList()
        self._payee.copied.connect(lambda _: self._room.tell(self.tr("Copied")))
        self._picker = FilePicker(self._begin, self.tr("Voucher"), pictures=True, single=True)
        self._picker.setObjectName("wallet.voucher")
        self._picker.changed.connect(self._show)
        hint = self.tr("A picture of the bank's receipt, by which the payment is found and reviewed.")
        self._voucher = FormField(self.tr("Payment voucher"), self._picker, hint)
        self._voucher.set_required(True)
        self._picker.refused.connect(self._voucher.set_error)

    # What is shown

    def show_bill(self, wallet: Wallet, fees: Sequence[Fee]) -> None:
        if [fee.seal.id for fee in fees] != [fee.seal.id for fee in self._fees]:
            self._say("")
        self._wallet, self._fees = wallet, list(fees)
        assert wallet.tariff is not None  # else there is nothing to be paid
        set_choices(self._box, [(str(each.months), wording.duration(each.months)) for each in wallet.tariff.prices])
        offered = [
            each
            for each, on in ((PayChannel.WECHAT, wallet.tariff.wechat), (PayChannel.OFFLINE, wallet.tariff.offline))
            if on
        ]
        self._offer(offered)
        self._show()

    def _offer(self, channels: list[PayChannel]) -> None:
        if channels == [self._switch.tabData(at) for at in range(self._switch.count())]:
            return
        kept, blocked = self._channel, self._switch.blockSignals(True)
        while self._switch.count():
            self._switch.removeTab(0)
        for each in channels:
            self._switch.setTabData(self._switch.addTab(wording.channel(each)), each)
        self._switch.setCurrentIndex(channels.index(kept) if kept in channels else 0)
        self._switch.blockSignals(blocked)
        self._switch.updateGeometry()

    @property
    def _channel(self) -> PayChannel | None:
        chosen = self._switch.tabData(self._switch.currentIndex())
        return PayChannel(chosen) if chosen else None

    def _show(self) -> None:
        tariff, months = self._wallet.tariff, int(self._box.currentData() or 0)
        price = price_of(tariff, months) if tariff is not None else None
        if tariff is None or price is None:
            return
        self._sum = reckoning.bill(price, [fee.service for fee in self._fees], self._room.now())
        offline = self._channel is PayChannel.OFFLINE
        names = {fee.seal.id: fee.seal.name for fee in self._fees}
        self._title.setText(self.tr("%Ln seals", "", len(self._fees)))
        lines = [
            (names[each.seal], wording.fee_kind(each.kind), wording.day(each.until), yuan(each.cents))
            for each in self._sum.lines
        ]
        self._lines.show_lines(lines, self.tr("Paid until"))
        self._payee.setVisible(offline)
        self._voucher.setVisible(offline)
        self._payee.set_facts(_payee(tariff.payee, self.tr("Pay to")))
        self._total.setText(yuan(self._sum.cents))
        self._under.setText(capitals(self._sum.cents) if offline else self.tr("Paid by the QR code that comes next"))
        self._pay.setText(self.tr("Submit for review") if offline else self.tr("Pay now"))
        self._pay.setEnabled(self._channel is not None)

    def _say(self, sentence: str) -> None:
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))

    # What is done

    async def _order(self) -> None:
        channel, sum_ = self._channel, self._sum
        if channel is None or sum_ is None:
            return
        self._say("")
        await self._picker.settled()
        attach: list[Blob] = []
        voucher: File | None = None
        if channel is PayChannel.OFFLINE and self._picker.files:
            (picked,) = self._picker.files
            voucher, attach = picked.declared(), [picked.blob]
        act = PayService(
            id=self._id,
            seals=[each.seal for each in sum_.lines],
            months=sum_.months,
            channel=channel,
            cents=sum_.cents,
            voucher=voucher,
        )
        done = await self._room.submit(act, attach)
        if isinstance(done, Refused):
            sentence = self._room.sentence(done)
            beside = done.field == "voucher"
            self._voucher.set_error(sentence if beside else "")
            self._say("" if beside else sentence)
            if beside:
                reveal(self._voucher)
            return
        made, self._id = self._id, new_id(self._room.now())
        self._picker.clear()
        offline = channel is PayChannel.OFFLINE
        self._room.tell(self.tr("Sent for review") if offline else self.tr("Payment begun"))
        self.ordered.emit(made)


def _payee(lines: str, words: str) -> list[Fact]:
    """`Name: value` a line becomes a row that can be copied; what is written otherwise stays as it is written."""
    facts: list[Fact] = []
    for line in filter(None, (each.strip() for each in lines.splitlines())):
        name, colon, value = line.replace("：", ":", 1).partition(":")
        facts.append(Fact(name.strip(), value.strip(), copy=True) if colon and value else Fact(words, line, copy=True))
    return facts
