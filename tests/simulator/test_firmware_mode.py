"""How a person unlocks a seal: by holding it, by a finger, by a session; with a grant, or in free use without."""

import pytest

from domain import geo
from domain.seals import Model
from domain.usage import Abnormality
from protocol.cbor import pack, unpack
from protocol.contact import LEASE_S, Phase, SealMode
from protocol.conversation import Code, Op, PlaceClaim
from protocol.envelopes import Kind, LossLockBody
from protocol.grants import E7, area_claim
from protocol.log import EventEntry, EventKind, Grade, ImpressionEntry, Place, Source
from simulator.firmware.fingers import TOUCH_MS
from tests.simulator import world
from tests.simulator.world import HOUR_S, PLACE, World, board


def last(made: World) -> ImpressionEntry:
    return made.impressions()[-1]


def by_gprs(**changes: object) -> World:
    """Granted and open in GPRS mode, in nobody's hand."""
    made = World()
    made.bind()
    made.gprs()
    assert made.issue(made.grant(**changes)) is Code.OK
    made.open()
    return made


# GPRS mode


@pytest.mark.req("C-29", "C")
def test_in_gprs_mode_whoever_holds_it_stamps_under_the_grant() -> None:
    made = by_gprs()
    assert (made.seal.phase, made.seal.screen, made.seal.unlocked) == (Phase.USABLE, ("0/3",), True)
    made.seal.disconnect()
    made.seal.press()
    made.seal.connect(made.certificate())
    assert (last(made).grade, last(made).member, last(made).result) == (Grade.HOLDER, world.MEMBER, 0)
    assert made.seal.screen == ("1/3",)


@pytest.mark.req("C-29", "C")
def test_taken_in_hand_in_gprs_mode_it_says_whose_session_it_was() -> None:
    made = by_gprs()
    made.take()
    made.seal.press()
    assert last(made).grade is Grade.SESSION
    made.once(Op.RELEASE)
    made.seal.press()
    assert last(made).grade is Grade.HOLDER


def test_in_gprs_mode_the_lease_the_lock_and_the_count_hold_as_ever() -> None:
    made = by_gprs(count=1)
    made.seal.press()
    made.seal.press()
    assert [entry.result for entry in made.impressions()] == [0, Abnormality.BEYOND_COUNT]
    made = by_gprs()
    made.wait(LEASE_S)
    assert not made.seal.unlocked
    made.contact()
    assert made.seal.unlocked
    made.send(Kind.LOSS_LOCK, pack(LossLockBody(True)))
    assert not made.seal.unlocked


def test_switched_to_bluetooth_it_asks_to_be_taken_in_hand() -> None:
    made = by_gprs()
    assert made.seal.unlocked
    made.key(5)
    assert (made.seal.phase, made.seal.unlocked) == (Phase.RESTRICTED, False)
    made.seal.press()
    assert last(made).result == Abnormality.NO_AUTHORIZATION
    made.take()
    assert made.seal.unlocked
    made.key(5)
    assert made.live().in_hand  # the mode changes nothing for whoever has it in hand


@pytest.mark.req("R-062")
def test_the_bluetooth_icon_is_solid_while_a_console_is_connected() -> None:
    made = World()
    made.bind()
    assert made.seal.icons.bluetooth == "solid"
    made.seal.disconnect()
    assert made.seal.icons.bluetooth == "hollow"
    made.gprs()
    assert made.seal.icons.bluetooth == ""
    made.seal.connect(made.certificate())
    assert made.seal.icons.bluetooth == "solid"


