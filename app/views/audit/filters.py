"""What the list is narrowed to: person, kind of act, period, refused only, and a text."""

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.models.audits import Filter
from app.views import act_words
from app.views.audit.lines import ADMINISTRATION, OF_USE
from app.views.widgets import choice_edit, column, label, moment_edit, row
from domain.acts import ACTS
from domain.organization import Member

DAY_MS = 24 * 3600 * 1000
DAYS = {"1": 1, "7": 7, "30": 30, "365": 365}


class Filters(QWidget):
    """`changed`: read again with `filter`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._members: list[Member] = []
        self.person = choice_edit([("", self.tr("Everybody"))])
        acts = sorted((act_words.act(name), name) for name in ACTS)
        groups = [("", self.tr("All acts")), ("admin", self.tr("Administration")), ("use", self.tr("Use of seals"))]
        self.act = choice_edit([*groups, *((name, word) for word, name in acts)])
        periods = [
            ("", self.tr("All the time")),
            ("1", self.tr("The last 24 hours")),
            ("7", self.tr("The last 7 days")),
            ("30", self.tr("The last 30 days")),
            ("365", self.tr("The last year")),
            ("own", self.tr("From … until …")),
        ]
        self.period = choice_edit(periods)
        now = QDateTime.currentDateTime()
        self.since, self.until = moment_edit(now.addDays(-30)), moment_edit(now)
        self.refused = QCheckBox(self.tr("Refused only"))
        named = {
            "person": (self.person, self.tr("Who")),
            "act": (self.act, self.tr("Kind of act")),
            "period": (self.period, self.tr("Period")),
            "since": (self.since, self.tr("From")),
            "until": (self.until, self.tr("Until")),
        }
        for key, (editor, name) in named.items():
            editor.setObjectName(f"audit.{key}")
            editor.setAccessibleName(name)
        self.refused.setObjectName("audit.refused")
        for choice in (self.person, self.act, self.period):
            choice.setMinimumWidth(130)
            choice.currentIndexChanged.connect(self._changed)
        for moment in (self.since, self.until):
            moment.dateTimeChanged.connect(self._changed)
        self.refused.toggled.connect(self._changed)
        self._own = QWidget()
        self._own.setLayout(row(self.since, label("–"), self.until, None))
        self._own.hide()
        layout = column(gap=8)
        layout.addLayout(row(self.person, self.act, self.period, self.refused, None, gap=10))
        layout.addWidget(self._own)
        self.setLayout(layout)

    def set_members(self, members: list[Member]) -> None:
        """Also those who have left: what they did stands in the log."""
        if members == self._members:
            return
        self._members = members
        chosen = self.person.currentData()
        self.person.blockSignals(True)
        while self.person.count() > 1:
            self.person.removeItem(1)
        for member in sorted(members, key=lambda each: each.name):
            self.person.addItem(member.name, member.id)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.blockSignals(False)

    def filter(self, text: str, now: int) -> Filter:
        """What the editors say; a text is also looked for in the names of people and acts."""
        key, period = self.act.currentData(), self.period.currentData()
        groups = {"admin": ADMINISTRATION, "use": OF_USE}
        since, until = (now - DAYS[period] * DAY_MS, None) if period in DAYS else (None, None)
        if period == "own":
            since, until = (each.dateTime().toMSecsSinceEpoch() for each in (self.since, self.until))
        wanted = text.strip()
        small = wanted.casefold()
        return Filter(
            member=self.person.currentData() or None,
            acts=groups.get(key, frozenset({key})) if key else None,
            since=since,
            until=until,
            refused=self.refused.isChecked(),
            text=wanted,
            text_members=frozenset(each.id for each in self._members if small and small in each.name.casefold()),
            text_acts=frozenset(name for name in ACTS if small and small in act_words.act(name).casefold()),
        )

    def _changed(self) -> None:
        self._own.setVisible(self.period.currentData() == "own")
        self.changed.emit()
