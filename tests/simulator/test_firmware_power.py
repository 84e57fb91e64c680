"""Keys, card, battery, charger, timers: what switches a seal on and off, and what its screen says meanwhile."""

from collections.abc import Callable

import pytest

from domain.seals import Model
from domain.usage import Abnormality
from protocol.cbor import pack
from protocol.contact import SealMode
from protocol.conversation import Code
from protocol.envelopes import Kind, SettingsBody
from protocol.log import AckEntry, EventEntry, EventKind, Outcome
from simulator.firmware.state import BACKLIGHT_S
from tests.simulator.world import World, board


def events(made: World) -> list[tuple[EventKind, int]]:
    return [(entry.kind, entry.detail) for entry in made.entries() if isinstance(entry, EventEntry)]


def again(made: World) -> None:
    """Somebody connects, so that its log can be read."""
    if not made.seal.on:
        made.seal.hold()
    if not made.seal.connected:
        made.seal.connect(made.certificate())
    made.contact()


def on(model: Model = Model.GL) -> World:
    made = World(board(model))
    made.seal.hold()
    return made


def settings(made: World, backlight_s: int, auto_off_min: int) -> Code:
    # What a cloud could not write itself is written by hand: the seal has to refuse it.
    return made.send(Kind.SETTINGS, pack([backlight_s, auto_off_min]))


# The keys


@pytest.mark.req("R-050", "H")
def test_three_seconds_switch_on_and_three_seconds_switch_off() -> None:
    made = World()
    made.seal.key_down()
    made.wait(2.999)
    assert not made.seal.on
    made.wait(0.001)
    assert made.seal.on  # while the key is still down
    made.wait(5)
    made.seal.key_up()
    assert made.seal.on
    made.seal.key_down()
    made.wait(3)
    assert not made.seal.on
    made.seal.key_up()
    made.seal.key_down()
    made.wait(2.999)
    made.seal.key_up()
    made.wait(5)
    assert not made.seal.on


@pytest.mark.req("R-050", "H")
@pytest.mark.req("R-051", "H")
def test_without_a_card_it_asks_for_one_and_one_put_in_is_seen_at_the_next_start() -> None:
    made = World()
    made.seal.put_sim(there=False)
    made.seal.hold()
    assert made.seal.screen == ("请插入 SIM 卡",)
    assert (made.seal.icons.signal, made.seal.online) == (0, False)
    made.wait(5)
    assert made.seal.screen == ("设备未绑定",)
    made.seal.put_sim(there=True)
    assert not made.seal.online
    made.seal.hold()
    made.seal.hold()
    assert made.seal.screen == ("设备未绑定",)
    assert (made.seal.icons.signal, made.seal.online) == (4, True)
    made.seal.put_sim(there=False)  # what is gone is gone at once
    assert not made.seal.online


@pytest.mark.req("R-051", "H")
def test_the_log_says_when_the_card_was_found_to_be_gone_or_back() -> None:
    made = World()
    made.bind()
    for there in (False, True):
        made.seal.put_sim(there)
        made.seal.disconnect()
        made.seal.hold()
        again(made)
    assert [event for event in events(made) if event[0] is EventKind.SIM] == [(EventKind.SIM, 0), (EventKind.SIM, 1)]
    made.seal.put_sim(there=False)
    made.seal.disconnect()
    made.seal.hold()
    made.seal.hold()
    made.boot()  # a card does not come back with the power
    assert not made.seal.sim


@pytest.mark.req("R-054", "H")
def test_an_l_seal_has_no_place_for_a_card() -> None:
    made = World(board(Model.L))
    made.seal.put_sim(there=False)
    made.seal.hold()
    assert made.seal.screen == ("请扫码绑定",)
    assert (made.seal.icons.signal, made.seal.icons.mode) == (None, SealMode.BLUETOOTH)


@pytest.mark.req("R-052", "H")
def test_the_reset_key_switches_off_at_once() -> None:
    made = World()
    made.ready()
    made.seal.reset()
    assert not made.seal.on
    assert made.seal.screen == ()
    made.seal.reset()  # an off seal stays off, and says nothing of it
    made.seal.press()
    made.seal.disconnect()
    again(made)
    assert events(made)[-4:] == [
        (EventKind.RELEASED, 0),
        (EventKind.ABORTED, 0),
        (EventKind.RESET, 0),
        (EventKind.SWITCHED_ON, 0),
    ]
    assert [entry.result for entry in made.impressions()] == [Abnormality.SWITCHING_OFF]


