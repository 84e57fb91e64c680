"""Service outlets: the nearest to a seal's position, to an address, or to a click on the map (R-013, R-273, A-07)."""

import json
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.models.store import Topics
from app.services.service_phone import service_phone
from app.views import words
from app.views.map.framing import middle, zoom_for
from app.views.map.happenings import distance
from app.views.map.painted import Painted
from app.views.map.view import MapPoint, MapView
from app.views.outlets.reading import Known, Origin, read_known
from app.views.outlets.search import AddressSearch
from app.views.room import LivePage, Room
from app.views.widgets import (
    Card,
    Fact,
    FactList,
    FormField,
    ListDetail,
    Record,
    RecordList,
    RecordModel,
    button,
    choice_edit,
    column,
    label,
    rule,
    set_choices,
)
from domain.geo import Point
from domain.outlets import Near
from domain.seals import Position

ELSEWHERE = ""  # no seal: an address, a click, or nothing yet
FRAMED, NEAR_M = 3, 20_000  # so many of the nearest are in sight at first, if they are no farther than the first
PLACE = "place"


class OutletsPage(LivePage):
    """At the left from where one looks, and the list; at the right the map and what is known of the chosen one."""

    topics: ClassVar[Topics] = frozenset({"outlets", "seals", "seal_status", "outbox", "current"})

    def __init__(self, room: Room, title: str) -> None:
        super().__init__(room, title)
        self.setObjectName("outlets.page")
        self._known = Known()
        self._origin: Origin | None = None
        self._follows = True  # the current seal, until the person looks from elsewhere
        self._drawn: tuple[Origin | None, list[Near]] | None = None
        self._view = MapView(room.ground)
        self._view.setMinimumHeight(160)
        self._view.drawn.connect(self._clicked)
        self._view.setObjectName("outlets.map")
        Painted(self._view, self).done.connect(self._describe)
        self._model: RecordModel[Near] = RecordModel(lambda each: each.outlet.id, self._record)
        self._list = RecordList(self._model, title)
        self._list.setObjectName("outlets.list")
        self._list.chosen.connect(lambda _: self._show_chosen())
        self._view.point_clicked.connect(self._list.choose)
        side = Card(flush=True)
        side.body.setContentsMargins(0, 0, 0, 6)
        side.body.addWidget(self._make_origin())
        side.body.addWidget(rule())
        side.body.addWidget(self._list, 1)
        self._facts = FactList()
        self._facts.setObjectName("outlets.detail")
        self._facts.copied.connect(lambda _: room.tell(self.tr("Copied")))
        shown = Card(flush=True)
        shown.body.setContentsMargins(0, 0, 0, 0)
        shown.body.addWidget(self._view, 1)
        shown.foot(self._facts)
        self.content.addWidget(ListDetail(side, shown), 1)
        self.state.acted.connect(lambda: room.open("about"))
        back = self.header.add(button(self.tr("About and help"), "ghost", "arrow-left"))
        back.setObjectName("outlets.back")
        back.clicked.connect(lambda: room.open("about"))
        self.show_state("storefront", self.tr("Loading"), busy=True)
        self.reload()

    def _make_origin(self) -> QWidget:
        """A seal, an address, or a click."""
        self._seal = choice_edit([(ELSEWHERE, "–")])
        self._seal.setObjectName("outlets.seal")
        self._seal.activated.connect(self._seal_chosen)
        self._search = AddressSearch(self.room, self._view, self.tasks)
        self._search.located.connect(self._look_from)
        self._search.said.connect(self._say)
        self._click = button(self.tr("Click on the map"), "plain", "crosshair")
        self._click.setObjectName("outlets.click")
        self._click.setCheckable(True)
        self._click.toggled.connect(self._wait_for_click)
        self._said = label("", "caption", wrap=True)
        self._said.setObjectName("outlets.said")
        layout = column(
            FormField(self.tr("Near the seal"), self._seal),
            FormField(self.tr("or near an address"), self._search),
            self._click,
            self._said,
            gap=8,
        )
        layout.setContentsMargins(16, 14, 16, 10)
        held = QWidget()
        held.setLayout(layout)
        return held

    # What there is

    async def read(self) -> None:
        self._known = await self.room.store.run(lambda tx: read_known(tx, self.room.id))
        if not self._known.outlets:
            text = self.tr("Your platform has named none so far. Customer service helps: {0}.").format(service_phone())
            self.show_state("storefront", self.tr("No service outlet yet"), text, self.tr("Customer service"))
            return
        elsewhere = self.tr("another place") if self._known.seals else self.tr("no seal's position is known")
        seals = [(each.seal, each.text) for each in self._known.seals]
        set_choices(self._seal, [(ELSEWHERE, elsewhere), *seals], ELSEWHERE)
        if self._follows:
            current = self._known.seal(self.room.current_seal())
            self._origin = current or next(iter(self._known.seals), None)
        elif self._origin is not None and self._origin.seal:
            self._origin = self._known.seal(self._origin.seal)
        self._show()
        self.show_content()

    def _show(self) -> None:
        origin = self._origin
        self._seal.setCurrentIndex(max(0, self._seal.findData(origin.seal if origin is not None else ELSEWHERE)))
        lines = self._known.lines(origin)
        self._model.set_rows(lines)
        if origin is None:
            self._say(self.tr("Say from where, and the nearest comes first."))
        elif not self._said.text() or origin.seal:
            self._say("")
        if lines and (self._drawn is None or self._drawn[0] != origin or self._list.current_key() is None):
            self._list.choose(lines[0].outlet.id)
        if self._drawn != (origin, lines):
            self._draw(origin, lines)
        self._show_chosen()

    def _draw(self, origin: Origin | None, lines: list[Near]) -> None:
        """Where one stands, and the nearest: nobody's map jumps because a row was told once more."""
        moved = self._drawn is None or self._drawn[0] != origin
        self._drawn = (origin, lines)
        self._view.set_cursor(None if origin is None else (origin.point.lat, origin.point.lon, origin.text))
        if moved:
            far = 3 * lines[0].metres + NEAR_M
            near = [each for each in lines[:FRAMED] if each.metres <= far] if origin is not None else lines
            spots = [(each.outlet.point.lat, each.outlet.point.lon) for each in near]
            spots += [] if origin is None else [(origin.point.lat, origin.point.lon)]
            self._view.focus(*middle(spots), zoom_for(spots, max(300, self._view.height())))

    def _show_chosen(self) -> None:
        each = self._model.row(self._list.currentIndex())
        chosen = "" if each is None else each.outlet.id
        points = [
            MapPoint(one.id, one.point.lat, one.point.lon, one.name, selected=one.id == chosen)
            for one in self._known.outlets
        ]
        self._view.set_points(points)
        self._facts.set_facts([] if each is None else self._facts_of(each))

    def _describe(self) -> None:
        """What is in sight, for whoever does not see it."""
        text = self.tr("Map with the service outlets; the list names them, nearest first.")
        self._view.setAccessibleDescription(text)

    def _facts_of(self, each: Near) -> list[Fact]:
        row = each.outlet
        facts = [
            Fact(self.tr("Outlet"), row.name),
            Fact(self.tr("Phone"), row.phone, copy=bool(row.phone)),
            Fact(self.tr("Address"), row.address, copy=True),
            Fact(self.tr("Open"), row.hours),
        ]
        if self._origin is not None:
            away = self.tr("{0} from {1}, in a straight line").format(distance(each.metres), self._origin.text)
            facts.append(Fact(self.tr("Distance"), away))
        return [fact for fact in facts if fact.value]

    def _record(self, each: Near) -> Record:
        away = distance(each.metres) if self._origin is not None else ""
        return Record(title=each.outlet.name, subtitle=each.outlet.address, pill=away, icon="storefront")

    # From where

    def _seal_chosen(self) -> None:
        found = self._known.seal(str(self._seal.currentData() or ELSEWHERE))
        if found is not None:
            self._say("")
            self._look_from(found)
        else:
            self._search.setFocus()

    def _look_from(self, origin: Origin) -> None:
        self._origin, self._follows = origin, False
        if origin.seal:
            self._search.clear()
        self._show()

    def _wait_for_click(self, wanted: bool) -> None:
        self._view.draw(PLACE if wanted else "")
        if wanted:
            keys = self.tr("With the keys: arrows move the map, Space takes its middle.")
            self._say(words.sentences(self.tr("Click at a place on the map."), keys))
            if self._view.web is not None:
                self._view.web.setFocus()
        else:
            self._say("")

    def _clicked(self, shape: str) -> None:
        lat, lon = json.loads(shape)[PLACE]
        self._click.setChecked(False)
        self._search.clear()
        self._look_from(Origin(Point(lat, lon), words.where(Position(lat, lon, "console", 0, 0))))

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
