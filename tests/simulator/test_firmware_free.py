"""Free use: no grant is asked for, the person is named if he is known, and what locks still locks (C-08, R-294)."""

import pytest

from domain.usage import Abnormality
from protocol.cbor import pack
from protocol.contact import LEASE_S, Phase
from protocol.conversation import Code, Op, Taken
from protocol.envelopes import Kind, LossLockBody, RegimeBody
from protocol.log import Grade, ImpressionEntry
from tests.simulator import world
from tests.simulator.world import World


def last(made: World) -> ImpressionEntry:
    return made.impressions()[-1]


def free(made: World, on: bool = True) -> Code:
    return made.send(Kind.REGIME, pack(RegimeBody(on)))


@pytest.mark.req("C-08", "C")
def test_in_free_use_anybody_of_the_organization_takes_it_and_is_named() -> None:
    made = World()
    made.bind()
    assert free(made) is Code.OK
    made.seal.disconnect()
    made.seal.connect(made.certificate(world.OTHER))
    made.open()
    made.seal.press()
    assert (last(made).result, last(made).member) == (Abnormality.NO_AUTHORIZATION, None)  # by Bluetooth: in no hand
    taken = made.take()
    assert taken == Taken(None, 0, 0, made.certificate().expires, photo_required=False)
    assert (made.seal.phase, made.seal.screen, made.live().free) == (Phase.USABLE, ("自由用印",), True)
    made.seal.press()
    record = last(made)
    assert (record.result, record.grant, record.member, record.grade) == (0, None, world.OTHER, Grade.SESSION)
    assert [press.result for press in made.presses_told()] == [0]
    made.wait(LEASE_S)
    made.seal.press()
    assert (last(made).result, last(made).member) == (Abnormality.NO_AUTHORIZATION, world.OTHER)


def test_in_free_use_a_hand_is_as_good_as_its_certificate_and_no_longer() -> None:
    """News may come for longer than that: over GPRS, or from a console that gets no new certificate."""
    made = World()
    made.bind()
    free(made)
    made.wait(made.take().expires - made.now // 1000 - 1)
    made.contact()
    made.open()
    made.seal.press()
    assert (last(made).result, last(made).member) == (0, made.certificate().member)
    made.wait(1)
    made.seal.press()
    assert not made.live().in_hand
    made.seal.disconnect()
    made.seal.connect(made.certificate())
    assert (last(made).result, last(made).member) == (Abnormality.NO_AUTHORIZATION, None)


def test_in_free_use_by_gprs_the_lease_alone_unlocks_and_the_person_is_unknown() -> None:
    made = World()
    made.bind()
    made.gprs()
    free(made)
    made.open()
    made.seal.press()
    record = last(made)
    assert (record.result, record.grant, record.member, record.grade) == (0, None, None, Grade.HOLDER)
    made.wait(LEASE_S)
    assert not made.seal.unlocked


@pytest.mark.parametrize("bar", ["lock", "dark", "address", "ended"])
def test_in_free_use_what_asks_for_a_grant_does_not_hold_and_what_locks_does(bar: str) -> None:
    made = World()
    made.bind()
    made.gprs()
    made.wait(40)
    free(made)
    if bar == "ended":
        made.issue(made.grant())
    made.open()
    match bar:
        case "lock":
            made.send(Kind.LOSS_LOCK, pack(LossLockBody(True)))
        case "dark":
            made.wait(60)
        case "address":
            made.key(3)
        case _:
            assert made.seal.grant is not None
            made.end(made.seal.grant.id)
    made.seal.press()
    assert last(made).result == (Abnormality.LOSS_LOCKED if bar == "lock" else 0)


def test_in_free_use_a_live_grant_goes_first_and_without_uses_left_gives_way() -> None:
    made = World()
    made.bind()
    made.gprs()
    grant = made.grant(count=1)
    made.issue(grant)
    free(made)
    made.open()
    for _ in range(2):
        made.seal.press()
    assert [(entry.grant, entry.result) for entry in made.impressions()] == [(grant.id, 0), (None, 0)]
    held = made.seal.grant
    assert held is not None
    assert held.used == 1


def test_in_free_use_whoever_takes_it_under_his_grant_keeps_to_it() -> None:
    made = World()
    made.bind()
    grant = made.grant(count=1, photo_required=True)
    made.issue(grant)
    free(made)
    assert made.take().grant == grant.id
    made.open()
    made.seal.press()  # the camera is not ready: the grant's own terms
    assert (last(made).result, last(made).grant) == (Abnormality.NO_AUTHORIZATION, grant.id)
    made.once(Op.CAMERA_READY)
    made.seal.press()
    made.seal.press()
    assert [(entry.grant, entry.result) for entry in made.impressions()[1:]] == [(grant.id, 0), (None, 0)]
    assert made.take().grant is None


def test_when_free_use_ends_whoever_had_it_freely_puts_it_down() -> None:
    made = World()
    made.bind()
    free(made)
    made.take()
    assert free(made, on=False) is Code.OK
    assert not made.live().in_hand
    assert made.once(Op.TAKE) is Code.NO_GRANT