@pytest.mark.req("R-052", "H")
def test_a_flat_battery_switches_off_and_a_charger_lets_it_go_on() -> None:
    made = World()
    made.bind()
    for percent in (16, 10, 9, 8):
        made.seal.battery = percent
    assert [event for event in events(made) if event[0] is EventKind.BATTERY_LOW] == [(EventKind.BATTERY_LOW, 10)]
    made.seal.charge(plugged=True)
    assert made.seal.icons.charging
    assert made.live().charging
    made.seal.battery = 0
    assert made.seal.on
    made.seal.charge(plugged=False)
    assert not made.seal.on
    made.seal.disconnect()
    made.seal.hold()
    assert not made.seal.on
    made.seal.charge(plugged=True)
    again(made)
    assert made.seal.on
    assert events(made)[-3:] == [
        (EventKind.BATTERY_LOW, 0), (EventKind.SWITCHED_OFF, 0), (EventKind.SWITCHED_ON, 0),
    ]  # fmt: skip


# Presses of the power key


@pytest.mark.req("R-057", "R-058", "H")
@pytest.mark.req("C-19", "C")
@pytest.mark.parametrize(
    ("model", "firmware", "presses", "switches"),
    [
        (Model.GL, "GYGL2020121706", 5, True),
        (Model.GL, "GYGL2020121706", 2, False),
        (Model.GL, "GYGL2020121707", 5, True),
        (Model.GL, "ZY2020121705", 5, False),
        (Model.GL, "ZY2020121705", 2, True),
        (Model.GL, "unnumbered", 2, True),
        (Model.GL, "GYGL2020121706", 4, False),
        (Model.GL, "GYGL2020121706", 6, False),
        (Model.L, "GYL2020121706", 5, False),
        (Model.L, "GYL2020121705", 2, False),
    ],
)
def test_so_many_presses_switch_the_mode(model: Model, firmware: str, presses: int, switches: bool) -> None:
    made = World(board(model, firmware=firmware))
    made.bind()
    assert made.live().mode is SealMode.BLUETOOTH
    made.key(presses)
    assert made.live().mode is (SealMode.GPRS if switches else SealMode.BLUETOOTH)
    assert (events(made)[-1] == (EventKind.MODE, SealMode.GPRS)) == switches
    made.key(presses)
    assert made.live().mode is SealMode.BLUETOOTH
    made.key(presses)
    made.boot()  # it is kept without power
    assert made.seal.icons.mode is (SealMode.GPRS if switches else SealMode.BLUETOOTH)


@pytest.mark.parametrize("model", list(Model))
@pytest.mark.req("R-066", "H")
def test_three_presses_show_the_address_until_a_key(model: Model) -> None:
    made = on(model)
    made.key(3)
    assert made.seal.screen == ("蓝牙地址", "C0:11:22:33:44:55")
    assert made.seal.address == "C0:11:22:33:44:55"
    made.seal.key_down()
    assert made.seal.address is None
    made.seal.key_up()
    made.wait(1)
    assert made.seal.address is None


@pytest.mark.parametrize(
    ("down_ms", "between_ms", "shown"), [(599, 400, True), (600, 100, False), (100, 401, False), (100, 450, False)]
)
def test_what_a_press_is_and_which_belong_together(down_ms: int, between_ms: int, shown: bool) -> None:
    made = on()
    for _ in range(3):
        made.seal.key_down()
        made.now += down_ms
        made.seal.key_up()
        made.now += between_ms
    made.now -= between_ms
    made.wait(0.499)
    assert made.seal.address is None
    made.wait(0.001)
    assert (made.seal.address is not None) == shown


@pytest.mark.parametrize("gesture", [lambda made: made.key(1), lambda made: made.key(2), lambda made: made.key(4)])
def test_other_presses_do_nothing(gesture: Callable[[World], None]) -> None:
    made = on()
    made.seal.key_down()
    made.seal.key_up()
    made.wait(1)
    before = (made.seal.on, made.seal.icons, made.seal.screen)
    gesture(made)
    assert (made.seal.on, made.seal.icons, made.seal.screen) == before


