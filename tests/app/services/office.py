"""An office: a cloud behind HTTP, seals on a virtual radio, and people at consoles, each of the real parts."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from app.device.radio import Radio, Scanner
from app.models import replica
from app.models.store import Store
from app.services.account import Account
from app.services.binding import Binding
from app.services.certificates import Certificates
from app.services.courier import Courier
from app.services.desk import Desk, Submitted
from app.services.nearby import Nearby
from app.services.photos import Camera
from app.services.rounds import Rounds
from app.services.stamping import FreeUse, Stamping
from app.services.tools import Tools
from app.sync.engine import Engine
from app.sync.lane import Pace
from cloud.seals import stock
from cloud.store.unit import Unit
from domain.authorizations import Authorization, Mode
from domain.ids import new_id
from domain.issuing import Authorize
from domain.members import AddMember
from domain.organization import Member, Role
from domain.rows import Act, Row
from domain.seals import Model
from domain.stock import StockedSeal
from domain.uses import Method
from protocol.contact import SealMode
from protocol.log import Place, Source
from simulator import factory
from simulator.air import Air
from simulator.faults import Faults
from simulator.host import Host
from tests.cloud.world import Cloud, maker

R = TypeVar("R", bound=Row)
Condition = Callable[[], Awaitable[bool]]
OWNER, MEMBER, OTHER, STRANGER = "19900000001", "19900000002", "19900000003", "19900000009"
HERE = Place(302_741_000, 1_201_551_000, Source.GNSS, 4, 6)
HOUR = 3_600_000
# Lanes that do not make a test wait for what it has just mended.
PACE = Pace(first=0.05, most=0.2, long=1.0, poll=5.0)


class NowCloud(Cloud):
    """A cloud whose clock goes."""

    @property
    def now(self) -> int:
        return time.time_ns() // 1_000_000 + self.ahead

    @now.setter
    def now(self, _morning: int) -> None:
        self.ahead = 0


@dataclass
class Console:
    """One person's console, as `app.console` builds it, without windows."""

    cloud: Cloud
    account: Account
    store: Store
    engine: Engine
    desk: Desk
    certificates: Certificates
    courier: Courier
    nearby: Nearby
    rounds: Rounds
    organization: str
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def do(self, act: Act) -> str:
        """Submit, and wait until its effects are here."""
        done = await self.desk.submit(self.organization, act)
        assert isinstance(done, Submitted), done

        async def settled() -> bool:
            assert not await self.desk.refused(self.organization)
            return not await self.desk.pending(self.organization)

        await self.until(settled)
        return done.id

    async def until(self, condition: Condition, within: float = 20.0) -> None:
        """As soon as the condition holds, looking after each change of the database."""
        async with asyncio.timeout(within):
            while not await condition():
                self.changed.clear()
                try:
                    async with asyncio.timeout(0.25):
                        await self.changed.wait()
                except TimeoutError:
                    pass

    async def get(self, kind: type[R], id: str) -> R | None:
        return await self.store.run(lambda tx: replica.get(tx, kind, self.organization, id))

    async def all(self, kind: type[R]) -> list[R]:
        return await self.store.run(lambda tx: replica.all(tx, kind, self.organization))

    async def me(self) -> Member:
        found = await self.store.run(lambda tx: replica.me(tx, self.organization))
        assert found is not None
        return found

    async def sent(self) -> None:
        """Until nothing waits to be sent."""

        async def nothing() -> bool:
            unsent = await self.account.unsent(self.store)
            return (unsent.acts, unsent.slices, unsent.files) == (0, 0, 0)

        await self.until(nothing)

    def binding(self) -> Binding:
        return Binding(self.organization, self.nearby, self.courier, self.desk, self.store)

    def tools(self) -> Tools:
        return Tools(self.nearby, self.rounds, self.courier, self.desk, self.store, self.engine)

    def stamping(self, use: Authorization | FreeUse, camera: Camera | None = None) -> Stamping:
        return Stamping(use, self.tools(), camera)


