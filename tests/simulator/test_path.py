"""The way between two chips: meetings, sizes, and faults of single frames."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from app.device.connections import Connections
from app.device.errors import LinkLost
from app.device.link import Link
from app.device.radio import Radio, Scanner
from simulator.air import Air, Conditions, Fault
from simulator.air.path import Path, air_time, is_frame, limited, unanswered
from tests.simulator.programs import ADDRESS, Parrot

NOTIFICATION = bytes([5, 0, 4, 0, 0x1B, 9, 0, 1, 2])
REQUEST = bytes([5, 0, 4, 0, 0x12, 9, 0, 1, 2])


def test_what_a_frame_is() -> None:
    assert is_frame(NOTIFICATION)
    assert is_frame(REQUEST)
    assert not is_frame(REQUEST[:4] + b"\x0a" + REQUEST[5:]), "a read"
    assert not is_frame(b"\x05\x00\x06\x00\x1b\x09\x00\x01\x02"), "another channel"
    assert not is_frame(b"")
    assert unanswered(NOTIFICATION) == NOTIFICATION
    assert unanswered(REQUEST)[4] == 0x52


@pytest.mark.parametrize("code", [0x02, 0x03])
def test_sizes_are_agreed_within_what_the_air_lets_pass(code: int) -> None:
    def agreed(mtu: int) -> bytes:
        return bytes([3, 0, 4, 0, code]) + mtu.to_bytes(2, "little")

    assert limited(agreed(247), 185) == agreed(185)
    assert limited(agreed(185), 185) == agreed(185)
    assert limited(agreed(23), 185) == agreed(23)
    assert limited(NOTIFICATION, 23) == NOTIFICATION


def test_six_full_packets_fit_into_fifteen_milliseconds() -> None:
    assert 6 * air_time(bytes(251)) <= 0.015 < 7 * air_time(bytes(251))
    assert air_time(bytes(502)) == pytest.approx(2 * air_time(bytes(251)))


async def test_what_is_sent_goes_at_the_meetings_and_in_order() -> None:
    path, came = Path(), []
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    begun = loop.time()
    for number in range(13):
        path.put(lambda number=number: came.append((number, loop.time() - begun)), 0.0025, 15)
    path.put(done.set, 0.0, 15)
    assert not path.idle
    await done.wait()
    assert [number for number, _ in came] == list(range(13))
    assert came[6][1] >= 0.014, "six at the first meeting"
    assert came[12][1] >= 0.029


async def test_a_delay_holds_up_what_comes_behind() -> None:
    path, came = Path(), []
    done = asyncio.Event()
    path.put(lambda: came.append(1), 0.0, 0, delay_s=0.05)
    path.put(lambda: came.append(2), 0.0, 0)
    path.put(done.set, 0.0, 0)
    begun = asyncio.get_running_loop().time()
    await done.wait()
    assert came == [1, 2]
    assert asyncio.get_running_loop().time() - begun >= 0.045


@pytest.fixture
async def air() -> AsyncGenerator[Air]:
    air = Air()
    await air.start()
    yield air
    await air.stop()


@pytest.fixture
async def scanner(air: Air) -> AsyncGenerator[Scanner]:
    place = "virtual:{}:{}".format(*air.address)
    radio, parrot = Radio(place), Parrot(place)
    await parrot.peripheral.start()
    yield Scanner(radio)
    await radio.close()
    await parrot.peripheral.stop()


@pytest.mark.parametrize("mtu", [23, 185, 247])
async def test_a_link_of_any_size_at_any_interval(air: Air, scanner: Scanner, mtu: int) -> None:
    for interval in (0, 15, 30):
        air.set_conditions(Conditions(interval_ms=interval, mtu=mtu))
        link = await Connections(scanner).connect(ADDRESS)
        assert link._client is not None
        assert link._client.mtu_size == mtu
        message = bytes(range(256)) * 8
        begun = asyncio.get_running_loop().time()
        await link.send(message)
        assert await link.receive() == message
        took = asyncio.get_running_loop().time() - begun
        least = 2 * air_time(bytes(len(message)))  # there and back
        assert not interval or took >= least
        await link.close()


@asynccontextmanager
async def opened(scanner: Scanner) -> AsyncGenerator[Link]:
    link = await Connections(scanner).connect(ADDRESS)
    try:
        yield link
    finally:
        await link.close()


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.DOUBLE, Fault.CUT])
async def test_a_frame_that_is_not_as_it_was_ends_the_link(air: Air, scanner: Scanner, fault: Fault) -> None:
    async with opened(scanner) as link:
        mischief = air.disturb(fault, 3)  # of nine each way
        with pytest.raises(LinkLost):
            for _ in range(2):
                await link.send(bytes(2000))
                await link.receive()
        assert mischief.frames >= 3


async def test_a_frame_that_is_late_is_only_late(air: Air, scanner: Scanner) -> None:
    async with opened(scanner) as link:
        air.disturb(Fault.DELAY, 3, delay_s=0.1)
        begun = asyncio.get_running_loop().time()
        await link.send(bytes(2000))
        assert await link.receive() == bytes(2000)
        assert asyncio.get_running_loop().time() - begun >= 0.1
