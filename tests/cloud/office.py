"""An organization with somebody in each role, two seals with a keeper each, and another organization beside it."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from domain.codes import Purpose
from domain.keepers import AddKeeper
from domain.organization import PRINTED, Member, Permission, Role
from domain.rows import Row
from domain.seals import SealStatus
from protocol import sync
from tests.cloud.seal import Seal
from tests.cloud.test_pull import put
from tests.cloud.world import Cloud, Person, pull_all

R = TypeVar("R", bound=Row)
OWN, OTHER = "GL2026000001", "GL2026000002"


def switched_on(owner: Person, seal: str, now: int) -> SealStatus:
    """What a seal said of itself just now."""
    told: dict[str, Any] = {"phase": "usable", "battery": 90, "firmware": "GYGL", "place": None, "at": now}
    told |= {"log_end": 0, "log_to": 0, "used": 0, "count": None}
    return SealStatus(id=seal, organization=owner.organization, **told)


@dataclass
class Office:
    """`people` by their roles; the keeper keeps `OWN`, the other keeper `OTHER`."""

    cloud: Cloud
    owner: Person
    people: dict[str, Person] = field(default_factory=dict[str, Person])
    strangers: Person | None = None
    _phones: int = 19900010000

    @property
    def organization(self) -> str:
        return self.owner.organization

    async def fill(self) -> None:
        for serial in (OWN, OTHER):
            await Seal(self.cloud, self.owner, serial).bind(serial)
        roles = {"administrator": Role.ADMINISTRATOR, "keeper": Role.KEEPER, "member": Role.MEMBER}
        roles |= {"other keeper": Role.KEEPER, "spare keeper": Role.KEEPER, "custom with": Role.MEMBER}
        roles |= {"custom without": Role.MEMBER}
        self.people = {name: await self.owner.add(name, self.phone(), role) for name, role in roles.items()}
        self.people["owner"] = self.owner
        await self.owner.done(AddKeeper(seal=OWN, member=self.people["keeper"].member))
        await self.owner.done(AddKeeper(seal=OTHER, member=self.people["other keeper"].member))
        for serial in (OWN, OTHER):
            await put(self.cloud, switched_on(self.owner, serial, self.cloud.now))
        self.strangers = await self.cloud.organization("19900000009", "别家公司")

    def phone(self) -> str:
        self._phones += 1
        return str(self._phones)

    async def row(self, kind: type[R], id: str) -> R:
        found = await self.cloud.service.database.read(lambda view: view.get(kind, self.organization, id))
        assert found is not None
        return found

    async def ask_code(self, person: Person, purpose: Purpose, phone: str | None = None) -> None:
        """Have a code sent; raises `Problem`."""
        ask = sync.AskPurposeCode(purpose=purpose, organization=person.organization, phone=phone)
        await person.request("POST", "/v1/codes", ask)

    async def give_customs(self, permission: Permission) -> None:
        """One custom role has this bit alone, the other every bit but this."""
        others = [each for each in PRINTED if each is not permission]
        for name, bits in (("custom with", [permission]), ("custom without", others)):
            row = await self.row(Member, self.people[name].member)
            await put(self.cloud, msgspec.structs.replace(row, role=Role.CUSTOM, permissions=bits))

    async def rows_seen(self, person: Person) -> set[tuple[str, str]]:
        person.cursors.clear()
        return set((await pull_all(person)).rows)
