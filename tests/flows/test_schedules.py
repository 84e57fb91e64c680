"""Random schedules with the programs as processes and a radio between them: cloud, consoles and seal are killed at any
moment or at a named point, the link is cut, the radio goes. Each press is exactly one record, and nothing is left over.

One with every run; `make soak` plays 50. They follow one another on the same seal, each from its own seed; what one
leaves is settled before the next. One that fails names its seed.
"""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from demo.processes import Program
from demo.seed import ADMINISTRATOR, KEEPER, MEMBER, Person, seed
from demo.story import GL, Story
from demo.world import World
from domain.authorizations import Authorization, Stage
from domain.events import SealEvent
from domain.ids import new_id
from domain.organization import Member
from domain.reckoning import reckon
from domain.usage import Impression
from simulator.faults import COMMITS, LINK_POINTS
from tests.flows import truth
from tests.flows.truth import Truth

pytestmark = [pytest.mark.flow, pytest.mark.slow]
FIRST_SEED, STEPS = 20261128, 14
PORTERS = {"keeper": KEEPER, "member": MEMBER}
CLOUD_POINTS = ("push_before_commit", "push_after_commit", "slice_before_commit", "slice_after_commit",
                "contact_before_answer")  # fmt: skip
SETTLED_WITHIN_S = 90.0
GONE = (OSError, msgspec.DecodeError)  # of a program that has died, or does so over what it is asked


