"""The service as a whole: what it trusts, whom it answers, how it says that something failed."""

import base64
import json
from pathlib import Path

import msgspec
import pytest

from cloud import app, files, retention
from cloud.http import prefers_chinese
from cloud.post import Post
from cloud.seals.binding import read_identity
from cloud.settings import Settings
from cloud.uploads import Uploads
from protocol import certificates, sync
from protocol.certificates import Identity, Root
from protocol.errors import Untrusted
from protocol.keys import SigningKey
from protocol.sync import Platform
from tests.cloud.world import JSON, Cloud, Person, Problem, maker, running
from tests.waiting import until

published = SigningKey(bytes([1]) * 32)  # the maker of the specification's test vectors


def root(demo: bool, key: SigningKey = maker) -> bytes:
    return certificates.issue(Root("tests", key.public, demo), key)


def test_a_root_that_is_marked_demo_is_for_the_demo() -> None:
    assert app.trusted_root(root(demo=True), demo=True).demo
    assert not app.trusted_root(root(demo=False), demo=False).demo
    with pytest.raises(app.CannotStart, match="marked demo"):
        app.trusted_root(root(demo=True), demo=False)


def test_a_published_maker_is_for_the_demo() -> None:
    assert app.trusted_root(root(demo=False, key=published), demo=True)
    with pytest.raises(app.CannotStart, match="published"):
        app.trusted_root(root(demo=False, key=published), demo=False)


async def test_outside_the_demo_nobody_comes_with_a_published_key(tmp_path: Path, database_url: str | None) -> None:
    async with running(tmp_path, database=database_url, demo=False) as cloud:
        body = sync.SignIn(phone="19900000009", code="0", console_name="PC", signing=published.public, static=bytes(32))
        with pytest.raises(Problem, match="403 untrusted"):
            await cloud.request("POST", "/v1/sign-in", body)
        identity = certificates.issue(Identity("GL2026000001", "GL", published.public, bytes(32)), maker)
        with pytest.raises(Untrusted):
            read_identity(cloud.service, identity)
        cloud.service.keys.make_authority("o")
        keys = cloud.settings.data / app.KEY_FILE
        content = msgspec.json.decode(keys.read_bytes())
        content["authorities"]["o"]["signing"] = base64.b64encode(published.secret).decode()
        keys.write_bytes(msgspec.json.encode(content))
    with pytest.raises(app.CannotStart, match="key file is published"):
        app.create(cloud.settings)


@pytest.mark.parametrize("data", [b"", b"x", certificates.issue(Root("x", maker.public, demo=True), published)])
def test_what_is_no_root_is_refused(data: bytes) -> None:
    with pytest.raises(app.CannotStart, match="not a signed root"):
        app.trusted_root(data, demo=True)


def test_a_root_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(app.CannotStart, match="cannot be read"):
        app.create(Settings(data=tmp_path, maker_root=tmp_path / "none"))


def test_mail_without_a_sender_is_said_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "root").write_bytes(root(demo=True))
    with pytest.raises(app.CannotStart, match="SMTP_FROM"):
        app.create(Settings(data=tmp_path, maker_root=tmp_path / "root", demo=True, smtp_host="localhost"))


async def test_the_platform_tells_whom_it_trusts(cloud: Cloud) -> None:
    said = await cloud.ask(Platform, "GET", "/v1/platform")
    assert certificates.read_root(said.root) == Root("tests", maker.public, demo=True)
    assert (said.platform, said.demo, said.schema) == (cloud.service.keys.platform.public, True, sync.SCHEMA)


async def test_it_is_healthy(cloud: Cloud) -> None:
    said = {"ok": True, "schema": sync.SCHEMA, "role": "alone", "wrong": []}
    assert json.loads(await cloud.request("GET", "/healthz")) == said


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/v1/nothing", 404),
        ("GET", "/docs", 404),
        ("GET", "/openapi.json", 404),
        ("GET", "/v1/push", 405),
        ("DELETE", "/v1/pull", 405),
    ],
)
async def test_what_is_not_there_is_a_problem_as_well(cloud: Cloud, method: str, path: str, status: int) -> None:
    with pytest.raises(Problem) as refused:
        await cloud.request(method, path)
    assert (refused.value.status, refused.value.code) == (status, "not_found")


async def test_another_name_for_this_computer_is_not_answered(cloud: Cloud) -> None:
    for host, status in (("evil.example", 400), ("localhost", 200), ("127.0.0.1:80", 200)):
        async with cloud.http.get("/healthz", headers={"Host": host}) as answer:
            assert answer.status == status