def test_a_seal_that_is_off_knows_no_presses() -> None:
    made = World()
    for presses in (3, 5):
        made.key(presses)
    assert (made.seal.on, made.seal.address, made.seal.icons.mode) == (False, None, SealMode.BLUETOOTH)


# Dark, and off by itself


def test_the_screen_goes_dark_after_a_minute_unless_it_is_told_otherwise() -> None:
    made = on()
    made.wait(BACKLIGHT_S - 0.001)
    assert made.seal.screen == ("设备未绑定",)
    made.wait(0.001)
    assert (made.seal.screen, made.seal.dark, made.seal.on) == ((), True, True)


@pytest.mark.parametrize(
    "deed",
    [
        lambda made: made.seal.key_down(),
        lambda made: made.seal.stand(out=not made.seal.stand_out),
        lambda made: made.seal.press(),
        lambda made: made.live(),
        lambda made: made.seal.touch("thumb"),
    ],
    ids=["key", "stand", "press", "request", "finger"],
)
def test_what_lights_the_screen(deed: Callable[[World], object]) -> None:
    made = World()
    made.bind()
    made.open()
    made.wait(BACKLIGHT_S)
    assert made.seal.dark
    deed(made)
    assert not made.seal.dark
    assert made.seal.screen


@pytest.mark.req("R-177", "L", "inside", "at", "outside")
@pytest.mark.req("C-17", "C")
@pytest.mark.parametrize(("seconds", "taken"), [(0, True), (1, True), (60, True), (180, True), (181, False)])
def test_backlight_seconds(seconds: int, taken: bool) -> None:
    made = World()
    made.bind()
    assert settings(made, seconds, 0) is (Code.OK if taken else Code.REFUSED)
    kept = seconds if taken else BACKLIGHT_S
    if kept == 0:
        made.wait(100_000)
        assert not made.seal.dark
        return
    made.wait(kept - 0.001)
    assert not made.seal.dark
    made.wait(0.001)
    assert made.seal.dark


@pytest.mark.req("R-179", "L", "inside", "at", "outside")
@pytest.mark.req("C-18", "C")
@pytest.mark.parametrize(("minutes", "taken"), [(0, True), (1, True), (15, True), (30, True), (31, False)])
def test_minutes_until_it_switches_itself_off(minutes: int, taken: bool) -> None:
    made = World()
    made.bind()
    assert settings(made, 60, minutes) is (Code.OK if taken else Code.REFUSED)
    made.seal.disconnect()
    made.seal.stand(out=True)
    if minutes == 0 or not taken:
        made.wait(100_000)
        assert made.seal.on
        return
    made.wait(minutes * 60 - 0.001)
    assert made.seal.on
    made.wait(0.001)
    assert not made.seal.on
    made.boot()
    assert not made.seal.on
    made.seal.hold()  # and it is kept over a restart
    made.wait(minutes * 60)
    assert not made.seal.on


@pytest.mark.req("R-179", "L", "at")
def test_in_use_it_does_not_switch_itself_off() -> None:
    made = World()
    made.bind()
    settings(made, 60, 1)
    made.wait(3600)
    assert made.seal.on  # a link
    made.seal.charge(plugged=True)
    made.seal.disconnect()
    made.wait(3600)
    assert made.seal.on  # at the charger
    made.seal.charge(plugged=False)
    assert not made.seal.on


def test_settings_out_of_their_range_change_nothing_and_say_so() -> None:
    made = World()
    made.bind()
    assert made.send(Kind.SETTINGS, pack(SettingsBody(30, 5))) is Code.OK
    for backlight_s, auto_off_min in ((181, 5), (-1, 5), (30, 31), (30, -1)):
        assert settings(made, backlight_s, auto_off_min) is Code.REFUSED
    outcomes = [entry.outcome for entry in made.entries() if isinstance(entry, AckEntry)]
    assert outcomes[-4:] == [Outcome.REFUSED_RANGE] * 4
    made.wait(30)
    assert made.seal.dark
