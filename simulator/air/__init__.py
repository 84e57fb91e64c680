"""The virtual radio: one process in which the Bluetooth chips of seals and consoles hear each other.

Every program (a seal, a console) attaches by TCP and has a chip of its own for as long as its connection lives; what
runs over the connection is HCI, as between any computer and its Bluetooth chip.
"""

import asyncio
import logging

from bumble.transport.common import PacketParser

from simulator.air.chip import Chip, Ether
from simulator.air.path import Conditions, Fault, Mischief

__all__ = ["Air", "Conditions", "Fault", "Mischief"]

logger = logging.getLogger(__name__)

_HIGH_WATER = 64 * 1024
"""Bytes that wait for a slow program before those who send to it have to wait as well: a quarter of a thousand frames,
so that nobody who reads at all ever feels it."""


class Air:
    """The accept loop; any number of programs may come, go and die."""

    def __init__(self) -> None:
        self._ether = Ether()
        self._server: asyncio.Server | None = None
        self._clients: set[_Client] = set()

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """OSError if the port is taken. Port 0: a free one, see `address`."""
        self._server = await asyncio.get_running_loop().create_server(
            lambda: _Client(self._ether, self._clients), host, port
        )

    @property
    def address(self) -> tuple[str, int]:
        """Host and port where programs attach."""
        assert self._server is not None, "start it first"
        host, port = self._server.sockets[0].getsockname()[:2]
        return host, port

    @property
    def programs(self) -> int:
        """How many are attached."""
        return len(self._clients)

    def set_conditions(self, conditions: Conditions) -> None:
        """From now on, for all links; sizes were agreed when a link began."""
        self._ether.conditions = conditions

    def disturb(self, fault: Fault, at: int, delay_s: float = 0.0) -> Mischief:
        """Let it befall the `at`-th frame from now on, in place of what was to befall before; `at` 0: only count."""
        self._ether.mischief = mischief = Mischief(fault, at, delay_s)
        return mischief

    async def stop(self) -> None:
        """Everybody loses the radio."""
        if self._server is None:
            return
        self._server.close()
        for client in list(self._clients):
            client.hang_up()
        await self._server.wait_closed()
        self._server = None


class _Client(asyncio.Protocol):
    """One program on the air."""

    def __init__(self, ether: Ether, clients: "set[_Client]") -> None:
        self._ether = ether
        self._clients = clients

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.set_write_buffer_limits(high=_HIGH_WATER)
        self._transport = transport
        host, port = transport.get_extra_info("peername")[:2]
        self._chip = Chip(f"{host}:{port}", self._ether, host=self)
        self._parser = PacketParser(_Guard(self))
        self._clients.add(self)
        logger.info("%s is on the air", self._chip.name)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except Exception:
            logger.exception("%s does not speak HCI", self._chip.name)
            self.hang_up()

    def take(self, packet: bytes) -> None:
        """From the program to its chip. What the chip cannot take ends this program's visit, not the radio."""
        try:
            self._chip.on_packet(packet)
        except Exception:
            logger.exception("%s sent what its chip cannot take", self._chip.name)
            self.hang_up()

    def on_packet(self, packet: bytes) -> None:
        """From the chip to its program."""
        if not self._transport.is_closing():
            self._transport.write(packet)

    def pause_writing(self) -> None:
        self._chip.congest(True)

    def resume_writing(self) -> None:
        self._chip.congest(False)

    def hang_up(self) -> None:
        self._transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        logger.info("%s left the air", self._chip.name)
        self._chip.leave()
        self._clients.discard(self)


class _Guard:
    """bumble's parser logs and forgets what its sink raises: so the sink must not."""

    def __init__(self, client: _Client) -> None:
        self.on_packet = client.take
