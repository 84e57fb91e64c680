"""The database is away for a while, and the disk is full: it is said so, nothing is lost, and it goes on by itself."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from domain.ids import new_id
from domain.templates import AddTemplate, Template
from tests.cloud.several import health
from tests.cloud.test_files import CONTENT, path
from tests.cloud.test_main import ROOT, Program, Remote
from tests.cloud.test_several import poke, template, until_poked
from tests.cloud.test_turn import on_postgresql
from tests.cloud.world import Problem, Replica, codes_of, pull_all, running


class Line:
    """The network between a cloud and its database, on a loop of its own: a cloud that starts waits on its loop."""

    def __init__(self, url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._to = make_url(url)
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return self._to.set(host="127.0.0.1", port=self._port).render_as_string(hide_password=False)

    async def connect(self) -> None:
        await self._there(self._connect())

    async def cut(self) -> None:
        """As when a cable is pulled and the other side is found to be gone."""
        await self._there(self._cut())

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _there(self, work: Coroutine[Any, Any, None]) -> None:
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def _connect(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _cut(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._to.host, self._to.port)
        self._open |= {writer, back}
        for source, target in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pump(source, target))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                target.write(data)
        except OSError:
            pass
        finally:
            target.close()
            self._open.discard(target)


@pytest.fixture
async def line(database_url: str) -> AsyncIterator[Line]:
    line = Line(database_url)
    await line.connect()
    yield line
    await line.cut()
    line.close()


@on_postgresql
async def test_a_database_that_is_away_is_said_and_what_was_asked_is_done_once_it_is_back(
    tmp_path: Path, line: Line
) -> None:
    async with running(tmp_path, database=line.url) as cloud:
        owner = await cloud.organization("19900000001")
        live = await cloud.http.ws_connect("/v1/live", headers=owner.headers)
        await poke(live, owner)
        act = owner.signed(template(owner))
        await line.cut()
        for ask in (lambda: owner.push(act), lambda: owner.pull(cursor="")):
            with pytest.raises(Problem, match="503 cloud_recovering") as refused:
                await ask()
            assert refused.value.headers["Retry-After"] == "5"
        async with cloud.http.get("/healthz") as answer:
            assert answer.status == 503
            assert "database" in json.loads(await answer.read())["wrong"]
        await line.connect()
        assert codes_of((await owner.push(act)).verdicts) == [""]
        owner.cursors.clear()
        assert len((await pull_all(owner, Replica())).of(Template)) == 1
        await until_poked(live, owner, (await owner.pull()).rev)
        assert json.loads(await cloud.request("GET", "/healthz"))["wrong"] == []
        await live.close()


class Small(Program):
    """On a disk of its own, of so many megabytes, that nobody else sees."""

    megabytes = 12

    def start(self, kill: str = "") -> str:
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        own = [sys.executable, "main.py", "cloud", "--data", str(data), "--maker-root", str(self.root), "--demo"]
        mount = f'mount -t tmpfs -o size={self.megabytes}m tmpfs "$0" && exec "$@"'
        words = ["unshare", "--mount", "sh", "-c", mount, str(data), *own]
        self.process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())["address"]

    @property
    def disk(self) -> Path:
        assert self.process is not None
        return Path(f"/proc/{self.process.pid}/root") / (self.folder / "data").relative_to("/")


def _may_mount() -> bool:
    if shutil.which("unshare") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    tried = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    return subprocess.run(tried, check=False, capture_output=True).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(not _may_mount(), reason="only root can make a small disk")
async def test_a_full_disk_refuses_nobody_for_good(tmp_path: Path) -> None:
    """Neither a file nor an act is lost: both wait at the console until there is room."""
    program = Small(tmp_path, None)
    remote = Remote(program)
    await remote.start()
    owner = await remote.organization("19900000001")
    await owner.push()
    ballast = program.disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for _ in range(10_000):
            try:
                file.write(b"x" * 4096)
            except OSError:
                break
    acts = [owner.signed(AddTemplate(id=new_id(), name=f"{n}", approvers=[owner.member])) for n in range(50)]
    with pytest.raises(Problem, match="503 cloud_recovering"):
        await owner.request("PUT", path(owner), CONTENT)
    with pytest.raises(Problem, match="503 cloud_recovering"):
        await owner.push(*acts)
    assert {"disk", "writing"} <= set((await health(remote))["wrong"])
    ballast.unlink()
    assert set(codes_of((await owner.push(*acts)).verdicts)) == {""}
    async with remote.http.head(path(owner), headers=owner.headers) as answer:
        held = int(answer.headers["Upload-Offset"])
    await owner.request("PUT", path(owner), CONTENT[held:], params={"offset": held, "total": len(CONTENT)})
    assert "writing" not in (await health(remote))["wrong"]
    await remote.stop()
    assert remote.status == 0
