"""What the list of records is narrowed to: period, seal, person, category, result and review."""

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.services.records import WITHOUT, Asked, Review, Tab
from app.views import words
from app.views.applications.known import Known
from app.views.widgets import choice_edit, column, label, moment_edit, row, set_choices
from domain.organization import Member
from domain.times import midnight, moment
from domain.usage import Abnormality

CURRENT = "current"
OWN = "own"
NORMAL, ABNORMAL = "normal", "abnormal"  # and the number of each cause


class Filters(QWidget):
    """`changed`: read again with `asked`."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._seals = [(CURRENT, self.tr("Current seal")), ("", self.tr("All seals"))]
        self.seal = choice_edit(self._seals, CURRENT)
        self.person = choice_edit([("", self.tr("Everybody"))])
        self.category = choice_edit([("", self.tr("All categories"))])
        results = [("", self.tr("All results")), (NORMAL, self.tr("Normal")), (ABNORMAL, self.tr("Abnormal"))]
        self.result = choice_edit([*results, *((str(each.value), words.cause(each)) for each in Abnormality)])
        self.review = choice_edit(
            [
                ("", self.tr("Any review")),
                (Review.NONE.value, self.tr("Not reviewed")),
                (Review.NORMAL.value, self.tr("Reviewed: normal")),
                (Review.DOUBTFUL.value, self.tr("Reviewed: doubtful")),
            ]
        )
        self.period = choice_edit(
            [
                ("", self.tr("Any time")),
                ("today", self.tr("Today")),
                ("yesterday", self.tr("Yesterday")),
                ("7", self.tr("The last 7 days")),
                ("30", self.tr("The last 30 days")),
                ("month", self.tr("This month")),
                ("last_month", self.tr("Last month")),
                ("year", self.tr("This year")),
                (OWN, self.tr("From … until …")),
            ]
        )
        now = QDateTime.currentDateTime()
        self.since, self.until = moment_edit(now.addDays(-30)), moment_edit(now)
        named = {
            "seals": (self.seal, self.tr("Records of")),
            "period": (self.period, self.tr("Period")),
            "person": (self.person, self.tr("Person")),
            "category": (self.category, self.tr("Category")),
            "result": (self.result, self.tr("Result")),
            "review": (self.review, self.tr("Review")),
            "since": (self.since, self.tr("From")),
            "until": (self.until, self.tr("Until")),
        }
        for key, (editor, name) in named.items():
            editor.setObjectName(f"usage.{key}")
            editor.setAccessibleName(name)
        choices = self.seal, self.period, self.person, self.category, self.result, self.review
        self._narrowing = choices[1:]
        for choice in choices:
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(5)  # they share the width, however long a name is
            choice.setMinimumWidth(104)
            choice.currentIndexChanged.connect(self._changed)
        for each in (self.since, self.until):
            each.dateTimeChanged.connect(self._changed)
        self._own = QWidget()
        self._wrong = label("", "fault", wrap=True)
        self._wrong.setObjectName("usage.period_wrong")
        across = row(self.since, label("–"), self.until, self._wrong)
        across.setStretch(3, 1)
        self._own.setLayout(across)
        self._own.hide()
        layout = column(gap=8)
        beside = row(*choices, gap=10)
        for at, share in enumerate((4, 3, 3, 3, 3, 3)):
            beside.setStretch(at, share)
        layout.addLayout(beside)
        layout.addWidget(self._own)
        self.setLayout(layout)

    def set_known(self, known: Known, members: Iterable[Member], current: str, *, judges: bool) -> None:
        """Also those who have left, and categories that are no more: what was done stands in the list. `current`: the
        chosen seal's serial; `judges`: there are records whose reviews one may read."""
        self.review.setVisible(judges)
        if not judges:
            self.review.setCurrentIndex(0)
        first = known.seal(current) if current else self._seals[0][1]
        seals = sorted(((id, seal.name) for id, seal in known.seals.items()), key=lambda each: each[1])
        people = sorted(((each.id, each.name) for each in members), key=lambda each: each[1])
        categories = sorted(((id, each.name) for id, each in known.categories.items()), key=lambda each: each[1])
        nobody, none = (WITHOUT, self.tr("Person unknown")), (WITHOUT, self.tr("Without category"))
        _set(self.seal, [(CURRENT, first), self._seals[1], *seals])
        _set(self.person, [("", self.person.itemText(0)), *people, nobody])
        _set(self.category, [("", self.category.itemText(0)), *categories, none])

    def asked(self, tab: Tab, text: str, current: str, now: int) -> Asked:
        """What the editors say; `now` in milliseconds."""
        seal, result = self.seal.currentData(), self.result.currentData()
        since, until = self._period(now)
        return Asked(
            tab=tab,
            seal=current if seal == CURRENT else seal,
            person=self.person.currentData() or "",
            category=self.category.currentData() or "",
            since=since,
            until=until,
            abnormal=result == ABNORMAL if result in (NORMAL, ABNORMAL) else None,
            cause=Abnormality(int(result)) if result.isdecimal() else None,
            review=Review(review) if (review := self.review.currentData()) else None,
            text=text,
        )

    def choose(self, asked: Asked) -> None:
        """Stand at what is asked; a period with both ends, or none. Whoever asks reads anew: nothing is `changed`."""
        result = "" if asked.abnormal is None else ABNORMAL if asked.abnormal else NORMAL
        blocked = self.blockSignals(True)
        if asked.since is not None and asked.until is not None:
            self.since.setDateTime(QDateTime.fromMSecsSinceEpoch(asked.since))
            self.until.setDateTime(QDateTime.fromMSecsSinceEpoch(asked.until))
        chosen = {
            self.seal: asked.seal,
            self.period: "" if asked.since is None else OWN,
            self.person: asked.person,
            self.category: asked.category,
            self.result: result if asked.cause is None else str(asked.cause.value),
            self.review: asked.review.value if asked.review else "",
        }
        for box, key in chosen.items():
            if box.findData(key) < 0:
                box.addItem(key, key)  # it has come since the names were read; they are read with the list
            box.setCurrentIndex(box.findData(key))
        self.blockSignals(blocked)

    @property
    def narrows(self) -> bool:
        """Whether anything but the seal is chosen."""
        return any(box.currentData() for box in self._narrowing)

    def clear(self) -> None:
        """Everything, of all seals."""
        for box in self._narrowing:
            box.setCurrentIndex(0)
        self.seal.setCurrentIndex(1)

    def _period(self, now: int) -> tuple[int | None, int | None]:
        chosen = self.period.currentData()
        if chosen == OWN:
            return self.since.dateTime().toMSecsSinceEpoch(), self.until.dateTime().toMSecsSinceEpoch()
        return period(chosen, moment(now).date())

    def _changed(self) -> None:
        self._own.setVisible(self.period.currentData() == OWN)
        fits = self.since.dateTime() < self.until.dateTime()  # else no record fits, whatever there is
        self._wrong.setText("" if fits else self.tr("The end must come after the start."))
        self.changed.emit()


def _set(box: QComboBox, choices: list[tuple[str, str]]) -> None:
    """Whatever is chosen stays, though its name is not known: else the list would be another one."""
    chosen, text = box.currentData(), box.currentText()
    set_choices(box, choices if chosen in (key for key, _ in choices) else [*choices, (chosen, text)])


def period(chosen: str, today: date) -> tuple[int | None, int | None]:
    """From and until, in milliseconds; days and months as the calendar in China has them."""
    month, yesterday = today.replace(day=1), today - timedelta(days=1)
    begins: dict[str, tuple[date, date | None]] = {
        "today": (today, None),
        "yesterday": (yesterday, today),
        "7": (today - timedelta(days=6), None),
        "30": (today - timedelta(days=29), None),
        "month": (month, None),
        "last_month": ((month - timedelta(days=1)).replace(day=1), month),
        "year": (today.replace(month=1, day=1), None),
    }
    since, until = begins.get(chosen, (None, None))
    return since and midnight(since), until and midnight(until)
