"""The embedded broker in a process of its own: what TLS and packets take is not taken from whoever writes.

Between the two goes one socket with frames: the length of what follows (4 bytes), the length of a serial (1 byte), the
serial, a message. Without a serial it is a word about the broker itself, in JSON: `Revoked` down, at first and whenever
somebody is, and `Settled` up as its answer. It ends when the socket does, however the other side ended.
"""

import asyncio
import gc
import logging
import multiprocessing
import signal
import socket
from collections.abc import Awaitable, Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

import msgspec

from cloud.gateway.checking import GARBAGE
from cloud.gateway.credentials import Credential
from cloud.gateway.embedded import EmbeddedBroker, Hear

AGAIN_S = 1.0  # after it ended by itself
END_S = 5.0
MOST_WAITING = (
    16 * 1024 * 1024
)  # bytes of what the other side has not taken: beyond it messages are lost, and said again
_LOG = logging.getLogger(__name__)


class Place(NamedTuple):
    """Where it listens, as whom, and whose certificates (`root`, PEM) count; `folder` keeps its own."""

    host: str
    port: int
    own: Credential
    root: str
    folder: Path


class Revoked(msgspec.Struct):
    """The numbers of all certificates that are."""

    numbers: set[int]


class Settled(msgspec.Struct):
    """It listens at this port, and nobody is attached who was said to be revoked."""

    port: int


class BrokerApart:
    """As `EmbeddedBroker`, from the other side of the socket. Whoever is revoked is told at the start and in
    `drop_revoked`: nobody is admitted by a list that is older."""

    def __init__(self, hear: Hear, revoked: Callable[[], Awaitable[set[int]]]) -> None:
        self._hear, self._revoked = hear, revoked
        self._line: _Line | None = None
        self._settled = asyncio.Event()
        self._tending: asyncio.Task[None] | None = None
        self._process: BaseProcess | None = None
        self.port = 0

    async def start(self, host: str, port: int, own: Credential, root: str, folder: Path) -> None:
        """Listen. Raises `OSError` if it cannot."""
        reader = await self._begin(Place(host, port, own, root, folder))
        self._tending = asyncio.create_task(self._tend(reader, Place(host, self.port, own, root, folder)))

    def send(self, serial: str, data: bytes) -> None:
        """As there; a broker that ended or is behind loses it: the seal asks again."""
        if self._line is not None:
            self._line.send(serial, data)

    async def drop_revoked(self) -> None:
        """As there. One that ended and begins anew knows of them, too."""
        revoked = await self._revoked()
        if self._line is not None:
            self._settled.clear()
            self._line.tell(Revoked(revoked))
            await self._settled.wait()

    async def stop(self) -> None:
        """Let everybody go."""
        if self._tending is not None:
            self._tending.cancel()
            await asyncio.gather(self._tending, return_exceptions=True)
        await self._end()

    async def _begin(self, place: Place) -> asyncio.StreamReader:
        here, there = socket.socketpair()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=serve, args=(there, place), daemon=True, name="broker")
        await asyncio.to_thread(self._process.start)
        there.close()
        reader, writer = await asyncio.open_connection(sock=here)
        self._line = _Line(writer)  # from here on it is told of whoever is revoked
        self._line.tell(Revoked(await self._revoked()))
        try:
            _, said = await _frame(reader)
        except EOFError as error:
            await self._end()
            raise OSError(f"the broker cannot listen at {place.host}:{place.port}") from error
        self.port = msgspec.json.decode(said, type=Settled).port
        self._settled.set()
        return reader

    async def _tend(self, reader: asyncio.StreamReader, place: Place) -> None:
        """Hear what it says; begin another one where it ends by itself."""
        while True:
            try:
                while True:
                    serial, said = await _frame(reader)
                    if serial:
                        self._hear(serial, said)
                    else:
                        self._settled.set()
            except EOFError:
                _LOG.error("the broker's process ended: another one begins")
            while True:
                await self._end()
                await asyncio.sleep(AGAIN_S)
                try:
                    reader = await self._begin(place)
                    break
                except OSError as error:
                    _LOG.error("%s", error)

    async def _end(self) -> None:
        if self._line is not None:
            self._line.writer.close()
            self._line = None
        if self._process is not None:
            await asyncio.to_thread(self._process.join, END_S)
            self._process.kill()
            await asyncio.to_thread(self._process.join)
            self._process.close()
            self._process = None


class _Line:
    """Frames of one turn of the loop go together."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        self._waiting: list[bytes] = []

    def send(self, serial: str, data: bytes) -> None:
        if self.writer.transport.get_write_buffer_size() > MOST_WAITING:
            return
        name = serial.encode()
        frame = b"".join(((1 + len(name) + len(data)).to_bytes(4, "big"), bytes([len(name)]), name, data))
        self._waiting.append(frame)
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._flush)

    def tell(self, word: Settled | Revoked) -> None:
        self.send("", msgspec.json.encode(word))

    def _flush(self) -> None:
        frames, self._waiting = self._waiting, []
        if not self.writer.is_closing():
            self.writer.write(b"".join(frames))


async def _frame(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """Raises `EOFError` when the other side is gone."""
    try:
        body = await reader.readexactly(int.from_bytes(await reader.readexactly(4), "big"))
    except (asyncio.IncompleteReadError, OSError) as error:
        raise EOFError from error
    end = 1 + body[0]
    return body[1:end].decode(), body[end:]


def serve(own: socket.socket, place: Place) -> None:
    """All that the process does, until the socket ends. It listens to no Ctrl-C: it ends with the cloud."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(GARBAGE)
    asyncio.run(_serve(own, place))


async def _serve(own: socket.socket, place: Place) -> None:
    revoked = set[int]()

    async def known() -> set[int]:
        return revoked

    reader, writer = await asyncio.open_connection(sock=own)
    line, began = _Line(writer), False
    broker = EmbeddedBroker(line.send, known)
    try:
        while True:
            serial, said = await _frame(reader)
            if serial:
                broker.send(serial, said)
                continue
            revoked = msgspec.json.decode(said, type=Revoked).numbers
            if began:
                await broker.drop_revoked()
            else:
                await broker.start(*place)
                began = True
            line.tell(Settled(broker.port))
    except EOFError:
        pass
    except OSError as error:
        _LOG.error("the broker cannot listen: %s", error.strerror)
    finally:
        await broker.stop()
