"""How the upgrade of a seal's firmware goes, and having it done now, by this computer (R-169)."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from app.services.upgrading import OVER, Step, UpgradingState
from app.views import i18n, words
from app.views.look import Tone
from app.views.seals import wording
from app.views.seals.lines import Line
from app.views.widgets import Pill, button, column, label, restyle, row
from domain.firmware import (
    LEAST_BATTERY,
    OPEN,
    Upgrade,
    UpgradeFailure,
    UpgradeState,
    Waits,
    waits_for,
)
from domain.seals import SealMode

KIB = 1024
SHOWN_FOR_MS = 7 * 24 * 3600 * 1000
"""So long one that came off is told."""


class Firmware(QWidget):
    """`now_wanted`, `stop_wanted`: the page does it. Nothing is shown where there is nothing to tell."""

    now_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("seals.firmware")
        self._work: tuple[str, UpgradingState] = ("", UpgradingState())
        self._line: Line | None = None
        self._now = 0
        self._title, self._pill = label("", "strong", wrap=True), Pill()
        self._title.setObjectName("seals.firmware_versions")
        self._pill.setObjectName("seals.firmware_state")
        self._bar, self._count = QProgressBar(), label("", "caption")
        self._count.setObjectName("seals.firmware_count")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._said = label("", "body", wrap=True)
        self._said.setObjectName("seals.firmware_said")
        self._came = label("", "secondary", wrap=True)
        self._came.setObjectName("seals.firmware_came")
        self.begin = button(self.tr("Upgrade now over Bluetooth"), "plain", "bluetooth")
        self.begin.setObjectName("seals.upgrade_now")
        self.begin.clicked.connect(self.now_wanted)
        self.stop = button(self.tr("Stop"), "ghost")
        self.stop.setAccessibleName(self.tr("Stop the upgrade from this computer"))
        self.stop.setObjectName("seals.upgrade_stop")
        self.stop.clicked.connect(self.stop_wanted)
        above, across = row(self._title, self._pill), row(self._bar, self._count, gap=10)
        below = row(self._said, self.begin, self.stop)
        for layout in (above, across, below):
            layout.setStretch(0, 1)
        layout = column(gap=8)
        for each in (above, across, below):
            layout.addLayout(each)
        layout.addWidget(self._came)
        self.setLayout(layout)

    def show_line(self, line: Line, now: int) -> None:
        self._line, self._now = line, now
        self._show()

    def show_work(self, serial: str, state: UpgradingState) -> None:
        """How it goes from this computer, with that seal."""
        self._work = (serial, state)
        self._show()

    def _show(self) -> None:
        line = self._line
        upgrade = None if line is None or line.firmware is None else line.firmware.upgrade
        self.setVisible(upgrade is not None and _is_news(upgrade, self._now))
        if line is None or upgrade is None:
            return
        work = self._work[1] if self._work[0] == line.seal.row.id else None
        under_way = work is not None and work.step not in OVER
        self._title.setText(self._versions(line, upgrade))
        self._pill.set(*self.state(upgrade))
        self._said.setText(self._meaning(line, upgrade))
        self._show_bar(upgrade, work if under_way else None)
        waiting = upgrade.state in (UpgradeState.QUEUED, UpgradeState.DOWNLOADING)
        self.begin.setVisible(line.is_bound and waiting and not under_way)
        self.stop.setVisible(under_way)
        came = "" if work is None or not (waiting or under_way) else self._of_work(work)
        self._came.setText(came)
        self._came.setVisible(bool(came))
        restyle(self._came, "role", "fault" if work is not None and work.step is Step.BROKEN else "secondary")

    def _show_bar(self, upgrade: Upgrade, work: UpgradingState | None) -> None:
        offset = max(work.offset, 0) if work is not None and work.size else upgrade.offset
        percent = offset * 100 // upgrade.size
        moving = upgrade.state in (UpgradeState.QUEUED, UpgradeState.DOWNLOADING)
        connecting = work is not None and work.step is Step.CONNECTING
        self._bar.setRange(0, 0 if connecting else 100)
        self._bar.setValue(percent)
        sizes = i18n.number(offset // KIB), i18n.number(-(-upgrade.size // KIB))
        self._count.setText(self.tr("{0} · {1} of {2} KB").format(words.percent(percent), *sizes))
        self._bar.setAccessibleName(self._count.text())
        for each in (self._bar, self._count):
            each.setVisible(moving)

    def _versions(self, line: Line, upgrade: Upgrade) -> str:
        runs = line.status.firmware if line.status is not None else ""
        if upgrade.state is UpgradeState.UPDATED or not runs or runs == upgrade.version:
            return self.tr("Firmware upgrade to {0}").format(upgrade.version)
        return self.tr("Firmware upgrade from {0} to {1}").format(runs, upgrade.version)

    def state(self, upgrade: Upgrade) -> words.Word:
        """In a word."""
        if upgrade.why is UpgradeFailure.WITHDRAWN:
            return self.tr("Called off"), Tone.NEUTRAL
        return {
            UpgradeState.QUEUED: (self.tr("Ordered"), Tone.NEUTRAL),
            UpgradeState.DOWNLOADING: (self.tr("Downloading"), Tone.ACCENT),
            UpgradeState.VERIFIED: (self.tr("Verified"), Tone.ACCENT),
            UpgradeState.UPDATING: (self.tr("Updating"), Tone.WARN),
            UpgradeState.UPDATED: (self.tr("Updated"), Tone.OK),
            UpgradeState.FAILED: (self.tr("Failed"), Tone.DANGER),
        }[upgrade.state]

    def _meaning(self, line: Line, upgrade: Upgrade) -> str:
        """What it waits for, or what came of it."""
        since = words.moment(upgrade.at)
        if upgrade.state is UpgradeState.FAILED:
            why = wording.upgrade_failure(upgrade.why)
            return self.tr("{0} ({1}).").format(why[0].upper() + why[1:], since)
        if upgrade.state is UpgradeState.UPDATED:
            return self.tr("It has run this version since {0}.").format(since)
        if upgrade.state is UpgradeState.UPDATING:
            return self.tr("It has restarted with it on trial, and checks itself.")
        status = line.status
        by_hand = status is not None and status.mode is SealMode.BLUETOOTH and line.phase(self._now) == "usable"
        in_contact = line.connection(self._now) is not None
        waits = waits_for(upgrade, status, in_contact=in_contact, in_hand=by_hand)
        if waits is None and upgrade.state is UpgradeState.QUEUED:
            return self.tr("Ordered on {0}; the seal hears of it with its next contact.").format(
                words.moment(upgrade.ordered_at)
            )
        return {
            None: self.tr("It comes into the seal bit by bit; the seal is used and records as ever."),
            Waits.CONTACT: self.tr("It goes on with the seal's next contact: over GPRS, or beside a console."),
            Waits.HAND: self.tr("It restarts with it as soon as nobody has it in hand."),
            Waits.BATTERY: self.tr("It restarts with it at {0} of its battery, or while it is charged.").format(
                words.percent(LEAST_BATTERY)
            ),
            Waits.RESTART: self.tr("It restarts with it as soon as nobody has used it for some seconds."),
        }[waits]

    def _of_work(self, work: UpgradingState) -> str:
        trouble = "" if work.trouble is None else work.trouble.sentence(_chinese())
        said = {
            Step.CONNECTING: self.tr("Connecting to the seal …"),
            Step.GIVING: self.tr("Stay near the seal; what it has by now it keeps, whenever this ends."),
            Step.WHOLE: "",
            Step.NOTHING: self.tr("The seal wants no release just now."),
            Step.STOPPED: self.tr("Stopped; it goes on where it was."),
            Step.BROKEN: self.tr("It goes on where it was."),
        }[work.step]
        return words.sentences(trouble, said)


def _is_news(upgrade: Upgrade, now: int) -> bool:
    """One that goes on, or failed, or came off lately."""
    failed = upgrade.state is UpgradeState.FAILED and upgrade.why is not UpgradeFailure.WITHDRAWN
    return upgrade.state in OPEN or failed or now - upgrade.at < SHOWN_FOR_MS


def _chinese() -> bool:
    return QLocale().language() is QLocale.Language.Chinese
