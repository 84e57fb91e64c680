"""Line icons (Phosphor, from QtAwesome) that fill in once the window stands: the icon font costs start-up time.

An icon made here may be set at any time. Until `load` has run it paints nothing in its place; afterwards it paints its
glyph in the colour that the scheme of the moment gives to its role, so that nothing is rebuilt when the scheme changes.
"""

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QApplication

from app.views.look import tokens_now


@dataclass(frozen=True)
class _IconFont:
    family: str
    glyphs: dict[str, str]  # name -> character


_fonts: list[_IconFont] = []  # none or one: Qt keeps application fonts per process, and so do we


def load() -> None:
    """Load the icon font, once, and repaint what shows icons.

    The font's files are taken from QtAwesome without importing it: that would cost 150 ms on the loop, for a layer over
    all Qt bindings and eleven other fonts.
    """
    if _fonts:
        return
    package = importlib.util.find_spec("qtawesome")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("QtAwesome is not installed: the icons come from it")
    folder = Path(package.submodule_search_locations[0]) / "fonts"
    font = QFontDatabase.addApplicationFont(str(next(folder.glob("phosphor-*.ttf"))))
    codes = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
    glyphs = {name: chr(int(code, 16)) for name, code in codes.items()}
    _fonts.append(_IconFont(QFontDatabase.applicationFontFamilies(font)[0], glyphs))
    for window in QApplication.topLevelWidgets():
        window.update()


def are_loaded() -> bool:
    """Whether what is painted now may be kept."""
    return bool(_fonts)


def paint_icon(painter: QPainter, rect: QRectF | QRect, name: str, color: QColor) -> None:
    """Paint the icon ``name`` (Phosphor's name without prefix, e.g. "map-trifold", or "stamp") centred in ``rect``."""
    if not _fonts or not name:
        return
    font = _fonts[0]
    painter.save()
    if name == "stamp":
        _paint_stamp(painter, QRectF(rect), color)
        painter.restore()
        return
    painter.setPen(color)
    glyph = QFont(font.family)
    glyph.setPixelSize(max(1, round(min(rect.width(), rect.height()))))
    painter.setFont(glyph)
    painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignCenter, font.glyphs[name])
    painter.restore()


def _paint_stamp(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """A hand stamp in the manner of the others; Phosphor has none in the version that QtAwesome carries."""
    side = min(rect.width(), rect.height())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center() - QPointF(side / 2, side / 2))
    painter.scale(side / 16, side / 16)
    painter.setPen(QPen(color, 1.05, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
    shape = QPainterPath(QPointF(6.6, 9.2))
    shape.cubicTo(7.1, 7.2, 5.4, 6.3, 5.4, 4.6)
    shape.arcTo(QRectF(5.4, 2, 5.2, 5.2), 180, -180)
    shape.cubicTo(10.6, 6.3, 8.9, 7.2, 9.4, 9.2)
    shape.addRoundedRect(QRectF(2.6, 9.2, 10.8, 3), 0.9, 0.9)
    shape.moveTo(2.6, 14.2)
    shape.lineTo(13.4, 14.2)
    painter.drawPath(shape)


def icon(name: str, role: str = "ink2") -> QIcon:
    """An icon in the colour of a token (`Tokens`' field name); disabled ones take ink3."""
    return QIcon(_Engine(name, role))


class _Engine(QIconEngine):
    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = "ink3" if mode is QIcon.Mode.Disabled else self._role
        paint_icon(painter, rect, self._name, tokens_now().color(role))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)
