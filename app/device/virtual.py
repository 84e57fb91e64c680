"""A bleak backend on bumble, for the virtual radio: the console's Bluetooth where there is none.

Loaded by name, and only when the setting asks for a virtual radio. The backend interface is bleak's own and may change
with any release: bleak is pinned, and a test compares these classes with its abstract ones.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from bleak.args import SizedBuffer
from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakError,
    BleakGATTProtocolError,
)
from bleak.uuids import normalize_uuid_str
from bumble import att, hci
from bumble.core import UUID, AdvertisingData, BaseBumbleError
from bumble.device import Advertisement, Connection, Device, DeviceConfiguration
from bumble.gatt_client import CharacteristicProxy
from bumble.host import Host
from bumble.transport.common import Transport
from bumble.transport.tcp_client import open_tcp_client_transport

T = TypeVar("T")

MTU = 247
"""What the systems of real consoles ask for as well: fills one link-layer packet of 251 bytes."""

ANSWER_WITHIN_S = 5.0
"""A chip of the virtual radio answers in milliseconds; after this the radio's process is taken for dead."""

WRITES_UNDERWAY = 32
"""Bound of bumble's queue, which has none of its own."""

_BUMBLE_ERRORS = (BaseBumbleError, hci.HCI_Error, OSError)  # OSError: TimeoutError is one


class Adapter:
    """The console's chip on the virtual radio, shared by scanner and clients.

    Attached at first use, and again when the radio's process went and came back.
    """

    def __init__(self, host: str, port: int) -> None:
        self._place = f"{host}:{port}"
        self._opening = asyncio.Lock()
        self._connecting = asyncio.Lock()
        self._transport: Transport | None = None
        self._device: Device | None = None

    async def device(self) -> Device:
        """The host of the chip. BleakBluetoothNotAvailableError if there is no radio."""
        async with self._opening:
            if self._device is None or self.is_lost:
                await self._close()
                try:
                    async with asyncio.timeout(ANSWER_WITHIN_S):
                        self._device = await self._open()
                except _BUMBLE_ERRORS as error:
                    await self._close()
                    raise BleakBluetoothNotAvailableError(
                        f"there is no virtual radio at {self._place}", BleakBluetoothNotAvailableReason.NO_BLUETOOTH
                    ) from error
            return self._device

    async def _open(self) -> Device:
        self._transport = await open_tcp_client_transport(self._place)
        config = DeviceConfiguration(name="Signet", address=hci.Address.generate_static_address())
        device = Device(config=config, host=Host(self._transport.source, self._transport.sink))
        await device.power_on()
        return device

    @property
    def is_lost(self) -> bool:
        """True after the radio's process has gone."""
        return self._transport is None or self._transport.source.terminated.done()

    async def lost(self) -> None:
        """Returns when the radio that is in use now has gone."""
        if self._transport is not None:
            await asyncio.wait({self._transport.source.terminated})

    async def connect(self, peer: hci.Address) -> Connection:
        """One attempt at a time, as the chip has it; without an end of its own: to be cancelled. BleakError."""
        async with self._connecting:
            device = await self.device()
            attempt = asyncio.ensure_future(device.connect_le(peer, timeout=None))
            try:
                await asyncio.wait({attempt})
            finally:
                if not attempt.done():  # left behind, it would block every later one
                    await self._call_off(device, attempt)
            return _outcome(attempt)

    async def _call_off(self, device: Device, attempt: asyncio.Future[Connection]) -> None:
        with contextlib.suppress(*_BUMBLE_ERRORS):
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await device.cancel_connection()
                await asyncio.wait({attempt})
                if not attempt.cancelled() and attempt.exception() is None:
                    await attempt.result().disconnect()

    async def close(self) -> None:
        """Leaves the air."""
        async with self._opening:
            await self._close()

    async def _close(self) -> None:
        transport, self._transport, self._device = self._transport, None, None
        if transport is not None:
            await transport.close()


def _outcome(done: asyncio.Future[T]) -> T:
    if done.cancelled():  # bumble cancels what waits when the radio goes
        raise BleakError("the radio is gone")
    if error := done.exception():
        raise BleakError(f"the radio says: {error}") from error
    return done.result()


