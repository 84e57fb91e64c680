"""The keys, plugs, paper and fingers of the seal's window: whoever has no seal can try everything."""

from collections.abc import Callable

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from domain.seal_codes import link_of
from domain.seals import Model
from protocol.cbor import pack
from protocol.contact import SealMode
from protocol.conversation import CAPTURES, Code
from protocol.envelopes import FingerEnrolBody, Kind
from simulator.firmware.state import BACKLIGHT_S
from simulator.window.tokens import DARK
from tests.simulator.shown import Shown
from tests.simulator.world import MEMBER, World, board


def test_the_address_code_can_be_scanned(shown: Shown) -> None:
    shown.world.seal.hold()
    shown.settle("address", 3)
    assert shown.world.seal.address == shown.world.board.address
    assert scanned(shown) == [shown.world.board.address]
    shown.settle("once", 1)
    assert shown.world.seal.address is None


def scanned(shown: Shown) -> list[str]:
    """What the codes on its display say."""
    shown.window.refresh()
    picture = shown.window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    shape = (picture.height(), picture.bytesPerLine())
    pixels = memoryview(bytes(picture.constBits())).cast("B", shape)
    return [code.text for code in zxingcpp.read_barcodes(pixels)]


@pytest.mark.req("R-069", "R-070")
def test_an_unbound_l_seal_can_be_scanned(show: Callable[[World], Shown]) -> None:
    shown = show(World(board(Model.L)))
    assert scanned(shown) == []
    shown.world.seal.hold()
    assert scanned(shown) == [link_of(shown.world.serial)]
    shown.world.seal.hold()  # off
    shown.world.bind()
    assert scanned(shown) == []


@pytest.mark.req("R-062")
def test_the_icons_are_those_of_the_device(shown: Shown) -> None:
    world = shown.world
    world.bind()
    shown.window.refresh()
    assert (shown.face.icons.bluetooth, shown.face.icons.signal, shown.face.icons.sim) == ("solid", 4, True)
    world.seal.disconnect()
    shown.settle("mode", 5)
    shown.window.refresh()
    assert (shown.face.icons.bluetooth, shown.face.icons.mode) == ("", SealMode.GPRS)
    assert "GPRS mode" in shown.lines
    shown.settle("mode", 5)
    shown.window.refresh()
    assert shown.face.icons.bluetooth == "hollow"
    dark = shown.display()
    world.wait(BACKLIGHT_S)
    shown.window.refresh()
    assert not shown.face.lit
    assert shown.display() != dark


def test_card_plug_network_and_battery_are_in_the_persons_hands(shown: Shown) -> None:
    seal = shown.world.seal
    seal.hold()
    shown.window.refresh()
    shown.box("usb").click()
    assert seal.icons.charging
    shown.box("sim").click()
    assert (seal.sim, seal.icons.signal) == (False, 0)
    assert shown.lines[:2] == ["The card is out", "It charges"]
    shown.box("sim").click()
    shown.slider("signal").setValue(2)
    shown.slider("battery").setValue(7)
    assert (seal.bars, seal.battery) == (2, 7)
    shown.click("reset")
    assert not seal.on
    seal.battery = 55
    shown.window.refresh()
    assert shown.slider("battery").value() == 55  # what the seal says is followed, and not told it again


def test_an_l_seal_has_no_card_no_network_no_reader_and_one_mode(show: Callable[[World], Shown]) -> None:
    shown = show(World(board(Model.L)))
    assert not shown.box("sim").isVisible()
    assert not shown.slider("signal").isVisible()
    assert not shown.button("touch").isVisible()
    assert shown.window.findChild(QPushButton, "seal.mode") is None
    assert shown.box("usb").isVisible()


@pytest.mark.req("R-136")
def test_whose_finger_is_laid_on_the_reader_is_chosen(shown: Shown) -> None:
    world = shown.world
    world.bind()
    world.gprs()
    assert world.send(Kind.FINGER_ENROL, pack(FingerEnrolBody(1, MEMBER))) is Code.OK
    for _ in range(CAPTURES):
        shown.click("touch")
    assert shown.screen() == "已保存"
    world.wait(5)
    world.issue(world.grant(finger=1))
    world.open()
    assert shown.screen() == "请按指纹解锁 · 0/3"
    shown.choice("person").setCurrentIndex(1)
    shown.click("touch")
    assert not world.seal.unlocked
    shown.choice("person").setCurrentIndex(0)
    shown.choice("finger").setCurrentIndex(1)
    shown.click("touch")
    assert not world.seal.unlocked
    shown.choice("finger").setCurrentIndex(0)
    shown.box("wet").click()
    shown.box("wet").click()
    shown.click("touch")
    assert world.seal.unlocked
    assert shown.screen() == "0/3"


def test_a_wet_finger_is_not_seen_well(shown: Shown) -> None:
    world = shown.world
    world.bind()
    world.gprs()
    world.send(Kind.FINGER_ENROL, pack(FingerEnrolBody(1, MEMBER)))
    shown.box("wet").click()
    shown.click("touch")
    assert shown.screen() == f"请按指纹 · 0/{CAPTURES}"


def test_without_paper_it_is_recorded_all_the_same_and_nothing_is_printed(shown: Shown) -> None:
    shown.world.ready()
    shown.box("paper").click()
    shown.click("press")
    assert (shown.world.seal.impressions, shown.face.imprints, shown.face.paper) == (1, 0, False)
    assert shown.lines[0] == "Pressed without paper: the seal records it all the same"
    shown.box("paper").click()
    shown.click("press")
    assert (shown.face.imprints, shown.face.paper) == (1, True)
    shown.click("sheet")
    assert (shown.face.imprints, shown.world.seal.impressions) == (0, 2)


def test_everything_is_done_by_keyboard(shown: Shown) -> None:
    world = shown.world
    reached: set[str] = set()
    shown.window.activateWindow()
    for _ in range(60):
        focused = QApplication.focusWidget()
        if focused is not None:
            reached.add(focused.objectName())
        QTest.keyClick(focused or shown.window, Qt.Key.Key_Tab)
    keys = {"power", "once", "address", "mode", "reset", "stand", "cover", "press", "paper", "sheet"}
    keys |= {"usb", "sim", "battery", "signal", "person", "finger", "wet", "touch"}
    assert {f"seal.{key}" for key in keys} <= reached
    power = shown.button("power")
    QTest.keyPress(power, Qt.Key.Key_Space)
    world.wait(3)
    shown.window.refresh()
    QTest.keyRelease(power, Qt.Key.Key_Space)
    assert world.seal.on
    for name, keys in (("stand", "Alt+S"), ("cover", "Alt+C"), ("press", "Alt+P"), ("touch", "Alt+F")):
        assert shown.button(name).shortcut().toString() == keys


def test_it_wears_what_the_system_wears(shown: Shown) -> None:
    before = shown.window.grab().toImage().pixelColor(2, 2)
    shown.window.wear(DARK)
    after = shown.window.grab().toImage().pixelColor(2, 2)
    assert before.lightness() > 200
    assert after.lightness() < 60
