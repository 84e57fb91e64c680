"""Lists of things: a row of two or three lines with a person or picture, a status and a time, over any item model."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.views.icons import paint_icon
from app.views.look import Size, Tokens, Tone, tokens_now
from app.views.widgets import paint
from app.views.widgets.basic import tip

RECORD = Qt.ItemDataRole.UserRole + 1  # the role under which a model gives a `Record`
KEY = Qt.ItemDataRole.UserRole + 2
ROW = 82  # pixels: three lines
SHORTEST = 40  # of a note

_Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")


@dataclass(frozen=True)
class Record:
    """What a row shows. ``avatar`` is a person's name, ``icon`` a Phosphor name, ``image`` a picture, ``bars`` how well
    something is received (0 to 4): one of them."""

    title: str
    subtitle: str = ""
    pill: str = ""
    tone: Tone = Tone.NEUTRAL
    time: str = ""
    avatar: str = ""
    icon: str = ""
    image: QImage | None = None
    bars: int | None = None
    unread: bool = False
    note: str = ""  # after the pill, e.g. "sending"

    @property
    def has_three_lines(self) -> bool:
        return bool(self.pill or self.note)

    @property
    def spoken(self) -> str:
        return ", ".join(part for part in (self.title, self.subtitle, self.pill, self.note, self.time) if part)


class RecordModel(QAbstractListModel, Generic[T]):
    """Frozen rows as list items. New rows are merged in place by their key: selection and scroll position stay."""

    def __init__(self, key: Callable[[T], Hashable], record: Callable[[T], Record]) -> None:
        super().__init__()
        self._key, self._record = key, record
        self._rows: list[T] = []
        self._made: dict[Hashable, Record] = {}  # a view asks for every row again and again

    def rows(self) -> Sequence[T]:
        return self._rows

    def row(self, index: _Index) -> T | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, key: Hashable) -> QModelIndex:
        for at, held in enumerate(self._rows):
            if self._key(held) == key:
                return self.index(at)
        return QModelIndex()

    def set_rows(self, rows: Sequence[T]) -> None:
        self._made.clear()
        wanted = {self._key(row) for row in rows}
        if not any(self._key(held) in wanted for held in self._rows):  # others altogether: at one go
            self._replace(rows)
            return
        for at in range(len(self._rows) - 1, -1, -1):
            if self._key(self._rows[at]) not in wanted:
                self._take(at)
        for at, row in enumerate(rows):
            self._place(at, row)

    def _replace(self, rows: Sequence[T]) -> None:
        if self._rows:
            self.beginRemoveRows(QModelIndex(), 0, len(self._rows) - 1)
            self._rows.clear()
            self.endRemoveRows()
        if rows:
            self.beginInsertRows(QModelIndex(), 0, len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def refresh(self) -> None:
        """The rows are the same, but what they show is not (times went on, the language changed)."""
        self._made.clear()
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _place(self, at: int, row: T) -> None:
        key = self._key(row)
        if at < len(self._rows) and self._key(self._rows[at]) == key:
            if self._rows[at] != row:
                self._rows[at] = row
                self._made.pop(key, None)
                self.dataChanged.emit(self.index(at), self.index(at))
            return
        further = (later for later in range(at + 1, len(self._rows)) if self._key(self._rows[later]) == key)
        from_ = next(further, None)
        if from_ is None:
            self.beginInsertRows(QModelIndex(), at, at)
            self._rows.insert(at, row)
            self.endInsertRows()
            return
        self.beginMoveRows(QModelIndex(), from_, from_, QModelIndex(), at)
        del self._rows[from_]
        self._rows.insert(at, row)
        self._made.pop(key, None)
        self.endMoveRows()
        self.dataChanged.emit(self.index(at), self.index(at))

    def _take(self, at: int) -> None:
        self.beginRemoveRows(QModelIndex(), at, at)
        del self._rows[at]
        self.endRemoveRows()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role == KEY:
            return self._key(row)
        if role == RECORD:
            return self._shown(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row).title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            spoken = self._shown(row).spoken
            return tip(spoken) if role == Qt.ItemDataRole.ToolTipRole else spoken
        return None

    def _shown(self, row: T) -> Record:
        key = self._key(row)
        if key not in self._made:
            self._made[key] = self._record(row)
        return self._made[key]


class RecordDelegate(QStyledItemDelegate):
    """Paints a `Record`: picture · title, subtitle · status and time below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        record: Record = index.data(RECORD)
        tokens = tokens_now()
        whole = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = whole.adjusted(6, 2, -6, -2)
        plain = not (chosen or option.state & QStyle.StateFlag.State_MouseOver)
        if not plain:
            paint.box(painter, rect, Size.RADIUS_SMALL, tokens.color("accent_soft" if chosen else "sunken"))
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, rect, Size.RADIUS_SMALL, tokens)
        left = self._picture(painter, rect, record, option, tokens)
        if plain:  # the line begins where the words do, beside a picture or without one
            paint.line(painter, left, whole.right() - 14, whole.bottom() - 1, tokens.color("hairline"))
        self._words(painter, rect, left, record, option, tokens)

    def _picture(
        self, painter: QPainter, rect: QRectF, record: Record, option: QStyleOptionViewItem, tokens: Tokens
    ) -> float:
        top = rect.top() + 11 if record.has_three_lines else rect.center().y() - 17
        spot = QRectF(rect.left() + 12, top, 34, 34)
        if record.image is not None:
            paint.picture(painter, spot, record.image, 6, tokens)
        elif record.avatar:
            paint.avatar(painter, spot, record.avatar, option.font, tokens)
        elif record.bars is not None:
            paint.bars(painter, spot.adjusted(6, 7, -6, -7), record.bars, tokens)
        elif record.icon:
            ink, soft = tokens.tone(Tone.NEUTRAL)
            chosen = option.state & QStyle.StateFlag.State_Selected
            paint.box(painter, spot, 17, tokens.color("surface") if chosen else soft)
            paint_icon(painter, spot.adjusted(8, 8, -8, -8), record.icon, ink)
        else:
            return rect.left() + 14
        return spot.right() + 12

    def _words(
        self,
        painter: QPainter,
        rect: QRectF,
        left: float,
        record: Record,
        option: QStyleOptionViewItem,
        tokens: Tokens,
    ) -> None:
        # Fewer than three lines stand in the middle.
        above = 8 if record.has_three_lines else (rect.height() - (39 if record.subtitle or record.time else 20)) / 2
        right, top = rect.right() - 12, rect.top() + above
        small = paint.sized(option.font, Size.CAPTION)
        quiet = tokens.color("ink2")
        below = rect.top() + 50
        space = right - left
        if record.unread:
            space -= 16
            with paint.kept(painter):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tokens.color("cinnabar"))
                painter.drawEllipse(QRectF(right - 7, top + 6, 7, 7))
        metrics = QFontMetricsF(small)
        time_width = metrics.horizontalAdvance(record.time) + 8 if record.time else 0
        time_top = below if record.has_three_lines else top + 19
        time_rect = QRectF(right - time_width, time_top, time_width, 20)
        said, second = 0.0, right - left - (0 if record.has_three_lines else time_width)
        if record.pill:
            said += paint.pill_width(record.pill, option.font)
        if record.note:
            said += metrics.horizontalAdvance(record.note) + 8
        if said + time_width > right - left:
            second -= time_width  # a status in many words has its line to itself, and a title as well
            time_rect.moveTop(top + 19)
            time_width = 0
        paint.words(painter, time_rect, record.time, small, quiet, Qt.AlignmentFlag.AlignRight)
        bold = paint.sized(option.font, Size.BODY, bold=record.unread)
        paint.words(painter, QRectF(left, top, space, 20), record.title, bold, tokens.color("ink"))
        paint.words(painter, QRectF(left, top + 19, second, 20), record.subtitle, small, quiet)
        if record.pill:
            width = min(paint.pill_width(record.pill, option.font), right - left - time_width)
            spot = QRectF(left, below, width, paint.PILL_HEIGHT)
            if record.tone is Tone.ACCENT and option.state & QStyle.StateFlag.State_Selected:
                # Its soft ground is the colour of the chosen row.
                paint.box(painter, spot.adjusted(-1, -1, 1, 1), paint.PILL_HEIGHT / 2 + 1, tokens.color("surface"))
            paint.pill(painter, spot, record.pill, record.tone, option.font, tokens)
            left += width + 8
        if record.note and right - left - time_width >= SHORTEST:  # else the tip tells it
            note = QRectF(left, below, right - left - time_width, 20)
            paint.words(painter, note, record.note, small, quiet)


