"""A cloud in this process behind a real HTTP server, its clock in the test's hand, and people who talk to it."""

import asyncio
import contextlib
import io
import json
import tempfile
import threading
from collections.abc import AsyncIterator, Coroutine, Generator, Iterable, Mapping
from contextlib import asynccontextmanager, contextmanager
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import msgspec
import uvicorn
import zstandard
from sqlalchemy import Table, select

from cloud import app
from cloud.channels import Channel
from cloud.main import CODES, configuration, listen
from cloud.service import Service
from cloud.settings import Settings
from cloud.store import tables
from cloud.store.columns import metadata
from cloud.store.database import Database
from cloud.store.unit import Unit, View
from cloud.wallet.wechat_pay import Pay
from cloud.wechat import WeChat
from domain.acts import ROWS
from domain.codes import Purpose
from domain.ids import new_id
from domain.members import AddMember
from domain.messages import Channel as ChannelName
from domain.organization import Role
from domain.rows import Act, Row
from protocol import certificates, sync
from protocol.keys import AgreementKey, SigningKey
from protocol.sync import ActBody, ActVerdict, Page, Push, Pushed, SignedAct, SignedIn
from tests.waiting import until

maker = SigningKey(bytes([99]) * 32)
MORNING = 1_767_240_000_000  # 2026-01-01 12:00 in Beijing
T = TypeVar("T")
Kept = tuple[bytes, dict[Table, list[dict[str, Any]]]]  # the key file, and the rows of each table


