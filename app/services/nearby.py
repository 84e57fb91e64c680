"""The seals around this computer: who is there, and one conversation with each at a time."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

from app.device.connections import Connections
from app.device.errors import NoCertificate, NotBound, NotOurs, OtherSeal, Resting
from app.device.radio import FIND_WITHIN_S, Scanner, Sighting
from app.device.seal import Seal
from app.device.session import Choose, Trust
from app.models.held import homes
from app.models.store import Store
from app.services.trouble import Trouble, of_device
from protocol.certificates import Identity
from protocol.contact import Phase
from protocol.session import ConsoleHello

# Ten advertisements a second need not be ten new lists a second; and who falls silent leaves the list.
LIST_EVERY_S, LIST_AT_LEAST_EVERY_S = 0.3, 1.0
# Nothing can be carried to or from a seal in these phases.
NOBODYS = frozenset({Phase.UNBOUND, Phase.UNDELIVERED})


class Credentials(Protocol):
    """Who this console is to a seal."""

    @property
    def trust(self) -> Trust:
        """The console's own key, and the maker whose seals are genuine."""
        ...

    async def certificate(self, organization: str) -> bytes | None:
        """The console's certificate, if it holds one that is valid."""
        ...


@dataclass(frozen=True)
class NearbySeal:
    """A seal that is heard now. What `sighting` says is a hint; `serial` is known once a session has proved it."""

    sighting: Sighting
    serial: str | None = None

    @property
    def address(self) -> str:
        """Names it to this computer's Bluetooth."""
        return self.sighting.address

    @property
    def unbound(self) -> bool:
        """May be picked for binding."""
        return self.sighting.phase is Phase.UNBOUND

    @property
    def shown(self) -> tuple[object, ...]:
        """What a list shows of it; the signal in steps, or the list would never stand still."""
        heard = self.sighting
        return self.serial, self.address, heard.name, heard.rssi // 5, heard.phase, heard.battery, heard.in_use


