"""2,000 idle consoles on one cloud process: how long after an act's commit the last of them is poked, and its memory.

The clock runs from the moment the act is sent, which is before its commit. The consoles are bare sockets that note when
bytes came, so that what is measured is the cloud, not who listens.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
import msgspec
import psutil
from websockets.client import ClientProtocol
from websockets.datastructures import Headers
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

from bench.figures import show, within
from cloud.store import people
from cloud.store.unit import Unit
from cloud.tokens import Speaker, issue_access
from domain.departments import AddDepartment
from domain.ids import new_id
from domain.organization import Member, Role
from protocol.sync import Poke, Push, Pushed
from tests.cloud.world import Cloud, Person, running

PEOPLE, CONSOLES_EACH, COMMITS, AT_ONCE = 500, 4, 20, 100
PATIENCE_S = 60
LIMIT_LAST_MS = 100


class Listener(asyncio.Protocol):
    """One console's live channel; `at` is when it was last poked about an organization, in seconds."""

    def __init__(self, address: str, token: str, organization: str) -> None:
        self.address = address.replace("http", "ws") + "/v1/live"
        self._socket = ClientProtocol(parse_uri(self.address))
        self._token, self._organization = token, organization
        self.at = 0.0
        self.rev = 0
        self.poked = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        request = self._socket.connect()
        request.headers = Headers([*request.headers.raw_items(), ("Authorization", f"Bearer {self._token}")])
        self._socket.send_request(request)
        for data in self._socket.data_to_send():
            transport.write(data)

    def data_received(self, data: bytes) -> None:
        at = time.perf_counter()
        self._socket.receive_data(data)
        for reply in self._socket.data_to_send():  # the pong, without which the cloud takes it for gone
            self.transport.write(reply)
        for event in self._socket.events_received():
            if isinstance(event, Frame) and event.opcode is Opcode.BINARY:
                poke = msgspec.json.decode(event.data, type=Poke)
                if poke.organization == self._organization:
                    self.at, self.rev = at, poke.rev
                    self.poked.set()


async def measure() -> int:
    """0 if the last one hears of it as soon as it must."""
    with tempfile.TemporaryDirectory(prefix="signet-bench-", ignore_cleanup_errors=True) as home:
        async with running(Path(home)) as cloud:
            cloud.now = time.time_ns() // 1_000_000
            owner = await cloud.organization("19900000001")
            tokens = await _consoles(cloud, owner)
        program = [sys.executable, "main.py", "cloud", "--data", str(cloud.settings.data), "--demo"]
        process = await asyncio.create_subprocess_exec(
            *program, "--maker-root", str(cloud.settings.maker_root), stdout=asyncio.subprocess.PIPE
        )
        try:
            assert process.stdout is not None
            address = json.loads(await process.stdout.readline())["address"]
            async with aiohttp.ClientSession(address) as http:
                return await _measure(http, address, owner, tokens, psutil.Process(process.pid))
        finally:
            process.terminate()
            await process.wait()


async def _consoles(cloud: Cloud, owner: Person) -> list[str]:
    """The access tokens of consoles of members of the organization."""

    def enrol(unit: Unit, number: int) -> list[str]:
        user = people.user_of(unit, f"+8613{number:09}", cloud.now)
        unit.put(
            Member(
                id=new_id(),
                organization=owner.organization,
                user=user,
                name=f"员工{number}",
                phone=f"+8613{number:09}",
                role=Role.MEMBER,
                created_at=cloud.now,
            )
        )
        consoles = [
            people.enrol_console(unit, user, f"PC {each}", os.urandom(32), os.urandom(32), cloud.now)
            for each in range(CONSOLES_EACH)
        ]
        return [issue_access(Speaker(user, each), cloud.service.keys.tokens, cloud.now)[0] for each in consoles]

    tokens: list[str] = []
    for number in range(PEOPLE):
        tokens += await cloud.service.database.write(lambda unit: enrol(unit, number))  # noqa: B023
    return tokens


async def _measure(
    http: aiohttp.ClientSession, address: str, owner: Person, tokens: list[str], process: psutil.Process
) -> int:
    before = process.memory_info().rss
    listeners = [Listener(address, token, owner.organization) for token in tokens]
    for start in range(0, len(listeners), AT_ONCE):
        some = listeners[start : start + AT_ONCE]
        await asyncio.gather(*map(_listen, some))
        await _all_poked(some)  # where the organization stands, said at the beginning
    each = (process.memory_info().rss - before) / len(listeners)
    last: list[float] = []
    for number in range(COMMITS):
        for listener in listeners:
            listener.poked.clear()
        act = owner.signed(AddDepartment(id=new_id(), name=f"部门{number}"))
        body = msgspec.json.encode(Push(stream=owner.stream, acts=[act]))
        begun = time.perf_counter()
        async with http.post("/v1/push", data=body, headers=owner.headers) as answer:
            verdicts = msgspec.json.decode(await answer.read(), type=Pushed).verdicts
        assert all(verdict.done for verdict in verdicts), verdicts
        await _all_poked(listeners)
        assert len({listener.rev for listener in listeners}) == 1
        last.append((max(listener.at for listener in listeners) - begun) * 1000)
    print(
        f"# {len(listeners)} idle consoles at one cloud process; {COMMITS} acts, each from its sending to the last poke"
    )
    show("live_consoles", len(listeners))
    show("live_last_ms", statistics.median(last))
    show("live_last_max_ms", max(last))
    show("live_kb_each", each / 1000)
    return within(live_last_ms=(statistics.median(last), LIMIT_LAST_MS))


async def _listen(listener: Listener) -> None:
    url = parse_uri(listener.address)
    await asyncio.get_running_loop().create_connection(lambda: listener, url.host, url.port)


async def _all_poked(listeners: list[Listener]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        for listener in listeners:
            await listener.poked.wait()
