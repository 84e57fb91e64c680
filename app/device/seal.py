"""The verbs of a seal: what a console can ask of the one in front of it, and what it tells unasked.

Each verb raises `SealRefused` (`NotPermitted` for 无权使用) or one of the errors that end a session.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.device.errors import LinkLost, NotAdmitted, OtherDocument, SealRefused, SessionBroken
from app.device.session import READ_AHEAD, Choose, Link, SealSession, Trust
from domain.seals import Model
from protocol.cbor import pack, unpack
from protocol.conversation import (
    ActivateRequest,
    BindRequest,
    Code,
    EntriesNotice,
    FingerNotice,
    Live,
    Notice,
    NoticeOp,
    Op,
    Operation,
    PlaceClaim,
    Press,
    Span,
    Taken,
)
from protocol.errors import ProtocolError
from protocol.log import Place, SealedSlice
from protocol.sealing import Sealed, SealingRequest

M = TypeVar("M")

ENTRIES_EACH = 100
"""Entries asked for at a time: of the usual length they fill seven of the eight kilobytes of a message."""


@dataclass(frozen=True)
class Part:
    """A sealed slice as the seal gave it: entries `first` to `last` of `serial` in `binding`."""

    serial: str
    binding: int
    first: int
    last: int
    blob: bytes


@dataclass(frozen=True)
class NewEntries:
    """The log has grown. `press` only for the member who has the seal in hand."""

    part: Part
    press: Press | None


class Seal:
    """One seal in an open session."""

    def __init__(self, session: SealSession) -> None:
        self.session = session
        self.serial = session.identity.serial
        self.model = Model(session.identity.model)
        self.binding = session.binding

    @classmethod
    async def open(cls, link: Link, trust: Trust, choose: Choose) -> "Seal":
        """Open a session over `link`; closes it if that fails.

        `NotGenuine`: not the maker's; `NotAdmitted`: the seal hung up on our credential; or what `choose` raised.
        """
        session = await SealSession.open(link, trust, choose)
        seal = cls(session)
        try:
            await seal.live()  # a seal tells only by hanging up that it does not like a credential
        except LinkLost as error:
            await session.close()
            raise NotAdmitted from error
        except BaseException:
            await session.close()
            raise
        return seal

    async def close(self) -> None:
        """End the session and drop the link."""
        await self.session.close()

    async def live(self) -> Live:
        """How it is now."""
        return self._read(await self.session.request(Op.STATUS), Live)

    async def ask_contact(self) -> bytes:
        """The seal's signed question to the cloud."""
        return await self.session.request(Op.ASK_CONTACT)

    async def give_answer(self, answer: bytes) -> None:
        """The cloud's signed answer: time, lease, and how far the orders go."""
        await self.session.request(Op.GIVE_ANSWER, answer)

    async def deliver(self, envelope: bytes) -> None:
        """A down envelope; one applied before is answered as applied."""
        await self.session.request(Op.DELIVER, envelope)

    async def read_log(self, first: int, last: int = 0) -> Part | None:
        """Entries from `first` to `last` (0: the end), as many as fit one message; none if there are none."""
        blob = await self.session.request(Op.READ_LOG, pack(Span(first, last)))
        return self._part(blob) if blob else None

    async def read_on(self, first: int, end: Awaitable[int]) -> AsyncGenerator[Part]:
        """Entries from `first` to `end` in order, read ahead; to be closed (`contextlib.aclosing`).

        `end` may be a request of its own: the first part is asked for right behind it.
        """
        ending, ahead, begin = asyncio.ensure_future(end), deque[tuple[int, asyncio.Task[Part | None]]](), first

        def ask(until: int) -> None:
            nonlocal begin
            while begin <= until and len(ahead) < READ_AHEAD:
                ahead.append((begin, asyncio.create_task(self.read_log(begin, begin + ENTRIES_EACH - 1))))
                begin += ENTRIES_EACH

        await asyncio.sleep(0)
        try:
            ask(first)
            last = await ending
            while first <= last:
                ask(last)
                begun, reading = ahead.popleft()
                part = await reading
                if part is None:
                    return
                ask(last)
                yield part
                first = part.last + 1
                if part.last != begun + ENTRIES_EACH - 1:  # long entries, or the oldest are gone: the next do not fit
                    await _give_up(task for _, task in ahead)
                    ahead.clear()
                    begin = first
        finally:
            await _give_up([ending, *(task for _, task in ahead)])

    async def give_receipt(self, receipt: bytes) -> None:
        """The cloud's word that it holds the log up to some entry."""
        await self.session.request(Op.GIVE_RECEIPT, receipt)

    async def show_number(self) -> None:
        """Show a one-time number on the screen of an unbound seal."""
        await self.session.request(Op.SHOW_NUMBER)

    async def bind(self, number: str, envelope: bytes, operation: bytes) -> None:
        """Bind with the number on its screen; then the session's credential is of no use any more."""
        await self.session.request(Op.BIND, pack(BindRequest(operation, number, envelope)))

    async def activate(self, grant: bytes, code: str, operation: bytes) -> None:
        """Make a waiting grant of mine the live one, by its activation code of eight digits (R-129).

        The codes `WRONG_CODE` (one of five tries is gone), `TOO_MANY_TRIES`, `OTHER_LIVE` (no try is gone) and
        `NO_GRANT`. A lost answer is not asked for again, for a try would be counted twice: `may_have_happened`.
        """
        await self.session.request(Op.ACTIVATE, pack(ActivateRequest(operation, grant, code)))

    async def claim_place(self, place: Place, operation: bytes) -> None:
        """Say where seal and console are (source CONSOLE); for a seal without a receiver, until the session ends."""
        await self.session.request(Op.CLAIM_PLACE, pack(PlaceClaim(operation, place)))

    async def cancel_enrol(self, operation: bytes) -> None:
        """The finger that is being taken is not taken; also when none is."""
        await self.session.request(Op.CANCEL_ENROL, pack(Operation(operation)))

    async def take(self, operation: bytes) -> Taken:
        """Take the seal in hand under the grant it holds, or without one in free use."""
        return self._read(await self.session.request(Op.TAKE, pack(Operation(operation))), Taken)

    async def release(self, operation: bytes) -> None:
        """Put it down: it is restricted until taken again (R-133)."""
        await self.session.request(Op.RELEASE, pack(Operation(operation)))

    async def camera_ready(self, operation: bytes) -> None:
        """Unlock one press of a grant that demands photos."""
        await self.session.request(Op.CAMERA_READY, pack(Operation(operation)))

    async def sealing_key(self) -> bytes:
        """The seal's signed word on its key for documents; for the cloud, which certifies it."""
        return await self.session.request(Op.SEALING_KEY)

    async def seal_document(self, request: SealingRequest) -> Sealed:
        """Seal a document under the grant of mode electronic that is in hand: one use of it.

        Whatever goes wrong with `may_have_happened`, the same request asked again, in another session too, is answered
        with the same signature and is no second use. `OtherDocument`: the grant names others, or the id stood for
        another one; `NO_GRANT`: no live grant of this id and mode; `NotPermitted`: not in hand.
        """
        try:
            return self._read(await self.session.request(Op.SEAL_DOCUMENT, pack(request)), Sealed)
        except SealRefused as error:
            if error.status is Code.REFUSED:
                raise OtherDocument from error
            raise

    async def notices(self) -> AsyncIterator[NewEntries | Live | FingerNotice]:
        """What it says unasked, until the session is over."""
        async for notice in self.session.notices():
            yield self._notice(notice)

    def heard(self) -> list[NewEntries | Live | FingerNotice]:
        """What it has said unasked so far, for whoever does not listen to `notices`."""
        return [self._notice(each) for each in self.session.heard()]

    def _notice(self, notice: Notice) -> NewEntries | Live | FingerNotice:
        if notice.op is NoticeOp.STATUS:
            return self._read(notice.body, Live)
        if notice.op is NoticeOp.ENTRIES:
            said = self._read(notice.body, EntriesNotice)
            return NewEntries(self._part(said.slice), said.press)
        return self._read(notice.body, FingerNotice)

    def _part(self, blob: bytes) -> Part:
        cover = self._read(blob, SealedSlice)
        if cover.serial != self.serial or not 1 <= cover.first <= cover.last:
            raise SessionBroken("a slice of another seal")
        return Part(cover.serial, cover.binding, cover.first, cover.last, blob)

    def _read(self, body: bytes, kind: type[M]) -> M:
        try:
            return unpack(body, kind)
        except ProtocolError as error:
            raise SessionBroken(str(error)) from error


async def _give_up(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Nobody waits for them any more."""
    begun = list(tasks)
    for task in begun:
        task.cancel()
    await asyncio.gather(*begun, return_exceptions=True)
