"""The seals around: the list, Bluetooth that is missing, finding a seal by its serial, and visits by themselves."""

import asyncio
import time

import pytest

from app.device.connections import Patience
from app.device.errors import AlreadyBound, DeviceError, OtherSeal, OutOfReach
from app.services import nearby as nearbys
from app.services import rounds
from app.services.nearby import NearbySeal
from domain.authorizations import Authorization
from domain.seals import Model
from protocol.certificates import Identity
from protocol.contact import Phase
from protocol.session import ConsoleHello
from simulator.faults import Kind
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.waiting import until

SERIAL, SECOND = "GL2026000001", "L2026000002"


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


def heard(console: Console, host: Host) -> NearbySeal | None:
    return next((seal for seal in console.nearby.seals if seal.address == host.plate.address), None)


@pytest.mark.req("R-061")
async def test_who_is_heard_and_what_it_says_of_itself(at: Office, owner: Console) -> None:
    gl, small = await at.seal(), await at.seal(SECOND, Model.L)
    changes: list[int] = []
    stop = owner.nearby.subscribe(lambda: changes.append(len(owner.nearby.seals)))
    await until(lambda: heard(owner, gl) and heard(owner, small))
    assert changes
    stop()
    first, second = heard(owner, gl), heard(owner, small)
    assert first is not None
    assert second is not None
    assert (first.sighting.name, first.sighting.model, first.sighting.phase) == (gl.name, Model.GL, Phase.UNBOUND)
    assert (second.sighting.model, second.sighting.battery, second.serial) == (Model.L, 86, None)
    assert first.unbound
    await office.bind(owner, gl)
    await until(lambda: (now := heard(owner, gl)) and now.serial == SERIAL and not now.unbound)


@pytest.mark.req("R-127", "V", "inside", "outside")
async def test_bluetooth_that_goes_and_comes_back_is_said(at: Office, owner: Console) -> None:
    host = await at.seal()
    await until(lambda: heard(owner, host))
    air = at.air
    place = air.address
    await air.stop()
    await until(lambda: owner.nearby.trouble is not None)
    assert owner.nearby.trouble is not None
    assert owner.nearby.trouble.code == "bluetooth_missing"
    assert owner.nearby.trouble.sentence() == "未找到蓝牙适配器。"
    await air.start(*place)
    await until(lambda: owner.nearby.trouble is None)


async def test_a_seal_is_found_by_asking_those_that_are_heard(at: Office, owner: Console) -> None:
    hosts = [await at.seal(), await at.seal(SECOND, Model.L)]
    for host in hosts:
        await office.bind(owner, host, host.plate.serial)
    owner.nearby._serials.clear()  # as after a start
    for host in hosts:
        async with owner.nearby.conversation_with(host.plate.serial, owner.organization) as seal:
            assert seal.serial == host.plate.serial


async def test_a_seal_that_is_not_there_is_not_found(
    at: Office, owner: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearbys, "FIND_WITHIN_S", 1.0)
    host = await at.seal()
    await office.bind(owner, host)
    with pytest.raises(OutOfReach):
        async with owner.nearby.conversation_with(SECOND, owner.organization):
            pass
    with pytest.raises(OtherSeal):
        async with owner.nearby.conversation(host.plate.address, owner.nearby.as_member(owner.organization, SECOND)):
            pass


async def test_whoever_fails_to_open_leaves_no_link(at: Office, owner: Console) -> None:
    host = await at.seal()
    await until(lambda: heard(owner, host))

    async def unwilling(_identity: Identity, _binding: int) -> ConsoleHello:
        raise AlreadyBound

    for _ in range(3):
        with pytest.raises(AlreadyBound):
            async with owner.nearby.conversation(host.plate.address, unwilling):
                pass
    await until(lambda: not host.linked)
    assert owner.nearby.wanted[host.plate.address] == 0


