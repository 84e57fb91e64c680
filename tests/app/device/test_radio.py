"""Which Bluetooth, what keeps it from working, and who is on the air."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
)

from app.device import radio as module
from app.device.errors import BluetoothError, BluetoothForbidden, BluetoothMissing, BluetoothOff, OutOfReach
from app.device.radio import Radio, Scanner, Sighting, bluetooth_error
from domain.seals import Model
from protocol.advertisement import COMPANY, SERVICE
from protocol.contact import Phase
from simulator.air import Air
from tests.simulator.programs import ADDRESS, NAME, Parrot
from tests.waiting import until

OTHER = "C4:5A:00:00:00:02"


@pytest.mark.parametrize(
    "setting", ["", "virtual", "virtual:", "virtual:1234", "virtual:host:", "virtual:h:p", "usb:0"]
)
def test_a_setting_that_names_no_radio(setting: str) -> None:
    with pytest.raises(ValueError, match="virtual:HOST:PORT"):
        Radio(setting)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        *(
            (BleakBluetoothNotAvailableError("", getattr(BleakBluetoothNotAvailableReason, reason)), kind)
            for reason, kind in {
                "NO_BLUETOOTH": BluetoothMissing,
                "NO_BLE_CENTRAL_ROLE": BluetoothMissing,
                "UNKNOWN": BluetoothMissing,
                "POWERED_OFF": BluetoothOff,
                "DENIED_BY_USER": BluetoothForbidden,
                "DENIED_BY_SYSTEM": BluetoothForbidden,
                "DENIED_BY_UNKNOWN": BluetoothForbidden,
            }.items()
        ),
        (BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", ["no bluez"]), BluetoothMissing),
        (BleakDBusError("org.freedesktop.DBus.Error.AccessDenied", []), BluetoothForbidden),
        (BleakDBusError("org.bluez.Error.NotReady", []), BluetoothOff),
        (BleakDBusError("org.bluez.Error.InProgress", []), None),
        (FileNotFoundError(2, "no bus"), BluetoothMissing),
        (ConnectionRefusedError(111, "no bus"), BluetoothMissing),
        (PermissionError(13, "no"), BluetoothForbidden),
        (BleakError("else"), None),
        (TimeoutError(), None),
    ],
)
def test_three_reasons_why_bluetooth_cannot_be_used(error: Exception, kind: type[BluetoothError] | None) -> None:
    assert type(bluetooth_error(error)) is (kind or type(None))


@pytest.mark.skipif("sys.platform != 'linux'", reason="BlueZ and D-Bus are Linux's")
async def test_a_computer_without_bluetooth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    with pytest.raises(BluetoothMissing):
        await Scanner(Radio()).find(lambda _: True)


@pytest.fixture
async def air() -> AsyncGenerator[Air]:
    air = Air()
    await air.start()
    yield air
    await air.stop()


def setting(air: Air) -> str:
    host, port = air.address
    return f"virtual:{host}:{port}"


@pytest.fixture
async def parrot(air: Air) -> AsyncGenerator[Parrot]:
    parrot = Parrot(setting(air))
    await parrot.peripheral.start()
    yield parrot
    await parrot.peripheral.stop()


@pytest.fixture
async def scanner(air: Air) -> AsyncGenerator[Scanner]:
    radio = Radio(setting(air))
    yield Scanner(radio)
    await radio.close()


@pytest.mark.usefixtures("parrot")
async def test_a_seal_is_heard_with_all_it_says(scanner: Scanner) -> None:
    sighting = await scanner.find(lambda _: True)
    assert (sighting.address, sighting.name, sighting.model) == (ADDRESS, NAME, Model.GL)
    assert (sighting.phase, sighting.battery, sighting.in_use) == (Phase.NEEDS_GRANT, 88, False)
    assert -100 <= sighting.rssi <= -30


async def test_what_a_seal_says_later_is_heard_by_all_listeners(scanner: Scanner, parrot: Parrot) -> None:
    first: list[Sighting] = []
    second: list[Sighting] = []
    end_first, _ = scanner.subscribe(first.append), scanner.subscribe(second.append)
    async with scanner, scanner:
        await until(lambda: first and second)
        end_first()
        first.clear()
        parrot.peripheral.set_advertisement(NAME, Phase.USABLE, 41)
        await until(lambda: second[-1].battery == 41)
        assert second[-1].phase is Phase.USABLE
        assert not first


async def test_who_was_heard_lately_the_nearest_first(
    scanner: Scanner, parrot: Parrot, air: Air, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Parrot(setting(air), OTHER)
    await other.peripheral.start()
    async with scanner:
        await until(lambda: len(scanner.nearby()) == 2)
        first, second = scanner.nearby()
        assert first.rssi >= second.rssi
        assert {first.address, second.address} == {ADDRESS, OTHER}
        await other.peripheral.stop()
        monkeypatch.setattr(module, "FRESH_S", 0.5)
        await until(lambda: [sighting.address for sighting in scanner.nearby()] == [ADDRESS])
    assert parrot.peripheral.on_air


async def test_scanning_ends_with_the_last_who_asked(scanner: Scanner, parrot: Parrot) -> None:
    async with scanner:
        await scanner.find(lambda _: True)
        heard: list[Sighting] = []
        scanner.subscribe(heard.append)
        await until(lambda: heard)
    heard.clear()
    parrot.peripheral.set_advertisement(NAME, Phase.USABLE, 12)
    async with asyncio.timeout(5):
        sighting = await scanner.find(lambda sighting: sighting.battery == 12)
    assert heard == [sighting]


async def test_a_seal_that_is_not_there(scanner: Scanner) -> None:
    with pytest.raises(OutOfReach):
        await scanner.find(lambda _: True, within_s=0.2)


async def test_no_radio_is_said_at_once_and_a_radio_that_comes_is_taken_up(
    air: Air, scanner: Scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TRY_AGAIN_S", 0.05)
    problems: list[BluetoothError | None] = []
    heard: list[Sighting] = []
    scanner.subscribe(heard.append, problems.append)
    _, port = air.address
    await air.stop()
    async with asyncio.timeout(5):
        with pytest.raises(BluetoothMissing):
            await scanner.find(lambda _: True)
    async with scanner:
        await until(lambda: isinstance(scanner.problem, BluetoothMissing))
        await air.start(port=port)
        await until(lambda: scanner.problem is None)
        parrot = Parrot(setting(air))
        await parrot.peripheral.start()
        await until(lambda: heard)
        await air.stop()
        await until(lambda: isinstance(scanner.problem, BluetoothMissing))
        await air.start(port=port)
        await until(lambda: scanner.problem is None)
        heard.clear()
        await until(lambda: heard)
        await parrot.peripheral.stop()
    missing, well = BluetoothMissing, type(None)
    assert [type(problem) for problem in problems] == [missing, missing, well, missing, well]


async def test_a_silent_scan_is_begun_anew(scanner: Scanner, air: Air, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SILENCE_S", 0.02)
    begun = 0
    make = scanner.radio.scanner

    def count(*args: Any) -> object:
        nonlocal begun
        begun += 1
        return make(*args)

    monkeypatch.setattr(scanner.radio, "scanner", count)
    async with scanner:
        await until(lambda: begun >= 3)
        parrot = Parrot(setting(air))
        await parrot.peripheral.start()
        await scanner.find(lambda _: True)
        await parrot.peripheral.stop()


def advertised(name: str | None, manufacturer: dict[int, bytes]) -> AdvertisementData:
    return AdvertisementData(name, manufacturer, {}, [SERVICE], None, -60, ())


@pytest.mark.parametrize(
    ("known", "name", "manufacturer", "heard"),
    [
        (None, NAME, {COMPANY: b"\x01\x58\x02"}, True),
        (NAME, None, {COMPANY: b"\x01\x58\x02"}, True),
        (None, None, {COMPANY: b"\x01\x58\x02"}, False),
        (None, NAME, {}, False),
        (None, NAME, {0x004C: b"\x01\x58\x02"}, False),
        (None, NAME, {COMPANY: b"\x01"}, False),
        (None, "ZGY_XL_0001", {COMPANY: b"\x01\x58\x02"}, False),
    ],
)
def test_only_what_says_all_that_a_seal_says_is_one(
    known: str | None, name: str | None, manufacturer: dict[int, bytes], heard: bool
) -> None:
    scanner = Scanner(Radio())
    scanner._on_detection(BLEDevice(ADDRESS, known, None), advertised(name, manufacturer))
    assert bool(scanner.nearby()) is heard


async def test_an_error_that_bleak_lets_through_does_not_end_the_scan(
    scanner: Scanner, parrot: Parrot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "TRY_AGAIN_S", 0.01)
    make = scanner.radio.scanner

    def fail_once(*_args: Any) -> object:
        monkeypatch.setattr(scanner.radio, "scanner", make)
        raise RuntimeError("the bus fell over")

    monkeypatch.setattr(scanner.radio, "scanner", fail_once)
    async with scanner:
        await until(scanner.nearby)
    assert "the scan broke off" in caplog.text
    assert parrot.peripheral.on_air
