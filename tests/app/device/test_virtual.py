"""The bleak backend on bumble: bleak's interface as pinned, and the facts that bumble leaves to its user."""

import asyncio
import inspect
from collections.abc import AsyncGenerator
from importlib.metadata import version

import pytest
from bleak import BleakClient, BleakScanner
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import BaseBleakScanner
from bleak.exc import BleakBluetoothNotAvailableError, BleakError, BleakGATTProtocolError
from bumble import hci

from app.device.virtual import Adapter, VirtualClient, VirtualScanner
from app.device.virtual.client import MTU
from protocol.advertisement import INFO, RX, SERVICE, TX
from simulator.air import Air
from tests.simulator.programs import ADDRESS, NAME, Parrot
from tests.simulator.programs import INFO as WHO
from tests.waiting import until


def test_bleak_is_the_one_that_the_backend_was_written_for() -> None:
    assert version("bleak") == "3.1.0"


@pytest.mark.req("A-08", "A")
@pytest.mark.parametrize(("ours", "theirs"), [(VirtualScanner, BaseBleakScanner), (VirtualClient, BaseBleakClient)])
def test_the_backend_has_all_that_bleak_asks_for(ours: type, theirs: type) -> None:
    assert not inspect.isabstract(ours)
    for name in dir(theirs):
        if name.startswith("_") or name not in vars(ours):
            continue
        wanted, made = inspect.getattr_static(theirs, name), inspect.getattr_static(ours, name)
        assert type(made) is type(wanted), name
        if callable(wanted):
            assert inspect.iscoroutinefunction(made) == inspect.iscoroutinefunction(wanted), name
            asked = [p for p in inspect.signature(wanted).parameters.values() if p.name not in {"args", "kwargs"}]
            given = inspect.signature(made).parameters
            for parameter in asked:
                assert parameter.name in given, f"{name}({parameter.name})"
                assert given[parameter.name].kind == parameter.kind, f"{name}({parameter.name})"
                assert given[parameter.name].default == parameter.default, f"{name}({parameter.name})"


def test_the_backend_overrides_whatever_is_abstract_or_unfinished_in_bleak() -> None:
    assert {"name"} | BaseBleakClient.__abstractmethods__ <= vars(VirtualClient).keys()
    assert BaseBleakScanner.__abstractmethods__ <= vars(VirtualScanner).keys()


@pytest.fixture
async def air() -> AsyncGenerator[Air]:
    air = Air()
    await air.start()
    yield air
    await air.stop()


@pytest.fixture
async def parrot(air: Air) -> AsyncGenerator[Parrot]:
    host, port = air.address
    parrot = Parrot(f"virtual:{host}:{port}")
    await parrot.peripheral.start()
    yield parrot
    await parrot.peripheral.stop()


@pytest.fixture
async def radio(air: Air) -> AsyncGenerator[Adapter]:
    adapter = Adapter(*air.address)
    yield adapter
    await adapter.close()


def scanner(radio: Adapter, *services: str) -> BleakScanner:
    return BleakScanner(service_uuids=list(services), backend=VirtualScanner, radio=radio)


def client(radio: Adapter, address: BLEDevice | str = ADDRESS, timeout: float = 5, **options: object) -> BleakClient:
    return BleakClient(address, timeout=timeout, backend=VirtualClient, radio=radio, **options)


@pytest.mark.usefixtures("parrot")
async def test_scan_with_bleaks_own_helpers(radio: Adapter) -> None:
    async with scanner(radio, SERVICE) as hearing:
        async for device, data in hearing.advertisement_data():
            assert (device.address, device.name, data.local_name) == (ADDRESS, NAME, NAME)
            assert data.service_uuids == [SERVICE]
            break
        assert [found.address for found in hearing.discovered_devices] == [ADDRESS]
    found = await BleakScanner.find_device_by_name(NAME, timeout=5, backend=VirtualScanner, radio=radio)
    assert found is not None
    async with client(radio, found) as link:
        assert link.name == NAME


@pytest.mark.usefixtures("parrot")
async def test_a_scan_for_another_service_hears_nothing(radio: Adapter) -> None:
    hearing, everything = scanner(radio, "180d"), scanner(radio)
    async with hearing, everything:
        await until(lambda: everything.discovered_devices)
        assert not hearing.discovered_devices


@pytest.mark.usefixtures("parrot")
async def test_read_write_and_listen(radio: Adapter) -> None:
    async with client(radio) as link:
        assert link.mtu_size == MTU
        tx, rx = (link.services.get_characteristic(uuid) for uuid in (TX, RX))
        assert tx is not None
        assert rx is not None
        assert rx.max_write_without_response_size == MTU - 3
        assert set(rx.properties) == {"write", "write-without-response"}
        assert await link.read_gatt_char(INFO) == WHO
        (cccd,) = tx.descriptors
        heard: list[bytes] = []
        await link.start_notify(tx, lambda _sender, data: heard.append(bytes(data)))
        assert await link.read_gatt_descriptor(cccd) == b"\x01\x00"
        with pytest.raises(BleakError, match="on already"):
            await link.start_notify(tx, lambda _sender, data: None)
        await link.write_gatt_char(rx, b"\xc0\x00\x02hi", response=True)
        await until(lambda: heard == [b"\xc0\x00\x02hi"])
        await link.stop_notify(tx)
        assert await link.read_gatt_descriptor(cccd) == b"\x00\x00"


