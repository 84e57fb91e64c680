"""A story: what anybody does in any order, what must hold after each step, and that all agree in the end."""

import asyncio
import tempfile
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from app.models import scopes
from app.models.store import Tx
from cloud.store import audits
from domain.organization import Member, Organization
from domain.usage import Impression, Photo, impression_id
from tests.app.console import Console
from tests.cloud.invariants import chains, laws, letters, sight, truth
from tests.cloud.invariants.beginning import Beginning, fill
from tests.cloud.invariants.places import Place, rev_of, unsent
from tests.cloud.invariants.truth import Truth
from tests.cloud.invariants.world import World
from tests.cloud.test_tallies import agree
from tests.databases import Databases
from tests.waiting import until_told

T = TypeVar("T")
WITHIN_S, SETTLED_WITHIN_S = 300.0, 60.0
LOOK_EVERY_S = 0.05
# Who does it: mostly somebody who should, at one of his consoles; else anybody.
hands = st.integers(0, 79)
numbers = st.integers(0, 11)  # one out of a list: the newest first
rarely = st.integers(0, 9).map(lambda drawn: drawn == 0)


def pick(of: Sequence[T], number: int) -> T | None:
    """One of them, if there is one: 0 is the newest."""
    return of[-1 - number % len(of)] if of else None


