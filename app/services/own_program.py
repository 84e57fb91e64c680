"""This very program once more, as a process of its own that ends with this one: the cloud, the demo.

It is told to end by the end of its standard input (`--with-parent`): the system closes that also when this process is
killed, and it is the same on every system.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

READY_WITHIN_S, END_WITHIN_S = 60.0, 10.0
NO_WINDOW = 0x08000000  # of Windows (CREATE_NO_WINDOW): a console program without its black window
FLAGS = NO_WINDOW if sys.platform == "win32" else 0


class ProgramFailed(Exception):
    """It did not start or would not do it; the message is its own sentence, without the full stop."""


class OwnProgram:
    """`words`: the whole command; what it complains of goes to `log`, which begins anew."""

    def __init__(self, words: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
        self._words, self._log, self._environment = list(words), log, dict(environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def start(self) -> None:
        """Until it has printed the line of JSON with which it says that it is ready. Raises `ProgramFailed`,
        `OSError`."""
        self.begin()
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                ready = await asyncio.to_thread(self._first_words)
        except TimeoutError:
            ready = False
        except BaseException:
            await self.stop()
            raise
        if not ready:
            await self.stop()
            raise ProgramFailed(await asyncio.to_thread(self.last_words))

    def begin(self) -> None:
        """Without waiting for anything it says. Raises `OSError`. At once, so that no `stop` can come in between."""
        self._process = self._spawn()

    async def wait(self) -> int:
        """Until it has ended; its exit status."""
        assert self._process is not None
        return await asyncio.to_thread(self._drain, self._process)

    async def stop(self) -> None:
        """Until it has ended: what it does is finished first."""
        if self._process is not None:
            process, self._process = self._process, None
            await asyncio.to_thread(_end, process)

    def last_words(self) -> str:
        """The last line of what it complained of, without its name."""
        return sentence(self._log.read_text("utf-8", "replace"))

    def _spawn(self) -> "subprocess.Popen[bytes]":
        pipe = subprocess.PIPE
        with self._log.open("wb") as said:
            return subprocess.Popen(  # noqa: S603  (this program)
                self._words, stdin=pipe, stdout=pipe, stderr=said, env={**os.environ, **self._environment},
                creationflags=FLAGS,
            )  # fmt: skip

    def _first_words(self) -> bool:
        process = self._process
        assert process is not None
        assert process.stdout is not None
        return any(line.startswith(b"{") for line in iter(process.stdout.readline, b""))

    @staticmethod
    def _drain(process: "subprocess.Popen[bytes]") -> int:
        """A pipe that nobody reads stops the writer."""
        assert process.stdout is not None
        try:
            while process.stdout.read(65536):
                pass
        except ValueError:
            pass  # `stop` has closed it
        return process.wait()


def run(words: Sequence[str]) -> None:
    """What an operator would type; until it is done. Raises `ProgramFailed`."""
    done = subprocess.run(  # noqa: S603  (this program)
        list(words), stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", errors="replace",
        check=False, creationflags=FLAGS, timeout=READY_WITHIN_S,
    )  # fmt: skip
    if done.returncode:
        raise ProgramFailed(sentence(done.stderr))


def sentence(said: str) -> str:
    """The last line of what a program complained of, without its name and its full stop."""
    line = next((each for each in reversed(said.splitlines()) if each.strip()), "it ended without a word")
    name, mark, rest = line.strip().partition(": ")
    return (rest if mark and name.startswith("main.py ") else line).strip().rstrip(".")


def _end(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    try:
        process.wait(END_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