@pytest.mark.usefixtures("parrot")
async def test_only_the_services_asked_for_are_read(radio: Adapter) -> None:
    async with client(radio, services=[SERVICE]) as link:
        assert [service.uuid for service in link.services] == [SERVICE]


@pytest.mark.usefixtures("parrot")
async def test_what_bumble_would_let_pass_is_refused(radio: Adapter) -> None:
    async with client(radio) as link:
        rx = link.services.get_characteristic(RX)
        with pytest.raises(BleakError, match="do not fit"):
            await link.write_gatt_char(RX, bytes(MTU - 2), response=False)
        with pytest.raises(BleakGATTProtocolError):
            await link._backend.read_gatt_char(_at(rx, 0x7FFF))
        with pytest.raises(BleakError, match="already connected"):
            await link.connect()
        with pytest.raises(NotImplementedError):
            await link.pair()
        with pytest.raises(NotImplementedError):
            await link.unpair()
    with pytest.raises(BleakError):
        await link.read_gatt_char(INFO)
    await link.disconnect()


def _at(characteristic: object, handle: int) -> object:
    characteristic._handle = handle  # type: ignore[attr-defined]
    return characteristic


@pytest.mark.usefixtures("parrot")
async def test_a_call_that_times_out_does_not_block_the_next(radio: Adapter) -> None:
    with pytest.raises(TimeoutError):
        await client(radio, "C4:00:00:00:00:99", timeout=0.2).connect()
    async with client(radio) as link:
        assert link.is_connected


@pytest.mark.usefixtures("parrot")
async def test_a_call_that_is_cancelled_does_not_block_the_next(radio: Adapter) -> None:
    device = await radio.device()
    call = asyncio.ensure_future(client(radio, "C4:00:00:00:00:99").connect())
    await until(lambda: device.is_le_connecting)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    async with client(radio) as link:
        assert link.is_connected


async def test_a_call_cancelled_at_any_moment_leaves_no_link(radio: Adapter, parrot: Parrot) -> None:
    for turns in range(0, 200, 5):
        call = asyncio.ensure_future(client(radio).connect())
        for _ in range(turns):
            await asyncio.sleep(0)
        if call.cancel():
            with pytest.raises(asyncio.CancelledError):
                await call
    device = await radio.device()
    await until(lambda: not device.connections and not parrot.peripheral.has_link)


async def test_when_the_link_goes_whoever_waits_gets_an_error_of_bleak(radio: Adapter, parrot: Parrot) -> None:
    gone: list[str] = []
    async with client(radio, disconnected_callback=lambda link: gone.append(link.address)) as link:
        await link.start_notify(TX, lambda _sender, _data: None)
        reading = [asyncio.ensure_future(link.read_gatt_char(INFO)) for _ in range(3)]
        device = await radio.device()
        (connection,) = device.connections.values()
        await connection.disconnect(hci.HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR)
        results = await asyncio.gather(*reading, return_exceptions=True)
        assert any(isinstance(result, BleakError) for result in results)
        assert all(isinstance(result, BleakError | bytearray) for result in results)
        assert gone == [ADDRESS]
        assert not link.is_connected
    assert gone == [ADDRESS]
    await until(lambda: not parrot.peripheral.has_link)


async def test_when_the_radio_goes_links_end_and_a_new_one_is_taken_up(air: Air, radio: Adapter) -> None:
    host, port = air.address
    parrot = Parrot(f"virtual:{host}:{port}")
    await parrot.peripheral.start()
    gone = asyncio.Event()
    link = client(radio, disconnected_callback=lambda _: gone.set())
    await link.connect()
    lost = asyncio.ensure_future(radio.lost())
    calling = asyncio.ensure_future(client(radio, "C4:00:00:00:00:99").connect())
    await asyncio.sleep(0)
    await air.stop()
    async with asyncio.timeout(2):
        await gone.wait()
        await lost
        with pytest.raises(BleakError):
            await calling
        with pytest.raises(BleakError):
            await link.read_gatt_char(INFO)
        with pytest.raises(BleakBluetoothNotAvailableError):
            await client(radio).connect()
        with pytest.raises(BleakBluetoothNotAvailableError):
            await scanner(radio).start()
    await air.start(port=port)
    await until(lambda: parrot.peripheral.on_air)
    async with client(radio) as link:
        assert await link.read_gatt_char(INFO) == WHO
    await parrot.peripheral.stop()
