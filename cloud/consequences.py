"""What a changed row brings about beside itself, whichever act or job has changed it: orders for seals, messages, files
known, exports of who may have none any more, what a headquarters and its subsidiary say of each other."""

from collections.abc import Iterable

import msgspec

from cloud import messages, subsidiaries
from cloud.exporting import kept
from cloud.seals import certifying, orders, revoking, withdrawing
from cloud.service import Service
from cloud.store import activations, files
from cloud.store.unit import Unit
from cloud.wallet import following, tariffs
from domain import fingers
from domain.authorizations import Authorization, Stage
from domain.exports import Export, ExportState
from domain.files import Attachment
from domain.orders import Order
from domain.organization import Member, Organization, Permission, may
from domain.rows import Act, Row
from domain.seals import Seal
from domain.usage import Photo
from domain.uses import Method


def put(
    service: Service, unit: Unit, rows: Iterable[Row], now: int, by: str | None = None, act: Act | None = None
) -> None:
    """Leave the rows so, with what follows from it. `by`: the member who has done it, `act`: what he did."""
    changed = [_leave(service, unit, row, now, by) for row in rows]
    for before, row in list(changed):  # now that all of them stand
        changed += [_leave(service, unit, other, now, by) for other in subsidiaries.follow(unit, row, before, now)]
        changed += [_leave(service, unit, other, now, by) for other in kept.withdrawn(unit, row, before, now)]
    messages.follow(service, unit, changed, now, by, act)


def _leave(service: Service, unit: Unit, row: Row, now: int, by: str | None) -> tuple[Row | None, Row]:
    """As the row was before (none: it is new), and as it is now."""
    before = unit.get(type(row), row.organization, row.id)
    if isinstance(row, Photo | Attachment) and before is None:
        row = _stored(unit, row)
    unit.put(row)
    if isinstance(row, Authorization):
        _follow_authorization(service, unit, row, before if isinstance(before, Authorization) else None, now, by)
    elif isinstance(row, Seal):
        was = before if isinstance(before, Seal) else None
        orders.follow(unit, row, was, now)
        withdrawing.follow(unit, row, was, now)
        certifying.follow(service, unit, row, was, now)
    elif isinstance(row, Export) and row.state is ExportState.WAITING:
        unit.left_post = True  # the exporter is woken as the post is
    elif isinstance(row, Member) and isinstance(before, Member):
        _follow_member(unit, row, before, now, by)
    elif isinstance(row, Order):
        following.follow(unit, row, before if isinstance(before, Order) else None, now, by)
    elif isinstance(row, Organization) and before is None:
        tariffs.copy(unit, row.id)
    return before, row


def _stored(unit: Unit, row: Photo | Attachment) -> Row:
    """The file may have come before its act, from the same member."""
    return msgspec.structs.replace(row, stored_at=files.stored_at(unit, row))


def _follow_authorization(
    service: Service, unit: Unit, row: Authorization, before: Authorization | None, now: int, by: str | None
) -> None:
    """The seal hears of each grant, and of its end; a code that nobody needs any more is gone.

    Of one that waits for its code, and of its activation, it hears where the code is known (`activation`). The code of
    an activation is kept until the seal has said that it holds.
    """
    if row.stage is Stage.LIVE and before is None:
        orders.grant(service, unit, row, by, now)
    if before is None or row.stage is not Stage.OVER or before.stage is Stage.OVER:
        return
    if before.method is Method.PRE:
        activations.forget(unit, row)
    if row.ended_at is not None or row.cancelled_at is not None:
        orders.end(unit, row, by, now)


def _follow_member(unit: Unit, row: Member, before: Member, now: int, by: str | None) -> None:
    """Who has left, or may stamp no more, opens no seal (I-18), and none keeps his fingerprint."""
    if may(before, Permission.STAMP) and not may(row, Permission.STAMP):
        revoking.member(unit, row, now)
        for seal in unit.facts(row.organization).all(Seal):
            after = fingers.forgotten(seal, row.id, by, now)
            if after != seal:
                unit.put(after)
                orders.follow(unit, after, seal, now)