async def test_orders_reach_every_seal_in_sight_without_being_asked(at: Office, owner: Console) -> None:
    hosts = [await at.seal(), await at.seal(SECOND, Model.L)]
    for host in hosts:
        await office.bind(owner, host, host.plate.serial)
    owner.rounds.start()
    me = await owner.me()
    issued = [(await office.authorize(owner, host, me)).id for host in hosts]

    async def confirmed() -> bool:
        return all(row.confirmed_at for row in await owner.all(Authorization) if row.id in issued)

    await owner.until(confirmed)


async def test_a_member_carries_for_others(at: Office, owner: Console) -> None:
    """Whoever may see the seal is a courier; the owner's console hears nothing of the seal here."""
    host = await at.seal()
    await office.bind(owner, host)
    member = await at.member(owner)
    authorization = await office.authorize(owner, host, await owner.me())
    member.rounds.start()

    async def confirmed() -> bool:
        row = await owner.get(Authorization, authorization.id)
        return row is not None and row.confirmed_at is not None

    await owner.until(confirmed)


async def test_a_visit_that_fails_is_made_again(at: Office, owner: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "IN_PASSING", Patience(0.2, 30.0, hopeless=30.0, stranger=600.0))
    host = await at.seal()
    await office.bind(owner, host)
    authorization = await office.authorize(owner, host, await owner.me())
    for point, times in (("answer_before_send", 2), ("answer_after_send", 3)):
        host.faults.set(Kind.CUT, point, times)
    owner.rounds.start()

    async def confirmed() -> bool:
        row = await owner.get(Authorization, authorization.id)
        return row is not None and row.confirmed_at is not None

    await owner.until(confirmed)


async def test_a_strangers_seal_is_asked_once_and_left_alone(at: Office, owner: Console) -> None:
    host = await at.seal()
    await office.bind(owner, host)
    stranger = await at.stranger()
    stranger.rounds.start()
    await until(lambda: stranger.rounds._plans and stranger.rounds._plans[host.plate.address].stranger)
    plan = stranger.rounds._plans[host.plate.address]
    assert plan.due > time.monotonic() + 60
    assert host.seal.live.number == 1


async def test_nobody_is_visited_while_somebody_else_is_connected(at: Office, owner: Console) -> None:
    host = await at.seal()
    await office.bind(owner, host)
    member = await at.member(owner)
    async with owner.nearby.conversation_with(SERIAL, owner.organization):
        await until(lambda: (seen := heard(member, host)) and seen.sighting.in_use)
        member.rounds.start()
        for end in (1, 2, 3):
            member.rounds.told(SERIAL, end)
            await until(lambda: not member.rounds._news)  # it has heard of it, and looked whom to visit
        assert member.rounds._visit is None
    await until(lambda: member.rounds._visit is not None)


async def test_a_cloud_that_stays_mute_keeps_nobody_waiting(at: Office, owner: Console) -> None:
    host = await at.seal()
    await office.bind(owner, host)
    host.act(lambda firmware: (firmware.stand(out=True), firmware.cover(on=False)))
    authorization = await office.authorize(owner, host, await owner.me())
    async with owner.nearby.conversation_with(SERIAL, owner.organization) as seal:
        await owner.courier.visit(seal, owner.organization)
    await at.cloud.stop()
    over = asyncio.Event()

    async def say_nothing(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    mute = await asyncio.start_server(say_nothing, "127.0.0.1", int(at.cloud.address.rpartition(":")[2]))
    stamping = owner.stamping(authorization)
    stamping.start()
    await until(lambda: stamping.state.ready, within=6)
    host.act(lambda firmware: firmware.press())
    await until(lambda: stamping.state.used == 1)
    await stamping.close()
    over.set()
    mute.close()
    await mute.wait_closed()


async def test_a_session_with_an_expired_certificate_is_refused_by_the_seal(at: Office, owner: Console) -> None:
    host = await at.seal()
    await office.bind(owner, host)
    at.cloud.ahead = 2 * 24 * 3600 * 1000  # the seal hears what time it is: two days later
    async with owner.nearby.conversation_with(SERIAL, owner.organization) as seal:
        reply = await owner.courier.ask_cloud(seal)
        await seal.give_answer(reply.answer)
        with pytest.raises(DeviceError) as error:
            await seal.read_log(1)
        assert error.value.code == "expired"
