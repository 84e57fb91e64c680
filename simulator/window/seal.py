"""The window of one seal: the painted body, its keys, plugs and hands as controls, and what happened last."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QScrollArea, QVBoxLayout, QWidget

from protocol.contact import SealMode
from simulator.firmware import Firmware
from simulator.host import Host
from simulator.window.body import Body
from simulator.window.display import Face
from simulator.window.panel import Finger, Hands, Plugs, PowerKeys
from simulator.window.tokens import Tokens, font, sheet
from simulator.window.words import press_line

LINES_KEPT = 60
PANEL = 368


@dataclass(frozen=True)
class Facts:
    """What is worth a line when it changes."""

    on: bool
    connected: bool
    in_hand: bool
    attached: bool
    mode: SealMode
    charging: bool
    sim: bool
    impressions: int
    screen: tuple[str, ...]


class SealWindow(QWidget):
    """Shows the seal of `host` and is its hand. `now` gives the local time for the list of events."""

    def __init__(
        self, host: Host, tokens: Tokens, now: Callable[[], time.struct_time], closed: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setObjectName("seal")
        self._host, self._now, self._closed = host, now, closed
        self._body = Body(tokens)
        self._keys, self._hands, self._plugs, self._finger = PowerKeys(host), Hands(host), Plugs(host), Finger(host)
        self._events = QListWidget()
        self._seen = self._facts()
        self._sheet_from = host.seal.impressions  # what was stamped before is on another page
        self._stamped_beside = 0
        self._lay_out()
        self.wear(tokens)
        self._connect()
        self.refresh()
        host.on_change.append(self.refresh)

    # Made once

    def _lay_out(self) -> None:
        self.setWindowTitle(f"{self._host.name} · {self._host.board.serial}")
        self.resize(QSize(860, 690).boundedTo(self.screen().availableSize()))
        panel, column = QFrame(), QVBoxLayout()
        panel.setObjectName("panel")
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(8)
        name, serial = QLabel(self._host.name), QLabel(self._host.board.serial)
        name.setFont(font(18, strong=True))
        serial.setProperty("kind", "caption")
        across = QHBoxLayout()
        across.addWidget(name)
        across.addStretch(1)
        across.addWidget(serial)
        column.addLayout(across)
        self._events.setFont(font(12))
        self._events.setWordWrap(True)
        self._events.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._events.setAccessibleName(self.tr("What happened"))
        self._events.setMinimumHeight(72)
        groups = [(self.tr("Power key"), self._keys), (self.tr("In your hands"), self._hands)]
        groups += [(self.tr("Power and network"), self._plugs)]
        for title, group in groups:
            column.addWidget(_title(title))
            column.addWidget(group)
        finger = _title(self.tr("Fingerprint reader"))
        finger.setVisible(not self._finger.isHidden())
        for each in (finger, self._finger, _rule(), _title(self.tr("What happened"))):
            column.addWidget(each)
        column.addWidget(self._events, 1)
        panel.setLayout(column)
        scrolled = QScrollArea()  # on a small screen, or in a large scaling
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolled.setWidgetResizable(True)
        scrolled.setWidget(panel)
        scrolled.setFixedWidth(PANEL)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._body, 1)
        whole.addWidget(scrolled)

    def _connect(self) -> None:
        act = self._host.act
        self._body.key_down.connect(lambda: act(Firmware.key_down))
        self._body.key_up.connect(lambda: act(Firmware.key_up))
        self._hands.pressed.connect(self._stamp)
        self._hands.new_sheet.connect(self._lay_sheet)
        self._hands.paper_moved.connect(lambda _: self.refresh())
        self._hands.press.setFocus()

    def wear(self, tokens: Tokens) -> None:
        """Light or dark, as the system is."""
        self.setStyleSheet(sheet(tokens))
        self._body.wear(tokens)

    # What the person does

    def _stamp(self) -> None:
        """Without paper the seal counts all the same: it feels a press, and not what lies under it."""
        on_paper = self._hands.paper.isChecked()
        if not self._host.act(Firmware.press):
            self._note(self.tr("Nothing to press: first take the stand out and the cover off"))
        elif not on_paper:
            self._stamped_beside += 1
            self._note(self.tr("Pressed without paper: the seal records it all the same"))
            self.refresh()

    def _lay_sheet(self) -> None:
        self._sheet_from, self._stamped_beside = self._host.seal.impressions, 0
        self.refresh()

    def photograph(self, path: Path) -> None:
        """Save a picture of the window as PNG. OSError if that cannot be."""
        self.refresh()
        self._body.settle()
        if not self.grab().save(str(path), "PNG"):  # pyright: ignore[reportCallIssue, reportArgumentType]
            raise OSError(f"{path} cannot be written")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._host.on_change.remove(self.refresh)
        self._closed()
        event.accept()

    # What the seal does

    def refresh(self) -> None:
        """Show it as it is now, and say what has changed."""
        seal = self._host.seal
        for part in (self._keys, self._hands, self._plugs):
            part.show_seal(seal)
        self._body.show_held(seal.held)
        self._body.show_face(self._face())
        self._body.setAccessibleName(" · ".join(seal.screen) or self.tr("Screen off"))
        before, self._seen = self._seen, self._facts()
        for line in self._changes(before, self._seen):
            self._note(line)

    def _face(self) -> Face:
        seal = self._host.seal
        return Face(
            icons=seal.icons,
            lines=seal.screen,
            on=seal.on or bool(seal.screen),  # it says so when it restarts with a release
            code=seal.code,
            unlocked=seal.unlocked,
            stand_out=seal.stand_out,
            cover_on=seal.cover_on,
            plate=f"{self._host.name}  ·  {self._host.board.serial}",
            paper=self._hands.paper.isChecked(),
            imprints=seal.impressions - self._sheet_from - self._stamped_beside,
            presses=seal.impressions,
        )

    def _facts(self) -> Facts:
        seal = self._host.seal
        return Facts(
            on=seal.on or bool(seal.screen),  # it says so when it restarts with a release
            connected=seal.connected,
            in_hand=seal.live.in_hand,
            attached=self._host.attached,
            mode=seal.icons.mode,
            charging=seal.icons.charging,
            sim=seal.sim,
            impressions=seal.impressions,
            screen=seal.screen,
        )

    def _changes(self, before: Facts, now: Facts) -> list[str]:
        """A line each, the screen's last: it is the seal's answer to the others."""
        told = {
            "on": (self.tr("Switched on"), self.tr("Switched off")),
            "connected": (self.tr("A console is connected"), self.tr("The console is gone")),
            "in_hand": (self.tr("Taken in hand"), self.tr("Out of hand")),
            "attached": (self.tr("In contact with the cloud over GPRS"), self.tr("No contact over GPRS")),
            "charging": (self.tr("It charges"), self.tr("It charges no more")),
            "sim": (self.tr("The card is in"), self.tr("The card is out")),
        }
        lines = [
            words[0] if getattr(now, name) else words[1]
            for name, words in told.items()
            if getattr(now, name) != getattr(before, name)
        ]
        if now.mode is not before.mode:
            gprs = now.mode is SealMode.GPRS
            lines.append(self.tr("GPRS mode") if gprs else self.tr("Bluetooth mode"))
        if now.impressions != before.impressions:
            lines.append(press_line(now.impressions, self._host.seal.last_result))
        if now.screen != before.screen and now.screen:
            lines.append(self.tr("Screen: {}").format(" ".join(now.screen)))
        return lines

    def _note(self, line: str) -> None:
        self._events.insertItem(0, f"{time.strftime('%H:%M:%S', self._now())}  {line}")
        while self._events.count() > LINES_KEPT:
            self._events.takeItem(LINES_KEPT)


def _title(text: str) -> QLabel:
    made = QLabel(text)
    made.setFont(font(14, strong=True))
    return made


def _rule() -> QLabel:
    rule = QLabel()
    rule.setProperty("kind", "rule")
    return rule
