"""The Bluetooth side of a seal: one link, in order, bounded, whatever the central does."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from bumble import hci
from bumble.core import BaseBumbleError
from bumble.device import Connection, Device
from bumble.gatt_client import CharacteristicProxy
from bumble.transport.tcp_client import open_tcp_client_transport

from protocol.advertisement import RX, TX
from simulator import peripheral as module
from simulator.air import Air
from simulator.peripheral import LinkDown, Listener, Peripheral
from tests.simulator.programs import ADDRESS, INFO, plate
from tests.waiting import until


class Firmware:
    """Notes what it is told; `stop_at` makes it stop in the middle of a frame, until `go_on`."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.go_on = asyncio.Event()
        self.go_on.set()

    def on_connect(self, mtu: int) -> None:
        self.told.append(f"connected {mtu}")

    async def on_frame(self, frame: bytes) -> None:
        await self.go_on.wait()
        if frame == b"fail":
            raise ValueError(frame)
        self.told.append(frame.decode())

    def on_disconnect(self) -> None:
        self.told.append("disconnected")


@pytest.fixture
def firmware() -> Firmware:
    return Firmware()


@pytest.fixture
async def air() -> AsyncGenerator[Air]:
    air = Air()
    await air.start()
    yield air
    await air.stop()


@pytest.fixture
async def seal(air: Air, firmware: Firmware) -> AsyncGenerator[Peripheral]:
    host, port = air.address
    listener = Listener(firmware.on_connect, firmware.on_frame, firmware.on_disconnect)
    seal = Peripheral(f"virtual:{host}:{port}", plate(), listener)
    seal.set_info(INFO)
    await seal.start()
    yield seal
    await seal.stop()


@pytest.fixture
async def central(air: Air) -> AsyncGenerator[Device]:
    host, port = air.address
    async with await open_tcp_client_transport(f"{host}:{port}") as transport:
        device = Device.with_hci("central", hci.Address("F0:00:00:00:00:01"), transport.source, transport.sink)
        await device.power_on()
        yield device


async def connect(central: Device) -> Connection:
    async with asyncio.timeout(5):
        link = await central.connect_le(ADDRESS, timeout=None)
    await link.gatt_client.discover_services()
    await link.gatt_client.discover_characteristics((), None)
    return link


def characteristic(link: Connection, uuid: str) -> CharacteristicProxy[bytes]:
    (found,) = [
        found
        for service in link.gatt_client.services
        for found in service.characteristics
        if found.uuid.to_hex_str("-").lower() == uuid
    ]
    return found


async def listen(link: Connection) -> list[bytes]:
    heard: list[bytes] = []
    await characteristic(link, TX).subscribe(heard.append)
    return heard


async def test_what_the_firmware_is_told(seal: Peripheral, central: Device, firmware: Firmware) -> None:
    link = await connect(central)
    await link.gatt_client.request_mtu(247)
    heard = await listen(link)
    rx = characteristic(link, RX)
    for number in range(8):
        await rx.write_value(str(number).encode(), with_response=bool(number % 2))
    await until(lambda: len(firmware.told) == 9)
    assert firmware.told == ["connected 247", *"01234567"]
    assert seal.frame_size == 244
    await seal.notify(b"x" * 244)
    await until(lambda: heard == [b"x" * 244])
    await link.disconnect()
    await until(lambda: firmware.told[-1] == "disconnected")


@pytest.mark.usefixtures("seal")
async def test_the_services_of_a_seal(central: Device) -> None:
    link = await connect(central)
    values = {
        found.uuid.to_hex_str("-").lower(): await found.read_value()
        for service in link.gatt_client.services
        for found in service.characteristics
        if found.properties & found.properties.READ
    }
    assert values["5a474911-7c1e-4b7a-9d52-3e0c8f4a6b10"] == INFO
    assert values["2a24"] == b"GL"
    assert values["2a25"] == b"GL0001"
    assert values["2a26"] == b"GYGL2026010101"
    assert values["2a19"] == b"\x00"
    await link.disconnect()


@pytest.mark.usefixtures("seal")
@pytest.mark.req("R-065", "H")
async def test_pairing_is_refused_and_the_link_stays(central: Device) -> None:
    link = await connect(central)
    with pytest.raises(BaseBumbleError):
        await link.pair()
    assert await characteristic(link, "5a474911-7c1e-4b7a-9d52-3e0c8f4a6b10").read_value() == INFO
    await link.disconnect()


