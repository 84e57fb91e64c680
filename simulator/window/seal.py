"""The window of one seal: the painted body, its keys as buttons, and what happened last."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from simulator.firmware import Firmware
from simulator.host import Host
from simulator.window.body import Body, Face
from simulator.window.tokens import Tokens, font, sheet
from simulator.window.words import press_line

LINES_KEPT = 60


class SealWindow(QWidget):
    """Shows the seal of `host` and is its hand. `now` gives the local time for the list of events."""

    def __init__(
        self, host: Host, tokens: Tokens, now: Callable[[], time.struct_time], closed: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setObjectName("seal")
        self._host, self._now, self._closed = host, now, closed
        self._body = Body(tokens)
        self._power, self._stand, self._cover, self._press = (QPushButton() for _ in range(4))
        self._events = QListWidget()
        self._seen = self._facts()
        self._lay_out(tokens)
        self._connect()
        self.refresh()
        host.on_change.append(self.refresh)

    # Made once

    def _lay_out(self, tokens: Tokens) -> None:
        self.setStyleSheet(sheet(tokens))
        self.setWindowTitle(f"{self._host.name} · {self._host.board.serial}")
        self.resize(820, 640)
        panel, column = QFrame(), QVBoxLayout()
        panel.setObjectName("panel")
        panel.setFixedWidth(340)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(10)
        name, serial, happened = (
            QLabel(self._host.name),
            QLabel(self._host.board.serial),
            QLabel(self.tr("What happened")),
        )
        name.setFont(font(18, strong=True))
        happened.setFont(font(14, strong=True))
        serial.setProperty("kind", "caption")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._stand)
        row.addWidget(self._cover)
        self._press.setProperty("kind", "press")
        self._press.setFont(font(18, strong=True))
        self._press.setText(self.tr("Press the seal"))
        self._events.setFont(font(12))
        self._events.setWordWrap(True)
        self._events.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._events.setAccessibleName(happened.text())
        for widget in (name, serial, _rule(), self._power):
            column.addWidget(widget)
        column.addLayout(row)
        hint = QLabel(self.tr("Stand out, cover off, then press. Keep the power key down for 3 s to switch."))
        hint.setProperty("kind", "caption")
        hint.setWordWrap(True)
        for widget in (self._press, hint, _rule(), happened):
            column.addWidget(widget)
        column.addWidget(self._events, 1)
        panel.setLayout(column)
        whole = QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._body, 1)
        whole.addWidget(panel)
        self.setLayout(whole)
        for button, word in (
            (self._power, "power"), (self._stand, "stand"), (self._cover, "cover"), (self._press, "press"),
        ):  # fmt: skip
            button.setObjectName(f"seal.{word}")

    def _connect(self) -> None:
        act = self._host.act
        self._power.pressed.connect(lambda: act(Firmware.key_down))
        self._power.released.connect(lambda: act(Firmware.key_up))
        self._body.key_down.connect(lambda: act(Firmware.key_down))
        self._body.key_up.connect(lambda: act(Firmware.key_up))
        self._stand.clicked.connect(lambda: act(lambda seal: seal.stand(out=not seal.stand_out)))
        self._cover.clicked.connect(lambda: act(lambda seal: seal.cover(on=not seal.cover_on)))
        self._press.clicked.connect(self._stamp)
        self._press.setFocus()

    # What the person does

    def _stamp(self) -> None:
        if not self._host.act(Firmware.press):
            self._note(self.tr("Nothing to press: first take the stand out and the cover off"))

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
        self._power.setText(self.tr("Switch off (hold 3 s)") if seal.on else self.tr("Switch on (hold 3 s)"))
        self._stand.setText(self.tr("Put stand in") if seal.stand_out else self.tr("Take stand out"))
        self._cover.setText(self.tr("Take cover off") if seal.cover_on else self.tr("Put cover on"))
        self._body.show_held(seal.held)
        self._body.show_face(self._face())
        self._body.setAccessibleName(" · ".join(seal.screen) or self.tr("Screen off"))
        before, self._seen = self._seen, self._facts()
        for line in self._changes(before, self._seen):
            self._note(line)

    def _face(self) -> Face:
        seal = self._host.seal
        return Face(
            on=seal.on,
            lines=seal.screen,
            battery=seal.battery,
            connected=seal.connected,
            unlocked=seal.unlocked,
            stand_out=seal.stand_out,
            cover_on=seal.cover_on,
            plate=f"{self._host.name}  ·  {self._host.board.serial}",
            imprints=seal.impressions,
        )

    def _facts(self) -> tuple[bool, bool, bool, int, tuple[str, ...]]:
        seal = self._host.seal
        return seal.on, seal.connected, seal.live.in_hand, seal.impressions, seal.screen

    def _changes(
        self, before: tuple[bool, bool, bool, int, tuple[str, ...]], now: tuple[bool, bool, bool, int, tuple[str, ...]]
    ) -> list[str]:
        lines: list[str] = []
        if now[0] != before[0]:
            lines.append(self.tr("Switched on") if now[0] else self.tr("Switched off"))
        if now[1] != before[1]:
            lines.append(self.tr("A console is connected") if now[1] else self.tr("The console is gone"))
        if now[2] != before[2]:
            lines.append(self.tr("Taken in hand") if now[2] else self.tr("Out of hand"))
        if now[3] != before[3]:
            lines.append(press_line(now[3], self._host.seal.last_result))
        if now[4] != before[4] and now[4]:
            lines.append(self.tr("Screen: {}").format(" ".join(now[4])))
        return lines

    def _note(self, line: str) -> None:
        self._events.insertItem(0, f"{time.strftime('%H:%M:%S', self._now())}  {line}")
        while self._events.count() > LINES_KEPT:
            self._events.takeItem(LINES_KEPT)


def _rule() -> QLabel:
    rule = QLabel()
    rule.setProperty("kind", "rule")
    return rule
