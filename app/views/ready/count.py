"""How often it was used of how often it may be: large enough to be read from the desk where one stamps."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views import i18n
from app.views.look import Tone, tokens_now
from app.views.widgets import paint

SIDE, SMALLEST, RING = 188, 120, 9
FULL = 360 * 16  # Qt counts angles in sixteenths of a degree


class BigCount(QWidget):
    """n/N in a ring that fills; without a limit the ring is whole (C-31)."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ready.count")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(SIDE)
        self.show_count(0, 0, Tone.NEUTRAL)

    def show_count(self, used: int, count: int, tone: Tone) -> None:
        """`count` 0: no limit. The tone says whether the next press is unlocked."""
        self._used, self._count, self._tone = used, count, tone
        self.setAccessibleName(f"{i18n.number(used)}/{i18n.number(count) if count else '∞'}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def minimumSizeHint(self) -> QSize:
        return QSize(SMALLEST, SMALLEST)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), tokens_now()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, soft = tokens.tone(self._tone)
        side = min(self.width(), self.height()) - RING - 2
        circle = QRectF(0, 0, side, side)
        circle.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(soft, RING))
        painter.drawEllipse(circle)
        filled = min(1.0, self._used / self._count) if self._count else 1.0
        pen = QPen(ink, RING)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if filled:
            painter.drawArc(circle, 90 * 16, -round(FULL * filled))
        self._paint_words(painter, min(1.0, side / (SIDE - RING - 2)))

    def _paint_words(self, painter: QPainter, scale: float) -> None:
        tokens = tokens_now()
        used = i18n.number(self._used)
        of = f"/{i18n.number(self._count) if self._count else '∞'}"
        large = paint.sized(self.font(), round((62 if len(used) < 3 else 46) * scale), bold=True)
        small = paint.sized(self.font(), round(24 * scale))
        wide, narrow = QFontMetricsF(large).horizontalAdvance(used), QFontMetricsF(small).horizontalAdvance(of)
        left = (self.width() - wide - narrow - 3) / 2
        line = self.height() / 2 + QFontMetricsF(large).capHeight() / 2
        painter.setPen(tokens.color("ink"))
        painter.setFont(large)
        painter.drawText(round(left), round(line), used)
        painter.setPen(tokens.color("ink3"))
        painter.setFont(small)
        painter.drawText(round(left + wide + 3), round(line), of)
