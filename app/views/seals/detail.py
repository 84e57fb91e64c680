"""One seal: how it is, who keeps it, which flow its use takes, and the way to connect to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from app.views import i18n, words
from app.views.look import Tone
from app.views.seals.lines import Line, Seals
from app.views.widgets import (
    Card,
    Columns,
    Fact,
    FactList,
    IconDisc,
    Pill,
    Step,
    Timeline,
    button,
    choice_edit,
    column,
    label,
    restyle,
    row,
)
from domain.applications import StepKind
from domain.organization import Member, Permission, may
from domain.seals import KEEPERS_PER_SEAL, BindingState


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
    keeper_wanted = Signal(str)
    flow_wanted = Signal(str)

    def __init__(self, me: Member) -> None:
        super().__init__(scroll=True)
        self.setObjectName("seals.detail")
        self._me, self._shown = me, ""
        self._pill = Pill()
        self._title, self._under = label("", "title", cut=True), label("", "caption", cut=True)
        self.head(IconDisc("stamp", Tone.BRAND, 40), column(self._title, self._under, gap=2), self._pill)
        self._facts = FactList()
        rules = column(*self._make_keepers(), gap=10)
        rules.addSpacing(8)
        for widget in self._make_flow():
            rules.addWidget(widget)
        self.body.addWidget(Columns(column(self._facts), rules))
        self.body.addStretch(1)
        self._add_foot()

    def _make_keepers(self) -> tuple[QWidget, ...]:
        self._keepers = label("", "body", wrap=True)
        self._keeper = choice_edit([])
        self._keeper.setAccessibleName(self.tr("Member to become a keeper"))
        self._add = button(self.tr("Add"))
        self._add.setAccessibleName(self.tr("Add as a keeper"))
        self._add.clicked.connect(lambda: self.keeper_wanted.emit(str(self._keeper.currentData() or "")))
        self._keeper_error = label("", "fault", wrap=True)
        self._keeper.setObjectName("seals.keeper")
        self._add.setObjectName("seals.add_keeper")
        self._keeper_row = self._editors(self._keeper, self._add)
        return label(self.tr("Keepers"), "strong"), self._keepers, self._keeper_row, self._keeper_error

    def _make_flow(self) -> tuple[QWidget, ...]:
        self._flow_name = label("", "body", wrap=True)
        self._flow = Timeline(name=self.tr("Approval flow"))
        self._template = choice_edit([])
        self._template.setAccessibleName(self.tr("Approval template"))
        self._set = button(self.tr("Set"))
        self._set.setAccessibleName(self.tr("Set the approval flow"))
        self._set.clicked.connect(lambda: self.flow_wanted.emit(str(self._template.currentData() or "")))
        self._flow_error = label("", "fault", wrap=True)
        self._template.setObjectName("seals.template")
        self._set.setObjectName("seals.set_flow")
        self._flow_row = self._editors(self._template, self._set)
        title = label(self.tr("Approval flow"), "strong")
        return title, self._flow_name, self._flow, self._flow_row, self._flow_error

    @staticmethod
    def _editors(choice: QWidget, done: QWidget) -> QWidget:
        held = QWidget()
        held.setMaximumWidth(420)
        held.setLayout(row(choice, done))
        held.layout().setStretch(0, 1)
        return held

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
        foot = self.foot(self._message, self._busy, self._stamp, self._connect)
        foot.layout().setStretch(0, 1)
        self.show_idle()

    def show_line(self, line: Line, known: Seals) -> None:
        seal = line.seal.row
        self._title.setText(seal.name)
        self._under.setText(" · ".join((self.model_word(line), seal.id)))
        self._pill.set(*state(line))
        self._facts.set_facts(self._facts_of(line, known))
        same, self._shown = self._shown == seal.id, seal.id
        self._show_keepers(line, known, self._keeper.currentData() if same else None)
        self._show_flow(line, known, self._template.currentData() if same else None)

    def model_word(self, line: Line) -> str:
        gprs = line.seal.row.model.value == "GL"
        return self.tr("GL (GPRS or Bluetooth)") if gprs else self.tr("L (Bluetooth)")

    def _facts_of(self, line: Line, known: Seals) -> list[Fact]:
        seal, status = line.seal.row, line.status
        facts = [Fact(self.tr("In reach"), self.reach(line))]
        if line.use is not None:
            used = f"{known.person(line.use.member)} · {words.uses(line.use.used, line.use.count)}"
            facts.append(Fact(self.tr("Use under way"), used))
        if status is not None:
            facts.append(Fact(self.tr("Battery"), f"{status.battery} %"))
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

    def _show_keepers(self, line: Line, known: Seals, chosen: str | None) -> None:
        seal = line.seal.row
        names = "、".join(known.person(id) for id in seal.keepers)
        self._keepers.setText(names or self.tr("none yet: owner and administrator authorize"))
        options = known.may_keep(seal)
        self._keeper.clear()
        for member in options:
            self._keeper.addItem(member.name, member.id)
        self._keeper.setCurrentIndex(max(0, self._keeper.findData(chosen)))
        room = may(self._me, Permission.SET_KEEPER) and len(seal.keepers) < KEEPERS_PER_SEAL
        self._keeper_row.setVisible(room and bool(options))

    def _show_flow(self, line: Line, known: Seals, chosen: str | None) -> None:
        set_ = next((flow.template for flow in line.seal.row.flows if flow.category is None), None)
        template = known.template(set_) if set_ else None
        none = self.tr("none: only the authorizing step is taken")
        self._flow_name.setText(template.name if template else none if set_ is None else self.tr("not known here"))
        approvers = template.approvers if template is not None else []
        steps = [Step(known.person(id), words.step_kind(StepKind.APPROVE)) for id in approvers]
        if template is not None:
            keepers = "、".join(known.person(id) for id in line.seal.row.keepers)
            steps.append(Step(keepers or self.tr("Owner or administrator"), words.step_kind(StepKind.AUTHORIZE)))
        self._flow.set_steps(steps)
        self._template.clear()
        for each in known.templates:
            self._template.addItem(each.name, each.id)
        self._template.setCurrentIndex(max(0, self._template.findData(chosen or set_)))
        self._flow_row.setVisible(may(self._me, Permission.CONFIGURE_FLOW) and bool(known.templates))

    def show_refusal(self, of_keeper: str = "", of_flow: str = "") -> None:
        """Beside what it concerns; nothing takes it away."""
        self._keeper_error.setText(of_keeper)
        self._keeper_error.setVisible(bool(of_keeper))
        self._flow_error.setText(of_flow)
        self._flow_error.setVisible(bool(of_flow))

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
