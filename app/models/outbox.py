"""Acts: what the person did here, in order, until the cloud has judged it and its effects have been pulled.

waiting  no verdict yet: pushed, in order
done     the cloud did it, but its effects have not been pulled: still folded into what is shown
refused  stays visible, with its reason, until it is dismissed
over     settled or dismissed: kept, hidden, for 30 days (a restored cloud is offered it again)
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, and_, case, delete, func, or_, select, update

from app.models import faults, meta
from app.models.store import Tx
from app.models.tables import outbox
from domain import acts
from domain.ids import new_id
from domain.rows import Act
from domain.verdict import Refused
from protocol.sync import MAX_ACT_BYTES, MAX_ACTS_PER_PUSH, ActBody, Push, Pushed, SignedAct, act_signed_bytes

Sign = Callable[[bytes], bytes]
KEPT_MS = 30 * 24 * 3600 * 1000
MAX_PUSH_BYTES = 1024 * 1024  # a push is soon over, and soon sent again
_of = outbox.c
_WAITING = _of.verdict.is_(None)
_DONE = _of.verdict == "done"


class ActState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class ActTooLarge(Exception):
    """The act does not fit a push."""


@dataclass(frozen=True)
class StoredAct:
    """An act of this console. `code`, `sentence` and `field` say why it was refused."""

    id: str
    seq: int
    organization: str
    name: str
    at: int
    act: Act | None  # none: this version does not know it any more
    state: ActState
    code: str = ""
    sentence: str = ""
    field: str | None = None


@dataclass(frozen=True)
class Counts:
    waiting: int
    refused: int


def stream(tx: Tx) -> str:
    """The stream of this database, made with it."""
    return meta.get(tx, meta.STREAM) or _new_stream(tx)


def _new_stream(tx: Tx) -> str:
    made = new_id()
    meta.put(tx, meta.STREAM, made)
    meta.put(tx, meta.SEQ, "0")
    return made


def _next_seq(tx: Tx) -> int:
    # Not the highest of the table: what is over is removed from it one day.
    seq = int(meta.get(tx, meta.SEQ) or 0) + 1
    meta.put(tx, meta.SEQ, str(seq))
    return seq


def add(tx: Tx, organization: str, act: Act, at: int, sign: Sign) -> str:
    """Put an act at the end of the stream; its id. Raises `ActTooLarge` before anything is done."""
    args = msgspec.json.encode(act)
    if len(args) > MAX_ACT_BYTES - 1024:  # room for the other fields of the body
        raise ActTooLarge(type(act).__name__)
    id = new_id(at)
    _write(tx, id, organization, type(act).__name__, args, at, sign)
    tx.after_commit(partial(faults.point, "act_after_commit"))
    return id


def _write(tx: Tx, id: str, organization: str, name: str, args: bytes, at: int, sign: Sign, covered: int = 0) -> None:
    where, seq = stream(tx), _next_seq(tx)
    body = msgspec.json.encode(
        ActBody(organization=organization, stream=where, seq=seq, id=id, name=name, args=msgspec.Raw(args), at=at)
    )
    values = {"id": id, "stream": where, "seq": seq, "organization": organization, "name": name, "at": at}
    values |= {"body": body, "signature": sign(act_signed_bytes(body)), "covered": covered, "code": "", "sentence": ""}
    tx.connection.execute(outbox.insert().values(values))
    tx.touch("outbox")


def next_push(tx: Tx, limit: int = MAX_ACTS_PER_PUSH) -> Push | None:
    """The acts to send now: in order, no more than fit one push."""
    where = stream(tx)
    query = select(_of.body, _of.signature).where(_WAITING, _of.stream == where).order_by(_of.seq).limit(limit)
    chosen: list[SignedAct] = []
    room = MAX_PUSH_BYTES
    for body, signature in tx.connection.execute(query):
        room -= len(body)
        if chosen and room < 0:
            break
        chosen.append(SignedAct(body=body, signature=signature))
    return Push(stream=where, acts=chosen) if chosen else None


def record(tx: Tx, pushed: Pushed, at: int) -> None:
    """Keep what the cloud answered. What was refused stays visible; what was done stays folded until it is pulled."""
    for verdict in pushed.verdicts:
        this = and_(_of.id == verdict.id, _of.verdict.is_(None))
        if verdict.done:
            settled = case((_of.covered == 1, at), else_=None)
            tx.connection.execute(update(outbox).where(this).values(verdict=ActState.DONE, over_at=settled))
        else:
            why = {"code": verdict.code, "sentence": verdict.sentence, "field": verdict.field}
            tx.connection.execute(update(outbox).where(this).values(verdict=ActState.REFUSED, **why))
    tx.touch("outbox")


def cover(tx: Tx, stream: str, organization: str, last_seq: int, at: int) -> None:
    """A pull has brought everything up to `last_seq` of this stream: effects of acts no longer need to be imagined."""
    _cover(tx, and_(_of.stream == stream, _of.organization == organization, _of.seq <= last_seq), at)


def leave(tx: Tx, organization: str, at: int) -> None:
    """Nothing will be pulled of it any more: no effect of what was done there is waited for."""
    _cover(tx, _of.organization == organization, at)


def _cover(tx: Tx, acts: ColumnElement[bool], at: int) -> None:
    settled = case((_DONE, at), else_=_of.over_at)
    if tx.connection.execute(update(outbox).where(acts, _of.covered == 0).values(covered=1, over_at=settled)).rowcount:
        tx.touch("outbox")


def fork(tx: Tx, sign: Sign, again: bool = False) -> None:
    """Open a new stream and put what the cloud has not answered into it, under the old ids.

    `again`: the cloud was restored, so what it had done before is offered as well.
    """
    offered = or_(_of.verdict.is_(None), _of.verdict == ActState.DONE) if again else _of.verdict.is_(None)
    kept = tx.connection.execute(select(outbox).where(offered).order_by(_of.n)).all()
    tx.connection.execute(delete(outbox).where(offered))
    where = _new_stream(tx)
    # What the cloud did before this stream began: any pull that is asked for in it covers that.
    tx.connection.execute(update(outbox).where(_DONE, _of.covered == 0).values(stream=where, seq=-_of.n))
    for row in kept:
        body = msgspec.json.decode(row.body, type=ActBody)
        _write(tx, row.id, row.organization, row.name, bytes(body.args), row.at, sign, 0 if again else row.covered)


def sign_again(tx: Tx, sign: Sign) -> None:
    """This console has a new key: sign with it what has not been answered."""
    for row in tx.connection.execute(select(_of.id, _of.body).where(_WAITING)).all():
        signature = sign(act_signed_bytes(row.body))
        tx.connection.execute(update(outbox).where(_of.id == row.id).values(signature=signature))
    tx.touch("outbox")


def imagined(tx: Tx, organization: str) -> list[StoredAct]:
    """Acts whose effects are not in the pulled rows yet, in order."""
    where = _of.organization == organization, _of.covered == 0, or_(_WAITING, _DONE), _of.over_at.is_(None)
    return list(tx.remembered(("imagined", organization), lambda: _read(tx, *where), "outbox"))


def unsettled(tx: Tx, organization: str | None = None) -> list[StoredAct]:
    """Acts on their way, of one organization or of all."""
    return _read(tx, *_within(organization), or_(_WAITING, _DONE), _of.over_at.is_(None))


def refused(tx: Tx, organization: str | None = None) -> list[StoredAct]:
    """Refused acts that have not been dismissed."""
    return _read(tx, *_within(organization), _of.verdict == ActState.REFUSED, _of.over_at.is_(None))


def act(tx: Tx, id: str) -> StoredAct | None:
    """How one act stands; none: it is over, what was made of it is here or its refusal was dismissed."""
    return next(iter(_read(tx, _of.id == id, _of.over_at.is_(None))), None)


def refuse(tx: Tx, id: str, code: str, sentence: str) -> None:
    """The cloud would not even read this act."""
    why = {"code": code, "sentence": sentence}
    tx.connection.execute(update(outbox).where(_of.id == id).values(verdict=ActState.REFUSED, **why))
    tx.touch("outbox")


def dismiss(tx: Tx, id: str, at: int) -> None:
    """The author has seen why it was refused."""
    this = and_(_of.id == id, _of.verdict == ActState.REFUSED, _of.over_at.is_(None))
    tx.connection.execute(update(outbox).where(this).values(over_at=at))
    tx.touch("outbox")


def counts(tx: Tx) -> Counts:
    """How many are not answered yet, and how many refusals have not been seen."""
    query = select(_of.verdict, func.count()).where(_of.over_at.is_(None)).group_by(_of.verdict)
    found: dict[str | None, int] = {row[0]: row[1] for row in tx.connection.execute(query)}
    return Counts(waiting=found.get(None, 0), refused=found.get(ActState.REFUSED, 0))


def prune(tx: Tx, now: int) -> None:
    """Forget what has been over for 30 days."""
    tx.connection.execute(delete(outbox).where(_of.over_at < now - KEPT_MS))


def _within(organization: str | None) -> list[ColumnElement[bool]]:
    return [] if organization is None else [_of.organization == organization]


def _read(tx: Tx, *where: ColumnElement[bool]) -> list[StoredAct]:
    found = tx.connection.execute(select(outbox).where(*where).order_by(_of.n)).all()
    return [_stored(row) for row in found]


def _stored(row: Row[Any]) -> StoredAct:
    body = msgspec.json.decode(row.body, type=ActBody)
    act = acts.read(row.name, bytes(body.args))
    return StoredAct(
        id=row.id,
        seq=row.seq,
        organization=row.organization,
        name=row.name,
        at=row.at,
        act=None if isinstance(act, Refused) else act,
        state=ActState(row.verdict or ActState.WAITING),
        code=row.code,
        sentence=row.sentence,
        field=row.field,
    )
