"""Carrying between seal and cloud, and what stays whole when it is broken off anywhere."""

import asyncio

import pytest

from app.device.errors import DeviceError
from app.device.seal import Seal
from app.models import carried
from app.models.held import held_to, on_seals
from app.services.courier import Visit
from app.services.rounds import OnSeal
from domain.authorizations import Authorization
from domain.ending import EndUse
from domain.seals import SealStatus
from domain.usage import Impression
from protocol.contact import LEASE_S, Phase
from simulator.faults import Kind
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office

SERIAL = "GL2026000001"


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    """A bound seal."""
    return await at.bound(owner)


async def visit(console: Console) -> Visit:
    async with console.nearby.conversation_with(SERIAL, console.organization) as seal:
        return await console.courier.visit(seal, console.organization)


async def confirmed(console: Console, id: str) -> None:
    async def known() -> bool:
        row = await console.get(Authorization, id)
        return row is not None and row.confirmed_at is not None

    await console.until(known)


def press(host: Host, times: int) -> None:
    """Presses that nothing allows: each is a record all the same."""
    host.act(lambda firmware: (firmware.stand(out=True), firmware.cover(on=False)))
    for _ in range(times):
        host.act(lambda firmware: firmware.press())


async def numbers(console: Console) -> list[int]:
    return sorted(impression.own for impression in await console.all(Impression))


async def test_an_order_reaches_the_seal_and_its_word_the_cloud(owner: Console, host: Host) -> None:
    authorization = await office.authorize(owner, host, await owner.me())
    before = host.seal.live.number
    made = await visit(owner)
    assert (made.delivered, made.refused, made.trouble) == (1, (), None)
    assert made.carried > 0
    assert made.live.number == before + 1 == host.seal.live.number
    assert LEASE_S - 5 <= made.live.lease_left_s <= LEASE_S
    assert host.seal.phase is Phase.RESTRICTED  # granted, in nobody's hand
    await confirmed(owner, authorization.id)


async def test_what_was_carried_is_not_carried_again(owner: Console, host: Host) -> None:
    press(host, 3)
    first = await visit(owner)
    assert first.carried >= 3
    assert (await visit(owner)).carried == 0
    await owner.sent()
    made = await visit(owner)
    assert made.carried == 0
    assert (
        made.live.receipted
        == made.live.log_to
        == await owner.store.run(lambda tx: held_to(tx, owner.organization, SERIAL))
    )
    await owner.until(lambda: has(owner, [1, 2, 3]))


async def has(console: Console, own: list[int]) -> bool:
    return await numbers(console) == own


async def test_without_the_cloud_the_log_is_carried_all_the_same(at: Office, owner: Console, host: Host) -> None:
    press(host, 2)
    await at.cloud.stop()
    made = await visit(owner)
    assert made.trouble is not None
    assert (made.trouble.code, made.delivered) == ("cloud_away", 0)
    assert made.carried >= 2
    assert await owner.store.run(carried.waiting) >= 1
    press(host, 1)
    assert (await visit(owner)).carried == 1
    await at.cloud.start()
    await owner.until(lambda: has(owner, [1, 2, 3]))
    await owner.sent()


async def test_receipts_reach_the_seal_also_while_the_cloud_is_away(at: Office, owner: Console, host: Host) -> None:
    press(host, 2)
    await visit(owner)
    await owner.sent()
    await at.cloud.stop()
    made = await visit(owner)
    assert made.trouble is not None
    assert made.live.receipted == made.live.log_to


async def test_ends_and_grants_are_folded_and_the_last_word_holds(owner: Console, host: Host) -> None:
    me = await owner.me()
    first = await office.authorize(owner, host, me)
    await owner.do(EndUse(authorization=first.id))
    second = await office.authorize(owner, host, me)
    made = await visit(owner)
    assert made.trouble is None
    await confirmed(owner, second.id)
    assert host.seal.live.number == 4  # bind, grant, end, grant


