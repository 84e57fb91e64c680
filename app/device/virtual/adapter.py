"""The console's chip on the virtual radio."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakError,
    BleakGATTProtocolError,
)
from bleak.uuids import normalize_uuid_str
from bumble import att, hci
from bumble.core import UUID, BaseBumbleError
from bumble.device import Advertisement, Connection, Device, DeviceConfiguration
from bumble.host import Host
from bumble.transport.common import Transport
from bumble.transport.tcp_client import open_tcp_client_transport

T = TypeVar("T")

ANSWER_WITHIN_S = 5.0
"""A chip of the virtual radio answers in milliseconds; after this the radio's process is taken for dead."""


class Adapter:
    """The console's chip on the virtual radio, shared by scanners and clients.

    Attached at first use, and again when the radio's process went and came back.
    """

    def __init__(self, host: str, port: int) -> None:
        self._place = f"{host}:{port}"
        self._opening: asyncio.Future[Device] | None = None
        self._transport: Transport | None = None
        self._connecting = asyncio.Lock()
        self._switching = asyncio.Lock()
        self._ears: set[Callable[[Advertisement], None]] = set()

    async def device(self) -> Device:
        """The host of the chip. BleakBluetoothNotAvailableError if there is no radio."""
        if self._opening is None or (self._opening.done() and self.is_lost):
            self._opening = asyncio.ensure_future(self._open())
            # Whoever asked may be gone by then: its error must not count as forgotten.
            self._opening.add_done_callback(lambda done: done.cancelled() or done.exception())
        opening = self._opening
        await asyncio.wait({opening})
        return opening.result()

    async def _open(self) -> Device:
        await self._leave()
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                self._transport = await open_tcp_client_transport(self._place)
                config = DeviceConfiguration(name="Signet", address=hci.Address.generate_static_address())
                device = Device(config=config, host=Host(self._transport.source, self._transport.sink))
                await device.power_on()
        except (BaseBumbleError, OSError) as error:
            await self._leave()
            raise BleakBluetoothNotAvailableError(
                f"there is no virtual radio at {self._place}", BleakBluetoothNotAvailableReason.NO_BLUETOOTH
            ) from error
        device.on(device.EVENT_ADVERTISEMENT, self._pass_on)
        return device

    @property
    def is_lost(self) -> bool:
        """True if the radio's process has gone, or was never there."""
        return self._transport is None or self._transport.source.terminated.done()

    async def lost(self) -> None:
        """Returns when the radio that is in use now has gone."""
        if self._transport is not None:
            await asyncio.wait({self._transport.source.terminated})

    async def hear(self, ear: Callable[[Advertisement], None]) -> None:
        """Pass on what is advertised, until `leave_off`. Only active scanning: the names come no other way."""
        device = await self.device()
        self._ears.add(ear)
        await self._switch(device)

    async def leave_off(self, ear: Callable[[Advertisement], None]) -> None:
        """Undo `hear`."""
        self._ears.discard(ear)
        if not self.is_lost:
            await self._switch(await self.device())

    async def _switch(self, device: Device) -> None:
        async with self._switching:
            if self._ears and not device.is_scanning:
                await unbroken(device.start_scanning(legacy=True, active=True))
            elif not self._ears and device.is_scanning:
                await unbroken(device.stop_scanning(legacy=True))

    def _pass_on(self, advertisement: Advertisement) -> None:
        for ear in list(self._ears):
            ear(advertisement)

    async def connect(self, peer: hci.Address) -> Connection:
        """One attempt at a time, as the chip has it; without an end of its own: to be cancelled. BleakError."""
        async with self._connecting:
            device = await self.device()
            attempt = asyncio.ensure_future(device.connect_le(peer, timeout=None))
            try:
                await asyncio.wait({attempt})
            except asyncio.CancelledError:  # left behind, the attempt would block every later one
                with contextlib.suppress(BleakError):
                    await unbroken(self._call_off(device, attempt))
                raise
            return await unbroken(attempt)

    @staticmethod
    async def _call_off(device: Device, attempt: asyncio.Future[Connection]) -> None:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            await device.cancel_connection()
            await asyncio.wait({attempt})
            if not attempt.cancelled() and attempt.exception() is None:
                await attempt.result().disconnect()

    async def close(self) -> None:
        """Leaves the air."""
        if self._opening is not None:
            await asyncio.wait({self._opening})
        await self._leave()

    async def _leave(self) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            await transport.close()


async def unbroken(work: Coroutine[Any, Any, T] | asyncio.Future[T]) -> T:
    """The result, with bumble's errors as bleak's. Goes on to its end even if whoever waits for it is cancelled.

    A chip's answer that nobody waits for any more upsets bumble, and `wait_for` of Python 3.11, on which bumble stands,
    loses a cancellation that comes together with the answer.
    """
    task = asyncio.ensure_future(work)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())  # else it counts as forgotten
    await asyncio.wait({task})
    if task.cancelled():  # by bumble: so it ends what waits when the link or the radio goes
        raise BleakError("the link is gone")
    match task.exception():
        case None:
            return task.result()
        case att.ATT_Error() as error:
            raise BleakGATTProtocolError(error.error_code) from error
        case BaseBumbleError() | OSError() as error:  # TimeoutError is an OSError
            raise BleakError(f"the radio says: {error}") from error
        case error:
            raise error


def uuid_text(uuid: UUID) -> str:
    """As bleak writes it: 128 bits, small letters."""
    return normalize_uuid_str(uuid.to_hex_str("-"))
