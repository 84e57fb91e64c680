"""Debian's Mosquitto as a process of its own, where `packaging/setup.sh` could fetch it."""

import asyncio
import os
import shutil
import signal
from pathlib import Path

from tests.waiting import until_told

_UNPACKED = Path(__file__).parent.parent / ".venv" / "mosquitto"
MISSING = "Debian's mosquitto could not be fetched by packaging/setup.sh"


def program() -> Path | None:
    """Where it is."""
    unpacked = _UNPACKED / "usr/sbin/mosquitto"
    if unpacked.exists():
        return unpacked
    installed = shutil.which("mosquitto") or shutil.which("/usr/sbin/mosquitto")
    return Path(installed) if installed else None


class Mosquitto:
    """One that serves a configuration."""

    def __init__(self, configuration: Path, port: int) -> None:
        self._configuration, self._port = configuration, port
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Until it listens."""
        found = program()
        assert found is not None, MISSING
        libraries = ":".join(str(each) for each in sorted(_UNPACKED.glob("**/*-linux-gnu*")) if each.is_dir())
        log = self._configuration.with_suffix(".log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            str(found), "-c", str(self._configuration), stderr=log, env={**os.environ, "LD_LIBRARY_PATH": libraries}
        )
        log.close()
        await until_told(self._listens, within=20, every=0.02)

    async def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            await self.process.wait()

    async def _listens(self) -> bool:
        assert self.process is not None
        assert self.process.returncode is None, self._configuration.with_suffix(".log").read_text()
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            return False
        writer.close()
        return True
