"""What a seal leaves on a document: round and red, the organization's name above, a star, the seal's name below it.

A seal has no other picture: on paper it is the rubber that leaves it. Drawn so large that it prints like a stamp.
"""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from app.services.sealing.orders import Picture

SIDE = 1000  # pixels: 600 to the inch at 42 mm
INK = QColor("#C8191E")
RING, EDGE = 28, 8  # pixels: how thick it is, and how far from the picture's edge
STAR = 0.145  # of the side: its radius
FACES = ["SimSun", "Songti SC", "STSong", "Noto Serif CJK SC", "Source Han Serif SC", "serif"]  # of official seals
LARGEST, SMALLEST = 112, 40  # pixels of a character
ARC = 238  # degrees over which a name goes, at most


def draw(organization: str, seal: str) -> QImage:
    """In any thread."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(INK, RING))
    inset = EDGE + RING / 2
    painter.drawEllipse(QRectF(inset, inset, SIDE - 2 * inset, SIDE - 2 * inset))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(INK)
    painter.drawPolygon(_star())
    painter.setPen(INK)
    _name_above(painter, organization.strip())
    _name_below(painter, seal.strip())
    painter.end()
    return image


@lru_cache(maxsize=8)
def picture(organization: str, seal: str) -> Picture:
    """The same as it goes into a file. In any thread."""
    alpha = draw(organization, seal).convertToFormat(QImage.Format.Format_Alpha8)
    lines = bytes(alpha.constBits())
    step = alpha.bytesPerLine()
    cut = lines if step == SIDE else b"".join(lines[at * step : at * step + SIDE] for at in range(SIDE))
    return Picture(SIDE, (INK.red(), INK.green(), INK.blue()), cut)


def _star() -> QPolygonF:
    """Five points; its middle is the seal's."""
    outer, inner, middle = SIDE * STAR, SIDE * STAR * 0.381966, SIDE / 2
    points: list[QPointF] = []
    for at in range(10):
        radius, angle = (inner if at % 2 else outer), math.pi * at / 5
        points.append(QPointF(middle + radius * math.sin(angle), middle - radius * math.cos(angle)))
    return QPolygonF(points)


def _font(size: float) -> QFont:
    font = QFont()
    font.setFamilies(FACES)
    font.setPixelSize(round(size))
    font.setWeight(QFont.Weight.Bold)
    return font


def _name_above(painter: QPainter, name: str) -> None:
    """Along the ring, each character upright on it; small enough to leave the lower part free."""
    if not name:
        return
    size = float(LARGEST)
    while size > SMALLEST and _angles(name, size)[-1] > ARC:
        size -= 2
    font, angles = _font(size), _angles(name, size)
    fits = min(1.0, ARC / angles[-1])
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    radius = SIDE / 2 - EDGE - RING - 16 - metrics.ascent() * 0.94
    for character, begins, ends in zip(name, angles, angles[1:], strict=False):
        painter.save()
        painter.translate(SIDE / 2, SIDE / 2)
        painter.rotate(((begins + ends) / 2 - angles[-1] / 2) * fits)
        painter.drawText(QPointF(-metrics.horizontalAdvance(character) / 2, -radius), character)
        painter.restore()


def _angles(name: str, size: float) -> list[float]:
    """Where each character begins, in degrees from the first; at last where the last one ends."""
    metrics = QFontMetricsF(_font(size))
    radius = SIDE / 2 - EDGE - RING - 16 - metrics.ascent()
    gap = size * (0.5 if len(name) < 10 else 0.28 if len(name) < 16 else 0.12)
    angles, at = [0.0], 0.0
    for character in name:
        at += math.degrees((metrics.horizontalAdvance(character) + gap) / radius)
        angles.append(at)
    return angles


def _name_below(painter: QPainter, name: str) -> None:
    """Across, below the star."""
    if not name:
        return
    room, size = SIDE * 0.56, 92.0
    while size > SMALLEST and QFontMetricsF(_font(size)).horizontalAdvance(name) > room:
        size -= 2
    painter.setFont(_font(size))
    shown = QFontMetricsF(_font(size)).elidedText(name, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRectF(0, SIDE * 0.69, SIDE, size * 1.3), Qt.AlignmentFlag.AlignCenter, shown)
