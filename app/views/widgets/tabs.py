"""Places and views as tabs: the rail at the left of the window, and the small switch above a list.

Both are a QTabBar that paints itself, so that focus and the accessible roles (page tab list, page tab) are Qt's.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from app.views.icons import paint_icon
from app.views.look import Size, Tokens, Tone, tokens_now
from app.views.widgets import paint
from app.views.widgets.marks import shown_count

MOST = 10_000  # pixels: no limit


class _PaintedTabs(QTabBar):
    """What both have in common: which tab the pointer is on, all arrow keys, and counts."""

    def __init__(self) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._hovered = -1
        self._counts: dict[int, int] = {}

    def set_count(self, index: int, count: int) -> None:
        """How many wait behind a tab; 0 shows nothing."""
        if self._counts.get(index, 0) == count:
            return
        self._counts[index] = count
        self.setAccessibleTabName(index, f"{self.tabText(index)} ({count})" if count else "")
        self.setTabText(index, self.tabText(index))  # makes the tab bar measure its tabs again
        self.updateGeometry()
        self.update()

    def count_of(self, index: int) -> int:
        return self._counts.get(index, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}.get(key)
        last = self.count() - 1
        if step:
            self.setCurrentIndex(max(0, min(last, self.currentIndex() + step)))
        elif key is Qt.Key.Key_Home:
            self.setCurrentIndex(0)
        elif key is Qt.Key.Key_End:
            self.setCurrentIndex(last)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(QPoint(-1, -1))
        super().leaveEvent(event)

    def _hover(self, point: QPoint) -> None:
        hovered = self.tabAt(point)
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()


class SegmentedSwitch(_PaintedTabs):
    """Two to six views of one thing; `currentChanged(int)` tells the choice. Tabs move together where it is narrow, and
    end with … where that is not enough."""

    LOOSE, TIGHT = 26, 10  # beside the words of a tab
    SHORTEST = 24  # of its words

    def __init__(self, texts: list[str], name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._beside, self._most = self.LOOSE, MOST
        for text in texts:
            self.addTab(text)

    def _words(self, index: int) -> int:
        """Their width."""
        text = self.tabText(index) + (f" {shown_count(self.count_of(index))}" if self.count_of(index) else "")
        return round(QFontMetricsF(paint.sized(self.font(), Size.BODY, bold=True)).horizontalAdvance(text))

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(min(self._words(index), self._most) + self._beside, 32)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def sizeHint(self) -> QSize:
        return QSize(sum(self._words(index) + self.LOOSE for index in range(self.count())), 32)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.count() * (self.SHORTEST + self.TIGHT), 32)

    def resizeEvent(self, event: QResizeEvent) -> None:
        count, wanted = max(1, self.count()), sum(map(self._words, range(self.count())))
        beside = max(self.TIGHT, min(self.LOOSE, (event.size().width() - wanted) // count))
        most = _most([self._words(index) for index in range(self.count())], event.size().width() - count * self.TIGHT)
        if (beside, most) != (self._beside, self._most):
            self._beside, self._most = beside, most
            for index in range(self.count()):
                self.setTabToolTip(index, self.tabText(index) if self._words(index) > most else "")
            self.setTabText(0, self.tabText(0))  # makes the tab bar measure its tabs again
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = tokens_now()
        last = self.tabRect(self.count() - 1)
        ground = QRectF(0, 0, last.right() + 1, last.height())
        paint.box(painter, ground, 8, tokens.color("sunken"), tokens.color("hairline"))
        for index in range(self.count()):
            self._paint_tab(painter, index, tokens)

    def _paint_tab(self, painter: QPainter, index: int, tokens: Tokens) -> None:
        rect = QRectF(self.tabRect(index)).adjusted(3, 3, -3, -3)
        chosen = index == self.currentIndex()
        if chosen:
            paint.box(painter, rect, 6, tokens.color("raised"), tokens.color("border"))
            if self.hasFocus():
                paint.focus_ring(painter, rect, 6, tokens)
        font = paint.sized(self.font(), Size.BODY, bold=chosen)
        color = tokens.color("ink" if chosen or index == self._hovered else "ink2")
        count = f" {shown_count(self.count_of(index))}" if self.count_of(index) else ""
        metrics = QFontMetricsF(font)
        whole, taken = metrics.horizontalAdvance(self.tabText(index)), metrics.horizontalAdvance(count)
        room = rect.adjusted(0, -1, 0, -1)
        room.setWidth(min(rect.width(), whole + taken + 1))
        room.moveLeft(rect.center().x() - room.width() / 2)
        paint.words(painter, room.adjusted(0, 0, -taken, 0), self.tabText(index), font, color)
        paint.words(painter, room, count, font, color, Qt.AlignmentFlag.AlignRight)


def _most(widths: list[int], room: int) -> int:
    """How wide each may be, so that all have room together: the longest give way, short ones stay whole."""
    for at, width in enumerate(sorted(widths)):
        share = room // (len(widths) - at)
        if width > share:
            return max(0, share)
        room -= width
    return MOST


@dataclass(frozen=True)
class Place:
    """A place of the application: a key, the group it stands in, its icon (Phosphor name) and its title."""

    key: str
    group: str
    icon: str
    title: str


class Rail(_PaintedTabs):
    """The places of the application in groups; each is a page tab. `currentChanged(int)` tells the choice.

    Where it is `set_narrow`, each is its icon alone, and a tip tells its title.
    """

    HEADING, LOW_HEADING, GAP = 34, 26, 13  # above a group: its title, also in a low window, or a hairline

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setShape(QTabBar.Shape.RoundedWest)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._places: list[Place] = []
        self._tones: dict[int, Tone] = {}
        self._row, self._narrow = 36, False

    def set_places(self, places: list[Place]) -> None:
        """The places, group after group; the present one stays chosen where it is still there."""
        key = self.current_key()
        counts = {place.key: self.count_of(at) for at, place in enumerate(self._places)}
        blocked = self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._places, self._counts = list(places), {}
        for place in places:
            self.setTabData(self.addTab(place.title), place.key)
        for at, place in enumerate(places):
            self.set_count(at, counts.get(place.key, 0))
        self._tell_titles()
        self.blockSignals(blocked)
        self.choose(key or (places[0].key if places else ""))

    def choose(self, key: str) -> None:
        for at, place in enumerate(self._places):
            if place.key == key:
                self.setCurrentIndex(at)

    def current_key(self) -> str:
        at = self.currentIndex()
        return self._places[at].key if 0 <= at < len(self._places) else ""

    def set_waiting(self, key: str, count: int, tone: Tone = Tone.BRAND) -> None:
        """A count where something waits for me."""
        for at, place in enumerate(self._places):
            if place.key == key:
                self._tones[at] = tone
                self.set_count(at, count)

    def set_row(self, height: int) -> None:
        """36 in a tall window, less in a low one."""
        if height != self._row:
            self._row = height
            self.setIconSize(QSize(height, height))  # makes the tab bar lay out its tabs again

    def set_narrow(self, narrow: bool) -> None:
        if narrow != self._narrow:
            self._narrow = narrow
            self._tell_titles()
            self.setTabText(0, self.tabText(0))  # makes the tab bar measure its tabs again
            self.updateGeometry()

    def _tell_titles(self) -> None:
        for at, place in enumerate(self._places):
            self.setTabToolTip(at, place.title if self._narrow else "")

    def _heading(self, index: int) -> int:
        first = index == 0 or self._places[index].group != self._places[index - 1].group
        if not first or not self._places[index].group:
            return 0
        if self._narrow:
            return self.GAP if index else 0
        return self.HEADING if self._row >= 30 else self.LOW_HEADING

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(self._width() if self._narrow else max(120, self._width()), self._row + self._heading(index))

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def _width(self) -> int:
        parent = self.parent()
        return parent.width() if isinstance(parent, QWidget) else self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = tokens_now()
        for index in range(self.count()):
            self._paint_place(painter, index, tokens)

    def _paint_place(self, painter: QPainter, index: int, tokens: Tokens) -> None:
        place, whole = self._places[index], QRectF(self.tabRect(index))
        heading = self._heading(index)
        if self._narrow:
            self._paint_icon_alone(painter, index, heading, tokens)
            return
        if heading:
            above = QRectF(whole.left() + 28, whole.top() + 6, whole.width() - 40, heading - 8)
            paint.words(painter, above, place.group, paint.sized(self.font(), Size.CAPTION), tokens.color("ink3"))
        rect = whole.adjusted(12, heading, -12, 0).adjusted(0, 1, 0, -1)
        chosen = index == self.currentIndex()
        if chosen or index == self._hovered:
            paint.box(painter, rect, Size.RADIUS_SMALL, tokens.color("rail_on" if chosen else "sunken"))
        if chosen and self.hasFocus():
            paint.focus_ring(painter, rect, Size.RADIUS_SMALL, tokens)
        middle = rect.center().y()
        mark = tokens.color("cinnabar" if chosen else "ink2")
        paint_icon(painter, QRectF(rect.left() + 12, middle - 8, 16, 16), place.icon, mark)
        count = self.count_of(index)
        font = paint.sized(self.font(), Size.BODY, bold=chosen)
        space = rect.adjusted(38, -1, -44 if count else -8, -1)
        paint.words(painter, space, place.title, font, tokens.color("ink" if chosen else "ink2"))
        if count:
            tone = self._tones.get(index, Tone.BRAND)
            paint.badge(painter, rect.right() - 10, middle, shown_count(count), tone, self.font(), tokens)

    def _paint_icon_alone(self, painter: QPainter, index: int, heading: int, tokens: Tokens) -> None:
        whole, chosen = QRectF(self.tabRect(index)), index == self.currentIndex()
        if heading:
            paint.line(
                painter, whole.left() + 14, whole.right() - 14, whole.top() + heading / 2, tokens.color("border")
            )
        rect = whole.adjusted(8, heading + 1, -8, -1)
        if chosen or index == self._hovered:
            paint.box(painter, rect, Size.RADIUS_SMALL, tokens.color("rail_on" if chosen else "sunken"))
        if chosen and self.hasFocus():
            paint.focus_ring(painter, rect, Size.RADIUS_SMALL, tokens)
        count = self.count_of(index)
        left = rect.left() + 6 if count else rect.center().x() - 8
        mark = tokens.color("cinnabar" if chosen else "ink2")
        paint_icon(painter, QRectF(left, rect.center().y() - 8, 16, 16), self._places[index].icon, mark)
        if count:
            tone = self._tones.get(index, Tone.BRAND)
            few = shown_count(count, 9)  # what covers no icon
            paint.badge(painter, rect.right() - 1, rect.center().y(), few, tone, self.font(), tokens)
