"""The seal's own display, as the device shows it: icons, below them words; or a code (R-062, R-066, R-069)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen

from protocol.contact import SealMode
from simulator.firmware.voice import Icons
from simulator.window.tokens import font

SCREEN = QRectF(128, 172, 164, 132)
GLASS, LIGHT_TEXT, DIM_TEXT, LINK, LOW = "#0A0E13", "#EAF2FF", "#7C8A9C", "#3E8BFF", "#F07C78"
BARS, LOW_PERCENT = 5, 20
NO_ICONS = Icons("", SealMode.BLUETOOTH, None, sim=False, battery=0, charging=False)


@dataclass(frozen=True)
class Face:
    """What is to be seen of a seal. `lines` none: the display is dark; `code`: what a code on it
    says; `imprints` on the page, of `presses` in the seal's life."""

    icons: Icons = NO_ICONS
    lines: tuple[str, ...] = ()
    on: bool = False
    code: str | None = None
    unlocked: bool = False
    stand_out: bool = False
    cover_on: bool = True
    plate: str = ""
    paper: bool = True
    imprints: int = 0
    presses: int = 0

    @property
    def lit(self) -> bool:
        return self.on and bool(self.lines)


def paint_display(painter: QPainter, face: Face) -> None:
    painter.setPen(QPen(QColor("#05070A"), 2))
    painter.setBrush(QColor(GLASS))
    painter.drawRoundedRect(SCREEN, 12, 12)
    if face.lit and face.code is not None:
        _paint_code(painter, face)
    elif face.lit:
        _paint_icons(painter, face)
        _paint_words(painter, face.lines)
    glare = QLinearGradient(SCREEN.topLeft(), SCREEN.bottomRight())
    glare.setColorAt(0, QColor(255, 255, 255, 22))
    glare.setColorAt(0.45, QColor(255, 255, 255, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    if face.code is None:  # nothing lies over a code that is to be read
        painter.setBrush(glare)
        painter.drawRoundedRect(SCREEN, 12, 12)


# Words, and the code


def _paint_words(painter: QPainter, lines: tuple[str, ...]) -> None:
    room = SCREEN.adjusted(8, 30, -8, -8)
    longest = max((len(line) for line in lines), default=1)
    size = 34 if longest <= 4 and len(lines) == 1 else 24 if longest <= 6 else 17
    painter.setPen(QColor(LIGHT_TEXT))
    painter.setFont(font(size, strong=True))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, "\n".join(lines))


def _paint_code(painter: QPainter, face: Face) -> None:
    """Dark modules on a light ground with its quiet zone, and below it what the eye is to read."""
    assert face.code is not None
    modules = _modules(face.code)
    side = 100.0
    ground = QRectF(SCREEN.center().x() - side / 2, SCREEN.top() + 6, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(ground, QColor("#FFFFFF"))
    step = side / len(modules)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for y, line in enumerate(modules):
        for x, dark in enumerate(line):
            if dark:
                spot = QRectF(ground.left() + x * step, ground.top() + y * step, step, step)
                painter.fillRect(spot, QColor("#000000"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(LIGHT_TEXT))
    painter.setFont(font(12, strong=True))
    below = QRectF(SCREEN.left(), ground.bottom() + 3, SCREEN.width(), 18)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, face.lines[-1])


@lru_cache(maxsize=1)
def _modules(text: str) -> list[list[bool]]:
    """True: dark; with the quiet zone."""
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = zxingcpp.write_barcode_to_image(code, scale=1)
    lines: list[list[int]] = memoryview(image).tolist()  # pyright: ignore[reportAssignmentType]: it has two dimensions
    return [[pixel < 128 for pixel in line] for line in lines]


# The line of icons: Bluetooth, signal and lock at the left, the battery at the right


def _paint_icons(painter: QPainter, face: Face) -> None:
    icons, top = face.icons, SCREEN.top() + 10
    x = SCREEN.left() + 12
    if icons.bluetooth:
        _paint_bluetooth(painter, QRectF(x, top, 15, 15), solid=icons.bluetooth == "solid")
        x += 22
    if icons.signal is not None:
        _paint_signal(painter, QPointF(x, top + 1), icons)
        x += 28
    _paint_lock(painter, QPointF(x, top + 1), face.unlocked)
    if icons.mode is SealMode.GPRS:
        painter.setPen(QColor(DIM_TEXT))
        painter.setFont(font(9, strong=True))
        painter.drawText(QRectF(x + 16, top, 34, 15), Qt.AlignmentFlag.AlignVCenter, "GPRS")
    _paint_battery(painter, icons)


def _paint_bluetooth(painter: QPainter, box: QRectF, *, solid: bool) -> None:
    """Solid when connected (R-062), an outline when it can be found."""
    painter.setPen(QPen(QColor(LINK if solid else DIM_TEXT), 1.2))
    painter.setBrush(QColor(LINK) if solid else QColor(0, 0, 0, 0))
    painter.drawRoundedRect(box, 4, 4)
    rune, c = QPainterPath(), box.center()
    for at, (x, y) in enumerate(((-3, -2.2), (3, 2.6), (0, 5.2), (0, -5.2), (3, -2.6), (-3, 2.2))):
        (rune.lineTo if at else rune.moveTo)(c.x() + x, c.y() + y)
    painter.setPen(QPen(QColor("#FFFFFF" if solid else DIM_TEXT), 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(rune)


def _paint_signal(painter: QPainter, at: QPointF, icons: Icons) -> None:
    """A bar for each that is heard; struck out without a card."""
    painter.setPen(Qt.PenStyle.NoPen)
    for bar in range(BARS):
        height = 4 + bar * 2.2
        painter.setBrush(QColor(LIGHT_TEXT if bar < (icons.signal or 0) else "#2E3946"))
        painter.drawRoundedRect(QRectF(at.x() + bar * 4.4, at.y() + 13 - height, 3, height), 0.8, 0.8)
    if not icons.sim:
        painter.setPen(QPen(QColor(LOW), 1.6))
        painter.drawLine(at + QPointF(1, 1), at + QPointF(20, 13))


def _paint_lock(painter: QPainter, at: QPointF, unlocked: bool) -> None:
    """Closed while the mechanics hold, open while it may be pressed."""
    colour = QColor("#58C48D" if unlocked else DIM_TEXT)
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(at.x() + (5.5 if unlocked else 1.5), at.y(), 7, 9), 0, 180 * 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(at.x(), at.y() + 5.5, 10, 7.5), 1.5, 1.5)


def _paint_battery(painter: QPainter, icons: Icons) -> None:
    cell = QRectF(SCREEN.right() - 38, SCREEN.top() + 12, 24, 11)
    painter.setPen(QPen(QColor(DIM_TEXT), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(cell, 2.5, 2.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT_TEXT if icons.battery > LOW_PERCENT else LOW))
    painter.drawRoundedRect(QRectF(cell.left() + 2, cell.top() + 2, 20 * icons.battery / 100, 7), 1, 1)
    painter.drawRect(QRectF(cell.right() + 1, cell.top() + 3.5, 2, 4))
    if icons.charging:
        bolt, c = QPainterPath(), cell.center()
        for at, (x, y) in enumerate(((1.5, -7), (-4, 1), (-0.5, 1), (-1.5, 7), (4, -1), (0.5, -1))):
            (bolt.lineTo if at else bolt.moveTo)(c.x() + x, c.y() + y)
        bolt.closeSubpath()
        painter.setPen(QPen(QColor(GLASS), 1.2))
        painter.setBrush(QColor("#58C48D"))
        painter.drawPath(bolt)