def test_an_intent_that_ends_in_gprs_mode_names_its_grant() -> None:
    made = by_gprs()
    grant = made.seal.grant
    assert grant is not None
    made.seal.stand(out=False)
    aborted = [entry for entry in made.entries() if isinstance(entry, EventEntry) and entry.kind is EventKind.ABORTED]
    assert [entry.grant for entry in aborted] == [grant.id]
    made.seal.stand(out=True)
    made.seal.disconnect()
    made.seal.hold()  # switched off in the middle of an intent
    made.seal.hold()
    made.seal.connect(made.certificate())
    kinds = [entry.kind for entry in made.entries() if isinstance(entry, EventEntry)]
    assert kinds[-3:] == [EventKind.ABORTED, EventKind.SWITCHED_OFF, EventKind.SWITCHED_ON]


# A finger


def by_finger(fingers: str = "aaaaaa", **changes: object) -> World:
    made = World()
    made.bind()
    made.gprs()
    made.enrol(fingers=fingers)
    made.wait(5)
    assert made.issue(made.grant(finger=1, **changes)) is Code.OK
    made.open()
    return made


@pytest.mark.req("R-136")
@pytest.mark.req("I-10", "I")
def test_a_touch_unlocks_for_a_minute_and_each_press_for_one_more() -> None:
    made = by_finger()
    assert (made.seal.screen, made.seal.unlocked) == (("请按指纹解锁", "0/3"), False)
    made.seal.press()
    assert last(made).result == Abnormality.NO_AUTHORIZATION
    made.seal.touch("b")
    assert not made.seal.unlocked
    made.seal.touch("a")
    assert (made.seal.screen, made.seal.unlocked) == (("0/3",), True)
    made.wait(TOUCH_MS / 1000 - 0.001)
    made.seal.press()
    assert (last(made).result, last(made).grade, last(made).member) == (0, Grade.FINGERPRINT, world.MEMBER)
    made.wait(TOUCH_MS / 1000 - 0.001)
    assert made.seal.unlocked
    made.wait(0.001)
    assert not made.seal.unlocked


def test_a_grant_without_a_finger_is_surer_with_one() -> None:
    made = World()
    made.bind()
    made.gprs()
    made.enrol(slot=2)
    made.enrol(slot=3, member=world.OTHER, fingers="bbbbbb")
    made.issue(made.grant())
    made.open()
    made.seal.touch("b")  # not the grant's member
    made.seal.press()
    assert last(made).grade is Grade.HOLDER
    made.seal.touch("a")
    made.take()
    made.seal.press()
    assert last(made).grade is Grade.FINGERPRINT


def test_what_was_touched_for_one_grant_does_not_count_for_the_next() -> None:
    made = by_finger()
    made.seal.touch("a")
    grant = made.seal.grant
    assert grant is not None
    made.issue(made.grant(finger=1, continues=grant.id))
    assert not made.seal.unlocked
    made.seal.touch("a")
    made.boot()
    made.seal.connect(made.certificate())
    made.contact()
    assert not made.seal.unlocked


def test_in_hand_a_grant_that_demands_a_finger_still_does() -> None:
    made = by_finger()
    made.take()
    assert not made.seal.unlocked
    made.seal.touch("a")
    assert made.seal.unlocked


@pytest.mark.req("R-238", "H")
@pytest.mark.req("C-27", "C")
@pytest.mark.req("I-10", "I")
def test_by_bluetooth_no_finger_is_checked() -> None:
    made = by_finger()
    made.seal.touch("a")
    made.key(5)
    assert (made.seal.phase, made.seal.unlocked) == (Phase.RESTRICTED, False)
    assert made.once(Op.TAKE) is Code.REFUSED
    assert made.seal.screen == ("蓝牙不支持指纹校验",)
    made.wait(5)
    assert made.seal.screen == ("限制使用", "0/3")
    made.seal.touch("a")
    assert made.seal.screen == ("蓝牙不支持指纹校验",)
    made.seal.press()
    assert last(made).result == Abnormality.NO_AUTHORIZATION
    made.key(5)
    assert not made.seal.unlocked  # what was touched before the switch is over
    made.seal.touch("a")
    made.take()
    made.key(5)
    assert not made.seal.unlocked  # in hand, and still no finger by Bluetooth


