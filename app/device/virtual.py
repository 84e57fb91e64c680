"""A bleak backend on bumble, for the virtual radio: the console's Bluetooth where there is none.

Loaded by name, and only when the setting asks for a virtual radio. The backend interface is bleak's own and may change
with any release: bleak is pinned, and a test compares these classes with its abstract ones.
"""

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

_BUMBLE_ERRORS = (BaseBumbleError, OSError)  # TimeoutError is an OSError


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
        except _BUMBLE_ERRORS as error:
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


class VirtualScanner(BaseBleakScanner):
    """bleak's scanner on the virtual radio."""

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        _scanning_mode: str,
        *,
        radio: Adapter,
        **_kwargs: Any,
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        self._radio = radio

    async def start(self) -> None:
        self.seen_devices = {}
        await self._radio.hear(self._on_advertisement)

    async def stop(self) -> None:
        await self._radio.leave_off(self._on_advertisement)

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


def _uuid(uuid: UUID) -> str:
    return normalize_uuid_str(uuid.to_hex_str("-"))
