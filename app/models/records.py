"""Lists of records, of any length: what is wanted, cut out of the ledger, and pages of it.

A list is the numbers of its presses (`n`; below zero: seen at the seal, not yet in the cloud), in their order. Its
count is its length. It stays as it is until it is cut anew; what is read of it is only what may be seen by then.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from sqlalchemy import bindparam, or_, select

from app.models import ledger, scopes
from app.models.columns import Ints, Mask
from app.models.ledger import Ledger
from app.models.places import NEAR
from app.models.replica import decoder
from app.models.store import Tx
from app.models.tables import LISTED, USAGE_ORDER, listed, seen, usage
from app.models.usage import Press
from domain.reviews import ReviewVerdict
from domain.usage import Impression

_RECORD = re.compile(r"(?P<seal>.+)-(?P<number>[0-9]{1,15})")  # an id, as `domain.usage.impression_id` makes it


class Order(StrEnum):
    """Within the same seal or person the newest stands first."""

    TIME = "time"
    SEAL = "seal"
    PERSON = "person"


@dataclass(frozen=True)
class Word:
    """What was typed, and whose names it may mean: `text` also stands in applications, or is the id of a record."""

    text: str
    seals: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    places: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Reviewed:
    """Records of which this was said last; none: of which nothing was said. `said`: by seal and number."""

    verdict: ReviewVerdict | None
    said: Mapping[tuple[str, int], ReviewVerdict] = field(hash=False)


@dataclass(frozen=True)
class Wanted:
    """`None` narrows nothing. Among members and categories an empty one stands for records without. `since`, `until`:
    milliseconds, the latter not included; `abnormal`: only, or none; `cause`: of this `domain.usage.Abnormality`.

    Each of `words` has to be found. `backwards`: oldest first, or the other way round in the order of names.
    """

    seals: frozenset[str] | None = None
    members: frozenset[str] | None = None
    categories: frozenset[str] | None = None
    since: int | None = None
    until: int | None = None
    abnormal: bool | None = None
    cause: int | None = None
    reviewed: Reviewed | None = None
    words: tuple[Word, ...] = ()
    order: Order = Order.TIME
    backwards: bool = False
    names: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)  # by which seals or people are ordered


EVERYTHING = Wanted()


def cut(tx: Tx, organization: str, wanted: Wanted = EVERYTHING) -> Ints | None:
    """Such a list as it is now; none: the ledger has to be read first."""
    whole = ledger.of(tx, organization)
    if not whole.catch_up(tx):
        return None
    rows = whole.order
    fits = fitting(whole, wanted)
    if fits is not None:
        rows = rows[fits[rows]]
    return whole.columns["n"][_ordered(whole, rows, wanted)]


def newest(tx: Tx, organization: str, wanted: Wanted, limit: int) -> Ints:
    """The newest of such a list, by the index of the table: what can be shown before the ledger is there. Empty where
    it could not be found that way, or is ordered otherwise."""
    beyond_index = wanted.words or wanted.categories is not None or wanted.reviewed is not None
    if beyond_index or wanted.order is not Order.TIME or wanted.backwards:
        return np.empty(0, np.int64)
    of = usage.c
    where = [of.organization == organization, scopes.visible(tx, usage, organization)]
    where += [] if wanted.seals is None else [of.seal.in_(sorted(wanted.seals))]
    if wanted.members is not None:
        named = of.member.in_(sorted(wanted.members))
        where.append(or_(named, of.member.is_(None)) if "" in wanted.members else named)
    where += [] if wanted.since is None else [of.at >= wanted.since]
    where += [] if wanted.until is None else [of.at < wanted.until]
    where += [] if wanted.abnormal is None else [of.abnormal == int(wanted.abnormal)]
    where += [] if wanted.cause is None else [of.result == wanted.cause]
    order = (of[name].desc() for name in USAGE_ORDER)
    found = tx.connection.execute(select(of.n).where(*where).order_by(*order).limit(limit))
    return np.array(found.scalars().all(), np.int64)


def fitting(whole: Ledger, wanted: Wanted) -> Mask | None:
    """Which of its rows the list holds; none: all."""
    of, masks = whole.columns, list[Mask]()
    if wanted.seals is not None:
        masks.append(whole.seals.marked(wanted.seals)[of["seal"]])
    if wanted.members is not None:
        masks.append(whole.members.marked(wanted.members)[of["member"]])
    if wanted.categories is not None:
        masks.append(whole.papers.of_categories(wanted.categories)[of["authorization"]])
    if wanted.since is not None:
        masks.append(of["at"] >= wanted.since)
    if wanted.until is not None:
        masks.append(of["at"] < wanted.until)
    if wanted.abnormal is not None:
        masks.append((of["result"] != 0) == wanted.abnormal)
    if wanted.cause is not None:
        masks.append(of["result"] == wanted.cause)
    if wanted.reviewed is not None:
        masks.append(_reviewed(whole, wanted.reviewed))
    masks += [_found(whole, word) for word in wanted.words]
    if not masks:
        return None
    fits = masks[0]
    for mask in masks[1:]:
        fits &= mask
    return fits


def _reviewed(whole: Ledger, reviewed: Reviewed) -> Mask:
    """Seal and number as one number, which is looked for in all rows at once."""
    numbers = whole.columns["number"]
    span = int(numbers.max(initial=0)) + 1
    wanted = [
        whole.seals.get(seal) * span + number
        for (seal, number), verdict in reviewed.said.items()
        if verdict is reviewed.verdict or reviewed.verdict is None
        if number < span
    ]
    found = np.isin(whole.columns["seal"] * np.int64(span) + numbers, np.array(wanted, np.int64))
    return ~found if reviewed.verdict is None else found


def _found(whole: Ledger, word: Word) -> Mask:
    """Where the word is found: by number of the small tables that it was looked for in, then in all rows at once."""
    of, found = whole.columns, np.zeros(len(whole.columns), np.bool_)
    uses = whole.papers.holding(word.text)
    if word.categories:
        uses |= whole.papers.of_categories(word.categories)
    tables = {
        "authorization": uses,
        "seal": whole.seals.marked(word.seals),
        "member": whole.members.marked(word.members),
    }
    for name, table in tables.items():
        if table.any():
            found |= table[of[name]]
    if word.places:
        districts = np.zeros(2 * NEAR, np.bool_)
        districts[sorted(word.places)] = True
        districts[NEAR:] = districts[:NEAR]
        found |= districts[of["place"]]
    if named := _RECORD.fullmatch(word.text):
        seals = whole.seals.marked(seal for seal in whole.seals.texts if seal.casefold() == named["seal"].casefold())
        found |= seals[of["seal"]] & (of["number"] == int(named["number"]))
    return found


def _ordered(whole: Ledger, rows: Ints, wanted: Wanted) -> Ints:
    if wanted.order is Order.TIME:
        return rows[::-1] if wanted.backwards else rows
    codes, name = (whole.seals, "seal") if wanted.order is Order.SEAL else (whole.members, "member")
    ranks = codes.ranks(wanted.names)
    if wanted.backwards:
        ranks = len(ranks) - ranks
    if len(ranks) < 1 << 16:
        ranks = ranks.astype(np.uint16)  # which numpy sorts in one go
    return rows[np.argsort(ranks[whole.columns[name][rows]], kind="stable")]


def presses(tx: Tx, organization: str, ns: Sequence[int]) -> dict[int, Press]:
    """Some presses of a list, as far as they may be seen (now)."""
    read, found = decoder(Impression), dict[int, Press]()
    query = _BY_N[usage].where(scopes.visible(tx, usage, organization))
    for n, body in tx.connection.execute(query, {"organization": organization, **listed(n for n in ns if n > 0)}):
        found[n] = Press(read.decode(body), pending=False)
    if any(n < 0 for n in ns):
        given = {"organization": organization, **listed(-n for n in ns if n < 0)}
        for n, body in tx.connection.execute(_BY_N[seen], given):
            found[-n] = Press(read.decode(body), pending=True)
    return found


_BY_N = {
    table: select(table.c.n, table.c.body).where(
        table.c.organization == bindparam("organization"), table.c.n.in_(LISTED)
    )
    for table in (usage, seen)
}
