"""One seal in parts that read calmly: how it is, who keeps it and which flow its use takes, how it is set, whose
fingerprints it holds, what it was told, and what happened to it."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.views import i18n, words
from app.views.look import Size, Tone
from app.views.seals.fingers import Fingers
from app.views.seals.firmware import Firmware
from app.views.seals.flows import Flows
from app.views.seals.history import Events, Orders
from app.views.seals.keepers import Keepers
from app.views.seals.letting_go import LettingGo
from app.views.seals.lines import Line, Seals
from app.views.seals.live import Live
from app.views.seals.settings import Settings
from app.views.seals.told import Told
from app.views.seals.waiting import Waiting
from app.views.widgets import (
    Card,
    Columns,
    IconDisc,
    Pill,
    SegmentedSwitch,
    button,
    column,
    label,
    restyle,
    row,
    scrolled,
    tip,
)
from domain.organization import Member, Permission, may
from domain.seals import BindingState, Seal, may_on

translate = QCoreApplication.translate
STATUS, RULES, SETTINGS, FINGERS, ORDERS, EVENTS = "status", "rules", "settings", "fingers", "orders", "events"


def state(line: Line, now: int) -> words.Word:
    """What the seal says now, if this computer hears it; else what it last said, or has come to since (R-187)."""
    seal, status = line.seal.row, line.status
    if seal.state is BindingState.UNBINDING:
        return translate("SealDetail", "Unbinding (waiting for the seal)"), Tone.WARN
    phase = line.phase(now)
    if seal.state is not BindingState.BOUND or not phase:
        return words.seal(seal, status)
    if line.heard is None and words.seal(seal, status) != words.phase(status.phase if status else ""):
        return words.seal(seal, status)  # decided, whatever it last said
    return words.phase(phase)


class SealDetail(Card):
    """Shows a `Line`; says what the person wants to change, and leaves the doing to the page."""

    connect_wanted = Signal()
    connection_wanted = Signal()
    stamp_wanted = Signal()

    def __init__(self, me: Member) -> None:
        super().__init__(flush=True)
        self.setObjectName("seals.detail")
        self._me = me
        self._shown: Seal | None = None
        self._pill = Pill()
        self._title, self._under = button("", "name", cut=True), label("", "caption", cut=True)
        self._title.setObjectName("seals.name_of")
        self._title.clicked.connect(self.connection_wanted)
        disc = IconDisc("stamp", Tone.BRAND, 40)
        self._edit = button("", "small", "pencil-simple")
        self._edit.setAccessibleName(self.tr("Change name and remark"))
        self._edit.setToolTip(tip(self._edit.accessibleName()))
        self._edit.setObjectName("seals.edit")
        self._edit.setVisible(may(me, Permission.BIND))
        beside = column(self._title, self._under, gap=2)
        self.head(disc, beside, self._edit, self._pill)
        self._edit.clicked.connect(self._change_name)
        self.live, self.keepers, self.flows = Live(), Keepers(me), Flows(me)
        self.settings, self.told, self.letting_go = Settings(me), Told(me), LettingGo(me)
        self.fingers, self.orders, self.events, self.waiting = Fingers(me), Orders(), Events(), Waiting(me)
        self.firmware = Firmware()
        self.naming = self.live.naming
        self._parts = {
            STATUS: (self.tr("Status"), _padded(column(self.waiting, self.firmware, self.live, gap=12))),
            RULES: (self.tr("Rules"), _padded(Columns(column(self.flows), column(self.keepers), (57, 43)))),
            SETTINGS: (
                self.tr("Settings"),
                _padded(Columns(column(self.settings, self.told, gap=22), column(self.letting_go), (57, 43))),
            ),
            FINGERS: (self.tr("Fingerprints"), _padded(self.fingers)),
            ORDERS: (self.tr("Orders"), self.orders),
            EVENTS: (self.tr("Events"), self.events),
        }
        self.switch = SegmentedSwitch([], self.tr("Parts of the seal's page"))
        self.switch.setObjectName("seals.parts")
        self.switch.currentChanged.connect(self._show_part)
        self._stack = QStackedWidget()
        for _, part in self._parts.values():
            self._stack.addWidget(part)
        above = QWidget()
        above.setLayout(row(self.switch, None))
        above.layout().setContentsMargins(Size.PADDING, 12, Size.PADDING, 4)
        self.body.setSpacing(0)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(above)
        self.body.addWidget(self._stack, 1)
        self._add_foot()

    def _add_foot(self) -> None:
        self._message = label("", "body", wrap=True)
        self._message.setObjectName("seals.message")
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setFixedWidth(120)
        self._stamp = button(self.tr("Go stamp"), "ghost", "hand-pointing")
        self._stamp.clicked.connect(self.stamp_wanted)
        self._switch_link = button(self.tr("Connection …"), "ghost")
        self._switch_link.setObjectName("seals.connection")
        self._switch_link.clicked.connect(self.connection_wanted)
        self._connect = button(self.tr("Connect"), "plain", "bluetooth")
        self._connect.setObjectName("seals.connect")
        self._connect.clicked.connect(self.connect_wanted)
        self.foot(self._message, self._busy, self._stamp, self._switch_link, self._connect)
        self.show_idle()

    # Parts

    def _wanted(self, line: Line) -> list[str]:
        """What is not for this person to see is not there."""
        seal = line.seal.row
        keys = [STATUS, RULES, SETTINGS]
        keys += [FINGERS] if may(self._me, Permission.BIND) else []
        keys += [ORDERS] if may_on(self._me, Permission.VIEW_AUTHORIZATIONS, seal) else []
        return keys + ([EVENTS] if may_on(self._me, Permission.VIEW_USAGE, seal) else [])

    @property
    def part(self) -> str:
        """The key of the part that is shown."""
        return str(self.switch.tabData(self.switch.currentIndex()) or STATUS)

    def open_part(self, key: str) -> None:
        for at in range(self.switch.count()):
            if self.switch.tabData(at) == key:
                self.switch.setCurrentIndex(at)

    def _set_parts(self, keys: list[str]) -> None:
        if keys == [self.switch.tabData(at) for at in range(self.switch.count())]:
            return
        chosen, blocked = self.part, self.switch.blockSignals(True)
        while self.switch.count():
            self.switch.removeTab(0)
        for key in keys:
            self.switch.setTabData(self.switch.addTab(self._parts[key][0]), key)
        self.switch.blockSignals(blocked)
        self.switch.updateGeometry()
        self.open_part(chosen if chosen in keys else STATUS)
        self._show_part()

    def _show_part(self) -> None:
        self._stack.setCurrentWidget(self._parts[self.part][1])

    def show_line(self, line: Line, known: Seals, now: int) -> None:
        seal = line.seal.row
        self._title.setText(seal.name)
        self._title.setAccessibleName(self.tr("{0}: how it is connected").format(seal.name))
        self._under.setText(" · ".join((self.model_word(line), seal.id)))
        self._pill.set(*state(line, now))
        if self._shown is None or self._shown.id != seal.id:
            self.naming.hide()
        self._shown = seal
        self._set_parts(self._wanted(line))
        self.waiting.show_line(line, known)
        self.firmware.show_line(line, now)
        self.live.show_line(line, known, now)
        self.keepers.show_line(line, known)
        self.flows.show_line(line, known)
        self.settings.show_line(line, known)
        self.told.show_line(line, known, now)
        self.letting_go.show_line(line)
        self.fingers.show_line(line, known)
        self.orders.show_line(line, known, now)
        self.events.show_line(line, known, now)
        if ORDERS in self._wanted(line):
            self.switch.set_count(self._wanted(line).index(ORDERS), self.orders.open)
        self._switch_link.setVisible(line.connection(now) is None)

    def _change_name(self) -> None:
        if self._shown is not None:
            self.open_part(STATUS)
            self.naming.begin(self._shown.name, self._shown.remark)

    def model_word(self, line: Line) -> str:
        return self.tr("GL (GPRS or Bluetooth)") if line.is_gl else self.tr("L (Bluetooth)")

    def show_refusal(self, **why: str) -> None:
        """Beside what it concerns (`keeper`, `flow`, `name`, `lock`, `settings`, `unbinding`, `finger`, `binding`);
        what is not named has none any more."""
        errors = {
            "keeper": self.keepers.error,
            "flow": self.flows.error,
            "lock": self.told.error,
            "settings": self.settings.error,
            "unbinding": self.letting_go.error,
            "finger": self.fingers.error,
            "binding": self.waiting.error,
        }
        for name, error in errors.items():
            error.setText(why.get(name, ""))
            error.setVisible(bool(why.get(name)))
        self.naming.set_error(why.get("name", ""))

    def show_busy(self, done: int = 0, total: int = 0, doing: str = "") -> None:
        """A connection is under way; so many entries of so many were carried."""
        carried = self.tr("Carried {0} of {1} records").format(i18n.number(done), i18n.number(total))
        self._say(carried if total else doing or self.tr("Connecting to the seal …"))
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


def _padded(part: QWidget | QVBoxLayout) -> QWidget:
    """A part that is scrolled where it is taller than its place."""
    held = QWidget()
    inside = part if isinstance(part, QVBoxLayout) else column(part, gap=0)
    inside.setContentsMargins(Size.PADDING, 12, Size.PADDING, Size.PADDING)
    inside.addStretch(1)
    held.setLayout(inside)
    return scrolled(held)
