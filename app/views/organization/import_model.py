"""The rows of a list that is imported, as a table: what stands in each, what is wrong with it, what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.services.member_lists import Judged
from app.views.i18n import number
from app.views.look import tokens_now
from app.views.widgets import tip
from domain.verdict import Refused

_Index = QModelIndex | QPersistentModelIndex


class State(StrEnum):
    WRONG = "wrong"  # left out
    READY = "ready"
    SENDING = "sending"  # done here, the cloud has not answered
    ADDED = "added"
    REFUSED = "refused"


@dataclass(frozen=True)
class Entry:
    """`act`: the id under which the row was done; `why`: the sentence of a refusal."""

    judged: Judged
    state: State
    act: str = ""
    why: str = ""


INKS = {State.WRONG: "danger", State.REFUSED: "danger", State.ADDED: "ok", State.READY: "ink2", State.SENDING: "ink2"}


class ImportModel(QAbstractTableModel):
    """`sentence` says a refusal in the language of the screens."""

    def __init__(self, sentence: Callable[[Refused], str]) -> None:
        super().__init__()
        self._sentence = sentence
        self.entries: list[Entry] = []

    def set_judged(self, judged: Sequence[Judged]) -> None:
        self.beginResetModel()
        self.entries = [Entry(each, State.READY if each.act else State.WRONG) for each in judged]
        self.endResetModel()

    def change(self, at: int, state: State, act: str = "", why: str = "") -> None:
        """What became of a row."""
        self.entries[at] = replace(self.entries[at], state=state, act=act or self.entries[at].act, why=why)
        self.dataChanged.emit(self.index(at, 0), self.index(at, self.columnCount() - 1))

    def count(self, *states: State) -> int:
        return sum(each.state in states for each in self.entries)

    def said(self, entry: Entry) -> str:
        """The last column."""
        return {
            State.WRONG: "\n".join(map(self._sentence, entry.judged.faults)),
            State.READY: self.tr("can be added"),
            State.SENDING: self.tr("added here · sending"),
            State.ADDED: self.tr("added"),
            State.REFUSED: entry.why,
        }[entry.state]

    def headings(self) -> list[str]:
        return [
            self.tr("Row"),
            self.tr("Name"),
            self.tr("Phone number"),
            self.tr("Department"),
            self.tr("Role"),
            self.tr("Result"),
        ]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.headings()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        line = entry.judged.line
        last = index.column() == self.columnCount() - 1
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            cells = (number(line.number), line.name, line.phone, line.department, line.role, self.said(entry))
            cell = cells[index.column()]
            return tip(cell) if role == Qt.ItemDataRole.ToolTipRole else cell
        if role == Qt.ItemDataRole.ForegroundRole and last:
            return tokens_now().color(INKS[entry.state])
        return None
