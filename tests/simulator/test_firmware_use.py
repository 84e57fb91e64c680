"""Taking in hand and pressing: who may, when it counts, and what every other press is recorded as."""

import math
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from domain import geo
from domain.usage import Abnormality
from protocol.contact import LEASE_S, Phase
from protocol.conversation import Code, EntriesNotice, Live, Op
from protocol.grants import area_claim
from protocol.log import EventEntry, EventKind, Grade, Source, open_slice
from tests.simulator import world
from tests.simulator.world import HOUR_S, World

req = pytest.mark.req


def events(made: World) -> list[EventKind]:
    return [entry.kind for entry in made.entries() if isinstance(entry, EventEntry)]


def results(made: World) -> list[int]:
    return [entry.result for entry in made.impressions()]


# In hand


@pytest.mark.req("R-123")
@pytest.mark.req("R-128", "V", "inside", "outside")
def test_only_the_person_of_the_grant_takes_it_in_hand() -> None:
    made = World()
    made.bind()
    assert made.once(Op.TAKE) is Code.NO_GRANT
    made.issue(made.grant(member=world.OTHER))
    assert made.once(Op.TAKE) is Code.NOT_PERMITTED
    assert made.seal.screen == ("无权使用",)
    live = made.live()
    assert (live.used, live.count, live.in_hand) == (None, None, False)
    made.wait(5)
    assert made.seal.screen == ("限制使用", "0/3")
    made.seal.disconnect()
    made.seal.connect(made.certificate(world.OTHER))
    taken = made.take()
    assert (taken.used, taken.count, taken.photo_required) == (0, 3, False)
    assert made.seal.screen == ("0/3",)
    assert events(made)[-1] is EventKind.TAKEN


@pytest.mark.parametrize(
    ("grant", "before", "code"),
    [
        ({}, lambda _made: None, Code.OK),
        ({"count": 1}, lambda made: (made.take(), made.open(), made.seal.press(), made.once(Op.RELEASE)), Code.EXPIRED),
        ({"not_before": 10**10, "expires": 10**10 + 1}, lambda _made: None, Code.EXPIRED),
        ({}, lambda made: made.wait(HOUR_S), Code.EXPIRED),
        ({}, lambda made: made.wait(LEASE_S), Code.RESTRICTED),
        ({}, lambda made: made.contact(down_head=99), Code.RESTRICTED),
        ({}, lambda made: made.wait(25 * HOUR_S), Code.EXPIRED),
    ],
    ids=["now", "used up", "not yet", "over", "no lease", "something pending", "old certificate"],
)
def test_taking_it_needs_grant_lease_and_time(
    grant: dict[str, object], before: Callable[[World], object], code: Code
) -> None:
    made = World()
    made.bind()
    made.issue(made.grant(**grant))
    before(made)
    assert made.once(Op.TAKE) is code


def test_an_operation_asked_again_is_answered_again_and_not_done_again() -> None:
    made = World()
    made.bind()
    made.issue(made.grant())
    operation = b"o" * 16
    assert [made.once(Op.TAKE, operation) for _ in range(3)] == [Code.OK] * 3
    assert events(made).count(EventKind.TAKEN) == 1
    assert made.once(Op.RELEASE) is Code.OK
    assert made.once(Op.TAKE, operation) is Code.OK  # out of hand meanwhile: done, not only answered
    assert made.live().in_hand


def test_a_refusal_is_not_remembered() -> None:
    made = World()
    made.bind()
    made.issue(made.grant())
    made.wait(LEASE_S)
    operation = b"o" * 16
    assert made.once(Op.TAKE, operation) is Code.RESTRICTED
    assert made.contact() is Code.OK
    assert made.once(Op.TAKE, operation) is Code.OK


@pytest.mark.req("R-064", "H")
def test_when_the_program_is_left_the_link_goes_and_what_was_in_hand_with_it() -> None:
    made = World()
    made.ready()
    assert (made.seal.connected, made.seal.unlocked, made.seal.icons.bluetooth) == (True, True, "solid")
    made.seal.disconnect()
    assert (made.seal.connected, made.seal.unlocked, made.seal.icons.bluetooth) == (False, False, "hollow")
    made.seal.press()
    made.seal.connect(made.certificate(world.OTHER))  # and somebody else may connect
    assert made.impressions()[-1].result == Abnormality.NO_AUTHORIZATION


@pytest.mark.req("R-133")
@pytest.mark.parametrize("how", ["release", "link gone"])
def test_out_of_hand_it_is_restricted_and_can_be_taken_again(how: str) -> None:
    made = World()
    made.ready()
    made.seal.press()
    if how == "release":
        assert made.once(Op.RELEASE) is Code.OK
    else:
        made.seal.disconnect()
        made.seal.connect(made.certificate())
    assert (made.seal.phase, made.seal.screen) == (Phase.RESTRICTED, ("限制使用", "1/3"))
    assert events(made)[-1] is EventKind.RELEASED
    assert made.take().used == 1
    assert made.seal.screen == ("1/3",)


