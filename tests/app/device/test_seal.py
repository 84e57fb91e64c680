"""The verbs of a seal over both links: what is asked, what the firmware makes of it, what it says unasked."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import TypeVar

import msgspec
import pytest

from app.device import seal as seals
from app.device.errors import LinkLost, NoAnswer, NotPermitted, OtherDocument, SealRefused, SessionBroken
from app.device.seal import NewEntries, Seal
from app.device.session import SealSession
from protocol.cbor import pack, unpack
from protocol.contact import Phase
from protocol.conversation import (
    BindRequest,
    Code,
    EntriesNotice,
    FingerNotice,
    FingerResult,
    Live,
    Notice,
    NoticeOp,
)
from protocol.envelopes import Kind, RegimeBody
from protocol.grants import Method, Mode, code_mark
from protocol.log import EventEntry, ImpressionEntry, SealedSlice, Source, open_slice
from protocol.sealing import SealingRequest, check_document, open_key, signed_attributes
from simulator.firmware.binding import TRIES
from tests.app.device.stands import LoopbackStand, Stand, bound, contact_over, granted, hello, on, seal_of
from tests.simulator import world as words
from tests.simulator.world import World

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
    for _ in range(250):
        stand.act(lambda firmware: firmware.press())
    async with seal_of(stand) as seal:
        end, first, parts = (await seal.live()).log_to, 1, 0
        while (part := await seal.read_log(first)) is not None:
            assert part.first == first
            first, parts = part.last + 1, parts + 1
        assert first == end + 1
        assert parts >= 3
        assert [(part.first, part.last) async for part in seal.read_on(1, until_end(seal))] == [
            (1, 100), (101, 200), (201, end)
        ]  # fmt: skip
        assert [part.first async for part in seal.read_on(end, until_end(seal))] == [end]
        assert not [part async for part in seal.read_on(end + 1, until_end(seal))]


async def until_end(seal: Seal) -> int:
    return (await seal.live()).log_to


@pytest.mark.parametrize("each", [99, 500])
async def test_a_log_is_read_without_a_gap_whatever_fits_a_message(
    loopback: LoopbackStand, monkeypatch: pytest.MonkeyPatch, each: int
) -> None:
    """More than fits was asked for; and the oldest are gone, because the cloud has them."""
    monkeypatch.setattr(seals, "ENTRIES_EACH", each)
    world = granted(loopback, count=0)
    world.seal.connect(world.certificate())
    for _ in range(1400):
        world.seal.press()
        if world.seal.live.stored == 800:
            world.receipt()
    loopback.act(lambda firmware: firmware.disconnect())
    async with seal_of(loopback) as seal:
        end = await until_end(seal)
        parts = [part async for part in seal.read_on(1, until_end(seal))]
        assert 1 < parts[0].first < end - 800
        assert [part.first for part in parts[1:]] == [part.last + 1 for part in parts[:-1]]
        assert parts[-1].last == end
        assert await seal.live()


async def test_whoever_reads_no_further_leaves_the_session_in_order(stand: Stand) -> None:
    granted(stand, count=0)
    for _ in range(250):
        stand.act(lambda firmware: firmware.press())
    async with seal_of(stand) as seal:
        async with contextlib.aclosing(seal.read_on(1, until_end(seal))) as parts:
            async for _part in parts:
                break
        assert (await seal.take(b"t" * 16)).count == 0


RIGHT, WRONG = "12345678", "12345679"


def pre(world: World) -> bytes:
    """A pre-authorization that waits at the bound seal; nobody is connected to it."""
    blank = world.grant(method=Method.PRE, code=bytes(16))
    assert world.issue(world.grant(id=blank.id, method=Method.PRE, code=code_mark(world.secret, blank.id, RIGHT))) is (
        Code.OK
    )
    return blank.id


async def test_a_code_is_judged_by_the_seal(stand: Stand) -> None:
    world = stand.world
    world.bind()
    first, second = pre(world), pre(world)
    stand.act(lambda firmware: firmware.disconnect())
    async with seal_of(stand) as seal:
        await refused(Code.NO_GRANT, seal.activate(b"g" * 16, RIGHT, b"0" * 16))
        await refused(Code.WRONG_CODE, seal.activate(first, WRONG, b"1" * 16))
        await seal.activate(first, RIGHT, b"2" * 16)
        await refused(Code.OTHER_LIVE, seal.activate(second, WRONG, b"3" * 16))
        live = await seal.live()
        assert (live.used, live.count, live.waiting) == (0, 3, 1)


@pytest.mark.usefixtures("impatient")
async def test_a_code_whose_answer_is_lost_is_not_tried_twice(loopback: LoopbackStand) -> None:
    world = loopback.world
    world.bind()
    grant = pre(world)
    loopback.act(lambda firmware: firmware.disconnect())
    async with seal_of(loopback) as seal:
        assert loopback.last is not None
        loopback.last.seal_link.forgets = 1
        with pytest.raises(NoAnswer) as error:
            await seal.activate(grant, WRONG, b"1" * 16)
        assert error.value.may_have_happened
    world.seal.connect(world.certificate())
    tries = [entry.detail for entry in world.entries() if isinstance(entry, EventEntry)]
    assert tries[-1] == 1


async def test_a_seal_without_a_receiver_is_told_where_it_is(stand: Stand) -> None:
    world = granted(stand)
    world.seal._core._locate = lambda: None
    async with seal_of(stand) as seal:
        notices = seal.notices()
        here = msgspec.structs.replace(words.PLACE, source=Source.CONSOLE, age_s=0)
        await seal.claim_place(here, b"p" * 16)
        await refused(Code.MALFORMED, seal.claim_place(words.PLACE, b"q" * 16))  # no console has the seal's receiver
        await seal.take(b"t" * 16)
        stand.act(lambda firmware: firmware.press())
        part = (await pressed(notices)).part
    _, entries = open_slice(part.blob, words.seal_signing.public, world.secret)
    (place,) = [entry.place for entry in entries if isinstance(entry, ImpressionEntry)]
    assert place is not None
    assert (place.source, place.lat_e7) == (Source.CONSOLE, here.lat_e7)


async def test_an_enrolment_is_told_capture_by_capture_and_can_be_called_off(stand: Stand) -> None:
    world = stand.world
    world.bind()
    world.enrol(fingers="a")
    stand.act(lambda firmware: firmware.disconnect())
    async with seal_of(stand) as seal:
        notices = seal.notices()
        stand.act(lambda firmware: firmware.touch("a"))
        told = await heard(notices, FingerNotice)
        while told.captures < 2:
            told = await heard(notices, FingerNotice)
        assert (told.slot, told.captures, told.result) == (1, 2, FingerResult.CAPTURED)
        await seal.cancel_enrol(b"c" * 16)
        assert (await heard(notices, FingerNotice)).result is FingerResult.CANCELLED
        assert (await seal.live()).fingers == []


async def test_in_free_use_it_is_taken_without_a_grant(stand: Stand) -> None:
    world = stand.world
    world.bind()
    assert world.send(Kind.REGIME, pack(RegimeBody(free=True))) is Code.OK
    world.open()
    stand.act(lambda firmware: firmware.disconnect())
    async with seal_of(stand) as seal:
        notices = seal.notices()
        taken = await seal.take(b"t" * 16)
        assert (taken.grant, taken.count, taken.photo_required) == (None, 0, False)
        stand.act(lambda firmware: firmware.press())
        new = await pressed(notices)
        assert new.press is not None
        assert (new.press.grant, new.press.result) == (None, 0)


DOCUMENT, OTHER_DOCUMENT, DIGEST, HASH = (bytes([value]) * 32 for value in (0xD0, 0xD1, 0xD2, 0xCE))


@pytest.mark.req("C-26", "C")
async def test_a_document_is_sealed_and_a_lost_answer_is_asked_for_again(stand: Stand) -> None:
    """In a new session too: the same signature, and one use."""
    world = granted(stand, mode=Mode.ELECTRONIC, documents=[DOCUMENT])
    grant = world.seal.grant
    assert grant is not None
    request = SealingRequest(b"s" * 16, grant.id, DOCUMENT, DIGEST, HASH)
    async with seal_of(stand) as seal:
        key = open_key(await seal.sealing_key(), words.seal_signing.public)
        await refused(Code.NOT_PERMITTED, seal.seal_document(request))  # not in hand
        await seal.take(b"t" * 16)
        with pytest.raises(OtherDocument) as other:
            await seal.seal_document(msgspec.structs.replace(request, document=OTHER_DOCUMENT))
        assert not other.value.may_have_happened
        stand.cut_at_answer()
        with pytest.raises(LinkLost) as lost:
            await seal.seal_document(request)
        assert lost.value.may_have_happened
    async with seal_of(stand) as seal:
        sealed = await seal.seal_document(request)
        assert (await seal.live()).used == 1
    check_document(key.public, signed_attributes(DIGEST, HASH), sealed.signature)


@pytest.mark.usefixtures("impatient")
async def test_an_answer_lost_on_the_way_is_asked_for_in_the_same_session(loopback: LoopbackStand) -> None:
    world = granted(loopback, mode=Mode.ELECTRONIC)
    grant = world.seal.grant
    assert grant is not None
    async with seal_of(loopback) as seal:
        await seal.take(b"t" * 16)
        assert loopback.last is not None
        loopback.last.seal_link.forgets = 1
        sealed = await seal.seal_document(SealingRequest(b"s" * 16, grant.id, DOCUMENT, DIGEST, HASH))
        assert (sealed.used, (await seal.live()).used) == (1, 1)


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
