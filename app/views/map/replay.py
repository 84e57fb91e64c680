"""The bar below the map that plays a journey again: play and pause, how fast, and where it stands."""

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSlider, QWidget

from app.views import i18n, words
from app.views.map.journeys import Journey, at
from app.views.widgets import button, choice_edit, label, row, tip

TICK_MS = 50
STEPS = 1000  # of the slider
SPEEDS = (1, 10, 60, 600, 3600, 21_600, 86_400)  # times as fast as it was
USUAL_SECONDS = 30  # that a journey is to take, where the choice is ours


class ReplayBar(QWidget):
    """`moved(latitude, longitude, label)` tells where it stands; None for all of them: it is not played."""

    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._journey: Journey | None = None
        self._gone = 0.0  # milliseconds of the journey
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.play = button(self.tr("Play"), "plain", "play")
        self.play.setObjectName("map.play")
        self.play.clicked.connect(self.toggle)
        self.speed = choice_edit([(str(each), f"{i18n.number(each)}×") for each in SPEEDS], "60")
        self.speed.setObjectName("map.speed")
        self.speed.setAccessibleName(self.tr("Speed"))
        self.speed.setToolTip(tip(self.speed.accessibleName()))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("map.scrubber")
        self.slider.setAccessibleName(self.tr("Where the replay stands"))
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.slider.valueChanged.connect(self._scrubbed)
        self._when = label("", "caption")
        self._when.setObjectName("map.when")
        layout = row(self.play, self.speed, self.slider, self._when, gap=10)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def set_journey(self, journey: Journey | None) -> None:
        """Another one begins at its beginning; one that comes to the same record goes on there."""
        gone = self._gone_in(journey)
        self._journey = journey if journey is not None and len(journey.spots) > 1 else None
        self.setEnabled(self._journey is not None)
        if gone is not None and self._journey is not None:
            self._gone = min(gone, float(self._whole))
            self._show()
            return
        self._stop()
        self._gone = 0.0
        if self._journey is not None:
            whole_s = self._whole / 1000
            fit = next((each for each in SPEEDS if whole_s / each <= USUAL_SECONDS), SPEEDS[-1])
            self.speed.setCurrentIndex(SPEEDS.index(fit))
        self._set_slider()
        self._when.setText("")
        self.moved.emit(None)

    def _gone_in(self, journey: Journey | None) -> float | None:
        """How far the other one has gone where this one stands; none: it does not come there."""
        before = self._journey
        if before is None or journey is None:
            return None
        index = at(before, round(self._gone))[2]
        here = before.spots[index].id
        there = next((number for number, spot in enumerate(journey.spots) if spot.id == here), None)
        return None if there is None else journey.moments[there] + self._gone - before.moments[index]

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    @property
    def _whole(self) -> int:
        return self._journey.moments[-1] if self._journey is not None else 0

    def toggle(self) -> None:
        """Play, or pause; at its end it begins anew."""
        if self.is_playing:
            self._stop()
        elif self._journey is not None:
            if self._gone >= self._whole:
                self._gone = 0.0
            self._timer.start()
            self.play.setText(self.tr("Pause"))
            self._show()

    def _stop(self) -> None:
        self._timer.stop()
        self.play.setText(self.tr("Play"))

    def _tick(self) -> None:
        self._gone = min(float(self._whole), self._gone + TICK_MS * int(self.speed.currentData()))
        self._show()
        if self._gone >= self._whole:
            self._stop()

    def _scrubbed(self, value: int) -> None:
        self._gone = self._whole * value / STEPS
        self._show()

    def _set_slider(self) -> None:
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(round(STEPS * self._gone / self._whole) if self._whole else 0)
        self.slider.blockSignals(blocked)

    def _show(self) -> None:
        journey = self._journey
        if journey is None:
            return
        lat, lon, index = at(journey, round(self._gone))
        since = self._gone - journey.moments[index]
        fix = journey.spots[index].fix
        moment = words.pressed(replace(fix, at=round(fix.at + since)))
        self._set_slider()
        self._when.setText(moment)
        self.slider.setAccessibleDescription(moment)
        self.moved.emit((lat, lon, f"#{i18n.number(journey.spots[index].own)} · {moment}"))
