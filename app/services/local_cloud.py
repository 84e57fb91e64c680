"""A cloud on this computer, for this console: a process of the same program, which ends with the console.

FOLDER/here.json    where it listens; there once it has been set up
FOLDER/maker.root   whose seals it believes in
FOLDER/data         its database, keys and files       FOLDER/letters   the codes that elsewhere come by SMS
"""

import asyncio
import shutil
import socket
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path

import msgspec

from app.services.own_program import OwnProgram, ProgramFailed, run

LOOK_EVERY_S = 0.7
HERE = "127.0.0.1"
LARGEST_MAKER = 64 * 1024  # bytes of a maker's certificate, which has a few hundred


class Why(Enum):
    """Why a file is no certificate of a maker."""

    UNREADABLE = "unreadable"
    NO_ROOT = "no root"
    DEMO = "demo"


class MakerUnfit(Exception):
    """The file is no certificate of a maker whose seals a cloud may believe in."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


async def read_maker(path: Path) -> bytes:
    """The certificate of a maker in this file. Raises `MakerUnfit`."""
    return await asyncio.to_thread(_read_maker, path)


def _read_maker(path: Path) -> bytes:
    from protocol.certificates import read_root
    from protocol.errors import ProtocolError
    from protocol.published_keys import PUBLISHED_KEYS

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_MAKER)
    except OSError as error:
        raise MakerUnfit(Why.UNREADABLE) from error
    try:
        root = read_root(data)
    except ProtocolError as error:
        raise MakerUnfit(Why.NO_ROOT) from error
    if root.demo or root.public in PUBLISHED_KEYS:
        raise MakerUnfit(Why.DEMO)
    return data


class Here(msgspec.Struct, frozen=True):
    port: int


class Letter(msgspec.Struct, frozen=True):
    """A code, as the cloud laid it down. Times in milliseconds."""

    recipient: str
    text: str
    code: str
    expires_at: int


class LocalCloud:
    """`program`: the words that start this program (`app.options.program`)."""

    def __init__(self, folder: Path, program: Sequence[str]) -> None:
        self._folder, self._program = folder, list(program)
        self._process: OwnProgram | None = None

    @property
    def address(self) -> str:
        """Where it listens, whether or not it runs; empty if none has been set up here."""
        try:
            here = msgspec.json.decode((self._folder / "here.json").read_bytes(), type=Here)
        except (OSError, msgspec.MsgspecError):
            return ""
        return f"http://{HERE}:{here.port}"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.running

    async def make(self, root: bytes, organization: str, owner: str, phone: str) -> None:
        """Set one up, with its first organization, and let it run. Raises `ProgramFailed`, `OSError`; then nothing is
        left."""
        await asyncio.to_thread(self._prepare, root)
        try:
            port = _free_port()
            await self._start(port)
            await asyncio.to_thread(run, self._words("--found", organization, owner, phone))
            (self._folder / "here.json").write_bytes(msgspec.json.encode(Here(port)))
        except BaseException:
            await self.stop()
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
            raise

    async def start(self) -> None:
        """Let the one that was set up run. Raises `ProgramFailed`, `OSError`."""
        if not self.running:
            await self._start(int(self.address.rpartition(":")[2]))

    async def stop(self) -> None:
        """Until it has ended: what it does is finished first."""
        if self._process is not None:
            process, self._process = self._process, None
            await process.stop()

    async def watch(self, heard: Callable[[Letter], None]) -> None:
        """Tell each code that comes from now on; for ever."""
        known = set(await asyncio.to_thread(self._letters))
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            for file in await asyncio.to_thread(self._letters):
                if file not in known:
                    known.add(file)
                    if (letter := _read(file)) is not None and letter.code:
                        heard(letter)

    def _prepare(self, root: bytes) -> None:
        if self.address:
            raise ProgramFailed("a cloud has been set up here before")
        if self._folder.exists():  # an attempt that was cut off, or its word on itself is lost: nothing is deleted
            number = len(list(self._folder.parent.glob(f"{self._folder.name}-*")))
            self._folder.rename(self._folder.with_name(f"{self._folder.name}-{number + 1}"))
        self._folder.mkdir(parents=True, mode=0o700)
        (self._folder / "maker.root").write_bytes(root)

    def _words(self, *more: str) -> list[str]:
        own = ["cloud", "--data", str(self._folder / "data"), "--maker-root", str(self._folder / "maker.root")]
        return [*self._program, *own, *more]

    async def _start(self, port: int) -> None:
        words = self._words("--port", str(port), "--letters", str(self._folder / "letters"), "--with-parent")
        # One person's seals: its one process checks what they say as well as it does the rest.
        process = OwnProgram(words, self._folder / "log.txt", {"SIGNET_CLOUD_CHECKERS": "0"})
        await process.start()
        self._process = process

    def _letters(self) -> list[Path]:
        return sorted((self._folder / "letters").glob("*.json"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def _read(file: Path) -> Letter | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Letter)
    except (OSError, msgspec.MsgspecError):
        return None  # it was tidied away
