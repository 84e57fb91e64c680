"""The table of records: as long as the list, but only what is looked at is read."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon

from app.models.columns import Ints
from app.views import electronic, words
from app.views.applications.known import Known
from app.views.i18n import number
from app.views.icons import are_loaded, icon
from app.views.look import tokens_now
from app.views.usage.lines import NOBODY, Line
from app.views.widgets import tip
from domain.usage import Abnormality

ICON = 26  # pixels
BLOCK = 32  # rows that are read together
KEPT = 4096  # lines: what was looked at longest ago is read again
MOST_BLOCKS = 4  # that are read at once: who scrolls on has no use for those in between
NEAR = 500  # rows: a change of fewer is told as such, of more as another list
Index = QModelIndex | QPersistentModelIndex
translate = QCoreApplication.translate


class Column(StrEnum):
    """What is shown of a record; by these names it is kept which ones a person wants."""

    TIME = "time"
    DOCUMENT = "document"
    PERSON = "person"
    SEAL = "seal"
    RESULT = "result"
    PLACE = "place"
    CATEGORY = "category"
    GRADE = "grade"
    PHOTOS = "photos"
    OWN = "own"
    APPLICATION = "application"
    RECORD = "record"


COLUMNS = tuple(Column)
SHOWN = (Column.TIME, Column.DOCUMENT, Column.PERSON, Column.SEAL, Column.RESULT, Column.PLACE)


def heading(column: Column) -> str:
    return {
        Column.TIME: translate("UsageModel", "Time"),
        Column.DOCUMENT: translate("UsageModel", "Document"),
        Column.PERSON: translate("UsageModel", "Person"),
        Column.SEAL: translate("UsageModel", "Seal"),
        Column.RESULT: translate("UsageModel", "Result"),
        Column.PLACE: translate("UsageModel", "Place"),
        Column.CATEGORY: translate("UsageModel", "Category"),
        Column.GRADE: translate("UsageModel", "How sure"),
        Column.PHOTOS: translate("UsageModel", "Photos"),
        Column.OWN: translate("UsageModel", "Impression"),
        Column.APPLICATION: translate("UsageModel", "Application"),
        Column.RECORD: translate("UsageModel", "Record"),
    }[column]


class UsageModel(QAbstractTableModel):
    """`wanted()` is called when rows are missing; who answers takes them by `missing` and gives them by `put`."""

    def __init__(self, wanted: Callable[[], None], thumb: Callable[[Line], QIcon | None]) -> None:
        super().__init__()
        self._wanted, self._thumb = wanted, thumb
        self._ns: Ints = np.empty(0, np.int64)
        self._lines: OrderedDict[int, Line] = OrderedDict()
        self._fresh: set[int] = set()  # of them those that were read since the list last changed
        self._blocks: OrderedDict[int, None] = OrderedDict()
        self._cells: dict[tuple[str, Column | None], str] = {}
        self.known = NOBODY

    @property
    def ns(self) -> Ints:
        """All rows of the list, by their numbers in the database."""
        return self._ns

    def set_list(self, ns: Ints) -> None:
        """Another list. Where it differs in a few rows, the others keep what is chosen, and where they stand."""
        self._fresh.clear()
        self._blocks.clear()
        old, shorter = self._ns, min(len(ns), len(self._ns))
        same_above = _equal(old[:shorter], ns[:shorter])
        if same_above == len(old) == len(ns):
            self._changed(0, len(ns))
            return
        left = shorter - same_above
        same_below = _equal(old[len(old) - left :][::-1], ns[len(ns) - left :][::-1])
        gone, come = len(old) - same_above - same_below, len(ns) - same_above - same_below
        if max(gone, come) > NEAR:
            self.beginResetModel()
            self._ns = ns
            self.endResetModel()
            return
        both, at = min(gone, come), same_above
        if gone > both:
            self.beginRemoveRows(QModelIndex(), at + both, at + gone - 1)
            self._ns = np.concatenate([ns[: at + both], old[at + gone :]])
            self.endRemoveRows()
        if come > both:
            self.beginInsertRows(QModelIndex(), at, at + come - both - 1)
            self._ns = ns
            self.endInsertRows()
        self._ns = ns
        self._changed(0, len(ns))

    def _changed(self, first: int, end: int) -> None:
        if end > first:
            self.dataChanged.emit(self.index(first, 0), self.index(end - 1, len(COLUMNS) - 1))

    # What of it has been read

    def line(self, row: int) -> Line | None:
        """None: it is on its way, or may not be seen any more."""
        if not 0 <= row < len(self._ns):
            return None
        n = int(self._ns[row])
        if n not in self._fresh:
            if not self._blocks:
                self._wanted()
            self._blocks[row // BLOCK] = None
            self._blocks.move_to_end(row // BLOCK)
        return self._lines.get(n)

    def missing(self) -> list[int]:
        """Numbers of rows to read now, those that were looked at last; none: nothing is missing."""
        blocks = list(self._blocks)[-MOST_BLOCKS:]
        self._blocks.clear()
        rows = (row for block in blocks for row in self._ns[block * BLOCK : (block + 1) * BLOCK].tolist())
        return [n for n in rows if n not in self._fresh]

    def put(self, asked: list[int], lines: Mapping[int, Line], known: Known) -> None:
        """What was asked for, as far as it may be seen."""
        self.known = known
        self._fresh.update(asked)
        for n in asked:
            self._lines.pop(n, None)
            if n in lines:
                self._lines[n] = lines[n]
        while len(self._lines) > KEPT:
            self._fresh.discard(self._lines.popitem(last=False)[0])
        self._cells.clear()
        self._changed(0, len(self._ns))  # a view paints what it shows of it

    def row_of(self, n: int) -> int:
        """Where a record stands; -1: not in this list."""
        found = np.flatnonzero(self._ns == n)
        return int(found[0]) if len(found) else -1

    # As Qt asks for it

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._ns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return heading(COLUMNS[section])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a reader of the screen is told, and a tip says; `cells` paints by itself."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        line, column = self.line(index.row()), COLUMNS[index.column()]
        if line is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and column is Column.TIME else None
        cell = self.cell(line, column)
        return tip(cell) if role == Qt.ItemDataRole.ToolTipRole else cell

    def picture(self, line: Line) -> QIcon:
        """Its photo, small; a stamp, as long as there is none."""
        return self._thumb(line) or _stamp()

    def cell(self, line: Line, column: Column) -> str:
        """What stands there, as it is shown and copied."""
        key = line.impression.id, column  # each is painted again and again
        if key not in self._cells:
            self._cells[key] = _CELLS[column](line, self.known)
        return self._cells[key]

    def cause(self, line: Line) -> str:
        """Of what is abnormal: what is left of its result where there is little room."""
        key = line.impression.id, None
        if key not in self._cells:
            self._cells[key] = words.cause(Abnormality(line.impression.result))
        return self._cells[key]


def _stamp() -> QIcon:
    """In place of a photo; painted once for each scheme, for it stands in most rows."""
    return _drawn(tokens_now().color("ink3").name()) if are_loaded() else icon("stamp", "ink3")


@lru_cache
def _drawn(_colour: str) -> QIcon:
    return QIcon(icon("stamp", "ink3").pixmap(QSize(ICON, ICON)))


def _result(line: Line, _known: Known) -> str:
    word = electronic.record(line.impression)[0]
    return f"{word} · {translate('UsageModel', 'sending')}" if line.pending else word


def _document(line: Line, _known: Known) -> str:
    """Of a sealed one the file's own name, where it is known."""
    return line.impression.name or (line.application.document if line.application else "—")


def _person(line: Line, known: Known) -> str:
    return known.people.get(line.impression.member or "", translate("UsageModel", "person unknown"))


_CELLS: dict[Column, Callable[[Line, Known], str]] = {
    Column.TIME: lambda line, _: words.pressed(line.impression),
    Column.DOCUMENT: _document,
    Column.PERSON: _person,
    Column.SEAL: lambda line, known: known.seal(line.impression.seal),
    Column.RESULT: _result,
    Column.PLACE: lambda line, _: words.division(line.place) if line.place else words.where(line.impression.place),
    Column.CATEGORY: lambda line, known: (known.category(line.application.category) if line.application else "") or "—",
    Column.GRADE: lambda line, _: words.grade(line.impression.grade),
    Column.PHOTOS: lambda line, _: number(len(line.photos)) if line.impression.document is None else "—",
    Column.OWN: lambda line, _: f"#{number(line.impression.own)}",
    Column.APPLICATION: lambda line, _: (line.application.number if line.application else "") or "—",
    Column.RECORD: lambda line, _: line.impression.id,
}


def _equal(a: Ints, b: Ints) -> int:
    """How many at the beginning are the same."""
    differing = np.flatnonzero(a != b)
    return int(differing[0]) if len(differing) else len(a)