class Story(RuleBasedStateMachine):
    """`beginning` is copied; `databases` opens the cloud's database, none: SQLite in its folder."""

    def __init__(self, loop: asyncio.AbstractEventLoop, beginning: Beginning, databases: Databases) -> None:
        super().__init__()
        self._loop = loop
        self._fell = False
        self._stack = ExitStack()
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="signet-story-"))
        url = self._stack.enter_context(databases())
        if url is not None:
            fill(beginning, url)
        self.codes = chains.Codes()
        self.world = World(Path(folder), beginning, url)
        self.do(self.world.open())

    def do(self, deed: Coroutine[Any, Any, T]) -> T:
        """Until it is done; what fails here is not told again by the end."""
        try:
            return self._loop.run_until_complete(asyncio.wait_for(deed, WITHIN_S))
        except BaseException:
            self._fell = True
            raise

    # Who and what

    @property
    def places(self) -> list[Place]:
        return self.world.places

    def whose(self, members: Iterable[str | None], organization: str, hand: int) -> Place:
        """A console of one of these members, or (one time in eight) anybody's."""
        right = [place for member in members for place in self.world.places_of(member, organization)]
        if right and hand % 8:
            return right[hand // 8 % len(right)]
        return self.places[hand % len(self.places)]

    def home(self, place: Place, number: int) -> str:
        """One of his organizations; of who has none, some."""
        homes = self.world.homes(place) or self.world.organizations
        return homes[number % len(homes)]

    def people(self, organization: str) -> list[Member]:
        """Active members."""
        return [row for row in self.world.truth.of(Member, organization) if row.active]

    def managers(self, organization: str) -> list[str]:
        """Owner and administrator."""
        return [row.id for row in self.people(organization) if row.role.value in ("owner", "administrator")]

    def owners(self, organization: str) -> list[str]:
        return [row.id for row in self.people(organization) if row.role.value == "owner"]

    # What must hold

    @invariant()
    def everything_holds(self) -> None:
        self.do(self._settle())
        self.do(self._hold())

    async def _hold(self) -> None:
        world, now = self.world, self.world.truth
        for law in laws.EVERY:
            law(now)
        laws.who_owes_does_not_apply(world)
        laws.pictures_are_whose_they_were(world)
        laws.seals_and_cloud_say_the_same(world)
        laws.grants_of_a_seal(world)
        chains.unbroken(now)
        chains.each_act_is_noted_once(now)
        chains.nothing_is_made_in_free_use(world)
        self.codes.hold(world)
        letters.within_limits(world)
        letters.nothing_is_dropped(world)

    async def _settle(self) -> None:
        await self.world.settle()
        now, before = self.world.truth, self.world.before
        for photo in now.of(Photo):
            press = now.get(Impression, photo.organization, impression_id(photo.seal, photo.number))
            if press is not None and photo.id not in self.world.fitting:
                judged = {sight.reads_press(at, photo.member, press) for at in (before, now)}
                self.world.fitting[photo.id] = judged.pop() if len(judged) == 1 else None

    # The end

    def teardown(self) -> None:
        try:
            if not self._fell:
                note("    everybody is online, and everything is sent")
                self.do(self._end())
        finally:
            self._loop.run_until_complete(self.world.close())
            self._stack.close()

    async def _end(self) -> None:
        world = self.world
        await self._drain()
        await self._settle()
        await self._hold()
        tables = await world.cloud.service.database.read(truth.everything)
        chains.no_code_in_clear(world, self.codes, tables)
        await self._post_everything()
        letters.all_has_gone(world)
        while lacking := await self._lacking({}):  # what has become of letters stands on their messages
            for place in lacking:
                await place.pull()
        await self._settle()
        await agree(world.cloud.service.database)
        for place in world.places:
            await self.agrees(place)
            assert await place.miscounted() == []
        judged = world.truth.acts
        for place in world.places:
            assert judged.keys() >= set(place.submitted), place
        await self._any_change_shows()

    async def _post_everything(self) -> None:
        """The clock goes on until nothing is left that waits for its time."""
        world = self.world
        world.cloud.post.away = False
        for _ in range(12):
            await world.settle()
            if not [row for row in world.truth.beside["jobs"] if row["state"] in ("waiting", "deferred")]:
                return
            world.cloud.now += letters.DAY_MS
        raise AssertionError("something is still to be sent after twelve days")

    async def _drain(self) -> None:
        """All engines at once, with all their lanes, until each console knows the newest of everything that is his."""
        awake = {place: await place.console() for place in self.places if place.took_part}
        for console in awake.values():
            console.start()

        async def settled() -> bool:
            lacking = await self._lacking(awake)
            note(f"    lacking: {lacking}")
            for place in lacking:
                await self._help(place, awake.get(place))
            return not lacking

        await until_told(settled, within=SETTLED_WITHIN_S, every=LOOK_EVERY_S)
        for console in awake.values():
            await console.engine.catch_up()  # the first of several pages names the newest version
            await console.engine.stop()
            console.running = False

    async def _help(self, place: Place, console: Console | None) -> None:
        """Who was signed out signs in again; where nobody did anything, no engine has to run."""
        place.online = True
        if console is None:
            await place.sync()
        elif console.engine.state.problem == "signed_out":
            await console.enter(place.phone)
            console.engine.poke()

    async def _lacking(self, awake: Mapping[Place, Console]) -> dict[Place, str]:
        """What each console has still to send or to hear, and what stands in its way."""
        newest = await self.world.look()
        found: dict[Place, str] = {}
        for place in self.places:
            problem = awake[place].engine.state.problem if place in awake else None
            if lacks := problem or await self._lacks(place, newest):
                found[place] = lacks
        return found

    async def _lacks(self, place: Place, newest: Truth) -> str:
        user = newest.users[place.phone]
        spaces = {f"user:{user}": "", **{row.organization: row.organization for row in newest.memberships(user)}}
        versions = {row["space"]: row["rev"] for row in newest.beside["versions"]}

        def look(tx: Tx) -> dict[str, object]:
            acts, slices, uploads, _ = unsent(tx)
            behind = {space: versions[space] - rev_of(tx, pull) for space, pull in spaces.items()}
            behind = {space: count for space, count in behind.items() if count}
            return {"acts": acts, "slices": slices, "files": uploads, "behind": behind, "lost": scopes.lost(tx)}

        return ", ".join(f"{name} {what}" for name, what in (await place.read(look)).items() if what)

    async def agrees(self, place: Place) -> None:
        """Row for row: what is shown there is what the person may read, and lists count no more and no less."""
        world = self.world
        user = world.user(place)
        assert user is not None
        wanted = sight.expected(world.truth, user, world.fitting)
        shown = await place.read(sight.shown)
        assert not (said := sight.difference(shown, wanted)), f"{place} {said}"
        homes = world.homes(place)
        records = {of: sum(key[:2] == (Impression.table, of) for key in wanted) for of in homes}
        counted, folded, acts = await place.read(lambda tx: sight.lists(tx, homes))
        assert (counted, folded, acts) == ({of: (count, 0) for of, count in records.items()}, {}, []), place

    async def _any_change_shows(self) -> None:
        """I-21: one byte of one act that was received, changed, and undone again."""
        service = self.world.cloud.service
        database, vault = service.database, service.keys.vault
        for organization in self.world.truth.of(Organization):
            log = self.world.truth.log(organization.id)
            broken = await database.read(lambda view, of=organization.id: audits.broken_at(view, of, vault))
            assert broken is None, (organization.name, log[broken - 1])
            if log:
                await chains.spoil(database, vault, log[len(log) // 2], self.world.truth)
