"""The stage of one schedule while it is played: what people, couriers and the modem do, and how it goes wrong."""

import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.device import session as sessions
from app.device.errors import DeviceError
from app.device.seal import Seal
from app.sync.errors import CloudError
from cloud import faults as cloud_faults
from cloud.gateway.gateway import Gateway
from cloud.store import tables
from domain.authorizations import Authorization
from domain.authorizations import Stage as UseStage
from domain.codes import Purpose
from domain.rows import Act
from domain.seals import Seal as SealRow
from protocol.session import ConsoleHello
from simulator.storage import PowerCut
from tests.cloud.invariants.places import Line, Place, _Line
from tests.faults import stage
from tests.faults.device import Device
from tests.faults.stage import Stage
from tests.faults.wire import Fault, Trouble, Wire

CLOCK_BACK_MS = 5 * 60_000
FRAME_SIZES = (20, 182, 244)  # bytes: an MTU less three
NOTICED_WITHIN_S = 0.1  # how long a console waits for an answer whose frame was lost
CLOUD_POINTS = ("push_before_commit", "push_after_commit", "slice_before_commit", "slice_after_commit",
                "contact_before_answer", "gateway_before_commit", "gateway_stored")  # fmt: skip


class Killed(Exception):
    """The cloud died here."""


class Play:
    """`seed` says all that will happen. `said`: what has happened, for who has to read it."""

    def __init__(self, seed: int, built: Stage, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.seed, self.rng, self.built, self.folder = seed, random.Random(seed), built, folder
        self.said: list[str] = []
        self.codes: dict[str, str] = {}
        self.killed_at, self.dead = "", False
        for limit in ("ANSWER_WITHIN_S", "HANDSHAKE_WITHIN_S"):
            patch.setattr(sessions, limit, NOTICED_WITHIN_S)
        patch.setattr(cloud_faults, "point", self._point)

    async def begin(self) -> None:
        self.cloud, self.places = await stage.enter(self.built, self.folder)
        self.thief = self.places.pop("a stolen")
        self.thief.online = False
        self.serial = stage.L if self.chance(6) else stage.GL
        self.device = Device(self.built.seals[self.serial], self.cloud)
        self._listen()

    async def end(self) -> None:
        for place in (*self.places.values(), self.thief):
            await place.close()
        await self.cloud.stop()

    # Chance

    def chance(self, of: int) -> bool:
        """One time in so many."""
        return self.rng.randrange(of) == 0

    def note(self, text: str) -> None:
        self.said.append(text)

    # The cloud

    def _point(self, name: str) -> None:
        if name == self.killed_at:
            self.killed_at, self.dead = "", True
            self.note(f"    the cloud dies at {name}")
            raise Killed(name)

    async def restart(self) -> None:
        """What it had not written down is gone."""
        self.dead = False
        await self.cloud.stop()
        await self.cloud.start()
        self._listen()

    def _listen(self) -> None:
        """As after a start: nothing of what was on its way is left."""
        self.gateway = Gateway(self.cloud.service)
        self._down: list[bytes] = []
        self.gateway.send = lambda serial, data: self._down.append(data) if serial == self.serial else None

    async def rows(self, kind: type[Any], **equal: Any) -> list[Any]:
        of = self.built.organization
        return await self.cloud.service.database.read(lambda view: list(view.facts(of).all(kind, **equal)))

    async def uses(self, *stages: UseStage) -> list[Authorization]:
        found: list[Authorization] = await self.rows(Authorization, seal=self.serial)
        return [row for row in found if not stages or row.stage in stages]

    async def held(self) -> int:
        """How many entries of its log the cloud has."""
        table = tables.log_entries
        query = select(func.count()).where(table.c.serial == self.serial)
        return await self.cloud.service.database.read(lambda view: view.connection.execute(query).scalar_one())

    async def seal_row(self) -> SealRow | None:
        return next(iter(await self.rows(SealRow, id=self.serial)), None)

    # People

    def member(self, name: str) -> str:
        return self.built.members[name]

    def place_of(self, member: str) -> Place:
        return next(self.places[name] for name, id in self.built.members.items() if id == member)

    async def act(self, name: str, act: Act) -> None:
        """Whatever the rules of the console say: the cloud judges."""
        place = self.places[name]
        await place.force(self.built.organization, act)
        if place.online:
            await self.survived(place.push)
        self.note(f"    {name}: {act}")

    async def code_for(self, member: str, purpose: Purpose = Purpose.ACTIVATE) -> str:
        text = await self.cloud.delivered(self.place_of(member).phone, purpose)
        return text.partition(" ")[0]

    async def survived(self, deed: Callable[[], Awaitable[object]]) -> None:
        """A deed that may meet a cloud that dies: it comes back."""
        try:
            await deed()
        except (CloudError, AssertionError) as error:
            if isinstance(error, AssertionError) and error.args != ("internal",):
                raise
            self.note(f"    {error!r}")

    # Couriers

    @asynccontextmanager
    async def session(self, place: Place, trouble: Trouble | None = None) -> AsyncGenerator[Seal]:
        """In front of the seal with the certificate that the console has; raises `DeviceError`."""
        console = await place.console()
        word = await place.certificate(self.built.organization)

        async def choose(_identity: object, _binding: int) -> ConsoleHello:
            return ConsoleHello(None, word)

        wire = Wire(self.device, self.rng.choice(FRAME_SIZES), trouble)
        seal = await Seal.open(wire, console.certificates.trust, choose)
        try:
            yield seal
        finally:
            await seal.close()
            self.device.follow()

    @staticmethod
    async def nothing(_identity: object, _binding: int) -> ConsoleHello:
        """What somebody shows who has nothing to show."""
        return ConsoleHello(None, None)

    def trouble(self) -> Trouble | None:
        """Every third link has one."""
        if not self.chance(3):
            return None
        return Trouble(self.rng.choice(list(Fault)), self.rng.randint(1, 60), self.rng.randrange(10**6))

    def line(self) -> Line:
        return self.rng.choice([Line.GOOD, Line.GOOD, Line.GOOD, Line.LOST, Line.TWICE])

    async def visit(self, place: Place, *, clean: bool = False) -> str:
        """Contact, orders, log, receipt, as any console does it; what came of it."""
        trouble = None if clean else self.trouble()
        courier, console = await place.courier(), await place.console()
        try:
            async with self.session(place, trouble) as seal:
                if place.online:
                    with _Line(console.client, "contact", Line.GOOD if clean else self.line()):
                        visit = await courier.visit(seal, self.built.organization)
                    said = (
                        f"{visit.delivered}+{len(visit.refused)} orders, {visit.carried} entries {visit.trouble or ''}"
                    )
                else:
                    said = f"{await courier.drain(seal, self.built.organization)} entries, offline"
        except DeviceError as error:
            said = repr(error)
        self.device.follow()
        return said

    async def send(self, place: Place, *, clean: bool = False) -> None:
        """What it has carried, to the cloud."""
        if place.online:
            await self.survived(lambda: place.send_slices(Line.GOOD if clean else self.line()))

    # The modem

    async def pump(self, rounds: int, *, clean: bool = False) -> None:
        """So many turns of the modem at its broker, on whose way messages are lost, doubled, late and changed."""
        device, late = self.device, list[bytes]()
        for _ in range(rounds):
            modem = device.modem
            if not modem.wanted:
                return
            try:
                if not modem.attached:
                    modem.attach()
                said = modem.due()
            except PowerCut:
                device.boot()
                continue
            for data in said:
                for arrived in [data] if clean else self._mangled(data):
                    await self._gateway_hears(arrived)
            down, self._down = [*late, *self._down], []
            late.clear()
            for data in down:
                if not clean and self.chance(8):
                    late.append(data)
                    continue
                for arrived in [data] if clean else self._mangled(data):
                    self._seal_hears(arrived)
            self.cloud.now += 1000

    def _mangled(self, data: bytes) -> list[bytes]:
        drawn = self.rng.randrange(12)
        if drawn == 0:
            return []
        if drawn == 1:
            return [data, data]
        return [self.changed(data)] if drawn == 2 else [data]

    def changed(self, data: bytes) -> bytes:
        """With one other bit."""
        at, bit = self.rng.randrange(len(data)), self.rng.randrange(8)
        return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]

    async def _gateway_hears(self, data: bytes) -> None:
        """All three steps, one after the other."""
        gateway = self.gateway
        try:
            gateway.hear(self.serial, data)
            await gateway._check()
            if not gateway._checked.empty():
                await gateway._store()
            if not gateway._done.empty():
                await gateway._answer()
        except Killed:
            await self.restart()

    def _seal_hears(self, data: bytes) -> None:
        try:
            if self.device.modem.attached:
                self.device.modem.hear(data)
        except PowerCut:
            self.device.boot()
        self.device.follow()
