"""Where a record was made, on a small map; WebEngine is loaded when somebody wants to see it, and not before."""

from PySide6.QtWidgets import QWidget

from app.views import words
from app.views.look import Tone
from app.views.map.ground import GroundKind
from app.views.map.view import MapPoint, MapView
from app.views.room import Room
from app.views.widgets import button, column, row
from domain.track import is_place
from domain.usage import Impression

HIGH = 220
NEAR, FAR = 14, 8  # zoom: the streets around it; on the ground of our own, which has none, the towns


class Spot(QWidget):
    """A button, and the map below it; once open it goes on with the records that are looked at next. Hidden where no
    place is known."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self.view: MapView | None = None
        self._impression: Impression | None = None
        self._open = button(self.tr("Show on a map"), "plain", "map-trifold")
        self._open.setObjectName("usage.map_open")
        self._open.setCheckable(True)
        self._open.toggled.connect(lambda _: self._show())
        self._layout = column(gap=8)
        self._layout.addLayout(row(self._open, None))
        self.setLayout(self._layout)
        self.hide()

    def show_record(self, impression: Impression) -> None:
        self._impression = impression
        where = impression.place
        self.setVisible(where is not None and is_place(where.lat, where.lon))
        self._show()

    def _show(self) -> None:
        impression, wanted = self._impression, self._open.isChecked() and not self.isHidden()
        if self.view is not None:
            self.view.setVisible(wanted)
        if not wanted or impression is None or impression.place is None:
            return
        if self.view is None:
            self.view = MapView(self._room.ground)
            self.view.setObjectName("usage.map")
            self.view.setFixedHeight(HIGH)
            self._layout.addWidget(self.view)
        where, tone = impression.place, Tone.ACCENT if impression.result == 0 else Tone.DANGER
        self.view.set_points([MapPoint(impression.id, where.lat, where.lon, words.place(where), tone)])
        own = self._room.ground().kind is GroundKind.OWN
        self.view.focus(where.lat, where.lon, FAR if own else NEAR)
