"""Placing a legal hold, and lifting one: each a small form that says what it does to the pictures."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QWidget

from app.views import words
from app.views.form_dialog import FormDialog
from app.views.room import Room
from app.views.widgets import FormField, choice_edit, label, line_edit, moment_edit, row
from app.views.widgets.multi_choice import MultiChoice
from domain.ids import new_id
from domain.retention import Hold, LiftHold, PlaceHold
from domain.rows import Act

REASON, IN_A_TITLE = 500, 60  # characters
ALWAYS, PERIOD = "always", "period"
MINUTE_MS = 60_000


class HoldDialog(FormDialog):
    """`seals`: (id, name) of those that can be chosen."""

    def __init__(self, room: Room, seals: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(room, "hold", "", parent)
        self.setWindowTitle(self.tr("Hold pictures"))
        self._reason = line_edit(limit=REASON)
        self._seal = MultiChoice([("", self.tr("All seals")), *seals])
        self._when = choice_edit([(ALWAYS, self.tr("Of any time")), (PERIOD, self.tr("From … until …"))])
        now = QDateTime.fromMSecsSinceEpoch(room.now())
        self._start, self._end = moment_edit(now.addMonths(-1)), moment_edit(now)
        for each, name, said in (
            (self._start, "hold.start", self.tr("From")),
            (self._end, "hold.end", self.tr("Until")),
        ):
            each.setObjectName(name)
            each.setAccessibleName(said)
            each.dateTimeChanged.connect(lambda _: self._show_held())
        period = QWidget()
        period.setObjectName("hold.period")
        across = row(self._start, label("–"), self._end)
        across.setStretch(0, 1)
        across.setStretch(2, 1)
        period.setLayout(across)
        fields = {
            "reason": FormField(self.tr("Reason"), self._reason),
            "seal": FormField(self.tr("Seal"), self._seal),
            "when": FormField(self.tr("When the cloud got them"), self._when),
            "end": FormField(self.tr("From … until …"), period),
        }
        fields["reason"].set_required(True)
        self.lay_out(fields, self.tr("Hold them"), "lock")
        self._seal.changed.connect(self._show_held)
        self._when.currentIndexChanged.connect(lambda _: self._show_held())
        self._show_held()

    def _of_a_period(self) -> bool:
        return self._when.currentData() == PERIOD

    def _show_held(self) -> None:
        """Below the last field: which pictures that would be."""
        last = "end" if self._of_a_period() else "when"
        self._fields["end"].setVisible(self._of_a_period())
        self._fields["end"].set_error("")  # that was said of other times
        for key in ("when", "end"):
            self._fields[key].set_hint(self._what_is_held() if key == last else "")
        self.fit()

    def _what_is_held(self) -> str:
        which = self._seal.currentText() if self._seal.picked()[0] else self.tr("all seals")
        if not self._of_a_period():
            said = self.tr("Pictures of {0} stay, also those that are still to come, until the owner lifts the hold.")
            return said.format(which)
        said = self.tr("Pictures of {0} that the cloud got from {1} until {2} stay until the owner lifts the hold.")
        return said.format(which, *(words.full_moment(_at(each.dateTime())) for each in (self._start, self._end)))

    def act(self) -> Act:
        start = end = None
        if self._of_a_period():
            start, end = _at(self._start.dateTime()), _at(self._end.dateTime())
        seal, reason = self._seal.picked()[0] or None, self._reason.text().strip()
        return PlaceHold(id=new_id(self.room.now()), reason=reason, seal=seal, start=start, end=end)

    def told(self) -> str:
        return self.tr("Pictures are held")


class LiftDialog(FormDialog):
    """Of one hold that is in force."""

    def __init__(self, room: Room, hold: Hold, parent: QWidget) -> None:
        super().__init__(room, "lift", "", parent)
        self._hold = hold
        reason = hold.reason if len(hold.reason) <= IN_A_TITLE else f"{hold.reason[:IN_A_TITLE]}…"
        self.setWindowTitle(self.tr("Lift the hold “{0}”?").format(reason))
        self._reason = line_edit(limit=REASON)
        fields = {"reason": FormField(self.tr("Reason"), self._reason)}
        fields["reason"].set_required(True)
        lost = self.tr("What it held goes as soon as the rule says so, and cannot be brought back.")
        self.lay_out(fields, self.tr("Lift it"), text=lost, kind="danger")

    def act(self) -> Act:
        return LiftHold(hold=self._hold.id, reason=self._reason.text().strip())

    def told(self) -> str:
        return self.tr("The hold is lifted")


def _at(time: QDateTime) -> int:
    return time.toMSecsSinceEpoch() // MINUTE_MS * MINUTE_MS
