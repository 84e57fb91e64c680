"""The demo's world on the production set-up: PostgreSQL, Mosquitto, an S3, two processes of the cloud behind nginx."""

import asyncio
import json
from pathlib import Path
from typing import cast

import aiohttp

from demo.processes import Program
from demo.world import World
from simulator import factory
from tests.cloud.several import free_port
from tests.mosquitto import Mosquitto
from tests.nginx import Nginx
from tests.seaweedfs import SeaweedFS
from tests.waiting import until_told

NAMES = ("cloud-1", "cloud-2")


class Production(World):
    """`database`: its PostgreSQL. What people reach as the cloud is nginx."""

    def __init__(self, folder: Path, language: str, database: str, s3: SeaweedFS) -> None:
        super().__init__(folder, headless=True, language=language, gprs=True)
        self._database, self._s3 = database, s3
        self._behind = {name: free_port() for name in NAMES}
        self._nginx: Nginx | None = None
        self._mosquitto: Mosquitto | None = None

    async def start_cloud(self, env: dict[str, str] | None = None) -> None:
        for name in NAMES:
            await self.start_one(name, env)
        await until_told(self.writer, within=60, every=0.1)
        if self._mosquitto is None:
            configuration = self.folder / "cloud" / "mqtt" / "mosquitto.conf"
            self._mosquitto = Mosquitto(configuration, self.ports.broker)
            await self._mosquitto.start()
            self._nginx = Nginx(self.folder / "nginx", list(self._behind.values()), tls=False, port=self.ports.cloud)
            await self._nginx.start()
        self.programs["cloud"] = cast(Program, _All(self.programs))

    async def start_one(self, name: str, env: dict[str, str] | None = None) -> None:
        root = factory.make_root(self.folder / "maker")
        words = ["cloud", "--data", str(self.folder / "cloud"), "--maker-root", str(root), "--demo", "--several"]
        words += ["--port", str(self._behind[name]), "--mosquitto", f"127.0.0.1:{self.ports.broker}"]
        settings = {"database": self._database, "checkers": "0", "proxy": "127.0.0.1", "log": "json"}
        said = {f"SIGNET_CLOUD_{each.upper()}": value for each, value in {**settings, **self._s3.settings}.items()}
        await self._start(name, words, {**said, **(env or {})})

    async def writer(self) -> str:
        """The name of the process that writes; empty: none does just now."""
        for name, port in self._behind.items():
            if not self.programs[name].running:
                continue
            try:
                async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/healthz") as answer:
                    if json.loads(await answer.read())["role"] == "writer":
                        return name
            except aiohttp.ClientError:
                continue
        return ""

    async def kill_writer(self) -> str:
        """`kill -9`, and wait until another one writes; the name of the one that is gone."""
        gone = await self.writer()
        await self.programs[gone].kill()
        await until_told(self.writer, within=30, every=0.05)
        return gone

    async def stop(self) -> None:
        await super().stop()
        if self._nginx is not None:
            await self._nginx.stop()
        if self._mosquitto is not None:
            await self._mosquitto.stop()

    def logs(self) -> str:
        """What the processes of the cloud have written."""
        files = [self.folder / "logs" / f"{name}.txt" for name in NAMES]
        return "\n".join(file.read_text("utf-8") for file in files)


class _All:
    """Programs that a story stops as one."""

    def __init__(self, programs: dict[str, Program]) -> None:
        self._all = programs

    @property
    def _programs(self) -> list[Program]:
        """As they are now: one that was killed has been started anew."""
        return [self._all[name] for name in NAMES]

    @property
    def running(self) -> bool:
        return any(each.running for each in self._programs)

    async def stop(self) -> None:
        await asyncio.gather(*(each.stop() for each in self._programs))

    async def kill(self) -> None:
        await asyncio.gather(*(each.kill() for each in self._programs))

    def last_words(self) -> str:
        return "\n".join(each.last_words() for each in self._programs)
