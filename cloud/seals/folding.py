"""Which orders a seal still has to hear of, and which number each of them stands for."""

from collections.abc import Mapping

from cloud.store.devices import Order
from protocol.envelopes import Kind

# Of each of these only the newest on the same thing counts: what the seal is told to be, its release, a slot, a
# console, a code.
_NEWEST = frozenset(
    {
        Kind.GRANT,
        Kind.LOSS_LOCK,
        Kind.OFFLINE_USE,
        Kind.REGIME,
        Kind.SETTINGS,
        Kind.FINGER_ENROL,
        Kind.FINGER_DELETE,
        Kind.REVOKE,
        Kind.ACTIVATE,
        Kind.FIRMWARE,
    }
)
# What is of no use any more once the other has been ordered on the same thing.
_UNDONE_BY = {Kind.GRANT: Kind.END, Kind.ACTIVATE: Kind.END, Kind.FINGER_ENROL: Kind.FINGER_DELETE}


def fold(orders: list[Order], after: int, continues: Mapping[str, str | None]) -> list[tuple[int, Order]]:
    """Orders in order, each with the first number it stands for: a grant that has ended meanwhile is left out, and so
    is what the seal was told to be and is no longer.

    Its end is not: an older envelope with that grant may still be on its way in somebody's hands, and whatever comes
    instead of it has to make sure that the grant is over; nor is the deletion of a fingerprint. Nor is a grant that
    another one continues (`continues`, by their ids): with it the seal carries on how often it was used.
    """
    later: set[tuple[Kind, str | None]] = set()
    wanted: set[str | None] = set()
    kept: list[Order] = []
    for order in reversed(orders):
        this = (order.kind, order.subject)
        undone = order.kind in _UNDONE_BY and (_UNDONE_BY[order.kind], order.subject) in later
        if order.kind is Kind.GRANT and order.subject in wanted:
            undone = False
        if undone or (order.kind in _NEWEST and this in later):
            continue
        later.add(this)
        if order.kind is Kind.GRANT:
            wanted.add(continues.get(order.subject or ""))
        kept.insert(0, order)
    firsts = [after + 1, *(order.number + 1 for order in kept[:-1])]
    return list(zip(firsts, kept, strict=True)) if kept else []
