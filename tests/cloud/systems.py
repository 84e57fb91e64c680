"""An organization's own system: it reads with a token, as a program of somebody else's would."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.ids import new_id
from domain.integrations import PREFIX, AddToken, Reading
from tests.cloud.world import Cloud, Person


def new_word() -> str:
    """A token as a console makes it."""
    return PREFIX + secrets.token_urlsafe(32)


def add_token(word: str, readings: Iterable[Reading] = tuple(Reading), **changes: Any) -> AddToken:
    digest = hashlib.sha256(word.encode()).hexdigest()
    fields: dict[str, Any] = {"id": new_id(), "name": "财务系统", "sha256": digest, "hint": word[-4:]}
    return AddToken(**{**fields, "readings": list(readings), **changes})


@dataclass
class Held:
    """What a system has read so far, and its cursor."""

    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict[tuple[str, str], dict[str, Any]])
    cursor: str = ""


@dataclass
class System:
    """`word`: its token."""

    cloud: Cloud
    word: str

    @classmethod
    async def given(cls, person: Person, *readings: Reading, **changes: Any) -> "System":
        """A system to which this person has given a token that reads this (nothing said: everything)."""
        word = new_word()
        await person.done(add_token(word, readings or tuple(Reading), **changes))
        return cls(person.cloud, word)

    async def get(self, path: str, **headers: str) -> tuple[int, Any, Mapping[str, str]]:
        """Status, what the JSON says (or the bytes), headers."""
        sent = {"Authorization": f"Bearer {self.word}", "Accept-Language": "en"} | headers
        async with self.cloud.http.get(f"/api/v1{path}", headers=sent) as answer:
            data = await answer.read()
            told = json.loads(data) if "json" in answer.content_type and data else data
            return answer.status, told, answer.headers

    async def rows(self, path: str) -> dict[str, dict[str, Any]]:
        """All rows of a list by their ids, page by page."""
        found: dict[str, dict[str, Any]] = {}
        cursor, more = "", True
        while more:
            status, page, _ = await self.get(f"{path}?limit=3&cursor={cursor}")
            assert status == 200, page
            found |= {each["row"]["id"]: each["row"] for each in page["rows"]}
            cursor, more = page["cursor"], page["more"]
        return found

    async def follow(self, held: "Held") -> None:
        """Ask for what is new until there is no more, and keep it."""
        more = True
        while more:
            status, page, _ = await self.get(f"/changes?limit=4&cursor={held.cursor}")
            assert status == 200, page
            for each in page["rows"]:
                held.rows[(each["kind"], each["row"]["id"])] = each["row"]
            for each in page["gone"]:
                held.rows.pop((each["kind"], each["id"]), None)
            held.cursor, more = page["cursor"], page["more"]

    async def code(self, path: str) -> tuple[int, str]:
        """Status and code of a refusal."""
        status, told, _ = await self.get(path)
        return status, told["code"]