class Problem(Exception):
    """A refused request: `status` and the body's code."""

    def __init__(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.said = msgspec.json.decode(body, type=sync.Problem)
        super().__init__(f"{status} {self.said.code}")
        self.status, self.code, self.headers = status, self.said.code, headers


@cache
def _empty_database() -> bytes:
    """All tables, and nothing in them: the steps that make them are tried elsewhere, and need not be gone each time."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database.in_folder(Path(folder))
        database.migrate()
        database.close()
        return (Path(folder) / "cloud.db").read_bytes()


@cache
def _which_are_filled() -> str:
    """A query for the names of the tables that hold anything."""
    asked = (f"SELECT '{each.name}' WHERE EXISTS (SELECT 1 FROM {each.name})" for each in metadata.sorted_tables)
    return " UNION ALL ".join(asked)


class Server(uvicorn.Server):
    """A server that leaves the signals to pytest, and ends when it is asked to, not at the next of its ticks."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._asked = asyncio.Event()

    def end(self) -> None:
        self._asked.set()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield

    async def main_loop(self) -> None:
        await self.on_tick(0)
        await self._asked.wait()


class Cloud:
    """One service; `now` is its time in milliseconds. `start` and `stop` as often as the test likes: its `port` stays.

    `channels`: who carries what leaves the house, in place of the demo's inbox; `wechat` in place of its page.
    """

    def __init__(
        self,
        folder: Path,
        channels: Mapping[ChannelName, Channel] | None = None,
        wechat: WeChat | None = None,
        pay: Pay | None = None,
        **settings: Any,
    ) -> None:
        given: dict[str, Any] = {"code_every_s": 0, **dict.fromkeys(CODES, 10_000), "demo": True, **settings}
        root = folder / "maker.root"
        root.write_bytes(certificates.issue(certificates.Root("tests", maker.public, demo=given["demo"]), maker))
        self.now = MORNING
        self.channels, self.wechat, self.pay = channels, wechat, pay
        self.settings = Settings(data=folder / "cloud", maker_root=root, **given)
        self.port = 0

    async def start(self) -> None:
        if self.settings.database is None and not self.settings.data.exists():
            self.settings.data.mkdir()
            Database.in_folder(self.settings.data).close()
            (self.settings.data / "cloud.db").write_bytes(_empty_database())
        self.app = app.create(self.settings, lambda: self.now, self.channels, self.wechat, self.pay)
        self.service: Service = self.app.state.service
        listening = listen(self.port)
        self.port = listening.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._server = Server(configuration(self.app, self.service.settings))
        self._running = asyncio.create_task(self._server.serve([listening]))
        self.http = aiohttp.ClientSession(self.address)
        await self.request("GET", "/healthz")  # the socket listens already: the answer comes when the service is up

    async def stop(self) -> None:
        await self.http.close()
        self._server.end()
        await self._running

    async def is_new(self) -> bool:
        """Whether nothing has happened here yet."""
        of_people = select(tables.consoles.c.id), select(tables.rows["organizations"].c.id)
        asked = await self.service.database.read(
            lambda view: [view.connection.execute(each).first() for each in of_people]
        )
        return asked == [None, None]

    async def keep(self) -> Kept:
        """All that it knows."""

        def work(view: View) -> dict[Table, list[dict[str, Any]]]:
            found = {table: view.connection.execute(select(table)).mappings() for table in metadata.sorted_tables}
            return {table: [dict(row) for row in rows] for table, rows in found.items()}

        return (self.settings.data / "cloud.keys").read_bytes(), await self.service.database.read(work)

    async def become(self, kept: Kept) -> None:
        """Start anew, knowing all that and nothing else."""
        keys, rows = kept
        await self.stop()
        (self.settings.data / "cloud.keys").write_bytes(keys)
        url = self.settings.database
        database = Database(url) if url else Database.in_folder(self.settings.data)
        with database._writer.begin() as connection:
            # Most of the ninety tables are empty here and there: asking each of them took longer than all the rest.
            filled = set(connection.exec_driver_sql(_which_are_filled()).scalars())
            for table in metadata.sorted_tables:
                if table.name in filled:
                    connection.execute(table.delete())
                if rows[table]:
                    connection.execute(table.insert(), rows[table])
        database.close()
        await self.start()

    async def request(self, method: str, path: str, body: Any = None, **more: Any) -> bytes:
        """The body of the answer; raises `Problem`."""
        data = body if body is None or isinstance(body, bytes | io.IOBase) else msgspec.json.encode(body)
        async with self.http.request(method, path, data=data, **more) as answer:
            content = await answer.read()
            if answer.status >= 400:
                raise Problem(answer.status, content, answer.headers)
            return content

    async def ask(self, kind: type[T], method: str, path: str, body: Any = None, **more: Any) -> T:
        return msgspec.json.decode(await self.request(method, path, body, **more), type=kind)

    async def code(self, phone: str) -> str:
        """Ask for a code to sign in with, and read it in the inbox."""
        await self.request("POST", "/v1/sign-in/code", sync.AskCode(phone=phone))
        return await self.delivered(phone)

    async def delivered(self, phone: str, purpose: Purpose = Purpose.SIGN_IN) -> str:
        """The newest code that a phone was sent for this."""
        digits = phone.replace("-", "").replace(" ", "")[-8:]
        inbox = [each for each in await self.inbox() if each["phone"].endswith(digits)]
        return next(each["code"] for each in inbox if each["purpose"] == purpose)

    async def inbox(self) -> list[dict[str, Any]]:
        """What the demo shows: {phone, code, purpose, at, channel, text}, newest first."""
        return json.loads(await self.request("GET", "/demo/inbox"))

    async def organization(self, phone: str, name: str = "示例公司") -> "Person":
        """A new organization's owner, signed in."""
        body = {"name": name, "owner": "王主任", "phone": phone}
        made = json.loads(await self.request("POST", "/demo/organizations", body, headers=JSON))
        return await Person.sign_in(self, phone, made["organization"], made["member"])


JSON = {"Content-Type": "application/json"}


class Person:
    """Somebody at a console of his own: one stream, one cursor for each organization."""

    def __init__(self, cloud: Cloud, phone: str) -> None:
        self.cloud, self.phone = cloud, phone
        self.signing, self.static = SigningKey.generate(), AgreementKey.generate()
        self.stream, self.seq = new_id(), 0
        self.organization = self.member = ""
        self.cursors: dict[str, str] = {}

    @classmethod
    async def sign_in(cls, cloud: Cloud, phone: str, organization: str = "", member: str = "") -> "Person":
        person = cls(cloud, phone)
        person.organization, person.member = organization, member
        await person.enter()
        return person

    async def enter(self) -> SignedIn:
        body = sync.SignIn(
            phone=self.phone,
            code=await self.cloud.code(self.phone),
            console_name="PC",
            signing=self.signing.public,
            static=self.static.public,
        )
        self.signed_in = await self.cloud.ask(SignedIn, "POST", "/v1/sign-in", body)
        return self.signed_in

    def at(self, cloud: Cloud) -> "Person":
        """The same person at the same console, in a cloud that knows him as the other did."""
        person = copy(self)
        person.cloud, person.cursors = cloud, dict(self.cursors)
        return person

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.signed_in.access}"}

    async def request(self, method: str, path: str, body: Any = None, **more: Any) -> bytes:
        return await self.cloud.request(method, path, body, headers={**self.headers, **more.pop("headers", {})}, **more)

    async def ask(self, kind: type[T], method: str, path: str, body: Any = None, **more: Any) -> T:
        return msgspec.json.decode(await self.request(method, path, body, **more), type=kind)

    def signed(self, act: Act, seq: int | None = None, **changes: Any) -> SignedAct:
        """An act as its console signs it, next in the stream."""
        if seq is None:
            self.seq += 1
        fields: dict[str, Any] = {
            "organization": self.organization,
            "stream": self.stream,
            "seq": self.seq if seq is None else seq,
            "id": new_id(),
            "name": type(act).__name__,
            "args": msgspec.Raw(msgspec.json.encode(act)),
            "at": self.cloud.now,
        }
        return self.sign(msgspec.json.encode(ActBody(**{**fields, **changes})))

    def sign(self, body: bytes) -> SignedAct:
        return SignedAct(body=body, signature=self.signing.sign(sync.act_signed_bytes(body)))

    async def push(self, *acts: SignedAct, stream: str | None = None) -> Pushed:
        return await self.ask(Pushed, "POST", "/v1/push", Push(stream=stream or self.stream, acts=list(acts)))

    async def do(self, act: Act) -> ActVerdict:
        """Push one act; its verdict."""
        return (await self.push(self.signed(act))).verdicts[-1]

    async def done(self, act: Act) -> None:
        verdict = await self.do(act)
        assert verdict.done, verdict

    async def pull(
        self, organization: str | None = None, cursor: str | None = None, stream: str | None = None, **more: str
    ) -> Page:
        """The next page; the cursor moves on."""
        space = self.organization if organization is None else organization
        params = {
            "organization": space,
            "stream": self.stream if stream is None else stream,
            "cursor": self.cursors.get(space, "") if cursor is None else cursor,
            **more,
        }
        async with self.cloud.http.get("/v1/pull", params=params, headers=self.headers) as answer:
            content = await answer.read()
            if answer.status >= 400:
                raise Problem(answer.status, content, answer.headers)
        page = msgspec.json.decode(content, type=Page)
        self.cursors[space] = page.cursor
        return page

    async def add(self, name: str, phone: str, role: Role = Role.MEMBER) -> "Person":
        """A new member of my organization, signed in at a console of his own."""
        member = new_id()
        await self.done(AddMember(id=member, name=name, phone=phone, role=role))
        return await Person.sign_in(self.cloud, phone, self.organization, member)


