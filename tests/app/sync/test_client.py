"""Whose fault is it? The client against the real cloud, and against somebody in its place who talks nonsense."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import msgspec
import pytest
import zstandard
from aiohttp import web

from app.models.pages import OtherSchema
from app.sync.client import Client
from app.sync.errors import Offline, ProblemError, SignedOut
from app.sync.pull import MAX_PAGE_BYTES, read_page
from protocol.sync import Push, SignedAct
from tests.app.console import Console
from tests.app.examples import page
from tests.cloud.world import Cloud, Person

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def speaking(handler: Handler) -> AsyncIterator[Client]:
    """A client of whoever answers so."""
    server = web.Application()
    server.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(server)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    client = Client(f"http://{host}:{port}")
    try:
        yield client
    finally:
        await client.close()
        await runner.cleanup()


def answering(status: int, body: bytes) -> Handler:
    async def handler(_request: web.Request) -> web.Response:
        return web.Response(status=status, body=body)

    return handler


async def test_nobody_there_is_offline(cloud: Cloud) -> None:
    client = Client(cloud.address)
    await cloud.stop()
    with pytest.raises(Offline):
        await client.platform()
    with pytest.raises(SignedOut):
        await client.certificate("x")
    await client.close()
    await cloud.start()


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_gateway_without_its_cloud_is_offline(status: int) -> None:
    async with speaking(answering(status, b"<html>bad gateway</html>")) as client:
        with pytest.raises(Offline):
            await client.platform()


async def test_a_cloud_that_hangs_up_is_offline() -> None:
    async def handler(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async with speaking(handler) as client:
        with pytest.raises(Offline):
            await client.ask_code("19900000001")


@pytest.mark.parametrize(
    ("status", "body", "code", "again"),
    [
        (404, b'{"code":"not_found","sentence":"x"}', "not_found", False),
        (429, b'{"code":"codes_too_often","sentence":"x"}', "codes_too_often", True),
        (500, b'{"code":"internal","sentence":"x"}', "internal", True),
        (404, b"nothing here", "malformed", False),
        (302, b"", "malformed", False),
        (200, b"<html>sign in to this network</html>", "update_needed", True),
    ],
)
async def test_what_is_refused_is_told_apart(status: int, body: bytes, code: str, again: bool) -> None:
    async with speaking(answering(status, body)) as client:
        with pytest.raises(ProblemError) as refused:
            await client.platform()
    assert (refused.value.code, refused.value.worth_repeating) == (code, again)


async def test_the_clouds_sentences_are_in_the_language_of_the_screens(cloud: Cloud) -> None:
    for language, expected in (("zh-CN", "手机号格式不正确。"), ("en", "This is not a phone number.")):
        client = Client(cloud.address, language=lambda: language)  # noqa: B023
        with pytest.raises(ProblemError) as refused:
            await client.ask_code("12")
        assert refused.value.sentence == expected
        await client.close()


async def test_a_bad_body_is_said_by_the_cloud(pc: Console, owner: Person) -> None:
    with pytest.raises(ProblemError) as refused:
        await pc.client.push(Push(stream="s", acts=[SignedAct(body=b"rubbish", signature=b"")]))
    assert refused.value.code == "malformed"
    with pytest.raises(ProblemError) as refused:
        await pc.client.pull(owner.organization, "s", "rubbish")
    assert refused.value.code == "malformed"
    with pytest.raises(ProblemError) as refused:
        await pc.client.send_slice("GL2026000001", b"rubbish")
    assert refused.value.code in ("malformed", "not_found")


def test_a_page_that_cannot_be_read_is_of_another_version() -> None:
    good = msgspec.json.encode(page())
    pack = zstandard.ZstdCompressor().compress
    assert read_page(pack(good)) == page()
    for bad in (b"", b"rubbish", good, pack(b"{}"), pack(good)[:-3], pack(bytes(MAX_PAGE_BYTES + 1))):
        with pytest.raises(OtherSchema):
            read_page(bad)


async def test_a_file_that_is_not_what_was_asked_for_is_not_taken() -> None:
    async with speaking(answering(200, b"something else")) as client:
        client.use("token")
        with pytest.raises(ProblemError) as refused:
            await client.fetch_file("x", "0" * 64)
    assert refused.value.code == "file_does_not_match"
