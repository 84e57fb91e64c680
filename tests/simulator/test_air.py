"""The virtual radio: what bumble's own leaves out, and programs that come, go, die and misbehave."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from bumble import hci
from bumble.core import AdvertisingData, BaseBumbleError
from bumble.device import Advertisement, Connection, Device
from bumble.transport.common import Transport
from bumble.transport.tcp_client import open_tcp_client_transport

from protocol.advertisement import COMPANY, SERVICE
from protocol.advertisement import Advertisement as Hint
from protocol.contact import Phase
from simulator.air import Air
from simulator.air.chip import strength
from tests.simulator.programs import ADDRESS, NAME, Parrot, air_program, parrot_program
from tests.waiting import until


@pytest.fixture
async def air() -> AsyncGenerator[Air]:
    air = Air()
    await air.start()
    yield air
    await air.stop()


def radio(air: Air) -> str:
    host, port = air.address
    return f"virtual:{host}:{port}"


@pytest.fixture
async def parrot(air: Air) -> AsyncGenerator[Parrot]:
    parrot = Parrot(radio(air))
    await parrot.peripheral.start()
    yield parrot
    await parrot.peripheral.stop()


class Central:
    """A bare bumble host on the air."""

    def __init__(self, device: Device, transport: Transport) -> None:
        self.device = device
        self.transport = transport

    @classmethod
    @contextlib.asynccontextmanager
    async def on(cls, air: Air, address: str) -> AsyncGenerator["Central"]:
        host, port = air.address
        async with await open_tcp_client_transport(f"{host}:{port}") as transport:
            device = Device.with_hci("central", hci.Address(address), transport.source, transport.sink)
            await device.power_on()
            yield cls(device, transport)

    async def hear(self, *, connectable: bool) -> Advertisement:
        heard: asyncio.Future[Advertisement] = asyncio.get_running_loop().create_future()

        def on_advertisement(advertisement: Advertisement) -> None:
            if advertisement.is_connectable == connectable and not heard.done():
                heard.set_result(advertisement)

        self.device.on(self.device.EVENT_ADVERTISEMENT, on_advertisement)
        await self.device.start_scanning(legacy=True)
        try:
            async with asyncio.timeout(5):
                return await heard
        finally:
            self.device.remove_listener(self.device.EVENT_ADVERTISEMENT, on_advertisement)
            await self.device.stop_scanning(legacy=True)

    async def connect(self) -> Connection:
        async with asyncio.timeout(5):
            return await self.device.connect_le(ADDRESS, timeout=None)


FIRST, SECOND = "F0:00:00:00:00:01", "F0:00:00:00:00:02"


@pytest.mark.usefixtures("parrot")
async def test_name_and_hint_arrive_in_the_scan_response(air: Air) -> None:
    async with Central.on(air, FIRST) as central:
        heard = await central.hear(connectable=True)
    kinds = AdvertisingData.Type
    assert heard.data.get(kinds.COMPLETE_LOCAL_NAME) == NAME
    company, hint = heard.data.get(kinds.MANUFACTURER_SPECIFIC_DATA)
    assert company == COMPANY
    assert Hint.decode(hint) == Hint(Phase.NEEDS_GRANT, 88, in_use=False)
    assert heard.data.get(kinds.FLAGS) == 6
    (uuids,) = heard.data.get_all(kinds.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS)
    assert [uuid.to_hex_str("-").lower() for uuid in uuids] == [SERVICE]
    assert str(heard.address) == ADDRESS
    assert -100 <= heard.rssi <= -30


def test_seals_are_heard_from_different_distances_and_waver() -> None:
    means = [sum(strength(f"C4:00:00:00:00:{n:02X}") for _ in range(50)) / 50 for n in range(8)]
    assert max(means) - min(means) > 6
    assert len({strength(ADDRESS) for _ in range(50)}) > 2


async def test_a_seal_with_a_link_is_seen_and_cannot_be_connected(air: Air, parrot: Parrot) -> None:
    async with Central.on(air, FIRST) as first, Central.on(air, SECOND) as second:
        link = await first.connect()
        heard = await second.hear(connectable=False)
        _, hint = heard.data.get(AdvertisingData.Type.MANUFACTURER_SPECIFIC_DATA)
        assert Hint.decode(hint).in_use
        waiting = asyncio.ensure_future(second.connect())
        assert (await second.hear(connectable=False)).address == heard.address
        assert not waiting.done()
        await link.disconnect()
        await (await waiting).disconnect()


@pytest.mark.usefixtures("parrot")
async def test_of_two_that_call_at_the_same_time_one_gets_the_link(air: Air) -> None:
    async with Central.on(air, FIRST) as first, Central.on(air, SECOND) as second:
        calls = [asyncio.ensure_future(central.connect()) for central in (first, second)]
        done, late = await asyncio.wait(calls, return_when=asyncio.FIRST_COMPLETED)
        assert (len(done), len(late)) == (1, 1)
        await done.pop().result().disconnect()
        await (await late.pop()).disconnect()


@pytest.mark.usefixtures("parrot")
async def test_a_call_taken_back_does_not_block_the_next(air: Air) -> None:
    async with Central.on(air, FIRST) as central:
        call = asyncio.ensure_future(central.device.connect_le("C4:00:00:00:00:99", timeout=None))
        await until(lambda: central.device.is_le_connecting)
        await central.device.cancel_connection()
        with pytest.raises(BaseBumbleError):
            await call
        await (await central.connect()).disconnect()


async def test_an_address_can_be_used_by_one_program(air: Air) -> None:
    async with Central.on(air, FIRST):
        with pytest.raises(hci.HCI_Error):
            async with Central.on(air, FIRST):
                pass
    await until(lambda: air.programs == 0)
    async with Central.on(air, FIRST):
        pass


@pytest.mark.usefixtures("parrot")
async def test_a_host_that_starts_anew_leaves_no_link_behind(air: Air) -> None:
    async with Central.on(air, FIRST) as first, Central.on(air, SECOND) as second:
        await first.connect()
        await first.device.host.send_sync_command(hci.HCI_Reset_Command())
        await (await second.connect()).disconnect()


@pytest.mark.parametrize(
    "noise", [b"\x00\x01\x02\x03", b"\x04\x00\x00", b"\x01\x03\x0c\x00\xee", b"\x02\xff\xff\x01\x00x"]
)
async def test_who_does_not_speak_hci_is_dropped_alone(
    air: Air, parrot: Parrot, noise: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with Central.on(air, FIRST) as central:
        programs = air.programs
        reader, writer = await asyncio.open_connection(*air.address)
        writer.write(noise)
        await until(lambda: air.programs == programs + 1 or reader.at_eof())
        writer.write(noise)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        await until(lambda: air.programs == programs)
        await (await central.connect()).disconnect()
    await until(lambda: not parrot.peripheral.has_link)


@pytest.mark.slow
async def test_who_does_not_read_makes_the_sender_wait(air: Air, parrot: Parrot) -> None:
    async with Central.on(air, FIRST) as central:
        link = await central.connect()
        await link.gatt_client.request_mtu(247)
        (service,) = [
            s for s in await link.gatt_client.discover_services() if s.uuid.to_hex_str("-").lower() == SERVICE
        ]
        *_, tx = await service.discover_characteristics()
        heard: list[bytes] = []
        await tx.subscribe(heard.append)
        central.transport.sink.transport.pause_reading()
        said = 0

        async def say() -> None:
            nonlocal said
            while said < 20_000:
                await parrot.peripheral.notify(said.to_bytes(4, "big") + bytes(240))
                said += 1

        saying = asyncio.ensure_future(say())
        before = -1
        while said != before:  # until it makes no way any more
            before = said
            await asyncio.wait({saying}, timeout=0.25)
        assert 0 < said < 20_000, "five megabytes are not kept for somebody who does not read"
        central.transport.sink.transport.resume_reading()
        await until(lambda: len(heard) > before + 1000)
        assert [int.from_bytes(frame[:4], "big") for frame in heard] == list(range(len(heard)))
        saying.cancel()
        await link.disconnect()


@pytest.mark.slow
async def test_a_killed_seal_is_gone_for_everybody_and_may_come_back(air: Air, tmp_path: Path) -> None:
    seal = parrot_program(tmp_path, radio(air))
    await seal.start()
    async with Central.on(air, FIRST) as central:
        link = await central.connect()
        lost: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        link.on(link.EVENT_DISCONNECTION, lost.set_result)
        await seal.kill()
        async with asyncio.timeout(2):
            assert await lost == hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR
        await until(lambda: air.programs == 1)
        await seal.start()
        await (await central.connect()).disconnect()
    await seal.kill()


@pytest.mark.slow
async def test_a_seal_comes_back_when_the_killed_radio_does(tmp_path: Path) -> None:
    program = air_program(tmp_path)
    place = await program.start()
    parrot = Parrot(place["radio"])
    await parrot.peripheral.start()
    await program.kill()
    await until(lambda: not parrot.peripheral.on_air)
    again = air_program(tmp_path, place["port"])
    await again.start()
    await until(lambda: parrot.peripheral.on_air)
    await parrot.peripheral.stop()
    await again.kill()
