"""A console without its screens, at a real cloud: account, store, desk and engine of one person."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from app.models import fold
from app.models.fold import Folded
from app.models.store import Store, Topics, Tx
from app.services.account import Account
from app.services.certificates import Certificates
from app.services.desk import Desk, Submitted
from app.sync.client import Client
from app.sync.engine import Engine
from app.sync.errors import Offline
from app.sync.lane import Pace
from domain.members import AddMember
from domain.organization import Role
from domain.rows import Act, Row
from tests.cloud.world import Cloud, Person

R = TypeVar("R", bound=Row)
T = TypeVar("T")
BRISK = Pace(first=0.01, most=0.05, long=30.0, poll=30.0)


class Console:
    """`open` and `close` it as often as the test likes: what lies between them is a restart."""

    def __init__(self, profile: Path, cloud: Cloud, pace: Pace = BRISK) -> None:
        self.profile = profile
        self.cloud = cloud
        self.pace = pace
        self.account = self._account()

    def _account(self) -> Account:
        return Account(self.profile, self.cloud.address, "PC", lambda: None, lambda: self.cloud.now)

    async def enter(self, phone: str) -> bool:
        """Sign in with the code that the demo's inbox shows."""
        return await self.account.sign_in(phone, await self.cloud.code(phone))

    async def open(self, *, sync: bool = True) -> None:
        self.store: Store = await self.account.open_store()
        self.desk = Desk(self.store, self.account, lambda: self.cloud.now)
        self.certificates = Certificates(self.account, self.store, lambda: self.cloud.now)
        self.engine = Engine(self.store, self.client, self.account.sign, lambda: self.cloud.now, self.pace)
        self.running = False
        if sync:
            self.start()

    def start(self) -> None:
        """Begin the sync."""
        self.engine.start()
        self.running = True

    async def close(self) -> None:
        """As when the program ends."""
        if self.running:
            await self.engine.stop()
        await self.store.close()
        await self.account.close()
        self.account = self._account()

    @property
    def client(self) -> Client:
        return self.account.client

    async def do(self, organization: str, act: Act) -> str:
        done = await self.desk.submit(organization, act)
        assert isinstance(done, Submitted), done
        return done.id

    async def shown(self, organization: str, kind: type[R]) -> list[Folded[R]]:
        return await self.store.run(lambda tx: fold.folded(tx, organization, kind))

    async def rows(self, organization: str, kind: type[R]) -> list[R]:
        return [each.row for each in await self.shown(organization, kind)]

    async def until(self, read: Callable[[Tx], T], *, within: float = 10.0) -> T:
        """What `read` gives as soon as it is true, looked at whenever the database has changed."""
        changed = asyncio.Event()
        unsubscribe = self.store.subscribe(lambda _topics: changed.set())
        try:
            async with asyncio.timeout(within):
                while not (found := await self.store.run(read)):
                    await changed.wait()
                    changed.clear()
                return found
        finally:
            unsubscribe()

    async def settled(self, *, within: float = 10.0) -> None:
        """Until nothing waits, and everything that was done has been pulled."""
        await self.until(lambda tx: not fold.outbox.unsettled(tx), within=within)

    async def reached(self, ready: Callable[[Any], object], *, within: float = 10.0) -> None:
        """Until the state of the sync is so."""
        changed = asyncio.Event()
        unsubscribe = self.engine.subscribe(lambda _state: changed.set())
        try:
            async with asyncio.timeout(within):
                while not ready(self.engine.state):
                    await changed.wait()
                    changed.clear()
        finally:
            unsubscribe()

    def topics(self) -> list[Topics]:
        """What will have been told from now on."""
        heard: list[Topics] = []
        self.store.subscribe(heard.append)
        return heard


@asynccontextmanager
async def console(profile: Path, cloud: Cloud, phone: str, *, sync: bool = True) -> AsyncIterator[Console]:
    """A console at which somebody has signed in."""
    made = Console(profile, cloud)
    await made.enter(phone)
    await made.open(sync=sync)
    try:
        yield made
    finally:
        await made.close()


async def staff(owner: Person, **phones: tuple[str, Role]) -> dict[str, str]:
    """Members of the owner's organization, added by him; their ids by name."""
    from domain.ids import new_id

    ids = {name: new_id() for name in phones}
    for name, (phone, role) in phones.items():
        await owner.done(AddMember(id=ids[name], name=name, phone=phone, role=role))
    return ids


def losing(client: Client, name: str) -> Callable[[], None]:
    """The next answer to this request is lost on its way, after the cloud has done what it asked."""
    send: Callable[..., Awaitable[Any]] = getattr(client, name)

    async def lose(*args: Any) -> Any:
        setattr(client, name, send)
        await send(*args)
        raise Offline("the answer was lost")

    return lambda: setattr(client, name, lose)
