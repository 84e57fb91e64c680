"""The exact address of a position on a screen: asked for by a click, of the provider that the settings name."""

from collections.abc import Callable
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.services.addresses import (
    AddressError,
    AddressProvider,
    HttpAddresses,
    KeyRefused,
    NoAddress,
    NotReached,
    Setting,
    read_setting,
)
from app.views.room import Room, Work, on_click
from app.views.widgets import button, label, restyle, row, tip
from domain.seals import Position
from domain.track import is_place


class ExactAddress(QWidget):
    """A button, then the address or why there is none. Hidden where no provider is chosen or no position is known."""

    def __init__(
        self, room: Room, begin: Callable[[Work], None], ask: Callable[[Setting], AddressProvider] = HttpAddresses
    ) -> None:
        super().__init__()
        self._room, self._begin, self._ask = room, begin, ask
        self._place: Position | None = None
        self._setting = Setting()
        self._button = button(self.tr("Exact address"), "plain", "map-pin")
        self._button.setObjectName("address.ask")
        self._said = label("", "body", wrap=True)
        self._said.setObjectName("address.said")
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = row(self._button, self._said)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        on_click(self._button, begin, self._find)
        self.hide()

    def show_place(self, place: Position | None) -> None:
        """Another position, or the same again: what was found for it stays."""
        if not self._is_shown(place):
            self._say("", "body")
        self._place = place
        self._begin(self._look())

    async def _look(self) -> None:
        self._setting = await self._room.store.run(read_setting)
        place = self._place
        self.setVisible(self._setting.is_on and place is not None and is_place(place.lat, place.lon))
        host = urlsplit(self._setting.template).hostname or ""
        self._button.setToolTip(tip(self.tr("This position is sent to {0}").format(host)))

    async def _find(self) -> None:
        place = self._place
        if place is None:
            return
        self._say(self.tr("Asking …"), "caption")
        try:
            found, style = await self._ask(self._setting).address(place.lat, place.lon), "body"
        except AddressError as error:
            found, style = self._why(error), "fault"
        if self._is_shown(place):  # else another record is shown meanwhile
            self._say(found, style)

    def _is_shown(self, place: Position | None) -> bool:
        """The page may have read the same record once more."""
        now = self._place
        return place is not None and now is not None and (place.lat, place.lon) == (now.lat, now.lon)

    def _why(self, error: AddressError) -> str:
        """Whose fault it is, and what the provider says itself."""
        if isinstance(error, KeyRefused):
            sentence = self.tr("The provider of addresses does not take the key of the settings.")
        elif isinstance(error, NoAddress):
            sentence = self.tr("The provider of addresses knows none for this place.")
        elif isinstance(error, NotReached):
            sentence = self.tr("The provider of addresses cannot be reached at the moment.")
        else:
            sentence = self.tr("What the settings name as provider of addresses answers something else.")
        return f"{sentence} ({error})" if str(error) else sentence

    def _say(self, text: str, style: str) -> None:
        self._said.setText(text)
        restyle(self._said, "role", style)
