"""The session's contract, on the loopback and on the virtual radio; and the faults that only a loopback can play."""

import asyncio
from dataclasses import replace

import pytest

from app.device import session as sessions
from app.device.errors import (
    DeviceError,
    LinkLost,
    NoAnswer,
    NotAdmitted,
    NotGenuine,
    NotOurs,
    SealRefused,
    SessionBroken,
)
from app.device.seal import Seal
from app.device.session import SealSession
from protocol import certificates
from protocol.certificates import Identity
from protocol.contact import Phase
from protocol.conversation import Code, Op
from protocol.log import EventEntry
from protocol.session import ConsoleHello
from tests.app.device.stands import (
    TRUST,
    LoopbackStand,
    Stand,
    bound,
    contact_over,
    granted,
    hello,
    on,
    seal_of,
    stranger_key,
)
from tests.simulator import world as words
from tests.waiting import until


async def test_a_session_proves_which_seal_it_is(stand: Stand) -> None:
    on(stand)
    async with seal_of(stand) as seal:
        assert (seal.serial, seal.model, seal.binding) == ("GL2026000001", "GL", 0)
        shown = certificates.check(seal.session.identity_bytes, Identity, words.maker.public)
        assert shown == seal.session.identity
        live = await seal.live()
        assert (live.phase, live.battery) == (Phase.UNBOUND, 86)
    with pytest.raises(LinkLost):
        await seal.live()


async def test_one_session_after_the_other(stand: Stand) -> None:
    on(stand)
    for _ in range(3):
        async with seal_of(stand) as seal:
            await seal.live()


async def test_a_seal_of_another_maker_is_not_spoken_to(stand: Stand) -> None:
    on(stand)
    link = await stand.link()
    with pytest.raises(NotGenuine):
        await SealSession.open(link, replace(TRUST, maker=words.stranger.public), hello(stand.world))
    with pytest.raises(LinkLost):
        await link.send(b"more")


async def test_a_seal_hangs_up_on_a_certificate_that_is_not_for_it(stand: Stand) -> None:
    bound(stand)
    link = await stand.link()
    with pytest.raises(NotAdmitted) as error:
        await Seal.open(link, TRUST, hello(stand.world, organization=b"\x99" * 16))
    assert not error.value.may_have_happened
    link = await stand.link()
    with pytest.raises(NotAdmitted):
        await Seal.open(link, replace(TRUST, key=stranger_key()), hello(stand.world))


async def test_who_does_not_want_the_seal_leaves_it_alone(stand: Stand) -> None:
    on(stand)

    async def choose(_identity: Identity, _binding: int) -> ConsoleHello:
        raise NotOurs

    link = await stand.link()
    with pytest.raises(NotOurs):
        await Seal.open(link, TRUST, choose)
    await link.wait_closed()
    async with seal_of(stand) as seal:
        await seal.live()


async def test_many_ask_at_once_and_each_gets_his_answer(stand: Stand) -> None:
    bound(stand)
    async with seal_of(stand) as seal:
        answers = await asyncio.gather(*(seal.live() if n % 2 else seal.read_log(1) for n in range(20)))
        assert [type(answer).__name__ for answer in answers] == ["Part", "Live"] * 10


async def test_a_refusal_is_an_answer(stand: Stand) -> None:
    on(stand)
    async with seal_of(stand) as seal:
        await contact_over(seal, stand.world)
        with pytest.raises(SealRefused) as error:
            await seal.read_log(1)
        assert error.value.status is Code.NOT_BOUND
        assert not error.value.may_have_happened
        with pytest.raises(SealRefused, match="unknown_op"):
            await seal.session.request(99)  # type: ignore[arg-type]
        await seal.live()


@pytest.mark.parametrize(("op", "happened"), [(Op.STATUS, False), (Op.SHOW_NUMBER, True)])
async def test_a_link_that_goes_before_the_answer(stand: Stand, op: Op, happened: bool) -> None:
    on(stand)
    async with seal_of(stand) as seal:
        await contact_over(seal, stand.world)
        stand.cut_at_answer()
        with pytest.raises(LinkLost) as error:
            await seal.session.request(op)
        assert error.value.may_have_happened is happened
        assert ("可能已经执行" in error.value.sentence()) is happened
        await seal.session.wait_closed()
        with pytest.raises(LinkLost) as error:
            await seal.session.request(op)
        assert not error.value.may_have_happened
        assert [said async for said in seal.notices() if said is None] == []


async def test_who_is_cancelled_leaves_the_session_whole(stand: Stand) -> None:
    on(stand)
    async with seal_of(stand) as seal:
        for turns in range(12):
            asked = asyncio.ensure_future(seal.ask_contact())
            for _ in range(turns):
                await asyncio.sleep(0)
            asked.cancel()
            assert (await seal.live()).phase is Phase.UNBOUND
            await asyncio.gather(asked, return_exceptions=True)


