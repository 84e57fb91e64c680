"""The product's programs as processes: started by the one entry, ready when they say so, stopped or killed."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
MAIN = "main.py"
READY_WITHIN_S = 60.0
STOP_WITHIN_S = 10.0
NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW: no black window beside the program's


def command(words: list[str]) -> list[str]:
    """How a program of `main.py` is started: from the sources, or as it was installed. On Windows the twin of the
    installed program that has a terminal: it says when it is ready."""
    if getattr(sys, "frozen", False) and words[0] == MAIN:
        twin = Path(sys.executable).with_name("signet-cli.exe")
        return [str(twin) if twin.exists() else sys.executable, *words[1:]]
    return [sys.executable, *words]


class ProgramFailed(Exception):
    """A program ended, or did not get ready; the message ends with the last lines it wrote."""


class Program:
    """One program of `main.py` (or of `demo`), its output in a log file beside its data."""

    def __init__(self, name: str, words: list[str], log: Path, env: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.ready: dict[str, Any] = {}
        self._words = words
        self._log = log
        self._env = dict(env or {})
        self._process: asyncio.subprocess.Process | None = None
        self._drain: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def status(self) -> int | None:
        """The exit status, none while it runs."""
        return None if self._process is None else self._process.returncode

    async def start(self, env: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Start and wait for the line of JSON with which a program says that it is ready."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command(self._words),
                cwd=ROOT,
                env={**os.environ, **self._env, **(env or {})},
                creationflags=NO_WINDOW,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                self.ready = await self._first_words(self._process)
        except TimeoutError as error:
            await self.kill()
            raise ProgramFailed(f"{self.name} did not get ready\n{self.last_words()}") from error
        self._drain = asyncio.create_task(self._keep_reading(self._process))
        return self.ready

    async def _first_words(self, process: asyncio.subprocess.Process) -> dict[str, Any]:
        assert process.stdout is not None
        while line := await process.stdout.readline():
            if line.startswith(b"{"):
                return json.loads(line)
        await process.wait()
        raise ProgramFailed(f"{self.name} ended with status {process.returncode}\n{self.last_words()}")

    @staticmethod
    async def _keep_reading(process: asyncio.subprocess.Process) -> None:
        """A pipe that nobody reads stops the writer."""
        assert process.stdout is not None
        while await process.stdout.read(65536):
            pass

    async def wait(self) -> int:
        """Wait for the end; the exit status."""
        assert self._process is not None
        return await self._process.wait()

    async def kill(self) -> None:
        """`kill -9`: nothing is tidied up."""
        if self.running and self._process is not None:
            self._process.kill()
            await self._process.wait()
        await self._end_reading()

    async def stop(self) -> None:
        """Ask to end; kill what does not end in time."""
        if self.running and self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(STOP_WITHIN_S):
                    await self._process.wait()
            except TimeoutError:
                await self.kill()
        await self._end_reading()

    async def _end_reading(self) -> None:
        if self._drain is not None:
            await self._drain
            self._drain = None

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        if not self._log.exists():
            return ""
        return "\n".join(self._log.read_text("utf-8", "replace").splitlines()[-lines:])
