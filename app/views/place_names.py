"""The names of positions on screens (R-225). Until they are read, off the thread of the windows, degrees have to do."""

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

import gazetteer
from gazetteer import Place

log = logging.getLogger(__name__)


class PlaceNames(QObject):
    """`of` answers at once; whoever subscribed is called, on the thread of the windows, when the names are there."""

    _read = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._begun = False
        self._told: list[Callable[[], None]] = []
        self._read.connect(self._tell)

    def of(self, lat: float, lon: float) -> Place | None:
        """The division of China that a position lies in (WGS-84 degrees), as far as that is known by now."""
        if gazetteer.is_loaded():
            return gazetteer.name_of(lat, lon)
        if not self._begun and QApplication.instance() is not None:
            self._begun = True
            threading.Thread(target=self._load, name="names of places").start()
        return None

    def subscribe(self, told: Callable[[], None]) -> Callable[[], None]:
        """Gives back how to stop that."""
        self._told.append(told)
        return lambda: self._told.remove(told)

    def _load(self) -> None:
        try:
            gazetteer.load()
        except (OSError, ValueError):
            log.exception("the names of places cannot be read: screens show degrees")
        else:
            self._read.emit()

    def _tell(self) -> None:
        for told in list(self._told):
            told()


names = PlaceNames()
