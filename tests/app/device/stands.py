"""Seals to open a session with: the firmware in this process over a loopback, and the same over the virtual radio.

Both stand in the world of `tests.simulator.world`, whose keys speak for the maker and the cloud.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from app.device.connections import Connections
from app.device.errors import LinkLost
from app.device.radio import Radio, Scanner
from app.device.seal import Seal
from app.device.session import Choose, Link, Trust
from domain.seals import Model
from protocol import certificates, contact
from protocol.certificates import Identity
from protocol.errors import ProtocolError
from protocol.keys import AgreementKey
from protocol.log import Place
from protocol.session import ConsoleHello
from simulator import factory
from simulator.air import Air
from simulator.faults import Faults, Kind
from simulator.firmware import Firmware
from simulator.host import Host
from simulator.link import Link as SealLink
from tests.simulator import world as words
from tests.simulator.world import World

TRUST = Trust(words.console_static, words.maker.public)


class Stand(Protocol):
    """A seal as it left the factory, switched off, and the way to it."""

    world: World

    async def link(self) -> Link: ...

    def act(self, gesture: Callable[[Firmware], object]) -> None:
        """Do something to the seal, as a hand does."""
        ...

    def cut_at_answer(self) -> None:
        """The link ends when the seal is about to answer the next message."""
        ...


def hello(world: World, **changes: object) -> Choose:
    """The claim or the certificate that opens this seal."""

    async def choose(_identity: Identity, binding: int) -> ConsoleHello:
        if binding == 0:
            return ConsoleHello(certificates.issue(world.claim(), words.platform), None)
        word = msgspec.structs.replace(world.certificate(), **changes)
        return ConsoleHello(None, certificates.issue(word, words.authority))

    return choose


def on(stand: Stand) -> World:
    """The seal is switched on, and unbound."""
    stand.act(lambda firmware: firmware.hold())
    return stand.world


@asynccontextmanager
async def seal_of(stand: Stand, choose: Choose | None = None, trust: Trust = TRUST) -> AsyncGenerator[Seal]:
    seal = await Seal.open(await stand.link(), trust, choose or hello(stand.world))
    try:
        yield seal
    finally:
        await seal.close()


async def contact_over(seal: Seal, world: World) -> None:
    """Time and lease, in the words of `world`."""
    question = contact.open_question(await seal.ask_contact(), words.seal_signing.public)
    await seal.give_answer(world.answer(question))


def bound(stand: Stand) -> World:
    """The seal is bound, and nobody is connected to it."""
    stand.world.bind()
    stand.act(lambda firmware: firmware.disconnect())
    return stand.world


def granted(stand: Stand, **changes: object) -> World:
    """The seal is bound, a grant is on it, the lease runs, its stand is out; nobody is connected to it."""
    stand.world.ready(**changes)
    stand.act(lambda firmware: firmware.disconnect())
    return stand.world


class _ForgetfulLink(SealLink):
    """Does what it is asked, and says nothing of it `forgets` times."""

    forgets = 0

    def receive(self, message: bytes) -> list[bytes]:
        if self._channel is None or self.forgets == 0:
            return super().receive(message)
        self.forgets -= 1
        self._seal.request(self._channel.open(message))
        return []


class Loopback:
    """A link in this process. Lost, doubled or changed messages are put into `answers` by `spoil`."""

    def __init__(self, world: World) -> None:
        self.seal_link = _ForgetfulLink(world.seal, world.board, world.ticks())
        self._waiting: deque[bytes] = deque()
        self._news = asyncio.Event()
        self._over = asyncio.Event()
        self.cut_at_answer = False
        self.heard = 0
        self.spoil: Callable[[list[bytes]], list[bytes]] = lambda messages: messages

    async def send(self, message: bytes) -> None:
        if self._over.is_set():
            raise LinkLost
        self.heard += 1
        try:
            answers = self.seal_link.receive(message)
        except ProtocolError:
            self.hang_up()
            return
        if self.cut_at_answer:
            self.hang_up()
            return
        self.say(self.spoil(answers))
        self.tell()

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

    def say(self, messages: list[bytes]) -> None:
        self._waiting += messages
        self._news.set()

    def tell(self) -> None:
        """What the seal has to say by itself."""
        self.say(self.seal_link.notices())

    def hang_up(self) -> None:
        self.seal_link.close()
        self._over.set()
        self._news.set()

    @property
    def closed(self) -> bool:
        return self._over.is_set()


class LoopbackStand:
    def __init__(self) -> None:
        self.world = World()
        self.last: Loopback | None = None

    async def link(self) -> Loopback:
        self.last = Loopback(self.world)
        return self.last

    def act(self, gesture: Callable[[Firmware], object]) -> None:
        gesture(self.world.seal)
        if self.last is not None:
            self.last.tell()

    def cut_at_answer(self) -> None:
        assert self.last is not None
        self.last.cut_at_answer = True


class RadioStand:
    """The seal on the air of a virtual radio, the console with its own chip on it."""

    def __init__(self, air: Air, host: Host, scanner: Scanner, world: World) -> None:
        self.air = air
        self.place = place_of(air)
        self.world = world
        self.host = host
        self.scanner = scanner

    async def link(self) -> Link:
        return await Connections(self.scanner).connect(self.host.plate.address)

    def act(self, gesture: Callable[[Firmware], object]) -> None:
        self.host.act(gesture)

    def cut_at_answer(self) -> None:
        self.host.faults.set(Kind.CUT, "answer_before_send")


def place_of(air: Air) -> str:
    """The setting of a console or a seal on it."""
    return "virtual:{}:{}".format(*air.address)


@asynccontextmanager
async def loopback_stand(_folder: Path) -> AsyncGenerator[Stand]:
    yield LoopbackStand()


@asynccontextmanager
async def radio_stand(folder: Path) -> AsyncGenerator[Stand]:
    air = Air()
    await air.start()
    place = place_of(air)
    host = Host(_made(folder), place, _here, Faults())
    world = World(host.board, now=time.time_ns() // 1_000_000)
    world.seal = host.seal
    await host.start()
    radio = Radio(place)
    try:
        yield RadioStand(air, host, Scanner(radio), world)
    finally:
        await host.stop()
        await radio.close()
        await air.stop()


def _here() -> Place | None:
    return words.PLACE


def _made(folder: Path) -> Path:
    """A seal of the maker of `words`, as the factory leaves it."""
    board = words.board()
    made = factory.SealFile(
        serial=board.serial,
        model=Model.GL,
        firmware=board.firmware,
        address="C4:5A:00:00:1A:2B",
        maker=board.maker,
        identity=board.identity,
        signing=board.signing.secret,
        static=board.static.secret,
        made_ms=time.time_ns() // 1_000_000 - 1000,
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / factory.SEAL_FILE).write_bytes(msgspec.json.encode(made))
    assert board.delivery is not None
    (folder / factory.DELIVERY_FILE).write_bytes(board.delivery)
    return folder


def stranger_key() -> AgreementKey:
    return AgreementKey(b"\x7f" * 32)
