"""Several processes of one cloud at one PostgreSQL."""

import json
import signal
import socket
from pathlib import Path
from typing import Any

import aiohttp

from tests.cloud.test_main import Program, Remote
from tests.cloud.world import Person
from tests.waiting import until_told


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Several:
    """They share `folder`; each is a `Remote` cloud of its own."""

    def __init__(self, folder: Path, database: str, *more: str) -> None:
        self._folder, self._database, self._more = folder, database, more
        self.all: list[Remote] = []
        self.log: Path | None = None

    async def start(self, kill: str = "", port: int | None = None) -> Remote:
        """One more."""
        words = "--several", "--port", str(port or free_port()), *self._more
        program = Program(self._folder, self._database, *words)
        program.log = self.log
        remote = Remote(program)
        self.all.append(remote)
        await remote.start(kill)
        return remote

    async def kill(self, remote: Remote) -> None:
        """`kill -9`."""
        assert remote.program.process is not None
        remote.program.process.send_signal(signal.SIGKILL)
        await remote.stop()
        self.all.remove(remote)

    async def stop(self) -> list[int]:
        """All of them; how each ended."""
        ended = list(self.all)
        for remote in ended:
            await remote.stop()
        self.all.clear()
        return [remote.status for remote in ended]


async def health(remote: Remote) -> dict[str, Any]:
    async with remote.http.get("/healthz") as answer:
        return json.loads(await answer.read())


async def until_it_writes(remote: Remote) -> None:
    async def it_does() -> bool:
        return (await health(remote))["role"] == "writer"

    await until_told(it_does, within=20, every=0.05)


def at(person: Person, remote: Remote) -> Person:
    """The same person at the same console, whose requests go to this process now."""
    person.cloud = remote
    return person


async def channel(remote: Remote, person: Person) -> "aiohttp.ClientWebSocketResponse":
    return await remote.http.ws_connect("/v1/live", headers=person.headers)
