import msgspec
import pytest

from app.models import pages
from app.models.store import Store
from app.services import current
from app.services.current import Membership
from domain.organization import Role
from domain.rows import Row
from tests.app.examples import COMPANY, NOW, ORG, OWNER, SEAL, change, page

OTHER = "0190a000-0000-7000-8000-000000000002"


async def take(store: Store, organization: str, *rows: Row, **other: object) -> None:
    some = page(*map(change, rows), **other)
    await store.run(lambda tx: pages.apply(tx, organization, pages.asking(tx, organization), some, NOW, bytes))


@pytest.mark.req("A-10", "A")
async def test_the_seal_chosen_in_each_organization_is_kept(store: Store) -> None:
    assert await store.run(lambda tx: current.seal(tx, ORG)) is None
    second = msgspec.structs.replace(SEAL, id="GL26A00099", name="公章")
    await take(store, ORG, COMPANY, OWNER, SEAL, second)
    assert await store.run(lambda tx: current.seal(tx, ORG)) == second  # the first by name
    heard: list[frozenset[str]] = []
    store.subscribe(heard.append)
    await store.run(lambda tx: current.choose_seal(tx, ORG, SEAL.id))
    assert current.TOPIC in heard[0]
    assert await store.run(lambda tx: current.seal(tx, ORG)) == SEAL
    assert await store.run(lambda tx: current.seal(tx, OTHER)) is None
    await take(store, ORG, scopes=[])
    assert await store.run(lambda tx: current.seal(tx, ORG)) is None


async def test_the_organization_chosen_is_kept_while_one_is_a_member(store: Store) -> None:
    assert await store.run(current.organization) is None
    there = msgspec.structs.replace(OWNER, organization=OTHER)
    await take(store, ORG, OWNER)
    await take(store, OTHER, there)
    assert await store.run(current.organization) == ORG
    await store.run(lambda tx: current.choose_organization(tx, OTHER))
    assert await store.run(current.organization) == OTHER
    await take(store, OTHER, msgspec.structs.replace(there, active=False))
    assert await store.run(current.organization) == ORG


@pytest.mark.req("R-045")
async def test_who_belongs_to_more_than_one_organization_has_to_choose(store: Store) -> None:
    assert await store.run(current.to_choose) == []
    await take(store, ORG, COMPANY, OWNER)
    assert await store.run(current.memberships) == [Membership(ORG, "示例公司", Role.OWNER)]
    assert await store.run(current.to_choose) == []
    there = msgspec.structs.replace(OWNER, organization=OTHER, role=Role.MEMBER)
    await take(store, OTHER, msgspec.structs.replace(COMPANY, id=OTHER, organization=OTHER, name="别家公司"), there)
    both = [Membership(OTHER, "别家公司", Role.MEMBER), Membership(ORG, "示例公司", Role.OWNER)]
    assert await store.run(current.to_choose) == both
    heard: list[frozenset[str]] = []
    store.subscribe(heard.append)
    for _ in range(2):
        await store.run(lambda tx: current.choose_organization(tx, OTHER))
    assert await store.run(current.to_choose) == []
    assert [current.TOPIC in topics for topics in heard] == [True]
    await take(store, OTHER, msgspec.structs.replace(there, active=False))
    assert await store.run(current.to_choose) == []  # where else
