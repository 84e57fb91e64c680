"""How often it was used of how often it may be: large enough to be read from the desk where one stamps."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views import i18n
from app.views.look import Tone, tokens_now
from app.views.widgets import paint

SIDE, RING = 188, 9
FULL = 360 * 16  # Qt counts angles in sixteenths of a degree


class BigCount(QWidget):
    """n/N in a ring that fills; without a limit the ring is whole (C-31)."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ready.count")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(0, 0, Tone.NEUTRAL)

    def show_count(self, used: int, count: int, tone: Tone) -> None:
        """`count` 0: no limit. The tone says whether the next press is unlocked."""
        self._used, self._count, self._tone = used, count, tone
        self.setAccessibleName(f"{i18n.number(used)}/{i18n.number(count) if count else '∞'}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), tokens_now()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, soft = tokens.tone(self._tone)
        inset = RING / 2 + 1
        circle = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(soft, RING))
        painter.drawEllipse(circle)
        filled = min(1.0, self._used / self._count) if self._count else 1.0
        pen = QPen(ink, RING)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if filled:
            painter.drawArc(circle, 90 * 16, -round(FULL * filled))
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        tokens = tokens_now()
        used = i18n.number(self._used)
        of = f"/{i18n.number(self._count) if self._count else '∞'}"
        large = paint.sized(self.font(), 62 if len(used) < 3 else 46, bold=True)
        small = paint.sized(self.font(), 24)
        wide, narrow = QFontMetricsF(large).horizontalAdvance(used), QFontMetricsF(small).horizontalAdvance(of)
        left = (self.width() - wide - narrow - 3) / 2
        line = self.height() / 2 + QFontMetricsF(large).capHeight() / 2
        painter.setPen(tokens.color("ink"))
        painter.setFont(large)
        painter.drawText(round(left), round(line), used)
        painter.setPen(tokens.color("ink3"))
        painter.setFont(small)
        painter.drawText(round(left + wide + 3), round(line), of)
