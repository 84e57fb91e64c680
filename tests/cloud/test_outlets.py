"""Service outlets: the operator keeps them, and everybody's console has all of them."""

import msgspec
import pytest

from cloud import outlets
from cloud.store.outlets import Kept
from domain.geo import Point
from domain.ids import new_id
from domain.organization import Role
from domain.outlets import OPERATOR, Outlet
from domain.subsidiaries import AddSubsidiary
from domain.verdict import Refused
from tests.cloud.world import JSON, Cloud, Person, pull_all

SHOP = Outlet(
    id="shop-1",
    organization=OPERATOR,
    name="西湖刻章店",
    address="杭州市西湖区示例路1号",
    phone="0571-00000000",
    hours="9:00-17:00",
    point=Point(30.26, 120.13),
)


async def put(cloud: Cloud, outlet: Outlet = SHOP, by: str = "operator-1") -> Outlet | Refused:
    return await cloud.service.database.write(lambda unit: outlets.put(cloud.service, unit, outlet, by, cloud.now))


async def remove(cloud: Cloud, id: str = SHOP.id) -> Outlet | Refused:
    work = outlets.remove
    return await cloud.service.database.write(lambda unit: work(cloud.service, unit, id, "operator-1", cloud.now))


async def every(cloud: Cloud) -> list[Kept]:
    return await cloud.service.database.read(outlets.every)


async def seen(person: Person) -> list[Outlet]:
    person.cursors.clear()
    return (await pull_all(person)).of(Outlet)


def copy(person: Person, outlet: Outlet = SHOP) -> Outlet:
    return msgspec.structs.replace(outlet, organization=person.organization)


@pytest.mark.req("R-013", "R-273")
async def test_everybody_finds_what_the_operator_keeps(cloud: Cloud, owner: Person) -> None:
    member = await owner.add("张成员", "19900000002", Role.MEMBER)
    other = await cloud.organization("19900000003", "别家公司")
    assert await put(cloud) == SHOP
    for person in (owner, member, other):
        assert await seen(person) == [copy(person)]
    assert await every(cloud) == [Kept(SHOP, "operator-1", cloud.now)]


async def test_a_new_organization_has_them_from_its_beginning(cloud: Cloud, owner: Person) -> None:
    await put(cloud)
    late = await cloud.organization("19900000003", "别家公司")
    assert await seen(late) == [copy(late)]
    id = new_id()
    await owner.done(AddSubsidiary(id=id, name="分公司", owner="李主任", phone="19900000004"))
    below = await Person.sign_in(cloud, "19900000004", id)
    assert await seen(below) == [copy(below)]


async def test_one_is_changed_and_removed_everywhere(cloud: Cloud, owner: Person) -> None:
    other = await cloud.organization("19900000003", "别家公司")
    await put(cloud)
    moved = msgspec.structs.replace(SHOP, address="杭州市西湖区示例路2号", point=Point(30.27, 120.14))
    assert await put(cloud, moved, "operator-2") == moved
    assert await seen(owner) == [copy(owner, moved)]
    assert [each.changed_by for each in await every(cloud)] == ["operator-2"]
    assert await remove(cloud) == moved
    assert await seen(owner) == await seen(other) == await every(cloud) == []
    assert await remove(cloud) == Refused("not_found")


async def test_what_does_not_fit_changes_nothing_and_the_same_again_tells_nobody(cloud: Cloud, owner: Person) -> None:
    await put(cloud)
    await pull_all(owner)
    assert await put(cloud, msgspec.structs.replace(SHOP, phone="call us")) == Refused("outlet_phone_unfit", "phone")
    assert await put(cloud, msgspec.structs.replace(SHOP, id="shop-2")) == Refused("outlet_twice", "name", SHOP.name)
    cloud.now += 1000
    assert await put(cloud, by="operator-2") == SHOP
    assert [each.changed_by for each in await every(cloud)] == ["operator-1"]
    assert (await pull_all(owner)).rows == {}


async def test_the_demo_has_a_door_for_them(cloud: Cloud, owner: Person) -> None:
    body = {name: value for name, value in msgspec.to_builtins(SHOP).items() if name != "organization"}
    await cloud.request("POST", "/demo/outlets", body, headers=JSON)
    assert await seen(owner) == [copy(owner)]
