"""A picture that one comes nearer to: wheel, keys and buttons; drawn with the hand, turned by quarters.

Not among `app.views.widgets`, which the first window loads: a viewer asks for it when it is made.
"""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView, QSizePolicy, QWidget

from app.views import words
from app.views.icons import paint_icon
from app.views.look import Size, tokens_now
from app.views.widgets import paint

STEP = 1.25
MOST = 8.0  # times its own pixels
_NOTCH = 120  # of a wheel, in eighths of a degree


class ZoomView(QGraphicsView):
    """Shows an image, or says why there is none. As large as its place until one zooms; `taken`: the person is at it.

    Up and down move it; left and right belong to whoever shows one picture after another, with Shift they move it.
    """

    taken = Signal()
    scaled = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._note, self._fits, self._quarters = "", True, 0
        self._scene = QGraphicsScene(self)
        self._item = QGraphicsPixmapItem()
        self._item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._item)
        self.setScene(self._scene)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 200)
        self.setCornerWidget(QWidget())  # where the bars meet there would be a frame of the style

    def show_image(self, image: QImage | None, note: str = "") -> None:
        """Whole and upright, or why there is none."""
        self._note, self._fits, self._quarters = note, True, 0
        self._item.setPixmap(QPixmap() if image is None else QPixmap.fromImage(image))
        self._scene.setSceneRect(self._item.boundingRect())
        self._apply(1.0)

    @property
    def has_image(self) -> bool:
        return not self._item.pixmap().isNull()

    @property
    def scale_now(self) -> float:
        """Pixels of the screen to one of the picture."""
        shown = self.transform()
        return (shown.m11() ** 2 + shown.m12() ** 2) ** 0.5

    @property
    def quarters(self) -> int:
        """How often it was turned to the right, 0 to 3."""
        return self._quarters

    def zoom(self, times: float) -> None:
        """Nearer or farther, between the whole picture and so many pixels to one of its own."""
        if not self.has_image:
            return
        fitting = self._fitting()
        wanted = min(max(self.scale_now * times, min(fitting, 1.0)), max(MOST, fitting))
        self._fits = False
        self._apply(wanted)

    def fit(self) -> None:
        """The whole of it."""
        self._fits = True
        self._apply(1.0)

    def turn(self, quarters: int) -> None:
        """To the right, or to the left."""
        if self.has_image:
            self._quarters = (self._quarters + quarters) % 4
            self._apply(self.scale_now)

    def _fitting(self) -> float:
        bounds, room = self._item.boundingRect(), self.viewport().rect()
        wide, high = (bounds.height(), bounds.width()) if self._quarters % 2 else (bounds.width(), bounds.height())
        return min(room.width() / max(1.0, wide), room.height() / max(1.0, high))

    def _apply(self, scale: float) -> None:
        """The scale by which it fits takes the place of `scale` while it is to fit."""
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if self._fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(policy)
        self.setVerticalScrollBarPolicy(policy)
        if self._fits:
            scale = self._fitting()
        self.resetTransform()
        self.rotate(90 * self._quarters)
        self.scale(scale, scale)
        if self._fits:
            self.centerOn(self._item)
        self.setAccessibleDescription(self._said() if self.has_image else self._note)
        self.viewport().update()
        self.scaled.emit()

    def _said(self) -> str:
        size = self._item.pixmap().size()
        return f"{size.width()} × {size.height()} · {words.percent(round(100 * self.scale_now))}"

    # What the person does

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.taken.emit()
        self.zoom(STEP ** (event.angleDelta().y() / _NOTCH))
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.taken.emit()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        across = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if across and shift:
            bar, step = self.horizontalScrollBar(), 1 if event.key() == Qt.Key.Key_Right else -1
            bar.setValue(bar.value() + step * bar.singleStep())
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self._apply(1.0)

    # What is painted

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        painter.fillRect(rect, tokens_now().color("sunken"))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, tokens, whole = QPainter(self.viewport()), tokens_now(), QRectF(self.viewport().rect())
        if not self.has_image:
            middle = whole.center()
            paint_icon(painter, QRectF(middle.x() - 14, middle.y() - 32, 28, 28), "image", tokens.color("ink3"))
            painter.setPen(tokens.color("ink2"))
            below = whole.adjusted(20, whole.height() / 2 + 4, -20, -8)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self._note)
        if self.hasFocus():
            paint.focus_ring(painter, whole, Size.RADIUS_SMALL, tokens)
