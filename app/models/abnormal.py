"""Abnormal records of a seal, as far as one may see them, and which of them are new (R-154, R-155, R-166, R-167)."""

from app.models import fold, replica, usage
from app.models.store import Tx
from app.models.usage import Filter, Place, Press
from domain.messages import Seen


def page(tx: Tx, organization: str, seal: str, before: Place | None = None, limit: int = 100) -> list[Press]:
    """The newest abnormal presses before a place in the list."""
    return usage.page(tx, organization, Filter(seal=seal, abnormal=True), before, limit)


def count(tx: Tx, organization: str, seal: str) -> int:
    """How many there are."""
    return usage.count(tx, organization, Filter(seal=seal, abnormal=True))


def count_new(tx: Tx, organization: str, seal: str) -> int:
    """How many have come since the person last saw them: for the badge."""
    return usage.count(tx, organization, Filter(seal=seal, abnormal=True, beyond=seen_to(tx, organization, seal)))


def seen_to(tx: Tx, organization: str, seal: str) -> int:
    """Up to which entry of its log he has seen them, what is still on its way to the cloud included."""
    me = replica.me(tx, organization)
    seen = None if me is None else fold.folded_one(tx, organization, Seen, me.id)
    return 0 if seen is None else seen.row.abnormal.get(seal, 0)


def newest(tx: Tx, organization: str, seal: str) -> int:
    """The last entry among them: what to say when all have been seen (`SeeAbnormal`); 0: there is none."""
    return usage.last_number(tx, organization, Filter(seal=seal, abnormal=True))
