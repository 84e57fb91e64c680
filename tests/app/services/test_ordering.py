"""What a seal is to do at once, with a real seal: let go of its organization, and take a fingerprint."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.device.session import SealSession
from app.models import outbox
from app.models.held import letting_go, news_for
from app.models.outbox import StoredAct
from app.services import enrolling, ordering
from app.services.enrolling import OVER, Enrolling, EnrollingState, Step
from app.services.ordering import decided, have_done
from app.services.trouble import Trouble
from cloud.seals import commands
from cloud.store import devices
from cloud.store.unit import Unit
from domain.commands import CommandKind, CommandState, SealCommand
from domain.ending import EndUse
from domain.fingers import finger_of
from domain.seal_settings import SetSealSettings
from domain.seals import BindingState, Seal
from domain.unbinding import UnbindSeal
from protocol.cbor import pack
from protocol.contact import Phase, SealMode
from protocol.envelopes import FingerEnrolBody, Kind
from simulator.firmware.fingers import MOST_POOR
from simulator.host import Host
from tests.app.services import office
from tests.app.services.office import Console, Office
from tests.app.services.test_courier import SERIAL
from tests.waiting import until

THUMB = "thumb"


@pytest.fixture
async def owner(at: Office) -> Console:
    return await at.owner()


@pytest.fixture
async def host(at: Office, owner: Console) -> Host:
    """A bound seal, and the owner's computer hears that it is."""
    made = await at.bound(owner)
    await until(lambda: ordering.is_near(owner.tools(), SERIAL))
    return made


async def row(console: Console) -> Seal:
    found = await console.get(Seal, SERIAL)
    assert found is not None
    return found


async def reached(enrolling: Enrolling, condition: Callable[[EnrollingState], bool]) -> None:
    changed = asyncio.Event()
    stop = enrolling.subscribe(changed.set)
    try:
        async with asyncio.timeout(20):
            while not condition(enrolling.state):
                changed.clear()
                await changed.wait()
    finally:
        stop()


async def in_gprs_mode(host: Host) -> None:
    await office.switch(host, SealMode.GPRS)


# What the cloud would not


