"""The wallet (R-012): service fees, payments, invoices, and the titles of invoices, each a part of one page."""

from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from app.models.store import Topics
from app.views.room import LivePage, Room
from app.views.wallet.fees import Fees
from app.views.wallet.invoices import Invoices
from app.views.wallet.lines import Wallet, read_wallet
from app.views.wallet.orders import Orders
from app.views.wallet.titles import Titles
from app.views.widgets import SegmentedSwitch, row

FEES, ORDERS, INVOICES, TITLES = "fees", "orders", "invoices", "titles"
DAYS_AGAIN_MS = 60_000  # days go by, and a payment's time is over, without a row that says so


class WalletPage(LivePage):
    """Reads all of it at once and hands it to its parts; goes from one to the other where one leads there."""

    topics: ClassVar[Topics] = frozenset(
        {"tariffs", "seal_services", "orders", "invoices", "invoice_titles", "seals", "members", "outbox"}
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self.wallet = Wallet()
        self._fees, self._orders = Fees(room, self.begin), Orders(room, self.begin)
        self._invoices, self._titles = Invoices(room, self.begin), Titles(room, self.begin)
        self._parts = {
            FEES: (self.tr("Service fees"), self._fees),
            ORDERS: (self.tr("Payments"), self._orders),
            INVOICES: (self.tr("Invoices"), self._invoices),
            TITLES: (self.tr("Invoice titles"), self._titles),
        }
        self._switch, self._shown = SegmentedSwitch([], self.tr("Parts of the wallet")), QStackedWidget()
        self._switch.setObjectName("wallet.parts")
        for key, (name, part) in self._parts.items():
            self._switch.setTabData(self._switch.addTab(name), key)
            self._shown.addWidget(part)
        self._switch.currentChanged.connect(self._show_part)
        self._actions = {INVOICES: self._invoices.action, TITLES: self._titles.action}
        for action in self._actions.values():
            self.header.add(action)
        self._connect()
        self.content.addLayout(row(self._switch, None))
        self.content.addWidget(self._shown, 1)
        self._show_part(0)
        again = QTimer(self)
        again.timeout.connect(self._read_anew)
        again.start(DAYS_AGAIN_MS)
        self.show_state("wallet", self.tr("Loading"), busy=True)
        self.reload()

    def _connect(self) -> None:
        self._fees.ordered.connect(self.show_order)
        self._orders.pay_wanted.connect(self.pay)
        self._orders.invoice_wanted.connect(self._ask_invoice)
        self._orders.invoice_opened.connect(self.show_invoice)
        self._invoices.order_opened.connect(self.show_order)
        for part in (self._invoices, self._titles):
            part.changed.connect(self.reload)

    async def read(self) -> None:
        of = self.room.id, self.room.me.id
        self.wallet = await self.room.store.run(lambda tx: read_wallet(tx, *of))
        for _, part in self._parts.values():
            part.show_wallet(self.wallet)
        self._switch.set_count(1, self._orders.open_count)
        self.show_content()

    @property
    def part(self) -> str:
        """The key of the part that is shown."""
        return str(self._switch.tabData(self._switch.currentIndex()))

    def open_part(self, key: str) -> None:
        self._switch.setCurrentIndex(list(self._parts).index(key))

    def _show_part(self, at: int) -> None:
        self._shown.setCurrentIndex(at)
        for key, action in self._actions.items():
            action.setVisible(key == self.part)

    def show_order(self, id: str) -> None:
        """In the list of payments, as soon as it is there."""
        self.open_part(ORDERS)
        self._orders.show_row(id)
        self.reload()

    def show_invoice(self, id: str) -> None:
        self.open_part(INVOICES)
        self._invoices.show_row(id)
        self.reload()

    def show_row(self, id: str) -> None:
        """Wherever it stands: a payment, an invoice, or a seal to pay for."""
        if any(each.row.id == id for each in self.wallet.orders):
            self.show_order(id)
        elif any(each.row.id == id for each in self.wallet.invoices):
            self.show_invoice(id)
        else:
            self.pay([id])

    def pay(self, seals: list[str]) -> None:
        """The bill of these."""
        self.open_part(FEES)
        self._fees.pick(seals)

    def _ask_invoice(self, orders: list[str]) -> None:
        self.open_part(INVOICES)
        self._invoices.ask(orders)
