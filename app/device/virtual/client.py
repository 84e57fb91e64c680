"""bleak's client on the virtual radio."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from bleak.args import SizedBuffer
from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError
from bumble import att, hci
from bumble.device import Connection
from bumble.gatt_client import CharacteristicProxy

from app.device.virtual.adapter import ANSWER_WITHIN_S, Adapter, unbroken, uuid_text

T = TypeVar("T")

MTU = 247
"""What the systems of real consoles ask for as well: fills one link-layer packet of 251 bytes."""

WRITES_UNDERWAY = 32
"""Bound of bumble's queue, which has none of its own."""


class VirtualClient(BaseBleakClient):
    """bleak's client on the virtual radio."""

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        radio: Adapter,
        services: set[str] | None = None,
        disconnected_callback: Callable[[], None] | None,
        timeout: float,
        **_kwargs: Any,
    ) -> None:
        super().__init__(address_or_ble_device, disconnected_callback=disconnected_callback, timeout=timeout)
        if isinstance(address_or_ble_device, BLEDevice):
            self._name = address_or_ble_device.name
            self._peer: hci.Address = address_or_ble_device.details
        else:
            self._name = None
            self._peer = hci.Address(address_or_ble_device)
        self._radio = radio
        self._wanted = services
        self._connection: Connection | None = None
        self._underway: set[asyncio.Task[Any]] = set()
        self._subscribers: dict[int, Callable[[bytes], None]] = {}

    @property
    def name(self) -> str:
        return self._name or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        return self._connection.att_mtu if self._connection else att.ATT_DEFAULT_MTU

    @property
    def is_connected(self) -> bool:
        return self._connection is not None

    async def connect(self, pair: bool, **_kwargs: Any) -> None:
        """Nothing here ever pairs: `pair` is passed over."""
        if self._connection is not None:
            raise BleakError("already connected")
        async with asyncio.timeout(self._timeout):
            self._connection = connection = await self._radio.connect(self._peer)
            connection.on(connection.EVENT_DISCONNECTION, lambda _reason: self._on_gone(connection))
            try:
                await self._while_connected(connection.gatt_client.request_mtu(MTU))
                self.services = await self._while_connected(self._discover(connection))
            except BaseException:
                await self.disconnect()
                raise

    def _on_gone(self, connection: Connection) -> None:
        if self._connection is not connection:
            return
        self._connection = None
        self.services = None
        self._subscribers.clear()
        for work in list(self._underway):
            work.cancel()
        if self._disconnected_callback:
            self._disconnected_callback()

    async def disconnect(self) -> None:
        connection = self._connection
        if connection is None:
            return
        with contextlib.suppress(BleakError, TimeoutError):
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await unbroken(connection.disconnect())
        self._on_gone(connection)

    # bleak's interface asks for both; what a seal trusts is the session above the link, so a call is a mistake of ours.
    async def pair(self, *_args: Any, **_kwargs: Any) -> None:
        raise NotImplementedError("seals do not pair")

    async def unpair(self) -> None:
        raise NotImplementedError("seals do not pair")

    async def _discover(self, connection: Connection) -> BleakGATTServiceCollection:
        found = BleakGATTServiceCollection()
        client = connection.gatt_client
        for service in await client.discover_services():
            if self._wanted is not None and uuid_text(service.uuid) not in self._wanted:
                continue
            group = BleakGATTService(service, service.handle, uuid_text(service.uuid))
            found.add_service(group)
            for proxy in await client.discover_characteristics((), service):
                characteristic = BleakGATTCharacteristic(
                    proxy,
                    proxy.handle,
                    uuid_text(proxy.uuid),
                    list(gatt_char_props_to_strs(proxy.properties)),
                    lambda: self.mtu_size - 3,
                    group,
                )
                found.add_characteristic(characteristic)
                for descriptor in await client.discover_descriptors(proxy):
                    found.add_descriptor(
                        BleakGATTDescriptor(descriptor, descriptor.handle, uuid_text(descriptor.type), characteristic)
                    )
        return found

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **_kwargs: Any
    ) -> bytearray:
        return await self._read(characteristic.handle)

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **_kwargs: Any
    ) -> bytearray:
        return await self._read(descriptor.handle)

    async def _read(self, handle: int) -> bytearray:
        return bytearray(await self._while_connected(self._linked().gatt_client.read_value(handle)))

    async def write_gatt_char(self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool) -> None:
        if not response:
            if len(data) > self.mtu_size - 3:  # bumble would send it, the peer would cut it
                raise BleakError(f"{len(data)} bytes do not fit into a write without response")
            await self._while_connected(self._room())
        await self._write(characteristic.handle, data, response=response)

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: SizedBuffer) -> None:
        await self._write(descriptor.handle, data, response=True)

    async def _write(self, handle: int, data: SizedBuffer, *, response: bool) -> None:
        await self._while_connected(self._linked().gatt_client.write_value(handle, bytes(data), response))

    async def _room(self) -> None:
        queue = self._linked().data_packet_queue
        flow = asyncio.Event()
        while queue is not None and queue.pending >= WRITES_UNDERWAY:
            flow.clear()
            queue.on("flow", flow.set)
            try:
                await flow.wait()
            finally:
                queue.remove_listener("flow", flow.set)

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_kwargs: Any
    ) -> None:
        def on_value(value: bytes) -> None:
            callback(bytearray(value))

        if characteristic.handle in self._subscribers:
            raise BleakError("notifications are on already")
        self._subscribers[characteristic.handle] = on_value
        proxy: CharacteristicProxy[bytes] = characteristic.obj
        await self._while_connected(proxy.subscribe(on_value))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        on_value = self._subscribers.pop(characteristic.handle, None)
        if on_value is not None:
            proxy: CharacteristicProxy[bytes] = characteristic.obj
            await self._while_connected(proxy.unsubscribe(on_value))

    def _linked(self) -> Connection:
        if self._connection is None:
            raise BleakError("not connected")
        return self._connection

    async def _while_connected(self, operation: Coroutine[Any, Any, T]) -> T:
        """The operation's result, or BleakError as soon as the link is gone.

        Whoever waits may be cancelled; the request goes on to its answer, which bumble would else take for the answer
        to the next one. When the link goes bumble cancels the request under way, and would let those behind it wait for
        half a minute.
        """
        if self._connection is None:
            operation.close()
            raise BleakError("not connected")
        work = asyncio.ensure_future(operation)
        self._underway.add(work)
        work.add_done_callback(self._underway.discard)
        return await unbroken(work)
