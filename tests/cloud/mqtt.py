"""A bare MQTT 3.1.1 client for tests and benchmarks: it says exactly what it is told to, also what it should not."""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

CONNACK, PUBLISH, PUBACK, SUBACK, PINGRESP = 2, 3, 4, 9, 13


def context(root: str | None, own: bytes | None) -> ssl.SSLContext:
    """`root`: PEM of whose broker is believed, `own`: PEM of key and certificate."""
    made = ssl.create_default_context(cadata=root) if root else ssl._create_unverified_context()
    made.check_hostname = False
    if own is not None:
        with TemporaryDirectory() as folder:
            (file := Path(folder) / "own.pem").write_bytes(own)
            made.load_cert_chain(file)
    return made


def text(value: str) -> bytes:
    data = value.encode()
    return len(data).to_bytes(2, "big") + data


def packet(first: int, body: bytes) -> bytes:
    length, size = len(body), bytearray()
    while True:
        length, digit = divmod(length, 128)
        size.append(digit | (0x80 if length else 0))
        if not length:
            return bytes([first, *size]) + body


def connect(client: str, clean: bool = True, will: tuple[str, bytes] | None = None) -> bytes:
    flags = (0x02 if clean else 0) | (0x04 if will else 0)
    last = b"" if will is None else text(will[0]) + len(will[1]).to_bytes(2, "big") + will[1]
    return packet(0x10, text("MQTT") + bytes([4, flags, 0, 60]) + text(client) + last)


def subscribe(number: int, name: str, qos: int = 1) -> bytes:
    return packet(0x82, number.to_bytes(2, "big") + text(name) + bytes([qos]))


def publish(number: int, name: str, data: bytes, *, retain: bool = False) -> bytes:
    return packet(0x32 | retain, text(name) + number.to_bytes(2, "big") + data)


def puback(number: int) -> bytes:
    return packet(0x40, number.to_bytes(2, "big"))


class Client:
    """One connection. `inbox` has the publications that came, as topic and data; each is acknowledged."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._number = 0
        self.inbox: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
        self.acknowledged: asyncio.Queue[tuple[int, bytes]] = asyncio.Queue()
        self.ended = asyncio.Event()
        self._task = asyncio.create_task(self._read())

    async def say(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self) -> tuple[int, bytes]:
        """The next packet that is no publication: its type and body. ConnectionError: there will be none."""
        waiting, ended = asyncio.ensure_future(self.acknowledged.get()), asyncio.ensure_future(self.ended.wait())
        try:
            async with asyncio.timeout(20):
                await asyncio.wait([waiting, ended], return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                raise ConnectionError("the broker closed the connection")
            return waiting.result()
        finally:
            waiting.cancel()
            ended.cancel()

    async def attach(self, serial: str) -> int:
        """Connect as this client and subscribe; the broker's word on the subscription."""
        await self.say(connect(serial))
        assert await self.answer() == (CONNACK, b"\0\0")
        return await self.subscribe(f"seal/1/{serial}/down")

    async def subscribe(self, name: str) -> int:
        self._number += 1
        await self.say(subscribe(self._number, name))
        kind, body = await self.answer()
        assert kind == SUBACK
        return body[-1]

    async def publish(self, name: str, data: bytes, **more: bool) -> None:
        """Until the broker has acknowledged it."""
        self._number += 1
        await self.say(publish(self._number, name, data, **more))
        assert await self.answer() == (PUBACK, self._number.to_bytes(2, "big"))

    async def next(self) -> bytes:
        """The data of the next publication."""
        async with asyncio.timeout(20):
            return (await self.inbox.get())[1]

    async def close(self) -> None:
        self._task.cancel()
        self._writer.close()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _read(self) -> None:
        try:
            while True:
                first, body = await read_packet(self._reader)
                if first >> 4 != PUBLISH:
                    self.acknowledged.put_nowait((first >> 4, body))
                    continue
                end = 2 + int.from_bytes(body[:2], "big")
                qos = first >> 1 & 3
                if qos:
                    await self.say(puback(int.from_bytes(body[end : end + 2], "big")))
                self.inbox.put_nowait((body[2:end].decode(), body[end + (2 if qos else 0) :]))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self.ended.set()


async def read_packet(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    first, length, shift = (await reader.readexactly(1))[0], 0, 0
    while True:
        digit = (await reader.readexactly(1))[0]
        length |= (digit & 0x7F) << shift
        shift += 7
        if not digit & 0x80:
            return first, await reader.readexactly(length)


@asynccontextmanager
async def connected(address: str, root: str | None, own: bytes | None) -> AsyncGenerator[Client]:
    """OSError: the broker does not even talk."""
    host, _, port = address.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port), ssl=context(root, own))
    client = Client(reader, writer)
    try:
        yield client
    finally:
        await client.close()
