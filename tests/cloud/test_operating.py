"""What an operator does at the command line while the cloud runs, and when it does not (decision 0049)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from cloud import operating
from cloud.main import main
from cloud.operating import Done, Order, What
from cloud.store import modems
from domain.audit import AuditEntry
from domain.stock import StockedSeal
from tests.cloud.modems import BROKERS, address, enrol, with_broker
from tests.cloud.mqtt import connected
from tests.cloud.seal import SERIAL, Seal, board
from tests.cloud.test_main import Program, Remote, program
from tests.cloud.world import JSON, Cloud, Person, Problem, pull_all, running

__all__ = ["program"]


@pytest.fixture
async def cloud(tmp_path: Path, database_url: str | None) -> AsyncIterator[Cloud]:
    async with running(tmp_path, database=database_url) as cloud:
        with door(cloud):
            yield cloud


def door(cloud: Cloud) -> AbstractContextManager[None]:
    return operating.door(cloud.app, cloud.settings.data, "127.0.0.1", cloud.port)


async def command(cloud: Cloud, *words: str) -> int:
    """As the operator types it, beside the cloud that runs."""
    own = ["--data", str(cloud.settings.data), "--maker-root", str(cloud.settings.maker_root), "--demo"]
    return await asyncio.to_thread(main, [*own, *words])


async def stocked(owner: Person) -> list[str]:
    owner.cursors.clear()
    return [each.id for each in (await pull_all(owner)).of(StockedSeal)]


async def test_a_seal_is_delivered_while_the_cloud_runs(
    cloud: Cloud, owner: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    """The consoles hear of it at once, and the audit log as well; what is refused is said in words."""
    give = ["--deliver", SERIAL, owner.organization]
    assert await command(cloud, *give) == 1
    assert "never met" in capsys.readouterr().err
    async with cloud.http.ws_connect("/v1/live", headers=owner.headers) as channel:
        await channel.receive()
        assert await command(cloud, *give, "--model", "GL") == 0
        await asyncio.wait_for(channel.receive(), 20)
    assert capsys.readouterr().out == f"{SERIAL} (GL) is delivered to {owner.organization}.\n"
    assert await stocked(owner) == [SERIAL]
    assert await command(cloud, *give, "--model", "GL") == 1
    assert owner.organization in capsys.readouterr().err
    assert await command(cloud, "--take-back", SERIAL) == 0
    assert await stocked(owner) == []
    assert await command(cloud, "--force-unbind", SERIAL, "--reason", "x") == 1
    assert await command(cloud, "--bar-modem", SERIAL) == 1
    assert "no modem of that seal" in capsys.readouterr().err
    owner.cursors.clear()
    acts = [each.act for each in (await pull_all(owner)).of(AuditEntry) if each.member is None]
    assert sorted(acts) == ["DeliverSeal", "TakeSealBack"]


@pytest.mark.parametrize("kind", BROKERS)
async def test_a_modem_is_barred_while_the_cloud_runs(tmp_path: Path, kind: str) -> None:
    async with with_broker(tmp_path, kind) as cloud:
        made = Seal(cloud, await cloud.organization("19900000001"))
        seal = board(cloud, SERIAL, made.signing, made.static)
        own = await enrol(cloud, seal)
        with door(cloud):
            async with connected(address(cloud), own.root, own.own) as link:
                assert await link.attach(SERIAL) == 1
                assert await command(cloud, "--bar-modem", SERIAL) == 0
                await asyncio.wait_for(link.ended.wait(), 20)
            with pytest.raises(Problem, match="untrusted"):
                await enrol(cloud, seal)
            assert await command(cloud, "--allow-modem", SERIAL) == 0
        await enrol(cloud, seal)
        kept = await cloud.service.database.read(lambda view: modems.of(view, SERIAL))
        assert sorted(each.revoked_at is None for each in kept) == [False, True]


async def test_nobody_else_comes_in_by_that_door(cloud: Cloud, owner: Person) -> None:
    """It is as if it were not there."""
    file = cloud.settings.data / operating.FILE
    assert file.stat().st_mode & 0o777 == 0o600
    body = {"what": "deliver", "serial": SERIAL, "organization": owner.organization, "model": "GL"}
    token = json.loads(file.read_bytes())["token"]
    for shown in (None, "", "Bearer ", f"Bearer {token}x", token, "Bearer é", owner.headers["Authorization"]):
        headers = {**JSON, **({"Authorization": shown} if shown is not None else {})}
        with pytest.raises(Problem, match="404 not_found"):
            await cloud.request("POST", operating.PATH, body, headers=headers)
    for unfit in ({"what": "nonsense"}, {"serial": 7}, {"model": "X"}):
        with pytest.raises(Problem, match="400 malformed"):
            await cloud.request("POST", operating.PATH, {**body, **unfit}, headers={"Authorization": f"Bearer {token}"})
    assert await stocked(owner) == []


async def test_the_door_is_gone_with_the_cloud(cloud: Cloud) -> None:
    file = cloud.settings.data / operating.FILE
    before = file.read_bytes()
    with door(cloud):
        assert file.read_bytes() != before  # another word each time
    assert not file.exists()
    with pytest.raises(Problem, match="404 not_found"):
        headers = {"Authorization": f"Bearer {json.loads(before)['token']}"}
        await cloud.request("POST", operating.PATH, {"what": "take-back", "serial": SERIAL}, headers=headers)


async def test_a_cloud_that_ends_late_leaves_its_successor_the_door(cloud: Cloud) -> None:
    file = cloud.settings.data / operating.FILE
    with ExitStack() as old, ExitStack() as new:
        old.enter_context(door(cloud))
        new.enter_context(door(cloud))
        theirs = file.read_bytes()
        old.close()
        assert file.read_bytes() == theirs
        new.close()
        assert not file.exists()


async def test_a_file_that_a_dead_cloud_left_keeps_nobody_from_it(tmp_path: Path, database_url: str | None) -> None:
    """Nobody listens there any more, or somebody else does."""
    async with running(tmp_path, database=database_url) as cloud:
        order = Order(What.TAKE_BACK, SERIAL)
        for text in (b"", b"{}", json.dumps({"host": "127.0.0.1", "port": cloud.port, "token": "old"}).encode()):
            (tmp_path / operating.FILE).write_bytes(text)
            assert await asyncio.to_thread(operating.by_the_cloud, tmp_path, order) is None
    assert await asyncio.to_thread(operating.by_the_cloud, tmp_path, order) is None


async def test_a_cloud_that_dies_of_it_may_have_done_it(tmp_path: Path) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1") as server:
        port = server.sockets[0].getsockname()[1]
        (tmp_path / operating.FILE).write_text(json.dumps({"host": "127.0.0.1", "port": port, "token": "x"}))
        done = await asyncio.to_thread(operating.by_the_cloud, tmp_path, Order(What.TAKE_BACK, SERIAL))
    assert done == Done("the cloud did not answer: it may have been done, or not", refused=True)


async def test_nothing_is_begun_where_no_cloud_ever_ran(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data", str(tmp_path / "none"), "--maker-root", str(tmp_path / "root"), "--take-back", SERIAL]
    assert await asyncio.to_thread(main, words) == 1
    assert "there is no cloud.keys" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


@pytest.mark.slow
async def test_the_program_lets_the_operator_in(
    program: Program, database_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_url:
        monkeypatch.setenv("SIGNET_CLOUD_DATABASE", database_url)
    remote = Remote(program)
    await remote.start()
    owner = await remote.organization("19900000001")
    words = ["--data", str(program.folder / "data"), "--maker-root", str(program.root), "--demo"]
    give = [*words, "--deliver", SERIAL, owner.organization, "--model", "GL"]
    assert await asyncio.to_thread(main, give) == 0
    assert await stocked(owner) == [SERIAL]
    await remote.stop()
    assert remote.status == 0
    assert not (program.folder / "data" / operating.FILE).exists()
    assert await asyncio.to_thread(main, [*words, "--take-back", SERIAL]) == 0