# A place that the console claims


def claim(made: World, north_m: float = 0, age_s: int = 0, source: Source = Source.CONSOLE) -> Code:
    place = Place(PLACE.lat_e7 + round(north_m / 111_195 * E7), PLACE.lon_e7, source, age_s, 20)
    return made.ask(Op.CLAIM_PLACE, pack(PlaceClaim(made.random(16), place)))


def without_receiver(claimed_place: bool = True) -> World:
    made = World(board(Model.L), locate=lambda: None)
    made.bind()
    centre = geo.Point(PLACE.lat_e7 / E7, PLACE.lon_e7 / E7)
    area = area_claim(geo.Area(centre=centre, radius_m=1000))
    made.issue(made.grant(area=area, claimed_place=claimed_place))
    return made


@pytest.mark.req("R-112", "R-285")
@pytest.mark.parametrize(
    ("metres", "age_s", "code"),
    [(0, 0, Code.OK), (999, 300, Code.OK), (1001, 0, Code.RESTRICTED), (0, 301, Code.RESTRICTED)],
)
def test_an_l_seal_is_where_its_console_says(metres: float, age_s: int, code: Code) -> None:
    made = without_receiver()
    assert made.once(Op.TAKE) is Code.RESTRICTED
    assert made.seal.screen == ("无法定位", "0/3")
    assert claim(made, metres, age_s) is Code.OK
    assert made.once(Op.TAKE) is code


def test_a_claimed_place_ages_is_recorded_as_such_and_goes_with_its_session() -> None:
    made = without_receiver()
    claim(made, age_s=100)
    made.take()
    made.open()
    made.wait(200)
    made.seal.press()
    record = last(made)
    assert record.place is not None
    assert (record.result, record.place.source, record.place.age_s) == (0, Source.CONSOLE, 300)
    made.wait(1)
    assert not made.seal.unlocked
    claim(made)
    assert made.seal.unlocked
    made.seal.disconnect()
    made.seal.connect(made.certificate())
    assert made.once(Op.TAKE) is Code.RESTRICTED


def test_a_grant_that_takes_no_claim_and_a_place_that_is_none_of_the_consoles() -> None:
    made = without_receiver(claimed_place=False)
    claim(made)
    assert made.once(Op.TAKE) is Code.RESTRICTED
    made = without_receiver()
    assert claim(made, source=Source.GNSS) is Code.MALFORMED
    assert made.once(Op.TAKE) is Code.RESTRICTED


def test_its_own_fix_goes_before_what_is_claimed() -> None:
    made = World()
    made.bind()
    centre = geo.Point(PLACE.lat_e7 / E7 + 1, PLACE.lon_e7 / E7)
    area = area_claim(geo.Area(centre=centre, radius_m=1000))
    made.issue(made.grant(area=area, claimed_place=True))
    claim(made, north_m=111_195)
    assert made.once(Op.TAKE) is Code.RESTRICTED


def test_a_claim_asked_again_is_answered_again() -> None:
    made = without_receiver()
    body = pack(PlaceClaim(b"c" * 16, Place(0, 0, Source.CONSOLE, 0, 1)))
    assert [made.ask(Op.CLAIM_PLACE, body) for _ in range(2)] == [Code.OK, Code.OK]


def test_the_mode_is_told() -> None:
    made = by_gprs(expires=made_up(2))
    assert made.live().mode is SealMode.GPRS
    assert (made.live().signal, made.live().capacity, made.live().stored) == (4, 800, 0)
    made.seal.receive(2)
    assert (made.seal.icons.signal, made.live().signal) == (2, 2)
    made.seal.receive(0)
    assert not made.seal.online
    assert unpack(pack(made.live()), type(made.live())) == made.live()


def made_up(hours: int) -> int:
    return world.NOON_MS // 1000 + hours * HOUR_S
