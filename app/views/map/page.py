"""Where the seals are, and were: the last position of each, the track of one's latest uses, the positions of all people
and times, and all seals at a past moment (R-001, R-211, R-215..R-220)."""

import asyncio
from collections.abc import Mapping
from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QStackedWidget

from app.models.store import Topics
from app.models.trails import Spot, Trail
from app.views import i18n, opening, words
from app.views.address import ExactAddress
from app.views.map import happenings, marks
from app.views.map.asking import Asking
from app.views.map.finding import PlaceSearch
from app.views.map.foot import MapFoot
from app.views.map.framing import middle, zoom_for
from app.views.map.happenings import Told
from app.views.map.painted import Painted
from app.views.map.panels import TrackPanel
from app.views.map.reading import History, Line, Seen, read_areas, read_moment, read_seals, read_track
from app.views.map.replay import ReplayBar
from app.views.map.view import MapView
from app.views.room import LivePage, Room, on_click
from app.views.seals.detail import SETTINGS
from app.views.widgets import (
    Card,
    ListDetail,
    RecordList,
    RecordModel,
    SegmentedSwitch,
    button,
    moment_edit,
    tell,
)
from domain.organization import Permission, manages_all, may

if TYPE_CHECKING:
    from domain.seal_codes import SealCode


class Mode(IntEnum):
    NOW = 0
    TRACK = 1
    HISTORY = 2
    MOMENT = 3


