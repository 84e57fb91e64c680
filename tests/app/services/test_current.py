import msgspec
import pytest

from app.models import pages
from app.models.store import Store, Tx
from app.services import current
from app.services.current import Membership
from domain.applications import Application, ApplicationState, Step, StepKind, StepState
from domain.organization import Role
from domain.rows import Row
from tests.app.examples import COMPANY, NOW, ORG, OWNER, SEAL, change, page


def memberships(tx: Tx) -> list[Membership]:
    return current.memberships(tx, NOW)


def to_choose(tx: Tx) -> list[Membership]:
    return current.to_choose(tx, memberships(tx))


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
    assert await store.run(to_choose) == []
    await take(store, ORG, COMPANY, OWNER)
    assert await store.run(memberships) == [Membership(ORG, "示例公司", Role.OWNER)]
    assert await store.run(to_choose) == []
    there = msgspec.structs.replace(OWNER, organization=OTHER, role=Role.MEMBER)
    await take(store, OTHER, msgspec.structs.replace(COMPANY, id=OTHER, organization=OTHER, name="别家公司"), there)
    both = [Membership(OTHER, "别家公司", Role.MEMBER), Membership(ORG, "示例公司", Role.OWNER)]
    assert await store.run(to_choose) == both
    heard: list[frozenset[str]] = []
    store.subscribe(heard.append)
    for _ in range(2):
        await store.run(lambda tx: current.choose_organization(tx, OTHER))
    assert await store.run(to_choose) == []
    assert [current.TOPIC in topics for topics in heard] == [True]
    await take(store, OTHER, msgspec.structs.replace(there, active=False))
    assert await store.run(to_choose) == []  # where else


@pytest.mark.req("R-296")
async def test_what_waits_in_each_organization(store: Store) -> None:
    below = msgspec.structs.replace(COMPANY, id=OTHER, organization=OTHER, name="子公司")
    outside = msgspec.structs.replace(OWNER, id="m-hq", organization=OTHER, role=Role.HEADQUARTERS)
    steps = [Step(StepKind.HEADQUARTERS, ["m-hq"], StepState.PENDING), Step(StepKind.AUTHORIZE, ["m-1"])]
    application = Application(
        id="a-1",
        organization=OTHER,
        applicant="m-1",
        seal="GL26A00099",
        reason="签约",
        document="合同",
        copies=1,
        count=1,
        start=NOW,
        end=NOW + 1,
        state=ApplicationState.IN_APPROVAL,
        steps=steps,
        created_at=NOW,
    )
    await take(store, ORG, COMPANY, OWNER)
    await take(store, OTHER, below, outside, application)
    expected = [Membership(OTHER, "子公司", Role.HEADQUARTERS, 1), Membership(ORG, "示例公司", Role.OWNER, 0)]
    assert await store.run(memberships) == expected
    decided = msgspec.structs.replace(application, steps=[msgspec.structs.replace(steps[0], state=StepState.PASSED)])
    await take(store, OTHER, decided)
    assert [each.waiting for each in await store.run(memberships)] == [0, 0]