class Nearby:
    """`seals` are heard now, strongest first; `trouble`: Bluetooth missing, off or forbidden."""

    def __init__(self, scanner: Scanner, credentials: Credentials, store: Store) -> None:
        self.seals: tuple[NearbySeal, ...] = ()
        self.trouble: Trouble | None = None
        self.wanted: Counter[str] = Counter()  # addresses that somebody converses with, or is about to
        self.give_way: Callable[[], Awaitable[None]] = _nobody  # whoever visits seals in the background hangs up
        self._scanner = scanner
        self._credentials = credentials
        self._store = store
        self._listeners: list[Callable[[], None]] = []
        self._serials: dict[str, str] = {}
        self._connections = Connections(scanner)
        self._heard = asyncio.Event()
        self._work: asyncio.Task[None] | None = None
        self._resting = False
        self._openings: dict[asyncio.Timeout, asyncio.Future[None]] = {}
        self._open: set[Seal] = set()

    def subscribe(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Be called on the loop whenever `seals` or `trouble` changed; returns how to stop that."""
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    def start(self) -> None:
        """Listen until `stop`."""
        self._resting = False
        self._work = asyncio.create_task(self._listen(), name="nearby")

    async def stop(self) -> None:
        """Listen no more and hang up on everybody; until `start` nobody is spoken to (C-37)."""
        self._resting = True
        openings, self._openings = self._openings, {}
        for limit in openings:
            limit.reschedule(asyncio.get_running_loop().time())
        await asyncio.gather(*openings.values(), *(seal.close() for seal in list(self._open)))
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
            self._work = None

    @asynccontextmanager
    async def conversation(self, address: str, choose: Choose) -> AsyncGenerator[Seal]:
        """A session with the seal of that address; background visits give way to it. Raises `DeviceError`."""
        self.wanted[address] += 1
        try:
            await self.give_way()
            async with self.session(address, choose) as seal:
                yield seal
        finally:
            self.wanted[address] -= 1

    @asynccontextmanager
    async def conversation_with(self, serial: str, organization: str) -> AsyncGenerator[Seal]:
        """A session with this seal of ours, found among those that are heard. Raises `DeviceError`.

        Advertisements do not tell serials: a seal that nobody has spoken to yet is asked who it is.
        """
        asked: set[str] = set()
        deadline = time.monotonic() + FIND_WITHIN_S
        while True:
            address = await self._candidate(serial, asked, deadline)
            asked.add(address)
            with suppress(OtherSeal):
                async with self.conversation(address, self.as_member(organization, serial)) as seal:
                    yield seal
                    return

    @asynccontextmanager
    async def session(self, address: str, choose: Choose) -> AsyncGenerator[Seal]:
        """A session that gives way to nobody and asks nobody to. Raises `DeviceError`."""

        async def learn(identity: Identity, binding: int) -> ConsoleHello:
            self._serials[address] = identity.serial
            self._heard.set()
            return await choose(identity, binding)

        async with self._opening():
            link = await self._connections.connect(address)
            seal = await Seal.open(link, self._credentials.trust, learn)
        self._open.add(seal)
        try:
            yield seal
        finally:
            self._open.discard(seal)
            await seal.close()

    @asynccontextmanager
    async def _opening(self) -> AsyncGenerator[None]:
        """What it takes until a session stands; `Resting` if Bluetooth is put to rest meanwhile, or is already."""
        if self._resting:
            raise Resting
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(None) as limit:
                self._openings[limit] = over
                try:
                    yield
                finally:
                    self._openings.pop(limit, None)
        except TimeoutError:
            if not self._resting:
                raise
            raise Resting from None
        finally:
            if not over.done():
                over.set_result(None)

    def as_member(self, organization: str | None = None, serial: str | None = None) -> Choose:
        """Show the certificate of that organization, or of the one that the seal belongs to, if that is ours."""

        async def choose(identity: Identity, binding: int) -> ConsoleHello:
            if serial is not None and identity.serial != serial:
                raise OtherSeal(identity.serial)
            if binding == 0:
                raise NotBound
            home = organization or (await self._store.run(homes)).get(identity.serial)
            if home is None:
                raise NotOurs
            certificate = await self._credentials.certificate(home)
            if certificate is None:
                raise NoCertificate
            return ConsoleHello(claim=None, certificate=certificate)

        return choose

    async def _candidate(self, serial: str, asked: set[str], deadline: float) -> str:
        """The address of the seal, or of one that might be it. `OutOfReach` when there is none in time."""

        def may_be(sighting: Sighting) -> bool:
            known = self._serials.get(sighting.address)
            if sighting.address in asked:
                return False
            return known == serial or (known is None and sighting.phase not in NOBODYS)

        async with self._opening(), self._scanner:
            known = (each.address for each in self._scanner.nearby() if self._serials.get(each.address) == serial)
            if (address := next(known, None)) is not None and address not in asked:
                return address
            return (await self._scanner.find(may_be, max(0.0, deadline - time.monotonic()))).address

    async def _listen(self) -> None:
        stop = self._scanner.subscribe(lambda _sighting: self._heard.set(), lambda _problem: self._heard.set())
        try:
            async with self._scanner:
                while True:
                    self._heard.clear()
                    self._refresh()
                    await asyncio.sleep(LIST_EVERY_S)
                    with suppress(TimeoutError):
                        async with asyncio.timeout(LIST_AT_LEAST_EVERY_S):
                            await self._heard.wait()
        finally:
            stop()

    def _refresh(self) -> None:
        before = [seal.shown for seal in self.seals], self.trouble
        self.seals = tuple(NearbySeal(each, self._serials.get(each.address)) for each in self._scanner.nearby())
        self.trouble = None if self._scanner.problem is None else of_device(self._scanner.problem)
        if before != ([seal.shown for seal in self.seals], self.trouble):
            for listener in list(self._listeners):
                listener()


async def _nobody() -> None:
    return None
