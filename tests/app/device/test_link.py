"""One link to one seal: air, seal and console as three processes, killed and started again at will."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from bleak import BleakClient
from bumble import hci
from bumble.core import AdvertisingData
from bumble.device import Device
from bumble.gatt import Service
from bumble.transport.tcp_client import open_tcp_client_transport

from app.device import connections
from app.device import link as module
from app.device.connections import Connections
from app.device.errors import BluetoothMissing, ConnectFailed, InUse, LinkLost, NotASeal, OutOfReach
from app.device.link import Link
from app.device.radio import Radio, Scanner
from demo.processes import Program
from protocol.advertisement import COMPANY, SERVICE, Advertisement
from protocol.contact import Phase
from protocol.frames import MAX_MESSAGE
from tests.simulator.programs import ADDRESS, INFO, air_program, parrot_program
from tests.waiting import until

BOUNDED_S = 3.0
"""Within which a link that lost its seal, or its radio, must say so."""


@pytest.fixture(scope="module")
async def air(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Program]:
    program = air_program(tmp_path_factory.mktemp("air"))
    await program.start()
    yield program
    await program.kill()


@pytest.fixture(scope="module")
async def parrot(air: Program, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Program]:
    program = parrot_program(tmp_path_factory.mktemp("parrot"), air.ready["radio"])
    await program.start()
    yield program
    await program.kill()


@pytest.fixture(scope="module")
async def scanner(air: Program) -> AsyncGenerator[Scanner]:
    radio = Radio(air.ready["radio"])
    yield Scanner(radio)
    await radio.close()


@pytest.fixture
async def link(scanner: Scanner, parrot: Program) -> AsyncGenerator[Link]:
    assert parrot.running
    link = await Connections(scanner).connect(ADDRESS)
    yield link
    await link.close()


@pytest.mark.parametrize("size", [1, 20, 241, 242, 243, 244, 245, 1000, MAX_MESSAGE])
async def test_messages_of_any_size_come_back(link: Link, size: int) -> None:
    message = (b"signet" * 400)[:size]
    for _ in range(3):
        await link.send(message)
        assert await link.receive() == message


async def test_info_is_what_the_seal_says_of_itself(link: Link) -> None:
    assert await link.read_info() == INFO


async def test_eight_hundred_records_arrive_in_order(link: Link) -> None:
    await link.send(b"say 800 120")
    records = [await link.receive() for _ in range(800)]
    assert [int.from_bytes(record[:4], "big") for record in records] == list(range(800))


async def test_messages_of_several_tasks_are_not_mixed(link: Link) -> None:
    messages = {bytes([number]) * 700 for number in range(12)}
    await asyncio.gather(*(link.send(message) for message in messages))
    assert {await link.receive() for _ in messages} == messages


@pytest.mark.parametrize("message", [b"", bytes(MAX_MESSAGE + 1)])
async def test_a_message_that_cannot_be_framed_leaves_the_link_alone(link: Link, message: bytes) -> None:
    with pytest.raises(ValueError, match="bytes"):
        await link.send(message)
    await link.send(b"still here")
    assert await link.receive() == b"still here"


async def test_the_smallest_mtu(scanner: Scanner, parrot: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.device.virtual import client

    assert parrot.running
    monkeypatch.setattr(client, "MTU", 23)
    async with Link(scanner.radio, await scanner.find(lambda seal: not seal.in_use)) as link:
        message = bytes(range(256)) * 8
        await link.send(message)
        assert await link.receive() == message


async def test_over_is_over(link: Link) -> None:
    receiving = asyncio.ensure_future(link.receive())
    waiting = asyncio.ensure_future(link.wait_closed())
    await asyncio.sleep(0)
    await link.close()
    await link.close()
    assert link.closed
    await waiting
    with pytest.raises(LinkLost):
        await receiving
    with pytest.raises(LinkLost):
        await link.send(b"x")
    with pytest.raises(LinkLost):
        await link.receive()
    with pytest.raises(LinkLost):
        await link.read_info()


async def test_a_link_is_free_again_at_once_for_the_next(scanner: Scanner, parrot: Program) -> None:
    assert parrot.running
    for number in range(5):
        link = await Connections(scanner).connect(ADDRESS)
        await link.send(bytes([number]))
        assert await link.receive() == bytes([number])
        await link.close()


async def test_somebody_else_has_the_link(
    scanner: Scanner, link: Link, air: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "FREE_WITHIN_S", 0.3)
    other = Scanner(Radio(air.ready["radio"]))
    with pytest.raises(InUse):
        await Connections(other).connect(ADDRESS)
    await other.radio.close()
    await link.send(b"undisturbed")
    assert await link.receive() == b"undisturbed"


async def test_a_seal_that_is_not_there(scanner: Scanner) -> None:
    with pytest.raises(OutOfReach):
        await Connections(scanner).connect("C4:00:00:00:00:99", within_s=0.3)


async def test_a_seal_that_left_after_it_was_heard(
    scanner: Scanner, parrot: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parrot.running
    sighting = await scanner.find(lambda seal: seal.address == ADDRESS)
    monkeypatch.setattr(sighting.device, "details", hci.Address("C4:00:00:00:00:99"))
    monkeypatch.setattr(module, "CONNECT_WITHIN_S", 0.3)
    link = Link(scanner.radio, sighting)
    with pytest.raises(ConnectFailed):
        await link.connect()
    assert link.closed
    monkeypatch.undo()
    await (await Connections(scanner).connect(ADDRESS)).close()


async def test_a_failed_attempt_is_made_again(
    scanner: Scanner, parrot: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert parrot.running
    attempts: list[Link] = []
    attempt = Link.connect

    async def fail_twice(link: Link) -> None:
        attempts.append(link)
        if len(attempts) < 3:
            raise ConnectFailed("lost on the air")
        await attempt(link)

    monkeypatch.setattr(Link, "connect", fail_twice)
    monkeypatch.setattr(connections, "SETTLE_S", 0.01)
    link = await Connections(scanner).connect(ADDRESS)
    assert attempts == [attempts[0], attempts[1], link]
    await link.close()
    attempts.clear()
    monkeypatch.setattr(connections, "ATTEMPTS", 2)
    with pytest.raises(ConnectFailed, match="lost on the air"):
        await Connections(scanner).connect(ADDRESS)


@pytest.mark.parametrize("turns", range(0, 120, 8))
async def test_giving_up_a_connection_at_any_moment_leaves_the_seal_free(
    scanner: Scanner, parrot: Program, turns: int
) -> None:
    assert parrot.running
    sighting = await scanner.find(lambda seal: seal.address == ADDRESS and not seal.in_use)
    link = Link(scanner.radio, sighting)
    connecting = asyncio.ensure_future(link.connect())
    for _ in range(turns):
        await asyncio.sleep(0)
    connecting.cancel()
    await asyncio.gather(connecting, return_exceptions=True)
    await link.close()
    async with asyncio.timeout(BOUNDED_S):
        await scanner.find(lambda seal: seal.address == ADDRESS and not seal.in_use)


async def test_a_message_broken_off_ends_the_link(link: Link) -> None:
    sending = asyncio.ensure_future(link.send(bytes(MAX_MESSAGE)))
    await asyncio.sleep(0)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    async with asyncio.timeout(BOUNDED_S):
        await link.wait_closed()
    with pytest.raises(LinkLost, match="broken off"):
        await link.receive()


async def test_a_seal_that_stammers_is_hung_up_on(link: Link) -> None:
    await link.send(b"before")
    with contextlib.suppress(LinkLost):  # the stammer may be heard before the confirmation
        await link.send(b"stammer")
    async with asyncio.timeout(BOUNDED_S):
        await link.wait_closed()
    assert await link.receive() == b"before", "what came before is not lost"
    with pytest.raises(LinkLost, match="frame 63 where 1 was due"):
        await link.receive()


async def test_who_does_not_take_what_the_seal_says_loses_it(link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAITING_BYTES", 10_000)
    await link.send(b"say 1000 100")
    async with asyncio.timeout(BOUNDED_S):
        await link.wait_closed()
    for number in range(100):
        assert int.from_bytes((await link.receive())[:4], "big") == number


async def test_a_seal_that_does_not_confirm_a_write(link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWERED_WITHIN_S", 0.1)

    async def never(*_args: Any, **_options: Any) -> None:
        await asyncio.get_running_loop().create_future()

    monkeypatch.setattr(BleakClient, "write_gatt_char", never)
    with pytest.raises(LinkLost, match="TimeoutError"):
        await link.send(b"hello?")
    assert link.closed


async def test_a_silent_seal_has_to_confirm_every_seventh_long_message(
    link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the system's queue would grow without end; and each confirmation costs a connection interval."""
    written: list[bool] = []

    async def write(_client: object, _rx: object, _frame: bytes, response: bool) -> None:
        written.append(response)

    monkeypatch.setattr(BleakClient, "write_gatt_char", write)
    ends: list[bool] = []
    for _ in range(14):
        await link.send(bytes(MAX_MESSAGE))
        ends.append(written[-1])
        assert not any(written[:-1])
        written.clear()
    assert ends == [*[False] * 6, True] * 2
    for _ in range(20):
        await link.send(b"short")
        assert written.pop() is False


