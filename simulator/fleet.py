"""Many virtual seals in one process, for their clouds to be tried with: `main.py fleet --cloud ADDRESS --seals 1000`.

Each has the real firmware, keys and modem, and a memory that ends with the process. Nobody can see their screens, so
nobody can bind them: they ask for time as unbound seals do. `--press SECONDS` lets a hand press each of them so often.
"""

import asyncio
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.seals import Model
from simulator import factory
from simulator.firmware import Firmware
from simulator.modem import Line, Modem
from simulator.storage import MemoryStorage

AT_ONCE = 20  # that enrol at the same moment
TICK_S = 1.0
FIRST_SERIAL = 2_026_500_000


@dataclass
class Member:
    """One seal of the fleet."""

    seal: Firmware
    line: Line

    def press(self) -> None:
        """Refused or not: a press is a record."""
        self.seal.stand(out=True)
        self.seal.cover(on=False)
        self.seal.press()
        self.seal.stand(out=False)
        self.line.wake()


class Fleet:
    """`count` seals of a maker, delivered to the cloud with this platform key, their modems enrolled at `cloud`."""

    def __init__(self, maker: Path, platform: bytes, cloud: str, count: int) -> None:
        self._maker, self._platform, self._cloud = maker, platform, cloud
        self._home = TemporaryDirectory(prefix="signet-fleet-")
        self._count = count
        self.members: list[Member] = []

    @property
    def attached(self) -> int:
        """How many are in contact with their broker."""
        return sum(member.line.modem.attached for member in self.members)

    async def make(self) -> None:
        """All of them, switched on. OSError: the cloud cannot be reached, or does not know this maker."""
        with ThreadPoolExecutor(AT_ONCE, "factory") as self._factory:
            try:
                self.members = await asyncio.gather(*map(self._make, range(self._count)))
            except BaseException:
                self._home.cleanup()
                raise

    async def run(self, press_every_s: float | None) -> None:
        """Until it is cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._tick(press_every_s))
                for member in self.members:
                    group.create_task(member.line.run())
        finally:
            self._home.cleanup()

    async def all_attached(self) -> None:
        """Wait for the last of them."""
        for member in self.members:
            await member.line.ready.wait()

    async def _make(self, number: int) -> Member:
        folder, serial = Path(self._home.name) / str(number), f"GL{FIRST_SERIAL + number}"
        return await asyncio.get_running_loop().run_in_executor(self._factory, self._made, folder, serial)

    def _made(self, folder: Path, serial: str) -> Member:
        factory.make_seal(self._maker, folder, serial, Model.GL)
        factory.deliver(self._maker, folder, self._platform)
        factory.enrol(folder, self._cloud)
        credential, board, began = factory.read_modem(folder), factory.read_board(folder), time.monotonic_ns()
        assert credential is not None

        def ticks() -> int:
            return (time.monotonic_ns() - began) // 1_000_000

        seal = Firmware(board, MemoryStorage(), ticks, os.urandom)
        seal.hold()
        return Member(seal, Line(Modem(seal, board, ticks), credential, folder, lambda: None))

    async def _tick(self, press_every_s: float | None) -> None:
        chance = TICK_S / press_every_s if press_every_s else 0.0
        while True:
            for member in self.members:
                member.seal.tick()
                if random.random() < chance:  # noqa: S311  (nothing secret)
                    member.press()
            await asyncio.sleep(TICK_S)
