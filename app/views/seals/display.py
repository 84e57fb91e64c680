"""The seal's small screen, drawn as it stands on the device: dark in both schemes, its icons above its lines."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views.icons import paint_icon
from app.views.look import DARK, Size
from app.views.seals import wording
from app.views.widgets import paint
from domain.seals import SealMode, SealStatus

WIDTH, HEIGHT = 232, 116
BAR, EDGE = 4, 14


class Display(QWidget):
    """What the seal last said of its screen, in its own words, which are Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("seals.display")
        self.setAccessibleName(self.tr("The seal's screen"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._status: SealStatus | None = None

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def set_status(self, status: SealStatus | None) -> None:
        self._status = status
        said = "\n".join(status.screen) if status is not None else ""
        self.setAccessibleDescription(said or self.tr("dark"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = QRectF(self.rect())
        paint.box(painter, whole, Size.RADIUS, DARK.color("rail"), DARK.color("input_border"))
        status = self._status
        if status is None or not status.screen:
            dark = paint.sized(self.font(), Size.CAPTION)
            middle = Qt.AlignmentFlag.AlignHCenter
            paint.words(painter, whole, self.tr("dark"), dark, DARK.color("ink3"), middle)
            return
        self._paint_icons(painter, status)
        long = any(len(line) > 9 for line in status.screen)
        font = paint.sized(self.font(), Size.STRONG if long else Size.TITLE, bold=True)
        if len(status.screen) == 1 and long:
            room = QRectF(EDGE, 38, WIDTH - 2 * EDGE, HEIGHT - 44)
            paint.lines(painter, room, status.screen[0], font, DARK.color("ink"))
            return
        height = min(30.0, (HEIGHT - 40) / len(status.screen))
        top = 32 + (HEIGHT - 40 - height * len(status.screen)) / 2
        for at, line in enumerate(status.screen):
            room = QRectF(EDGE, top + at * height, WIDTH - 2 * EDGE, height)
            paint.words(painter, room, line, font, DARK.color("ink"), Qt.AlignmentFlag.AlignHCenter)

    def _paint_icons(self, painter: QPainter, status: SealStatus) -> None:
        """Signal and connection at the left, battery at the right."""
        quiet, caption = DARK.color("ink2"), paint.sized(self.font(), Size.CAPTION)
        left = float(EDGE)
        if status.signal is not None:
            for bar in range(wording.BARS):
                high = 4.0 + 2 * bar
                color = DARK.color("ink2" if bar < status.signal else "border")
                painter.fillRect(QRectF(left + bar * (BAR + 1), 24 - high, BAR - 1, high), color)
            left += wording.BARS * (BAR + 1) + 8
        if status.mode is SealMode.BLUETOOTH:
            paint_icon(painter, QRectF(left, 11, 14, 14), "bluetooth", quiet)
        right = QRectF(WIDTH - EDGE - 80, 9, 80, 18)
        level = f"{status.battery}%"
        paint.words(painter, right, level, caption, quiet, Qt.AlignmentFlag.AlignRight)
        if status.charging:
            taken = painter.fontMetrics().horizontalAdvance(level)
            paint_icon(painter, QRectF(WIDTH - EDGE - taken - 20, 11, 14, 14), "lightning", quiet)