class MapPage(LivePage):
    """The map at the right; at the left the seals, or what happened on a track. What moves is moved in place."""

    topics: ClassVar[Topics] = frozenset(
        {"authorizations", "carried", "current", "members", "outbox", "seal_status", "seals", "usage"}
    )

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self.setObjectName("map.page")
        self._seen, self._trail = Seen(), Trail()
        self._told = Told()
        self._history = History(room)
        self._told_of: tuple[Trail, Mapping[str, str]] | None = None
        self._then: dict[str, Spot] = {}
        self._looked_at = ""  # the record that was chosen on the track
        self._drawn: object = None  # what the track was drawn for
        self._framed = False
        self._current = room.current_seal()
        self._to_choose = self._current
        self._model: RecordModel[Line] = RecordModel(lambda line: line.id, lambda line: marks.record(line, room.now()))
        self._list = RecordList(self._model, title)
        self._list.setObjectName("map.list")
        self._list.chosen.connect(lambda _: self._chosen())
        self._list.clicked.connect(lambda _: self._look_at_chosen())  # again, after one has looked elsewhere
        self._panel = TrackPanel(self.tr("What happened"))
        self._panel.changed.connect(self._narrowed)
        self._panel.looked.connect(self._look_at)
        self._panel.opened.connect(self._open_happening)
        self._view = MapView(room.ground)
        self._view.seal_clicked.connect(self._list.choose)
        self._view.seal_opened.connect(self._open_seal)
        self._view.point_clicked.connect(self._point_clicked)
        self._painted = Painted(self._view, self)
        self._replay = ReplayBar()
        self._replay.moved.connect(self._view.set_cursor)
        self._make_header(title)
        self._left = QStackedWidget()
        self._left.addWidget(self._seals_card())
        self._left.addWidget(self._panel)
        self.content.addWidget(ListDetail(self._left, self._map_card()), 1)
        self.follow(room.devices.nearby.subscribe, self._hear)
        self.show_state("map-trifold", self.tr("Loading"), busy=True)
        self._set_mode()
        self.reload()

    def _make_header(self, title: str) -> None:
        names = [self.tr("Now"), self.tr("Track"), self.tr("Position history"), self.tr("Past moment")]
        self._modes = SegmentedSwitch(names, title)
        self._modes.setObjectName("map.modes")
        self._modes.currentChanged.connect(self._set_mode)
        self._moment = moment_edit(QDateTime.fromMSecsSinceEpoch(self.room.now()))
        self._moment.setObjectName("map.moment")
        self._moment.setAccessibleName(self.tr("Moment"))
        self._moment.editingFinished.connect(self._narrowed)
        self.header.add(self._moment)
        self.header.add(self._modes)
        self._export = button(self.tr("Export …"), "ghost")
        self._export.setObjectName("map.export")
        on_click(self._export, self.begin, self._save_track)
        self.header.add(self._export)
        if may(self.room.me, Permission.AUTHORIZE):
            areas = self.header.add(button(self.tr("Areas …"), "ghost"))
            areas.setObjectName("map.areas")
            areas.clicked.connect(self._open_areas)
        scan = self.header.add(button(self.tr("Scan"), icon_name="qr-code"))
        scan.setObjectName("map.scan")
        scan.clicked.connect(self.scan)

    def _seals_card(self) -> Card:
        side = Card(flush=True)
        side.body.setContentsMargins(0, 6, 0, 6)
        side.body.addWidget(self._list, 1)
        return side

    def _map_card(self) -> Card:
        card = Card(flush=True)
        card.body.setContentsMargins(0, 0, 0, 0)
        self._find = PlaceSearch(self._view, self.tasks)
        card.body.addLayout(self._find.on_map(), 1)
        self._foot = MapFoot(self._replay, ExactAddress(self.room, self.begin))
        self._asking = Asking(self.room, self._show_foot)
        on_click(self._foot.locate, self.begin, lambda: self._asking.ask(self._id()))
        self._foot.follow.toggled.connect(lambda _: self._look_at_chosen())
        self._foot.details.clicked.connect(lambda: self._open_seal(self._id()))
        self._foot.settings.clicked.connect(lambda: self._open_seal(self._id(), SETTINGS))
        self._painted.done.connect(self._foot.track_words.show)
        card.foot(self._foot)
        return card

    # What is shown

    @property
    def _mode(self) -> Mode:
        return Mode(max(0, self._modes.currentIndex()))

    @property
    def _on_track(self) -> bool:
        return self._mode in (Mode.TRACK, Mode.HISTORY)

    def _set_mode(self) -> None:
        self._left.setCurrentIndex(int(self._on_track))
        self._moment.setVisible(self._mode is Mode.MOMENT)
        self._export.setVisible(self._on_track and manages_all(self.room.me))  # what is taken away is theirs
        self._export.setEnabled(False)
        self._foot.set_mode(now=self._mode is Mode.NOW, track=self._on_track)
        self._looked_at, self._framed = "", False
        if self._on_track:
            self._panel.show_choices(self._seen, self._id(), history=self._mode is Mode.HISTORY)
            self._panel.choose_seal("" if self._mode is Mode.HISTORY else self._id())
        self.reload()

    def _narrowed(self) -> None:
        self._framed = False
        self.reload()

    async def read(self) -> None:
        room, mode = self.room, self._mode
        current = room.current_seal()
        if current != self._current:  # another one was chosen for all pages
            self._current = self._to_choose = current
        heard = {each.serial: each for each in room.devices.nearby.seals if each.serial}
        self._seen = await room.store.run(lambda tx: read_seals(tx, room.id, heard))
        first = not self.is_filled
        self._show_seals()
        if mode is Mode.NOW:  # what moves is moved at once, whatever else there is to read
            self._show_marks()
        if mode is Mode.HISTORY:
            self._panel.show_choices(self._seen, self._id(), history=True)
            finding = self.tr("Finding out the places of the records")
            self._trail = await self._history.read(
                self._panel.asked(), lambda: self._mode is Mode.HISTORY, lambda: self._foot.show_track(finding)
            )
        elif mode is Mode.MOMENT:
            until = self._moment.dateTime().toMSecsSinceEpoch() + 60_000
            seals = [line.id for line in self._seen.lines]
            self._then = await room.store.run(lambda tx: read_moment(tx, room.id, seals, until))
        else:
            seal = self._id()
            if mode is Mode.TRACK:
                self._panel.show_choices(self._seen, seal, history=False)
                seal = self._panel.seal.currentData() or seal
            self._trail = await room.store.run(lambda tx: read_track(tx, room.id, seal))
        await self._work_out()
        if mode is self._mode:  # else it is read once more
            self._show()
        if not self._seen.lines:
            text = self.tr("Seals that are bound to your organization appear here with their last position.")
            self.show_state("map-trifold", self.tr("No seal is bound yet"), text)
            return
        if first:
            self._view.show_all()
        self.show_content()

    async def _work_out(self) -> None:
        """Beside the loop: a long trail takes seconds."""
        trail, people = self._trail, self._seen.people
        if self._told_of is not None and self._told_of[0] is trail and self._told_of[1] == people:
            return
        areas = await read_areas(self.room, trail)
        self._told = await asyncio.to_thread(lambda: happenings.tell(trail, areas, people))
        self._told_of = trail, people

    def _hear(self) -> None:
        """What this computer hears has changed."""
        if self.isVisible():
            self.reload()

    def _show_seals(self) -> None:
        self._model.set_rows(self._seen.lines)
        if self._to_choose and self._list.choose(self._to_choose):
            self._to_choose = ""
        if self._list.current_key() is None and self._seen.lines:
            self._list.choose(self._seen.lines[0].id)

    def _show(self) -> None:
        self._show_marks()
        if self._on_track:
            self._show_track()
        else:
            self._show_now()
        self._show_foot()

    def _show_marks(self) -> None:
        """Where the seals are, or were."""
        chosen, now, then = self._id(), self.room.now(), self._then
        if self._mode is Mode.MOMENT:
            placed = [line for line in self._seen.lines if line.id in then]
            self._view.set_seals([marks.then(line, then[line.id], chosen=line.id == chosen) for line in placed])
        elif self._mode is Mode.NOW:
            placed = [line for line in self._seen.lines if line.place]
            self._view.set_seals([marks.now(line, now, chosen=line.id == chosen) for line in placed])
            line = self._line()
            if self._foot.follow.isChecked() and line is not None and line.place is not None:
                self._view.pan_to(line.place.lat, line.place.lon)
        else:
            self._view.set_seals([])

    def _show_now(self) -> None:
        line = self._line()
        area = line.use.area if line is not None and line.use is not None and self._mode is Mode.NOW else None
        self._draw_track(show=self._mode is Mode.NOW)
        self._view.set_areas([] if area is None else [area])
        self._replay.set_journey(None)

    def _show_track(self) -> None:
        self._panel.show_happenings(self._told.listed, self._not_drawn())
        self._draw_track(show=True)
        self._view.set_areas(self._told.areas)
        self._export.setEnabled(bool(self._told.journeys))
        self._replay.set_journey(max(self._told.journeys, key=lambda each: len(each.spots), default=None))
        if not self._framed and self._told.journeys:
            self._framed = True
            self._view.show_all()

    def _draw_track(self, *, show: bool) -> None:
        """Anew only if it is another one: a long one takes a moment."""
        shown = self._told.journeys if show else []
        key = [(each.seal, len(each.spots), each.spots[-1].id) for each in shown], self._looked_at, self._mode
        if key == self._drawn:
            return
        self._drawn = key
        self._view.set_track(self._told.lines if show else {})
        self._view.set_points(self._told.points_with(self._looked_at) if show else [])

    def _not_drawn(self) -> str:
        """What is on no map, in words."""
        trail = self._trail
        said = {
            self.tr("{0} without a position"): trail.placeless,
            self.tr("{0} with a position that cannot be"): trail.impossible,
        }
        parts = [text.format(i18n.number(count)) for text, count in said.items() if count]
        if trail.more and self._mode is Mode.HISTORY:
            parts.append(self.tr("only the newest are read: choose a shorter period"))
        return " · ".join(parts)

    def _show_foot(self) -> None:
        line, mode = self._line(), self._mode
        if mode in (Mode.TRACK, Mode.HISTORY):
            self._foot.show_track(self._told.summary)
            self._foot.address.show_place(None)
            return
        if line is None:
            return
        if mode is Mode.MOMENT:
            spot = self._then.get(line.id)
            text = self.tr("no use with a position before that")
            if spot is not None:
                point = f"{spot.fix.point.lat:.5f}, {spot.fix.point.lon:.5f}"
                text = f"{point} · {words.pressed(spot.fix)}"
            self._foot.address.show_place(spot and spot.position)
            self._foot.show_track(f"{line.seal.row.name} · {text}")
            return
        self._foot.address.show_place(line.place)
        when = words.moment(line.status.at) if line.status and line.place else ""
        where = " · ".join(part for part in (marks.where(line), when) if part)
        spots = sum(len(each.spots) for each in self._told.journeys)
        drawn = self.tr("Track of the latest %Ln uses", "", spots)
        self._foot.show_seal(
            where, drawn if spots else self.tr("No use with a position"), self._asking.said.get(line.id, "")
        )

    # What is chosen

    def _id(self) -> str:
        return str(self._list.current_key() or "")

    def _line(self) -> Line | None:
        return self._model.row(self._list.currentIndex())

    def _chosen(self) -> None:
        if self._seen.lines and not self._on_track:
            self._show()
        if self._list.hasFocus():  # by the arrow keys
            self._look_at_chosen()
        self.reload()

    def _look_at_chosen(self) -> None:
        line = self._line()
        if line is None or line.place is None or self._mode is not Mode.NOW:
            return
        own = (spot for each in self._told.journeys if each.seal == line.id for spot in each.spots)
        spots = [(line.place.lat, line.place.lon), *((each.fix.point.lat, each.fix.point.lon) for each in own)]
        self._view.focus(*middle(spots), zoom_for(spots, min(self._view.width(), self._view.height())))

    def _look_at(self, id: object) -> None:
        if (happening := self._panel.happening(id)) is not None:
            self._looked_at = happening.press
            self._draw_track(show=True)
            self._view.pan_to(*happening.place)

    def _open_happening(self, id: object) -> None:
        if (happening := self._panel.happening(id)) is not None:
            self.begin(self._open_use(happening.press))

    def _point_clicked(self, id: str) -> None:
        self._looked_at = id
        self._panel.list.choose(f"{id}/use")
        self._draw_track(show=True)
        self.begin(self._open_use(id))

    async def _open_use(self, id: str) -> None:
        from app.views.map.use import UseDialog, read_use

        found = await self.room.store.run(lambda tx: read_use(tx, self.room.id, id))
        if found is None:
            self.room.tell(self.tr("This record may not be seen any more"))
            return
        UseDialog(self.room, *found, self.window()).open()

    def _open_seal(self, id: str, part: str = "") -> None:
        if id and opening.show(self.room, ("seals",), id) and part:
            opening.show_part(self.room, "seals", part)

    # More of it

    async def _save_track(self) -> None:
        from app.views.map.export import save

        await save(self.room, self, self._told.journeys, self._seen)

    def _open_areas(self) -> None:
        """What the organization uses again and again."""
        from app.views.areas.dialog import AreasDialog

        AreasDialog(self.room, self.window()).open()

    def scan(self) -> None:
        """Scan (扫一扫): the code of a seal leads to it, or to where it is bound (R-070)."""
        from app.views.scan.panel import ScanDialog
        from app.views.seals.scanning import seal_sought

        dialog = ScanDialog(self.room, seal_sought(), self.window())
        dialog.scanned.connect(lambda code: self.begin(self._open_code(code)))
        dialog.open()

    async def _open_code(self, code: "SealCode") -> None:
        from app.views.seals.scanned import open_code

        if not await open_code(self.room, code):
            title = self.tr("Seal {0} is not known here").format(code.serial or code.address)
            text = self.tr("Your organization has not bound it. An owner or administrator does that.")
            await tell(self, title, text)
