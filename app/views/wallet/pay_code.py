"""The QR code of a payment by WeChat: how long it is good, and why there is none (R-260, R-266)."""

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from app.views.i18n import Tongue
from app.views.qr import qr_image
from app.views.room import Room
from app.views.widgets import button, column, label, row
from domain.money import yuan
from domain.orders import Order
from domain.wording import sentence as worded

MODULE, SMALL_MODULE, HIGH = 6, 4, 620  # pixels of a module, and of a window that has room for the larger
SECOND_MS = 1000


class PayCode(QWidget):
    """Shows an order that waits to be paid. That it is paid comes by itself, with the rows."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.setObjectName("order.code")
        self._room, self._drawn = room, ("", 0)
        self._order: Order | None = None
        self._sending = False
        self._total, self._hint = label("", "display"), label("", "secondary", wrap=True)
        self._picture, self._busy = QLabel(), QProgressBar()
        self._picture.setObjectName("order.qr")
        self._picture.setAccessibleName(self.tr("QR code to pay with WeChat"))
        self._busy.setRange(0, 0)
        self._busy.setFixedWidth(160)
        self._busy.setAccessibleName(self.tr("Asking WeChat for a QR code"))
        self._left, self._why = label("", "caption"), label("", "fault", wrap=True)
        self._left.setObjectName("order.left")
        self._why.setObjectName("order.why")
        self._browser = button(self.tr("Open it in the browser"), "ghost")
        self._browser.setObjectName("order.browser")
        self._browser.clicked.connect(self._open_address)
        said = column(self._total, self._busy, self._hint, self._left, self._why, gap=8)
        said.addLayout(row(self._browser, None))
        said.addStretch(1)
        beside = row(self._picture, said, gap=24)
        beside.setAlignment(self._picture, Qt.AlignmentFlag.AlignTop)
        beside.setContentsMargins(0, 0, 0, 8)
        self.setLayout(beside)
        self._clock = QTimer(self, interval=SECOND_MS)
        self._clock.timeout.connect(self._show_time)

    def show_order(self, order: Order | None, *, sending: bool = False) -> None:
        """None: nothing waits. `sending`: the cloud has not heard of it."""
        self._order, self._sending = order, sending
        self.setVisible(order is not None)
        if order is None:
            self._clock.stop()
            return
        self._total.setText(yuan(order.cents))
        self._draw()
        chinese = self._room.language.tongue is Tongue.ZH_CN
        self._why.setText(worded(order.code_why, "", chinese) if order.code_why else "")
        self._clock.start()
        self._show_time()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _draw(self) -> None:
        """Pixel by pixel, so that it stays sharp; whole also in a low window."""
        code = self._order.code_url if self._order is not None else ""
        wanted = code, MODULE if self.window().height() >= HIGH else SMALL_MODULE
        if code and wanted != self._drawn:
            self._drawn = wanted
            picture = QPixmap.fromImage(qr_image(*wanted))
            self._picture.setPixmap(picture)
            self._picture.setFixedSize(picture.size())

    def _show_time(self) -> None:
        order = self._order
        if order is None:
            return
        left = (order.closes_at - self._room.now()) // SECOND_MS if order.closes_at is not None else None
        over = left is not None and left <= 0
        code = bool(order.code_url) and not over
        self._picture.setVisible(code)
        self._browser.setVisible(code and self._local)
        self._busy.setVisible(not code and not self._why.text())
        self._why.setVisible(bool(self._why.text()) and not code)
        self._left.setVisible(code and left is not None)
        if left is not None:
            self._left.setText(self.tr("Good for another {0}").format(_clock(left)))
        self._hint.setText(self._said(code=code, over=over))
        self._hint.setVisible(bool(self._hint.text()))

    def _said(self, *, code: bool, over: bool) -> str:
        if over:
            return self.tr("Its time is over. The cloud asks WeChat once more whether it was paid, then it is closed.")
        if code:
            return self.tr("Scan it with WeChat and pay. That it is paid shows here by itself.")
        if self._why.text():
            return self.tr("The cloud goes on trying; you can also cancel the payment and pay offline.")
        if self._sending:
            return self.tr("It goes to the cloud as soon as that is in reach; then the QR code comes.")
        return self.tr("The cloud is asking WeChat for the QR code …")

    @property
    def _local(self) -> bool:
        """It leads to this computer, as a demo's does: a phone would not come there."""
        return self._order is not None and QUrl(self._order.code_url).host() in ("127.0.0.1", "localhost")

    def _open_address(self) -> None:
        if self._order is not None:
            QDesktopServices.openUrl(QUrl(self._order.code_url))


def _clock(seconds: int) -> str:
    """`1:59:07`, `4:31`."""
    minutes, left = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
