"""A seal over Bluetooth: what session, log and secrecy cost beside the bare link; and the press until it is a record.

Radio, seal and console run in this one process, each with its own chip: what is compared shares one clock and one core.
Bare is what bleak does without us: connect and read the services; notifications of the same bytes, full frames.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import percentile, show, within
from protocol.advertisement import RX, TX
from protocol.log import open_slice
from simulator.air import Conditions
from simulator.peripheral import Listener, Peripheral, Plate
from tests.app.device.stands import RadioStand, bound, radio_stand, seal_of
from tests.simulator import world as words

if TYPE_CHECKING:
    from bleak import BleakClient

    from app.device.radio import Sighting
    from app.models.store import Store

CONNECTIONS, DRAINS, PRESSES, IMPRESSIONS = 30, 3, 200, 800
CONDITIONS = [(mtu, interval) for interval in (0, 15, 30) for mtu in (23, 185, 247)]
BARE = "C4:5A:00:00:BA:4E"
LIMIT_CONNECT, LIMIT_DRAIN = 1.5, 1.2
ORGANIZATION = "0" * 32
KEY = bytes(32)


async def measure() -> int:
    """0 if it is as quick as it must be."""
    from app.models.store import Store

    with tempfile.TemporaryDirectory(prefix="signet-bench-", ignore_cleanup_errors=True) as home:
        async with radio_stand(Path(home) / "seal") as stand:
            assert isinstance(stand, RadioStand)
            connect_ratio = await _connecting(stand)
            await _fill(stand)
            store = await Store.open(Path(home) / "console.db", KEY)
            try:
                drain_ratio = await _draining(stand, Path(home))
                await _pressing(stand, store)
            finally:
                await store.close()
    return within(connect_ratio=(connect_ratio, LIMIT_CONNECT), drain_ratio=(drain_ratio, LIMIT_DRAIN))


# Connecting


async def _connecting(stand: RadioStand) -> float:
    bound(stand)
    ours: list[float] = []
    bare: list[float] = []
    async with stand.scanner:  # heard already, as a seal in the list is
        for _ in range(CONNECTIONS):  # in turn: what slows the machine slows both
            sighting = await _free(stand)
            bare.append(await _timed(lambda sighting=sighting: _bare_connection(stand, sighting)))
            await _free(stand)
            ours.append(await _timed(lambda: _our_connection(stand)))
    print(f"# {CONNECTIONS} connections each, in turn: bleak's connect with the services read, and ours with a session")
    show("connect_bare_ms", statistics.median(bare) * 1000)
    show("connect_session_ms", statistics.median(ours) * 1000)
    ratio = statistics.median(ours) / statistics.median(bare)
    show("connect_ratio", ratio)
    return ratio


async def _free(stand: RadioStand) -> "Sighting":
    since = time.monotonic()
    address = stand.host.plate.address
    return await stand.scanner.find(
        lambda heard: heard.address == address and not heard.in_use and heard.seen_at >= since
    )


async def _timed(work: "Callable[[], Awaitable[Callable[[], Awaitable[None]]]]") -> float:
    begun = time.perf_counter()
    end = await work()
    took = time.perf_counter() - begun
    await end()
    return took


async def _bare_connection(stand: RadioStand, sighting: "Sighting") -> Callable[[], Awaitable[None]]:
    client = stand.scanner.radio.client(sighting.device, lambda: None, 15)
    await client.connect()
    return client.disconnect


async def _our_connection(stand: RadioStand) -> Callable[[], Awaitable[None]]:
    from app.device.seal import Seal
    from tests.app.device.stands import TRUST, hello

    seal = await Seal.open(await stand.link(), TRUST, hello(stand.world))
    return seal.close


# Draining


async def _fill(stand: RadioStand) -> None:
    """A store full of impressions, each with person, time and place."""
    stand.world.seal.connect(stand.world.certificate())
    grant = stand.world.grant(count=0)
    stand.world.issue(grant)
    stand.world.take()
    stand.world.open()
    for _ in range(IMPRESSIONS):
        stand.world.seal.press()
    stand.act(lambda firmware: firmware.disconnect())


async def _draining(stand: RadioStand, home: Path) -> float:
    raw = await _raw_bytes(stand)
    print(
        f"# {IMPRESSIONS} impressions ({raw} bytes of entries) into the console's database, beside bare notifications"
    )
    demanded = 0.0
    async with _bare_seal(stand) as bare_seal:
        for mtu, interval in CONDITIONS:
            stand.air.set_conditions(Conditions(interval_ms=interval, mtu=mtu))
            ours: list[float] = []
            bare: list[float] = []
            for _ in range(DRAINS):
                bare.append(await bare_seal.notify(stand, raw))
                ours.append(await _drain(stand, home))
            name = f"{mtu}_{interval or 'unpaced'}"
            ratio = min(ours) / min(bare)
            show(f"drain_bare_{name}_s", min(bare))
            show(f"drain_{name}_s", min(ours))
            demanded = ratio if (mtu, interval) == (247, 15) else demanded
            show("drain_ratio" if (mtu, interval) == (247, 15) else f"drain_ratio_{name}", ratio)
    stand.air.set_conditions(Conditions())
    return demanded


async def _raw_bytes(stand: RadioStand) -> int:
    entries = 0
    async with seal_of(stand) as seal:
        first = 1
        while (part := await seal.read_log(first)) is not None:
            opened, _ = open_slice(part.blob, words.seal_signing.public, stand.world.secret)
            entries += sum(len(entry) for entry in opened.entries)
            first = part.last + 1
    return entries


async def _drain(stand: RadioStand, home: Path) -> float:
    """With all that the product does: opened by nobody, kept in the database."""
    from app.models.store import Store
    from app.services.courier import Courier

    path = home / f"drain-{time.monotonic_ns()}.db"
    store = await Store.open(path, KEY)
    try:
        async with seal_of(stand) as seal:
            begun = time.perf_counter()
            carried = await Courier(store, None).drain(seal, ORGANIZATION)  # type: ignore[arg-type]  # no cloud
            took = time.perf_counter() - begun
    finally:
        await store.close()
    assert carried >= IMPRESSIONS, carried
    return took


class _BareSeal:
    """Notifies as many bytes as it is told to, in full frames."""

    def __init__(self, radio: str) -> None:
        plate = Plate(BARE, words.Model.GL, "GL2026000099", "GYGL2026010101")
        self.peripheral = Peripheral(radio, plate, Listener(lambda _mtu: None, self._on_frame, lambda: None))
        self.peripheral.set_advertisement("ZGY_GL_BA4E", words.contact.Phase.NEEDS_GRANT, 50)

    async def _on_frame(self, frame: bytes) -> None:
        left, size = int.from_bytes(frame, "big"), self.peripheral.frame_size
        while left > 0:
            await self.peripheral.notify(bytes(min(size, left)))
            left -= size

    async def notify(self, stand: RadioStand, count: int) -> float:
        sighting = await stand.scanner.find(lambda heard: heard.address == BARE and not heard.in_use)
        client: BleakClient = stand.scanner.radio.client(sighting.device, lambda: None, 15)
        await client.connect()
        try:
            heard, done = 0, asyncio.Event()

            def on_frame(_sender: object, frame: bytearray) -> None:
                nonlocal heard
                heard += len(frame)
                if heard >= count:
                    done.set()

            await client.start_notify(TX, on_frame)
            begun = time.perf_counter()
            await client.write_gatt_char(RX, count.to_bytes(4, "big"), response=False)
            await done.wait()
            return time.perf_counter() - begun
        finally:
            await client.disconnect()


@asynccontextmanager
async def _bare_seal(stand: RadioStand) -> AsyncGenerator[_BareSeal]:
    seal = _BareSeal(stand.place)
    await seal.peripheral.start()
    try:
        yield seal
    finally:
        await seal.peripheral.stop()


# Pressing


async def _pressing(stand: RadioStand, store: "Store") -> None:
    """From the press to the slice in the console's database, as `app/services/stamping.py` keeps it."""
    from app.device.seal import NewEntries
    from app.services.courier import Courier

    courier = Courier(store, None)  # type: ignore[arg-type]  # no cloud
    took: list[float] = []
    stand.world.seal.connect(stand.world.certificate())
    stand.world.receipt()
    stand.act(lambda firmware: firmware.disconnect())
    async with seal_of(stand) as seal:
        notices = seal.notices()
        await seal.take(b"t" * 16)
        for _ in range(PRESSES):
            begun = time.perf_counter()
            stand.act(lambda firmware: firmware.press())
            async for said in notices:
                if isinstance(said, NewEntries) and said.press is not None:
                    await courier.keep(ORGANIZATION, said.part)
                    break
            took.append((time.perf_counter() - begun) * 1000)
    print(f"# {PRESSES} presses one after the other: committed by the seal, told, and committed by the console")
    show("press_to_record_p50_ms", statistics.median(took))
    show("press_to_record_p95_ms", percentile(took, 0.95))