# In its area

BEFORE_THE_GATE = [  # metres from the place of `PLACE` to the north, age and source of the position, may be used
    (0, 0, Source.GNSS, True),
    (999, 300, Source.GNSS, True),
    (1001, 0, Source.GNSS, False),
    (0, 301, Source.GNSS, False),
    (0, 0, Source.CONSOLE, False),
    (0, 0, Source.CELL, False),
]


@pytest.mark.req("R-112", "R-285")
@pytest.mark.parametrize(("metres", "age", "source", "usable"), BEFORE_THE_GATE)
def test_it_is_used_where_it_may_be(metres: int, age: int, source: Source, usable: bool) -> None:
    centre = geo.Point(world.PLACE.lat_e7 / 10**7, world.PLACE.lon_e7 / 10**7)
    north = world.PLACE.lat_e7 + round(math.degrees(metres / geo.EARTH_M) * 10**7)
    made = World(locate=lambda: replace(world.PLACE, lat_e7=north, age_s=age, source=source))
    made.bind()
    made.issue(made.grant(area=area_claim(geo.Area(centre=centre, radius_m=1000))))
    assert made.once(Op.TAKE) is (Code.OK if usable else Code.RESTRICTED)
    made.open()
    made.seal.press()
    assert results(made) == [0 if usable else Abnormality.NO_AUTHORIZATION]


def test_without_a_position_an_area_is_not_entered() -> None:
    made = World(locate=lambda: None)
    made.bind()
    triangle = geo.Area(points=[geo.Point(0, 0), geo.Point(0, 90), geo.Point(80, 0)])
    made.issue(made.grant(area=area_claim(triangle)))
    assert made.once(Op.TAKE) is Code.RESTRICTED
    assert made.seal.screen == ("无法定位", "0/3")


# Pressing


@pytest.mark.req("R-123")
@pytest.mark.req("R-124", "H")
def test_each_press_is_one_record_told_at_once() -> None:
    made = World()
    grant = made.ready()
    made.notices()
    for press in range(1, 4):
        assert made.seal.press()
        assert made.seal.live.used == press
        entries, status = made.notices()
        assert isinstance(status, Live)
        assert isinstance(entries, EntriesNotice)
        told = entries.press
        assert told is not None
        _, inside = open_slice(entries.slice, world.seal_signing.public, made.secret)
        record = inside[0]
        assert isinstance(record, world.ImpressionEntry)
        assert (record.own, record.grant, record.member, record.result) == (press, grant.id, world.MEMBER, 0)
        assert (record.grade, record.place) == (Grade.SESSION, world.PLACE)
        assert (told.number, told.own, told.used, told.count) == (record.number, press, press, 3)
    assert made.seal.phase is Phase.RESTRICTED
    assert made.seal.screen == ("限制使用", "3/3")


@pytest.mark.req("C-31")
def test_an_unlimited_grant_shows_no_end() -> None:
    made = World()
    made.ready(count=0)
    made.seal.press()
    assert made.seal.screen == ("1/∞",)


@pytest.mark.req("R-124", "H")
def test_mechanics_that_hold_give_no_record() -> None:
    made = World()
    made.ready()
    made.seal.cover(on=True)
    assert not made.seal.press()
    made.seal.cover(on=False)
    made.seal.stand(out=False)
    assert not made.seal.press()
    assert results(made) == []


@pytest.mark.parametrize("pressed", [False, True])
def test_an_intent_without_a_press_is_an_event_and_never_a_count(pressed: bool) -> None:
    made = World()
    made.ready()
    if pressed:
        made.seal.press()
    made.seal.stand(out=False)
    assert (EventKind.ABORTED in events(made)) == (not pressed)
    assert made.seal.grant is not None
    assert made.seal.grant.used == int(pressed)


def test_photos_demanded_one_press_for_each_camera_ready() -> None:
    made = World()
    made.ready(photo_required=True)
    assert made.seal.screen == ("0/3",)
    made.seal.press()
    operation = b"c" * 16
    assert made.once(Op.CAMERA_READY, operation) is Code.OK
    assert made.seal.unlocked
    made.seal.press()
    assert made.once(Op.CAMERA_READY, operation) is Code.OK  # answered again, not unlocked again
    made.seal.press()
    assert made.once(Op.CAMERA_READY) is Code.OK
    made.seal.press()
    assert results(made) == [3, 0, 3, 0]
    assert made.seal.screen == ("2/3",)


def test_a_camera_helps_nobody_who_has_nothing_in_hand() -> None:
    made = World()
    made.bind()
    assert made.once(Op.CAMERA_READY) is Code.NOT_PERMITTED


def off(made: World) -> None:
    made.seal.disconnect()
    made.seal.hold()


def used_up(made: World) -> None:
    for _ in range(3):
        made.seal.press()


def ended(made: World, *, stand_in_between: bool) -> None:
    assert made.seal.grant is not None
    made.end(made.seal.grant.id)
    if stand_in_between:
        made.seal.stand(out=False)
        made.seal.stand(out=True)


