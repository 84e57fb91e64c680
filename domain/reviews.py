"""Reviews of records: normal or doubtful, by who manages the seal; each verdict stays, the newest counts."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec

from domain.organization import Permission
from domain.rows import Act, IdText, Ms, Row, Sentence
from domain.seals import Seal, may_on
from domain.usage import Impression, impression_id
from domain.verdict import Allowed, Circumstances, Refused, Verdict, missing

Number = Annotated[int, msgspec.Meta(ge=1, lt=2**48)]
MOST_REVIEWS = 50  # of one record


class ReviewVerdict(StrEnum):
    NORMAL = "normal"
    DOUBTFUL = "doubtful"


class Review(Row, frozen=True, kw_only=True):
    """What `member` said of entry `number` of the seal's log, and when."""

    table: ClassVar[str] = "reviews"
    seal: IdText
    number: int
    member: IdText
    at: Ms
    verdict: ReviewVerdict
    note: Sentence = ""


class ReviewRecord(Act, frozen=True, kw_only=True):
    """Say of a record that it is as it should be, or doubtful and why."""

    id: IdText
    seal: IdText
    number: Number
    verdict: ReviewVerdict
    note: Sentence = ""


def record_managed(seal: str, number: int, at: Circumstances) -> Impression | Verdict:
    """The record, for who manages its seal: whoever may only see his own does not judge it."""
    of, record = at.facts.get(Seal, seal), at.facts.get(Impression, impression_id(seal, number))
    if of is None or record is None:
        return missing(at.facts)
    return record if may_on(at.actor, Permission.VIEW_USAGE, of) else Refused("not_found")


def decide_review(act: ReviewRecord, at: Circumstances) -> Verdict:
    """Doubt needs its reason."""
    record = record_managed(act.seal, act.number, at)
    if not isinstance(record, Impression):
        return record
    if act.verdict is ReviewVerdict.DOUBTFUL and not act.note.strip():
        return Refused("reason_missing", "note")
    before = at.facts.all(Review, seal=act.seal, number=act.number)
    if len(before) >= MOST_REVIEWS:
        return Refused("reviews_full", None, str(MOST_REVIEWS))
    row = Review(
        id=act.id,
        organization=at.actor.organization,
        seal=act.seal,
        number=act.number,
        member=at.actor.id,
        at=at.now,
        verdict=act.verdict,
        note=act.note,
    )
    return Allowed((row,))


def in_order(reviews: Iterable[Review]) -> list[Review]:
    """As they were said; the last one counts."""
    return sorted(reviews, key=lambda each: (each.at, each.id))
