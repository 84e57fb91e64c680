"""An operator, and what his browser would send."""

import html
import re
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import aiohttp
from pyotp.totp import TOTP

from cloud.operator import people, trail
from cloud.operator.site import address_of
from cloud.store import operators
from cloud.store.operators import Entry
from domain.verdict import Refused
from tests.cloud.world import Cloud

PASSWORD = "correct horse battery"
FIREFOX, OTHER = "Mozilla/5.0 (X11; Linux) Firefox/140", "Mozilla/5.0 (Windows) Chrome/150"
STEP_MS = 30_000
TOKEN = re.compile(r'name="csrftoken" value="([^"]+)"')
WHY, SAID = re.compile(r'class="why"[^>]*>([^<]+)<'), re.compile(r'class="said"[^>]*>([^<]+)<')


@dataclass
class Person:
    """An operator with his password and authenticator; each of its codes is good once, so the clock goes on."""

    cloud: Cloud
    name: str
    password: str
    secret: str
    first: str = ""  # the password that was drawn for him

    @classmethod
    async def begun(cls, cloud: Cloud, name: str) -> Self:
        """As the command line or another operator has made him known."""
        begun = await cloud.service.database.write(lambda unit: people.add(cloud.service, unit, name, cloud.now))
        assert not isinstance(begun, Refused)
        secret = parse_qs(urlsplit(begun.uri).query)["secret"][0]
        return cls(cloud, name, begun.password, secret, begun.password)

    @classmethod
    async def known(cls, cloud: Cloud, name: str) -> Self:
        """He has chosen his password."""
        person = await cls.begun(cloud, name)
        async with Desk(cloud) as desk:
            await desk.enter(person)
            await desk.do("/own", "ChoosePassword", present=person.password, password=PASSWORD, again=PASSWORD)
        person.password = PASSWORD
        return person

    def code(self, steps: int = 0) -> str:
        """What the authenticator shows, so many steps from now."""
        return TOTP(self.secret).generate_otp(self.cloud.now // STEP_MS + steps)

    def next_code(self) -> str:
        """One that was not used: half a minute later."""
        self.cloud.now += STEP_MS
        return self.code()


@dataclass
class Answer:
    status: int
    path: str
    text: str
    headers: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def why(self) -> list[str]:
        """What was refused, as it stands on the page."""
        return [html.unescape(each).strip() for each in WHY.findall(self.text)]

    @property
    def said(self) -> list[str]:
        return [html.unescape(each).strip() for each in SAID.findall(self.text)]


class Desk:
    """A browser of its own: `agent` it says it is; `language` its reader reads."""

    def __init__(self, cloud: Cloud, agent: str = FIREFOX, language: str = "zh-CN") -> None:
        self.cloud, self.agent, self.token = cloud, agent, ""
        self.base = address_of(cloud.app)
        self._language = language

    async def __aenter__(self) -> Self:
        jar = aiohttp.CookieJar(unsafe=True)  # cookies of an address in figures
        headers = {"User-Agent": self.agent, "Accept-Language": self._language}
        self.http = aiohttp.ClientSession(self.base, cookie_jar=jar, headers=headers)
        return self

    async def __aexit__(self, *_raised: object) -> None:
        await self.http.close()

    def cookies(self) -> dict[str, str]:
        return {each.key: each.value for each in self.http.cookie_jar}

    def steal(self, cookies: dict[str, str]) -> None:
        self.http.cookie_jar.update_cookies(cookies, aiohttp.client.URL(self.base))

    async def get(self, path: str, **headers: str) -> Answer:
        return await self._ask("GET", path, headers=headers)

    async def post(self, path: str, fields: dict[str, Any], **headers: str) -> Answer:
        """As the form on the page that was looked at last; what is bytes is a file."""
        form = aiohttp.FormData({name: value for name, value in fields.items() if isinstance(value, str)})
        for name, value in fields.items():
            if isinstance(value, bytes):
                form.add_field(name, value, filename=f"{name}.bin")
        return await self._ask("POST", path, data=form, headers={"Origin": self.base, **headers})

    async def do(self, path: str, act: str, **fields: Any) -> Answer:
        """An act as a person does it: he looks at the page and sends its form."""
        await self.get(path)
        return await self.post(path, {"csrftoken": self.token, "act": act, **fields})

    async def sign_in(self, name: str, password: str, code: str) -> Answer:
        await self.get("/login")
        return await self.post("/login", {"csrftoken": self.token, "name": name, "password": password, "code": code})

    async def enter(self, person: Person) -> Answer:
        answer = await self.sign_in(person.name, person.password, person.next_code())
        assert answer.path != "/login", answer.why
        return answer

    async def _ask(self, method: str, path: str, **more: Any) -> Answer:
        async with self.http.request(method, path, **more) as answer:
            text = await answer.text(errors="replace")
            found = TOKEN.search(text)
            self.token = html.unescape(found[1]) if found else self.token
            return Answer(answer.status, answer.url.path, text, dict(answer.headers))


async def entries(cloud: Cloud) -> list[Entry]:
    """The trail, in its order."""
    return await cloud.service.database.read(lambda view: list(operators.whole_trail(view)))


async def is_whole(cloud: Cloud) -> bool:
    key = cloud.service.keys.platform.public
    return (await cloud.service.database.read(lambda view: trail.verify(view, key))).broken_at is None