async def test_a_device_with_the_name_but_without_the_service(scanner: Scanner, air: Program) -> None:
    async with await open_tcp_client_transport(air.ready["radio"].removeprefix("virtual:")) as transport:
        device = Device.with_hci("x", hci.Address("C4:00:00:00:00:77"), transport.source, transport.sink)
        device.add_service(Service("180D", []))
        await device.power_on()
        kinds = AdvertisingData.Type
        hint = COMPANY.to_bytes(2, "little") + Advertisement(Phase.UNBOUND, 1, in_use=False).encode()
        uuid = bytes.fromhex(SERVICE.replace("-", ""))[::-1]
        await device.start_advertising(
            advertising_data=bytes(AdvertisingData([(kinds.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS, uuid)])),
            scan_response_data=bytes(
                AdvertisingData([(kinds.COMPLETE_LOCAL_NAME, b"ZGY_L_0077"), (kinds.MANUFACTURER_SPECIFIC_DATA, hint)])
            ),
            advertising_interval_min=100,
            advertising_interval_max=100,
        )
        with pytest.raises(NotASeal):
            await Connections(scanner).connect("C4:00:00:00:00:77")
        await until(lambda: not device.connections)


@pytest.mark.slow
async def test_a_killed_seal_is_missed_within_bounds_and_found_again(
    scanner: Scanner, air: Program, tmp_path: Path
) -> None:
    address = "C4:5A:00:00:00:03"
    seal = parrot_program(tmp_path, air.ready["radio"], address)
    await seal.start()
    link = await Connections(scanner).connect(address)
    receiving = asyncio.ensure_future(link.receive())
    sending = asyncio.ensure_future(_talk(link))
    await seal.kill()
    async with asyncio.timeout(BOUNDED_S):
        await link.wait_closed()
        for broken in (receiving, sending):
            with pytest.raises(LinkLost):
                await broken
    await seal.start()
    link = await Connections(scanner).connect(address)
    await link.send(b"again")
    assert await link.receive() == b"again"
    await link.close()
    await seal.kill()


