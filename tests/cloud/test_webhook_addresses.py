"""Where a webhook may go: which addresses are out in the world, and where names lead."""

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from cloud.webhooks.addresses import NotThere, is_inside, is_outside
from cloud.webhooks.resolving import Names, Resolver

INSIDE = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0"),
    *("224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.0.192", "168.63.129.16", "198.18.0.1", "::1", "::"),
    *("fe80::1", "fe80::1%eth0", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1", "2002:7f00:1::"),
    *("2001:0:4136:e378::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "fec0::1", "nonsense", ""),
)


def test_which_addresses_are_out_in_the_world() -> None:
    assert [each for each in INSIDE if is_outside(each)] == []
    assert all(map(is_outside, ("8.8.8.8", "114.114.114.114", "2606:4700::1111", "::ffff:8.8.8.8")))


def test_which_hosts_say_by_themselves_that_they_are_inside() -> None:
    inside = ("localhost", "erp", "erp.local", "a.internal", "LOCALHOST.", "10.0.0.1", "::1", "2130706433", "0x7f.1")
    assert all(map(is_inside, (*inside, "127.1", "x.0x7f000001", "db.corp")))
    assert not any(map(is_inside, ("erp.example.com", "8.8.8.8", "example.cn.", "local.example.com")))


class Lying(AbstractResolver):
    """A name that leads somewhere else each time it is asked."""

    def __init__(self, *found: str) -> None:
        self.found = list(found)

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host=each, port=port, family=2, proto=0, flags=0) for each in self.found]

    async def close(self) -> None:
        pass


async def test_one_address_inside_among_others_is_one_too_many() -> None:
    with pytest.raises(NotThere):
        await Resolver((), Lying("8.8.8.8", "10.0.0.1")).resolve("hooks.example.com")
    assert len(await Resolver((), Lying("8.8.8.8")).resolve("hooks.example.com")) == 1
    office = Resolver(("erp.lan",), Lying("10.0.0.1"))
    assert len(await office.resolve("erp.lan")) == 1
    office.socket_to((2, 1, 6, "", ("10.0.0.1", 443))).close()
    with pytest.raises(NotThere):
        Resolver(("erp.lan",), Lying("10.0.0.1")).socket_to((2, 1, 6, "", ("10.0.0.1", 443)))


async def test_a_name_whose_servers_keep_silent_holds_up_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read and passwords compared in the threads of this loop."""
    silence, plain = threading.Event(), socket.getaddrinfo

    def asked(host: Any, *more: Any, **named: Any) -> Any:
        assert host == "127.0.0.1" or silence.wait(30)
        return plain("127.0.0.1", *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", asked)
    with ThreadPoolExecutor(2) as threads:
        names = Names(threads)
        waiting = [asyncio.create_task(names.resolve("silent.example.com", 443)) for _ in range(50)]
        try:
            async with asyncio.timeout(10):
                assert await asyncio.to_thread(int, "1") == 1
        finally:
            silence.set()
        (found,), *_ = await asyncio.gather(*waiting)
    assert (found["host"], found["port"], found["family"]) == ("127.0.0.1", 443, socket.AF_INET)
