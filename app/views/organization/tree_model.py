"""The tree as Qt's item model. New rows are merged in place by their key: selection, open branches and scroll position
stay. Members can be dragged to a department."""

import json
from collections.abc import Sequence
from itertools import count

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.views.organization.tree import Branch, Kind, Node
from app.views.widgets import tip

NODE = Qt.ItemDataRole.UserRole + 1
MEMBERS = "application/x-signet-members"
_Index = QModelIndex | QPersistentModelIndex


class _Item:
    """A row as it stands in the model. An index carries its number: Python's objects may go while Qt still asks."""

    def __init__(self, number: int, node: Node | None, parent: "_Item | None") -> None:
        self.number, self.node, self.parent = number, node, parent
        self.below: list[_Item] = []

    @property
    def row(self) -> int:
        return self.parent.below.index(self) if self.parent else 0


class TreeModel(QAbstractItemModel):
    """`moved(members, department)`: they were dropped on a department (empty: out of theirs)."""

    moved = Signal(list, str)

    def __init__(self, parent: QObject | None = None, *, may_move: bool = False) -> None:
        super().__init__(parent)
        self._numbers = count(1)
        self._root = _Item(0, None, None)
        self._items: dict[int, _Item] = {0: self._root}
        self._may_move = may_move

    def set_tree(self, branches: Sequence[Branch]) -> None:
        self._merge(self._root, branches)

    def index_of(self, key: str) -> QModelIndex:
        for item in self._items.values():
            if item.node is not None and item.node.key == key:
                return self._index(item)
        return QModelIndex()

    def node(self, index: _Index) -> Node | None:
        return self._item(index).node

    # Merging

    def _merge(self, parent: _Item, branches: Sequence[Branch]) -> None:
        wanted = {branch.node.key for branch in branches}
        for at in range(len(parent.below) - 1, -1, -1):
            if _key(parent.below[at]) not in wanted:
                self.beginRemoveRows(self._index(parent), at, at)
                self._forget(parent.below.pop(at))
                self.endRemoveRows()
        for at, branch in enumerate(branches):
            self._place(parent, at, branch)

    def _place(self, parent: _Item, at: int, branch: Branch) -> None:
        keys = [_key(each) for each in parent.below[at:]]
        if branch.node.key not in keys:
            self.beginInsertRows(self._index(parent), at, at)
            parent.below.insert(at, self._make(parent, branch))
            self.endInsertRows()
            return
        further = at + keys.index(branch.node.key)
        if further != at:
            whole = self._index(parent)
            self.beginMoveRows(whole, further, further, whole, at)
            parent.below.insert(at, parent.below.pop(further))
            self.endMoveRows()
        item = parent.below[at]
        if item.node != branch.node:
            item.node = branch.node
            index = self._index(item)
            self.dataChanged.emit(index, index)
        self._merge(item, branch.below)

    def _make(self, parent: _Item, branch: Branch) -> _Item:
        item = _Item(next(self._numbers), branch.node, parent)
        self._items[item.number] = item
        item.below = [self._make(item, each) for each in branch.below]
        return item

    def _forget(self, item: _Item) -> None:
        del self._items[item.number]
        for each in item.below:
            self._forget(each)

    # What Qt asks

    def _item(self, index: _Index) -> _Item:
        return self._items.get(index.internalId(), self._root) if index.isValid() else self._root

    def _index(self, item: _Item) -> QModelIndex:
        return QModelIndex() if item is self._root else self.createIndex(item.row, 0, item.number)

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own
        below = self._item(parent).below
        if column != 0 or not 0 <= row < len(below):
            return QModelIndex()
        return self.createIndex(row, column, below[row].number)

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        if not index.isValid():
            return QModelIndex()
        above = self._item(index).parent
        return QModelIndex() if above is None else self._index(above)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._item(parent).below)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node = self._item(index).node
        if node is None:
            return None
        if role == NODE:
            return node
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return tip(node.spoken) if role == Qt.ItemDataRole.ToolTipRole else node.spoken
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        node = self._item(index).node
        flags = super().flags(index)
        if node is None or not self._may_move:
            return flags
        if node.kind is Kind.MEMBER:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemIsDropEnabled if self._department(index) is not None else flags

    # Dragging

    def _department(self, index: _Index) -> str | None:
        """The department that is meant by dropping here: also on one of its members. None: nowhere."""
        item: _Item | None = self._item(index)
        while item is not None and item.node is not None:
            if item.node.kind in (Kind.DEPARTMENT, Kind.NONE):
                return item.node.id
            item = item.parent
        return None

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MEMBERS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        nodes = [node for index in indexes if (node := self.node(index)) and node.kind is Kind.MEMBER]
        data = QMimeData()
        data.setData(MEMBERS, json.dumps([node.id for node in nodes]).encode())
        return data

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        return self._may_move and data.hasFormat(MEMBERS) and self._department(parent) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        """Says who is to be moved. Never true: then the view would take the rows away by itself."""
        department = self._department(parent)
        if self._may_move and data.hasFormat(MEMBERS) and department is not None:
            self.moved.emit(json.loads(bytes(data.data(MEMBERS).data())), department)
        return False


def _key(item: _Item) -> str:
    return item.node.key if item.node else ""
