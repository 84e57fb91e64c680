"""Seals as devices: what they are set to, what they are told of the regime, what is missed of them, who hears of it."""

import pytest

from domain import acts
from domain.features import SetFeatures
from domain.messages import Channel
from domain.organization import Feature, Organization, Role
from domain.seals import BindingState, Position, Seal, Wanted, awaits_seal, seen_log, unaware_of_regime
from domain.telling import seals as telling
from domain.verdict import Refused
from tests.domain.world import (
    ADMIN,
    COMPANY,
    HOUR,
    KEEPER,
    LATER,
    NOW,
    OWNER,
    SEAL,
    STATUS,
    World,
    but,
    member,
)


def reads(name: str, args: str) -> bool:
    return not isinstance(acts.read(name, args.encode()), Refused)


def test_what_a_seal_may_be_set_to() -> None:
    def fits(light: int, off: int) -> bool:
        return reads("SetSealSettings", f'{{"seal":"GL1","backlight_s":{light},"auto_off_min":{off}}}')

    assert all(fits(light, off) for light, off in ((0, 0), (180, 30)))
    assert not any(fits(light, off) for light, off in ((-1, 0), (181, 0), (0, -1), (0, 31)))


def test_when_the_alarms_of_an_organization_may_come() -> None:
    def fits(hours: int, days: int) -> bool:
        return reads("ChangeOrganization", f'{{"name":"x","withheld_alarm_h":{hours},"silent_alarm_d":{days}}}')

    assert all(fits(hours, days) for hours, days in ((0, 0), (720, 365)))
    assert not any(fits(hours, days) for hours, days in ((-1, 0), (721, 0), (0, -1), (0, 366)))
    assert (COMPANY.withheld_after_ms, COMPANY.silent_after_ms) == (24 * HOUR, 7 * 24 * HOUR)
    never = but(COMPANY, withheld_alarm_h=0, silent_alarm_d=0)
    assert (never.withheld_after_ms, never.silent_after_ms) == (None, None)
    gone = but(COMPANY, deleted_at=NOW)
    assert (gone.withheld_after_ms, gone.silent_after_ms) == (None, None)


@pytest.mark.req("I-14", "I")
def test_each_seal_is_told_of_another_regime_and_named_until_it_has_heard(world: World) -> None:
    other, unbound = but(SEAL, id="GL2", name="公章"), but(SEAL, id="GL3", state=BindingState.UNBOUND)
    rows = world.after(OWNER, SetFeatures(items=[]), other, unbound)
    assert set(rows) == {COMPANY.id, SEAL.id, "GL2"}
    for id in (SEAL.id, "GL2"):
        row = rows[id]
        assert isinstance(row, Seal)
        assert row.free_use == Wanted(True, "owner", LATER)
        assert awaits_seal(row.free_use)
    world.book.put(*rows.values())
    assert [each.id for each in unaware_of_regime(world.book)] == ["GL2", SEAL.id]  # by name
    heard = rows["GL2"]
    assert isinstance(heard, Seal)
    world.book.put(but(heard, free_use=Wanted(True, "owner", NOW, confirmed_at=NOW)))
    assert [each.id for each in unaware_of_regime(world.book)] == [SEAL.id]


def test_no_seal_hears_of_what_is_the_same_regime(world: World) -> None:
    assert set(world.after(OWNER, SetFeatures(items=[Feature.COUNT]))) == {COMPANY.id}


def test_the_regime_is_controlled_again(world: World) -> None:
    world.book.put(but(COMPANY, features=[]))
    row = world.after(OWNER, SetFeatures(items=[Feature.COUNT]))[SEAL.id]
    assert isinstance(row, Seal)
    assert row.free_use == Wanted(False, "owner", LATER)
    organization = world.after(OWNER, SetFeatures(items=[Feature.COUNT]))[COMPANY.id]
    assert isinstance(organization, Organization)


def test_records_are_missed_since_the_end_was_known_before_which_they_lie() -> None:
    row = seen_log(STATUS, 8, 5, NOW)
    assert (row.withheld_since, row.withheld_end, row.untold_withheld) == (NOW, 8, NOW)
    row = seen_log(but(row, withheld_told_at=NOW), 12, 7, LATER)  # some came; the first is missed yet
    assert (row.withheld_since, row.withheld_end, row.untold_withheld) == (NOW, 8, None)
    row = seen_log(row, 12, 8, LATER)  # what was missed is here: the rest is younger
    assert (row.withheld_since, row.withheld_end, row.untold_withheld) == (LATER, 12, LATER)
    row = seen_log(row, 12, 12, LATER)
    assert (row.withheld_since, row.withheld_end, row.withheld_told_at) == (None, 0, None)


def test_a_seal_is_silent_since_it_was_heard_last() -> None:
    assert STATUS.untold_silent == NOW  # as it was told before it was noted
    heard = but(STATUS, heard_at=LATER)
    assert heard.untold_silent == LATER
    assert but(heard, silent_told_at=LATER).untold_silent is None


@pytest.mark.req("C-11", "C")
def test_where_it_is_goes_to_the_owner_and_to_who_locked_it(world: World) -> None:
    locker = member("locker", Role.CUSTOM)
    world.book.put(locker)
    place = Position(31.2304, 121.4737, "gnss", 3, 5)
    found = telling.locked(SEAL, but(STATUS, place=place), "locker", world.book, NOW)
    assert {each.member for each in found} == {"owner", "locker"}
    assert {each.channels for each in found} == {frozenset({Channel.SMS})}
    assert found[0].words == ("合同专用章", "31.230400, 121.473700", str(NOW))
    (only,) = telling.locked(SEAL, None, "owner", world.book, NOW)  # once to him who is both
    assert (only.member, only.words[1]) == ("owner", "")


def test_alarms_go_to_who_manages_the_seal(world: World) -> None:
    status = but(STATUS, log_end=8, withheld_since=NOW)
    for found in (
        telling.withheld(SEAL, status, world.book, LATER),
        telling.silent(SEAL, NOW, world.book, LATER),
        telling.forked(SEAL, 7, world.book, NOW),
        telling.rolled_back(SEAL, world.book, NOW),
        telling.opened(SEAL, NOW, world.book, NOW),
    ):
        assert {each.member for each in found} == {OWNER.id, ADMIN.id, KEEPER.id}
        assert all(not each.channels for each in found)
    assert telling.withheld(SEAL, status, world.book, LATER)[0].words == ("合同专用章", "3", str(NOW))
    assert telling.not_unbound(SEAL, None, world.book, NOW) == []
    assert [each.member for each in telling.not_unbound(SEAL, "admin", world.book, NOW)] == ["admin"]
