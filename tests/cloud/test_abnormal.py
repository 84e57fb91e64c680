"""Who is given which abnormal records: the cloud decides (R-166, R-167)."""

import pytest

from domain.keepers import AddKeeper
from domain.organization import Role
from domain.usage import Impression
from tests.cloud.test_pull import impression, put, seal
from tests.cloud.world import Cloud, Person, Replica, pull_all

MINE, OTHERS, NOBODYS = 1, 2, 3


async def abnormal(person: Person) -> set[int]:
    """The numbers that his console gets."""
    person.cursors.clear()
    return {row.number for row in (await pull_all(person, Replica())).of(Impression) if row.result}


@pytest.fixture
async def clerk(cloud: Cloud, owner: Person) -> Person:
    """Who has pressed once, abnormally, as the owner has, and somebody unknown."""
    clerk = await owner.add("张四", "19900000004")
    presses = [(MINE, clerk.member), (OTHERS, owner.member), (NOBODYS, None)]
    await put(cloud, seal(owner), *(impression(owner, number, member, result=3) for number, member in presses))
    await put(cloud, impression(owner, 4, clerk.member))
    return clerk


@pytest.mark.req("R-166", "P", "allowed")
async def test_who_manages_a_seal_gets_all_of_its(owner: Person, clerk: Person) -> None:
    administrator = await owner.add("赵五", "19900000005", Role.ADMINISTRATOR)
    keeper = await owner.add("吴三", "19900000003", Role.KEEPER)
    await owner.done(AddKeeper(seal="GL0000000001", member=keeper.member))
    for person in (owner, administrator, keeper):
        assert await abnormal(person) == {MINE, OTHERS, NOBODYS}


@pytest.mark.req("R-166", "P", "refused")
async def test_the_keeper_of_another_seal_gets_none(cloud: Cloud, owner: Person, clerk: Person) -> None:
    keeper = await owner.add("吴三", "19900000003", Role.KEEPER)
    await put(cloud, seal(owner, "GL0000000002"))
    await owner.done(AddKeeper(seal="GL0000000002", member=keeper.member))
    assert await abnormal(keeper) == set()


@pytest.mark.req("R-167", "P", "allowed", "refused")
async def test_anybody_else_gets_those_of_his_own_uses_alone(owner: Person, clerk: Person) -> None:
    other = await owner.add("周二", "19900000002")
    assert await abnormal(clerk) == {MINE}
    assert await abnormal(other) == set()
