"""The Bluetooth side of a seal: advertises, serves the GATT service, carries frames; knows nothing of what they say.

Runs on any chip that bumble can open: one of the virtual radio (`virtual:HOST:PORT`) or a Bluetooth dongle (`usb:0`).
There is no pairing (R-065), and one link at a time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bumble import hci, smp
from bumble.att import Attribute
from bumble.core import BaseBumbleError
from bumble.device import Connection, Device, DeviceConfiguration
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.host import Host
from bumble.profiles.battery_service import BatteryService
from bumble.profiles.device_information_service import DeviceInformationService
from bumble.transport import open_transport
from bumble.transport.common import Transport

from domain.seals import Model
from protocol.advertisement import INFO, RX, SERVICE, TX, Advertisement, advertised_name
from protocol.contact import Phase
from simulator.peripheral.advertising import advertise
from simulator.peripheral.central import Central, LinkDown

__all__ = ["LinkDown", "Listener", "Peripheral", "Plate"]

logger = logging.getLogger(__name__)

MTU = 247
"""Fills one link-layer packet of 251 bytes exactly (4 are L2CAP's): a frame is never sent in two pieces."""

SUBSCRIBE_WITHIN_S = 10.0
"""Who has a link and does not listen keeps everybody else out. Windows takes up to 5 s to read the services."""

FRAMES_WAITING = 256
"""Frames that wait for the firmware: two messages of the largest size at the smallest MTU are 216."""

ANSWER_WITHIN_S = 5.0
"""A chip answers its commands in milliseconds; a dongle that has to be reset needs a second or two."""

REATTACH_S = 0.5
"""Pause before the radio is tried again, when its process is gone or the dongle was pulled."""


@dataclass(frozen=True, slots=True)
class Plate:
    """What is on the seal's plate: Bluetooth address (`C4:…`, random static), model, serial, firmware version."""

    address: str
    model: Model
    serial: str
    firmware: str


@dataclass(frozen=True, slots=True)
class Listener:
    """The firmware's host. Called one after the other, in order; a returned awaitable is awaited before the next.

    `on_connect(mtu)` comes when the central listens to us, `on_disconnect()` always follows it.
    """

    on_connect: Callable[[int], Awaitable[None] | None]
    on_frame: Callable[[bytes], Awaitable[None] | None]
    on_disconnect: Callable[[], Awaitable[None] | None]


class Peripheral:
    """One seal on the air. Comes back by itself when the radio does."""

    def __init__(self, radio: str, plate: Plate, listener: Listener) -> None:
        self._radio = radio.replace("virtual:", "tcp-client:", 1)
        self._plate = plate
        self._listener = listener
        self._info = b""
        self._name = advertised_name(plate.model, plate.address)
        self._phase: Phase | None = None
        self._battery: int | None = None
        self._changed = asyncio.Event()
        self._on_air = asyncio.Event()
        self._stopping = False
        self._link: Central | None = None
        self._events: asyncio.Queue[Callable[[], Awaitable[None] | None] | None] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._tx = Characteristic[bytes](TX, Characteristic.Properties.NOTIFY, Attribute.READABLE)

    async def start(self) -> None:
        """Returns when the seal is on the air; waits for the radio as long as it takes."""
        self._spawn(self._stay_on_air())
        self._spawn(self._tell())
        await self._on_air.wait()

    async def stop(self) -> None:
        """Off the air; a link is ended."""
        if self._link:
            await self._link.hang_up()
        # Not cancelled on the way: a chip that answers a command nobody waits for any more upsets bumble.
        self._stopping = True
        self._changed.set()
        if tasks := list(self._tasks):
            await asyncio.wait(tasks, timeout=1.0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # what the firmware says

    def set_info(self, info: bytes) -> None:
        """The value of the INFO characteristic, at most 512 bytes."""
        self._info = info

    def set_advertisement(self, name: str, phase: Phase, battery: int) -> None:
        """Name (at most 22 bytes), phase and battery in percent; "in use" is added while there is a link."""
        if (self._name, self._phase, self._battery) != (name, phase, battery):
            self._name, self._phase, self._battery = name, phase, battery
            self._changed.set()

    @property
    def on_air(self) -> bool:
        """Whether there is a radio."""
        return self._on_air.is_set()

    @property
    def has_link(self) -> bool:
        """Whether a central is connected, listening or not."""
        return self._link is not None

    @property
    def frame_size(self) -> int:
        """Bytes that a notification holds now. LinkDown."""
        return self._listening().connection.att_mtu - 3

    async def notify(self, frame: bytes) -> None:
        """Queue a frame, waiting for room. LinkDown; ValueError if it is longer than `frame_size`."""
        link = self._listening()
        await link.room()
        if len(frame) > link.connection.att_mtu - 3:  # bumble would cut it without a word
            raise ValueError(f"{len(frame)} bytes do not fit into a notification")
        await link.connection.device.notify_subscriber(link.connection, self._tx, frame)

    def close_link(self) -> None:
        """Ends the link after what has been notified is out; frames that still come are not delivered."""
        if self._link and not self._link.closing:
            self._link.closing = True
            self._spawn(self._link.hang_up())

    def _listening(self) -> Central:
        if self._link is None or not self._link.subscribed:
            raise LinkDown
        return self._link

    # on the air

    async def _stay_on_air(self) -> None:
        while not self._stopping:
            try:
                async with await open_transport(self._radio) as transport:
                    await self._attend(transport)
            except (OSError, BaseBumbleError, hci.HCI_Error) as error:
                logger.warning("%s: no radio (%s)", self._name, error)
            self._on_air.clear()
            if not self._stopping:
                await asyncio.sleep(REATTACH_S)
        self._events.put_nowait(None)

    async def _attend(self, transport: Transport) -> None:
        lost = transport.source.terminated
        lost.add_done_callback(lambda _: self._changed.set())
        device = self._make_device(transport)
        async with asyncio.timeout(ANSWER_WITHIN_S):
            await device.power_on()
        while not lost.done() and not self._stopping:
            self._changed.clear()
            await self._advertise(device, in_use=self._link is not None)
            self._on_air.set()
            await self._changed.wait()

    async def _advertise(self, device: Device, *, in_use: bool) -> None:
        try:
            hint = Advertisement(self._phase, self._battery, in_use)
            await advertise(device, self._name, hint)
        except hci.HCI_Error as error:
            if not in_use:
                raise
            logger.info("%s: this chip cannot be seen while it has a link (%s)", self._name, error)

    def _make_device(self, transport: Transport) -> Device:
        config = DeviceConfiguration(name=self._name, address=hci.Address(self._plate.address))
        device = Device(config=config, host=Host(transport.source, transport.sink))
        device.gatt_server.max_mtu = MTU
        device.add_services(self._services())
        device.l2cap_channel_manager.register_fixed_channel(smp.SMP_CID, _refuse_pairing(device))
        device.on(device.EVENT_CONNECTION, self._on_connection)
        return device

    def _services(self) -> list[Service]:
        properties = Characteristic.Properties
        self._tx = Characteristic[bytes](TX, properties.NOTIFY, Attribute.READABLE)
        self._tx.on(Characteristic.EVENT_SUBSCRIPTION, self._on_subscription)
        info = Characteristic[bytes](
            INFO, properties.READ, Attribute.READABLE, CharacteristicValue(read=lambda _connection: self._info)
        )
        rx = Characteristic[bytes](
            RX,
            properties.WRITE | properties.WRITE_WITHOUT_RESPONSE,
            Attribute.WRITEABLE,
            CharacteristicValue(write=self._on_write),
        )
        return [
            Service(SERVICE, [info, rx, self._tx]),
            DeviceInformationService(
                manufacturer_name="Signet",
                model_number=self._plate.model,
                serial_number=self._plate.serial,
                firmware_revision=self._plate.firmware,
            ),
            BatteryService(lambda _connection: self._battery or 0),
        ]

    # what the central does

    def _on_connection(self, connection: Connection) -> None:
        link = Central(connection)
        if self._link is not None:
            self._spawn(link.hang_up())
            return
        self._link = link
        connection.on(connection.EVENT_DISCONNECTION, lambda _reason: self._on_disconnection(link))
        asyncio.get_running_loop().call_later(SUBSCRIBE_WITHIN_S, self._drop_if_silent, link)
        self._changed.set()

    def _drop_if_silent(self, link: Central) -> None:
        if link is self._link and not link.subscribed:
            logger.info("%s: the central did not listen", self._name)
            self.close_link()

    def _on_subscription(self, connection: Connection, notify: bool, _indicate: bool) -> None:
        link = self._link
        if link is None or link.connection is not connection or link.subscribed == notify:
            return
        link.subscribed = notify
        if notify:
            mtu = connection.att_mtu
            self._events.put_nowait(lambda: self._listener.on_connect(mtu))
        else:  # it is leaving
            self._events.put_nowait(self._listener.on_disconnect)
            asyncio.get_running_loop().call_later(SUBSCRIBE_WITHIN_S, self._drop_if_silent, link)

    def _on_write(self, connection: Connection, frame: bytes) -> None:
        # bumble runs each write in a task of its own: order holds only because nothing is awaited here.
        link = self._link
        if link is None or link.connection is not connection or link.closing:
            return
        if not link.subscribed or link.waiting == FRAMES_WAITING:
            logger.warning("%s: a central that does not wait is dropped", self._name)
            self.close_link()
            return
        link.waiting += 1
        self._events.put_nowait(lambda: self._deliver(link, frame))

    def _deliver(self, link: Central, frame: bytes) -> Awaitable[None] | None:
        link.waiting -= 1
        return None if link.closing else self._listener.on_frame(frame)

    def _on_disconnection(self, link: Central) -> None:
        link.gone.set_result(None)
        self._link = None
        self._changed.set()
        if link.subscribed:
            link.subscribed = False
            self._events.put_nowait(self._listener.on_disconnect)

    async def _tell(self) -> None:
        while tell := await self._events.get():
            try:
                if (answer := tell()) is not None:
                    await answer
            except LinkDown:
                pass  # the end of the link is the next thing the listener hears
            except Exception:
                logger.exception("%s: the firmware failed, its link is dropped", self._name)
                self.close_link()

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _refuse_pairing(device: Device) -> Callable[[int, bytes], None]:
    refusal = bytes(smp.SMP_Pairing_Failed_Command(reason=smp.ErrorCode.PAIRING_NOT_SUPPORTED))

    def refuse(connection_handle: int, pdu: bytes) -> None:
        if pdu[:1] != bytes([smp.CommandCode.PAIRING_FAILED]):
            device.send_l2cap_pdu(connection_handle, smp.SMP_CID, refusal)

    return refuse
