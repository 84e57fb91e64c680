"""The whole product on one computer, in a folder of its own: cloud, radio, seals, two consoles, each a process."""

import asyncio
import shutil
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import msgspec

from demo.driver import Hands
from demo.processes import MAIN, ROOT, Program, ProgramFailed, command
from demo.seed import seed
from domain.seals import Model
from protocol import sync
from simulator import factory
from simulator.firmware.image import Image

SEALS = (("GL2026000001", Model.GL, "hangzhou"), ("L2026000002", Model.L, "chengdu"))
# Out of everybody's reach but its network's: delivered to the organization, to be bound over GPRS.
AWAY = ("GL2026000003", Model.GL, "wuhan")
CONSOLES = ("office", "desk")
NEWER = "GYGL2026112901"  # than what the maker left the seals with
PACE = "60"  # the seals move a minute in a second: a story of seconds is a track on the map


class Ports(msgspec.Struct):
    """Where the programs of one demo listen; the same after each restart, so that everybody finds them again."""

    cloud: int
    radio: int
    broker: int


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class World:
    """Programs by name; `gprs`: the cloud is also a broker of modems, and a seal has one."""

    def __init__(
        self, folder: Path, *, headless: bool, language: str = "zh_CN", lease_s: int = 600, gprs: bool = False
    ) -> None:
        self.folder = folder
        self.programs: dict[str, Program] = {}
        self.hands: dict[str, Hands] = {}
        self._headless = headless
        self._language = language
        self._lease_s = lease_s
        self._gprs = gprs

    def wipe(self) -> None:
        """Start over: nothing of an earlier demo is left."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def ports(self) -> Ports:
        path = self.folder / "ports.json"
        known = msgspec.json.decode(path.read_bytes(), type=dict[str, int]) if path.exists() else {}
        if missing := [name for name in Ports.__struct_fields__ if name not in known]:  # new, or older than the broker
            self.folder.mkdir(parents=True, exist_ok=True)
            known |= {name: _free_port() for name in missing}
            path.write_bytes(msgspec.json.encode(known))
        return msgspec.convert(known, Ports)

    @property
    def has_gprs(self) -> bool:
        return self._gprs

    @property
    def seals(self) -> tuple[tuple[str, Model, str], ...]:
        """Serial, model and track of each."""
        return (*SEALS, AWAY) if self._gprs else SEALS

    @property
    def cloud_address(self) -> str:
        return f"http://127.0.0.1:{self.ports.cloud}"

    @property
    def radio_address(self) -> str:
        return f"127.0.0.1:{self.ports.radio}"

    async def start(self, say: Callable[[str], None]) -> None:
        """Everything, in the order in which it needs each other; what fails stops the rest."""
        try:
            say("radio")
            await self.start_radio()
            say("cloud")
            await self.start_cloud()
            await self._once("seeded", lambda: seed(self.cloud_address, [AWAY[:2]] if self._gprs else []))
            say("seals")
            await self._deliver()
            await asyncio.gather(*(self.start_seal(serial) for serial, _, _ in self.seals))
            say("consoles")
            for name in CONSOLES:
                await self.start_console(name)
        except BaseException:
            await self.stop()
            raise

    async def seed_release(self) -> None:
        """A newer firmware goes to the seal that is out of reach, as soon as it is bound."""
        await self._once("released", lambda: self.send_out(AWAY[0], 200 * 1024))

    async def send_out(self, serial: str, size: int) -> None:
        """The maker signs a newer firmware of so many bytes; the operator lets it go to this GL seal."""
        maker, image = self.folder / "maker", Image(Model.GL, NEWER)
        files = factory.write_release(maker, self.folder / "releases", image, size)
        await self.operate("release", "add", *map(str, files))
        await self.operate("release", "stage", NEWER, "--seals", serial)

    async def operate(self, *words: str) -> None:
        """At the command line of the cloud's computer. Raises `ProgramFailed` with what it said."""
        root = self.folder / "maker" / factory.ROOT_FILE
        own = ["cloud", "--data", str(self.folder / "cloud"), "--maker-root", str(root), "--demo"]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command([MAIN, *own, *words]), cwd=ROOT, stdout=pipe, stderr=asyncio.subprocess.STDOUT
        )
        text, _ = await process.communicate()
        if process.returncode:
            raise ProgramFailed(text.decode(errors="replace"))

    async def start_radio(self) -> None:
        await self._start("radio", ["radio", "--port", str(self.ports.radio)])

    async def start_cloud(self, env: dict[str, str] | None = None) -> None:
        root = factory.make_root(self.folder / "maker")
        words = ["cloud", "--data", str(self.folder / "cloud"), "--port", str(self.ports.cloud)]
        words += ["--maker-root", str(root), "--demo", "--lease", str(self._lease_s)]
        if self._gprs:  # three seals: one process checks what they say as well as it does the rest
            words += ["--mqtt-port", str(self.ports.broker)]
            env = {"SIGNET_CLOUD_CHECKERS": "0", **(env or {})}
        await self._start("cloud", words, env)

    async def start_seal(self, serial: str, env: dict[str, str] | None = None) -> None:
        track = next(track for each, _, track in self.seals if each == serial)
        words = ["seal", "--state", str(self._seal_folder(serial)), "--air", self.radio_address, "--track", track]
        words += ["--cloud", self.cloud_address] if serial == AWAY[0] else []
        await self._start(
            serial, [*words, "--control", "127.0.0.1:0", "--language", self._language, "--pace", PACE], env
        )

    async def start_console(self, name: str, env: dict[str, str] | None = None) -> None:
        words = ["demo", "console", "--profile", str(self.folder / name), "--cloud", self.cloud_address]
        words += ["--radio", f"virtual:{self.radio_address}", "--language", self._language, "--camera", "page"]
        ready = await self._start(name, [*words, "--name", name, "--no-tray"], env)
        self.hands[name] = Hands(name)
        await self.hands[name].attach(ready["control"])

    async def _start(self, name: str, words: list[str], env: dict[str, str] | None = None) -> dict[str, Any]:
        held = {"QT_QPA_PLATFORM": "offscreen"} if self._headless else {}
        program = Program(name, [MAIN, *words], self.folder / "logs" / f"{name}.txt", held)
        self.programs[name] = program
        return await program.start(env)

    def _seal_folder(self, serial: str) -> Path:
        return self.folder / "seals" / serial

    async def _deliver(self) -> None:
        async with aiohttp.ClientSession(self.cloud_address) as http, http.get("/v1/platform") as answer:
            platform = msgspec.json.decode(await answer.read(), type=sync.Platform)
        maker = self.folder / "maker"
        for serial, model, _ in self.seals:
            factory.make_seal(maker, self._seal_folder(serial), serial, model)
            factory.deliver(maker, self._seal_folder(serial), platform.platform)

    async def _once(self, mark: str, work: Callable[[], Awaitable[None]]) -> None:
        """What must happen once in the life of a demo folder; a start that was cut off before its end starts over."""
        done = self.folder / mark
        if not done.exists():
            await work()
            done.touch()

    async def seal(self, serial: str, do: str, **details: Any) -> dict[str, Any]:
        """An order to a seal's control port; its answer."""
        host, _, port = str(self.programs[serial].ready["control"]).rpartition(":")
        reader, writer = await asyncio.open_connection(host, int(port), limit=2**22)
        try:
            writer.write(msgspec.json.encode({"do": do, **details}) + b"\n")
            await writer.drain()
            return msgspec.json.decode(await reader.readline())
        finally:
            writer.close()

    async def stop(self) -> None:
        """Consoles first, so that they can still send what fits; then the rest."""
        for hands in self.hands.values():
            await hands.close()
        for name in sorted(self.programs, key=lambda each: each not in CONSOLES):
            await self.programs[name].stop()
