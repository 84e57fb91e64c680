"""The seal's window: what a person sees and does, and what it says happened."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from domain.seals import Model
from domain.usage import Abnormality
from protocol.cbor import pack
from protocol.conversation import Op
from protocol.envelopes import Kind, OfflineUseBody
from simulator.firmware.boot import RESTART_MS
from simulator.firmware.upgrade import QUIET_MS
from simulator.window.body import KEY
from simulator.window.tokens import DARK, LIGHT
from simulator.window.words import press_line
from tests.simulator import releases
from tests.simulator.shown import Shown
from tests.simulator.world import World, board

req = pytest.mark.req
W = TypeVar("W", bound=QWidget)


@pytest.mark.parametrize(
    ("model", "delivered", "said"),
    [
        pytest.param(Model.GL, False, "设备未交付", marks=req("R-053", "S")),
        pytest.param(Model.L, False, "设备未交付", marks=req("R-053", "S")),
        pytest.param(Model.GL, True, "设备未绑定", marks=req("R-053", "S")),
        pytest.param(Model.L, True, "请扫码绑定", marks=req("R-069", "S")),
    ],
)
def test_the_screen_of_a_stocked_seal(show: Callable[[World], Shown], model: Model, delivered: bool, said: str) -> None:
    seal = show(World(board(model, delivered=delivered)))
    assert seal.screen() == "Screen off"
    seal.world.seal.hold()
    assert seal.screen() == said
    assert not seal.icon_is_solid()


@pytest.mark.parametrize(
    "model", [pytest.param(Model.GL, marks=req("R-062", "S")), pytest.param(Model.L, marks=req("R-071", "S"))]
)
def test_the_screen_of_a_bound_seal(show: Callable[[World], Shown], model: Model) -> None:
    seal = show(World(board(model)))
    seal.world.bind()
    assert seal.screen() == "请授权使用"
    assert seal.icon_is_solid()
    seal.world.seal.disconnect()
    assert not seal.icon_is_solid()


@req("R-123", "S")
def test_the_screen_of_a_seal_that_can_be_used(shown: Shown) -> None:
    shown.world.ready(count=3)
    assert shown.screen() == "0/3"
    shown.click("press")
    assert shown.screen() == "1/3"


@req("R-187", "S")
def test_the_screen_of_an_l_seal_that_goes_on_offline(show: Callable[[World], Shown]) -> None:
    made = World(board(Model.L))
    seal = show(made)
    made.ready(count=3)
    made.send(Kind.OFFLINE_USE, pack(OfflineUseBody(made.now // 1000 + 3600)))
    made.take()
    made.seal.disconnect()
    assert seal.screen() == "0/3"
    seal.click("press")
    assert seal.screen() == "1/3"


@req("R-169", "H")
def test_a_seal_that_restarts_with_a_release_says_so(shown: Shown) -> None:
    made, new = shown.world, releases.release()
    made.bind()
    releases.order(made, new)
    releases.give(made, new)
    made.wait(QUIET_MS / 1000)
    assert shown.screen() == "正在升级 · 请勿断电"
    assert shown.face.lit
    made.wait(RESTART_MS / 1000)
    assert shown.screen() == "升级完成"
    assert shown.lines[:2] == ["Screen: 升级完成", "Screen: 正在升级 请勿断电"]


def test_the_power_key_is_held(shown: Shown) -> None:
    QTest.mousePress(shown.button("power"), Qt.MouseButton.LeftButton)
    shown.world.wait(2)
    QTest.mouseRelease(shown.button("power"), Qt.MouseButton.LeftButton)
    assert not shown.world.seal.on
    body = shown.body()
    key = QPointF(body.width() / 420 * KEY.x(), 0)
    scale = min(body.width() / 420, body.height() / 640)
    key = QPointF((body.width() - 420 * scale) / 2, (body.height() - 640 * scale) / 2) + KEY * scale
    QTest.mousePress(body, Qt.MouseButton.LeftButton, pos=key.toPoint())
    shown.world.wait(3)
    QTest.mouseRelease(body, Qt.MouseButton.LeftButton, pos=key.toPoint())
    assert shown.world.seal.on
    assert shown.lines[:2] == ["Screen: 设备未绑定", "Switched on"]
    QTest.mousePress(body, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert shown.world.seal.held == 0


def test_a_person_stamps(shown: Shown) -> None:
    shown.world.bind()
    shown.world.issue(shown.world.grant(count=1))
    shown.world.take()
    shown.click("press")
    assert shown.lines[0] == "Nothing to press: first take the stand out and the cover off"
    shown.click("stand")
    shown.click("cover")
    assert (shown.button("stand").text(), shown.button("cover").text()) == ("Put stand in", "Put cover on")
    shown.click("press")
    assert shown.lines[:2] == ["Screen: 限制使用 1/1", "Impression 1: recorded as normal"]
    shown.click("press")
    assert shown.lines[0].startswith("Impression 2: refused, recorded as abnormal (beyond the authorized number")
    shown.world.once(Op.RELEASE)
    shown.window.refresh()
    assert shown.lines[0] == "Out of hand"


@pytest.mark.parametrize("cause", list(Abnormality))
def test_every_cause_has_its_words(cause: Abnormality) -> None:
    assert press_line(7, cause).startswith("Impression 7: refused")
    assert press_line(7, cause) not in {press_line(7, other) for other in Abnormality if other is not cause}


def test_a_picture_shows_screen_and_imprint(shown: Shown, tmp_path: Path) -> None:
    def reds() -> int:
        path = tmp_path / "seal.png"
        shown.window.photograph(path)
        image = QImage(str(path))
        page = (
            QColor(image.pixel(x, y))
            for x in range(40, 440, 2)
            for y in range(int(image.height() * 0.8), image.height(), 2)
        )
        return sum(colour.red() > 180 and colour.green() < 130 for colour in page)

    before = reds()
    shown.world.ready()
    shown.click("press")
    assert reds() > before + 100
    with pytest.raises(OSError, match="cannot be written"):
        shown.window.photograph(tmp_path / "nowhere" / "seal.png")


def test_closing_is_said_once_and_leaves_nothing_behind(shown: Shown) -> None:
    shown.window.close()
    assert shown.closed == [True]
    assert shown.hand.on_change == []


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_words_can_be_read(tokens: object) -> None:
    assert isinstance(tokens, type(LIGHT))
    for ink in (tokens.ink, tokens.ink_2, tokens.ink_3):
        for ground in (tokens.canvas, tokens.surface, tokens.sunken):
            assert _contrast(ink, ground) >= 4.5
    for ground in (tokens.cinnabar, tokens.cinnabar_press):
        assert _contrast("#FFFFFF", ground) >= 4.5
