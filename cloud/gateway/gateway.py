"""Verifies, stores and answers what seals say over MQTT: question -> pending envelopes and answer, slice -> receipt.

Three steps, each busy with another batch: signatures are checked where they hold up nobody, everything of a batch is
stored in one transaction, and only then it is answered. Whatever is lost on the way, the seal says again: it forgets
nothing without a receipt.
"""

import asyncio
import logging
import multiprocessing
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from cloud import faults
from cloud.gateway import checking
from cloud.gateway.checking import Sealed, Unsigned
from cloud.gateway.queue import Queue
from cloud.problems import Refusal, log_fault
from cloud.seals import binding, certifying, contact, slices
from cloud.seals.certifying import Told
from cloud.seals.contact import Asked
from cloud.seals.slices import Checked, Kept
from cloud.service import Service
from cloud.store import modems
from cloud.store.unit import Unit
from protocol.cbor import pack
from protocol.errors import ProtocolError
from protocol.modem import MAX_MESSAGE_BYTES, Down, DownKind, UpKind, read_up
from protocol.sync import ContactReply

BATCH = 256  # messages in one transaction: beyond it a commit costs nothing any more, and others wait for the writer
SLICE = bytes([0x82, UpKind.SLICE])  # how a message with a slice begins
AGAIN_S = 1.0  # when the database could not just now
_LOG = logging.getLogger(__name__)

T = TypeVar("T")
R = TypeVar("R")
Said = Checked | Asked | Told
Done = Kept | ContactReply
# Serial, message: what is to be published for a seal.
Send = Callable[[str, bytes], None]


@dataclass(frozen=True)
class Up:
    """A message as it was said, before anything of it is believed. `data`: of a slice all of it, else its body."""

    serial: str
    kind: UpKind
    data: bytes
    binding: int


