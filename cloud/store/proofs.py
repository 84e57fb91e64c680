"""What proves later who did what: console certificates, and the acts of each stream as they were received."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from cloud.store import tables
from cloud.store.unit import Unit, View
from domain.verdict import Refused


@dataclass(frozen=True)
class Received:
    """An act as its console signed it; `user` and `console` as the session told."""

    id: str
    user: str
    console: str
    organization: str
    name: str
    body: bytes
    signature: bytes


def keep_certificate(unit: Unit, console: str, organization: str, expires_at: int, certificate: bytes) -> None:
    values = {"console": console, "organization": organization, "expires_at": expires_at, "certificate": certificate}
    unit.upsert(tables.certificates, values)


def last_seq(view: View, stream: str, user: str) -> int | None:
    """The last act of the stream, 0 for a new one, None if it is somebody else's."""
    found = view.first(tables.streams, stream=stream)
    if found is None:
        return 0
    return found.last_seq if found.user == user else None


def advance(unit: Unit, stream: str, user: str, seq: int) -> None:
    unit.upsert(tables.streams, {"stream": stream, "user": user, "last_seq": seq})


def act_at(view: View, stream: str, seq: int) -> tuple[str, Refused | None] | None:
    """The act that stands there and why it was refused, if it was."""
    found = view.first(tables.stream_acts, stream=stream, seq=seq)
    return None if found is None else (found.act, _refused(found))


def owner_of_act(view: View, id: str) -> str | None:
    """Whose act this is, none if it is new."""
    found = view.first(tables.acts, id=id)
    return None if found is None else str(found.user)


def verdict_of(view: View, id: str) -> Refused | None:
    """Why an act that is known was refused when it came first; None: it was done."""
    table = tables.stream_acts
    owner = tables.acts.c
    query = (
        select(table)
        .join(tables.acts, owner.id == table.c.act)
        .join(tables.streams, tables.streams.c.stream == table.c.stream)
        .where(table.c.act == id, tables.streams.c.user == owner.user)
        .limit(1)
    )
    return _refused(view.connection.execute(query).one())


def keep_act(unit: Unit, act: Received, now: int) -> None:
    values = {
        name: getattr(act, name) for name in ("id", "user", "console", "organization", "name", "body", "signature")
    }
    unit.upsert(tables.acts, {**values, "received_at": now})


def keep_verdict(unit: Unit, stream: str, seq: int, act: str, refused: Refused | None) -> None:
    why = refused or Refused("")
    values = {"done": refused is None, "code": why.code, "detail": why.detail, "field": why.field}
    unit.upsert(tables.stream_acts, {"stream": stream, "seq": seq, "act": act, **values})


def _refused(row: Any) -> Refused | None:
    return None if row.done else Refused(row.code, row.field, row.detail)
