"""A seal as a row of the list and as a mark on the map."""

from PySide6.QtCore import QCoreApplication

from app.models.trails import Spot
from app.views import words
from app.views.look import Tone
from app.views.map.reading import Line
from app.views.map.view import SealMarker
from app.views.seals.detail import state
from app.views.widgets import Record

translate = QCoreApplication.translate


def record(line: Line, now: int) -> Record:
    word, tone = state(line, now)
    place = line.place
    where = words.where(place) if place else translate("MapPage", "no position known")
    if line.told is not None and place is None:
        where = translate("MapPage", "a position that cannot be")
    return Record(
        title=line.seal.row.name,
        subtitle=where,
        pill=word,
        tone=tone,
        time=words.moment(line.status.at) if line.status else "",
        icon="map-pin" if place else "stamp",
    )


def where(line: Line) -> str:
    """Its last position in words, also one that is none on earth."""
    if line.told is None:
        return translate("MapPage", "no position known")
    if line.place is None:
        degrees = f"{line.told.lat:.5f}, {line.told.lon:.5f}"
        return translate("MapPage", "a position that cannot be: {0}").format(degrees)
    return words.place(line.told)


def now(line: Line, moment: int, *, chosen: bool) -> SealMarker:
    """As it is at this moment."""
    assert line.place is not None
    word, tone = state(line, moment)
    return SealMarker(line.id, line.seal.row.name, line.place.lat, line.place.lon, word, tone, chosen)


def then(line: Line, spot: Spot, *, chosen: bool) -> SealMarker:
    """As it was when it was used there."""
    point, when = spot.fix.point, words.pressed(spot.fix, words.moment)
    return SealMarker(line.id, line.seal.row.name, point.lat, point.lon, when, Tone.ACCENT, chosen)
