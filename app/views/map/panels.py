"""The left side of the map: the seals, or what happened on a track, with what it is narrowed to."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.services.records import Asked
from app.views.map.happenings import Happening, record
from app.views.map.reading import Seen
from app.views.widgets import (
    Card,
    RecordList,
    RecordModel,
    button,
    choice_edit,
    column,
    label,
    line_edit,
    moment_edit,
    row,
    set_choices,
)

TYPED_MS = 250  # after which it is looked for
DAYS = 30  # of a history, as long as nothing else was chosen


class TrackPanel(Card):
    """`changed`: another seal, person or period; `looked`, `opened`: the id of a happening."""

    changed = Signal()
    looked = Signal(object)
    opened = Signal(object)

    def __init__(self, title: str) -> None:
        super().__init__(flush=True)
        self.body.setContentsMargins(0, 10, 0, 6)
        self._seen = Seen()
        self.seal, self.person = choice_edit([]), choice_edit([])
        now = QDateTime.currentDateTime()
        self.since, self.until = moment_edit(now.addDays(-DAYS)), moment_edit(now.addDays(1))
        self.words = line_edit(self.tr("Document, person or seal"), icon_name="magnifying-glass")
        self.place = line_edit(self.tr("Province, city or district"), icon_name="map-pin")
        self._typed = QTimer(self, interval=TYPED_MS, singleShot=True)
        self._typed.timeout.connect(self.changed)
        self.everything = button(self.tr("All the time"), "ghost")
        self.everything.setCheckable(True)
        named: dict[str, tuple[QWidget, str]] = {
            "seal": (self.seal, self.tr("Seal")),
            "person": (self.person, self.tr("Person")),
            "since": (self.since, self.tr("From")),
            "until": (self.until, self.tr("Until")),
            "words": (self.words, self.tr("Document, person or seal")),
            "place": (self.place, self.tr("Province, city or district")),
            "everything": (self.everything, self.tr("All the time")),
        }
        for key, (editor, name) in named.items():
            editor.setObjectName(f"map.{key}")
            editor.setAccessibleName(name)
        self._model: RecordModel[Happening] = RecordModel(
            lambda each: each.id, lambda each: record(each, self._seen.seal(each.journey.seal))
        )
        self.list = RecordList(self._model, title)
        self.list.setObjectName("map.happenings")
        self.list.clicked.connect(lambda _: self.looked.emit(self.list.current_key()))
        self.list.chosen.connect(self._chose)
        self.list.opened.connect(self.opened)
        self._said = label("", "caption", wrap=True)
        self._said.setObjectName("map.not_drawn")
        self._wrong = label("", "fault", wrap=True)
        self._wrong.setObjectName("map.period_wrong")
        self._wrong.hide()
        self._lay_out()
        for box in (self.seal, self.person):
            box.activated.connect(lambda _: self.changed.emit())
        self._until_said = self.until.dateTime()  # by us: as long as nobody chose another, there is no end
        for edit in (self.since, self.until):
            edit.editingFinished.connect(self.changed)
            edit.dateTimeChanged.connect(lambda _: self._judge_period())
        for line in (self.words, self.place):
            line.setClearButtonEnabled(True)
            line.textChanged.connect(lambda _: self._typed.start())
        self.everything.toggled.connect(self._all_time)

    def _lay_out(self) -> None:
        self._period = QWidget()
        dates = column(self.since, self.until, self._wrong, gap=6)
        dates.addLayout(row(self.everything, None))
        self._period.setLayout(dates)
        above = QWidget()
        whose = row(self.seal, self.person, gap=6)
        for at in (0, 1):
            whose.setStretch(at, 1)
        layout = column(gap=6)
        layout.addLayout(whose)
        for each in (self.words, self.place, self._period, self._said):
            layout.addWidget(each)
        above.setLayout(layout)
        layout.setContentsMargins(14, 2, 14, 4)
        self.body.addWidget(above)
        self.body.addWidget(self.list, 1)

    def _chose(self, id: object) -> None:
        """By the arrow keys; what the page itself chooses is not gone to."""
        if self.list.hasFocus() and id is not None:
            self.looked.emit(id)

    def _all_time(self, on: bool) -> None:
        for edit in (self.since, self.until):
            edit.setEnabled(not on)
        self._judge_period()
        self.changed.emit()

    def _judge_period(self) -> None:
        """Beside the fields, where there is no use between such times, whatever there is."""
        fits = self.everything.isChecked() or self.since.dateTime() < self.until.dateTime()
        self._wrong.setText("" if fits else self.tr("The end must come after the start."))
        self._wrong.setVisible(not fits)

    def show_choices(self, seen: Seen, seal: str, *, history: bool) -> None:
        """`history`: of all seals and people, in a period; else the latest uses of one seal."""
        self._seen = seen
        if self._has_no_end and not self.until.hasFocus():
            self._until_said = QDateTime.currentDateTime().addDays(1)
            self.until.setDateTime(self._until_said)
            self._until_said = self.until.dateTime()  # as it keeps it
        seals = [(line.id, line.seal.row.name) for line in seen.lines]
        if history:
            seals = [("", self.tr("All seals")), *seals]
        set_choices(self.seal, seals, "" if history else seal)
        people = sorted(seen.people.items(), key=lambda each: (each[1], each[0]))
        set_choices(self.person, [("", self.tr("Everybody")), *people])
        for each in (self.person, self.words, self.place):
            each.setVisible(history)
        self._period.setVisible(history)

    def choose_seal(self, id: str) -> None:
        self.seal.setCurrentIndex(max(0, self.seal.findData(id)))

    def asked(self) -> Asked:
        """What the history is narrowed to: each alone, or together (R-221)."""
        everything = self.everything.isChecked()
        return Asked(
            seal=self.seal.currentData() or "",
            person=self.person.currentData() or "",
            since=None if everything else self.since.dateTime().toMSecsSinceEpoch(),
            until=None if everything or self._has_no_end else self.until.dateTime().toMSecsSinceEpoch(),
            text=self.words.text(),
            place=self.place.text(),
        )

    @property
    def _has_no_end(self) -> bool:
        return self.until.dateTime() == self._until_said

    def show_happenings(self, listed: Sequence[Happening], not_drawn: str) -> None:
        self._model.set_rows(listed)
        self._said.setText(not_drawn)
        self._said.setVisible(bool(not_drawn))

    def happening(self, id: object) -> Happening | None:
        return self._model.row(self._model.index_of(id))
