"""The secure session with one seal: the handshake, one request at a time, and what the seal says unasked.

Only parts of the log are asked for before the last has come: the seal answers in order, and nothing changes by it.

The link below carries whole messages in order; a message that does not open therefore ends the session. A request whose
answer does not come is asked again with the same operation id, and not done again.
"""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from app.device.errors import DeviceError, LinkLost, NoAnswer, NotGenuine, SessionBroken, refusal
from protocol.cbor import pack
from protocol.certificates import Identity
from protocol.conversation import Answer, Code, Notice, Op, Request, read_from_seal
from protocol.errors import ProtocolError, Untrusted
from protocol.keys import AgreementKey
from protocol.session import HANDSHAKE_WITHIN_S, Channel, ConsoleHandshake, ConsoleHello

_log = logging.getLogger(__name__)

# A seal answers within a connection interval or two; committing to its storage may take it a second.
ANSWER_WITHIN_S = 4.0
TIMES_ASKED = 2
# A wrong code is counted each time it is heard: asked again, it would cost a try more.
_ASKED_ONCE = frozenset({Op.ACTIVATE})
# The longest message at the smallest MTU and a slow connection interval.
SENT_WITHIN_S = 10.0
# Parts of the log on their way at once: one is kept here while the next is on the air and another is asked for.
READ_AHEAD = 3
# The log keeps what a listener that has fallen behind loses here: reading the log brings it back.
NOTICES_KEPT = 1024
# Requests that change nothing at the seal: a lost answer leaves nothing open.
_READING = frozenset({Op.STATUS, Op.ASK_CONTACT, Op.READ_LOG, Op.SEALING_KEY})


class Link(Protocol):
    """Whole messages, in order, to one seal and back. When it is over, `send` and `receive` raise a `DeviceError`."""

    async def send(self, message: bytes) -> None: ...

    async def receive(self) -> bytes: ...

    async def wait_closed(self) -> None: ...

    async def close(self) -> None: ...


@dataclass(frozen=True)
class Trust:
    """What opens a session from this side: the console's own key, and the maker whose seals are genuine."""

    key: AgreementKey
    maker: bytes


# Given the seal that answered and its binding (0 = unbound): the credential to show; a `DeviceError` leaves it alone.
Choose = Callable[[Identity, int], Awaitable[ConsoleHello]]


