"""Photos as small pictures side by side, each with a caption; one that is still on its way keeps its place."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.views.icons import paint_icon
from app.views.look import Size, Tone, tokens_now
from app.views.widgets import paint
from app.views.widgets.basic import tip
from app.views.widgets.records import take_focus

_Index = QModelIndex | QPersistentModelIndex
_THUMB = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Thumb:
    """A photo's place: ``image`` is small already (decoded to the size shown), None while it is not here.

    ``note`` says in that case why ("on its way", "not taken"), ``tone`` how serious that is.
    """

    key: object
    caption: str
    image: QImage | None = None
    note: str = ""
    tone: Tone = Tone.NEUTRAL


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.thumbs: list[Thumb] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.thumbs)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        thumb = self.thumbs[index.row()]
        if role == _THUMB:
            return thumb
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = f"{thumb.caption} {thumb.note}".strip()
            return tip(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, parent: QListView, size: QSize) -> None:
        super().__init__(parent)
        self._size = size

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(self._size.width() + 12, self._size.height() + 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        thumb: Thumb = index.data(_THUMB)
        tokens = tokens_now()
        rect = QRectF(option.rect.left(), option.rect.top() + 2, self._size.width(), self._size.height())
        if thumb.image is not None and not thumb.image.isNull():
            paint.picture(painter, rect, thumb.image, Size.RADIUS_SMALL, tokens)
        else:
            ink, _ = tokens.tone(thumb.tone)
            paint.box(painter, rect, Size.RADIUS_SMALL, tokens.color("sunken"), tokens.color("border"))
            middle = rect.center()
            paint_icon(painter, QRectF(middle.x() - 11, middle.y() - 20, 22, 22), "image", tokens.color("ink3"))
            note = QRectF(rect.left() + 4, middle.y() + 6, rect.width() - 8, 18)
            small = paint.sized(option.font, Size.CAPTION)
            paint.words(painter, note, thumb.note, small, ink, Qt.AlignmentFlag.AlignHCenter)
        if option.state & QStyle.StateFlag.State_Selected:
            paint.focus_ring(painter, rect.adjusted(-1, -1, 1, 1), Size.RADIUS_SMALL, tokens)
        below = QRectF(rect.left(), rect.bottom() + 4, rect.width(), 18)
        paint.words(painter, below, thumb.caption, paint.sized(option.font, Size.CAPTION), tokens.color("ink2"))


class ThumbnailView(QListView):
    """Thumbnails in rows, as high as they need. `opened(key)` on a double click or Return."""

    opened = Signal(object)

    def __init__(self, name: str = "", size: QSize | None = None) -> None:
        super().__init__()
        self._size = size or QSize(118, 120)
        self._model = _Model()
        self.setAccessibleName(name)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self, self._size))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(lambda index: self.opened.emit(index.data(_THUMB).key))

    def thumbs(self) -> list[Thumb]:
        return list(self._model.thumbs)

    def set_thumbs(self, thumbs: list[Thumb]) -> None:
        """Show these; where only pictures and notes changed, selection and scroll position stay."""
        held = self._model.thumbs
        if [thumb.key for thumb in held] != [thumb.key for thumb in thumbs]:
            self._model.beginResetModel()
            self._model.thumbs = list(thumbs)
            self._model.endResetModel()
            self._grow()
            return
        for at, thumb in enumerate(thumbs):
            if held[at] != thumb:
                self._change(at, thumb)

    def set_image(self, key: object, image: QImage) -> None:
        for at, thumb in enumerate(self._model.thumbs):
            if thumb.key == key:
                self._change(at, replace(thumb, image=image, note=""))

    def focusInEvent(self, event: QFocusEvent) -> None:
        take_focus(self, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        across = max(1, self.viewport().width() // (self._size.width() + 12))
        rows = max(1, -(-len(self._model.thumbs) // across))
        self.setFixedHeight(rows * (self._size.height() + 30) + 4)

    def _change(self, at: int, thumb: Thumb) -> None:
        self._model.thumbs[at] = thumb
        index = self._model.index(at)
        self._model.dataChanged.emit(index, index)
