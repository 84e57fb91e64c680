"""Bare modems: 1,000 TLS connections of one process that send what was sealed before and note when it was answered.

Each has one envelope underway and sends the next when something comes back. Nothing is verified here, so that what is
measured is whoever answers.
"""

import asyncio
import ssl
import time
from collections.abc import Sequence

from protocol.modem import Way, topic
from tests.cloud.mqtt import PUBLISH, connect, context, packet, puback, subscribe

AT_ONCE = 40  # handshakes at the same moment
AGAIN_S = 5.0  # without an answer it is sent again


class Sender(asyncio.Protocol):
    """One seal. `took`: seconds from sending to the answer, of each envelope."""

    def __init__(self, serial: str) -> None:
        self.serial = serial
        self.ready, self.done = asyncio.Event(), asyncio.Event()
        self.took: list[float] = []
        self._todo: list[tuple[int, bytes]] = []
        self._number = 0
        self._buffer = b""
        self._packet = b""
        self._at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(connect(self.serial) + subscribe(1, topic(self.serial, Way.DOWN)))

    def begin(self, todo: Sequence[tuple[int, bytes]]) -> None:
        """Send these, one after the other, each with the number of its entry."""
        self._todo, self.took = [*reversed(todo)], []
        self.done.clear()
        self._next()

    def again(self) -> None:
        """What was sent last has not been answered for long."""
        if not self.done.is_set() and time.perf_counter() - self._at > AGAIN_S:
            self.transport.write(self._packet)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (found := _first(self._buffer)) is not None:
            kind, body, self._buffer = found
            if kind >> 4 == PUBLISH:
                end = 2 + int.from_bytes(body[:2], "big")
                self.transport.write(puback(int.from_bytes(body[end : end + 2], "big")))
                if self._covers(body):
                    self._answered()
            elif kind >> 4 == 9:
                self.ready.set()

    def _covers(self, body: bytes) -> bool:
        """A receipt up to the entry underway; an answer to what was sent again speaks of one before. What names no
        seal is a bare broker's answer."""
        at = body.rfind(self.serial.encode()) + len(self.serial)
        if b"\xd2\x84" not in body:
            return True
        size = {0x18: 1, 0x19: 2, 0x1A: 4}.get(body[at], 0)
        return int.from_bytes(body[at + 1 : at + 1 + size], "big") >= self._number if size else body[at] >= self._number

    def _answered(self) -> None:
        if not self.done.is_set() and self._packet:
            self.took.append(time.perf_counter() - self._at)
            self._next()

    def _next(self) -> None:
        if not self._todo:
            self._packet = b""
            self.done.set()
            return
        self._number, data = self._todo.pop()
        name = topic(self.serial, Way.UP).encode()
        body = len(name).to_bytes(2, "big") + name + b"\0\1" + data
        self._packet, self._at = packet(0x32, body), time.perf_counter()
        self.transport.write(self._packet)


def _first(data: bytes) -> tuple[int, bytes, bytes] | None:
    """The first packet's type and body, and what follows it; none: it is not whole yet."""
    length, shift = 0, 0
    for at in range(1, min(len(data), 5)):
        length |= (data[at] & 0x7F) << shift
        shift += 7
        if not data[at] & 0x80:
            end = at + 1 + length
            return (data[0], data[at + 1 : end], data[end:]) if len(data) >= end else None
    return None


async def attached(address: str, root: str, passes: dict[str, bytes]) -> list[Sender]:
    """All of them, subscribed."""
    gate, (host, _, port) = asyncio.Semaphore(AT_ONCE), address.rpartition(":")

    async def one(serial: str, own: bytes) -> Sender:
        async with gate:
            tls: ssl.SSLContext = context(root, own)
            loop = asyncio.get_running_loop()
            _, sender = await loop.create_connection(lambda: Sender(serial), host, int(port), ssl=tls)
            await sender.ready.wait()
            return sender

    return await asyncio.gather(*(one(serial, own) for serial, own in passes.items()))


async def sent(senders: Sequence[Sender], todo: dict[str, list[tuple[int, bytes]]]) -> float:
    """Seconds until everything was answered."""
    begun = time.perf_counter()
    for sender in senders:
        sender.begin(todo[sender.serial])
    waiting = asyncio.gather(*(sender.done.wait() for sender in senders))
    while not waiting.done():
        await asyncio.wait([waiting], timeout=1)
        for sender in senders:
            sender.again()
    return time.perf_counter() - begun
