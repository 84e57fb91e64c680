"""The table of the audit log: as long as the log, but only the pages that are looked at are read."""

from array import array
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.views import act_words, words
from app.views.audit.lines import Line, outcome
from app.views.i18n import number
from app.views.look import tokens_now
from app.views.widgets import tip

PAGE = 128
KEPT = 64  # pages: what was looked at longest ago is read again
NUMBER, WHEN, WHO, WHAT, ABOUT, OUTCOME = range(6)
Index = QModelIndex | QPersistentModelIndex


class AuditModel(QAbstractTableModel):
    """`fetch(page, numbers)` is asked for what is missing and answers with `put`."""

    def __init__(self, fetch: Callable[[int, Sequence[int]], None]) -> None:
        super().__init__()
        self._fetch = fetch
        self._numbers = array("q")
        self._pages: dict[int, dict[int, Line]] = {}
        self._asked: set[int] = set()

    @property
    def numbers(self) -> "array[int]":
        """All entries of the list, newest first."""
        return self._numbers

    def set_numbers(self, numbers: "array[int]") -> None:
        """Another list. One that only grew at its new end keeps what is chosen and where it stands."""
        grown = len(numbers) - len(self._numbers)
        if grown > 0 and numbers[grown:] == self._numbers:
            self.beginInsertRows(QModelIndex(), 0, grown - 1)
            self._take(numbers)
            self.endInsertRows()
        elif numbers != self._numbers:
            self.beginResetModel()
            self._take(numbers)
            self.endResetModel()

    def _take(self, numbers: "array[int]") -> None:
        self._numbers = numbers
        self._pages.clear()
        self._asked.clear()

    def put(self, page: int, lines: dict[int, Line]) -> None:
        """What `fetch` was asked for."""
        self._asked.discard(page)
        while len(self._pages) >= KEPT:
            del self._pages[next(iter(self._pages))]
        self._pages[page] = lines
        last = min(len(self._numbers), (page + 1) * PAGE) - 1
        if last >= page * PAGE:
            self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, OUTCOME))

    def line(self, row: int) -> Line | None:
        """None: it is on its way."""
        if not 0 <= row < len(self._numbers):
            return None
        page = row // PAGE
        if page not in self._pages:
            if page not in self._asked:
                self._asked.add(page)
                self._fetch(page, self._numbers[page * PAGE : (page + 1) * PAGE])
            return None
        return self._pages[page].get(self._numbers[row])

    def row_of(self, wanted: int) -> int:
        """Where an entry stands; -1: not in this list."""
        low, high = 0, len(self._numbers)  # the numbers fall
        while low < high:
            middle = (low + high) // 2
            if self._numbers[middle] > wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self._numbers) and self._numbers[low] == wanted else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else OUTCOME + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            self.tr("No."),
            self.tr("Time"),
            self.tr("Who"),
            self.tr("Act"),
            self.tr("About"),
            self.tr("Outcome"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.ForegroundRole):
            return None
        line = self.line(index.row())
        if line is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and index.column() == NUMBER else None
        word, tone = outcome(line.entry)
        if role == Qt.ItemDataRole.ForegroundRole:
            color: QColor = tokens_now().tone(tone)[0]
            return color if index.column() == OUTCOME else None
        cell = (
            number(line.entry.number),
            words.full_moment(line.entry.at),
            line.who or "—",
            act_words.act(line.entry.act) or "—",
            line.about or line.entry.subject or "—",
            word,
        )[index.column()]
        return tip(cell) if role == Qt.ItemDataRole.ToolTipRole else cell