@pytest.mark.parametrize(
    ("circumstance", "cause"),
    [
        pytest.param(lambda made: None, 0, id="in order"),
        pytest.param(used_up, Abnormality.BEYOND_COUNT, id="used up", marks=req("R-156", "H")),
        pytest.param(
            lambda made: (used_up(made), made.wait(2 * HOUR_S)), Abnormality.BEYOND_COUNT, id="used up and over"
        ),
        pytest.param(lambda made: made.wait(HOUR_S), Abnormality.BEYOND_TIME, id="over", marks=req("R-157", "H")),
        pytest.param(lambda made: made.once(Op.RELEASE), Abnormality.NO_AUTHORIZATION, id="out of hand"),
        pytest.param(lambda made: made.wait(LEASE_S), Abnormality.NO_AUTHORIZATION, id="no lease"),
        pytest.param(lambda made: made.contact(down_head=99), Abnormality.NO_AUTHORIZATION, id="something pending"),
        pytest.param(lambda made: made.receipt(2, b"x" * 32), Abnormality.NO_AUTHORIZATION, id="rolled back"),
        pytest.param(off, Abnormality.SWITCHING_OFF, id="off", marks=req("R-160", "H")),
        pytest.param(
            lambda made: ended(made, stand_in_between=False),
            Abnormality.JUST_ENDED,
            id="just ended",
            marks=req("R-161", "H"),
        ),
        pytest.param(
            lambda made: ended(made, stand_in_between=True),
            Abnormality.NO_AUTHORIZATION,
            id="ended, stand in",
            marks=req("R-158", "H"),
        ),
    ],
)
def test_what_a_press_is_recorded_as(circumstance: Callable[[World], object], cause: int) -> None:
    made = World()
    made.ready()
    circumstance(made)
    before = made.seal.impressions
    assert made.seal.press()
    assert (made.seal.impressions, made.seal.last_result) == (before + 1, cause)


@pytest.mark.req("R-158", "R-162", "H")
def test_what_a_press_before_any_grant_is_recorded_as() -> None:
    made = World(world.board(delivered=False))
    made.seal.hold()
    made.open()
    assert made.seal.press()
    assert made.seal.last_result == Abnormality.NO_AUTHORIZATION
    made = World()
    made.bind()
    made.open()
    assert made.seal.press()
    assert made.seal.last_result == Abnormality.JUST_BOUND
    record = made.impressions()[-1]
    assert (record.grant, record.member, record.grade) == (None, None, Grade.HOLDER)


def test_a_press_just_after_the_end_still_names_the_person() -> None:
    made = World()
    grant = made.ready()
    ended(made, stand_in_between=False)
    made.seal.press()
    record = made.impressions()[-1]
    assert (record.grant, record.member, record.grade) == (grant.id, world.MEMBER, Grade.HOLDER)
    assert made.presses_told()[-1:] == []  # nobody has it in hand any more


def test_a_person_without_the_grant_learns_nothing_of_the_presses() -> None:
    made = World()
    made.ready()
    made.seal.disconnect()
    made.seal.connect(made.certificate(world.OTHER))
    made.notices()
    made.seal.press()
    assert made.presses_told() == []
    assert results(made) == [3]


def test_what_was_meant_for_one_console_is_not_told_to_the_next() -> None:
    made = World()
    made.ready()
    made.seal.press()
    made.seal.disconnect()
    made.seal.connect(made.certificate(world.OTHER))
    assert made.notices() == []


# The key


@pytest.mark.req("R-050")
def test_the_power_key_wants_three_seconds() -> None:
    made = World()
    made.seal.key_down()
    made.wait(2.9)
    assert 0.9 < made.seal.held < 1
    assert not made.seal.on
    made.seal.key_up()
    assert not made.seal.on
    made.seal.key_down()
    made.wait(3)
    assert made.seal.on  # at once, not at the release
    made.wait(10)
    made.seal.key_up()
    assert made.seal.on
    made.seal.key_down()
    made.now += 3000
    made.seal.key_up()
    assert not made.seal.on


def test_switching_off_lets_go_and_forgets_the_console() -> None:
    made = World()
    made.ready()
    made.seal.hold()
    assert (made.seal.on, made.seal.connected, made.seal.screen) == (False, False, ())
    assert made.request(Op.STATUS)[0] is Code.NOT_PERMITTED
    made.seal.hold()
    made.seal.connect(made.certificate())
    assert events(made)[-4:] == [
        EventKind.RELEASED, EventKind.ABORTED, EventKind.SWITCHED_OFF, EventKind.SWITCHED_ON,
    ]  # fmt: skip


def test_a_seal_that_was_on_comes_back_on_and_says_why() -> None:
    made = World()
    made.bind()
    made.boot()
    assert made.seal.on
    made.seal.connect(made.certificate())
    last = made.entries()[-1]
    assert isinstance(last, EventEntry)
    assert (last.kind, last.detail) == (EventKind.SWITCHED_ON, 1)
