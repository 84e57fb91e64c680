"""A seal's life in the cloud, told by its real firmware: bound, granted, pressed, ended."""

from typing import TypeVar

import pytest

from domain.authorizations import Authorization, State, awaiting_seal, state
from domain.ending import EndUse
from domain.ids import to_bytes
from domain.keepers import AddKeeper
from domain.organization import Role
from domain.seals import BindingState, BindSeal, Model, SealStatus
from domain.seals import Seal as SealRow
from domain.usage import Grade, Impression
from protocol.conversation import Code, Op
from tests.cloud.seal import SERIAL, Seal
from tests.cloud.world import Cloud, Person, Problem, Replica, pull_all

T = TypeVar("T")


@pytest.fixture
def seal(cloud: Cloud, owner: Person) -> Seal:
    return Seal(cloud, owner)


async def only(person: Person, kind: type[T]) -> T:
    """The one row of this kind, as a console sees it that starts anew."""
    person.cursors.clear()
    (row,) = (await pull_all(person)).of(kind)
    return row


async def all_of(person: Person) -> Replica:
    person.cursors.clear()
    return await pull_all(person)


async def test_a_seal_waits_until_its_own_log_says_that_it_is_bound(owner: Person, seal: Seal) -> None:
    await seal.connect()
    reply = await seal.ask()
    assert reply.down == []
    assert reply.receipt is None
    await owner.done(BindSeal(serial=SERIAL, model=Model.GL, name="公章", identity=seal.identity))
    row = await only(owner, SealRow)
    assert (row.state, row.binding, row.name) == (BindingState.AWAITING_SEAL, 1, "公章")
    await seal.bind("公章")
    assert (await only(owner, SealRow)).state is BindingState.BOUND
    assert (await only(owner, SealRow)).binding == 1


@pytest.mark.req("R-156")
@pytest.mark.req("R-020", "P", "allowed")
async def test_presses_become_records_and_are_counted(cloud: Cloud, owner: Person, seal: Seal) -> None:
    await seal.bind()
    grant = seal.authorize(count=3)
    await owner.done(grant)
    assert awaiting_seal(await only(owner, Authorization))
    assert await seal.contact() == [Code.OK]
    await seal.drain()
    assert not awaiting_seal(await only(owner, Authorization))
    assert seal.take() is Code.OK
    for _ in range(4):
        seal.press()
    taken = await seal.drain()
    rows = sorted((await all_of(owner)).of(Impression), key=lambda row: row.number)
    assert [(row.own, row.result) for row in rows] == [(1, 0), (2, 0), (3, 0), (4, 1)]
    assert {(row.member, row.authorization, row.grade) for row in rows[:3]} == {(owner.member, grant.id, Grade.SESSION)}
    assert rows[0].id == f"{SERIAL}-{rows[0].number}"
    row = await only(owner, Authorization)
    assert row.used == 3
    assert state(row, cloud.now) is State.EXPIRED
    told = await only(owner, SealStatus)
    assert (told.log_to, told.log_end) == (taken.log_to, taken.log_to)


async def test_the_receipt_lets_the_seal_forget(owner: Person, seal: Seal) -> None:
    await seal.bind()
    taken = seal.taken[-1]
    assert taken.receipt is not None
    await seal.contact()
    assert seal.firmware._core.state.receipted == taken.log_to


@pytest.mark.req("C-05", "C")
@pytest.mark.req("R-022", "P", "allowed")
@pytest.mark.req("C-05")
async def test_an_end_reaches_the_seal_and_comes_back_confirmed(owner: Person, seal: Seal) -> None:
    await seal.bind()
    grant = seal.authorize()
    await owner.done(grant)
    await seal.contact()
    await owner.done(EndUse(authorization=grant.id))
    assert awaiting_seal(await only(owner, Authorization))
    assert await seal.contact() == [Code.OK]
    assert seal.take() is Code.NO_GRANT
    seal.press()
    await seal.drain()
    row = await only(owner, Authorization)
    assert not awaiting_seal(row)
    assert row.used == 0
    assert (await only(owner, Impression)).result != 0


async def test_a_grant_that_ended_on_the_way_travels_as_its_end_alone(owner: Person, seal: Seal) -> None:
    await seal.bind()
    first, second = seal.authorize(), seal.authorize()
    await owner.done(first)
    await owner.done(EndUse(authorization=first.id))
    await owner.done(second)
    reply = await seal.ask()
    assert len(reply.down) == 2
    assert await seal.contact() == [Code.OK, Code.OK]
    await seal.drain()
    rows = {row.id: row for row in (await all_of(owner)).of(Authorization)}
    assert rows[first.id].confirmed_at is None
    assert rows[first.id].end_confirmed_at is not None
    assert rows[second.id].confirmed_at is not None
    assert seal.take() is Code.OK


async def test_an_older_envelope_that_comes_late_is_made_good_by_the_fold(owner: Person, seal: Seal) -> None:
    """One courier has the grant in his hands while another already brings its end and the next."""
    await seal.bind()
    first, second = seal.authorize(), seal.authorize()
    await owner.done(first)
    late = (await seal.ask()).down
    await owner.done(EndUse(authorization=first.id))
    await owner.done(second)
    newer = await seal.ask()
    seal.must(Op.GIVE_ANSWER, newer.answer)
    assert [seal.request(Op.DELIVER, envelope)[0] for envelope in [*late, *newer.down]] == [Code.OK] * 3
    assert seal.firmware._core.state.grant is not None
    assert seal.firmware._core.state.grant.id == to_bytes(second.id)


async def test_without_news_the_seal_stops_and_with_a_contact_it_goes_on(
    cloud: Cloud, owner: Person, seal: Seal
) -> None:
    await seal.bind()
    await owner.done(seal.authorize())
    await seal.contact()
    assert seal.take() is Code.OK
    cloud.now += cloud.settings.lease_s * 1000
    seal.firmware.tick()
    await owner.enter()
    seal.press()
    await seal.drain()
    assert [row.result == 0 for row in (await all_of(owner)).of(Impression)] == [False]
    await seal.connect()
    await seal.contact()
    assert seal.take() is Code.OK
    seal.press()
    await seal.drain()
    assert (await only(owner, Authorization)).used == 1


async def test_any_console_of_the_organization_carries_and_nobody_elses(
    cloud: Cloud, owner: Person, seal: Seal
) -> None:
    await seal.bind()
    await owner.done(seal.authorize())
    member = await owner.add("张三", "19900000004")
    other = await cloud.organization("19900000002", "别家公司")
    question = seal.question()
    part = seal.slices()[0]
    for attempt in (seal.ask(other, question), seal.give(part, other)):
        with pytest.raises(Problem, match="404 not_found"):
            await attempt
    assert len((await seal.ask(member, question)).down) == 1
    assert (await seal.give(part, member)).log_to > 0


@pytest.mark.req("R-024", "P", "allowed", "refused")
async def test_a_keeper_sees_what_he_keeps(owner: Person, seal: Seal) -> None:
    keeper = await owner.add("李管章", "19900000003", Role.KEEPER)
    await seal.bind()
    await owner.done(seal.authorize())
    await seal.contact()
    seal.take()
    seal.press()
    await seal.drain()
    replica = await pull_all(keeper)
    assert (replica.of(Impression), replica.of(Authorization)) == ([], [])
    await owner.done(AddKeeper(seal=SERIAL, member=keeper.member))
    replica = await pull_all(keeper, replica)
    assert [len(replica.of(kind)) for kind in (Impression, Authorization, SealStatus)] == [1, 1, 1]
