"""Where the name of a webhook leads, asked of this computer, and nothing inside. Loaded with the first delivery."""

import asyncio
import socket
from collections.abc import Collection
from concurrent.futures import Executor
from functools import partial
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from cloud.webhooks.addresses import NotThere, is_outside

_PLAIN = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class Names(AbstractResolver):
    """Asks this computer where names lead, in threads of its own: one whose servers keep silent, as its owner may wish,
    holds nothing up but others like it."""

    def __init__(self, threads: Executor) -> None:
        self._threads = threads

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        ask = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        return [
            ResolveResult(hostname=host, host=str(where[0]), port=port, family=family, proto=protocol, flags=_PLAIN)
            for family, _, protocol, _, where in found
        ]

    async def close(self) -> None:
        """The threads are for others, too."""


class Resolver(AbstractResolver):
    """Leads nowhere inside. `allowed`: hosts of an office's own network that its settings name; `led`: addresses to
    which they have led."""

    def __init__(self, allowed: Collection[str], inner: AbstractResolver) -> None:
        self._allowed = frozenset(allowed)
        self._inner = inner
        self.led = set(allowed)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises `NotThere` if any of its addresses is inside: who has one in his name means it."""
        found = await self._inner.resolve(host, port, family)
        if host in self._allowed:
            self.led.update(each["host"] for each in found)
        elif not all(is_outside(each["host"]) for each in found):
            raise NotThere(host)
        return found

    async def close(self) -> None:
        await self._inner.close()

    def socket_to(self, address: Any) -> socket.socket:
        """A socket for an address that is about to be connected to, as `getaddrinfo` tells it, whoever has read it out
        of whatever. Raises `NotThere`."""
        family, kind, protocol, _, where = address
        if str(where[0]) not in self.led and not is_outside(str(where[0])):
            raise NotThere(str(where[0]))
        return socket.socket(family, kind, protocol)