class Gateway:
    """`send` publishes to a seal, once there is a broker, and `ready` says so; `hear` is told what one has said.
    `counted`: what became of the messages."""

    def __init__(self, service: Service) -> None:
        self.queue = Queue()
        self.counted: Counter[str] = Counter()
        self.send: Send = _nowhere
        self.ready = asyncio.Event()
        self._service = service
        self._checked: asyncio.Queue[list[Said]] = asyncio.Queue(1)
        self._done: asyncio.Queue[list[tuple[str, Done]]] = asyncio.Queue(1)
        self._executor = _executor(service.settings.checkers)
        self._workers = max(1, service.settings.checkers)
        service.database.ordered.append(self.poke)

    def hear(self, serial: str, data: bytes) -> None:
        """The broker vouches for who said it; what it says is proved by its signature."""
        self.queue.put(serial, data)

    def poke(self, serials: set[str]) -> None:
        """There is something for these seals: whoever is attached asks at once."""
        for serial in serials:
            self.send(serial, pack(Down(DownKind.POKE, b"")))

    async def run(self) -> None:
        """Until it is cancelled."""
        try:
            await asyncio.gather(*(self._warm() for _ in range(self._workers)))
            async with asyncio.TaskGroup() as group:
                for step in (self._check, self._store, self._answer):
                    group.create_task(self._forever(step))
        finally:
            self._service.database.ordered.remove(self.poke)
            self._executor.shutdown(wait=False, cancel_futures=True)

    async def _forever(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await step()
            except Exception as error:  # noqa: BLE001  (the seals say again what was lost with it)
                log_fault(error, "gateway")
                self.counted["failed"] += 1
                await asyncio.sleep(AGAIN_S)

    # What is said

    async def _check(self) -> None:
        said = [up for serial, data in await self.queue.take(BATCH) if (up := self._read(serial, data)) is not None]
        await self._service.known.load({(up.serial, up.binding) for up in said})
        opened = await self._opened([up for up in said if up.kind is UpKind.SLICE])
        asked = await asyncio.to_thread(self._asked, [up for up in said if up.kind is UpKind.QUESTION])
        told = await asyncio.to_thread(self._told, [up for up in said if up.kind is UpKind.SEALING_KEY])
        if fitting := [*opened, *asked, *told]:
            await self._checked.put(fitting)

    def _read(self, serial: str, data: bytes) -> Up | None:
        if len(data) <= MAX_MESSAGE_BYTES and data[:2] == SLICE:  # the checkers read it whole
            if (number := checking.named_binding(data)) > 0:
                return Up(serial, UpKind.SLICE, data, number)
        else:
            try:
                up = read_up(data)
                speaks_of = certifying.speaks_of if up.kind is UpKind.SEALING_KEY else contact.speaks_of
                return Up(serial, up.kind, up.body, speaks_of(up.body))
            except ProtocolError:
                pass
        self.counted["malformed"] += 1
        return None

    async def _opened(self, said: list[Up]) -> list[Checked]:
        """The slices that their seals have signed."""
        known = self._service.known
        found = [(up, known.device(up.serial), known.binding(up.serial, up.binding)) for up in said]
        meant = [(up, device, bound) for up, device, bound in found if device is not None and bound is not None]
        sealed = [
            Sealed(up.data, device.signing, binding.secret(self._service, device, bound), up.serial, up.binding)
            for up, device, bound in meant
        ]
        opened = await self._spread(checking.open_all, sealed)
        fitting = [
            Checked(device, bound, *each)
            for (_, device, bound), each in zip(meant, opened, strict=True)
            if each is not None
        ]
        self.counted["untrusted"] += len(said) - len(fitting)
        return fitting

    def _asked(self, said: list[Up]) -> list[Asked]:
        """The questions that their seals have signed."""
        fitting: list[Asked] = []
        for up in said:
            device = self._service.known.device(up.serial)
            try:
                if device is None:
                    raise Refusal("not_found")
                fitting.append(contact.check(self._service, device, up.data))
            except Refusal:
                self.counted["untrusted"] += 1
        return fitting

    def _told(self, said: list[Up]) -> list[Told]:
        """The keys for documents that their seals have signed for."""
        fitting: list[Told] = []
        for up in said:
            try:
                fitting.append(certifying.check(self._service, up.serial, up.data))
            except Refusal:
                self.counted["untrusted"] += 1
        return fitting

    async def _warm(self) -> None:
        """A checker takes seconds to begin: not before the first seal's answer."""
        await asyncio.get_running_loop().run_in_executor(self._executor, checking.open_all, [])

    async def _spread(self, work: Callable[[Sequence[T]], list[R]], things: list[T]) -> list[R]:
        """What `work` makes of all these, by as many workers as there are."""
        if not things:
            return []
        loop, size = asyncio.get_running_loop(), -(-len(things) // self._workers)
        shares = [things[start : start + size] for start in range(0, len(things), size)]
        try:
            done = await asyncio.gather(*(loop.run_in_executor(self._executor, work, share) for share in shares))
        except BrokenExecutor:  # somebody ended such a process: another one goes on
            self._executor = _executor(self._service.settings.checkers)
            raise
        return [each for share in done for each in share]

    # What is stored

    async def _store(self) -> None:
        batch = await self._checked.get()
        try:
            done = await self._service.database.write(lambda unit: self._keep(unit, batch))
        except Exception as error:  # noqa: BLE001  (each by itself then, where the one at fault fails alone)
            log_fault(error, "gateway batch")
            done = await self._each_alone(batch)
        faults.point("gateway_stored")
        if done:
            await self._done.put(done)

    def _keep(self, unit: Unit, batch: Sequence[Said]) -> list[tuple[str, Done]]:
        """Slices first: an answer then speaks of all that is held, and a key is of a seal that is bound."""
        service, now = self._service, self._service.now()
        shut_out = modems.shut_out(unit, {each.device.serial for each in batch})  # their broker may not know it yet
        self.counted["revoked"] += sum(each.device.serial in shut_out for each in batch)
        batch = [each for each in batch if each.device.serial not in shut_out]
        parts = [each for each in batch if isinstance(each, Checked)]
        kept = {
            part.device.serial: each for part, each in zip(parts, slices.keep(service, unit, parts, now), strict=True)
        }
        done: list[tuple[str, Done]] = [(serial, each) for serial, each in kept.items() if isinstance(each, Kept)]
        for told in (each for each in batch if isinstance(each, Told)):
            certifying.take(service, unit, told, now)
        asked = {each.device.serial: each for each in batch if isinstance(each, Asked)}  # the last is what counts
        faults.point("gateway_before_commit")
        answers = ((serial, contact.answer(service, unit, each, now)) for serial, each in asked.items())
        return [*done, *((serial, each) for serial, each in answers if not isinstance(each, Refusal))]

    async def _each_alone(self, batch: Sequence[Said]) -> list[tuple[str, Done]]:
        done: list[tuple[str, Done]] = []
        for one in batch:
            try:
                done += await self._service.database.write(lambda unit: self._keep(unit, [one]))  # noqa: B023
            except Exception as error:  # noqa: BLE001  (the seal says it again)
                log_fault(error, "gateway message")
                self.counted["failed"] += 1
        return done

    # What is answered

    async def _answer(self) -> None:
        done = await self._done.get()
        kept = [(serial, each) for serial, each in done if isinstance(each, Kept) and each.log_to > 0]
        keys = self._service.keys
        unsigned = [
            Unsigned(serial, each.log_to, each.head, keys.signing(each.bound.organization).secret)
            for serial, each in kept
        ]
        receipts = await self._spread(checking.sign_all, unsigned)
        for (serial, _), receipt in zip(kept, receipts, strict=True):
            self.send(serial, pack(Down(DownKind.RECEIPT, receipt)))
        for serial, each in done:
            if isinstance(each, ContactReply):
                self._reply(serial, each)
        self.counted["answered"] += len(done)

    def _reply(self, serial: str, reply: ContactReply) -> None:
        for envelope in reply.down:
            self.send(serial, pack(Down(DownKind.ENVELOPE, envelope)))
        self.send(serial, pack(Down(DownKind.ANSWER, reply.answer)))
        if reply.receipt is not None:
            self.send(serial, pack(Down(DownKind.RECEIPT, reply.receipt)))


def _nowhere(_serial: str, _data: bytes) -> None:
    """As long as there is no broker."""


def _executor(processes: int) -> Executor:
    if processes == 0:
        return ThreadPoolExecutor(1, "checker")
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), checking.begin)
