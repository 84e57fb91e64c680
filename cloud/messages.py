"""Messages to members, left in the transaction of what they tell of: rows for the house, jobs for what leaves it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from cloud import deliveries, outbox
from cloud.store.unit import Unit
from domain import telling
from domain.ids import new_id
from domain.messages import Delivery, DeliveryState, Message
from domain.organization import Member
from domain.rows import Act, Row
from domain.telling import News, Told

if TYPE_CHECKING:
    from cloud.service import Service  # which stands on the post, and that on this module

# Of the ids of messages that are renewed: each follows from its name.
_RENEWED = UUID("6d1f4c0e-8a55-4f0b-9d0c-2b7b6a3f5e41")
Changes = Iterable[tuple[Row | None, Row]]


def follow(
    service: "Service", unit: Unit, changes: Changes, now: int, by: str | None = None, act: Act | None = None
) -> None:
    """Tell what follows from rows that were put: as they were before (none: new), and as they are."""
    by_organization: dict[str, list[tuple[Row | None, Row]]] = {}
    for before, row in changes:
        by_organization.setdefault(row.organization, []).append((before, row))
    for organization, rows in by_organization.items():
        news = News(organization, rows, unit.facts(organization), now, by, act)
        tell(service, unit, telling.told(news), now)


def tell(_service: "Service", unit: Unit, told: Iterable[Told], now: int) -> None:
    """`leave`, for whoever has the service at hand."""
    leave(unit, told, now)


def leave(unit: Unit, told: Iterable[Told], now: int) -> None:
    """Leave messages, and a job for each channel by which one leaves the house."""
    for each in told:
        reader = unit.get(Member, each.organization, each.member)
        if reader is None or not reader.active:
            continue
        row = _message(unit, each, now)
        unit.put(row)
        for channel in sorted(each.channels):
            outbox.message(unit, row, channel, reader.phone, renews=bool(each.renews))


def _message(unit: Unit, told: Told, now: int) -> Message:
    id = str(uuid5(_RENEWED, f"{told.organization} {told.member} {told.renews}")) if told.renews else new_id(now)
    before = unit.get(Message, told.organization, id) if told.renews else None
    row = Message(
        id=id,
        organization=told.organization,
        member=told.member,
        code=told.code,
        words=list(told.words),
        subject=told.subject,
        subject_id=told.subject_id,
        at=now,
        deliveries=[] if before is None else before.deliveries,
    )
    waiting = (Delivery(channel, DeliveryState.WAITING, now) for channel in sorted(told.channels))
    return deliveries.with_those(row, waiting)
