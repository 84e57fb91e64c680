"""Where the seals are: the last position of each on a map, and the track of the chosen one's latest uses (R-001)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from shiboken6 import isValid

from app.models import fold, usage
from app.models.fold import Folded
from app.models.store import Topics, Tx
from app.models.usage import Filter, Press
from app.views import i18n, words
from app.views.map.view import MapPoint, MapView, SealMarker
from app.views.room import LivePage, Room
from app.views.widgets import Card, ListDetail, Record, RecordList, RecordModel, button, label, tell
from domain.seals import Position, Seal, SealStatus, by_name, is_ours

if TYPE_CHECKING:
    from domain.seal_codes import SealCode

TRACK = 100  # latest uses
CLOSEST = 13  # the base map knows coasts, rivers and cities: closer there is nothing to see
TILE = 256  # pixels around the world at zoom 0
LOOK_AGAIN_MS = 60


@dataclass(frozen=True)
class Line:
    """A seal and what it last said."""

    seal: Folded[Seal]
    status: SealStatus | None

    @property
    def id(self) -> str:
        return self.seal.row.id

    @property
    def place(self) -> Position | None:
        return self.status.place if self.status else None


@dataclass(frozen=True)
class Places:
    """The seals by name, and the uses of one of them that have a place, oldest first."""

    lines: tuple[Line, ...] = ()
    uses: tuple[Press, ...] = ()


def read_places(tx: Tx, organization: str, seal: str) -> Places:
    """`seal`: whose uses are the track, as far as this person may see them."""
    states = {each.id: each for each in fold.facts(tx, organization).all(SealStatus)}
    ours = (each for each in fold.folded(tx, organization, Seal) if is_ours(each.row))
    lines = [Line(each, states.get(each.row.id)) for each in ours]
    uses = usage.page(tx, organization, Filter(seal=seal), limit=TRACK) if seal else []
    placed = [press for press in reversed(uses) if press.impression.place is not None]
    return Places(tuple(sorted(lines, key=lambda line: by_name(line.seal.row))), tuple(placed))


class MapPage(LivePage):
    """The map at the right, the seals at the left. What moves is moved in place."""

    topics: ClassVar[Topics] = frozenset({"seals", "seal_status", "usage", "carried", "outbox", "current"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self.setObjectName("map.page")
        self._places = Places()
        self._current = room.current_seal()
        self._to_choose = self._current
        self._model: RecordModel[Line] = RecordModel(lambda line: line.id, self._record)
        self._list = RecordList(self._model, title)
        self._list.setObjectName("map.list")
        self._list.chosen.connect(lambda _: self._chosen())
        self._list.clicked.connect(lambda _: self._look_at_chosen())
        side = Card(flush=True)
        side.body.setContentsMargins(0, 6, 0, 6)
        side.body.addWidget(self._list, 1)
        self._view = MapView()
        self._view.seal_clicked.connect(self._list.choose)
        self._view.ready.connect(self._began)
        self.content.addWidget(ListDetail(side, self._map_card()), 1)
        scan = self.header.add(button(self.tr("Scan"), icon_name="qr-code"))
        scan.setObjectName("map.scan")
        scan.clicked.connect(self.scan)
        self._seen: list[int] = []
        self._clock = QTimer(self, interval=LOOK_AGAIN_MS)
        self._clock.timeout.connect(self._look_whether_painted)
        self.show_state("map-trifold", self.tr("Loading"), busy=True)
        self.reload()

    def _map_card(self) -> Card:
        card = Card(flush=True)
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.addWidget(self._view, 1)
        self._where = label("", "body", cut=True)
        self._track_words = label("", "caption")
        self._track_words.setObjectName("map.ready")  # in sight as soon as the map is painted
        self._track_words.hide()
        card.foot(self._where, self._track_words)
        return card

    async def read(self) -> None:
        current = self.room.current_seal()
        if current != self._current:  # another one was chosen for all pages
            self._current = self._to_choose = current
        seal = self._to_choose or self._id()
        self._places = await self.room.store.run(lambda tx: read_places(tx, self.room.id, seal))
        self._model.set_rows(self._places.lines)
        first = not self.is_filled
        if self._to_choose and self._list.choose(self._to_choose):
            self._to_choose = ""
        if self._list.current_key() is None and self._places.lines:
            self._list.choose(self._places.lines[0].id)
        self._show()
        if not self._places.lines:
            text = self.tr("Seals that are bound to your organization appear here with their last position.")
            self.show_state("map-trifold", self.tr("No seal is bound yet"), text)
            return
        if first:
            self._view.show_all()
        self.show_content()

    def scan(self) -> None:
        """Scan (扫一扫): the code of a seal leads to it, or to where it is bound (R-070)."""
        from app.views.seals.scanning import ScanDialog

        dialog = ScanDialog(self.room, self.window())
        dialog.scanned.connect(lambda code: self.begin(self._open_code(code)))
        dialog.open()

    async def _open_code(self, code: "SealCode") -> None:
        from app.views.seals.scanned import open_code

        if not await open_code(self.room, code):
            title = self.tr("Seal {0} is not known here").format(code.serial or code.address)
            text = self.tr("Your organization has not bound it. An owner or administrator does that.")
            await tell(self, title, text)

    def _id(self) -> str:
        return str(self._list.current_key() or "")

    def _chosen(self) -> None:
        self._show()
        self.reload()

    def _look_at_chosen(self) -> None:
        line = self._line()
        if line is not None and line.place is not None:
            spots = [(line.place.lat, line.place.lon), *self._spots(line)]
            self._view.focus(*middle(spots), zoom_for(spots, min(self._view.width(), self._view.height())))

    def _spots(self, line: Line) -> list[tuple[float, float]]:
        """Where the latest uses of a seal were, as far as they are read."""
        places = (press.impression.place for press in self._places.uses if press.impression.seal == line.id)
        return [(place.lat, place.lon) for place in places if place is not None]

    def _line(self) -> Line | None:
        return self._model.row(self._list.currentIndex())

    def _show(self) -> None:
        chosen = self._line()
        self._view.set_seals([_marker(line, chosen=line.id == self._id()) for line in self._places.lines if line.place])
        spots = self._spots(chosen) if chosen is not None else []
        self._view.set_track(spots)
        self._view.set_points([_point(press) for press in self._places.uses] if spots else [])
        if chosen is None:
            return
        status = chosen.status
        where = words.place(status.place) if status and status.place else self.tr("no position known")
        when = words.moment(status.at) if status and status.place else ""
        self._where.setText(" · ".join(part for part in (where, when) if part))
        drawn = self.tr("Track of the latest {0} uses").format(i18n.number(len(spots)))
        self._track_words.setText(drawn if spots else self.tr("No use with a position"))

    def _began(self) -> None:
        """The page has heard what to show; its picture comes a moment later."""
        self._view.ask("true", lambda _: self._clock.start() if isValid(self._clock) else None)

    def _look_whether_painted(self) -> None:
        """The compositor says nothing: the map stands when two looks at it are the same, and not just the ground."""
        if self._view.web is None:
            return
        image = self._view.web.grab().toImage()
        across, down = max(1, image.width() // 40), max(1, image.height() // 40)
        seen = [image.pixel(x, y) for x in range(0, image.width(), across) for y in range(0, image.height(), down)]
        before, self._seen = self._seen, seen
        if seen == before and len(set(seen)) > 1:
            self._clock.stop()
            self._track_words.show()

    def _record(self, line: Line) -> Record:
        word, tone = words.seal(line.seal.row, line.status)
        status = line.status
        return Record(
            title=line.seal.row.name,
            subtitle=words.where(line.place) if line.place else self.tr("no position known"),
            pill=word,
            tone=tone,
            time=words.moment(status.at) if status else "",
            icon="map-pin" if line.place else "stamp",
        )


def middle(spots: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Of the rectangle around the spots."""
    lats, lons = [spot[0] for spot in spots], [spot[1] for spot in spots]
    return (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2


def zoom_for(spots: Sequence[tuple[float, float]], pixels: int) -> float:
    """So that the spots fill the half of so many pixels; no closer than the map is worth."""
    lats, lons = [spot[0] for spot in spots], [spot[1] for spot in spots]
    # A degree of latitude takes the more pixels the farther it is from the equator.
    tall = (max(lats) - min(lats)) / max(0.1, math.cos(math.radians(middle(spots)[0])))
    degrees = max(tall, max(lons) - min(lons), 1e-6)
    return min(float(CLOSEST), math.log2(360 * max(1, pixels) / 2 / (TILE * degrees)))


def _marker(line: Line, *, chosen: bool) -> SealMarker:
    assert line.place is not None
    word, tone = words.seal(line.seal.row, line.status)
    return SealMarker(line.id, line.seal.row.name, line.place.lat, line.place.lon, word, tone, chosen)


def _point(press: Press) -> MapPoint:
    impression = press.impression
    assert impression.place is not None
    text = f"#{i18n.number(impression.own)} · {words.full_moment(impression.at)}"
    return MapPoint(impression.place.lat, impression.place.lon, text)
