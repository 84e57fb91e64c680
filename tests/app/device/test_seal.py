"""The verbs of a seal over both links: what is asked, what the firmware makes of it, what it says unasked."""

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

import pytest

from app.device.errors import NotPermitted, SealRefused, SessionBroken
from app.device.seal import NewEntries
from app.device.session import SealSession
from protocol.cbor import pack, unpack
from protocol.contact import Phase
from protocol.conversation import BindRequest, Code, EntriesNotice, Live, Notice, NoticeOp
from protocol.log import ImpressionEntry, SealedSlice, open_slice
from simulator.firmware.binding import TRIES
from tests.app.device.stands import LoopbackStand, Stand, bound, contact_over, granted, hello, on, seal_of
from tests.simulator import world as words

T = TypeVar("T")


async def heard(notices: AsyncIterator[object], kind: type[T]) -> T:
    """The next notice of that kind."""
    async with asyncio.timeout(5):
        async for said in notices:
            if isinstance(said, kind):
                return said
    raise AssertionError("the session is over")


async def pressed(notices: AsyncIterator[object]) -> NewEntries:
    """The next notice of a press."""
    while (new := await heard(notices, NewEntries)).press is None:
        pass
    return new


async def refused(code: Code, work: object) -> None:
    with pytest.raises(SealRefused) as error:
        await work  # type: ignore[misc]
    assert error.value.status is code


@pytest.mark.req("R-061", "R-062")
async def test_bind_with_the_number_on_the_screen(stand: Stand) -> None:
    world = on(stand)
    async with seal_of(stand) as seal:
        await refused(Code.NO_CLOCK, seal.show_number())
        await contact_over(seal, world)
        await seal.show_number()
        number = world.seal.screen[-1]
        request = unpack(world.bind_request(number), BindRequest)
        wrong = f"{(int(number) + 1) % 10**6:06}"
        await refused(Code.WRONG_NUMBER, seal.bind(wrong, request.envelope, request.id))
        await seal.bind(number, request.envelope, request.id)
        await seal.bind(number, request.envelope, request.id)  # asked again, not done again
        await refused(Code.ALREADY_BOUND, seal.bind(number, request.envelope, b"o" * 16))
        live = await seal.live()
        assert (live.phase, live.binding, live.screen) == (Phase.NEEDS_GRANT, 1, ["请授权使用"])
    world.binding, world.down = 1, 1
    async with seal_of(stand) as seal:
        assert seal.binding == 1
        part = await seal.read_log(1)
        assert part is not None
        assert (part.serial, part.binding, part.first) == (world.serial, 1, 1)


@pytest.mark.req("R-061")
async def test_a_guessed_number_has_few_tries(stand: Stand) -> None:
    world = on(stand)
    async with seal_of(stand) as seal:
        await contact_over(seal, world)
        await seal.show_number()
        request = unpack(world.bind_request("000000"), BindRequest)
        wrong = f"{(int(world.seal.screen[-1]) + 1) % 10**6:06}"
        for tries in range(TRIES):
            code = Code.TOO_MANY_TRIES if tries == TRIES - 1 else Code.WRONG_NUMBER
            await refused(code, seal.bind(wrong, request.envelope, request.id))
        await refused(Code.TOO_MANY_TRIES, seal.bind(wrong, request.envelope, request.id))


@pytest.mark.req("R-128", "V", "outside")
async def test_somebody_else_is_told_that_he_may_not(stand: Stand) -> None:
    world = granted(stand)
    async with seal_of(stand, hello(world, member=words.OTHER)) as seal:
        with pytest.raises(NotPermitted) as error:
            await seal.take(b"t" * 16)
        assert error.value.sentence() == "无权使用"
        live = await seal.live()
        assert (live.used, live.count, live.screen) == (None, None, ["无权使用"])


@pytest.mark.req("R-128", "V", "inside")
async def test_a_press_is_told_to_who_has_it_in_hand(stand: Stand) -> None:
    world = granted(stand)
    async with seal_of(stand) as seal:
        notices = seal.notices()
        taken = await seal.take(b"t" * 16)
        assert (taken.used, taken.count, taken.photo_required) == (0, 3, False)
        stand.act(lambda firmware: firmware.press())
        new = await pressed(notices)
        assert new.press is not None
        assert (new.press.used, new.press.count, new.press.result, new.press.own) == (1, 3, 0, 1)
        assert new.part.first <= new.press.number <= new.part.last
        part, entries = open_slice(new.part.blob, words.seal_signing.public, world.secret)
        assert part.serial == world.serial
        assert any(isinstance(entry, ImpressionEntry) and entry.number == new.press.number for entry in entries)
        assert (await heard(notices, Live)).used == 1
        await seal.release(b"r" * 16)
        assert (await seal.live()).phase is Phase.RESTRICTED


async def test_one_press_for_one_ready_camera(stand: Stand) -> None:
    granted(stand, photo_required=True)
    async with seal_of(stand) as seal:
        notices = seal.notices()
        assert (await seal.take(b"t" * 16)).photo_required
        results: list[int] = []
        for ready in (b"1" * 16, b"1" * 16, b"2" * 16):  # the second is the first asked again: nothing more unlocks
            await seal.camera_ready(ready)
            stand.act(lambda firmware: firmware.press())
            new = await pressed(notices)
            assert new.press is not None
            results.append(new.press.result)
        assert [result == 0 for result in results] == [True, False, True]


async def test_orders_are_taken_once_and_refusals_said(stand: Stand) -> None:
    world = granted(stand)
    async with seal_of(stand) as seal:
        envelope = world.envelope(words.Kind.END, b"not an end")
        await refused(Code.REFUSED, seal.deliver(envelope))
        await refused(Code.REFUSED, seal.deliver(envelope))
        world.down += 2
        await refused(Code.GAP, seal.deliver(world.envelope(words.Kind.END, b"")))
        await refused(Code.BAD_SIGNATURE, seal.deliver(envelope[:-1] + bytes([envelope[-1] ^ 1])))


async def test_the_whole_log_in_parts(stand: Stand) -> None:
    granted(stand, count=0)
    for _ in range(60):
        stand.act(lambda firmware: firmware.press())
    async with seal_of(stand) as seal:
        end, first, parts = (await seal.live()).log_to, 1, 0
        while (part := await seal.read_log(first)) is not None:
            assert part.first == first
            first, parts = part.last + 1, parts + 1
        assert first == end + 1
        assert parts >= 3


@pytest.mark.parametrize(
    "body",
    [b"", b"\x80", pack(EntriesNotice(pack(SealedSlice("GL2026000009", 1, 1, 2, b"")), None))],
    ids=["empty", "no fields", "another seal"],
)
async def test_a_notice_that_makes_no_sense(loopback: LoopbackStand, body: bytes) -> None:
    on(loopback)
    async with seal_of(loopback) as seal:
        notice = Notice(NoticeOp.ENTRIES, body)
        seal.session._take(notice)  # type: ignore[attr-defined]
        with pytest.raises(SessionBroken):
            await heard(seal.notices(), NewEntries)


async def test_an_answer_that_makes_no_sense(loopback: LoopbackStand, monkeypatch: pytest.MonkeyPatch) -> None:
    bound(loopback)
    async with seal_of(loopback) as seal:

        async def nonsense(*_args: object) -> bytes:
            return b"\xa0"

        monkeypatch.setattr(SealSession, "request", nonsense)
        for verb in (seal.live(), seal.read_log(1), seal.take(b"t" * 16)):
            with pytest.raises(SessionBroken):
                await verb
