"""A mail server on this computer that behaves as a test wants, by real sockets and real TLS."""

import asyncio
import base64
import email
import socket
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from cloud.gateway.credentials import Authority


@dataclass
class Server:
    """Answers `refused` (by the first word of a command, "." for a letter's end) as it is told, and goes away where
    that is empty. `safe`: speaks TLS, from the beginning or (`upgrades`) when asked to. `login`: who may send (none:
    everybody). Waits before it goes on with a word of `held`, and for so many seconds each time that two more megabytes
    have come (`pauses`). Keeps what it took, and which commands anybody on the way could read; `left`: how many have
    gone.
    """

    refused: dict[str, str]
    safe: ssl.SSLContext | None
    login: tuple[str, str] | None
    upgrades: bool
    taken: list[EmailMessage] = field(default_factory=list[EmailMessage])
    plain: list[str] = field(default_factory=list[str])
    held: dict[str, asyncio.Event] = field(default_factory=dict[str, asyncio.Event])
    pauses: list[float] = field(default_factory=list[float])
    left: int = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, ssl.SSLError, EOFError):  # who was not trusted is left
            await _Talk(self, reader, writer).go_on()
        self.left += 1
        writer.close()


class _Talk:
    """With one who sends."""

    def __init__(self, server: Server, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._server, self._reader, self._writer = server, reader, writer
        self._is_known = server.login is None
        self._is_safe = server.safe is not None and not server.upgrades

    async def go_on(self) -> None:
        self._say("220 here")
        while line := (await self._reader.readline()).decode().strip():
            word, _, rest = line.replace(":", " ").partition(" ")
            if not self._is_safe:
                self._server.plain.append(word.upper())
            await self._wait(word.upper())
            answer = self._server.refused.get(word.upper())
            if answer is None:
                answer = await self._answer(word.upper(), rest)
            if answer == "":
                break
            self._say(answer)
            if word.upper() == "STARTTLS":
                await self._upgrade()

    async def _wait(self, word: str) -> None:
        if word in self._server.held:
            await self._server.held[word].wait()

    def _say(self, line: str) -> None:
        self._writer.write(f"{line}\r\n".encode())

    async def _answer(self, word: str, rest: str) -> str:
        server = self._server
        if word == "EHLO":
            upgrades = ["250-STARTTLS"] if server.upgrades and not self._is_safe else []
            return "\r\n".join(["250-here", *upgrades, *(["250-AUTH PLAIN"] if server.login else []), "250 8BITMIME"])
        if word == "AUTH":
            wanted = "\0".join(("", *(server.login or ())))
            self._is_known = rest.rsplit(maxsplit=1)[-1] == base64.b64encode(wanted.encode()).decode()
            return "235 welcome" if self._is_known else "535 5.7.8 wrong user or password"
        if word == "MAIL" and not self._is_known:
            return "530 5.7.0 authentication required"
        return (
            await self._taken() if word == "DATA" else {"QUIT": "221 bye", "STARTTLS": "220 go on"}.get(word, "250 ok")
        )

    async def _taken(self) -> str:
        self._say("354 go on")
        data = await self._whole()
        answer = self._server.refused.get(".")
        if answer is None:
            plain = data.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
            self._server.taken.append(cast(EmailMessage, email.message_from_bytes(plain, policy=default)))
        await self._wait(".")
        return "250 taken" if answer is None else answer

    async def _whole(self) -> bytes:
        data, pauses = bytearray(), self._server.pauses
        while not data.endswith(b"\r\n.\r\n"):
            piece = await self._reader.read(1 << 16)
            if not piece:
                raise EOFError
            if len(data) // 2_000_000 != (len(data) + len(piece)) // 2_000_000 and pauses:
                with suppress(TimeoutError):  # a slow line: nothing is waited for
                    await asyncio.wait_for(asyncio.Event().wait(), pauses.pop())
            data += piece
        return bytes(data)

    async def _upgrade(self) -> None:
        assert self._server.safe is not None
        await self._writer.start_tls(self._server.safe)
        self._is_safe = True


@asynccontextmanager
async def serving(
    safe: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
    *,
    upgrades: bool = False,
    **refused: str,
) -> AsyncGenerator[tuple[Server, int]]:
    """Such a server, and its port at 127.0.0.1."""
    server = Server(refused, safe, login, upgrades)
    small = socket.create_server(("127.0.0.1", 0))
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)  # so that who sends notices when it takes nothing
    async with await asyncio.start_server(server.talk, sock=small, ssl=None if upgrades else safe):
        yield server, small.getsockname()[1]


def authority() -> Authority:
    """A new one, that nobody trusts so far."""
    return Authority(*Authority.make(datetime.now(UTC)))


def certified(by: Authority, folder: Path, host: str = "127.0.0.1") -> ssl.SSLContext:
    """What a server of that name shows."""
    made = by.for_server(host, datetime.now(UTC))
    (folder / "server.pem").write_bytes(made.key + made.certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context
