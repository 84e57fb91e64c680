"""The tree on the screen: a row for each department and person, opened and closed, one or several of them chosen."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from app.views.icons import paint_icon
from app.views.look import Size, Tokens, tokens_now
from app.views.organization.tree import ICONS, Branch, Kind, Node
from app.views.organization.tree_model import NODE, TreeModel
from app.views.widgets import paint

ROW, PICTURE = 40, 26
NAME = 72.0  # pixels that a name has at least, if it needs them: five characters
_Index = QModelIndex | QPersistentModelIndex


class NodeDelegate(QStyledItemDelegate):
    """Paints a `Node`: picture · name · what is on its way, role or count at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(160, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        node: Node = index.data(NODE)
        tokens = tokens_now()
        rect = QRectF(option.rect).adjusted(0, 1, -6, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            paint.box(painter, rect, Size.RADIUS_SMALL, tokens.color("accent_soft" if chosen else "sunken"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, rect, Size.RADIUS_SMALL, tokens)
        self._picture(painter, rect, node, option, tokens, chosen=chosen)
        left = rect.left() + 8 + PICTURE + 9
        font = paint.sized(option.font, Size.BODY, bold=node.kind is not Kind.MEMBER)
        wanted = min(QFontMetricsF(font).horizontalAdvance(node.title) + 2, NAME)
        right = self._end(painter, rect, node, option, tokens, left + wanted)
        ink = tokens.color("ink2" if node.kind is Kind.NONE else "ink")
        paint.words(painter, QRectF(left, rect.top(), right - left, rect.height()), node.title, font, ink)

    def _picture(
        self,
        painter: QPainter,
        rect: QRectF,
        node: Node,
        option: QStyleOptionViewItem,
        tokens: Tokens,
        *,
        chosen: bool,
    ) -> None:
        spot = QRectF(rect.left() + 8, rect.center().y() - PICTURE / 2, PICTURE, PICTURE)
        if node.kind is Kind.MEMBER:
            paint.avatar(painter, spot, node.title, option.font, tokens)
            return
        ground = "surface" if chosen else "rail_on"
        paint.box(painter, spot, PICTURE / 2, tokens.color(ground))
        paint_icon(painter, spot.adjusted(6, 6, -6, -6), ICONS[node.kind], tokens.color("ink2"))

    def _end(
        self,
        painter: QPainter,
        rect: QRectF,
        node: Node,
        option: QStyleOptionViewItem,
        tokens: Tokens,
        name_end: float,
    ) -> float:
        """From the right: the role or the count, and what is on its way; where that begins. Where there is little room
        the name goes first, then the role."""
        right, middle = rect.right() - 8, rect.center().y()
        small = paint.sized(option.font, Size.CAPTION)
        if node.pill:
            width = min(paint.pill_width(node.pill, option.font), right - name_end - 6)
            spot = QRectF(right - width, middle - paint.PILL_HEIGHT / 2, width, paint.PILL_HEIGHT)
            paint.pill(painter, spot, node.pill, node.tone, option.font, tokens)
            right -= width + 6
        for text in (node.count, node.note):
            width = QFontMetricsF(small).horizontalAdvance(text) + 2
            if text and right - width - 6 > name_end:
                at = QRectF(right - width, rect.top(), width, rect.height())
                paint.words(painter, at, text, small, tokens.color("ink2"), Qt.AlignmentFlag.AlignRight)
                right -= width + 6
        return right


class TreeView(QTreeView):
    """`chosen(keys)`: what is chosen now, from top to bottom."""

    chosen = Signal(list)

    def __init__(self, model: TreeModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._closed: set[str] = set()
        self._opening = False
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(NodeDelegate(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setIndentation(16)
        self.setExpandsOnDoubleClick(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(True)
        self.setAutoExpandDelay(600)
        self.collapsed.connect(lambda index: self._note(index, closed=True))
        self.expanded.connect(lambda index: self._note(index, closed=False))

    def show_tree(self, branches: Sequence[Branch], *, all_open: bool = False) -> None:
        """Everything is open but what the person has closed; `all_open`: that too, for what was searched for."""
        self._model.set_tree(branches)
        self._opening = True
        for index in self._parents():
            node = self._model.node(index)
            self.setExpanded(index, all_open or (node is not None and node.key not in self._closed))
        self._opening = False

    def _parents(self, above: QModelIndex | None = None) -> Iterator[QModelIndex]:
        above = above or QModelIndex()
        for at in range(self._model.rowCount(above)):
            index = self._model.index(at, 0, above)
            if self._model.rowCount(index):
                yield index
                yield from self._parents(index)

    def _note(self, index: QModelIndex, *, closed: bool) -> None:
        node = self._model.node(index)
        if node is not None and not self._opening:
            (self._closed.add if closed else self._closed.discard)(node.key)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.keys())

    def keys(self) -> list[str]:
        """Of what is chosen."""
        chosen = sorted(self.selectionModel().selectedRows(), key=lambda index: self.visualRect(index).top())
        return [node.key for index in chosen if (node := self._model.node(index)) is not None]

    def choose(self, *keys: str) -> bool:
        """These and no others; whether all of them are there."""
        indexes = [index for key in keys if (index := self._model.index_of(key)).isValid()]
        model, flag = self.selectionModel(), self.selectionModel().SelectionFlag
        if indexes:
            model.setCurrentIndex(indexes[0], flag.ClearAndSelect)
            for index in indexes[1:]:
                model.select(index, flag.Select)
            self.scrollTo(indexes[0])
        return len(indexes) == len(keys)
