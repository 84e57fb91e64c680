"""One Bluetooth link to one seal: whole messages in order, until one side ends it. Says nothing about their meaning."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Coroutine
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from app.device.errors import ConnectFailed, LinkLost, NotASeal, OutOfReach
from app.device.radio import Radio, Sighting, bluetooth_error
from protocol.advertisement import INFO, RX, SERVICE, TX
from protocol.frames import MAX_FROM_SEAL, MIN_FRAME, FrameError, Joiner, Splitter

if TYPE_CHECKING:
    from bleak import BleakClient
    from bleak.backends.characteristic import BleakGATTCharacteristic

logger = logging.getLogger(__name__)
T = TypeVar("T")

CONNECT_WITHIN_S = 15.0
"""One attempt with reading the services; Windows needs up to 5 s for them when it has not met the seal before."""

ANSWERED_WITHIN_S = 5.0
"""A write is confirmed within two connection intervals (of some 15 to 400 ms); then the seal does not run any more."""

UNCONFIRMED_BYTES = 6 * 2048
"""Written since the seal said something last, before a write is confirmed again: so the system's queue never holds
more than six long messages, and who sends one behind the other does not wait for a connection interval each time."""

WAITING_BYTES = 1 << 20
"""Of messages that nobody has taken yet: ten times the whole log of a full seal. By bytes, not by number: the virtual
radio may hand over a quarter of a megabyte in one turn of the loop."""


class Link:
    """A link to the seal of a sighting. Used once: a new link is a new object.

    `send` may be called from several tasks, `receive` from one. A cancelled `send` ends the link, for half a message
    would end it anyway.
    """

    def __init__(self, radio: Radio, sighting: Sighting) -> None:
        self.sighting = sighting
        self._radio = radio
        self._client: BleakClient | None = None
        self._rx: BleakGATTCharacteristic | None = None
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._reason = ""
        self._splitter = Splitter()
        self._joiner = Joiner(MAX_FROM_SEAL)
        self._sending = asyncio.Lock()
        self._messages: deque[bytes] = deque()
        self._waiting = 0
        self._unconfirmed = 0
        self._news = asyncio.Event()
        self._hanging_up: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def closed(self) -> bool:
        return self._over.done()

    async def connect(self) -> None:
        """One attempt. `ConnectFailed`, `OutOfReach`, `NotASeal`, `BluetoothError`."""
        from bleak.exc import BleakDeviceNotFoundError, BleakError

        self._client = client = self._radio.client(self.sighting.device, self._end, CONNECT_WITHIN_S)
        try:
            async with asyncio.timeout(CONNECT_WITHIN_S):
                await client.connect()
                await self._while_open(self._open(client))
        except BleakDeviceNotFoundError as error:
            await self.close()
            raise OutOfReach from error
        except (BleakError, OSError, EOFError, LinkLost) as error:  # OSError: TimeoutError is one
            await self.close()
            raise bluetooth_error(error) or ConnectFailed(_named(error)) from error
        except BaseException:
            await self.close()
            raise

    async def _open(self, client: "BleakClient") -> None:
        service = client.services.get_service(SERVICE)
        rx = service.get_characteristic(RX) if service else None
        tx = service.get_characteristic(TX) if service else None
        if rx is None or tx is None:
            raise NotASeal
        self._rx = rx
        await client.start_notify(tx, self._on_frame)

    async def read_info(self) -> bytes:
        """The INFO characteristic: unauthenticated, up to 512 bytes. `LinkLost`."""
        return bytes(await self._guarded(self._linked().read_gatt_char(INFO)))

    async def send(self, message: bytes) -> None:
        """Returns when the seal has it (1..2048 bytes) or the system sends it. `LinkLost`: it may have it or not."""
        async with self._sending:
            client, rx = self._linked(), self._rx
            assert rx is not None
            # Read each time: Windows says 20 at first, and the right size some time after the connection.
            frames = self._splitter.split(message, max(MIN_FRAME, rx.max_write_without_response_size))
            try:
                for frame in frames[:-1]:
                    await self._guarded(client.write_gatt_char(rx, frame, response=False))
                # A single frame waits for its answer and not for a confirmation as well, which costs an interval.
                self._unconfirmed += len(message)
                confirmed = len(frames) > 1 and self._unconfirmed > UNCONFIRMED_BYTES
                await self._guarded(client.write_gatt_char(rx, frames[-1], response=confirmed))
                self._unconfirmed = 0 if confirmed else self._unconfirmed
            except asyncio.CancelledError:
                self._hang_up("a message was broken off")
                raise

    async def receive(self) -> bytes:
        """The next message, also those that came before the link ended. `LinkLost`."""
        while not self._messages:
            if self._over.done():
                raise self._lost()
            self._news.clear()
            await self._news.wait()
        message = self._messages.popleft()
        self._waiting -= len(message)
        return message

    async def wait_closed(self) -> None:
        """Returns when the link is over, whoever ended it."""
        await asyncio.shield(self._over)

    async def close(self) -> None:
        """Ends the link. Never raises; may be called again."""
        self._hang_up("closed here")
        if self._hanging_up is not None:
            await asyncio.shield(self._hanging_up)

    def _linked(self) -> "BleakClient":
        if self._client is None or self._over.done():
            raise self._lost()
        return self._client

    async def _guarded(self, operation: Coroutine[Any, Any, T]) -> T:
        """The operation's result; whatever stops it ends the link. `LinkLost`."""
        from bleak.exc import BleakError

        try:
            async with asyncio.timeout(ANSWERED_WITHIN_S):
                return await self._while_open(operation)
        except (BleakError, OSError, EOFError) as error:
            self._hang_up(_named(error))
            raise self._lost() from error

    async def _while_open(self, operation: Coroutine[Any, Any, T]) -> T:
        work = asyncio.ensure_future(operation)
        try:
            await asyncio.wait({work, self._over}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not work.done():
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
            elif not work.cancelled():
                work.exception()  # whoever waited may be gone as well
        if work.cancelled():
            raise self._lost()
        return work.result()

    def _on_frame(self, _characteristic: "BleakGATTCharacteristic", frame: bytearray) -> None:
        if self._over.done():
            return
        try:
            message = self._joiner.feed(bytes(frame))
        except FrameError as error:
            logger.warning("%s: %s", self.sighting.name, error)
            self._hang_up(str(error))
            return
        if message is not None:
            self._messages.append(message)
            self._waiting += len(message)
            self._unconfirmed = 0
            self._news.set()
            if self._waiting > WAITING_BYTES:
                self._hang_up("nobody takes what the seal says")

    def _end(self, reason: str = "the seal hung up or is out of reach") -> None:
        """The first reason stays."""
        if not self._over.done():
            self._reason = reason
            self._over.set_result(None)
            self._news.set()

    def _lost(self) -> LinkLost:
        return LinkLost(self._reason)

    def _hang_up(self, reason: str) -> None:
        self._end(reason)
        if self._hanging_up is None and self._client is not None:
            self._hanging_up = asyncio.create_task(self._disconnect(self._client), name=f"hang up {self.sighting.name}")

    async def _disconnect(self, client: "BleakClient") -> None:
        from bleak.exc import BleakError

        with contextlib.suppress(BleakError, OSError, EOFError):
            async with asyncio.timeout(ANSWERED_WITHIN_S):
                if client.is_connected and self._rx is not None:
                    # Windows and BlueZ keep a subscription that was left behind, and the next link hears everything
                    # twice; and the seal learns at once that nobody listens any more.
                    await client.stop_notify(TX)
        with contextlib.suppress(BleakError, OSError, EOFError):
            async with asyncio.timeout(ANSWERED_WITHIN_S):
                await client.disconnect()


def _named(error: BaseException) -> str:
    return f"{type(error).__name__} {error}".rstrip()
