"""What the map reads: the seals with what they last said, the trail of one or of all, and where they were then."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.models import fold, ledger, records, replica, trails
from app.models.columns import Ints
from app.models.records import Wanted
from app.models.store import Tx
from app.models.trails import Listed, Spot, Trail
from app.services.nearby import NearbySeal
from app.services.records import Asked, Search
from app.views.room import Room
from app.views.seals import lines
from domain.authorizations import Authorization, Stage
from domain.geo import Area
from domain.organization import Member
from domain.seals import Position, Seal, SealStatus, by_name, is_ours
from domain.track import is_place

TRACK = 100  # latest uses
HISTORY = 100_000  # records that are read at once; older ones by a narrower period


@dataclass(frozen=True)
class Line(lines.Line):
    """A seal and what it last said."""

    @property
    def id(self) -> str:
        return self.seal.row.id

    @property
    def told(self) -> Position | None:
        """Its place in its own words, which may be none on earth."""
        return self.status.place if self.status else None

    @property
    def place(self) -> Position | None:
        """Where it can be drawn."""
        told = self.told
        return told if told is not None and is_place(told.lat, told.lon) else None


@dataclass(frozen=True)
class Seen:
    """The seals by name, and names for what the records mention."""

    lines: tuple[Line, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict[str, str])

    def line(self, id: str) -> Line | None:
        return next((each for each in self.lines if each.id == id), None)

    def seal(self, id: str) -> str:
        line = self.line(id)
        return line.seal.row.name if line is not None else id


def read_seals(tx: Tx, organization: str, heard: Mapping[str, NearbySeal]) -> Seen:
    """`heard`: by this computer, now."""
    known = fold.facts(tx, organization)
    states = {each.id: each for each in known.all(SealStatus)}
    uses = {each.seal: each for each in known.all(Authorization, stage=Stage.LIVE)}
    found = [
        Line(each, states.get(each.row.id), uses.get(each.row.id), heard.get(each.row.id))
        for each in fold.folded(tx, organization, Seal)
        if is_ours(each.row)
    ]
    found.sort(key=lambda line: by_name(line.seal.row))
    return Seen(tuple(found), {each.id: each.name for each in known.all(Member)})


def read_track(tx: Tx, organization: str, seal: str) -> Trail:
    """The latest uses of a seal that this person may see (R-217, R-219)."""
    return trails.latest(tx, organization, seal, TRACK) if seal else Trail()


class History:
    """The positions of all people and all times, as far as this person may see them (R-220), narrowed like any list of
    records. What was read is kept as long as the list would be the same: a page is read again for much else."""

    def __init__(self, room: Room) -> None:
        self._room, self._search = room, Search()
        self._of: tuple[int, Wanted] | None = None
        self._trail = Trail()

    async def read(self, asked: Asked, goes_on: Callable[[], bool], finding: Callable[[], None]) -> Trail:
        """In pieces, as long as it `goes_on`, else nothing. `finding`: the places of records have to be found first."""
        store = self._room.store
        if asked.text or asked.place:
            await self._find_places(finding)
        while (found := await store.run(lambda tx: self._cut(tx, asked))) is None:
            if not goes_on():
                return Trail()
        of, ns = found
        if of != self._of:
            reading = Listed(self._room.id, ns, HISTORY)
            while await store.run(reading.step):
                if not goes_on():
                    return Trail()
            self._of, self._trail = of, await asyncio.to_thread(reading.trail)
        return self._trail

    async def _find_places(self, finding: Callable[[], None]) -> None:
        """In which districts the records were made that nobody has looked at yet (R-225)."""
        from app.services.placing import place_all

        with contextlib.suppress(OSError, ValueError):  # `place_names` has said so; of districts nothing is found
            await place_all(self._room.store, lambda _: finding())

    def _cut(self, tx: Tx, asked: Asked) -> "tuple[tuple[int, Wanted], Ints] | None":
        """What the list is cut from, and it; none: a piece of all records was brought into memory, there is more."""
        room = self._room
        whole = ledger.of(tx, room.id)
        if whole.step(tx):
            return None
        wanted = self._search.wanted(tx, room.id, room.me, asked)
        ns = records.cut(tx, room.id, wanted)
        return None if ns is None else ((whole.version, wanted), ns)


async def read_areas(room: Room, trail: Trail) -> dict[str, Area]:
    """By authorization, what bounded the uses of a trail; in pieces, for there are as many as somebody has applied."""
    ids = list(dict.fromkeys(spot.authorization for spot in trail.spots if spot.authorization is not None))
    found: dict[str, Area] = {}
    for start in range(0, len(ids), trails.AT_ONCE):
        piece = ids[start : start + trails.AT_ONCE]
        some = await room.store.run(lambda tx, piece=piece: replica.some(tx, Authorization, room.id, piece))
        found |= {each.id: each.area for each in some.values() if each.area is not None}
    return found


def read_moment(tx: Tx, organization: str, seals: Sequence[str], moment: int) -> dict[str, Spot]:
    """Where each seal was used last before a moment."""
    found = ((seal, trails.last_before(tx, organization, seal, moment)) for seal in seals)
    return {seal: spot for seal, spot in found if spot is not None}
