"""The causes that depend on what a person could see: 8, 9 and 10 (R-163..R-165), to the edge, and which goes first."""

import pytest

from domain.usage import Abnormality
from protocol.cbor import pack
from protocol.conversation import Code
from protocol.envelopes import Kind, LossLockBody
from simulator.firmware.core import LATE_MS
from simulator.firmware.orders import LATE_ORDER_MS
from simulator.firmware.state import BACKLIGHT_S
from tests.simulator.world import World

SHOWING, DARK, LATE, LOCKED = (
    Abnormality.SHOWING_ADDRESS,
    Abnormality.SCREEN_OFF,
    Abnormality.LOCKED_WHILE_OFF,
    Abnormality.LOSS_LOCKED,
)
NONE = Abnormality.NO_AUTHORIZATION


def between_grants() -> World:
    """One grant came and went with the stand in, so that neither 6 nor 7 holds; then open."""
    made = World()
    made.bind()
    grant = made.grant()
    made.issue(grant)
    made.end(grant.id)
    made.open()
    return made


def press(made: World) -> int:
    made.seal.press()
    assert made.seal.last_result is not None
    return made.seal.last_result


def lock(made: World, on: bool = True) -> Code:
    return made.send(Kind.LOSS_LOCK, pack(LossLockBody(on)))


@pytest.mark.req("R-163", "H")
def test_without_a_grant_and_the_address_on_the_screen() -> None:
    made = between_grants()
    assert press(made) == NONE
    made.key(3)
    assert press(made) == SHOWING
    assert press(made) == SHOWING
    made.seal.key_down()
    made.seal.key_up()
    assert press(made) == NONE


@pytest.mark.req("R-163", "H")
def test_with_a_grant_the_address_is_no_cause() -> None:
    made = World()
    made.ready()
    made.key(3)
    assert press(made) == 0


@pytest.mark.req("R-164", "H")
def test_without_a_grant_and_a_dark_screen() -> None:
    made = between_grants()
    made.wait(BACKLIGHT_S - 0.001)
    assert press(made) == NONE  # and it lights the screen anew
    made.wait(BACKLIGHT_S)
    assert press(made) == DARK
    assert press(made) == NONE


@pytest.mark.req("R-164", "H")
def test_an_address_on_a_dark_screen_is_not_shown() -> None:
    made = between_grants()
    made.key(3)
    made.wait(BACKLIGHT_S)
    assert made.seal.screen == ()
    assert press(made) == DARK
    assert press(made) == SHOWING  # lit again


def test_with_a_grant_a_dark_screen_is_no_cause() -> None:
    made = World()
    made.ready()
    made.wait(BACKLIGHT_S)
    assert made.seal.dark
    assert press(made) == 0


@pytest.mark.parametrize("seen", [SHOWING, DARK])
def test_what_a_person_did_before_goes_before_what_he_saw(seen: Abnormality) -> None:
    """The end with the stand out (6), and no grant yet (7), say more than the screen."""
    for first in (Abnormality.JUST_BOUND, Abnormality.JUST_ENDED):
        made = World()
        made.bind()
        if first is Abnormality.JUST_ENDED:
            grant = made.grant()
            made.issue(grant)
            made.open()
            made.end(grant.id)
        made.open()
        if seen is SHOWING:
            made.key(3)
        else:
            made.wait(BACKLIGHT_S)
        assert press(made) == first


def switched_on_again() -> World:
    """A seal with a grant, off and on again, with a console in front of it that has not asked for news yet."""
    made = World()
    made.ready()
    made.seal.disconnect()
    made.seal.hold()
    made.wait(1000)
    made.seal.hold()
    made.seal.connect(made.certificate())
    return made


@pytest.mark.req("R-165", "H")
@pytest.mark.req("R-192")
@pytest.mark.parametrize(
    ("after_answer_s", "after_lock_s", "cause"),
    [
        (0, 0, LATE),
        (0, LATE_MS / 1000, LATE),
        (0, LATE_MS / 1000 + 0.001, LOCKED),
        (LATE_ORDER_MS / 1000, 0, LATE),
        (LATE_ORDER_MS / 1000 + 0.001, 0, LOCKED),
        (300, 0, LOCKED),
    ],
)
def test_locked_while_off_and_pressed_before_anybody_could_see_it(
    after_answer_s: float, after_lock_s: float, cause: Abnormality
) -> None:
    made = switched_on_again()
    assert made.contact() is Code.OK
    made.wait(after_answer_s)
    assert lock(made) is Code.OK
    assert made.seal.screen == ("设备已锁定",)
    made.wait(after_lock_s)
    assert press(made) == cause


@pytest.mark.req("R-165", "H")
def test_an_order_that_comes_before_the_first_answer_is_one_from_before() -> None:
    made = switched_on_again()
    made.wait(100)
    assert lock(made) is Code.OK
    assert press(made) == LATE


@pytest.mark.req("R-165", "H")
def test_a_lock_that_is_outstanding_is_none_yet() -> None:
    made = switched_on_again()
    assert made.contact(down_head=made.down + 1) is Code.OK
    assert press(made) == NONE


def test_locked_before_it_was_switched_off_is_locked_and_nothing_else() -> None:
    made = World()
    made.ready()
    lock(made)
    made.seal.disconnect()
    made.seal.hold()
    made.seal.hold()
    made.seal.connect(made.certificate())
    made.contact()
    assert press(made) == LOCKED
    lock(made)  # said again
    assert press(made) == LOCKED
    lock(made, on=False)
    assert lock(made) is Code.OK
    assert press(made) == LATE


@pytest.mark.req("R-160", "H")
@pytest.mark.parametrize("how", ["key", "reset", "flat", "by itself"])
def test_however_it_was_switched_off_a_press_is_recorded_as_one_of_a_seal_that_is_off(how: str) -> None:
    made = World()
    made.ready()
    made.seal.disconnect()
    match how:
        case "key":
            made.seal.hold()
        case "reset":
            made.seal.reset()
        case "flat":
            made.seal.battery = 0
        case _:
            made.seal.connect(made.certificate())
            made.send(Kind.SETTINGS, pack([60, 1]))
            made.seal.disconnect()
            made.wait(60)
    assert not made.seal.on
    assert press(made) == Abnormality.SWITCHING_OFF