def take_focus(view: QAbstractItemView, event: QFocusEvent) -> None:
    """To come to a list by Tab chooses nothing in it: an arrow key does. (Qt would make the first row the current one,
    and what is chosen opens, or is read.)"""
    if view.currentIndex().isValid():
        QAbstractItemView.focusInEvent(view, event)
    else:
        QWidget.focusInEvent(view, event)
        view.viewport().update()


class RecordList(QListView):
    """A list of records: arrows move, Return or a click chooses. `chosen(key)` says which one the detail shows."""

    chosen = Signal(object)
    opened = Signal(object)
    picked = Signal(object)  # the keys of several

    def __init__(self, model: RecordModel[T], name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(RecordDelegate(self))
        self.setUniformItemSizes(True)  # else each change asks every row how high it is
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.activated.connect(lambda index: self.opened.emit(index.data(KEY)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        take_focus(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and not self.currentIndex().isValid():
            rect = QRectF(self.viewport().rect()).adjusted(6, 2, -6, -2)
            paint.focus_ring(QPainter(self.viewport()), rect, Size.RADIUS_SMALL, tokens_now())

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.data(KEY) if current.isValid() else None)

    def current_key(self) -> object:
        return self.currentIndex().data(KEY) if self.currentIndex().isValid() else None

    def choose(self, key: Hashable) -> bool:
        """Make the row with this key the current one; False where there is none."""
        model = self.model()
        index = model.index_of(key) if isinstance(model, RecordModel) else QModelIndex()
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    # Several at once

    def allow_several(self) -> None:
        """With Ctrl and Shift, as in any list; `picked(keys)` tells which."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit(self.picked_keys()))

    def mark_by_click(self, on: bool) -> None:
        """A click, or Space, marks one more or one less, without a second key."""
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.MultiSelection if on else mode.ExtendedSelection)
        if not on:
            self.unpick()

    def picked_keys(self) -> list[Hashable]:
        """In the order of the list."""
        return [
            index.data(KEY) for index in sorted(self.selectionModel().selectedIndexes(), key=lambda each: each.row())
        ]

    def unpick(self) -> None:
        """None but the current one."""
        self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)
