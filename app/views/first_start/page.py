"""The first page of a new console: three ways, and the form of the one that was chosen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.services.cloud_choice import Found
from app.services.local_cloud import LocalCloud
from app.services.own_program import OwnProgram
from app.views.first_start.here import HereForm
from app.views.first_start.there import ThereForm
from app.views.first_start.trial import TrialForm
from app.views.help import key as help_key
from app.views.i18n import Tongue
from app.views.look import Tone
from app.views.sign_in import in_the_middle
from app.views.widgets import Card, IconDisc, SegmentedSwitch, button, column, label, row

CARD_WIDTH, GAP = 280, 16


@dataclass(frozen=True)
class Ways:
    """What the ways are gone with."""

    find: Callable[[str], Awaitable[Found]]
    cloud: LocalCloud
    demo: Callable[[], OwnProgram]
    report: Callable[[BaseException], None]


class FirstStartPage(QWidget):
    """`chosen(address)`: of the cloud; `tongue_chosen`."""

    chosen = Signal(str)
    tongue_chosen = Signal(object)

    def __init__(self, ways: Ways, tongue: Tongue) -> None:
        super().__init__()
        self.setProperty("kind", "canvas")
        self.setObjectName("first_start.page")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._ways(tongue))
        self.trial = TrialForm(ways.demo, ways.report)
        self._forms = {
            "there": ThereForm(ways.find, ways.report),
            "here": HereForm(ways.cloud, ways.report),
            "trial": self.trial,
        }
        for form in self._forms.values():
            form.chosen.connect(self.chosen)
            form.left.connect(lambda: self._stack.setCurrentIndex(0))
            self._stack.addWidget(form)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def go(self, way: str) -> None:
        """Show the form of a way: there, here or trial."""
        self._stack.setCurrentWidget(self._forms[way])
        self._forms[way].begin()

    def _ways(self, tongue: Tongue) -> QWidget:
        cards = row(
            self._way(
                "there",
                "cloud",
                self.tr("A cloud that exists"),
                self.tr("Your organization has one, or its supplier runs one. You need its address."),
                self.tr("Enter its address"),
            ),
            self._way(
                "here",
                "desktop",
                self.tr("One on this computer"),
                self.tr("For one computer and its seals. The cloud runs beside this console and keeps its data here."),
                self.tr("Set it up"),
            ),
            self._way(
                "trial",
                "play-circle",
                self.tr("Look at the demo"),
                self.tr(
                    "A made-up company with virtual seals, in windows of its own. It needs no seal and no account."
                ),
                self.tr("Start the demo"),
            ),
            gap=GAP,
        )
        held = QWidget()
        held.setLayout(cards)
        switch = SegmentedSwitch(["中文", "English"], self.tr("Language"))
        switch.setObjectName("first_start.language")
        switch.setCurrentIndex(list(Tongue).index(tongue))
        switch.currentChanged.connect(lambda index: self.tongue_chosen.emit(list(Tongue)[index]))
        title = label(self.tr("Welcome to Signet"), "display")
        text = label(
            self.tr("Which cloud shall this console work with? You can change this before you sign in."), "secondary"
        )
        head = QWidget()
        head.setLayout(column(title, text, gap=6))
        for each in (title, text):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        backup = self.tr("Data of another computer is taken in with the command: {0}").format(
            "signet console --restore"
        )
        below = QWidget()
        below.setLayout(row(switch, help_key.link("first_start.guide"), gap=GAP))
        return in_the_middle(head, held, label(backup, "caption"), below)

    def _way(self, way: str, icon: str, title: str, text: str, action: str) -> Card:
        card = Card()
        card.setFixedWidth(CARD_WIDTH)
        card.body.setContentsMargins(24, 26, 24, 24)
        card.body.setSpacing(10)
        go = button(action, "primary" if way == "there" else "plain")
        go.setObjectName(f"first_start.{way}")
        go.clicked.connect(lambda: self.go(way))
        card.body.addWidget(IconDisc(icon, Tone.ACCENT, 48))
        card.body.addWidget(label(title, "strong"))
        card.body.addWidget(label(text, "secondary", wrap=True))
        card.body.addSpacing(8)
        card.body.addStretch(1)
        card.body.addWidget(go)
        return card
