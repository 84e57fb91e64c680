"""What the camera sees, with the frame in which the document has to lie (R-113, R-131)."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.views.icons import paint_icon
from app.views.look import Size, tokens_now
from app.views.widgets import paint

WIDE, LOWEST, HIGHEST = 400, 140, 600  # it takes what its card leaves it
MARGIN = 0.05  # of the picture's shorter side: between its edge and the frame
ARM = 0.11  # how long a corner's arms are


class DocumentFrame(QWidget):
    """The live picture under four corners; without one, why there is none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ready.frame")
        self._image, self._why = QImage(), ""
        self._outline = QPolygonF()
        self.setAccessibleName(self.tr("What the camera sees"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMaximumHeight(HIGHEST)

    @property
    def has_image(self) -> bool:
        return not self._image.isNull()

    def show_image(self, image: QImage) -> None:
        """As it is now."""
        self._image, self._why = image, ""
        self.setAccessibleDescription(f"{image.width()} × {image.height()}")
        self.update()

    def show_outline(self, corners: QPolygonF) -> None:
        """Of the page that was found in it, as shares of its width and height; empty: none was."""
        self._outline = corners
        self.update()

    def show_fault(self, why: str) -> None:
        """There is no picture."""
        self._image, self._why = QImage(), why
        self.setAccessibleDescription(why)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDE, LOWEST)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, LOWEST)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens, whole = QPainter(self), tokens_now(), QRectF(self.rect())
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        paint.box(painter, whole, Size.RADIUS_SMALL, tokens.color("sunken"), tokens.color("hairline"))
        picture = self._paint_picture(painter, whole) if self.has_image else whole
        self._paint_corners(painter, picture)
        if not self.has_image:
            middle = whole.center()
            paint_icon(painter, QRectF(middle.x() - 14, middle.y() - 30, 28, 28), "camera", tokens.color("ink3"))
            painter.setPen(tokens.color("ink2"))
            below = whole.adjusted(28, whole.height() / 2 + 4, -28, -8)
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, self._why)

    def _paint_picture(self, painter: QPainter, whole: QRectF) -> QRectF:
        """Where it is."""
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        spot = QRectF(0, 0, size.width(), size.height())
        spot.moveCenter(whole.center())
        path = QPainterPath()
        path.addRoundedRect(whole, Size.RADIUS_SMALL, Size.RADIUS_SMALL)
        with paint.kept(painter):
            painter.setClipPath(path)
            painter.drawImage(spot, self._image)
            self._paint_outline(painter, spot)
        return spot

    def _paint_outline(self, painter: QPainter, spot: QRectF) -> None:
        """Thin: what stands on the page is to be read."""
        placed = QTransform.fromTranslate(spot.x(), spot.y()).scale(spot.width(), spot.height()).map(self._outline)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(0, 0, 0, 90), 3.5), (tokens_now().color("ok"), 1.5)):
            painter.setPen(QPen(colour, width))
            painter.drawPolygon(placed)

    def _paint_corners(self, painter: QPainter, picture: QRectF) -> None:
        """Light over dark, so that they are seen on any desk and on any page."""
        side = min(picture.width(), picture.height())
        frame, arm = picture.adjusted(*(side * MARGIN * sign for sign in (1, 1, -1, -1))), side * ARM
        corners = QPainterPath()
        for corner, across, down in (
            (frame.topLeft(), arm, arm),
            (frame.topRight(), -arm, arm),
            (frame.bottomRight(), -arm, -arm),
            (frame.bottomLeft(), arm, -arm),
        ):
            corners.moveTo(corner + QPointF(across, 0))
            corners.lineTo(corner)
            corners.lineTo(corner + QPointF(0, down))
        on_picture = ((QColor(0, 0, 0, 120), 6), (QColor("#FFFFFF"), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in on_picture if self.has_image else ((tokens_now().color("border"), 3),):
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(corners)
