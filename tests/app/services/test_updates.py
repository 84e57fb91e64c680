"""Whether there is a newer version: asked where the deployment says, and believed only as agreed."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.services.updates import LARGEST, VARIABLE, Release, is_newer, look, updates_address

PAGE = "https://signet.example.com/new"


@asynccontextmanager
async def told(body: bytes, status: str = "200 OK", heard: list[str] | None = None) -> AsyncIterator[str]:
    """A server that answers so."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        if heard is not None:
            heard.append(asked.decode())
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nLocation: /other\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def release(version: object = "0.2.0", page: object = PAGE) -> bytes:
    return json.dumps({"version": version, "page": page, "more": 1}).encode()


async def test_a_newer_version_is_told_and_nothing_of_this_console() -> None:
    heard: list[str] = []
    async with told(release(), heard=heard) as address:
        assert await look(address, "0.1.0") == Release("0.2.0", PAGE)
    assert len(heard) == 1
    assert "cookie" not in heard[0].lower()
    assert "0.1.0" not in heard[0]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (release("0.1.0"), "200 OK"),
        (release("0.0.9"), "200 OK"),
        (release("soon"), "200 OK"),
        (release(2), "200 OK"),
        (release(page="http://signet.example.com"), "200 OK"),
        (release(page="file:///etc/passwd"), "200 OK"),
        (b"<html>", "200 OK"),
        (b"\xff" * 10, "200 OK"),
        (b" " * LARGEST + release(), "200 OK"),
        (release(), "404 Not Found"),
        (release(), "302 Found"),
    ],
)
async def test_what_is_not_as_agreed_tells_nothing(body: bytes, status: str) -> None:
    async with told(body, status) as address:
        assert await look(address, "0.1.0") is None


async def test_where_nobody_answers_nothing_is_told() -> None:
    assert await look("http://127.0.0.1:9", "0.1.0") is None


@pytest.mark.parametrize(
    ("version", "than", "newer"),
    [
        ("0.2.0", "0.1.9", True),
        ("0.10", "0.9.9", True),
        ("1", "0.99.99", True),
        ("0.1.0.1", "0.1", True),
        ("0.1", "0.1.0", False),
        ("0.1.0", "0.1.0", False),
        ("1.0rc1", "0.1", False),
        ("", "0.1", False),
        ("1.0", "", False),
        ("９.0", "0.1", True),
    ],
)
def test_versions_are_compared_by_their_numbers(version: str, than: str, newer: bool) -> None:
    assert is_newer(version, than) is newer


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("", ""),
        (" https://signet.example.com/newest.json ", "https://signet.example.com/newest.json"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://signet.example.com", ""),
        ("signet", ""),
    ],
)
def test_only_a_safe_address_is_asked(given: str, address: str) -> None:
    assert updates_address({VARIABLE: given}) == address
