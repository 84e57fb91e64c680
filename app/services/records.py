"""What is asked of the records of an organization, in a person's words, made into what the ledger can be asked.

Lists, counts, searches, tracks and exports all go through `wanted`, so that none shows more than another.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from app.models import fold, reviews
from app.models.records import Order, Reviewed, Wanted, Word
from app.models.store import Store, Tx
from app.services import placing
from app.services.member_search import Finder
from domain.categories import Category
from domain.organization import Member, Permission
from domain.reviews import ReviewVerdict
from domain.seals import Seal, manages, may_on
from domain.usage import Abnormality

WITHOUT = "-"  # in place of a person or a category, which it is the id of none
MOST_WORDS = 8  # of a search; what is typed beyond is a text that was pasted


class Tab(IntEnum):
    """R-147: all that one may see, used by me, of seals that I manage."""

    ALL = 0
    MINE = 1
    MANAGED = 2


class Review(StrEnum):
    """What those who manage the seal said of a record last (R-154)."""

    NONE = "none"
    NORMAL = "normal"
    DOUBTFUL = "doubtful"


_VERDICTS = {Review.NONE: None, Review.NORMAL: ReviewVerdict.NORMAL, Review.DOUBTFUL: ReviewVerdict.DOUBTFUL}


@dataclass(frozen=True)
class Asked:
    """Empty, or none: of all; `WITHOUT`: of records without. `since`, `until`: milliseconds, the latter not included;
    `cause`: why it is abnormal; `review`: only of seals whose reviews one may read; `text`: several words are looked
    for together, each in every name and text of a record; `place`: words that stand in the name of the place."""

    tab: Tab = Tab.ALL
    seal: str = ""
    person: str = ""
    category: str = ""
    since: int | None = None
    until: int | None = None
    abnormal: bool | None = None
    cause: Abnormality | None = None
    review: Review | None = None
    text: str = ""
    place: str = ""
    order: Order = Order.TIME
    backwards: bool = False


async def in_pieces(store: Store, step: Callable[[Tx], tuple[bool, float]], told: Callable[[float], None]) -> None:
    """Bring records into memory: others have the database between two steps. `step`: whether there is more, and how
    much is done, 0 to 1, which is `told`."""
    more = True
    while more:
        more, done = await store.run(step)
        told(done)


class Search:
    """Remembers how names are read aloud."""

    def __init__(self) -> None:
        self._finder = Finder()

    def learn(self, tx: Tx, organization: str) -> None:
        """How all names are read, before somebody types: the first time, a dictionary is loaded."""
        known = fold.facts(tx, organization)
        self._finder.learn(each.name for kind in (Seal, Member, Category) for each in known.all(kind))

    def wanted(self, tx: Tx, organization: str, me: Member, asked: Asked) -> Wanted:
        """In the database's thread: names that are new are looked up."""
        known = fold.facts(tx, organization)
        seals, members = known.all(Seal), known.all(Member)
        words = tuple(self._word(text, seals, members, known.all(Category)) for text in _split(asked.text))
        words += tuple(Word("", places=placing.named(text)) for text in _split(asked.place))
        ordered: dict[Order, Iterable[Seal | Member]] = {Order.SEAL: seals, Order.PERSON: members}
        return Wanted(
            seals=_seals(asked, me, seals),
            members=_members(asked, me),
            categories=_chosen(asked.category),
            since=asked.since,
            until=asked.until,
            abnormal=asked.abnormal,
            cause=asked.cause,
            reviewed=_reviewed(tx, organization, asked),
            words=words,
            order=asked.order,
            backwards=asked.backwards,
            names={each.id: each.name for each in ordered.get(asked.order, ())},
        )

    def _word(
        self, text: str, seals: Iterable[Seal], members: Iterable[Member], categories: Iterable[Category]
    ) -> Word:
        return Word(
            text,
            seals=self._found(text, {seal.id: seal.name for seal in seals})
            | {seal.id for seal in seals if text.casefold() in seal.id.casefold()},
            members=self._found(text, {member.id: member.name for member in members}),
            categories=self._found(text, {category.id: category.name for category in categories}),
            places=placing.named(text),
        )

    def _found(self, text: str, names: dict[str, str]) -> frozenset[str]:
        self._finder.learn(names.values())
        return frozenset(id for id, name in names.items() if self._finder.finds(text, name))


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(text.split()))[:MOST_WORDS]


def _chosen(id: str) -> frozenset[str] | None:
    return frozenset({"" if id == WITHOUT else id}) if id else None


def _seals(asked: Asked, me: Member, seals: Iterable[Seal]) -> frozenset[str] | None:
    chosen = frozenset({asked.seal}) if asked.seal else None
    if asked.tab is Tab.MANAGED:
        managed = frozenset(seal.id for seal in seals if manages(me, seal))
        chosen = managed if chosen is None else managed & chosen
    if asked.review is not None:  # of others it is not known here whether anything was said
        judged = frozenset(seal.id for seal in seals if may_on(me, Permission.VIEW_USAGE, seal))
        chosen = judged if chosen is None else judged & chosen
    return chosen


def _reviewed(tx: Tx, organization: str, asked: Asked) -> Reviewed | None:
    if asked.review is None:
        return None
    said = {key: each.verdict for key, each in reviews.newest(tx, organization).items()}
    return Reviewed(_VERDICTS[asked.review], said)


def _members(asked: Asked, me: Member) -> frozenset[str] | None:
    chosen = _chosen(asked.person)
    if asked.tab is not Tab.MINE:
        return chosen
    mine = frozenset({me.id})
    return mine if chosen is None else mine & chosen
