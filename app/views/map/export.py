"""A track as a file for other programs (GPX)."""

import asyncio

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.services.gpx import Waypoint, export
from app.views import i18n, words
from app.views.keeping import choose_place, write
from app.views.map.journeys import Journey
from app.views.map.reading import Seen
from app.views.room import Room
from domain.seals import Position

translate = QCoreApplication.translate


async def save(room: Room, parent: QWidget, journey: Journey, seen: Seen) -> None:
    """Ask where, and write it there; the foot of the window tells what came of it."""
    title = seen.seal(journey.seal)
    path = await choose_place(parent, f"{title}.gpx", translate("track", "Tracks (*.gpx)"))
    if path is None:
        return
    unknown = translate("track", "person unknown")
    people = [seen.people.get(spot.member or "", unknown) for spot in journey.spots]
    points = [
        Waypoint(
            spot.fix.at,
            Position(spot.fix.point.lat, spot.fix.point.lon, spot.source, 0, spot.fix.accuracy_m),
            f"#{i18n.number(spot.own)}",
            " · ".join(
                (person, words.result(spot.result)[0], *(() if spot.fix.timed else (words.pressed_fact(spot.fix),)))
            ),
            spot.fix.timed,
        )
        for spot, person in zip(journey.spots, people, strict=True)
    ]
    await write(room, path, await asyncio.to_thread(export, title, points))
