"""Finding a cloud at an address that somebody typed."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.services.cloud_choice import OtherCloud, find
from app.sync.address import NotSecure
from app.sync.errors import Offline, ProblemError
from protocol.pairing import fingerprint, pairing
from tests.cloud.world import Cloud


async def test_a_cloud_is_found_and_compared(cloud: Cloud) -> None:
    key = cloud.service.keys.platform.public
    found = await find(f" {cloud.address}/ ")
    assert (found.address, found.fingerprint, found.compared, found.demo) == (
        cloud.address,
        fingerprint(key),
        False,
        True,
    )
    assert (await find(pairing(cloud.address, key).lower())).compared


async def test_another_one_than_was_said_is_told(cloud: Cloud) -> None:
    with pytest.raises(OtherCloud) as other:
        await find(pairing(cloud.address, bytes(32)))
    assert str(other.value) == fingerprint(cloud.service.keys.platform.public)


@pytest.mark.parametrize("typed", ["", "   ", "ftp://example.com", "https://", "signet.example.com#12", "https://[1"])
async def test_what_is_no_address_is_told(typed: str) -> None:
    with pytest.raises(ValueError):
        await find(typed)


async def test_elsewhere_only_over_tls() -> None:
    with pytest.raises(NotSecure):
        await find("http://signet.example.com")


@pytest.fixture
async def elsewhere() -> AsyncIterator[str]:
    """Something else listens there."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n<html></html>")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


async def test_nobody_or_somebody_else_there_is_told(elsewhere: str) -> None:
    with pytest.raises(ProblemError) as refused:
        await find(elsewhere)
    assert refused.value.code == "update_needed"
    with pytest.raises(Offline):
        await find("http://127.0.0.1:9")
