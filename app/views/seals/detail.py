"""One seal: how it is, who keeps it, which flow its use takes, and the way to connect to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from app.views import i18n, words
from app.views.look import Tone
from app.views.seals.flows import Flows
from app.views.seals.keepers import Keepers
from app.views.seals.lines import Line, Seals
from app.views.seals.naming import Naming
from app.views.seals.told import Told
from app.views.widgets import (
    Card,
    Columns,
    Fact,
    FactList,
    IconDisc,
    Pill,
    button,
    column,
    label,
    restyle,
    tip,
)
from domain.organization import Member, Permission, may
from domain.seals import BindingState, Seal


def state(line: Line) -> words.Word:
    """What the seal says now, if this computer hears it; else what it last said."""
    phase = line.heard.sighting.phase if line.heard else None
    if phase is None or line.seal.row.state is not BindingState.BOUND:
        return words.seal(line.seal.row, line.status)
    return words.phase(phase.name.lower())


class SealDetail(Card):
    """Shows a `Line`; says what the person wants to change, and leaves the doing to the page."""

    connect_wanted = Signal()
    stamp_wanted = Signal()

    def __init__(self, me: Member) -> None:
        super().__init__(scroll=True)
        self.setObjectName("seals.detail")
        self._shown: Seal | None = None
        self._pill = Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        disc = IconDisc("stamp", Tone.BRAND, 40)
        self._edit = button("", "small", "pencil-simple")
        self._edit.setAccessibleName(self.tr("Change name and remark"))
        self._edit.setToolTip(tip(self._edit.accessibleName()))
        self._edit.setObjectName("seals.edit")
        self._edit.setVisible(may(me, Permission.BIND))
        self.head(disc, column(self._title, self._under, gap=2), self._edit, self._pill)
        self._facts, self.naming = FactList(), Naming()
        self._edit.clicked.connect(self._change_name)
        self.keepers, self.flows, self.told = Keepers(me), Flows(me), Told(me)
        rules = column(self.keepers, self.flows, self.told, gap=18)
        self.body.addWidget(Columns(column(self.naming, self._facts), rules))
        self.body.addStretch(1)
        self._add_foot()

    def _add_foot(self) -> None:
        self._message = label("", "body", wrap=True)
        self._message.setObjectName("seals.message")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setFixedWidth(120)
        self._stamp = button(self.tr("Go stamp"), "ghost", "hand-pointing")
        self._stamp.clicked.connect(self.stamp_wanted)
        self._connect = button(self.tr("Connect"), "plain", "bluetooth")
        self._connect.setObjectName("seals.connect")
        self._connect.clicked.connect(self.connect_wanted)
        self.foot(self._message, self._busy, self._stamp, self._connect)
        self.show_idle()

    def show_line(self, line: Line, known: Seals, now: int) -> None:
        seal = line.seal.row
        self._title.setText(seal.name)
        self._under.setText(" · ".join((self.model_word(line), seal.id)))
        self._pill.set(*state(line))
        self._facts.set_facts(self._facts_of(line, known))
        if self._shown is None or self._shown.id != seal.id:
            self.naming.hide()
        self._shown = seal
        self.keepers.show_line(line, known)
        self.flows.show_line(line, known)
        self.told.show_line(line, known, now)

    def _change_name(self) -> None:
        if self._shown is not None:
            self.naming.begin(self._shown.name, self._shown.remark)

    def model_word(self, line: Line) -> str:
        gprs = line.seal.row.model.value == "GL"
        return self.tr("GL (GPRS or Bluetooth)") if gprs else self.tr("L (Bluetooth)")

    def _facts_of(self, line: Line, known: Seals) -> list[Fact]:
        seal, status = line.seal.row, line.status
        facts = [Fact(self.tr("Remark"), seal.remark)] if seal.remark else []
        facts.append(Fact(self.tr("In reach"), self.reach(line)))
        if line.use is not None:
            used = f"{known.person(line.use.member)} · {words.uses(line.use.used, line.use.count)}"
            facts.append(Fact(self.tr("Use under way"), used))
        if status is not None:
            facts.append(Fact(self.tr("Battery"), words.percent(status.battery)))
        facts.append(Fact(self.tr("Records"), self.records(line)))
        if status is not None:
            facts += [
                Fact(self.tr("Position"), words.place(status.place)),
                Fact(self.tr("Firmware"), status.firmware),
                Fact(self.tr("Last heard"), words.full_moment(status.at)),
            ]
        bound = f"{words.full_moment(seal.bound_at)} · {known.person(seal.bound_by)}"
        return [*facts, Fact(self.tr("Bound on"), bound), Fact(self.tr("Serial number"), seal.id, copy=True)]

    def reach(self, line: Line) -> str:
        """Whether this computer hears the seal, how well, and whether somebody is connected to it."""
        if line.heard is None:
            return self.tr("not heard by this computer")
        heard = line.heard.sighting
        parts = [self.tr("yes, {0} dBm").format(heard.rssi)]
        if heard.in_use:
            parts.append(self.tr("connected"))
        return " · ".join(parts)

    def records(self, line: Line) -> str:
        if line.waiting:
            return self.tr("{0} still on the seal").format(i18n.number(line.waiting))
        return self.tr("all in the cloud or on this computer")

    def show_refusal(self, of_keeper: str = "", of_flow: str = "", of_name: str = "", of_lock: str = "") -> None:
        """Beside what it concerns; nothing takes it away."""
        parts = ((self.keepers.error, of_keeper), (self.flows.error, of_flow), (self.told.error, of_lock))
        for error, sentence in parts:
            error.setText(sentence)
            error.setVisible(bool(sentence))
        self.naming.set_error(of_name)

    def show_busy(self, done: int = 0, total: int = 0) -> None:
        """A connection is under way; so many entries of so many were carried."""
        carried = self.tr("Carried {0} of {1} records").format(i18n.number(done), i18n.number(total))
        self._say(carried if total else self.tr("Connecting to the seal …"))
        self._busy.show()
        self._stamp.hide()
        self._connect.setEnabled(False)

    def show_met(self, said: str, *, fault: bool, mine: bool) -> None:
        """What came of it; a use of mine can be gone on with."""
        self._say(said, fault=fault)
        self._busy.hide()
        self._stamp.setVisible(mine)
        self._connect.setEnabled(True)

    def show_idle(self) -> None:
        """No connection was asked for."""
        self.show_met(self.tr("Connect to carry orders and records at once."), fault=False, mine=False)
        self.show_refusal()

    def _say(self, text: str, *, fault: bool = False) -> None:
        restyle(self._message, "role", "fault" if fault else "secondary")
        self._message.setText(text)
