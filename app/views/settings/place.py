"""The card of the place: what this console says for a seal that has no receiver of its own (L)."""

from collections.abc import Callable

from app.views import words
from app.views.kept import Kept, PlaceFrom
from app.views.place_names import names
from app.views.widgets import Card, FormField, choice_edit, decimal_edit, label, row

WIDTH = 170


class PlaceCard(Card):
    """A change takes effect with the next stamping. `choose` is told what was chosen, with the degrees."""

    def __init__(self, kept: Kept, choose: Callable[[PlaceFrom, float, float], None]) -> None:
        super().__init__(self.tr("Place of this console"))
        self._choose = choose
        self._from = choice_edit(
            [
                (PlaceFrom.SYSTEM, self.tr("from the system")),
                (PlaceFrom.FIXED, self.tr("a fixed one")),
                (PlaceFrom.NOWHERE, self.tr("not told")),
            ],
            kept.place_from,
        )
        self._lat, self._lon = decimal_edit(-90, 90, kept.lat), decimal_edit(-180, 180, kept.lon)
        for name, edit in {"place_from": self._from, "lat": self._lat, "lon": self._lon}.items():
            edit.setObjectName(f"settings.{name}")
            edit.setFixedWidth(WIDTH)
        self.body.addWidget(label(self._words(), "caption", wrap=True))
        self._degrees = [
            FormField(self.tr("Latitude (WGS-84)"), self._lat),
            FormField(self.tr("Longitude (WGS-84)"), self._lon),
        ]
        self.body.addLayout(row(FormField(self.tr("Place"), self._from), *self._degrees, None, gap=14))
        self._name = label("", "secondary", wrap=True)
        self._name.setObjectName("settings.place_name")
        self.body.addWidget(self._name)
        self._from.activated.connect(self._changed)
        for edit in (self._lat, self._lon):
            edit.editingFinished.connect(self._changed)
        unsubscribe = names.subscribe(self._show)
        self.destroyed.connect(lambda *_: unsubscribe())
        self._show()

    def _words(self) -> str:
        return self.tr(
            "An L seal has no receiver: its records show the place that this console tells, and that it was told."
        )

    def _changed(self) -> None:
        self._show()
        self._choose(PlaceFrom(self._from.currentData()), self._lat.value(), self._lon.value())

    def _show(self) -> None:
        fixed = self._from.currentData() == PlaceFrom.FIXED
        for field in self._degrees:
            field.setVisible(fixed)
        name = words.place_name(self._lat.value(), self._lon.value()) if fixed else ""
        self._name.setText(name)
        self._name.setVisible(bool(name))