# Faults on the loopback


@pytest.mark.usefixtures("impatient")
async def test_a_lost_answer_is_asked_for_again_and_nothing_done_again(loopback: LoopbackStand) -> None:
    world = granted(loopback)
    async with seal_of(loopback) as seal:
        assert loopback.last is not None
        loopback.last.seal_link.forgets = 1
        heard = loopback.last.heard
        taken = await seal.take(b"t" * 16)
        assert (taken.used, taken.count) == (0, 3)
        assert loopback.last.heard == heard + 2
    world.seal.connect(world.certificate())
    happened = [entry.kind.name for entry in world.entries() if isinstance(entry, EventEntry)]
    assert happened.count("TAKEN") == 1 + 1  # when it was made ready, and now


@pytest.mark.usefixtures("impatient")
async def test_a_seal_that_stays_silent_ends_the_session(loopback: LoopbackStand) -> None:
    on(loopback)
    async with seal_of(loopback) as seal:
        assert loopback.last is not None
        loopback.last.spoil = lambda _messages: []
        with pytest.raises(NoAnswer) as error:
            await seal.session.request(Op.SHOW_NUMBER)
        assert error.value.may_have_happened
        assert loopback.last.heard == 3 + 2  # handshake and status; then asked twice
        await until(lambda: loopback.last is not None and loopback.last.closed)


@pytest.mark.usefixtures("impatient")
async def test_a_seal_that_does_not_shake_hands(loopback: LoopbackStand) -> None:
    on(loopback)
    link = await loopback.link()
    link.spoil = lambda _messages: []
    with pytest.raises(NoAnswer):
        await Seal.open(link, TRUST, hello(loopback.world))
    assert link.closed


@pytest.mark.parametrize(
    "spoil",
    [
        lambda messages: [bytes([message[0] ^ 1]) + message[1:] for message in messages],
        lambda messages: [message[:-1] for message in messages],
        lambda messages: messages * 2,
        lambda _messages: [b""],
        lambda _messages: [b"\x00" * 40],
    ],
    ids=["changed", "cut", "doubled", "empty", "noise"],
)
async def test_what_does_not_belong_to_the_session_ends_it(loopback: LoopbackStand, spoil: object) -> None:
    on(loopback)
    async with seal_of(loopback) as seal:
        assert loopback.last is not None
        loopback.last.spoil = spoil  # type: ignore[assignment]
        with pytest.raises((SessionBroken, LinkLost)):
            await seal.live()
            await seal.live()
        assert isinstance(seal.session.fault, SessionBroken)
        assert loopback.last.closed


@pytest.mark.parametrize("message", [b"", b"\x00" * 64, b"\xff" * 2048])
async def test_a_handshake_that_is_none(loopback: LoopbackStand, message: bytes) -> None:
    on(loopback)
    link = await loopback.link()
    link.spoil = lambda _messages: [message]
    with pytest.raises(SessionBroken):
        await Seal.open(link, TRUST, hello(loopback.world))
    assert link.closed


async def test_a_fault_of_our_own_does_not_leave_anybody_waiting(
    loopback: LoopbackStand, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    on(loopback)

    def fail(_data: bytes) -> None:
        raise ZeroDivisionError

    async with seal_of(loopback) as seal:
        monkeypatch.setattr(sessions, "read_from_seal", fail)
        with pytest.raises(SessionBroken):
            for _ in range(2):  # the reader has looked the name up already for the message that it waits for
                await seal.live()
    assert "ZeroDivisionError" in caplog.text


async def test_notices_beyond_what_is_kept_are_dropped_oldest_first(
    loopback: LoopbackStand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "NOTICES_KEPT", 4)
    granted(loopback, count=0)
    async with seal_of(loopback) as seal:
        await seal.take(b"t" * 16)
        for _ in range(9):
            loopback.act(lambda firmware: firmware.press())
        await seal.live()
        heard = seal.session._notices.qsize()  # type: ignore[attr-defined]
        assert heard == 4
        part = await seal.read_log(1)
        assert part is not None
        assert part.last > 9


def test_every_code_of_a_seal_has_a_sentence() -> None:
    from app.device.errors import SENTENCES, refusal

    for code in Code:
        if code is not Code.OK:
            error = refusal(code)
            assert error.code in SENTENCES
            assert error.sentence() != error.sentence(chinese=False)


def test_every_error_has_a_sentence() -> None:
    from app.device.errors import SENTENCES

    def family(kind: type[DeviceError]) -> list[type[DeviceError]]:
        return [kind, *(each for child in kind.__subclasses__() for each in family(child))]

    for kind in family(DeviceError):
        assert kind.code in SENTENCES
