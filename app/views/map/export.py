"""A track as a file for other programs (GPX)."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.models.trails import Spot
from app.services.gpx import Waypoint, export
from app.views import i18n, words
from app.views.keeping import choose_place, write
from app.views.map.journeys import Journey
from app.views.map.reading import Seen
from app.views.room import Room

translate = QCoreApplication.translate


async def save(room: Room, parent: QWidget, journeys: Sequence[Journey], seen: Seen) -> None:
    """Ask where, and write it there, of each seal a track; the foot of the window tells what came of it."""
    title = seen.seal(journeys[0].seal) if len(journeys) == 1 else translate("track", "Position history")
    path = await choose_place(parent, f"{title}.gpx", translate("track", "Tracks (*.gpx)"))
    if path is None:
        return
    unknown = translate("track", "person unknown")

    def written() -> bytes:
        tracks = ((seen.seal(each.seal), [_waypoint(spot, seen, unknown) for spot in each.spots]) for each in journeys)
        return export(title, tracks)

    await write(room, path, await asyncio.to_thread(written))


def _waypoint(spot: Spot, seen: Seen, unknown: str) -> Waypoint:
    person, timed = seen.people.get(spot.member or "", unknown), spot.fix.timed
    note = " · ".join((person, words.result(spot.result)[0], *(() if timed else (words.pressed_fact(spot.fix),))))
    return Waypoint(spot.fix.at, spot.position, f"#{i18n.number(spot.own)}", note, timed)
