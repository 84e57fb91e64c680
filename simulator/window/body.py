"""The seal itself, painted: body with screen and power key, stand, cover, and the page it is pressed on."""

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QColor,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRadialGradient,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from simulator.window.display import DIM_TEXT, Face, paint_display
from simulator.window.tokens import Tokens, font

WIDTH, HEIGHT = 420.0, 640.0  # everything below is in these units, scaled to the widget
BODY = QRectF(112, 128, 196, 322)  # with the stand in
KEY = QPointF(210, 350)
KEY_RADIUS = 27.0
LIFT = 94.0  # how far the body rises when the stand extends
STROKE = 76.0  # how far it goes down in a press
FOOT = 470.0  # where stand and cover meet the page


class Body(QWidget):
    """The painted seal. Its power key can be pressed with the mouse."""

    key_down = Signal()
    key_up = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens
        self._face = Face()
        self._held = 0.0
        self._key_pressed = False
        self._lift = _move(260, self)
        self._press = _move(260, self)
        self._lift.valueChanged.connect(self.update)
        self._press.valueChanged.connect(self.update)
        self._lift.setStartValue(0.0)
        self._lift.setEndValue(0.0)
        self._press.setKeyValues([(0.0, 0.0), (0.35, 1.0), (0.6, 1.0), (1.0, 0.0)])
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(int(WIDTH), int(HEIGHT))

    def show_face(self, face: Face) -> None:
        """Paint this from now on; stand and press move there."""
        before, self._face = self._face, face
        if face.stand_out != before.stand_out:
            self._lift.stop()
            self._lift.setStartValue(_value(self._lift))
            self._lift.setEndValue(1.0 if face.stand_out else 0.0)
            self._lift.start()
        if face.presses > before.presses:
            self._press.stop()
            self._press.start()
        self.update()

    def wear(self, tokens: Tokens) -> None:
        """The colours of the surroundings."""
        self._tokens = tokens
        self.update()

    def show_held(self, part: float) -> None:
        """How far the power key's three seconds are, 0..1."""
        if part != self._held:
            self._held = part
            self.update()

    def settle(self) -> None:
        """Let every movement be over: for a picture."""
        for move in (self._lift, self._press):
            if move.state() is QVariantAnimation.State.Running:
                move.setCurrentTime(move.duration())

    # The mouse on the power key

    def mousePressEvent(self, event: QMouseEvent) -> None:
        scale, origin = self._fit()
        point = (event.position() - origin) / scale + QPointF(0, self._raised())
        if (point - KEY).manhattanLength() < KEY_RADIUS * 1.3:
            self._key_pressed = True
            self.key_down.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._key_pressed:
            self._key_pressed = False
            self.key_up.emit()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._tokens.canvas))
        scale, origin = self._fit()
        painter.translate(origin)
        painter.scale(scale, scale)
        if self._face.paper:
            self._paint_page(painter)
        self._paint_stand(painter)
        painter.translate(0, -self._raised())
        self._paint_body(painter)
        paint_display(painter, self._face)
        self._paint_key(painter)
        painter.end()

    def _fit(self) -> tuple[float, QPointF]:
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        return scale, QPointF((self.width() - WIDTH * scale) / 2, (self.height() - HEIGHT * scale) / 2)

    def _raised(self) -> float:
        """How much higher than in its resting place the body is."""
        return LIFT * _value(self._lift) - STROKE * _value(self._press) * _value(self._lift)

    def _paint_page(self, painter: QPainter) -> None:
        t = self._tokens
        page = QPainterPath(QPointF(74, FOOT - 20))
        for x, y in ((346, FOOT - 20), (392, 616), (28, 616)):
            page.lineTo(x, y)
        page.closeSubpath()
        shadow = QColor(t.shadow)
        shadow.setAlpha(26)
        painter.fillPath(page.translated(0, 5), shadow)
        painter.fillPath(page, QColor(t.paper))
        painter.setPen(QPen(QColor(t.paper_line), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for row, length in enumerate((0.86, 0.92, 0.7, 0.9, 0.42)):
            y = 506 + row * 23
            left = 96 - row * 9.5
            painter.drawLine(QPointF(left, y), QPointF(left + (420 - 2 * left) * length, y))
        self._paint_imprint(painter)

    def _paint_imprint(self, painter: QPainter) -> None:
        """The last impression on the page: a round seal with a star, as offices have them."""
        if self._face.imprints == 0:
            return
        painter.save()
        painter.translate(300, 566)
        painter.rotate(-8)
        painter.scale(1.0, 0.62)
        colour = QColor(self._tokens.cinnabar)
        colour.setAlpha(205)
        painter.setPen(QPen(colour, 4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(0, 0), 42, 42)
        painter.setFont(font(34, strong=True))
        painter.drawText(QRectF(-40, -40, 80, 80), Qt.AlignmentFlag.AlignCenter, "★")
        painter.restore()

    def _paint_stand(self, painter: QPainter) -> None:
        raised = self._raised()
        bottom = BODY.bottom() - raised
        legs = QColor("#8D96A3")
        painter.setPen(Qt.PenStyle.NoPen)
        for x in (134, 274):
            leg = QLinearGradient(x, 0, x + 12, 0)
            for at, shade in ((0.0, 118), (0.4, 150), (1.0, 92)):
                leg.setColorAt(at, legs.lighter(shade))
            painter.setBrush(leg)
            painter.drawRoundedRect(QRectF(x, bottom - 12, 12, FOOT - bottom + 4), 4, 4)
        self._paint_die(painter, bottom)
        foot = QRectF(104, FOOT - 16, 212, 20)
        shine = QLinearGradient(foot.topLeft(), foot.bottomLeft())
        shine.setColorAt(0, QColor("#59616D"))
        shine.setColorAt(1, QColor("#343B46"))
        painter.setBrush(shine)
        frame = QPainterPath()
        frame.addRoundedRect(foot, 9, 9)
        if not self._face.cover_on:
            window = QPainterPath()
            window.addRoundedRect(QRectF(148, FOOT - 16, 124, 20), 4, 4)
            frame = frame.subtracted(window)
        painter.drawPath(frame)
        if self._face.cover_on:
            painter.setBrush(QColor("#B9C0CA"))
            painter.drawRoundedRect(QRectF(150, FOOT - 5, 120, 11), 5, 5)
        else:
            self._paint_cover_beside(painter)

    def _paint_die(self, painter: QPainter, bottom: float) -> None:
        """The rubber under the body, red with ink."""
        end = min(bottom + 22, FOOT - 18 if self._face.cover_on else FOOT)  # behind the cover it is drawn in
        neck = QRectF(176, bottom - 8, 68, max(8.0, end - bottom + 8))
        painter.setBrush(QColor("#2B313A"))
        painter.drawRoundedRect(neck, 4, 4)
        rubber = QLinearGradient(QPointF(0, neck.bottom() - 2), QPointF(0, neck.bottom() + 12))
        rubber.setColorAt(0, QColor(self._tokens.cinnabar).darker(125))
        rubber.setColorAt(1, QColor(self._tokens.cinnabar))
        painter.setBrush(rubber)
        painter.drawRoundedRect(QRectF(164, neck.bottom() - 2, 92, 13), 4, 4)

    def _paint_cover_beside(self, painter: QPainter) -> None:
        lid = QRectF(54, 548, 96, 34)
        painter.setBrush(QColor("#8D96A3"))
        painter.drawEllipse(lid.translated(0, 6))
        painter.setBrush(QColor("#B9C0CA"))
        painter.drawEllipse(lid)
        painter.setBrush(QColor("#CBD1D9"))
        painter.drawEllipse(lid.adjusted(9, 4, -9, -8))

    def _paint_body(self, painter: QPainter) -> None:
        shell = QLinearGradient(BODY.topLeft(), BODY.topRight())
        for at, shade in ((0.0, "#20252D"), (0.12, "#3A424E"), (0.5, "#2C333D"), (0.88, "#262C35"), (1.0, "#171B21")):
            shell.setColorAt(at, QColor(shade))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shell)
        painter.drawRoundedRect(BODY, 34, 34)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(255, 255, 255, 26), 1.5))
        painter.drawRoundedRect(BODY.adjusted(2, 2, -2, -2), 32, 32)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens.cinnabar))
        painter.drawRect(QRectF(BODY.left(), BODY.bottom() - 44, BODY.width(), 5))
        mark = QRectF(198, BODY.top() + 12, 24, 24)
        painter.drawRoundedRect(mark, 6, 6)
        painter.setPen(QColor("#FFFFFF"))
        painter.setFont(font(15, strong=True))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, "印")
        painter.setPen(QColor(DIM_TEXT))
        painter.setFont(font(10))
        plate = QRectF(BODY.left(), BODY.bottom() - 34, BODY.width(), 18)
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._face.plate)

    def _paint_key(self, painter: QPainter) -> None:
        rim = QRadialGradient(KEY - QPointF(6, 8), KEY_RADIUS * 1.5)
        rim.setColorAt(0, QColor("#4A535F"))
        rim.setColorAt(1, QColor("#1B2027"))
        painter.setPen(QPen(QColor("#12161B"), 2))
        painter.setBrush(rim)
        painter.drawEllipse(KEY, KEY_RADIUS, KEY_RADIUS)
        sign = QColor(self._tokens.cinnabar).lighter(125) if self._face.on else QColor("#9AA4B1")
        painter.setPen(QPen(sign, 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawArc(QRectF(KEY.x() - 9, KEY.y() - 8, 18, 18), -230 * 16, 280 * 16)
        painter.drawLine(KEY + QPointF(0, -11), KEY + QPointF(0, -1))
        if self._held > 0:
            painter.setPen(QPen(QColor(self._tokens.cinnabar), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            ring = QRectF(KEY.x() - KEY_RADIUS - 5, KEY.y() - KEY_RADIUS - 5, 2 * KEY_RADIUS + 10, 2 * KEY_RADIUS + 10)
            painter.drawArc(ring, 90 * 16, -int(self._held * 360 * 16))


def _move(duration_ms: int, parent: QWidget) -> QVariantAnimation:
    animation = QVariantAnimation(parent)
    animation.setDuration(duration_ms)
    animation.setEasingCurve(QEasingCurve.Type.OutCubic)
    return animation


def _value(animation: QVariantAnimation) -> float:
    value = animation.currentValue()
    return float(value) if isinstance(value, float) else 0.0
