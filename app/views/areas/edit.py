"""The permitted area of a use as fields: a circle or a polygon, typed or drawn on a map, or one that is kept under a
name (R-112, R-285)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from app.views.areas.map import AreaMap
from app.views.areas.shapes import NotAnArea, corners_of, drawn, written
from app.views.room import Room, Tasks, leave, on_click
from app.views.widgets import (
    FormField,
    button,
    choice_edit,
    column,
    decimal_edit,
    label,
    line_edit,
    number_edit,
    row,
    set_choices,
    text_edit,
)
from domain import geo
from domain.geo import MAX_RADIUS_M, MIN_RADIUS_M, Area, Point
from domain.ids import new_id
from domain.named_areas import AddNamedArea, NamedArea
from domain.organization import Permission, may
from domain.seals import Position
from domain.verdict import Refused

USUAL_RADIUS_M = 500
CIRCLE, POLYGON = "circle", "polygon"


class AreaEdit(QWidget):
    """`area()` is what the fields say. `changed`: it is another one, or more has to be seen."""

    changed = Signal()

    def __init__(self, prefix: str, room: Room, *, always: bool = False) -> None:
        """`always`: there is one, and it is for no use in particular."""
        super().__init__()
        self._room, self._always = room, always
        self._tasks = Tasks(room.report)
        self._shown: tuple[tuple[object, ...], Area] | None = None  # what was shown, as long as nothing is changed
        self._last: Position | None = None
        self._named: dict[str, NamedArea] = {}
        self._make_editors()
        named = {"within": self.within, "name": self.name, "lat": self.lat, "lon": self.lon, "radius": self.radius}
        named |= {"shape": self.shape, "corners": self.corners, "saved": self.saved}
        named |= {"draw": self.draw, "here": self._here, "keep": self._keep, "said": self._said}
        for name, editor in named.items():
            editor.setObjectName(f"{prefix}.area.{name}")
        self._lay_out()
        self.within.toggled.connect(lambda _: self._offer())
        self.shape.currentIndexChanged.connect(lambda _: self._offer())
        self.saved.activated.connect(lambda _: self._take_saved())
        self.draw.toggled.connect(self._show_map)
        self.map.drawn.connect(self._take_drawn)
        on_click(self._keep, self._tasks.begin, self._keep_named)
        numbers = self.lat.valueChanged, self.lon.valueChanged, self.radius.valueChanged
        for signal in (*numbers, self.name.textChanged, self.corners.textChanged):
            signal.connect(lambda *_: self._edited())
        self.destroyed.connect(partial(leave, self._tasks))
        self._offer()

    def _make_editors(self) -> None:
        self.within = QCheckBox(self.tr("Only within an area"))
        self.name = line_edit(self.tr("for example: head office"), limit=60)
        self.lat, self.lon = decimal_edit(-90, 90), decimal_edit(-180, 180)
        self.radius = number_edit(MIN_RADIUS_M, MAX_RADIUS_M, USUAL_RADIUS_M, " m")
        self.shape = choice_edit([(CIRCLE, self.tr("Circle")), (POLYGON, self.tr("Polygon"))], CIRCLE)
        self.corners = text_edit(3000, 4)
        self.corners.setPlaceholderText("30.274100, 120.155100\n30.274100, 120.158200\n…")
        self.saved = choice_edit([])
        self.draw = button(self.tr("Draw on the map"), "ghost", "pencil-simple")
        self.draw.setCheckable(True)
        self._here = button(self.tr("Where the seal last was"), "ghost", "map-pin")
        self._here.clicked.connect(self._take_last)
        self._here.hide()
        self._keep = button(self.tr("Keep under this name"), "ghost", "bookmark-simple")
        self._said = label("", "fault", wrap=True)
        self._said.hide()
        self.map = AreaMap(self._room.ground)
        self.map.hide()

    def _lay_out(self) -> None:
        self._fields = QWidget()
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(0 if self._always else 24, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for half in (0, 1):
            grid.setColumnStretch(half, 1)
        self._saved_field = FormField(self.tr("Kept areas"), self.saved)
        self._name_field = FormField(self.tr("Name of the area"), self.name)
        self._circle = [
            FormField(self.tr("Radius"), self.radius),
            FormField(self.tr("Latitude of the centre"), self.lat),
            FormField(self.tr("Longitude of the centre"), self.lon),
        ]
        corners = self.tr("One corner a line: latitude, longitude")
        self._polygon = FormField(self.tr("Corners"), self.corners, corners)
        grid.addWidget(self._saved_field, 0, 0, 1, 2)
        grid.addWidget(self._name_field, 1, 0, 1, 2)
        grid.addWidget(FormField(self.tr("Shape"), self.shape), 2, 0)
        grid.addWidget(self._circle[0], 2, 1)
        grid.addWidget(self._circle[1], 3, 0)
        grid.addWidget(self._circle[2], 3, 1)
        grid.addWidget(self._polygon, 4, 0, 1, 2)
        grid.addLayout(row(self.draw, self._here, None, gap=4), 5, 0, 1, 2)
        grid.addLayout(row(self._keep, None), 6, 0, 1, 2)
        grid.addWidget(self.map, 7, 0, 1, 2)
        grid.addWidget(self._said, 8, 0, 1, 2)
        self.setLayout(column(self.within, self._fields, gap=6))
        self.within.setVisible(not self._always)
        self.within.setChecked(self._always)
        self.setFocusProxy(self.name if self._always else self.within)

    # What it says

    def area(self) -> Area | None:
        """None: anywhere. What is no area yet is one without an inside, which no rule takes."""
        if not self.within.isChecked():
            return None
        if self._shown is not None and self._shown[0] == self._state():
            return self._shown[1]
        name = self.name.text().strip()
        if self.shape.currentData() == CIRCLE:
            centre = Point(round(self.lat.value(), 6), round(self.lon.value(), 6))
            return Area(name) if centre == Point(0, 0) else Area(name, centre, self.radius.value())  # nobody gave one
        try:
            return Area(name, points=corners_of(self.corners.toPlainText()))
        except NotAnArea:
            return Area(name)

    def _state(self) -> tuple[object, ...]:
        circle = self.lat.value(), self.lon.value(), self.radius.value()
        return self.name.text(), self.shape.currentData(), circle, self.corners.toPlainText()

    def show_area(self, area: Area | None) -> None:
        """None: anywhere."""
        self._shown = None
        if area is None:
            self._last = None
        self._fill(area or Area())
        if area is not None:
            self._shown = self._state(), area
        self.within.setChecked(area is not None or self._always)
        self._offer()

    def _fill(self, area: Area) -> None:
        self.name.setText(area.name)
        self.shape.setCurrentIndex(self.shape.findData(POLYGON if area.points else CIRCLE))
        self.lat.setValue(area.centre.lat if area.centre else 0)
        self.lon.setValue(area.centre.lon if area.centre else 0)
        self.radius.setValue(area.radius_m or USUAL_RADIUS_M)
        self.corners.setPlainText(written(area.points))

    def require(self) -> None:
        """It was applied for within an area: anywhere would be wider."""
        self.within.setChecked(True)
        self.within.setEnabled(False)

    def suggest(self, place: Position | None) -> None:
        """Where the seal last was; taken as the centre as long as the person gave no other."""
        if place == self._last:
            return
        now = round(self.lat.value(), 6), round(self.lon.value(), 6)
        before = (0, 0) if self._last is None else (round(self._last.lat, 6), round(self._last.lon, 6))
        self._last = place
        if place is not None and now in ((0, 0), before):
            self._take_last()
        self._offer()

    def _take_last(self) -> None:
        if self._last is not None:
            self.lat.setValue(self._last.lat)
            self.lon.setValue(self._last.lon)

    # Kept ones

    def show_named(self, areas: Sequence[NamedArea]) -> None:
        """What the organization keeps under names; whoever authorizes may add to them."""
        self._named = {each.id: each for each in areas}
        by_name = sorted(areas, key=lambda each: (each.name, each.id))
        set_choices(self.saved, [("", self.tr("Choose …")), *((each.id, each.name) for each in by_name)])
        self._offer()

    def _take_saved(self) -> None:
        found = self._named.get(str(self.saved.currentData()))
        if found is not None:
            shape = found.shape
            self._fill(Area(found.name, shape.centre, shape.radius_m, shape.points))
            self._edited()
            self.map.show_area(self.area())

    async def _keep_named(self) -> None:
        area = self.area()
        if area is None or not self._is_whole(area):
            return
        act = AddNamedArea(id=new_id(), name=area.name, shape=Area("", area.centre, area.radius_m, area.points))
        done = await self._room.submit(act)
        self._say(self._room.sentence(done) if isinstance(done, Refused) else "")
        if not isinstance(done, Refused):
            self._room.tell(self.tr("Kept as “{0}”").format(area.name))
            kept = NamedArea(id=act.id, organization=self._room.id, name=act.name, shape=act.shape)
            self.show_named([*self._named.values(), kept])

    def _is_whole(self, area: Area) -> bool:
        if self.shape.currentData() == POLYGON:
            self._say(self._why_no_polygon())
        return geo.fits(area)

    def _why_no_polygon(self) -> str:
        """What is wrong with the corners that are typed; empty: nothing."""
        try:
            points = corners_of(self.corners.toPlainText())
        except NotAnArea as error:
            return self._sentence(error)
        return "" if geo.fits(Area(points=points)) else self.tr("All corners lie on one line.")

    # On the map

    def _show_map(self, on: bool) -> None:
        if on:
            self.map.set_kind(str(self.shape.currentData()))
            area = self.area()
            self.map.show_area(area if area is not None and geo.fits(area) else None, self._last)
        self._offer()

    def _take_drawn(self, shape: str) -> None:
        try:
            area = drawn(shape)
        except NotAnArea as error:
            self._say(self._sentence(error))
            return
        self._fill(Area(self.name.text(), area.centre, area.radius_m, area.points))
        self._say("")
        self._edited()

    def _sentence(self, error: NotAnArea) -> str:
        return {
            "corner": self.tr("“{0}” is no corner: write latitude, longitude."),
            "few": self.tr("A polygon has at least three corners."),
            "many": self.tr("A polygon has at most {0} corners."),
            "degrees": self.tr("A latitude lies between -90 and 90, a longitude between -180 and 180."),
            "radius": self.tr("A circle has a radius of 50 m to 200 km."),
        }[error.why].format(error.detail)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def _edited(self) -> None:
        area = self.area()
        if self.map.isVisible() and area is not None:
            self.map.view.set_areas([area] if geo.fits(area) else [])
        self._offer()

    def _offer(self) -> None:
        on, circle = self.within.isChecked(), self.shape.currentData() == CIRCLE
        self._fields.setVisible(on)
        for each in self._circle:
            each.setVisible(circle)
        self._polygon.setVisible(not circle)
        self._polygon.set_error(self._why_no_polygon() if not circle and self.corners.toPlainText().strip() else "")
        self._saved_field.setVisible(bool(self._named) and not self._always)
        self._here.setVisible(self._last is not None and circle)
        named = bool(self.name.text().strip()) and not self._always
        self._keep.setVisible(named and may(self._room.me, Permission.AUTHORIZE))
        self.map.setVisible(on and self.draw.isChecked())
        if self.map.isVisible():
            self.map.set_kind(str(self.shape.currentData()))
        self.changed.emit()
