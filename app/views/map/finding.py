"""A place on the map is found by its name: province, city or district, in characters, pinyin or initials."""

import asyncio
import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QWidget

from app.views import words
from app.views.icons import icon
from app.views.map.framing import zoom_for
from app.views.map.view import MapView
from app.views.room import Tasks
from app.views.widgets import row

if TYPE_CHECKING:
    from gazetteer.search import Found

TYPED_MS = 150  # after which it is looked for
MOST = 8  # that are offered
LONGEST = 40  # characters, of `gazetteer.search`
KM_PER_DEGREE = 111.2  # of latitude
WIDTH, EDGE = 220, 10
_FOUND = Qt.ItemDataRole.UserRole

log = logging.getLogger(__name__)


class PlaceSearch(QLineEdit):
    """What is typed is looked for on this computer; Enter goes to the likeliest, a click to the one that was meant.

    `found(Found)`: that is looked at."""

    found = Signal(object)

    def __init__(self, view: MapView, tasks: Tasks) -> None:
        super().__init__()
        self._view, self._tasks = view, tasks
        self.setObjectName("map.find")
        self.setPlaceholderText(self.tr("Find a place"))
        self.setAccessibleName(self.tr("Find a province, city or district on the map"))
        self.setMaxLength(LONGEST)
        self.setFixedWidth(WIDTH)
        self.setClearButtonEnabled(True)
        self.addAction(icon("magnifying-glass", "ink3"), QLineEdit.ActionPosition.LeadingPosition)
        self._offered = QStandardItemModel(self)
        self._completer = QCompleter(self._offered, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)  # not `setCompleter`: it would answer before anything was looked for
        self._completer.popup().setObjectName("map.found")
        self._completer.activated[QModelIndex].connect(self._pick)
        self._typed = QTimer(self, interval=TYPED_MS, singleShot=True)
        self._typed.timeout.connect(lambda: self._tasks.begin(self._offer(self.text())))
        self.textChanged.connect(lambda _: self._typed.start())
        self.returnPressed.connect(lambda: self._tasks.begin(self._go(self.text())))

    def on_map(self) -> QGridLayout:
        """The map, with this in its corner."""
        held, both = QWidget(), QGridLayout()
        beside = row(self)
        beside.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        held.setLayout(beside)
        both.addWidget(self._view, 0, 0)
        both.addWidget(held, 0, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        return both

    async def _find(self, text: str) -> "list[Found]":
        try:
            return await asyncio.to_thread(_find, text)
        except (OSError, ValueError):
            log.warning("the names of places cannot be read", exc_info=True)
            return []

    async def _offer(self, text: str) -> None:
        found = await self._find(text)
        if text != self.text():
            return  # more was typed meanwhile
        self._offered.clear()
        for each in found:
            item = QStandardItem(words.division(each.place))
            item.setData(each, _FOUND)
            self._offered.appendRow(item)
        if text.strip() and not found:
            none = QStandardItem(self.tr("No such place in China"))
            none.setEnabled(False)
            self._offered.appendRow(none)
        if self._offered.rowCount() and self.hasFocus():
            self._completer.complete()
        else:
            self._completer.popup().hide()

    async def _go(self, text: str) -> None:
        self._typed.stop()
        found = await self._find(text)
        if found and text == self.text():
            self._show(found[0])

    def _pick(self, index: QModelIndex) -> None:
        found = index.data(_FOUND)
        if found is not None:
            self._show(found)

    def _show(self, found: "Found") -> None:
        """As much of the map as it is large."""
        self._completer.popup().hide()
        self.setText(words.division(found.place))
        self._typed.stop()
        half = found.tall_km / KM_PER_DEGREE / 2
        spots = [(found.lat - half, found.lon), (found.lat + half, found.lon)]
        self._view.focus(found.lat, found.lon, zoom_for(spots, self._view.height()))
        self.found.emit(found)


def _find(text: str) -> "list[Found]":
    """Loads what reads borders: not on the loop."""
    from gazetteer.search import find

    return find(text, MOST)
