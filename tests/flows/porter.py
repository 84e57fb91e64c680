"""A console without its screens, as a program that can be killed:
`python -m tests.flows.porter PROFILE CLOUD RADIO PHONE`.

It says `{"control": "HOST:PORT"}` when it is ready, and takes lines of JSON there, one answer each:

    {"do": "visit"}      contact, orders, log and receipt, as in passing, then what it has carried to the cloud
    {"do": "take"}       the same, and the seal is in its hand until it is told to `release` it or dies; what the seal
                         tells is kept at once
    {"do": "release"}
    {"do": "show", "serial": …}     an unbound seal shows its number        {"do": "bind", "serial": …, "number": …}
    {"do": "act", "act": …, "args": {…}}      an act of the person, judged by the cloud
    {"do": "settled"}    whether nothing is left here that the cloud lacks
"""

import asyncio
import contextlib
import json
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from app.device.connections import Connections
from app.device.errors import DeviceError
from app.device.radio import Radio, Scanner
from app.device.seal import NewEntries, Seal
from app.models import carried, outbox, replica
from app.models.carried import SeenPress
from app.models.store import Tx
from app.services.account import Account
from app.services.certificates import Certificates
from app.services.courier import Courier
from app.services.desk import now_ms
from app.sync.errors import CloudError
from app.sync.pull import Puller
from app.sync.push import push
from app.sync.slices import send_slices
from demo.seed import Cloud
from domain.acts import ACTS
from domain.ids import from_bytes
from domain.rows import Act
from domain.seals import BindSeal, Model
from protocol.session import ConsoleHello

FIND_WITHIN_S = 6.0
_OVER = (DeviceError, CloudError, TimeoutError)


class Porter:
    """One person's console in front of the one seal that is on the air."""

    def __init__(self, profile: Path, cloud: str, radio: str) -> None:
        self._cloud = cloud
        self._account = Account(profile, cloud, "porter", lambda: None)
        self._scanner = Scanner(Radio(radio))
        self._connections = Connections(self._scanner)
        self._open = AsyncExitStack()
        self._seal: Seal | None = None
        self._hearing: asyncio.Task[None] | None = None

    async def enter(self, phone: str) -> None:
        """Signed in, as before it was killed or anew."""
        if self._account.known is None:
            async with Cloud(self._cloud) as cloud:
                before = (await cloud.newest(phone))["at"]
                await self._account.ask_code(phone)
                await self._account.sign_in(phone, await cloud.code_for(phone, before))
        self._store = await self._account.open_store()
        self._courier = Courier(self._store, self._account.client)
        self._certificates = Certificates(self._account, self._store)
        with contextlib.suppress(CloudError):
            await self._pull()
        await self._scanner.__aenter__()

    async def do(self, order: dict[str, Any]) -> dict[str, Any]:
        """What a line asks for; what it came to."""
        try:
            return {"ok": True, **(await getattr(self, f"_{order.pop('do')}")(**order) or {})}
        except _OVER as error:
            return {"ok": False, "error": repr(error)}

    async def _pull(self) -> None:
        puller = Puller(self._store, self._account.client, self._account.sign, now_ms)
        puller.want_all()
        await puller.pull()

    @property
    async def _organization(self) -> str:
        return (await self._store.run(replica.organizations))[0]

    async def _session(self, claim: bytes | None = None) -> Seal:
        await self._release()
        sighting = await self._scanner.find(lambda heard: True, FIND_WITHIN_S)
        await self._certificates.renew()
        word = await self._certificates.certificate(await self._organization)

        async def choose(_identity: object, binding: int) -> ConsoleHello:
            return ConsoleHello(claim if binding == 0 else None, word)

        link = await self._connections.connect(sighting.address, FIND_WITHIN_S)
        self._seal = await Seal.open(link, self._certificates.trust, choose)
        self._open.push_async_callback(self._seal.close)
        return self._seal

    async def _visit(self) -> dict[str, Any]:
        seal = await self._session()
        try:
            visit = await self._courier.visit(seal, await self._organization)
        finally:
            await self._release()
        await self._send()
        return {"delivered": visit.delivered, "carried": visit.carried, "trouble": str(visit.trouble or "")}

    async def _send(self) -> None:
        await send_slices(self._store, self._account.client, now_ms)

    async def _take(self) -> None:
        seal = await self._session()
        organization = await self._organization
        await self._courier.visit(seal, organization)
        await seal.take(uuid4().bytes)
        self._hearing = asyncio.create_task(self._hear(seal, organization))

    async def _hear(self, seal: Seal, organization: str) -> None:
        with contextlib.suppress(DeviceError):
            async for said in seal.notices():
                if isinstance(said, NewEntries):
                    press = said.press
                    grant = from_bytes(press.grant) if press is not None and press.grant else None
                    seen = [SeenPress(press.number, press.own, grant, None, press.at, press.result)] if press else []
                    await self._courier.keep(organization, said.part, seen)

    async def _release(self) -> None:
        if self._hearing is not None:
            self._hearing.cancel()
            await asyncio.gather(self._hearing, return_exceptions=True)
            self._hearing = None
        self._seal = None
        with contextlib.suppress(DeviceError):
            await self._open.aclose()

    async def _show(self, serial: str) -> None:
        """An unbound seal shows its number to who may bind it."""
        claim = await self._account.client.claim(serial, await self._organization)
        seal = await self._session(claim.claim)
        await seal.give_answer((await self._courier.ask_cloud(seal)).answer)
        await seal.show_number()

    async def _bind(self, serial: str, number: str) -> None:
        assert self._seal is not None
        identity = self._seal.session.identity_bytes
        await self._do(BindSeal(serial=serial, model=Model.GL, name="合同章", identity=identity))
        reply = await self._courier.ask_cloud(self._seal)
        await self._seal.give_answer(reply.answer)
        await self._seal.bind(number, reply.down[0], uuid4().bytes)
        await self._visit()

    async def _act(self, act: str, args: dict[str, Any]) -> None:
        await self._do(msgspec.convert(args, ACTS[act], strict=False))

    async def _do(self, act: Act) -> None:
        organization = await self._organization
        await self._store.run(lambda tx: outbox.add(tx, organization, act, now_ms(), self._account.sign))
        await push(self._store, self._account.client, self._account.sign, now_ms, lambda _organizations: None)

    async def _settled(self) -> dict[str, Any]:
        def left(tx: Tx) -> int:
            return carried.waiting(tx) + len(carried.failed(tx))

        await push(self._store, self._account.client, self._account.sign, now_ms, lambda _organizations: None)
        await self._send()
        return {"left": await self._store.run(left)}


async def main(profile: str, cloud: str, radio: str, phone: str) -> None:
    porter = Porter(Path(profile), cloud, radio)
    await porter.enter(phone)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(json.dumps(await porter.do(json.loads(line))).encode() + b"\n")
            await writer.drain()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    print(json.dumps({"control": f"{host}:{port}"}), flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
