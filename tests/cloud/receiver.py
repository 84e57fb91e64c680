"""A company's own system that is told of events, behind real TLS, and that behaves as a test wants."""

import asyncio
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

END = b"\r\n\r\n"


@dataclass(frozen=True)
class Told:
    """One request: its path, its headers by their names in small letters, its body."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`how`: what it answers to each request, as HTTP; nothing: it goes away, an event: it never answers."""

    how: Callable[[Told], bytes | asyncio.Event] = lambda _told: answer(204)
    told: list[Told] = field(default_factory=list[Told])
    met: int = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.met += 1
        with suppress(ConnectionError, ssl.SSLError, EOFError, asyncio.IncompleteReadError):
            told = await _read(reader)
            self.told.append(told)
            said = self.how(told)
            if isinstance(said, asyncio.Event):
                await said.wait()
            else:
                writer.write(said)
                await writer.drain()
        writer.close()


async def _read(reader: asyncio.StreamReader) -> Told:
    head = (await reader.readuntil(END)).decode("latin-1")
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Told(first.split()[1], headers, await reader.readexactly(int(headers.get("content-length", "0"))))


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """Whole, as HTTP."""
    told = {"Content-Length": str(len(body)), "Connection": "close"} | headers
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status} x\r\n{lines}\r\n".encode() + body


@asynccontextmanager
async def receiving(safe: ssl.SSLContext) -> AsyncGenerator[tuple[Receiver, int]]:
    """Such a system, and its port at 127.0.0.1."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.talk, "127.0.0.1", 0, ssl=safe)
    try:
        yield receiver, server.sockets[0].getsockname()[1]
    finally:
        server.close()
