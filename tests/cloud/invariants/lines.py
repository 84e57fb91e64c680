"""What happens between the consoles and the cloud: lines that break, copies, stolen ids, and the time."""

from collections.abc import Sequence

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import rule

from domain.departments import AddDepartment
from domain.ids import new_id
from tests.cloud.invariants.offices import Offices
from tests.cloud.invariants.places import Line, Place
from tests.cloud.invariants.presses import stamps
from tests.cloud.invariants.stamps import Stamp
from tests.cloud.invariants.story import hands, numbers, pick, rarely
from tests.cloud.world import together

MOST_COPIES = 3
WAITS_MS = (61_000, 11 * 60_000, 3_600_000, 25 * 3_600_000)


class Lines(Offices):
    """The whole of it."""

    def place(self, hand: int) -> Place:
        return self.places[hand % len(self.places)]

    @rule(hand=hands, line=st.sampled_from(Line))
    def sync(self, hand: int, line: Line) -> None:
        """And whoever has heard everything shows what he may read."""
        self.do(self._sync(self.place(hand), line))

    async def _sync(self, place: Place, line: Line) -> None:
        await place.sync(line)
        if place.online and line is Line.GOOD:
            await self.world.see()
            await place.pull()  # the post has written on what he has just done
            await self.agrees(place)

    @rule(which=stamps, hand=hands, other=hands, backs=st.lists(st.integers(1, 9), min_size=2, max_size=2))
    def at_the_same_moment(self, which: int, hand: int, other: int, backs: list[int]) -> None:
        """Two consoles send slices of one seal and an act each, and the cloud writes all of it down in one commit."""
        stamp = self.world.stamps[which]
        organization = self.organization_of(stamp)
        if organization is not None:
            pair = [self.whose(self.insiders(organization), organization, each) for each in (hand, other)]
            self.do(self._at_the_same_moment(stamp, organization, pair, backs))

    async def _at_the_same_moment(
        self, stamp: Stamp, organization: str, pair: Sequence[Place], backs: Sequence[int]
    ) -> None:
        pair = list(dict.fromkeys(pair))
        for place, back in zip(pair, backs, strict=False):
            place.online = False
            await self._carry(stamp, place, organization, [back], Line.GOOD)
            act = AddDepartment(id=new_id(self.world.cloud.now), name=f"{place.name} {back}")
            await self.world.act(place, organization, act, forced=True)
            place.online = True
        await together(self.world.cloud, *(place.sync() for place in pair))

    @rule(hand=hands, what=st.sampled_from(["line", "line", "page", "restart", "copy"]), organization=numbers)
    def happen(self, hand: int, what: str, organization: int) -> None:
        """A line goes, or comes back and all is sent; it breaks after a page; the console is started
        anew; somebody copies its profile, and both go on with it."""
        self.do(self._happen(self.place(hand), what, organization))

    async def _happen(self, place: Place, what: str, organization: int) -> None:
        if what == "line":
            place.online = not place.online
            note(f"    {place} is {'online' if place.online else 'offline'}")
            await place.sync()
        elif what == "page":
            await place.pull_a_page(self.home(place, organization))
        elif what == "restart":
            await place.close()
        elif self.world.copies < MOST_COPIES:
            await self.world.copy(place)

    @rule(hand=hands, number=numbers)
    def take_an_id(self, hand: int, number: int) -> None:
        """An act under the id of an act that somebody else has done."""
        place = self.place(hand)
        user = self.world.user(place)
        id = pick([act.id for act in self.world.truth.acts.values() if act.user != user], number)
        if id is not None:
            self.do(self._take_an_id(place, id))

    async def _take_an_id(self, place: Place, id: str) -> None:
        of = self.home(place, 0)
        before = self.world.truth.acts[id]
        act = AddDepartment(id=new_id(self.world.cloud.now), name="冒名")
        if await place.steal(of, act, id) and place.online:
            await place.push()
            await self.world.see()
            assert self.world.truth.acts[id] == before
            assert act.id not in {row.id for row in self.world.truth.rows.values()}

    @rule(ms=st.sampled_from(WAITS_MS), post=rarely)
    def wait(self, ms: int, post: bool) -> None:
        """And what time alone brings about is done; sometimes whoever carries letters goes, or comes back."""
        self.world.cloud.post.away ^= post
        self.do(self.world.wait(ms))
