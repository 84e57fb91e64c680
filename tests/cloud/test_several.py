"""Several processes behind one address: one writes, each answers all, and another goes on when that one is killed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import msgspec
import pytest
from starlette.types import Receive, Scope, Send

from cloud.several.passing import HEADER, Passed
from domain.ids import new_id
from domain.templates import AddTemplate, Template
from protocol.sync import AskCertificate, Certificate, Poke
from tests.cloud.conftest import opened
from tests.cloud.several import Several, at, channel, free_port, health, until_it_writes
from tests.cloud.systems import System
from tests.cloud.test_files import CONTENT, path
from tests.cloud.test_turn import cut, on_postgresql
from tests.cloud.world import Person, Problem, Replica, pull_all
from tests.waiting import until_told

pytestmark = pytest.mark.slow


def template(owner: Person) -> AddTemplate:
    return AddTemplate(id=new_id(), name=new_id(), approvers=[owner.member])


@pytest.fixture
async def several(tmp_path: Path, database_url: str) -> AsyncIterator[Several]:
    several = Several(tmp_path, database_url)
    yield several
    await several.stop()


async def poke(live: "aiohttp.ClientWebSocketResponse", person: Person) -> int:
    """The next version of his organization that he is told of."""
    while True:
        said = msgspec.json.decode(await asyncio.wait_for(live.receive_bytes(), 10), type=Poke)
        if said.organization == person.organization:
            return said.rev


async def until_poked(live: "aiohttp.ClientWebSocketResponse", person: Person, rev: int) -> None:
    while await poke(live, person) < rev:
        pass


async def names(person: Person) -> int:
    """How many templates there are, as a console sees it that knows nothing yet."""
    person.cursors.clear()
    return len((await pull_all(person, Replica())).of(Template))


@on_postgresql
async def test_each_answers_all_and_one_of_them_writes(several: Several) -> None:
    writer, reader = await several.start(), await several.start()
    assert [(await health(each))["role"] for each in several.all] == ["writer", "reader"]
    owner = await reader.organization("19900000001")
    lives = [await channel(each, owner) for each in several.all]
    await owner.done(template(owner))
    assert await names(owner) == 1
    rev = (await owner.pull()).rev
    for live in lives:
        await until_poked(live, owner, rev)
    await at(owner, writer).done(template(owner))
    rev = (await owner.pull()).rev
    for live in lives:
        await until_poked(live, owner, rev)
    await at(owner, reader).request("PUT", path(owner), CONTENT[:1000], params={"offset": 0, "total": len(CONTENT)})
    async with reader.http.head(path(owner), headers=owner.headers) as answer:
        assert answer.headers["Upload-Offset"] == "1000"
    rest = CONTENT[1000:]
    await owner.request("PUT", path(owner), rest, params={"offset": 1000, "total": len(CONTENT)})
    with pytest.raises(Problem, match="400 malformed"):
        await owner.request("POST", "/v1/push", b"{")
    async with reader.http.get("/v1/nothing", headers=owner.headers) as answer:
        assert answer.status == 404
    for live in lives:
        await live.close()
    assert await several.stop() == [0, 0]


@on_postgresql
async def test_who_signs_out_at_one_is_cut_off_at_the_other(several: Several) -> None:
    _, reader = await several.start(), await several.start()
    owner = await reader.organization("19900000001")
    live = await channel(reader, owner)
    await poke(live, owner)
    await owner.request("POST", "/v1/sign-out")
    async with asyncio.timeout(10):
        while (await live.receive()).type is aiohttp.WSMsgType.BINARY:
            pass
    assert live.closed


@on_postgresql
async def test_a_system_reads_at_either(several: Several) -> None:
    """Its first request has to be written down; those after it are answered where they arrive."""
    _, reader = await several.start(), await several.start()
    owner = await reader.organization("19900000001")
    await owner.done(template(owner))
    system = await System.given(owner)
    for _ in range(2):
        assert list(await system.rows("/members")) == [owner.member]


@on_postgresql
async def test_the_one_that_writes_is_killed_and_another_goes_on(several: Several) -> None:
    writer, reader = await several.start(), await several.start()
    owner = await writer.organization("19900000001")  # its keys came into the file after the reader had read it
    await owner.done(template(owner))
    await several.kill(writer)
    at(owner, reader)
    live = await channel(reader, owner)
    await owner.done(template(owner))  # it waits for somebody who writes
    await until_it_writes(reader)
    await until_poked(live, owner, (await owner.pull()).rev)
    await owner.ask(Certificate, "POST", "/v1/certificates", AskCertificate(organization=owner.organization))
    third = await several.start()
    await at(owner, third).done(template(owner))
    assert await names(owner) == 3
    await live.close()


@on_postgresql
@pytest.mark.parametrize("point", ["push_before_commit", "push_after_commit"])
async def test_an_act_is_done_once_whenever_the_one_that_writes_dies(several: Several, point: str) -> None:
    writer, reader = await several.start(f"{point}:2"), await several.start()
    owner = await reader.organization("19900000001")
    await owner.push()
    act = owner.signed(template(owner))
    with pytest.raises(Problem, match="503 cloud_recovering"):  # it may be done: only the console asks again
        await owner.push(act)
    await writer.stop()
    several.all.remove(writer)
    assert (await owner.push(act)).verdicts[0].done
    assert await names(owner) == 1


@on_postgresql
async def test_while_nobody_writes_what_writes_waits_and_then_is_told_to_come_again(
    several: Several, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNET_CLOUD_WRITER_WAIT_S", "0.5")
    first = await several.start()
    owner = await first.organization("19900000001")
    await several.stop()
    held = opened(tmp_path, database_url)
    held.claim()
    reader = await several.start()
    at(owner, reader)
    with pytest.raises(Problem, match="503 cloud_recovering") as refused:
        await owner.push(owner.signed(template(owner)))
    assert refused.value.headers["Retry-After"] == "5"
    assert await names(owner) == 0
    assert (await health(reader))["wrong"] == ["writer"]
    held.close()
    await until_it_writes(reader)
    owner.seq = 0
    await owner.done(template(owner))


@on_postgresql
async def test_who_lost_the_turn_and_has_nothing_to_write_ends(several: Several, database_url: str) -> None:
    """Both lose their connections, and the one that read is faster."""
    writer, reader = await several.start(), await several.start()
    owner = await reader.organization("19900000001")
    await asyncio.to_thread(cut, database_url)
    await until_it_writes(reader)
    assert writer.program.process is not None
    assert await asyncio.to_thread(writer.program.process.wait, 30) == 1
    await owner.done(template(owner))


@on_postgresql
async def test_who_takes_the_turn_waits_for_the_port_of_the_operators_pages(tmp_path: Path, database_url: str) -> None:
    """The one that lost its turn still listens there when the next one begins."""
    port = free_port()
    several = Several(tmp_path, database_url, "--operator-port", str(port))
    writer, reader = await several.start(), await several.start()
    assert writer.program.process is not None
    assert reader.program.process is not None
    await asyncio.to_thread(cut, database_url)
    await until_it_writes(reader)

    async def there_they_are() -> bool:
        with suppress(aiohttp.ClientError):
            async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/login") as answer:
                return answer.status == 200 and (await health(reader))["role"] == "writer"
        return False

    try:
        await until_told(there_they_are, within=30, every=0.05)
        assert await asyncio.to_thread(writer.program.process.wait, 30) == 1
        await until_told(there_they_are, within=30, every=0.05)
        assert reader.program.process.poll() is None
    finally:
        await several.stop()


async def test_only_one_of_us_says_for_whom_a_request_is() -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(scope)

    async def receive() -> dict[str, object]:
        return {}

    async def send(_message: object) -> None:
        return

    for word in ("right", "wrong"):
        said = f"{word} https seal.example.cn 203.0.113.9".encode()
        scope = {"type": "http", "scheme": "http", "client": ("127.0.0.1", 5), "headers": [(HEADER.encode(), said)]}
        await Passed(app, "right")(scope, receive, send)
    assert [(scope["scheme"], scope["client"][0], HEADER in scope) for scope in seen] == [
        ("https", "203.0.113.9", True),
        ("http", "127.0.0.1", False),
    ]
