"""Where this console stands: what it claims for a seal that cannot know its own place (an L seal, R-112, C-29).

The system is asked, or a place is told that was typed in; nothing of it leaves this computer but in a record.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.views.kept import Kept, PlaceFrom

if TYPE_CHECKING:  # loads when the first seal asks
    from PySide6.QtPositioning import QGeoPositionInfo, QGeoPositionInfoSource

    from protocol.log import Place

WITHIN_S = 3.0  # one waits with a seal in hand
MOST_ACCURACY_M = 2**32 - 1


class Whereabouts:
    """`kept` tells what the person has chosen."""

    def __init__(self, kept: Callable[[], Kept]) -> None:
        self._kept = kept

    async def place(self) -> "Place | None":
        """None where it is not to be told, or is not known in time."""
        chosen = self._kept()
        if chosen.place_from is PlaceFrom.FIXED:
            return _claimed(chosen.lat, chosen.lon)
        return await _ask_system(WITHIN_S) if chosen.place_from is PlaceFrom.SYSTEM else None


def system_source() -> "QGeoPositionInfoSource | None":
    """The system's own service; a receiver at a serial port (which Qt offers too) is nobody's here."""
    from PySide6.QtPositioning import QGeoPositionInfoSource

    for name in QGeoPositionInfoSource.availableSources():
        if name != "nmea" and (source := QGeoPositionInfoSource.createSource(name, None)) is not None:
            return source
    return None


async def _ask_system(within_s: float) -> "Place | None":
    source = system_source()
    if source is None:
        return None
    told: asyncio.Future[QGeoPositionInfo | None] = asyncio.get_running_loop().create_future()

    def tell(info: "QGeoPositionInfo | None") -> None:
        if not told.done():
            told.set_result(info)

    source.positionUpdated.connect(tell)
    source.errorOccurred.connect(lambda _: tell(None))
    source.requestUpdate(int(within_s * 1000))
    try:
        with contextlib.suppress(TimeoutError):
            return place_of(await asyncio.wait_for(told, within_s))
        return None
    finally:
        source.deleteLater()


def place_of(info: "QGeoPositionInfo | None") -> "Place | None":
    """As a record says it: its age in seconds, its accuracy in metres (0: not known)."""
    from PySide6.QtCore import QDateTime
    from PySide6.QtPositioning import QGeoPositionInfo

    if info is None or not info.isValid():
        return None
    at, accuracy = info.coordinate(), QGeoPositionInfo.Attribute.HorizontalAccuracy
    metres = info.attribute(accuracy) if info.hasAttribute(accuracy) else 0
    age_s = max(0, info.timestamp().secsTo(QDateTime.currentDateTimeUtc())) if info.timestamp().isValid() else 0
    return _claimed(at.latitude(), at.longitude(), age_s, min(round(metres), MOST_ACCURACY_M))


def _claimed(lat: float, lon: float, age_s: int = 0, accuracy_m: int = 0) -> "Place":
    from protocol.grants import E7
    from protocol.log import Place, Source

    return Place(round(lat * E7), round(lon * E7), Source.CONSOLE, age_s, accuracy_m)
