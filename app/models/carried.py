"""Slices of seals' logs on their way to the cloud, what was seen of them meanwhile, and receipts on the way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import msgspec
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from app.models import faults
from app.models.outbox import KEPT_MS
from app.models.replica import CLOCK_SET, press_values
from app.models.store import Tx
from app.models.tables import carried, one, receipts, seen, usage
from domain.seals import Position
from domain.usage import Grade, Impression, impression_id
from protocol.sync import SliceTaken

_of = carried.c


@dataclass(frozen=True)
class SeenPress:
    """A press as the person in front of the seal was told of it, or a document that was sealed: then `document`,
    `digest` and `name` are those of its record; `authorization` and `member` as ids in text."""

    number: int
    own: int
    authorization: str | None
    member: str | None
    at: int
    result: int
    place: Position | None = None
    document: str | None = None
    digest: str | None = None
    name: str = ""


@dataclass(frozen=True)
class Waiting:
    """The next slice to send."""

    n: int
    serial: str
    slice: bytes


def put_slice(
    tx: Tx,
    organization: str,
    serial: str,
    binding: int,
    first: int,
    last: int,
    blob: bytes,
    at: int,
    presses: Sequence[SeenPress] = (),
) -> None:
    """Keep a slice until the cloud holds it, and show at once what was seen of it. Again, it changes nothing."""
    values = {"organization": organization, "serial": serial, "binding": binding, "first": first, "last": last}
    added = insert(carried).values(values | {"at": at, "code": "", "slice": blob})
    # Read anew from the seal after the cloud could not take it: this is another copy of the same entries.
    renewed = added.on_conflict_do_update(
        ["serial", "first", "last"], set_={"slice": blob, "code": ""}, where=_of.code != ""
    )
    tx.connection.execute(renewed)
    for press in presses:
        show(tx, organization, serial, binding, press, at)
    tx.touch("carried")
    tx.after_commit(partial(faults.point, "slice_after_commit"))


def show(tx: Tx, organization: str, serial: str, binding: int, press: SeenPress, at: int) -> None:
    """Among the records until the cloud's own row arrives."""
    id = impression_id(serial, press.number)
    if tx.connection.execute(select(usage.c.n).where(one(usage, organization, id))).first() is not None:
        return
    impression = Impression(
        id=id,
        organization=organization,
        seal=serial,
        binding=binding,
        number=press.number,
        own=press.own,
        authorization=press.authorization,
        member=press.member,
        grade=Grade.SESSION if press.member else Grade.HOLDER,
        at=press.at,
        clock=CLOCK_SET,
        received_at=at,
        place=press.place,
        result=press.result,
        document=press.document,
        digest=press.digest,
        name=press.name,
    )
    values = press_values(impression) | {"seen_at": at, "body": msgspec.json.encode(impression)}
    tx.connection.execute(insert(seen).values(values).on_conflict_do_nothing())
    tx.touch("usage")


def next_slice(tx: Tx) -> Waiting | None:
    """The oldest slice that the cloud does not hold yet."""
    query = select(_of.n, _of.serial, _of.slice).where(_of.sent_at.is_(None), _of.code == "").order_by(_of.n).limit(1)
    row = tx.connection.execute(query).first()
    return Waiting(row.n, row.serial, row.slice) if row else None


def taken(tx: Tx, n: int, serial: str, answer: SliceTaken, at: int) -> None:
    """The cloud holds it; its receipt goes to the seal with the next contact."""
    tx.connection.execute(update(carried).where(_of.n == n).values(sent_at=at))
    put_receipt(tx, serial, answer.log_to, answer.receipt)
    tx.touch("carried")


def put_receipt(tx: Tx, serial: str, log_to: int, receipt: bytes | None) -> None:
    """Keep the newest receipt of a seal."""
    new = insert(receipts).values(serial=serial, log_to=log_to, receipt=receipt)
    newest = new.on_conflict_do_update(
        ["serial"], set_={"log_to": log_to, "receipt": receipt}, where=receipts.c.log_to <= log_to
    )
    tx.connection.execute(newest)
    tx.touch("carried")


def receipt(tx: Tx, serial: str) -> SliceTaken | None:
    """What the cloud last said it holds of this seal, as far as this console has heard."""
    row = tx.connection.execute(select(receipts).where(receipts.c.serial == serial)).first()
    return SliceTaken(log_to=row.log_to, receipt=row.receipt) if row else None


def fail(tx: Tx, n: int, code: str) -> None:
    """The cloud cannot take this slice: it is kept, and does not hold up the others."""
    tx.connection.execute(update(carried).where(_of.n == n).values(code=code))
    tx.touch("carried")


def waiting(tx: Tx) -> int:
    """How many slices the cloud does not hold yet."""
    return _count(tx, "")


def failed(tx: Tx) -> list[tuple[str, str]]:
    """(serial, code) of slices that the cloud could not take."""
    query = select(_of.serial, _of.code).where(_of.sent_at.is_(None), _of.code != "").order_by(_of.n)
    return [(serial, code) for serial, code in tx.connection.execute(query)]


def _count(tx: Tx, code: str) -> int:
    query = select(func.count()).where(_of.sent_at.is_(None), _of.code == code)
    return tx.connection.execute(query).scalar_one()


def offer_again(tx: Tx) -> None:
    """The cloud was restored: it may have lost what it had."""
    tx.connection.execute(update(carried).values(sent_at=None, code=""))
    tx.connection.execute(delete(receipts))
    tx.touch("carried")


def prune(tx: Tx, now: int) -> None:
    """Forget what the cloud has held for 30 days."""
    tx.connection.execute(delete(carried).where(_of.sent_at < now - KEPT_MS))
    tx.connection.execute(delete(seen).where(seen.c.seen_at < now - KEPT_MS))
