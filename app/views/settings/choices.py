"""What a person chooses for this console: kept in its profile, and done. Apart from the page, which loads late."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from app.views import kept
from app.views.i18n import Language, Tongue
from app.views.look import Look, Scheme
from app.views.map.ground import Ground


class Choices:
    """`set_idle`: after so many minutes of idleness the console locks."""

    def __init__(
        self, at: Path, known: kept.Kept, language: Language, look: Look, set_idle: Callable[[int], None]
    ) -> None:
        self._at, self._kept, self._language, self._look, self._set_idle = at, known, language, look, set_idle

    def tongue(self, tongue: Tongue) -> None:
        self._kept.tongue = tongue
        self._keep()
        QTimer.singleShot(0, lambda: self._language.choose(tongue))  # the page that asked is made anew by it

    def scheme(self, scheme: Scheme) -> None:
        self._kept.scheme = scheme
        self._keep()
        self._look.choose(scheme)

    def lock_after(self, minutes: int) -> None:
        self._kept.lock_after_min = minutes
        self._keep()
        self._set_idle(minutes)

    def keep_in_tray(self, keep: bool) -> None:
        self._kept.keep_in_tray = keep
        self._keep()

    def place(self, place_from: kept.PlaceFrom, lat: float, lon: float) -> None:
        self._kept.place_from, self._kept.lat, self._kept.lon = place_from, lat, lon
        self._keep()

    def ground(self, ground: Ground) -> None:
        """Of the map: when it is shown again, it is drawn on that."""
        self._kept.ground = ground
        self._keep()

    def _keep(self) -> None:
        kept.write(self._at, self._kept)
