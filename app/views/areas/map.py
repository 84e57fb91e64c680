"""A map on which an area is drawn."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.views.map.framing import middle, zoom_for
from app.views.map.ground import Ground
from app.views.map.view import MapView
from app.views.widgets import column, label
from domain.geo import Area
from domain.seals import Position

HIGH = 280
METRES_OF_DEGREE = 111_195


class AreaMap(QWidget):
    """`drawn(JSON)`: a shape was drawn. Nothing of it is loaded before it is shown."""

    drawn = Signal(str)

    def __init__(self, ground: Callable[[], Ground]) -> None:
        super().__init__()
        self.view = MapView(ground)
        self.view.setFixedHeight(HIGH)
        self.view.drawn.connect(self.drawn)
        self._help = label("", "caption", wrap=True)
        self.setLayout(column(self._help, self.view, gap=6))

    def set_kind(self, kind: str) -> None:
        """A "circle" or a "polygon"."""
        self.view.draw(kind)
        circle = self.tr("Click at the centre, then at the rim.")
        polygon = self.tr("Click at each corner, and at the first one again. Backspace takes the last one back.")
        keys = self.tr("With the keys: arrows move the map, Space sets a point at its middle, Enter ends.")
        self._help.setText(f"{circle if kind == 'circle' else polygon} {keys}")

    def show_area(self, area: Area | None, near: Position | None = None) -> None:
        """And look at it; if there is none, at the place `near`."""
        self.view.set_areas([] if area is None else [area])
        if area is not None:
            spots = corners(area)
            self.view.focus(*middle(spots), zoom_for(spots, HIGH) + 0.5)
        elif near is not None:
            self.view.focus(near.lat, near.lon, 12)


def corners(area: Area) -> list[tuple[float, float]]:
    """Of the rectangle around a circle, or the area's own."""
    if area.centre is None:
        return [(point.lat, point.lon) for point in area.points]
    tall = area.radius_m / METRES_OF_DEGREE
    return [(area.centre.lat - tall, area.centre.lon), (area.centre.lat + tall, area.centre.lon)]