async def test_a_refusal_that_comes_between_two_looks_is_no_consent(
    owner: Console, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The verdict arrives just when it was looked for."""
    await owner.engine.stop()
    run, looked = owner.store.run, owner.desk.act

    async def look(id: str) -> StoredAct | None:
        found = await looked(id)
        await run(lambda tx: outbox.refuse(tx, id, "not_allowed", "不可以"))
        return found

    monkeypatch.setattr(owner.desk, "act", look)
    trouble = await decided(
        owner.tools(), owner.organization, SetSealSettings(seal=SERIAL, backlight_s=9, auto_off_min=0)
    )
    assert trouble is not None
    assert trouble.code == "not_allowed"
    assert await owner.desk.refused() == []  # it was read


# Letting go


@pytest.mark.req("R-195", "R-196")
async def test_a_seal_lets_go_and_its_last_words_are_carried(owner: Console, host: Host) -> None:
    """After it has let go it answers to nobody any more: what it says unasked has to be kept."""
    assert await have_done(owner.tools(), owner.organization, SERIAL, UnbindSeal(seal=SERIAL)) is None
    assert host.seal.phase is Phase.UNBOUND

    async def gone() -> bool:
        return (await row(owner)).state is BindingState.UNBOUND

    await owner.until(gone)
    await owner.sent()


@pytest.mark.req("R-195", "R-196")
async def test_whoever_visits_it_next_hears_that_it_let_go(
    owner: Console, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The console that ordered it has lost it in that moment."""
    async with owner.nearby.conversation_with(SERIAL, owner.organization) as session:
        await owner.courier.visit(session, owner.organization)
    monkeypatch.setattr(ordering, "is_near", lambda *_: False)
    assert await have_done(owner.tools(), owner.organization, SERIAL, UnbindSeal(seal=SERIAL)) is None
    assert (await row(owner)).state is BindingState.UNBINDING
    assert await owner.store.run(lambda tx: news_for(tx, {SERIAL})) == {SERIAL}
    owner.rounds.start()

    async def gone() -> bool:
        return (await row(owner)).state is BindingState.UNBOUND

    await owner.until(gone)
    assert host.seal.phase is Phase.UNBOUND


async def test_a_last_word_that_was_lost_with_its_carrier_is_fetched_by_whoever_is_near(
    at: Office, owner: Console, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The console died before it had kept it. Another, of a member who may not bind, hears the seal say that it is
    unbound; nobody opens the binding window."""

    async def lost(*_: object) -> int:
        return 0

    monkeypatch.setattr(owner.courier, "_keep_last_words", lost)
    assert await have_done(owner.tools(), owner.organization, SERIAL, UnbindSeal(seal=SERIAL)) is None
    assert host.seal.phase is Phase.UNBOUND
    assert (await row(owner)).state is BindingState.UNBINDING
    member = await at.member(owner)

    async def awaited() -> bool:
        return await member.store.run(letting_go) == {SERIAL: owner.organization}

    await member.until(awaited)
    member.rounds.start()

    async def gone() -> bool:
        return (await row(owner)).state is BindingState.UNBOUND

    await owner.until(gone)


@pytest.mark.req("R-197")
async def test_why_it_is_not_unbound_is_told(owner: Console, host: Host) -> None:
    authorization = await office.authorize(owner, host, await owner.me())
    trouble = await have_done(owner.tools(), owner.organization, SERIAL, UnbindSeal(seal=SERIAL))
    assert trouble is not None
    assert trouble.code == "former_use_not_ended"
    await owner.do(EndUse(authorization=authorization.id))
    assert await have_done(owner.tools(), owner.organization, SERIAL, UnbindSeal(seal=SERIAL)) is None
    assert host.seal.phase is Phase.UNBOUND


async def test_settings_that_wait_make_a_seal_worth_a_visit(owner: Console, host: Host) -> None:
    await owner.do(SetSealSettings(seal=SERIAL, backlight_s=30, auto_off_min=10))
    owner.rounds.start()

    async def confirmed() -> bool:
        settings = (await row(owner)).settings
        return settings is not None and settings.confirmed_at is not None

    await owner.until(confirmed)
    assert not await owner.store.run(lambda tx: news_for(tx, {SERIAL}))


# Taking a fingerprint


@asynccontextmanager
async def begun(owner: Console) -> AsyncGenerator[tuple[Enrolling, Callable[[], None]]]:
    """One that goes on, and what begins it anew; nothing of it may have failed unheard."""
    made = Enrolling(owner.tools(), owner.organization, SERIAL, (await owner.me()).id)
    runs: list[asyncio.Task[None]] = []

    def begin() -> None:
        runs.append(asyncio.create_task(made.run()))

    begin()
    try:
        yield made, begin
    finally:
        await made.close()
        ended = await asyncio.gather(*runs, return_exceptions=True)
        assert [each for each in ended if each is not None and not isinstance(each, asyncio.CancelledError)] == []


@pytest.mark.req("R-236")
@pytest.mark.req("C-02", "C")
async def test_six_captures_are_told_one_by_one(owner: Console, host: Host) -> None:
    await in_gprs_mode(host)
    async with begun(owner) as (taking, _):
        await reached(taking, lambda state: state.step is Step.TOUCHING and state.live)
        host.act(lambda seal: seal.touch(THUMB, 10))
        await reached(taking, lambda state: state.poor)
        assert taking.state.captures == 0
        for count in range(1, 6):
            host.act(lambda seal: seal.touch(THUMB, 90))
            await reached(taking, lambda state, count=count: state.captures == count and not state.poor)
        host.act(lambda seal: seal.touch(THUMB, 90))
        await reached(taking, lambda state: state.step is Step.SAVED)
        assert taking.state.captures == 6

        async def known() -> bool:
            return (await row(owner)).fingers == [(await owner.me()).id]

        await owner.until(known)


@pytest.mark.req("R-236")
async def test_one_that_is_cancelled_leaves_its_slot(owner: Console, host: Host) -> None:
    await in_gprs_mode(host)
    async with begun(owner) as (taking, again):
        await reached(taking, lambda state: state.step is Step.TOUCHING)
        host.act(lambda seal: seal.touch(THUMB, 90))
        await reached(taking, lambda state: state.captures == 1)
        await taking.cancel()
        await reached(taking, lambda state: state.step is Step.CANCELLED)
        me = (await owner.me()).id

        async def free() -> bool:
            return finger_of(await row(owner), me) is None

        await owner.until(free)
        assert host.seal.live.fingers == []
        again()
        await reached(taking, lambda state: state.step is Step.TOUCHING)
        for _ in range(MOST_POOR):
            host.act(lambda seal: seal.touch(THUMB, 10))
        await reached(taking, lambda state: state.step is Step.FAILED)
        await owner.until(free)


@pytest.mark.req("R-236")
async def test_a_link_that_is_lost_stops_nothing(owner: Console, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seal goes on by itself, and what the cloud hears of it is shown."""
    await in_gprs_mode(host)
    async with begun(owner) as (taking, _):
        await reached(taking, lambda state: state.step is Step.TOUCHING and state.live)
        session = taking._seal
        assert session is not None
        await SealSession.close(session.session)
        await reached(taking, lambda state: not state.live)
        for _ in range(6):
            host.act(lambda seal: seal.touch(THUMB, 90))
        owner.rounds.start()
        await reached(taking, lambda state: state.step is Step.SAVED)


def _ordered_just_before(at: Office, monkeypatch: pytest.MonkeyPatch, kind: Kind, body: bytes) -> None:
    """Somebody else orders something between the two visits of a finger's taking."""

    async def decide(*args: Any) -> Trouble | None:
        await at.cloud.service.database.write(order)
        return await decided(*args)

    def order(unit: Unit) -> None:
        bound = devices.latest_binding(unit, SERIAL)
        assert bound is not None
        commands.leave(unit, bound, kind, body, at.cloud.now)

    monkeypatch.setattr(enrolling, "decided", decide)


@pytest.mark.req("R-236")
async def test_another_order_that_is_refused_is_not_the_fingers(
    at: Office, owner: Console, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    await in_gprs_mode(host)
    _ordered_just_before(at, monkeypatch, Kind.SETTINGS, b"unreadable")
    async with begun(owner) as (taking, _):
        await reached(taking, lambda state: state.live and state.step in (Step.TOUCHING, *OVER))
        assert taking.state.step is Step.TOUCHING

        async def told() -> bool:
            return [each.state for each in await owner.all(SealCommand) if each.kind is CommandKind.SETTINGS] == [
                CommandState.REFUSED
            ]

        await owner.until(told)


@pytest.mark.req("R-236")
async def test_a_seal_that_refuses_the_finger_is_told_of(
    at: Office, owner: Console, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes another one."""
    await in_gprs_mode(host)
    _ordered_just_before(at, monkeypatch, Kind.FINGER_ENROL, pack(FingerEnrolBody(5, bytes(16))))
    async with begun(owner) as (taking, _):
        await reached(taking, lambda state: state.step in (Step.TOUCHING, *OVER))
        assert taking.state.step is Step.FAILED


@pytest.mark.req("R-238")
async def test_in_bluetooth_mode_none_is_taken(owner: Console, host: Host) -> None:
    async with begun(owner) as (taking, _):
        await reached(taking, lambda state: state.step is Step.REFUSED)
        assert taking.state.trouble is not None
        assert taking.state.trouble.code == "finger_over_bluetooth"
    assert host.seal.live.fingers == []


@pytest.mark.req("R-236")
async def test_from_afar_it_waits_until_it_is_given_up(
    owner: Console, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is near who could carry it: it can be given up all the same."""
    await in_gprs_mode(host)
    async with owner.nearby.conversation_with(SERIAL, owner.organization) as session:
        await owner.courier.visit(session, owner.organization)
    monkeypatch.setattr(enrolling, "is_near", lambda *_: False)
    async with begun(owner) as (taking, _):
        await reached(taking, lambda state: state.step is Step.WAITING)
        await taking.cancel()
        assert taking.state.step is Step.CANCELLED

        async def superseded() -> bool:
            orders = [each for each in await owner.all(SealCommand) if each.kind is CommandKind.FINGER_ENROL]
            return len(orders) == 1 and orders[0].state in (CommandState.WAITING, CommandState.SUPERSEDED)

        await owner.until(superseded)
