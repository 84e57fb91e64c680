"""The keys and plugs of a seal as controls, for somebody who has no seal in his hands."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from domain.seals import Model, presses_to_switch
from protocol.conversation import CAPTURES
from simulator.firmware import Firmware
from simulator.firmware.machine import ADDRESS_PRESSES
from simulator.host import Host
from simulator.window.tokens import font

KEY_MS = 100  # a short press, and the time to the next
PEOPLE = 3
WET, DRY = 30, 100  # percent, how well the reader sees a finger


class PowerKeys(QWidget):
    """The power key, held or pressed so often in a row, and the reset key."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._act, self._to_come = host.act, 0
        self.power = _button("power", "")
        self._short = [
            _button("once", self.tr("Once"), self.tr("A short press: lights the screen")),
            _button(
                "address", self.tr("{0} ×: address").format(ADDRESS_PRESSES), self.tr("Shows its Bluetooth address")
            ),
        ]
        times = [1, ADDRESS_PRESSES]
        if host.board.model is Model.GL:
            times.append(presses_to_switch(host.seal.firmware))
            self._short.append(_button("mode", self.tr("{0} ×: mode").format(times[-1]), self.tr("GPRS or Bluetooth")))
        for button, so_often in zip(self._short, times, strict=True):
            button.clicked.connect(lambda _=False, n=so_often: self.press(n))
        self.reset = _button("reset", self.tr("Reset"), self.tr("The key below the screen: off at once"))
        self.power.pressed.connect(lambda: self._act(Firmware.key_down))
        self.power.released.connect(lambda: self._act(Firmware.key_up))
        self.reset.clicked.connect(lambda: self._act(Firmware.reset))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.power)
        layout.addLayout(_across(*self._short, self.reset))

    @property
    def busy(self) -> bool:
        """Presses are to come."""
        return self._to_come > 0

    def press(self, times: int) -> None:
        """As fast as a hand does; while it goes on no other keys are pressed."""
        if not self.busy:
            self._to_come = 2 * times
            self._go_on()

    def _go_on(self) -> None:
        self._act(Firmware.key_up if self._to_come % 2 else Firmware.key_down)
        self._to_come -= 1
        for button in (*self._short, self.power, self.reset):
            button.setEnabled(not self.busy)
        if self.busy:
            QTimer.singleShot(KEY_MS, self, self._go_on)

    def show_seal(self, seal: Firmware) -> None:
        text = self.tr("Switch off (hold 3 s)") if seal.on else self.tr("Switch on (hold 3 s)")
        _set(self.power, text)


