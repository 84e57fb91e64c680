"""A release into a seal over Bluetooth: what session, answers and the seal's storage cost beside bare writes.

Radio, seal and console run in this one process, each with its own chip: what is compared shares one clock and one core.
Bare is what bleak does without us: the same bytes in full frames, written without response, until the last has arrived.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.figures import show, within
from protocol.advertisement import RX, TX
from protocol.envelopes import Kind
from protocol.firmware import UpgradeState
from simulator.air import Conditions
from simulator.peripheral import Listener, Peripheral, Plate
from tests.app.device.stands import RadioStand, bound, contact_over, radio_stand, seal_of
from tests.simulator import releases
from tests.simulator import world as words

BYTES, ROUNDS = 200_000, 6
MTU, INTERVAL_MS = 247, 15
BARE = "C4:5A:00:00:BA:4F"
LIMIT = 1.15


async def measure() -> int:
    """0 if it is as quick as it must be."""
    bare: list[float] = []
    ours: list[float] = []
    with tempfile.TemporaryDirectory(prefix="signet-bench-", ignore_cleanup_errors=True) as home:
        async with radio_stand(Path(home) / "seal") as stand:
            assert isinstance(stand, RadioStand)
            bound(stand)
            stand.air.set_conditions(Conditions(interval_ms=INTERVAL_MS, mtu=MTU))
            async with stand.scanner, _bare_seal(stand) as taker:
                for number in range(ROUNDS):  # in turn: what slows the machine slows both
                    bare.append(await taker.take(stand, BYTES))
                    ours.append(await _given(stand, number))
    print(
        f"# {BYTES} bytes at MTU {MTU} and {INTERVAL_MS} ms, the best of {ROUNDS} in turn: bare writes, and a release"
    )
    show("firmware_bare_s", min(bare))
    show("firmware_s", min(ours))
    ratio = min(ours) / min(bare)
    show("firmware_ratio", ratio)
    return within(firmware_ratio=(ratio, LIMIT))


async def _given(stand: RadioStand, number: int) -> float:
    """Ordered, given with all that the product does, verified; then taken back, so that the next can come."""
    from app.device.giving import Release

    new = releases.release(f"GYGL{2026120200 + number}", BYTES)
    async with seal_of(stand) as seal:
        await contact_over(seal, stand.world)
        await _order(stand, seal.deliver, new.manifest)
        release, wanted = Release(new.data), await seal.upgrade()  # which it wants is asked before it is fetched
        assert release.is_wanted(wanted)
        begun = time.perf_counter()
        done = await seal.give(release, at=wanted)
        took = time.perf_counter() - begun
        assert done.state is UpgradeState.VERIFIED
        await _order(stand, seal.deliver, b"")
    return took


async def _order(stand: RadioStand, deliver: object, body: bytes) -> None:
    await deliver(stand.world.envelope(Kind.FIRMWARE, body))  # type: ignore[operator]
    stand.world.down += 1


class _BareSeal:
    """Takes frames, and says when it has as many bytes as it was told of."""

    def __init__(self, radio: str) -> None:
        plate = Plate(BARE, words.Model.GL, "GL2026000099", releases.OLD)
        self.peripheral = Peripheral(radio, plate, Listener(lambda _mtu: None, self._on_frame, lambda: None))
        self.peripheral.set_advertisement("ZGY_GL_BA4F", words.contact.Phase.NEEDS_GRANT, 50)
        self._left = 0

    async def _on_frame(self, frame: bytes) -> None:
        if self._left == 0:
            self._left = int.from_bytes(frame, "big")
            return
        self._left -= len(frame)
        if self._left <= 0:
            self._left = 0
            await self.peripheral.notify(b"all of it")

    async def take(self, stand: RadioStand, count: int) -> float:
        """Seconds for so many bytes."""
        sighting = await stand.scanner.find(lambda heard: heard.address == BARE and not heard.in_use)
        client = stand.scanner.radio.client(sighting.device, lambda: None, 15)
        await client.connect()
        try:
            done = asyncio.Event()
            await client.start_notify(TX, lambda _sender, _frame: done.set())
            await client.write_gatt_char(RX, count.to_bytes(4, "big"), response=False)
            begun, size = time.perf_counter(), self.peripheral.frame_size
            for at in range(0, count, size):
                await client.write_gatt_char(RX, bytes(min(size, count - at)), response=False)
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