async def test_a_fault_of_ours_is_internal_and_tells_nothing(
    cloud: Cloud, owner: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from cloud.store import people

    secret = owner.signed_in.access

    def explode(*_anything: object) -> None:
        raise RuntimeError(secret)

    monkeypatch.setattr(people, "speaking", explode)
    with pytest.raises(Problem, match="500 internal") as refused:
        await owner.pull()
    assert secret not in refused.value.said.sentence
    assert "GET /v1/pull: RuntimeError" in caplog.text
    assert secret not in caplog.text
    monkeypatch.undo()
    await owner.pull()


@pytest.mark.parametrize(
    "path", ["/v1/sign-in/code", "/v1/sign-in", "/v1/sign-in/refresh", "/demo/organizations", "/demo/seals"]
)
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"phone":1}', b"\xff", b'{"phone":"\\ud800"}'])
async def test_bodies_that_do_not_fit_are_malformed(cloud: Cloud, path: str, body: bytes) -> None:
    with pytest.raises(Problem, match="400 malformed"):
        await cloud.request("POST", path, body, headers=JSON)


@pytest.mark.parametrize("path", ["/v1/sign-in/code", "/v1/sign-in", "/v1/sign-in/refresh"])
async def test_bodies_that_are_too_long_are_not_read(cloud: Cloud, path: str) -> None:
    with pytest.raises(Problem, match="413 too_large"):
        await cloud.request("POST", path, b'{"phone":"' + b"1" * 70_000 + b'"}')


@pytest.mark.parametrize(
    ("header", "chinese"),
    [("", True), ("zh", True), ("en-US,en;q=0.9,zh", False), ("zh-CN,zh;q=0.9", True), ("fr,en", False), ("de", True)],
)
def test_the_language_of_the_sentences(header: str, chinese: bool) -> None:
    assert prefers_chinese(header) is chinese


async def test_the_demos_doors_are_not_there_otherwise(tmp_path: Path, database_url: str | None) -> None:
    async with running(tmp_path, database=database_url, demo=False) as cloud:
        for method, path in (("GET", "/demo/inbox"), ("POST", "/demo/organizations"), ("POST", "/demo/seals")):
            with pytest.raises(Problem, match="404 not_found"):
                await cloud.request(method, path)


async def test_the_inbox_is_a_page_for_a_person(cloud: Cloud) -> None:
    code = await cloud.code("19900000009")
    page = await cloud.request("GET", "/demo/inbox", headers={"Accept": "text/html"})
    assert code.encode() in page
    assert "登录".encode() in page


async def test_a_web_page_of_somebody_else_cannot_seed(cloud: Cloud) -> None:
    body = {"name": "x", "owner": "y", "phone": "19900000009"}
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        with pytest.raises(Problem, match="400 malformed"):
            await cloud.request("POST", "/demo/organizations", body, headers={"Content-Type": kind})
    with pytest.raises(Problem, match="422 phone_wrong"):
        await cloud.request("POST", "/demo/organizations", {**body, "phone": "1"}, headers=JSON)


async def test_it_goes_on_after_a_restart(tmp_path: Path, database_url: str | None) -> None:
    async with running(tmp_path, database=database_url) as cloud:
        owner = await cloud.organization("19900000001")
        before = await owner.pull(cursor="")
        await cloud.stop()
        await cloud.start()
        assert await owner.pull(cursor="") == before


async def test_what_cannot_be_cleared_away_now_keeps_nothing_else_back(
    tmp_path: Path, database_url: str | None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither this time nor the next: retention went with a temporary file that had just been finished."""
    called: list[str] = []

    def failing(name: str):
        async def work(*_args: object) -> None:
            called.append(name)
            raise OSError(name)

        return work

    def no_list(*_args: object) -> None:
        called.append("incoming")
        raise FileNotFoundError

    monkeypatch.setattr(app, "CLEAR_EVERY_S", 0.05)
    monkeypatch.setattr(Uploads, "clear", no_list)
    monkeypatch.setattr(Post, "clear", failing("post"))
    monkeypatch.setattr(retention, "sweep", failing("retention"))
    monkeypatch.setattr(files, "clear", failing("files"))
    async with running(tmp_path, database=database_url):
        await until(lambda: len(called) >= 8)
    assert called[:8] == ["incoming", "post", "retention", "files"] * 2
    assert "FileNotFoundError" in caplog.text
