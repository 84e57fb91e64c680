"""One page as it will look: the seal is drawn to its place with the mouse, or moved with the arrow keys."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.sealing.pages import POINTS_PER_MM, Page, Spot, within
from app.views.look import Size, tokens_now
from app.views.sealing.document import Pages
from app.views.widgets import paint

STEP_MM, FAR_MM = 1.0, 10.0  # that an arrow key moves it; with Shift
ROOM = 10  # pixels around the page
SHADOW = QColor(0, 0, 0, 40)


class Sheet(QWidget):
    """`moved`: the person has put the seal elsewhere; `turned(by)`: wants another page."""

    moved = Signal(object)
    turned = Signal(int)

    def __init__(self, pages: Pages) -> None:
        super().__init__()
        self.setObjectName("sealing.sheet")
        self._pages, self._page, self._number = pages, Page((0, 0, 595, 842)), 0
        self._seal, self._small, self._grip = QImage(), QImage(), QPointF()
        self._spot: Spot | None = None
        self._strip: tuple[float, float] | None = None
        self._held = self._fixed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 140)
        pages.drawn.connect(lambda _: self.update())

    def show_page(self, page: Page, number: int, spot: Spot | None, strip: tuple[float, float] | None) -> None:
        """`spot`: where the seal is, on this page or another; `strip`: of a seam, from and to which share of it."""
        self._page, self._number, self._spot, self._strip = page, number, spot, strip
        self.setAccessibleDescription(self._said())
        self.update()

    def set_fixed(self, fixed: bool) -> None:
        """The seal stays where it is: it is being sealed so, or was."""
        self._fixed = fixed
        self.update()

    def show_seal(self, image: QImage) -> None:
        self._seal, self._small = image, QImage()
        self.update()

    @property
    def _here(self) -> Spot | None:
        return self._spot if self._spot is not None and self._spot.page == self._number else None

    def _said(self) -> str:
        if (here := self._here) is None:
            return self.tr("No seal on this page")
        across, down = round(here.across * 100), round(here.down * 100)
        return self.tr("Seal at {0} % from the left, {1} % from above").format(across, down)

    # Where things are

    def paper(self) -> QRectF:
        """The page, in the middle of its place."""
        wide, high = self._page.size
        ratio = min((self.width() - 2 * ROOM) / wide, (self.height() - 2 * ROOM) / high)
        paper = QRectF(0, 0, round(wide * ratio), round(high * ratio))
        paper.moveCenter(QRectF(self.rect()).center())
        paper.moveTo(round(paper.left()), round(paper.top()))
        return paper

    def _side(self) -> float:
        """Of the seal, in pixels."""
        return self._page.seal * self.paper().width() / self._page.size[0]

    def _seal_rect(self, spot: Spot) -> QRectF:
        paper, side = self.paper(), self._side()
        rect = QRectF(0, 0, side, side)
        rect.moveCenter(QPointF(paper.left() + spot.across * paper.width(), paper.top() + spot.down * paper.height()))
        return rect

    # What the person does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._spot is None:
            return
        at, here = event.position(), self._here
        on_it = here is not None and self._seal_rect(here).contains(at)
        self._grip = at - self._seal_rect(here).center() if on_it and here is not None else QPointF()
        self._held = on_it or self.paper().contains(at)
        if self._held:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._put(at - self._grip)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._put(event.position() - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = False
        self.unsetCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, here = Qt.Key(event.key()), self._here
        turn = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(key)
        step = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }.get(key)
        if turn is not None:
            self.turned.emit(turn)
        elif step is not None and here is not None:
            far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            by = (FAR_MM if far else STEP_MM) * POINTS_PER_MM / self._page.unit
            wide, high = self._page.size
            self._move(here.across + step[0] * by / wide, here.down + step[1] * by / high)
        else:
            super().keyPressEvent(event)

    def _put(self, middle: QPointF) -> None:
        paper = self.paper()
        self._move((middle.x() - paper.left()) / paper.width(), (middle.y() - paper.top()) / paper.height())

    def _move(self, across: float, down: float) -> None:
        spot = within(self._page, Spot(self._number, across, down))
        if spot != self._spot and not self._fixed:
            self.moved.emit(spot)

    # What is seen

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens, paper = QPainter(self), tokens_now(), self.paper()
        paint.box(painter, QRectF(self.rect()), Size.RADIUS_SMALL, tokens.color("sunken"))
        painter.fillRect(paper.translated(0, 2), SHADOW)
        painter.fillRect(paper, QColor("white"))
        ratio = self.devicePixelRatioF()
        image = self._pages.image(self._number, QSize(round(paper.width() * ratio), round(paper.height() * ratio)))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if image is not None:
            painter.drawImage(paper, image)
        if not self._seal.isNull():
            self._paint_seal(painter, paper)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), Size.RADIUS_SMALL, tokens)

    def _paint_seal(self, painter: QPainter, paper: QRectF) -> None:
        """As ink on what is written below it."""
        side, ink = self._side(), self._ink()
        whole = float(ink.width())
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        here = self._here
        if here is not None:
            painter.drawImage(self._seal_rect(here), ink)
        if self._strip is not None:
            begin, end = self._strip
            broad = side * (end - begin)
            rect = QRectF(paper.right() - broad, paper.center().y() - side / 2, broad, side)
            painter.drawImage(rect, ink, QRectF(begin * whole, 0, (end - begin) * whole, whole))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if here is not None and (self.hasFocus() or self._held) and not self._fixed:
            pen = QPen(tokens_now().color("accent"), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._seal_rect(here))

    def _ink(self) -> QImage:
        """The seal in about the pixels in which it is drawn: made smaller only then, its lines would break."""
        side = max(8, round(self._side() * self.devicePixelRatioF()))
        if self._small.width() != side:
            aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._small = self._seal.scaled(side, side, aspect, smooth)
        return self._small