class Office:
    """`seal` is switched on, delivered to the cloud, not bound. Consoles do not visit it by themselves."""

    def __init__(self, folder: Path, cloud: Cloud, air: Air, stack: AsyncExitStack) -> None:
        self.folder, self.cloud, self.air, self.stack = folder, cloud, air, stack
        self.radio = "virtual:{}:{}".format(*air.address)
        self.consoles = 0

    async def owner(self) -> Console:
        """The first console, of an organization's owner."""
        await self.cloud.organization(OWNER)
        return await self.console(OWNER)

    async def stranger(self) -> Console:
        """The owner of another organization."""
        await self.cloud.organization(STRANGER, "另一家公司")
        return await self.console(STRANGER)

    async def deliver(self, console: Console, serial: str, model: Model) -> None:
        """As the operator does, to the organization of this console."""

        def work(unit: Unit) -> object:
            return stock.deliver(self.cloud.service, unit, serial, console.organization, model, self.cloud.now)

        assert isinstance(await self.cloud.service.database.write(work), StockedSeal)

    async def console(self, phone: str) -> Console:
        self.consoles += 1
        account = Account(self.folder / f"profile-{self.consoles}", self.cloud.address, "PC", lambda: None)
        await account.sign_in(phone, await self.cloud.code(phone))
        store = await account.open_store()
        engine = self._engine(account, store)
        engine.start()
        certificates = Certificates(account, store)
        radio = Radio(self.radio)
        courier = Courier(store, account.client)
        nearby = Nearby(Scanner(radio), certificates, store)
        rounds = Rounds(nearby, courier, store, engine)
        assert account.known is not None
        organization = account.known.organizations[0]
        desk = Desk(store, account, lambda: self.cloud.now)
        made = Console(self.cloud, account, store, engine, desk, certificates, courier, nearby, rounds, organization)
        stop = store.subscribe(lambda _topics: made.changed.set())
        nearby.start()

        async def close() -> None:
            stop()
            await rounds.stop()
            await nearby.stop()
            await engine.stop(0)
            await account.close()
            await store.close()
            await radio.close()

        self.stack.push_async_callback(close)

        async def known() -> bool:
            return await store.run(lambda tx: replica.me(tx, organization)) is not None

        await made.until(known)
        await certificates.renew()
        return made

    def _engine(self, account: Account, store: Store) -> Engine:
        return Engine(store, account.client, account.sign, lambda: self.cloud.now, PACE)

    def begin_sync(self, console: Console) -> None:
        """As a console that is started again, after its engine was stopped."""
        console.engine = self._engine(console.account, console.store)
        console.engine.start()
        self.stack.push_async_callback(console.engine.stop, 0)

    async def member(self, owner: Console, phone: str = MEMBER, role: Role = Role.MEMBER) -> Console:
        await owner.do(AddMember(id=new_id(), name=f"成员{phone[-1]}", phone=phone, role=role))
        return await self.console(phone)

    async def seal(
        self,
        serial: str = "GL2026000001",
        model: Model = Model.GL,
        switched_on: bool = True,
        modem: bool = False,
        locate: Callable[[], Place | None] = lambda: HERE,
    ) -> Host:
        """`modem`: its maker has got a certificate; the cloud needs a broker (`mqtt_port=0`); `locate`: its place."""
        made = self.folder / "maker"
        if not made.exists():
            made.mkdir()
            (made / factory.KEY_FILE).write_bytes(maker.secret)
        folder = self.folder / serial
        factory.make_seal(made, folder, serial, model)
        factory.deliver(made, folder, self.cloud.service.keys.platform.public)
        if modem:
            await asyncio.to_thread(factory.enrol, folder, self.cloud.address)
        host = Host(folder, self.radio, locate, Faults())
        if switched_on:
            host.seal.hold()
        await host.start()
        self.stack.push_async_callback(host.stop)
        return host

    async def bound(
        self, owner: Console, *, opened: bool = False, locate: Callable[[], Place | None] = lambda: HERE
    ) -> Host:
        """A seal that the owner has bound; `opened`: stand out and cover off."""
        made = await self.seal(locate=locate)
        await bind(owner, made)
        if opened:
            made.act(lambda firmware: (firmware.stand(out=True), firmware.cover(on=False)))
        return made


@asynccontextmanager
async def opened(folder: Path, **settings: object) -> AsyncGenerator[Office]:
    async with AsyncExitStack() as stack:
        air = Air()
        await air.start()
        stack.push_async_callback(air.stop)
        cloud = NowCloud(folder, **settings)
        await cloud.start()
        office = Office(folder, cloud, air, stack)

        async def stop() -> None:
            if not cloud.http.closed:
                await cloud.stop()

        stack.push_async_callback(stop)
        yield office


async def bind(console: Console, host: Host, name: str = "合同章") -> None:
    """The seal is bound, and the cloud knows it."""
    binding = console.binding()
    await console.until(sees(console, host))
    await binding.pick(host.plate.address)
    assert binding.state.trouble is None, binding.state.trouble
    await binding.bind(host.seal.screen[-1], name)
    assert binding.state.trouble is None, binding.state.trouble


async def switch(host: Host, mode: SealMode) -> None:
    """By its key; a hand that was held up between two presses presses once more."""
    async with asyncio.timeout(60):
        while host.seal.live.mode is not mode:
            await host.press_key(5)


async def authorize(owner: Console, host: Host, member: Member, **changes: object) -> Authorization:
    """A direct authorization of the member, on its way to the seal."""
    now, id = owner.cloud.now, new_id()
    fields: dict[str, object] = {
        "id": id,
        "application": None,
        "seal": host.plate.serial,
        "member": member.id,
        "start": now - 1000,
        "end": now + HOUR,
        "mode": Mode.PHYSICAL,
        "method": Method.DIRECT,
        "count": 3,
        "photo_required": False,
    }
    await owner.do(Authorize(**{**fields, **changes}))  # type: ignore[arg-type]
    row = await owner.get(Authorization, id)
    assert row is not None
    return row


def sees(console: Console, host: Host) -> Condition:
    async def seen() -> bool:
        return any(seal.address == host.plate.address for seal in console.nearby.seals)

    return seen
