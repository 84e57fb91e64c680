"""Every frame of every conversation is cut, lost, doubled or late once: nothing is counted twice, nothing hangs."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from app.device import link as links
from app.device import session as sessions
from app.device.errors import DeviceError
from app.device.seal import NewEntries, Seal
from protocol.cbor import unpack
from protocol.conversation import BindRequest
from protocol.log import ImpressionEntry
from simulator.air import Fault
from tests.app.device.stands import RadioStand, bound, contact_over, granted, on, radio_stand, seal_of
from tests.waiting import until

WITHIN_S, NOTICED_WITHIN_S = 10.0, 0.5
IMPATIENCE = {
    (sessions, "ANSWER_WITHIN_S"): 0.2,
    (sessions, "HANDSHAKE_WITHIN_S"): 0.5,
    (links, "ANSWERED_WITHIN_S"): 0.2,
    (links, "CONNECT_WITHIN_S"): 0.5,
}
Talk = Callable[[RadioStand, Seal], Awaitable[None]]


@pytest.fixture
async def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[RadioStand]:
    """Its console does not wait for long: what is lost is lost."""
    for (module, name), within_s in IMPATIENCE.items():
        monkeypatch.setattr(module, name, within_s)
    async with listening(tmp_path / "seal") as stand:
        yield stand


@contextmanager
def patience() -> Generator[None]:
    """Where nothing is lost, a busy machine is not taken for a fault."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in IMPATIENCE:
            patch.setattr(module, name, WITHIN_S)
        yield


async def undisturbed(stand: RadioStand, *talks: Talk) -> DeviceError | None:
    with patience():
        return await converse(stand, *talks)


@asynccontextmanager
async def listening(folder: Path) -> AsyncGenerator[RadioStand]:
    async with radio_stand(folder) as stand:
        assert isinstance(stand, RadioStand)
        async with stand.scanner:
            yield stand


async def contact(stand: RadioStand, seal: Seal) -> None:
    await contact_over(seal, stand.world)


async def take_and_press(stand: RadioStand, seal: Seal) -> None:
    await seal.take(b"t" * 16)
    stand.act(lambda firmware: firmware.press())
    try:
        async with asyncio.timeout(NOTICED_WITHIN_S):
            async for said in seal.notices():
                if isinstance(said, NewEntries) and said.press is not None:
                    return
    except TimeoutError:  # a lost frame shows when the next one comes: as at the next renewal of the lease
        await seal.live()
        raise
    raise seal.session.fault or AssertionError


async def drain(_stand: RadioStand, seal: Seal) -> None:
    async def end() -> int:
        return (await seal.live()).log_to

    parts = [part async for part in seal.read_on(1, end())]
    assert parts


async def put_down(_stand: RadioStand, seal: Seal) -> None:
    await seal.release(b"r" * 16)


async def bind(stand: RadioStand, seal: Seal) -> None:
    await contact_over(seal, stand.world)
    await seal.show_number()
    number = stand.world.seal.screen[-1]
    if not number.isdecimal():  # void, for the link was cut behind the answer
        await seal.session.wait_closed()
        raise seal.session.fault or AssertionError
    request = unpack(stand.world.bind_request(number), BindRequest)
    await seal.bind(request.number, request.envelope, request.id)


async def converse(stand: RadioStand, *talks: Talk) -> DeviceError | None:
    """One session from the call to its end; what ended it before."""
    try:
        async with asyncio.timeout(WITHIN_S), seal_of(stand) as seal:
            for talk in talks:
                await talk(stand, seal)
    except DeviceError as error:
        return error
    return None


async def free(stand: RadioStand) -> None:
    """The link is over on both sides, and the seal may be called again."""
    await until(lambda: not stand.host.linked, within=WITHIN_S)


async def through_all_frames(
    stand: RadioStand, fault: Fault, talks: tuple[Talk, ...], check: Callable[[], None] = lambda: None
) -> list[DeviceError]:
    """The same again and again, the fault one frame later each time, until it has passed behind the last."""
    troubles: list[DeviceError] = []
    at = 0
    while True:
        at += 1
        mischief = stand.air.disturb(fault, at, delay_s=0.05)
        error = await (undisturbed if fault is Fault.DELAY else converse)(stand, *talks)
        struck = mischief.frames >= at
        stand.air.disturb(fault, 0)
        await free(stand)
        check()
        if error is not None:
            troubles.append(error)
        if not struck:
            assert error is None or await undisturbed(stand, *talks) is None
            assert at > 8
            return troubles


@pytest.mark.slow
@pytest.mark.req("I-04")
@pytest.mark.parametrize("fault", list(Fault))
async def test_any_frame_of_taking_pressing_and_draining(stand: RadioStand, fault: Fault) -> None:
    """Handshake, contact, take, press, drain, release: what was pressed stands once in the log, whatever was lost."""
    world = granted(stand, count=0)
    pressed = 0
    act = stand.act

    def count(gesture: Callable[..., object]) -> None:
        nonlocal pressed
        pressed += 1
        act(gesture)

    stand.act = count  # type: ignore[method-assign]

    def each_press_is_one_entry() -> None:
        world.seal.connect(world.certificate())
        entries = world.entries()
        presses = [entry for entry in entries if isinstance(entry, ImpressionEntry)]
        assert len(presses) == pressed
        assert [entry.own for entry in presses] == list(range(1, pressed + 1))
        grant = world.seal._core.state.grant
        assert grant is not None
        assert grant.used == sum(entry.result == 0 for entry in presses)
        assert not world.seal.live.in_hand
        world.receipt()
        world.seal.disconnect()

    troubles = await through_all_frames(
        stand, fault, (contact, take_and_press, drain, put_down), each_press_is_one_entry
    )
    if fault in (Fault.CUT, Fault.DROP):
        assert troubles
    if fault is Fault.DELAY:
        assert not troubles


@pytest.mark.slow
@pytest.mark.parametrize("fault", [Fault.CUT, Fault.DROP, Fault.DOUBLE])
@pytest.mark.usefixtures("stand")  # for its impatience
async def test_any_frame_of_binding(fault: Fault, tmp_path: Path) -> None:
    """The seal is bound or it is not, and the next session says which; to bind it again is never needed."""
    at, struck = 0, True
    while struck:
        at += 1
        async with listening(tmp_path / f"seal-{at}") as stand:
            world = on(stand)
            mischief = stand.air.disturb(fault, at)
            error = await converse(stand, bind)
            struck = mischief.frames >= at
            stand.air.disturb(fault, 0)
            await free(stand)
            if world.seal.live.binding == 0:
                assert error is not None
                assert await undisturbed(stand, bind) is None
                await free(stand)
            else:
                assert error is None or error.may_have_happened or error.worth_repeating
            world.binding, world.down = 1, 1
            assert await undisturbed(stand, contact) is None
            assert world.seal.live.binding == 1
    assert at > 8


async def test_every_fault_strikes_where_it_is_set(stand: RadioStand) -> None:
    bound(stand)
    for fault, delay in ((Fault.DELAY, 0.3), (Fault.CUT, 0.0)):
        mischief = stand.air.disturb(fault, 4, delay_s=delay)
        begun = time.monotonic()
        error = await converse(stand)
        assert mischief.frames >= 4
        assert (error is None) is (fault is Fault.DELAY)
        assert fault is Fault.CUT or time.monotonic() - begun >= delay
        await free(stand)