class Scene:
    """`said`: what has happened."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder, headless=True)
        self.story = Story(self.world, "zh_CN")
        self.said: list[str] = []
        self.pressed = 0

    async def begin(self) -> None:
        world = self.world
        await world.start_radio()
        await world.start_cloud()
        await seed(world.cloud_address)
        await world._deliver()
        await world.start_seal(GL)
        await self.seal("power", on=True)
        for name, person in PORTERS.items():
            await self.start_porter(name, person)
        await self.start_porter("administrator", ADMINISTRATOR)
        await self.must("administrator", "show", serial=GL)
        number = (await self.seal("status"))["number"]
        await self.must("administrator", "bind", serial=GL, number=number)
        await self.settle()

    async def end(self) -> None:
        for program in self.world.programs.values():
            await program.kill()

    # Programs

    async def start_porter(self, name: str, person: Person) -> None:
        words = [str(self.world.folder / name), self.world.cloud_address, f"virtual:{self.world.radio_address}"]
        log = self.world.folder / "logs" / f"{name}.txt"
        program = Program(name, ["-m", "tests.flows.porter", *words, person.phone], log)
        self.world.programs[name] = program
        await program.start()

    async def ask(self, name: str, do: str, **details: Any) -> dict[str, Any]:
        """An order to a console; it may die over it."""
        host, _, port = str(self.world.programs[name].ready["control"]).rpartition(":")
        try:
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(json.dumps({"do": do, **details}).encode() + b"\n")
            await writer.drain()
            line = await asyncio.wait_for(reader.readline(), 60)
            writer.close()
            return json.loads(line) if line else {"ok": False, "error": "gone"}
        except OSError as error:
            return {"ok": False, "error": repr(error)}

    async def must(self, name: str, do: str, **details: Any) -> None:
        said = await self.ask(name, do, **details)
        assert said["ok"], said

    async def seal(self, do: str, **details: Any) -> dict[str, Any]:
        return await self.world.seal(GL, do, **details)

    async def revive(self) -> None:
        """Whoever is dead is started again."""
        for name, program in list(self.world.programs.items()):
            if program.running:
                continue
            await program.kill()
            self.said.append(f"    {name} comes back")
            if name == "cloud":
                await self.world.start_cloud()
            elif name == "radio":
                await self.world.start_radio()
            elif name == GL:
                await self.world.start_seal(GL)
                await self.count()
            else:
                await self.start_porter(name, {**PORTERS, "administrator": ADMINISTRATOR}[name])

    # What is pressed

    async def press(self) -> None:
        """Counted by the hand that presses; if the seal dies over it, by what it says when it comes back: it is a press
        on record, or none."""
        try:
            before = (await self.seal("status"))["impressions"]
            after = (await self.seal("stamp"))["impressions"]
        except GONE as error:  # it died before it answered
            self.said.append(f"    the seal dies over a press: {error!r}")
            return
        assert after == before + 1
        self.pressed += 1

    async def count(self) -> None:
        now = (await self.seal("status"))["impressions"]
        assert now - self.pressed in (0, 1)
        self.pressed = now

    # The end

    async def settle(self) -> Truth:
        """Everybody is there, everything is carried."""
        deadline = time.monotonic() + SETTLED_WITHIN_S
        while True:
            with contextlib.suppress(*GONE):  # some fault may still have waited for its point
                if await self._is_settled():
                    return await truth.look(self.story)
            assert time.monotonic() < deadline, "not settled"

    async def _is_settled(self) -> bool:
        await self.revive()
        await self.seal("power", on=True)
        for name in PORTERS:
            self.said.append(f"    {name}: {await self.ask(name, 'visit')} {await self.ask(name, 'settled')}")
        status, left = await self.seal("status"), [await self.ask(name, "settled") for name in PORTERS]
        return status["receipted"] == status["log_to"] and all(each.get("left") == 0 for each in left)

    async def accounted(self) -> None:
        """Every press one record, the log without a gap, granted = stamped + left for each authorization."""
        found, status = await self.settle(), await self.seal("status")
        records = found.all(Impression)
        assert sorted(row.own for row in records) == list(range(1, self.pressed + 1))
        assert status["impressions"] == self.pressed
        for use in found.all(Authorization):
            told = reckon(use, records, found.all(SealEvent))
            assert told.adds_up
            assert use.count == 0 or use.count == told.stamped + (told.left or 0)
            if use.stage is Stage.LIVE:
                assert (status["used"], status["count"]) == (use.used, use.count)


class Schedule:
    """One of them, on a stage that is settled."""

    def __init__(self, stage: Scene, seed: int) -> None:
        self.stage, self.rng = stage, random.Random(seed)
        stage.said[:] = [f"--seed {seed}"]

    async def play(self) -> None:
        deeds = [
            (self.use, 8), (self.press, 10), (self.visit, 5), (self.put_down, 2), (self.end_use, 3), (self.lock, 1),
            (self.kill, 4), (self.die_at_commit, 4), (self.cut_link, 4), (self.die_at_point, 2), (self.radio_goes, 1),
            (self.key, 2),
        ]  # fmt: skip
        for _ in range(STEPS):
            deed = self.rng.choices([deed for deed, _ in deeds], [weight for _, weight in deeds])[0]
            self.stage.said.append(deed.__name__)
            try:
                await deed()
            except GONE as error:
                self.stage.said.append(f"    {error!r}")
            if self.rng.random() < 0.6:
                await self.stage.revive()
        await self.stage.accounted()

    async def tell(self, name: str, do: str, **details: Any) -> None:
        self.stage.said.append(f"    {name} {do}: {await self.stage.ask(name, do, **details)}")

    async def found(self) -> Truth | None:
        """What the cloud holds, if it is there."""
        try:
            return await truth.look(self.stage.story)
        except Exception:  # noqa: BLE001
            return None

    async def use(self) -> None:
        """One is issued if none is live, and its member takes the seal in hand."""
        found = await self.found()
        if found is not None and not [row for row in found.all(Authorization) if row.stage is Stage.LIVE]:
            member = next(row.id for row in found.all(Member) if row.phone.endswith(MEMBER.phone))
            now = time.time_ns() // 10**6
            act = {
                "id": new_id(), "application": None, "seal": GL, "member": member, "start": now,
                "end": now + 3_600_000, "mode": "physical", "method": "direct", "count": self.rng.choice([0, 3, 7]),
                "photo_required": False,
            }  # fmt: skip
            await self.tell("administrator", "act", act="Authorize", args=act)
        await self.tell("member", "take")

    async def press(self) -> None:
        for _ in range(self.rng.randint(1, 3)):
            if self.stage.world.programs[GL].running:
                await self.stage.press()

    async def visit(self) -> None:
        await self.tell(self.rng.choice(list(PORTERS)), "visit")

    async def put_down(self) -> None:
        await self.tell("member", "release")

    async def end_use(self) -> None:
        found = await self.found()
        for row in found.all(Authorization) if found is not None else ():
            if row.stage is Stage.LIVE:
                await self.tell("administrator", "act", act="EndUse", args={"authorization": row.id})

    async def lock(self) -> None:
        """And opened again."""
        for name in ("LockSeal", "UnlockSeal"):
            await self.tell("administrator", "act", act=name, args={"seal": GL})
            await self.visit()

    async def kill(self) -> None:
        """`kill -9`, whatever it is doing: a visit is on its way."""
        name = self.rng.choice(["cloud", "keeper", "member", GL, GL])
        going = asyncio.create_task(self.stage.ask("keeper", "visit"))
        await asyncio.wait({going}, timeout=self.rng.random() * 0.6)
        await self.stage.world.programs[name].kill()
        self.stage.said.append(f"    {name} is killed: {await going}")

    async def die_at_commit(self) -> None:
        """The seal's power goes at a write of its storage."""
        point = f"{self.rng.choice(COMMITS)}_{self.rng.choice(['before', 'after'])}_commit"
        await self._fault("kill", point)

    async def cut_link(self) -> None:
        await self._fault("cut", self.rng.choice(LINK_POINTS))

    async def _fault(self, kind: str, point: str) -> None:
        if self.stage.world.programs[GL].running:
            self.stage.said.append(f"    {kind} at {point}")
            await self.stage.seal("fault", kind=kind, point=point, times=self.rng.randint(1, 3))

    async def die_at_point(self) -> None:
        """The cloud dies when it passes this point."""
        await self.stage.world.programs["cloud"].kill()
        await self.stage.world.start_cloud({"SIGNET_KILL": self.rng.choice(CLOUD_POINTS)})

    async def radio_goes(self) -> None:
        await self.stage.world.programs["radio"].kill()

    async def key(self) -> None:
        if self.stage.world.programs[GL].running:
            await self.stage.seal("power")


@asynccontextmanager
async def staged(folder: Path) -> AsyncGenerator[Scene]:
    stage = Scene(folder)
    try:
        await stage.begin()
        yield stage
    finally:
        await stage.end()


@pytest.mark.req("I-05", "I", "cloud")
@pytest.mark.req("I-06", "I")
async def test_whatever_dies(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    count, first = request.config.getoption("--schedules"), request.config.getoption("--seed")
    first = FIRST_SEED if first is None else first
    async with staged(tmp_path) as stage:
        for seed in range(first, first + (count or 1)):
            print(f"seed {seed}", flush=True)
            try:
                await asyncio.wait_for(Schedule(stage, seed).play(), 600)
            except Exception as error:
                raise AssertionError("\n".join(stage.said)) from error