class SealSession:
    """An open session with the seal `identity` (`identity_bytes`: as signed by the maker) in its `binding`."""

    def __init__(self, link: Link, channel: Channel, shake: ConsoleHandshake, identity: Identity) -> None:
        self.identity = identity
        self.identity_bytes = shake.shown
        self.binding = shake.binding
        self.fault: DeviceError | None = None
        self._link = link
        self._channel = channel
        self._ids = itertools.count(1)
        self._turn, self._reading = asyncio.Lock(), asyncio.Semaphore(READ_AHEAD)
        self._asked: dict[int, asyncio.Future[Answer]] = {}
        self._notices: asyncio.Queue[Notice | None] = asyncio.Queue()
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._tasks: set[asyncio.Task[Any]] = {asyncio.create_task(self._read(), name=f"seal {identity.serial}")}

    @classmethod
    async def open(cls, link: Link, trust: Trust, choose: Choose) -> "SealSession":
        """Shake hands over `link`, which is closed if that fails. Raises a `DeviceError`."""
        opened = False
        try:
            async with asyncio.timeout(HANDSHAKE_WITHIN_S):
                session = await _shake_hands(link, trust, choose)
            opened = True
        except TimeoutError as error:
            raise NoAnswer from error
        except Untrusted as error:
            raise NotGenuine from error
        except ProtocolError as error:
            raise SessionBroken from error
        finally:
            if not opened:
                await link.close()
        return session

    async def request(self, op: Op, body: bytes = b"") -> bytes:
        """The body of the seal's answer.

        Raises `SealRefused` for another status than OK; `LinkLost`, `NoAnswer`, `SessionBroken` when the session ends.
        Once begun it goes on to its own answer, even if whoever asked is cancelled: half a message would end the link.
        """
        task = asyncio.create_task(self._in_turn(op, body))
        self._tasks.add(task)
        task.add_done_callback(self._finished)
        answer = await asyncio.shield(task)
        if answer.code is not Code.OK:
            raise refusal(answer.code)
        return answer.body

    async def notices(self) -> AsyncIterator[Notice]:
        """What the seal says unasked, until the session is over. One listener."""
        while (notice := await self._notices.get()) is not None:
            yield notice

    def heard(self) -> list[Notice]:
        """What it has said unasked, and nobody has listened to yet: for whoever does not listen all the time."""
        found: list[Notice] = []
        while not self._notices.empty():
            notice = self._notices.get_nowait()
            if notice is None:
                self._notices.put_nowait(None)
                break
            found.append(notice)
        return found

    async def wait_closed(self) -> None:
        """Until the session is over, whoever ended it; `fault` tells why."""
        await asyncio.shield(self._over)

    async def close(self) -> None:
        """End the session and drop the link."""
        self._end(LinkLost())
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._link.close()

    async def _in_turn(self, op: Op, body: bytes) -> Answer:
        async with self._reading if op is Op.READ_LOG else self._turn:
            if self.fault is not None:
                raise _anew(self.fault, may_have_happened=False)
            answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
            numbers: list[int] = []
            try:
                for _ in range(1 if op in _ASKED_ONCE else TIMES_ASKED):
                    numbers.append(next(self._ids))
                    self._asked[numbers[-1]] = answer
                    await self._send(numbers[-1], op, body)
                    await self._first(answer, ANSWER_WITHIN_S)
                    if answer.done():
                        return answer.result()
            finally:
                for number in numbers:
                    del self._asked[number]
            raise _anew(self._end(NoAnswer()), may_have_happened=op not in _READING)

    async def _send(self, number: int, op: Op, body: bytes) -> None:
        if self.fault is not None:
            return
        sending = asyncio.create_task(self._link.send(self._channel.seal(pack(Request(number, op, body)))))
        try:
            await self._first(sending, SENT_WITHIN_S)
            if sending.done():
                sending.result()
            else:
                self._end(NoAnswer())
        except DeviceError as error:
            self._end(error)
        finally:
            sending.cancel()

    async def _first(self, what: "asyncio.Future[Any]", within: float | None = None) -> None:
        """Until `what` is done, the session is over, or `within` seconds have gone."""
        await asyncio.wait({what, self._over}, timeout=within, return_when=asyncio.FIRST_COMPLETED)

    async def _read(self) -> None:
        taking = asyncio.create_task(self._take_all())
        await self._first(taking)
        taking.cancel()
        (fault,) = await asyncio.gather(taking, return_exceptions=True)
        if isinstance(fault, Exception):  # ours: told in the log, and the session is not left hanging
            _log.error("%s: the session failed", self.identity.serial, exc_info=fault)
            self._end(SessionBroken())
        await self._link.close()

    async def _take_all(self) -> None:
        try:
            while True:
                self._take(read_from_seal(self._channel.open(await self._link.receive())))
        except ProtocolError as error:
            _log.warning("%s: %s", self.identity.serial, error)
            self._end(SessionBroken())
        except DeviceError as error:
            self._end(error)

    def _take(self, said: Answer | Notice) -> None:
        if isinstance(said, Notice):
            if self._notices.qsize() >= NOTICES_KEPT:
                self._notices.get_nowait()
            self._notices.put_nowait(said)
        elif (answer := self._asked.get(said.id)) is not None and not answer.done():
            answer.set_result(said)
        else:  # the second answer to something asked twice
            _log.debug("%s: answer %d is not waited for", self.identity.serial, said.id)

    def _end(self, why: DeviceError) -> DeviceError:
        """The first reason stays."""
        if self.fault is None:
            self.fault = why
            self._notices.put_nowait(None)
            self._over.set_result(None)
        return self.fault

    def _finished(self, task: "asyncio.Task[Answer]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # nobody may be waiting for it any more


async def _shake_hands(link: Link, trust: Trust, choose: Choose) -> SealSession:
    shake = ConsoleHandshake(trust.key, trust.maker)
    await link.send(shake.start())
    identity = shake.read(await link.receive())
    third, channel = shake.finish(await choose(identity, shake.binding))
    await link.send(third)
    return SealSession(link, channel, shake, identity)


def _anew(fault: DeviceError, *, may_have_happened: bool) -> DeviceError:
    """The end of a session as the error of one request."""
    return type(fault)(fault.detail, may_have_happened=may_have_happened)
