"""Acts a second through push: 8 consoles at one cloud process, requests of 20 acts, each signature checked.

Of 20 acts 6 apply, 6 approve, 4 authorize, 4 end a use, and one of them is refused. The consoles have signed everything
before the clock runs. Beside it: how long a single act takes, one after the other.
"""

import asyncio
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import aiohttp
import msgspec

from bench.figures import percentile, show
from domain.applications import Apply
from domain.approvals import Approve
from domain.authorizations import Mode
from domain.ending import EndUse
from domain.ids import new_id
from domain.issuing import Authorize
from domain.keepers import AddKeeper
from domain.organization import Role
from domain.rows import Act
from domain.templates import AddTemplate, SetFlow
from domain.uses import Method
from protocol.sync import Push, Pushed
from tests.cloud.seal import Seal
from tests.cloud.world import Cloud, Person, running

CONSOLES, REQUESTS, SINGLES = 8, 40, 200
PER_REQUEST, CYCLES, MORE = 20, 4, 2
LIMITS = {"sqlite": 1500, "postgresql": 600}
DAY_MS = 24 * 3600 * 1000


async def measure() -> int:
    """0 if both databases are as quick as they must be."""
    from tests.postgres import Server  # PostgreSQL of this project's tests

    print("# acts a second through push, 8 consoles, 20 acts a request, one cloud process; 1 of 20 refused")
    missed = 0
    with tempfile.TemporaryDirectory(prefix="signet-bench-", ignore_cleanup_errors=True) as home:
        for name in LIMITS:
            (Path(home) / name).mkdir()
        missed += await _on("sqlite", Path(home) / "sqlite", None)
        server = Server()
        try:
            with server.fresh() as database:
                missed += await _on("postgresql", Path(home) / "postgresql", database)
        finally:
            server.stop()
    print("# limits: " + ", ".join(f"{name}_commands_per_s >= {limit}" for name, limit in LIMITS.items()))
    return min(1, missed)


async def _on(name: str, folder: Path, database: str | None) -> int:
    async with running(folder, database=database) as cloud:
        cloud.now = time.time_ns() // 1_000_000
        people = await _office(cloud)
        bodies = [[_request(person, seal) for _ in range(REQUESTS)] for person, seal in people]
        singles = [_single(*people[0]) for _ in range(SINGLES)]
    program = [sys.executable, "main.py", "cloud", "--data", str(cloud.settings.data), "--demo"]
    env = {**os.environ, **({"SIGNET_CLOUD_DATABASE": database} if database else {})}
    process = await asyncio.create_subprocess_exec(
        *program, "--maker-root", str(cloud.settings.maker_root), stdout=asyncio.subprocess.PIPE, env=env
    )
    try:
        assert process.stdout is not None
        address = json.loads(await process.stdout.readline())["address"]
        async with aiohttp.ClientSession(address) as http:
            begun = time.perf_counter()
            work = [_push_all(http, who, of) for (who, _), of in zip(people, bodies, strict=True)]
            refused = await asyncio.gather(*work)
            took = time.perf_counter() - begun
            alone = [await _timed(http, people[0][0], body) for body in singles]
    finally:
        process.terminate()
        await process.wait()
    acts = CONSOLES * REQUESTS * PER_REQUEST
    assert sum(refused) == CONSOLES * REQUESTS, refused
    show(f"{name}_commands_per_s", acts / took)
    show(f"{name}_single_p95_ms", percentile(alone, 0.95))
    return int(acts / took < LIMITS[name])


async def _office(cloud: Cloud) -> list[tuple[Person, str]]:
    """A keeper at each console, with a seal and a flow of his own."""
    owner = await cloud.organization("19900000001")
    found: list[tuple[Person, str]] = []
    for index in range(CONSOLES):
        seal = Seal(cloud, owner, f"GL2026{index:06}")
        await seal.bind(f"印章{index}")
        keeper = await owner.add(f"管章{index}", f"1990000001{index}", Role.KEEPER)
        template = AddTemplate(id=new_id(), name=f"流程{index}", approvers=[keeper.member])
        await owner.done(template)
        await owner.done(SetFlow(seal=seal.serial, category=None, template=template.id))
        await owner.done(AddKeeper(seal=seal.serial, member=keeper.member))
        found.append((keeper, seal.serial))
    return found


def _request(person: Person, serial: str) -> bytes:
    acts: list[Act] = []
    for cycle in range(CYCLES + MORE):
        application = _apply(person, serial)
        acts += [application, Approve(application=application.id)]
        if cycle < CYCLES:
            issued = _authorize(person, application)
            acts += [issued, EndUse(authorization=issued.id)]
    acts[-1] = acts[-3]  # approved again: refused
    return _body(person, acts)


def _single(person: Person, serial: str) -> bytes:
    return _body(person, [_apply(person, serial)])


def _body(person: Person, acts: list[Act]) -> bytes:
    return msgspec.json.encode(Push(stream=person.stream, acts=[person.signed(act) for act in acts]))


def _apply(person: Person, serial: str) -> Apply:
    now = person.cloud.now
    end = now + DAY_MS
    return Apply(id=new_id(), seal=serial, reason="签约", document="采购合同", copies=1, count=1, start=now, end=end)


def _authorize(person: Person, of: Apply) -> Authorize:
    return Authorize(
        id=new_id(),
        application=of.id,
        seal=of.seal,
        member=person.member,
        start=of.start,
        end=of.end,
        mode=Mode.PHYSICAL,
        method=Method.DIRECT,
        count=1,
        photo_required=True,
    )


async def _push_all(http: aiohttp.ClientSession, person: Person, bodies: list[bytes]) -> int:
    """How many acts were refused."""
    refused = 0
    for body in bodies:
        async with http.post("/v1/push", data=body, headers=person.headers) as answer:
            said = msgspec.json.decode(await answer.read(), type=Pushed)
            refused += sum(not verdict.done for verdict in said.verdicts)
    return refused


async def _timed(http: aiohttp.ClientSession, person: Person, body: bytes) -> float:
    begun = time.perf_counter()
    async with http.post("/v1/push", data=body, headers=person.headers) as answer:
        await answer.read()
    return (time.perf_counter() - begun) * 1000
