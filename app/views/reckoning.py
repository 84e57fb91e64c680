"""The reckoning of one use in words: what was granted is stamped or left, and each number shows what is behind it
(I-04, I-06). An aborted press is never a count."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.models import fold, usage
from app.models.held import held_to
from app.models.store import Tx
from app.models.usage import Filter
from app.views import i18n, words
from app.views.applications.facts import press_step
from app.views.look import Tone
from app.views.widgets import Step, Timeline, button, column, label, row
from domain.authorizations import Authorization, Mode
from domain.events import SealEvent
from domain.reckoning import Reckoning, reckon
from domain.seals import SealStatus
from domain.usage import Impression

MOST = 1000  # impressions of one use that are gone through
SHOWN = 50  # of a number
GRANTED, STAMPED, LEFT, ABORTED, ABNORMAL = "granted", "stamped", "left", "aborted", "abnormal"


@dataclass(frozen=True)
class Reckoned:
    """`seen`: impressions that this console saw at the seal and the cloud has not got yet."""

    authorization: Authorization
    of: Reckoning
    seen: int = 0


def read_reckoned(tx: Tx, organization: str, id: str) -> Reckoned | None:
    """None: there is no such authorization, or it is not to be seen."""
    known = fold.facts(tx, organization)
    row_ = known.get(Authorization, id)
    if row_ is None:
        return None
    presses = usage.page(tx, organization, Filter(authorization=id), limit=MOST)
    status = known.get(SealStatus, row_.seal)
    on_seal = max(0, status.log_end - held_to(tx, organization, row_.seal)) if status is not None else 0
    events = known.all(SealEvent, seal=row_.seal, authorization=id)
    settled = [press.impression for press in presses if not press.pending]
    return Reckoned(row_, reckon(row_, settled, list(events), on_seal), len(presses) - len(settled))


class ReckoningView(QWidget):
    """“7 granted = 3 stamped + 4 left”; a number that is pressed shows its records. `records_wanted`: all of them."""

    records_wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._open = name, ""
        self._known: Reckoned | None = None
        self._numbers = {key: self._number(key) for key in (GRANTED, STAMPED, LEFT, ABORTED, ABNORMAL)}
        self._equals, self._plus = label("=", "secondary"), label("+", "secondary")
        self._notes = label("", "caption", wrap=True)
        self._notes.setObjectName(f"{name}.notes")
        self.behind = Timeline(name=self.tr("What is behind the number"))
        self.behind.setObjectName(f"{name}.behind")
        self._all = button(self.tr("Open the usage records"), "ghost", "arrow-square-out")
        self._all.setObjectName(f"{name}.records")
        self._all.clicked.connect(self.records_wanted)
        n = self._numbers
        layout = column(label(self.tr("Reckoning"), "strong"), gap=6)
        layout.addLayout(row(n[GRANTED], self._equals, n[STAMPED], self._plus, n[LEFT], None, gap=2))
        for key in (ABORTED, ABNORMAL):
            layout.addLayout(row(n[key], None))
        layout.addWidget(self._notes)
        layout.addWidget(self.behind)
        layout.addLayout(row(self._all, None))
        self.setLayout(layout)
        self.hide()

    def _number(self, key: str) -> QPushButton:
        made = button("", "ghost" if key in (GRANTED, STAMPED, LEFT) else "small")
        made.setObjectName(f"{self._name}.{key}")
        made.setCheckable(True)
        made.clicked.connect(lambda: self._toggle(key))
        return made

    def show_reckoned(self, known: Reckoned | None) -> None:
        """Another use closes what was open."""
        if known is None or self._known is None or known.authorization.id != self._known.authorization.id:
            self._open = ""
        self._known = known
        self.setVisible(known is not None)
        if known is not None:
            self._show(known)

    def _show(self, known: Reckoned) -> None:
        of, number = known.of, i18n.number
        said = {
            GRANTED: self.tr("{0} granted").format(number(of.granted)) if of.granted else self.tr("Unlimited"),
            STAMPED: self._used(known),
            LEFT: self.tr("{0} left").format(number(of.left)) if of.left is not None else "",
            ABORTED: self.tr("{0} × unlocked and not pressed, not counted").format(number(len(of.aborted))),
            ABNORMAL: self.tr("{0} × pressed while refused, not counted").format(number(len(of.abnormal))),
        }
        there = {
            GRANTED: True,
            STAMPED: True,
            LEFT: of.left is not None,
            ABORTED: bool(of.aborted),
            ABNORMAL: bool(of.abnormal),
        }
        if not there.get(self._open, False):
            self._open = ""
        for key, made in self._numbers.items():
            made.setText(said[key])
            made.setVisible(there[key])
            made.setChecked(key == self._open)
        self._equals.setText("=" if of.left is not None else "·")
        self._plus.setVisible(of.left is not None)
        self._notes.setText(words.sentences(*self._notes_of(known)))
        self._notes.setVisible(bool(self._notes.text()))
        parts = [said[GRANTED], "=", said[STAMPED], "+", said[LEFT]] if there[LEFT] else [said[GRANTED], said[STAMPED]]
        more = [said[key] for key in (ABORTED, ABNORMAL) if there[key]]
        self.setAccessibleName("; ".join([" ".join(parts), *more]))
        self._show_behind(known)

    def _used(self, known: Reckoned) -> str:
        if known.authorization.mode is Mode.ELECTRONIC:
            return self.tr("{0} sealed").format(i18n.number(known.of.sealed))
        return self.tr("{0} stamped").format(i18n.number(known.of.stamped))

    def _notes_of(self, known: Reckoned) -> list[str]:
        of, notes = known.of, list[str]()
        if not of.adds_up:
            here = i18n.number(of.carried + len(of.impressions))
            notes.append(self.tr("{0} of them are here as records; the others are on their way.").format(here))
        if known.seen:
            seen = i18n.number(known.seen)
            notes.append(self.tr("Seen at the seal and not in the cloud yet: {0}.").format(seen))
        if of.on_seal:
            left = i18n.number(of.on_seal)
            notes.append(
                self.tr("Still on the seal: {0} entries of its log. There may be uses among them.").format(left)
            )
        return notes

    # What is behind a number

    def _toggle(self, key: str) -> None:
        self._open = "" if self._open == key else key
        for each, made in self._numbers.items():
            made.setChecked(each == self._open)
        if self._known is not None:
            self._show_behind(self._known)

    def _show_behind(self, known: Reckoned) -> None:
        steps = self._steps(known)
        self.behind.set_steps(steps)
        self.behind.setVisible(bool(steps))
        self._all.setVisible(self._open in (STAMPED, ABNORMAL))

    def _steps(self, known: Reckoned) -> list[Step]:
        of, row_ = known.of, known.authorization
        if self._open == GRANTED:
            return [Step(self.tr("Issued"), words.period(row_.start, row_.end), words.moment(row_.issued_at), Tone.OK)]
        if self._open == STAMPED:
            before = [Step(self.tr("{0} under the authorization before it").format(i18n.number(of.carried)))]
            return [*_presses(of.impressions), *(before if of.carried else [])]
        if self._open == LEFT:
            return [Step(self.tr("Not used yet"), self.tr("until {0}").format(words.moment(row_.end)))]
        if self._open == ABORTED:
            return [self._aborted(event) for event in reversed(of.aborted[-SHOWN:])]
        return _presses(of.abnormal) if self._open == ABNORMAL else []

    def _aborted(self, event: SealEvent) -> Step:
        entry = self.tr("entry {0} of the seal's log").format(i18n.number(event.number))
        return Step(self.tr("Unlocked and not pressed"), entry, words.moment(event.at), Tone.NEUTRAL)


def _presses(of: Sequence[Impression]) -> list[Step]:
    """The newest first."""
    return [press_step(each) for each in reversed(of[-SHOWN:])]
