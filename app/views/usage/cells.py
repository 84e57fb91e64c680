"""Paints the cells of the table of records: a screen has a hundred of them, and is scrolled through."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.views.look import Tone, tokens_now
from app.views.usage.model import COLUMNS, ICON, Column, UsageModel
from app.views.widgets import paint

LEFT, RIGHT = 13, 6  # pixels beside a text, as beside the heads of the columns
KEPT = 4096  # texts as they are laid out
SELECTED = QStyle.StateFlag.State_Selected


class CellPainter(QStyledItemDelegate):
    """Of a `UsageModel`. What is painted again and again, is laid out once."""

    def __init__(self, model: UsageModel) -> None:
        super().__init__()
        self._model = model
        self._font, self._face = QFont(), ""  # and as a key

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect, tokens = option.rect, tokens_now()
        if option.font != self._font or not self._face:
            self._font, self._face = QFont(option.font), option.font.toString()
        left, top, wide, high = rect.left(), rect.top(), rect.width(), rect.height()
        if SELECTED in option.state:
            painter.fillRect(rect, tokens.color("accent_soft"))
        painter.fillRect(left, top + high - 1, wide, 1, tokens.color("hairline"))
        line, column = self._model.line(index.row()), COLUMNS[index.column()]
        if line is None:
            return
        text, left, wide = self._model.cell(line, column), left + LEFT, wide - LEFT - RIGHT
        if column is Column.RESULT:
            tone = Tone.DANGER if line.impression.result else Tone.OK
            short = self._model.cause(line) if line.impression.result else text
            ratio = painter.device().devicePixelRatioF()
            shown = _pill(text, short, tone, self._face, wide, ratio, tokens.dark)
            painter.drawPixmap(QPoint(left - 3, top + (high - round(paint.PILL_HEIGHT)) // 2), shown)
            return
        if column is Column.DOCUMENT:
            self._model.picture(line).paint(painter, QRect(left, top + (high - ICON) // 2, ICON, ICON))
            left, wide = left + ICON + 8, wide - ICON - 8
        laid = _laid_out(text, self._face, wide)
        painter.setPen(tokens.color("ink"))
        painter.drawStaticText(QPointF(left, top + (high - laid.size().height()) / 2), laid)


@lru_cache(KEPT)
def _laid_out(text: str, font: str, wide: int) -> QStaticText:
    face = _face(font)
    laid = QStaticText(QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, wide))
    laid.setTextFormat(Qt.TextFormat.PlainText)
    laid.prepare(font=face)
    return laid


@lru_cache
def _face(font: str) -> QFont:
    face = QFont()
    face.fromString(font)
    return face


@lru_cache
def _pill(whole: str, short: str, tone: Tone, font: str, most: int, ratio: float, _dark: bool) -> QPixmap:
    face = _face(font)
    text = whole if paint.pill_width(whole, face) <= most else short
    size = QSize(round(min(paint.pill_width(text, face), most)), round(paint.PILL_HEIGHT))
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint.pill(painter, QRectF(0, 0, size.width(), size.height()), text, tone, face, tokens_now())
    painter.end()
    return made
