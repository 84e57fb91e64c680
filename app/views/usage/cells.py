"""Paints the cells of the table of records: at one go, for a screen has a hundred of them and is scrolled through."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.views import words
from app.views.look import tokens_now
from app.views.usage.model import COLUMNS, ICON, Column, UsageModel
from app.views.widgets import paint

LEFT, RIGHT = 13, 6  # pixels beside a text, as beside the heads of the columns


class CellPainter(QStyledItemDelegate):
    """Of a `UsageModel`."""

    def __init__(self, model: UsageModel) -> None:
        super().__init__()
        self._model = model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect, tokens = QRectF(option.rect), tokens_now()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, tokens.color("accent_soft"))
        paint.line(painter, rect.left(), rect.right() + 1, rect.bottom() - 1, tokens.color("hairline"))
        line, column = self._model.line(index.row()), COLUMNS[index.column()]
        inside = rect.adjusted(LEFT, 0, -RIGHT, -1)
        if line is None:
            if column is Column.TIME:
                paint.words(painter, inside, "…", option.font, tokens.color("ink3"))
            return
        text = self._model.cell(line, column)
        if column is Column.RESULT:
            high = paint.PILL_HEIGHT
            wide = min(paint.pill_width(text, option.font), inside.width())
            spot = QRectF(inside.left() - 3, inside.center().y() - high / 2, wide, high)
            paint.pill(painter, spot, text, words.result(line.impression.result)[1], option.font, tokens)
            return
        if column is Column.DOCUMENT:
            at = QPoint(round(inside.left()), round(inside.center().y() - ICON / 2))
            self._model.picture(line).paint(painter, QRect(at.x(), at.y(), ICON, ICON), Qt.AlignmentFlag.AlignCenter)
            inside.adjust(ICON + 8, 0, 0, 0)
        paint.words(painter, inside, text, option.font, tokens.color("ink"))