class Hands(QWidget):
    """Stand, cover, paper, and the press itself. `pressed`; `new_sheet`: a clean page is laid under it."""

    pressed = Signal()
    new_sheet = Signal()
    paper_moved = Signal(bool)

    def __init__(self, host: Host) -> None:
        super().__init__()
        act = host.act
        self._stand, self._cover = _button("stand", "", shortcut="Alt+S"), _button("cover", "", shortcut="Alt+C")
        self.press = _button("press", self.tr("Press the seal"), shortcut="Alt+P")
        self.press.setProperty("kind", "press")
        self.press.setFont(font(18, strong=True))
        self.paper = QCheckBox(self.tr("Paper under it"))
        self.paper.setObjectName("seal.paper")
        self.paper.setChecked(True)
        self._sheet = _button("sheet", self.tr("New sheet"))
        self._stand.clicked.connect(lambda: act(lambda seal: seal.stand(out=not seal.stand_out)))
        self._cover.clicked.connect(lambda: act(lambda seal: seal.cover(on=not seal.cover_on)))
        self.press.clicked.connect(self.pressed)
        self._sheet.clicked.connect(self.new_sheet)
        self.paper.toggled.connect(self.paper_moved)
        self.paper.toggled.connect(self._sheet.setEnabled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(_across(self._stand, self._cover))
        layout.addWidget(self.press)
        layout.addLayout(_across(self.paper, self._sheet))

    def show_seal(self, seal: Firmware) -> None:
        _set(self._stand, self.tr("Put stand in") if seal.stand_out else self.tr("Take stand out"))
        _set(self._cover, self.tr("Take cover off") if seal.cover_on else self.tr("Put cover on"))


class Plugs(QWidget):
    """Card, network, USB plug and battery."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._act = host.act
        has_modem = host.board.model is Model.GL
        self._sim, self._usb = QCheckBox(self.tr("SIM card in")), QCheckBox(self.tr("USB plugged in"))
        self._signal, self._battery = _slider("signal", 5), _slider("battery", 100)
        self._sim.setObjectName("seal.sim")
        self._usb.setObjectName("seal.usb")
        self._sim.clicked.connect(lambda there: self._act(lambda seal: seal.put_sim(there=there)))
        self._usb.clicked.connect(lambda plugged: self._act(lambda seal: seal.charge(plugged=plugged)))
        self._signal.valueChanged.connect(lambda bars: self._act(lambda seal: seal.receive(bars)))
        self._battery.valueChanged.connect(self._drain)
        self._percent, self._bars = QLabel(), QLabel()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.addWidget(self._usb, 0, 0, 1, 2)
        grid.addWidget(self._sim, 0, 2, 1, 2)
        for line, (name, slider, value) in enumerate(
            (
                (self.tr("Battery"), self._battery, self._percent),
                (self.tr("Network"), self._signal, self._bars),
            ),
            1,
        ):
            said = QLabel(name)
            said.setProperty("kind", "caption")
            slider.setAccessibleName(name)
            value.setProperty("kind", "caption")
            value.setMinimumWidth(36)
            for column, (widget, span) in enumerate(((said, 1), (slider, 2), (value, 1))):
                grid.addWidget(widget, line, column + (column == 2), 1, span)
                widget.setVisible(has_modem or slider is self._battery)
        self._sim.setVisible(has_modem)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)

    def _drain(self, percent: int) -> None:
        def drain(seal: Firmware) -> None:
            seal.battery = percent

        self._act(drain)

    def show_seal(self, seal: Firmware) -> None:
        self._sim.setChecked(seal.sim)
        self._usb.setChecked(seal.icons.charging)
        self._percent.setText(f"{seal.battery} %")
        _quietly(self._battery, seal.battery)
        bars = seal.bars
        self._bars.setText(f"{bars}/5")
        _quietly(self._signal, bars)


class Finger(QWidget):
    """The reader: whose finger, which of them, how well it is read."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._act = host.act
        self._person, self._finger = QComboBox(), QComboBox()
        self._person.setObjectName("seal.person")
        self._finger.setObjectName("seal.finger")
        for at in range(PEOPLE):
            self._person.addItem(self.tr("Person {0}").format("ABC"[at]), "abc"[at])
        for at in range(1, CAPTURES + 1):
            self._finger.addItem(self.tr("finger {0}").format(at), at)
        self._person.setAccessibleName(self.tr("Whose finger"))
        self._finger.setAccessibleName(self.tr("Which finger"))
        self._badly = QCheckBox(self.tr("wet"))
        self._badly.setObjectName("seal.wet")
        self._badly.setToolTip(self.tr("The reader sees it badly"))
        self.touch = _button("touch", self.tr("Touch"), self.tr("Lay the finger on the reader"), shortcut="Alt+F")
        self.touch.clicked.connect(self._touch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(_across(self._person, self._finger, self._badly, self.touch))
        self.setVisible(host.board.model is Model.GL)

    def _touch(self) -> None:
        name, quality = (
            f"{self._person.currentData()}{self._finger.currentData()}",
            30 if self._badly.isChecked() else 100,
        )
        self._act(lambda seal: seal.touch(name, quality))


def _button(name: str, text: str, tip: str = "", shortcut: str = "") -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(f"seal.{name}")
    made.setToolTip(" ".join(part for part in (tip, f"({shortcut})" if shortcut else "") if part))
    if shortcut:
        made.setShortcut(shortcut)
        made.setProperty("keys", shortcut)
    return made


def _set(button: QPushButton, text: str) -> None:
    """Its words; a new text would take its shortcut away."""
    if button.text() != text:
        button.setText(text)
        if keys := button.property("keys"):
            button.setShortcut(str(keys))


def _slider(name: str, most: int) -> QSlider:
    made = QSlider(Qt.Orientation.Horizontal)
    made.setObjectName(f"seal.{name}")
    made.setRange(0, most)
    made.setPageStep(max(1, most // 5))
    return made


def _quietly(slider: QSlider, value: int) -> None:
    """Follow the seal, and tell it nothing."""
    if slider.value() != value:
        slider.blockSignals(True)
        slider.setValue(value)
        slider.blockSignals(False)


def _across(*widgets: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget, 0 if isinstance(widget, QCheckBox) else 1)
    return layout
