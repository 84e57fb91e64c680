"""Whatever the order of acts, lost answers, pulls, restarts and copies: in the end console and cloud agree."""

import shutil
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.models import fold, outbox, replica, tallies
from app.models.tables import cursors
from app.sync.errors import Offline
from app.sync.pull import OWN, Puller
from app.sync.push import push
from cloud.store import tables
from cloud.store.unit import View
from domain.acts import ROWS
from domain.ids import new_id
from domain.members import AddMember
from domain.organization import Role
from domain.rows import Act
from domain.templates import AddTemplate
from protocol.sync import Push, Pushed
from tests.app.console import Console
from tests.cloud.world import Cloud, Person, pull_all

PHONES = [f"1990000001{n}" for n in range(3)]
NAMES = ["合同", "公函"]
_numbers = iter(range(10_000))


class Story:
    """One console of an organization's owner, and the owner at another one. Each method is a step."""

    def __init__(self, folder: Path, cloud: Cloud, owner: Person) -> None:
        self.folder, self.cloud, self.owner = folder, cloud, owner
        self.pc = Console(folder / "pc", cloud)
        self.submitted: list[str] = []
        self.turn = 0

    async def begin(self) -> None:
        await self.pc.enter(self.owner.phone)
        await self.pc.open(sync=False)
        await self.pull()

    async def member(self) -> None:
        await self._submit(self._member())

    async def template(self) -> None:
        await self._submit(self._template())

    async def nonsense(self) -> None:
        await self._submit(AddTemplate(id=new_id(), name="无", approvers=[new_id()]))

    async def elsewhere(self) -> None:
        await self.owner.do(self._member() if self.turn % 2 else self._template())

    async def push(self) -> None:
        await self._push()

    async def push_and_lose_the_answer(self) -> None:
        await self._push(lose=True)

    async def push_twice(self) -> None:
        await self._push(times=2)

    async def push_one_by_one(self) -> None:
        await self._push(limit=1)

    async def pull(self) -> None:
        puller = self._puller()
        puller.want(OWN, self.owner.organization)
        await puller.pull()

    async def check(self) -> None:
        """Rows are what the cloud counts: there is nothing to load again."""
        await self._puller().check()
        assert await self.pc.store.run(lambda tx: tallies.due(tx, self.cloud.now)) == []
        again = select(cursors.c.again).where(cursors.c.again.is_not(None))
        assert await self.pc.store.run(lambda tx: tx.connection.execute(again).all()) == []

    async def restart(self) -> None:
        await self.pc.close()
        await self.pc.open(sync=False)

    async def fork(self) -> None:
        await self.pc.store.run(lambda tx: outbox.fork(tx, self.pc.account.sign))

    async def go_on_with_a_copy(self) -> None:
        """Somebody copies the profile, and his act reaches the cloud first."""
        mine = self.pc
        await mine.close()
        self.pc = Console(self.folder / f"copy{self.turn}", self.cloud)
        shutil.copytree(mine.profile, self.pc.profile)
        self.pc = Console(self.pc.profile, self.cloud)
        await self.pc.open(sync=False)
        await self.template()
        await self.push()
        await self.pc.close()
        self.pc = mine
        await mine.open(sync=False)

    async def end(self) -> None:
        """Send and pull what is left, and compare."""
        await self.push()
        await self.pull()
        self.cloud.now += tallies.DAY_MS
        await self.owner.enter()
        await self.check()
        organization = self.owner.organization
        assert await self.pc.store.run(outbox.unsettled) == []
        assert await self.pc.store.run(lambda tx: fold.overlay(tx, organization).by) == {}
        self.owner.cursors.clear()
        cloud = await pull_all(self.owner, organization=organization)
        for name, kind in ROWS.items():
            mine = await self.pc.store.run(lambda tx, kind=kind: replica.all(tx, kind, organization))
            assert mine == sorted(cloud.of(kind), key=lambda row: row.id), name
        judged = await self.cloud.service.database.read(_acts)
        assert {id: judged[id] for id in self.submitted} == dict.fromkeys(self.submitted, 1)
        await self.pc.close()

    def _puller(self) -> Puller:
        return Puller(self.pc.store, self.pc.client, self.pc.account.sign, lambda: self.cloud.now)

    def _member(self) -> AddMember:
        return AddMember(id=new_id(), name="周二", phone=PHONES[self.turn % len(PHONES)], role=Role.MEMBER)

    def _template(self) -> AddTemplate:
        return AddTemplate(id=new_id(), name=NAMES[self.turn % len(NAMES)], approvers=[self.owner.member])

    async def _submit(self, act: Act) -> None:
        """Also what the rule refuses here: the cloud has to refuse it by itself."""
        at, sign = self.cloud.now, self.pc.account.sign
        add = lambda tx: outbox.add(tx, self.owner.organization, act, at, sign)  # noqa: E731
        self.submitted.append(await self.pc.store.run(add))

    async def _push(self, *, lose: bool = False, times: int = 1, limit: int | None = None) -> None:
        send = self.pc.client.push

        async def lossy(push: Push) -> Pushed:
            for _ in range(times):
                answer = await send(Push(stream=push.stream, acts=push.acts[:limit]))
            if lose:
                raise Offline("the answer was lost")
            return answer

        self.pc.client.push = lossy  # type: ignore[method-assign]
        try:
            await push(self.pc.store, self.pc.client, self.pc.account.sign, lambda: self.cloud.now, lambda _: None)
        except Offline:
            assert lose
        finally:
            self.pc.client.push = send  # type: ignore[method-assign]


def _acts(view: View) -> Counter[str]:
    table = tables.acts
    return Counter(view.connection.execute(table.select().with_only_columns(table.c.id)).scalars())


STEPS = (
    *(Story.member, Story.template, Story.nonsense, Story.elsewhere, Story.restart, Story.fork),
    *(Story.pull, Story.check),
    *(Story.push, Story.push_and_lose_the_answer, Story.push_twice, Story.push_one_by_one, Story.go_on_with_a_copy),
)


@pytest.mark.rule(1, 3, 9)
@given(st.lists(st.sampled_from(STEPS), min_size=3, max_size=14))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_console_and_cloud_agree_in_the_end(cloud: Cloud, steps: list) -> None:  # type: ignore[type-arg]
    owner = await cloud.organization(f"1990001{next(_numbers):04}")
    with TemporaryDirectory() as folder:
        story = Story(Path(folder), cloud, owner)
        await story.begin()
        for step in steps:
            story.turn += 1
            cloud.now += 1000
            await step(story)
        await story.end()
