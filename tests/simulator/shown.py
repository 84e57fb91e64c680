"""The seal's window on a seal whose time stands still, with what a person sees and clicks."""

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QListWidget, QPushButton, QSlider, QWidget

from simulator.firmware import Firmware
from simulator.firmware.key import PAUSE_MS
from simulator.host import Host
from simulator.window.body import Body
from simulator.window.display import SCREEN, Face
from simulator.window.panel import KEY_MS
from simulator.window.seal import SealWindow
from simulator.window.tokens import LIGHT
from tests.simulator.world import World

W = TypeVar("W", bound=QWidget)
WITHIN_S = 10


class Hand:
    """The host's side that the window uses, on a seal whose time stands still."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.name = "ZGY_GL_1A2B"
        self.attached = False
        self.keys = 0
        self.board = world.board
        self.on_change: list[Callable[[], None]] = []

    @property
    def seal(self) -> Firmware:
        return self.world.seal

    def act(self, gesture: Callable[[Firmware], object]) -> object:
        if gesture in (Firmware.key_down, Firmware.key_up):
            self.keys += 1
            self.world.now += KEY_MS
        result = gesture(self.seal)
        for observer in self.on_change:
            observer()
        return result


class Shown:
    def __init__(self, world: World) -> None:
        self.world = world
        self.hand = Hand(world)
        self.closed: list[bool] = []
        host: Host = self.hand  # type: ignore[assignment]
        self.window = SealWindow(host, LIGHT, lambda: time.gmtime(0), lambda: self.closed.append(True))
        self.window.show()

    def click(self, name: str) -> None:
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def button(self, name: str) -> QPushButton:
        found = self.window.findChild(QPushButton, f"seal.{name}")
        assert isinstance(found, QPushButton)
        return found

    def body(self) -> Body:
        found = self.window.findChild(Body)
        assert isinstance(found, Body)
        return found

    def screen(self) -> str:
        """What stands on the seal's own screen."""
        self.window.refresh()
        return self.body().accessibleName()

    def icon_is_solid(self) -> bool:
        """Whether the Bluetooth icon is filled with its blue."""
        self.window.refresh()
        body = self.body()
        scale, origin = body._fit()
        at = origin + (SCREEN.topLeft() + QPointF(15, 13)) * scale
        return body.grab().toImage().pixelColor(at.toPoint()).blue() > 200

    def box(self, name: str) -> QCheckBox:
        return self._found(QCheckBox, name)

    def slider(self, name: str) -> QSlider:
        return self._found(QSlider, name)

    def choice(self, name: str) -> QComboBox:
        return self._found(QComboBox, name)

    def _found(self, kind: type[W], name: str) -> W:
        found = self.window.findChild(kind, f"seal.{name}")
        assert isinstance(found, kind)
        return found

    @property
    def face(self) -> Face:
        return self.body()._face

    def display(self) -> QImage:
        return self.body().grab().toImage()

    def settle(self, button: str, presses: int) -> None:
        """The key is pressed so often, and the seal has counted; its time goes on with each."""
        self.click(button)
        deadline = time.monotonic() + WITHIN_S
        while not self.button(button).isEnabled():
            assert time.monotonic() < deadline
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
        self.world.wait(PAUSE_MS / 1000)
        assert self.hand.keys >= 2 * presses

    @property
    def lines(self) -> list[str]:
        listed = self.window.findChild(QListWidget)
        assert isinstance(listed, QListWidget)
        return [listed.item(row).text().partition("  ")[2] for row in range(listed.count())]
