"""A link without a radio: the real session of a console, the real link of a seal, and between them frames, one of
which may be cut off, lost, doubled or changed."""

import asyncio
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from app.device.errors import LinkLost
from protocol.conversation import MAX_FROM_SEAL_BYTES
from protocol.errors import ProtocolError
from protocol.frames import Joiner, Splitter
from simulator.link import Link as SealLink
from simulator.storage import PowerCut
from tests.faults.device import Device


class Fault(StrEnum):
    CUT = "cut"
    LOST = "lost"
    TWICE = "twice"
    CHANGED = "changed"


@dataclass(frozen=True)
class Trouble:
    """What becomes of the frame with this number, counted over both directions from 1; `bit`: which one is changed."""

    fault: Fault
    at: int
    bit: int = 0


class Wire:
    """One link, as `app.device.session` wants it. Raises `LinkLost` where the seal does not take it."""

    def __init__(self, device: Device, frame: int, trouble: Trouble | None = None) -> None:
        if not device.firmware.on or device.wire is not None:
            raise LinkLost
        self._device, self._frame, self._trouble = device, frame, trouble
        self._link = SealLink(device.firmware, device.board, device.ticks())
        self._to_seal, self._at_seal = Splitter(), Joiner()
        self._to_console, self._at_console = Splitter(MAX_FROM_SEAL_BYTES), Joiner(MAX_FROM_SEAL_BYTES)
        self._waiting: deque[bytes] = deque()
        self._news, self._over = asyncio.Event(), asyncio.Event()
        self.frames = 0
        device.wire = self

    async def send(self, message: bytes) -> None:
        for frame in self._to_seal.split(message, self._frame):
            if self._over.is_set():
                raise LinkLost
            for arrived in self._through(frame):
                self._seal_hears(arrived)

    async def receive(self) -> bytes:
        while not self._waiting:
            if self._over.is_set():
                raise LinkLost
            self._news.clear()
            await self._news.wait()
        return self._waiting.popleft()

    async def wait_closed(self) -> None:
        await self._over.wait()

    async def close(self) -> None:
        self.hang_up()

    def tell(self) -> None:
        """What the seal has to say by itself."""
        if not self._over.is_set():
            self._say(self._link.notices())

    def hang_up(self) -> None:
        """The link is gone; the seal notices."""
        if not self._over.is_set():
            self.drop()
            try:
                self._link.close()
            except PowerCut:
                self._device.boot()

    def drop(self) -> None:
        """The link is gone, and so is the seal at its end."""
        self._over.set()
        self._news.set()
        if self._device.wire is self:
            self._device.wire = None

    def _through(self, frame: bytes) -> list[bytes]:
        self.frames += 1
        trouble = self._trouble
        if trouble is None or self.frames != trouble.at:
            return [frame]
        match trouble.fault:
            case Fault.CUT:
                self.hang_up()
                return []
            case Fault.LOST:
                return []
            case Fault.TWICE:
                return [frame, frame]
            case Fault.CHANGED:
                at, bit = divmod(trouble.bit % (len(frame) * 8), 8)
                return [frame[:at] + bytes([frame[at] ^ 1 << bit]) + frame[at + 1 :]]

    def _seal_hears(self, frame: bytes) -> None:
        if self._over.is_set():
            return
        try:
            message = self._at_seal.feed(frame)
            answers = [] if message is None else self._link.receive(message)
        except ProtocolError:
            self.hang_up()
            return
        except PowerCut:
            self._device.boot()
            return
        if not self._device.firmware.on:  # it switched itself off on the way
            self.hang_up()
            return
        self._say([*answers, *self._link.notices()])

    def _say(self, messages: list[bytes]) -> None:
        for message in messages:
            for frame in self._to_console.split(message, self._frame):
                for arrived in self._through(frame):
                    self._console_hears(arrived)

    def _console_hears(self, frame: bytes) -> None:
        if self._over.is_set():
            return
        try:
            message = self._at_console.feed(frame)
        except ProtocolError:
            self.hang_up()
            return
        if message is not None:
            self._waiting.append(message)
            self._news.set()