class Replica:
    """What a console holds of one space after its pulls: a row stays while one of its scopes does."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Row] = {}
        self.scopes: dict[tuple[str, str], set[str]] = {}

    def take(self, page: Page) -> None:
        for change in page.rows:
            key = (change.table, change.id)
            self.rows[key] = msgspec.json.decode(change.body, type=ROWS[change.table])
            self.scopes[key] = set(change.scopes or ())
        for gone in page.gone:
            self.scopes.get((gone.table, gone.id), set()).discard(gone.scope)
        for scopes in self.scopes.values():
            scopes -= set(page.dropped)
        for key in [key for key, scopes in self.scopes.items() if not scopes and key[0] != "usage"]:
            del self.rows[key], self.scopes[key]

    def of(self, kind: type[T]) -> list[T]:
        return [row for row in self.rows.values() if isinstance(row, kind)]


async def pull_all(person: Person, replica: Replica | None = None, organization: str | None = None) -> Replica:
    """Pull until there is no more."""
    replica = Replica() if replica is None else replica
    more = True
    while more:
        page = await person.pull(organization)
        replica.take(page)
        more = page.more
    return replica


async def together(cloud: Cloud, *requests: Coroutine[Any, Any, T]) -> list[T]:
    """Their answers; what they write shares one commit, for all of them wait while somebody else writes."""
    database, writing, go_on = cloud.service.database, threading.Event(), threading.Event()

    def hold(_unit: Unit) -> None:
        writing.set()
        go_on.wait()

    held = asyncio.create_task(database.write(hold))
    await asyncio.to_thread(writing.wait)
    asked = [asyncio.create_task(request) for request in requests]
    try:
        await until(lambda: len(database._wishes) >= sum(not each.done() for each in asked))
    finally:
        go_on.set()
    await held
    return await asyncio.gather(*asked)


def unpacked(data: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompress(data)


@asynccontextmanager
async def running(folder: Path, now: int = MORNING, **settings: Any) -> AsyncIterator[Cloud]:
    cloud = Cloud(folder, **settings)
    cloud.now = now
    await cloud.start()
    try:
        yield cloud
    finally:
        with contextlib.suppress(RuntimeError):
            await cloud.stop()


def codes_of(verdicts: Iterable[ActVerdict]) -> list[str]:
    """Done as "", refused as its code."""
    return [verdict.code for verdict in verdicts]
