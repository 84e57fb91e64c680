"""The one address: nginx with the deployment's site before two processes; TLS; names; figures; what the log tells."""

import asyncio
import json
import re
import ssl
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest

from cloud.main import main
from cloud.service import now_ms
from domain.ids import new_id
from domain.members import AddMember
from domain.organization import Role
from tests import nginx
from tests.cloud.several import Several, free_port, until_it_writes
from tests.cloud.test_files import CONTENT, path
from tests.cloud.test_main import Program, Remote
from tests.cloud.test_several import names, poke, template, until_poked
from tests.cloud.test_turn import on_postgresql
from tests.cloud.world import Cloud, Person, Problem, running

needs_nginx = pytest.mark.skipif(nginx.program() is None, reason=nginx.MISSING)


class Front(Cloud):
    """What people reach, by the same words as a cloud."""

    def __init__(self, several: Several, before: nginx.Nginx) -> None:
        self.several, self.nginx = several, before

    async def open(self) -> None:
        self.address = self.nginx.address
        self.http = aiohttp.ClientSession(self.address, connector=aiohttp.TCPConnector(ssl=self.nginx.trust()))

    @property
    def now(self) -> int:
        return now_ms()


@pytest.fixture
async def front(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Front]:
    for name, value in {"PROXY": "127.0.0.1", "HOSTS": nginx.NAME, "LOG": "json", "CODES_PER_ADDRESS": "100"}.items():
        monkeypatch.setenv(f"SIGNET_CLOUD_{name}", value)
    several = Several(tmp_path, database_url)
    several.log = tmp_path / "log.json"
    ports = [free_port(), free_port()]
    front = Front(several, nginx.Nginx(tmp_path / "nginx", ports))
    try:
        for port in ports:
            await several.start(port=port)
        await front.nginx.start()
        await front.open()
        yield front
        await front.http.close()
    finally:
        await front.nginx.stop()
        await several.stop()


@on_postgresql
@needs_nginx
@pytest.mark.slow
async def test_behind_one_address_one_is_killed_and_nobody_has_to_know(front: Front) -> None:
    owner = await front.organization("19900000001")
    live = await front.http.ws_connect("/v1/live", headers=owner.headers)
    await poke(live, owner)
    await owner.done(template(owner))
    await until_poked(live, owner, (await owner.pull()).rev)
    await front.several.kill(front.several.all[0])
    act = owner.signed(template(owner))
    for _ in range(3):  # what was on its way when it died is told to come again, as a console does
        try:
            verdicts = (await owner.push(act)).verdicts
            break
        except (Problem, aiohttp.ClientError):
            continue
    assert verdicts[0].done
    await until_it_writes(front.several.all[0])
    await owner.request("PUT", path(owner), CONTENT)
    assert await names(owner) == 2
    async with front.http.put(path(owner), data=BytesIO(b"x" * (25 << 20)), headers=owner.headers) as answer:
        assert answer.status == 413
    for closed in ("/metrics", "/v1/operator"):
        async with front.http.get(closed) as answer:
            assert answer.status == 404
    async with front.http.get("/healthz", headers={"Host": "elsewhere.example"}) as answer:
        assert answer.status == 400
    await live.close()


SECRET = re.compile(r"1990000\d{4}|王主任|张三|示例公司|Bearer|eyJ[\w-]+\.|postgresql\+?\w*://|\d+\.\d+\.\d+\.\d+")


@on_postgresql
@needs_nginx
@pytest.mark.slow
async def test_the_log_is_json_and_tells_of_nobody(front: Front, tmp_path: Path) -> None:
    """Signing in, people, files, what is refused, a kill: no number, name, code, word or address of anybody."""
    owner = await front.organization("19900000001")
    member = new_id()
    await owner.done(AddMember(id=member, name="张三", phone="19900000002", role=Role.MEMBER))
    code = await front.code("19900000002")
    async with front.http.post("/v1/sign-in", data=b'{"phone": "19900000002", "code": "000000"}') as answer:
        assert answer.status == 400
    await front.organization("19900000003")
    with pytest.raises(Problem):
        await owner.request("PUT", path(owner), b"no such hash")
    live = await front.http.ws_connect("/v1/live", headers=owner.headers)
    await poke(live, owner)
    await owner.request("POST", "/v1/sign-out")
    await live.close()
    await front.several.kill(front.several.all[0])
    await until_it_writes(front.several.all[0])
    await front.several.stop()
    said = (tmp_path / "log.json").read_text("utf-8")
    lines = [json.loads(line) for line in said.splitlines()]
    assert {"at", "level", "logger", "message", "process"} <= set(lines[0])
    assert any("writes from now on" in line["message"] for line in lines)
    assert not SECRET.findall(said)
    assert code not in said
    assert owner.organization not in said


async def test_figures_for_whoever_watches(tmp_path: Path) -> None:
    async with running(tmp_path, metrics_port=0) as cloud:
        owner = await cloud.organization("19900000001")
        await owner.push(owner.signed(template(owner)))
        with pytest.raises(Problem):
            await owner.push(owner.signed(template(owner), seq=9))
        at = f"http://127.0.0.1:{cloud.app.state.metrics_port}/metrics"
        async with aiohttp.ClientSession() as http, http.get(at) as answer:
            text = await answer.text()
        async with cloud.http.get("/metrics") as answer:
            assert answer.status == 404
    assert 'signet_answers_total{route="POST /v1/push",status="200"} 1.0' in text
    assert 'signet_answers_total{route="POST /v1/push",status="409"} 1.0' in text
    assert 'signet_answer_seconds_bucket{le="0.25",route="POST /v1/push"}' in text
    assert "signet_writes 1.0" in text
    assert "process_resident_memory_bytes" in text
    assert owner.organization not in text


async def test_tls_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, key = nginx.certificate(tmp_path)
    program = Program(tmp_path, None, "--host", "0.0.0.0", "--tls-certificate", str(own), "--tls-key", str(key))
    remote = Remote(program)
    try:
        address = await asyncio.to_thread(program.start)
        assert address.startswith("https://0.0.0.0:")
        trust = ssl.create_default_context(cafile=own)
        remote.address = address.replace("0.0.0.0", "127.0.0.1")
        remote.http = aiohttp.ClientSession(remote.address, connector=aiohttp.TCPConnector(ssl=trust))
        owner: Person = await remote.organization("19900000001")
        await owner.done(template(owner))
        await remote.http.close()
    finally:
        assert program.end() == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--host", "0.0.0.0"], "0.0.0.0 is reached from elsewhere: it needs --tls-certificate and --tls-key"),
        (["--host", "::"], ":: is reached from elsewhere"),
        (["--tls-certificate", "nowhere", "--tls-key", "nowhere"], "certificate and key for TLS cannot be read"),
        (["--several", "--port", "8001"], "several processes need a PostgreSQL"),
    ],
)
def test_what_would_not_be_safe_is_refused(
    tmp_path: Path, words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    program = Program(tmp_path, None)
    given = ["--data", str(tmp_path / "data"), "--maker-root", str(program.root), "--demo", *words]
    assert main(given) == 1
    assert why in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
