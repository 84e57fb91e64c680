"""A seal as a running thing: firmware and flash memory, its Bluetooth side, its place, and the hand that presses it."""

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from protocol.advertisement import Info, advertised_name
from protocol.cbor import pack
from protocol.errors import ProtocolError
from protocol.firmware import UpgradeState
from protocol.frames import MAX_FROM_SEAL, Joiner, Splitter
from protocol.log import Place
from simulator import factory
from simulator.faults import Faults, LinkCut
from simulator.firmware import Firmware
from simulator.firmware.key import PAUSE_MS
from simulator.link import Link
from simulator.modem import Line, Modem
from simulator.peripheral import LinkDown, Listener, Peripheral, Plate
from simulator.storage import FileStorage

logger = logging.getLogger(__name__)

# Leases and keys are looked at this often: a fifth of what a person notices as late.
TICK_S = 0.05
# While a release comes in, part behind part, two answers go together: on the air they take the time of one.
HELD_S = 0.025
PRESS_S = 0.1  # a press of the key, and the time to the next


class Counter:
    """The seal's own counter in ms: it began when the seal was made and runs while the program does not."""

    def __init__(self, made_ms: int) -> None:
        # Within one run a step of the computer's clock is no step of the seal's.
        self._ahead = time.time_ns() // 1_000_000 - made_ms - time.monotonic_ns() // 1_000_000

    def __call__(self) -> int:
        return max(0, self._ahead + time.monotonic_ns() // 1_000_000)


class Host:
    """One seal in `folder` (made by `factory`), on the air of `radio`; after `start` everything it does shows in
    `seal`, and each change calls `on_change`."""

    def __init__(self, folder: Path, radio: str, locate: Callable[[], Place | None], faults: Faults) -> None:
        made = factory.read_seal(folder)
        self.board = factory.read_board(folder)
        self.name = advertised_name(made.model, made.address)
        self.faults = faults
        self.on_change: list[Callable[[], None]] = []
        self._radio, self._address = radio, made.address
        self._storage = FileStorage(folder / factory.JOURNAL_FILE)
        self._ticks = Counter(made.made_ms)
        self.seal = Firmware(self.board, self._storage, self._ticks, os.urandom, locate, faults.reach)
        self.modem = Modem(self.seal, self.board, self._ticks)
        self._credential = factory.read_modem(folder)
        self._folder = folder
        self._peripheral: Peripheral | None = None
        self._link: Link | None = None
        self._joiner, self._splitter = Joiner(), Splitter(MAX_FROM_SEAL)
        self._held: list[bytes] = []
        self._sending = asyncio.Lock()
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._on_air = False
        # Done only when the seal cannot go on: its memory could not be written, say.
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        """The seal lives; whether it is switched on is its own state."""
        for work in (self._keep_ticking(), self._keep_radio()):
            self._spawn(work)
        if self._credential is not None:
            self._spawn(self._keep_attached(self._credential))

    async def stop(self) -> None:
        """Take it off the air. Its memory needs no closing words."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._peripheral is not None:
            await self._peripheral.stop()
        self._storage.close()

    @property
    def plate(self) -> Plate:
        """With the firmware that runs now: a seal that has restarted comes on the air anew."""
        return Plate(self._address, self.board.model, self.board.serial, self.seal.firmware)

    @property
    def attached(self) -> bool:
        """Its modem is in contact with its cloud's broker."""
        return self.modem.attached

    @property
    def linked(self) -> bool:
        """A console is connected, in whatever state of its handshake."""
        return self._link is not None

    @property
    def on_air(self) -> bool:
        """Its Bluetooth can be found."""
        return self._on_air

    # A hand

    def act(self, gesture: Callable[[Firmware], object]) -> object:
        """Do something to the seal, and let everybody know what came of it. OSError: its memory failed, it is done."""
        try:
            result = gesture(self.seal)
        except OSError as error:
            self._fail(error)
            raise
        self._note_change()
        return result

    async def press_key(self, times: int) -> None:
        """Press the power key so often, as fast as a hand does, and wait until the seal has counted them."""
        for _ in range(times):
            self.act(Firmware.key_down)
            await asyncio.sleep(PRESS_S)
            self.act(Firmware.key_up)
            await asyncio.sleep(PRESS_S)
        await asyncio.sleep(PAUSE_MS / 1000)
        self.act(Firmware.tick)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that changes with the seal."""
        while not condition():
            changed = self._changed
            await changed.wait()

    # Time, radio and observers

    async def _keep_ticking(self) -> None:
        shown = None
        while True:
            self.seal.tick()
            if self._link is not None and self._link.overdue(self._ticks()):
                self._drop("the handshake took too long")
            links = (self.linked, self.on_air, self.attached)
            now = (self.seal.screen, self.seal.icons, self.seal.phase, self.seal.held, links)
            if now != shown:
                shown = now
                self._note_change()
            await asyncio.sleep(TICK_S)

    async def _keep_attached(self, credential: factory.Credential) -> None:
        """In contact over its modem while it wants to be."""
        line = Line(self.modem, credential, self._folder, self._note_change)
        self.on_change.append(line.wake)
        await line.run()

    def _note_change(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
        self._advertise()
        if self._link is not None and self._link.open:
            self._spawn(self._send_notices())
        for observer in self.on_change:
            observer()

    async def _keep_radio(self) -> None:
        """On the air while it is switched on."""
        while True:
            await self.until(lambda: self.seal.on)
            self._look_for_delivery()
            self._peripheral = Peripheral(
                self._radio, self.plate, Listener(self._on_connect, self._on_frame, self._on_end)
            )
            self._advertise()
            starting = asyncio.create_task(self._peripheral.start())
            switched_off = asyncio.create_task(self.until(lambda: not self.seal.on))
            try:
                await asyncio.wait({starting, switched_off}, return_when=asyncio.FIRST_COMPLETED)
                self._on_air = starting.done()
                self._note_change()
                await switched_off
            finally:
                starting.cancel()
                switched_off.cancel()
                await asyncio.gather(starting, switched_off, return_exceptions=True)
            self._on_air = False
            self._on_end()
            await self._peripheral.stop()
            self._peripheral = None

    def _look_for_delivery(self) -> None:
        """One that was in stock when it was made may have been delivered since (R-053)."""
        if self.seal.platform is None and (word := factory.read_delivery(self._folder)) is not None:
            self.act(lambda seal: seal.deliver(word))

    def _advertise(self) -> None:
        if self._peripheral is not None:
            self._peripheral.set_advertisement(self.name, self.seal.phase, self.seal.battery)
            info = Info(1, self.board.serial, self.board.model, self.seal.firmware, self.seal.phase)
            self._peripheral.set_info(pack(info))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        if not self.failed.done():
            self.failed.set_exception(error)

    # The link: called by the peripheral, one after the other

    def _on_connect(self, _mtu: int) -> None:
        self._joiner, self._splitter = Joiner(), Splitter(MAX_FROM_SEAL)
        self._held = []
        self._link = Link(self.seal, self.board, self._ticks())
        self._note_change()

    async def _on_frame(self, frame: bytes) -> None:
        link = self._link
        if link is None or not self.seal.on:  # what came before the link went: it is nobody's to refuse any more
            return
        try:
            message = self._joiner.feed(frame)
            if message is None:
                return
            async with self._sending:
                before = self.seal.upgrade
                self._held += self._receive(link, message)
                after = self.seal.upgrade
                more = after.state is UpgradeState.DOWNLOADING and after.offset > before.offset
                if more and len(self._held) == 1:
                    asyncio.get_running_loop().call_later(HELD_S, lambda: self._spawn(self._answer_late(link)))
                else:
                    await self._answer()
        except ProtocolError as error:
            self._drop(str(error))
        except LinkCut as cut:
            self._drop(str(cut))
        self._note_change()

    async def _answer(self) -> None:
        """What is held; only with the lock."""
        answers, self._held = self._held, []
        self.faults.reach("answer_before_send")
        await self._send(answers)
        self.faults.reach("answer_after_send")

    async def _answer_late(self, link: Link) -> None:
        with contextlib.suppress(LinkDown):
            async with self._sending:
                if link is self._link and self._held:
                    try:
                        await self._answer()
                    except LinkCut as cut:
                        self._drop(str(cut))

    def _receive(self, link: Link, message: bytes) -> list[bytes]:
        try:
            return link.receive(message)
        except OSError as error:  # its memory: nothing can be answered any more
            self._fail(error)
            raise

    def _on_end(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None
        self._note_change()

    async def _send_notices(self) -> None:
        link = self._link
        if link is None:
            return
        with contextlib.suppress(LinkDown):
            async with self._sending:
                if notices := link.notices():
                    messages, self._held = [*self._held, *notices], []
                    try:
                        self.faults.reach("notice_before_send")
                        await self._send(messages)
                        self.faults.reach("notice_after_send")
                    except LinkCut as cut:
                        self._drop(str(cut))

    async def _send(self, messages: list[bytes]) -> None:
        """Whole messages in frames; only with the lock, so that their order is the one they were sealed in."""
        assert self._peripheral is not None
        for message in messages:
            for frame in self._splitter.split(message, self._peripheral.frame_size):
                await self._peripheral.notify(frame)

    def _drop(self, why: str) -> None:
        """End the link; what it held is let go at once."""
        logger.info("%s: link dropped: %s", self.name, why)
        self._on_end()
        if self._peripheral is not None:
            self._peripheral.close_link()