class VirtualScanner(BaseBleakScanner):
    """bleak's scanner on the virtual radio."""

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        scanning_mode: str,
        *,
        radio: Adapter,
        **_kwargs: Any,
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        self._radio = radio
        self._active = scanning_mode == "active"
        self._device: Device | None = None

    async def start(self) -> None:
        self.seen_devices = {}
        device = await self._radio.device()
        await _translated(device.start_scanning(legacy=True, active=self._active))
        device.on(device.EVENT_ADVERTISEMENT, self._on_advertisement)
        self._device = device

    async def stop(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.remove_listener(device.EVENT_ADVERTISEMENT, self._on_advertisement)
            if not self._radio.is_lost:
                await _translated(device.stop_scanning(legacy=True))

    def _on_advertisement(self, advertisement: Advertisement) -> None:
        data = _advertisement_data(advertisement)
        if self.is_allowed_uuid(data.service_uuids):
            address = str(advertisement.address).split("/")[0]
            device = self.create_or_update_device(address, address, data.local_name, advertisement.address, data)
            self.call_detection_callbacks(device, data)


def _advertisement_data(advertisement: Advertisement) -> AdvertisementData:
    name: str | None = None
    manufacturer: dict[int, bytes] = {}
    uuids: list[str] = []
    kinds = AdvertisingData.Type
    for kind, value in advertisement.data.ad_structures:
        match kind:
            case kinds.COMPLETE_LOCAL_NAME | kinds.SHORTENED_LOCAL_NAME:
                name = value.decode(errors="replace")
            case kinds.MANUFACTURER_SPECIFIC_DATA if len(value) >= 2:
                manufacturer[int.from_bytes(value[:2], "little")] = value[2:]
            case kinds.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS:
                uuids += [_uuid(UUID.from_bytes(value[at : at + 16])) for at in range(0, len(value) - 15, 16)]
            case _:
                pass
    return AdvertisementData(
        local_name=name,
        manufacturer_data=manufacturer,
        service_data={},
        service_uuids=uuids,
        tx_power=None,
        rssi=advertisement.rssi,
        platform_data=(advertisement,),
    )


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
        self._gone: asyncio.Future[None] | None = None
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
            self._gone = asyncio.get_running_loop().create_future()
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
        if self._gone and not self._gone.done():
            self._gone.set_result(None)
        if self._disconnected_callback:
            self._disconnected_callback()

    async def disconnect(self) -> None:
        connection = self._connection
        if connection is None:
            return
        with contextlib.suppress(BleakError, TimeoutError):
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await _translated(connection.disconnect())
        self._on_gone(connection)

    async def pair(self, *_args: Any, **_kwargs: Any) -> None:
        raise NotImplementedError("seals do not pair")

    async def unpair(self) -> None:
        raise NotImplementedError("seals do not pair")

    async def _discover(self, connection: Connection) -> BleakGATTServiceCollection:
        found = BleakGATTServiceCollection()
        client = connection.gatt_client
        for service in await client.discover_services():
            if self._wanted is not None and _uuid(service.uuid) not in self._wanted:
                continue
            group = BleakGATTService(service, service.handle, _uuid(service.uuid))
            found.add_service(group)
            for proxy in await client.discover_characteristics((), service):
                characteristic = BleakGATTCharacteristic(
                    proxy,
                    proxy.handle,
                    _uuid(proxy.uuid),
                    list(gatt_char_props_to_strs(proxy.properties)),
                    lambda: self.mtu_size - 3,
                    group,
                )
                found.add_characteristic(characteristic)
                for descriptor in await client.discover_descriptors(proxy):
                    found.add_descriptor(
                        BleakGATTDescriptor(descriptor, descriptor.handle, _uuid(descriptor.type), characteristic)
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

        bumble cancels what waits for an answer when the link goes (the cancellation would reach the task of whoever
        called), and lets what came after wait for half a minute.
        """
        if self._gone is None or self._gone.done():
            operation.close()
            raise BleakError("not connected")
        work = asyncio.ensure_future(operation)
        try:
            await asyncio.wait({work, self._gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not work.done():
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
        if work.cancelled():
            raise BleakError("the link is gone")
        return await _translated(work)


async def _translated(operation: Awaitable[T]) -> T:
    try:
        return await operation
    except att.ATT_Error as error:
        raise BleakGATTProtocolError(error.error_code) from error
    except _BUMBLE_ERRORS as error:
        raise BleakError(f"the radio says: {error}") from error


def _uuid(uuid: UUID) -> str:
    return normalize_uuid_str(uuid.to_hex_str("-"))
