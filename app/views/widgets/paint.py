"""Strokes that the painted widgets and the item delegates share. All measures are logical pixels."""

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from app.views.look import Size, Tokens, Tone
from app.views.widgets.basic import breakable

AVATAR_HUES = (212, 22, 265, 142, 340, 190, 48)  # far enough apart to tell neighbours in a list
PILL_HEIGHT = 20.0


@contextmanager
def kept(painter: QPainter) -> Iterator[QPainter]:
    """Antialiased, and the painter's state as it was afterwards."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    try:
        yield painter
    finally:
        painter.restore()


def sized(font: QFont, size: int, *, bold: bool = False) -> QFont:
    """The same face at another size in pixels."""
    made = QFont(font)
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def box(painter: QPainter, rect: QRectF, radius: float, fill: QColor, border: QColor | None = None) -> None:
    """A rounded box; a border lies inside, on whole pixels."""
    with kept(painter):
        painter.setBrush(fill)
        painter.setPen(QPen(border, 1) if border else Qt.PenStyle.NoPen)
        inset = 0.5 if border else 0
        painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def line(painter: QPainter, left: float, right: float, y: float, color: QColor) -> None:
    painter.fillRect(QRectF(left, y, right - left, 1), color)


def words(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text, cut with … where it does not fit, in the middle of the rectangle's height."""
    painter.setFont(font)
    painter.setPen(color)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def lines(painter: QPainter, rect: QRectF, text: str, font: QFont, color: QColor) -> None:
    """Text that goes on in the next line; whoever calls has made room for it."""
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, Qt.TextFlag.TextWordWrap, breakable(text))


def pill_width(text: str, font: QFont) -> float:
    return QFontMetricsF(sized(font, Size.CAPTION)).horizontalAdvance(text) + 29


def pill(painter: QPainter, rect: QRectF, text: str, tone: Tone, font: QFont, tokens: Tokens) -> None:
    """A status: a word on a soft colour with a dot, so that it reads without colour vision."""
    ink, soft = tokens.tone(tone)
    box(painter, rect, rect.height() / 2, soft)
    with kept(painter):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(rect.left() + 11, rect.center().y()), 3, 3)
    words(painter, rect.adjusted(19, -1, -8, -1), text, sized(font, Size.CAPTION), ink)


def badge(painter: QPainter, right: float, middle: float, text: str, tone: Tone, font: QFont, tokens: Tokens) -> None:
    """A count in a round ground that ends at ``right``."""
    small = sized(font, 11, bold=True)
    ink, soft = tokens.tone(tone)
    width = max(20.0, QFontMetricsF(small).horizontalAdvance(text) + 12)
    rect = QRectF(right - width, middle - 9, width, 18)
    box(painter, rect, 9, soft)
    words(painter, rect.adjusted(0, -1, 0, -1), text, small, ink, Qt.AlignmentFlag.AlignHCenter)


def avatar_colors(name: str, tokens: Tokens) -> tuple[QColor, QColor]:
    """Ink and ground of a person: always the same for the same name."""
    hue = AVATAR_HUES[crc32(name.encode()) % len(AVATAR_HUES)]
    if tokens.dark:
        return QColor.fromHsl(hue, 90, 205), QColor.fromHsl(hue, 75, 58)
    return QColor.fromHsl(hue, 130, 72), QColor.fromHsl(hue, 110, 222)


def avatar(painter: QPainter, rect: QRectF, name: str, font: QFont, tokens: Tokens) -> None:
    """A person as the first letter of the name in a circle."""
    ink, ground = avatar_colors(name, tokens)
    with kept(painter):
        painter.setBrush(ground)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(rect)
    letter = sized(font, round(rect.height() * 0.44), bold=True)
    words(painter, rect.adjusted(0, -1, 0, -1), name[:1].upper(), letter, ink, Qt.AlignmentFlag.AlignHCenter)


def picture(painter: QPainter, rect: QRectF, image: QImage, radius: float, tokens: Tokens) -> None:
    """An image that fills the rectangle, cut at its edges, with round corners and a hairline."""
    ratio = max(rect.width() / image.width(), rect.height() / image.height())
    width, height = rect.width() / ratio, rect.height() / ratio
    source = QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    with kept(painter):
        painter.setClipPath(path)
        painter.drawImage(rect, image, source)
    with kept(painter):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.color("border"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def bars(painter: QPainter, rect: QRectF, lit: int, tokens: Tokens) -> None:
    """How well something is received: four bars, `lit` of them in ink."""
    wide = rect.width() / 5.5
    for at in range(4):
        high = rect.height() * (at + 1) / 4
        bar = QRectF(rect.left() + at * wide * 1.5, rect.bottom() - high, wide, high)
        box(painter, bar, min(2.0, wide / 2), tokens.color("ink2" if at < lit else "border"))


def focus_ring(painter: QPainter, rect: QRectF, radius: float, tokens: Tokens) -> None:
    with kept(painter):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.color("accent"), 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
