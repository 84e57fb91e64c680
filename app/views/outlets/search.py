"""An address is found: a division by its name on this computer, a street and number by the provider of the settings."""

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import Signal

from app.services.addresses import AddressError, KeyRefused, NoAddress, NotReached, Setting, read_setting
from app.services.geocoding import LONGEST, HttpPlaces
from app.views import words
from app.views.map.finding import PlaceSearch
from app.views.map.view import MapView
from app.views.outlets.reading import Origin
from app.views.room import Room, Tasks
from app.views.widgets import tip
from domain.geo import Point

if TYPE_CHECKING:
    from gazetteer.search import Found

log = logging.getLogger(__name__)


class AddressSearch(PlaceSearch):
    """`located(Origin)`: there it is. `said(str)`: why nothing was found, or why it is only near; empty: no longer."""

    located = Signal(object)
    said = Signal(str)

    def __init__(
        self, room: Room, view: MapView, tasks: Tasks, ask: Callable[[Setting], HttpPlaces] = HttpPlaces
    ) -> None:
        super().__init__(view, tasks)
        self._room, self._ask = room, ask
        self.setObjectName("outlets.find")
        self.setPlaceholderText(self.tr("City, district or address"))
        self.setMaxLength(LONGEST)
        self.setMinimumWidth(0)
        self.setMaximumWidth(16_777_215)  # as wide as its column, and not as on the map
        self.found.connect(self._found)
        tasks.begin(self._tell_who())

    async def _tell_who(self) -> None:
        """Who gets what is typed."""
        setting = await self._room.store.run(read_setting)
        host = urlsplit(setting.finder).hostname
        sent = self.tr("With Enter an address is sent to {0}").format(host)
        self.setToolTip(tip(sent if host else self.tr("Found on this computer; nothing is sent")))

    def _found(self, found: "Found") -> None:
        self.said.emit("")
        self.located.emit(Origin(Point(found.lat, found.lon), words.division(found.place)))

    async def _go(self, text: str) -> None:
        """A division, or what a provider knows; without one the division that the address begins with."""
        self._typed.stop()
        found = await self._find(text)
        if found and text == self.text():
            self._show(found[0])
            return
        setting = await self._room.store.run(read_setting)
        why = ""
        if setting.finder and text.strip():
            self.said.emit(self.tr("Asking …"))
            try:
                point = await self._ask(setting).find(text)
            except AddressError as error:
                why = self._why(error)
            else:
                if text == self.text():
                    self._completer.popup().hide()
                    self.said.emit("")
                    self.located.emit(Origin(point, text.strip()))
                return
        await self._go_near(text, why)

    async def _go_near(self, text: str, why: str) -> None:
        found = await asyncio.to_thread(_within, text)
        if text != self.text():
            return
        if found is None:
            self.said.emit(why or self.tr("No such place is known."))
            return
        self._show(found)
        near = self.tr("Only as exact as {0}: no street is known on this computer.")
        self.said.emit(words.sentences(why, near.format(words.division(found.place))))

    def _why(self, error: AddressError) -> str:
        if isinstance(error, KeyRefused):
            return self.tr("The provider of addresses does not take the key of the settings.")
        if isinstance(error, NoAddress):
            return self.tr("The provider of addresses does not know this address.")
        if isinstance(error, NotReached):
            return self.tr("The provider of addresses cannot be reached at the moment.")
        return self.tr("What the settings name as provider of addresses answers something else.")


def _within(address: str) -> "Found | None":
    """Loads what reads borders: not on the loop."""
    from gazetteer.search import within

    try:
        return within(address)
    except (OSError, ValueError):
        log.warning("the names of places cannot be read", exc_info=True)
        return None
