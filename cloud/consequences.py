"""What a changed row brings about beside itself, whichever act or job has changed it: orders for seals, messages, files
known, what a headquarters and its subsidiary say of each other."""

from collections.abc import Iterable

import msgspec

from cloud import messages, subsidiaries
from cloud.seals import orders
from cloud.service import Service
from cloud.store import activations, files
from cloud.store.unit import Unit
from domain.authorizations import Authorization, Stage
from domain.files import Attachment
from domain.rows import Act, Row
from domain.seals import Seal
from domain.usage import Photo


def put(
    service: Service, unit: Unit, rows: Iterable[Row], now: int, by: str | None = None, act: Act | None = None
) -> None:
    """Leave the rows so, with what follows from it. `by`: the member who has done it, `act`: what he did."""
    changed = [_leave(service, unit, row, now) for row in rows]
    for before, row in list(changed):  # now that all of them stand
        changed += [_leave(service, unit, other, now) for other in subsidiaries.follow(unit, row, before, now)]
    messages.follow(service, unit, changed, now, by, act)


def _leave(service: Service, unit: Unit, row: Row, now: int) -> tuple[Row | None, Row]:
    """As the row was before (none: it is new), and as it is now."""
    before = unit.get(type(row), row.organization, row.id)
    if isinstance(row, Photo | Attachment) and before is None:
        row = _stored(unit, row)
    unit.put(row)
    if isinstance(row, Authorization):
        _follow_authorization(service, unit, row, before if isinstance(before, Authorization) else None, now)
    elif isinstance(row, Seal):
        orders.wanted(unit, row, before if isinstance(before, Seal) else None, now)
    return before, row


def _stored(unit: Unit, row: Photo | Attachment) -> Row:
    """The file may have come before its act, from the same member."""
    return msgspec.structs.replace(row, stored_at=files.stored_at(unit, row))


def _follow_authorization(
    service: Service, unit: Unit, row: Authorization, before: Authorization | None, now: int
) -> None:
    """The seal hears of each grant when it becomes live, and of its end. A code that nobody needs any more is gone."""
    if before is not None and before.stage is Stage.WAITING and row.stage is not Stage.WAITING:
        activations.forget(unit, row)
    was_live = before is not None and before.stage is Stage.LIVE
    if row.stage is Stage.LIVE and not was_live:
        orders.grant(service, unit, row)
    elif was_live and row.ended_at is not None:
        orders.end(service, unit, row, now)
