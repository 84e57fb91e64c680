"""One authorization of mine: what it allows, why it cannot be used now, its code, its impressions and pictures."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.views import electronic, i18n, words
from app.views.applications.papers import Uses
from app.views.icons import icon
from app.views.look import Tone
from app.views.ready.activation import ActivationField
from app.views.ready.lines import AtSeal, Line
from app.views.reckoning import Reckoned, ReckoningView
from app.views.room import Room, Work
from app.views.usage.pictures import UsePictures
from app.views.widgets import Card, Columns, Fact, FactList, IconDisc, Pill, button, column, label, row
from domain import authorizations
from domain.authorizations import Authorization, Mode, State


class ReadyDetail(Card):
    """`start`: the button with which one goes to stamp; `activation`: the field for the code."""

    def __init__(self, room: Room, begin: Callable[[Work], None]) -> None:
        super().__init__(scroll=True)
        self._room, self._shown = room, ""
        self.setObjectName("ready.detail")
        self._pill = Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        self.head(IconDisc("stamp", Tone.BRAND, 40), column(self._title, self._under, gap=2), self._pill)
        self._facts, self.reckoning = FactList(), ReckoningView("ready.reckoning")
        self.reckoning.records_wanted.connect(lambda: room.open("usage"))
        self.pictures = UsePictures(room, begin, "ready.pictures")
        self.body.addWidget(Columns(column(self.reckoning, self._facts, gap=16), column(self.pictures), (50, 50)))
        self.body.addStretch(1)
        self.activation = ActivationField()
        self._message = label("", "secondary", wrap=True)
        self._message.setObjectName("ready.message")
        self.start = button(self.tr("Go stamp"), "primary", "hand-pointing")
        self.start.setObjectName("ready.start")
        self._go = QWidget()
        go = row(self._message, self.start, gap=10)
        go.setStretch(0, 1)
        self._go.setLayout(go)
        held = QWidget()
        held.setLayout(column(self.activation, self._go, gap=10))
        self._foot = self.foot(held)

    @property
    def shown(self) -> str:
        """The id of the authorization that is shown."""
        return self._shown

    def show_line(self, line: Line, uses: Uses, reckoned: Reckoned | None, at_seal: AtSeal) -> None:
        """`at_seal`: what has become of its code there."""
        row_, now = line.authorization.row, self._room.now()
        if line.id != self._shown:
            self._shown = line.id
            self.activation.clear()
        state = authorizations.state(row_, now)
        self._title.setText(line.document(self.tr("Without application")))
        self._under.setText(f"{line.seal_name} · {words.period(row_.start, row_.end)}")
        activated = state is State.NOT_ACTIVATED and at_seal.activated
        self._pill.set(*((self.tr("Activated"), Tone.ACCENT) if activated else words.authorization(row_, now)))
        self._facts.set_facts(self._facts_of(line))
        self.pictures.show_use(row_, line.seal, uses)
        self.pictures.setVisible(bool(uses.presses) or row_.used > 0 or row_.pressed > 0)
        used = bool(row_.used or uses.presses) and reckoned is not None and reckoned.authorization.id == line.id
        self.reckoning.show_reckoned(reckoned if used else None)
        waits = line.mine and state is State.NOT_ACTIVATED and not activated
        self.activation.setVisible(waits)
        if waits:
            self.activation.show_line(line.activating, self._refused(line), judging=at_seal.judging)
            if at_seal.refused and not at_seal.judging:
                self.activation.show_fault(at_seal.refused)
        why_not = "" if line.unfinished else self._why_not(line, state)
        begun = activated or line.unfinished
        usable = line.mine and (begun or state in (State.IN_USE, State.NOT_STARTED, State.EXPIRED))
        seals = row_.mode is Mode.ELECTRONIC
        self.start.setText(self.tr("Seal documents") if seals else self.tr("Go stamp"))
        self.start.setIcon(icon("circle-wavy-check" if seals else "hand-pointing", "accent_on"))
        self.start.setEnabled(not why_not)
        self.start.setVisible(usable)
        self._go.setVisible(usable or bool(line.owed))
        said = why_not or (self._advice(row_, activated) if usable else "")
        owed = self.tr("Pictures to add: {0}. Until then you cannot apply again.")
        self._message.setText(owed.format(i18n.number(line.owed)) if line.owed and not usable else said)
        self._foot.setVisible(waits or usable or bool(line.owed))

    def _advice(self, row_: Authorization, activated: bool) -> str:
        if activated:
            return self.tr("Activated at the seal: it can be used now. The cloud hears of it from the seal's log.")
        at_hand = self.tr("Have the seal at hand and switched on.")
        if authorizations.awaiting_seal(row_):
            unheard = self.tr("The seal has not confirmed it yet; it hears of it as soon as it is in contact.")
            return words.sentences(unheard, at_hand)
        return at_hand

    def _refused(self, line: Line) -> str:
        return line.refused.sentence if line.refused is not None else ""

    def _facts_of(self, line: Line) -> list[Fact]:
        row_ = line.authorization.row
        demanded = words.watched(
            photo=False,
            fingerprint=row_.fingerprint_required,
            upload_required=row_.upload_required,
            sms=False,
        )
        facts = [
            Fact(self.tr("Seal"), line.seal_name),
            Fact(self.tr("Used"), words.uses(row_.used, row_.count)),
            Fact(self.tr("Period"), words.period(row_.start, row_.end)),
            Fact(self.tr("Issued by"), f"{line.issuer} · {words.moment(row_.issued_at)}"),
            Fact(self.tr("Use mode"), electronic.use_mode(row_)),
        ]
        if row_.mode is Mode.PHYSICAL:
            photo = self.tr("required") if row_.photo_required else self.tr("no")
            facts.append(Fact(self.tr("Photo of each impression"), photo))
        if row_.area is not None:
            facts.append(Fact(self.tr("Permitted area"), words.area(row_.area)))
        if demanded:
            facts.append(Fact(self.tr("Demanded"), demanded))
        if line.owed:
            facts.append(Fact(self.tr("Pictures missing"), i18n.number(line.owed)))
        if (application := line.application) is not None:
            facts.append(Fact(self.tr("Reason"), application.reason))
            facts.append(Fact(self.tr("Copies"), i18n.number(application.copies)))
            facts.append(Fact(self.tr("Application"), application.number or "—", copy=bool(application.number)))
        return facts

    def _why_not(self, line: Line, state: State) -> str:
        """Empty while it may be used; the seal has the last word."""
        row_ = line.authorization.row
        if state is State.NOT_STARTED:
            return self.tr("It can be used from {0} on.").format(words.moment(row_.start))
        if state is State.EXPIRED:
            used_up = 0 < row_.count <= row_.used
            over = self.tr("All uses are used up; a keeper ends the use.")
            return over if used_up else self.tr("Its time is over; a keeper ends the use.")
        return ""
