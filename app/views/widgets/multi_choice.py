"""A box to choose one of some, or as many as wanted: it opens a list with a search in it, and marks for several.

Not among `app.views.widgets`, which the first window loads: a form asks for it when it is made.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem
from shiboken6 import isValid

from app.views.widgets.basic import column, tip
from app.views.widgets.choice_box import ChoiceBox
from app.views.widgets.fields import line_edit, quiet

SEARCH_FROM = 8  # choices: fewer are seen at once
ROW, MOST_ROWS = 30, 9
_KEY = Qt.ItemDataRole.UserRole


class MultiChoice(ChoiceBox):
    """Choices are (key, text). `changed`: another choice, by the person or by `pick`."""

    changed = Signal()

    def __init__(self, choices: list[tuple[str, str]] | None = None, *, several: bool = False, empty: str = "") -> None:
        """``empty``: what stands there as long as the person has chosen nothing; without it the first is chosen."""
        super().__init__()
        self._empty = empty
        self.setPlaceholderText(empty)
        self._several = several
        self._picked: list[str] = []
        self._panel: _Panel | None = None
        quiet(self)
        self.set_choices(choices or [])
        self.activated.connect(self._activated)
        self.currentIndexChanged.connect(lambda _: None if self._several else self._tell())

    # What is chosen

    def set_choices(self, choices: list[tuple[str, str]]) -> None:
        """Other choices; what was chosen and is still there stays chosen."""
        if choices == self.choices():
            return
        kept = [key for key in self.picked() if key in dict(choices)]
        blocked = self.blockSignals(True)
        self.clear()
        for key, text in choices:
            self.addItem(text, key)
        self.setCurrentIndex(-1)
        self.blockSignals(blocked)
        self.pick(kept or [key for key, _ in choices[:1] if not self._several and not self._empty])

    def choices(self) -> list[tuple[str, str]]:
        return [(str(self.itemData(at)), self.itemText(at)) for at in range(self.count())]

    def picked(self) -> list[str]:
        """The keys, in the order of the choices."""
        if not self._several:
            return [str(self.currentData())] if self.currentIndex() >= 0 else []
        return [key for key, _ in self.choices() if key in self._picked]

    def pick(self, keys: list[str]) -> None:
        """Choose these; where only one is wanted, the first of them."""
        blocked = self.blockSignals(True)
        self._picked = list(keys)
        self.setCurrentIndex(next((at for key in keys if (at := self.findData(key)) >= 0), -1))
        self.blockSignals(blocked)
        self._tell()

    @property
    def several(self) -> bool:
        return self._several

    def set_several(self, several: bool) -> None:
        if several != self._several:
            kept = self.picked()
            self._several = several
            self.pick(kept)

    def words(self) -> str:
        """What is chosen, as it is read in the box."""
        names = dict(self.choices())
        return "、".join(names[key] for key in self.picked()) or self.placeholderText()

    def _tell(self) -> None:
        self.update()
        self.changed.emit()

    def _activated(self, at: int) -> None:
        if self._several:
            self.toggle(str(self.itemData(at)))

    def toggle(self, key: str) -> None:
        """Choose it, or no longer."""
        self.pick([each for each in self.picked() if each != key] if key in self.picked() else [*self.picked(), key])

    # The list that opens

    def showPopup(self) -> None:
        if self._panel is None:
            self._panel = _Panel(self)
        self._panel.open_below()

    def hidePopup(self) -> None:
        if self._panel is not None and isValid(self._panel) and self._panel.isVisible():
            self._panel.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opening = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4)
        stepping = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
        if event.key() in opening or (self._several and event.key() in stepping):
            self.showPopup()
        elif not self._several or event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            super().keyPressEvent(event)


class _Panel(QFrame):
    """The open list. Typing searches, arrows move, Space or Return chooses, Escape closes."""

    def __init__(self, box: MultiChoice) -> None:
        super().__init__(box.window(), Qt.WindowType.Popup)  # in a box it would be styled as a part of one
        box.destroyed.connect(self.deleteLater)
        self._box = box
        self.setProperty("kind", "popup")
        name = box.objectName() or "choice"
        self.search = line_edit(self.tr("Search"), icon_name="magnifying-glass")
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setObjectName(f"{name}.search")
        self.list = QListWidget()
        self.list.setObjectName(f"{name}.list")
        self.list.setAccessibleName(box.accessibleName())
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = column(self.search, self.list, gap=6)
        layout.setContentsMargins(6, 6, 6, 6)
        self.setLayout(layout)
        self.search.textChanged.connect(self._narrow)
        self.list.itemClicked.connect(self._choose)
        for each in (self.search, self.list):
            each.installEventFilter(self)

    def open_below(self) -> None:
        self._fill()
        self.search.clear()
        self.search.setVisible(self._box.count() > SEARCH_FROM)
        rows = min(MOST_ROWS, max(1, self._box.count()))
        self.setFixedWidth(max(self._box.width(), 220))
        self.list.setFixedHeight(rows * ROW + 4)
        self.layout().activate()
        self.resize(self.width(), self.layout().totalSizeHint().height())
        self.move(self._box.mapToGlobal(QPoint(0, self._box.height() + 2)))
        self.show()
        (self.list if self.search.isHidden() else self.search).setFocus()

    def _fill(self) -> None:
        picked = self._box.picked()
        self.list.clear()
        for key, text in self._box.choices():
            item = QListWidgetItem(text, self.list)
            item.setData(_KEY, key)
            item.setToolTip(tip(text))
            if self._box.several:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                item.setCheckState(Qt.CheckState.Checked if key in picked else Qt.CheckState.Unchecked)
            if picked and key == picked[0]:
                self.list.setCurrentItem(item)

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold()
        shown = [self.list.item(at) for at in range(self.list.count())]
        for item in shown:
            item.setHidden(wanted not in item.text().casefold())
        first = next((item for item in shown if not item.isHidden()), None)
        if first is not None:
            self.list.setCurrentItem(first)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is None or item.isHidden():
            return
        key = str(item.data(_KEY))
        if self._box.several:
            self._box.toggle(key)
            item.setCheckState(Qt.CheckState.Checked if key in self._box.picked() else Qt.CheckState.Unchecked)
        else:
            self._box.pick([key])
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (key == Qt.Key.Key_Space and watched is self.list):
            self._choose(self.list.currentItem())
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        if watched is self.search and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.setFocus()
            return True
        return False
