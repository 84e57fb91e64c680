"""What was last said of each record by those who manage its seal, as lists are narrowed by it."""

from collections.abc import Iterable, Mapping

from app.models import fold, replica
from app.models.store import Tx
from domain.reviews import Review, in_order

Said = Mapping[tuple[str, int], Review]  # by seal and number


def newest(tx: Tx, organization: str) -> Said:
    """The review that counts of each record that has one; the person's own acts on their way included."""
    said = tx.remembered(("reviewed", organization), lambda: _last(replica.all(tx, Review, organization)), Review.table)
    laid = [
        row for row in fold.overlay(tx, organization).rows.get(Review.table, {}).values() if isinstance(row, Review)
    ]
    if not laid:
        return said
    return {**said, **_last([*(said[key] for each in laid if (key := _key(each)) in said), *laid])}


def _last(reviews: Iterable[Review]) -> dict[tuple[str, int], Review]:
    return {_key(each): each for each in in_order(reviews)}


def _key(of: Review) -> tuple[str, int]:
    return of.seal, of.number
