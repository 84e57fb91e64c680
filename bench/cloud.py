"""The production set-up under a mixed load: 2,000 consoles that listen, 1,000 seals over MQTT, 8 consoles that push,
others that pull; with one process of the cloud and with two, behind nginx if it is there.

Everything is on this machine, whoever asks included: with two cores a second process takes from those who ask, so that
the ratio says what there is to be had here, and not what more cores would give.
"""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import msgspec
import psutil

from bench import gateway, live, rules
from bench.figures import percentile, show
from bench.seals import writers
from bench.senders import attached, sent
from domain.departments import AddDepartment
from domain.ids import new_id
from protocol.sync import Push, Pushed
from tests import nginx
from tests.cloud.modems import free_port
from tests.cloud.world import Person, running
from tests.mosquitto import MISSING, Mosquitto, program
from tests.postgres import Server
from tests.waiting import until_told

SEALS, ENVELOPES = 1000, 4
PULLING, REQUESTS, MARKS = 40, 20, 10
LIMIT_P99_MS = 5000


@dataclass
class Office:
    """What is prepared before the clock runs. `quiet`: the owner of the organization of those who listen."""

    house: gateway.House
    quiet: Person
    tokens: list[str]
    pushing: list[tuple[Person, str]]


@dataclass
class Took:
    """Milliseconds of each request, by what it was."""

    push: list[float] = field(default_factory=list[float])
    pull: list[float] = field(default_factory=list[float])
    lag: list[float] = field(default_factory=list[float])
    seals: list[float] = field(default_factory=list[float])
    acts: int = 0


async def measure() -> int:
    """0 if nothing was refused and nobody waited too long."""
    if program() is None:
        print(f"# {MISSING}")
        return 1
    server = Server()
    try:
        folder = tempfile.TemporaryDirectory(prefix="signet-bench-", ignore_cleanup_errors=True)
        with folder as home, server.fresh() as database:
            office = await _furnish(Path(home), database)
            listening, pushing = len(office.tokens), len(office.pushing)
            print(f"# {listening} consoles listen, {SEALS} seals, {pushing} consoles push, {PULLING} pull;", end=" ")
            print(f"{os.cpu_count()} processors for all of it")
            rates = [await _with(office, database, count) for count in (1, 2)]
    finally:
        server.stop()
    for name, one, two in zip(("commands", "pulls", "envelopes"), rates[0][:3], rates[1][:3], strict=True):
        show(f"ratio_{name}", two / one)
    worst = max(rate[3] for rate in rates)
    print(f"# limit: p99 of a push <= {LIMIT_P99_MS} ms")
    return int(worst > LIMIT_P99_MS)