@pytest.mark.parametrize(
    ("point", "times"), [*(("answer_before_send", at) for at in range(2, 10)), ("answer_after_send", 1)]
)
async def test_the_link_cut_at_any_answer_loses_and_doubles_nothing(
    owner: Console, host: Host, point: str, times: int
) -> None:
    press(host, 30)
    authorization = await office.authorize(owner, host, await owner.me())
    host.faults.set(Kind.CUT, point, times)
    made: Visit | None = None
    while made is None:
        try:
            made = await visit(owner)
        except DeviceError as error:
            assert error.worth_repeating or error.code == "not_admitted"
    await confirmed(owner, authorization.id)
    await owner.until(lambda: has(owner, list(range(1, 31))))
    assert host.seal.live.number == 2


async def held(console: Console) -> int:
    return await console.store.run(lambda tx: held_to(tx, console.organization, SERIAL))


async def test_killed_between_two_slices_what_was_carried_is_kept(owner: Console, host: Host) -> None:
    press(host, 120)
    told: list[tuple[int, int]] = []
    before = await held(owner)

    async with owner.nearby.conversation_with(SERIAL, owner.organization) as seal:
        reading = asyncio.ensure_future(
            owner.courier.drain(seal, owner.organization, lambda *so_far: told.append(so_far) or reading.cancel())
        )
        with pytest.raises(asyncio.CancelledError):
            await reading
    ((done, total),) = told
    assert 0 < done < total
    kept = await held(owner) - before  # one more may have been on its way into the database
    assert done <= kept <= total
    assert (await visit(owner)).carried == total - kept
    await owner.until(lambda: has(owner, list(range(1, 121))))


async def test_a_seal_of_another_organization_gets_no_answer(at: Office, owner: Console, host: Host) -> None:
    stranger = await at.stranger()
    await stranger.until(office.sees(stranger, host))
    with pytest.raises(DeviceError) as error:
        async with stranger.nearby.conversation(host.plate.address, stranger.nearby.as_member()):
            pass
    assert error.value.code == "not_ours"
    with pytest.raises(DeviceError) as error:
        async with stranger.nearby.conversation(host.plate.address, stranger.nearby.as_member(stranger.organization)):
            pass
    assert error.value.code == "not_admitted"


async def test_a_visit_without_being_asked_delivers_and_carries(owner: Console, host: Host) -> None:
    press(host, 2)
    authorization = await office.authorize(owner, host, await owner.me())
    owner.rounds.start()
    await confirmed(owner, authorization.id)
    await owner.until(lambda: has(owner, [1, 2]))


async def test_what_lies_on_a_seal_is_known_and_goes(at: Office, owner: Console, host: Host) -> None:
    await owner.sent()
    press(host, 5)
    owner.rounds.told(SERIAL, host.seal.live.log_to)
    left = await owner.store.run(lambda tx: on_seals(tx, {SERIAL: host.seal.live.log_to}))
    assert left[owner.organization, SERIAL] >= 5
    shown: list[tuple[OnSeal, ...]] = []
    owner.rounds.subscribe(lambda: shown.append(owner.rounds.on_seals))
    owner.rounds.start()
    await owner.until(lambda: known_to_be_empty(owner))
    assert shown[0][0].waiting >= 5


async def known_to_be_empty(console: Console) -> bool:
    status = await console.get(SealStatus, SERIAL)
    return status is not None and console.rounds.on_seals == () and await numbers(console) == [1, 2, 3, 4, 5]


async def test_visits_give_way(owner: Console, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def visit_for_ever(seal: Seal, _organization: str) -> Visit:
        begun.set()
        try:
            return await seal.session.wait_closed()  # type: ignore[return-value]
        finally:
            ended.set()

    monkeypatch.setattr(owner.courier, "visit", visit_for_ever)
    await owner.until(office.sees(owner, host))
    owner.rounds.start()
    await asyncio.wait_for(begun.wait(), 10)
    async with owner.nearby.conversation_with(SERIAL, owner.organization) as seal:
        assert ended.is_set()
        assert (await seal.live()).binding == 1
