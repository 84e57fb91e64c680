"""A photo as large as its place allows."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views.icons import paint_icon
from app.views.look import Size, tokens_now
from app.views.widgets import paint


class PhotoView(QWidget):
    """Shows an image, or says why there is none. `toggled`: the person wants it larger, or smaller again."""

    toggled = Signal()

    def __init__(self, name: str, height: int) -> None:
        super().__init__()
        self._image, self._note = QImage(), ""
        self._fitted = QImage()  # the image as large as it is shown: to make it so takes longer than to draw it
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(height)

    def offer_toggle(self) -> None:
        """A click, or Return, tells `toggled`."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_image(self, image: QImage | None, note: str = "") -> None:
        """The image, or why there is none."""
        image = image or QImage()
        if image.cacheKey() == self._image.cacheKey() and note == self._note:
            return
        self._image, self._note, self._fitted = image, note, QImage()
        self.setAccessibleDescription(note if image.isNull() else f"{image.width()} × {image.height()}")
        self.update()

    @property
    def has_image(self) -> bool:
        return not self._image.isNull()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.toggled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggled.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens, whole = QPainter(self), tokens_now(), QRectF(self.rect())
        paint.box(painter, whole, Size.RADIUS_SMALL, tokens.color("sunken"), tokens.color("hairline"))
        if self._image.isNull():
            middle = whole.center()
            paint_icon(painter, QRectF(middle.x() - 14, middle.y() - 32, 28, 28), "image", tokens.color("ink3"))
            painter.setPen(tokens.color("ink2"))
            below = whole.adjusted(20, whole.height() / 2 + 4, -20, -8)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self._note)
        else:
            self._paint_image(painter, whole)
        if self.hasFocus():
            paint.focus_ring(painter, whole, Size.RADIUS_SMALL, tokens)

    def _paint_image(self, painter: QPainter, whole: QRectF) -> None:
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        pixels = size * self.devicePixelRatio()
        if self._fitted.size() != pixels:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._fitted = self._image.scaled(pixels, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        spot = QRectF(0, 0, size.width(), size.height())
        spot.moveCenter(whole.center())
        path = QPainterPath()
        path.addRoundedRect(whole, Size.RADIUS_SMALL, Size.RADIUS_SMALL)
        with paint.kept(painter):
            painter.setClipPath(path)
            painter.drawImage(spot, self._fitted)