async def _furnish(home: Path, database: str) -> Office:
    house = gateway.House(home)
    async with running(home, now=time.time_ns() // 1_000_000, database=database) as cloud:
        quiet = await cloud.organization("19900000099", "安静公司")
        tokens = await live._consoles(cloud, quiet)
        pushing = await rules._office(cloud)
        owner = pushing[0][0]
        service = cloud.service
        house.seals = await service.database.write(lambda unit: list(writers(service, unit, owner, SEALS, cloud.now)))
        gateway._certify(cloud, house)
    return Office(house, quiet, tokens, pushing)


async def _with(office: Office, database: str, count: int) -> tuple[float, float, float, float]:
    """With so many processes: commands, pulls and envelopes a second, and the p99 of a push in milliseconds."""
    broker = free_port()
    ports = [free_port() for _ in range(count)]
    async with contextlib.AsyncExitStack() as stack:
        processes = [await stack.enter_async_context(_process(office, database, port, broker)) for port in ports]
        mosquitto = Mosquitto(office.house.data / "mqtt" / "mosquitto.conf", broker)
        await mosquitto.start()
        stack.push_async_callback(mosquitto.stop)
        address = await stack.enter_async_context(_front(office.house.home / f"nginx-{count}", ports))
        await until_told(lambda: _healthy(address), within=60)
        listeners = await _listening(office, address)
        took, seconds = await _load(office, address, broker, listeners)
        memory = sum(each.memory_info().rss for each in processes) / 1e6
    for listener in listeners:
        listener.transport.close()
    rates = took.acts / seconds, len(took.pull) / seconds, len(took.seals) / seconds
    name = ("one", "two")[count - 1]
    for what, rate in zip(("commands", "pulls", "envelopes"), rates, strict=True):
        show(f"{name}_{what}_per_s", rate)
    for what, values in (("push", took.push), ("pull", took.pull), ("seal", took.seals), ("last_console", took.lag)):
        show(f"{name}_{what}_p50_ms", percentile(values, 0.5))
        show(f"{name}_{what}_p99_ms", percentile(values, 0.99))
    show(f"{name}_memory_mb", memory)
    return (*rates, percentile(took.push, 0.99))


@asynccontextmanager
async def _process(office: Office, database: str, port: int, broker: int) -> AsyncGenerator[psutil.Process]:
    """One of the cloud's."""
    words = ["main.py", "cloud", "--data", str(office.house.data), "--several", "--port", str(port), "--demo"]
    words += ["--maker-root", str(office.house.home / "maker.root"), "--mosquitto", f"127.0.0.1:{broker}"]
    said = {"SIGNET_CLOUD_DATABASE": database, "SIGNET_CLOUD_PROXY": "127.0.0.1"}
    with (office.house.home / f"{port}.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *words, stdout=asyncio.subprocess.PIPE, stderr=log, env={**os.environ, **said}
        )
    try:
        assert process.stdout is not None
        json.loads(await process.stdout.readline())
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def _front(folder: Path, ports: list[int]) -> AsyncGenerator[str]:
    """The one address."""
    if nginx.program() is None:
        print(f"# {nginx.MISSING}: everybody goes to the first process")
        yield f"http://127.0.0.1:{ports[0]}"
        return
    front = nginx.Nginx(folder, ports, tls=False)
    await front.start()
    try:
        yield front.address
    finally:
        await front.stop()


async def _healthy(address: str) -> bool:
    async with aiohttp.ClientSession() as http, http.get(f"{address}/healthz") as answer:
        return answer.status == 200 and json.loads(await answer.read())["wrong"] == []


async def _listening(office: Office, address: str) -> list[live.Listener]:
    listeners = [live.Listener(address, token, office.quiet.organization) for token in office.tokens]
    for start in range(0, len(listeners), live.AT_ONCE):
        some = listeners[start : start + live.AT_ONCE]
        await asyncio.gather(*map(live._listen, some))
        await live._all_poked(some)
    return listeners


async def _load(office: Office, address: str, broker: int, listeners: list[live.Listener]) -> tuple[Took, float]:
    """All at the same time, as long as those who push take."""
    took = Took()
    bodies = [[rules._request(person, seal) for _ in range(REQUESTS)] for person, seal in office.pushing]
    senders = await attached(f"127.0.0.1:{broker}", office.house.root, office.house.passes)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(address, connector=connector) as http:
        begun = time.perf_counter()
        pulling = [asyncio.create_task(_pull(http, office, took, token)) for token in office.tokens[:PULLING]]
        pushing = [_push(http, took, who, of) for (who, _), of in zip(office.pushing, bodies, strict=True)]
        await asyncio.gather(
            *pushing, _mark(http, office, took, listeners), sent(senders, office.house.envelopes(ENVELOPES))
        )
        seconds = time.perf_counter() - begun
        for task in pulling:
            task.cancel()
        ended = await asyncio.gather(*pulling, return_exceptions=True)
        assert all(isinstance(each, asyncio.CancelledError) for each in ended), ended
    for sender in senders:
        took.seals += [each * 1000 for each in sender.took]
        sender.transport.close()
    return took, seconds


async def _push(http: aiohttp.ClientSession, took: Took, person: Person, bodies: list[bytes]) -> None:
    for body in bodies:
        begun = time.perf_counter()
        async with http.post("/v1/push", data=body, headers=person.headers) as answer:
            assert answer.status == 200, await answer.text()
            took.acts += len(msgspec.json.decode(await answer.read(), type=Pushed).verdicts)
        took.push.append((time.perf_counter() - begun) * 1000)


async def _pull(http: aiohttp.ClientSession, office: Office, took: Took, token: str) -> None:
    """A console that begins anew each time."""
    params = {"organization": office.quiet.organization, "stream": "", "cursor": ""}
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
    while True:
        begun = time.perf_counter()
        async with http.get("/v1/pull", params=params, headers=headers) as answer:
            await answer.read()
            assert answer.status == 200
        took.pull.append((time.perf_counter() - begun) * 1000)


async def _mark(http: aiohttp.ClientSession, office: Office, took: Took, listeners: list[live.Listener]) -> None:
    """An act of somebody else now and then: how long after its sending the last console is told."""
    for number in range(MARKS):
        for listener in listeners:
            listener.poked.clear()
        act = office.quiet.signed(AddDepartment(id=new_id(), name=f"{new_id()[:8]}{number}"))
        body = msgspec.json.encode(Push(stream=office.quiet.stream, acts=[act]))
        begun = time.perf_counter()
        async with http.post("/v1/push", data=body, headers=office.quiet.headers) as answer:
            assert all(each.done for each in msgspec.json.decode(await answer.read(), type=Pushed).verdicts)
        await live._all_poked(listeners)
        took.lag.append((max(listener.at for listener in listeners) - begun) * 1000)
