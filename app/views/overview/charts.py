"""One chart in its card: bars, or the same as a table for who reads numbers rather than lengths, or cannot see them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
)

from app.views.i18n import number
from app.views.overview.bar import Bar
from app.views.overview.bars import BarChart
from app.views.widgets import Card, label, row, scrolled, tip

HIGH, NOT_AS_HIGH = 196, 176  # pixels of the bars of a time, and of others, of which more may be scrolled to
ROW = 30
FIGURES = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter  # their units below each other


class ChartCard(Card):
    """`opened(key)`: the records behind a bar are wanted."""

    opened = Signal(str)

    def __init__(self, key: str, title: str, what: str, *, upright: bool = False) -> None:
        """`what` each bar is, as the head of a column."""
        super().__init__(title)
        self._bars: tuple[Bar, ...] = ()
        self.setObjectName(f"overview.{key}.card")
        self.chart = BarChart(title, upright=upright)
        self.chart.setObjectName(f"overview.{key}")
        self.chart.opened.connect(self._open)
        self.chart.moved.connect(self._moved)
        self.table = _Table(title, what, self.tr("Number"))
        self.table.setObjectName(f"overview.{key}.table")
        self.table.opened.connect(self._open)
        self.said = label("", "caption", cut=True)
        self.said.setObjectName(f"overview.{key}.said")
        self._none = label("", "secondary", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        for each in (self.chart if upright else scrolled(self.chart), self.table, self._none):
            self._stack.addWidget(each)
        self._stack.setFixedHeight(HIGH if upright else NOT_AS_HIGH)
        self.body.setContentsMargins(16, 6, 12, 12)
        self.body.setSpacing(4)
        self.body.addWidget(self._stack)
        below = row(self.said)
        below.setContentsMargins(4, 0, 0, 0)  # it stands below the title, not below the bars
        self.body.addLayout(below)
        self._as_table, self._summary = False, ""

    @property
    def bars(self) -> tuple[Bar, ...]:
        return self._bars

    def show_bars(self, bars: Sequence[Bar], summary: str, none: str = "") -> None:
        """`summary`: what stands below, as long as no bar is chosen; `none`: why there are none."""
        self._none.setText(none or self.tr("Nothing in this period"))
        self._bars = tuple(bars)
        self.chart.show_bars(bars)
        self.table.show_bars(bars)
        self._arrange()
        self.say(summary)

    def say(self, summary: str) -> None:
        """As in `show_bars`."""
        self._summary, current = summary, self.chart.current
        self.said.setText(current.spoken if current is not None and self.chart.hasFocus() else summary)

    def rename(self, title: str) -> None:
        self.set_title(title)
        self.chart.setAccessibleName(title)
        self.table.setAccessibleName(title)

    def show_table(self, on: bool) -> None:
        """Instead of the bars."""
        self._as_table = on
        self._arrange()

    def _arrange(self) -> None:
        some = any(bar.count for bar in self._bars)
        self._stack.setCurrentIndex((1 if self._as_table else 0) if some else 2)

    def _moved(self, at: int) -> None:
        if not self._bars:
            return
        self.said.setText(self._bars[at].spoken)
        middle, above = self.chart.bar_rect(at).center().toPoint(), self.chart.parentWidget()
        while above is not None:  # the chart is scrolled in its card, and the card in the page
            if isinstance(above, QScrollArea) and above.widget() is not None:
                above.ensureVisible(0, self.chart.mapTo(above.widget(), middle).y(), 0, ROW)
            above = above.parentWidget()

    def _open(self, at: int) -> None:
        self.opened.emit(self._bars[at].key)


class _Table(QTableWidget):
    """Names and numbers; Enter or a double click opens what stands behind a row."""

    opened = Signal(int)

    def __init__(self, name: str, what: str, count: str) -> None:
        super().__init__(0, 2)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels([what, count])
        self.horizontalHeaderItem(1).setTextAlignment(FIGURES)
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        across.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        across.resizeSection(1, 104)
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW)
        self.activated.connect(lambda index: self.opened.emit(index.row()))

    def show_bars(self, bars: Sequence[Bar]) -> None:
        chosen = self.currentRow()
        self.setRowCount(len(bars))
        for at, bar in enumerate(bars):
            name = bar.whole or bar.name
            for column, text in enumerate((name, number(bar.count))):
                item = QTableWidgetItem(text)
                item.setToolTip(tip(name) if column == 0 else text)
                if column == 1:
                    item.setTextAlignment(FIGURES)
                self.setItem(at, column, item)
        self.setCurrentCell(min(max(0, chosen), len(bars) - 1), 0)
