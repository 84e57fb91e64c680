"""A small organization in controlled use, made over the public API: its owner signs in and adds people."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp
import msgspec

from domain.ids import new_id
from domain.members import AddMember
from domain.organization import Role
from domain.rows import Act
from domain.seals import Model
from domain.tariff import Price, Terms
from domain.templates import AddTemplate
from protocol import sync
from protocol.keys import AgreementKey, SigningKey

ORGANIZATION = "云杉精密仪器有限公司"
TEMPLATE = "合同用印"

# A year is the one duration that the manual knows (C-20). The trial is longer than any story takes.
TARIFF = Terms(
    prices=[Price(months=12, first_cents=36_500, renewal_cents=30_000)],
    trial_days=60,
    payee="户名：印信演示服务有限公司\n开户行：演示银行总行营业部\n账号：6200 0000 0000 0000",
    wechat=True,
    offline=True,
)


# Invented shops near where the demo's seals are: name, address, latitude and longitude.
OUTLETS = (
    ("西湖示例刻章服务部", "杭州市西湖区示例路 1 号", 30.2592, 120.1303),
    ("拱墅示例印章维修点", "杭州市拱墅区示例街 22 号", 30.3194, 120.1417),
    ("上海示例印章服务中心", "上海市黄浦区示例路 33 号", 31.2317, 121.4846),
)


@dataclass(frozen=True)
class Person:
    """An invented person; nobody has these numbers."""

    name: str
    phone: str
    role: Role


OWNER = Person("陈佳宁", "19900000001", Role.OWNER)
ADMINISTRATOR = Person("周明远", "19900000002", Role.ADMINISTRATOR)
KEEPER = Person("沈若溪", "19900000003", Role.KEEPER)
APPROVER = Person("林知夏", "19900000004", Role.MEMBER)
MEMBER = Person("许砚清", "19900000005", Role.MEMBER)
STRANGER = Person("", "19900000099", Role.MEMBER)
STAFF = (OWNER, ADMINISTRATOR, KEEPER, APPROVER, MEMBER)


class SeedFailed(Exception):
    """The cloud refused something that a fresh demo must be able to do."""


class Cloud:
    """The cloud's public API and the demo's inbox, as far as a demo needs them."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(self.address)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._http is not None
        await self._http.close()

    async def post(self, path: str, body: object, access: str = "") -> bytes:
        assert self._http is not None
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {access}"} if access else {})}
        async with self._http.post(path, data=msgspec.json.encode(body), headers=headers) as answer:
            data = await answer.read()
            if answer.status >= 400:
                raise SeedFailed(f"{path}: {answer.status} {data.decode(errors='replace')}")
            return data

    async def inbox(self) -> list[dict[str, Any]]:
        """What the cloud would have sent: {phone, code, purpose, at in milliseconds, channel, text}, oldest first.

        Of what is no code, `code` and `purpose` are empty.
        """
        assert self._http is not None
        async with self._http.get("/demo/inbox", headers={"Accept": "application/json"}) as answer:
            return sorted(await answer.json(), key=lambda each: each["at"])

    async def newest(self, phone: str) -> dict[str, Any]:
        """The newest code that a phone was sent to sign in with."""
        mine = [each for each in await self.inbox() if each["purpose"] == "sign_in" and each["phone"].endswith(phone)]
        return mine[-1] if mine else {"at": 0}

    async def code_for(self, phone: str, after: int = 0) -> str:
        """The sign-in code sent to a phone after a time in milliseconds; waits for it."""
        async with asyncio.timeout(20):
            while True:
                message = await self.newest(phone)
                if message["at"] > after:
                    return str(message["code"])
                await asyncio.sleep(0.05)

    async def sign_in(self, person: Person) -> tuple[sync.SignedIn, SigningKey]:
        """Sign in as a console of its own; the session and the key its acts are signed with."""
        key, static = SigningKey.generate(), AgreementKey.generate()
        before = (await self.newest(person.phone))["at"]
        await self.post("/v1/sign-in/code", sync.AskCode(phone=person.phone))
        code = await self.code_for(person.phone, before)
        ask = sync.SignIn(phone=person.phone, code=code, console_name="demo", signing=key.public, static=static.public)
        return msgspec.json.decode(await self.post("/v1/sign-in", ask), type=sync.SignedIn), key


async def _push(cloud: Cloud, organization: str, acts: list[Act], session: sync.SignedIn, key: SigningKey) -> None:
    stream = new_id()
    signed: list[sync.SignedAct] = []
    for seq, act in enumerate(acts, 1):
        body = msgspec.json.encode(
            sync.ActBody(
                organization=organization,
                stream=stream,
                seq=seq,
                id=new_id(),
                name=type(act).__name__,
                args=msgspec.Raw(msgspec.json.encode(act)),
                at=0,
            )
        )
        signed.append(sync.SignedAct(body=body, signature=key.sign(sync.act_signed_bytes(body))))
    answer = await cloud.post("/v1/push", sync.Push(stream=stream, acts=signed), session.access)
    refused = [each for each in msgspec.json.decode(answer, type=sync.Pushed).verdicts if not each.done]
    if refused:
        raise SeedFailed(str(refused))


async def seed(address: str, delivered: Iterable[tuple[str, Model]] = ()) -> None:
    """The organization with its staff and its approval template; the operator delivers these seals to it, and keeps
    some service outlets."""
    async with Cloud(address) as cloud:
        await cloud.post("/demo/tariff", TARIFF)
        await cloud.post("/demo/organizations", {"name": ORGANIZATION, "owner": OWNER.name, "phone": OWNER.phone})
        session, key = await cloud.sign_in(OWNER)
        ids = {person: new_id() for person in STAFF}
        people: list[Act] = [
            AddMember(id=ids[person], name=person.name, phone=person.phone, role=person.role)
            for person in STAFF
            if person is not OWNER
        ]
        template = AddTemplate(id=new_id(), name=TEMPLATE, approvers=[ids[APPROVER]], copied=[])
        organization = session.organizations[0]
        await _push(cloud, organization, [*people, template], session, key)
        for serial, model in delivered:
            await cloud.post("/demo/seals", {"serial": serial, "model": model, "organization": organization})
        for name, address, lat, lon in OUTLETS:
            outlet = {"name": name, "address": address, "phone": "0571-0000 0000", "hours": "9:00-17:30"}
            await cloud.post("/demo/outlets", {"id": new_id(), **outlet, "point": {"lat": lat, "lon": lon}})
