"""服务交费: the seals with what is paid for them, several to be chosen, and the bill beside them (R-260, R-263)."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.views.i18n import number
from app.views.room import Room, Work
from app.views.wallet import wording
from app.views.wallet.bill import Bill
from app.views.wallet.lines import Fee, Wallet
from app.views.widgets import Card, EmptyState, ListDetail, Record, RecordList, RecordModel, button, column, label, row


class Fees(QWidget):
    """`ordered(id)`: a payment was begun."""

    ordered = Signal(str)

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__()
        self._room, self._wallet = room, Wallet()
        self._picked: set[object] = set()
        self._wanted: list[str] = []  # to be picked as soon as they are there
        self._model: RecordModel[Fee] = RecordModel(lambda fee: fee.seal.id, self._record)
        self._list = RecordList(self._model, self.tr("Seals"))
        self._list.setObjectName("wallet.list")
        self._list.allow_several()
        self._list.mark_by_click(True)
        self._list.picked.connect(self._pick)
        self._said = label("", "secondary", cut=True)
        self._said.setObjectName("wallet.picked")
        self._all = button("", "ghost")
        self._all.setObjectName("wallet.all")
        self._all.clicked.connect(self._toggle_all)
        side = Card(flush=True)
        above = row(self._said, self._all)
        above.setStretch(0, 1)
        above.setContentsMargins(14, 8, 8, 2)
        side.body.addLayout(above)
        side.body.addWidget(self._list, 1)
        self._bill, self._nothing, self._right = Bill(room, begin), EmptyState(), QStackedWidget()
        self._bill.ordered.connect(self._ordered)
        self._right.addWidget(self._nothing)
        self._right.addWidget(self._bill)
        self._state, self._sides = EmptyState(), QStackedWidget()
        self._sides.addWidget(ListDetail(side, self._right))
        self._sides.addWidget(self._state)
        self._state.setObjectName("wallet.nothing")
        self.setLayout(column(self._sides, gap=0))

    def show_wallet(self, wallet: Wallet) -> None:
        self._wallet = wallet
        self._model.set_rows(wallet.fees)
        self._model.refresh()  # days go by
        if self._wanted and {fee.seal.id for fee in wallet.fees} >= set(self._wanted):
            self.pick(self._wanted)
        self._show()

    def pick(self, seals: list[str]) -> None:
        """These and no others, as soon as they are there."""
        self._wanted = []
        self._list.clearSelection()
        for id in seals:
            index = self._model.index_of(id)
            if not index.isValid():
                self._wanted = list(seals)
                continue
            self._list.selectionModel().select(index, self._list.selectionModel().SelectionFlag.Select)
            self._list.scrollTo(index)
        self._list.setFocus()

    def _pick(self, keys: list[object]) -> None:
        self._picked = set(keys)
        self._model.refresh()
        self._show()

    def _toggle_all(self) -> None:
        if len(self._picked) == len(self._wallet.fees):
            self._list.clearSelection()
        else:
            self._list.selectAll()

    def _ordered(self, id: str) -> None:
        self._list.clearSelection()
        self.ordered.emit(id)

    def _show(self) -> None:
        wallet = self._wallet
        if wallet.tariff is None:
            text = self.tr("This cloud charges nothing for its service: seals go on without a fee.")
            self._state.show_state("wallet", self.tr("No service fee"), text)
        elif not wallet.fees:
            text = self.tr("The seals of your organization, and until when each is paid for, are listed here.")
            self._state.show_state("stamp", self.tr("No seal is bound yet"), text)
        self._sides.setCurrentIndex(int(wallet.tariff is None or not wallet.fees))
        if wallet.tariff is None:
            return
        chosen = [fee for fee in wallet.fees if fee.seal.id in self._picked]
        self._said.setText(self.tr("{0} of {1} chosen").format(number(len(chosen)), number(len(wallet.fees))))
        self._all.setText(self.tr("Choose none") if len(chosen) == len(wallet.fees) else self.tr("Choose all"))
        if chosen:
            self._bill.show_bill(wallet, chosen)
        else:
            text = self.tr("Click the seals at the left that you want to pay for; several at once are one payment.")
            self._nothing.show_state("wallet", self.tr("Choose seals to pay for"), text)
        self._right.setCurrentWidget(self._bill if chosen else self._nothing)

    def _record(self, fee: Fee) -> Record:
        word, tone = wording.service(fee.service, self._room.now())
        held = fee.service.open
        until = self.tr("Service until {0}").format(wording.day(fee.service.until))
        return Record(
            title=fee.seal.name,
            subtitle=f"{until} · {fee.seal.id}",
            pill=word,
            tone=tone,
            icon="check-square" if fee.seal.id in self._picked else "square",
            note=wording.open_order(held, self._wallet.people) if held is not None else "",
        )
