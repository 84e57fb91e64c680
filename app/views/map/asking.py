"""Asking a seal where it is, and what is said of it meanwhile and afterwards (R-215)."""

import asyncio
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from app.views import words
from app.views.i18n import Tongue
from app.views.room import Room

translate = QCoreApplication.translate
LATE_S = 5.0  # after which it is said that one waits


class Asking:
    """`said`: by seal, until it is asked again; `changed` is called whenever it is."""

    def __init__(self, room: Room, changed: Callable[[], None]) -> None:
        self.said: dict[str, str] = {}
        self._room, self._changed = room, changed

    async def ask(self, seal: str) -> None:
        """Until it has answered, or will not; raises nothing."""
        if not seal:
            return
        room = self._room
        self._say(seal, translate("MapPage", "Asking the seal where it is …"))
        asking = asyncio.ensure_future(room.devices.locate(room.id, seal))
        try:
            done, _ = await asyncio.wait({asking}, timeout=LATE_S)
            if not done:
                late = translate("MapPage", "The seal has not answered yet; the map shows where it last was.")
                self._say(seal, late)
            trouble = await asking
        finally:
            asking.cancel()
        if trouble is not None:
            self._say(seal, trouble.sentence(room.language.tongue is Tongue.ZH_CN))
        else:
            self._say(seal, translate("MapPage", "It answered at {0}").format(words.moment(room.now())))

    def _say(self, seal: str, sentence: str) -> None:
        self.said[seal] = sentence
        self._changed()
