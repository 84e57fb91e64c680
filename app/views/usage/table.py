"""The table of records on the screen: its columns as the person wants them, sorting, copying, and what is seen."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from app.models.records import Order
from app.views.usage.cells import CellPainter
from app.views.usage.lines import Line
from app.views.usage.model import COLUMNS, SHOWN, Column, UsageModel, heading
from app.views.widgets.records import take_focus
from domain.texts import pasted

ROW = 38  # pixels
WIDTHS = {
    Column.TIME: 162,
    Column.DOCUMENT: 150,
    Column.PERSON: 84,
    Column.SEAL: 124,
    Column.RESULT: 96,
    Column.PLACE: 160,
    Column.CATEGORY: 100,
    Column.GRADE: 120,
    Column.PHOTOS: 70,
    Column.OWN: 90,
    Column.APPLICATION: 150,
    Column.RECORD: 190,
}
NARROWEST = 48
FEWEST = 3  # columns that are shown in any case
SORTED = {Column.TIME: Order.TIME, Column.SEAL: Order.SEAL, Column.PERSON: Order.PERSON}
FALLS = Qt.SortOrder.DescendingOrder
RISES = Qt.SortOrder.AscendingOrder


class KeptColumns(msgspec.Struct):
    """As they are kept for a person: which are shown, and how wide those are that were made so."""

    shown: list[Column] = msgspec.field(default_factory=lambda: list(SHOWN))
    widths: dict[Column, int] = {}


class UsageTable(QTableView):
    """`chosen()`: another row; `ordered()`: sort anew; `arranged()`: other columns; `looked()`: at other rows."""

    chosen = Signal()
    ordered = Signal()
    arranged = Signal()
    looked = Signal()

    def __init__(self, model: UsageModel, name: str) -> None:
        super().__init__()
        self._model = model
        self._kept = KeptColumns()
        self.order, self.backwards = Order.TIME, False
        self.setModel(model)
        self._painter = CellPainter(model)  # a view does not keep it
        self.setItemDelegate(self._painter)
        self.setObjectName("usage.list")
        self.setAccessibleName(name)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        down = self.verticalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(ROW)
        down.setDefaultSectionSize(ROW)
        self._make_header()
        self.verticalScrollBar().valueChanged.connect(lambda _: self.looked.emit())
        self.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit())
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.set_kept(self._kept)

    def _make_header(self) -> None:
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setMinimumSectionSize(NARROWEST)
        across.setSectionsClickable(True)
        across.setSortIndicatorShown(True)
        across.sectionClicked.connect(self._sort_by)
        across.sectionResized.connect(self._resized)
        across.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across.customContextMenuRequested.connect(lambda at: self.menu.popup(across.mapToGlobal(at)))

    # Columns

    @property
    def kept(self) -> KeptColumns:
        return self._kept

    def set_kept(self, kept: KeptColumns) -> None:
        """The time is always there: it says which row is meant."""
        self._kept = kept
        self._fit()
        self._show_order()

    def show_columns(self, shown: Sequence[Column]) -> None:
        self.set_kept(msgspec.structs.replace(self._kept, shown=[each for each in COLUMNS if each in shown]))
        self.arranged.emit()

    def _fit(self, *, again: bool = False) -> None:
        """What is left over goes to the document. As long as nobody has chosen columns, those at the end go where there
        is no room for them: the detail tells the same."""
        across, room = self.horizontalHeader(), self.viewport().width()
        shown = [column for column in COLUMNS if column in (*self._kept.shown, Column.TIME)]
        wanted = {column: self._width(column) for column in shown}
        while shown == list(SHOWN[: len(shown)]) and len(shown) > FEWEST and sum(wanted.values()) > room:
            del wanted[shown.pop()]
        widest = Column.DOCUMENT if Column.DOCUMENT in wanted else shown[-1]
        if widest not in self._kept.widths:
            wanted[widest] += max(0, room - sum(wanted.values()))
        blocked = across.blockSignals(True)
        for at, column in enumerate(COLUMNS):
            self.setColumnHidden(at, column not in wanted)
            if column in wanted:
                across.resizeSection(at, wanted[column])
        across.blockSignals(blocked)
        self.updateGeometries()
        self.viewport().update()
        if self.viewport().width() != room and not again:
            self._fit(again=True)  # the bar at the right has taken some of it

    def _width(self, column: Column) -> int:
        said = self.horizontalHeader().sectionSizeHint(COLUMNS.index(column))
        return self._kept.widths.get(column, max(WIDTHS[column], said))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.looked.emit()

    def _resized(self, at: int, _before: int, width: int) -> None:
        if width:
            widths = self._kept.widths | {COLUMNS[at]: width}
            self._kept = msgspec.structs.replace(self._kept, widths=widths)
            self.arranged.emit()

    def _fill_menu(self) -> None:
        self.menu.clear()
        for at, column in enumerate(COLUMNS):
            action = self.menu.addAction(heading(column))
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(at))
            action.setEnabled(column is not Column.TIME)
            action.toggled.connect(lambda on, column=column: self._toggle(column, on=on))
        self.menu.addSeparator()
        for column, order in SORTED.items():
            action = self.menu.addAction(self.tr("Sort by: {0}").format(heading(column)))
            action.setCheckable(True)
            action.setChecked(order is self.order)
            action.triggered.connect(lambda _=False, column=column: self._sort_by(COLUMNS.index(column)))
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Columns as they were at first")).triggered.connect(self._as_at_first)

    def _toggle(self, column: Column, *, on: bool) -> None:
        self.show_columns(
            [each for each in COLUMNS if (each in self._kept.shown and each is not column) or (on and each is column)]
        )

    def _as_at_first(self) -> None:
        self.set_kept(KeptColumns())
        self.arranged.emit()

    # Order

    def _sort_by(self, at: int) -> None:
        order = SORTED.get(COLUMNS[at])
        if order is not None:
            self.backwards = order is self.order and not self.backwards
            self.order = order
            self.ordered.emit()
        self._show_order()

    def _show_order(self) -> None:
        column = next(column for column, order in SORTED.items() if order is self.order)
        falls = (self.order is Order.TIME) is not self.backwards
        self.horizontalHeader().setSortIndicator(COLUMNS.index(column), FALLS if falls else RISES)

    # What is seen and chosen

    def seen(self) -> range:
        """The rows on the screen."""
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(0) if first < 0 else range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1)

    def line(self) -> Line | None:
        """The chosen one, as soon as it has been read."""
        return self._model.line(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def choose_row(self, row: int) -> None:
        """Make it the chosen one, and leave the view where it is."""
        if self.currentIndex().row() != row:
            kept = self.verticalScrollBar().value()
            self.setCurrentIndex(self._model.index(row, max(0, self.currentIndex().column())))
            self.verticalScrollBar().setValue(kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def copy(self) -> None:
        """The columns that are shown of the chosen row, for a spreadsheet."""
        line = self.line()
        if line is not None:
            shown = [column for at, column in enumerate(COLUMNS) if not self.isColumnHidden(at)]
            cells = (pasted(self._model.cell(line, column)) for column in shown)
            QGuiApplication.clipboard().setText("\t".join(cells))

    def focusInEvent(self, event: QFocusEvent) -> None:
        take_focus(self, event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
