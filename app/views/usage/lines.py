"""What the usage page reads: the list it shows, and of what is looked at the photos, documents and names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.models import fold, ledger, photos, places, records, replica
from app.models.columns import Ints
from app.models.records import Press
from app.models.replica import R
from app.models.store import Tx
from app.services.placing import place
from app.services.records import Asked, Search
from app.views.applications.known import Known
from app.views.room import Room
from domain.applications import Application
from domain.authorizations import Authorization
from domain.categories import Category
from domain.organization import Member
from domain.seals import Seal
from domain.usage import Impression, Photo
from gazetteer import Place

FIRST = 64  # rows that come with a list: more than a screen shows
STEPS = 6  # of reading the ledger that are taken at once: enough for a small organization
NOBODY = Known([], {}, {})


@dataclass(frozen=True)
class Line:
    """One impression as list and detail show it. `pending`: not yet confirmed by the cloud; `place`: none, that was not
    found out yet, or there is no name for it."""

    impression: Impression
    pending: bool
    photos: tuple[Photo, ...]
    authorization: Authorization | None
    application: Application | None
    place: Place | None = None

    @property
    def kept(self) -> tuple[Photo, ...]:
        """The photos that have not been removed when their time was over, the first one first."""
        return tuple(photo for photo in self.photos if photo.removed_at is None)


@dataclass(frozen=True)
class Lines:
    """Some rows of a list by their number, and names for what they mention."""

    rows: dict[int, Line]
    known: Known


@dataclass(frozen=True)
class Listed:
    """A list, and its first rows. Not `whole`: only its newest rows are there, the others are still being read."""

    ns: Ints
    whole: bool
    first: Lines
    members: list[Member] = field(default_factory=list[Member])


def read_list(tx: Tx, room: Room, search: Search, asked: Asked) -> Listed:
    """The list as it is asked for, newest first; of a long one, as long as it is not in memory, its newest rows."""
    whole = ledger.of(tx, room.id)
    for _ in range(STEPS):
        if not whole.step(tx):
            break
    wanted = search.wanted(tx, room.id, room.me, asked)
    ns = records.cut(tx, room.id, wanted)
    shown = ns if ns is not None else records.newest(tx, room.id, wanted, FIRST)
    first = read_lines(tx, room.id, shown[:FIRST].tolist())
    return Listed(shown, ns is not None, first, list(fold.facts(tx, room.id).all(Member)))


def read_lines(tx: Tx, organization: str, ns: Sequence[int]) -> Lines:
    """These rows, as far as they may be seen."""
    presses = records.presses(tx, organization, ns)
    taken = photos.of_presses(tx, organization, (press.impression for press in presses.values()))
    uses = _rows(tx, Authorization, organization, (press.impression.authorization for press in presses.values()))
    papers = _rows(tx, Application, organization, (use.application for use in uses.values()))
    placed = {n: place(code) for n, code in places.of(tx, list(presses)).items()}
    rows = {n: _line(press, taken, uses, papers, placed.get(n)) for n in ns if (press := presses.get(n)) is not None}
    return Lines(rows, read_names(tx, organization))


def _line(
    press: Press,
    taken: dict[photos.Press, tuple[Photo, ...]],
    uses: dict[str, Authorization],
    papers: dict[str, Application],
    where: Place | None,
) -> Line:
    impression = press.impression
    use = uses.get(impression.authorization or "")
    paper = papers.get(use.application or "") if use else None
    return Line(impression, press.pending, taken.get((impression.seal, impression.number), ()), use, paper, where)


def _rows(tx: Tx, kind: type[R], organization: str, ids: Iterable[str | None]) -> dict[str, R]:
    """As the person's own pending acts will leave them."""
    wanted = {id for id in ids if id}
    found = replica.some(tx, kind, organization, wanted)
    laid = fold.overlay(tx, organization).rows.get(kind.table, {})
    return found | {id: row for id, row in laid.items() if id in wanted and isinstance(row, kind)}


def read_names(tx: Tx, organization: str) -> Known:
    """Names for what a record mentions."""
    known = fold.facts(tx, organization)
    members = {each.id: each for each in known.all(Member)}
    return Known(
        [],
        {id: each.name for id, each in members.items()},
        {each.id: each for each in known.all(Seal)},
        members,
        {each.id: each for each in known.all(Category)},
    )
