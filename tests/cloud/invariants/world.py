"""One story's cloud, consoles, seals and post, all in this process, with the clock in the test's hand."""

import itertools
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import hypothesis
import msgspec
import pytest

from app.models.files import Blob
from cloud import sweeps
from cloud.channels import Letter, Unreachable
from cloud.pull import Pull
from cloud.store import limits
from domain import ids
from domain.messages import Channel
from domain.organization import Member, Organization
from domain.rows import Act
from domain.usage import Impression
from tests.cloud.invariants import truth
from tests.cloud.invariants.beginning import CONSOLES, ORGANIZATIONS_EACH, PHONES, Beginning
from tests.cloud.invariants.places import Line, Place, rev_of
from tests.cloud.invariants.stamps import Stamp
from tests.cloud.invariants.truth import Truth
from tests.cloud.world import Cloud

T = TypeVar("T")
# Small, so that a story meets them.
SMS_A_DAY, WECHAT_A_MINUTE, PAGE = 6, 8, 20
STEP_MS = 1000


class Post:
    """Whoever carries letters; while he is `away` messages cannot be handed over, codes can. `sent`: (when, letter)."""

    def __init__(self, cloud: "StoryCloud") -> None:
        self.away = False
        self.sent: list[tuple[int, Letter]] = []
        self._cloud = cloud

    async def send(self, letter: Letter) -> None:
        if self.away and not letter.code:
            raise Unreachable
        self.sent.append((self._cloud.now, letter))

    def newest_code(self, phone: str, topic: str) -> str:
        letters = (each for _, each in reversed(self.sent) if each.code and each.topic == topic)
        return next(each.code for each in letters if each.recipient.endswith(phone))


class StoryCloud(Cloud):
    """With the post in the test's hand, and nothing that happens by itself."""

    def __init__(self, folder: Path, beginning: Beginning, database: str | None) -> None:
        self.post = Post(self)
        quiet = {"organizations_per_user": ORGANIZATIONS_EACH, "sweep_every_s": 10**6, "database": database}
        super().__init__(folder, dict.fromkeys(Channel, self.post), **quiet)
        self.now, self.port = beginning.now, beginning.port

    async def code(self, phone: str) -> str:
        await self.request("POST", "/v1/sign-in/code", {"phone": phone})
        await self.service.post.work()
        return self.post.newest_code(phone, "sign_in")


class World:
    """`truth`: what the cloud held after the last step, `before`: after the one before it, `first`: at the beginning.

    `fitting`: whether a photo was of a press that its author could read, when both were there for the first time; none:
    his rights changed in that very step.
    """

    def __init__(self, folder: Path, beginning: Beginning, database: str | None) -> None:
        shutil.copytree(beginning.folder, folder, dirs_exist_ok=True)
        self.folder, self.beginning = folder, beginning
        self.cloud = StoryCloud(folder, beginning, database)
        self.places = [Place(name, PHONES[person], folder / name, self.cloud) for name, person in CONSOLES.items()]
        self.copies = 0
        self.fitting: dict[str, bool | None] = {}

    async def open(self) -> None:
        await self.cloud.start()
        await sweeps.sweep(self.cloud.service)
        self.stamps = [Stamp(kept, self.cloud) for kept in self.beginning.seals]
        self.first = self.before = self.truth = await self.look()

    async def close(self) -> None:
        for place in self.places:
            await place.close()
        await self.cloud.stop()

    async def look(self) -> Truth:
        vault = self.cloud.service.keys.vault
        return await self.cloud.service.database.read(lambda view: truth.read(view, vault))

    async def settle(self) -> None:
        """After a step: the post is done, and it is seen what has become of everything."""
        await self.cloud.service.post.work()
        self.before, self.truth = self.truth, await self.look()
        self.cloud.now += STEP_MS

    # Who is who

    def user(self, place: Place) -> str | None:
        return self.truth.users.get(place.phone)

    def member(self, place: Place, organization: str) -> Member | None:
        return next((row for row in self.truth.memberships(self.user(place)) if row.organization == organization), None)

    def homes(self, place: Place) -> list[str]:
        """The organizations in which he is."""
        return [row.organization for row in self.truth.memberships(self.user(place))]

    def places_of(self, member: str | None, organization: str) -> list[Place]:
        """The consoles of a member."""
        row = self.truth.get(Member, organization, member)
        return [] if row is None else [place for place in self.places if self.user(place) == row.user]

    def stamp(self, serial: str) -> Stamp:
        return next(each for each in self.stamps if each.serial == serial)

    # What people do

    async def act(
        self, place: Place, organization: str, act: Act, attach: Sequence[Blob] = (), *, forced: bool = False
    ) -> None:
        """Online it goes up at once, as soon as the console has heard what is new; offline it waits."""
        if place.online and await place.read(lambda tx: rev_of(tx, organization)) < self.version(organization):
            await place.pull(organization)
        code = ""
        if forced:
            await place.force(organization, act)
        else:
            code = await place.submit(organization, act, attach)
        said = f"{type(act).__name__} {msgspec.json.encode(act).decode()[:400]}"
        hypothesis.note(f"    {place}: {said}{' forced' * forced}{' offline' * (not place.online)} {code}".rstrip())
        if place.online and not code:
            await place.push()
            await place.send_files()
            await place.pull(organization)

    def version(self, space: str) -> int:
        return next((row["rev"] for row in self.truth.beside["versions"] if row["space"] == space), 0)

    async def see(self) -> None:
        """Between two acts of one step: what has become of everything by now."""
        await self.cloud.service.post.work()
        self.truth = await self.look()

    async def copy(self, place: Place) -> None:
        self.copies += 1
        self.places.append(await place.copied(f"{place.name} copy {self.copies}"))

    async def wait(self, ms: int) -> None:
        self.cloud.now += ms
        for stamp in self.stamps:
            stamp.firmware.tick()
        await sweeps.sweep(self.cloud.service)

    async def sync(self, place: Place, line: Line = Line.GOOD) -> None:
        await place.sync(line)

    def normal(self, authorization: str) -> list[Impression]:
        """Its records that are normal."""
        return [press for press in self.truth.presses.get(authorization, []) if press.result == 0]

    @property
    def organizations(self) -> list[str]:
        return [row.id for row in self.truth.of(Organization)]


def arrange(patch: pytest.MonkeyPatch) -> None:
    """Ids that follow from the story alone, so that it goes the same way again; small pages, low limits."""
    drawn = itertools.count(1)
    patch.setattr(ids, "os", SimpleNamespace(urandom=lambda count: next(drawn).to_bytes(count, "big")))
    patch.setattr(limits, "SMS_PER_DAY", SMS_A_DAY)
    patch.setattr(limits, "WECHAT_PER_MINUTE", WECHAT_A_MINUTE)
    patch.setattr(Pull.page, "__defaults__", (PAGE,))
