"""The air and a seal that repeats what it hears, as processes of their own: `python -m tests.simulator.programs …`."""

import asyncio
import json
import logging
import sys
from pathlib import Path

from demo.processes import Program
from domain.seals import Model
from protocol.contact import Phase
from protocol.frames import FrameError, Joiner, Splitter
from simulator.air import Air
from simulator.peripheral import Listener, Peripheral, Plate

ADDRESS = "C4:5A:00:00:1A:2B"
NAME = "ZGY_GL_1A2B"
INFO = b"who I say I am"


def plate(address: str = ADDRESS) -> Plate:
    return Plate(address, Model.GL, serial="GL0001", firmware="GYGL2026010101")


class Parrot:
    """A seal that says each message again; `say N SIZE` makes it say N numbered messages of SIZE bytes."""

    def __init__(self, radio: str, address: str = ADDRESS) -> None:
        self.peripheral = Peripheral(
            radio, plate(address), Listener(self._on_connect, self._on_frame, self._on_disconnect)
        )
        self.peripheral.set_info(INFO)
        self.peripheral.set_advertisement(f"ZGY_GL_{address.replace(':', '')[-4:]}", Phase.NEEDS_GRANT, 88)
        self.heard: list[str] = []

    def _on_connect(self, mtu: int) -> None:
        self._splitter, self._joiner = Splitter(), Joiner()
        self.heard.append(f"connected {mtu}")

    async def _on_frame(self, frame: bytes) -> None:
        try:
            message = self._joiner.feed(frame)
        except FrameError:
            self.peripheral.close_link()
            return
        if message is None:
            return
        if message.startswith(b"say "):
            count, size = map(int, message.split()[1:])
            for number in range(count):
                await self._say(number.to_bytes(4, "big").ljust(size, b"."))
        elif message == b"stammer":
            await self.peripheral.notify(b"\xffout of the row")
        else:
            await self._say(message)

    async def _say(self, message: bytes) -> None:
        for frame in self._splitter.split(message, self.peripheral.frame_size):
            await self.peripheral.notify(frame)

    def _on_disconnect(self) -> None:
        self.heard.append("disconnected")


def air_program(folder: Path, port: int = 0) -> Program:
    return Program("air", ["-W", "error", "-m", "tests.simulator.programs", "air", str(port)], folder / "air.log")


def parrot_program(folder: Path, radio: str, address: str = ADDRESS) -> Program:
    words = ["-W", "error", "-m", "tests.simulator.programs", "parrot", radio, address]
    return Program("parrot", words, folder / f"parrot-{address.replace(':', '')}.log")


async def _run_air(port: int) -> None:
    air = Air()
    await air.start(port=port)
    host, port = air.address
    print(json.dumps({"radio": f"virtual:{host}:{port}", "port": port}), flush=True)
    await asyncio.get_running_loop().create_future()


async def _run_parrot(radio: str, address: str) -> None:
    parrot = Parrot(radio, address)
    await parrot.peripheral.start()
    print(json.dumps({"address": address}), flush=True)
    await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    match sys.argv[1:]:
        case ["air", port]:
            asyncio.run(_run_air(int(port)))
        case ["parrot", radio, address]:
            asyncio.run(_run_parrot(radio, address))
        case _:
            sys.exit("air PORT | parrot RADIO ADDRESS")