async def test_without_a_listener_nothing_is_said(seal: Peripheral, central: Device) -> None:
    with pytest.raises(LinkDown):
        await seal.notify(b"x")
    link = await connect(central)
    with pytest.raises(LinkDown):
        await seal.notify(b"x")
    await link.disconnect()


async def test_a_frame_too_long_is_not_cut_in_silence(seal: Peripheral, central: Device, firmware: Firmware) -> None:
    link = await connect(central)
    await listen(link)
    await until(lambda: firmware.told == ["connected 23"])
    with pytest.raises(ValueError, match="21 bytes"):
        await seal.notify(bytes(21))
    await link.disconnect()


async def test_who_does_not_listen_in_time_is_dropped(
    seal: Peripheral, central: Device, firmware: Firmware, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SUBSCRIBE_WITHIN_S", 0.05)
    async with asyncio.timeout(5):
        link = await central.connect_le(ADDRESS, timeout=None)
    await until(lambda: link.handle not in central.connections)
    assert not firmware.told
    assert not seal.has_link


async def test_who_ends_to_listen_and_stays_is_dropped(
    seal: Peripheral, central: Device, firmware: Firmware, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = await connect(central)
    heard = await listen(link)
    monkeypatch.setattr(module, "SUBSCRIBE_WITHIN_S", 0.05)
    await characteristic(link, TX).unsubscribe(heard.append)
    await until(lambda: link.handle not in central.connections)
    assert firmware.told == ["connected 23", "disconnected"]
    assert not seal.has_link


@pytest.mark.usefixtures("seal")
async def test_who_writes_before_it_listens_is_dropped(central: Device, firmware: Firmware) -> None:
    link = await connect(central)
    await characteristic(link, RX).write_value(b"early")
    await until(lambda: link.handle not in central.connections)
    assert not firmware.told


@pytest.mark.usefixtures("seal")
async def test_who_writes_more_than_the_firmware_takes_is_dropped(central: Device, firmware: Firmware) -> None:
    firmware.go_on.clear()
    link = await connect(central)
    await listen(link)
    rx = characteristic(link, RX)
    for _ in range(module.FRAMES_WAITING + 3):
        await rx.write_value(b"!")
    await until(lambda: link.handle not in central.connections)
    firmware.go_on.set()
    await until(lambda: firmware.told[-1] == "disconnected")
    assert firmware.told.count("!") <= 1, "after the link is dropped nothing of it is delivered"


async def test_a_firmware_that_fails_drops_the_link_and_hears_of_the_next(
    seal: Peripheral, central: Device, firmware: Firmware, caplog: pytest.LogCaptureFixture
) -> None:
    link = await connect(central)
    await listen(link)
    await characteristic(link, RX).write_value(b"fail")
    await until(lambda: link.handle not in central.connections)
    assert "the firmware failed" in caplog.text
    link = await connect(central)
    await listen(link)
    await until(lambda: firmware.told == ["connected 23", "disconnected", "connected 23"])
    await link.disconnect()
    await until(lambda: not seal.has_link)


async def test_what_was_said_before_hanging_up_arrives(seal: Peripheral, central: Device, firmware: Firmware) -> None:
    link = await connect(central)
    heard = await listen(link)
    await until(lambda: firmware.told == ["connected 23"])
    for number in range(200):
        await seal.notify(bytes([number]))
    seal.close_link()
    await until(lambda: link.handle not in central.connections)
    assert heard == [bytes([number]) for number in range(200)]


async def test_a_link_that_goes_wakes_who_waits_to_speak(seal: Peripheral, central: Device, firmware: Firmware) -> None:
    link = await connect(central)
    await listen(link)
    await until(lambda: firmware.told == ["connected 23"])

    async def speak() -> None:
        while True:
            await seal.notify(bytes(20))

    speaking = asyncio.ensure_future(speak())
    await link.disconnect()
    with pytest.raises(LinkDown):
        await speaking


async def test_a_new_advertisement_while_a_link_comes_up(seal: Peripheral, central: Device) -> None:
    from protocol.contact import Phase

    for battery in range(20):
        calling = asyncio.ensure_future(connect(central))
        while not calling.done():
            seal.set_advertisement("ZGY_GL_1A2B", Phase.USABLE, battery)
            await asyncio.wait({calling}, timeout=0.002)
        await (await calling).disconnect()
        await until(lambda: not seal.has_link)
