"""Bars drawn by pyqtgraph, in the colours of the scheme. It is loaded with this module: a second, with what it needs
(the page has it loaded beside the loop first)."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip

from app.views.i18n import number
from app.views.look import Size, tokens_now
from app.views.overview.bar import Bar
from app.views.widgets import paint, tip

pg.setConfigOptions(exitCleanup=False)  # the application takes its widgets down itself
BAR = 28  # pixels from one lying bar to the next
NAMES = 0.4  # of the width, at most
WIDEST_NAME = 150  # pixels
THICK = 0.62  # of the room a bar has
BESIDE = 1.22  # so much longer than the longest bar: room for its number
LINES = 4  # of an upright chart, at most
APART = 64  # pixels between the days that are named
BEFORE, AFTER = (Qt.Key.Key_Left, Qt.Key.Key_Up), (Qt.Key.Key_Right, Qt.Key.Key_Down)
OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class BarChart(pg.GraphicsView):
    """`upright` bars of a time, or lying ones with names. `opened`, `moved`: the bar by its place; by mouse, or with
    the arrow keys, Home, End and Enter."""

    opened = Signal(int)
    moved = Signal(int)
    _bars: tuple[Bar, ...] = ()  # events come before all is made
    _at, _hovered = 0, -1

    def __init__(self, name: str, *, upright: bool) -> None:
        super().__init__(background=None)
        self._upright = upright
        self._plot: Any = pg.PlotItem(enableMenu=False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.disableAutoRange()
        self._plot.vb.setFlag(self._plot.vb.GraphicsItemFlag.ItemIsFocusable, False)
        self._plot.vb.invertY(not upright)
        self._names: Any = self._plot.getAxis("bottom" if upright else "left")
        self._scale: Any = self._plot.getAxis("left" if upright else "bottom")
        self._plot.showAxis("left", True)
        self._plot.showAxis("bottom", upright)
        self.setCentralItem(self._plot)
        self.setAccessibleName(name)
        self.setMinimumWidth(120)
        self.viewport().setMouseTracking(True)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Others, or the same; the one that was chosen stays so."""
        key = self._bars[self._at].key if self._bars else ""
        self._bars = tuple(bars)
        self._at = next((at for at, bar in enumerate(bars) if bar.key == key), 0)
        self._hovered = -1
        if not self._upright:
            self.setFixedHeight(BAR * len(bars) + 4)
        self._tell()
        self.draw()

    @property
    def current(self) -> Bar | None:
        return self._bars[self._at] if self._bars else None

    def bar_rect(self, at: int) -> QRectF:
        """Where the bar has its room, in the chart."""
        box = self._plot.vb.sceneBoundingRect()
        share = (box.width() if self._upright else box.height()) / max(1, len(self._bars))
        if self._upright:
            return QRectF(box.left() + at * share, box.top(), share, box.height())
        return QRectF(0, box.top() + at * share, self.width(), share)

    # Drawing

    def draw(self) -> None:
        """Anew: other bars, another scheme, the focus."""
        tokens, count = tokens_now(), len(self._bars)
        self._plot.clear()
        self.setBackground(tokens.color("surface"))
        if not count:
            return
        most = max(1, *(bar.count for bar in self._bars))
        lines = _lines(most) if self._upright else []
        end = max([most, *lines]) * 1.04 if self._upright else most * BESIDE
        ends = {"padding": 0, "disableAutoRange": True}
        across, along = ((-0.5, count - 0.5), (0, end)) if self._upright else ((0, end), (-0.5, count - 0.5))
        self._plot.vb.setRange(xRange=across, yRange=along, **ends)
        for at in {self._hovered, self._at if self.hasFocus() else -1} - {-1}:
            self._add([at], [end], 1, [tokens.color("accent_soft")])
        for value in lines[1:]:
            self._plot.addItem(
                pg.InfiniteLine(value, angle=0, pen=pg.mkPen(tokens.color("hairline"))), ignoreBounds=True
            )
        focused = self._at if self.hasFocus() else -1
        colours = [tokens.color("accent" if at == focused else bar.colour) for at, bar in enumerate(self._bars)]
        self._add(list(range(count)), [bar.count for bar in self._bars], THICK, colours)
        if not self._upright:
            self._write_numbers()
        self._write_axes(lines)

    def _add(self, places: list[int], lengths: Sequence[float], thick: float, colours: list[QColor]) -> None:
        brushes, pen = [pg.mkBrush(colour) for colour in colours], pg.mkPen(None)
        if self._upright:
            made = pg.BarGraphItem(x=places, height=lengths, y0=0, width=thick, brushes=brushes, pen=pen)
        else:
            made = pg.BarGraphItem(y=places, width=lengths, x0=0, height=thick, brushes=brushes, pen=pen)
        self._plot.addItem(made, ignoreBounds=True)

    def _write_numbers(self) -> None:
        for at, bar in enumerate(self._bars):
            text = pg.TextItem(number(bar.count), color=tokens_now().color("ink2"), anchor=(0, 0.5))
            text.setFont(paint.sized(self.font(), Size.CAPTION))
            text.setPos(bar.count, at)
            self._plot.addItem(text, ignoreBounds=True)

    def _write_axes(self, lines: Sequence[int]) -> None:
        font, tokens = paint.sized(self.font(), Size.CAPTION), tokens_now()
        for axis in (self._names, self._scale):
            axis.setStyle(tickLength=0, tickAlpha=0, tickTextOffset=6, tickFont=font, autoExpandTextSpace=False)
            axis.setPen(pg.mkPen(tokens.color("border")) if axis is self._names and self._upright else pg.mkPen(None))
            axis.setTextPen(tokens.color("ink3" if self._upright else "ink2"))
        metrics = QFontMetricsF(font)
        if self._upright:
            self._scale.setTicks([[(value, number(value)) for value in lines]])
            self._scale.setWidth(max(metrics.horizontalAdvance(number(value)) for value in lines) + 12)
            every = max(1, round(APART * len(self._bars) / max(APART, self.width() - 60) + 0.5))
            self._names.setTicks([[(at, self._bars[at].name) for at in range(0, len(self._bars), every)]])
            self._names.setHeight(metrics.height() + 10)
            return
        widest = max(metrics.horizontalAdvance(bar.name) for bar in self._bars)
        room = min(widest + 2, WIDEST_NAME, self.width() * NAMES)
        names = [metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, room) for bar in self._bars]
        self._names.setTicks([list(enumerate(names))])
        self._names.setWidth(room + 12)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if self._bars:
            self.draw()

    # By keyboard

    def event(self, event: QEvent) -> bool:
        tabs = Qt.Key.Key_Tab, Qt.Key.Key_Backtab  # a scene would keep them to itself
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in tabs:
            return self.focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), len(self._bars) - 1
        steps = dict.fromkeys(BEFORE, self._at - 1) | dict.fromkeys(AFTER, self._at + 1)
        steps |= {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if key in steps and self._bars:
            self._at = min(max(0, steps[Qt.Key(key)]), last)
            self._tell()
            self.draw()
            self.moved.emit(self._at)
        elif key in OPENS and self._bars:
            self.opened.emit(self._at)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.draw()
        if event.reason() is not Qt.FocusReason.MouseFocusReason:  # nothing moves below the mouse
            self.moved.emit(self._at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.draw()

    def _tell(self) -> None:
        self.setAccessibleDescription(self._bars[self._at].spoken if self._bars else "")

    # By mouse

    def _bar_at(self, point: QPoint) -> int:
        """-1: none."""
        if not self._bars:
            return -1
        there = self._plot.vb.mapSceneToView(self.mapToScene(point))
        at = round(there.x() if self._upright else there.y())
        inside = 0 <= at < len(self._bars) and (self._upright or point.x() < self.width())
        return at if inside and not (self._upright and there.x() < -0.5) else -1

    def _hover(self, at: int) -> None:
        if at != self._hovered:
            self._hovered = at
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)
            self.draw()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._bar_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._bar_at(event.position().toPoint())
        if at >= 0:
            self._at = at
            self._tell()
            self.draw()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._bar_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and at >= 0 and at == self._at:
            self.opened.emit(at)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it scrolls what the chart stands in

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._bar_at(event.pos())
            if at >= 0:
                QToolTip.showText(event.globalPos(), tip(self._bars[at].spoken), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)


def _lines(most: int) -> list[int]:
    """Round numbers from 0 to above the highest bar, few enough to be read."""
    step = next(
        each for power in range(19) for each in (10**power, 2 * 10**power, 5 * 10**power) if each * LINES >= most
    )
    return list(range(0, most + step, step))
