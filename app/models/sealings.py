"""Documents on their way through a seal: kept before it is asked, so that whatever ends in between can be gone on with.

A row goes through `PREPARED` (the seal has not been asked), `ASKED` (it may have signed), `SIGNED` (its answer is here)
to `DONE`: then its file is among the files, and the prepared one is gone.
"""

from enum import IntEnum
from typing import Any

import msgspec
from sqlalchemy import Select, delete, select, update

from app.models.outbox import KEPT_MS
from app.models.store import Tx
from app.models.tables import sealings

_of = sealings.c


class SealingStep(IntEnum):
    PREPARED = 0
    ASKED = 1
    SIGNED = 2
    DONE = 3


class Answer(msgspec.Struct, frozen=True):
    """As the seal gave it (`protocol.sealing.Sealed`)."""

    number: int
    own: int
    at: int
    used: int
    count: int
    signature: bytes


class SealingRow(msgspec.Struct, frozen=True, kw_only=True):
    """`name`: of the file; `document`, `digest`: SHA-256, in hexadecimal, of the file as it was and of what the
    signature covers; `begin` to `end`: the gap in the prepared file, whose first `size` bytes are the file as it was;
    `certificates`: the seal's and those above it (DER); `stamp`: the address of the time stamp authority, if one is to
    be asked; `sha256`: of the sealed file."""

    id: str
    organization: str
    seal: str
    authorization: str
    name: str
    document: str
    digest: str
    begin: int
    end: int
    size: int
    certificates: list[bytes]
    stamp: str = ""
    begun_at: int
    step: SealingStep = SealingStep.PREPARED
    answer: Answer | None = None
    sha256: str = ""


def begin(tx: Tx, row: SealingRow, prepared: bytes) -> None:
    """Keep a document before the seal is asked. What was begun before, and never came to the seal, is no more."""
    tx.connection.execute(delete(sealings).where(_of.step == SealingStep.PREPARED))
    values = {"id": row.id, "organization": row.organization, "authorization": row.authorization}
    values |= {"digest": row.digest, "step": int(row.step), "begun_at": row.begun_at}
    tx.connection.execute(
        sealings.insert().values(values | {"body": msgspec.msgpack.encode(row), "prepared": prepared})
    )
    over = (_of.step == SealingStep.DONE) & (_of.begun_at < row.begun_at - KEPT_MS)
    tx.connection.execute(delete(sealings).where(over))
    tx.touch("sealings")


def keep(tx: Tx, row: SealingRow) -> None:
    """How far it is. Done, its prepared file goes."""
    values: dict[str, Any] = {"step": int(row.step), "body": msgspec.msgpack.encode(row)}
    if row.step is SealingStep.DONE:
        values["prepared"] = b""
    tx.connection.execute(update(sealings).where(_of.id == row.id).values(values))
    tx.touch("sealings")


def drop(tx: Tx, id: str) -> None:
    """The seal has not been asked, or has said no: nothing came of it."""
    tx.connection.execute(delete(sealings).where(_of.id == id, _of.step < SealingStep.SIGNED))
    tx.touch("sealings")


def unfinished(tx: Tx, organization: str, authorization: str | None = None) -> list[SealingRow]:
    """Those that the seal may have signed and that are not done, the oldest first; of one authorization or of all."""
    query = select(_of.body).where(
        _of.organization == organization, _of.step.in_([SealingStep.ASKED, SealingStep.SIGNED])
    )
    if authorization is not None:
        query = query.where(_of.authorization == authorization)
    return _rows(tx, query.order_by(_of.begun_at))


def prepared(tx: Tx, id: str) -> bytes:
    """The prepared file."""
    return tx.connection.execute(select(_of.prepared).where(_of.id == id)).scalar_one()


def of_digest(tx: Tx, organization: str, digest: str) -> SealingRow | None:
    """What was sealed here, by what its signature covers."""
    query = select(_of.body).where(_of.organization == organization, _of.digest == digest)
    return next(iter(_rows(tx, query)), None)


def _rows(tx: Tx, query: "Select[Any]") -> list[SealingRow]:
    return [msgspec.msgpack.decode(body, type=SealingRow) for body in tx.connection.execute(query).scalars()]
