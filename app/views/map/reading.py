"""What the map reads: the seals with what they last said, the trail of one or of all, and where they were then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.models import fold, ledger, records, trails
from app.models.store import Tx
from app.models.trails import Listed, Spot, Trail
from app.services.nearby import NearbySeal
from app.services.records import Asked, Search
from app.views.room import Room
from app.views.seals import lines
from domain.authorizations import Authorization, live
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
    """The seals by name, and names for what the records mention. `areas`: by authorization, what bounds a use."""

    lines: tuple[Line, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict[str, str])
    areas: Mapping[str, Area] = field(default_factory=dict[str, Area])

    def line(self, id: str) -> Line | None:
        return next((each for each in self.lines if each.id == id), None)

    def seal(self, id: str) -> str:
        line = self.line(id)
        return line.seal.row.name if line is not None else id


def read_seals(tx: Tx, organization: str, heard: Mapping[str, NearbySeal]) -> Seen:
    """`heard`: by this computer, now."""
    known = fold.facts(tx, organization)
    states = {each.id: each for each in known.all(SealStatus)}
    authorizations = known.all(Authorization)
    uses = {each.seal: each for each in authorizations if live(each)}
    found = [
        Line(each, states.get(each.row.id), uses.get(each.row.id), heard.get(each.row.id))
        for each in fold.folded(tx, organization, Seal)
        if is_ours(each.row)
    ]
    found.sort(key=lambda line: by_name(line.seal.row))
    areas = {each.id: each.area for each in authorizations if each.area is not None}
    return Seen(tuple(found), {each.id: each.name for each in known.all(Member)}, areas)


def read_track(tx: Tx, organization: str, seal: str) -> Trail:
    """The latest uses of a seal that this person may see (R-217, R-219)."""
    return trails.latest(tx, organization, seal, TRACK) if seal else Trail()


def read_history(tx: Tx, room: Room, search: Search, asked: Asked) -> Listed | None:
    """Of all people and all times, as far as this person may see them (R-220), narrowed like any list of records; none:
    a piece of them was brought into memory, and there is more."""
    if ledger.of(tx, room.id).step(tx):
        return None
    listed = records.cut(tx, room.id, search.wanted(tx, room.id, room.me, asked))
    return None if listed is None else Listed(room.id, listed, HISTORY)


def read_moment(tx: Tx, organization: str, seals: Sequence[str], moment: int) -> dict[str, Spot]:
    """Where each seal was used last before a moment."""
    found = ((seal, trails.last_before(tx, organization, seal, moment)) for seal in seals)
    return {seal: spot for seal, spot in found if spot is not None}
