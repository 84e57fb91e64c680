"""The cloud as a program: where it listens, how it ends, what it refuses, and that it can die at any point."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import aiohttp
import pytest

from cloud import faults
from cloud.main import listen, main
from cloud.service import now_ms
from domain.ids import new_id
from domain.organization import Member
from domain.templates import AddTemplate, Template
from protocol import certificates
from protocol.certificates import Root
from tests.cloud.test_files import CONTENT, SHA256
from tests.cloud.world import Cloud, Person, Replica, maker, pull_all

ROOT = Path(__file__).parents[2]


class Program:
    """`main.py cloud` in a process of its own; `more` of its words."""

    def __init__(self, folder: Path, database: str | None, *more: str) -> None:
        self.folder, self.more = folder, more
        self.log: Path | None = None  # where its standard error goes; none: where ours goes
        self.database = database
        self.root = folder / "maker.root"
        self.root.write_bytes(certificates.issue(Root("tests", maker.public, demo=True), maker))
        self.process: subprocess.Popen[str] | None = None

    def start(self, kill: str = "") -> str:
        """Its address; `kill` names the point at which it dies."""
        words = ["cloud", "--data", str(self.folder / "data"), "--maker-root", str(self.root), "--demo"]
        words += self.more
        environment = {**os.environ, "SIGNET_KILL": kill}
        if self.database:
            environment["SIGNET_CLOUD_DATABASE"] = self.database
        command, pipe = [sys.executable, "main.py", *words], subprocess.PIPE
        with nullcontext() if self.log is None else self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=pipe, stderr=log, text=True)
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())["address"]

    def end(self) -> int:
        """The exit status after it was asked to end, or had died."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None
        return status


@pytest.fixture
def program(tmp_path: Path, database_url: str | None) -> Iterator[Program]:
    program = Program(tmp_path, database_url)
    yield program
    if program.process is not None:
        program.end()


class Remote(Cloud):
    """The cloud of another process, by the same words."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.connector: aiohttp.TCPConnector | None = None

    @property
    def now(self) -> int:
        return now_ms()

    async def start(self, kill: str = "") -> None:
        self.address = self.program.start(kill)
        self.http = aiohttp.ClientSession(self.address, connector=self.connector)

    async def stop(self) -> None:
        await self.http.close()
        self.status = self.program.end()


@pytest.mark.slow
async def test_it_says_where_it_listens_and_ends_when_asked(program: Program) -> None:
    remote = Remote(program)
    await remote.start()
    assert remote.address.startswith("http://127.0.0.1:")
    owner = await remote.organization("19900000001")
    channel = await remote.http.ws_connect("/v1/live", headers=owner.headers)
    await channel.receive()
    remote.status = remote.program.end()
    assert remote.status == 0
    await channel.close()
    await remote.http.close()


def template(owner: Person) -> AddTemplate:
    return AddTemplate(id=new_id(), name="a", approvers=[owner.member])


@pytest.mark.slow
@pytest.mark.parametrize("point", ["push_before_commit", "push_after_commit"])
async def test_an_act_whose_answer_never_came_is_pushed_again_and_done_once(program: Program, point: str) -> None:
    remote = Remote(program)
    await remote.start(f"{point}:2")
    owner = await remote.organization("19900000001")
    await owner.push()
    act = owner.signed(template(owner))
    with pytest.raises(aiohttp.ClientError):
        await owner.push(act)
    await remote.stop()
    assert remote.status == 9
    await remote.start()
    kept = len((await pull_all(owner, Replica())).of(Template))
    assert kept == (1 if point == "push_after_commit" else 0)
    assert (await owner.push(act)).verdicts[0].done
    owner.cursors.clear()
    replica = await pull_all(owner)
    assert (len(replica.of(Template)), len(replica.of(Member))) == (1, 1)
    await remote.stop()
    assert remote.status == 0


@pytest.mark.slow
async def test_a_file_is_finished_after_the_power_went(program: Program) -> None:
    remote = Remote(program)
    await remote.start("file_before_rename")
    owner = await remote.organization("19900000001")
    path = f"/v1/files/{owner.organization}/{SHA256}"
    with pytest.raises(aiohttp.ClientError):
        await owner.request("PUT", path, CONTENT)
    await remote.stop()
    await remote.start()
    async with remote.http.head(path, headers=owner.headers) as answer:
        assert answer.headers["Upload-Offset"] == str(len(CONTENT))
    await owner.request("PUT", path, b"", params={"offset": len(CONTENT), "total": len(CONTENT)})
    assert list((program.folder / "data" / "incoming").iterdir()) == []
    await remote.stop()


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 1
    return capsys.readouterr().err


def test_a_demo_root_needs_the_demo(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "--data", str(program.folder / "data"), "--maker-root", str(program.root))
    assert "marked demo" in said
    assert not (program.folder / "data").exists()


def test_a_port_that_is_taken(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    with listen(0) as taken:
        port = str(taken.getsockname()[1])
        words = ["--data", str(program.folder), "--maker-root", str(program.root), "--demo", "--port", port]
        assert f"port {port} cannot be used" in refused(capsys, *words)


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--data"],
        ["--port", "x"],
        ["--port", "65536"],
        ["--lease", "-4"],
        ["--lease", "0"],
        ["--lease", "604801"],
        ["--nonsense"],
        ["--data", "d", "--maker-root"],
    ],
)
def test_a_wrong_option_gets_one_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "value"), [("WEBHOOK_HOSTS", "erp.lan"), ("SMS_TEMPLATES", '{"code": geheim')])
def test_a_setting_that_should_be_json_gets_one_sentence_without_what_was_said(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"SIGNET_CLOUD_{name}", value)
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(tmp_path), "--maker-root", str(tmp_path / "root")])
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"main.py cloud: error: SIGNET_CLOUD_{name}: Input should be JSON\n"


def test_points_do_nothing_unless_the_environment_names_them() -> None:
    faults.point("push_before_commit")