async def _talk(link: Link) -> None:
    while True:
        await link.send(bytes(600))


@pytest.mark.slow
async def test_the_radio_is_killed_and_comes_back(tmp_path: Path) -> None:
    address = "C4:5A:00:00:00:04"
    first = air_program(tmp_path)
    await first.start()
    seal = parrot_program(tmp_path, first.ready["radio"], address)
    await seal.start()
    scanner = Scanner(Radio(first.ready["radio"]))
    async with scanner:
        link = await Connections(scanner).connect(address)
        await first.kill()
        async with asyncio.timeout(BOUNDED_S):
            await link.wait_closed()
            with pytest.raises(LinkLost):
                await link.send(b"x")
            await until(lambda: isinstance(scanner.problem, BluetoothMissing))
            with pytest.raises(BluetoothMissing):
                await Connections(scanner).connect(address)
        second = air_program(tmp_path, first.ready["port"])
        await second.start()
        await until(lambda: scanner.problem is None)
        link = await Connections(scanner).connect(address)
        await link.send(b"again")
        assert await link.receive() == b"again"
        await link.close()
    await scanner.radio.close()
    await seal.kill()
    await second.kill()


async def test_two_consoles_and_two_seals_at_once(
    scanner: Scanner, parrot: Program, air: Program, tmp_path: Path
) -> None:
    assert parrot.running
    address = "C4:5A:00:00:00:05"
    seal = parrot_program(tmp_path, air.ready["radio"], address)
    await seal.start()
    other = Scanner(Radio(air.ready["radio"]))
    links = [await Connections(scanner).connect(ADDRESS), await Connections(other).connect(address)]
    for link in links:
        await link.send(b"say 100 200")
    for number in range(100):
        for link in links:
            assert int.from_bytes((await link.receive())[:4], "big") == number
    for link in links:
        await link.close()
    links = [await Connections(scanner).connect(place) for place in (ADDRESS, address)]
    for link in links:
        await link.send(link.sighting.address.encode())
        assert await link.receive() == link.sighting.address.encode()
        await link.close()
    await other.radio.close()
    await seal.kill()
