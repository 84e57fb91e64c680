"""The permitted area of a use as fields: a circle by its centre and radius (R-112, R-285)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from app.views import words
from app.views.widgets import FormField, button, column, decimal_edit, label, line_edit, number_edit
from domain.geo import MAX_RADIUS_M, MIN_RADIUS_M, Area, Point
from domain.seals import Position

USUAL_RADIUS_M = 500


class AreaEdit(QWidget):
    """`area()` is what the fields say; a polygon that was drawn elsewhere is kept as it is. `changed`."""

    changed = Signal()

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._kept: Area | None = None  # a polygon
        self._last: Position | None = None
        self.within = QCheckBox(self.tr("Only within an area"))
        self.name = line_edit(self.tr("for example: head office"), limit=60)
        self.lat, self.lon = decimal_edit(-90, 90), decimal_edit(-180, 180)
        self.radius = number_edit(MIN_RADIUS_M, MAX_RADIUS_M, USUAL_RADIUS_M, " m")
        named = {"within": self.within, "name": self.name, "lat": self.lat, "lon": self.lon, "radius": self.radius}
        for name, editor in named.items():
            editor.setObjectName(f"{prefix}.area.{name}")
        self._here = button(self.tr("Where the seal last was"), "ghost", "map-pin")
        self._here.clicked.connect(self._take_last)
        self._here.hide()
        self._polygon = label("", "caption", wrap=True)
        self._polygon.hide()
        self._circle = QWidget()
        self._lay_out()
        self.within.toggled.connect(lambda _: self._offer())
        for signal in (self.lat.valueChanged, self.lon.valueChanged, self.radius.valueChanged, self.name.textChanged):
            signal.connect(lambda _: self.changed.emit())
        self._offer()

    def _lay_out(self) -> None:
        grid = QGridLayout(self._circle)
        grid.setContentsMargins(24, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for half in (0, 1):
            grid.setColumnStretch(half, 1)
        grid.addWidget(FormField(self.tr("Name of the area"), self.name), 0, 0)
        grid.addWidget(FormField(self.tr("Radius"), self.radius), 0, 1)
        grid.addWidget(FormField(self.tr("Latitude of the centre"), self.lat), 1, 0)
        grid.addWidget(FormField(self.tr("Longitude of the centre"), self.lon), 1, 1)
        grid.addWidget(self._here, 2, 0, Qt.AlignmentFlag.AlignLeft)
        layout = column(self.within, self._polygon, self._circle, gap=6)
        self.setLayout(layout)
        self.setFocusProxy(self.within)

    def area(self) -> Area | None:
        """None: anywhere."""
        if not self.within.isChecked():
            return None
        if self._kept is not None:
            return self._kept
        centre = Point(round(self.lat.value(), 6), round(self.lon.value(), 6))
        return Area(self.name.text().strip(), centre, self.radius.value())

    def show_area(self, area: Area | None) -> None:
        """None: anywhere."""
        self._kept = area if area is not None and area.centre is None else None
        if area is None:
            self._last = None
            self.name.clear()
            self.lat.setValue(0)
            self.lon.setValue(0)
            self.radius.setValue(USUAL_RADIUS_M)
        elif area.centre is not None:
            self.name.setText(area.name)
            self.lat.setValue(area.centre.lat)
            self.lon.setValue(area.centre.lon)
            self.radius.setValue(area.radius_m)
        self._polygon.setText(words.area(area) if area is not None else "")
        self.within.setChecked(area is not None)
        self._offer()

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

    def _offer(self) -> None:
        on = self.within.isChecked()
        self._circle.setVisible(on and self._kept is None)
        self._polygon.setVisible(on and self._kept is not None)
        self._here.setVisible(self._last is not None)
        self.changed.emit()
